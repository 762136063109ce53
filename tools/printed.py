"""Rules of what is printed: a date, a grade, a unit or a bound that is typed is the one of the printed words.

All but `units` ask rather than know, for words can be meant otherwise: any note of the row answers.
"""

import re
from functools import cache

from helpers import dates, money
from tools.claims_asked import identified
from tools.datewords import WEEKDAY, dates_in
from tools.gradewords import ONE_GRADE, ruled
from tools.numerals import SCALED, SPELLED, number, numbers_in
from tools.raw import fields
from tools.rules import apart, bounds
from tools.schema import resource
from tools.sums import VAGUE, is_number, plain
from tools.texts import folded

DATED = (("council_ratings", "dated"), ("events", "dated"), ("rating_spreads", "as_at"))
POINT = re.compile(r"\d{4}(-\d\d){0,2}")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SURE = re.compile(r"\b((19|20)\d\d|today|yesterday|tomorrow|(last|this|next) (week|month|year))\b", re.I)
BESIDE = re.compile(r"\b(before|until|till|after|since|from|prior|following)\b", re.I)  # a time, and not of the fact
ABOUT = re.compile(r"\b(about|around|circa|approx\w*|roughly|some|nearly|almost|towards?|near|late|early|mid)\b", re.I)
ENDS = re.compile(r"\b(end|start|beginning|close|middle)\b", re.I)  # more exact than the time they are of
GRADE = re.compile(rf"(?<![\w-])(?:(not|than|from|below|above|longer) )?['\"]?({ONE_GRADE})(?![\w-])", re.I)
UNIT = re.compile(
    rf"(?:(?<![\w£$€.,]){SCALED}|\b{SPELLED})(?:[\s-]+(?P<time>day|week|month|year)s?\b|\s?(?P<share>%|per ?cent\b))",
    re.I,
)
ONE_NUMBER = re.compile(rf"(?<![\w£$€.,]){SCALED}|\b{SPELLED}\b", re.I)
VAGUE_WORDS = re.compile(
    r"\b(about|around|some|roughly|approx\w*|nearly|almost|close|up|over|under|more|less|fewer|below|above|least|most|"
    r"max\w*|min\w*|excess|upwards?|plus|so|odd|thereabouts|circa|estimate[sd]?|perhaps|possibly|potentially|many|just|"
    r"only|well|exceed\w*|beyond|best|between|to|third|half|quarter|fifth|cap\w*|limit\w*|ceiling)\b|[+~≈<>]|ish\b",
    re.I,
)


# --- dates ---


@cache
def read(words, day):
    """The one date that printed words hold as EDTF, told on a day; "" where they hold none, or several."""
    said = [found.edtf for found in dates_in(folded(words), day) if found.edtf]
    return said[0] if len(said) == 1 else ""


def days(rows):
    """The day of each article; None where it is known by its month, or not at all: it has no “yesterday”."""
    times = {row["source_id"]: bounds(row["published"]) for row in rows["sources"]}
    return {source: first if first == last else None for source, (first, last) in times.items()}


def dates_as_printed(rows):
    """Dates that are not the one which the printed words give, are more exact or vaguer, or are not there.

    A month or a weekday without its year may be of any year that the text tells of, and is not asked about.
    """
    published = days(rows)
    for table, column in DATED:
        for row in rows[table]:
            typed, words, day = row[column], row["as_printed"], published.get(row["source_id"])
            if BESIDE.search(words) or not SURE.search(words) or (typed and not any(bounds(typed))):
                continue
            reading = read(words, day)
            if not reading:
                continue
            said = f"“{words}”{f' in an article of {dates.say(str(day))}' if day else ''}: {dates.say(reading)}"
            if not typed:
                remedy = f"Type {reading}, or say in note of which year it is and why it is left out"
                yield row.wrong(column, f"is empty, and a date is printed ({said})", remedy)
            elif problem := unlike(typed, reading, words):
                remedy = "Correct it, or say in note how it is meant"
                yield row.wrong(column, f"{problem} what is printed ({said})", remedy)


def weekdays(rows):
    """Days that are not the weekday which is printed."""
    for table, column in DATED:
        for row in rows[table]:
            printed, (first, last) = re.findall(WEEKDAY, row["as_printed"]), bounds(row[column])
            if printed and first and first == last and f"{first:%A}" not in printed:
                problem = f"is a {first:%A}, and {printed[0]} is printed ({row['as_printed']})"
                yield row.wrong(column, problem, "Correct it, or say in note how it is meant")


def unlike(typed, reading, words):
    """How a date differs from that of the printed words; "" where it need not."""
    if apart(reading, typed):
        return "is not"
    points = POINT.fullmatch(reading) and POINT.fullmatch(typed)
    if points and len(typed) > len(reading):
        return "" if ENDS.search(words) else "is more exact than"
    vaguer = (points and reading != typed) or (typed.endswith("~") and not ABOUT.search(words))
    return "is vaguer than" if vaguer else ""


# --- grades ---


def grades_of(words):
    """The grades that words name, but for those that they deny or compare with."""
    return {ruled(found[2]) for found in GRADE.finditer(folded(words)) if not found[1]}


