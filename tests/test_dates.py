"""Dates: the forms the tables admit, held to the examples of the EDTF specification."""

import calendar
import datetime as dt

import pytest
from hypothesis import example, given

from examples import TRIED, texts
from helpers.dates import (
    DAYS,
    Bounds,
    bounds,
    duration,
    gap,
    months,
    say,
)


def day(text):
    return dt.date.fromisoformat(text) if text else None


# Extended Date/Time Format Specification, Library of Congress 2019: examples of levels 0 and 1.
@pytest.mark.parametrize(
    "text, first, last",
    [
        ("1985-04-12", "1985-04-12", "1985-04-12"),
        ("1985-04", "1985-04-01", "1985-04-30"),
        ("1985", "1985-01-01", "1985-12-31"),
        ("1964/2008", "1964-01-01", "2008-12-31"),
        ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
        ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
        ("2004-02-01/2005-02", "2004-02-01", "2005-02-28"),
        ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
        ("2005/2006-02", "2005-01-01", "2006-02-28"),
        ("1985-04-12/..", "1985-04-12", None),
        ("1985-04/..", "1985-04-01", None),
        ("1985/..", "1985-01-01", None),
        ("../1985-04-12", None, "1985-04-12"),
        ("../1985-04", None, "1985-04-30"),
        ("../1985", None, "1985-12-31"),
        ("2004-06~", "2004-05-01", "2004-07-31"),
        ("1984~/2004-06", "1983-01-01", "2004-06-30"),
    ],
)
def test_examples_of_the_specification_that_the_tables_admit(text, first, last):
    assert bounds(text) == (day(first), day(last))


@pytest.mark.parametrize(
    "text",
    """1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30+04:30 Y170000002 Y-17E7 2001-21 2001-34 1984?
    2004-06-11% 201X 20XX 2004-XX 1985-04-XX 1985-XX-XX 1985-04-12/ 1985/ /1985-04-12 /1985 / ../.. -1985 1950S2
    156X-12-25 [1667,1668,1670..1672] {1960,1961-12} 2004?-06-11 ?2004-06-~11 ~2004""".split(),
)
def test_examples_of_the_specification_that_the_tables_refuse(text):
    for reader in (bounds, say):
        with pytest.raises(ValueError):
            reader(text)


@pytest.mark.parametrize(
    "text",
    [
        *"""2014-02-30 2015-02-29 2014-13 2014-00 2014-03-00 2014-00-10 0000 2014-3-1 2014-3 14-03-01 01/10/2014
        1/10/2014 01.10.2014 20140301 Mar-14 2014/15 2014-15 2014/2013 2014-03-02/2014-03-01 2014/2015/2016 2014..2015
        2014–2015 ２０１４ ٢٠١٤ 9999~ 0001~ .. ../ /.. ../../2014 2014/../2015 ~ nan P3Y/2014""".split(),
        *("March 2014", "early 2014", "last week", "2014-03-01 ", " 2014", "2014\n"),
    ],
)
def test_other_text_is_refused_in_words(text):
    for reader in (bounds, say):
        with pytest.raises(ValueError) as error:
            reader(text)
        parts = [text, *text.split("/", 1)]
        assert any(repr(part) in str(error.value) for part in parts)
        assert "strptime" not in str(error.value) and "isoformat" not in str(error.value)


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2014~", "2013-01-01", "2015-12-31"),  # a year more on either side
        ("2013-12~", "2013-11-01", "2014-01-31"),
        ("2014-03~", "2014-02-01", "2014-04-30"),
        ("2016-02-29~", "2016-02-28", "2016-03-01"),
        ("2014-02", "2014-02-01", "2014-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-02-29", "2016-02-29", "2016-02-29"),
        ("2016-03-31/2016-03-31", "2016-03-31", "2016-03-31"),
        ("2016-03/2016-03-15", "2016-03-01", "2016-03-15"),
        ("../2016-01-05", None, "2016-01-05"),
        ("", None, None),
    ],
)
def test_bounds(text, first, last):
    assert bounds(text) == Bounds(day(first), day(last))


def test_every_day_of_four_years_agrees_with_the_standard_library():
    first = dt.date(2013, 1, 1)
    for number in range(4 * 365 + 1):
        one = first + dt.timedelta(number)
        assert bounds(one.isoformat()) == (one, one)
        low, high = bounds(f"{one:%Y-%m}")
        assert low <= one <= high and low.day == 1 and (high + dt.timedelta(1)).day == 1


EDTF = texts("2014", "2016", "-", "-02", "-13", "-29", "-30", "~", "/", "..", "0", "P", "P3", "Y", "M", "9999", " ")


