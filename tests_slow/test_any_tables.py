"""Any tables at all: a reader gives rows or findings, and never a traceback; what is written comes back."""

import io
import zipfile
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from examples import TRIED, texts
from helpers.schema import HOME, package, resource
from tools import cells, sums
from tools.arrange import arrange, read_csv
from tools.check import check_tables
from tools.folder import read_folder
from tools.raw import csv_text, fields, parse, write_clean, write_together
from tools.rules import dated_columns
from tools.workbook import read_workbook

NAMES = [r["name"] for r in package()["resources"] if "/" not in r["path"]]
HOSTILE = texts(
    *"£ £5m £2m-£3m 2014 -03 /.. P3Y 1/2 20 March 2017 Mar-14 41682 half two-thirds one in five ½ million".split(),
    *"good or outstanding inadequate happened exact about leeds northamptonshire round-2017-03 19.1 Total".split(),
    *(
        "\u00a0",
        "\u200b",
        "\u202e",
        "\n\n",
        "\r",
        "\t",
        "\0",
        ";",
        ",",
        '"',
        "'",
        "=1+1",
        "+",
        "@",
        "Â£",
        "â€™",
        "\ufffd",
    ),
    *("9" * 400, "£" + "9" * 4000, "-", "1e3", "NaN", "²", "٩", "<b>", "$x$", "\U0001f600", "\ud7ff"),
)
FEW = settings(parent=TRIED, deadline=None, max_examples=max(20, TRIED.max_examples // 4))


def one_line_each(found):
    """Every finding is a line of words that ends as a sentence."""
    for finding in found:
        said = str(finding)
        assert "\n" not in said and "\r" not in said and said[-1] in ".?", said
        words = {word.strip(".") for word in f"{finding.problem} {finding.remedy}".split()}
        assert not {"None", "nan", "Traceback"} & words - {finding.value.lower()}, said  # it may be typed
    return found


# --- what is read ---


@TRIED
@given(
    st.binary(max_size=300)
    | texts(*",;\t|\n\r\"'").map(str.encode)
    | st.text(max_size=80).map(lambda t: t.encode("utf-16"))
)
def test_any_bytes_are_rows_or_a_finding(data):
    rows, found = parse(data, "awards.csv", fields(resource("awards")))
    assert not (rows and found) and len(one_line_each(found)) <= 1
    raw, found = arrange("awards.csv", resource("awards"), rows)
    assert raw or one_line_each(found)


@TRIED
@given(st.sampled_from(NAMES), st.lists(st.lists(HOSTILE, max_size=20), max_size=4), st.sampled_from(",;\t"))
def test_any_rows_under_a_header_are_read_or_named(name, rows, mark):
    description = resource(name)
    lines = [(i, row) for i, row in enumerate([fields(description), *rows], 1)]
    raw, found = arrange("a.csv", description, lines)
    one_line_each(found)
    assert raw is not None and all(len(row) == len(raw.columns) for _, row in raw.rows)
    for _, row in raw.rows:  # what was read is read the same again
        again, _ = arrange("a.csv", description, [(1, raw.columns), (2, list(row))])
        assert again.rows in ([(2, row)], [])


@settings(parent=FEW)
@given(st.data())
def test_any_cells_are_checked(drawn):
    tables = dict(own_tables())
    for _ in range(3):
        name = drawn.draw(st.sampled_from(NAMES))
        raw = tables[name]
        at, column = drawn.draw(st.integers(0, len(raw.rows) - 1)), drawn.draw(st.integers(0, len(raw.columns) - 1))
        row = list(raw.rows[at][1])
        row[column] = drawn.draw(HOSTILE)
        changed, _ = arrange(raw.file, resource(name), [(1, raw.columns), (2, row)])
        if changed.rows:
            tables[name] = raw._replace(
                rows=[*raw.rows[:at], (raw.rows[at][0], changed.rows[0][1]), *raw.rows[at + 1 :]]
            )
    one_line_each(check_tables(tables, [], closely=True))


NO_DATES = "2014-15 2013-14 2014-13 2014-00 2099-00 2014-02-30 0000 0000-01 9999~".split()
NO_DATES += "P0Y P1 ../.. / 2014/ 2016/2014".split()


@pytest.mark.parametrize("value", NO_DATES)
def test_what_is_no_date_is_a_finding_in_every_column_of_dates(value):
    tables, cells = dict(own_tables()), set()
    for name, column, _ in dated_columns():
        if name not in NAMES:
            continue
        raw = tables[name]
        i, (line, row) = raw.columns.index(column), raw.rows[0]
        tables[name] = raw._replace(rows=[(line, [*row[:i], value, *row[i + 1 :]]), *raw.rows[1:]])
        cells.add((raw.file, line, column))
    found = one_line_each(check_tables(tables, [], closely=True))
    assert cells <= {(f.file, f.line, f.column) for f in found} and len(cells) >= 8


@cache
def own_tables():
    """The project's own tables, without the long reference tables."""
    tables, _ = read_folder(HOME)
    return {name: raw for name, raw in tables.items() if name in NAMES or name in ("authorities", "official_figures")}


@FEW
@example("24%", "24", "²", "exact")
@example("24%", "²", "٩", "about")
@given(HOSTILE, HOSTILE, HOSTILE, st.sampled_from(["", "exact", "about", "up to", "at least"]))
def test_any_print_beside_any_number(printed, value, other, bound):
    row = {"spread_id": "s", "as_at": "2016", "counted": "councils", "grade": "good", "note": "", "count": other}
    row |= {"as_printed": printed, "amount_gbp": value, "amount_to_gbp": other, "amount_bound": bound, "value": value}
    row |= {"bound": bound, "percent": value, "decimals": other, "inspected": value}
    rows = {name: [Wronged(row)] for name in ("commitments", "awards", "rating_spreads", "statistics")}
    for rule in sums.RULES:
        list(rule(rows))


class Wronged(dict):
    """A row whose findings nobody reads."""

    def wrong(self, *said):
        return said


# --- workbooks ---


@cache
def a_workbook():
    """The bytes of a small workbook with a table."""
    book = Workbook()
    book.active.title = "sources"
    book.active.append(fields(resource("sources")))
    book.active.append(["paper", "A title", "", "Paper", "2017-03-20", "news"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("books") / "tables.xlsx"


@FEW
@given(data=st.binary(max_size=200) | st.binary(max_size=60).map(lambda b: b"PK\x03\x04" + b))
def test_any_bytes_are_a_workbook_or_a_finding(place, data):
    place.write_bytes(data)
    tables, found = read_workbook(place)
    assert tables is None and len(one_line_each(found)) == 1


@FEW
@given(at=st.integers(0, 10**5), change=st.binary(min_size=1, max_size=4), cut=st.booleans())
def test_a_damaged_workbook_is_read_or_named(place, at, change, cut):
    whole = a_workbook()
    at %= len(whole)
    place.write_bytes(whole[:at] if cut else whole[:at] + change + whole[at + len(change) :])
    tables, found = read_workbook(place)
    assert tables or one_line_each(found)


@FEW
@given(part=st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"]), text=HOSTILE)
def test_a_workbook_with_a_strange_part_is_read_or_named(place, part, text):
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as old, zipfile.ZipFile(place, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            middle = len(data) // 2
            strange = data[:middle] + text.encode("utf-8", "replace") + data[middle:] if name == part else data
            new.writestr(name, strange)
    tables, found = read_workbook(place)
    assert tables or one_line_each(found)


# --- cells ---


@TRIED
@given(HOSTILE)
def test_what_is_tidied_stays_so(text):
    for free in (True, False):
        once = cells.tidy(text, free)
        assert cells.tidy(once, free) == once and "\n" not in once and once == once.strip(" ")


@TRIED
@given(HOSTILE)
def test_a_date_that_is_read_is_one(text):
    for edtf in ("day", "date", "period"):
        field = {"name": "dated", "edtf": edtf}
        read = cells.read_date(text, field)
        assert read is None or cells.is_date(read, field)
        assert not cells.is_date(text, field) or read is None
        assert cells.date_remedy(text, field).startswith(("Type ", "If ", "For "))


ENGLISH = st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S", "Zs"]) | st.sampled_from("’‘“”–—…•€™"))


@TRIED
@given(ENGLISH)
def test_text_read_in_the_wrong_encoding_is_known_and_no_other(text):
    def once_wrong(sign):
        return "".join(chr(b) if b in UNDEFINED else bytes([b]).decode("cp1252") for b in sign.encode())

    for sign in text:
        assert not cells.misread(f"5{sign}m")
        if ord(sign) >= 0xA0:
            assert cells.misread(f"5{once_wrong(sign)}m"), sign


UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # in Windows-1252


# --- what is written ---


@TRIED
@given(st.lists(st.lists(HOSTILE.map(cells.tidy), min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_is_written_comes_back_and_starts_no_formula(rows):
    text = csv_text([["source_id", "note"], *rows])
    read, found = parse(text.encode("utf-8", "surrogatepass"), "a.csv", ["source_id", "note"])
    assert not found and [cells for _, cells in read[1:]] == rows
    for line in csv_text([[cell] for row in rows for cell in row]).splitlines():
        cell = line.removeprefix('"')
        assert not cell.startswith(("=", "@")) and (
            not cell.startswith(("+", "-")) or cell[1:2].isdigit() or cell[1:2] in ".,"
        )


def test_the_tables_come_back_as_they_were(tmp_path):
    tables, _ = read_folder(HOME)
    awards = tables["awards"]
    strange = ["=cmd|' /C calc'!A0", "- run groups", "'=quoted", "+44 20", "@home", "-5", "a\u00a0b"]
    rows = [(i, [*awards.rows[0][1][:3], text, *awards.rows[0][1][4:]]) for i, text in enumerate(strange)]
    write_clean({"awards": awards._replace(rows=rows)}, tmp_path)
    raw, _ = read_csv(tmp_path / "awards.csv", resource("awards"))
    assert [row["recipient"] for row in raw.records()] == [cells.tidy(text) for text in strange]


@pytest.mark.parametrize("fails", ["writing", "moving"])
def test_several_files_are_written_or_none(tmp_path, monkeypatch, fails):
    old = {tmp_path / "a.csv": "old a", tmp_path / "b.csv": "old b"}
    write_together(old)
    if fails == "writing":
        new = {tmp_path / "a.csv": "new", tmp_path / "b.csv": "\ud800"}  # cannot be encoded
        with pytest.raises(ValueError, match="is no sign of any script"):
            write_together(new)
    else:
        (tmp_path / "c").mkdir()
        new = {tmp_path / "c": "a file in place of a folder", tmp_path / "a.csv": "new"}
        with pytest.raises(ValueError, match="c is no file"):
            write_together(new)
    assert {path: path.read_text() for path in old} == old
    assert not list(tmp_path.glob(".*.part"))


def test_a_file_that_cannot_be_written_is_named(tmp_path, capsys):
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(OSError) as error:
        write_together({tmp_path / "folder" / "a.csv": "text"})
    assert error.value.filename == str(tmp_path / "folder" / "a.csv") and error.value.strerror
