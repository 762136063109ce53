"""Tables as people really bring them: what each kind of them must be answered with, line by line."""

import csv
import os
import signal
import tracemalloc
import zipfile

import pytest
from helpers_for_tests import write_csv
from openpyxl import load_workbook

from helpers.schema import resource
from tools import workbook
from tools.__main__ import main
from tools.folder import read_folder
from tools.raw import fields
from tools.workbook import WORKBOOK, articles, new_report

PAPER = {
    "source_id": "paper-2017-03-20",
    "title": "Councils get £5m",
    "publisher": "Paper",
    "published": "2017-03-20",
    "kind": "news",
}
ROW = {"source_id": PAPER["source_id"], "paragraph": "3", "as_printed": "words"}
FUND = {"commitment_id": "fund", "programme": "A fund", "kind": "award round", "as_printed": "£5m"}
AWARD = {
    "award_id": "a1",
    "announced": "2017-03-20",
    "recipient": "Council 1",
    "recipient_type": "council",
    "as_printed": "£100,000",
}
SPREAD = {"spread_id": "s", "as_at": "2017-03", "counted": "councils", "inspected": "100"}
EVENT = {"event_id": "e1", "kind": "trust launched", "status": "happened"}
FIGURE = {"statistic_id": "s0", "subject": "x", "unit": "u", "bound": "exact"}
RATING = {"rating_id": "r1", "scope": "overall", "grade": "good"}
RECIPIENT = {"award_id": "a1", "council_id": "leeds", "role": "recipient"}


