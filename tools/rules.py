"""What a schema cannot say about the rows of the tables: a rule takes {table: [Row]} and yields findings.

A rule that asks, rather than knows, is answered by the row's note; some say what the note must hold.
"""

import calendar
import datetime as dt
import itertools
import re
from collections import defaultdict
from functools import lru_cache

from helpers import dates
from helpers.schema import package
from tools.cells import MADE_BY_EXCEL, date_remedy, form_of, is_date
from tools.raw import DRAFT, fields, usual_kinds

EARLIEST = dt.date(1990, 1, 1)
MANY = 2  # dates after an article's own, from which on the article's is asked about
MONTH_NAMES = {name: i for i, name in enumerate(calendar.month_name) if name}
MONTH_NAMES |= {name: i for i, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}
PRINTED_MONTH = re.compile(rf"\b({'|'.join(MONTH_NAMES)})\b")
OTHER_WORDS = ("March", "April", "May", "June")
BEFORE_A_MONTH = re.compile(
    r"\b(\d\d?(st|nd|rd|th)?|in|of|on|since|until|till|by|from|during|last|this|next|early|late|mid|before|after|and|to|"
    r"between|through|around|about|every|for|or|January|February|March|April|May|June|July)[\s,-]+$",
    re.I,
)
AFTER_A_MONTH = re.compile(r"[\s,]+(the )?\d|\s?[/–-]\s?[A-Z]")
DATED_ID = re.compile(r".*-((?:19|20)\d\d-\d\d(?:-\d\d)?)", re.ASCII)
SPELT = {  # columns whose values are names that recur, and the tables they stand in
    "kind": ("events",),
    "recipient": ("awards",),
    "theme": ("awards",),
    "programme": ("commitments", "memberships"),
    "group": ("memberships",),
    "publisher": ("sources",),
}
FEW = 30  # names that are compared each with each
SHORT, LONG = 5, 200  # letters up to which two names may well differ in one, and from which they are no names


def tables_with(column):
    """The article tables that have a column."""
    return [r["name"] for r in package()["resources"] if {column, "source_id"} <= set(fields(r))]


def dated_columns():
    """Every date column of every table, as (table, column, field)."""
    return [(r["name"], f["name"], f) for r in package()["resources"] for f in r["schema"]["fields"] if "edtf" in f]


def bounds(text):
    """First and last day of a date; None and None where it is empty, a length, or no date."""
    try:
        return dates.bounds(text)
    except ValueError:
        return dates.Bounds(None, None)


def apart(one, other):
    """Whether two dates have no day in common."""
    (a, b), (c, d) = bounds(one), bounds(other)
    return (a or dt.date.min) > (d or dt.date.max) or (c or dt.date.min) > (b or dt.date.max)


# --- drafts, and what Excel did ---


def drafts(rows):
    """Rows that a program began and nobody has read yet."""
    for name in tables_with("source_id"):
        marked = [row for row in rows[name] if row.get(DRAFT)]
        if marked:
            more = f", and so are {len(marked) - 1} more rows of this table" if len(marked) > 1 else ""
            remedy = "Read it, then empty the cell" if not more else "Read each, then empty its cell"
            yield marked[0].wrong(DRAFT, f"is still marked as a draft{more}", remedy)


def rewritten_words(rows):
    """Printed words that Excel turned into a date: no newspaper prints “Mar-14”."""
    for name in tables_with("as_printed"):
        for row in rows[name]:
            if MADE_BY_EXCEL.fullmatch(row["as_printed"]) and "-" in row["as_printed"]:
                remedy = "Type it again as the article prints it, in a cell formatted as text"
                yield row.wrong("as_printed", "looks like a date that Excel made of the words", remedy)


def lost_noughts(rows):
    """A paragraph 19.1 where 19.10 must have stood: Excel takes it for a number and drops the nought.

    It follows 19.9, 19.10 is in no table, and no note says anything.
    """
    there = {(row["source_id"], row["paragraph"]) for name in tables_with("paragraph") for row in rows[name]}
    for name in tables_with("paragraph"):
        before = {}
        for row in rows[name]:
            source, paragraph = row["source_id"], row["paragraph"]
            previous, before[source] = before.get(source), paragraph
            full, last = with_its_nought(paragraph)
            if full and previous == last and (source, full) not in there:
                column, remark = row.remarks()
                remedy = f"If so, type {full} in a cell formatted as text; if not, say so in {column}"
                if not remark:
                    yield row.wrong("paragraph", f"may have been {full}, of which Excel drops the nought", remedy)


