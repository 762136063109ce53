"""Amounts, percentages and numbers as texts print them: patterns that find them, and what they say."""

import re
from typing import NamedTuple

from helpers.money import bound_of
from tools.numerals import CHANGE, CHANGED, DIGITS, NUMBER, SHARE, SPELLED, number, share


class Figure(NamedTuple):
    """A figure in folded words: where, its value with unit and bound, how that reads, whether it counts."""

    start: int
    end: int
    value: tuple
    reading: str
    counts: bool = True


ABOUT = (
    r"(?:\b(?:up to|as much as|a maximum of|no more than|not more than|less than|fewer than|more than|over|at least|"
    r"a minimum of|in excess of|upwards of|just over|just under|under|about|around|some|roughly|approximately|nearly|"
    r"almost|close to|only)\s+)?"
)
ABOVE = r"(?:\s(?:or more|or so|or less)\b|\s?\+|-odd\b|-plus\b)?"
UNIT = r"(?:\s?(?:thousand|million|billion|bn|mn|[kmb])\b)?"
MONEY = (
    rf"(?P<between>between\s+)?£\s?(?P<low>{DIGITS}{UNIT})(?:\s?(?:-|to|and)\s?)£?\s?(?P<high>{DIGITS}{UNIT})(?![\d.,]\d)",
    rf"{ABOUT}£\s?(?P<low>{DIGITS}{UNIT})(?!\w){ABOVE}",
    rf"{ABOUT}(?P<low>{NUMBER})\s+pounds\b{ABOVE}",
)
MONEY = [re.compile(pattern, re.I) for pattern in MONEY]
CENT = r"\s?(?:%|per\s?cent\b|percent\b|pc\b|percentage\s+points?\b)(?:\s+points?\b|age\s+points?\b)?"
PERCENT = [
    re.compile(rf"(?:between\s+)?(?P<low>{NUMBER})(?:{CENT})?(?:\s?(?:-|to|and)\s?)(?P<high>{NUMBER}){CENT}", re.I),
    re.compile(rf"{ABOUT}(?P<low>{NUMBER}){CENT}{ABOVE}", re.I),
]
SHARES = re.compile(rf"{ABOUT}(?P<share>{SHARE.pattern})", re.I)
MAJORITY = re.compile(r"\b(?:vast\s+)?majority\s+of\b", re.I)
FIRST = re.compile(
    r"\b(?:one\s+of\s+the\s+)?first\s+(?:\w+\s+){0,2}?(?:areas?|authorit(?:y|ies)|boroughs?|councils?|trusts?)\b", re.I
)
OTHER_MONEY = re.compile(rf"{ABOUT}[$€]\s?(?P<low>{DIGITS}{UNIT})", re.I)
COUNT = re.compile(rf"{ABOUT}(?P<low>{NUMBER})(?!\w|\.\d|:\d)", re.I)
PENCE = re.compile(rf"(?<![\w.])(?P<low>{DIGITS})p\b")

ADDRESS = re.compile(r"[\w.+-]{1,64}@\S{1,200}|https?://\S+|www\.\S+|[@#]\w+")
NO_FIGURE = re.compile(
    r"\b0\d{2,4}[\s-]\d{3}[\s-]?\d{3,4}\b|\b\d{1,2}[.:]\d\d\s?(?:am|pm)?\b(?=\s*(?:am|pm))"
    r"|\b\d{1,2}:\d\d\b|\b\d+/\d+\b|\[\d+\]|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b|\b\d{4}s\b"
    r"|\b(?:Section|Article|Part|Chapter|Level|Tier|Stage|Year|Catch|Covid|COVID|Table|Figure|Paragraph|Page|Annex|"
    r"Appendix|Regulation|Clause|Schedule|Band|Group|Room|Channel|Radio|Category|Phase|Wave|Version|Volume|Chart|"
    r"Note|No\.?|Number|Chapters|Sections|section|paragraph|page|phase|chapter|tier|level|stage|key\s+stage)[\s-]\d+(?:\(\w+\))*(?!\w)"
    r"|\b10\sDowning|\bnumber\s10\b"
    r"|\b(?:Act|Bill|Regulations|Order|Rules|Together)\s(?:\([^)]*\)\s)?(?:19|20)\d\d\b"
)
TIME = r"(?:year|month|week|fortnight|hour)s?"
NAMED = (
    r"(?:\w+\s+){0,2}(?:initiatives|areas|themes|priorities|items|ways|things|questions|reasons|aims|strands|"
    r"principles|options|sides|sections|points|steps|parts|goals|words|examples|elements|pillars|kinds|types)\b"
)
STOP = set(
    "a about across after again against all also although an and are as at be been before between but by can could did "
    "do does during each for from had has have he her his how if in into is it its itself last less more most next not "
    "of off on only or other's our out over own per said says she should since so such than that the their them there "
    "these they this those through to under until up us was we were what when where which while who will with would "
    "yet you your".split()
) - {"more"}


