"""Money: printed amounts and ranges, what rounding allows, and how money is shared out."""

import math

import pandas as pd
import pytest
from helpers_for_tests import made
from hypothesis import example, given, settings
from hypothesis import strategies as st

from examples import TRIED, texts
from helpers import money

M = 10**6


@pytest.mark.parametrize(
    "text, pounds, step, bound",
    [
        ("£11.6m", 11_600_000, 100_000, "exact"),
        ("£744,000", 744_000, 1000, "exact"),
        ("£1 billion", 10**9, 10**9, "exact"),
        ("£4m", 4 * M, M, "exact"),
        ("£1.25m", 1_250_000, 10_000, "exact"),
        ("£2bn", 2 * 10**9, 10**9, "exact"),
        ("£2b", 2 * 10**9, 10**9, "exact"),
        ("£0.5m", 500_000, 100_000, "exact"),
        ("£500k", 500_000, 1000, "exact"),
        ("£1.0m", M, 100_000, "exact"),
        ("£100million", 100 * M, M, "exact"),
        ("£ 5 million", 5 * M, M, "exact"),
        ("£5M", 5 * M, M, "exact"),
        ("£3 thousand", 3000, 1000, "exact"),
        ("£5mn", 5 * M, M, "exact"),
        ("£1,234,567", 1_234_567, 1, "exact"),  # plain pounds: noughts at the end up to three
        ("£1,234,560", 1_234_560, 10, "exact"),
        ("£1,234,500", 1_234_500, 100, "exact"),
        ("£1,234,000", 1_234_000, 1000, "exact"),
        ("£1,230,000", 1_230_000, 1000, "exact"),
        ("£36", 36, 1, "exact"),
        ("£0", 0, 1, "exact"),
        ("£36,524.50", 36_525, 0.01, "exact"),  # pence are rounded, halves up
        ("£36,524.49", 36_524, 0.01, "exact"),
        ("£1.2345678 million", None, None, None),  # more digits than any amount is printed with
        ("£1.234567m", 1_234_567, 1, "exact"),
        ("5 million pounds", 5 * M, M, "exact"),
        ("five million pounds", 5 * M, M, "exact"),
        ("Ten thousand pounds", 10_000, 1000, "exact"),
        ("one billion pounds", 10**9, 10**9, "exact"),
        ("about 2.5 billion pounds", 2_500_000_000, 100_000_000, "about"),
        ("£1,000,000 billion", 10**15, 10**9, "exact"),
        ("£1,000,001 billion", None, None, None),  # more than there is
        ("total of £36m", 36 * M, M, "exact"),
        ("a further £200m", 200 * M, M, "exact"),
        ("£36m-worth", 36 * M, M, "exact"),
        ("£1.4m.", 1_400_000, 100_000, "exact"),
        ("£5m over four years", 5 * M, M, "exact"),
        ("£5m, some of it", 5 * M, M, "exact"),
    ],
)
def test_printed_amounts(text, pounds, step, bound):
    if pounds is None:
        with pytest.raises(ValueError, match="one amount in pounds"):
            money.printed_amount(text)
    else:
        assert money.printed_amount(text) == (pounds, pytest.approx(step), bound)


BOUNDS = {
    "exact": "£5m; no fewer than all £5m; £5m in the round",
    "up to": "up to £5m; Up to £5m; as much as £5m; a maximum of £5m; the maximum of £5m; at most £5m; capped at £5m; "
    "no more than £5m; not more than £5m; less than £5m; under £5m; below £5m; £5m at most; £5m at the most; "
    "£5m maximum; £5m or less; up to about £5m",
    "at least": "more than £5m; More than £5m; over £5m; at least £5m; minimum of £5m; upwards of £5m; £5m+; £5m plus; "
    "in excess of £5m; no less than £5m; not less than £5m; £5m-plus; £5m or more",
    "about": "about £5m; around £5m; some £5m; roughly £5m; approximately £5m; nearly £5m; almost £5m; £5m or so; "
    "just under £5m; close to £5m; £5m-odd; £5m or thereabouts",
}


@pytest.mark.parametrize(
    "bound, text", [(bound, text) for bound, group in BOUNDS.items() for text in group.split("; ")]
)
def test_the_words_around_an_amount(bound, text):
    assert money.printed_amount(text) == (5 * M, M, bound)


@pytest.mark.parametrize(
    "text",
    [
        *"£5m and £6m; £5m (of £6m); £3m to £2m; £٣m to £4m; between 2 and 3 million pounds; £2.5m-£3m; £; £m; "
        "2-3 million pounds; 2 to 3 million pounds; 5 million pounds (£5m); £2m to £3m; £2 to 3m; five million; 11.6m; "
        "$5m; €5m; £2-3m; £2–3m; £4,2m; £12,50; £1,2345; £1.2.3m; £5mm; £five; £٣m; £2½m; £1234567890123456; "
        "£1,234,567,890,123,456".split("; "),
        "",
        "£" + "9" * 5000,
        "£0." + "1" * 5000 + "m",
    ],
)
def test_what_is_no_single_amount_is_refused(text):
    with pytest.raises(ValueError, match="one amount in pounds"):
        money.printed_amount(text)


