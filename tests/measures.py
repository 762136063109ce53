"""How much of a curator's work a draft does: the rows it places, the cells it fills, the candidates that are false.

Usage: python tests/measures.py FOLDER TEXTS, the folder being one whose tables a person filled from the texts.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from helpers_for_tests import write_csv

from helpers.schema import resource
from tools.draft import draft, listed_before
from tools.folder import read_folder
from tools.missing import read_both
from tools.raw import fields, is_reference
from tools.texts import plain
from tools.workbook import articles

OWN_WORDS = ("note", "reason")  # what only a person can say
NAMES = ("about", "award_id", "commitment_id", "spread_id")  # which row another is about: any name will do
SMALL = {"a", "an", "and", "by", "in", "of", "on", "or", "the", "to"}


class Measured(NamedTuple):
    """Of how many rows, cells and candidates each measure is, and how many there are."""

    rows: int
    placed: int
    cells: int
    filled: int
    candidates: int
    false: int

    def __str__(self):
        return (
            f"{self.placed} of {self.rows} rows placed ({self.placed / self.rows:.1%}), "
            f"{self.filled} of {self.cells} cells filled ({self.filled / self.cells:.1%}), "
            f"{self.false} of {self.candidates} candidates false ({self.false / self.candidates:.1%})"
        )


def measured(folder, texts):
    """A Measured of a curated folder: a draft is made of its texts into empty tables and held against its own."""
    with tempfile.TemporaryDirectory() as made:
        for description in articles():
            write_csv(Path(made) / description["path"], [fields(description)])
        draft(made, texts)
        begun, found = read_folder(made)[0], listed_before(Path(made))
    counts = [0, 0, 0, 0]
    for name, raw in read_folder(folder)[0].items():
        for row in () if is_reference(resource(name)) else raw.records():
            mine = [each for each in begun[name].records() if same_place(row, each)]
            said = [line for line in found if line[0] == row["source_id"] and near(line[1], row.get("paragraph", ""))]
            add(counts, name, row, mine, said)
    held = read_both(folder, texts)[0]
    return Measured(*counts, len(held), sum(not each.rows for each in held))


def add(counts, name, row, mine, said):
    """Count a curated row: whether a candidate shares its words, and which of its cells are filled."""
    placed = [line for line in said if shares_words(line[2], row.get("as_printed", ""))]
    if name != "sources":
        counts[0] += 1
        counts[1] += bool(placed)
    begun = max(mine, key=lambda each: sum(plain(each[c]) == plain(row[c]) for c in row if row[c]), default=None)
    readings = {word for line in placed for word in (line[4], *line[4].split(" ", 1))}
    first = next(iter(row))
    for column, value in row.items():
        if not value or column in OWN_WORDS:
            continue
        counts[2] += 1
        if column in ("source_id", "paragraph", "as_printed"):
            counts[3] += bool(placed or begun)
        elif begun is not None and (column == first or column in NAMES):
            counts[3] += bool(begun[column])
        else:
            counts[3] += value in readings or (begun is not None and plain(begun[column]) == plain(value))


def same_place(row, begun):
    """Whether a begun row is of the same article, the same paragraph, and shares words or what it says."""
    if row["source_id"] != begun["source_id"] or "paragraph" not in row:
        return row["source_id"] == begun["source_id"]
    keys = [c for c in ("council_id", "grade", "amount_gbp", "dated", "value") if row.get(c)]
    alike = shares_words(row["as_printed"], begun["as_printed"]) or any(row[c] == begun[c] for c in keys)
    return near(row["paragraph"], begun["paragraph"]) and alike


def near(one, other):
    """Whether two paragraphs are one, or a block and an item of it."""
    same_block = one.partition(".")[0] == other.partition(".")[0]
    return one == other or (same_block and ("." not in one or "." not in other))


def shares_words(one, other):
    """Whether two prints have a word in common that says something."""
    words = [set(re.findall(r"[\w.,£%]+", plain(text).lower())) - SMALL for text in (one, other)]
    return bool(words[0] & words[1])


if __name__ == "__main__":
    print(measured(*sys.argv[1:]))
