"""The folder to fill and its workbook: what Excel does to cells is read, or named by its cell."""

import csv
import datetime as dt
import shutil
import statistics
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from helpers.schema import HOME, package
from tools import workbook
from tools.__main__ import main
from tools.claims import NEEDS
from tools.folder import read_folder
from tools.raw import fields, usual_kinds, write_clean
from tools.workbook import KINDS, WORKBOOK, articles, new_report, read_workbook

SOURCE = {
    "source_id": "gazette-2016-05-01",
    "title": "Money for councils",
    "publisher": "The Gazette",
    "published": "2016-05-01",
    "kind": "news",
}
AWARD = {
    "award_id": "mentors",
    "announced": "2016-04",
    "recipient": "Leeds City Council",
    "recipient_type": "council",
    "amount_gbp": 4200000,
    "amount_bound": "exact",
    "source_id": "gazette-2016-05-01",
    "paragraph": "7",
    "as_printed": "£4.2m",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A new report whose workbook has few formatted rows, which makes it quick to open."""
    folder = tmp_path_factory.mktemp("made") / "empty"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "ROWS", 2)
        new_report(folder)
    return folder


@pytest.fixture
def folder(empty, tmp_path):
    return shutil.copytree(empty, tmp_path / "report")


def put(sheet, row, values):
    """Type values into a sheet's row by column; returns the cells by column."""
    places = {cell.value: cell.column for cell in sheet[1]}
    cells = {name: sheet.cell(row, places[name]) for name in values}
    for name, value in values.items():
        cells[name].value = value
    return cells


def fill(folder, changes=None, edit=None):
    """A workbook with one article and one award; edit(book, the award's cells) before saving."""
    book = load_workbook(folder / WORKBOOK)
    put(book["sources"], 2, SOURCE)
    cells = put(book["awards"], 2, AWARD | (changes or {}))
    if edit:
        edit(book, cells)
    book.save(folder / WORKBOOK)


def checked(folder, capsys):
    status = main(["check", str(folder)])
    return status, capsys.readouterr().out


def award(folder):
    tables, found = read_folder(folder)
    assert not found
    (row,) = tables["awards"].rows
    return dict(zip(tables["awards"].columns, row[1], strict=True))


# --- the folder that is made ---


def test_new_report_makes_every_article_table_and_nothing_else(tmp_path, capsys):
    folder = tmp_path / "deep" / "report"
    assert main(["new", str(folder)]) == 0
    assert "tools check" in capsys.readouterr().out
    assert {p.name for p in folder.iterdir()} - {"notebooks"} == {d["path"] for d in articles()} | {WORKBOOK}
    assert [p.name for p in folder.parent.iterdir()] == ["report"]
    for description in articles():
        assert (folder / description["path"]).read_bytes() == (",".join(fields(description)) + "\n").encode()


def test_new_report_leaves_what_is_there_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["new", str(tmp_path)]) == 1
    assert "not empty" in capsys.readouterr().out
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
    assert main(["new", str(tmp_path / "mine.txt" / "report")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_sheets_are_formatted_as_text_and_explain_themselves(tmp_path):
    new_report(tmp_path / "report")
    book = load_workbook(tmp_path / "report" / WORKBOOK)
    for description in articles():
        sheet = book[description["name"]]
        assert sheet.freeze_panes == "A2"
        for cell, field in zip(sheet[1], description["schema"]["fields"], strict=True):
            assert cell.value == field["name"] and cell.font.bold
            assert field["description"] in cell.comment.text
            for word in field.get("constraints", {}).get("enum", []):
                assert word in cell.comment.text
            shown = {sheet.cell(row, cell.column).number_format for row in (2, workbook.ROWS, workbook.ROWS + 1)}
            shown.add(sheet.column_dimensions[cell.column_letter].number_format)
            assert shown == {"@" if field["type"] == "string" else "General"}


def test_columns_of_sentences_are_wide(empty):
    """By what our own tables hold: half of a wide column's cells would not fit into a narrow one."""
    own, lengths, widths = read_folder(HOME)[0], {}, {}
    book = load_workbook(empty / WORKBOOK)
    for description in articles():
        for i, field in enumerate(description["schema"]["fields"], 1):
            if field["type"] == "string":
                held = [len(row[field["name"]]) for row in own[description["name"]].records() if row[field["name"]]]
                lengths.setdefault(field["name"], []).extend(held)
                widths[field["name"]] = book[description["name"]].column_dimensions[get_column_letter(i)].width
    assert set(widths.values()) == {24, 44}
    wide = {name for name, width in widths.items() if width == 44}
    half = {name: statistics.median(held) for name, held in lengths.items() if held}
    assert {name for name in half if half[name] > 31} <= wide - {"check"} <= {name for name in half if half[name] > 28}
    assert "check" in wide and max(lengths["check"]) > 44  # some names of checks are sentences


def test_lists_offer_the_allowed_values(empty):
    book = load_workbook(empty / WORKBOOK)
    lists = {}
    for description in articles():
        sheet = book[description["name"]]
        columns = {cell.column_letter: cell.value for cell in sheet[1]}
        for rule in sheet.data_validations.dataValidation:
            column = columns[str(rule.sqref).split("2:")[0]]
            lists[description["name"], column] = (rule.formula1, rule.showErrorMessage)
    for description in articles():
        for field in description["schema"]["fields"]:
            if allowed := field.get("constraints", {}).get("enum"):
                text = lists[description["name"], field["name"]][0]
                assert text == '"' + ",".join(allowed) + '"' and len(text) <= 257
    known = dict.fromkeys(cells[0] for _, cells in read_folder(HOME)[0]["authorities"].rows)
    assert [c.value for c in book["councils"]["A"]][1:] == list(known)
    assert lists["events", "council_id"] == (f"councils!$A$2:$A${len(known) + 1}", True)
    assert lists["events", "kind"] == (f"{KINDS}!$A$2:$A${len(usual_kinds()) + 1}", False)
    assert lists["claims", "check"] == (f"checks!$A$2:$A${len(NEEDS) + 1}", False)
    assert [c.value for c in book["checks"]["A"]][1:] == list(NEEDS)


# --- filling it ---


@pytest.mark.parametrize("bare", [False, True])
def test_a_filled_workbook_passes(folder, capsys, bare):
    fill(folder)
    if bare:
        for path in folder.glob("*.csv"):
            path.unlink()
    assert checked(folder, capsys) == (0, f"{folder}: every table is in order.\n")
    assert award(folder)["amount_gbp"] == "4200000"


def test_csv_and_workbook_can_share_the_tables_but_not_one_table(folder, capsys):
    fill(folder)
    with (folder / "events.csv").open("a", encoding="utf-8") as file:
        file.write("talks,,meeting,happened,2016-04,,gazette-2016-05-01,8,talks,\n")
    assert checked(folder, capsys)[0] == 0
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("gazette-2016-05-02,Again,,The Gazette,2016-05-02,news,,\n")
    status, out = checked(folder, capsys)
    assert status == 1 and len(out.splitlines()) == 2
    assert "sources: there are rows in tables.xlsx and in the CSV too" in out


def fill_rows(folder, cells):
    """A workbook with an award for each (column, value, number format): the awards begin in row 2."""
    book = load_workbook(folder / WORKBOOK)
    put(book["sources"], 2, SOURCE)
    for row, (column, value, shown) in enumerate(cells, 2):
        typed = put(book["awards"], row, AWARD | {"award_id": f"award-{row}", column: value})
        typed[column].number_format = shown
    book.save(folder / WORKBOOK)


def test_what_excel_stores_otherwise_is_read(folder):
    cells = [
        ("announced", dt.datetime(2016, 4, 3), "dd/mm/yyyy", "2016-04-03"),
        ("announced", dt.datetime(2016, 4, 3), "[$-809]d mmmm yyyy", "2016-04-03"),
        ("announced", 2016, "General", "2016"),
        ("announced", " 2016-04 ", "@", "2016-04"),
        ("paragraph", 7.0, "General", "7"),
        ("paragraph", "19.10", "@", "19.10"),
        ("amount_gbp", "4200000", "@", "4200000"),
        ("amount_gbp", 4200000.0, "£#,##0", "4200000"),
        ("note", "two  \u00a0", "@", "two"),
    ]
    fill_rows(folder, [c[:3] for c in cells])
    tables, found = read_folder(folder)
    assert not found and len(tables["awards"].rows) == len(cells)
    for (_, row), (column, _, _, read) in zip(tables["awards"].rows, cells):
        assert row[tables["awards"].columns.index(column)] == read


def test_a_percentage_is_read_as_it_shows(folder):
    book = load_workbook(folder / WORKBOOK)
    put(book["sources"], 2, SOURCE)
    row = {
        "spread_id": "spread",
        "as_at": "2016-04",
        "counted": "councils",
        "grade": "good",
        "percent": 0.24,
        "decimals": 0,
        "source_id": SOURCE["source_id"],
        "paragraph": "4",
        "as_printed": "24%",
    }
    put(book["rating_spreads"], 2, row)["percent"].number_format = "0%"
    book.save(folder / WORKBOOK)
    tables, found = read_folder(folder)
    assert not found and tables["rating_spreads"].rows[0][1][6] == "24"
    assert main(["check", str(folder)]) == 0


def letter(column, table="awards"):
    """The letter of a column in a table's sheet."""
    description = next(d for d in articles() if d["name"] == table)
    return get_column_letter(fields(description).index(column) + 1)


def test_what_nobody_can_read_is_named_by_its_cell(folder, capsys):
    cells = [
        ("announced", dt.datetime(2014, 3, 1), "mmm-yy", "Type 2014-03 in a cell formatted as text"),
        ("announced", dt.datetime(2026, 3, 14), "d-mmm", "the year is a guess"),
        ("announced", "Mar-14", "@", "2014-03"),
        ("announced", "01/10/2014", "@", "If 1 October 2014 is meant, type 2014-10-01; if 10 January 2014 is meant"),
        ("announced", 41682, "General", "If 12 February 2014 is meant, type 2014-02-12"),
        ("as_printed", dt.datetime(2014, 3, 1), "mmm-yy", "turned into a date by Excel"),
        ("announced", dt.datetime(2014, 3, 1), '[Red]mmm "dated" yy', "Type 2014-03"),
        ("as_printed", dt.datetime(2014, 3, 31), "dd/mm/yyyy", "Type it again as it should read"),
        ("paragraph", 19.1, "General", "19.1 and 19.10 look the same"),
        ("paragraph", dt.datetime(2026, 4, 19), "d-mmm", "turned into a date by Excel"),
        ("as_printed", 4200000, "£#,##0", "not as it was typed"),
        ("announced", "#N/A", "@", "an error of Excel’s"),
        ("recipient_type", "Counsil", "@", "perhaps council"),
        ("amount_gbp", "4,200,000", "@", "Type 4200000, without commas"),
        ("amount_gbp", 4300000, "General", "is not what the article prints"),
        ("source_id", "gazette", "@", "is not in tables.xlsx, sheet sources"),
    ]
    fill_rows(folder, [c[:3] for c in cells])
    status, out = checked(folder, capsys)
    assert status == 1
    lines = out.splitlines()[:-1]
    for row, (column, _, _, words) in enumerate(cells, 2):
        where = f"tables.xlsx, sheet awards, cell {letter(column)}{row}, column {column}: "
        assert any(line.startswith(where) and words in line for line in lines), where
        lines = [line for line in lines if not line.startswith(where)]
    assert not lines


def test_a_doubled_identifier_is_named_by_its_row(folder, capsys):
    def edit(book, _cells):
        put(book["awards"], 4, AWARD)
        row = {
            "award_id": "mentors",
            "council_id": "leeds",
            "role": "recipient",
            "paragraph": "7",
            "source_id": SOURCE["source_id"],
            "as_printed": "Leeds",
        }
        put(book["award_councils"], 2, row)
        put(book["award_councils"], 3, row)

    fill(folder, edit=edit)
    out = checked(folder, capsys)[1]
    assert "tables.xlsx, sheet awards, cell A4, column award_id: 'mentors' stands in an earlier row" in out
    assert "tables.xlsx, sheet award_councils, row 3, column award_id and council_id: " in out


def test_blank_rows_and_columns_and_empty_merges_do_no_harm(folder):
    def edit(book, _cells):
        sheet = book["awards"]
        sheet["A40"], sheet["T2"], sheet["T9"] = "  ", " ", ""
        sheet.insert_rows(2)
        sheet.insert_cols(3)
        sheet.merge_cells("B30:C31")

    fill(folder, edit=edit)
    assert award(folder)["announced"] == "2016-04"


def test_merged_cells_and_cells_without_a_heading_are_named(folder, capsys):
    def edit(book, _cells):
        book["awards"]["T2"] = "a thought"
        book["awards"].merge_cells("H2:H3")
        book["awards"]["H2"] = "Mentors"

    fill(folder, edit=edit)
    out = checked(folder, capsys)[1]
    assert "sheet awards, cells H2:H3: the cells are merged" in out
    assert "sheet awards, cell T2: 'a thought' stands under no column’s name" in out


@pytest.mark.parametrize("formula", ["=4*1050000", ArrayFormula("I2", "=4*1050000")])
def test_a_formula_counts_by_its_saved_result(folder, capsys, formula):
    fill(folder, {"amount_gbp": formula})
    assert "cell I2, column amount_gbp: the result of the formula is not saved" in checked(folder, capsys)[1]


def test_a_formula_saved_with_its_result_is_read(folder):
    fill(folder, {"amount_gbp": "=4*1050000"})
    save_result(folder / WORKBOOK, "4*1050000", "4200000")
    assert award(folder)["amount_gbp"] == "4200000"


def test_only_a_workbook_with_a_formula_is_opened_a_second_time(tmp_path, monkeypatch):
    """For the results, which takes as long again."""
    opened, true = [], workbook.open_workbook
    monkeypatch.setattr(workbook, "open_workbook", lambda *given, **how: opened.append(how) or true(*given, **how))
    book = Workbook()
    book.active.append(fields(next(d for d in articles() if d["name"] == "awards")))
    for value, often in (("one", [{}]), ("=1", [{}, {"values": True}])):
        book.active.append([value])
        book.save(tmp_path / WORKBOOK)
        opened.clear()
        read_workbook(tmp_path / WORKBOOK)
        assert opened == often


def save_result(path, formula, result):
    """What Excel does on saving: put the result beside the formula."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    before, count = f"<f>{formula}</f><v />".encode(), 0
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            count += data.count(before) + data.count(before.replace(b" /", b"/"))
            after = f"<f>{formula}</f><v>{result}</v>".encode()
            new.writestr(name, data.replace(before, after).replace(before.replace(b" /", b"/"), after))
    assert count == 1


def test_a_number_beyond_all_numbers_is_named(folder, capsys):
    fill(folder, {"amount_gbp": 123454321})
    parts = {}
    with zipfile.ZipFile(folder / WORKBOOK) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(folder / WORKBOOK, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data.replace(b"<v>123454321</v>", b"<v>1e400</v>"))
    out = checked(folder, capsys)[1]
    assert f"cell {letter('amount_gbp')}2, column amount_gbp: 'inf' is beyond any number" in out


# --- its sheets ---


def test_a_renamed_sheet_is_known_by_its_header_row(folder):
    def edit(book, _cells):
        book["awards"].title = "Grants 2016"
        del book["events"], book["councils"]
        book.create_sheet("my notes").append(["note", "who", "when"])

    fill(folder, edit=edit)
    assert award(folder)["recipient"] == "Leeds City Council"


def test_a_renamed_sheet_with_a_broken_header_row_is_not_passed_over(folder, capsys):
    def edit(book, _cells):
        book["awards"].title = "Grants 2016"
        book["Grants 2016"]["A1"] = "number"

    fill(folder, edit=edit)
    status, out = checked(folder, capsys)
    assert status == 1 and "tables.xlsx, sheet Grants 2016: looks like a table" in out
    assert "nearest: awards, " in out


def test_a_broken_header_row_is_named_column_by_column(folder, capsys):
    fill(folder, edit=lambda book, _cells: book["awards"].__setitem__("C1", "announed"))
    out = checked(folder, capsys)[1]
    assert "sheet awards, row 1: 'announed' is no column of this table. Perhaps announced is meant.\n1 f" in out
    book = load_workbook(folder / WORKBOOK)
    book["awards"]["C1"] = "my thoughts"
    book.save(folder / WORKBOOK)
    out = checked(folder, capsys)[1]
    assert "sheet awards, row 1, column announced: the column is missing from the header row. Put it back" in out
    assert "'my thoughts' is no column of this table. Move what is your own to another sheet" in out


def test_two_sheets_of_one_table(folder, capsys):
    fill(folder, edit=lambda book, _cells: book.copy_worksheet(book["awards"]))
    out = checked(folder, capsys)[1]
    assert "sheet awards Copy: holds awards, and so does tables.xlsx, sheet awards" in out


def test_an_empty_copy_of_a_sheet_hides_nothing(folder):
    def edit(book, _cells):
        copy = book.copy_worksheet(book["awards"])
        copy.delete_rows(2)
        book.move_sheet(copy, -10)

    fill(folder, edit=edit)
    assert award(folder)["award_id"] == "mentors"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"nothing of the kind", "is damaged, or no Excel workbook"),
        (b"PK\x03\x04 cut off", "is damaged, or no Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "has a password, or is an old .xls file"),
        (b"", "is damaged, or no Excel workbook"),
    ],
)
def test_a_file_that_is_no_workbook(folder, capsys, data, words):
    (folder / WORKBOOK).write_bytes(data)
    status, out = checked(folder, capsys)
    assert status == 1 and len(out.splitlines()) == 2 and words in out


def test_a_workbook_of_other_things(tmp_path):
    Workbook().save(tmp_path / WORKBOOK)
    tables, (finding,) = read_workbook(tmp_path / WORKBOOK)
    assert not tables and "holds none of the tables" in str(finding)


def test_clean_copy_of_a_workbook(folder, tmp_path):
    fill(folder, {"note": "one, two"})
    tables, _ = read_folder(folder)
    write_clean(tables, tmp_path / "clean")
    assert main(["check", str(tmp_path / "clean")]) == 0
    assert {p.relative_to(tmp_path / "clean").as_posix() for p in (tmp_path / "clean").rglob("*.*")} == {
        r["path"] for r in package()["resources"]
    }
    data = (tmp_path / "clean" / "awards.csv").read_bytes()
    assert b"\r" not in data and len(list(csv.reader(data.decode().splitlines()))) == 2
    assert (tmp_path / "clean" / "events.csv").read_bytes().count(b"\n") == 1


def test_the_projects_own_tables_come_out_as_they_are(tmp_path):
    tables, found = read_folder(HOME)
    write_clean(tables, tmp_path)
    assert not found
    for resource in package()["resources"]:
        assert (tmp_path / resource["path"]).read_bytes() == (HOME / resource["path"]).read_bytes()


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("xl/worksheets/sheet2.bin", b"<" * (workbook.MOST_TAGS + 1), "2.5 million elements"),
        ("xl/media/image1.png", b"\0" * (workbook.LARGEST + 1), "100 MB"),
        ("xl/media/image1.png", b"\0" * 1000, ""),
    ],
)
def test_every_part_of_a_workbook_counts_whatever_its_name(tmp_path, name, data, said):
    with zipfile.ZipFile(tmp_path / WORKBOOK, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    assert workbook.too_large(tmp_path / WORKBOOK) == said
