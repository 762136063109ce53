"""One reading of an article's text for all: the figures, dates, grades, councils and interventions it prints.

What counts, for `missing` and for the numbers of figures in a text:

- figures: amounts of money, percentages, shares in words (“two-thirds”, “one in five”), and numbers from two up,
  in digits or in words, with what they count. “One” counts only before a unit of time. Not ordinals (“first”), no
  part of a name (“Section 17”, “Catch 22”, “the Children Act 1989”), no time of day, telephone number or address,
  and no small number of things that are then named (“two initiatives”, “three areas”): these are candidates, for a
  row may hold them, but nothing is missing without one. Neither do “majority” or “several” count.
- dates: years, months, days and words that stand for them (“last week”, “in October”, “by 2020”). Not “recently”,
  “over the past year”, “at the same time”, from which no date follows.
- grades: Ofsted's four (and “good or outstanding”), where they are given to councils or their services: in
  quotation marks, or beside the words of a judgement. Not “good practice”.
- councils: by the names of those that exist on the article's day (or on a date in the same sentence), as councils
  or as their places. Not Kingston University, West Berkshire's Berkshire, Durham City Council, Kent Police.

Kinds of intervention are candidates for events, and never count as missing.
"""

import re
from typing import NamedTuple

from helpers.dates import bounds
from helpers.tables import path_of
from tools.councilwords import GROUP, TOGETHER, authorities, councils_in
from tools.datewords import dates_in
from tools.eventwords import kinds_in
from tools.figurewords import ADDRESS, NO_FIGURE, amounts_in, numbers_of, percentages_in
from tools.gradewords import grades_in
from tools.numerals import numbers_in
from tools.texts import Taken, alone, folded, places

__all__ = ["Candidate", "candidates", "day_of", "numbers_in"]  # numbers_in is for the rules of check

AMOUNT, PERCENTAGE, NUMERAL, DATE, GRADE, COUNCIL, KIND = (
    "amount", "percentage", "number", "date", "grade", "council", "kind of intervention"
)  # fmt: skip
FIGURES = (AMOUNT, PERCENTAGE, NUMERAL)
PARAGRAPH_NUMBER = re.compile(r"\A\s*(?:\d{1,3}[.)]|\(\d{1,3}\))\s")
LONGEST = 60  # what as_printed may hold


class Candidate(NamedTuple):
    """Something a row may hold: where it stands, the words, what it is, and what it says.

    start and end are places in the words of the Place; reading is for people, value for programs: (pounds, upper
    end or None, bound) of an amount, a number with its unit and bound, EDTF, a grade, a council_id, a kind.
    """

    paragraph: str
    start: int
    end: int
    as_printed: str
    what: str
    reading: str
    value: object
    counts: bool = True


def day_of(text, published=""):
    """The article's day: the last day of what sources.csv says, else of the date in its name, else None."""
    named = re.search(r"\d{4}(?:-\d\d){0,2}$", text.source_id)
    for edtf in (published, named[0] if named else ""):
        try:
            if edtf and (last := bounds(edtf).last):
                return last
        except ValueError:
            continue
    return None


def candidates(text, day, known=None):
    """The Candidates of a Text, in order. day: of the article, or None; known: the Councils, all where not given."""
    known = authorities(path_of("", "authorities")) if known is None else known
    return [candidate for place in places(text) for candidate in in_place(place, day, known)]


def in_place(place, day, known):
    """The Candidates of one Place: none of one kind within another of it, and no figure within a date."""
    words = folded(place.words)
    addresses, figures = Taken(words), Taken(words)
    addresses.all_of(ADDRESS)
    dates = [said for said in dates_in(words, day) if addresses.take(said.start, said.end)]
    found = [(said.start, said.end, DATE, said.edtf, said.edtf, said.counts) for said in dates]
    for pattern in (ADDRESS, PARAGRAPH_NUMBER, NO_FIGURE):
        figures.all_of(pattern)
    for said in dates:
        figures.take(said.start, said.end, anyway=True)
    for what, read in ((AMOUNT, amounts_in), (PERCENTAGE, percentages_in), (NUMERAL, numbers_of)):
        found += [(f.start, f.end, what, *f[2:]) for f in read(words) if figures.take(f.start, f.end)]
    found += [(start, end, COUNCIL, name, name, True) for start, end, name in councils_in(words, day, known, dates)]
    found += [(*match.span(), COUNCIL, TOGETHER, TOGETHER, False) for match in GROUP.finditer(words)]
    for what, read in ((GRADE, grades_in), (KIND, kinds_in)):
        taken = Taken(words)
        found += [
            (start, end, what, name, name, what == GRADE) for start, end, name in read(words) if taken.take(start, end)
        ]
    return [made(place, *each) for each in sorted(found, key=lambda each: each[:2]) if alone(words, *each[:2])]


def made(place, start, end, what, value, reading, counts):
    """One Candidate, its words as the article has them, but for those past the sixtieth sign."""
    printed = " ".join(place.words[start:end].split())
    if len(printed) > LONGEST:
        printed = printed[:LONGEST].rpartition(" ")[0] or printed[:LONGEST]
    return Candidate(place.paragraph, start, end, printed, what, reading, value, counts)
