"""The Excel workbook of a new report: making it, and reading what Excel made of it."""

import datetime as dt
import difflib
import io
import math
import re
import warnings
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from helpers import ratings
from helpers.schema import HOME, package, resource
from tools import claims
from tools.arrange import MOVE, arrange, read_csv
from tools.raw import (
    DRAFT,
    TITLE_ROWS,
    Finding,
    SheetRow,
    csv_text,
    fields,
    heading,
    is_left_over,
    is_reference,
    required,
    usual_kinds,
    write_together,
)

WORKBOOK = "tables.xlsx"
FOUND = "found"  # the sheet of what a draft found in the texts
README, COUNCILS, CHECKS, KINDS = "read me", "councils", "checks", "kinds"
OWN = (README, COUNCILS, CHECKS, KINDS, FOUND)
ROWS = 50  # rows whose empty cells carry a format of their own; the columns carry it further
LAST = 5000  # the row to which the lists reach
LARGEST = 100_000_000  # bytes of a workbook, unpacked
MOST_TAGS = 2_500_000  # of its XML: some 600,000 cells
WIDE = ("title", "limits", "note", "purpose", "claim", "subject", "check", "url", "reason")
SAVE = "save it as “Excel Workbook (.xlsx)”"
MADE_DATE = "has been turned into a date by Excel"
AGAIN = "in a cell formatted as text"
WORDS = f"""How to fill in these tables
Each sheet is one table. The first row holds the names of the columns: leave it as it is.
Begin with the sheet sources: one row for each article. Every other row names its article in source_id.
Point at a column’s name to read what goes into it. Where a cell offers a list, choose from it.
Fill in the sheets you need and leave the others as they are. Only sources must have a row.
An empty cell means: the article does not say.
Dates are typed as 2014-03-31, or 2014-03 for a month, 2013 for a year, 2014~ for about 2014,
2016-04-01/2016-04-12 for some day between the two, 2016-07/.. where no end is given.
as_printed keeps the article’s own form: £11.6m. What follows from it need not be typed:
amounts and their bounds, percentages and their decimals are read from it.
The cells are formatted as text so that Excel leaves dates and paragraphs alone.
If you paste, paste values only.
Councils go by the short name in the sheet {COUNCILS}, each in its time; the tests for claims are in the
sheet {CHECKS}, usual kinds of event in the sheet {KINDS}.
Instead of this workbook you can fill in the CSV files beside it, but each table in one place only.
Save and close the workbook, then run: python -m tools check FOLDER"""


def articles():
    """The descriptions of the tables that a person fills: all but the reference tables."""
    return [r for r in package()["resources"] if not is_reference(r)]


def new_report(folder, more=()):
    """Make a folder to fill: header-only CSVs of the article tables, tables.xlsx, and more files.

    more: {name: content}.

    Raises FileExistsError, in plain words, where the folder holds anything.
    """
    if not is_free(folder):
        raise FileExistsError(f"{Path(folder).resolve().name} is there already and is not empty. Give a new name.")
    write_together({Path(folder) / name: content for name, content in (empty_tables() | dict(more)).items()})


def is_free(folder):
    """Whether nothing stands where a folder is to be made, or one without any file."""
    folder = Path(folder)
    if not folder.exists():
        return not folder.is_symlink()
    held = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return folder.is_dir() and all(map(is_left_over, held))


def empty_tables():
    """What a new folder holds, {name: content of the file}: the article tables without rows, and the workbook."""
    files = {description["path"]: csv_text([fields(description)]) for description in articles()}
    made = io.BytesIO()
    _workbook().save(made)
    return files | {WORKBOOK: made.getvalue()}


# --- making the workbook ---


def _workbook():
    book = Workbook()
    book.active.title = README
    for line in WORDS.splitlines():
        book.active.append([line])
    book.active.column_dimensions["A"].width = 110
    book.active["A1"].font = Font(bold=True)
    for description in articles():
        _table_sheet(book, description)
    details = {tuple(claims.ANY): "a programme or a group of memberships"}
    needs = [
        [name, " and ".join(tables).replace("|", " or "), details.get(tuple(detail), ", ".join(detail))]
        for name, (tables, detail) in claims.NEEDS.items()
    ]
    _sheet(book, COUNCILS, [["council", "name", "from", "until"], *councils()])
    _sheet(book, CHECKS, [["name of the check", "names in about the rows of", "after a colon"], *needs])
    _sheet(book, KINDS, [["kind of event"], *([kind] for kind in usual_kinds())])
    return book


