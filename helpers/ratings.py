"""Ofsted's grades: what stood on a day, over time, and the whole numbers behind percentages."""

import datetime as dt
import itertools
import math
import re

import numpy as np
import pandas as pd

from helpers.dates import bounds

GRADES = ["outstanding", "good", "requires improvement", "inadequate"]
GRADE_NAMES = {"requires improvement to be good": "requires improvement"}  # what later frameworks call it
RELEASE = 38  # the longest wait, in days, of Ofsted's own releases for the reports of inspections by a date
WAYS = ("authority", "report")  # of counting: each authority once, or every report
PERCENT = re.compile(r"(?<![\d.,])(?<!\d[-–])(?<!\d to )(\d{1,9}(?:\.(\d{1,9}))?)\s?(?:%|per ?cent)", re.I | re.A)


# --- what is printed ---


def as_graded(printed):
    """A printed grade, or several joined by “or”, by the names that GRADES has."""
    return " or ".join(GRADE_NAMES.get(grade, grade) for grade in printed.split(" or "))


def covered(grades):
    """The single grades that printed ones, such as “good or outstanding”, stand for."""
    return {grade for printed in grades for grade in printed.split(" or ")}


def printed_share(spreads):
    """The rows of rating_spreads with empty `percent` and `decimals` filled from what is printed."""
    spreads = spreads.copy()
    for i, row in spreads.iterrows():
        found = PERCENT.search(row["as_printed"])
        if found and pd.isna(row["percent"]) and pd.isna(row["count"]):
            spreads.loc[i, "percent"] = float(found[1])
        if pd.notna(spreads.loc[i, "percent"]) and pd.isna(row["decimals"]):
            spreads.loc[i, "decimals"] = len(found[2] or "") if found else 0
    return spreads


def half_step(row):
    """Half the step to which a row's percentage is rounded, in percentage points."""
    return 0.5 * 10 ** -int(0 if pd.isna(row["decimals"]) else row["decimals"])


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


# --- what stood on a day ---


def in_order(judgements):
    """The judgements with an overall grade by the `first` day on which each can have come out, as ISO text."""
    graded = judgements[judgements["overall"] != ""]
    first = graded["published"].map(lambda p: str(bounds(p).first))
    return graded.assign(first=first).sort_values(["first", "council_id"], kind="stable")


def authorities(t, day):
    """The authorities that existed on a day, one row each: `council_id` is unique among them."""
    began = t.authorities["valid_from"] <= day.isoformat()  # an empty cell comes before any day
    goes_on = (t.authorities["valid_to"] == "") | (t.authorities["valid_to"] >= day.isoformat())
    return t.authorities[began & goes_on]


def abolished(t, council):
    """The last day of an authority that is no more; None where it goes on."""
    rows = t.authorities[t.authorities["council_id"] == council]
    return None if (rows["valid_to"] == "").any() else dt.date.fromisoformat(rows["valid_to"].max())


def in_force(t, days, by="authority", published_by=None):
    """Which judgements are in force on which days: the one rule, by which every count of grades is made.

    Of the authorities that existed on a day, the latest judgement with an overall grade, inspected
    by that day (where the inspection is dated) and possibly published by `published_by`, the day
    itself if not given: a report dated only between two days counts from the first of them. by:
    "authority" keeps each authority's latest; "report" keeps every report, so that a council
    inspected twice counts twice. A successor has no grade before it is inspected itself. A judgement
    without an overall grade leaves the one before it in force.

    Returns a frame of truth values, a row a judgement of t.graded and a column a day.
    """
    days = np.array([day.isoformat() for day in days])  # as text, an empty cell comes before any day
    began, ended = (t.authorities[name].to_numpy(str)[:, None] for name in ("valid_from", "valid_to"))
    first, inspected = (t.graded[name].to_numpy(str)[:, None] for name in ("first", "inspected_to"))
    councils = pd.Index(t.authorities["council_id"].unique())
    place = councils.get_indexer(t.authorities["council_id"])  # an authority whose code changed has two rows
    council = councils.get_indexer(t.graded["council_id"])  # -1 for no authority: the last row below
    exists = np.zeros((len(councils) + 1, len(days)), bool)
    np.logical_or.at(exists, place, (began <= days) & ((ended == "") | (days <= ended)))
    out = first <= (published_by.isoformat() if published_by else days)
    found = out & (inspected <= days) & exists[council]
    if by == "authority":
        order = np.where(found, np.arange(len(found))[:, None], -1)
        latest = np.full(exists.shape, -1)
        np.maximum.at(latest, council, order)
        found &= order == latest[council]
    return pd.DataFrame(found, t.graded.index)


def standing(t, day, by="authority", published_by=None):
    """The judgements in force on a day, as rows of t.graded, oldest first: see `in_force`."""
    return t.graded[in_force(t, [day], by, published_by)[0]]


def placed(t, day):
    """The authorities of a day with their `grade` in force, "" where there is none: what a map needs."""
    there = authorities(t, day)
    grades = standing(t, day).set_index("council_id")["overall"]
    return there.assign(grade=there["council_id"].map(grades).fillna(""))


def counts(judgements):
    """How many judgements stand at each grade, as a Series in the order of GRADES."""
    return judgements["overall"].value_counts().reindex(GRADES, fill_value=0)


