"""Any files at all: every reader gives a result or a finding, and never a traceback, a hang or a gigabyte.

EXAMPLES=20000 tries as many of each; see `make test-random`.
"""

import csv
import io
import json
import math
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import awkward
import pytest
from helpers_for_tests import write_csv
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from shown import shown

from examples import TRIED, texts
from helpers import dates, money
from helpers.schema import PROJECT, package
from helpers.schema import resource as described
from helpers.tables import load, read
from tools import numerals
from tools.check import check
from tools.datewords import dates_in
from tools.draft import draft
from tools.folder import NEVER_EMPTY
from tools.grants360 import export_360giving, import_360giving
from tools.grants_read import REQUIRED, sheets_of
from tools.missing import missing
from tools.provenance import provenance
from tools.raw import fields, required
from tools.texts import folded, places, text_of, words_at
from tools.texts import texts as read_texts
from tools.workbook import articles, new_report

FEW = settings(parent=TRIED, max_examples=max(10, TRIED.max_examples // 20), deadline=None)
LONG = ["1" + ",000" * 1500, "9" * 4000, "£" + "9" * 400, "1" + ",000" * 20]
WORDS = texts(
    *"£ £5m £2m-£3m £1.2 million pounds 24 % per cent one in five two-thirds half ½ 2½ dozen a hundred and".split(),
    *"2014 2014-03 2016-04-01/2016-04-12 2016-07/.. ~ P3Y 31/12/2014 0000 9999 29 February 20 March 2017".split(),
    *"P0Y 2014-15 2014-13".split(),
    *"last Friday yesterday early 2014/15 spring end of the between from to Slough inadequate 'good' trust".split(),
    *LONG,
    *("\n", "\n\n", "\t", "\r", "• ", "1. ", " ", "\u00a0", "²", "٩", "€", "’", "\u2028", "\0", "\U0001f600"),
)


# --- words ---


@TRIED
@example(",000" * 8000, None)  # where each comma began a number, this took for ever
@given(WORDS, st.none() | st.dates())
def test_any_words_are_dates_or_none(text, day):
    for found in dates_in(folded(text), day):
        assert dates.bounds(found.edtf) and dates.say(found.edtf)
    try:
        assert dates.bounds(text) is not None and dates.say(text)
    except ValueError as error:
        assert "\n" not in str(error)


@TRIED
@given(WORDS)
def test_any_words_are_amounts_or_none(text):
    try:
        pounds, step, bound = money.printed_amount(text)
        assert 0 <= pounds <= money.LARGEST and 0 < step < math.inf and bound
    except ValueError:
        pass
    low, high = money.printed_range(text) or (0, 1)
    assert 0 <= low < high <= money.LARGEST


@TRIED
@given(WORDS)
def test_any_words_are_numbers_or_none(text):
    for value in numerals.numbers_in(text) or ():
        assert math.isfinite(value)


@TRIED
@given(WORDS)
def test_every_place_of_any_text_is_found_again(text):
    read = text_of(text, "paper")
    for place in places(read):
        assert place.words.strip()
        assert words_at(read, place.paragraph) == place.words or "." not in place.paragraph
    assert words_at(read, text) is None or text.strip() == text


# --- files ---


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("readers")


@TRIED
@given(data=st.binary(max_size=300) | WORDS.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_text_or_a_finding(place, data):
    folder = place / "texts"
    folder.mkdir(exist_ok=True)
    (folder / "paper.txt").write_bytes(data)
    read, found = read_texts(folder)
    assert len(read) + len(found) == 1 and not any("\n" in str(finding) for finding in found)


@TRIED
@given(text=st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1, max_size=60))
def test_a_text_is_the_same_in_every_encoding(place, text):
    folder = place / "encodings"
    folder.mkdir(exist_ok=True)
    said = set()
    for codec in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        data = text.encode(codec)
        if codec == "cp1252" and not text.isascii() and (is_utf_8(data) or data[:2] in (b"\xff\xfe", b"\xfe\xff")):
            continue  # nobody could say which it is
        (folder / "paper.txt").write_bytes(data)
        read, found = read_texts(folder)
        said.add(tuple(read["paper"].blocks) if read else str(found[0]))
    assert len(said) == 1


def is_utf_8(data):
    """Whether bytes can be read as UTF-8."""
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


CELLS = st.sampled_from(
    ["GBP", "gbp", "EUR", "5000", "1e3", "-5", "5,000.50", "2016-01-02", "2016-01-02T00:00:00Z", "2016"]
)
CELLS |= (
    st.sampled_from(["Leeds City Council", "GB-CHC-1", "E08000035", "=1+1", "'", "- x", "a\n\nb", "9" * 400, ""])
    | WORDS
)
MORE = [
    "Grant Programme:Title",
    "Last modified",
    "Beneficiary Location:0:Name",
    "Recipient Org:1:Name",
    "URL",
    "=x",
    "",
]


@FEW
@given(st.data())
def test_any_grants_are_awards_or_a_line(place, drawn):
    titles = drawn.draw(st.permutations(REQUIRED)) + drawn.draw(st.lists(st.sampled_from(MORE), max_size=3))
    usual = {"Currency": "GBP", "Amount Awarded": "5000", "Award Date": "2016-01-02", "Recipient Org:Name": "Leeds"}
    rows = drawn.draw(st.lists(st.dictionaries(st.sampled_from(titles), CELLS, max_size=3), min_size=1, max_size=4))
    text = io.StringIO()
    csv.writer(text).writerows([titles, *([(usual | row).get(title, "x") for title in titles] for row in rows)])
    file, folder = place / "grants.csv", place / "grants"
    file.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    for path in folder.rglob("*") if folder.exists() else ():
        path.unlink()
    try:
        count, refused = import_360giving(file, folder)
    except ValueError as error:
        assert str(error) and not (folder / "awards.csv").exists()
        return
    assert count + len(refused) == len(rows) and check(folder) == []
    loaded = load(folder)
    assert len(loaded.awards) == count
    written, left, _ = export_360giving(folder, place / "out.csv")
    assert written + len(left) == count
    (place / "out.csv").unlink()


KEYS = st.sampled_from(["grants", "id", "amountAwarded", "currency"])
JSON = st.recursive(st.none() | st.text(max_size=5), lambda held: st.lists(held) | st.dictionaries(KEYS, held))


@FEW
@given(data=st.binary(max_size=200) | JSON.map(lambda held: json.dumps(held).encode()))
@example(data=b'{"grants":' * 100_000)
@example(data=b"[" * 100_000)
def test_any_bytes_are_grants_or_a_line(place, data):
    for name in ("any.csv", "any.json", "any.xlsx"):
        (place / name).write_bytes(data)
        with pytest.raises(ValueError) as error:
            import_360giving(place / name, place / "never")
        assert len(str(error.value).splitlines()) <= 3 and not (place / "never").exists()


VALUES = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | st.datetimes()
VALUES |= st.dates() | st.times() | st.timedeltas() | WORDS.filter(str.isprintable)


@FEW
@given(rows=st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=4))
def test_any_cells_of_a_sheet_are_text(place, rows):
    book = Workbook()
    try:
        for row in rows:
            book.active.append(row)
        book.save(place / "sheet.xlsx")
    except (ValueError, OverflowError, TypeError):  # openpyxl cannot write it
        return
    try:
        for _, cells in sheets_of(place / "sheet.xlsx")["Sheet"]:
            assert all(isinstance(cell, str) for cell in cells)
    except ValueError as error:
        assert "sheet.xlsx" in str(error)


@FEW
@given(text=st.lists(WORDS, min_size=1, max_size=4).map("\n\n".join))
def test_any_article_is_drafted_and_looked_through(place, text):
    folder, articles_ = place / "drafted", place / "articles"
    articles_.mkdir(exist_ok=True)
    (articles_ / "paper-2017-03-20.txt").write_text(text, encoding="utf-8", errors="replace", newline="")
    for path in [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else ():
        path.unlink()
    for description in articles():
        write_csv(folder / description["path"], [fields(description)])
    done = draft(folder, articles_)
    again = draft(folder, articles_)
    assert again.begun == 0 and again.findings == done.findings
    for look in (missing, provenance):
        found, count = look(folder, articles_)
        assert all(str(finding) for finding in found) and count >= 0


OTHERS = [r for r in package()["resources"] if r["path"].startswith("reference/")]


@FEW
@given(st.data())
def test_any_reference_table_of_ones_own_is_checked(place, drawn):
    folder = place / "own"
    if not folder.exists():
        awkward.one_award(folder)
    r = drawn.draw(st.sampled_from(OTHERS))
    with (PROJECT / "data" / r["path"]).open(encoding="utf-8", newline="") as file:
        rows = [next(csv.reader(file)), *list(csv.reader(file))[: drawn.draw(st.integers(0, 3))]]
    if len(rows) > 1:
        rows[1][drawn.draw(st.integers(0, len(rows[0]) - 1))] = drawn.draw(WORDS)
    (folder / "reference").mkdir(exist_ok=True)
    write_csv(folder / r["path"], rows)
    for finding in check(folder):
        assert "\n" not in str(finding)
    (folder / r["path"]).unlink()


AUTHORITIES = described("authorities")


@pytest.mark.parametrize("column", fields(AUTHORITIES))
def test_an_empty_cell_of_ones_own_authorities(tmp_path, column):
    folder = awkward.one_award(tmp_path)
    with (PROJECT / "data" / AUTHORITIES["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index(column)] = ""
    write_csv(folder / AUTHORITIES["path"], rows)
    found = [finding for finding in check(folder) if finding.line == 2]
    assert bool(found) == (column in required(AUTHORITIES))


@pytest.mark.parametrize("build", [awkward.later_ratings, awkward.gone_councils, awkward.funders_file])
def test_empty_reference_tables_of_ones_own(tmp_path, build):
    folder = build(tmp_path)
    for r in OTHERS:
        write_csv(folder / r["path"], [fields(r)])
    assert [str(finding) for finding in check(folder)] == [
        f"reference/{name}.csv: the table has no rows. Fill it in, or delete the file: the project’s own is then read."
        for name in NEVER_EMPTY
    ]
    for name in NEVER_EMPTY:
        (folder / "reference" / f"{name}.csv").unlink()
    assert check(folder) == [] and shown(folder)


def test_what_is_escaped_in_a_file_is_read_as_it_was(tmp_path):
    """By notebooks as by commands: the same cells from the same file."""
    names = fields(described("awards"))
    strange = ["- run groups", "'quoted", "=1+1", "+44", "@x", "'=x", "＝1", "'", "plain"]
    write_csv(tmp_path / "awards.csv", [names, *([text] * len(names) for text in strange)][:1])
    rows = [["a", "", "", text, "", text, *[""] * (len(names) - 6)] for text in strange]
    write_csv(tmp_path / "awards.csv", [names, *rows])
    assert not [line for line in (tmp_path / "awards.csv").read_text(encoding="utf-8").splitlines() if ",=" in line]
    assert read(tmp_path / "awards.csv", "awards")["recipient"].tolist() == strange


# --- what takes no end of time or memory ---


def bounded(*arguments, megabytes=1000, seconds=20):
    """What a command says that may take no more than so much memory and time."""

    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    command = [sys.executable, "-m", "tools", *map(str, arguments)]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # each thread would reserve memory
    done = subprocess.run(
        command, cwd=PROJECT, preexec_fn=limits, env=alone, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr and not done.stderr, done.stderr[-500:]
    assert "not enough memory" not in done.stdout and len(done.stdout.splitlines()) <= 6, done.stdout[:500]
    return done.stdout


def in_sheet(folder, xml, part="xl/worksheets/sheet2.xml", end=b"</sheetData>"):
    """Put XML at the end of a sheet of a new folder's workbook."""
    new_report(folder)
    with zipfile.ZipFile(folder / "tables.xlsx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = parts[part].replace(end, xml + end)
    with zipfile.ZipFile(folder / "tables.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


SHEETS = {
    "a million rows of one cell": b"<row><c><v>1</v></c></row>" * 1_000_000,
    "sixteen thousand columns": (b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>") * 100,
    "a cell of 120 MB": b'<row><c t="inlineStr"><is><t>' + b"x" * 120_000_000 + b"</t></is></c></row>",
    "as much as is read": b"<row><c/></row>" * 800_000,
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_without_end(tmp_path, name):
    in_sheet(tmp_path / "f", SHEETS[name])
    assert "tables.xlsx" in bounded("check", tmp_path / "f")


def test_whole_columns_that_are_merged(tmp_path):
    merged = b'<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    in_sheet(tmp_path / "f", merged, end=b"<dataValidations")
    assert "sources: the table has no rows" in bounded("check", tmp_path / "f")


@pytest.mark.parametrize("cell", ["A1048576", "XFD1048576"])
def test_a_draft_beside_a_stray_cell(tmp_path, cell):
    new_report(tmp_path / "f")
    book = load_workbook(tmp_path / "f" / "tables.xlsx")
    book["awards"][cell] = "x"
    book.save(tmp_path / "f" / "tables.xlsx")
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "echo-2017-03-20.txt").write_text("Title\n\nLuton Council was awarded £5m.\n", encoding="utf-8")
    before = (tmp_path / "f" / "tables.xlsx").read_bytes()
    assert "row 1048576 is filled" in bounded("draft", tmp_path / "f", "--articles", tmp_path / "t")
    assert (tmp_path / "f" / "tables.xlsx").read_bytes() == before


LINES = {
    "a million blank columns": lambda h: f"{h}{',' * 1_000_000}\na{',' * 1_000_000}\n",
    "a million columns of one's own": lambda h: h + "".join(f",x{i}" for i in range(1_000_000)) + "\n",
    "a million blank lines": lambda h: h + "\n" * 1_000_000,
    "a million blank lines, then a row": lambda h: h + "\n" * 1_000_000 + "a\n",
    "a million rows of one cell": lambda h: h + "\na" * 1_000_000,
    "an open quote": lambda h: h + '\n"' + "a\n" * 5_000_000,
    "more than is read": lambda h: h + "\n" + (",".join("a" * 15) + "\n") * 1_200_000,
}


@pytest.mark.parametrize("name", LINES)
def test_a_csv_without_end(tmp_path, name):
    folder = awkward.one_award(tmp_path)
    (folder / "awards.csv").write_text(LINES[name](",".join(fields(described("awards")))), encoding="utf-8")
    assert "csv" in bounded("check", folder)


@pytest.mark.parametrize(
    "name", ["awards.csv", "tables.xlsx", "reference/authorities.csv", "grants.csv", "grants.xlsx"]
)
def test_a_file_of_ten_gigabytes_is_not_read(tmp_path, name):
    folder = awkward.one_award(tmp_path / "f")
    (folder / "reference").mkdir()
    with (folder / name).open("ab") as file:
        file.truncate(10 << 30)
    command = ["import-360giving", folder / name, tmp_path / "n"] if "grants" in name else ["check", folder]
    assert Path(name).name in bounded(*command)


def test_a_text_of_ten_gigabytes_is_not_read(tmp_path):
    folder = awkward.one_award(tmp_path / "f")
    (folder / f"{awkward.ECHO}.txt").touch()
    os.truncate(folder / f"{awkward.ECHO}.txt", 10 << 30)
    assert "is too long for an article" in bounded("provenance", folder, "--articles", folder)


@pytest.mark.parametrize("text", ["{" + '"a":{' * 100_000, "[" * 100_000, "5", "[]", "{}", '{"cells": 5}'])
def test_a_notebook_that_is_none_is_named(tmp_path, text):
    folder = awkward.one_award(tmp_path)
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "01_mine.ipynb").write_text(text)
    assert "01_mine.ipynb cannot be read as a notebook" in bounded("report", folder, megabytes=2000)
