"""Printed amounts, and the pounds that their rounding allows."""

import math
import re
from functools import lru_cache

import pandas as pd

UNITS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9, "": 0}
NUMBER = r"(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(\.\d{1,6})?"
LARGEST = 10**15  # pounds: no sum of money is larger
UNIT = r"\s?(k|mn|m|million|bn|b|billion|thousand)?\b"
AMOUNT = re.compile(
    rf"£\s?{NUMBER}{UNIT}(?![½¼¾]|[,.]\d|\s?(?:-|–|to)\s?[£\d])", re.I | re.A
)  # neither £4,2m nor £2½m, nor one end of £2-3m
POUNDS = re.compile(rf"\b(?<!\d[-–])(?<!\d to )(?<!\d and ){NUMBER}{UNIT} pounds\b", re.I | re.A)
RANGE = re.compile(
    rf"(between\s)?£\s?{NUMBER}{UNIT}\s?(?:-|–|to|(?(1)and))\s?£?\s?{NUMBER}{UNIT}(?![½¼¾]|[,.]\d)", re.I | re.A
)
WORDS = "one two three four five six seven eight nine ten".split()
SPELLED = re.compile(rf"\b({'|'.join(WORDS)})(?= (?:thousand|million|billion) pounds\b)", re.I)
BEFORE = {  # words before an amount, and what they make of it
    "up to": r"\b(up to|as much as|maximum of|at most|capped at|(no|not) more than|(?<!no )(?<!not )less than"
    r"|(?<!just )under|below)\b",
    "at least": r"\b((?<!no )(?<!not )more than|over|at least|minimum of|upwards of|in excess of"
    r"|(no|not) less than)\b",
    "about": r"\b(about|around|some|roughly|approximately|nearly|almost|just under|close to)\b",
}
AFTER = {  # and words after it
    "at least": r"^(\+|[ -]?plus\b| or more\b)",
    "up to": r"^( at (the )?most\b| maximum\b| or less\b)",
    "about": r"^([ -]odd\b| or so\b| or thereabouts\b)",
}


def in_pounds(whole, fraction, word):
    """Digits as printed, in pounds and the step of their last digit: (“11”, “.6”, “m”) is (11600000, 100000)."""
    digits, decimals = whole.replace(",", "") + fraction[1:], len(fraction[1:])
    power = UNITS[word.lower()] - decimals
    if power >= 0:
        pounds, step = int(digits) * 10**power, 10**power
    else:  # halves up, as people round
        pounds, step = (int(digits) * 10 + 5 * 10**-power) // 10 ** (1 - power), 10.0**power
    if word == "" and not decimals and pounds:
        step = next(s for s in (1000, 100, 10, 1) if pounds % s == 0)
    return pounds, step


def bound_of(before, after):
    """The qualifier that the words around an amount give it."""
    for rules, side in ((AFTER, after), (BEFORE, before)):
        for bound, words in rules.items():
            if re.search(words, side, re.I):
                return bound
    return "exact"


@lru_cache(10_000)
def printed_amount(text):
    """What a printed amount says: pounds, the step it is rounded to, and its qualifier.

    “£11.6m” gives (11600000, 100000, "exact"): the last printed digit sets the step. Plain pounds
    that end in noughts are taken as rounded to the nearest 1,000 at most. “5 million pounds” and
    “five million pounds” are read as £5m. Raises ValueError where the text does not hold exactly one
    amount in pounds.
    """
    text = SPELLED.sub(lambda m: str(WORDS.index(m[1].lower()) + 1), text)
    found = [*AMOUNT.finditer(text), *POUNDS.finditer(text)]
    pounds, step = in_pounds(*found[0].groups("")) if len(found) == 1 else (math.inf, 1)
    if pounds > LARGEST or text.count("£") > 1:
        raise ValueError(f"{text!r} does not hold one amount in pounds, such as £11.6m")
    return pounds, step, bound_of(text[: found[0].start()], text[found[0].end() :])


