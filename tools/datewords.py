"""Dates as texts print them, relative ones too: patterns that find them, and the EDTF that each can mean.

Conventions, where words are vague: weeks run from Monday to Sunday; “early” is the first half and “late” the
second half of a year or a month; spring is March to May; “2014/15” is a financial year. A month, a day or a
weekday without a year is the one nearest in the tense of the words beside it: the last one where they say what
happened, the next one where they say what will. “By” a date to come is some day from the article's to that date.
"""

import calendar
import datetime as dt
import re
from typing import NamedTuple

from helpers.dates import bounds
from tools.numerals import NUMBER, UNDER_100, number
from tools.texts import Taken

MONTHS = list(calendar.month_name)
ABBREVIATED = {name[:3].lower(): i for i, name in enumerate(MONTHS) if i}
WEEKDAYS = list(calendar.day_name)
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}

MONTH = (
    rf"(?:{'|'.join(MONTHS[1:])}|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)\b"
)
SHORT = rf"(?:{MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
DAY = r"(?<![\d£$€.,/])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?![.,]\d)"
YEAR = r"(?<![\d£$€.,/])(?:19[5-9]\d|20[0-9]\d)\b(?![.,]\d|%)"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})\b"
BEFORE = r"(?<!\w)(?:(?:[Ii]n|[Bb]y|[Ss]ince|[Ff]rom|[Uu]ntil|[Tt]ill|[Uu]p to|[Dd]uring|[Bb]efore|[Aa]fter|[Oo]n)\s+)"
TO = r"(?:\s*-\s*|\s+(?:to|and|until|through)\s+)"

TO_COME = (
    r"\b(?:will(?: be \w+| \w+)?|would|(?:to|can|must|should) (?:be|have)(?: \w+)?|expected|expects|due|plans?|planned|"
    r"planning|set to|aims?|intends?|intended|hopes?|next|upcoming|forthcoming|later|shall|is to|are to|targets?|"
    r"scheduled|deadline|have until)\b"
)
GONE_BY = (
    r"\b(?:was|were|had|has|have|did|emerged|found|began|begun|told|said|gave|given|took|became|fell|rose|since|ago|"
    r"last|earlier|previous|previously|made|held|came|went|saw|got|[a-z]{2,}ed)\b"
)


class Said(NamedTuple):
    """A date in a text: where, what EDTF it means ("" where that is not said), and whether it says a time at all."""

    start: int
    end: int
    edtf: str
    counts: bool = True


class When(NamedTuple):
    """What a reading needs beside the words: the article's day (None where unknown) and the words before and after."""

    day: dt.date | None
    before: str
    after: str


def month(name):
    """A month's number from its name or its first three letters."""
    return ABBREVIATED[name[:3].lower()]


def span(first, last):
    """EDTF for some day between two, shorter where they are one day, one month or one year."""
    if first == last:
        return f"{first}"
    ends = calendar.monthrange(last.year, last.month)[1] == last.day
    if first.day == 1 and ends and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return f"{first:%Y}"
    return f"{first}/{last}"


def days_of(year, number):
    """First and last day of a month."""
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def shifted(day, months):
    """The first day of the month that lies a number of months away."""
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def to_come(when, default=False):
    """Whether the words beside a date speak of what is to come: the nearest that tells decides, else the default."""
    before = re.split(r"[.;:()\"]|,\s|\s-\s", when.before)[-1]
    after = re.split(r"[.;:()\"]|,\s|\s-\s", when.after)[0]
    nearest = []
    for pattern, future in ((TO_COME, True), (GONE_BY, False)):
        nearest += [(len(before) - found.end(), future) for found in re.finditer(pattern, before)]
        nearest += [(found.start(), future) for found in re.finditer(pattern, after)]
    return min(nearest, key=lambda mark: (mark[0], not mark[1]))[1] if nearest else default


def year_of(when, number, day=None, future=None):
    """The year of a month or a day that is printed without one."""
    wanted = dt.date(when.day.year, number, 1 if day is None else min(day, days_of(when.day.year, number)[1].day))
    if future is None:
        future = to_come(when, default=bool(day) and dt.timedelta(0) < wanted - when.day < dt.timedelta(60))
    if future:
        last = wanted if day else days_of(when.day.year, number)[1]
        return when.day.year + (last < when.day)
    return when.day.year - (wanted > when.day)


