"""Slips: how a cell of a table goes wrong when it is typed, read or copied, and every wrong table that follows."""

import contextlib
import datetime as dt
import difflib
import random
import re
from typing import NamedTuple

from helpers.schema import package
from tools import claims
from tools.raw import is_reference

ARTICLE = [r for r in package()["resources"] if not is_reference(r)]
SEED = 13


class Mutant(NamedTuple):
    """One wrong table: what kind of slip, in which cell, and what stands in which rows of the column instead."""

    table: str
    row: int
    column: str
    kind: str
    cells: tuple  # of (index of the row, what stands there)

    def told(self, rows):
        was = dict(rows[self.table])[self.row][self.column]
        return f"{self.table}.csv:{self.row + 2} {self.column}, {self.kind}: {was!r} -> {self.cells[0][1]!r}"


# --- of one cell ---


def points(text):
    """A date moved by a day, a month or a year, made vaguer, or with a month or day made up."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}~?", text):
        return
    about, parts = text.endswith("~"), text.strip("~").split("-")
    numbers = [int(part) for part in parts]
    for i, unit in enumerate(("year", "month", "day")[: len(parts)]):
        for step in (-1, 1):
            moved = [n + step * (j == i) for j, n in enumerate(numbers)]
            with contextlib.suppress(ValueError):
                dt.date(*[*moved, 1, 1][:3])
                yield f"a {unit} off", "-".join(f"{n:02}" for n in moved) + "~" * about
    if len(parts) > 1:
        yield "vaguer", "-".join(parts[:-1])
    if len(parts) < 3:
        yield "made up", f"{text.strip('~')}-{random.Random(text).randint(1, 12):02}"
    yield "about or not", text.strip("~") if about else f"{text}~"


def dates(text):
    """The slips of a date or a span."""
    parts = text.split("/")
    for i, part in enumerate(parts):
        yield from ((kind, "/".join([*parts[:i], new, *parts[i + 1 :]])) for kind, new in points(part))
    if len(parts) == 2:
        yield "vaguer", parts[0]


def numbers(text, rng):
    """The slips of a number."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    at = rng.choice(places)
    digit = rng.choice([d for d in "123456789" if d != text[at]])
    yield "another digit", text[:at] + digit + text[at + 1 :]
    yield "times ten", f"{text}0"
    if text.endswith("0"):
        yield "a tenth", text[:-1]


def words(text, rng):
    """The slips of words: one dropped, a letter changed, a digit changed."""
    parts = text.split(" ")
    if len(parts) > 1:
        out = rng.randrange(len(parts))
        yield "a word dropped", " ".join(parts[:out] + parts[out + 1 :])
    signs = (("a letter", str.isalpha, "abcdefghilmnoprstu"), ("another digit", str.isdigit, "123456789"))
    for kind, wanted, pool in signs:
        places = [i for i, c in enumerate(text) if wanted(c)]
        if places:
            at = rng.choice(places)
            new = rng.choice([c for c in pool if c != text[at].lower()])
            yield kind, text[:at] + new + text[at + 1 :]


def paragraphs(text):
    """The neighbouring paragraphs and items."""
    block, dot, item = text.partition(".")
    for step in (-1, 1):
        yield "paragraph", f"{int(block) + step}{dot}{item}"
        if dot:
            yield "item", f"{block}.{int(item) + step}"


def others(value, known, rng):
    """The nearest and another one of known names."""
    known = [k for k in known if k and k != value]
    if known:
        yield "near", (difflib.get_close_matches(value, known, 1, 0) or known)[0]
        yield "another", rng.choice(known)


def one_of_several(text, names, rng):
    """One of several identifiers replaced by another of its table, or left out."""
    parts = text.split()
    i = rng.randrange(len(parts))
    same = next((ids for ids in names.values() if parts[i] in ids), [])
    yield from ((kind, " ".join([*parts[:i], new, *parts[i + 1 :]])) for kind, new in others(parts[i], same, rng))
    if len(parts) > 1:
        yield "left out", " ".join(parts[:i] + parts[i + 1 :])


def slips(field, value, column, names, rng):
    """(kind, new value) of the slips of one cell. column: the values of its column; names: identifiers by table."""
    name, refers = field["name"], field.get("refers")
    if not value:
        pool = field.get("constraints", {}).get("enum") or [v for v in column if v]
        yield from [("filled", rng.choice(pool))] if pool else []
        return
    yield "blank", ""
    if "edtf" in field:
        yield from dates(value)
    elif field["type"] != "string":
        yield from numbers(value, rng)
    elif name == "paragraph":
        yield from paragraphs(value)
    elif name == "about":
        yield from one_of_several(value, names, rng)
    elif "enum" in field.get("constraints", {}):
        yield from (("another value", v) for v in field["constraints"]["enum"] if v != value)
    elif name == "check":
        yield from (("another value", v) for v in {v for _, v in others(value, [*column, *claims.CHECKS], rng)})
    elif refers:
        yield from others(value, names[refers[0]], rng)
    else:
        yield from words(value, rng)
        if 1 < len(set(column)) < len(column) / 2:
            yield from others(value, sorted(set(column)), rng)


# --- of all tables ---


def mutants(rows):
    """Every Mutant of the article tables. rows: {table: [(index, {column: cell})]}."""
    rng, made = random.Random(SEED), {}
    names = {table: sorted({next(iter(row.values())) for _, row in group}) for table, group in rows.items()}
    for description in ARTICLE:
        table = description["name"]
        for field in description["schema"]["fields"]:
            if foreign := [k for k in description["schema"].get("foreignKeys", []) if k["fields"] == [field["name"]]]:
                field = field | {"refers": [foreign[0]["reference"]["resource"] or table]}
            name, column = field["name"], [row[field["name"]] for _, row in rows[table]]
            for i, row in rows[table]:
                found = [(kind, ((i, new),)) for kind, new in slips(field, row[name], column, names, rng)]
                if i + 1 < len(column) and column[i + 1] != row[name]:
                    found.append(("swapped with the next row", ((i, column[i + 1]), (i + 1, row[name]))))
                made |= {(table, cells, name): Mutant(table, i, name, kind, cells) for kind, cells in found}
    return [m for m in made.values() if any(dict(rows[m.table])[i][m.column] != new for i, new in m.cells)]
