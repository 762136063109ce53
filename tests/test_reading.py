"""One reading of a text for all: files, places, and what is printed in them."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import TRIED
from helpers.dates import bounds
from helpers.schema import HOME
from tools.begin import begin
from tools.councilwords import authorities
from tools.figurewords import unit_of
from tools.reading import AMOUNT, COUNCIL, DATE, FIGURES, GRADE, KIND, candidates, day_of, numbers_in
from tools.texts import folded, places, text_of, texts, where_printed, words_at

DAY = dt.date(2016, 1, 5)  # a Tuesday
KNOWN = authorities(HOME / "reference" / "authorities.csv")


def found(words, *kinds, day=DAY):
    """What is found of some kinds in words, as [(as printed, reading)]."""
    text = text_of(words, "paper-2016-01-05")
    return [(c.as_printed, c.reading) for c in candidates(text, day, KNOWN) if c.what in kinds]


def readings(words, *kinds, day=DAY):
    """The readings alone."""
    return [reading for _, reading in found(words, *kinds, day=day)]


# --- files ---

WRITTEN = "Fund gives money\n\nThe fund gave £4.9m to 27 services – “a start”.\n"


@pytest.mark.parametrize(
    "codec, said",
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252 (“ANSI”)"),
    ],
)
def test_what_notepad_and_word_save_is_read_and_said(tmp_path, codec, said):
    (tmp_path / "A-2020.TXT").write_bytes(WRITTEN.encode(codec))
    read, wrong = texts(tmp_path)
    assert wrong == [] and read["a-2020"].encoding == said
    assert read["a-2020"].blocks == WRITTEN.strip().split("\n\n")


@pytest.mark.parametrize(
    "data, problem, remedy",
    [
        (b"PK\x03\x04 and more", "a Word file", "Plain Text"),
        (b"{\\rtf1 text}", "Rich Text", "Plain Text"),
        (b"%PDF-1.4", "a PDF", "Plain Text"),
        (b"\x81\x8d\x8f", "encoding that is not known", "UTF-8"),
        ("It cost Â£4.2m".encode(), "'Â£'", "UTF-8"),
        ("childrenâ€™s services".encode(), "wrong encoding", "UTF-8"),
        (b"a\0b" + b"x" * 90, "no plain text", "UTF-8"),
        (b"x" * 1_000_001, "too long", "UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path, data, problem, remedy):
    (tmp_path / "paper.txt").write_bytes(data)
    read, wrong = texts(tmp_path)
    assert read == {} and len(wrong) == 1
    assert wrong[0].file == "paper.txt" and problem in wrong[0].problem and remedy in wrong[0].remedy


def test_a_folder_without_texts_and_two_of_one_name(tmp_path):
    assert "no such folder" in str(texts(tmp_path / "none")[1][0])
    assert "holds no article texts" in str(texts(tmp_path)[1][0])
    (tmp_path / "a.txt").write_text("one", "utf-8")
    (tmp_path / "A.TXT").write_text("two", "utf-8")
    (tmp_path / "b.txt").mkdir()
    read, wrong = texts(tmp_path)
    assert list(read) == ["a"] and "but for capitals" in str(wrong[0])


# --- places ---


def test_blocks_are_counted_between_lines_that_look_blank():
    text = text_of("\n\n a\n\u00a0 \t\nb\nc\n\u200b\nd")
    assert [words_at(text, n) for n in ("1", "2", "3", "4", "0", "1.1", "x", "1.", "²")] == [
        " a", "b\nc", "d", None, None, None, None, None, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written, blocks",
    [
        ("a\r\n\r\nb", ["a", "b"]),
        ("a\r\rb", ["a", "b"]),
        ("a\u2029b\u2028c", ["a", "b\nc"]),
        ("a\x0cb", ["a", "b"]),
        ("chil\u00addren’s", ["children’s"]),
        ("cafe\u0301 o\ufb03ce", ["café office"]),
        ("\ufeffa\u200bb", ["ab"]),
    ],
)
def test_what_nobody_types_is_read_through(written, blocks):
    assert text_of(written).blocks == blocks


def test_lists_and_their_items():
    text = text_of("Three got it:\n• One – £4m\n  to build\n- Two\n\n1. a\n2) b\n\n• alone\n\n1. alone\n\na. x\nb. y")
    assert [p.paragraph for p in places(text)] == ["1", "1.1", "1.2", "2.1", "2.2", "3", "4", "5.1", "5.2"]
    assert words_at(text, "1.1") == "• One – £4m\n  to build" and words_at(text, "1.3") is None
    assert words_at(text, "3.1") == "• alone" and words_at(text, "4.1") is None


@pytest.mark.parametrize(
    "printed, words, stands",
    [
        ("4 per cent", "24 per cent", False),
        ("£1", "£1.4m", False),
        ("£1.4", "£1.4m", False),
        ('"about" £1.4m', "“about”\n£1.4m each", True),
        ("One - £4m", "One – £4m", True),
        ("Newham  Council", "Newham\u00a0Council", True),
        ("", "anything", False),
    ],
)
def test_words_stand_by_themselves(printed, words, stands):
    assert bool(where_printed(printed, folded(words))) == stands


# --- figures ---


@pytest.mark.parametrize(
    "words, right",
    [
        ("£5m", ["5000000 exact"]),
        ("£5 million", ["5000000 exact"]),
        ("five million pounds", ["5000000 exact"]),
        ("a further £200m", ["200000000 exact"]),
        ("between £1m and £2m", ["1000000 to 2000000"]),
        ("£2-3m", ["2000000 to 3000000"]),
        ("£2m to £3m", ["2000000 to 3000000"]),
        ("£2m and £3m", ["2000000 exact", "3000000 exact"]),
        ("more than £400,000", ["400000 at least"]),
        ("up to £10,000", ["10000 up to"]),
        ("nearly £1.2bn", ["1200000000 about"]),
        ("£44,987.14", ["44987 exact"]),
        ("£1½m", ["1500000 exact"]),
        ("half a million pounds", ["500000 exact"]),
        ("£744,000.", ["744000 exact"]),
    ],
)
def test_amounts(words, right):
    assert readings(words, AMOUNT) == right
    assert readings(words, "number", "percentage") == []


@pytest.mark.parametrize(
    "words, right",
    [
        ("24 per cent", "24 per cent"),
        ("one per cent", "1 per cent"),
        ("24%", "24 per cent"),
        ("0.5 percent", "0.5 per cent"),
        ("between 20 and 30 per cent", "20 to 30 per cent"),
        ("one in five", "20 per cent"),
        ("two out of three", "66.7 per cent"),
        ("two-thirds", "66.7 per cent"),
        ("a third of them", "33.3 per cent"),
        ("more than half of councils", "50 per cent, at least"),
        ("two percentage points", "2 percentage points"),
        ("Twenty-nine councils", "29 councils"),
        ("two dozen inspectors", "24 inspectors"),
        ("Forty-three services", "43 services"),
        ("1.2 million children", "1200000 children"),
        ("2½ years", "2.5 years"),
        ("over three years", "3 years"),
        ("around three months", "3 months, about"),
        ("two-year fund", "2 years"),
        ("24-year-olds", "24 years old"),
        ("12 delivery partners", "12 delivery partners"),
        ("24 children’s services departments", "24 children's services departments"),
        ("one hundred and ten", "110"),
        ("one year", "1 years"),
        ("doubled", "2 times"),
    ],
)
def test_percentages_and_numbers(words, right):
    assert readings(words, *FIGURES) == [right]


@pytest.mark.parametrize(
    "words",
    [
        "the first, second and 21st",
        "one of them, no one",
        "Section 17 and section 31(4)",
        "Catch 22 and Covid-19",
        "at 9.30am or 10:30",
        "call 01924 555 0142",
        "news24@paper.example and www.paper24.example",
        "24/7",
        "the Children Act 1989, the Children and Social Work Act 2017",
        "SW1A 2AA, the 1990s, [12]",
        "1. In this part",
        "hundreds of children, dozens of others",
        "the second half, half-term",
    ],
)
def test_what_is_no_figure(words):
    assert found(words, *FIGURES) == []


@pytest.mark.parametrize(
    "words, counts",
    [
        ("two initiatives", False),
        ("three new areas", False),
        ("the two of them", False),
        ("two councils", True),
        ("12 areas", True),
        ("majority of councils", False),
    ],
)
def test_what_counts_is_written_down(words, counts):
    text = text_of(words, "paper-2016-01-05")
    assert [c.counts for c in candidates(text, DAY, KNOWN) if c.what in FIGURES] == [counts]


@pytest.mark.parametrize(
    "after, unit, length",
    [
        (" social workers", "social workers", 15),
        (" good new delivery partners", "good new delivery partners", 27),
        (" very good new delivery partners", "", 0),  # three words before it at most
        (" local authorities' plans", "local authorities", 19),
        (" people", "people", 7),
        (" people's", "", 0),
        (" is low", "", 0),
        (" of the departments", "", 0),  # one word of a sentence's frame is enough
        (" departments of", "departments", 12),
        (" business is good", "", 0),  # no plural
        (" years ago", "years", 6),
        ("-year-olds", "years old", 10),
        ("-strong team", "", 7),
        ("-6", "", 1),
        ("- that is", "", 0),
        (". That", "", 0),
    ],
)
def test_what_a_number_counts_are_the_words_after_it(after, unit, length):
    assert unit_of(after) == (unit, length)


@pytest.mark.parametrize(
    "words, right",
    [
        ("two-thirds", {66.7, 67.0}),
        ("one in five", {20.0, 0.2}),
        ("Twenty-nine councils", {29.0}),
        ("1.2 million children", {1_200_000.0, 1.2}),
        ("£37.6m", {37_600_000.0, 37.6}),
        ("2½ years", {2.5}),
        ("two dozen", {24.0}),
        ("60k", {60_000.0}),
        ("one and a half", {1.5}),
        ("minus 3", {-3.0}),
        ("11- to 24-year-olds", {11.0, 24.0}),
        ("none", {0.0}),
        ("half a million", {500_000.0}),
    ],
)
def test_the_numbers_in_words(words, right):
    assert right <= numbers_in(words)


@pytest.mark.parametrize("words", ["", "the first", "several hundred", "dozens", "both", "a couple", "a third council"])
def test_a_number_that_is_not_understood_is_none(words):
    assert numbers_in(words) is None


# --- dates ---


@pytest.mark.parametrize(
    "words, right",
    [
        ("Tuesday, January 5, 2016", "2016-01-05"),
        ("the 12th of May 2015", "2015-05-12"),
        ("7 Sept 2015", "2015-09-07"),
        ("31/03/2014", "2014-03-31"),
        ("31.3.14", "2014-03-31"),
        ("2014-02-12", "2014-02-12"),
        ("12 to 16 May 2015", "2015-05-12/2015-05-16"),
        ("March 2014", "2014-03"),
        ("between October 2014 and March 2016", "2014-10/2016-03"),
        ("2014/15", "2014-04-01/2015-03-31"),
        ("2014-15", "2014-04-01/2015-03-31"),
        ("2016 to 2020", "2016/2020"),
        ("in 2013", "2013"),
        ("by 2020", "2016-01-05/2020-12-31"),
        ("In early 2014", "2014-01-01/2014-06-30"),
        ("late March 2015", "2015-03-16/2015-03-31"),
        ("spring 2015", "2015-03/2015-05"),
        ("last autumn", "2015-09/2015-11"),
        ("today", "2016-01-05"),
        ("last week", "2015-12-28/2016-01-03"),
        ("earlier this month", "2016-01-01/2016-01-05"),
        ("later this month", "2016-01-05/2016-01-31"),
        ("as the year progresses", "2016-01-05/2016-12-31"),
        ("last year", "2015"),
        ("Just before Christmas", "2015-12"),
        ("it was seen in October", "2015-10"),
        ("it is expected to be completed by March", "2016-01-05/2016-03-31"),
        ("it will be opened in October", "2016-10"),
        ("it was announced on Thursday", "2015-12-31"),
        ("to be discussed on Thursday", "2016-01-07"),
        ("our next edition on 26 January", "2016-01-26"),
        ("it was published on 12 March", "2015-03-12"),
        ("two years ago", "2014~"),
        ("in May last year", "2015-05"),
    ],
)
def test_dates(words, right):
    assert readings(words, DATE) == [right]


def test_the_first_of_a_month_and_the_turn_of_the_year():
    assert readings("last month", DATE, day=dt.date(2016, 3, 31)) == ["2016-02"]
    assert readings("it opened in December", DATE, day=dt.date(2016, 12, 1)) == ["2016-12"]
    assert readings("30 February 2016, 31/13/2016", DATE) == ["", ""]


def test_without_the_articles_day_a_relative_date_has_no_reading():
    assert found("last week and in May, but in 2013", DATE, day=None) == [
        ("last week", ""), ("in May", ""), ("in 2013", "2013")
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["you may march", "the inspection 2,014 times", "£2014", "an Act of 2014 pages"])
def test_what_is_no_date(words):
    assert [reading for reading in readings(words, DATE) if reading != "2014"] == []


def test_the_articles_day_is_the_last_that_it_can_be():
    text = text_of("", "paper-2016-01")
    assert day_of(text) == dt.date(2016, 1, 31) and day_of(text, "2015/2016-02-03") == dt.date(2016, 2, 3)
    assert day_of(text, "no date") == dt.date(2016, 1, 31) and day_of(text_of("", "paper")) is None


# --- grades ---


@pytest.mark.parametrize(
    "words, right",
    [
        ("judged “inadequate” by Ofsted", ["inadequate"]),
        ("rated good or outstanding", ["good or outstanding"]),
        ("seeing more good or better children’s services", ["good or outstanding"]),
        ("29 per cent good and one per cent outstanding", ["good", "outstanding"]),
        ("in ‘good' and ‘outstanding' councils", ["good", "outstanding"]),
        ("services ‘require improvement to be good’", ["requires improvement"]),
        ("an inadequate grading", ["inadequate"]),
        ("now in the lowest rating", ["inadequate"]),
        ("rated less than good", ["requires improvement or inadequate"]),
        ("Good: 12", ["good"]),
        ("Ofsted says Torbay is now good.", ["good"]),
        ("good practice and outstanding results", []),
        ("It is always a good idea", []),
        ("inadequate housing", []),
        ("so good things may be done", []),
    ],
)
def test_grades(words, right):
    assert readings(words, GRADE) == right


# --- councils ---


@pytest.mark.parametrize(
    "words, right",
    [
        ("Newham Council and Slough", ["newham", "slough"]),
        ("Hammersmith & Fulham", ["hammersmith-and-fulham"]),
        (
            "Richmond and Kingston, Leeds and Durham",
            ["richmond-upon-thames", "kingston-upon-thames", "leeds", "county-durham"],
        ),
        ("Hull", ["kingston-upon-hull"]),
        ("St Helens, Stoke on Trent, Southend", ["st-helens", "stoke-on-trent", "southend-on-sea"]),
        ("West Berkshire", ["west-berkshire"]),
        ("SLOUGH COUNCIL", ["slough"]),
        ("Durham County Council", ["county-durham"]),
        ("the Royal Borough of Kensington\nand Chelsea", ["kensington-and-chelsea"]),
        ("Reading, Slough and Luton", ["reading", "slough", "luton"]),
        ("In Leeds", ["leeds"]),
        ("Leicester City and Surrey", ["leicester", "surrey"]),
        ("Slough Children's Services Trust", ["slough"]),
    ],
)
def test_councils(words, right):
    assert readings(words, COUNCIL) == right


@pytest.mark.parametrize(
    "words",
    [
        "Kingston University",
        "the University of Bedfordshire",
        "Berkshire",
        "Durham City Council",
        "Kent Police and Devon and Cornwall Police",
        "the Bishop of Lincoln, the Duke of York",
        "Cllr Mark Bolton, Jane Sutton and Dr Bury",
        "New York, North Kent, Newcastle-under-Lyme",
        "Bristol City fans, Derby County and Leeds United",
        "Reading books to children",
        "the Sutton Trust, at Westminster",
        "the MP for Slough, the Member for York Central",
    ],
)
def test_what_is_no_council(words):
    assert found(words, COUNCIL) == []


def test_a_council_is_one_of_the_articles_day_or_of_a_date_beside_it():
    assert readings("Cumberland and Cumbria", COUNCIL, day=dt.date(2025, 5, 14)) == ["cumberland"]
    assert readings("Cumberland and Cumbria", COUNCIL) == ["cumbria"]
    later = dt.date(2025, 5, 14)
    assert readings("Northamptonshire was rated in 2019. Dorset was not.", COUNCIL, day=later) == [
        "northamptonshire", "dorset-unitary"
    ]  # fmt: skip
    assert readings("Northamptonshire now. It was rated in 2019.", COUNCIL, day=later) == []


# --- kinds of intervention ---


@pytest.mark.parametrize(
    "words, right",
    [
        ("a children’s commissioner appointed in March.", ["commissioner appointed"]),
        ("the children’s commissioner for England said that it was so", []),
        ("the police and crime commissioner said that it was so", []),
        ("The trust, which was set up in May, said so.", ["trust launched"]),
        ("an Ofsted monitoring visits noted it in May.", ["monitoring visit"]),
        ("Monitoring visits and intervention", []),
    ],
)
def test_kinds_of_intervention(words, right):
    assert readings(words, KIND) == right


# --- all together ---

SAID = (
    "£5m £2-3m between and to 24 per cent % one in five two-thirds a third half Slough Council Kent Reading inadequate "
    "'good' good or outstanding rated judged by March in October 2014/15 31/12/2014 29 February 2015 last week Friday "
    "on Thursday . , ; : ( ) - • 1. commissioner trust launched the was will get awarded hundred thousand twenty-one £ "
    "£1,2 ½ 2½ 0 9999 2099 31 June two early late mid end of spring Christmas ago million dozen Tri-borough ‘ ’ “ ”"
).split()
TEXTS = st.lists(st.sampled_from([*SAID, "\n", "\n\n", "\t"]) | st.text(max_size=4), max_size=50).map(" ".join)


@settings(parent=TRIED, deadline=None)
@given(TEXTS | st.text(max_size=200), st.none() | st.dates())
def test_reading_never_fails_and_prints_what_stands_there(written, day):
    text = text_of(written, "paper")
    read = candidates(text, day, KNOWN)
    for candidate in read:
        assert 0 < len(candidate.as_printed) <= 60
        assert where_printed(candidate.as_printed, folded(words_at(text, candidate.paragraph)))
        if candidate.what == DATE:
            assert bounds(candidate.reading)
    for row in begin(text, day, read, read, set()).rows:
        assert row.cells["paragraph"] and row.cells["as_printed"]


def test_no_figure_stands_within_another():
    text = text_of("On 12 May 2015 the 24 per cent of £5m came to two dozen in one in five, 2014/15.", "paper")
    spans = sorted((c.start, c.end) for c in candidates(text, DAY, KNOWN) if c.what in (*FIGURES, DATE))
    assert all(one[1] <= other[0] for one, other in pairwise(spans)) and len(spans) == 6
