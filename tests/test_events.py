"""Interventions over time on a small made-up table: durations, slippage, spells."""

import datetime as dt
import math

import pytest
from helpers_for_tests import write

from helpers import events
from helpers.tables import load


def event(name, kind, dated, status="happened", council="alton", **more):
    return {"event_id": name, "council_id": council, "kind": kind, "dated": dated, "status": status} | more


EVENTS = [
    event("ordered", "trust ordered", "2014-07"),
    event("launched", "trust launched", "2015-09-30"),
    event("visit", "inspection began", "2015-11"),
    event("plan", "trust launched", "2016-09", "planned", "barton"),
    event("hope", "trust launched", "2017-12", "expected", "barton", revises="plan"),
    event("commissioner", "commissioner appointed", "2015-12", council="carlton"),
    event("nobody-knows", "trust launched", "", council="denton"),
    event("from-then", "commissioner appointed", "2016-01/..", council="denton"),
    event("down", "commissioner stood down", "2016-03-15", council="denton"),
    event("national", "review launched", "2015-12", council=""),
]
RATINGS = [
    {"rating_id": "first", "dated": "2013-11", "date_basis": "inspected"},
    {"rating_id": "again", "dated": "2015-11", "date_basis": "inspection began"},
    {
        "rating_id": "partly",
        "dated": "2014-05",
        "scope": "child protection",
        "grade": "good",
        "date_basis": "published",
    },
    {"rating_id": "said", "council_id": "carlton", "dated": "2016-01-05", "date_basis": "article"},
]


@pytest.fixture
def tables(tmp_path):
    return load(write(tmp_path, events=EVENTS, council_ratings=RATINGS))


@pytest.fixture
def line(tables):
    return events.timeline(tables)


def test_timeline(line):
    assert "national" not in set(line["id"]) and len(line) == len(EVENTS) - 1 + len(RATINGS)
    assert list(line["council"]) == sorted(line["council"])
    alton = line[line["council"] == "Alton"]
    assert list(alton["id"])[:3] == ["first", "partly", "ordered"]
    assert alton.set_index("id").loc["partly", "what"] == "good (child protection)"
    rows = line.set_index("id")
    assert rows.loc["said", "layer"] == "as reported" and rows.loc["first", "layer"] == "rating"
    assert (rows.loc["ordered", "first"], rows.loc["ordered", "last"]) == (
        dt.date(2014, 7, 1),
        dt.date(2014, 7, 31),
    )
    assert rows.loc["launched", "seen"] == dt.date(2016, 5, 1)
    assert line["source"].iloc[0].url == "https://example.org/a"


def test_durations(line):
    found = {r["what"]: (r["council"], r["shortest"], r["longest"]) for r in events.durations(line).to_dict("records")}
    # 31 July or 1 July 2014 to 30 September 2015: 426 and 456 days. 30 September to 1 or 30 November: 32, 61.
    assert found["trust ordered to trust launched"] == ("Alton", 426, 456)
    assert found["trust launched to inspection began"] == ("Alton", 32, 61)
    # 30 November 2013 to 1 November 2015: 701 days; 1 November 2013 to 30 November 2015: 759.
    assert found["inadequate, then inadequate again"] == ("Alton", 701, 759)
    council, shortest, longest = found["commissioner appointed to commissioner stood down"]
    assert council == "Denton" and longest == 74  # 1 January to 15 March 2016; a beginning with no end is no bound
    assert shortest is None or math.isnan(shortest)
    assert len(found) == 4  # neither what is planned, nor without a date, nor the grade of a part of the service


def test_slippage(tables, line):
    (found,) = events.slippage(tables, line).to_dict("records")
    # 30 September 2016 to 1 December 2017: 427 days; 1 September 2016 to 31 December 2017: 486.
    assert (found["council"], found["shortest"], found["longest"]) == ("Barton", 427, 486)
    assert (found["start"], found["end"]) == ("2016-09", "2017-12")


def test_slippage_is_listed_with_the_durations(tables, line):
    found = events.durations(line, events.slippage(tables, line))
    assert len(found) == 5 and found.iloc[-1]["longest"] == 486


def test_spells(line):
    found = {(r["council"], r["what"]): r for r in events.spells(line).to_dict("records")}
    trust, ordered = found["Alton", "trust at work"], found["Alton", "trust ordered, not yet launched"]
    assert trust["open"] and trust["end"] == dt.date(2016, 5, 1)  # the article's day, never today
    assert not ordered["open"] and ordered["end"] == dt.date(2015, 9, 30)
    assert found["Carlton", "commissioner in place"]["open"]
    ended = found["Denton", "commissioner in place"]
    assert not ended["open"] and ended["end"] == dt.date(2016, 3, 15)
    assert len(found) == 4  # what is planned, expected or undated is no spell


@pytest.mark.parametrize(
    "value, unit, days",
    [
        (2, "weeks", 14),
        (1, "days", 1),
        (6, "months", 182.625),
        (4, "years", 1461),
        (3, "councils", None),
    ],
)
def test_lengths_in_days(value, unit, days):
    found = events.in_days({"value": value, "unit": unit})
    assert math.isnan(found) if days is None else found == pytest.approx(days)


def test_beside_a_limit(line):
    took = events.durations(line)
    for limit, verdict in ((31, "longer"), (32, "either"), (60, "either"), (61, "within")):
        found = events.beside_limit(took, limit).set_index("what")["verdict"]
        assert found["trust launched to inspection began"] == verdict
    assert set(events.beside_limit(took, 100)["verdict"]) == {"longer", "within"}


def test_limits(tmp_path):
    rows = [
        {
            "statistic_id": "limit",
            "subject": "time limit: to improve",
            "value": 6,
            "unit": "months",
            "as_printed": "6",
        },
        {"statistic_id": "other", "subject": "length", "value": 3, "unit": "months", "as_printed": "3"},
    ]
    (found,) = events.limits(load(write(tmp_path, statistics=rows)).statistics).to_dict("records")
    assert found["statistic_id"] == "limit" and found["days"] == pytest.approx(182.625)


def test_nothing_happened(tmp_path):
    tables = load(write(tmp_path))
    line = events.timeline(tables)
    assert line.empty and events.durations(line).empty and events.spells(line).empty
    assert events.slippage(tables, line).empty


def test_only_undated_events(tmp_path):
    tables = load(write(tmp_path, events=[event("a", "trust launched", ""), event("b", "trust ordered", "")]))
    line = events.timeline(tables)
    assert len(line) == 2 and events.durations(line).empty and events.spells(line).empty