def councils():
    """Every council of the reference table once, in rows: identifier, name, and its time where that has ends."""
    raw, _ = read_csv(HOME / resource("authorities")["path"], resource("authorities"))
    found = {}
    for row in raw.records():
        began = found[row["council_id"]][2] if row["council_id"] in found else row["valid_from"]
        found[row["council_id"]] = [row["council_id"], row["name"], began, row["valid_to"]]
    return list(found.values())


def _sheet(book, title, rows):
    """A new sheet whose first row is the bold header that stays in sight."""
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 44
    return sheet


def _table_sheet(book, description):
    sheet = _sheet(book, description["name"], [fields(description)])
    for cell, field in zip(sheet[1], description["schema"]["fields"], strict=True):
        cell.comment = Comment(_note(field), "the tables", height=180, width=320)
        column = sheet.column_dimensions[cell.column_letter]
        if field["type"] != "string":
            column.width = max(14, len(field["name"]) + 4)
        else:
            column.width = 44 if field["name"] in WIDE else 24
            column.number_format = "@"
            for row in range(2, ROWS + 2):
                sheet.cell(row, cell.column).number_format = "@"
        formula, strict = _list(description, field)
        if formula:
            rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=strict)
            rule.error = "Choose from the list: the note at the column’s name says what goes here."
            rule.add(f"{cell.column_letter}2:{cell.column_letter}{LAST}")
            sheet.add_data_validation(rule)


def _list(description, field):
    """The list a column offers, and whether other text is refused: (formula or None, strict)."""
    if allowed := field.get("constraints", {}).get("enum"):
        return f'"{",".join(allowed)}"', True
    if field["name"] == "check":  # a detail may follow
        return f"{CHECKS}!$A$2:$A${len(claims.NEEDS) + 1}", False
    if field["name"] == "kind":  # there are others
        return f"{KINDS}!$A$2:$A${len(usual_kinds()) + 1}", False
    if field["name"] == "grade":  # or a pair of them
        return f'"{",".join(ratings.GRADES)}"', False
    for key in description["schema"].get("foreignKeys", []):
        if key["fields"] == [field["name"]]:
            table = key["reference"]["resource"] or description["name"]
            if table == "authorities":
                return f"{COUNCILS}!$A$2:$A${len(councils()) + 1}", True
            return f"{table}!$A$2:$A${LAST}", False
    return None, False


def _note(field):
    """What the comment at a column's name says."""
    rules = field.get("constraints", {})
    lines = [field["title"], field["description"]]
    if "enum" in rules:
        lines.append(f"Allowed: {', '.join(rules['enum'])}.")
    ends = [f"{word} {rules[end]}" for end, word in (("minimum", "from"), ("maximum", "to")) if end in rules]
    if ends:
        lines.append(f"A number {' '.join(ends)}.")
    if "maxLength" in rules:
        lines.append(f"At most {rules['maxLength']} characters.")
    if rules.get("required"):
        lines.append("Every row needs it.")
    return "\n".join(lines)


# --- reading it again ---

# openpyxl makes a cell of each that is merged with another, and a column has a million
Worksheet._clean_merge_range = lambda sheet, merged: None


def open_workbook(path, values=False):
    """A workbook that was read, or a Finding. values: the results that Excel saved in place of formulas."""
    try:
        if not path.is_file():
            raise OSError(0, "it is no file")
        with path.open("rb") as file:
            begins = file.read(4)
        if begins == b"\xd0\xcf\x11\xe0":
            problem = "has a password, or is an old .xls file under a new name"
            return Finding(path.name, problem, f"In Excel, take any password off and {SAVE}")
        if size := too_large(path):
            remedy = "Delete the rows and columns that hold nothing, or fill in CSV files"
            return Finding(path.name, f"is too large: its sheets hold {size}", remedy)
        with warnings.catch_warnings():  # openpyxl warns of features that no table needs
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=values)
    except OSError as error:
        problem = f"cannot be opened ({error.strerror or error})"
        return Finding(path.name, problem, "Close it in Excel and try again")
    except Exception:  # a damaged file can fail anywhere in the reader
        remedy = f"In Excel, open it and {SAVE}; or delete it and fill in CSV files"
        return Finding(path.name, "is damaged, or no Excel workbook", remedy)


