"""Interventions over time: how long councils stayed at a grade, and what happened to one council in order."""

import pandas as pd

from helpers.dates import bounds
from helpers.ratings import abolished, last_day

SPELL = ["council_id", "council", "began", "ended", "next", "again", "days", "shortest", "open", "until"]


def spells(t, grade="inadequate"):
    """Every spell of a council at a grade in the record: from its first report to the first better one.

    One row a spell, in order of its beginning: began and ended (publication, EDTF; ended is "" while
    open), next (the grade that ended it, or ""), again (how many further reports at the same grade
    lie inside), days (from began to ended at the latest, or to `until`), shortest (at the least),
    open, until (the day up to which an open one is known: the end of the record, or the last day of an
    authority that was abolished). A spell can have begun before the record, under another framework,
    so its length is a least length.
    """
    rows, end = [], last_day(t)
    for council, reports in t.graded[["council_id", "published", "overall"]].groupby("council_id"):
        spell = None
        for report in reports.to_dict("records"):
            if report["overall"] == grade and spell is None:
                spell = {"began": report["published"], "again": 0}
            elif report["overall"] == grade:
                spell["again"] += 1
            elif spell:
                rows.append(close(t, council, spell, report["published"], report["overall"], end))
                spell = None
        if spell:
            rows.append(close(t, council, spell, "", "", end))
    frame = pd.DataFrame(rows, columns=SPELL)
    frame["council"] = frame["council"].astype(object)
    return frame.sort_values(["began", "council_id"], kind="stable", ignore_index=True)


def close(t, council, spell, ended, following, end):
    """One row of `spells`, closed by the report of the day `ended`, or open where that is ""."""
    first = bounds(spell["began"]).first
    last = bounds(ended).last or min(end, abolished(t, council) or end)
    earliest = bounds(ended).first or last
    lengths = {"days": (last - first).days, "shortest": (earliest - bounds(spell["began"]).last).days}
    known = {"ended": ended, "next": following, "open": not ended, "until": last, "council": t.names[council]}
    return {"council_id": council, **spell, **known, **lengths}
