"""From texts to tables: the texts with numbered paragraphs, what they print, and rows begun where that is safe."""

import re
from collections import Counter
from html import escape
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from helpers.schema import package, resource
from helpers.tables import path_of
from tools.begin import begin
from tools.council_names import slug
from tools.councilwords import authorities
from tools.datewords import dates_in
from tools.folder import read_folder
from tools.missing import Rows
from tools.raw import (
    DRAFT,
    WIDEST,
    Finding,
    bytes_of,
    csv_text,
    fields,
    header_at,
    heading,
    parse,
    refuse_unwritable,
    separator,
    stamp,
    write_together,
)
from tools.reading import candidates, day_of
from tools.sentences import Row
from tools.sheets import changed as with_values
from tools.texts import folded, places, texts
from tools.workbook import FOUND, WORKBOOK, filled_rows, open_workbook

NUMBERED = "texts-numbered"  # a folder beside the tables: the texts are somebody's, so it is never published
FOUND_CSV = "found.csv"
COLUMNS = ["source_id", "paragraph", "as_printed", "what", "reading", "rows", "use"]
MARK = "yes"  # in the column draft: a person has not read the row yet
MOST_ROWS = 1_048_576  # of a sheet
SHEET = f"{WORKBOOK}, sheet "  # how the label of a table that is a sheet begins
BEGINS = (
    '<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "p{margin:.6rem 0 .6rem 3.5rem;white-space:pre-line}b{float:left;margin-left:-3.5rem;color:#555}"
    "mark{background:#fe8}"
)


class Drafted(NamedTuple):
    """What a draft did: what is wrong, and in plain lines what was read, found and begun; how many rows were begun."""

    findings: list
    said: list
    begun: int


def draft(folder, articles):
    """Read the texts of a folder beside the tables of another, and write what they print; a Drafted.

    FOLDER/texts-numbered has each text with its paragraphs numbered; found.csv, and the sheet `found` where there is
    a workbook, have a row for each candidate; rows are begun in the tables with “yes” in the column `draft`. What is
    filled already is never touched, and a second run adds only what is new. Raises ValueError or OSError, in plain
    words, where something cannot be written; then nothing was.
    """
    folder = Path(folder)
    kept = [FOUND_CSV, WORKBOOK, *(description["path"] for description in package()["resources"])]
    was = {folder / name: stamp(folder / name) for name in kept}
    read, unread = texts(articles)
    tables, wrong = read_folder(folder)
    found = [*unread, *wrong]
    misnamed = [text for text in read.values() if slug(text.source_id) != text.source_id]
    found += [
        Finding(t.file, "has a name that no row can have", f"Rename it to {slug(t.source_id) or 'article'}.txt")
        for t in misnamed
    ]
    if "sources" not in tables:
        return Drafted(found, [], 0)
    rows, earlier = Rows(tables), listed_before(folder)
    known, listed, begun, said, pages = authorities(path_of(folder, "authorities")), [], [], [], {}
    before = Counter(tuple(line[:4]) for line in earlier)
    taken = set(rows.by_name)
    for text in read.values():
        if text in misnamed:
            continue
        if text.source_id not in rows.published:
            begun.append(Row("sources", source(text, rows), ()))
            rows.add("sources", begun[-1].cells)
        day = day_of(text, rows.published[text.source_id])
        all_found = candidates(text, day, known)
        words = {place.paragraph: folded(place.words) for place in places(text)}
        held = {c: rows.holding(text.source_id, c, words[c.paragraph]) for c in all_found}
        fresh = not_before(text.source_id, all_found, before)
        new = begin(text, day, all_found, [c for c in fresh if not held[c]], taken)
        started, taken = [row for row in new.rows if row.table in tables], new.taken
        begun += started
        for row in started:
            rows.add(row.table, row.cells)
        listed += [line(text.source_id, c, rows.holding(text.source_id, c, words[c.paragraph])) for c in all_found]
        pages[numbered(folder, text)] = page(text, all_found)
        said.append(summary(text, all_found, held, started))
    write(folder, tables, begun, merged(earlier, listed), pages, was)
    return Drafted(found, said, len(begun))


