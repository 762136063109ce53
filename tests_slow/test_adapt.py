"""The adapter's whole way on the command line: make a folder, fill it, check it, make the report, write in it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from openpyxl import load_workbook

from helpers.schema import PROJECT, resource
from helpers.tables import read
from tools.raw import fields

EXAMPLE = PROJECT / "examples" / "sixth-article"
RIGHT = "Ofsted’s reports published by 30 June 2015 agree, each authority counted once."
MINE = "A quarter of the authorities inspected were failing their children."


def command(*words, cwd=PROJECT):
    """Run `python -m tools …`; returns (status, what it printed)."""
    done = subprocess.run([sys.executable, "-m", "tools", *map(str, words)], cwd=cwd, capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def type_in(folder):
    """Fill the workbook as a person would: the rows of the example, all as text."""
    book = load_workbook(folder / "tables.xlsx")
    for path in sorted(EXAMPLE.glob("*.csv")):
        frame = read(path, path.stem)
        for number, row in enumerate(frame.astype(object).where(frame.notna(), "").to_dict("records"), 2):
            for column, title in enumerate(book[path.stem][1], 1):
                if row.get(title.value, "") != "":
                    book[path.stem].cell(number, column).value = f"{row[title.value]}"
    book.save(folder / "tables.xlsx")


def texts(path):
    """What the cells of a notebook show, as plain text."""
    cells = nbformat.read(path, as_version=4).cells
    return " ".join(o["data"].get("text/plain", "") for c in cells for o in c.get("outputs", []) if "data" in o)


def tree(folder):
    """All files of a folder with their bytes."""
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adapter") / "my report"  # a name with a space, as people have
    assert command("new", folder)[0] == 0
    return folder


def test_a_new_folder_has_notebooks_and_says_what_is_missing(folder):
    assert [p.name[:2] for p in sorted((folder / "notebooks").glob("*.ipynb"))] == ["00", "01", "02", "03", "04"]
    status, printed = command("report", folder)
    assert status == 1 and "sources" in printed and not (folder / "report").exists()


def test_a_mistake_is_named_and_nothing_is_run(folder):
    type_in(folder)
    book = load_workbook(folder / "tables.xlsx")
    cell = book["rating_spreads"].cell(2, fields(resource("rating_spreads")).index("grade") + 1)
    right, cell.value = cell.value, "inadequat"
    book.save(folder / "tables.xlsx")
    before = tree(folder)
    status, printed = command("report", folder)
    assert status == 1 and "rating_spreads" in printed and "perhaps inadequate" in printed
    assert tree(folder) == before
    cell.value = right
    book.save(folder / "tables.xlsx")


def test_the_report_is_made_and_true_and_the_project_untouched(folder):
    before = {path: path.read_bytes() for path in (PROJECT / "notebooks").glob("*.ipynb")}
    status, printed = command("report", folder)
    assert status == 0, printed
    assert RIGHT in texts(folder / "notebooks" / "02_ratings.ipynb")
    page = (folder / "report" / "index.html").read_text(encoding="utf-8")
    assert "14 inadequate (23.7%)" in page and "Innovation Programme" not in page.split("<footer")[0]
    assert not (folder / "report" / "01_money.html").exists(), "no row is about money"
    assert {path: path.read_bytes() for path in before} == before
    assert not [p for p in folder.rglob(".*")]
    assert not [p for p, text in tree(folder).items() if str(folder).encode() in text]


def test_a_persons_words_stay_and_are_on_the_pages(folder):
    path = folder / "notebooks" / "00_what_was_found.ipynb"
    notebook = nbformat.read(path, as_version=4)
    at = next(i for i, c in enumerate(notebook.cells) if c.cell_type == "markdown" and c.source.startswith("*Your"))
    notebook.cells[at].source = MINE
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    assert command("report", folder)[0] == 0
    assert nbformat.read(path, as_version=4).cells[at].source == MINE
    page = (folder / "report" / "index.html").read_text(encoding="utf-8")
    assert MINE in page and "Your words here" not in page
    before = tree(folder / "notebooks")
    assert command("report", folder)[0] == 0 and tree(folder / "notebooks") == before


def test_a_report_moved_elsewhere_still_runs(folder, tmp_path):
    moved = tmp_path / "elsewhere"
    shutil.copytree(folder, moved)
    assert command("report", moved, cwd=tmp_path)[0] == 0
    assert tree(moved / "notebooks") == tree(folder / "notebooks")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("ran", [0, 1, 5], ids=["kernels start", "notebooks run", "pages are built"])
def test_ctrl_c_ends_in_a_line_and_leaves_everything_as_it_was(folder, ran):
    before = tree(folder)
    words = [sys.executable, "-m", "tools", "report", str(folder)]
    heard = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}  # though a runner may ignore it
    running = subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **heard)
    while not psutil.Process(running.pid).children():  # the first kernel
        time.sleep(0.05)
    said = [running.stdout.readline() for _ in range(ran)]
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    printed, wrong = running.communicate(timeout=60)
    if running.returncode == 0 and "Exception ignored" in wrong:
        pytest.skip("Python lost the signal while it tidied up")
    assert all("has run" in line for line in said)
    assert running.returncode == 130 and printed.splitlines()[-1] == "Stopped.", wrong
    assert "Traceback" not in wrong
    assert tree(folder) == before and not [p for p in Path(folder).rglob(".*")]
