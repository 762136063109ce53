"""What stands in the texts and in no row: the other direction of provenance."""

import re
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from helpers.dates import bounds, duration
from helpers.schema import resource
from helpers.tables import path_of
from tools.councilwords import authorities
from tools.folder import read_folder
from tools.raw import Finding, is_reference
from tools.reading import (
    AMOUNT,
    COUNCIL,
    DATE,
    FIGURES,
    GRADE,
    KIND,
    NUMERAL,
    PERCENTAGE,
    Candidate,
    candidates,
    day_of,
)
from tools.texts import folded, places, plain, texts, where_printed

NAMED_IN = ("recipient", "project", "programme", "subject", "claim")  # cells in which a name may stand
NUMBERS = ("count", "percent", "inspected", "value", "awards_stated")
REMEDY = "Enter each in a row, in mentions, or with its reason in left_out"


class Held(NamedTuple):
    """A candidate, and the rows of its place that hold it, by what they print or by what a cell says."""

    source_id: str
    candidate: Candidate
    rows: list


def name_of(table, row):
    """How a row is called: its identifier, or its table where it has none of its own."""
    first = next(iter(row))
    return row[first] if first.endswith("_id") and table not in ("award_councils", "left_out") else table


def dates_of(table):
    """The columns of a table that hold dates."""
    return [field["name"] for field in resource(table)["schema"]["fields"] if "edtf" in field]


def within(way, printed):
    """Whether one time, as Bounds, is a printed one or lies in it."""
    if None in (way.first, way.last, printed.first):
        return way == printed
    return printed.first <= way.first and way.last <= (printed.last or way.last)


def same_time(edtf, cell):
    """Whether a date that is printed is what a cell says: the same, a vaguer one, or one end of it."""
    try:
        return any(within(bounds(part), bounds(edtf)) for part in {cell, *cell.split("/")} - {"", ".."})
    except ValueError:
        return False


def equal(number, cell):
    """Whether a cell is a number."""
    try:
        return number is not None and bool(cell) and float(cell) == float(number)
    except ValueError:
        return False


# --- whether a cell of a row says what a candidate says: each takes the candidate, the table and the row ---


def says_date(candidate, table, row):
    """A date in a column of dates."""
    return bool(candidate.value) and any(same_time(candidate.value, row.get(name, "")) for name in dates_of(table))


def says_kind(candidate, table, row):
    """The same kind of event."""
    return row.get("kind") == candidate.value


def says_name(candidate, table, row):
    """The printed words in a cell of names: “Catch 22” holds the 22."""
    words = re.sub(r"\s+(?:(?:County|City|Borough) )?[Cc]ouncil$", "", candidate.as_printed)
    return any(where_printed(words, folded(plain(row[name]))) for name in NAMED_IN if row.get(name))


def says_council(candidate, table, row):
    """The council, or its name."""
    return row.get("council_id") in candidate.value.split(" or ") or says_name(candidate, table, row)


def says_grade(candidate, table, row):
    """The grade, or one of a pair; or the name of a check with it."""
    given = set(row.get("grade", "").replace(" to be good", "").split(" or ")) - {""}
    printed = set(candidate.value.split(" or "))
    return (bool(given) and (given <= printed or printed <= given)) or candidate.value in row.get("check", "")


def says_amount(candidate, table, row):
    """The pounds, or the upper end of a range."""
    low, high, _ = candidate.value
    return equal(low, row.get("amount_gbp")) or equal(high, row.get("amount_to_gbp"))


def says_number(candidate, table, row):
    """The number, a length of time, or a name that has the number in it."""
    value, unit, _ = candidate.value
    length = duration(row.get("period", ""))
    if length and length[0] == value and unit.startswith(length[1]):
        return True
    return any(equal(value, row.get(name)) for name in NUMBERS) or says_name(candidate, table, row)


SAYS = {DATE: says_date, KIND: says_kind, COUNCIL: says_council, GRADE: says_grade, AMOUNT: says_amount}
SAYS |= {PERCENTAGE: says_number, NUMERAL: says_number}