def rows_of(name, rows):
    """Whole rows of a table from parts of rows; every row but an article's is one of the paper."""
    start = {} if name == "sources" else {k: v for k, v in ROW.items() if k in fields(resource(name))}
    names = fields(resource(name))
    stray = {column for row in rows for column in row} - {*names, "draft"}
    assert not stray, stray
    return [names, *([str((start | row).get(column, "")) for column in names] for row in rows)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mine"


def fill(folder, **tables):
    """A folder of article tables in CSV, header-only but for the rows given."""
    tables = {"sources": [PAPER]} | tables
    for description in articles():
        write_csv(folder / description["path"], rows_of(description["name"], tables.pop(description["name"], [])))
    assert not tables
    return folder


def awards(count=20, **more):
    """That many awards, each in the next item of list 3."""
    return [
        AWARD | {"award_id": f"a{i}", "recipient": f"Council {i}", "paragraph": f"3.{i}"} | more
        for i in range(1, count + 1)
    ]


def told(folder, capsys):
    """The lines that `check` prints, and its exit status."""
    status = main(["check", str(folder)])
    return status, capsys.readouterr().out.splitlines()


def in_order(folder):
    """What `check` answers where nothing is to be said."""
    return 0, [f"{folder}: every table is in order."]


# --- numbers and amounts ---

RIGHT = [  # what is printed, and a value that is right for it
    ("two-thirds", "66.7"),
    ("two thirds", "66.67"),
    ("one in five", "20"),
    ("one in four", "25"),
    ("a third", "33.3"),
    ("half", "50"),
    ("Twenty-nine councils", "29"),
    ("twenty-one", "21"),
    ("Forty-three services", "43"),
    ("one hundred and ten", "110"),
    ("1.2 million children", "1200000"),
    ("1.2 million", "1.2"),
    ("3 million children", "3000000"),
    ("£37.6m", "37600000"),
    ("60k", "60000"),
    ("2½ years", "2.5"),
    ("one and a half", "1.5"),
    ("two dozen", "24"),
    ("minus 3", "-3"),
    ("83,630", "83630"),
    ("several", "7"),
    ("a couple", "2"),
    ("no deaths", "0"),
    ("doubled", "100"),
    ("the lot", "12"),
]


LENGTHS = [  # what is printed, the value and the unit, and what is said where it is wrong
    ("two years", "24", "months", ""),
    ("two years", "2", "years", ""),
    ("18 months", "1.5", "years", ""),
    ("18 months", "2", "years", "Type 1.5, or correct as_printed"),
    ("six weeks", "42", "days", ""),
    ("a year", "12", "months", ""),
    ("two years", "25", "months", "Type 24, or correct as_printed"),
    ("30 days in two years", "30", "days", ""),
    ("two years", "24", "councils", "Type 2, or correct as_printed"),
]


@pytest.mark.parametrize(("printed", "value", "unit", "remedy"), LENGTHS)
def test_a_length_may_be_held_in_another_unit(folder, capsys, printed, value, unit, remedy):
    fill(folder, statistics=[FIGURE | {"value": value, "unit": unit, "as_printed": printed}])
    status, lines = told(folder, capsys)
    assert status == bool(remedy) and (not remedy or remedy in lines[0])


def test_right_numbers_are_never_refused(folder, capsys):
    figures = [
        FIGURE | {"statistic_id": f"f{i}", "value": value, "as_printed": printed}
        for i, (printed, value) in enumerate(RIGHT)
    ]
    fill(folder, statistics=figures)
    assert told(folder, capsys) == in_order(folder)


WRONG = [  # what is printed, a wrong value, and the remedy
    ("Forty-three services", "3", "Type 43, or correct as_printed"),
    ("1.2 million children", "1300000", "Type 1.2 or 1200000, or correct as_printed"),
    ("83,630", "83360", "Type 83630, or correct as_printed"),
    ("3 of 12 councils", "4", "Type 3 or 12, or correct as_printed"),
    ("two-thirds", "60", "Compare it with the article"),
]


@pytest.mark.parametrize(("printed", "value", "remedy"), WRONG)
def test_wrong_numbers_are_answered_with_what_is_printed(folder, capsys, printed, value, remedy):
    fill(folder, statistics=[FIGURE | {"value": value, "as_printed": printed}])
    line = f"statistics.csv, line 2, column value: '{value}' is not what the article prints ({printed}). {remedy}."
    assert told(folder, capsys) == (1, [line, "1 finding."])


AMOUNTS = [  # as_printed, amount_gbp, amount_to_gbp, amount_bound: all of them right
    ("£5m", "5000000", "", "exact"),
    ("£5m", "", "", ""),
    ("£5m", "5000000", "", ""),
    ("five million pounds", "5000000", "", "exact"),
    ("5 million pounds", "5000000", "", "exact"),
    ("more than £400,000", "400000", "", "at least"),
    ("up to £10,000", "", "", ""),
    ("£44,987.14", "44987", "", "exact"),
    ("£2m to £3m", "2000000", "3000000", "exact"),
    ("between £2m and £3m", "2000000", "3000000", ""),
    ("£2-3m", "", "", ""),
    ("£2m to £3m", "2000000", "", "exact"),
    ("£2½m", "2500000", "", "exact"),
    ("£4,2m", "4200000", "", "exact"),
    ("second round", "", "", ""),
    ("a seven-figure sum", "", "", ""),
    ("a dozen grants of a million each", "12000000", "", "exact"),
]


def test_right_amounts_are_never_refused(folder, capsys):
    sums = [
        FUND | {"commitment_id": f"f{i}", "as_printed": p, "amount_gbp": a, "amount_to_gbp": to, "amount_bound": b}
        for i, (p, a, to, b) in enumerate(AMOUNTS)
    ]
    fill(folder, commitments=sums)
    assert told(folder, capsys) == in_order(folder)


WRONG_AMOUNTS = [
    ({"as_printed": "£5m", "amount_gbp": "500000"}, "amount_gbp", "Type 5000000, or correct as_printed"),
    ({"as_printed": "more than £5m", "amount_bound": "exact"}, "amount_bound", "Type at least"),
    ({"as_printed": "£5m", "amount_bound": "about"}, "amount_bound", "Copy the words that say so into as_printed"),
    ({"as_printed": "£2m to £3m", "amount_to_gbp": "30000000"}, "amount_to_gbp", "Type 3000000"),
    ({"as_printed": "£2m to £3m", "amount_gbp": "3000000"}, "amount_gbp", "Type 2000000"),
    ({"as_printed": "£2m", "amount_gbp": "2000000", "amount_to_gbp": "3000000"}, "amount_to_gbp", "Empty the cell"),
    ({"as_printed": "words", "amount_gbp": "2000000"}, "as_printed", "Copy the words that print 2000000"),
    ({"as_printed": "some", "amount_to_gbp": "2000000"}, "amount_to_gbp", "Type the lower end too"),
    ({"as_printed": "£2½m", "amount_gbp": "3", "amount_to_gbp": "2"}, "amount_to_gbp", "Correct one of the two"),
    ({"as_printed": f"£{'9' * 400}"}, "as_printed", "At most 60 characters"),
    ({"as_printed": "£5m", "amount_gbp": "9" * 4000}, "amount_gbp", "Type digits only"),
    ({"as_printed": "£5m", "amount_gbp": "£5m"}, "amount_gbp", "Type 5000000, in digits only"),
    ({"as_printed": "£5m", "period_means": "worth over"}, "period_means", "Type the period too"),
]


@pytest.mark.parametrize(("cells", "column", "remedy"), WRONG_AMOUNTS)
def test_wrong_amounts_get_one_line(folder, capsys, cells, column, remedy):
    fill(folder, commitments=[FUND | cells])
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2
    assert lines[0].startswith(f"commitments.csv, line 2, column {column}: ") and remedy in lines[0]


def test_a_bound_may_be_explained_in_the_note(folder, capsys):
    figure = FIGURE | {"value": "3", "as_printed": "3", "bound": "about"}
    fill(folder, statistics=[figure])
    assert "say “about” in note" in told(folder, capsys)[1][0]
    fill(folder, statistics=[figure | {"note": "“about” stands before the list"}])
    assert told(folder, capsys) == in_order(folder)


# --- shares ---

PAIR = [
    SPREAD | {"grade": "good or outstanding", "percent": "36", "decimals": "0", "as_printed": "36%"},
    SPREAD | {"grade": "inadequate", "percent": "19", "as_printed": "19%"},
    SPREAD | {"grade": "outstanding", "count": "3", "as_printed": "3 LAs"},
]


def test_a_pair_and_one_of_its_parts_stand_together(folder, capsys):
    fill(folder, rating_spreads=PAIR)
    assert told(folder, capsys) == in_order(folder)
    both = [{"grade": "good", "as_printed": "34%"}, {"grade": "outstanding", "as_printed": "2%"}]
    rest = [{"grade": "requires improvement", "as_printed": "45%"}, {"grade": "inadequate", "as_printed": "19%"}]
    pair = {"grade": "good or outstanding", "as_printed": "36%"}
    fill(folder, rating_spreads=[SPREAD | row for row in [pair, *both, *rest]])
    assert told(folder, capsys) == in_order(folder)


SPREADS = {  # rows, and a word of the one finding; none where they go together
    "a whole with a pair counted twice": ([("good or outstanding", "64%"), ("good", "40%"), ("inadequate", "36%")], ""),
    "more than a hundred": ([("good or outstanding", "66%"), ("inadequate", "36%")], "where 100 is the whole"),
    "a part above its pair": ([("good or outstanding", "36%"), ("good", "38%")], "come to 38"),
    "parts below their pair": ([("good or outstanding", "36%"), ("good", "30%"), ("outstanding", "2%")], "come to 32"),
    "parts within rounding": ([("good or outstanding", "36%"), ("good", "34%"), ("outstanding", "1%")], ""),
    "two pairs that overlap": ([("good or outstanding", "36%"), ("good or requires improvement", "60%")], "overlaps"),
    "counts above the total": ([("good or outstanding", "66"), ("inadequate", "36")], "where 100 is the whole"),
    "all counts below the total": (
        [("good or outstanding", "34"), ("requires improvement", "29"), ("inadequate", "36")],
        "brings the spread to 99",
    ),
    "some counts below the total": ([("good or outstanding", "34"), ("inadequate", "36")], ""),
    "a count of a part above its pair": ([("good or outstanding", "36"), ("good", "38")], "come to 38"),
    "what Ofsted calls it since": ([("good", "60%"), ("requires improvement to be good", "30%")], ""),
    "percentages in words": ([("good", "one per cent")], "neither a count nor a percentage"),
}


@pytest.mark.parametrize("kind", SPREADS)
def test_shares_and_their_parts(folder, capsys, kind):
    rows, word = SPREADS[kind]
    counts = [{"count": printed} if printed.isdigit() else {} for _, printed in rows]
    cells = [{"grade": grade, "as_printed": printed} | count for (grade, printed), count in zip(rows, counts)]
    fill(folder, rating_spreads=[SPREAD | row for row in cells])
    status, lines = told(folder, capsys)
    assert (status, len(lines)) == ((1, 2) if word else (0, 1)) and word in lines[0]


def test_typed_decimals_agree_with_what_is_printed(folder, capsys):
    fill(folder, rating_spreads=[SPREAD | {"grade": "good", "percent": "24", "decimals": "1", "as_printed": "24%"}])
    assert "'1' is not how many decimals the article prints (24%). Type 0" in told(folder, capsys)[1][0]


# --- what Excel does to a CSV file ---


def test_a_german_csv_is_read(folder, capsys):
    fill(folder, awards=awards())
    path = folder / "awards.csv"
    text = path.read_text(encoding="utf-8").replace('"£100,000"', "£100|000").replace(",", ";").replace("|", ",")
    path.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert told(folder, capsys) == in_order(folder)
    assert read_folder(folder)[0]["awards"].rows[19][1][-2] == "£100,000"


def test_text_read_in_the_wrong_encoding_is_refused_once(folder, capsys):
    fill(folder, awards=awards(as_printed="£100,000", recipient="Mayor’s Office"))
    path = folder / "awards.csv"
    path.write_text(path.read_bytes().decode("cp1252"), encoding="utf-8")
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2
    assert "awards.csv, line 2: 'Mayorâ€™s Office' was read in the wrong encoding" in lines[0]
    assert "the same in 19 more rows" in lines[0] and "65001: Unicode (UTF-8)" in lines[0]


def test_signs_that_are_meant_are_not_taken_for_a_wrong_encoding(folder, capsys):
    names = ["CAFÉ’s", "Spaß”", "—£5m", "’“x”’", "Źródło", "Øresund–Åland", "中文字", "Straße…", "naïve café"]
    fill(folder, awards=[row | {"recipient": name} for row, name in zip(awards(len(names)), names)])
    assert told(folder, capsys) == in_order(folder)


def test_what_excel_rewrites_is_caught(folder, capsys):
    as_excel_saves = [row | {"paragraph": row["paragraph"].rstrip("0")} for row in awards()]
    fill(folder, awards=as_excel_saves, events=[EVENT | {"council_id": "leeds", "as_printed": "Mar-14"}])
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 4
    for line, (row, lost, full) in zip(lines, [(11, "3.1", "3.10"), (21, "3.2", "3.20")]):
        assert f"awards.csv, line {row}, column paragraph: '{lost}' may have been {full}" in line
    assert "events.csv, line 2, column as_printed: 'Mar-14' looks like a date that Excel made" in lines[2]


@pytest.mark.parametrize(
    ("paragraphs", "asked"),
    [
        (["19.9", "19.1"], 1),  # 19.10 is nowhere
        (["19.1", "19.9", "19.1"], 1),
        (["19.1", "19.9", "19.3", "19.1"], 0),  # a second row of the first item, out of order
        (["19.1", "19.1", "19.2", "19.8", "19.9"], 0),
        (["19.1", "19.3", "19.1"], 0),  # the list may end there
        (["19.1", "19.1"], 0),  # two rows of one item
        (["19.1", "19.9", "19.10"], 0),
        (["19.9", "19.1", "19.10"], 0),  # out of order, and 19.10 is there
        (["9", "1"], 0),
    ],
)
def test_a_lost_nought_is_asked_about(folder, capsys, paragraphs, asked):
    rows = [row | {"paragraph": p} for row, p in zip(awards(len(paragraphs)), paragraphs)]
    fill(folder, awards=rows)
    status, lines = told(folder, capsys)
    assert status == asked and len(lines) == 1 + asked
    if asked:
        fill(folder, awards=[*rows[:-1], rows[-1] | {"note": "Sorted by name"}])
        assert told(folder, capsys) == in_order(folder)


def test_a_total_below_the_table_gets_one_line(folder, capsys):
    fill(folder, awards=awards())
    with (folder / "awards.csv").open("a", encoding="utf-8") as file:
        file.write("Total,,,,,,,,2000000,,,,,,,\n")
    remedy = "Delete the row: sums are computed"
    line = f"awards.csv, line 22: 'Total' stands in a row that looks like a total. {remedy}."
    assert told(folder, capsys) == (1, [line, "1 finding."])


def test_a_header_row_that_is_gone_gets_one_line(folder, capsys):
    fill(folder, awards=awards(), award_councils=[RECIPIENT])
    path = folder / "awards.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2
    assert lines[0].startswith("awards.csv, line 1: the header row is missing. The first row must be: award_id,")


def test_a_title_above_the_header_gets_one_line(folder, capsys):
    fill(folder, awards=awards(), award_councils=[RECIPIENT])
    path = folder / "awards.csv"
    path.write_text(f"Awards of 2017\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    line = "awards.csv, line 1: 'Awards of 2017' stands above the header row. Delete the 2 rows above the header."
    assert told(folder, capsys) == (1, [line, "1 finding."])


# --- dates ---


def test_a_date_with_one_reading_is_read_and_said(folder, capsys):
    fill(folder, sources=[PAPER | {"published": "20 March 2017"}], awards=awards(3, announced="20/03/2017"))
    status, lines = told(folder, capsys)
    place = "sources.csv, line 2, column published"
    assert status == 0 and len(lines) == 3
    assert lines[0] == f"Note: {place}: '20 March 2017' is read as 2017-03-20. Typed so, it needs no reading."
    assert lines[1].startswith("Note: awards.csv, line 2, column announced: '20/03/2017' is read as 2017-03-20, and 2")
    assert read_folder(folder)[0]["sources"].rows[0][1][4] == "2017-03-20"


ONE = [  # written otherwise, with one reading
    ("2017-03-20", ["20 March 2017", "20th March, 2017", "Monday 20 March 2017", "March 20, 2017", "20-Mar-2017"]),
    ("2017-03-20", ["2017/03/20", "2017-3-20", "20.03.2017", "20/3/2017", "20170320", "2017-03-20 00:00:00"]),
    ("2017-03", ["March 2017", "Mar 2017", "mar-2017", "2017/03", "03/2017"]),
]


def test_dates_that_are_read(folder):
    wanted = [(edtf, text) for edtf, texts in ONE for text in texts]
    rows = [EVENT | {"event_id": f"e{i}", "dated": text} for i, (_, text) in enumerate(wanted)]
    tables, found = read_folder(fill(folder, events=rows))
    assert not found and [row["dated"] for row in tables["events"].records()] == [edtf for edtf, _ in wanted]


ASKED = [  # written otherwise, with more than one reading, or none: column, text, the remedy
    (
        "dated",
        "01/10/2014",
        "If 1 October 2014 is meant, type 2014-10-01; if 10 January 2014 is meant, type 2014-01-10",
    ),
    ("dated", "12-Feb-14", "If 12 February 2014 is meant, type 2014-02-12, in a cell formatted as text"),
    ("dated", "Mar-14", "If March 2014 is meant, type 2014-03, in a cell formatted as text"),
    ("dated", "41682", "If 12 February 2014 is meant, type 2014-02-12"),
    ("dated", "12 March", "Type it with its year, as 2014-03-31"),
    ("dated", "c. 2014", "If about 2014 is meant, type 2014~"),
    ("dated", "2014/15", "If the financial year is meant, type 2014-04-01/2015-03-31"),
    ("dated", "last week", "Type the first and last day or month it can mean"),
    ("dated", "31 June 2014", "Type 2014-03-31, 2014-03, 2014, 2014~ (about)"),
    ("dated", "soon", "Type 2014-03-31, 2014-03, 2014, 2014~ (about)"),
]


@pytest.mark.parametrize(("column", "text", "remedy"), ASKED)
def test_dates_that_are_asked_about(folder, capsys, column, text, remedy):
    fill(folder, events=[EVENT | {column: text}])
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2
    assert lines[0].startswith(f"events.csv, line 2, column {column}: {text!r} ") and remedy in lines[0]


PERIODS = [  # a period, and a word of the finding; none where it is right
    ("2014-10/2016-03", ""),
    ("P3Y", ""),
    ("P18M", ""),
    ("2016/2020", ""),
    ("2016-07/..", ""),
    ("2010-12", ""),
    ("2011-12", "For the financial year type 2011-04-01/2012-03-31; if the month is meant, say so in note"),
    ("2014-15", "is not in the calendar. If the financial year is meant, type 2014-04-01/2015-03-31"),
    ("2014/15", "If the financial year is meant, type 2014-04-01/2015-03-31"),
    ("three years", "For a length without dates, type P3Y"),
    ("over 18 months", "type P18M"),
    ("2014 to 2016", "type 2014/2016"),
    ("for a while", "or P3Y or P18M for a length without dates"),
]


@pytest.mark.parametrize(("period", "word"), PERIODS)
def test_periods(folder, capsys, period, word):
    fill(folder, commitments=[FUND | {"period": period}], awards=[AWARD | {"period": period}])
    status, lines = told(folder, capsys)
    assert (status, len(lines)) == ((1, 3) if word else (0, 1)) and word in lines[0]


def test_the_note_answers_a_question(folder, capsys):
    fill(folder, commitments=[FUND | {"period": "2011-12", "note": "2011-12 is the month"}])
    assert told(folder, capsys) == in_order(folder)


def test_an_article_may_be_dated_by_its_month_or_between_two_days(folder, capsys):
    for published in ("2017-03", "2017-03-15/2017-03-20", "2017"):
        fill(folder, sources=[PAPER | {"published": published}], awards=awards())
        assert told(folder, capsys) == in_order(folder)


@pytest.mark.parametrize(
    ("published", "word"),
    [
        ("2017-03-10", "is not the date at the end of source_id (paper-2017-03-20)"),
        ("2016-03", "is not the date at the end of source_id"),
        ("2017-03/..", "has no end. Type 2014-03-31, 2014-03, or 2014-03-10/2014-03-20 (some day between)"),
        ("../2017-03", "has no beginning"),
        ("20017-03-20", "is not a date of this project’s form"),
    ],
)
def test_a_wrong_published_gets_one_line(folder, capsys, published, word):
    fill(folder, sources=[PAPER | {"published": published}], awards=awards())
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2
    assert lines[0].startswith("sources.csv, line 2, column published: ") and word in lines[0]


def test_few_dates_after_an_article_that_is_wrongly_dated_are_its_fault_too(folder, capsys):
    fill(folder, sources=[PAPER | {"published": "2017-03-10"}], awards=awards(2))
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2 and "is not the date at the end of source_id" in lines[0]


def test_many_dates_after_their_article_are_the_article_s_fault(folder, capsys):
    paper = PAPER | {"source_id": "paper", "published": "2017-03-10"}
    fill(folder, sources=[paper], awards=awards(3, source_id="paper"))
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2 and "is earlier than 3 dates that the article reports" in lines[0]
    fill(folder, sources=[paper], awards=awards(2, source_id="paper"))
    lines = told(folder, capsys)[1]
    assert [line.partition(": ")[0] for line in lines[:-1]] == [
        f"awards.csv, line {i}, column announced" for i in (2, 3)
    ]


PRINTED = [  # as_printed, dated, note, and whether it is right
    ("March 2013", "2013-03", "", True),
    ("March 2013", "2013-03-12", "", True),
    ("12 March 2013", "2013-03", "", True),
    ("Theresa May, then home secretary, in 2013", "2013-03", "", True),
    ("by Theresa May", "2013-03", "", True),
    ("in May", "2013-03", "", False),
    ("May 2013", "2013-03", "", False),
    ("3 May", "2013-03", "", False),
    ("(May)", "2013-03", "", False),
    ("the Act 2017", "2013-03", "", False),
    ("the Act 2017", "2013-03", "It came into force later", True),
    ("March 2013", "2013-04", "", False),
    ("March 2013", "2013", "", False),
    ("March 2013", "2013-02/2013-04", "", True),
    ("March 2013", "2012-03", "", False),
    ("last March", "2013-03", "", True),
    ("in Sept", "2013-09", "", True),
    ("by December", "2012-10-01/2013-12-31", "", True),
    ("from October to March", "2012-10/2013-03", "", True),
    ("before May 2013", "2013-01/2013-04", "", False),
    ("before May 2013", "2013-01/2013-04", "before May, so April at the latest", True),
    ("may be rated", "2013-03", "", True),
    ("since 2011", "2013-03", "", False),
    ("since 2011", "2013-03", "2011 is when the work began", True),
]


@pytest.mark.parametrize(("printed", "dated", "note", "right"), PRINTED)
def test_a_printed_month_and_year_are_those_of_the_date(folder, capsys, printed, dated, note, right):
    fill(folder, events=[EVENT | {"as_printed": printed, "dated": dated, "note": note}])
    status, lines = told(folder, capsys)
    assert status == (not right) and len(lines) == 2 - right
    assert right or lines[0].startswith("events.csv, line 2, column dated: ")


# --- words, and what nobody sees ---


def test_what_nobody_sees_is_read_through(folder, capsys):
    spread = SPREAD | {"grade": "Requires\u00a0improvement", "count": "30", "as_printed": "30"}
    rating = RATING | {"council_id": "leeds\u200b", "grade": "Good", "framework": "ilacs", "scope": "Overall"}
    article = PAPER | {"kind": "News", "title": " A\u2028title\u00ad ", "publisher": "The\nPaper"}
    fill(folder, sources=[article], rating_spreads=[spread], council_ratings=[rating])
    assert told(folder, capsys) == in_order(folder)
    tables, _ = read_folder(folder)
    assert tables["rating_spreads"].records()[0]["grade"] == "requires improvement"
    assert (
        tables["council_ratings"].records()[0] | {"grade": "good", "framework": "ILACS"}
        == (tables["council_ratings"].records()[0])
    )
    assert tables["council_ratings"].records()[0]["council_id"] == "leeds"
    assert tables["sources"].records()[0]["title"] == "A title"
    assert tables["sources"].records()[0]["publisher"] == "The Paper"


def test_kinds_that_differ_in_capitals_are_one(folder, capsys):
    kinds = ["Commissioner appointed", "peer review", "Peer Review", "DfE review", "Trust launched"]
    fill(folder, events=[EVENT | {"event_id": f"e{i}", "kind": kind} for i, kind in enumerate(kinds)])
    assert told(folder, capsys) == in_order(folder)
    read = [row["kind"] for row in read_folder(folder)[0]["events"].records()]
    assert read == ["commissioner appointed", "peer review", "peer review", "DfE review", "trust launched"]


SPELLINGS = [  # two names of one column, and whether they are asked about
    ("commissioner appointed", "comissioner appointed", True),
    ("commissioner appointed", "commissioners appointed", True),
    ("monitoring visit", "monitoring visti", False),  # two letters
    ("Council 1", "Council 2", False),
    ("Trust A", "Trust B", False),
    ("option a", "option b", False),
    ("Bolton", "Bilton", True),
    ("Kent", "Kenk", False),  # too short to tell
    ("peer review", "peer reviews", True),
    ("peer review", "Peer review", False),  # read as one
    ("peer review", "peer-review", False),
    ("x" * 300, "x" * 299, False),  # no names
]


def test_a_kind_within_one_letter_of_a_usual_one_is_asked_about(folder, capsys):
    fill(folder, events=[EVENT | {"kind": "improvement notise"}, EVENT | {"event_id": "e2", "kind": "meeting"}])
    line = "events.csv, line 2, column kind: 'improvement notise' is within one letter of “improvement notice” (the us"
    assert told(folder, capsys)[1][0].startswith(line)


def test_long_texts_in_a_name_s_place_are_no_burden(folder, capsys, bounded):
    rows = [AWARD | {"award_id": f"a{i}", "recipient": "x" * 10_000 + str(i) * 9} for i in range(60)]
    fill(folder, awards=rows)
    assert told(folder, capsys) == in_order(folder)


@pytest.mark.parametrize(("one", "other", "asked"), SPELLINGS)
def test_names_within_one_letter_are_asked_about(folder, capsys, one, other, asked):
    rows = [EVENT | {"event_id": f"e{i}", "kind": kind} for i, kind in enumerate([one, one, other])]
    fill(folder, events=rows)
    status, lines = told(folder, capsys)
    assert status == asked and len(lines) == 1 + asked
    if asked:
        assert lines[0].startswith(
            f"events.csv, line 4, column kind: {other!r} is within one letter of “{one}” (events"
        )
        fill(folder, events=[*rows[:2], rows[2] | {"note": f"no {one}"}])
        assert told(folder, capsys) == in_order(folder)


def test_a_mark_of_a_draft_stands_until_it_is_cleared(folder, capsys):
    fill(folder, awards=awards(3))
    path = folder / "awards.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    for marks, line in (
        (["", "yes", ""], "line 3, column draft: 'yes' is still marked as a draft. Read it, then empty the cell."),
        (
            ["x", "x", "x"],
            "line 2, column draft: 'x' is still marked as a draft, and so are 2 more rows of this table.",
        ),
    ):
        lines = [f"{header},draft", *(f"{row},{mark}" for row, mark in zip(rows, marks, strict=True))]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert told(folder, capsys)[1][0].startswith(f"awards.csv, {line}")
    path.write_text("\n".join([f"{header},draft", *(f"{row}," for row in rows)]) + "\n", encoding="utf-8")
    assert told(folder, capsys) == in_order(folder)


# --- councils in their time ---


def of_day(day, council, **dated):
    """An article of a day, and a rating of a council in it."""
    source = PAPER | {"source_id": "paper", "published": day}
    return {
        "sources": [source],
        "council_ratings": [RATING | {"source_id": "paper", "council_id": council} | dated],
    }


TIMES = [  # the article's day, the council, the row's own date, and words of the finding
    ("2017-03-20", "northamptonshire", "", ""),
    ("2025-05-14", "northamptonshire", "", "Use north-northamptonshire or west-northamptonshire"),
    ("2025-05-14", "northamptonshire", "2019-10", ""),
    ("2025-05-14", "northamptonshire", "2024-10", "had come to an end on 31 March 2021"),
    ("2025-05-14", "north-northamptonshire", "", ""),
    ("2017-03-20", "north-northamptonshire", "", "did not exist before 1 April 2021"),
    ("2017-03-20", "north-northamptonshire", "2017-03", "Use northamptonshire"),
    ("2019-03-31", "dorset", "", ""),
    ("2019-04-01", "dorset", "", "Use dorset-unitary or bournemouth-christchurch-and-poole"),
    ("2019-04-01", "dorset-unitary", "", ""),
    ("2019-03-31", "dorset-unitary", "", "Use dorset"),
    ("2019-03", "dorset-unitary", "", "did not exist"),
    ("2019-03/2019-04", "dorset-unitary", "", ""),
    ("2025-05-14", "cumbria", "", "Use cumberland or westmorland-and-furness"),
    ("2025-05-14", "somerset", "2022", ""),
    ("2025-05-14", "barnsley", "", ""),
    ("2025-05-14", "Northamptonshire", "", "one of the 153 councils of 14 May 2025; nearest: "),
]


@pytest.mark.parametrize(("day", "council", "dated", "words"), TIMES)
def test_a_council_is_one_of_its_day(folder, capsys, day, council, dated, words):
    fill(folder, **of_day(day, council, dated=dated))
    status, lines = told(folder, capsys)
    assert (status, len(lines)) == ((1, 2) if words else (0, 1)) and words in lines[0]
    assert not words or lines[0].startswith(f"council_ratings.csv, line 2, column council_id: {council!r} ")


def test_an_award_or_an_event_has_a_day_of_its_own(folder, capsys):
    source = PAPER | {"source_id": "paper", "published": "2025-05-14"}
    of_paper = {"source_id": "paper", "council_id": "northamptonshire"}
    award, link = AWARD | {"source_id": "paper"}, RECIPIENT | of_paper
    fill(folder, sources=[source], awards=[award], award_councils=[link])  # awarded in 2017
    assert told(folder, capsys) == in_order(folder)
    fill(folder, sources=[source], awards=[award | {"announced": "2024-02"}], award_councils=[link])
    assert "'northamptonshire' had come to an end" in told(folder, capsys)[1][0]
    planned = EVENT | of_paper | {"source_id": "early", "council_id": "west-northamptonshire", "status": "planned"}
    early = PAPER | {"source_id": "early", "published": "2019-06-01"}
    fill(folder, sources=[early], events=[planned | {"dated": "2021-04"}])
    assert told(folder, capsys) == in_order(folder)


NAMED = [  # as_printed, council_id, note, and whether it is right
    ("Leeds City Council", "leeds", "", True),
    ("Leeds City Council", "kent", "", False),
    ("Leeds City Council", "kent", "Kent is meant, by a slip", True),
    ("West Berkshire", "west-berkshire", "", True),
    ("West Berkshire", "reading", "", False),
    ("Durham", "county-durham", "", True),
    ("Hammersmith & Fulham", "hammersmith-and-fulham", "", True),
    ("Bath and North East Somerset", "bath-and-north-east-somerset", "", True),
    ("Bath and North East Somerset", "somerset", "", False),
    ("University of Leeds", "bradford", "", True),
    ("York St John", "york", "", True),
    ("Leeds and Kent", "kent", "", True),
    ("the council", "kent", "", True),
    ("Kentish Town", "camden", "", True),
    ("Kingston University", "kingston-upon-thames", "", True),
    ("Dorset", "dorset", "", True),
    ("North and South Tyneside", "north-tyneside", "", True),
    ("East and West Sussex", "west-sussex", "", True),
    ("North and North East Lincolnshire", "north-lincolnshire", "", True),
    ("East Sussex", "west-sussex", "", False),
    ("Cheshire East and West", "cheshire-west-and-chester", "", True),
    ("Derby city and county", "derbyshire", "", True),
    ("Derby", "derbyshire", "", False),
    ("run by Hampshire", "isle-of-wight", "", False),
    ("run by Hampshire", "isle-of-wight", "Hampshire runs its services", True),
]


@pytest.mark.parametrize(("printed", "council", "note", "right"), NAMED)
def test_a_printed_council_is_the_row_s(folder, capsys, printed, council, note, right):
    link = RECIPIENT | {"council_id": council, "as_printed": printed, "note": note}
    fill(folder, awards=[AWARD], award_councils=[link])
    status, lines = told(folder, capsys)
    assert status == (not right) and len(lines) == 2 - right
    assert right or f"is not the council that is printed ({printed})" in lines[0]


def test_other_people_s_folders_of_before_still_pass(folder, capsys):
    """They lack the new columns and tables, have a table of councils of their own, and say `after SIF`."""
    rating = RATING | {"council_id": "leeds", "framework": "after SIF", "dated": "2017-03"}
    fill(folder, council_ratings=[rating], awards=awards(2), commitments=[FUND])
    (folder / "left_out.csv").unlink()
    for description in articles():
        path, names = folder / description["path"], fields(description)
        new = {f["name"] for f in description["schema"]["fields"] if f.get("optional")}
        if not path.exists() or not new:
            continue
        rows = rows_of_file(path)
        kept = [names.index(name) for name in names if name not in new]
        write_csv(path, [[row[i] for i in kept] for row in rows])
    (folder / "reference").mkdir()
    (folder / "reference" / "councils.csv").write_text("council_id,name\nleeds,Leeds\n", encoding="utf-8")
    status, lines = told(folder, capsys)
    assert status == 0 and len(lines) == 2
    assert lines[0].startswith("Note: reference/councils.csv: is no longer read: reference/authorities.csv has taken")


def rows_of_file(path):
    """The cells of a CSV file that was written here."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# --- names of files ---


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ("Awards.CSV", "Awards.CSV lies there and is not read: rename it to awards.csv"),
        ("awards (1).csv", "awards (1).csv lies there and is not read: rename it to awards.csv"),
        ("awards - Copy.csv", "rename it to awards.csv"),
        ("awards.csv.txt", "awards.csv.txt lies there and is not read"),
        ("my awards.csv", "Put it back, if only with its header row"),
    ],
)
def test_a_file_under_another_name_is_named(folder, capsys, there, said):
    fill(folder)
    (folder / "awards.csv").rename(folder / there)
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2 and lines[0].startswith("awards.csv: the file is missing. ")
    assert said in lines[0]


def test_a_folder_without_tables_gets_one_line(folder, capsys):
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    line = f"{folder}: holds no tables. Give the folder that does; python -m tools new FOLDER makes one to fill."
    assert told(folder, capsys) == (1, [line, "1 finding."])


# --- the workbook ---


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A new folder whose workbook has few formatted rows, which makes it quick to open."""
    folder = tmp_path_factory.mktemp("made") / "new"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "ROWS", 2)
        new_report(folder)
    return folder


