"""Dates as the articles give them: EDTF text, held as the first and the last day it can mean."""

import calendar
import datetime as dt
import math
import re
from functools import cache
from typing import NamedTuple

import pandas as pd

POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(~?)", re.ASCII)
DURATION = re.compile(r"P([1-9]\d{0,2})(Y|M|W|D)", re.ASCII)
UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
DAYS = {"year": 365.25, "month": 365.25 / 12, "week": 7, "day": 1}
DAYS_A_MONTH = DAYS["month"]


class Bounds(NamedTuple):
    """The first and the last possible day; None where the text leaves an end open or is empty."""

    first: dt.date | None
    last: dt.date | None


def _point(text):
    match = POINT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date of the form 2014-03-31, 2014-03, 2014 or 2014~")
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    try:
        first = dt.date(year, 1 if month is None else month, 1 if day is None else day)
        last = dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
        if match[4]:  # "about": the unit that is printed, and one more of it on either side
            unit = pd.DateOffset(**{"days" if day else "months" if month else "years": 1})
            first = (pd.Timestamp(first) - unit).date()
            last = ((pd.Timestamp(last) + dt.timedelta(1)) + unit).date() - dt.timedelta(1)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is not in the calendar") from None
    return Bounds(first, last)


@cache
def bounds(text):
    """First and last day that EDTF (ISO 8601-2) text can mean.

    Takes the forms of the data contract: 2015-09-30, 2014-03, 2013, each with ~ for "about" (read
    as one more unit on either side, a convention of this project), first/last, first/.. for no end
    given and ../last for no beginning. Empty text gives two None. Raises ValueError, in plain words,
    for anything else.
    """
    if not text:
        return Bounds(None, None)
    start, slash, end = text.partition("/")
    if slash and (not start or not end):
        raise ValueError(f"{text!r} lacks the date on one side of its stroke")
    if start == ".." and slash:
        return Bounds(None, _point(end).last)
    first = _point(start)
    if not slash:
        return first
    if end == "..":
        return Bounds(first.first, None)
    last = _point(end)
    if last.last < first.first:
        raise ValueError(f"{text!r} ends before it begins")
    return Bounds(first.first, last.last)


def duration(text):
    """An ISO 8601 duration of one unit, such as P3Y or P18M, as (3, "year"); None for any other text."""
    found = DURATION.fullmatch(text)
    return (int(found[1]), UNITS[found[2]]) if found else None


def gap(start, end):
    """Shortest and longest number of days from one EDTF date to another.

    The shortest is never below nought unless the end must come first. None where a date is open.
    """
    (a, b), (c, d) = bounds(start), bounds(end)
    shortest = (c - b).days if b and c else None
    longest = (d - a).days if a and d else None
    if shortest is not None and shortest < 0 and (longest is None or longest >= 0):
        shortest = 0
    return shortest, longest


def _say_point(text):
    year, month, day, about = POINT.fullmatch(text).groups()
    words = [str(int(day))] if day else []
    words += [calendar.month_name[int(month)]] if month else []
    return ("about " if about else "") + " ".join([*words, year])


def say(text, period=False):
    """EDTF text in words: “March 2014”, “between 1 April 2016 and 12 April 2016”.

    period: the text means the whole time from the one date to the other. Raises ValueError as `bounds` does.
    """
    if not text:
        return "no date given"
    if length := duration(text):
        return f"over {length[0]} {length[1]}{'s' * (length[0] != 1)}"
    bounds(text)
    start, slash, end = text.partition("/")
    if not slash:
        return _say_point(start)
    if start == "..":
        return f"by {_say_point(end)}"
    if end == "..":
        return f"from {_say_point(start)}, no end given"
    if start == end:
        return _say_point(start)
    first, last = _say_point(start), _say_point(end)
    return f"from {first} to {last}" if period else f"between {first} and {last}"


def months(days):
    """Days as the nearest whole number of months."""
    return math.floor(days / DAYS_A_MONTH + 0.5)