def not_before(source_id, all_found, before):
    """The candidates that no earlier draft listed: a row of theirs that a person deleted does not come back."""
    left, fresh = Counter(before), []
    for candidate in all_found:
        key = (source_id, candidate.paragraph, candidate.as_printed, candidate.what)
        left[key] -= 1
        if left[key] < 0:
            fresh.append(candidate)
    return fresh


def summary(text, all_found, held, started):
    """One line on a text: how it was read, what was found in it, what was begun."""
    already = sum(bool(rows) for rows in held.values())
    lines = f"{text.file}: read as {text.encoding}, {len(text.blocks)} paragraphs; {len(all_found)} candidates, "
    lines += f"{already} of them in rows already; {len(started)} rows begun."
    if len(text.blocks) == 1 and text.blocks[0].count("\n") > 4:
        lines += " It has no blank lines: put one between paragraphs, or every row is in paragraph 1."
    return lines


# --- what is written ---


def source(text, rows):
    """The begun row of sources for a text: its first line, its byline, its day."""
    lines = [line.strip() for block in text.blocks[:4] for line in block.split("\n")]
    byline = re.compile(r"(?:[Bb]y )?(?P<name>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]*){1,3})(?: and .*)?")
    dates = [
        (said.edtf, line)
        for line in lines
        for said in dates_in(folded(line), None)
        if re.match(r"\d{4}-\d\d-\d\d", said.edtf)
    ]
    only_dates = {line for _, line in dates if len(line) < 40}
    title = next((line for line in lines if line not in only_dates), "")
    author = next((found["name"] for line in lines[:6] if line != title and (found := byline.fullmatch(line))), "")
    named = re.fullmatch(r"(?P<publisher>.+?)-(?P<day>\d{4}(?:-\d\d){0,2})(?:-\d+)?", text.source_id)
    alike = [row for table, row in sources(rows) if named and row["source_id"].startswith(f"{named['publisher']}-")]
    publisher = alike[0]["publisher"] if alike else (named["publisher"] if named else "").replace("-", " ").title()
    day = named["day"] if named else (dates[0][0] if dates else "")
    return {"source_id": text.source_id, "title": title, "author": author, "publisher": publisher, "published": day}


def sources(rows):
    """The rows of the table of sources."""
    return [each for several in list(rows.by_name.values()) for each in several if each[0] == "sources"]


def line(source_id, candidate, held):
    """A candidate as a row of found.csv."""
    names = sorted({row_name(table, row) for table, row in held})
    reading = f"{candidate.reading}".replace("\n", " ")
    return [source_id, candidate.paragraph, candidate.as_printed, candidate.what, reading, ", ".join(names), ""]


def row_name(table, row):
    """What a row is called in found.csv."""
    own = {"award_councils": ("award_id", "council_id"), "memberships": ("council_id",), "mentions": ("about",)}
    if table in own:
        return f"{table} {' '.join(row[name] for name in own[table])}"
    first = fields(resource(table))[0]
    return row[first] if first.endswith("_id") and table != "left_out" else table


def merged(earlier, listed):
    """The rows of an earlier found.csv, with what the column rows says now, and then the new ones."""
    left, lines = {}, [list(each) for each in earlier]
    for each in lines:
        left.setdefault(tuple(each[:4]), []).append(each)
    for each in listed:
        if same := left.get(tuple(each[:4])):
            same.pop(0)[5] = each[5]
        else:
            lines.append(each)
    return lines


