"""What a report says of Ofsted's grades: counts and ratings in the articles, beside the record of their time."""

import datetime as dt
import math

import pandas as pd

from helpers.dates import bounds, say
from helpers.ratings import (
    GRADES,
    WAYS,
    beside,
    covers,
    feasible,
    first_day,
    grade_before,
    history,
    last_day,
    matches,
    on_days,
)
from helpers.show import day, listed, percent, sentence
from tools.telling import NAMES, few, firsts, voice, when

COUNCILS = {  # what Ofsted's record can count; anything else that an article grades is not held against it
    "authorities",
    "local authorities",
    "councils",
    "departments",
    "children’s services departments",
}
BESIDE = ["ofsted_before_the_article", "ofsted_at_the_end_of_the_record"]  # columns beside a rating


def leads(t):
    """The first sentences on ratings, for the front page."""
    overall = [facts for facts in ratings(t) if facts["scope"] == "overall"]
    return firsts("spreads", [printed for printed, _ in spreads(t)]) or firsts("ratings", overall)


# --- counts and shares of councils ---


def spreads(t):
    """Each count of councils by grade as (its facts as printed, its rows)."""
    return [(as_printed(t, rows), rows) for _, rows in t.rating_spreads.groupby("spread_id", sort=False)]


def beside_the_record(t):
    """The facts of each count of councils, as printed and beside Ofsted's record of its day."""
    return [printed | record_beside(t, rows) for printed, rows in spreads(t)]


def as_printed(t, rows):
    """The facts of one count of councils that are printed, or follow from what is printed."""
    first, total = rows.iloc[0], rows["inspected"].dropna()
    grades = [set(grade.split(" or ")) for grade in rows["grade"]]
    own = bounds(first["as_at"]).last == t.published[first["source_id"]]
    return voice(t, rows) | {
        "day": when(first["as_at"]),
        "own": own,
        "counted": first["counted"],
        "total": int(total.iloc[0]) if len(total) else 0,
        "items": [graded(row) for row in rows.to_dict("records")],
        "possible": possible(rows) if len(total) else [],
        "overlap": sum(map(len, grades)) > len(set().union(*grades)),
    }


def graded(row):
    """One figure of a count as an item of a sentence: “14 inadequate (23.7%)”, “24% inadequate”, “none outstanding”."""
    decimals = 0 if pd.isna(row["decimals"]) else int(row["decimals"])
    share = "" if pd.isna(row["percent"]) else percent(float(row["percent"]) / 100, decimals)
    if pd.isna(row["count"]):
        return f"{share} {row['grade']}"
    return f"{row['count'] or 'none'} {row['grade']}" + (f" ({share})" if share else "")


def possible(rows):
    """What whole numbers the rounded shares of a known total can be, where no number is printed."""
    found = []
    for row in rows[rows["count"].isna() & rows["percent"].notna() & rows["inspected"].notna()].to_dict("records"):
        decimals = 0 if pd.isna(row["decimals"]) else int(row["decimals"])
        counts = list(feasible({row["grade"]: float(row["percent"])}, int(row["inspected"]), decimals)[row["grade"]])
        if counts:
            words = listed(counts, "or") if len(counts) < 3 else f"{counts[0]} to {counts[-1]}"
            found.append(f"{percent(float(row['percent']) / 100, decimals)} can be {words}")
    return found


def comparable(rows):
    """The rows of a count that Ofsted's record can be held against: councils, with a number or a share."""
    return rows[rows["counted"].str.casefold().isin(COUNCILS) & (rows["count"].notna() | rows["percent"].notna())]


def record_beside(t, rows):
    """What Ofsted's record has for a count: {"record": outside, both, authority, report, differs or "", …}.

    A count with a date of its own may go by the reports that were out on it, or by the inspections up
    to it: either may agree. One dated by its article is set beside the reports of the eve.
    """
    rows = comparable(rows)
    limits = {"record": "", "begins": day(first_day(t)), "ends": day(last_day(t)), "basis": "", "differs": []}
    if rows.empty:
        return limits
    ways = readings(t, rows)
    for basis, found in ways.items():
        agree = [by for by in WAYS if found[f"{by}_agrees"].all()]
        if agree:
            return limits | {"record": "both" if len(agree) == 2 else agree[0], "basis": basis}
    if not ways:
        return limits | {"record": "outside"}
    basis, found = next(iter(ways.items()))
    wrong = found[~found["authority_agrees"]]
    items = [f"{n or 'none'} {grade}" for n, grade in zip(wrong["authority"], wrong["grade"])]
    total = int(found["authority_total"].iloc[0])
    return limits | {"record": "differs", "basis": basis, "differs": items, "authorities": total, "ways": len(ways)}


def readings(t, rows):
    """The record beside a count by each fair reading of its date, {words: DataFrame}; none outside the record."""
    found = matches(t, rows)
    if found.empty:
        return {}
    at = found["day"].iloc[0]
    if at != bounds(rows["as_at"].iloc[0]).last:
        return {f"published by {day(at)}": found}
    out = pd.DataFrame([beside(t, row, at, at) for row in rows.to_dict("records")])
    return {f"published by {day(at)}": out, f"on inspections up to {day(at)}": found}


