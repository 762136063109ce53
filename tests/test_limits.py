"""Limits that decide, each with a case on either side, where no other test comes so near."""

import datetime as dt
import re
from collections import defaultdict
from types import SimpleNamespace
from xml.etree.ElementTree import Element

import pytest
from helpers_for_tests import AUTHORITIES, made, write
from openpyxl import Workbook

from helpers.schema import resource
from tools import about_money
from tools.arrange import arrange
from tools.begin_ratings import given_to
from tools.check import check
from tools.council_names import Councils
from tools.draft import source
from tools.gradewords import grades_in
from tools.grants360 import Import
from tools.grants_read import Refusal, Refused, first_of
from tools.missing import Rows
from tools.numerals import number, numbers_in, share
from tools.raw import WIDEST, fields
from tools.sentences import sentences
from tools.sheets import clean, grow, with_cells
from tools.texts import text_of
from tools.workbook import _read_sheet, filled_rows


def test_three_of_many_are_named():
    assert first_of(["a"]) == "a" and first_of(["a", "b", "c"]) == "a, b and c"
    assert first_of(["a", "b", "c", "d"]) == "a, b, c and 1 more"
    assert first_of([*"abcdefgh"] * 200) == "a, b, c and 1,597 more"


@pytest.mark.parametrize(
    "funders, publisher",
    [
        ([""], "not given"),
        (["B"], "B"),
        (["B", "A"], "A and B"),
        (["B", "A", "C"], "several funders"),
    ],
)
def test_two_funders_of_a_file_are_named_and_three_are_not(funders, publisher):
    book = Import.__new__(Import)
    book.new, book.refused = defaultdict(list), Refused()
    book.grants = [("a", "2", {"fundingorg:name": name} if name else {}, 1) for name in funders]
    book.source("Grants data", "grants", dt.date(2016, 5, 1), ["one"])
    assert book.new["sources"][0]["publisher"] == publisher


@pytest.mark.parametrize(
    "links, url",
    [
        (["https://a.example/x"] * 2, "https://a.example/x"),
        (["https://a.example/x", "https://a.example/y"], ""),
        (["", "https://a.example/x"], "https://a.example/x"),
        (["ftp://a.example/x"], ""),
        ([""], ""),
    ],
)
def test_the_address_of_a_file_is_the_one_that_it_gives(links, url):
    book = Import.__new__(Import)
    book.new, book.refused = defaultdict(list), Refused()
    book.grants = [("a", "2", {"datasource": link}, 1) for link in links]
    book.source("Grants data", "grants", dt.date(2016, 5, 1), ["one"])
    assert book.new["sources"][0]["url"] == url


def test_signs_that_a_workbook_cannot_hold_are_left_out():
    assert clean("a\tb\nc d") == "a\tb\nc d" and clean(24) == "24"
    assert clean("a\x00b\x1fc\ufffed\uffffe\ud800f\udfffg") == "abcdefg"
    assert clean("\ud7ff\ue000\ufffd") == "\ud7ff\ue000\ufffd"


@pytest.mark.parametrize(
    "words, grade",
    [
        ("the lowest judgement of all", "inadequate"),
        ("the lowest judgment of all", "inadequate"),
        ("the highest possible rating", "outstanding"),
        ("the bottom category", "inadequate"),
        ("an inadequate judgment", "inadequate"),
        ("an inadequate judgement", "inadequate"),
        ("a good Ofsted report", "good"),
        ("a good overall judgment", "good"),
    ],
)
def test_words_of_judging_make_a_grade(words, grade):
    assert [found for *_, found in grades_in(words)] == [grade]


def test_how_a_share_in_words_may_be_typed():
    assert numbers_in("two-thirds") == {
        *(2 / 3, 0.67, 0.667, 0.6667),
        *(2 / 3 * 100, 67.0, 66.7, 66.67, 66.667, 66.6667),
        2.0,  # thirds, of which there are two
    }
    assert numbers_in("it halved") == {0.5, 50.0} and numbers_in("it trebled") == {3.0, 200.0}


