"""Ofsted's grades: whole numbers behind percentages, and the record of judgements by date."""

import datetime as dt
import itertools
import math

import pandas as pd

from helpers.dates import bounds

LAGS = (30, 38)  # days from the end of a month to the publication of its inspections
GRADES = ["outstanding", "good", "requires improvement", "inadequate"]
WAYS = ("authority", "report")  # of counting: each authority once, or every report


def covered(grades):
    """The single grades that printed ones, such as “good or outstanding”, stand for."""
    return {grade for printed in grades for grade in printed.split(" or ")}


def place(grade):
    """Where a printed grade stands in the order of GRADES."""
    return GRADES.index(grade.split(" or ")[0])


def stated(tables):
    """The stated spreads, a list of their rows each, in the order of the table."""
    return [group for _, group in tables.rating_spreads.groupby("spread_id", sort=False)]


def printed(row):
    """What is printed of a grade: “24%”, or the count where that is not given."""
    return f"{row['percent']:g}%" if pd.notna(row["percent"]) else f"{row['count']:g}"


def is_share(spread):
    """Whether a spread gives percentages of a stated total, and so leaves the counts open."""
    return bool(spread["percent"].notna().all() and spread["inspected"].notna().all())


def last_day(spread):
    """The last day that a spread can be dated to; the end of all time where that is open."""
    return bounds(spread["as_at"].iloc[0]).last or dt.date.max


def feasible(percents, total, decimals=0):
    """Every whole-number table that rounds to the printed percentages of a known total.

    percents: {grade: printed percentage}. A share may round either way where it lies exactly
    between. Where not all four grades are given, the rest may hold any number. Returns a DataFrame
    with a column a grade and a row a table: the “feasible set” of consistency checks such as GRIM
    and CLOSURE.
    """
    half = 0.5 * 10**-decimals + 1e-9
    spans = [
        range(max(0, math.ceil((p - half) * total / 100)), math.floor((p + half) * total / 100) + 1)
        for p in percents.values()
    ]
    if covered(percents) == set(GRADES):  # the last count is what the others leave
        last = spans.pop()
        fits = [(*c, total - sum(c)) for c in itertools.product(*spans) if total - sum(c) in last]
    else:
        fits = [c for c in itertools.product(*spans) if sum(c) <= total]
    return pd.DataFrame(fits, columns=list(percents), dtype=int)


def naive_rounding(percents, total):
    """Each percentage of the total rounded by itself; the sum may miss the total."""
    return {grade: math.floor(p * total / 100 + 0.5) for grade, p in percents.items()}


def largest_remainder(percents, total):
    """Counts that sum to the total, the seats left over going to the largest remainders (Hamilton).

    Percentages that do not sum to 100 are scaled first.
    """
    whole = sum(percents.values()) or 1
    exact = {grade: p * total / whole for grade, p in percents.items()}
    counts = {grade: int(x + 1e-9) for grade, x in exact.items()}
    by_remainder = sorted(exact, key=lambda g: exact[g] - counts[g], reverse=True)
    for grade in by_remainder[: total - sum(counts.values())]:
        counts[grade] += 1
    return counts


def published_by(record, day, possibly=False):
    """The judgements whose report had certainly (or possibly) been published by the day, oldest first."""
    days = [bounds(p) for p in record["published"]]
    known = [(d.first if possibly else d.last or dt.date.max) <= day for d in days]
    return record.assign(last=[d.last for d in days]).loc[known].sort_values(["last", "council_id"], kind="stable")


def latest(record, day):
    """Each council's latest judgement published by the day, one row a council."""
    return published_by(record, day).drop_duplicates("council_id", keep="last")


def counts(record, day, by="authority"):
    """How many stood at each grade on a day, as a Series in the order of GRADES.

    by: "authority" counts each council once, by its latest judgement; "report" counts every
    report published, so a council inspected twice counts twice.
    """
    rows = latest(record, day) if by == "authority" else published_by(record, day)
    return rows["overall"].value_counts().reindex(GRADES, fill_value=0)


def over_time(record, by="authority"):
    """The counts on every day on which a report came out, one row a day."""
    days = sorted({bounds(p).last for p in record["published"]})
    return pd.DataFrame([counts(record, day, by) for day in days], index=days, columns=GRADES)


