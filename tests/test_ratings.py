"""Ratings: whole numbers behind percentages, and the record of judgements by date."""

import datetime as dt
import itertools
import random

import pytest
from helpers_for_tests import record, write

from helpers import ratings
from helpers.tables import HOME, load

FOUR = ["inadequate", "requires improvement", "good", "outstanding"]


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


def test_feasible_awkward():
    assert ratings.feasible({"good": 50}, 200)["good"].tolist() == [
        99,
        100,
        101,
    ]  # 49.5 and 50.5 go either way
    assert ratings.feasible({"good": 50}, 1).empty
    assert ratings.feasible({"good or outstanding": 36}, 10)["good or outstanding"].tolist() == []
    pairs = ratings.feasible({"good or outstanding": 30, "requires improvement or inadequate": 70}, 10)
    assert pairs.values.tolist() == [[3, 7]]
    assert ratings.feasible(dict(zip(FOUR, [100, 0, 0, 0])), 300).values.tolist()[0][0] in (299, 300)
    assert ratings.feasible(dict(zip(FOUR, [10, 10, 10, 10])), 100).empty
    assert ratings.feasible({}, 5).shape[1] == 0


# Balinski and Young, “Fair Representation” (1982): Hamilton's apportionment of 120 seats by the census
# of 1790; and the example of Wikipedia's “Quota method” (Hare quota, 100,000 votes, ten seats).
STATES = {
    "Virginia": (630_560, 21),
    "Massachusetts": (475_327, 16),
    "Pennsylvania": (432_879, 14),
    "North Carolina": (353_523, 12),
    "New York": (331_589, 11),
    "Maryland": (278_514, 9),
    "Connecticut": (236_841, 8),
    "South Carolina": (206_236, 7),
    "New Jersey": (179_570, 6),
    "New Hampshire": (141_822, 5),
    "Vermont": (85_533, 3),
    "Georgia": (70_835, 2),
    "Kentucky": (68_705, 2),
    "Rhode Island": (68_446, 2),
    "Delaware": (55_540, 2),
}
PARTIES = {
    "yellows": (47_000, 5),
    "whites": (16_000, 2),
    "reds": (15_900, 1),
    "greens": (12_000, 1),
    "blues": (6000, 1),
    "pinks": (3100, 0),
}


@pytest.mark.parametrize("example, seats", [(STATES, 120), (PARTIES, 10)])
def test_largest_remainder_of_published_examples(example, seats):
    shares = {name: votes for name, (votes, _) in example.items()}
    assert ratings.largest_remainder(shares, seats) == {name: won for name, (_, won) in example.items()}


def test_short_cuts_of_the_136():
    # Shares of 136: 32.64, 62.56, 39.44, 1.36. Rounded each: 33, 63, 39, 1; they happen to make 136.
    shares = dict(zip(FOUR, [24, 46, 29, 1]))
    assert list(ratings.naive_rounding(shares, 136).values()) == [33, 63, 39, 1]
    assert list(ratings.largest_remainder(shares, 136).values()) == [33, 63, 39, 1]


def test_short_cuts_awkward():
    assert ratings.naive_rounding({"good": 50, "inadequate": 50}, 3) == {"good": 2, "inadequate": 2}
    assert ratings.largest_remainder({"good": 29, "inadequate": 71}, 100) == {"good": 29, "inadequate": 71}
    assert ratings.largest_remainder({"good": 0}, 10) in ({"good": 0}, {"good": 1})  # nothing to share by


# --- a small made-up record ---

RECORD = record(
    ("alton", "2014-03-31", "inadequate"),
    ("barton", "2014-03-31", "good"),
    ("carlton", "2014-06~", "good"),
    ("alton", "2015-05-01", "requires improvement"),
    ("denton", "2015-09-30", "outstanding"),
)