def held(row):
    """The single grades of a row."""
    return {ruled(grade) for grade in row["grade"].split(" or ")}


def grades_as_printed(rows):
    """Rows of a grade whose words name another."""
    for table in ("council_ratings", "rating_spreads"):
        for row in rows[table]:
            named = grades_of(row["as_printed"])
            if named and row["grade"] and not named & held(row):
                problem = f"is not the grade that is printed ({row['as_printed']})"
                remedy = f"Correct one of the two, or say in note how “{min(named)}” is meant"
                yield row.wrong("grade", problem, remedy)


# --- numbers ---


def units(rows):
    """Numbers whose unit is another than the words beside the number give."""
    for row in rows["statistics"]:
        if is_number(row["value"]):
            yield from other_unit(row)


def bounds_as_printed(rows):
    """Numbers whose bound is another than the words beside the number give."""
    for row in rows["statistics"]:
        if is_number(row["value"]):
            yield from other_bound(row)


def other_unit(row):
    """The finding that a number is typed with another unit than it is printed with."""
    for found in UNIT.finditer(folded(row["as_printed"])):
        unit = found["time"] or ("per" if found["share"] else "")
        near = {"per": r"per|%"}.get(unit.lower(), unit)
        word = len(row["unit"]) > 2  # “yr” and “pc” may well mean it
        if (
            word
            and is_value(found[0], row)
            and not re.search(near, row["unit"], re.I)
            and row["unit"] not in row["note"]
        ):
            wanted = "per cent" if found["share"] else f"{unit}s"
            remedy = f"Type {wanted}, or say in note how it is meant, with “{row['unit']}”"
            yield row.wrong("unit", f"is not what is printed ({row['as_printed']})", remedy)
            return


def is_value(words, row):
    """Whether a printed number is the one that a row holds."""
    found = ONE_NUMBER.match(words)
    return bool(found) and abs(number(found[0]) - float(row["value"])) < 1e-9


def other_bound(row):
    """The finding that a number is qualified otherwise than by the words right beside it."""
    words, bound = folded(row["as_printed"]), row["bound"]
    found = next((m for m in ONE_NUMBER.finditer(words) if is_value(m[0], row)), None)
    if not found or not bound:
        return
    before = re.search(r"(?:\S+\s+){0,3}$", words[: found.start()])[0]
    said = money.bound_of(before, words[found.end() :]) if not re.search(r"\bage", words) else "exact"
    if (
        said != "exact"
        and bound != said
        and re.search(r"\b(about|around|least|more than|up to|nearly|almost)\b", before)
    ):
        remedy = f"Type {said}, or say in note how it is meant"
        yield row.wrong("bound", f"does not fit what is printed ({row['as_printed']})", remedy)
    elif bound in VAGUE and re.search("[a-z]", words) and not VAGUE_WORDS.search(words):
        remedy = "Copy the words that say so into as_printed, type exact, or say in note how it is meant"
        yield row.wrong("bound", f"is not said by what is printed ({row['as_printed']})", remedy)


# --- mentions ---


def mentions(rows):
    """Mentions that print another amount, number, grade or date than the row they are about."""
    about = {}
    for table in identified():
        if table != "rating_spreads":
            about |= {row[fields(resource(table))[0]]: row for row in rows[table] if row.table == table}
    published = days(rows)
    for row in rows["mentions"]:
        fact = about.get(row["about"])
        if fact and (other := differs(row, fact, published.get(row["source_id"]))):
            problem = f"is not what the row {row['about']} holds ({other})"
            remedy = "Correct one of the two, or about, or say in note how they differ"
            yield row.wrong("as_printed", problem, remedy)


def differs(row, fact, day):
    """What a fact holds where a mention's words say something else; "" where they do not."""
    words = row["as_printed"]
    if fact.table in ("commitments", "awards") and is_number(fact["amount_gbp"]):
        try:
            pounds, step, _ = money.printed_amount(words)
        except ValueError:
            pounds, step = float(fact["amount_gbp"]), 0
        if abs(pounds - float(fact["amount_gbp"])) > (step + money.step_of(fact["as_printed"])) / 2:
            return fact["as_printed"]
    if fact.table == "statistics" and is_number(fact["value"]) and not YEAR.search(words):
        printed = numbers_in(words)
        if printed and all(abs(float(fact["value"]) - n) > 1e-9 for n in printed):
            return plain(float(fact["value"]))
    if fact.table == "council_ratings" and (named := grades_of(words)) and not named & held(fact):
        return fact["grade"]
    if fact.table in ("events", "commitments") and YEAR.search(words):
        typed, reading = fact["dated" if fact.table == "events" else "period"], read(words, day)
        ends = "/" in reading and "/" in typed and bounds(reading) != bounds(typed)
        if reading and typed and any(bounds(typed)) and (ends or apart(reading, typed)):
            return typed
    return ""


RULES = (units,)
CLOSER = (dates_as_printed, weekdays, grades_as_printed, bounds_as_printed, mentions)
