"""A draft: what the texts print is listed, rows are begun where that is safe, and nothing of a person's is touched."""

import csv
import re
import shutil
import zipfile

import pytest
from helpers_for_tests import write_csv
from measures import measured
from openpyxl import Workbook, load_workbook

from helpers.schema import HOME, PROJECT
from tools.__main__ import main
from tools.check import check
from tools.draft import COLUMNS, NUMBERED, draft
from tools.raw import fields
from tools.sheets import changed
from tools.workbook import WORKBOOK, articles, new_report

ARTICLES = PROJECT.parent / "shared" / "articles"
CURATED = PROJECT / "examples"
SOURCE = "daily-echo-2017-03-20"
TEXT = """Trusts get share of £36m

By Anna Writer
Monday, March 20, 2017

The minister has announced a total of £36m for 11 projects, including £4m for Northamptonshire County Council.

Of the 136 departments, 24 per cent are inadequate and 46 per cent requires improvement.

Slough was rated inadequate in November 2015, and Leeds was judged good in March 2015.

The full list is:

• Newham Council - £2.6m to develop the NewDay programme with Southwark Council.
• The Fostering Network and 12 partners - up to £3.8m over two years.
• Northamptonshire County Council - £4m for structure.

• Birmingham – children’s commissioner appointed March 2014
• Doncaster – children’s services trust started October 2014

Subscribe from £15 / month to an archive of 60,000 articles.
"""


def rows_of(path):
    """A CSV file as a list of dictionaries."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def texts(tmp_path):
    """A folder with the one text."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{SOURCE}.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "texts"


@pytest.fixture
def folder(tmp_path):
    """Empty tables, as CSV alone."""
    for description in articles():
        write_csv(tmp_path / "tables" / description["path"], [fields(description)])
    return tmp_path / "tables"


@pytest.fixture
def book(tmp_path):
    """A new report's folder, with its workbook."""
    new_report(tmp_path / "report")
    return tmp_path / "report"


def begun(folder, table):
    """The begun rows of a table, without where they are from and the mark."""
    own = {"source_id", "paragraph", "as_printed", "draft", "note"}
    return [{k: v for k, v in row.items() if v and k not in own} for row in rows_of(folder / f"{table}.csv")]


# --- what is begun ---


def test_the_source_and_what_was_done(folder, texts):
    done = draft(folder, texts)
    assert done.findings == [] and done.begun == sum(len(rows_of(folder / d["path"])) for d in articles())
    assert done.said[0].startswith(f"{SOURCE}.txt: read as UTF-8, 9 paragraphs; ")
    assert rows_of(folder / "sources.csv") == [
        {"source_id": SOURCE, "title": "Trusts get share of £36m", "author": "Anna Writer", "publisher": "Daily Echo"}
        | {"published": "2017-03-20", "kind": "", "url": "", "limits": "", "draft": "yes"}
    ]


def test_awards_and_their_councils(folder, texts):
    draft(folder, texts)
    exact = {"amount_bound": "exact", "announced": "2017-03-20"}
    assert begun(folder, "awards") == [
        {"award_id": "newday", "recipient": "Newham Council", "recipient_type": "council", "project": "NewDay"}
        | {"amount_gbp": "2600000"} | exact,
        {"award_id": "the-fostering-network", "recipient": "The Fostering Network", "amount_gbp": "3800000"}
        | {"amount_bound": "up to", "announced": "2017-03-20", "period": "P2Y"},
        {"award_id": "northamptonshire-county-council", "recipient": "Northamptonshire County Council"}
        | {"recipient_type": "council", "amount_gbp": "4000000"} | exact,
    ]  # fmt: skip
    assert begun(folder, "award_councils") == [
        {"award_id": "newday", "council_id": "newham", "role": "recipient"},
        {"award_id": "newday", "council_id": "southwark", "role": "partner"},
        {"award_id": "northamptonshire-county-council", "council_id": "northamptonshire", "role": "recipient"},
    ]
    places = [(row["paragraph"], row["as_printed"]) for row in rows_of(folder / "awards.csv")]
    assert places == [("7.1", "£2.6m"), ("7.2", "up to £3.8m"), ("7.3", "£4m")]


