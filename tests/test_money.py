"""Money: printed amounts, the bounds of rounding, and measures of how it is shared out."""

import itertools
import math
import random

import pytest
from helpers_for_tests import write

from helpers import money
from helpers.tables import load

M = 10**6


@pytest.mark.parametrize(
    "text, pounds, step, bound",
    [
        ("£11.6m", 11_600_000, 100_000, "exact"),
        ("£744,000", 744_000, 1000, "exact"),
        ("£365,000", 365_000, 1000, "exact"),
        ("£1 billion", 10**9, 10**9, "exact"),
        ("£4m", 4 * M, M, "exact"),
        ("up to £10,000", 10_000, 1000, "up to"),
        ("Up to £10,000", 10_000, 1000, "up to"),
        ("More than £100m", 100 * M, M, "at least"),
        ("£1.25m", 1_250_000, 10_000, "exact"),
        ("£2bn", 2 * 10**9, 10**9, "exact"),
        ("£2b", 2 * 10**9, 10**9, "exact"),
        ("nearly £5m", 5 * M, M, "about"),
        ("£0.5m", 500_000, 100_000, "exact"),
        ("£500k", 500_000, 1000, "exact"),
        ("£1.0m", M, 100_000, "exact"),
        ("£100million", 100 * M, M, "exact"),
        ("£ 5 million", 5 * M, M, "exact"),
        ("£5M", 5 * M, M, "exact"),
        ("£3 thousand", 3000, 1000, "exact"),
        ("£5mn", 5 * M, M, "exact"),
        ("£1,234,567", 1_234_567, 1, "exact"),
        ("£1,234,500", 1_234_500, 100, "exact"),
        ("£36", 36, 1, "exact"),
        ("£0", 0, 1, "exact"),
        ("total of £36m", 36 * M, M, "exact"),
        ("a further £200m", 200 * M, M, "exact"),
        ("£36m-worth", 36 * M, M, "exact"),
        ("£1.4m.", 1_400_000, 100_000, "exact"),
        ("about £5m", 5 * M, M, "about"),
        ("some £5m", 5 * M, M, "about"),
        ("just under £5m", 5 * M, M, "about"),
        ("over £5m", 5 * M, M, "at least"),
        ("£5m over four years", 5 * M, M, "exact"),
        ("£5m, some of it", 5 * M, M, "exact"),
        ("£10m or more", 10 * M, M, "at least"),
        ("£10m-plus", 10 * M, M, "at least"),
        ("£10m+", 10 * M, M, "at least"),
        ("no more than £5m", 5 * M, M, "up to"),
        ("not more than £5m", 5 * M, M, "up to"),
        ("no less than £5m", 5 * M, M, "at least"),
        ("under £5m", 5 * M, M, "up to"),
        ("less than £5m", 5 * M, M, "up to"),
        ("a maximum of £5m", 5 * M, M, "up to"),
        ("the maximum of £5m", 5 * M, M, "up to"),
        ("up to about £5m", 5 * M, M, "up to"),
    ],
)
def test_printed_amounts(text, pounds, step, bound):
    assert money.printed_amount(text) == (pounds, pytest.approx(step), bound)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "£",
        "£m",
        "five million",
        "11.6m",
        "$5m",
        "€5m",
        "£2m to £3m",
        "£2-3m",
        "£2–3m",
        "£2 to 3m",
        "£4,2m",
        "£12,50",
        "£1,2345",
        "£1.2.3m",
        "£5mm",
        "£five",
        "£٣m",
    ],
)
def test_what_is_no_single_amount_is_refused(text):
    with pytest.raises(ValueError, match="one amount in pounds"):
        money.printed_amount(text)


def awards(*rows):
    import pandas as pd

    return pd.DataFrame(rows, columns=["amount_gbp", "amount_bound", "as_printed"])