def listed_before(folder):
    """The rows of the earlier sheet `found`, or else of found.csv. Raises ValueError where it is another's sheet."""
    path = folder / FOUND_CSV
    refuse_unwritable([path, *([folder / WORKBOOK] if (folder / WORKBOOK).exists() else [])])
    if (folder / WORKBOOK).exists() and (rows := sheets_of(folder / WORKBOOK, [FOUND]).get(FOUND)):
        header, *rows = rows
        if header[1][: len(COLUMNS)] != COLUMNS:
            raise ValueError(f"{WORKBOOK}, sheet {FOUND}: is not what this command wrote. Give it another name.")
        return [cells for _, cells in rows]
    if not path.exists():
        return []
    rows, wrong = parse(bytes_of(path), FOUND_CSV, COLUMNS)
    if wrong or (rows and rows[0][1][: len(COLUMNS)] != COLUMNS):
        said = str(wrong[0]) if wrong else f"{FOUND_CSV}: is not what this command wrote."
        raise ValueError(f"{said} Nothing was drafted: mend it, or give it another name.")
    return [padded(cells) for _, cells in rows[1:]]


def padded(cells):
    """A row of found.csv with as many cells as it has columns."""
    return (cells + [""] * len(COLUMNS))[: len(COLUMNS)]


def numbered(folder, text):
    """Where a text with numbered paragraphs is written; raises ValueError where somebody's own file stands there."""
    path = folder / NUMBERED / f"{text.source_id}.html"
    refuse_unwritable([path])
    refuse_unwritable([path.parent] if path.parent.is_symlink() else [])
    if path.exists() and not bytes_of(path).startswith(BEGINS.encode()):
        raise ValueError(f"{path} is not what this command wrote. Give it another name.")
    return path


def page(text, all_found):
    """A text as a plain page, each paragraph and list item with its number, what was found in it marked."""
    parts = [
        f"<p><b>{name}</b>{marked(words, [c for c in all_found if c.paragraph == name])}</p>"
        for name, words in places(text)
    ]
    title = escape(text.source_id)
    head = f"{BEGINS}<title>{title}</title><style>{STYLE}</style>"
    return f"{head}\n<h1>{title}</h1>\n" + "\n".join(parts) + "\n</html>\n"


def marked(words, found):
    """Words as HTML, with a mark around each candidate; where two share a place, the first."""
    at, parts = 0, []
    for candidate in found:
        if candidate.start >= at:
            title = escape(f"{candidate.what}: {candidate.reading}", quote=True)
            inside = escape(words[candidate.start : candidate.end])
            parts += [escape(words[at : candidate.start]), f'<mark title="{title}">{inside}</mark>']
            at = candidate.end
    return "".join([*parts, escape(words[at:])])


def write(folder, tables, begun, listed, pages, was):
    """Write the begun rows, what was found, and the numbered texts, all of them or nothing.

    was: {path: stamp} of the files as they were before they were read.
    """
    by_table, contents = {}, dict(pages)
    for row in begun:
        by_table.setdefault(row.table, []).append(row.cells | {DRAFT: MARK})
    in_book = {name: rows for name, rows in by_table.items() if tables[name].file.startswith(SHEET)}
    for name, rows in by_table.items():
        if name not in in_book:
            path = path_of(folder, name)
            contents[path] = with_rows(path.read_bytes() if path.exists() else b"", resource(name), rows)
    contents[folder / FOUND_CSV] = csv_text([COLUMNS, *listed])
    if (folder / WORKBOOK).exists():
        sheets = {tables[name].file.removeprefix(SHEET): (name, rows) for name, rows in in_book.items()}
        contents |= into_workbook(folder / WORKBOOK, sheets, listed)
    write_together(contents, was=was)


