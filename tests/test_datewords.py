"""Dates in words, one case on either side of each convention: what is read on Wednesday 18 May 2016."""

import datetime as dt

import pytest

from tools.datewords import Said, dates_in

DAY = dt.date(2016, 5, 18)


def read(words, day=DAY):
    """The readings of the dates in words."""
    return [said.edtf for said in dates_in(words, day)]


@pytest.mark.parametrize(
    "words, right",
    [
        ("today", "2016-05-18"),
        ("earlier today", "2016-05-18"),
        ("yesterday", "2016-05-17"),
        ("tomorrow", "2016-05-19"),
        # weeks run from Monday to Sunday
        ("this week", "2016-05-16/2016-05-22"),
        ("last week", "2016-05-09/2016-05-15"),
        ("the previous week", "2016-05-09/2016-05-15"),
        ("next week", "2016-05-23/2016-05-29"),
        ("earlier this week", "2016-05-16/2016-05-18"),
        ("later this week", "2016-05-18/2016-05-22"),
        ("later in the week", "2016-05-18/2016-05-22"),
        ("late last week", "2016-05-09/2016-05-15"),
        ("this month", "2016-05"),
        ("last month", "2016-04"),
        ("next month", "2016-06"),
        ("earlier this month", "2016-05-01/2016-05-18"),
        ("as the month progresses", "2016-05-18/2016-05-31"),
        ("this year", "2016"),
        ("the previous year", "2015"),
        ("next year", "2017"),
        ("earlier this year", "2016-01-01/2016-05-18"),
        # early is the first half, late the second
        ("early next month", "2016-06-01/2016-06-15"),
        ("late last month", "2016-04-16/2016-04-30"),
        ("early this year", "2016-01-01/2016-06-30"),
        ("late last year", "2015-07-01/2015-12-31"),
        ("early in the year", "2016-01-01/2016-06-30"),
        ("late next year", "2017-07-01/2017-12-31"),
        # by the end is some day from the article’s on; at the end is in that time
        ("by the end of this year", "2016-05-18/2016-12-31"),
        ("before the end of next month", "2016-05-18/2016-06-30"),
        ("by the end of the week", "2016-05-18/2016-05-22"),
        ("at the end of the month", "2016-05"),
        ("at the end of last year", "2015"),
    ],
)
def test_words_relative_to_the_articles_day(words, right):
    assert read(words) == [right] and read(words, None) == [""]


@pytest.mark.parametrize(
    "words, right",
    [
        ("a year ago", "2015~"),
        ("two hundred years ago", "1816~"),
        ("201 years ago", ""),
        ("2½ years ago", ""),
        ("six months ago", "2015-11~"),
        ("five months ago", "2015-12~"),
        ("four months ago", "2016-01~"),
        ("two days ago", "2016-05-16"),
        ("three weeks ago", "2016-04-25/2016-05-01"),
        ("a week ago", "2016-05-09/2016-05-15"),
    ],
)
def test_times_ago(words, right):
    assert read(words) == [right] and read(words, None) == [""]


@pytest.mark.parametrize(
    "words, right",
    [
        ("it was said on Monday", "2016-05-16"),
        ("it was said on Wednesday", "2016-05-18"),
        ("it was said on Thursday", "2016-05-12"),
        ("last Monday", "2016-05-16"),
        ("last Wednesday", "2016-05-11"),
        ("next Wednesday", "2016-05-25"),
        ("next Tuesday", "2016-05-24"),
        ("it will be made by Friday", "2016-05-20"),
        ("it will be said on Wednesday", "2016-05-18"),
    ],
)
def test_weekdays(words, right):
    assert read(words) == [right] and read(words, None) == [""]


@pytest.mark.parametrize(
    "words, right",
    [
        ("this summer", "2016-06/2016-08"),
        ("last summer", "2015-06/2015-08"),
        ("last spring", "2016-03/2016-05"),
        ("last winter", "2015-12/2016-02"),
        ("next autumn", "2016-09/2016-11"),
        ("it was made in the autumn", "2015-09/2015-11"),
        ("it will be made in the autumn", "2016-09/2016-11"),
        ("it was made in March", "2016-03"),
        ("it was made in May", "2016-05"),
        ("it was made in June", "2015-06"),
        ("it will be made in May", "2016-05"),
        ("it will be made in April", "2017-04"),
        ("last May", "2015-05"),
        ("last April", "2016-04"),
        ("next May", "2017-05"),
        ("next June", "2016-06"),
        ("this May", "2016-05"),
        ("this October", "2016-10"),
        ("until September", "2016-09"),
        ("since September", "2015-09"),
        ("by March", "2016-05-18/2017-03-31"),
        ("in May next year", "2017-05"),
        ("March this year", "2016-03"),
        ("October last year", "2015-10"),
        ("in May two years ago", "2014-05"),
        ("it was opened just before Christmas", "2015-12"),
        ("it will be opened before Christmas", "2016-12"),
        ("late March", "2016-03-16/2016-03-31"),
        ("from October to March", "2015-10/2016-03"),
        ("from March to April", "2016-03/2016-04"),
        ("28 April to 2 May", "2016-04-28/2016-05-02"),
        ("12 to 13 May", "2016-05-12/2016-05-13"),
        *(("12 to 12 May", ""), ("13 to 12 May", "")),  # no span
        *(("28 to 31 April", ""), ("31 April to 2 May", "")),  # in no calendar
        ("30 December to 3 January", "2015-12-30/2016-01-03"),
        ("it was said on 19 May", "2015-05-19"),
        ("it was said on 18 May", "2016-05-18"),
        ("it will be said on 17 May", "2017-05-17"),
        ("it will be said on 18 May", "2016-05-18"),
        # where no word tells, a day of the next sixty is to come
        ("on 16 July", "2016-07-16"),
        ("on 17 July", "2015-07-17"),
        ("by 1 June", "2016-05-18/2016-06-01"),
    ],
)
def test_what_is_printed_without_its_year(words, right):
    assert read(words) == [right] and read(words, None) == [""]