def test_other_sums_and_where_they_stand_again(folder, texts):
    draft(folder, texts)
    assert begun(folder, "commitments") == [
        {"commitment_id": "award-round-36m", "kind": "award round", "amount_gbp": "36000000", "amount_bound": "exact"}
        | {"announced": "2017-03-20", "awards_stated": "11"}
    ]
    assert [(row["about"], row["paragraph"]) for row in rows_of(folder / "mentions.csv")] == [
        ("northamptonshire-county-council", "3"), ("award-round-36m", "1")
    ]  # fmt: skip


def test_ratings(folder, texts):
    draft(folder, texts)
    shared = {"spread_id": "spread-2017-03", "as_at": "2017-03-20", "counted": "departments", "inspected": "136"}
    assert begun(folder, "rating_spreads") == [
        shared | {"grade": "inadequate", "percent": "24", "decimals": "0"},
        shared | {"grade": "requires improvement", "percent": "46", "decimals": "0"},
    ]
    shared = {"framework": "SIF", "scope": "overall", "date_basis": "published"}
    assert begun(folder, "council_ratings") == [
        {"rating_id": "slough-2015-inadequate", "council_id": "slough", "grade": "inadequate", "dated": "2015-11"}
        | shared,
        {"rating_id": "leeds-2015-good", "council_id": "leeds", "grade": "good", "dated": "2015-03"} | shared,
    ]


def test_events_and_figures(folder, texts):
    draft(folder, texts)
    assert begun(folder, "events") == [
        {"event_id": "birmingham-commissioner-appointed", "council_id": "birmingham", "kind": "commissioner appointed"}
        | {"status": "happened", "dated": "2014-03"},
        {"event_id": "doncaster-trust-launched", "council_id": "doncaster", "kind": "trust launched"}
        | {"status": "happened", "dated": "2014-10"},
    ]
    assert begun(folder, "statistics") == [
        {"statistic_id": "partners-12", "subject": "partners", "value": "12", "unit": "partners", "bound": "exact"}
    ]


def test_councils_listed_under_a_grade(folder, tmp_path):
    (tmp_path / "texts").mkdir()
    text = "Councils judged “inadequate”\n\n• Norfolk – in May\n• Sandwell\n\nThe two rated good are: Leeds; Slough."
    (tmp_path / "texts" / "echo-2016-01-05.txt").write_text(text, encoding="utf-8")
    draft(folder, tmp_path / "texts")
    rated = [(r["council_id"], r["grade"], r["paragraph"]) for r in rows_of(folder / "council_ratings.csv")]
    low = [("norfolk", "inadequate", "2.1"), ("sandwell", "inadequate", "2.2")]
    assert rated == [*low, ("leeds", "good", "3"), ("slough", "good", "3")]


def test_what_is_begun_is_in_order_but_for_the_marks_and_what_only_a_person_knows(folder, texts):
    """No cell that a draft fills is wrong by the rules of the check."""
    for name in ("courier", "release"):
        for path in (CURATED / name / "texts").iterdir():
            shutil.copy(path, texts)
    draft(folder, texts)
    marked = [str(finding) for finding in check(folder)]
    assert sum("still marked as a draft" in line for line in marked) > 5
    for description in articles():
        header, *rows = csv.reader((folder / description["path"]).open(encoding="utf-8", newline=""))
        place = header.index("draft") if "draft" in header else None
        unmarked = [[cell for i, cell in enumerate(row) if i != place] for row in (header, *rows)]
        write_csv(folder / description["path"], unmarked)
    assert [line for line in map(str, check(folder)) if "the cell is empty" not in line] == []


