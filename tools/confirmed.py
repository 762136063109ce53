"""A folder's lock of checked rows, confirmed.csv: a row that changes leaves it until somebody has read it again.

Each line stands for a row of an article table as a person compared it with its article: what the row goes by, its
place, and a digest of its cells by the names of their columns. The order of rows and of columns, the ends of lines and
a column that is empty change no digest. Where the file is not there, nothing is asked.
"""

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from helpers.schema import HOME, package, resource
from tools.raw import Finding, bytes_of, csv_text, is_reference, parse, write_together

LOCK = "confirmed.csv"
CHANGED = "was changed (or added) since it was confirmed"
PLACE = re.compile(r"(?:.*[/\\])?([a-z_]+)(?:\.csv)?:(?:(\d+)(?:-(\d+))?|(gone))", re.ASCII)


class Line(NamedTuple):
    """One line of the lock: a row as it was when somebody had read it against its article."""

    table: str
    row: str
    source_id: str
    paragraph: str
    digest: str

    def __str__(self):
        at = f", paragraph {self.paragraph}" if self.paragraph else ""
        return f"{self.row} ({self.source_id}{at})"


SAME = (  # by what a row that changed is known to be the one that was confirmed, the surest first
    lambda line: line[:4],
    lambda line: line[:3],
    lambda line: line[:2],
    lambda line: (line.table, line.source_id, line.paragraph),
)


def line_of(row):
    """The line that confirms a row as it stands."""
    key = resource(row.table)["schema"]["primaryKey"]
    key = [key] if isinstance(key, str) else key
    name = " ".join(row[c] for c in key if c not in ("source_id", "paragraph")) or row["source_id"]
    cells = sorted((column, cell.replace("\r\n", "\n")) for column, cell in row.items() if cell)
    digest = hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]
    return Line(row.table, name, row["source_id"], row.get("paragraph", ""), digest)


def article_rows(tables):
    """The rows of every article table that could be read."""
    names = [r["name"] for r in package()["resources"] if not is_reference(r)]
    return [row for name in names if name in tables for row in tables[name].records()]


def number(row):
    """The number of a row's line in its file, or of its row in a sheet."""
    return getattr(row.line, "number", row.line)


# --- the file ---


def read(folder):
    """The lines of a folder's lock as (list of Line, findings); None and no finding where there is no lock."""
    path = Path(folder) / LOCK
    if not path.exists() and not path.is_symlink():
        return None, []
    rows, found = parse(bytes_of(path), LOCK, Line._fields) if path.is_file() else ([], [])
    known = {"table", *(r["name"] for r in package()["resources"])}
    if rows[:1] == [(1, list(Line._fields))] and all(len(cells) == 5 and cells[0] in known for _, cells in rows):
        return list(dict.fromkeys(Line(*cells) for _, cells in rows[1:])), []
    where = found[0].line if found else None
    remedy = f"Take it from an earlier copy; or delete it, read every row again, and run: {command(folder)} --all"
    return None, [Finding(LOCK, "cannot be read, so no row counts as confirmed", remedy, where)]


def write(folder, lines):
    """Write a folder's lock, whole or not at all, its lines in the order of tables, articles and paragraphs."""
    tables = [r["name"] for r in package()["resources"]]

    def order(line):
        return tables.index(line.table), line.source_id, [int(n) for n in re.findall(r"\d+", line.paragraph)], line

    write_together({Path(folder) / LOCK: csv_text([Line._fields, *sorted(lines, key=order)])})


def command(folder):
    """The command by which rows of a folder are confirmed, as it is typed."""
    shown = HOME.name if Path(folder).resolve() == HOME else str(folder)
    return f"python -m tools confirm {json.dumps(shown, ensure_ascii=False) if ' ' in shown else shown}"


# --- the rows beside the lock ---


def beside(tables, lines):
    """(rows that are not as they were confirmed, each with the Line it had or None; the Lines whose row is gone).

    A row that changed is paired with its line, so that it is not told of twice. Of a table that could not be read
    in whole nothing counts as gone.
    """
    now, held = {line_of(row): row for row in article_rows(tables)}, dict.fromkeys(lines)
    left = [line for line in now if line not in held]
    for line in now:
        held.pop(line, None)
    pairs = dict.fromkeys(left)
    for same in SAME:
        free = defaultdict(list)
        for line in reversed(held):
            free[same(line)].append(line)
        for line in left:
            if not pairs[line] and free[same(line)]:
                pairs[line] = free[same(line)].pop()
                del held[pairs[line]]
    whole = {name for name, raw in tables.items() if raw.whole}
    return [(now[line], pairs[line]) for line in left], [line for line in held if line.table in whole]


