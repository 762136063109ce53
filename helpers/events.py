"""Interventions over time: what is drawn on a council's lane, how long things took, what slipped."""

import datetime as dt

import pandas as pd

from helpers.dates import bounds, gap
from helpers.tables import cite

UNITS = {"years": 365.25, "months": 365.25 / 12, "weeks": 7, "days": 1}
# From which event to which a duration is counted: the first kind of the council's events, then
# the kinds that end it.
STEPS = [
    ("trust ordered", ("trust launched",)),
    ("trust launched", ("inspection began", "inspection")),
    ("improvement notice", ("improvement notice lifted",)),
    ("commissioner appointed", ("commissioner stood down", "trust launched")),
]
# What a grade's date is the date of, where it is not the report or the inspection itself.
BASIS = {"article": ", as reported", "inspection began": ", inspection begun"}
# What goes on until something ends it; with no such end it is open at the article's date.
STATES = {
    "commissioner appointed": "commissioner in place",
    "trust launched": "trust at work",
    "improvement notice": "under an improvement notice",
    "trust ordered": "trust ordered, not yet launched",
}


def timeline(tables):
    """Every dated or undated event and rating of a council, one row each, in order of date.

    Columns: council, id, what (in words), grade (of an overall rating), status, dated (EDTF), layer
    (event, rating, or “as reported” where only the article's day is known), first, last (days or
    None), seen (the article's day), source. Events without a council are left out.
    """
    rows = []
    for r in tables.events[tables.events["council_id"] != ""].to_dict("records"):
        rows.append((r["council_id"], r["event_id"], r["kind"], "", r["status"], r["dated"], "event", r))
    for r in tables.council_ratings.to_dict("records"):
        overall = r["scope"] == "overall"
        what = r["grade"] + ("" if overall else f" ({r['scope']})") + BASIS.get(r["date_basis"], "")
        layer = "as reported" if r["date_basis"] == "article" else "rating"
        grade = r["grade"] if overall else ""
        rows.append((r["council_id"], r["rating_id"], what, grade, "happened", r["dated"], layer, r))
    frame = pd.DataFrame(
        [
            (tables.names[council], *rest, *bounds(rest[4]), tables.published[r["source_id"]], cite(tables, r))
            for council, *rest, r in rows
        ],
        columns=["council", "id", "what", "grade", "status", "dated", "layer", "first", "last", "seen", "source"],
    )
    # what had happened by the day of the article lies before it, even where no end is given
    late = frame["first"].notna() & frame["last"].isna() & (frame["status"] == "happened")
    frame.loc[late, "last"] = frame.loc[late, "seen"]
    middle = [a.toordinal() + (b or a).toordinal() if a else 10**7 for a, b in zip(frame["first"], frame["last"])]
    frame = frame.assign(middle=middle).sort_values(["council", "middle", "what"], ignore_index=True)
    return frame.drop(columns="middle")


def _duration(start, end, what):
    low, high = gap(start["dated"], end["dated"])
    return {
        "council": start["council"],
        "from": start["what"],
        "to": end["what"],
        "what": what,
        "start": start["dated"],
        "end": end["dated"],
        "shortest": low,
        "longest": high,
        "source": end["source"],
    }


def durations(line, slips=None):
    """How long the known steps took, in days from shortest to longest possible.

    line: the timeline; slips: the slippage, to be listed with the rest. Counts the steps of STEPS
    between events that happened, and the time from one inadequate overall grade to the next grade
    of the same council. One row a duration.
    """
    rows = []
    happened = line[(line["status"] == "happened") & line["first"].notna()]
    for _, lane in happened.groupby("council", sort=False):
        for kind, ends in STEPS:
            for _, start in lane[lane["what"] == kind].iterrows():
                later = lane[lane["what"].isin(ends) & (lane["last"].fillna(dt.date.max) >= start["first"])]
                if len(later):
                    rows.append(_duration(start, later.iloc[0], f"{kind} to {later.iloc[0]['what']}"))
        graded = lane[(lane["layer"] == "rating") & (lane["grade"] != "")]
        for (_, one), (_, two) in zip(list(graded.iterrows()), list(graded.iterrows())[1:], strict=False):
            if one["grade"] == "inadequate":
                rows.append(_duration(one, two, f"inadequate to {two['grade']}"))
    for slip in (slips if slips is not None else pd.DataFrame()).to_dict("records"):
        rows.append(slip | {"what": f"{slip['what']}, planned to expected"})
    columns = ["council", "from", "to", "what", "start", "end", "shortest", "longest", "source"]
    return pd.DataFrame(rows, columns=columns)


