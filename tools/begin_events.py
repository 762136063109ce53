"""Rows of events begun from a text: kinds of intervention with the councils and the dates beside them."""

import re

from helpers.dates import bounds
from tools.datewords import TO_COME
from tools.reading import AMOUNT, DATE, GRADE, KIND, NUMERAL, PERCENTAGE

OFFICER = re.compile(r"'s?\s+(?:former\s+)?(?:director|chief|leader|head|cabinet)")
TOWARDS = re.compile(r"\s*(?:to|in|on|at)\s")
SPOKEN_OF = re.compile(r"\b(?:[Tt]he (?:council|authority|borough|trust)|[Ii]ts?|[Tt]rust|services)\b")
PLANNED = re.compile(r"\b(?:plans?|planned|due|expected)\b")
SPANS = ("years", "months", "weeks", "days", "hours")


def events(begun):
    """Kinds of intervention with councils or dates beside them, and dates of which the kind is not plain."""
    for sentence in begun.sentences:
        kinds = [k for k in sentence.of(KIND) if not counted_before(sentence, k)]
        dates = [d for d in sentence.of(DATE) if d.value and d.counts]
        councils = [c for c in sentence.councils if not OFFICER.match(sentence.after(c))]
        ends = [k.start for k in kinds[1:]] + [sentence.start + len(sentence.words)]
        for kind, until in zip(kinds, ends):
            mine = [d for d in dates if kind.start <= d.start < until]
            if not mine and kind is kinds[0]:
                mine = [d for d in dates if d.start < kind.start]
            if kind in begun.free:
                of_kind(begun, sentence, kind, councils, mine, until)
        if not kinds and not sentence.of(NUMERAL, PERCENTAGE, AMOUNT, GRADE):
            undetermined(begun, sentence, councils, dates)


def counted_before(sentence, kind):
    """Whether a number stands before a kind of intervention: “38 monitoring visits” are a figure, no event."""
    numbers = [n for n in sentence.of(NUMERAL) if n.value[1] not in SPANS and n.start < kind.end]
    return any(kind.start < n.end or re.fullmatch(r"[\w\s-]{0,30}", sentence.between(n, kind)) for n in numbers)


def of_kind(begun, sentence, kind, councils, dates, until):
    """The events of one kind: of the council before it, or of each after it with the date that follows."""
    before = [c for c in councils if c.start < kind.end]
    after = [c for c in councils if kind.end <= c.start < until]
    if after and TOWARDS.match(sentence.after(kind)):  # improvement notices to Salford and Surrey
        before, councils, dates = [], after, [d for d in dates if d.start >= kind.end]
        if len(after) == 1:
            event(begun, sentence, kind, after, dates[:1])
            return
    if before or len(councils) < 2:
        if dates or councils:
            event(begun, sentence, kind, before[-1:] or councils, dates[:1])
        return
    for council, following in zip(councils, [*(c.start for c in councils[1:]), until]):
        event(begun, sentence, kind, [council], [d for d in dates if council.start < d.start < following][:1])


def undetermined(begun, sentence, councils, dates):
    """Events of a sentence that has dates and no figure: what happened is for the person to say."""
    if sentence.heads or sentence.advertises:
        return
    for date in dates:
        if date in begun.free and not re.match("this ", date.as_printed, re.I):
            event(begun, sentence, None, councils if len(councils) == 1 else [], [date])


def event(begun, sentence, kind, councils, dates):
    """One event; its kind is left to the person where the words do not say it."""
    council, date = councils[0].value if councils else spoken_of(begun, sentence), dates[0] if dates else None
    name = begun.name(council, kind.value) if kind else begun.name(council, "event", date.value[:7])
    cells = {"event_id": name, "council_id": council, "kind": kind.value if kind else ""}
    cells |= {"status": status(begun, sentence, kind or date, date), "dated": date.value if date else ""}
    begun.add("events", date or kind, cells, *([kind] if kind else []), *councils)


def status(begun, sentence, about, date):
    """Whether something happened by the article's day, or is planned, by its date and the words beside it."""
    at = about.start - sentence.start
    near = sentence.words[max(0, at - 40) : about.end - sentence.start + 10]
    first, last = bounds(date.value) if date else (None, None)
    if begun.day and last and last < begun.day:
        return "planned" if PLANNED.search(near) else "happened"
    ahead = begun.day and first and first > begun.day
    return "planned" if ahead or re.search(TO_COME, near, re.I) else "happened"


def spoken_of(begun, sentence):
    """The one council that a sentence without a name goes on about: its list's, or the last block's that names any."""
    if sentence.councils:
        return ""
    lead = {c.value for s in begun.near(sentence, 0) if s.paragraph == f"{sentence.block}" for c in s.councils}
    if "." in sentence.paragraph and lead:
        return lead.pop() if len(lead) == 1 else ""
    if not SPOKEN_OF.search(sentence.words):
        return ""
    before = [s for s in begun.near(sentence, 3) if s.block < sentence.block or s.start < sentence.start]
    blocks = {}
    for each in before:
        blocks.setdefault(each.block, set()).update(council.value for council in each.councils)
    last = next((named for _, named in sorted(blocks.items(), reverse=True) if named), set())
    return next(iter(last)) if len(last) == 1 else ""