@lru_cache(10_000)
def with_its_nought(paragraph):
    """What a paragraph 19.1 was if it lost a nought, and the item before that: (“19.10”, “19.9”); or (None, None)."""
    match = re.fullmatch(r"(\d{1,4})\.(\d{1,3})", paragraph, re.ASCII)
    if not match:
        return None, None
    full = int(f"{match[2]}0")
    return f"{match[1]}.{full}", f"{match[1]}.{full - 1}"


# --- dates ---


def date_forms(rows):
    """Cells that hold no date of the project's form, or one that their column does not take."""
    for name, column, field in dated_columns():
        closed = column == "published"
        for row in rows[name]:
            value = row[column]
            if value and not is_date(value, field):
                yield row.wrong(column, why_no_date(value), date_remedy(value, field, closed))
            elif closed and ".." in value:
                end = "end" if value.endswith("..") else "beginning"
                yield row.wrong(column, f"has no {end}", form_of(field, closed))
            elif value and field["edtf"] == "day" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                yield row.wrong(column, "is not a single day", form_of(field))


def why_no_date(value):
    """What is wrong with a text that is no date of the project's form."""
    try:
        dates.bounds(value)
    except ValueError as error:
        reason = str(error).removeprefix(f"{value!r} ")
        if re.fullmatch(r"[\d~./-]+", value) and "not a date" not in reason and not re.search(r"[/.]\d\d?[/.]", value):
            return reason  # not in the calendar, ends before it begins: the form is right
    return "is not a date of this project’s form"


def periods(rows):
    """A period that may be a financial year and not a month, or that is said to mean something and is not there."""
    for name in tables_with("period"):
        for row in rows[name]:
            value = row["period"]
            match = re.fullmatch(r"(20\d\d)-(\d\d)", value)
            if match and any(bounds(value)) and (int(match[1]) + 1) % 100 == int(match[2]) and value not in row["note"]:
                first = int(match[1])
                remedy = (
                    f"For the financial year type {first}-04-01/{first + 1}-03-31; "
                    f"if the month is meant, say so in note, with {value}"
                )
                yield row.wrong("period", f"is {dates.say(value)} here", remedy)
            if row.get("period_means") and not value:
                yield row.wrong("period_means", "says what a period means, and there is none", "Type the period too")


def plausible_times(rows):
    """Dates long before or after any article, or after the very article that reports them; a note answers."""
    sources = {row["source_id"]: row for row in rows["sources"]}
    late = defaultdict(list)
    for name, column, field in dated_columns():
        for row in rows[name]:
            first, last = bounds(row[column])
            if "source_id" not in row or not (first or last):
                continue
            if (first or last) < EARLIEST or (last or first).year > 2100:
                if row.get("note"):
                    continue
                said = ", or say in note how it is meant" if "note" in row else ""
                remedy = f"Dates lie between {EARLIEST.year} and 2100. Correct the year{said}"
                yield row.wrong(column, "is not a plausible time", remedy)
                continue
            source = sources.get(row["source_id"])
            day = bounds(source["published"]).last if source and not named_otherwise(source) else None
            told = row["status"] in ("", "happened") if "status" in row else not row.get("note")
            told = told and field["edtf"] != "period"
            if first and day and first > day and told and column != "published":
                late[row["source_id"]].append((row, column))
    for source, found in late.items():
        yield from after_the_article(sources[source], found)


def after_the_article(source, found):
    """Findings of the dates that lie after their article: one on the article itself where there are several."""
    if len(found) > MANY:
        row, column = found[0]
        problem = f"is earlier than {len(found)} dates that the article reports, such as {row[column]} ({row.place()})"
        remedy = "Correct it, or those dates, or call planned or expected what was still to come"
        yield source.wrong("published", problem, remedy)
        return
    for row, column in found:
        other = "call the event planned or expected" if "status" in row else "say in note that it was still to come"
        remedy = f"Correct the date, or {other}"
        day = bounds(source["published"]).last
        yield row.wrong(column, f"lies after the article that reports it ({day})", remedy)


def named_otherwise(row):
    """Whether an article's day is not the one at the end of its identifier."""
    match = DATED_ID.fullmatch(row["source_id"])
    (first, last), (begins, ends) = bounds(row["published"]), bounds(match[1] if match else "")
    return bool(first and last and begins and (ends < first or begins > last))


def published_as_named(rows):
    """Articles whose day is not the one at the end of their identifier."""
    for row in filter(named_otherwise, rows["sources"]):
        problem = f"is not the date at the end of source_id ({row['source_id']})"
        yield row.wrong("published", problem, "Correct one of the two")