def slippage(tables, line):
    """Planned dates and the dates that replaced them: one row a revision, with days of delay."""
    by_id = line.set_index("id")
    revised = tables.events[tables.events["revises"].isin(by_id.index)]
    revised = revised[revised["event_id"].isin(by_id.index)]
    rows = [
        _duration(by_id.loc[r["revises"]], by_id.loc[r["event_id"]], r["kind"]) | {"note": r["note"]}
        for _, r in revised.iterrows()
    ]
    columns = ["council", "from", "to", "what", "start", "end", "shortest", "longest", "source", "note"]
    return pd.DataFrame(rows, columns=columns)


def spells(line):
    """Times in which a state lasted, from its first possible day to its end.

    Where the articles name no end the spell is open, and known only up to the day of the article
    that reports it. Columns: council, what, id (of the event that began it), dated, first, last, end
    (the last day it can have lasted to), earliest (the first), until (the end as dated), open, source.
    """
    rows = []
    happened = line[(line["status"] == "happened") & line["first"].notna()]
    for _, lane in happened.groupby("council", sort=False):
        for _, start in lane[lane["what"].isin(STATES)].iterrows():
            ends = dict(STEPS).get(start["what"], ())
            if start["what"] == "trust launched":
                ends = ("trust closed",)
            later = lane[lane["what"].isin(ends) & (lane["last"].fillna(dt.date.max) > start["first"])]
            end = later["last"].iloc[0] if len(later) else start["seen"]
            earliest = later["first"].iloc[0] if len(later) else end
            rows.append(
                (
                    start["council"],
                    STATES[start["what"]],
                    start["id"],
                    start["dated"],
                    start["first"],
                    start["last"],
                    end,
                    earliest,
                    later["dated"].iloc[0] if len(later) else end.isoformat(),
                    not len(later),
                    start["source"],
                )
            )
    columns = ["council", "what", "id", "dated", "first", "last", "end", "earliest", "until", "open", "source"]
    return pd.DataFrame(rows, columns=columns)


def in_days(statistic):
    """A statistic in years, months, weeks or days, in days; nan where the unit is another."""
    return float(statistic["value"]) * UNITS.get(statistic["unit"], float("nan"))


def beside_limit(took, limit):
    """The durations with `verdict`: certainly longer than a limit in days, within it, or either."""
    verdicts = [
        "longer" if pd.notna(low) and low > limit else "within" if pd.notna(high) and high <= limit else "either"
        for low, high in zip(took["shortest"], took["longest"])
    ]
    return took.assign(verdict=verdicts)


def limits(statistics):
    """The time limits the articles report, with `days`: rows whose subject begins “time limit:”."""
    rows = statistics[statistics["subject"].str.startswith("time limit:")]
    return rows.assign(days=[in_days(r) for _, r in rows.iterrows()])


def reports(tables, line):
    """The record's reports on the councils of the timeline, as further rows of it (layer record)."""
    record = tables.ofsted_sif_judgements.assign(council=tables.ofsted_sif_judgements["council_id"].map(tables.names))
    rows = record[record["council"].isin(line["council"])]
    return pd.DataFrame(
        [
            {
                "council": r["council"],
                "id": "",
                "what": r["overall"],
                "grade": r["overall"],
                "status": "happened",
                "dated": r["published"],
                "layer": "record",
                "first": bounds(r["published"]).first,
                "last": bounds(r["published"]).last,
                "seen": None,
                "source": r["basis"],
            }
            for r in rows.to_dict("records")
        ],
        columns=line.columns,
    )


def with_reports(line, reports):
    """The grades of the timeline together with the record's reports on the same councils."""
    grades = line[line["layer"].isin(["rating", "as reported"])]
    both = pd.concat([grades, reports], ignore_index=True) if len(reports) else reports
    return both.sort_values(["council", "first"], ignore_index=True)
