"""Ratings: whole numbers behind percentages, and what stood on a day by Ofsted's record."""

import datetime as dt
import itertools
import math
import random

import pandas as pd
import pytest
from helpers_for_tests import AUTHORITIES, made, real, record
from hypothesis import example, given, settings
from hypothesis import strategies as st

from examples import TRIED, texts
from helpers import ratings

FOUR = ["inadequate", "requires improvement", "good", "outstanding"]


def day(text):
    return dt.date.fromisoformat(text)


# --- what is printed ---


def by_brute_force(percents, total, decimals):
    """Every table of the total, kept where each share rounds to what is printed, either way at a half."""
    size, tables = len(percents), set()
    for counts in itertools.product(range(total + 1), repeat=size):
        fits = all(abs(2 * 10**decimals * (100 * c - p * total)) <= total + 1e-6 for c, p in zip(counts, percents))
        if fits and (sum(counts) == total if size == 4 else sum(counts) <= total):
            tables.add(counts)
    return tables


def test_feasible_tables_against_brute_force():
    rng = random.Random(136)
    for trial in range(40):
        total, decimals, size = rng.randint(1, 13), trial % 2, rng.choice([1, 2, 3, 4, 4, 4])
        cuts = sorted(rng.choices(range(total + 1), k=3))
        counts = [b - a for a, b in zip([0, *cuts], [*cuts, total])][:size]
        percents = [round(100 * c / total, decimals) for c in counts]
        if trial % 5 == 0:  # a misprint, which may fit nothing
            percents[0] = round(max(0, percents[0] + rng.choice([-7, 3])), decimals)
        found = ratings.feasible(dict(zip(FOUR, percents)), total, decimals)
        assert set(found.itertuples(index=False, name=None)) == by_brute_force(percents, total, decimals)
        assert list(found.columns) == FOUR[:size]


def test_the_136_departments_by_hand():
    # 24 ± 0.5 per cent of 136 is 31.96 to 33.32, 46 is 61.88 to 63.24, 29 is 38.76 to 40.12 and 1 is
    # 0.68 to 2.04. The least numbers come to 134, so that two of the four grades have one more.
    found = ratings.feasible(dict(zip(FOUR, [24, 46, 29, 1])), 136)
    least = (32, 62, 39, 1)
    by_hand = {tuple(n + (i in pair) for i, n in enumerate(least)) for pair in itertools.combinations(range(4), 2)}
    assert set(found.itertuples(index=False, name=None)) == by_hand and len(by_hand) == 6


@pytest.mark.parametrize(
    "percents, total, tables",
    [
        ({"good": 50}, 200, [[99], [100], [101]]),  # 49.5 and 50.5 go either way
        ({"good": 50}, 1000, [[n] for n in range(495, 506)]),
        ({"good": 50}, 1, []),
        ({"good": 100}, 3, [[3]]),  # no more than there are
        ({"good": 0}, 3, [[0]]),
        ({"good or outstanding": 36}, 10, []),
        ({"good or outstanding": 30, "requires improvement or inadequate": 70}, 10, [[3, 7]]),
        ({"good or outstanding": 67, "requires improvement or inadequate": 66}, 3, []),
        (dict(zip(FOUR, [25, 25, 25, 25])), 4, [[1, 1, 1, 1]]),
        (dict(zip(FOUR, [10, 10, 10, 10])), 100, []),
        (dict(zip(FOUR, [100, 0, 0, 0])), 200, [[199, 0, 0, 1], [199, 0, 1, 0], [199, 1, 0, 0], [200, 0, 0, 0]]),
        ({}, 5, [[]]),
    ],
)
def test_feasible_at_the_edges(percents, total, tables):
    found = ratings.feasible(percents, total)
    assert found.values.tolist() == tables and list(found.columns) == list(percents)