@pytest.mark.parametrize(
    "words, right",
    [
        ("Christmas 2014", "2014-12"),
        ("winter 2014", "2014-12/2015-02"),
        ("spring of 2014", "2014-03/2014-05"),
        ("summer 2014", "2014-06/2014-08"),
        ("mid-2014", "2014-05-01/2014-08-31"),
        ("late 2014", "2014-07-01/2014-12-31"),
        ("the start of 2014", "2014-01-01/2014-06-30"),
        ("the end of 2014", "2014"),
        ("early June 2015", "2015-06-01/2015-06-15"),
        ("the middle of June 2015", "2015-06-10/2015-06-20"),
        ("mid-June 2015", "2015-06-10/2015-06-20"),
        ("late June 2015", "2015-06-16/2015-06-30"),
        ("the end of June 2015", "2015-06"),
        ("2014-16", "2014/2016"),
        ("2014 to 2015", "2014/2015"),
        ("2014/2015", "2014-04-01/2015-03-31"),
        ("2016 to 2014", ""),
        ("31 March 2014", "2014-03-31"),
        ("March 31, 2014", "2014-03-31"),
        ("1/2/2014", "2014-02-01"),
        ("0/2/2014", ""),
        ("1/13/2014", ""),
        ("1/12/14", "2014-12-01"),
        ("2014-12-31", "2014-12-31"),
        ("2014-13-31", ""),
        ("2014-12-00", ""),
        ("2014-00-12", ""),
        ("16 to 12 May 2015", ""),
        ("12 to 13 May 2015", "2015-05-12/2015-05-13"),
        ("30 December to 3 January 2015", "2014-12-30/2015-01-03"),
        ("30 December 2014 to 3 January 2015", "2014-12-30/2015-01-03"),
        ("30 to 31 June 2015", ""),
        ("from October to March 2015", "2014-10/2015-03"),
        ("between March and June 2015", "2015-03/2015-06"),
        ("October 2016 to March 2015", ""),
        ("March 2015 to March 2015", ""),
    ],
)
def test_what_is_printed_with_its_year_needs_no_day_of_an_article(words, right):
    assert read(words) == [right] == read(words, None)


@pytest.mark.parametrize(
    "words, right, without",
    [
        ("by the end of 2017", "2016-05-18/2017-12-31", "2017"),
        ("by the end of 2015", "2015", "2015"),
        ("by December 2016", "2016-05-18/2016-12-31", "2016-12"),
        ("by 19 May 2016", "2016-05-18/2016-05-19", "2016-05-19"),
        ("by 18 May 2016", "2016-05-18", "2016-05-18"),
        ("by 2016", "2016-05-18/2016-12-31", "2016"),
        ("by 2015", "2015", "2015"),
        ("in 2017", "2017", "2017"),
    ],
)
def test_by_a_date_to_come_is_from_the_articles_day_on(words, right, without):
    assert (read(words), read(words, None)) == ([right], [without])


@pytest.mark.parametrize(
    "words", ["recently", "the following week", "over the next year", "a month later", "by Easter"]
)
def test_words_of_time_that_no_date_can_be_read_from_are_no_gap(words):
    (said,) = dates_in(words, DAY)
    assert said == Said(0, len(words), "", False)


def test_the_year_in_the_name_of_an_act_is_no_date():
    assert read("the Children Act 2004, the Order (Adoption) 2005 and Working Together 2013") == []
    assert read("as it stood in 2004") == ["2004"]


def test_the_nearest_word_that_tells_decides():
    assert read("It was said that it will open in October") == ["2016-10"]
    assert read("It will be said, but it was opened in October") == ["2015-10"]
    assert read("It will be said. In October") == ["2015-10"]  # another sentence does not tell
    assert read("in October it will open") == ["2016-10"]


def test_a_date_beyond_the_calendar_has_no_reading():
    assert read("next week, last year", dt.date(9999, 12, 31)) == ["", "9998"]
