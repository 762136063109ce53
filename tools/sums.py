"""Rules of amounts, numbers and shares: what is typed agrees with what is printed, and parts with their whole.

Where a number cannot be read from the printed words, nothing is said: a remedy would be a guess.
"""

import contextlib
import re
from collections import Counter, defaultdict

from helpers import money, ratings
from helpers.dates import DAYS
from tools.numerals import SPELLED, numbers_in
from tools.rules import bounds
from tools.schema import NUMBER

DECIMALS = re.compile("[0-9]")
FEW = 2  # rows that may hold each other's amounts by slips of typing
VAGUE = ("up to", "at least", "about")
ATTACHED = re.compile(r"£\s?\d[\d.,]*([a-z]+)", re.I | re.A)
INEXACT = re.compile(
    r"\b(about|around|approx\w*|roughly|nearly|almost|some|over|under|((more|less|fewer) than)|at (least|most)|up to|"
    rf"half|thirds?|quarters?|fifths?|({SPELLED}|\d\d?) in ({SPELLED}|\d\d?))\b",
    re.I,
)
LENGTH = re.compile(rf"\b({'|'.join(DAYS)})s?\b", re.I)
BARE = re.compile(
    r"£?\s?[\d.,]+[½¼¾]?\s?(k|mn?|bn?|thousand|million|billion|%|per cent|percent)?(\s?pounds)?", re.I | re.A
)


def is_number(text):
    """Whether a text is a number of the tables' form."""
    return NUMBER.fullmatch(text) is not None


def plain(number):
    """A number as it is typed: 1200000, 66.7."""
    return f"{number:.10g}" if abs(number) < 1e10 else f"{number:.0f}"


# --- amounts and numbers ---


def amounts(rows):
    """Amounts, ranges and bounds that are not what is printed; where the words cannot be read, nothing is said."""
    moved = [row for table in ("commitments", "awards") for row in out_of_line(rows[table])]
    if moved:
        problem = f"is an amount of another row, and so it is in {len(moved) - 1} more rows"
        remedy = "Was one column sorted alone? Undo that, or take the column from an earlier copy"
        yield moved[0].wrong("as_printed", problem, remedy)
    known = set(map(id, moved))
    for row in (row for row in [*rows["commitments"], *rows["awards"]] if id(row) not in known):
        printed, typed, upper = row["as_printed"], row["amount_gbp"], row["amount_to_gbp"]
        ends = money.printed_range(printed)
        if ends:
            yield from disagreeing(row, "amount_gbp", ends[0])
            yield from disagreeing(row, "amount_to_gbp", ends[1])
        else:
            yield from one_amount(row)
        if is_number(typed) and is_number(upper) and float(upper) <= float(typed):
            yield row.wrong("amount_to_gbp", f"is not above the lower end ({typed})", "Correct one of the two")
        elif upper and not typed and not ends:
            yield row.wrong("amount_to_gbp", "is the upper end of a range without a lower", "Type the lower end too")


def out_of_line(rows):
    """The rows whose amounts are all there, typed and printed, but in another order; none where they are few."""
    wrong = []
    for row in rows:
        with contextlib.suppress(ValueError):
            pounds = money.printed_amount(row["as_printed"])[0]
            if is_number(row["amount_gbp"]) and float(row["amount_gbp"]) != pounds:
                wrong.append((row, float(row["amount_gbp"]), pounds))
    same = Counter(typed for _, typed, _ in wrong) == Counter(pounds for *_, pounds in wrong)
    return [row for row, *_ in wrong] if same and len(wrong) > FEW else []


def disagreeing(row, column, printed):
    """The finding that a typed amount is not the printed one."""
    if is_number(row[column]) and float(row[column]) != printed:
        problem = f"is not what the article prints ({row['as_printed']})"
        yield row.wrong(column, problem, f"Type {printed}, or correct as_printed")


