"""A text sentence by sentence, and the rows that are begun from it."""

import re
from typing import NamedTuple

from tools.council_names import slug
from tools.reading import COUNCIL, LONGEST
from tools.texts import folded, places, words_at

END = re.compile(r"(?<!\bSt)(?<!\bMr)(?<!\bDr)(?<!\bNo)(?<!\bMs)(?<!\bMrs)(?<!Cllr)[.!?]['\")]*\s+(?=['\"(]*[A-Z£\d])")
ADVERT = re.compile(
    r"subscri|\barchive\b|/ ?month|\b(?:per|a) (?:month|week)\b|membership|newsletter|sign up|cookies", re.I
)


class Sentence(NamedTuple):
    """One sentence: its place, its folded words, where it begins in the place, and the candidates in it."""

    paragraph: str
    words: str
    start: int
    candidates: list

    @property
    def block(self):
        """The number of the block that it stands in."""
        return int(self.paragraph.partition(".")[0])

    @property
    def councils(self):
        """The candidates that are one council each."""
        return [c for c in self.candidates if c.what == COUNCIL and c.counts and " " not in c.value]

    @property
    def advertises(self):
        """Whether it is about the paper itself: what it costs, how to subscribe."""
        return bool(ADVERT.search(self.words))

    @property
    def heads(self):
        """Whether it is a heading or the headline: no item of a list, and no full stop."""
        return "." not in self.paragraph and not re.search(r"[.!?:]\W*$", self.words)

    def before(self, candidate):
        """The words before a candidate."""
        return self.words[: candidate.start - self.start]

    def after(self, candidate):
        """The words after a candidate."""
        return self.words[candidate.end - self.start :]

    def between(self, one, other):
        """The words between two candidates."""
        return self.words[one.end - self.start : other.start - self.start]

    def of(self, *kinds):
        """Its candidates of some kinds."""
        return [c for c in self.candidates if c.what in kinds]


class Row(NamedTuple):
    """A row begun: its table, its cells, and the candidates that it holds, the printed one first."""

    table: str
    cells: dict
    holds: tuple


def sentences(text, candidates):
    """The sentences of a Text, each with its candidates."""
    found, mine = [], {}
    for candidate in candidates:
        mine.setdefault(candidate.paragraph, []).append(candidate)
    for place in places(text):
        words, start, left = folded(place.words), 0, mine.get(place.paragraph, [])
        for end in [*(match.end() for match in END.finditer(words)), len(words)]:
            count = next((i for i, c in enumerate(left) if c.start >= end), len(left))
            found.append(Sentence(place.paragraph, words[start:end], start, left[:count]))
            start, left = end, left[count:]
    return found


def curly(words):
    """Folded words with the apostrophes of the collection."""
    return words.replace("'", "’")


class Begun:
    """What is begun from one text: `rows`, and `free`, the candidates that no row holds yet.

    day: the article's, or None; taken: the identifiers that are in use.
    """

    def __init__(self, text, day, candidates, free, taken):
        self.text, self.day, self.free, self.taken = text, day, set(free), set(taken)
        self.sentences, self.rows = sentences(text, candidates), []

    def name(self, *parts):
        """A new identifier from words."""
        stem = slug(" ".join(filter(None, parts)))[:48].strip("-") or "row"
        stem = f"figure-{stem}" if stem.isdigit() else stem
        name, number = stem, 2
        while name in self.taken:
            name, number = f"{stem}-{number}", number + 1
        self.taken.add(name)
        return name

    def near(self, sentence, back):
        """The sentences of a sentence's block and of some blocks before it, the nearest first."""
        return [s for s in self.sentences if sentence.block - back <= s.block <= sentence.block][::-1]

    def same(self, figure, *tables):
        """The first row begun in some tables whose printed figure is the same number of the same things, or None."""
        rows = (row for row in self.rows if row.table in tables and row.holds[0].what == figure.what)
        return next((row for row in rows if row.holds[0].value[:2] == figure.value[:2]), None)

    def add(self, table, printed, cells, *holds):
        """Begin a row that prints a candidate, and take it and others that it holds from the free ones."""
        place = {"source_id": self.text.source_id, "paragraph": printed.paragraph, "as_printed": printed.as_printed}
        self.rows.append(Row(table, cells | place, (printed, *holds)))
        self.free -= {printed, *holds}

    def mention(self, candidate, row):
        """Begin a mention of a row that is begun already, one a paragraph."""
        about = next(iter(row.cells.values()))
        there = [r for r in self.rows if r.table == "mentions" and r.cells["about"] == about]
        if any(r.cells["paragraph"] == candidate.paragraph for r in there):
            self.free -= {candidate}
        else:
            self.add("mentions", candidate, {"about": about})

    def together(self, first, last):
        """One candidate that prints the words from a first to a last, or the first alone where they are too many."""
        words = " ".join(words_at(self.text, first.paragraph)[first.start : last.end].split())
        return first._replace(end=last.end, as_printed=words) if len(words) <= LONGEST else first
