"""Interventions over time: what is drawn on a council's lane, how long things took, what slipped."""

import datetime as dt
import itertools

import pandas as pd

from helpers.dates import bounds, gap
from helpers.tables import cite

UNITS = {"years": 365.25, "months": 365.25 / 12, "weeks": 7, "days": 1}
# From which event to which a duration is counted: the first kind of the council's events, then
# the kinds that end it.
STEPS = {
    "trust ordered": ("trust launched",),
    "trust launched": ("inspection began", "inspection"),
    "improvement notice": ("improvement notice lifted",),
    "commissioner appointed": ("commissioner stood down", "trust launched"),
}
# What a grade's date is the date of, where it is not the report or the inspection itself.
BASIS = {"article": ", as reported", "inspection began": ", inspection begun"}
# What goes on until something ends it; with no such end it is open at the article's date.
STATES = {
    "commissioner appointed": "commissioner in place",
    "trust launched": "trust at work",
    "improvement notice": "under an improvement notice",
    "trust ordered": "trust ordered, not yet launched",
}
ENDS = STEPS | {"trust launched": ("trust closed",)}
DURATION = ["council", "from", "to", "what", "start", "end", "shortest", "longest", "source"]


def timeline(tables):
    """Every dated or undated event and rating of a council, one row each, in order of date.

    Columns: council, id, what (in words), grade (of an overall rating), status, dated (EDTF), layer
    (event, rating, or “as reported” where only the article's day is known), first, last (days or
    None), seen (the article's day), source. Events without a council are left out.
    """
    rows = []

    def add(r, identifier, what, grade, status, layer):
        known = bounds(r["dated"])
        seen, source = tables.published[r["source_id"]], cite(tables, r)
        council = tables.names[r["council_id"]]
        rows.append((council, identifier, what, grade, status, r["dated"], layer, *known, seen, source))

    for r in tables.events[tables.events["council_id"] != ""].to_dict("records"):
        add(r, r["event_id"], r["kind"], "", r["status"], "event")
    for r in tables.council_ratings.to_dict("records"):
        part = "" if r["scope"] == "overall" else f" ({r['scope']})"
        what = r["grade"] + part + BASIS.get(r["date_basis"], "")
        layer = "as reported" if r["date_basis"] == "article" else "rating"
        add(r, r["rating_id"], what, "" if part else r["grade"], "happened", layer)
    columns = ["council", "id", "what", "grade", "status", "dated", "layer", "first", "last", "seen", "source"]
    frame = pd.DataFrame(rows, columns=columns)
    # what had happened by the day of the article lies before it, even where no end is given
    late = frame["first"].notna() & frame["last"].isna() & (frame["status"] == "happened")
    frame.loc[late, "last"] = frame.loc[late, "seen"]
    middle = [a.toordinal() + (b or a).toordinal() if a else 10**7 for a, b in zip(frame["first"], frame["last"])]
    frame = frame.assign(middle=middle).sort_values(["council", "middle", "what"], ignore_index=True)
    return frame.drop(columns="middle")


def _duration(start, end, what):
    """The row of `durations` from one event of the timeline to another."""
    dates = start["dated"], end["dated"]
    cells = (start["council"], start["what"], end["what"], what, *dates, *gap(*dates), end["source"])
    return dict(zip(DURATION, cells))


def _lanes(line):
    """What happened on a known day, council by council."""
    happened = line[(line["status"] == "happened") & line["first"].notna()]
    return [lane for _, lane in happened.groupby("council", sort=False)]