@pytest.mark.parametrize(
    "text, ends",
    [
        ("£2m to £3m", (2 * M, 3 * M)),
        ("£2m-£3m", (2 * M, 3 * M)),
        ("£2-3m", (2 * M, 3 * M)),
        ("£2–3m", (2 * M, 3 * M)),
        ("£2 to 3 million", (2 * M, 3 * M)),
        ("£900k to £1.5m", (900_000, 1_500_000)),
        ("£10,000 - £20,000", (10_000, 20_000)),
        ("£500-600", (500, 600)),
        ("£0 to £5m", (0, 5 * M)),
        ("between £2m and £3m", (2 * M, 3 * M)),
        ("Between £2m and 3m a year", (2 * M, 3 * M)),
        ("£2m and £3m", None),  # two amounts
        ("£2m to £3m to £4m", None),
        ("£2m to £3m of £9m", None),
        ("£3m to £2m", None),
        ("£2m to £2m", None),
        ("£2m to £3½m", None),
        ("£2m", None),
        ("2m to 3m", None),
        ("£999,999 to 1,000,000 billion", (999_999 * 10**9, 10**15)),
        ("£999,999 to 1,000,001 billion", None),
        ("", None),
    ],
)
def test_printed_ranges(text, ends):
    assert money.printed_range(text) == ends


AMOUNTS = texts(*"£ £2 £3 m k bn million thousand pounds up to and more than - – . , 12,345 .5 999 two ½".split(" "))
AMOUNTS |= texts("£", "9999", "0", ",000", ".", "m", " to ")


@TRIED
@given(AMOUNTS)
@example("£1 to £2 to £3")
def test_any_text_is_read_or_refused(text):
    """An amount, a range or neither, never both and never an error."""
    try:
        pounds, step, bound = money.printed_amount(text)
        assert 0 <= pounds <= 10**15 and step > 0 and bound in BOUNDS
        assert money.printed_range(text) is None
    except ValueError as error:
        assert "one amount in pounds" in str(error)


