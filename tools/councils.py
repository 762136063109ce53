"""Rules of councils: each is one that existed on the article's day or on the row's own, and the one that is printed."""

import datetime as dt
import difflib
import re
from collections import Counter, defaultdict
from functools import cache

from helpers.dates import say
from tools.councilwords import council_of, councils_in
from tools.rules import bounds, differ_in_a_letter
from tools.texts import folded

TABLES = ("award_councils", "council_ratings", "events", "memberships")
SMALL = ("and", "of", "the", "upon", "city", "county", "borough", "council")
OPEN = (dt.date.min, dt.date.max)


class Council:
    """One council of the reference table: its names, and the times in which it existed."""

    def __init__(self, rows):
        last = rows[-1]
        self.council_id, self.names = last["council_id"], {r[c] for r in rows for c in ("name", "also_known_as")} - {""}
        self.times = [tuple(day(r[c]) or OPEN[i] for i, c in enumerate(("valid_from", "valid_to"))) for r in rows]
        self.successors, self.predecessors = last["successors"].split(), rows[0]["predecessors"].split()

    def existed(self, first, last):
        """Whether it existed on some day between two."""
        return any(begins <= last and first <= ends for begins, ends in self.times)


def day(text):
    """A day of the reference table; None where it is open, or no day."""
    return bounds(text).first


def by_id(rows):
    """The councils of the reference table, {council_id: Council}."""
    found = {}
    for row in rows["authorities"]:
        found.setdefault(row["council_id"], []).append(row)
    return {council: Council(group) for council, group in found.items()}


def in_their_time(rows):
    """Councils that are in no reference table, or that did not exist when they are named."""
    known = by_id(rows)
    if not known:
        return
    published = {row["source_id"]: bounds(row["published"]) for row in rows["sources"]}
    awards = {row["award_id"]: row["announced"] for row in rows["awards"]}
    sums = {row["commitment_id"]: row["announced"] for row in rows["commitments"]}
    for table in TABLES:
        for row in rows[table]:
            council, article = row["council_id"], published.get(row["source_id"])
            if not council or (table == "memberships" and council in known and row["note"]):  # of an old programme
                continue
            if council not in known:
                yield row.wrong("council_id", *unknown(council, known, article))
                continue
            own = row.get("dated") or awards.get(row.get("award_id")) or sums.get(row.get("commitment_id")) or ""
            times = [(first, last or first) for first, last in (article or bounds(""), bounds(own)) if first]
            if times and not any(known[council].existed(*time) for time in times):
                yield row.wrong("council_id", *out_of_time(known[council], known, times, table))


def unknown(value, known, article):
    """What is wrong with a council that is in no reference table, and which may be meant."""
    first, last = article if article and article.first and article.last else OPEN
    there = [c for c in known.values() if c.existed(first, last)]
    names = {name.lower(): c.council_id for c in there for name in (c.council_id, *c.names)}
    near = difflib.get_close_matches(value.lower().replace(" ", "-"), names, 3, 0.6)
    ids = ", ".join(dict.fromkeys(names[name] for name in near))
    when = f" of {say(last.isoformat())}" if article and article.last else ""
    remedy = f"Use the council_id of one of the {len(there)} councils{when}{f'; nearest: {ids}' if ids else ''}"
    return "is not in reference/authorities.csv", remedy


def out_of_time(council, known, times, table):
    """What is wrong with a council that did not exist on any of the times it is named at, and which one did."""
    first, last = times[0]
    begins, ends = council.times[0][0], council.times[-1][1]
    column = {"award_councils": "announced of the award", "memberships": ""}.get(table, "dated")
    if first > ends:
        others, verb = council.successors, f"had come to an end on {say(ends.isoformat())}"
        earlier = f"; if what is told was before that, give its date in {column}" if column else ""
    else:
        others, verb = council.predecessors, f"did not exist before {say(begins.isoformat())}"
        earlier = f"; if what is told lies after that, give its date in {column}" if column else ""
    there = [other for other in others if other in known and known[other].existed(first, last)] or others
    use = f"Use {' or '.join(there)}" if there else "Use the council of that day"
    return f"{verb}, and the article is of {say(last.isoformat())}", use + earlier


# --- the council that is printed ---


def as_printed(rows):
    """Rows without a note that print the name of one council and hold another."""
    names = {council_id: council.names for council_id, council in by_id(rows).items()}
    named = reader(rows)
    for table in TABLES if names else ():
        for row in rows[table]:
            council, words = row["council_id"], row["as_printed"]
            found = named(words, row["source_id"]) if council in names and not row["note"] else ()
            others = {name for each in found for name in names[each]}
            if others and council not in found and not any(shared(words, name, others) for name in names[council]):
                remedy = "Correct one of the two, or say in note how the words name it"
                yield row.wrong("council_id", f"is not the council that is printed ({words})", remedy)


def mentioned(rows):
    """Mentions that print the name of another council than that of the row they are about."""
    named, about = reader(rows), of_rows(rows)
    for row in rows["mentions"] if rows["authorities"] else ():
        held, found = about[row["about"]], named(row["as_printed"], row["source_id"])
        if held and found and not held & found:
            remedy = "Name the row that tells of it, or say in note how the words name the council of this one"
            yield row.wrong("about", f"is not of the council that is printed ({row['as_printed']})", remedy)


def reader(rows):
    """What reads the councils, {council_id}, that words of an article may name."""
    known = tuple(council_of(row) for row in rows["authorities"])
    published = {row["source_id"]: bounds(row["published"]).last for row in rows["sources"]}

    @cache
    def named(words, source):
        found = councils_in(folded(words), published.get(source), known, [])
        return {council for *_, ids in found for council in ids.split(" or ")}

    return named


def shared(words, name, others):
    """Whether words that name other councils name this one with them: “North and West Northamptonshire”."""
    said, own = parts(words), parts(name)
    for other in others:
        said -= parts(other)
    county = "county" in words.split() and any(name.startswith(other) for other in others)  # “Derby city and county”
    return county or bool(own & said)


def parts(words):
    """The words of a name by which it is told from others, each as often as it stands there."""
    return Counter(word for word in re.findall(r"\w+", words.lower()) if word not in SMALL)


def within_a_letter(name, words):
    """Whether some words of a text are a name but for one letter."""
    parts, length = words.lower().split(), len(name.split())
    pieces = (" ".join(parts[i : i + length]) for i in range(len(parts)))
    return any(differ_in_a_letter(name.lower(), piece) for piece in pieces)


def of_rows(rows):
    """The councils of each row that a mention can be about, {identifier: {council_id}}; of a national one none."""
    found = defaultdict(set)
    for table in TABLES:
        for row in rows[table]:
            key = next((row[c] for c in ("award_id", "rating_id", "event_id") if c in row), "")
            found[key] |= {row["council_id"]} - {""}
    return found


RULES = (in_their_time, as_printed)
CLOSER = (mentioned,)
