"""Printed amounts, what their rounding allows, and how unequally money is shared out."""

import heapq
import itertools
import math
import re

import pandas as pd

from helpers.dates import bounds, say
from helpers.text import pounds, some

WORDS = {"k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9, "thousand": 1e3, "": 1}
AMOUNT = re.compile(
    r"£\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(k|mn|m|million|bn|b|billion|thousand)?\b"
    r"(?![½¼¾]|[,.]\d|\s?(?:-|–|to)\s?\d)",  # neither £4,2m nor £2½m, nor one end of £2-3m
    re.I | re.A,
)
QUALIFIERS = {  # words before the amount
    "up to": r"\b(up to|as much as|maximum of|at most|capped at|(no|not) more than|(?<!no )(?<!not )less than"
    r"|(?<!just )under|below)\b",
    "at least": r"\b((?<!no )(?<!not )more than|over|at least|minimum of|upwards of|in excess of"
    r"|(no|not) less than)\b",
    "about": r"\b(about|around|some|roughly|approximately|nearly|almost|just under|close to)\b",
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
    whole, fraction, word = found[0].groups()
    unit = WORDS[(word or "").lower()]
    fraction = fraction or ""
    digits = int(whole.replace(",", "") + fraction[1:])
    step = unit / 10 ** max(len(fraction) - 1, 0)
    if unit == 1 and not fraction and digits:
        step = next(s for s in (1000, 100, 10, 1) if digits % s == 0)
    pounds = round(digits * unit / 10 ** max(len(fraction) - 1, 0))
    before, after = text[: found[0].start()], text[found[0].end() :]
    if re.match(r"\+|[ -]?plus\b| or more\b", after, re.I):
        return pounds, step, "at least"
    if re.match(r" at (the )?most\b| maximum\b| or less\b", after, re.I):
        return pounds, step, "up to"
    if re.match(r"[ -]odd\b| or so\b| or thereabouts\b", after, re.I):
        return pounds, step, "about"
    bound = next((b for b, words in QUALIFIERS.items() if re.search(words, before, re.I)), "exact")
    return pounds, step, bound


def with_bounds(frame):
    """The rows with `low` and `high`: the pounds that the print allows.

    Exactly printed amounts reach half a rounding step either way, “about” a whole step; “up to”
    begins at nought and “at least” has no upper end (inf), both from the figure itself: a ceiling or
    a floor is chosen, not rounded.
    """
    rows = []
    for amount, bound, printed in zip(frame["amount_gbp"], frame["amount_bound"], frame["as_printed"], strict=True):
        step = printed_amount(printed)[1]
        reach = step if bound == "about" else step / 2
        low = 0 if bound == "up to" else max(0, amount - (0 if bound == "at least" else reach))
        rows.append((low, math.inf if bound == "at least" else amount + (0 if bound == "up to" else reach)))
    return frame.assign(low=[float(r[0]) for r in rows], high=[float(r[1]) for r in rows])


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
    amounts, rows = [float(a) for a in awards["amount_gbp"]], []
    measures = {
        "share of the largest award": top_share(1),
        "share of the three largest": top_share(3),
        "Gini coefficient": gini,
        "Herfindahl-Hirschman index": hhi,
        "effective number of awards": lambda a: 1 / hhi(a),
    }
    for name, measure in measures.items():
        if len(amounts) < 2 or ("three" in name and len(amounts) <= 3):
            continue
        least, most = range_of(measure if name[0] != "e" else hhi, awards["low"], awards["high"])
        if name[0] == "e":  # the index upside down, and so its ends the other way round
            least, most = 1 / most, 1 / least
        without = [measure(amounts[:i] + amounts[i + 1 :]) for i in range(len(amounts))]
        least_without = min(without, default=math.nan)
        most_without = max(without, default=math.nan)
        rows.append((name, measure(amounts), least, most, least_without, most_without))
    columns = ["measure", "value", "low", "high", "least", "most"]
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
    grouped = named.groupby(column, as_index=False).agg(
        amount_gbp=("amount_gbp", "sum"),
        low=("low", "sum"),
        high=("high", "sum"),
        awards=("award_id", "count"),
    )
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
    parts = [("each award once", awards)] if len(awards) else []
    if len(again):
        parts += [
            ("only the awards that running text names", again),
            ("the list and the running text together", pd.concat([awards, again])),
        ]
    rows = [(n, len(p), p["amount_gbp"].sum(), p["low"].sum(), p["high"].sum()) for n, p in parts]
    frame = pd.DataFrame(rows, columns=["reading", "amounts", "amount_gbp", "low", "high"])
    if headline is None:
        return frame.assign(fits="no total is stated")
    if pd.notna(headline["awards_stated"]) and headline["awards_stated"] != len(awards):
        return frame.assign(fits=f"{len(awards)} of {headline['awards_stated']} awards listed")
    stated = with_bounds(headline.to_frame().T).iloc[0]
    fits = (frame["low"] <= stated["high"]) & (stated["low"] <= frame["high"])
    return frame.assign(fits=fits.map({True: "yes", False: "no"}))


def nested(commitments):
    """The commitments in reading order, each under the one that contains it, with their days.

    Adds depth; first and last day of the period, and the days between which it lies for certain
    (sure_first, sure_last); when, in words. Where no period is printed the days are those of its
    parts, or of the announcement: `dating` says which.
    """
    tops = commitments.loc[commitments["part_of"] == "", "commitment_id"]
    rows = [pair for top in tops for pair in _walk(commitments, top, 0)]
    by_id = commitments.set_index("commitment_id", drop=False)
    frame = by_id.loc[[i for i, _ in rows]].assign(depth=[d for _, d in rows])
    days = [_days(commitments, by_id.loc[i]) for i, _ in rows]
    return frame.assign(
        **{
            name: [d[i] for d in days]
            for i, name in enumerate(("first", "last", "sure_first", "sure_last", "dating", "when"))
        }
    ).reset_index(drop=True)


def _walk(commitments, top, depth):
    yield top, depth
    for child in commitments.loc[commitments["part_of"] == top, "commitment_id"]:
        yield from _walk(commitments, child, depth + 1)


def _days(commitments, row):
    if row["period"]:
        start, _, end = row["period"].partition("/")
        sure = bounds(start).last, None if end == ".." else bounds(end or start).first
        return *bounds(row["period"]), *sure, "period as printed", say(row["period"], period=True)
    inside = [i for i, depth in _walk(commitments, row["commitment_id"], 0) if depth]
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
    grades = [
        ("council not named" if kind.startswith("council") else "not a council")
        if a not in paid.index
        else "councils of different grades"
        if len(paid[a]) > 1
        else next(iter(paid[a]))
        for a, kind in zip(awards["award_id"], awards["recipient_type"])
    ]
    return by_group(awards.assign(grade=grades), "grade")


def examples(tables):
    """One printed amount of each kind of bound and rounding step, with its bounds, to show how."""
    columns = ["source_id", "paragraph", "as_printed", "amount_gbp", "amount_bound"]
    rows = with_bounds(pd.concat([tables.commitments[columns], tables.awards[columns]]))
    rows["step"] = rows["high"] - rows["low"]
    rows = rows.drop_duplicates(["amount_bound", "step"])
    return rows.sort_values("amount_gbp", ascending=False, ignore_index=True)
