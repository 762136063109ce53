"""The lock of checked rows: what changes a row or takes it away is asked about, once, until a person confirms it."""

import shutil

import pytest
from helpers_for_tests import as_csv, write
from openpyxl import Workbook

from helpers.schema import HOME, package
from tools import confirmed
from tools.__main__ import main
from tools.check import check
from tools.confirmed import CHANGED, LOCK, article_rows, line_of
from tools.folder import read_folder
from tools.raw import is_reference, parse

AWARDS = [
    {"award_id": name, "recipient": name.title(), "paragraph": paragraph}
    for name, paragraph in (("one", "3"), ("two", "4"), ("six", "5"))
]


@pytest.fixture
def folder(tmp_path, capsys):
    """A folder of which every row is confirmed."""
    made = write(tmp_path / "mine", awards=AWARDS, mentions=[{"about": "one", "paragraph": p} for p in ("7", "8")])
    assert main(["confirm", str(made), "--all"]) == 0 and capsys.readouterr().out == "6 rows confirmed.\n"
    assert check(made) == []
    return made


def change(folder, file, old, new, count=1):
    """Replace some text of a table's file."""
    text = (folder / file).read_bytes().decode()
    assert old in text
    (folder / file).write_bytes(text.replace(old, new, count).encode())


def lock(folder):
    """The lines of a folder's lock, as text."""
    return (folder / LOCK).read_text(encoding="utf-8").splitlines()


# --- what is asked ---


def test_a_row_that_changed_is_told_of_once_and_where_it_stands(folder):
    change(folder, "awards.csv", "Two", "Too many")
    (finding,) = check(folder)
    assert str(finding) == (
        f"awards.csv, line 3: 'two' {CHANGED}. "
        f"Read it against its article, then run: python -m tools confirm {folder} awards.csv:3."
    )