@pytest.mark.parametrize(
    "row, low, high",
    [
        ((11_600_000, "exact", "£11.6m"), 11_550_000, 11_650_000),
        ((744_000, "exact", "£744,000"), 743_500, 744_500),
        ((5 * M, "about", "nearly £5m"), 4 * M, 6 * M),
        ((10_000, "up to", "up to £10,000"), 0, 10_000),
        ((100 * M, "at least", "more than £100m"), 100 * M, math.inf),
        ((0, "exact", "£0m"), 0, M / 2),  # never below nought
        ((0, "about", "about £0m"), 0, M),
    ],
)
def test_bounds_of_rounding(row, low, high):
    found = money.with_bounds(awards(row)).iloc[0]
    assert (found["low"], found["high"]) == (low, high)


def test_bounds_of_no_rows():
    assert list(money.with_bounds(awards()).columns[-2:]) == ["low", "high"]


# --- measures ---


def gini_by_pairs(amounts):
    """Mean difference of all pairs over twice the mean, from the definition (Gini 1912)."""
    n = len(amounts)
    return sum(abs(a - b) for a in amounts for b in amounts) / n**2 / (2 * sum(amounts) / n)


def gini_by_lorenz(amounts):
    """One less twice the area under the Lorenz curve, by trapezia (Lorenz 1905)."""
    ordered, under, below = sorted(amounts), 0.0, 0.0
    for x in ordered:
        under += (2 * below + x) / 2 / len(ordered)
        below += x
    return 1 - 2 * under / sum(ordered)


def test_gini_of_textbook_cases():
    assert money.gini([5, 5, 5, 5]) == 0
    assert money.gini([0, 0, 0, 7]) == pytest.approx(3 / 4)  # one has all: (n - 1) / n
    for n in (2, 5, 40):  # 1, 2, ... n: (n - 1) / 3n
        assert money.gini(range(1, n + 1)) == pytest.approx((n - 1) / (3 * n))


def test_gini_against_two_other_ways():
    rng = random.Random(1)
    for _ in range(200):
        amounts = [rng.expovariate(1) for _ in range(rng.randint(1, 12))]
        assert money.gini(amounts) == pytest.approx(gini_by_pairs(amounts), abs=1e-12)
        assert money.gini(amounts) == pytest.approx(gini_by_lorenz(amounts), abs=1e-12)


def test_hhi_of_published_cases():
    # US Department of Justice, “Herfindahl-Hirschman Index”: shares of 30, 30, 20 and 20 give 2,600.
    assert money.hhi([30, 30, 20, 20]) * 10_000 == pytest.approx(2600)
    assert money.hhi([9]) == 1
    assert money.hhi([3] * 8) == pytest.approx(1 / 8)


def test_top_shares():
    assert money.top_share(1)([5, 3, 2]) == 0.5
    assert money.top_share(3)([1, 2, 3, 4]) == pytest.approx(0.9)
    assert money.top_share(3)([4]) == 1


@pytest.mark.parametrize("measure", [money.gini, money.hhi, money.top_share(1)])
@pytest.mark.parametrize("amounts", [[], [0, 0]])
def test_nothing_to_share_out_has_no_measure(measure, amounts):
    assert math.isnan(measure(amounts))


MEASURES = {"gini": money.gini, "hhi": money.hhi, "top 1": money.top_share(1), "top 3": money.top_share(3)}


def boxes(rng, n):
    """Amounts with bounds as printing gives them: a few steps of different size, some ceilings."""
    for _ in range(n):
        amount = rng.choice([rng.uniform(0.1, 10), float(rng.randint(1, 9))])
        reach = rng.choice([0.0005, 0.05, 0.5, 0.5, 1])
        yield (0.0 if rng.random() < 0.1 else max(0.0, amount - reach)), amount + reach