def test_what_was_found_is_listed_with_its_reading_and_its_rows(folder, texts):
    draft(folder, texts)
    found = rows_of(folder / "found.csv")
    assert list(found[0]) == COLUMNS and {row["use"] for row in found} == {""}
    listed = {(row["paragraph"], row["as_printed"]): (row["what"], row["reading"], row["rows"]) for row in found}
    assert listed["7.1", "Newham Council"] == ("council", "newham", "award_councils newday newham, newday")
    assert listed["7.2", "up to £3.8m"] == ("amount", "3800000 up to", "the-fostering-network")
    assert listed["9", "£15"] == ("amount", "15 exact", "")
    assert listed["2", "Monday, March 20, 2017"] == ("date", "2017-03-20", SOURCE)


def test_the_text_with_numbered_paragraphs(folder, texts):
    draft(folder, texts)
    page = (folder / NUMBERED / f"{SOURCE}.html").read_text(encoding="utf-8")
    assert '<b>7.2</b>• The Fostering Network and <mark title="number: 12 partners">12 partners</mark>' in page
    assert page.count("<p><b>") == 6 + 3 + 2 + 1 and "http:" not in page and "<script" not in page


def test_a_list_of_one_item_is_one_paragraph(folder, texts):
    (texts / "other-2017-01-01.txt").write_text("It said:\n• alone\n\n• this\n• that", encoding="utf-8")
    draft(folder, texts)
    page = (folder / NUMBERED / "other-2017-01-01.html").read_text(encoding="utf-8")
    assert re.findall("<p>(.*?)</p>", page, re.S) == [
        "<b>1</b>It said:\n• alone",
        "<b>2.1</b>• this",
        "<b>2.2</b>• that",
    ]