@pytest.fixture
def tables(tmp_path):
    return load(
        write(
            tmp_path,
            ofsted_sif_judgements=RECORD,
            rating_spreads=[
                {"spread_id": "a", "as_at": "2015-05-01", "grade": "inadequate", "count": 1},
                {
                    "spread_id": "b",
                    "as_at": "2015-05-02",
                    "grade": "good or outstanding",
                    "percent": 67,
                    "decimals": 0,
                    "inspected": 3,
                },
                {"spread_id": "c", "as_at": "2014-03-31", "grade": "good", "percent": 0, "decimals": 0},
                {"spread_id": "d", "as_at": "2016-05-01", "grade": "good", "count": 2},
            ],
            council_ratings=[
                {"rating_id": "r1", "dated": "2014-02", "grade": "inadequate"},
                {"rating_id": "r2", "dated": "2015-03", "grade": "good"},
                {"rating_id": "r3", "dated": "", "grade": "outstanding"},
                {"rating_id": "r4", "dated": "2015-01/..", "grade": "outstanding"},
                {"rating_id": "r5", "dated": "2015-06", "scope": "child protection", "grade": "outstanding"},
                {"rating_id": "r6", "council_id": "barton", "dated": "2014-05", "grade": "good"},
                {"rating_id": "r7", "council_id": "carlton", "dated": "2014-05", "framework": "before SIF"},
            ],
        )
    )


@pytest.mark.parametrize(
    "day, by, expected",
    [
        ("2014-03-30", "authority", [0, 0, 0, 0]),
        ("2014-03-31", "authority", [0, 1, 0, 1]),  # a report counts from its own day
        ("2014-07-30", "authority", [0, 1, 0, 1]),  # about June may be as late as July
        ("2014-07-31", "authority", [0, 2, 0, 1]),
        ("2015-04-30", "authority", [0, 2, 0, 1]),
        ("2015-05-01", "authority", [0, 2, 1, 0]),  # the later judgement replaces the earlier
        ("2015-05-01", "report", [0, 2, 1, 1]),
        ("2015-09-30", "authority", [1, 2, 1, 0]),
        ("2015-09-30", "report", [1, 2, 1, 1]),
        ("2099-01-01", "report", [1, 2, 1, 1]),
    ],
)
def test_counts_on_edge_days(tables, day, by, expected):
    found = ratings.counts(tables.ofsted_sif_judgements, dt.date.fromisoformat(day), by)
    assert list(found) == expected and list(found.index) == ratings.GRADES


@pytest.mark.parametrize(
    "council, day, grade",
    [
        ("alton", "2014-03-31", ""),  # the report of the day itself is not used
        ("alton", "2014-04-01", "inadequate"),
        ("alton", "2015-05-01", "inadequate"),
        ("alton", "2015-05-02", "requires improvement"),
        ("alton", "2015-09-30", "requires improvement"),
        ("alton", "2015-10-01", ""),  # the record has ended
        ("carlton", "2014-07-31", ""),
        ("carlton", "2014-08-01", "good"),
        ("denton", "2015-09-30", ""),
        ("nowhere", "2015-01-01", ""),
    ],
)
def test_grade_in_force(tables, council, day, grade):
    assert ratings.in_force(tables.ofsted_sif_judgements, council, dt.date.fromisoformat(day)) == grade


def test_latest_has_a_council_once(tables):
    found = ratings.latest(tables.ofsted_sif_judgements, dt.date(2015, 12, 31))
    assert sorted(found["council_id"]) == ["alton", "barton", "carlton", "denton"]


@pytest.mark.parametrize(
    "day, grade",
    [
        ("2014-02-28", ""),
        ("2014-03-01", "inadequate"),
        ("2015-03-31", "inadequate"),
        ("2015-04-01", "good"),
        ("2016-01-01", "good"),  # neither the undated nor the one on part of the service
    ],
)
def test_grade_by_the_articles(tables, day, grade):
    assert ratings.by_articles(tables.council_ratings, "alton", dt.date.fromisoformat(day)) == grade


def test_the_least_a_count_can_be(tables):
    assert ratings.at_least(tables.council_ratings, dt.date(2014, 5, 31)) == {"inadequate": 1, "good": 1}
    assert ratings.at_least(tables.council_ratings, dt.date(2016, 1, 1)) == {"good": 2}


def test_matches(tables):
    found = ratings.matches(tables.rating_spreads, tables.ofsted_sif_judgements).set_index("spread_id")
    assert list(found.index) == ["a", "b", "c"]  # d lies after the record
    assert found.loc["a", ["authority", "authority_total", "authority_agrees"]].tolist() == [
        1,
        3,
        True,
    ]  # the eve
    assert found.loc["b", ["authority", "authority_total", "authority_agrees"]].tolist() == [2, 3, True]
    assert found.loc["b", ["report", "report_total", "report_agrees"]].tolist() == [2, 4, False]
    assert found.loc["c", ["authority", "authority_total", "authority_agrees"]].tolist() == [0, 0, False]


