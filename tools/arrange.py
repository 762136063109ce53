"""From the rows of a file to a table: its header found, its cells in order and as they were meant; one line a cause."""

import difflib
import re

from tools.cells import is_date, meant, misread, one_spelling, read_date, tidy
from tools.raw import (
    DRAFT,
    WIDEST,
    Finding,
    Raw,
    SheetRow,
    bytes_of,
    fields,
    header_at,
    heading,
    is_reference,
    parse,
    required,
    trimmed,
    usual_kinds,
)

TOTALS = {"total", "totals", "grand total", "subtotal", "sub-total", "sum", "summe", "gesamt"}
WRONG_ENCODING = "In Excel, open the CSV file anew by Data, From Text/CSV, with the file origin 65001: Unicode (UTF-8)"
QUOTES = "Put a text that contains commas between double quotes; what is your own belongs into another file"
FILL_UP = "Give each column its cell, if only an empty one"
MOVE = "Move it under one in the header row, or delete it"
PUT_BACK = "Put it back, if only with its header row"


class Teller:
    """Makes findings of one table in one file."""

    def __init__(self, label, table):
        self.label, self.table = label, table

    def __call__(self, problem, remedy, line=None, column="", value=""):
        return Finding(self.label, problem, remedy, line, column, value, self.table)


# --- the header row ---


def columns_of(wrong, description, line, header):
    """What stands in each column of a table: ({name: position}, findings, whether rows can be read)."""
    names = [*fields(description), *([] if is_reference(description) else [DRAFT])]
    spelt = [(i, heading(cell)) for i, cell in enumerate(header[:WIDEST])]
    places = {name: i for i, name in reversed(spelt) if name in names}
    if twice := next((name for i, name in spelt if name in names and places[name] != i), ""):
        problem, remedy = "the column stands twice in the header row", "Keep one of the two"
        return {}, [wrong(problem, remedy, line, twice)], False
    found, own = [], []
    for i, name in spelt:
        if not name or name in names:
            continue
        if near := difflib.get_close_matches(name, [n for n in names if n not in places], 1, 0.75):
            places[near[0]] = i
            found.append(wrong("is no column of this table", f"Perhaps {near[0]} is meant", line, value=header[i]))
        else:
            own.append(header[i])
    found += of_one_s_own(wrong, line, own, sum(1 for cell in header[WIDEST:] if cell.strip()))
    lacking = [name for name in names if name not in places and name not in may_be_missing(description)]
    return places, found + not_there(wrong, line, lacking), not set(lacking) & set(required(description))


def may_be_missing(description):
    """The columns that a table can do without: those added to the contract later, or not needed for reference."""
    needed = set(required(description))
    optional = [
        f["name"]
        for f in description["schema"]["fields"]
        if f.get("optional") or (is_reference(description) and f["name"] not in needed)
    ]
    return {*optional, DRAFT}


def of_one_s_own(wrong, line, own, more):
    """The finding of columns that the table does not have; more: how many there are beyond those looked at."""
    if not own:
        return []
    count = len(own) + more - 1
    others = f", nor {'are' if count > 1 else 'is'} {count} more in the header row" if count else ""
    where = "another sheet" if isinstance(line, SheetRow) else "another file"
    return [wrong(f"is no column of this table{others}", f"Move what is your own to {where}", line, value=own[0])]


def not_there(wrong, line, lacking):
    """The finding of columns that are missing from the header row."""
    if not lacking:
        return []
    said, them = ("the column is", "it") if len(lacking) == 1 else (f"the columns {', '.join(lacking)} are", "them")
    remedy = f"Put {them} back into the header row, with the cells"
    return [wrong(f"{said} missing from the header row", remedy, line, lacking[0])]


# --- the table ---


def arrange(label, description, rows):
    """A table's rows of cells as (Raw, findings); the Raw is None where they cannot be read.

    rows: (line, cells). The header is found under a few rows of a title; the cells come in the schema's
    order, as they were meant where only one thing can be meant.
    """
    wrong, expected = Teller(label, description["name"]), {*fields(description), DRAFT}
    end = len(rows)
    while end and not any(cell.strip() for cell in rows[end - 1][1]):
        end -= 1
    rows = rows[:end]
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
    places, more, readable = columns_of(wrong, description, line, header)
    found += more
    if not readable:
        return None, found
    columns = [*fields(description), *([DRAFT] if DRAFT in places else [])]
    kept, lost, more = body(wrong, description, columns, places, header, rows[top + 1 :])
    notices = as_meant(wrong, description, columns, kept)
    return Raw(label, columns, kept, description["name"], tuple(notices), not lost), [*found, *lost, *more]


# --- the rows under the header ---