def too_large(path):
    """How large what a workbook holds is, in words, where that is more than can be read; else ""."""
    with zipfile.ZipFile(path) as file:
        parts = file.infolist()
        if (size := sum(part.file_size for part in parts)) > LARGEST:
            return f"{size / 1e6:,.0f} MB"
        tags = sum(file.read(part).count(b"<") for part in parts)
    return f"{tags / 1e6:,.1f} million elements" if tags > MOST_TAGS else ""


def read_workbook(path):
    """The tables of a workbook: ({name: Raw, or None where its sheet cannot be read}, findings).

    A sheet is known by its header row, then by its name. Sheets of other things are passed over.
    ({name: ...} itself is None where the file cannot be opened.)
    """
    path = Path(path)
    book = open_workbook(path)
    if isinstance(book, Finding):
        return None, [book]
    tables, found, results = {}, [], None
    for sheet in book.worksheets:
        rows = filled_rows(sheet)
        if not rows:
            continue
        label = f"{path.name}, sheet {sheet.title}"
        name, near = _which(sheet.title, rows)
        if near:
            problem = "looks like a table, but its header row fits none"
            found.append(Finding(label, problem, f"Give it the right one; nearest: {', '.join(near)}"))
        if not name:
            continue
        if results is None and any(cell.data_type == "f" for row in rows.values() for cell in row.values()):
            results = open_workbook(path, values=True)
        raw, wrong = _read_sheet(label, sheet, rows, resource(name), results)
        found += wrong
        if name not in tables or not raw:
            tables[name] = raw
        elif raw.rows and tables[name] and tables[name].rows:
            remedy = "Put all rows into one of the two and delete the other"
            found.append(Finding(label, f"holds {name}, and so does {tables[name].file}", remedy, table=name))
        elif raw.rows:  # an empty copy hides nothing
            tables[name] = raw
    if not tables and not found:
        remedy = f"Put them back into it, or delete it; if they are there, {SAVE}"
        found.append(Finding(path.name, "holds none of the tables", remedy))
    return tables, found


def filled_rows(sheet):
    """The cells of a sheet that hold something, as {row: {column: cell}} in order.

    Only the cells that the file has are looked at: going through rows makes every cell on the way to a
    stray one in the last row, a million of them.
    """
    rows = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None and str(cell.value).strip():
            rows.setdefault(row, {})[column] = cell
    return rows


def _names(row):
    """The names of columns that a row of cells spells: {name: column}."""
    return {heading(str(cell.value)): column for column, cell in row.items()}


def _which(title, rows):
    """(table that a sheet holds or None, the nearest tables where it seems meant for one)."""
    known = {d["name"]: (set(required(d)), {*fields(d), DRAFT}) for d in articles()}
    top = [set(_names(row)) for row in list(rows.values())[: TITLE_ROWS + 1]]
    for given in top:
        if fitting := [name for name, (needed, all_of_it) in known.items() if needed <= given <= all_of_it]:
            return fitting[0], []
    plain = re.sub(r"[\s_-]+", "_", title.strip().lower())
    if plain in known:
        return plain, []  # what is wrong with the header row is said column by column
    if title.strip().lower() in OWN:
        return None, []
    shared = {name: max(len(all_of_it & given) for given in top) for name, (_, all_of_it) in known.items()}
    like = difflib.get_close_matches(plain, known, 3, 0.75)
    nearest = sorted(shared, key=lambda name: -shared[name])[:3]
    return None, like or (nearest if shared[nearest[0]] >= 3 else [])