@pytest.mark.parametrize("name", MEASURES)
def test_range_against_brute_force(name):
    measure, rng = MEASURES[name], random.Random(20170320)
    for n in [1, 2, 3, 4, 5, 6] * 12:
        low, high = zip(*boxes(rng, n))
        least, most = money.range_of(measure, low, high)
        corners = [measure(c) for c in itertools.product(*zip(low, high)) if sum(c)]
        steps = [[a + (b - a) * i / 12 for i in range(13)] for a, b in zip(low, high)] if n <= 3 else []
        grid = [measure(c) for c in itertools.product(*steps) if sum(c)] if steps else []
        inside = [measure([rng.uniform(a, b) for a, b in zip(low, high)]) for _ in range(40)]
        levels = [max(low) * i / 300 for i in range(1, 301)] + [min(high)]
        level = [measure([min(max(c, a), b) for a, b in zip(low, high)]) for c in levels]
        everything = [*corners, *grid, *inside, *level]
        assert least <= min(everything) + 1e-9 and most >= max(everything) - 1e-9, (low, high)
        assert most <= max(corners) + 1e-9, "no table within the bounds is as unequal as that"
        assert least >= min(everything) - 0.02, "far below what any table within the bounds has"


def test_range_where_the_midpoints_mislead():
    # £5m is 4.5 to 5.5, £4.95m is 4.945 to 4.955; with the rest at 20 the largest share is 5.5 / 30.445,
    # and needs the amount of the wider bounds at its high end and the other at its low end.
    low, high = [4.4, 4.95, 4, 4, 4, 4, 4], [5.5, 5.05, 4, 4, 4, 4, 4]
    assert money.range_of(money.top_share(1), low, high)[1] == pytest.approx(5.5 / (5.5 + 4.95 + 20))


def test_range_where_the_index_turns_between_two_ends():
    # Fixed 1 and 3, and 1.5 to 4 for a third: the index is least at (1² + 3²) / (1 + 3) = 2.5.
    least, _ = money.range_of(money.hhi, [1, 3, 1.5], [1, 3, 4])
    assert least == pytest.approx((1 + 9 + 6.25) / 6.5**2)


@pytest.mark.parametrize("low, high", [([], []), ([1.0], [math.inf]), ([0, 0], [0, 0])])
def test_range_that_cannot_be_told(low, high):
    assert all(math.isnan(x) for x in money.range_of(money.gini, low, high))


def test_concentration_by_hand():
    frame = awards((6 * M, "exact", "£6m"), (3 * M, "exact", "£3m"), (M, "exact", "£1m"))
    found = money.concentration(money.with_bounds(frame)).set_index("measure")
    one, effective = found.loc["share of the largest award"], found.loc["effective number of awards"]
    assert one["value"] == pytest.approx(0.6)
    assert one["low"] == pytest.approx(5.5 / 10.5)  # 5.5, 3.5 and 1.5
    assert one["high"] == pytest.approx(6.5 / 9.5)  # 6.5, 2.5 and 0.5
    assert one["least"] == pytest.approx(6 / 9)  # without the smallest
    assert one["most"] == pytest.approx(6 / 7)  # without the second
    assert effective["value"] == pytest.approx(100 / 46)  # 10² over 36 + 9 + 1
    assert effective["low"] == pytest.approx(9.5**2 / (6.5**2 + 2.5**2 + 0.5**2))
    assert effective["high"] == pytest.approx(10.5**2 / (5.5**2 + 3.5**2 + 1.5**2))
    assert effective["least"] == pytest.approx(49 / 37)  # 6 and 1 are left
    assert effective["most"] == pytest.approx(81 / 45)  # 6 and 3 are left


@pytest.mark.parametrize("rows", [[], [(6 * M, "exact", "£6m")]])
def test_one_award_or_none_has_no_concentration(rows):
    assert money.concentration(money.with_bounds(awards(*rows))).empty


def test_concentration_with_an_open_end():
    frame = money.with_bounds(awards((6 * M, "at least", "over £6m"), (3 * M, "exact", "£3m")))
    found = money.concentration(frame).set_index("measure").loc["share of the largest award"]
    assert found["value"] == pytest.approx(2 / 3) and math.isnan(found["low"]) and math.isnan(found["high"])


# --- tables ---