def durations(line, slips=None):
    """How long the known steps took, in days from shortest to longest possible.

    line: the timeline; slips: the slippage, to be listed with the rest. Counts the steps of STEPS
    between events that happened, and the time from one inadequate overall grade to the next grade
    of the same council. One row a duration.
    """
    rows = []
    for lane in _lanes(line):
        for kind, ends in STEPS.items():
            for _, start in lane[lane["what"] == kind].iterrows():
                later = lane[lane["what"].isin(ends) & (lane["last"].fillna(dt.date.max) >= start["first"])]
                if len(later):
                    rows.append(_duration(start, later.iloc[0], f"{kind} to {later.iloc[0]['what']}"))
        graded = lane[(lane["layer"] == "rating") & (lane["grade"] != "")].to_dict("records")
        for one, two in itertools.pairwise(graded):
            if one["grade"] == "inadequate":
                rows.append(
                    _duration(
                        one,
                        two,
                        "inadequate, then " + ("inadequate again" if two["grade"] == "inadequate" else two["grade"]),
                    )
                )
    if slips is not None:
        rows += slips.assign(what=slips["what"] + ", planned to expected").to_dict("records")
    return pd.DataFrame(rows, columns=DURATION)


def slippage(tables, line):
    """Planned dates and the dates that replaced them: one row a revision, with days of delay."""
    by_id = line.set_index("id")
    revised = tables.events[tables.events["revises"].isin(by_id.index)].to_dict("records")
    rows = [
        _duration(by_id.loc[r["revises"]], by_id.loc[r["event_id"]], r["kind"]) | {"note": r["note"]} for r in revised
    ]
    return pd.DataFrame(rows, columns=[*DURATION, "note"])


def spells(line):
    """Times in which a state lasted, from its first possible day to its end.

    Where the articles name no end the spell is open, and known only up to the day of the article
    that reports it. Columns: council, what, id (of the event that began it), dated, first, last, end
    (the last day it can have lasted to), earliest (the first), until (the end as dated), open, source.
    """
    rows = []
    for lane in _lanes(line):
        for start in lane[lane["what"].isin(STATES)].to_dict("records"):
            kinds, seen = ENDS[start["what"]], start["seen"]
            later = lane[lane["what"].isin(kinds) & (lane["last"].fillna(dt.date.max) > start["first"])]
            end = later.iloc[0] if len(later) else {"first": seen, "last": seen, "dated": seen.isoformat()}
            ended = {"end": end["last"], "earliest": end["first"], "until": end["dated"], "open": later.empty}
            rows.append(start | ended | {"what": STATES[start["what"]]})
    columns = ["council", "what", "id", "dated", "first", "last", "end", "earliest", "until", "open", "source"]
    return pd.DataFrame(rows, columns=columns)


def in_days(statistic):
    """A statistic in years, months, weeks or days, in days; nan where the unit is another."""
    return float(statistic["value"]) * UNITS.get(statistic["unit"], float("nan"))


def beside_limit(took, limit):
    """The durations with `verdict`: certainly longer than a limit in days, within it, or either."""
    longer = took["shortest"].astype(float) > limit
    within = took["longest"].astype(float) <= limit
    return took.assign(verdict=longer.map({True: "longer", False: "either"}).mask(within, "within"))


def limits(statistics):
    """The time limits the articles report, with `days`: rows whose subject begins “time limit:”."""
    rows = statistics[statistics["subject"].str.startswith("time limit:")]
    return rows.assign(days=[in_days(r) for _, r in rows.iterrows()])


def reports(tables, line):
    """The record's reports on the councils of the timeline, as further rows of it (layer record)."""
    rows = []
    for r in tables.ofsted_sif_judgements.to_dict("records"):
        first, last = bounds(r["published"])
        row = {"council": tables.names[r["council_id"]], "what": r["overall"], "grade": r["overall"], "id": ""}
        row |= {"status": "happened", "dated": r["published"], "layer": "record", "first": first, "last": last}
        rows.append(row | {"seen": None, "source": r["basis"]})
    frame = pd.DataFrame(rows, columns=line.columns)
    return frame[frame["council"].isin(line["council"])].reset_index(drop=True)


def with_reports(line, reports):
    """The grades of the timeline together with the record's reports on the same councils."""
    grades = line[line["layer"].isin(["rating", "as reported"])]
    both = pd.concat([grades, reports], ignore_index=True) if len(reports) else reports
    return both.sort_values(["council", "first"], ignore_index=True)