@TRIED
@given(EDTF)
@example("P3Y")
@example("2014-13")
@example("0001-01-01~")
def test_a_date_is_read_or_refused_in_words(text):
    """A result or a ValueError, never another error; what is read can be said, and the other way round."""
    try:
        first, last = bounds(text)
    except ValueError:
        if not duration(text):
            with pytest.raises(ValueError):
                say(text)
        return
    assert not (first and last) or first <= last
    assert bounds(text) == (first, last)
    for period in (False, True):
        assert say(text, period) and "None" not in say(text, period)


# --- lengths ---


@pytest.mark.parametrize(
    "text, length",
    [
        ("P3Y", (3, "year")),
        ("P18M", (18, "month")),
        ("P5W", (5, "week")),
        ("P10D", (10, "day")),
        ("P999D", (999, "day")),
        *(
            (text, None)
            for text in ("", "P", "P3", "3Y", "p3y", "P0Y", "P1000D", "P1Y6M", "PT3H", "P0.5Y", "P-1Y", "P3Y ", "P٣Y")
        ),
    ],
)
def test_durations(text, length):
    assert duration(text) == length


def test_units_of_time_in_days():
    assert DAYS == {"year": 365.25, "month": 30.4375, "week": 7, "day": 1}


@pytest.mark.parametrize("text", ["2014-02-30", "2014-13", "2014-00", "0000", "9999~"])
def test_what_has_the_form_of_a_date_is_told_from_what_has_not(text):
    with pytest.raises(ValueError, match="is not in the calendar"):
        bounds(text)
    with pytest.raises(ValueError, match="is not a date of the form"):
        bounds("early 2014")


@pytest.mark.parametrize(
    "start, end, shortest, longest",
    [
        ("2015-09-30", "2015-11", 32, 61),  # to 1 November: 1 + 31; to 30 November: 29 more
        ("2014-07", "2015-09-30", 426, 456),  # from 31 July 2014: 365 + 61; from 1 July: 30 more
        ("2014", "2014", 0, 364),
        ("2016", "2016", 0, 365),  # a leap year
        ("2016-03-01", "2016-02-28", -2, -2),  # the end comes first: 29 February lies between
        ("2016-03", "2016-02", -59, -1),  # 31 March back to 1 February 2016: 30 + 29
        ("2016-03", "2016-02-15/2016-03-15", 0, 14),
        ("2016-03", "2016-02-15/2016-03-01", 0, 0),  # on the same day at the most
        ("", "2016", None, None),
        ("2016", "", None, None),
        ("2016-07-01", "2016-07/..", 0, None),
        ("2016-07-31", "2016-07/..", 0, None),  # an end without an end may be later
        ("2016-07/..", "2016-07-31", None, 30),
        ("../2016-07-01", "2016-07-31", 30, None),
    ],
)
def test_gap(start, end, shortest, longest):
    assert gap(start, end) == (shortest, longest)


@pytest.mark.parametrize(
    "days, nearest",
    [
        (27, 1),
        (28, 1),
        (33, 1),
        (34, 1),
        (3, 0),
        (4, 0),
        (15, 0),
        (16, 1),
        (15.21875, 1),  # half a month, upwards
        (45, 1),
        (46, 2),
        (1191, 39),
        (724, 24),
    ],
)
def test_days_as_the_nearest_whole_months(days, nearest):
    assert months(days) == nearest


# --- words ---


@pytest.mark.parametrize(
    "text, words, as_period",
    [
        ("", "no date given", "no date given"),
        ("2014", "2014", "2014"),
        ("2014-03", "March 2014", "March 2014"),
        ("2014-03-01", "1 March 2014", "1 March 2014"),
        ("2013-11~", "about November 2013", "about November 2013"),
        ("2016-07/..", "from July 2016, no end given", "from July 2016, no end given"),
        ("../2016-01-05", "by 5 January 2016", "by 5 January 2016"),
        ("2016-04-12/2016-04-12", "12 April 2016", "12 April 2016"),
        ("2016-04-01/2016-04-12", "between 1 April 2016 and 12 April 2016", "from 1 April 2016 to 12 April 2016"),
        ("2014-10/2016-03", "between October 2014 and March 2016", "from October 2014 to March 2016"),
        ("P3Y", "over 3 years", "over 3 years"),
        ("P1Y", "over 1 year", "over 1 year"),
        ("P18M", "over 18 months", "over 18 months"),
        ("P1W", "over 1 week", "over 1 week"),
    ],
)
def test_saying_a_date(text, words, as_period):
    assert (say(text), say(text, period=True)) == (words, as_period)


def test_every_month_has_its_name():
    for month in range(1, 13):
        assert say(f"2016-{month:02}") == f"{calendar.month_name[month]} 2016"