def with_rows(data, description, rows):
    """A CSV file's text with rows added at its end, in its own order of columns; those it has stay as they are."""
    lines = [cells for _, cells in parse(data, description["path"], fields(description))[0]] or [fields(description)]
    top = header_at([(0, cells) for cells in lines], set(fields(description))) or 0
    names = [heading(cell) for cell in lines[top]]
    added = [name for name in [*fields(description), DRAFT] if name not in names and any(row.get(name) for row in rows)]
    lines[top] = [*lines[top], *added]
    names += added
    lines += [[row.get(name, "") for name in names] for row in rows]
    mark = data[:3].decode("utf-8-sig", "ignore") == "" and data[:3] == b"\xef\xbb\xbf"
    delimiter = separator(data.decode("utf-8-sig", "replace"), fields(description))[0] if data else ","
    return ("\ufeff" if mark else "") + csv_text(lines, delimiter)


def sheets_of(path, titles):
    """The filled rows of some sheets of a workbook, {title: [(number of the row, cells as text)]}."""
    book, found = open_workbook(path), {}
    if isinstance(book, Finding):
        raise ValueError(str(book))
    for title in set(titles) & set(book.sheetnames):
        found[title] = []
        for i, row in filled_rows(book[title]).items():
            last = min(max(row), WIDEST)
            cells = [str(row[column].value) if column in row else "" for column in range(1, last + 1)]
            found[title].append((i, padded(cells) if title == FOUND else cells))
    return found


def into_workbook(path, sheets, listed):
    """The workbook with rows added to sheets, {title: (table, rows)}, and what was found, and a copy as it was.

    As {path: bytes}; nothing where nothing is new.
    """
    filled = sheets_of(path, [*sheets, FOUND])
    cells = {title: new_cells(filled[title], resource(name), rows) for title, (name, rows) in sheets.items()}
    new = {}
    if filled.get(FOUND):
        cells[FOUND] = changed(filled[FOUND], listed)
    else:
        new[FOUND] = [COLUMNS, *listed]
    cells = {title: values for title, values in cells.items() if values}
    if not cells and not new:
        return {}
    number = next(i for i in range(1, 10_000) if not copy_of(path, i).exists())
    return {copy_of(path, number): path.read_bytes(), path: with_values(path, cells, new)}


def copy_of(path, number):
    """Where a copy of the workbook is kept."""
    return path.with_name(f"{path.stem} before draft {number}{path.suffix}")


def new_cells(filled, description, rows):
    """The cells that add rows under the last filled one of a sheet, {place: value}."""
    top, header = filled[header_at(filled, set(fields(description))) or 0]
    columns = {heading(cell): j for j, cell in enumerate(header, 1) if cell.strip()}
    numbers = {f["name"] for f in description["schema"]["fields"] if f["type"] != "string"}
    places = {}
    for name in [*fields(description), DRAFT]:
        if name not in columns and any(row.get(name) for row in rows):
            columns[name] = max(columns.values()) + 1
            places[f"{get_column_letter(columns[name])}{top}"] = name
    last = filled[-1][0]
    if last + len(rows) > MOST_ROWS:
        raise ValueError(f"{WORKBOOK}, sheet {description['name']}: row {last} is filled, and none is left.")
    for i, row in enumerate(rows, last + 1):
        for name, column in columns.items():
            if value := row.get(name, ""):
                places[f"{get_column_letter(column)}{i}"] = as_number(value) if name in numbers else value
    return places


def as_number(text):
    """The number that a begun cell holds, whole where it is."""
    return int(float(text)) if float(text).is_integer() else float(text)


def changed(filled, listed):
    """The cells in which the sheet `found` differs from what is to stand there, {place: value}; nothing is emptied."""
    places, last = {}, filled[-1][0]
    numbers = [number for number, _ in filled[1:]]
    numbers += range(last + 1, last + 1 + len(listed) - len(numbers))
    before = {number: cells for number, cells in filled}
    for number, cells in zip(numbers, listed, strict=True):
        for j, value in enumerate(cells):
            if value and before.get(number, [""] * len(COLUMNS))[j] != value:
                places[f"{get_column_letter(j + 1)}{number}"] = value
    return places