@pytest.mark.parametrize("length, own", [(0, True), (139, True), (140, False), (300, False)])
def test_a_grade_too_far_from_a_council_is_not_its_own(length, own):
    sentence = SimpleNamespace(between=lambda *_: "x" * length, before=lambda _: "Leeds was ")
    assert given_to(sentence, None, SimpleNamespace(value="good", as_printed="good")) is own


@pytest.mark.parametrize(
    "between, before, own",
    [
        (" and other councils were ", "", False),
        (" is among the first councils ", "", True),
        (" was ", "it was changed from ", False),
        (" was ", "it had been ", False),
        (" was ", "it had been rated ", True),
        ("; it was ", "", False),
        (" was better than ", "", False),
    ],
)
def test_a_grade_of_others_or_of_before_is_not_a_councils_own(between, before, own):
    sentence = SimpleNamespace(between=lambda *_: between, before=lambda _: before)
    assert given_to(sentence, None, SimpleNamespace(value="good", as_printed="good")) is own


@pytest.mark.parametrize("name, publisher", [("echo-2017-03-20", "The Echo"), ("echoes-2017-03-20", "Echoes")])
def test_a_publisher_is_called_as_in_earlier_rows(name, publisher):
    rows = Rows({})
    rows.add("sources", {"source_id": "echo-2016-01-05", "publisher": "The Echo", "published": "2016-01-05"})
    assert source(text_of("A title", name), rows)["publisher"] == publisher


def test_sentences_end_at_full_stops_before_capitals_and_not_after_titles():
    words = "It is £5m. £6m is more. He met Mr. Smith in No. 10 (so “it was”.) 'Then' he left? 24 did! they stayed"
    assert [s.words.strip() for s in sentences(text_of(words), [])] == [
        "It is £5m.",
        "£6m is more.",
        'He met Mr. Smith in No. 10 (so "it was".)',
        "'Then' he left?",
        "24 did! they stayed",
    ]


def test_a_value_that_may_stand_once_only_is_held_beside_the_key(tmp_path):
    """Two authorities of different names cannot share a code of the Office for National Statistics."""
    own = [row | {"council_id": f"{row['council_id']}-x"} for row in AUTHORITIES]
    twice = [own[0], own[1] | {"gss_code": own[0]["gss_code"]}, *own[2:]]
    judged = [{"council_id": "alton-x", "published": "2014-02-01", "overall": "good"}]
    found = [str(f) for f in check(write(tmp_path, authorities=twice, ofsted_judgements=judged))]
    assert [line for line in found if "gss_code" in line and "stands in an earlier row too, line 2" in line]
    found = [str(f) for f in check(write(tmp_path, authorities=own, ofsted_judgements=judged))]
    assert not [line for line in found if "gss_code" in line]


@pytest.mark.parametrize("name, known", [("A fund", True), ("North", True), ("A find", False), ("", False)])
def test_a_claim_may_name_a_programme_or_a_group(tmp_path, name, known):
    claims = [{"check": f"group members match the number: {name}".strip(": "), "about": "figure"}]
    folder = write(tmp_path, memberships=[{"group": "North"}], statistics=[{}], claims=claims)
    assert any("a programme or a group" in str(finding) for finding in check(folder)) is not known


@pytest.mark.parametrize(
    "day, council", [("2016-03-31", None), ("2016-04-01", "alton"), ("2017-03-31", "alton"), ("2017-04-01", None)]
)
def test_a_council_is_known_from_its_first_day_to_its_last(day, council):
    row = {"council_id": "alton", "name": "Alton", "also_known_as": "", "gss_code": "E10000001"}
    row |= {"council_type": "county", "valid_from": "2016-04-01", "valid_to": "2017-03-31"}
    councils = Councils([row])
    assert councils.named("Alton County Council", day) == councils.at("", "E10000001", day) == council
    assert councils.named("Alton", day) == council  # the whole name