def _read_sheet(label, sheet, rows, description, results):
    """One sheet as (Raw, or None where it cannot be read; findings). results: the workbook with formulas' values."""
    specs = {f["name"]: f for f in description["schema"]["fields"]}
    top = max(list(rows)[: TITLE_ROWS + 1], key=lambda number: len(_names(rows[number]).keys() & specs.keys()))
    if len(_names(rows[top]).keys() & specs.keys()) < 2:  # the header row is not there
        return arrange(label, description, [(SheetRow(top, {}), [str(cell.value) for cell in rows[top].values()])])
    columns = sorted(rows[top])
    names = {column: heading(str(cell.value)) for column, cell in rows[top].items()}
    letters = {name: get_column_letter(column) for column, name in names.items()}
    lines, found, stray = [], _merged(label, sheet, description), []
    for number, row in rows.items():
        line = SheetRow(number, letters)
        if number <= top:
            held = columns if number == top else sorted(row)
            lines.append((line, [str(row[column].value) for column in held]))
            continue
        texts = []
        for column in columns:
            text, wrong = _cell_text(row.get(column), specs.get(names[column], {"type": "string"}), results, sheet)
            texts.append(text)
            if wrong:
                found.append(Finding(label, *wrong, line, names[column], text, description["name"]))
        stray += [cell for column, cell in row.items() if column not in names]
        if any(texts):
            lines.append((line, texts))
    if stray:
        more = f", and so do {len(stray) - 1} more cells" if len(stray) > 1 else ""
        where, value = f"cell {stray[0].coordinate}", str(stray[0].value).strip()
        found.append(
            Finding(label, f"stands under no column’s name{more}", MOVE, where, "", value, description["name"])
        )
    raw, wrong = arrange(label, description, lines)
    return raw, found + wrong


def _merged(label, sheet, description):
    """Findings of a sheet's merged cells that hold something."""
    problem, remedy = "the cells are merged: all but the first are empty", "Unmerge them and fill in each"
    return [
        Finding(label, problem, remedy, f"cells {merged.coord}", table=description["name"])
        for merged in sheet.merged_cells.ranges
        if sheet.cell(merged.min_row, merged.min_col).value not in (None, "")
    ]


def _cell_text(cell, field, results, sheet):
    """A cell, or None for an empty one, as text, and (problem, remedy) where nobody can say what was typed."""
    if cell is None:
        return "", None
    if cell.data_type == "f":  # what counts is what the person saw
        cell = results[sheet.title][cell.coordinate]
        if cell.value is None:
            return "", ("the result of the formula is not saved", "Type the value itself")
    return _text(cell, field)


def _text(cell, field):
    """A cell as text, and (problem, remedy) where nobody can say what was typed."""
    value, number = cell.value, field["type"] != "string"
    if cell.data_type == "e":
        return str(value), ("is an error of Excel’s, no value", f"Type the value itself, {AGAIN}")
    if value is None or isinstance(value, str):
        return (value or "").strip(), None
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _date(value, cell.number_format, field)
    if math.isinf(value):
        return str(value), ("is beyond any number", "Type the value itself")
    if number and "%" in cell.number_format:  # 24% is held as 0.24
        value = round(value * 100, 9)
    text = str(int(value)) if value == int(value) else repr(value)
    if number or (value == int(value) and cell.number_format in ("General", "@", "0")):
        return text, None
    if field["name"] == "paragraph":
        problem = f"is held as a number, so that {text} and {text}0 look the same"
        return text, (problem, "Format the cell as text and type the paragraph again")
    return text, ("is held as a number, not as it was typed", f"Type it again, {AGAIN}")


def _date(value, shown, field):
    """A true date cell; only where it shows day and year is it known what was typed."""
    marks = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", shown.lower())
    if "edtf" not in field or not isinstance(value, dt.date):
        return str(value), (MADE_DATE, f"Type it again as it should read, {AGAIN}")
    if "y" in marks and "d" in marks:
        return f"{value:%Y-%m-%d}", None
    if "d" in marks:
        remedy = f"Type it with its year, such as {value:%Y-%m-%d}, {AGAIN}"
        return f"{value:%d-%b}", (f"{MADE_DATE}, and the year is a guess", remedy)
    right = f"{value:%Y-%m}" if "m" in marks else f"{value:%Y}"
    return f"{value:%b-%y}", (MADE_DATE, f"Type {right} {AGAIN}")