def test_a_text_is_shown_as_text(folder, texts):
    (texts / "other-2017-01-01.txt").write_text("<script>alert(1)</script> & £5m", encoding="utf-8")
    draft(folder, texts)
    page = (folder / NUMBERED / "other-2017-01-01.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_numbered_texts_are_not_written_through_a_link(folder, texts, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (folder / NUMBERED).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match=f"{NUMBERED} is a link, through which nothing is written"):
        draft(folder, texts)
    assert not list((tmp_path / "elsewhere").iterdir())


# --- a second run, and what a person did meanwhile ---


def contents(folder):
    """Every file of a folder and its bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("kind", ["folder", "book"])
def test_a_second_run_changes_nothing(request, texts, kind):
    folder = request.getfixturevalue(kind)
    assert draft(folder, texts).begun > 15
    before = contents(folder)
    assert draft(folder, texts).begun == 0
    assert contents(folder) == before


def test_a_begun_row_that_was_deleted_does_not_come_back(folder, texts):
    draft(folder, texts)
    rows = (folder / "events.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "events.csv").write_text("".join(rows[:-1]), encoding="utf-8", newline="")
    assert draft(folder, texts).begun == 0
    assert len(rows_of(folder / "events.csv")) == 1


def test_a_second_text_adds_only_its_own(folder, texts):
    draft(folder, texts)
    before = (folder / "awards.csv").read_text(encoding="utf-8")
    (texts / "daily-echo-2017-04-01.txt").write_text("A title\n\nLuton will get £5m.\n", encoding="utf-8")
    assert draft(folder, texts).begun == 3
    after = (folder / "awards.csv").read_text(encoding="utf-8")
    assert after.startswith(before) and "luton" in after.removeprefix(before)


def test_what_is_filled_is_not_touched_and_not_begun_again(folder, texts):
    description = next(d for d in articles() if d["name"] == "awards")
    row = ["mine", "", "", "Newham", "council", "", "", "", "", "", "", "", SOURCE, "7.1", "£2.6m", 'My own; "quoted"']
    write_csv(folder / "awards.csv", [fields(description), row])
    before = (folder / "awards.csv").read_bytes()
    draft(folder, texts)
    assert rows_of(folder / "awards.csv")[0] | {"draft": ""} == dict(zip(fields(description), row)) | {"draft": ""}
    assert before.splitlines()[1] in (folder / "awards.csv").read_bytes()
    assert [r["award_id"] for r in rows_of(folder / "awards.csv")] == [
        "mine", "the-fostering-network", "northamptonshire-county-council"
    ]  # fmt: skip


def test_a_file_from_a_german_excel_keeps_its_form(folder, texts):
    description = next(d for d in articles() if d["name"] == "events")
    (folder / "events.csv").write_bytes(b"\xef\xbb\xbf" + ";".join(fields(description)).encode() + b"\r\n")
    draft(folder, texts)
    text = (folder / "events.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffevent_id;") and text.count(";yes") == 2


# --- the workbook ---


def test_rows_and_findings_go_into_the_workbook(book, texts):
    draft(book, texts)
    read = load_workbook(book / WORKBOOK)
    header, *rows = read["awards"].iter_rows(values_only=True, max_row=4)
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["award_id"] for row in cells] == ["newday", "the-fostering-network", "northamptonshire-county-council"]
    assert {row["draft"] for row in cells} == {"yes"} and cells[0]["amount_gbp"] == 2_600_000
    assert [cell.value for cell in read["found"][1]] == COLUMNS
    assert read["found"].max_row == len(rows_of(book / "found.csv")) + 1
    assert rows_of(book / "awards.csv") == []


def parts(path):
    """The parts of a workbook's file."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_only_cells_change_and_a_copy_is_kept(book, texts):
    before = parts(book / WORKBOOK)
    draft(book, texts)
    after = parts(book / WORKBOOK)
    assert parts(book / "tables before draft 1.xlsx") == before
    new = set(after) - set(before)
    assert len(new) == 1 and new.pop().startswith("xl/worksheets/sheet")
    listing = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    changed = {name for name in before if before[name] != after[name]} - listing
    assert changed and all(name.startswith("xl/worksheets/sheet") for name in changed)
    was, now = load_workbook(book / "tables before draft 1.xlsx"), load_workbook(book / WORKBOOK)
    for sheet in was:
        other = now[sheet.title]
        assert [v.formula1 for v in sheet.data_validations.dataValidation] == [
            v.formula1 for v in other.data_validations.dataValidation
        ]
        assert {k: d.width for k, d in sheet.column_dimensions.items()} == {
            k: d.width for k, d in other.column_dimensions.items()
        }
        for row in sheet.iter_rows():
            for cell in row:
                same = other[cell.coordinate]
                assert same.number_format == cell.number_format and (cell.value is None or same.value == cell.value)
                assert (same.comment and same.comment.text) == (cell.comment and cell.comment.text)


def test_what_a_person_typed_beside_a_finding_stays(book, texts):
    draft(book, texts)
    edited = load_workbook(book / WORKBOOK)
    edited["found"]["G3"] = "left out"
    edited.save(book / WORKBOOK)
    (texts / "daily-echo-2017-04-01.txt").write_text("A title\n\nLuton will get £5m.\n", encoding="utf-8")
    draft(book, texts)
    read = load_workbook(book / WORKBOOK)
    assert read["found"]["G3"].value == "left out" and rows_of(book / "found.csv")[1]["use"] == "left out"
    assert read["awards"]["A5"].value == "luton"


EXCEL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" mc:Ignorable="x14ac xr" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">'
    '<dimension ref="A1"/><sheetData><row r="1" x14ac:dyDescent="0.25"><c r="A1"><v>0</v></c></row></sheetData>'
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{CCE6A557}">'
    '<x14:dataValidations count="1"/></ext></extLst></worksheet>'
)


@pytest.mark.filterwarnings("ignore:Unknown extension")
def test_what_excel_adds_to_a_sheet_survives(tmp_path):
    """Lists that point to another sheet are kept in a part that openpyxl would drop."""
    book, title = tmp_path / "book.xlsx", "awards"
    plain = Workbook()
    plain.active.title = title
    plain.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(book, "w") as made:
        for name in old.namelist():
            made.writestr(name, EXCEL if name == "xl/worksheets/sheet1.xml" else old.read(name))
    book.write_bytes(changed(book, {title: {"B2": "text & <more>", "C1": 7}}))
    after = parts(book)["xl/worksheets/sheet1.xml"].decode()
    assert after.startswith(EXCEL[:60]) and 'mc:Ignorable="x14ac xr"' in after and "dataValidations" in after
    assert "xmlns:xr=" in after and "x14ac:dyDescent" in after
    sheet = load_workbook(book)[title]
    assert sheet["B2"].value == "text & <more>" and sheet["C1"].value == 7


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ValueError, match=r"x\.xlsx cannot be changed here"):
        changed(tmp_path / "x.xlsx", {})