def printed_dates(rows):
    """Rows without a note whose date leaves out, or contradicts, the month or the year that is printed."""
    for name, column in (("council_ratings", "dated"), ("events", "dated"), ("rating_spreads", "as_at")):
        for row in rows[name]:
            first, last = bounds(row[column])
            if row["note"] or not (first or last):
                continue
            first, last = first or last, last or first
            years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", row["as_printed"])]
            if years and not any(first.year <= year <= last.year for year in years):
                problem = f"is not in the year the article prints ({row['as_printed']})"
                yield row.wrong(column, problem, "Correct one of the two, or say in note how the year is meant")
                continue
            printed = [found[0] for found in PRINTED_MONTH.finditer(row["as_printed"]) if is_month(found)]
            if printed and not {MONTH_NAMES[m] for m in printed} & months_named(row[column], first, last):
                problem = f"does not name the month that the article prints ({row['as_printed']})"
                yield row.wrong(column, problem, f"Type it with the month, or say in note how {printed[0]} is meant")


def is_month(found):
    """Whether a month's name is no person's, nor another word: beside it is what stands beside months, or nothing."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    alone = not re.search(r"\w", before + after)
    return found[0] not in OTHER_WORDS or alone or bool(BEFORE_A_MONTH.search(before) or AFTER_A_MONTH.match(after))


def months_named(text, first, last):
    """The months that a date names, as numbers: all of a span of less than a year, of a longer one its ends."""
    ends = {int(month) for month in re.findall(r"\d{4}-(\d\d)", text)}
    months = (last.year - first.year) * 12 + last.month - first.month
    return ends | ({(first.month - 1 + i) % 12 + 1 for i in range(months + 1)} if months < 11 else set())


# --- names that lead to each other ---


def circles(rows):
    """Sums inside themselves, events that replace each other in a ring, or one of another council."""
    for table, key, column in (("commitments", "commitment_id", "part_of"), ("events", "event_id", "revises")):
        parent = {row[key]: row[column] for row in rows[table]}
        ends = set()  # names from which the way leads out
        for row in rows[table]:
            way, at = [], row[key]
            while at and at not in ends and at not in way:
                way.append(at)
                at = parent.get(at, "")
            if at in way[:1]:
                yield row.wrong(column, "leads round in a circle", "Leave the cell of the outermost one empty")
            elif not at or at in ends:
                ends.update(way)
    councils = {row["event_id"]: row["council_id"] for row in rows["events"]}
    for row in rows["events"]:
        if councils.get(row["revises"], row["council_id"]) != row["council_id"]:
            remedy = "A date can only replace one of the same council"
            yield row.wrong("revises", "is an event of another council", remedy)


def spellings(rows):
    """Names that differ from another in one letter, the rarer one; the other name in the note answers."""
    for column, tables in SPELT.items():
        found = defaultdict(list, {kind: [] for kind in usual_kinds()} if column == "kind" else {})
        for name in tables:
            for row in rows[name]:
                if row[column]:
                    found[row[column]].append(row)
        for rare, usual in one_letter_apart(found):
            row = found[rare][0]
            name, remark = row.remarks()
            if usual not in remark:
                remedy = f"Use one spelling for one thing; if they are two, say so in {name}, with the other name"
                where = found[usual][0].place() if found[usual] else "the usual kind"
                yield row.wrong(column, f"is within one letter of “{usual}” ({where})", remedy)


def one_letter_apart(found):
    """Pairs of names that differ in one letter, (the rarer, the other). found: {name: rows}, in order.

    A name without rows is one that is known to be right.
    """
    alike = defaultdict(list)  # names with the same numbers in them
    for name in found:
        if SHORT < len(name) < LONG:
            alike["".join(filter(str.isdigit, name))].append(name)
    order, pairs = {name: i for i, name in enumerate(found)}, {}
    for one, other in (pair for names in alike.values() for pair in close_ones(names)):
        if differ_in_a_letter(one, other):
            rare, usual = sorted((one, other), key=lambda n: (not found[n], len(found[n]), -order[n]))
            if found[rare]:
                pairs[rare, usual] = None
    return list(pairs)


def close_ones(names):
    """Pairs of names that may differ in one letter: of a few all, of many those that are alike without a letter."""
    if len(names) < FEW:
        yield from itertools.combinations(names, 2)
        return
    by_rest = defaultdict(list)
    for name in names:
        for rest in {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}:
            by_rest[rest].append(name)
    for several in by_rest.values():
        yield from itertools.combinations(several, 2)


def differ_in_a_letter(one, other):
    """Whether two names differ in one letter inside a word: not in a digit, nor in a letter that is a word."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    if len(a) > 1 or len(b) > 1 or not all(c.isalpha() and c.islower() for c in a + b):
        return False
    around = one[start - 1 : start] + one[len(one) - end :][:1]
    return any(c.isalpha() for c in around)


RULES = (
    drafts,
    rewritten_words,
    lost_noughts,
    date_forms,
    periods,
    published_as_named,
    plausible_times,
    printed_dates,
    circles,
    spellings,
)