def one_amount(row):
    """What is wrong with a row by the one amount it prints, if it prints one that can be read."""
    printed, bound = row["as_printed"], row["amount_bound"]
    try:
        pounds, _, said = money.printed_amount(printed)
    except ValueError:
        if is_number(row["amount_gbp"]) and not re.search(r"[\d£]", printed) and numbers_in(printed) is None:
            remedy = f"Copy the words that print {row['amount_gbp']}, or empty amount_gbp"
            yield row.wrong("as_printed", "prints no amount", remedy)
        return
    yield from disagreeing(row, "amount_gbp", pounds)
    if is_number(row["amount_to_gbp"]) and is_number(row["amount_gbp"]):
        problem = f"is the upper end of a range, and the article prints one amount ({printed})"
        yield row.wrong("amount_to_gbp", problem, "Empty the cell, or copy the whole range into as_printed")
    yield from bound_as_printed(row, "amount_bound", said)
    if bound in VAGUE and said == "exact":
        yield from bound_unsaid(row, "amount_bound")


def attached(rows):
    """Printed amounts with letters right after the digits that are no unit."""
    for row in [*rows["commitments"], *rows["awards"]]:
        odd = ATTACHED.search(row["as_printed"])
        if odd and odd[1].lower() not in money.UNITS and is_number(row["amount_gbp"]):
            remedy = f"Correct it, or say in note what {odd[0]} is"
            yield row.wrong("as_printed", f"has an amount with “{odd[1]}” after it, which is no unit", remedy)


def bound_as_printed(row, column, said):
    """The finding that a bound is another than the printed words give."""
    if said != "exact" and row[column] and row[column] != said:
        yield row.wrong(column, f"does not fit what is printed ({row['as_printed']})", f"Type {said}")


def bound_unsaid(row, column):
    """The question where a bare figure is printed, and a bound is typed; its name in the note answers."""
    if BARE.fullmatch(row["as_printed"]) and row[column] not in row["note"]:
        problem = f"is not said by what is printed ({row['as_printed']})"
        remedy = f"Copy the words that say so into as_printed, type exact, or say “{row[column]}” in note"
        yield row.wrong(column, problem, remedy)


def numbers(rows):
    """Counts, percentages and values that are none of the numbers printed; where those cannot be read, nothing."""
    for row in [*rows["rating_spreads"], *rows["statistics"]]:
        for column in ("count", "percent", "value"):
            value = row.get(column, "")
            printed = numbers_in(row["as_printed"]) if is_number(value) else None
            turned = in_unit(printed or (), row)
            if printed and not any(abs(float(value) - number) < 1e-9 for number in printed | turned):
                problem = f"is not what the article prints ({row['as_printed']})"
                right = sorted(turned or printed)
                said = " or ".join(map(plain, right))
                remedy = f"Type {said}, or correct as_printed" if len(right) < 3 else "Compare it with the article"
                yield row.wrong(column, problem, remedy)
        if row.get("bound") in VAGUE:
            yield from bound_unsaid(row, "bound")


def in_unit(printed, row):
    """Printed lengths in the unit that the row holds them in, to the nearest half: two years as 24 months."""
    said, unit = LENGTH.search(row["as_printed"]), row.get("unit", "").removesuffix("s")
    if not said or unit not in DAYS:
        return set()
    return {round(2 * number * DAYS[said[1].lower()] / DAYS[unit]) / 2 for number in printed}


# --- spreads ---


def share_of(row):
    """A spread row's percentage and decimals, typed or as printed; None where there is none."""
    found = ratings.PERCENT.search(row["as_printed"])
    percent = row["percent"] or (found[1] if found and not row["count"] else "")
    decimals = row["decimals"] or str(len(found[2] or "") if found else 0)
    return (float(percent), int(decimals)) if is_number(percent) and DECIMALS.fullmatch(decimals) else None