def covers(record, day):
    """Whether the record speaks of a day: it begins with its first report and ends with its last."""
    days = [bounds(p).first for p in record["published"]]
    return bool(days) and day is not None and min(days) <= day <= max(days)


def in_force(record, council_id, day):
    """The grade of a council's latest report published before the day; "" where the record has none.

    A report of the day itself is not used: it may have come out after the event. A day outside the
    record has no grade, for a later framework may have judged again.
    """
    if not covers(record, day):
        return ""
    before = latest(record[record["council_id"] == council_id], day - dt.timedelta(1))
    return before["overall"].iloc[0] if len(before) else ""


def by_articles(ratings, council_id, day):
    """The latest overall grade that the articles date before the day; "" where there is none."""
    rows = ratings[(ratings["council_id"] == council_id) & (ratings["scope"] == "overall")]
    dated = [(bounds(d).last or dt.date.max, grade) for d, grade in zip(rows["dated"], rows["grade"])]
    return max(((last, grade) for last, grade in dated if day and last < day), default=("", ""))[1]


def _beside(row, record, day):
    """One printed figure beside the record on a day, by authority and by report."""
    found = {"spread_id": row["spread_id"], "grade": row["grade"], "day": day}
    for by in WAYS:
        table = counts(record, day, by)
        count, total = int(table[row["grade"].split(" or ")].sum()), int(table.sum())
        agrees = pd.isna(row["count"]) or row["count"] == count
        if pd.notna(row["percent"]):
            agrees &= total > 0 and abs(100 * count / max(1, total) - row["percent"]) <= half_step(row) + 1e-9
        if pd.notna(row["inspected"]):
            agrees &= row["inspected"] == total
        found |= {by: count, f"{by}_total": total, f"{by}_agrees": bool(agrees)}
    return found


def matches(spread, record, published=None):
    """Each printed figure beside the record, counted by authority and by report.

    spread: rows of rating_spreads. published: {source_id: day of the article}. A figure dated by its
    article is set beside the eve, for a report of the day itself can hardly be in it. A figure with
    a date of its own counts inspections by that date, whose reports follow within five weeks or so:
    the first of the day itself, 30 and 38 days on that agrees is taken. Columns: spread_id, grade,
    day, the record's count and total either way, and whether each agrees with the print. Dates
    outside the record are left out.
    """
    found = []
    for _, group in spread.groupby("spread_id", sort=False):
        rows, day = group.to_dict("records"), last_day(group)
        if not covers(record, day):
            continue
        own = published is not None and published[rows[0]["source_id"]] != day
        tries = [[_beside(row, record, day + dt.timedelta(d)) for row in rows] for d in ((0, *LAGS) if own else (-1,))]
        agree = [t for t in tries if any(all(f[f"{by}_agrees"] for f in t) for by in WAYS)]
        found += (agree or tries)[0]
    parts = [f"{by}{part}" for by in WAYS for part in ("", "_total", "_agrees")]
    return pd.DataFrame(found, columns=["spread_id", "grade", "day", *parts])


def agreeing(beside):
    """The ways of counting by which all of the printed figures set beside the record agree."""
    return [by for by in WAYS if beside[f"{by}_agrees"].all()]


def half_step(row):
    """Half the step to which a row's percentage is rounded."""
    return 0.5 * 10 ** -int(0 if pd.isna(row["decimals"]) else row["decimals"])


def fits(spread):
    """The whole-number tables behind one spread's percentages of its stated total (`feasible`)."""
    shares = dict(zip(spread["grade"], spread["percent"].astype(float), strict=True))
    decimals = int(spread["decimals"].fillna(0).min())
    return feasible(shares, int(spread["inspected"].iloc[0]), decimals)


def at_least(ratings, day):
    """How many councils the articles name at each overall grade by a day: the least a count can be.

    An inference: it takes a council named once as still at its grade.
    """
    dated = [(bounds(d).last or dt.date.max) <= day for d in ratings["dated"]]
    rows = ratings.loc[dated].query("scope == 'overall' and framework == 'SIF'")
    last = rows.sort_values("dated").drop_duplicates("council_id", keep="last")
    return last["grade"].value_counts().to_dict()