BODIES = "(?:departments|authorities|councils|directors|workers|leaders|teams|boards)"
OTHERS = "(?:people|children|staff)"


def pounds(words):
    """Whole pounds of printed digits or words: 11600000 for “11.6m”."""
    return int(number(words) + 0.5)


def unit_of(after):
    """What a number counts, from the words after it, and how long they are: (“delivery partners”, 18); ("", 0)."""
    if match := re.match(r"[\s-](year|month|week|day|hour)s?(-olds?)?\b", after):
        return f"{match[1]}s" + (" old" if match[2] else ""), match.end()
    if match := re.match(r"(?:-[a-z]+)+", after):
        return "", match.end()
    match = re.match(
        rf"\s+((?:[a-z][a-z'-]*\s+){{0,3}}?)([a-z][a-z-]*s'?(?:\s+{BODIES})?|{OTHERS}(?!'))(?![\w-])", after
    )
    if not match or STOP & {match[2], *match[1].split()} or match[2].endswith("ss"):
        return "", 1 if after.startswith("-") and not after.startswith("- ") else 0
    return " ".join(f"{match[1]}{match[2]}".split()).rstrip("'"), match.end()


def bound(match, words):
    """The bound that the words around a figure give it."""
    return bound_of(words[match.start() : match.start("low")], words[match.end("low") : match.end()])


def amounts_in(words):
    """Amounts in pounds, each value (pounds, upper end or None, bound)."""
    for match in MONEY[0].finditer(words):
        low, high = match["low"], match["high"]
        if not match["between"] and "and" in words[match.end("low") : match.start("high")].lower():
            continue  # £2m and £3m are two amounts
        unit = re.search(r"[a-z]+$", high, re.I)
        scaled = low if re.search("[a-z]$", low, re.I) or not unit else low + unit[0]
        ends = pounds(scaled), pounds(high)
        if ends[0] < ends[1]:
            yield Figure(*match.span(), (*ends, "exact"), f"{ends[0]} to {ends[1]}")
    for pattern in MONEY[1:]:
        for match in pattern.finditer(words):
            value, how = pounds(match["low"]), bound(match, words)
            yield Figure(*match.span(), (value, None, how), f"{value} {how}")


def percentages_in(words):
    """Percentages, and shares in words, each value (number, unit, bound)."""
    for match in PERCENT[0].finditer(words):
        low, high = number(match["low"]), number(match["high"])
        if low < high:
            yield Figure(*match.span(), (low, "per cent", "exact"), f"{low:g} to {high:g} per cent")
    for match in PERCENT[1].finditer(words):
        value, how = number(match["low"]), bound(match, words)
        unit = "percentage points" if "point" in match[0] else "per cent"
        yield Figure(*match.span(), (value, unit, how), f"{value:g} {unit}{qualified(how)}")
    for match in SHARES.finditer(words):
        part = share(match["share"])
        if part is not None:
            how = bound_of(words[match.start() : match.start("share")], "")
            value = round(part * 100, 1)
            yield Figure(*match.span(), (value, "per cent", how), f"{value:g} per cent{qualified(how)}")


def qualified(how):
    """A bound as it follows a reading."""
    return "" if how == "exact" else f", {how}"


def numbers_of(words):
    """Other numbers with what they count, likewise."""
    for match in MAJORITY.finditer(words):
        yield Figure(*match.span(), (50.0, "per cent", "at least"), "more than 50 per cent", False)
    for match in FIRST.finditer(words):
        yield Figure(*match.span(), (1.0, "", "exact"), "first", False)
    for match in OTHER_MONEY.finditer(words):
        unit = "dollars" if "$" in match[0] else "euros"
        yield Figure(
            *match.span(), (number(match["low"]), unit, bound(match, words)), f"{number(match['low']):g} {unit}", True
        )
    for match in PENCE.finditer(words):
        yield Figure(*match.span(), (number(match["low"]), "pence", "exact"), f"{number(match['low']):g} pence", True)
    for match in CHANGE.finditer(words):
        value = CHANGED[match[0].lower()]
        yield Figure(*match.span(), (float(value), "times", "exact"), f"{value:g} times", True)
    for match in COUNT.finditer(words):
        value, how, after = number(match["low"]), bound(match, words), words[match.end() :]
        if match["low"].lower() in ("one", "zero") and not re.match(rf"[\s-]{TIME}\b", after):
            continue
        unit, length = unit_of(after)
        if how == "at least" and re.match(r"over\s", match[0], re.I) and re.match(rf"[\s-]{TIME}\b", after):
            how = "exact"  # over three years: during them
        end = match.end() + (length if match.end() - match.start() + length <= 60 else 0)
        small = re.fullmatch(SPELLED, match["low"], re.I) and value < 10
        counts = not (small and (re.match(rf"\s+{NAMED}", after) or (value == 2 and not unit)))
        yield Figure(match.start(), end, (value, unit, how), f"{value:.15g} {unit}".strip() + qualified(how), counts)