def whole(year, number, day):
    """EDTF of a day, or of a month where no day is given; "" where the calendar has none."""
    if not day:
        return f"{year}-{number:02}"
    return f"{year}-{number:02}-{day:02}" if day <= days_of(year, number)[1].day else ""


def by(edtf, when):
    """EDTF for “by” a date: some day from the article's to the date's last, where that is to come."""
    last = end_of(edtf)
    return f"{when.day}/{last}" if when.day and last and last > when.day else edtf


def end_of(edtf):
    """The last day of a year, month or day; None for ""."""
    parts = [int(part) for part in edtf.partition("/")[2 if "/" in edtf else 0].split("-") if part]
    if not parts:
        return None
    year, number = parts[0], parts[1] if len(parts) > 1 else 12
    return dt.date(year, number, parts[2]) if len(parts) > 2 else days_of(year, number)[1]


# --- the readings: each takes a match and a When, and gives EDTF or "" ---


def full_day(found, when):
    """12 May 2025, Monday 12 May, May 12, 2025, the 12th of May."""
    number, day = month(found["m"]), int(re.sub(r"\D", "", found["d"]))
    year = found["y"]
    if not year and not when.day:
        return ""
    edtf = whole(int(year or year_of(when, number, day)), number, day)
    return by(edtf, when) if by_printed(found) else edtf


def by_printed(found):
    """Whether the printed words begin with “by”."""
    return found[0].lower().startswith("by ")


def day_range(found, when):
    """12 to 16 May 2025, 28 April to 2 May."""
    second, first = month(found["m2"]), month(found["m1"] or found["m2"])
    if not (found["y2"] or when.day):
        return ""
    year = int(found["y2"] or year_of(when, second, int(re.sub(r"\D", "", found["d2"]))))
    ends = [
        whole(int(found["y1"] or year - (first > second)), first, int(re.sub(r"\D", "", found["d1"]))),
        whole(year, second, int(re.sub(r"\D", "", found["d2"]))),
    ]
    return "/".join(ends) if ends[0] < ends[1] else ""


def numeric(found, when):
    """31/03/2014 and 31.3.14, the day first."""
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    number, day = int(found["m"]), int(found["d"])
    return whole(year, number, day) if 1 <= number <= 12 and day else ""


def iso(found, when):
    """2014-03-31."""
    number, day = int(found["m"]), int(found["d"])
    return whole(int(found["y"]), number, day) if 1 <= number <= 12 and day else ""


def month_range(found, when):
    """October 2014 to March 2016, between March and June 2025."""
    second, first = month(found["m2"]), month(found["m1"])
    if not (found["y2"] or when.day):
        return ""
    year = int(found["y2"] or year_of(when, second))
    began = int(found["y1"] or year - (first > second))
    edtf = f"{began}-{first:02}/{year}-{second:02}"
    return edtf if (began, first) < (year, second) else ""


def part(found, when):
    """early 2014, mid-June 2015, late March, the end of 2016."""
    which = re.sub(r"[^a-z]", "", found["part"].lower())
    number = month(found["m"]) if found["m"] else None
    if not found["y"] and not when.day:
        return ""
    year = int(found["y"] or year_of(when, number))
    if number:
        first, last = days_of(year, number)
        thirds = {"mid": (10, 20), "middle": (10, 20), "late": (16, last.day)}
        begins, ends = thirds.get(which, (1, 15))
        if which == "end":
            edtf = f"{year}-{number:02}"
        else:
            edtf = span(first.replace(day=begins), first.replace(day=ends))
    else:
        begins, ends = {"mid": (5, 8), "middle": (5, 8), "late": (7, 12), "end": (10, 12)}.get(which, (1, 6))
        edtf = f"{year}" if which == "end" else f"{year}-{begins:02}-01/{days_of(year, ends)[1]}"
    return by(edtf, when) if by_printed(found) else edtf