@pytest.fixture
def book(made, tmp_path):
    """Opens the workbook of a new folder to be filled: (folder, book); saved by the test."""
    folder = tmp_path / "report"
    folder.mkdir()
    for path in made.glob("*.*"):
        (folder / path.name).write_bytes(path.read_bytes())
    opened = load_workbook(folder / WORKBOOK)
    return folder, opened


def type_in(book, **tables):
    """Type rows into sheets under their header rows."""
    for name, rows in ({"sources": [PAPER]} | tables).items():
        sheet = book[name]
        places = {cell.value: cell.column for cell in sheet[1]}
        for i, row in enumerate(rows, 2):
            for column, value in ({k: v for k, v in ROW.items() if k in places} | row).items():
                sheet.cell(i, places[column]).value = value


def test_findings_come_sheet_by_sheet_sources_first(book, capsys):
    folder, opened = book
    vague = "last week"
    type_in(
        opened,
        sources=[PAPER | {"published": vague}, PAPER | {"source_id": "paper-b", "published": vague}],
        commitments=[FUND | {"announced": vague}],
        awards=awards(2, announced=vague),
    )
    opened.save(folder / WORKBOOK)
    status, lines = told(folder, capsys)
    places = [line.partition(":")[0].removeprefix("tables.xlsx, ") for line in lines[:-1]]
    assert status == 1 and places == [
        "sheet sources, cell E2, column published",
        "sheet sources, cell E3, column published",
        "sheet commitments, cell I2, column announced",
        "sheet awards, cell C2, column announced",
        "sheet awards, cell C3, column announced",
    ]


