"""One table that somebody filled: its rows as text, and a plain line for each thing wrong; and writing tables."""

import contextlib
import csv
import difflib
import io
import re
from pathlib import Path
from typing import NamedTuple

from helpers.schema import resource
from tools.cells import escaped, is_date, meant, misread, one_spelling, read_date, tidy, unescaped

SEPARATORS = ",;\t|"
DRAFT = "draft"  # a column that any article table may have besides its own
WIDEST = 1000  # columns that are looked at
TITLE_ROWS = 5  # how many rows above its header a table may have to be known for one
TOTALS = {"total", "totals", "grand total", "subtotal", "sub-total", "sum", "summe", "gesamt"}
WRONG_ENCODING = "In Excel, open the CSV file anew by Data, From Text/CSV, with the file origin 65001: Unicode (UTF-8)"
QUOTES = "Put a text that contains commas between double quotes; what is your own belongs into another file"
FILL_UP = "Give each column its cell, if only an empty one"
MOVE = "Move it under one in the header row, or delete it"
PUT_BACK = "Put it back, if only with its header row"


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


def trimmed(cells):
    """Cells without the blank ones at the end."""
    length = len(cells)
    while length and not cells[length - 1].strip():
        length -= 1
    return cells[:length]


# --- from rows of cells to a table ---


def heading(cell):
    """A cell of a header row as a column's name is spelt."""
    return re.sub(r"[\s-]+", "_", tidy(cell, free=False).lower())


def header_at(rows, expected):
    """The index of the row that is the header, among the first few; None where none is."""
    for i, (_, cells) in enumerate(rows[: TITLE_ROWS + 1]):
        if len(set(map(heading, cells[:WIDEST])) & expected) >= 2:
            return i
    return None


def columns_of(label, description, line, header):
    """What stands in each column of a table: ({name: position}, findings, whether rows can be read)."""
    wrong = Teller(label, description["name"])
    names = [*fields(description), *([] if is_reference(description) else [DRAFT])]
    optional = {f["name"] for f in description["schema"]["fields"] if f.get("optional")} | {DRAFT}
    optional |= set(names) - set(required(description)) if is_reference(description) else set()
    places, unknown = {}, []
    for i, cell in enumerate(header[:WIDEST]):
        name = heading(cell)
        if name in places:
            problem, remedy = "the column stands twice in the header row", "Keep one of the two"
            return {}, [wrong(problem, remedy, line, name)], False
        if name in names:
            places[name] = i
        elif name:
            unknown.append((i, cell))
    own, found = [], []
    for i, cell in unknown:
        near = difflib.get_close_matches(heading(cell), [n for n in names if n not in places], 1, 0.75)
        if near:
            places[near[0]] = i
            found.append(wrong("is no column of this table", f"Perhaps {near[0]} is meant", line, value=cell))
        else:
            own.append(cell)
    count = len(own) + sum(1 for cell in header[WIDEST:] if cell.strip())
    if own:
        others = f", nor {'are' if count > 2 else 'is'} {count - 1} more in the header row" if count > 1 else ""
        where = "another sheet" if isinstance(line, SheetRow) else "another file"
        found.append(
            wrong(f"is no column of this table{others}", f"Move what is your own to {where}", line, value=own[0])
        )
    lacking = [name for name in names if name not in places and name not in optional]
    if lacking:
        said = "the column is" if len(lacking) == 1 else f"the columns {', '.join(lacking)} are"
        remedy = f"Put {'it' if len(lacking) == 1 else 'them'} back into the header row, with the cells"
        found.append(wrong(f"{said} missing from the header row", remedy, line, lacking[0]))
    return places, found, not set(lacking) & set(required(description))


class Teller:
    """Makes findings of one table in one file."""

    def __init__(self, label, table):
        self.label, self.table = label, table

    def __call__(self, problem, remedy, line=None, column="", value=""):
        return Finding(self.label, problem, remedy, line, column, value, self.table)


def arrange(label, description, rows):
    """A table's rows of cells as (Raw, findings); the Raw is None where they cannot be read.

    rows: (line, cells). The header is found under a few rows of a title; the cells come in the schema's
    order, as they were meant where only one thing can be meant.
    """
    wrong, expected = Teller(label, description["name"]), {*fields(description), DRAFT}
    while rows and not any(cell.strip() for cell in rows[-1][1]):
        rows = rows[:-1]
    first = next((i for i, (_, cells) in enumerate(rows) if any(map(tidy, cells))), None)
    as_it_was = f"The first row must be: {','.join(fields(description))}"
    if first is None:
        return None, [wrong("the table is empty, without even a header row", as_it_was)]
    rows, found = rows[first:], []
    top = header_at(rows, expected)
    if top is None:
        return None, [wrong("the header row is missing", as_it_was, rows[0][0])]
    if top:
        value = next(cell for cell in map(tidy, rows[0][1]) if cell)
        which = "the row" if top == 1 else f"the {top} rows above the header"
        found.append(wrong("stands above the header row", f"Delete {which}", rows[0][0], value=value))
    line, header = rows[top][0], trimmed(rows[top][1])
    places, lacking, readable = columns_of(label, description, line, header)
    found += lacking
    if not readable:
        return None, found
    columns = [*fields(description), *([DRAFT] if DRAFT in places else [])]
    kept, lost, more = body(wrong, description, columns, places, header, rows[top + 1 :])
    notices = as_meant(wrong, description, columns, kept)
    return Raw(label, columns, kept, description["name"], tuple(notices), not lost), [*found, *lost, *more]


