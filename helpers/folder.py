"""Reading a folder that somebody filled: raw tables as text, and a plain line for what is wrong."""

import csv
import io
from pathlib import Path
from typing import NamedTuple

from helpers.tables import package, path_of


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
    """One thing wrong: where it is, what stands there, why it is wrong and what would be right."""

    file: str
    line: int | str | None
    column: str
    value: str
    problem: str
    remedy: str

    def __str__(self):
        where = [self.file, f"line {self.line}" if isinstance(self.line, int) else self.line]
        if isinstance(self.line, SheetRow):
            where[1] = self.line.at(self.column)
        where += [f"column {self.column}"] if self.column else []
        value = f"{self.value if len(self.value) < 80 else self.value[:77] + '...'!r} " if self.value else ""
        return f"{', '.join(w for w in where if w)}: {value}{self.problem}. {self.remedy}."


class Raw(NamedTuple):
    """One table as it stands in its file: rows of text in the schema's order of columns."""

    file: str
    columns: list
    rows: list  # of (line or cell reference, [text, ...])


def fields(description):
    """The columns' names of one table of the package."""
    return [field["name"] for field in description["schema"]["fields"]]


def _text(path, name):
    if not path.exists():
        return None, Finding(name, None, "", "", "the file is missing", "Put it back, if only with its header row")
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, Finding(
            name,
            None,
            "",
            "",
            f"the file cannot be read ({error.strerror})",
            "Put a CSV file that you may open in its place",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        value = data[error.start : error.start + 1].decode("latin-1")
        return None, Finding(
            name, line, "", value, "is not UTF-8 text", "In Excel, save the file as “CSV UTF-8 (comma delimited)”"
        )
    if "\0" in text:
        return None, Finding(
            name,
            text[: text.index("\0")].count("\n") + 1,
            "",
            "",
            "there is a null character: this is no text file",
            "Save it as CSV UTF-8",
        )
    return text, None


def arrange(name, expected, rows):
    """Rows of cells in the schema's order, without blanks at the ends; and what is wrong.

    rows: (line, cells), the first being the header. Returns (rows without header, findings).
    """
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in rows]
    while rows and not any(rows[-1][1]):
        rows.pop()
    if not rows:
        return [], [
            Finding(
                name,
                None,
                "",
                "",
                "the table is empty, without even a header row",
                f"The first row must be: {','.join(expected)}",
            )
        ]
    line, header = rows[0]
    while header and not header[-1]:
        header = header[:-1]
    if len(header) == 1 and len(expected) > 1:
        for mark, words in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if mark in header[0]:
                return [], [
                    Finding(
                        name,
                        line,
                        "",
                        "",
                        f"the columns are separated by {words}, not commas",
                        "In Excel, save the file as “CSV UTF-8 (comma delimited)”, or fill in tables.xlsx instead",
                    )
                ]
    found = [
        Finding(name, line, c, "", "the column is missing from the header row", "Put it back, with its cells")
        for c in expected
        if c not in header
    ]
    for i, column in enumerate(header):
        if column not in expected:
            found.append(
                Finding(name, line, "", column, "is no column of this table", f"The columns are {', '.join(expected)}")
            )
        elif column in header[:i]:
            found.append(
                Finding(name, line, column, "", "the column stands twice in the header row", "Keep one of the two")
            )
    if found:
        return [], found
    order, kept = [header.index(column) for column in expected], []
    for line, cells in rows[1:]:
        while len(cells) > len(header) and not cells[-1]:
            cells = cells[:-1]
        if not any(cells):
            found.append(Finding(name, line, "", "", "the row is blank", "Delete it"))
        elif len(cells) != len(header):
            found.append(
                Finding(
                    name,
                    line,
                    "",
                    "",
                    f"the row has {len(cells)} cells, the header row {len(header)}",
                    "Put a text that contains commas between double quotes, and fill up missing cells with commas",
                )
            )
        else:
            kept.append((line, [cells[i] for i in order]))
    return kept, found


def read_csv(path, name, expected):
    """One CSV file as (rows, findings)."""
    text, wrong = _text(path, name)
    if wrong:
        return [], [wrong]
    reader, rows, start = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        return [], [
            Finding(
                name,
                start,
                "",
                "",
                f"the row cannot be read ({error})",
                "Check the double quotes: each that opens must close, and one inside a text is typed twice",
            )
        ]
    return arrange(name, expected, rows)


def _read_table(folder, description, workbook):
    """One table's CSV; none is needed beside a workbook."""
    path = path_of(folder, description["name"])
    if workbook and not path.exists():
        return [], []
    return read_csv(path, description["path"], fields(description))


def read_folder(folder):
    """Every table of a folder as ({name: Raw}, findings); a table that cannot be read is left out.

    A table is read from its CSV or from its sheet in tables.xlsx, whichever has rows. Where both
    have, nothing is read, for nobody could say which of the two is meant.
    """
    from helpers.workbook import WORKBOOK, read_workbook  # here, for it builds on this module

    if not Path(folder).is_dir():
        return {}, [
            Finding(str(folder), None, "", "", "there is no such folder", "Give the folder that holds the tables")
        ]
    book, found, tables, both = Path(folder) / WORKBOOK, [], {}, []
    sheets, found = read_workbook(book) if book.exists() else ({}, [])
    if sheets is None:
        return {}, found
    for description in package()["resources"]:
        name = description["name"]
        rows, wrong = _read_table(folder, description, book.exists())
        found += wrong
        sheet = sheets.get(name, Raw("", [], []))
        if rows and sheet and sheet.rows:
            both.append(name)
        if sheet and sheet.rows:
            tables[name] = sheet
        elif sheet and (rows or not wrong):
            tables[name] = Raw(description["path"], fields(description), rows)
    if both:
        problem = f"{', '.join(both)}: there are rows in {WORKBOOK} and in the CSV too"
        return {}, [
            Finding(
                str(folder), None, "", "", problem, "Keep one of the two, and delete the other’s rows, not its header"
            )
        ]
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
    paths = {r["name"]: r["path"] for r in package()["resources"]}
    for name, raw in tables.items():
        write_csv(Path(target) / paths[name], [raw.columns, *(cells for _, cells in raw.rows)])