def test_a_month_typed_in_words_is_no_doing_of_excel_s(book, capsys):
    folder, opened = book
    type_in(opened, commitments=[FUND | {"announced": "March 2017"}])
    opened.save(folder / WORKBOOK)
    status, lines = told(folder, capsys)
    assert status == 0 and "sheet commitments, cell I2, column announced: 'March 2017' is read as 2017-03." in lines[0]
    assert "Excel" not in lines[0]


def test_a_column_of_one_s_own_is_told_to_move(book, capsys):
    folder, opened = book
    type_in(opened, awards=[AWARD])
    opened["awards"]["Q1"], opened["awards"]["Q2"] = "my remarks", "look again"
    opened.save(folder / WORKBOOK)
    line = "tables.xlsx, sheet awards, row 1: 'my remarks' is no column of this table. "
    assert told(folder, capsys) == (1, [line + "Move what is your own to another sheet.", "1 finding."])


def test_a_header_row_deleted_from_a_sheet_gets_one_line(book, capsys):
    folder, opened = book
    type_in(opened, awards=awards(3), award_councils=[RECIPIENT])
    opened["awards"].delete_rows(1)
    opened.save(folder / WORKBOOK)
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2
    assert lines[0].startswith("tables.xlsx, sheet awards, row 1: the header row is missing. The first row must be: ")