def test_the_front_page_has_the_first_of_a_few():
    kinds = ["budget", "award round", "spending", "other investment"]
    rows = [{"commitment_id": kind.replace(" ", "-"), "kind": kind} for kind in kinds]
    assert len(about_money.leads(made(commitments=rows))) == 2
    assert len(about_money.leads(made(commitments=rows[:1]))) == 1
    sources = [{"source_id": i, "published": f"2016-05-0{n}"} for n, i in enumerate("abc", 1)]
    awards = [{"award_id": i, "source_id": i} for i in "abc"]
    assert len(about_money.leads(made(sources=sources, awards=awards))) == 2


@pytest.mark.parametrize(
    "words, right",
    [
        *((f"one {name}", 1 / part) for part, name in enumerate("third quarter fifth sixth seventh eighth".split(), 3)),
        *((f"a {name}", 1 / part) for name, part in {"ninth": 9, "tenth": 10, "twelfth": 12, "hundredth": 100}.items()),
        *(("three-quarters", 0.75), ("one in three", 1 / 3), ("nine out of ten", 0.9), ("half", 0.5)),
        *(("one in 1,899", 1 / 1899), ("one in 1,900", None), ("three in two", None), ("one in one", None)),
    ],
)
def test_shares_in_words(words, right):
    assert share(words) == (right if right is None else pytest.approx(right))


@pytest.mark.parametrize(
    "words, right",
    [
        *(
            (word, n)
            for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
        ),
        *(
            (f"{word}-one", n + 1)
            for n, word in zip(range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split())
        ),
        *(("1¼", 1.25), ("1½", 1.5), ("1¾", 1.75), ("1⅛", 1.125), ("⅔", 2 / 3), ("⅓", 1 / 3)),
        *(
            ("two dozen", 24),
            ("three hundred", 300),
            ("2 thousand", 2000),
            ("1.5 million", 1.5e6),
            ("2bn", 2e9),
            ("2b", 2e9),
            ("2 billion", 2e9),
            ("5mn", 5e6),
            ("5m", 5e6),
            ("5k", 5e3),
        ),
        *(("999,999,999,999,999", 1e15 - 1), ("9,999,999,999,999,999", 1e15)),  # no text means more
        *(("one hundred and ten thousand", 110_000), ("two thousand and twelve", 2012), ("half a dozen", 6)),
    ],
)
def test_numbers_in_words(words, right):
    assert number(words) == pytest.approx(right)


@pytest.mark.parametrize("length, said", [(40, "x" * 40), (41, "x" * 40 + "...")])
def test_an_odd_value_is_cut_after_forty_signs(length, said):
    refused = Refused()
    refused.add(Refusal("the amount is odd", "x" * length), "row 2", 5)
    assert len(refused) == 1
    assert list(refused) == [
        f"Refused: 1 with £5: the amount is odd (row 2: '{said}').",
        "The sum refused is £5 of £5 (100.0%).",
    ]


@pytest.mark.parametrize(
    "reference, written, grown",
    [
        ("A1", ["B7"], "A1:B7"),
        ("B2:C3", ["A9"], "A2:C9"),
        ("B2:C3", ["C2"], "B2:C3"),
        ("B2:C3", ["D1", "B12"], "B1:D12"),
        ("B2:C3", [], "B2:C3"),
    ],
)
def test_a_sheets_stated_size_reaches_what_is_written(reference, written, grown):
    size = Element("dimension", {"ref": reference})
    grow(size, dict.fromkeys(written, "x"))
    assert size.get("ref") == grown and grow(None, {"A1": "x"}) is None