def spreads(tables):
    """The stated spreads with more than one grade, the latest first, their rows in the order of GRADES."""
    groups = [g.sort_values("grade", key=lambda c: c.map(place)) for g in stated(tables) if len(g) > 1]
    return sorted(groups, key=last_day, reverse=True)


def shares(tables):
    """Those of the spreads that leave the counts open."""
    return [spread for spread in spreads(tables) if is_share(spread)]


def tables_that_fit(tables, spread):
    """The feasible tables of a spread, told apart by what dated evidence leaves of them.

    Adds `left`: yes where no grade has fewer councils than the articles name at it by that day,
    and the record's counts by authority and by report as `is the record`.
    """
    day, record = last_day(spread), tables.ofsted_sif_judgements
    table, floor = fits(spread), at_least(tables.council_ratings, day)
    enough = (table >= [floor.get(grade, 0) for grade in table]).all(axis=1)
    is_record = pd.Series("", table.index)
    for by in WAYS if covers(record, day) else ():
        eve = counts(record, day - dt.timedelta(1), by).reindex(table.columns, fill_value=-1)
        same = (table == eve).all(axis=1)
        is_record[same] += f", by {by}"
    return table.assign(
        left=enough.map({True: "yes", False: "no"}), **{"is the record": is_record.str.removeprefix(", ")}
    )


def short_cuts(tables, spread):
    """The two usual short cuts from percentages to counts, each with why it fails, if it does."""
    if covered(spread["grade"]) != set(GRADES):
        return pd.DataFrame()  # what is not printed has a part of the total too
    shares = dict(zip(spread["grade"], spread["percent"].astype(float)))
    total, rows = int(spread["inspected"].iloc[0]), []
    options = tables_that_fit(tables, spread)
    for name, method in (("each share rounded by itself", naive_rounding), ("largest remainder", largest_remainder)):
        table = method(shares, total)
        same = options[(options[list(table)] == pd.Series(table)).all(axis=1)]
        why = "nothing speaks against it"
        if sum(table.values()) != total:
            why = "its sum is not the total"
        elif same.empty:
            why = "it does not print as the article prints"
        elif same["left"].iloc[0] == "no":
            why = "the dated judgements exclude it"
        rows.append({"short cut": name, **table, "sum": sum(table.values()), "but": why})
    return pd.DataFrame(rows)


def regions(tables, day):
    """Each authority's latest judgement by the day, counted by region and grade, worst region first."""
    at = latest(tables.ofsted_sif_judgements, day).merge(tables.councils, on="council_id")
    table = pd.crosstab(at["region"], at["overall"]).reindex(columns=GRADES, fill_value=0)
    table["inspected"] = table.sum(axis=1)
    table["authorities"] = tables.councils["region"].value_counts()
    table["share inadequate"] = table["inadequate"] / table["inspected"]
    table["words"] = [f"{bad} of {of}" for bad, of in zip(table["inadequate"], table["inspected"])]
    return table.reset_index().sort_values(["share inadequate", "inadequate"], ascending=False, ignore_index=True)


def day_of(tables):
    """The day the articles end on, or the record's own last day where they run past it."""
    last = max((bounds(p).last for p in tables.sources["published"]), default=dt.date.max)
    record = [bounds(p).last for p in tables.ofsted_sif_judgements["published"]]
    return min(last, max(record, default=last))


def choices(tables, spread):
    """The whole numbers each grade can have: those that dated evidence leaves, those it rules out,
    and the record's number of reports. Without rows where no table fits.
    """
    options = tables_that_fit(tables, spread)
    left = options[options["left"] == "yes"]
    left = left if len(left) else options
    day, record = last_day(spread), tables.ofsted_sif_judgements
    known = counts(record, day - dt.timedelta(1), "report") if covers(record, day) else {}
    rows = []
    for grade in sorted(spread["grade"], key=place) if len(options) else []:
        can, could = set(map(int, left[grade])), set(map(int, options[grade]))
        rows.append((grade, sorted(can), sorted(could - can), known.get(grade)))
    return pd.DataFrame(rows, columns=["grade", "left", "out", "value"])