CHANGES = {  # by what the row is known again: (file, old, new, line)
    "a name": ("awards.csv", "two,", "twelve,", 3),
    "a paragraph": ("awards.csv", "2016-05-01,4,", "2016-05-01,5,", 3),
    "the place of a mention": ("mentions.csv", "2016-05-01,7,", "2016-05-01,9,", 2),
    "what a mention is of": ("mentions.csv", "one,", "two,", 2),
    "an article": ("sources.csv", "A title", "Another title", 2),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_of_change_is_one_finding(folder, kind):
    file, old, new, line = CHANGES[kind]
    change(folder, file, old, new)
    assert [(f.file, f.line, f.problem) for f in check(folder)] == [(file, line, CHANGED)]


def test_two_rows_that_were_swapped_in_part_are_two_findings(folder):
    change(folder, "awards.csv", "Six", "One")
    change(folder, "awards.csv", "One", "Six")
    assert [f.line for f in check(folder)] == [2, 4]


def test_rows_that_are_new_and_rows_that_are_gone(folder):
    rows = lock(folder)
    change(folder, "awards.csv", "six,", "seven,")
    change(folder, "awards.csv", "2016-05-01,5,", "2016-05-01,19,")
    new, gone = check(folder)
    assert (new.line, new.problem) == (4, CHANGED) and lock(folder) == rows
    assert "six (gazette-2016-05-01, paragraph 5)" in str(gone) and "confirm" in gone.remedy and gone.line is None


def test_what_is_no_change(folder):
    """Ends of lines, the order of rows and of columns, a column more that is empty, the column of drafts."""
    for name in (r["path"] for r in package()["resources"] if not is_reference(r)):
        header, *rows = [cells for _, cells in parse((folder / name).read_bytes(), name)[0]]
        rows = [[*header[::-1], "draft"], *([*row[::-1], ""] for row in rows[::-1])]
        (folder / name).write_bytes(b"\xef\xbb\xbf" + as_csv(rows).replace("\n", "\r\n").encode())
    assert check(folder) == []


def test_a_workbook_is_held_to_the_same_lock(folder):
    book = Workbook()
    for name in ("awards", "mentions"):
        sheet = book.create_sheet(name)
        rows = [cells for _, cells in parse((folder / f"{name}.csv").read_bytes(), name)[0]]
        for row in rows:
            sheet.append(row)
        (folder / f"{name}.csv").write_text(as_csv(rows[:1]), encoding="utf-8")
    book.save(folder / "tables.xlsx")
    assert check(folder) == []
    book["awards"]["D3"] = "Two thousand"
    book.save(folder / "tables.xlsx")
    (finding,) = check(folder)
    assert finding.file == "tables.xlsx, sheet awards" and finding.remedy.endswith("awards.csv:3")
    assert main(["confirm", str(folder), "awards.csv:3"]) == 0 and check(folder) == []


def test_other_findings_come_first_and_are_not_doubled(folder):
    change(folder, "mentions.csv", ",7,", ",9,")
    change(folder, "awards.csv", "£4m", "£5m")
    first, then = check(folder)
    assert (first.file, first.column, first.line) == ("awards.csv", "amount_gbp", 2)
    assert (then.file, then.problem) == ("mentions.csv", CHANGED)


def test_of_a_table_that_cannot_be_read_nothing_is_asked(folder):
    change(folder, "awards.csv", "award_id,", "Number,")
    assert {(f.file, f.problem == CHANGED) for f in check(folder)} == {("awards.csv", False)}


def test_a_folder_without_a_lock_is_asked_nothing(folder):
    (folder / LOCK).unlink()
    change(folder, "awards.csv", "Two", "Too many")
    assert check(folder) == []


@pytest.mark.parametrize("text", ["", "table,row\n", "\xff", "table,row,source_id,paragraph,digest\nmoney,a,b,3,c\n"])
def test_a_broken_lock_is_one_finding_and_is_never_written_over(folder, text):
    (folder / LOCK).write_bytes(text.encode("latin-1"))
    (finding,) = check(folder)
    assert (finding.file, finding.value) == (LOCK, "") and "--all" in finding.remedy
    assert main(["confirm", str(folder), "awards.csv:3"]) == main(["confirm", str(folder), "--all"]) == 1
    assert (folder / LOCK).read_bytes() == text.encode("latin-1")


# --- confirming ---


def test_confirming_a_row_changes_its_line_and_no_other(folder):
    before = lock(folder)
    change(folder, "awards.csv", "Two", "Too many")
    change(folder, "awards.csv", "Six", "Sixty")
    assert main(["confirm", str(folder), "awards.csv:3."]) == 0  # as copied from a finding
    assert [f.line for f in check(folder)] == [4]
    assert len(lock(folder)) == len(before) and len(set(lock(folder)) - set(before)) == 1
    assert main(["confirm", str(folder), "awards:2-4"]) == 0
    assert check(folder) == [] and len(set(before) - set(lock(folder))) == 2


def test_a_row_by_another_name_is_said_to_take_a_place(folder, capsys):
    change(folder, "awards.csv", "two,", "twelve,")
    assert main(["confirm", str(folder), str(folder / "awards.csv:3")]) == 0
    said = "twelve (gazette-2016-05-01, paragraph 4) takes the place of two (gazette-2016-05-01, paragraph 4).\n"
    assert capsys.readouterr().out == f"{said}1 row confirmed.\n"


def test_rows_that_are_gone_stay_in_the_lock_until_it_is_said(folder, capsys):
    rows = (folder / "mentions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "mentions.csv").write_text("".join(rows[:2]), encoding="utf-8")
    assert main(["confirm", str(folder), "awards.csv:2"]) == 0 and len(check(folder)) == 1
    capsys.readouterr()
    assert main(["confirm", str(folder), "mentions.csv:gone"]) == 0 and check(folder) == []
    assert capsys.readouterr().out == f"0 rows confirmed, 1 taken out of {LOCK} as gone.\n"


def test_a_row_at_fault_cannot_be_confirmed_nor_any_with_it(folder, capsys):
    before = lock(folder)
    change(folder, "awards.csv", "Two", "Too many")
    change(folder, "awards.csv", "£4m", "£5m")
    for places in (["awards.csv:2", "awards.csv:3"], ["--all"]):
        assert main(["confirm", str(folder), *places]) == 1
        assert "awards.csv, line 2, column amount_gbp" in capsys.readouterr().out
    assert lock(folder) == before
    assert main(["confirm", str(folder), "awards.csv:3"]) == 0


@pytest.mark.parametrize("place", ["awards.csv:99", "money.csv:2", "awards.csv", "awards.csv:gone", "7", "awards:-"])
def test_a_place_where_there_is_nothing_is_said_and_nothing_written(folder, capsys, place):
    before = lock(folder)
    assert main(["confirm", str(folder), "awards.csv:2", place]) == 1
    assert place in capsys.readouterr().out and lock(folder) == before


def test_a_disk_that_is_full_leaves_the_lock_as_it_was(folder, monkeypatch):
    before = lock(folder)
    change(folder, "awards.csv", "Two", "Too many")

    def full(contents):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(confirmed, "write_together", full)
    assert main(["confirm", str(folder), "awards.csv:3"]) == 1 and lock(folder) == before


def test_what_is_to_be_confirmed_is_printed_to_be_read(folder, capsys):
    change(folder, "awards.csv", "Two", "Too many")
    assert main(["confirm", str(folder)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("awards.csv:3\n    award_id: two\n") and "    recipient: Too many\n" in out
    assert out.endswith(f"1 row to confirm, as: python -m tools confirm {folder} TABLE.csv:LINE\n")
    assert main(["confirm", str(folder / "nowhere")]) == 1 and "no such folder" in capsys.readouterr().out


def test_the_command_is_told_as_it_is_typed():
    assert confirmed.command("tables") == "python -m tools confirm tables"
    assert confirmed.command("été 2016") == 'python -m tools confirm "été 2016"'  # quoted, every letter as it is
    assert confirmed.command(HOME) == "python -m tools confirm data"


def test_a_first_reader_can_confirm_row_by_row(folder):
    (folder / LOCK).unlink()
    assert main(["confirm", str(folder), "awards.csv:2-4"]) == 0
    assert {f.file for f in check(folder)} == {"sources.csv", "mentions.csv"}


# --- our own tables ---


def test_every_row_of_ours_is_confirmed_and_no_two_have_one_line():
    rows = article_rows(read_folder(HOME)[0])
    lines, wrong = confirmed.read(HOME)
    assert wrong == [] and sorted(lines) == sorted(map(line_of, rows)) and len(set(lines)) == len(rows) > 200


def test_every_cell_counts():
    """A letter more in any cell of any row changes the row's digest."""
    for row in article_rows(read_folder(HOME)[0]):
        for column in row:
            other = line_of(row)
            row[column] += "x"
            assert line_of(row).digest != other.digest, (row.place(), column)
            row[column] = row[column][:-1]


def test_a_line_of_a_lock_that_somebody_copied_serves_a_copy(tmp_path):
    shutil.copytree(HOME, tmp_path / "data")
    assert check(tmp_path / "data") == []