@pytest.fixture
def tables(tmp_path):
    return load(
        write(
            tmp_path,
            commitments=[
                {
                    "commitment_id": "later",
                    "part_of": "all",
                    "period": "2016/2020",
                    "amount_gbp": 2 * M,
                    "as_printed": "£2m",
                },
                {"commitment_id": "all", "amount_gbp": 3 * M, "as_printed": "£3m"},
                {
                    "commitment_id": "early",
                    "part_of": "all",
                    "period": "2014-10/2016-03",
                    "amount_gbp": M,
                    "as_printed": "£1m",
                },
                {
                    "commitment_id": "round",
                    "kind": "award round",
                    "part_of": "later",
                    "announced": "2016-04",
                    "amount_gbp": M,
                    "as_printed": "£1m",
                },
                {"commitment_id": "open", "period": "2016-07/.."},
                {"commitment_id": "undated"},
            ],
            awards=[
                {
                    "award_id": "a",
                    "amount_gbp": M,
                    "as_printed": "£1m",
                    "theme": "abuse",
                    "commitment_id": "early",
                },
                {
                    "award_id": "b",
                    "amount_gbp": 2 * M,
                    "as_printed": "£2m",
                    "theme": "care",
                    "commitment_id": "round",
                },
                {"award_id": "c", "amount_gbp": 500_000, "as_printed": "£0.5m", "commitment_id": "round"},
                {"award_id": "d", "amount_gbp": 1_500_000, "as_printed": "£1.5m", "theme": "abuse"},
            ],
            mentions=[
                {"about": "b", "paragraph": "1", "as_printed": "£2m"},
                {"about": "c", "as_printed": "half a million"},
            ],
        )
    )


def test_nested(tables):
    found = money.nested(tables.commitments)
    assert list(zip(found["commitment_id"], found["depth"])) == [
        ("all", 0),
        ("later", 1),
        ("round", 2),
        ("early", 1),
        ("open", 0),
        ("undated", 0),
    ]
    rows = found.set_index("commitment_id").astype(str)
    days = {i: (r["first"], r["last"], r["dating"]) for i, r in rows.iterrows()}
    assert days["all"] == ("2014-10-01", "2020-12-31", "period of its parts")
    assert days["round"] == ("2016-04-01", "2016-04-30", "announced")
    assert days["open"][::2] == ("2016-07-01", "period as printed") and days["undated"][2] == "no date given"


def test_rounds(tables):
    found = money.rounds(tables)
    assert [None if c is None else c["commitment_id"] for c, _ in found] == ["round", "early", None]
    assert [list(a["award_id"]) for _, a in found] == [["b", "c"], ["a"], ["d"]]


def test_by_group(tables):
    found = money.by_group(money.with_bounds(tables.awards), "theme").set_index("theme")
    assert list(found.index) == ["abuse", "care", "not given"]
    assert list(found["amount_gbp"]) == [2_500_000, 2_000_000, 500_000]
    assert list(found["awards"]) == [2, 1, 1]
    assert list(found["share"]) == pytest.approx([0.5, 0.4, 0.1])
    assert (found.loc["abuse", "low"], found.loc["abuse", "high"]) == (1_950_000, 3_050_000)


def test_readings(tables):
    headline = tables.commitments.iloc[0]  # £2m: 1.5 to 2.5
    found = money.readings(tables, money.with_bounds(tables.awards), headline)
    assert list(found["amounts"]) == [4, 1, 5]  # only b is printed again in pounds
    assert list(found["amount_gbp"]) == [5 * M, 2 * M, 7 * M]
    assert found["low"].iloc[1] == 1_500_000
    assert list(found["fits"]) == ["no", "yes", "no"]
    assert set(money.readings(tables, money.with_bounds(tables.awards), None)["fits"]) == {"no total is stated"}


def test_empty_tables(tmp_path):
    empty = load(write(tmp_path))
    assert money.rounds(empty) == [] and money.nested(empty.commitments).empty
    rows = money.with_bounds(empty.awards)
    assert money.by_group(rows, "theme").empty
    assert money.readings(empty, rows, None).empty