def test_an_empty_record(tmp_path):
    empty = load(write(tmp_path)).ofsted_sif_judgements
    assert list(ratings.counts(empty, dt.date(2015, 1, 1))) == [0, 0, 0, 0]
    assert not ratings.covers(empty, dt.date(2015, 1, 1))
    assert ratings.in_force(empty, "alton", dt.date(2015, 1, 1)) == ""
    assert ratings.over_time(empty).empty


def test_over_time(tables):
    found = ratings.over_time(tables.ofsted_sif_judgements)
    assert [str(d) for d in found.index] == ["2014-03-31", "2014-07-31", "2015-05-01", "2015-09-30"]
    assert found["good"].tolist() == [1, 2, 2, 2] and found["inadequate"].tolist() == [1, 1, 0, 0]


# --- the real record against what Ofsted published ---


@pytest.fixture(scope="module")
def real():
    return load(HOME)


def official(real):
    for row in real.official_figures[real.official_figures["topic"] == "ratings"].to_dict("records"):
        yield row["as_at"], row["measure"], float(row["value"]), row["unit"]


def test_the_record_agrees_with_every_official_figure(real):
    # Poole's day was not found (“about December 2017”); Ofsted's figures of that autumn count it.
    poole = real.ofsted_sif_judgements["council_id"] == "poole"
    known = real.ofsted_sif_judgements["published"].mask(poole, "2017-12-08")
    checked, dated = 0, real.ofsted_sif_judgements.assign(published=known)
    for as_at, measure, value, unit in official(real):
        # the figures of 31 March and 31 October count the reports published within the weeks after
        day = {"2017-03-31": "2017-04-30", "2017-10-31": "2017-12-08"}.get(as_at, as_at)
        table = ratings.counts(dated, dt.date.fromisoformat(day))
        grades = ratings.GRADES if measure in ("inspected", "authorities") else measure.split(" or ")
        found = table[grades].sum()
        if unit == "per cent":
            assert abs(100 * found / table.sum() - value) <= 0.5, (as_at, measure)
        else:
            assert found == value, (as_at, measure)
        checked += 1
    assert checked == 13  # all the official figures on ratings


@pytest.mark.parametrize(
    "day, by, expected",
    [  # outstanding, good, requires improvement, inadequate
        ("2015-06-30", "authority", [0, 14, 31, 14]),  # Ofsted: 59 = 14 / 31 / 14 / 0
        ("2017-06-25", "authority", [2, 39, 62, 29]),  # the notes on the reference tables
        ("2017-06-25", "report", [2, 39, 62, 33]),
    ],
)
def test_the_record_on_known_days(real, day, by, expected):
    assert list(ratings.counts(real.ofsted_sif_judgements, dt.date.fromisoformat(day), by)) == expected


@pytest.mark.parametrize("day, inadequate, good", [("2016-03-31", 24, 26), ("2016-09-30", 23, 28)])
def test_the_record_against_published_percentages(real, day, inadequate, good):
    table = ratings.counts(real.ofsted_sif_judgements, dt.date.fromisoformat(day))
    assert round(100 * table["inadequate"] / table.sum()) == inadequate
    assert round(100 * table[["good", "outstanding"]].sum() / table.sum()) == good


def test_the_size_of_the_record(real):
    assert len(real.ofsted_sif_judgements) == 165
    assert real.ofsted_sif_judgements["council_id"].nunique() == len(real.councils) == 152


def test_inadequate_at_the_dates_of_the_articles(real):
    def at(day, by="authority"):
        return ratings.counts(real.ofsted_sif_judgements, dt.date.fromisoformat(day), by)

    assert at("2016-01-04")["inadequate"] == 19 and at("2016-01-05")["inadequate"] == 20
    assert (at("2016-04-11")["inadequate"], at("2016-04-11", "report")["inadequate"]) == (22, 23)
    assert at("2016-04-11")["good"] == 21 and at("2016-04-11")["outstanding"] == 2
    assert at("2017-06-25").sum() == 132 and at("2017-06-25", "report").sum() == 136