def month_year(found, when):
    """March 2014, by December 2017."""
    edtf = whole(int(found["y"]), month(found["m"]), None)
    return by(edtf, when) if by_printed(found) else edtf


def years(found, when):
    """2014/15 is a financial year; 2016 to 2020 are years from the one to the other."""
    first, last = int(found["y1"]), found["y2"]
    last = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if last == first + 1 and re.search(r"\d\s*[/-]\s*\d", found[0]):
        return f"{first}-04-01/{last}-03-31"
    return f"{first}/{last}" if first < last else ""


def season(found, when):
    """spring 2016, last autumn, this summer."""
    begins, ends = SEASONS[found["s"].lower()]
    if found["y"]:
        year = int(found["y"])
    elif not when.day:
        return ""
    else:
        which = (found["which"] or "").lower().strip()
        future = {"next": True, "last": False}.get(which)
        year = when.day.year if which == "this" else year_of(when, begins, future=future)
    return f"{year}-{begins:02}/{year + (ends < begins)}-{ends:02}"


def bare_month(found, when):
    """In October, by March, last May."""
    if not when.day:
        return ""
    which, number = found["which"].lower().split()[0], month(found["m"])
    if which in ("last", "next", "this"):
        if which == "this":
            return whole(when.day.year, number, None)
        year = year_of(when, number, future=which == "next")
        same = (year, number) == (when.day.year, when.day.month)
        return whole(year + (same * (1 if which == "next" else -1)), number, None)
    future = to_come(when, which in ("by", "until", "till"))
    edtf = whole(year_of(when, number, future=future), number, None)
    return by(edtf, when) if which == "by" else edtf


def month_of_a_year(found, when):
    """In May last year, next March, in May two years ago."""
    if not when.day:
        return ""
    which = found["y"].lower()
    back = int(number(found["n"])) if found["n"] else {"last": 1, "next": -1, "this": 0}[which.split()[-2]]
    return whole(when.day.year - back, month(found["m"]), None)


def bare_year(found, when):
    """In 2013, by 2020, or the year alone."""
    return by(found["y"], when) if by_printed(found) else found["y"]


def weekday(found, when):
    """On Thursday, last Monday."""
    if not when.day:
        return ""
    which, number = (found["which"] or "").lower().split(), WEEKDAYS.index(found["w"])
    future = "next" in which or ("last" not in which and to_come(when))
    ahead = (number - when.day.weekday()) % 7
    step = ahead or (7 if "next" in which else 0)
    back = (when.day.weekday() - number) % 7 or (7 if "last" in which else 0)
    return f"{when.day + dt.timedelta(step if future else -back)}"


def ago(found, when):
    """Two years ago, three weeks ago: about then."""
    if not when.day:
        return ""
    count, unit = number(found["n"]) if found["n"].lower() not in ("a", "an") else 1, found["u"].lower()
    if count > 200 or count != int(count):
        return ""
    if unit == "year":
        return f"{when.day.year - int(count)}~"
    if unit == "month":
        return f"{shifted(when.day, -int(count)):%Y-%m}~"
    if unit == "day":
        return f"{when.day - dt.timedelta(count)}"
    monday = when.day - dt.timedelta(when.day.weekday() + 7 * count)
    return f"{monday}/{monday + dt.timedelta(6)}"


def relative(found, when):
    """Today, last week, earlier this month, later this year, as the year progresses."""
    if not when.day:
        return ""
    words, day = re.sub(r"\s+", " ", found[0].lower()), when.day
    if words in ("today", "earlier today"):
        return f"{day}"
    if words in ("yesterday", "tomorrow"):
        return f"{day + dt.timedelta(1 if words == 'tomorrow' else -1)}"
    unit = next(unit for unit in ("week", "month", "year") if unit in words)
    move = -1 if re.search(r"\b(?:last|previous)\b", words) else 1 if "next" in words else 0
    if unit == "week":
        first = day - dt.timedelta(day.weekday() - 7 * move)
        last = first + dt.timedelta(6)
    elif unit == "month":
        first, last = days_of(shifted(day, move).year, shifted(day, move).month)
    else:
        first, last = dt.date(day.year + move, 1, 1), dt.date(day.year + move, 12, 31)
    if not move and re.match(r"earlier|already", words):
        last = day
    if not move and re.match(r"later|as the|by the|before the", words):
        first = day
    if re.match(r"early|late", words) and unit != "week" and "earlier" not in words and "later" not in words:
        half = last.replace(month=6, day=30) if unit == "year" else first.replace(day=15)
        first, last = (first, half) if words.startswith("early") else (half + dt.timedelta(1), last)
    if re.match(r"(?:by|before) the end", words):
        first = day
    return span(first, last)


