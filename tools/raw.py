"""Reading a folder that somebody filled: raw tables as text, and a plain line for what is wrong."""

import csv
import io
from pathlib import Path
from typing import NamedTuple

from helpers.tables import package, path_of, resource

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class SheetRow(str):
    """A row of a sheet, “row 7”, that can name its cells: at("announced") is “cell E7”."""

    def __new__(cls, number, letters):
        row = super().__new__(cls, f"row {number}")
        row.number, row.letters = number, letters
        return row

    def at(self, column):
        """The cell under a column's name, or the row where it has no such column."""
        return f"cell {self.letters[column]}{self.number}" if column in self.letters else str(self)


class Finding(NamedTuple):
    """One thing wrong: the file, why it is wrong and what would be right; where in it, and what stands there."""

    file: str
    problem: str
    remedy: str
    line: int | str | None = None
    column: str = ""
    value: str = ""

    def __str__(self):
        line = f"line {self.line}" if isinstance(self.line, int) else self.line
        if isinstance(line, SheetRow):
            line = line.at(self.column)
        column = f"column {self.column}" if self.column else ""
        value = self.value if len(self.value) < 80 else f"{self.value[:77]}..."
        where = ", ".join(part for part in (self.file, line, column) if part)
        return f"{where}: {f'{value!r} ' if value else ''}{self.problem}. {self.remedy}."


class Row(dict):
    """One row's cells by column; it knows where it stands."""

    def __init__(self, raw, line, cells):
        super().__init__(zip(raw.columns, cells, strict=True))
        self.file, self.line = raw.file, line

    def wrong(self, column, problem, remedy):
        """The finding that something is wrong with the row's cell in a column."""
        return Finding(self.file, problem, remedy, self.line, column, self.get(column, ""))


class Raw(NamedTuple):
    """One table as it stands in its file: rows of text in the schema's order of columns."""

    file: str
    columns: list
    rows: list  # of (line or cell reference, [text, ...])

    def records(self):
        """The rows as a list of Row."""
        return [Row(self, line, cells) for line, cells in self.rows]


def fields(description):
    """The columns' names of one table of the package."""
    return [field["name"] for field in description["schema"]["fields"]]


def _trimmed(cells, length=0):
    """Cells without the blank ones at the end, but not fewer than a length."""
    while len(cells) > length and not cells[-1]:
        cells = cells[:-1]
    return cells


def arrange(name, expected, rows):
    """Rows of cells in the schema's order, without blanks at the ends; and what is wrong.

    rows: (line, cells), the first being the header. Returns (rows without header, findings).
    """
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in rows]
    while rows and not any(rows[-1][1]):
        rows.pop()
    if not rows:
        remedy = f"The first row must be: {','.join(expected)}"
        return [], [Finding(name, "the table is empty, without even a header row", remedy)]
    line, header = rows[0][0], _trimmed(rows[0][1])
    if mark := next((mark for mark in SEPARATORS if len(header) == 1 and mark in header[0]), None):
        remedy = "In Excel, save the file as “CSV UTF-8 (comma delimited)”, or fill in tables.xlsx instead"
        return [], [Finding(name, f"the columns are separated by {SEPARATORS[mark]}, not commas", remedy, line)]
    found = [
        Finding(name, "the column is missing from the header row", "Put it back, with its cells", line, column)
        for column in expected
        if column not in header
    ]
    for i, column in enumerate(header):
        if column not in expected:
            remedy = f"The columns are {', '.join(expected)}"
            found.append(Finding(name, "is no column of this table", remedy, line, value=column))
        elif column in header[:i]:
            found.append(
                Finding(name, "the column stands twice in the header row", "Keep one of the two", line, column)
            )
    if found:
        return [], found
    order, kept = [header.index(column) for column in expected], []
    for line, cells in rows[1:]:
        cells = _trimmed(cells, len(header))
        if not any(cells):
            found.append(Finding(name, "the row is blank", "Delete it", line))
        elif len(cells) != len(header):
            problem = f"the row has {len(cells)} cells, the header row {len(header)}"
            remedy = "Put a text that contains commas between double quotes, and fill up missing cells with commas"
            found.append(Finding(name, problem, remedy, line))
        else:
            kept.append((line, [cells[i] for i in order]))
    return kept, found


def parse(data, name):
    """The bytes of a CSV file as ([(line, cells), ...], findings): no rows where it cannot be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        value = data[error.start : error.start + 1].decode("latin-1")
        remedy = "In Excel, save the file as “CSV UTF-8 (comma delimited)”"
        return [], [Finding(name, "is not UTF-8 text", remedy, line, value=value)]
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problem = "there is a null character: this is no text file"
        return [], [Finding(name, problem, "Save it as CSV UTF-8", line)]
    reader, rows, start = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        remedy = "Check the double quotes: each that opens must close, and one inside a text is typed twice"
        return [], [Finding(name, f"the row cannot be read as CSV ({error})", remedy, start)]
    return rows, []


def read_csv(path, name, expected):
    """One CSV file as (rows, findings), its columns being those expected, in their order."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [], [Finding(name, "the file is missing", "Put it back, if only with its header row")]
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        return [], [Finding(name, problem, "Put a CSV file that you may open in its place")]
    rows, found = parse(data, name)
    return ([], found) if found else arrange(name, expected, rows)


def read_folder(folder):
    """Every table of a folder as ({name: Raw}, findings); a table that cannot be read is left out.

    A table is read from its CSV or from its sheet in tables.xlsx, whichever has rows. Where both
    have, nothing is read, for nobody could say which of the two is meant.
    """
    from tools.workbook import WORKBOOK, read_workbook  # here, for it builds on this module

    if not Path(folder).is_dir():
        return {}, [Finding(str(folder), "there is no such folder", "Give the folder that holds the tables")]
    book, tables, both = Path(folder) / WORKBOOK, {}, []
    sheets, found = read_workbook(book) if book.exists() else ({}, [])
    if sheets is None:
        return {}, found
    for description in package()["resources"]:
        name, columns, rows, wrong = description["name"], fields(description), [], []
        path = path_of(folder, name)
        if path.exists() or not book.exists():  # beside a workbook, no CSV is needed
            rows, wrong = read_csv(path, description["path"], columns)
        found += wrong
        sheet = sheets.get(name, Raw(description["path"], columns, []))
        if sheet and sheet.rows:
            tables[name] = sheet
            both += [name] if rows else []
        elif sheet and (rows or not wrong):
            tables[name] = Raw(description["path"], columns, rows)
    if both:
        problem = f"{', '.join(both)}: there are rows in {WORKBOOK} and in the CSV too"
        remedy = "Keep one of the two, and delete the other’s rows, not its header"
        return {}, [Finding(str(folder), problem, remedy)]
    return tables, found


def write_csv(path, rows):
    """Rows of text as a CSV file of the contract: UTF-8, commas, LF; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    part.replace(path)


def write_clean(tables, target):
    """Write every table of {name: Raw} under its own path in a folder, header-only ones too."""
    for name, raw in tables.items():
        write_csv(Path(target) / resource(name)["path"], [raw.columns, *(cells for _, cells in raw.rows)])