@settings(TRIED, max_examples=TRIED.max_examples // 20)
@given(st.lists(AMOUNTS, min_size=1, max_size=20))
@example(["£" + "9" * 20, "£99999999999 billion to £999999999999 billion"])
def test_what_is_read_fits_into_the_table(printed):
    frame = money.with_bounds(money.printed_cells(sums(*(("", "", "", text) for text in printed))))
    for text, low, high in frame[["as_printed", "low", "high"]].itertuples(index=False):
        ends = money.printed_range(text)
        assert not ends or (low, high) == ends
        assert math.isnan(low) or 0 <= low <= high


# --- rows ---


def sums(*rows):
    """A table of amounts as it is read: amount, upper end, bound, print."""
    frame = pd.DataFrame(rows, columns=["amount_gbp", "amount_to_gbp", "amount_bound", "as_printed"], dtype=object)
    return frame.assign(**{c: pd.to_numeric(frame[c]).astype("Int64") for c in ("amount_gbp", "amount_to_gbp")})


@pytest.mark.parametrize(
    "row, low, high",
    [
        ((11_600_000, "", "exact", "£11.6m"), 11_550_000, 11_650_000),
        ((744_000, "", "exact", "£744,000"), 743_500, 744_500),
        ((36_525, "", "exact", "£36,524.50"), 36_524.5, 36_525.5),  # held in whole pounds
        ((5 * M, "", "about", "nearly £5m"), 4 * M, 6 * M),
        ((10_000, "", "up to", "up to £10,000"), 0, 10_000),
        ((100 * M, "", "at least", "more than £100m"), 100 * M, math.inf),
        ((0, "", "exact", "£0m"), 0, M / 2),  # never below nought
        ((0, "", "about", "about £0m"), 0, M),
        ((2 * M, 3 * M, "exact", "£2m to £3m"), 2 * M, 3 * M),
        ((500_000, "", "exact", "half a million"), 500_000, 500_000),  # a print that is not read
        ((500_000, "", "up to", "half a million at most"), 0, 500_000),
        (("", "", "", "an undisclosed sum"), None, None),
        (("", "", "", "£11.6m"), 11_550_000, 11_650_000),
    ],
)
def test_what_the_print_allows(row, low, high):
    found = money.with_bounds(money.printed_cells(sums(row))).iloc[0]
    if low is None:
        assert math.isnan(found["low"]) and math.isnan(found["high"])
    else:
        assert (found["low"], found["high"]) == (low, high)


def test_bounds_are_numbers_even_without_rows():
    found = money.with_bounds(money.printed_cells(sums()))
    assert found.empty and list(found.columns[-2:]) == ["low", "high"]


@pytest.mark.parametrize(
    "given, filled",
    [
        (("", "", "", "up to £4m"), [4 * M, None, "up to"]),
        (("", "", "", "£2m to £3m"), [2 * M, 3 * M, "exact"]),
        ((2 * M, "", "exact", "£2m to £3m"), [2 * M, 3 * M, "exact"]),
        ((4 * M, "", "", "up to £4m"), [4 * M, None, "up to"]),
        (("", "", "about", "£4m"), [4 * M, None, "about"]),
        ((5 * M, "", "about", "up to £4m"), [5 * M, None, "about"]),  # what is typed stays
        (("", "", "", "an undisclosed sum"), [None, None, ""]),
    ],
)
def test_empty_cells_are_filled_from_the_print(given, filled):
    before = sums(given)
    row = money.printed_cells(before).iloc[0]
    assert [None if pd.isna(row[c]) else row[c] for c in before.columns[:3]] == filled
    assert row["printed"] == given[3] and "printed" not in before


def test_tables_are_loaded_with_their_amounts_read():
    t = made(
        awards=[{"amount_gbp": "", "amount_bound": "", "as_printed": "£2-3m"}],
        commitments=[{"amount_gbp": "", "as_printed": "no sum"}],
    )
    assert t.awards[["amount_gbp", "amount_to_gbp", "amount_bound"]].values.tolist() == [[2 * M, 3 * M, "exact"]]
    assert t.commitments["amount_gbp"].isna().all() and list(t.commitments["printed"]) == ["no sum"]


# --- measures ---


def test_effective_number_of_known_cases():
    # US Department of Justice, “Herfindahl-Hirschman Index”: shares of 30, 30, 20 and 20 give 2,600 of 10,000.
    assert money.effective_number([30, 30, 20, 20]) == pytest.approx(10_000 / 2600)
    assert money.effective_number([6, 3, 1]) == pytest.approx(100 / 46)
    assert money.effective_number([9]) == 1 and money.effective_number([3] * 8) == pytest.approx(8)
    assert money.effective_number([5, 0, 5]) == 2  # nought shares nothing
    assert money.effective_number(pd.array([5, None, 5], dtype="Int64")) == 2
    for nothing in ([], [0, 0]):
        assert math.isnan(money.effective_number(nothing))


def test_sums_do_not_hang_on_the_order_or_the_python():
    tenths = [0.1] * 10
    assert money.effective_number(tenths) == pytest.approx(10) and math.fsum(tenths) == 1
    many = [0.1, 1e9, -1e9, 0.2, 0.3]
    assert money.effective_number(many) == money.effective_number(many[::-1])


@pytest.fixture
def awards():
    rows = [
        {"award_id": "a", "amount_gbp": M, "as_printed": "£1m", "theme": "abuse"},
        {"award_id": "b", "amount_gbp": 2 * M, "as_printed": "£2m", "theme": "care"},
        {"award_id": "c", "amount_gbp": 500_000, "as_printed": "£0.5m"},
        {"award_id": "d", "amount_gbp": 1_500_000, "as_printed": "£1.5m", "theme": "abuse"},
        {"award_id": "e", "amount_gbp": "", "amount_bound": "", "as_printed": "a grant", "theme": "care"},
        {"award_id": "f", "amount_gbp": 2_500_000, "as_printed": "£2.5m", "theme": "zeal"},
    ]
    return money.with_bounds(made(awards=rows).awards)


def test_by_group(awards):
    found = money.by_group(awards, "theme")
    assert list(found["theme"]) == ["abuse", "zeal", "care", "not given"]  # of equal sums by the alphabet
    assert list(found["amount_gbp"]) == [2_500_000, 2_500_000, 2 * M, 500_000]
    assert list(found["awards"]) == [2, 1, 2, 1]
    assert list(found["share"]) == pytest.approx([1 / 3, 1 / 3, 4 / 15, 1 / 15])
    assert found.loc[0, ["low", "high"]].tolist() == [1_950_000, 3_050_000]
    assert found.loc[2, ["low", "high"]].tolist() == [1_500_000, 2_500_000]  # the unknown sum is none


def test_equal_sums_are_in_the_order_of_the_alphabet():
    names = [f"{first}{second}" for first in "zyxwv" for second in "abcdefgh"]
    rows = [{"award_id": name, "amount_gbp": M, "as_printed": "£1m", "theme": name} for name in names]
    assert list(money.by_group(money.with_bounds(made(awards=rows).awards), "theme")["theme"]) == sorted(names)


def test_by_group_of_nothing(awards):
    assert money.by_group(awards.head(0), "theme").empty
    unknown = money.by_group(awards[awards["award_id"] == "e"], "theme")
    assert unknown[["awards", "share"]].values.tolist() == [[1, 0.0]]