def test_a_title_row_in_a_sheet_gets_one_line(book, capsys):
    folder, opened = book
    type_in(opened, awards=awards(3))
    opened["awards"].insert_rows(1, 2)
    opened["awards"]["A1"] = "Awards of 2017"
    opened.save(folder / WORKBOOK)
    line = "tables.xlsx, sheet awards, row 1: 'Awards of 2017' stands above the header row. Delete the row."
    assert told(folder, capsys) == (1, [line, "1 finding."])


@pytest.mark.parametrize("name", ["tables (1).xlsx", "Tables.xlsx", "tables - Copy.xlsx"])
def test_a_workbook_under_another_name_is_named(book, capsys, name):
    folder, opened = book
    type_in(opened, awards=[AWARD])
    opened.save(folder / name)
    line = f"{name}: is not read, for only tables.xlsx is. If it holds the tables, rename it to tables.xlsx."
    assert told(folder, capsys) == (1, [line, "1 finding."])
    opened.save(folder / WORKBOOK)
    assert told(folder, capsys) == (0, [f"Note: {line}", f"{folder}: every table is in order."])


def test_a_workbook_of_another_kind_is_named(book, capsys):
    folder, _ = book
    (folder / WORKBOOK).rename(folder / "tables.xlsm")
    assert "save it as “Excel Workbook (.xlsx)” under the name tables.xlsx" in told(folder, capsys)[1][0]