@pytest.mark.parametrize(
    "cells, percent, decimals",
    [
        ({"as_printed": "24 per cent are inadequate"}, 24, 0),
        ({"as_printed": "24.50%"}, 24.5, 2),
        ({"as_printed": "7percent"}, 7, 0),
        ({"as_printed": "one per cent", "percent": 1}, 1, 0),
        ({"as_printed": "24.5%", "percent": 24.5, "decimals": 3}, 24.5, 3),  # what is typed stays
        ({"as_printed": "24.5%", "percent": 25}, 25, 1),
        ({"as_printed": "29 councils, 24 per cent", "count": 29}, None, None),
        ({"as_printed": "twenty-four"}, None, None),
        ({"as_printed": "1,024 per cent"}, None, None),
        ({"as_printed": ".5 per cent"}, None, None),
        ({"as_printed": "24-25 per cent"}, None, None),
        ({"as_printed": "24 to 25 per cent"}, None, None),
        ({"as_printed": "٢٤ per cent"}, None, None),
    ],
)
def test_empty_percentages_are_filled_from_the_print(cells, percent, decimals):
    row = made(rating_spreads=[cells]).rating_spreads.iloc[0]
    assert [None if pd.isna(row[c]) else row[c] for c in ("percent", "decimals")] == [percent, decimals]
    assert ratings.half_step(row) == pytest.approx(0.5 / 10 ** (decimals or 0))


SPREADS = made(rating_spreads=[{"grade": str(i)} for i in range(20)]).rating_spreads
SHARES = texts("24", "100", ".", "0", "99999999999", "%", " per cent", "percent", " to ", "-", ",", "a")