def body(wrong, description, columns, places, header, rows):
    """The rows under the header: ([(line, cells in the order of columns)], findings of rows lost, other findings)."""
    kept, found = [], []
    blank, long, short, astray, garbled = [], [], [], [], []  # (line, value) of each row of its kind
    width, nameless = len(header), [i for i, cell in enumerate(header[:WIDEST]) if not heading(cell)]
    needed = [columns.index(name) for name in required(description)]
    reach = max(places[columns[i]] for i in needed)
    for line, cells in rows:
        filled = [cell for cell in cells if cell and tidy(cell)]
        if not filled:
            blank.append((line, ""))
            continue
        ordered = [cells[places[name]] if name in places and places[name] < len(cells) else "" for name in columns]
        if len(trimmed(cells)) > width:
            long.append((line, ""))
        elif is_total(filled, [ordered[i] for i in needed]):
            problem, remedy = "stands in a row that looks like a total", "Delete the row: sums are computed"
            found.append(wrong(problem, remedy, line, value=tidy(filled[0])))
        elif len(filled) == 1 and len(needed) > 2:
            remedy = "Delete it, or fill in the row"
            found.append(wrong("is all that stands in the row", remedy, line, value=tidy(filled[0])))
        elif len(cells) <= reach and not all(ordered[i] for i in needed):
            short.append((line, ""))
        else:
            kept.append((line, ordered))
            astray += [(line, tidy(cells[i])) for i in nameless if i < len(cells) and tidy(cells[i])][:1]
            garbled += [(line, cell) for cell in filled if misread(cell)][:1]
    lost = told_once(wrong, long, f"the row has more cells than the header row, which has {width}", QUOTES)
    lost += told_once(wrong, short, f"the row has fewer cells than the header row, which has {width}", FILL_UP)
    found += told_once(wrong, blank, "the row is blank", "Delete it")
    found += told_once(wrong, astray, "stands under no column’s name", MOVE)
    signs = misread(garbled[0][1]) if garbled else ""
    problem = f"was read in the wrong encoding, {signs} being another sign"
    found += told_once(wrong, [(line, tidy(cell)) for line, cell in garbled], problem, WRONG_ENCODING)
    return kept, lost, found


def told_once(wrong, rows, problem, remedy):
    """The one finding of rows that have the same fault, on the first of them; none where there are none."""
    if not rows:
        return []
    (line, value), more = rows[0], len(rows) - 1
    also = f"; the same in {more} more row{'s' * (more > 1)}" if more else ""
    return [wrong(problem + also, remedy, line, value=value)]


def is_total(filled, needed):
    """Whether a row looks like a total below the table: it says so, or has nothing but a sum."""
    if sum(not cell for cell in needed) * 2 < len(needed):
        return False
    said = any(tidy(cell).lower().rstrip(":") in TOTALS for cell in filled)
    return said or (not any(needed) and all(re.fullmatch(r"£?[\d.,]+", tidy(cell)) for cell in filled))


def as_meant(wrong, description, columns, rows):
    """Put into the cells what they mean, in place; returns a notice of each date that was read."""
    notices, free = [], free_text(description)
    for i, field in enumerate(description["schema"]["fields"]):
        name, spellings, is_free = field["name"], {}, field["name"] in free
        if name == "kind" and "enum" not in field.get("constraints", {}):
            known = next(f for f in resource("interventions")["schema"]["fields"] if f["name"] == "kind")
            kinds = {tidy(cells[i]) for _, cells in rows}
            spellings = one_spelling(kinds, known["constraints"]["enum"])
        for line, cells in rows:
            text = tidy(cells[i], is_free) if cells[i] else ""
            if is_free:
                cells[i] = spellings.get(text, text)
                continue
            if "edtf" in field and text and not is_date(text, field) and (read := read_date(text, field)):
                notices.append(wrong(f"is read as {read}", "Typed so, it needs no reading", line, name, text))
                text = read
            cells[i] = meant(text, field)
    for _, cells in rows:
        cells[len(description["schema"]["fields"]) :] = map(tidy, cells[len(description["schema"]["fields"]) :])
    return notices


def free_text(description):
    """The columns that hold words to read, and no name, number or date that is looked up."""
    held = {"edtf", "refers"}
    return {
        f["name"]
        for f in description["schema"]["fields"]
        if f["type"] == "string"
        and not held & set(f)
        and not {"pattern", "enum"} & set(f.get("constraints", {}))
        and not f["name"].endswith("_id")
    }


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


def read_csv(path, description):
    """One CSV file as (Raw, findings); the Raw is None where it cannot be read."""
    label, name = description["path"], description["name"]
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "it is no file")
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [Finding(label, "the file is missing", PUT_BACK, table=name)]
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        return None, [Finding(label, problem, "Put a CSV file that you may open in its place", table=name)]
    rows, found = parse(data, label, fields(description))
    if found:
        return None, [finding._replace(table=name) for finding in found]
    return arrange(label, description, rows)


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