def test_an_empty_sheet_of_articles_is_meant_and_no_file(book, capsys):
    folder, _ = book
    line = "tables.xlsx, sheet sources: the table has no rows. Enter the article the facts come from."
    assert told(folder, capsys) == (1, [line, "1 finding."])


# --- what takes no end of time or memory ---


@pytest.fixture
def bounded():
    """Stops a test that computes for ten seconds, waits for a minute, or takes 300 MB of Python's own."""

    def stop(*_):
        raise TimeoutError("it took too long")

    signal.signal(signal.SIGALRM, stop)
    signal.signal(signal.SIGVTALRM, stop)
    signal.alarm(60)
    signal.setitimer(signal.ITIMER_VIRTUAL, 10)
    tracemalloc.start()
    yield
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    signal.alarm(0)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    assert used < 300e6


@pytest.mark.parametrize("cell", ["A1048576", "XFD1048576", "XFD2", "XFD1"])
def test_a_stray_cell_is_found_at_once(book, capsys, bounded, cell):
    folder, opened = book
    type_in(opened, awards=[AWARD])
    opened["awards"][cell] = "x"
    opened.save(folder / WORKBOOK)
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2 and "'x'" in lines[0] and "sheet awards" in lines[0]


def test_columns_without_end(folder, capsys, bounded):
    fill(folder, awards=awards())
    path = folder / "awards.csv"
    header, _, rest = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(header + "," * 200_000 + "\n" + rest.replace("\n", "," * 2_000 + "\n"), encoding="utf-8")
    assert told(folder, capsys) == in_order(folder)
    path.write_text(header + ",x" * 100_000 + "\n" + rest, encoding="utf-8")
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2 and "99999 more in the header row" in lines[0]


@pytest.mark.parametrize("name", ["awards.csv", WORKBOOK])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "link in a ring", "link to nothing"])
def test_what_is_no_file(folder, capsys, bounded, name, kind):
    fill(folder)
    path = folder / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if kind == "link in a ring" else folder / "nowhere")
    status, lines = told(folder, capsys)
    assert status == 1 and len(lines) == 2 and lines[0].startswith(f"{name}: ")
    assert "cannot be" in lines[0] or "is missing" in lines[0]


def test_a_sheet_that_unpacks_without_end(book, capsys, bounded):
    folder, _ = book
    parts = zipfile_of(folder / WORKBOOK)
    with zipfile.ZipFile(folder / WORKBOOK, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            big = name == "xl/worksheets/sheet2.xml"
            new.writestr(name, data.replace(b"</sheetData>", b" " * 110_000_000 + b"</sheetData>") if big else data)
    assert "tables.xlsx: is too large: its sheets hold 110 MB" in told(folder, capsys)[1][0]


def zipfile_of(path):
    """The parts of a zip file, {name: bytes}."""
    with zipfile.ZipFile(path) as old:
        return {name: old.read(name) for name in old.namelist()}