def spreads(rows):
    """Spreads that lack a number, or whose rows do not go together."""
    groups = defaultdict(list)
    for row in rows["rating_spreads"]:
        groups[row["spread_id"]].append(row)
        share, found = share_of(row), ratings.PERCENT.search(row["as_printed"])
        if not row["count"] and not share and not row["percent"]:
            remedy = "Type the one that is printed; a number with a bound, as “fewer than 20”, belongs into statistics"
            yield row.wrong("count", "neither a count nor a percentage is given", remedy)
        typed = DECIMALS.fullmatch(row["decimals"]) and row["percent"]
        if found and typed and int(row["decimals"]) != len(found[2] or ""):
            problem = f"is not how many decimals the article prints ({row['as_printed']})"
            yield row.wrong("decimals", problem, f"Type {len(found[2] or '')}, or leave the cell empty")
    for group in groups.values():
        yield from one_spread(group)


def one_spread(group):
    """What is wrong between the rows of one spread; a pair and one of its parts may stand together.

    Where a share is printed with a vague word (“nearly half”), nothing is added up.
    """
    first = group[0]
    for row in group:
        for column in ("as_at", "counted", "inspected"):
            if row[column] != first[column] and (column != "as_at" or bounds(first[column]).first):
                problem = f"differs from the spread’s first row ({first[column] or 'empty'})"
                yield row.wrong(column, problem, "One spread has one date, one total and one kind of thing counted")
    held = [grades_of(row) for row in group]
    for i, row in enumerate(group):
        if any(held[i] & other and not (held[i] <= other or other <= held[i]) for other in held[:i]):
            remedy = "Two rows may share grades only where one is a part of the other"
            yield row.wrong("grade", "overlaps with another row of the spread", remedy)
            return
    if any(INEXACT.search(row["as_printed"]) for row in group):
        return
    outer = [i for i in range(len(group)) if not any(held[i] < other for other in held)]
    covered = set().union(*(held[i] for i in outer)) == set(ratings.GRADES)
    yield from adding_up([group[i] for i in outer], covered)
    for i, row in enumerate(group):
        inside = [group[j] for j in range(len(group)) if held[j] < held[i]]
        yield from parts_of(row, inside, held[i] == set().union(*map(grades_of, inside)))


def grades_of(row):
    """The single grades that a spread's row stands for."""
    return {ratings.GRADE_NAMES.get(grade, grade) for grade in row["grade"].split(" or ")}


def adding_up(group, covered):
    """The finding that shares do not make a hundred, or counts the number inspected."""
    shares = [share_of(row) for row in group]
    if all(shares):
        slack = sum(0.5 / 10**decimals for _, decimals in shares) + 1e-9
        off = sum(percent for percent, _ in shares) - 100
        if off > slack or (covered and off < -slack):
            problem = f"brings the spread to {plain(100 + off)}, where 100 is the whole"
            yield group[-1].wrong("percent", problem, "Compare each row with the article")
    cells = [row["count"] for row in group]
    if all(is_number(cell) for cell in [*cells, group[0]["inspected"]]):
        counted, inspected = sum(map(float, cells)), float(group[0]["inspected"])
        if counted > inspected or (covered and counted < inspected):
            problem = f"brings the spread to {plain(counted)}, where {plain(inspected)} is the whole"
            yield group[-1].wrong("count", problem, "Compare each row with the article")


def count_of(row):
    """A spread row's count, which nothing rounds, in the form of `share_of`; None where there is none."""
    return (float(row["count"]), None) if is_number(row["count"]) else None


def parts_of(row, inside, whole):
    """The finding that a pair's parts come to more than the pair, or, where all are there, to less."""
    for column, value in (("percent", share_of), ("count", count_of)):
        known = [value(r) for r in [row, *inside]]
        if not inside or not all(known):
            continue
        slack = sum(0.5 / 10**decimals for _, decimals in known if decimals is not None) + 1e-9
        parts = sum(number for number, _ in known[1:])
        if parts - known[0][0] > slack or (whole and known[0][0] - parts > slack):
            problem = f"does not go with its parts in this spread, which come to {plain(parts)}"
            yield row.wrong(column, problem, "Compare each row with the article")


RULES = (amounts, numbers, spreads)
CLOSER = (attached,)
