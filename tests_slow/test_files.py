"""Tables spoilt as files are: each told in a line with what would be right, or read all the same."""

import csv
import io
import shutil

import pytest
from helpers_for_tests import as_csv
from test_check import ARTICLE_TABLES, LINE, WITHOUT_LOCK, plain, rows_of

from helpers.schema import HOME
from tools.check import check
from tools.folder import read_folder
from tools.raw import write_clean


@pytest.fixture
def data(tmp_path):
    return shutil.copytree(HOME, tmp_path / "data", ignore=WITHOUT_LOCK)


def cut(rows, line, change):
    return [change(row) if i == line - 1 else row for i, row in enumerate(rows)]


# What is done to the text of every article table at once, on which line it must be found, and a word of it.
def as_text(rows):
    return as_csv(rows).encode()


FILES = {
    "Latin-1": (
        lambda rows: as_text(cut(rows, LINE, lambda r: [*r[:-1], "caf\u00e9"])).replace(
            "caf\u00e9".encode(), b"caf\xe9"
        ),
        LINE,
        "UTF-8",
    ),
    "null bytes": (lambda rows: as_text(cut(rows, LINE, lambda r: [*r[:-1], "a\0b"])), LINE, "null"),
    "picture": (lambda rows: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, "UTF-8"),
    "empty": (lambda rows: b"", None, "empty"),
    "spaces only": (lambda rows: b"\n \n,,\n", None, "empty"),
    "missing column": (lambda rows: as_text([r[1:] for r in rows]), 1, "missing"),
    "a title above": (lambda rows: as_text([["Money, 2017"], *rows]), 1, "above the header"),
    "a title and a blank line": (lambda rows: as_text([["Money, 2017"], [], *rows]), 1, "above the header"),
    "a total": (
        lambda rows: as_text([*rows[:2], ["Total", *[""] * (len(rows[0]) - 2), "9"], *rows[2:]]),
        LINE,
        "total",
    ),
    "a stray cell": (lambda rows: as_text([*rows[:2], ["", "x"], *rows[2:]]), LINE, "all that stands in the row"),
    "wrong encoding": (
        lambda rows: as_text(cut(rows, LINE, lambda r: [*r[:-1], "the mayor\u00e2\u20ac\u2122s"])),
        LINE,
        "wrong encoding",
    ),
    "a column without a name": (
        lambda rows: as_text([[r[0], "" if i < 2 else "my thought", *r[1:]] for i, r in enumerate(rows)]),
        LINE,
        "under no column’s name",
    ),
    "thoughts beside the rows": (
        lambda rows: as_text([*rows[:2], *([*r, "", "my thought"] for r in rows[2:])]),
        LINE,
        "more cells",
    ),
    "a lost sign": (lambda rows: as_text(cut(rows, LINE, lambda r: [*r[:-1], "caf\ufffd"])), LINE, "wrong encoding"),
    "doubled column": (lambda rows: as_text([[*r, r[0]] for r in rows]), 1, "twice"),
    "extra column": (lambda rows: as_text([[*r, "x"] for r in rows]), 1, "no column"),
    "long row": (lambda rows: as_text(cut(rows, LINE, lambda r: [*r, "more"])), LINE, "cells"),
    "short row": (lambda rows: as_text(cut(rows, LINE, lambda r: r[:3])), LINE, "cells"),
    "unclosed quote": (lambda rows: as_text(rows[:2]) + b'"never closed,a,b\n', LINE, "double quotes"),
    "blank row": (lambda rows: as_text([*rows[:2], [""] * len(rows[0]), *rows[2:]]), LINE, "blank"),
    "no header": (lambda rows: as_text(rows[1:]), 1, "header row is missing"),
    "no comma in a text": (lambda rows: as_text(rows[:2]) + b"a, b\n", LINE, "cells"),
}


@pytest.mark.parametrize("kind", FILES)
def test_files_that_cannot_be_read(data, kind):
    change, line, word = FILES[kind]
    for path in ARTICLE_TABLES.values():
        (data / path).write_bytes(change(rows_of(data / path)))
    found = plain(check(data))
    for path in ARTICLE_TABLES.values():
        mine = [f for f in found if f.file == path and f.line == line]
        assert any(word in f"{f.problem} {f.remedy}" for f in mine), (
            path,
            [str(f) for f in found if f.file == path],
        )
        assert len([f for f in found if f.file == path]) == 1  # one cause, one line


@pytest.mark.parametrize("name", ["sources", "awards"])
@pytest.mark.parametrize("kind", FILES)
def test_one_cause_gives_one_line(data, kind, name):
    """Also where other tables name the rows of the one that is broken."""
    change, line, _ = FILES[kind]
    path = data / ARTICLE_TABLES[name]
    path.write_bytes(change(rows_of(path)))
    (finding,) = check(data)
    assert (finding.file, finding.line) == (ARTICLE_TABLES[name], line)


READ_THROUGH = {  # nothing has to be guessed, so it is read
    "semicolons": lambda rows: write_rows(rows, delimiter=";"),
    "tabs": lambda rows: write_rows(rows, delimiter="\t"),
    "UTF-16, as Excel’s Unicode text": lambda rows: write_rows(rows, delimiter="\t").decode().encode("utf-16"),
    "a line that tells Excel the separator": lambda rows: b"sep=,\r\n" + write_rows(rows),
    "the same of another": lambda rows: b"sep=;\n" + write_rows(rows, delimiter=";"),
    "CRLF and a mark": lambda rows: b"\xef\xbb\xbf" + write_rows(rows).replace(b"\n", b"\r\n"),
    "commas left out at the end": lambda rows: write_rows([r[:-1] if not r[-1] else r for r in rows]),
    "empty rows and columns at the end": lambda rows: write_rows([[*r, "", ""] for r in rows] + [[""] * 9] * 3),
    "names of columns as people type them": lambda rows: write_rows(
        [[c.replace("_", " ").title() for c in rows[0]], *rows[1:]]
    ),
    "spaces, seen or not": lambda rows: write_rows(
        [rows[0], *([f" {cell}\u00a0" if cell else "\u200b" for cell in r] for r in rows[1:])]
    ),
    "columns in another order": lambda rows: write_rows([r[::-1] for r in rows]),
}


def write_rows(rows, delimiter=","):
    """Rows as the bytes of a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("kind", READ_THROUGH)
def test_files_that_are_read_all_the_same(data, tmp_path, kind):
    for path in ARTICLE_TABLES.values():
        (data / path).write_bytes(READ_THROUGH[kind](rows_of(data / path)))
    tables, found = read_folder(data)
    assert found == [] and not any(raw.notices for raw in tables.values())
    write_clean(tables, tmp_path / "clean")
    for path in ARTICLE_TABLES.values():
        assert (tmp_path / "clean" / path).read_bytes() == (HOME / path).read_bytes(), path