def asked(folder, tables, found):
    """The findings of the lock: rows to be read again, and rows that are gone.

    found: the other findings; of a row that has one, none is told here until it is mended.
    """
    lines, wrong = read(folder)
    if lines is None:
        return wrong
    rows, gone = beside(tables, lines)
    touched = {(finding.file, finding.line) for finding in found}
    for row, _ in rows:
        if (row.file, row.line) not in touched:
            remedy = f"Read it against its article, then run: {command(folder)} {row.table}.csv:{number(row)}"
            wrong.append(row.wrong("", CHANGED, remedy)._replace(value=line_of(row).row))
    for line in gone:
        remedy = f"Put it back, or, where it was deleted on purpose, run: {command(folder)} {line.table}.csv:gone"
        file = tables[line.table].file
        wrong.append(Finding(file, "was confirmed and is gone", remedy, value=str(line), table=line.table))
    return wrong


# --- confirming ---


def chosen(places, rows, gone):
    """(the rows, the lines of rows gone) that places name; raises ValueError where one names nothing."""
    taken, dropped = [], []
    for place in places:
        match = PLACE.fullmatch(place.rstrip(".,"))
        if not match:
            raise ValueError(f"{place}: a place is a table and a line, such as awards.csv:7 or awards.csv:7-12.")
        table, first, last, away = match.groups()
        mine = [line for line in gone if line.table == table]
        there = [row for row in rows if row.table == table and not away]
        there = [row for row in there if int(first) <= number(row) <= int(last or first)]
        if not (mine if away else there):
            raise ValueError(f"{place}: there is no such row{' that is gone' if away else ''}.")
        taken += there
        dropped += mine if away else []
    return taken, dropped


def confirm(folder, tables, found, places=(), every=False):
    """Confirm rows of a folder as they stand, and write its lock; returns what to say, a line each.

    found: what `check` finds, without the lock's own. places: such as “awards.csv:7”, or “awards.csv:gone” for the
    rows that were deleted on purpose. Raises ValueError, in plain words, and writes nothing where a row is at fault.
    """
    lines, wrong = read(folder)
    rows = article_rows(tables)
    changed, gone = beside(tables, lines or [])
    taken, dropped = (rows, gone) if every else chosen(places, rows, gone)
    files, at = {row.file for row in taken}, {(row.file, row.line) for row in taken}
    wrong += [f for f in found if every or (f.file, f.line) in at or (f.line is None and f.file in files)]
    if wrong:
        raise ValueError("\n".join([*map(str, wrong), "Nothing was confirmed: put this right first."]))
    had, new = {line_of(row): old for row, old in changed if old}, [line_of(row) for row in taken]
    before = {line: had[line] for line in new if line in had}
    left_out = {*before.values(), *dropped}
    write(folder, dict.fromkeys([*(line for line in lines or [] if line not in left_out), *new]))
    moved = [f"{line} takes the place of {old}." for line, old in before.items() if str(line) != str(old)]
    said = f"{len(taken)} row{'s' * (len(taken) != 1)} confirmed"
    return [*moved, f"{said}, {len(dropped)} taken out of {LOCK} as gone." if dropped else f"{said}."]


def to_confirm(folder, tables):
    """The rows of a folder that are to be confirmed, each as lines to be read against its article."""
    lines, wrong = read(folder)
    rows, gone = beside(tables, lines or [])
    for row, _ in rows:
        yield f"{row.table}.csv:{number(row)}"
        yield from (f"    {column}: {cell}" for column, cell in row.items() if cell)
    yield from (f"{line.table}.csv:gone\n    {line}" for line in gone)
    yield from map(str, wrong)
    count = len(rows) + len(gone)
    yield f"{count} row{'s' * (count != 1)} to confirm, as: {command(folder)} TABLE.csv:LINE" if count else "None."