def test_a_sheet_of_ones_own_of_that_name_is_not_written_over(book, texts):
    edited = load_workbook(book / WORKBOOK)
    edited.create_sheet("found").append(["my", "own"])
    edited.save(book / WORKBOOK)
    before = contents(book)
    with pytest.raises(ValueError, match="sheet found: is not what this command wrote"):
        draft(book, texts)
    assert contents(book) == before


def test_the_list_may_be_sorted_and_have_blank_rows(book, texts):
    draft(book, texts)
    edited = load_workbook(book / WORKBOOK)
    edited["found"].insert_rows(2, 3)
    edited.save(book / WORKBOOK)
    before = [[cell.value for cell in row] for row in edited["found"]]
    assert draft(book, texts).begun == 0
    assert [[cell.value for cell in row] for row in load_workbook(book / WORKBOOK)["found"]] == before


# --- what is wrong ---


def test_what_cannot_be_read_is_told_and_the_rest_is_done(folder, texts):
    (texts / "bad.txt").write_bytes(b"\x81\x8d")
    (texts / "My article.txt").write_text("£5m", encoding="utf-8")
    done = draft(folder, texts)
    told = sorted(str(finding) for finding in done.findings)
    assert told[0].startswith("My article.txt: has a name that no row can have. Rename it to my-article.txt")
    assert told[1].startswith("bad.txt: is in an encoding") and done.begun > 15 and len(done.said) == 1


def test_a_text_without_blank_lines_is_told(folder, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "word-2017.txt").write_text("\n".join("abcdefg"), encoding="utf-8")
    assert "no blank lines" in draft(folder, tmp_path / "texts").said[0]


def test_what_word_saved_is_read_and_said(folder, texts):
    (texts / f"{SOURCE}.txt").write_bytes(TEXT.encode("utf-16"))
    assert "read as UTF-16" in draft(folder, texts).said[0]


# --- how much of a person's work it does ---


@pytest.mark.parametrize("name", ["courier", "release"])
def test_how_much_of_a_curators_work_is_done(name):
    done = measured(CURATED / name, CURATED / name / "texts")
    assert done.placed / done.rows > 0.95 and done.filled / done.cells > 0.7 and done.false / done.candidates < 0.05


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles’ texts are copyright and not part of the project")
def test_how_much_of_our_own_tables_is_done():
    done = measured(HOME, ARTICLES)
    assert done.placed / done.rows > 0.9 and done.filled / done.cells > 0.65 and done.false / done.candidates < 0.1


def test_a_draft_of_a_full_folder_begins_next_to_nothing(tmp_path):
    folder = shutil.copytree(CURATED / "courier", tmp_path / "folder")
    before = contents(folder)
    done = draft(folder, folder / "texts")
    assert done.begun <= 1
    after = contents(folder)
    assert {name for name in before if before[name] != after[name]} <= {(folder / "events.csv").relative_to(folder)}


def test_a_draft_says_what_it_did(tmp_path, capsys):
    folder, texts = tmp_path / "mine", tmp_path / "texts"
    assert main(["new", str(folder)]) == 0
    texts.mkdir()
    (texts / "paper-2017-03-20.txt").write_text("Council gets £5m\n\n20 March 2017\n\nLeeds Council was awarded £5m.\n")
    capsys.readouterr()
    assert main(["draft", str(folder), "--articles", str(texts)]) == 0
    out = capsys.readouterr().out
    assert "paper-2017-03-20.txt: read as UTF-8, 3 paragraphs" in out and "empty its cell in the column draft" in out
    assert main(["check", str(folder)]) == 1
    assert "is still marked as a draft" in capsys.readouterr().out
    assert main(["report", str(folder)]) == 1
    assert "Nothing was run: put these right first." in capsys.readouterr().out
    assert not (folder / "report").exists()
