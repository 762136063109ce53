"""Tables as text: rows and findings that know where they stand, CSV files read and written."""

import contextlib
import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from helpers.schema import resource
from tools.cells import escaped, tidy, unescaped

SEPARATORS = ",;\t|"
DRAFT = "draft"  # a column that any article table may have besides its own
WIDEST = 1000  # columns that are looked at
TITLE_ROWS = 5  # how many rows above its header a table may have to be known for one


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
    table: str = ""

    def __str__(self):
        line = f"line {self.line}" if isinstance(self.line, int) else self.line
        if isinstance(line, SheetRow):
            line = line.at(self.column)
        column = f"column {self.column}" if self.column else ""
        value = self.value if len(self.value) < 80 else f"{self.value[:77]}..."
        where = ", ".join(part for part in (self.file, line, column) if part)
        end = "" if self.remedy.endswith(("?", ".")) else "."
        return f"{where}: {f'{value!r} ' if value else ''}{self.problem}. {self.remedy}{end}"


class Row(dict):
    """One row's cells by column; it knows where it stands."""

    def __init__(self, raw, line, cells):
        super().__init__(zip(raw.columns, cells, strict=True))
        self.file, self.line, self.table = raw.file, line, raw.name

    def wrong(self, column, problem, remedy):
        """The finding that something is wrong with the row's cell in a column."""
        return Finding(self.file, problem, remedy, self.line, column, self.get(column, ""), self.table)

    def remarks(self):
        """The column for remarks of this table, which can answer a question, and what it holds."""
        column = next(name for name in ("note", "limits", "reason") if name in self)
        return column, self[column]

    def place(self):
        """Where it stands, in words: “awards.csv, line 7”."""
        return f"{self.file}, {f'line {self.line}' if isinstance(self.line, int) else self.line}"


class Raw(NamedTuple):
    """One table as it stands in its file: rows of text in the schema's order of columns.

    A column `draft` comes last where the file has one. notices: findings of what was read through and
    needs no mending. whole: no row was left out as unreadable, so a name that is not here is nowhere.
    """

    file: str
    columns: list
    rows: list  # of (line or cell reference, [text, ...])
    name: str = ""
    notices: tuple = ()
    whole: bool = True

    def records(self):
        """The rows as a list of Row."""
        return [Row(self, line, cells) for line, cells in self.rows]


def fields(description):
    """The columns' names of one table of the package."""
    return [field["name"] for field in description["schema"]["fields"]]


def is_reference(description):
    """Whether a table is one that does not come from the articles."""
    return description["path"].startswith("reference/")


def required(description):
    """The columns that every row of a table needs."""
    return [f["name"] for f in description["schema"]["fields"] if f.get("constraints", {}).get("required")]


def usual_kinds():
    """The kinds of event that the reference table of interventions has."""
    field = next(f for f in resource("interventions")["schema"]["fields"] if f["name"] == "kind")
    return field["constraints"]["enum"]


def trimmed(cells):
    """Cells without the blank ones at the end."""
    length = len(cells)
    while length and not cells[length - 1].strip():
        length -= 1
    return cells[:length]


# --- header rows ---


def heading(cell):
    """A cell of a header row as a column's name is spelt."""
    return re.sub(r"[\s-]+", "_", tidy(cell, free=False).lower())


def header_at(rows, expected):
    """The index of the row that is the header, among the first few; None where none is."""
    for i, (_, cells) in enumerate(rows[: TITLE_ROWS + 1]):
        if len(set(map(heading, cells[:WIDEST])) & expected) >= 2:
            return i
    return None


# --- CSV ---


def separator(text, columns):
    """(what separates the cells of a CSV text, the text without Excel's line “sep=;”, lines taken off)."""
    head, _, rest = text.partition("\n")
    if match := re.fullmatch(r'"?sep=([,;\t|])"?,*\s*', head):
        return match[1], rest, 1
    lines, known = text[:100_000].splitlines()[: TITLE_ROWS + 1], set(columns)

    def fit(mark):
        return max((len({heading(cell.strip('"')) for cell in line.split(mark)} & known) for line in lines), default=0)

    return max(SEPARATORS, key=fit), text, 0


def parse(data, name, columns=()):
    """The bytes of a CSV file as ([(line, cells), ...], findings): no rows where it cannot be read.

    columns: the names that its header has, by which semicolons or tabs are known for what they are.
    """
    utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        value = data[error.start : error.start + 1].decode("latin-1")
        remedy = "In Excel, save the file as “CSV UTF-8 (comma delimited)”"
        return [], [Finding(name, "is not UTF-8 text", remedy, line, value=value)]
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problem = "there is a null character: this is no text file"
        return [], [Finding(name, problem, "Save it as CSV UTF-8", line)]
    mark, text, above = separator(text, columns)
    reader, rows, start = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), [], 1 + above
    try:
        for cells in reader:
            rows.append((start, list(map(unescaped, cells))))
            start = reader.line_num + 1 + above
    except csv.Error as error:
        remedy = "Check the double quotes: each that opens must close, and one inside a text is typed twice"
        return [], [Finding(name, f"the row cannot be read as CSV ({error})", remedy, start)]
    return rows, []


# --- writing ---


def write_together(contents):
    """Write files, {path: text}, all of them whole or none: each beside its place first, then all are moved."""
    parts = {Path(path): Path(path).with_name(f".{Path(path).name}.part") for path in contents}
    try:
        for path, text in zip(parts, contents.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            with parts[path].open("w", encoding="utf-8", newline="") as file:
                file.write(text)
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:  # a full disk names no file, a part is no file that anybody knows
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def csv_text(rows):
    """Rows of cells as the text of a CSV file of the contract; no cell can start a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue()


def write_csv(path, rows):
    """Rows of text as a CSV file of the contract: UTF-8, commas, LF; whole or not at all."""
    write_together({path: csv_text(rows)})


def write_clean(tables, target):
    """Write every table of {name: Raw} under its own path in a folder, header-only ones too; all or none.

    The column `draft` is left out.
    """
    contents = {}
    for name, raw in tables.items():
        own = fields(resource(name))
        rows = [own, *(cells[: len(own)] for _, cells in raw.rows)]
        contents[Path(target) / resource(name)["path"]] = csv_text(rows)
    write_together(contents)
