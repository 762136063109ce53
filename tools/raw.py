"""Tables as text: rows and findings that know where they stand, CSV files read and written."""

import contextlib
import csv
import errno
import io
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from helpers.schema import resource
from helpers.show import escaped, unescaped
from tools.cells import tidy

SEPARATORS = ",;\t|"
DRAFT = "draft"  # a column that any article table may have besides its own
WIDEST = 1000  # columns that are looked at
LARGEST = 50_000_000  # bytes of a file
MOST = 3_000_000  # rows and cells of a file
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


def bytes_of(path):
    """A file's bytes; raises OSError where it is no file, or larger than any table."""
    if path.exists() and not path.is_file():
        raise OSError(0, "it is no file", str(path))
    if path.stat().st_size > LARGEST:
        raise OSError(errno.EFBIG, f"it takes {path.stat().st_size / 1e6:,.0f} MB, more than any table", str(path))
    return path.read_bytes()


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
    held = 0
    try:
        for cells in reader:
            held += 1 + len(cells)
            if held > MOST:
                remedy = "Delete the rows and columns that hold nothing, or divide it"
                return [], [Finding(name, f"has more than {MOST:,} rows and cells", remedy, start)]
            rows.append((start, list(map(unescaped, cells)) if "'" in "".join(cells) else cells))
            start = reader.line_num + 1 + above
    except csv.Error as error:
        remedy = "Check the double quotes: each that opens must close, and one inside a text is typed twice"
        return [], [Finding(name, f"the row cannot be read as CSV ({error})", remedy, start)]
    return rows, []


# --- writing ---

UNFINISHED = ".unfinished"  # lists files that are written whole beside their places, and are being moved there


def write_together(contents, home=None, was=()):
    """Write files, {path: text or bytes}, all of them whole or none.

    Each is first written beside its place. A list of several is then put into a folder that holds them all,
    home, so that `finish` can move the rest should this process be killed while it moves them.
    was: {path: stamp} of files that the contents were made from; raises ValueError where one has changed since.
    """
    paths = {Path(path): data if isinstance(data, bytes) else as_utf8(path, data) for path, data in contents.items()}
    refuse_unwritable(paths)
    home = Path(home or os.path.commonpath([path.parent.absolute() for path in paths])).absolute()
    finish(home)
    folders = sorted({folder for path in paths for folder in path.parents if not folder.exists()})
    try:
        for path, data in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            part_of(path).write_bytes(data)
            if path.exists():
                with contextlib.suppress(OSError):
                    shutil.copymode(path, part_of(path))
        refuse_changed(was)
        if len(paths) > 1:
            lines = [f"{stamp(path)} {path.absolute().relative_to(home).as_posix()}" for path in paths]
            path = home / UNFINISHED
            part_of(path).write_text("\0".join(lines), encoding="utf-8")
        part_of(path).replace(path)
    except BaseException as error:
        for part in map(part_of, [*paths, home / UNFINISHED]):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        for folder in reversed(folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):  # a full disk names no file, a part is no file that anybody knows
            raise OSError(error.errno, error.strerror, str(path if path in paths else home)) from None
        raise
    try:
        finish(home)
    except KeyboardInterrupt:
        finish(home)  # it is a matter of a moment
        raise


def finish(folder):
    """Move files into their places that a killed process had written whole, all of them, but not moved.

    Raises ValueError, in plain words, where one has been changed since: it is left as it is.
    """
    mark = Path(folder) / UNFINISHED
    if not mark.is_file():
        return
    lines = [line.partition(" ") for line in bytes_of(mark).decode("utf-8", "replace").split("\0")]
    moves = {mark.parent / name: was for was, _, name in lines if name and ".." not in Path(name).parts}
    moves = {path: was for path, was in moves.items() if part_of(path).is_file() and not path.is_symlink()}
    for path, was in moves.items():
        if stamp(path) != was:
            said = f"{path} was changed after a command had been stopped that was writing it. "
            raise ValueError(f"{said}Compare it with {part_of(path).name} beside it, then delete {UNFINISHED}.")
    for path in moves:
        with contextlib.suppress(FileNotFoundError):  # another process has moved it
            part_of(path).replace(path)
    mark.unlink(missing_ok=True)


def part_of(path):
    """Where a file is written before it is moved into its place."""
    return path.with_name(f".{path.name}.part")


def is_left_over(path):
    """Whether a file is what a killed command leaves: the next one that writes there replaces it."""
    return path.name == UNFINISHED or (path.name.startswith(".") and path.name.endswith(".part"))


def stamp(path):
    """What any change of a file changes: its time and size, "-" where there is none."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return "-"
    return f"{about.st_mtime_ns}-{about.st_size}"


def refuse_changed(was):
    """Raise ValueError, in plain words, where a file is no longer as it was, {path: stamp}."""
    if changed := next((path for path in was if stamp(path) != was[path]), None):
        raise ValueError(f"{changed} was changed while this command ran. Nothing was written: run it again.")


def as_utf8(path, text):
    """A text as the bytes of a file; raises ValueError, in plain words, where it cannot be."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{path}: {text[error.start]!a} in it is no sign of any script. Delete it.") from None


def refuse_unwritable(paths):
    """Raise OSError or ValueError, in plain words, where a file could not be written: before any work is done."""
    for path in map(Path, paths):
        if path.is_symlink():
            raise ValueError(f"{path} is a link, through which nothing is written: put the file itself there.")
        if path.exists() and not path.is_file():
            raise ValueError(f"{path} is no file, and one is to be written there: move it away.")
        folder = next(folder for folder in path.absolute().parents if folder.exists())
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
        for place in (path, folder):
            if place.exists() and not os.access(place, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def csv_text(rows, delimiter=","):
    """Rows of cells as the text of a CSV file of the contract; no cell can start a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue()


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