def last_day(t):
    """The last day of the record: that of the list it was last completed from."""
    return t.until


def first_day(t):
    """The day of the record's first report."""
    return min(bounds(p).first for p in t.ofsted_judgements["published"])


def covers(t, day):
    """Whether the record speaks of a day: from its first report to its last. False for no day."""
    return day is not None and len(t.ofsted_judgements) > 0 and first_day(t) <= day <= last_day(t)


def on_days(t, days, by="authority"):
    """How many judgements are in force at each grade: one row a day, in the order of the days."""
    found = in_force(t, days, by).groupby(t.graded["overall"]).sum().reindex(GRADES, fill_value=0)
    return found.T.set_axis(days).rename_axis(columns=None)


def over_time(t, by="authority"):
    """The counts on every day on which one can have changed: one row a day, in order."""
    reports = {bounds(p).first for p in t.ofsted_judgements["published"]}
    changes = {dt.date.fromisoformat(d) for d in t.authorities["valid_from"] if d} | {last_day(t)}
    days = sorted(day for day in reports | changes if day >= first_day(t))
    return on_days(t, days, by)


def grade_before(t, council_id, day):
    """The grade of a council in force on the eve of a day; "" where the record has none.

    A report of the day itself is not used: it may have come out after the event.
    """
    if not covers(t, day):
        return ""
    rows = standing(t, day - dt.timedelta(1))
    return next(iter(rows.loc[rows["council_id"] == council_id, "overall"]), "")


def history(t, council_id):
    """A council's judgements with an overall grade, oldest first; its successors' are not among them."""
    return t.graded[t.graded["council_id"] == council_id]


def nineteen(t):
    """The councils at inadequate on the eve of the article of 5 January 2016, which counts nineteen.

    That these are the article's nineteen is an inference: it prints the number and four of the names.
    """
    rows = t.rating_spreads[t.rating_spreads["spread_id"] == "spread-2016-01"]
    days = [bounds(d).first - dt.timedelta(1) for d in rows["as_at"]]
    judgements = standing(t, days[0]) if days else t.ofsted_judgements.head(0)
    return list(judgements.loc[judgements["overall"] == "inadequate", "council_id"])


# --- what is printed beside what stood ---


def beside(t, row, day, published_by=None):
    """One printed figure beside the record on a day: for each of WAYS the record's count, its total,
    and whether they agree with the count, the percentage and the total that are printed.
    """
    found = {"spread_id": row["spread_id"], "grade": row["grade"], "day": day}
    for by in WAYS:
        table = counts(standing(t, day, by, published_by))
        count, total = int(table[row["grade"].split(" or ")].sum()), int(table.sum())
        agrees = pd.isna(row["count"]) or row["count"] == count
        if pd.notna(row["percent"]):
            agrees &= total > 0 and abs(100 * count / max(1, total) - row["percent"]) <= half_step(row) + 1e-9
        if pd.notna(row["inspected"]):
            agrees &= row["inspected"] == total
        found |= {by: count, f"{by}_total": total, f"{by}_agrees": bool(agrees)}
    return found


def matches(t, spread):
    """Each printed figure of a spread beside the record, counted by authority and by report.

    spread: rows of rating_spreads. A figure dated by its article is set beside the eve, for a report
    of the day itself can hardly be in it. A figure with a date of its own counts inspections by that
    date, whose reports come out later: up to a cut-off that is not printed, at most RELEASE days on and
    before the article. The first cut-off is taken by which all figures of the spread agree, or else
    the date itself. Dates outside the record are left out.
    """
    found = []
    for _, group in spread.groupby("spread_id", sort=False):
        rows = group.to_dict("records")
        day, eve = bounds(rows[0]["as_at"]).last, t.published[rows[0]["source_id"]] - dt.timedelta(1)
        if covers(t, day):
            tries = [[beside(t, row, min(day, eve), cut) for row in rows] for cut in cuts(t, day, eve)]
            agree = (one for one in tries if any(all(f[f"{by}_agrees"] for f in one) for by in WAYS))
            found += next(agree, tries[0])
    parts = [f"{by}{part}" for by in WAYS for part in ("", "_total", "_agrees")]
    return pd.DataFrame(found, columns=["spread_id", "grade", "day", *parts])


def cuts(t, day, eve):
    """The days by which the reports of inspections up to a day can have counted: the day, then report by report."""
    out = {bounds(p).first for p in t.ofsted_judgements["published"]}
    last = min(eve, day + dt.timedelta(RELEASE))
    return [min(day, eve), *sorted(d for d in out if day < d <= last)]


def official(t):
    """The official figures on ratings that have a cut-off, each beside the record's count.

    Columns: those of official_figures, then n (the record's count), of (its total) and agrees (within
    the rounding of a percentage).
    """
    rows = []
    for figure in t.official_figures[t.official_figures["published_by"] != ""].to_dict("records"):
        table = counts(standing(t, bounds(figure["as_at"]).last, "authority", bounds(figure["published_by"]).last))
        of = int(table.sum())
        n = of if figure["measure"] == "inspected" else int(table[figure["measure"].split(" or ")].sum())
        share = figure["unit"] == "per cent"
        value = 100 * n / max(1, of) if share else n
        rows.append(figure | {"n": n, "of": of, "agrees": abs(value - figure["value"]) <= (0.5 if share else 0)})
    return pd.DataFrame(rows)