class Rows:
    """The rows of a folder's tables, {name: Raw}, by place and by name."""

    def __init__(self, tables):
        self.published, self.at, self.by_name = {}, defaultdict(list), defaultdict(list)
        for table, raw in tables.items():
            if not is_reference(resource(table)):
                for row in raw.records():
                    self.add(table, row)

    def add(self, table, row):
        """Take in a row."""
        self.by_name[name_of(table, row)].append((table, row))
        if table == "sources":
            self.published[row["source_id"]] = row["published"]
        else:
            self.at[row["source_id"], row["paragraph"].partition(".")[0]].append((table, row))
        if table == "award_councils":
            self.by_name[row["award_id"]].append((table, row))

    def behind(self, row):
        """The rows that a mention or a claim is about."""
        return [found for name in (row.get("about") or "").split() for found in self.by_name[name]]

    def holding(self, source_id, candidate, words):
        """The rows that hold a candidate of a place with folded words, as [(table, row)]."""
        block, held = candidate.paragraph.partition(".")[0], []
        for table, row in self.at[source_id, block]:
            if "." in row["paragraph"] and "." in candidate.paragraph and row["paragraph"] != candidate.paragraph:
                continue
            spans = where_printed(row["as_printed"], words)
            printed = any(start < candidate.end and end > candidate.start for start, end in spans)
            said = () if table == "left_out" else [(table, row), *self.behind(row)]
            if printed or any(SAYS[candidate.what](candidate, *each) for each in said):
                held.append((table, row))
        if candidate.what == DATE and candidate.value and candidate.value == self.published.get(source_id):
            held += [each for each in self.by_name[source_id] if each[0] == "sources"]
        return held


def read_both(folder, articles):
    """(a Held for each candidate of the texts, findings): what the texts print, beside what the tables hold."""
    read, found = texts(articles)
    tables, unread = read_folder(folder)
    rows, all_held, found = Rows(tables), [], unread + found
    known = authorities(path_of(folder, "authorities"))
    for text in read.values():
        words = {place.paragraph: folded(place.words) for place in places(text)}
        for candidate in candidates(text, day_of(text, rows.published.get(text.source_id, "")), known):
            held = rows.holding(text.source_id, candidate, words[candidate.paragraph])
            all_held.append(Held(text.source_id, candidate, held))
    found += [
        Finding(f"{source}", "has no text in the folder of articles", f"Save it there as {source}.txt")
        for source in rows.published
        if source not in read and read
    ]
    return all_held, found


def missing(folder, articles):
    """(findings, how many candidates were looked up): what stands in a text and in no row, a finding a paragraph.

    folder: of the tables; articles: of the texts, SOURCE_ID.txt each. What counts is written in tools.reading.
    """
    all_held, found = read_both(folder, articles)
    left = defaultdict(list)
    for held in all_held:
        if held.candidate.counts and not held.rows:
            left[held.source_id, held.candidate.paragraph].append(held.candidate)
    for (source, paragraph), several in left.items():
        words = ", ".join(dict.fromkeys(f"“{c.as_printed}” ({c.what})" for c in several))
        found.append(Finding(source, f"in no row: {words}", REMEDY, f"paragraph {paragraph}"))
    return found, sum(held.candidate.counts for held in all_held)


def counts(folder, articles):
    """How many figures each text holds, how many are in rows, and how many only in left_out: a row an article."""
    all_held, _ = read_both(folder, articles)
    rows = defaultdict(lambda: [0, 0, 0])
    for held in all_held:
        if held.candidate.counts and held.candidate.what in FIGURES:
            tables = {table for table, _ in held.rows}
            rows[held.source_id][0] += 1
            rows[held.source_id][1] += bool(tables - {"left_out"})
            rows[held.source_id][2] += tables == {"left_out"}
    return pd.DataFrame(
        [[s, *n] for s, n in sorted(rows.items())], columns=["source_id", "figures", "in_rows", "left_out"]
    )