def printed_range(text):
    """A printed range, “£2m to £3m”, “£2-3m” or “between £2m and £3m”, as (lower, upper) pounds.

    None where there is none, or a further amount.
    """
    found = RANGE.search(text)
    if not found or text.count("£") > found[0].count("£"):
        return None
    _, whole, fraction, word, *upper = found.groups("")
    high, _ = in_pounds(*upper)
    low, _ = in_pounds(whole, fraction, word or upper[2])
    return (low, high) if low < high <= LARGEST else None


def printed_cells(frame):
    """The rows with empty amounts and bounds filled from what is printed, and `printed`, which is shown.

    frame: awards or commitments. An amount that is not printed stays empty.
    """
    read = {name: [] for name in ("amount_gbp", "amount_to_gbp", "amount_bound")}
    for row in frame[[*read, "as_printed"]].to_dict("records"):
        found = printed_cell(row["as_printed"])
        for column, values in read.items():
            empty = pd.isna(row[column]) or row[column] == ""
            values.append(found.get(column, row[column]) if empty else row[column])
    kept = {name: pd.Series(values, frame.index, frame[name].dtype) for name, values in read.items()}
    return frame.assign(**kept, printed=frame["as_printed"])


def printed_cell(text):
    """What a printed text says of the columns of amounts: nothing where it holds no one amount or range."""
    if ends := printed_range(text):
        return {"amount_gbp": ends[0], "amount_to_gbp": ends[1], "amount_bound": "exact"}
    try:
        amount, _, bound = printed_amount(text)
    except ValueError:
        return {}
    return {"amount_gbp": amount, "amount_bound": bound}


def step_of(text):
    """The step to which a printed amount is rounded, a pound at the least; nought where it cannot be read."""
    try:
        return max(1, printed_amount(text)[1])
    except ValueError:
        return 0


def with_bounds(frame):
    """The rows with `low` and `high`: the pounds that the print allows; both empty where no amount is printed.

    Exactly printed amounts reach half a rounding step either way, “about” a whole step; “up to”
    begins at nought and “at least” has no upper end (inf), both from the figure itself: a ceiling or
    a floor is chosen, not rounded. A range goes from its lower to its upper end. Amounts are held in
    whole pounds, so that is the least step; where the print cannot be read, the amount is taken as it is.
    """
    rows = []
    for row in frame[["amount_gbp", "amount_to_gbp", "amount_bound", "as_printed"]].itertuples(index=False):
        amount, upper, bound, printed = row
        if pd.isna(amount):
            rows.append((math.nan, math.nan))
        elif pd.notna(upper):
            rows.append((amount, upper))
        else:
            reach = {"exact": 0.5, "about": 1.0}.get(bound, 0) * step_of(printed)
            low = 0 if bound == "up to" else max(0, amount - reach)
            rows.append((low, math.inf if bound == "at least" else amount + reach))
    return frame.assign(low=[float(low) for low, _ in rows], high=[float(high) for _, high in rows])


def effective_number(amounts):
    """As how many equal amounts these are concentrated: one over the Herfindahl-Hirschman index.

    The index is the sum of squared shares (Hirschman 1964). Amounts that are not printed are left out;
    nan where the others come to nought.
    """
    amounts = [float(a) for a in amounts if pd.notna(a)]
    total = math.fsum(amounts)
    return total**2 / math.fsum(a * a for a in amounts) if total else math.nan


def by_group(awards, column):
    """Money and number of awards by a column, the largest sum first: amount_gbp, low, high, awards, share.

    awards: with bounds. Rows without a value stand as “not given”, amounts that are not printed count nought.
    """
    named = awards.assign(**{column: awards[column].replace("", "not given")})
    grouped = named.groupby(column, as_index=False).agg(
        amount_gbp=("amount_gbp", "sum"), low=("low", "sum"), high=("high", "sum"), awards=("award_id", "count")
    )
    total = awards["amount_gbp"].sum()
    grouped["share"] = grouped["amount_gbp"].astype(float) / float(total) if total else 0.0
    return grouped.sort_values("amount_gbp", ascending=False, kind="stable", ignore_index=True)