@settings(TRIED, max_examples=TRIED.max_examples // 20)
@given(st.lists(SHARES, min_size=1, max_size=20))
@example(["9" * 5000 + "%", "0." + "0" * 400 + "%"])
def test_any_printed_share_is_read_or_left_empty(printed):
    found = ratings.printed_share(SPREADS.head(len(printed)).assign(as_printed=printed))
    for row in found.to_dict("records"):
        assert pd.isna(row["percent"]) == pd.isna(row["decimals"])
        assert pd.isna(row["percent"]) or (0 <= row["percent"] < math.inf and 0 < ratings.half_step(row) <= 0.5)


def test_later_names_of_a_grade():
    spreads = [{"grade": "inadequate or requires improvement to be good"}, {"grade": "requires improvement to be good"}]
    t = made(rating_spreads=spreads, council_ratings=[{"grade": "requires improvement to be good"}])
    assert list(t.rating_spreads["grade"]) == ["inadequate or requires improvement", "requires improvement"]
    assert list(t.council_ratings["grade"]) == ["requires improvement"]


# --- a small made-up record ---

RECORD = [
    *record(
        ("alton", "2014-03-31", "inadequate"),
        ("barton", "2014-03-31", "good"),
        ("carlton", "2014-05/2014-07", "good"),
        ("alton", "2015-05-01", "requires improvement"),
    ),
    {"council_id": "denton", "published": "2015-09-30", "inspected_to": "2015-08-20", "overall": "outstanding"},
    {"council_id": "alton", "published": "2016-02-01", "overall": ""},
    {"council_id": "east-carlton", "published": "2016-09-01", "overall": "good"},
]
PLACES = [
    {**AUTHORITIES[0], "valid_to": "2014-12-31"},  # goes on under another code
    {**AUTHORITIES[0], "valid_from": "2015-01-01", "gss_code": "E10000009"},
    AUTHORITIES[1],
    {**AUTHORITIES[2], "valid_to": "2016-03-31", "successors": "east-carlton"},
    AUTHORITIES[3],
    {"council_id": "east-carlton", "name": "East Carlton", "valid_from": "2016-04-01", "predecessors": "carlton"},
]


@pytest.fixture(scope="module")
def t():
    return made(authorities=PLACES, ofsted_judgements=RECORD)


@pytest.mark.parametrize(
    "when, there",
    [
        ("2014-12-31", ["alton", "barton", "carlton", "denton"]),
        ("2015-01-01", ["alton", "barton", "carlton", "denton"]),
        ("2016-03-31", ["alton", "barton", "carlton", "denton"]),
        ("2016-04-01", ["alton", "barton", "denton", "east-carlton"]),
    ],
)
def test_authorities_of_a_day_stand_once(t, when, there):
    assert sorted(ratings.authorities(t, day(when))["council_id"]) == there


def test_the_last_day_of_an_authority(t):
    assert ratings.abolished(t, "carlton") == day("2016-03-31") and ratings.abolished(t, "alton") is None
    periods = [
        {**AUTHORITIES[0], "valid_to": "2016-06-30"},
        {**AUTHORITIES[0], "valid_from": "2016-07-01", "valid_to": "2019-03-31", "gss_code": "E10000008"},
    ]
    assert ratings.abolished(made(authorities=periods), "alton") == day("2019-03-31")
    goes_on = [periods[0], periods[1] | {"valid_to": ""}]
    assert ratings.abolished(made(authorities=goes_on), "alton") is None


# Each line by hand: outstanding, good, requires improvement, inadequate; by authority, then by report.
@pytest.mark.parametrize(
    "when, by_authority, by_report",
    [
        ("2014-03-30", [0, 0, 0, 0], [0, 0, 0, 0]),
        ("2014-03-31", [0, 1, 0, 1], [0, 1, 0, 1]),  # a report counts from its own day
        ("2014-04-30", [0, 1, 0, 1], [0, 1, 0, 1]),
        ("2014-05-01", [0, 2, 0, 1], [0, 2, 0, 1]),  # possibly published: Carlton, May to July
        ("2015-04-30", [0, 2, 0, 1], [0, 2, 0, 1]),
        ("2015-05-01", [0, 2, 1, 0], [0, 2, 1, 1]),  # the later judgement replaces the earlier
        ("2015-09-29", [0, 2, 1, 0], [0, 2, 1, 1]),
        ("2015-09-30", [1, 2, 1, 0], [1, 2, 1, 1]),
        ("2016-02-01", [1, 2, 1, 0], [1, 2, 1, 1]),  # without an overall grade: Alton's stays
        ("2016-03-31", [1, 2, 1, 0], [1, 2, 1, 1]),
        ("2016-04-01", [1, 1, 1, 0], [1, 1, 1, 1]),  # Carlton is no more, East Carlton has no grade yet
        ("2016-08-31", [1, 1, 1, 0], [1, 1, 1, 1]),
        ("2016-09-01", [1, 2, 1, 0], [1, 2, 1, 1]),
        ("2099-01-01", [1, 2, 1, 0], [1, 2, 1, 1]),
    ],
)
def test_what_stood_on_edge_days(t, when, by_authority, by_report):
    for by, expected in (("authority", by_authority), ("report", by_report)):
        found = ratings.counts(ratings.standing(t, day(when), by))
        assert list(found) == expected and list(found.index) == ratings.GRADES


@pytest.mark.parametrize(
    "when, published_by, there",
    [
        ("2015-08-20", "2015-09-30", True),  # inspected by the day, published by the cut-off
        ("2015-08-19", "2015-09-30", False),  # inspected after the day
        ("2015-08-20", "2015-09-29", False),
        ("2015-09-30", "2015-08-20", False),  # the cut-off alone decides of the report
    ],
)
def test_a_day_and_the_cut_off_of_its_reports(t, when, published_by, there):
    found = ratings.standing(t, day(when), published_by=day(published_by))
    assert ("denton" in set(found["council_id"])) is there


def test_an_authority_of_the_day_not_of_the_cut_off(t):
    found = ratings.standing(t, day("2016-03-31"), published_by=day("2016-09-30"))
    assert "carlton" in set(found["council_id"]) and "east-carlton" not in set(found["council_id"])


def test_authorities_of_a_day_with_their_grades(t):
    found = ratings.placed(t, day("2016-04-01"))
    grades = {"alton": "requires improvement", "barton": "good", "denton": "outstanding", "east-carlton": ""}
    assert dict(zip(found["council_id"], found["grade"])) == grades
    assert {"region", "easting", "northing", "name"} <= set(found.columns)


def test_what_stood_is_in_order_of_its_reports(t):
    rows = ratings.standing(t, day("2016-01-01"), "report")
    assert list(rows["council_id"]) == ["alton", "barton", "carlton", "alton", "denton"]
    assert list(rows.columns) == list(t.graded.columns)


def test_reports_of_one_day_do_not_hang_on_the_order_of_the_rows():
    rows = record(("barton", "2014-03-31", "good"), ("alton", "2014-03-31", "inadequate"))
    for order in (rows, rows[::-1]):
        found = ratings.standing(made(ofsted_judgements=order), day("2014-03-31"))
        assert list(found["council_id"]) == ["alton", "barton"]


@pytest.mark.parametrize(
    "council, when, grade",
    [
        ("alton", "2014-03-31", ""),  # the report of the day itself is not used
        ("alton", "2014-04-01", "inadequate"),
        ("alton", "2015-05-01", "inadequate"),
        ("alton", "2015-05-02", "requires improvement"),
        ("alton", "2016-02-02", "requires improvement"),
        ("carlton", "2014-05-01", ""),
        ("carlton", "2014-05-02", "good"),
        ("carlton", "2016-04-01", "good"),  # the eve is its last day
        ("carlton", "2016-04-02", ""),
        ("east-carlton", "2016-09-01", ""),  # never its predecessor's
        ("east-carlton", "2016-09-02", "good"),
        ("denton", "2015-09-30", ""),
        ("denton", "2026-06-29", "outstanding"),
        ("denton", "2026-06-30", ""),  # the record has ended
        ("nowhere", "2015-01-01", ""),
    ],
)
def test_the_grade_on_the_eve(t, council, when, grade):
    assert ratings.grade_before(t, council, day(when)) == grade


@pytest.mark.parametrize(
    "when, covered",
    [(None, False), ("2014-03-30", False), ("2014-03-31", True), ("2026-06-29", True), ("2026-06-30", False)],
)
def test_the_days_of_which_the_record_speaks(t, when, covered):
    assert ratings.covers(t, when and day(when)) is covered
    assert (ratings.first_day(t), ratings.last_day(t)) == (day("2014-03-31"), day("2026-06-29"))


def test_a_history_is_a_councils_own_and_graded(t):
    assert list(ratings.history(t, "alton")["published"]) == ["2014-03-31", "2015-05-01"]
    assert list(ratings.history(t, "east-carlton")["overall"]) == ["good"]
    late_first = made(ofsted_judgements=record(("alton", "2016", "good"), ("alton", "2014-03-31", "inadequate")))
    assert list(ratings.history(late_first, "alton")["overall"]) == ["inadequate", "good"]


def test_over_time(t):
    found = ratings.over_time(t)
    days = "2014-03-31 2014-05-01 2015-01-01 2015-05-01 2015-09-30 2016-02-01 2016-04-01 2016-09-01 2026-06-29"
    assert [str(d) for d in found.index] == days.split() and list(found.columns) == ratings.GRADES
    assert found["good"].tolist() == [1, 2, 2, 2, 2, 2, 1, 2, 2]
    assert found["inadequate"].tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert ratings.over_time(t, "report")["inadequate"].tolist() == [1] * 9


def test_an_empty_record():
    empty = made(rating_spreads=[{"as_at": "2015-01-01", "count": 3}])
    assert list(ratings.counts(ratings.standing(empty, day("2015-01-01")))) == [0, 0, 0, 0]
    assert not ratings.covers(empty, day("2015-01-01")) and ratings.matches(empty, empty.rating_spreads).empty
    assert ratings.grade_before(empty, "alton", day("2015-01-01")) == ""
    assert ratings.history(empty, "alton").empty


# --- what is printed beside what stood ---


def matched(rows, **more):
    """The one printed figure beside the made-up record, as a dictionary."""
    t = t_with(rows, **more)
    (found,) = ratings.matches(t, t.rating_spreads).to_dict("records")
    return found


def t_with(rows, judgements=RECORD, published="2016-05-01"):
    return made(
        authorities=PLACES, ofsted_judgements=judgements, rating_spreads=rows, sources=[{"published": published}]
    )


@pytest.mark.parametrize(
    "row, authority, report",
    [
        ({"grade": "inadequate", "count": 0}, (0, 4, True), (1, 5, False)),
        ({"grade": "inadequate", "count": 1}, (0, 4, False), (1, 5, True)),
        ({"grade": "good or outstanding", "count": 3}, (3, 4, True), (3, 5, True)),
        ({"grade": "good or outstanding", "count": 3, "inspected": 5}, (3, 4, False), (3, 5, True)),
        ({"grade": "good", "percent": 50}, (2, 4, True), (2, 5, False)),
        ({"grade": "good", "percent": 40}, (2, 4, False), (2, 5, True)),
        ({"grade": "good", "percent": 50.5}, (2, 4, True), (2, 5, False)),  # half a step off
        ({"grade": "good", "percent": 50.6}, (2, 4, False), (2, 5, False)),
        ({"grade": "good", "percent": 50.05, "decimals": 1}, (2, 4, True), (2, 5, False)),
        ({"grade": "good", "percent": 50.06, "decimals": 1}, (2, 4, False), (2, 5, False)),
        ({"grade": "good", "percent": 50, "inspected": 5}, (2, 4, False), (2, 5, False)),
    ],
)
def test_a_printed_figure_beside_the_record(row, authority, report):
    found = matched([{"as_at": "2016-01-31", **row}])
    for by, expected in (("authority", authority), ("report", report)):
        assert (found[by], found[f"{by}_total"], found[f"{by}_agrees"]) == expected


def test_nothing_inspected_agrees_with_no_percentage():
    rows = [{"percent": 0, "grade": "good"}, {"percent": 100, "grade": "good"}]
    early = made(ofsted_judgements=record(("alton", "2014-03-31", "good")), rating_spreads=rows)
    none, all_of_one = early.rating_spreads.to_dict("records")
    assert not ratings.beside(early, none, day("2014-03-30"))["authority_agrees"]
    assert not ratings.beside(early, none, day("2014-03-31"))["authority_agrees"]
    assert ratings.beside(early, all_of_one, day("2014-03-31"))["authority_agrees"]


LATE = [
    *record(("alton", "2015-01-01", "inadequate")),
    {"council_id": "barton", "published": "2015-03-11", "inspected_to": "2015-02-01", "overall": "inadequate"},
    {"council_id": "carlton", "published": "2015-03-12", "inspected_to": "2015-02-01", "overall": "inadequate"},
]


@pytest.mark.parametrize(
    "as_at, published, count",
    [
        ("2015-02-01", "2015-05-01", 2),  # a report of 38 days on still counts; one of 39 does not
        ("2015-02-02", "2015-05-01", 3),
        ("2015-01-31", "2015-05-01", 1),  # inspected after the day
        ("2015-02-01", "2015-03-12", 2),  # the article's eve
        ("2015-02-01", "2015-03-11", 1),
        ("2015-03-11", "2015-03-11", 1),  # the article's own day: the eve
        ("2015-03-12", "2015-03-11", 1),
        ("2015-03-10", "2015-03-11", 1),
        ("2015-02", "2015-05-01", 3),  # by the end of the month
    ],
)
def test_the_reports_that_a_dated_figure_can_have_counted(as_at, published, count):
    row = {"as_at": as_at, "grade": "inadequate"}
    assert matched([row | {"count": count}], judgements=LATE, published=published)["authority"] == count
    assert not matched([row | {"count": count + 1}], judgements=LATE, published=published)["authority_agrees"]


@pytest.mark.parametrize(
    "inadequate, good, found",
    [
        (1, 0, (1, 0)),  # by the day itself
        (1, 1, (1, 1)),  # by 20 February, though on 11 March there are two
        (2, 1, (2, 1)),  # by 11 March
        (2, 0, (1, 0)),  # by no one day: then the day itself
        (9, 1, (1, 0)),
    ],
)
def test_the_figures_of_a_spread_have_one_cut_off(inadequate, good, found):
    late = {"council_id": "denton", "published": "2015-02-20", "inspected_to": "2015-01-31", "overall": "good"}
    rows = [
        {"as_at": "2015-02-01", "grade": "inadequate", "count": inadequate},
        {"as_at": "2015-02-01", "grade": "good", "count": good},
        {"as_at": "2015-02-01", "grade": "good", "count": 7, "spread_id": "another"},
    ]
    t = t_with(rows, judgements=[*LATE, late])
    matched = ratings.matches(t, t.rating_spreads)
    assert tuple(matched["authority"])[:2] == found and list(matched["day"]) == [day("2015-02-01")] * 3
    agree = [one == other for one, other in zip(found, (inadequate, good))]
    assert matched["authority_agrees"].tolist() == [*agree, False]


@pytest.mark.parametrize("as_at", ["2014-03-30", "2015/..", "2026-06-30", ""])
def test_figures_outside_the_record_are_left_out(as_at):
    t = t_with([{"as_at": as_at, "grade": "good", "count": 1}], published="2026-07-01")
    found = ratings.matches(t, t.rating_spreads)
    assert found.empty and "authority_agrees" in found


def figure(measure, value, unit="authorities", **more):
    return {
        "measure": measure,
        "value": value,
        "unit": unit,
        "as_at": "2015-12-31",
        "published_by": "2015-12-31",
    } | more


@pytest.mark.parametrize(
    "row, n, of, agrees",
    [
        (figure("inspected", 4), 4, 4, True),
        (figure("inspected", 5), 4, 4, False),
        (figure("good", 2), 2, 4, True),
        (figure("good", 2.4), 2, 4, False),  # a count is not rounded
        (figure("good or outstanding", 75, "per cent"), 3, 4, True),
        (figure("good or outstanding", 75.5, "per cent"), 3, 4, True),
        (figure("good or outstanding", 75.6, "per cent"), 3, 4, False),
        (figure("outstanding", 0, as_at="2015-08-19"), 0, 3, True),
        (figure("outstanding", 0, as_at="2015-08-20"), 1, 4, False),
        (figure("outstanding", 0, "per cent", as_at="2014-01-01", published_by="2014-01-01"), 0, 0, True),
    ],
)
def test_an_official_figure_beside_the_record(row, n, of, agrees):
    untested = figure("good", 9, published_by="", figure_id="no-cut-off")
    t = made(authorities=PLACES, ofsted_judgements=RECORD, official_figures=[row, untested])
    (found,) = ratings.official(t).to_dict("records")
    assert (found["n"], found["of"], bool(found["agrees"])) == (n, of, agrees)


# --- the real record ---


def test_the_record_agrees_with_every_official_total():
    found = ratings.official(real())
    assert len(found) == 26 and found["agrees"].all()


@pytest.mark.parametrize(
    "when, by, expected",
    [  # outstanding, good, requires improvement, inadequate
        ("2015-06-30", "authority", [0, 14, 31, 14]),  # Ofsted: 59 = 14 / 31 / 14 / 0
        ("2016-04-11", "authority", [2, 21, 43, 22]),
        ("2016-04-11", "report", [2, 21, 43, 23]),
        ("2017-06-25", "authority", [2, 39, 62, 29]),  # the notes on the reference tables
        ("2017-06-25", "report", [2, 39, 62, 33]),
    ],
)
def test_the_record_on_known_days(when, by, expected):
    assert list(ratings.counts(ratings.standing(real(), day(when), by))) == expected


@pytest.mark.parametrize("when, inadequate, good", [("2016-03-31", 24, 26), ("2016-09-30", 23, 28)])
def test_the_record_against_published_percentages(when, inadequate, good):
    table = ratings.counts(ratings.standing(real(), day(when)))
    assert round(100 * table["inadequate"] / table.sum()) == inadequate
    assert round(100 * table[["good", "outstanding"]].sum() / table.sum()) == good


def test_the_nineteen_leave_out_the_report_of_the_day_itself():
    stood = ratings.nineteen(real())
    assert len(set(stood)) == 19 and "torbay" not in stood and {"cumbria", "knowsley", "slough"} <= set(stood)
    assert "torbay" in set(ratings.standing(real(), day("2016-01-05"))["council_id"])
    uncounted = made(ofsted_judgements=record(("alton", "2014-03-31", "inadequate")))
    assert ratings.nineteen(uncounted) == []


def test_successors_and_councils_without_an_overall_grade_today():
    now = ratings.standing(real(), real().until).set_index("council_id")
    assert "cumbria" not in now.index and now.loc["cumberland", "overall"] == "good"
    assert now.loc["brent", "published"] == "2023-04-11"  # that of June 2026 had no overall grade
    eve = ratings.standing(real(), day("2022-11-24"))["council_id"]
    assert not {"north-northamptonshire", "northamptonshire"} & set(eve)