def christmas(found, when):
    """Just before Christmas, Christmas 2015: that December."""
    if found["y"]:
        return f"{found['y']}-12"
    return f"{year_of(when, 12, 24)}-12" if when.day else ""


def nothing(found, when):
    """Words of time that no date can be read from."""
    return ""


def compiled(pattern, flags=0):
    """A pattern in which a space stands for any spaces."""
    return re.compile(pattern.replace(" ", r"\s+"), flags)


ENDS = r"(?:(?:[Tt]he )?(?P<part>[Ee]arly|[Mm]id|[Mm]iddle|[Ll]ate|[Ee]nd|[Bb]eginning|[Ss]tart)(?: of| in)?[\s-]+)"
COUNTED = r"(?:Act|children|people|families|pupils|staff|workers|social|young|jobs|places|homes|cases|miles)\b"
UNIT = r"(?P<u>day|week|month|year)s?"
PATTERNS = (
    (
        rf"(?:(?:between|from|From|Between) )?(?P<d1>{DAY})(?: (?:of )?(?P<m1>{SHORT}))?(?: (?P<y1>{YEAR}))?{TO}"
        rf"(?:{WEEKDAY},? )?(?P<d2>{DAY}) (?:of )?(?P<m2>{SHORT})(?:,? (?P<y2>{YEAR}))?",
        day_range,
    ),
    (r"(?<![\d/-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d/-])", iso),
    (r"(?<![\d/.-])(?P<d>\d{1,2})(?P<s>[/.])(?P<m>\d{1,2})(?P=s)(?P<y>(?:19|20)?\d\d)(?![\d/]|\.\d)", numeric),
    (
        rf"{BEFORE}?(?:{WEEKDAY},? )?(?:the )?(?P<d>{DAY})(?: of)? (?P<m>{SHORT})(?:,? (?P<y>{YEAR}))?",
        full_day,
    ),
    (rf"{BEFORE}?(?:{WEEKDAY},? )?(?P<m>{SHORT}) (?P<d>{DAY})(?!\s*(?:per cent|%))(?:,? (?P<y>{YEAR}))?", full_day),
    (
        rf"(?:(?:[Bb]etween|[Ff]rom) )?(?P<m1>{SHORT})(?: (?P<y1>{YEAR}))?{TO}(?P<m2>{SHORT}) (?P<y2>{YEAR})",
        month_range,
    ),
    (rf"(?:[Bb]etween|[Ff]rom) (?P<m1>{SHORT})(?: (?P<y1>{YEAR}))?{TO}(?P<m2>{SHORT})(?P<y2>)", month_range),
    (rf"{BEFORE}?{ENDS}(?:(?P<m>{SHORT}),?\s*)?(?P<y>{YEAR})", part),
    (rf"{BEFORE}?{ENDS}(?P<m>{MONTH})(?P<y>)", part),
    (rf"{BEFORE}?(?P<m>{SHORT}),? (?:of )?(?P<y>{YEAR})", month_year),
    (rf"{BEFORE}?(?P<y1>{YEAR})\s*[/-]\s*(?P<y2>(?:20)?\d\d)\b(?![.,]\d|%|[/-]\d)", years),
    (rf"(?:(?:[Bb]etween|[Ff]rom) )?(?P<y1>{YEAR}){TO}(?P<y2>{YEAR})", years),
    (
        rf"(?:{BEFORE}?(?:(?P<which>this|last|next) |the )?)(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)"
        rf"(?: of)?,? (?P<y>{YEAR})",
        season,
    ),
    (
        r"(?:[Bb]y |[Ii]n |[Uu]ntil )?(?:(?P<which>[Tt]his|[Ll]ast|[Nn]ext) )"
        r"(?P<s>spring|summer|autumn|winter)\b(?P<y>)",
        season,
    ),
    (r"(?:[Bb]y|[Ii]n|[Uu]ntil) the (?P<s>spring|summer|autumn|winter)\b(?P<y>)(?P<which>)", season),
    (
        rf"{BEFORE}?(?P<m>{MONTH}) (?P<y>(?:of )?(?:last|this|next) year\b|(?P<n>{UNDER_100}) years ago\b)",
        month_of_a_year,
    ),
    (
        rf"(?P<which>[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Tt]ill|[Ff]rom|[Ll]ast|[Nn]ext|[Tt]his|[Dd]uring|[Bb]efore|[Aa]fter)"
        rf" (?P<m>{MONTH})(?!\s+(?:\d|[A-Z]))",
        bare_month,
    ),
    (
        r"(?:(?:just |shortly )?(?:before|after|by|until|at|over) |last |next |this )?Christmas(?: (?P<y>20\d\d))?\b"
        r"(?! (?:card|present|party|tree))",
        christmas,
    ),
    (rf"{BEFORE}(?P<y>{YEAR})(?! Act\b)", bare_year),
    (rf"(?P<y>{YEAR})(?! {COUNTED})", bare_year),
    (rf"(?P<which>[Oo]n|[Ll]ast|[Nn]ext|[Tt]his|[Bb]y|[Uu]ntil|[Ss]ince)(?: (?:last|next))? (?P<w>{WEEKDAY})", weekday),
    (rf"(?P<n>{NUMBER}|\b[Aa]n?) {UNIT} ago\b", ago),
    (
        r"\b(?:at the same time|recently|(?:in )?recent (?:weeks|months|years)"
        r"|(?:the )?(?:(?:same|following) (?:day|week|month|year)|previous day)"
        r"|over the (?:past|last|next|coming) (?:year|month|week|decade)"
        r"|(?:a|one) (?:day|week|month|year) (?:later|earlier)"
        r"|(?:after|before|since|until|by|at|last|next|this) (?:Easter|half-term))\b",
        nothing,
    ),
    (
        r"\b(?:(?:earlier |later |early |late )?(?:this|last|next|the previous) (?:week|month|year)\b"
        r"|(?:by|before|at|until|towards) the end of (?:this|the|next|last) (?:week|month|year)\b"
        r"|(?:early|late) (?:in|next|this|last) (?:the |next |this )?(?:week|month|year)\b"
        r"|as the (?:week|month|year) (?:progresses|goes on|unfolds)|later in the (?:week|month|year)\b"
        r"|(?:earlier )?today\b(?!'s)|yesterday\b|tomorrow\b)",
        relative,
    ),
)
IGNORING_CASE = (relative, nothing, ago, christmas)
COMPILED = [(compiled(pattern, re.I if read in IGNORING_CASE else 0), read) for pattern, read in PATTERNS]
ACT = re.compile(r"\b(?:Act|Bill|Regulations|Order|Rules|Together)\s+(?:\([^)]*\)\s*)?$")


def dates_in(words, day):
    """The dates of folded words, in order and never one within another, as a list of Said.

    day: the article's, None where it is not known; then a relative date has no reading. The year in the name
    of an Act is no date.
    """
    found, taken = [], Taken(words)
    for pattern, read in COMPILED:
        for match in pattern.finditer(words):
            start, end = match.span()
            if not ACT.search(words[max(0, start - 60) : start]) and taken.take(start, end):
                when = When(day, words[max(0, start - 90) : start], words[end : end + 90])
                found.append(Said(start, end, said(read, match, when), read is not nothing))
    return sorted(found)


def said(read, match, when):
    """What a reading makes of a match; "" where it leads outside the calendar."""
    try:
        edtf = read(match, when)
        bounds(edtf)
    except (ValueError, OverflowError):
        return ""
    return edtf
