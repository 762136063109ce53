"""What a report says of events: what happened, was planned or expected, and how long things took or may take."""

import datetime as dt

from helpers.dates import DAYS, bounds, say
from helpers.show import number, some
from tools.telling import BOUNDS, LIST, ROWS, few, firsts, voice, when

SPAN = {f"{unit}s" for unit in DAYS} | set(DAYS)


def leads(t):
    """The first sentences on events, for the front page."""
    limits = lengths(t) if len(spans(t)) <= 3 else []
    return firsts("events", events(t)) + firsts("lengths", limits)


def events(t):
    """What articles report as happened, planned or expected; nothing where they report none."""
    rows = t.events
    if rows.empty:
        return []
    at = rows[rows["council_id"] != ""]
    planned = int((rows["status"] != "happened").sum())
    counts = {"n": len(rows), "councils": at["council_id"].nunique(), "tied": len(at), "planned": planned}
    return [voice(t, rows) | counts | {"undated": int((rows["dated"] == "").sum())}]


def kinds(t):
    """Kinds of event that several councils share, with the councils and the dates; a kind is one in any letters."""
    facts = []
    at = t.events[t.events["council_id"] != ""]
    for _, rows in at.groupby([at["kind"].str.casefold(), "status"], sort=False):
        if rows["council_id"].nunique() > 1 and len(rows) <= 2 * LIST:
            items = [r["council"] + (f" ({say(r['dated'])})" if r["dated"] else "") for r in rows.to_dict("records")]
            facts.append({"kind": rows["kind"].iloc[0], "status": rows["status"].iloc[0], "items": items})
    return facts[:LIST]


def revised(t):
    """Plans that were revised: each with the dates that followed one another."""
    known, later = t.events.set_index("event_id"), dict(zip(t.events["revises"], t.events["event_id"]))
    facts = []
    for row in t.events[(t.events["revises"] == "") & t.events["event_id"].isin(list(later))].to_dict("records"):
        steps, at = [f"{row['status']} {when(row['dated'])}".strip()], row["event_id"]
        while at in later and len(steps) <= len(later):
            at = later[at]
            steps.append(f"{known.loc[at, 'status']} {when(known.loc[at, 'dated'])}".strip())
        facts.append({"council": row["council"], "kind": row["kind"], "first": steps[0], "later": steps[1:]})
    return facts


def dated(t):
    """The events with a date, as `figures.timeline` takes them; none where they are too few, or too many."""
    rows = t.events[t.events["dated"] != ""]
    what = [f"{council}: {kind}" if council else kind for council, kind in zip(rows["council"], rows["kind"])]
    rows = rows.assign(what=what, planned=rows["status"] != "happened")
    return rows if 1 < len(rows) <= ROWS else rows[:0]


def subtitle(t):
    """How many of the events the timeline shows."""
    shown, n = int((t.events["dated"] != "").sum()), len(t.events)
    return some(shown, "event") if shown == n else f"{number(shown)} of {some(n, 'event')}: the others have no date"


def in_order(t):
    """The events by date, those without one last."""
    return t.events.sort_values("dated", key=lambda dates: dates.map(day_of), kind="stable")


def day_of(edtf):
    """The first day that a date can mean, or else its last; the end of time for none."""
    return bounds(edtf).first or bounds(edtf).last or dt.date.max


def spans(t):
    """The statistics that are lengths of time, such as time limits."""
    return t.statistics[t.statistics["unit"].isin(SPAN)]


def lengths(t):
    """Lengths of time that articles print; nothing where they print none."""
    rows = spans(t)
    items = [f"{figure(row)} ({row['subject']})" for row in rows.to_dict("records")]
    return [voice(t, rows) | {"n": len(rows), "items": few(items, LIST)}] if len(rows) else []


def figure(row):
    """A statistic in words: “at least 12 projects”."""
    return f"{BOUNDS[row['bound']]}{row['value']:,.10g} {row['unit']}"
