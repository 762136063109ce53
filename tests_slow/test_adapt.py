"""The adapter's whole way from the command line: make a folder, fill it, check it, run the report."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from openpyxl import load_workbook

from helpers import tables
from tools.raw import fields

ROOT = tables.PROJECT
EXAMPLE = ROOT / "examples" / "sixth-article"


def command(*words):
    """Run `python -m tools …` in the project; returns (status, what it printed)."""
    done = subprocess.run([sys.executable, "-m", "helpers", *map(str, words)], cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def type_in(folder):
    """Fill the workbook as a person would: the rows of the example, all as text."""
    book = load_workbook(folder / "tables.xlsx")
    for name in ("sources", "rating_spreads", "statistics", "mentions", "claims"):
        frame = tables.read(EXAMPLE / f"{name}.csv", name)
        for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
            _append(book[name], row)
    book.save(folder / "tables.xlsx")


def _append(sheet, row):
    line = next(i for i in range(2, sheet.max_row + 2) if not any(c.value for c in sheet[i]))
    for column, value in enumerate(row, 1):
        if value not in (None, ""):
            sheet.cell(line, column).value = str(value)


def texts(path):
    notebook = nbformat.read(path, as_version=4)
    return [o["data"].get("text/plain", "") for c in notebook.cells for o in c.get("outputs", []) if "data" in o]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adapter") / "my report"  # a name with a space, as people have
    assert command("new-report", folder)[0] == 0
    return folder


def test_an_empty_folder_says_what_is_missing(folder):
    status, printed = command("report", folder)
    assert status == 1 and "sources" in printed and "no rows" in printed and not (folder / "report").exists()


def test_a_mistake_is_named_and_nothing_is_run(folder):
    type_in(folder)
    book = load_workbook(folder / "tables.xlsx")
    column = fields(tables.resource("rating_spreads")).index("grade") + 1
    right = book["rating_spreads"].cell(2, column).value
    book["rating_spreads"].cell(2, column).value = "inadequat"
    book.save(folder / "tables.xlsx")
    status, printed = command("report", folder)
    assert status == 1 and "rating_spreads" in printed and "inadequat" in printed and "perhaps inadequate" in printed
    assert not (folder / "report").exists()
    book["rating_spreads"].cell(2, column).value = right
    book.save(folder / "tables.xlsx")


def test_the_report_is_made_and_true_and_the_project_untouched(folder):
    before = {p: p.read_bytes() for p in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    status, printed = command("report", folder)
    assert status == 0, printed
    made = sorted(p.name for p in (folder / "report" / "notebooks").glob("*.ipynb"))
    assert [name[:2] for name in made] == [f"{i:02}" for i in range(7)]
    words = " ".join(texts(folder / "report" / "notebooks" / made[3]))
    assert "23.7% inadequate, 52.5% requires improvement, 14 good and 0 outstanding of 59 authorities" in words
    assert "Ofsted’s published reports agree, however they are counted" in words
    assert (folder / "report" / "site" / "index.html").is_file()
    page = (folder / "report" / "site" / "index.html").read_text(encoding="utf-8")
    assert "Innovation Programme" not in page and "Northamptonshire" not in page
    assert {p: p.read_bytes() for p in before} == before
    assert not [p for p in Path(folder).iterdir() if p.name.startswith(".report-")]