def whole(t):
    """The rows of the counts that divide all councils among the grades, in numbers or in shares, none twice."""
    kept = []
    for _, rows in t.rating_spreads.groupby("spread_id", sort=False):
        grades = [grade for printed in rows["grade"] for grade in printed.split(" or ")]
        counted = rows["count"].notna().all() and rows["inspected"].notna().any()
        whole = counted and rows["count"].sum() == rows["inspected"].dropna().iloc[0]
        if sorted(grades) == sorted(GRADES) and (whole or rows["percent"].notna().all()):
            kept.append(rows.assign(numbers=whole))
    return pd.concat(kept) if kept else t.rating_spreads[:0]


def divided(rows):
    """The rows that `whole` returns as `figures.shares` takes them: a row a count."""
    found = []
    for _, one in rows.groupby("spread_id", sort=False):
        first = one.iloc[0]
        whom = f"{first['inspected']} {first['counted']}" if first["numbers"] else sentence(first["counted"])
        label = f"{whom}, {say(first['as_at'])}"
        values = one["count"] if first["numbers"] else one["percent"]
        of = float(first["inspected"]) if first["numbers"] else math.nan
        found.append({"label": label, "of": of} | dict(zip(one["grade"], values.astype(float))))
    return pd.DataFrame(found).fillna({grade: 0.0 for grade in rows["grade"]})


def in_record(t):
    """The printed counts of councils on days that Ofsted's record knows, as rings: day, grade, value, label."""
    rows = comparable(t.rating_spreads)
    inside = [covers(t, bounds(as_at).last) for as_at in rows["as_at"]]
    rows = rows[rows["grade"].isin(GRADES) & rows["count"].notna() & pd.Series(inside, rows.index, dtype=bool)]
    rings = rows.rename(columns={"as_at": "day", "count": "value"}).astype({"value": float})
    return rings[["day", "grade", "value"]].assign(label=rings["day"].map(say))


def around(t):
    """The grades in Ofsted's record on the first of each month (or third month, or year) around the printed counts.

    From a year before the first count that the record reaches to a year after the last: a row a day, a
    column a grade; no rows where the record reaches none.
    """
    days = [bounds(as_at).last for as_at in comparable(t.rating_spreads)["as_at"]]
    days = [day for day in days if covers(t, day)]
    if not days:
        return pd.DataFrame(columns=GRADES)
    year = dt.timedelta(365)
    first, last = max(first_day(t), min(days) - year), min(last_day(t), max(days) + year)
    step = next(step for step in ("MS", "QS", "YS") if step == "YS" or len(pd.date_range(first, last, freq=step)) <= 24)
    steps = sorted({first, *(stamp.date() for stamp in pd.date_range(first, last, freq=step)), last})
    return on_days(t, steps)


def ratings(t):
    """The grades that articles report of councils, a dictionary a grade and scope."""
    facts = []
    for grade in GRADES[::-1]:
        same = t.council_ratings[t.council_ratings["grade"] == grade]
        for what, rows in same.groupby("scope", sort=False):
            names = list(dict.fromkeys(rows["council"]))
            more = {"grade": grade, "scope": what, "n": len(names), "names": few(names)}
            facts.append(voice(t, rows) | more)
    return facts


def rated(t):
    """The ratings that articles report, each with what Ofsted's record had before the article and has last.

    Nothing stands beside an article older than the record, or beside the grade of a part.
    """
    before, last = [], []
    for row in t.council_ratings.to_dict("records"):
        reports = history(t, row["council_id"])
        overall = row["scope"] == "overall" and covers(t, t.published[row["source_id"]])
        before.append(grade_before(t, row["council_id"], t.published[row["source_id"]]) if overall else "")
        final = reports.iloc[-1] if overall and len(reports) else None
        last.append("" if final is None else f"{final['overall']}, {say(final['published'])}")
    return t.council_ratings.assign(**dict(zip(BESIDE, (before, last))))


def judged(t):
    """Ofsted's judgements of the councils that articles of its time rate, as `figures.lanes` takes them."""
    rows = []
    inside = [covers(t, t.published[source]) for source in t.council_ratings["source_id"]]
    for council in dict.fromkeys(t.council_ratings.loc[inside, "council_id"]):
        reports = history(t, council).to_dict("records")
        there = t.authorities[t.authorities["council_id"] == council]
        gone = "" if (there["valid_to"] == "").any() else there["valid_to"].max()
        for row, following in zip(reports, [*reports[1:], {"published": gone}]):
            rows.append((row["council"], row["overall"], row["published"], following["published"]))
    frame = pd.DataFrame(rows, columns=["council", "grade", "began", "ended"])
    return frame if frame["council"].nunique() <= NAMES else frame[:0]
