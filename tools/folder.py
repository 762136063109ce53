"""A folder that somebody filled: its tables, from CSV files and the workbook, and what lies beside them unread."""

import re
from functools import cache
from pathlib import Path

from helpers.schema import HOME, package, resource
from helpers.tables import path_of
from tools.arrange import PUT_BACK, read_csv
from tools.raw import Finding, Raw, fields, finish, is_reference
from tools.workbook import WORKBOOK, read_workbook

REPLACED = {  # tables of one's own that nothing reads any more, and what took their place
    "reference/councils.csv": "authorities",
    "reference/ofsted_sif_judgements.csv": "ofsted_judgements",
}
NEVER_EMPTY = ("authorities", "ofsted_judgements")  # what every report goes by
SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers"}
COPY = re.compile(r"(?:copy of )?(.+?)(?: ?\(\d+\)| - copy| copy| 2)?", re.I)


def read_folder(folder):
    """Every table of a folder as ({name: Raw}, findings); a table that cannot be read is left out.

    A table is read from its CSV or from its sheet in tables.xlsx, whichever has rows. Where both have,
    nothing is read, for nobody could say which of the two is meant. A table that came later than the
    first version of the contract may be missing: it is then empty.
    """
    folder = Path(folder)
    finish(folder)
    if not folder.is_dir():
        return {}, [Finding(str(folder), "there is no such folder", "Give the folder that holds the tables")]
    book = folder / WORKBOOK
    if not has_tables(folder):
        remedy = "Give the folder that does; python -m tools new FOLDER makes one to fill"
        return {}, [Finding(str(folder), "holds no tables", remedy)]
    has_book = book.exists() or book.is_symlink()
    sheets, found = read_workbook(book) if has_book else ({}, [])
    if sheets is None:
        return {}, found
    tables, both = {}, []
    for description in package()["resources"]:
        name = description["name"]
        raw, wrong = from_csv(folder, description, has_book)
        found += wrong
        sheet = sheets.get(name, raw)
        if sheet and sheet.rows:
            both += [name] if raw and raw.rows and sheet is not raw else []
            tables[name] = sheet
        elif sheet and raw:
            tables[name] = raw if raw.rows else sheet
    if both:
        problem = f"{', '.join(both)}: there are rows in {WORKBOOK} and in the CSV too"
        remedy = "Keep one of the two, and delete the other’s rows, not its header"
        return {}, [Finding(str(folder), problem, remedy)]
    return tables, found


def has_tables(folder):
    """Whether a folder has a table or a workbook, if only under a name that must be mended."""
    names = [WORKBOOK, *(r["path"] for r in package()["resources"] if not is_reference(r))]
    return any((folder / name).exists() or misnamed(folder, name) for name in names)


def from_csv(folder, description, beside_a_workbook):
    """One table as its CSV file has it: (Raw, findings); an empty Raw where the file may be missing."""
    path = path_of(folder, description["name"])
    if is_reference(description) and path.is_relative_to(HOME):
        return our_own(description["name"], path.stat().st_mtime_ns)
    if path.exists() or path.is_symlink():
        raw, found = read_csv(path, description)
        if raw and not raw.rows and description["name"] in NEVER_EMPTY:
            remedy = "Fill it in, or delete the file: the project’s own is then read"
            found = [*found, Finding(raw.file, "the table has no rows", remedy, table=raw.name)]
        return raw, found
    empty = Raw(WORKBOOK if beside_a_workbook else description["path"], fields(description), [], description["name"])
    near = misnamed(folder, description["path"])
    if near:
        problem, remedy = "the file is missing", f"{near} lies there and is not read: rename it to {path.name}"
    elif beside_a_workbook or description.get("optional"):
        return empty, []
    else:
        problem, remedy = "the file is missing", PUT_BACK
    return None, [Finding(description["path"], problem, remedy, table=description["name"])]


@cache
def our_own(name, _changed):
    """One of the project's own reference tables, which serve every folder: (Raw, findings), read once."""
    return read_csv(HOME / resource(name)["path"], resource(name))


def misnamed(folder, name):
    """A file of a folder that must have been meant for another name, such as “Awards (1).CSV”; "" if none."""
    wanted = Path(name)
    kinds = SPREADSHEETS if wanted.suffix == ".xlsx" else {".csv"}
    for path in sorted(folder.iterdir()) if "/" not in name else []:
        stem, suffix = Path(path.stem), path.suffix.lower()
        if suffix in (".txt", ".csv", ".xlsx") and stem.suffix.lower() in kinds:  # awards.csv.txt
            stem, suffix = Path(stem.stem), stem.suffix.lower()
        same = COPY.fullmatch(stem.name)[1].lower() == wanted.stem
        if same and suffix in kinds and path.name != wanted.name and path.is_file() and not path.name.startswith("."):
            return path.name
    return ""


def unread(folder):
    """A workbook that lies in a folder under another name than tables.xlsx, as a Finding; None if there is none."""
    near = misnamed(Path(folder), WORKBOOK) if Path(folder).is_dir() else ""
    if not near:
        return None
    if Path(near).suffix.lower() == ".xlsx":
        remedy = f"If it holds the tables, rename it to {WORKBOOK}"
    else:
        remedy = f"If it holds the tables, save it as “Excel Workbook (.xlsx)” under the name {WORKBOOK}"
    return Finding(near, f"is not read, for only {WORKBOOK} is", remedy)


def notices(folder, tables):
    """What a person should know though nothing is wrong, as findings: what was read through, and what is not read."""
    told = []
    for old, name in REPLACED.items():
        if (Path(folder) / old).exists():
            path = resource(name)["path"]
            remedy = f"Delete it, or put what is your own into a {path} in the form of the project’s"
            told.append(Finding(old, f"is no longer read: {path} has taken its place", remedy))
    other = unread(folder)
    told += [other] if other else []
    for raw in tables.values():
        by_column = {}
        for notice in raw.notices:
            by_column.setdefault(notice.column, []).append(notice)
        for first, *more in by_column.values():
            also = f", and {len(more)} more of the column likewise" if more else ""
            told.append(first._replace(problem=first.problem + also))
    return told