@pytest.mark.parametrize("place, order", [("A2", "A2 B2 D2"), ("C2", "B2 C2 D2"), ("E2", "B2 D2 E2"), ("B2", "B2 D2")])
def test_a_cell_is_written_between_its_neighbours_and_a_row_between_its(place, order):
    """Excel takes a file whose cells stand out of order for a damaged one."""
    rows = '<row r="2"><c r="B2"/><c r="D2"/></row><row r="4"><c r="A4"/></row>'
    sheet = f'<worksheet xmlns="urn:x"><sheetData>{rows}</sheetData></worksheet>'
    made = with_cells(sheet, {place: "x", "A3": "y", "A1": 1, "A5": 2})
    assert re.findall(r'<row r="(\d)"', made) == ["1", "2", "3", "4", "5"]
    assert re.findall(r'<c r="(\w+)"', made) == ["A1", *order.split(), "A3", "A4", "A5"]


@pytest.mark.parametrize("many, more", [(1, ""), (2, ", and so do 1 more cells"), (3, ", and so do 2 more cells")])
def test_cells_beside_a_table_are_counted(many, more):
    sheet = Workbook().active
    names = fields(resource("events"))
    sheet.append(names)
    sheet.append(["event", *([""] * len(names)), *(["stray"] * many)])
    _, found = _read_sheet("tables.xlsx", sheet, filled_rows(sheet), resource("events"), None)
    assert [finding.problem for finding in found if "stands under" in finding.problem] == [
        f"stands under no column’s name{more}"
    ]


EVENT = ["event", "alton", "meeting", "happened", "2016-04", "", "gazette-2016-05-01", "3", "words", ""]


@pytest.mark.parametrize("rows, more", [(1, ""), (2, "; the same in 1 more row"), (3, "; the same in 2 more rows")])
def test_rows_with_cells_under_no_name_are_counted_and_not_their_cells(rows, more):
    header = ["", *fields(resource("events")), "", "own"]
    _, found = arrange("events.csv", resource("events"), [(1, header), *[(2, ["x", *EVENT, "y", ""])] * rows])
    assert [f.problem for f in found if "stands under" in f.problem] == [f"stands under no column’s name{more}"]


@pytest.mark.parametrize(
    "beyond, others",
    [([], ""), ([" ", ""], ""), (["a"], ", nor is 1 more"), (["a", "", "b"], ", nor are 2 more")],
)
def test_headings_beyond_those_that_are_looked_at_are_counted(beyond, others):
    names = fields(resource("events"))
    header = [*names, "own", *[""] * (WIDEST - len(names) - 1), *beyond]
    _, (finding,) = arrange("events.csv", resource("events"), [(1, header)])
    assert finding.problem.removesuffix(" in the header row") == f"is no column of this table{others}"


# --- the row of an article that a draft begins ---


@pytest.mark.parametrize(
    "lines, author",
    [
        (["A title", "By Anna Writer"], "Anna Writer"),
        (["20 March 2017", "A title", "Anna Writer and Bob Other"], "Anna Writer"),
        (["Anna Writer", "It has no title"], ""),  # the first line is the title
        (["A title", *["it goes on."] * 4, "By Anna Writer"], "Anna Writer"),
        (["A title", *["it goes on."] * 5, "By Anna Writer"], ""),  # the seventh line
        (["A title", "Anna went home."], ""),
    ],
)
def test_an_author_stands_alone_on_one_of_the_first_lines(lines, author):
    assert source(text_of("\n".join(lines), "echo"), Rows({}))["author"] == author


@pytest.mark.parametrize(
    "name, words, day",
    [
        ("echo-2017-03-20", "A title\n\n21 March 2017", "2017-03-20"),
        ("echo", "A title\n\n21 March 2017\n\nUpdated on 22 March 2017", "2017-03-21"),
        ("echo", "A title\n\nIn March 2017", ""),  # no day
        ("echo", "A title\n\na\n\nb\n\n21 March 2017", "2017-03-21"),
        ("echo", "A title\n\na\n\nb\n\nc\n\n21 March 2017", ""),  # the fifth paragraph
    ],
)
def test_an_articles_day_is_that_of_its_name_or_the_first_of_its_beginning(name, words, day):
    assert source(text_of(words, name), Rows({}))["published"] == day