def body(wrong, description, columns, places, header, rows):
    """The rows under the header: ([(line, cells in the order of columns)], findings of rows lost, other findings)."""
    width, nameless = len(header), [i for i, cell in enumerate(header[:WIDEST]) if not heading(cell)]
    needed = [columns.index(name) for name in required(description)]
    reach = max(places[columns[i]] for i in needed)
    straight = [places.get(name) for name in columns] == list(range(width))
    kept, found, faults = [], [], {kind: [] for kind in ("blank", "long", "short", "astray", "garbled")}
    for line, cells in rows:
        filled = [cell for cell in cells if cell and tidy(cell)]
        if straight and len(cells) == width:
            ordered = list(cells)
        else:
            ordered = [cells[places[name]] if name in places and places[name] < len(cells) else "" for name in columns]
        lacks = sum(not ordered[i] for i in needed)
        if not filled:
            faults["blank"].append((line, ""))
        elif len(trimmed(cells)) > width:
            faults["long"].append((line, ""))
        elif is_total(filled, lacks, len(needed)):
            problem, remedy = "stands in a row that looks like a total", "Delete the row: sums are computed"
            found.append(wrong(problem, remedy, line, value=tidy(filled[0])))
        elif len(filled) == 1 and len(needed) > 2:
            remedy = "Delete it, or fill in the row"
            found.append(wrong("is all that stands in the row", remedy, line, value=tidy(filled[0])))
        elif len(cells) <= reach and lacks:
            faults["short"].append((line, ""))
        else:
            kept.append((line, ordered))
            faults["astray"] += [(line, tidy(cells[i])) for i in nameless if i < len(cells) and tidy(cells[i])][:1]
            if not "".join(filled).isascii():
                faults["garbled"] += [(line, cell) for cell in filled if not cell.isascii() and misread(cell)][:1]
    lost, others = told_of(wrong, faults, width)
    return kept, lost, found + others


def told_of(wrong, faults, width):
    """The findings of rows that have the same fault, one a fault: (of the rows that are lost, of others)."""
    header = f"cells than the header row, which has {width}"
    lost = told_once(wrong, faults["long"], f"the row has more {header}", QUOTES)
    lost += told_once(wrong, faults["short"], f"the row has fewer {header}", FILL_UP)
    others = told_once(wrong, faults["blank"], "the row is blank", "Delete it")
    others += told_once(wrong, faults["astray"], "stands under no column’s name", MOVE)
    signs = misread(faults["garbled"][0][1]) if faults["garbled"] else ""
    problem = f"was read in the wrong encoding, {signs} being another sign"
    return lost, others + told_once(wrong, faults["garbled"], problem, WRONG_ENCODING)


def told_once(wrong, rows, problem, remedy):
    """The one finding of rows that have the same fault, on the first of them; none where there are none."""
    if not rows:
        return []
    (line, value), more = rows[0], len(rows) - 1
    also = f"; the same in {more} more row{'s' * (more > 1)}" if more else ""
    return [wrong(problem + also, remedy, line, value=tidy(value))]


def is_total(filled, lacks, needed):
    """Whether a row looks like a total below the table: it says so, or has nothing but sums.

    lacks: how many of the needed cells it lacks.
    """
    if lacks * 2 < needed:
        return False
    said = any(tidy(cell).lower().rstrip(":") in TOTALS for cell in filled)
    return said or (lacks == needed and all(re.fullmatch(r"£?[\d.,]+", tidy(cell)) for cell in filled))


def as_meant(wrong, description, columns, rows):
    """Put into the cells what they mean, in place; returns a notice of each date that was read."""
    notices, free = [], free_text(description)
    for i, field in enumerate(description["schema"]["fields"]):
        name, spellings, is_free = field["name"], {}, field["name"] in free
        if name == "kind" and "enum" not in field.get("constraints", {}):
            spellings = one_spelling({tidy(cells[i]) for _, cells in rows}, usual_kinds())
        dated, known = "edtf" in field, {"": ""}  # known: what each text of the column means, found once
        for line, cells in rows:
            if (typed := cells[i]) not in known:
                text = tidy(typed, is_free)
                known[typed] = spellings.get(text, text) if is_free else meant(text, field)
            text = cells[i] = known[typed]
            if dated and text and not is_date(text, field) and (read := read_date(text, field)):
                notices.append(wrong(f"is read as {read}", "Typed so, it needs no reading", line, name, text))
                cells[i] = read
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


# --- from a CSV file ---


def read_csv(path, description):
    """One CSV file as (Raw, findings); the Raw is None where it cannot be read."""
    label, name = description["path"], description["name"]
    try:
        data = bytes_of(path)
    except FileNotFoundError:
        return None, [Finding(label, "the file is missing", PUT_BACK, table=name)]
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        return None, [Finding(label, problem, "Put a CSV file that you may open in its place", table=name)]
    rows, found = parse(data, label, fields(description))
    if found:
        return None, [finding._replace(table=name) for finding in found]
    return arrange(label, description, rows)
