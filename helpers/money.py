"""Printed amounts, what their rounding allows, and how unequally money is shared out."""

import heapq
import itertools
import math
import re

import pandas as pd

from helpers.dates import bounds, say
from helpers.show import pounds, some

WORDS = {"k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9, "thousand": 1e3, "": 1}
AMOUNT = re.compile(
    r"£\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(k|mn|m|million|bn|b|billion|thousand)?\b"
    r"(?![½¼¾]|[,.]\d|\s?(?:-|–|to)\s?\d)",  # neither £4,2m nor £2½m, nor one end of £2-3m
    re.I | re.A,
)
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


def printed_amount(text):
    """What a printed amount says: pounds, the step it is rounded to, and its qualifier.

    “£11.6m” gives (11600000, 100000, "exact"): the last printed digit sets the step. Plain pounds
    that end in noughts are taken as rounded to the nearest 1,000 at most. Raises ValueError where
    the text does not hold exactly one amount in pounds.
    """
    found = list(AMOUNT.finditer(text))
    if len(found) != 1:
        raise ValueError(f"{text!r} does not hold one amount in pounds, such as £11.6m")
    whole, fraction, word = found[0].groups("")
    unit, decimals = WORDS[word.lower()], fraction[1:]
    digits = int(whole.replace(",", "") + decimals)
    step = unit / 10 ** len(decimals)
    pounds = round(digits * unit / 10 ** len(decimals))
    if unit == 1 and not decimals and digits:
        step = next(s for s in (1000, 100, 10, 1) if digits % s == 0)
    for rules, side in ((AFTER, text[found[0].end() :]), (BEFORE, text[: found[0].start()])):
        for bound, words in rules.items():
            if re.search(words, side, re.I):
                return pounds, step, bound
    return pounds, step, "exact"


def amount(row):
    """An award's or a commitment's amount with its qualifier: “up to £2m”."""
    words = "" if row["amount_bound"] == "exact" else row["amount_bound"].replace("at least", "more than") + " "
    return words + pounds(row["amount_gbp"])


def with_bounds(frame):
    """The rows with `low` and `high`: the pounds that the print allows.

    Exactly printed amounts reach half a rounding step either way, “about” a whole step; “up to”
    begins at nought and “at least” has no upper end (inf), both from the figure itself: a ceiling or
    a floor is chosen, not rounded.
    """
    rows = []
    for amount, bound, printed in zip(frame["amount_gbp"], frame["amount_bound"], frame["as_printed"], strict=True):
        step = printed_amount(printed)[1]
        reach = {"exact": step / 2, "about": step}.get(bound, 0)
        low = 0 if bound == "up to" else max(0, amount - reach)
        rows.append((low, math.inf if bound == "at least" else amount + reach))
    return frame.assign(low=[float(low) for low, _ in rows], high=[float(high) for _, high in rows])


def come_to(parts):
    """What amounts with bounds come to, in words: “come to £35.81m (£34.01m to £37.61m allowing for rounding)”."""
    total, low, high = (float(parts[column].sum()) for column in ("amount_gbp", "low", "high"))
    ends = f"{pounds(low)} or more" if math.isinf(high) else f"{pounds(low)} to {pounds(high)}"
    return f"{'comes' if len(parts) == 1 else 'come'} to {pounds(total)} ({ends} allowing for rounding)"


def gini(amounts):
    """Gini coefficient of amounts: nought where all are equal, (n - 1) / n where one has it all.

    The mean absolute difference over twice the mean (Gini 1912), without small-sample correction.
    """
    ordered = sorted(amounts)
    n, total = len(ordered), sum(ordered)
    if not total:
        return math.nan
    return sum((2 * i - n - 1) * x for i, x in enumerate(ordered, 1)) / (n * total)


def hhi(amounts):
    """Herfindahl-Hirschman index: the sum of squared shares, from 1 / n to 1 (Hirschman 1964)."""
    total = sum(amounts)
    return sum((x / total) ** 2 for x in amounts) if total else math.nan


def top_share(k):
    """A measure: the share of the total that the k largest amounts take."""
    return lambda amounts: sum(sorted(amounts)[-k:]) / sum(amounts) if sum(amounts) else math.nan


def range_of(measure, low, high):
    """Least and greatest value of a concentration measure while each amount stays in its bounds.

    For `gini`, `hhi` and `top_share`. The least spread-out amounts are those drawn to one common
    level (Veinott 1971). The most spread-out have every amount at an end; which end is found by
    drawing a line through the ordered amounts, then changing one or two of them while that helps.
    Returns (nan, nan) where an amount has no upper end, or where all of them are nought.
    """
    pairs = sorted(zip(low, high, strict=True), key=sum)
    ends = sorted({float(e) for pair in pairs for e in pair})
    if not pairs or math.isinf(ends[-1]) or not ends[-1]:
        return math.nan, math.nan
    levels = list(ends)
    for a, b in itertools.pairwise(ends):  # between two ends the index turns where c = sum x² / sum x
        fixed = [max(x, min(y, a)) for x, y in pairs if y <= a or x >= b]
        levels += [sum(x * x for x in fixed) / sum(fixed)] if sum(fixed) else []
    spread = [measure([min(max(c, a), b) for a, b in pairs]) for c in levels]
    cuts = [[i >= cut for i in range(len(pairs))] for cut in range(len(pairs))]
    starts = heapq.nlargest(1 + 400 // len(pairs), cuts, lambda upper: measure([p[u] for p, u in zip(pairs, upper)]))
    return min(v for v in spread if not math.isnan(v)), max(_climb(measure, pairs, s) for s in starts)


def _climb(measure, pairs, upper):
    """The greatest measure reached by moving one or two amounts at a time to their other end."""
    straddling = [i for i, (a, b) in enumerate(pairs) if a < b]
    moves = [*itertools.combinations(straddling, 1), *itertools.combinations(straddling, 2)]
    best, improved = -1.0, True
    while improved:
        improved = False
        for move in [(), *moves]:
            tried = [u != (i in move) for i, u in enumerate(upper)]
            value = measure([p[u] for p, u in zip(pairs, tried)])
            if value > best + 1e-15:
                best, upper, improved = value, tried, True
    return best


def concentration(awards):
    """One row a measure: its value, its range under rounding (low, high), and its range where each
    award in turn is left out (least, most). Without rows for fewer than two awards.

    awards: amount_gbp, low and high (from `with_bounds`). The whole round is there, so there is
    no sampling error and no confidence interval.
    """
    columns = ["measure", "value", "low", "high", "least", "most"]
    amounts, rows = [float(a) for a in awards["amount_gbp"]], []
    if len(amounts) < 2:
        return pd.DataFrame(columns=columns)
    measures = {"share of the largest award": top_share(1)}
    measures |= {"share of the three largest": top_share(3)} if len(amounts) > 3 else {}
    measures |= {"Gini coefficient": gini, "Herfindahl-Hirschman index": hhi}
    for name, measure in measures.items():
        low, high = range_of(measure, awards["low"], awards["high"])
        without = [measure(amounts[:i] + amounts[i + 1 :]) for i in range(len(amounts))]
        rows.append((name, measure(amounts), low, high, min(without), max(without)))
    _, value, low, high, least, most = rows[-1]  # the index upside down, and so its ends the other way round
    rows.append(("effective number of awards", 1 / value, 1 / high, 1 / low, 1 / most, 1 / least))
    return pd.DataFrame(rows, columns=columns)


def rounds(tables):
    """The listed awards by the commitment they belong to, the longest list first.

    Returns a list of (commitment row or None, awards with bounds).
    """
    found = []
    for identifier, awards in with_bounds(tables.awards).groupby("commitment_id", sort=False):
        rows = tables.commitments[tables.commitments["commitment_id"] == identifier]
        stated = rows["awards_stated"].max()
        awards.attrs["listed"] = "" if pd.isna(stated) or stated == len(awards) else " listed"  # not all of them
        found.append((rows.iloc[0] if len(rows) else None, awards))
    return sorted(found, key=lambda pair: -len(pair[1]))


def by_group(awards, column):
    """Money and number of awards by recipient type or theme, with bounds and share of the total."""
    named = awards.assign(**{column: awards[column].replace("", "not given")})
    grouped = named.groupby(column, as_index=False)[["amount_gbp", "low", "high"]].sum()
    grouped["awards"] = named.groupby(column)["award_id"].count().to_numpy()
    grouped["share"] = grouped["amount_gbp"].astype(float) / max(1, awards["amount_gbp"].sum())
    grouped["words"] = [f"{pounds(a)}, {some(n, 'award')}" for a, n in zip(grouped["amount_gbp"], grouped["awards"])]
    grouped.attrs = dict(awards.attrs)
    return grouped.sort_values("amount_gbp", ascending=False, ignore_index=True)


def main_round(tables):
    """The longest list of awards and the sum it belongs to: (commitment row or None, awards)."""
    return (rounds(tables) or [(None, with_bounds(tables.awards))])[0]


def readings(tables, awards, headline):
    """What a reader gets who adds up the awards rightly, or counts what is printed twice again.

    One row a reading: each award once; only those that running text names as well; both together.
    `fits` says whether the headline (a commitment row or None) lies within the bounds.
    """
    twice = tables.mentions[tables.mentions["as_printed"].str.contains("£")]["about"]
    again = awards[awards["award_id"].isin(twice)]
    added = {"each award once": awards}
    if len(again):
        added["only the awards that running text names"] = again
        added["the list and the running text together"] = pd.concat([awards, again])
    rows = [(name, len(f), f["amount_gbp"].sum(), f["low"].sum(), f["high"].sum()) for name, f in added.items()]
    frame = pd.DataFrame(rows if len(awards) else [], columns=["reading", "amounts", "amount_gbp", "low", "high"])
    if headline is None:
        return frame.assign(fits="no total is stated")
    if pd.notna(headline["awards_stated"]) and headline["awards_stated"] != len(awards):
        return frame.assign(fits=f"{len(awards)} of {headline['awards_stated']} awards listed")
    stated = with_bounds(headline.to_frame().T).iloc[0]
    fits = (frame["low"] <= stated["high"]) & (stated["low"] <= frame["high"])
    return frame.assign(fits=fits.map({True: "yes", False: "no"}))


def nested(commitments):
    """The commitments in reading order, each under the one that contains it, with their days.

    Adds depth; label; first and last day of the period, and the days between which it lies for certain
    (sure_first, sure_last); when, in words. Where no period is printed the days are those of its
    parts, or of the announcement: `dating` says which.
    """
    rows = list(_inside(commitments, "", 0))
    frame = commitments.set_index("commitment_id", drop=False).loc[[identifier for identifier, _ in rows]]
    frame = frame.assign(depth=[depth for _, depth in rows]).reset_index(drop=True)
    frame["label"] = [f"{amount(row)} {row['kind']}" for _, row in frame.iterrows()]
    days = [_days(commitments, row) for _, row in frame.iterrows()]
    return frame.join(pd.DataFrame(days, columns=["first", "last", "sure_first", "sure_last", "dating", "when"]))


def _inside(commitments, whole, depth):
    """Everything that a commitment contains, or that nothing contains, as (identifier, depth)."""
    for part in commitments.loc[commitments["part_of"] == whole, "commitment_id"]:
        yield part, depth
        yield from _inside(commitments, part, depth + 1)


def _days(commitments, row):
    """A commitment's first and last day, the days that are sure, how they are known, and in words."""
    if row["period"]:
        start, _, end = row["period"].partition("/")
        sure = bounds(start).last, None if end == ".." else bounds(end or start).first
        return *bounds(row["period"]), *sure, "period as printed", say(row["period"], period=True)
    inside = [part for part, _ in _inside(commitments, row["commitment_id"], 0)]
    spans = [bounds(p) for p in commitments.loc[commitments["commitment_id"].isin(inside), "period"] if p]
    if spans:
        last = None if any(s.last is None for s in spans) else max(s.last for s in spans)
        return min(s.first for s in spans), last, None, None, "period of its parts", "period of its parts"
    if row["announced"]:
        return *bounds(row["announced"]), None, None, "announced", f"announced {say(row['announced'])}"
    return None, None, None, None, "no date given", "no date given"


def overhangs(nested):
    """Sums whose printed period does not lie inside that of the sum that contains them."""
    by_id = nested[nested["period"] != ""].set_index("commitment_id")
    inside = nested[(nested["period"] != "") & nested["part_of"].isin(by_id.index)]
    whole = by_id.loc[inside["part_of"]]
    out = [
        a < c or (d is not None and (b is None or b > d))
        for a, b, c, d in zip(inside["first"], inside["last"], whole["first"], whole["last"])
    ]
    return inside[out].assign(whole=list(whole["label"][out]), whole_when=list(whole["when"][out]))


def by_grade(awards, linked):
    """Awards by the grade of the council that is paid; the others stand as “not a council”.

    linked: a row a council and award, with `role` and `by record`. An award paid to several councils
    of different grades stands as “councils of different grades”.
    """
    paid = linked[linked["role"] == "recipient"].groupby("award_id")["by record"].agg(set)
    grades = []
    for award, kind in zip(awards["award_id"], awards["recipient_type"]):
        found = paid.get(award, {"council not named" if kind.startswith("council") else "not a council"})
        grades.append("councils of different grades" if len(found) > 1 else min(found))
    return by_group(awards.assign(grade=grades), "grade")


def examples(tables):
    """One printed amount of each kind of bound and rounding step, with its bounds, to show how."""
    columns = ["source_id", "paragraph", "as_printed", "amount_gbp", "amount_bound"]
    rows = with_bounds(pd.concat([tables.commitments[columns], tables.awards[columns]]))
    rows["step"] = rows["high"] - rows["low"]
    rows = rows.drop_duplicates(["amount_bound", "step"])
    return rows.sort_values("amount_gbp", ascending=False, ignore_index=True)
