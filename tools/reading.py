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

import csv
import re
from functools import cache
from typing import NamedTuple

from helpers.dates import bounds
from helpers.money import bound_of
from helpers.tables import path_of
from tools.datewords import dates_in
from tools.numerals import CHANGE, CHANGED, DIGITS, NUMBER, SHARE, SPELLED, number, numbers_in, share
from tools.texts import folded, places

__all__ = ["Candidate", "candidates", "day_of", "numbers_in"]  # numbers_in is for the rules of check

AMOUNT, PERCENTAGE, NUMERAL, DATE, GRADE, COUNCIL, KIND = (
    "amount", "percentage", "number", "date", "grade", "council", "kind of intervention"
)  # fmt: skip
FIGURES = (AMOUNT, PERCENTAGE, NUMERAL)


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


# --- figures ---

ABOUT = (
    r"(?:\b(?:up to|as much as|a maximum of|no more than|not more than|less than|fewer than|more than|over|at least|"
    r"a minimum of|in excess of|upwards of|just over|just under|under|about|around|some|roughly|approximately|nearly|"
    r"almost|close to|only)\s+)?"
)
ABOVE = r"(?:\s(?:or more|or so|or less)\b|\s?\+|-odd\b|-plus\b)?"
UNIT = r"(?:\s?(?:thousand|million|billion|bn|mn|[kmb])\b)?"
MONEY = (
    rf"(?P<between>between\s+)?£\s?(?P<low>{DIGITS}{UNIT})(?:\s?(?:-|to|and)\s?)£?\s?(?P<high>{DIGITS}{UNIT})(?![\d.,]\d)",
    rf"{ABOUT}£\s?(?P<low>{DIGITS}{UNIT})(?!\w){ABOVE}",
    rf"{ABOUT}(?P<low>{NUMBER})\s+pounds\b{ABOVE}",
)
MONEY = [re.compile(pattern, re.I) for pattern in MONEY]
CENT = r"\s?(?:%|per\s?cent\b|percent\b|pc\b|percentage\s+points?\b)(?:\s+points?\b|age\s+points?\b)?"
PERCENT = [
    re.compile(rf"(?:between\s+)?(?P<low>{NUMBER})(?:{CENT})?(?:\s?(?:-|to|and)\s?)(?P<high>{NUMBER}){CENT}", re.I),
    re.compile(rf"{ABOUT}(?P<low>{NUMBER}){CENT}{ABOVE}", re.I),
]
SHARES = re.compile(rf"{ABOUT}(?P<share>{SHARE.pattern})", re.I)
MAJORITY = re.compile(r"\b(?:vast\s+)?majority\s+of\b", re.I)
FIRST = re.compile(
    r"\b(?:one\s+of\s+the\s+)?first\s+(?:\w+\s+){0,2}?(?:areas?|authorit(?:y|ies)|boroughs?|councils?|trusts?)\b", re.I
)
OTHER_MONEY = re.compile(rf"{ABOUT}[$€]\s?(?P<low>{DIGITS}{UNIT})", re.I)
COUNT = re.compile(rf"{ABOUT}(?P<low>{NUMBER})(?![A-Za-z]|\.\d|:\d)", re.I)
PENCE = re.compile(rf"(?<![\w.])(?P<low>{DIGITS})p\b")

ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|[@#]\w+")
NO_FIGURE = re.compile(
    r"\b0\d{2,4}[\s-]\d{3}[\s-]?\d{3,4}\b|\b\d{1,2}[.:]\d\d\s?(?:am|pm)?\b(?=\s*(?:am|pm))"
    r"|\b\d{1,2}:\d\d\b|\b\d+/\d+\b|\[\d+\]|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b|\b\d{4}s\b"
    r"|\b(?:Section|Article|Part|Chapter|Level|Tier|Stage|Year|Catch|Covid|COVID|Table|Figure|Paragraph|Page|Annex|"
    r"Appendix|Regulation|Clause|Schedule|Band|Group|Room|Channel|Radio|Category|Phase|Wave|Version|Volume|Chart|"
    r"Note|No\.?|Number|Chapters|Sections|section|paragraph|page|phase|chapter|tier|level|stage|key\s+stage)[\s-]\d+\b"
    r"|\b10\sDowning|\bnumber\s10\b"
    r"|\b(?:Act|Bill|Regulations|Order|Rules|Together)\s(?:\([^)]*\)\s)?(?:19|20)\d\d\b"
)
TIME = r"(?:year|month|week|fortnight|hour)s?"
NAMED = (
    r"(?:\w+\s+){0,2}(?:initiatives|areas|themes|priorities|items|ways|things|questions|reasons|aims|strands|"
    r"principles|options|sides|sections|points|steps|parts|goals|words|examples|elements|pillars|kinds|types)\b"
)
STOP = set(
    "a about across after again against all also although an and are as at be been before between but by can could did "
    "do does during each for from had has have he her his how if in into is it its itself last less more most next not "
    "of off on only or other's our out over own per said says she should since so such than that the their them there "
    "these they this those through to under until up us was we were what when where which while who will with would "
    "yet you your".split()
) - {"more"}


BODIES = "(?:departments|authorities|councils|directors|workers|leaders|teams|boards)"
OTHERS = "(?:people|children|staff)"


def pounds(words):
    """Whole pounds of printed digits or words: 11600000 for “11.6m”."""
    return int(number(words) + 0.5)


def unit_of(after):
    """What a number counts, from the words after it, and how long they are: (“delivery partners”, 18); ("", 0)."""
    if match := re.match(r"[\s-](year|month|week|day|hour)s?(-olds?)?\b", after):
        return f"{match[1]}s" + (" old" if match[2] else ""), match.end()
    if match := re.match(r"(?:-[a-z]+)+", after):
        return "", match.end()
    match = re.match(
        rf"\s+((?:[a-z][a-z'-]*\s+){{0,3}}?)([a-z][a-z-]*s'?(?:\s+{BODIES})?|{OTHERS}(?!'))(?![\w-])", after
    )
    if not match or STOP & {match[2], *match[1].split()} or match[2].endswith("ss"):
        return "", 1 if after.startswith("-") and not after.startswith("- ") else 0
    return " ".join(f"{match[1]}{match[2]}".split()).rstrip("'"), match.end()


def bound(match, words):
    """The bound that the words around a figure give it."""
    return bound_of(words[match.start() : match.start("low")], words[match.end("low") : match.end()])


def amounts_in(words):
    """Amounts in pounds as (start, end, value, reading, counts)."""
    for match in MONEY[0].finditer(words):
        low, high = match["low"], match["high"]
        if not match["between"] and re.search(r"\d\s?and\s", words[match.start("low") : match.start("high")]):
            continue  # £2m and £3m are two amounts
        unit = re.search(r"[a-z]+$", high, re.I)
        scaled = low if re.search("[a-z]$", low, re.I) or not unit else low + unit[0]
        ends = pounds(scaled), pounds(high)
        if ends[0] < ends[1]:
            yield *match.span(), (*ends, "exact"), f"{ends[0]} to {ends[1]}"
    for pattern in MONEY[1:]:
        for match in pattern.finditer(words):
            value, how = pounds(match["low"]), bound(match, words)
            yield *match.span(), (value, None, how), f"{value} {how}"


def percentages_in(words):
    """Percentages, and shares in words, likewise."""
    for match in PERCENT[0].finditer(words):
        low, high = number(match["low"]), number(match["high"])
        if low < high:
            yield *match.span(), (low, "per cent", "exact"), f"{low:g} to {high:g} per cent"
    for match in PERCENT[1].finditer(words):
        value, how = number(match["low"]), bound(match, words)
        unit = "percentage points" if "point" in match[0] else "per cent"
        yield *match.span(), (value, unit, how), f"{value:g} {unit}{qualified(how)}"
    for match in SHARES.finditer(words):
        part = share(match["share"])
        if part is not None:
            how = bound_of(words[match.start() : match.start("share")], "")
            value = round(part * 100, 1)
            yield *match.span(), (value, "per cent", how), f"{value:g} per cent{qualified(how)}"


def qualified(how):
    """A bound as it follows a reading."""
    return "" if how == "exact" else f", {how}"


def numbers_of(words):
    """Numbers with what they count, likewise, and whether each counts."""
    for match in MAJORITY.finditer(words):
        yield *match.span(), (50.0, "per cent", "at least"), "more than 50 per cent", False
    for match in FIRST.finditer(words):
        yield *match.span(), (1.0, "", "exact"), "first", False
    for match in OTHER_MONEY.finditer(words):
        unit = "dollars" if "$" in match[0] else "euros"
        yield *match.span(), (number(match["low"]), unit, bound(match, words)), f"{number(match['low']):g} {unit}", True
    for match in PENCE.finditer(words):
        yield *match.span(), (number(match["low"]), "pence", "exact"), f"{number(match['low']):g} pence", True
    for match in CHANGE.finditer(words):
        value = CHANGED[match[0].lower()]
        yield *match.span(), (float(value), "times", "exact"), f"{value:g} times", True
    for match in COUNT.finditer(words):
        value, how, after = number(match["low"]), bound(match, words), words[match.end() :]
        if match["low"].lower() in ("one", "zero") and not re.match(rf"[\s-]{TIME}\b", after):
            continue
        unit, length = unit_of(after)
        if how == "at least" and re.match(r"over\s", match[0], re.I) and re.match(rf"[\s-]{TIME}\b", after):
            how = "exact"  # over three years: during them
        end = match.end() + (length if match.end() - match.start() + length <= 60 else 0)
        small = re.fullmatch(SPELLED, match["low"], re.I) and value < 10
        counts = not (small and (re.match(rf"\s+{NAMED}", after) or (value == 2 and not unit)))
        yield match.start(), end, (value, unit, how), f"{value:.15g} {unit}".strip() + qualified(how), counts


def figures_in(words):
    """The figures of folded words as (start, end, what, value, reading, counts), what lies in another left out."""
    for what, found in ((AMOUNT, amounts_in(words)), (PERCENTAGE, percentages_in(words))):
        yield from ((start, end, what, value, reading, True) for start, end, value, reading in found)
    yield from (
        (start, end, NUMERAL, value, reading, counts) for start, end, value, reading, counts in numbers_of(words)
    )


# --- grades ---

ONE_GRADE = r"(?:outstanding|good|requir(?:es?|ed|ing) improvement(?: to be good)?|inadequate)"
GRADES = re.compile(
    rf"(?P<below>(?:less than|below) )?(?P<q>['\"])?(?P<one>{ONE_GRADE})(?:['\"])?"
    rf"(?: or (?:['\"])?(?P<two>{ONE_GRADE}|better)\b(?:['\"])?)?(?![\w-])".replace(" ", r"\s+"),
    re.I,
)
EXTREME = re.compile(
    r"\b(?P<end>lowest|worst|bottom|highest|top)\s+(?:possible\s+)?(?:rating|grade|category|judge?ment)s?\b", re.I
)
LINKS = (
    r"(?:\s+(?:to\s+be|as|of|at|it|them|overall|from|is|was|are|were|be|being|been|services|either|both|an?|the|still|"
    r"now|only|also|again))*"
)
STRONG = re.compile(  # words that make the next one a grade
    r"(?:\b(?:rated|judged|graded|ranked|deemed|classed|found|marked|scored|ratings?|grades?|judge?ments?|per\s+cent|"
    rf"percent)|%){LINKS}[\s\"':,(-]*$",
    re.I,
)
WEAK = re.compile(  # and words that do so in a sentence about judgements, where no noun follows
    r"(?:\b(?:from|to|as|at|is|was|are|were|be|been|remain(?:s|ed|ing)?|became|becom(?:e|es|ing)|an?|than|above|below|"
    rf"or|and|councils|authorities|services|departments|{SPELLED})|\d|\)){LINKS}[\s\"':,(-]*$",
    re.I,
)
NO_NOUN = re.compile(
    r"\s*(?:[.,;:)'\"\t-]|$|\s(?:in|and|or|by|at|for|under|overall|after|with|from|to|last|but|while|on|put|when|since|"
    r"this|despite|compared|than|following|because|as|across|together)\b)"
)
JUDGED = re.compile(
    r"\b(?:rat(?:ed|ing|ings)|judged?|judge?ments?|grad(?:ed|e|es|ing)|ofsted|inspect\w*|requires\s+improvement|"
    r"outstanding|inadequate|per\s+cent)\b|%",
    re.I,
)
SERVED = re.compile(
    r"\s+(?:children|social|local|council|authorit|department|service|trust|rating|grad|judge?ment)", re.I
)
AFTER_GOOD = re.compile(r"\s+(?:overall\s+)?(?:rating|grade|judge?ment|Ofsted)", re.I)


def grades_in(words):
    """Grades given to councils, as (start, end, grade): “good or outstanding” is one."""
    for match in EXTREME.finditer(words):
        low = match["end"].lower() in ("lowest", "worst", "bottom")
        yield *match.span(), "inadequate" if low else "outstanding"
    known = []
    for match in GRADES.finditer(words):
        if not given(match, words, known):
            continue
        known.append(match.end())
        grade, other = ruled(match["one"]), match["two"]
        if match["below"]:
            grade = {"good": "requires improvement or inadequate"}.get(grade, grade)
        elif other:
            grade += " or " + {"better": "outstanding"}.get(other.lower(), ruled(other))
        yield *match.span(), grade


def ruled(words):
    """One of the four grades for the words of it."""
    plain = words.lower()
    return "requires improvement" if plain.startswith("requir") else plain


def given(match, words, known):
    """Whether the words of a grade give it to a council; known: where the grades before it end."""
    sentence = re.split(r"[.!?]\s", words[max(0, match.start() - 150) : match.start()])[-1]
    after = words[match.end() : match.end() + 60]
    grade, rest = match["one"].lower(), re.split(r"[.!?]\s", after)[0]
    if (match["q"] and words[match.end() - 1] == match["q"]) or grade.startswith("requires") or match["two"]:
        return True
    if STRONG.search(sentence) or AFTER_GOOD.match(after) or (grade == "inadequate" and SERVED.match(after)):
        return True
    if known and re.fullmatch(r"[\s,]*(?:or|and|to)?[\s,'\"]*", words[known[-1] : match.start()]):
        return True
    listed = not sentence.strip() or sentence.endswith("\t")  # begins an item, or is a cell of a table
    if listed and re.match(r"\s*[:-]?\s*\d|\t", after):
        return True
    judged = JUDGED.search(f"{sentence} {rest}") or (grade == "inadequate" and SERVED.search(f"{sentence} {rest}"))
    return bool(judged and WEAK.search(sentence) and NO_NOUN.match(after))


# --- councils ---

VARIANTS = {" and ": r"\s+(?:and|&)\s+", "-": r"[\s-]", ". ": r"\.?\s+", " ": r"\s+"}
BODY = (
    r"(?:\s+(?P<kind>County|City|Borough|Metropolitan Borough|District|Town|Parish|Unitary))?(?:\s+(?:Council|council)(?!s|lor))?"
).replace(" B", r"\s+B")
NOT_AFTER = re.compile(  # words that make a name another one's: a university, a police force, a newspaper
    r"(?:'s)?\s+(?:University|College|School|Academy|Hospitals?|Infirmary|Police|Constabulary|NHS|Crown|Magistrates|Family\sCourt|"
    r"County\sCourt|Cathedral|FC|United|Airport|Road|Street|Avenue|Lane|Live|Telegraph|Post|News|Mail|Echo|Gazette|"
    r"Chronicle|Times|Express|Evening|Fire|Wildlife|Castle|Festival|Healthcare|Mental|Racecourse|Building\sSociety|"
    r"Trinity|Rovers|Wanderers|Athletic|Albion|Rhinos|Hotspur|Harriers|Giants|Bulls|Town\sFC|City\sFC)\b"
    r"|-(?:under|in|le|by)-"
)
PERSON = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof|Professor|Cllr|Councillor|Lord|Lady)\.?\s+[A-Z][\w'-]+\s+)$"
)
AFTER_A_NAME = re.compile(r"(?:^|[a-z\"',.)]\s+)(?P<word>[A-Z][a-z]+)\s+$")
BEFORE_PLACES = set(
    "Meanwhile Neighbouring Nearby Both Only Like However Conservative Labour Instead Now Together Elsewhere Including "
    "Outside Council Councils London Yorkshire England Ofsted".split()
)
NOT_BEFORE = re.compile(
    r"(?:\b(?:University(?:\s+College)?|Diocese|Bishop|Archbishop|Duke|Duchess|Earl|Lord|Lady|Baroness|Dean|Port)\s+(?:of\s+)?"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof|Professor|Judge|Justice|Cllr|Councillor|New|North|South|East|West|Mid|Central|"
    r"Greater|Inner|Outer|Upper|Lower|Royal)\.?[\s-]+|\bMPs?\s+for\s+|-)$"
)
SHORTER = r"(?:\s+upon\s+.*|-(?:on|upon)-.*|\s+with\s+Darwen|\s+and\s+Wrekin|\s+and\s+Hove|\s+of\s+Yorkshire)$"
ORDINARY = ("Reading", "Bury")  # words that begin a sentence as verbs too


class Council(NamedTuple):
    """One authority in one period, and the pattern of its names."""

    council_id: str
    name: str
    names: tuple
    valid_from: str
    valid_to: str

    def valid(self, day):
        """Whether it exists on a day; without a day, whether it exists today."""
        if day is None:
            return not self.valid_to
        return (self.valid_from or "0") <= f"{day}" <= (self.valid_to or "9")


@cache
def authorities(path):
    """The Councils of a table of authorities."""
    with open(path, encoding="utf-8", newline="") as file:
        return tuple(council_of(row) for row in csv.DictReader(file))


def council_of(row):
    """One row of the table as a Council: its name, its other names, and what is usually said for short."""
    others = [name.strip() for name in re.split("[;|]", row["also_known_as"]) if name.strip()]
    short = re.sub(SHORTER, "", row["name"])
    names = dict.fromkeys([row["name"], *others, *([] if others else [short])])
    return Council(row["council_id"], row["name"], tuple(names), row["valid_from"], row["valid_to"])


@cache
def pattern_of(names):
    """One pattern for names, the longest first, in small and capital letters."""
    ways = []
    for name in sorted(names, key=len, reverse=True):
        for form in dict.fromkeys((name, name.upper())):
            way = re.escape(form).replace(r"\ ", " ").replace(r"\-", "-").replace(r"\.", ".")
            for plain, other in VARIANTS.items():
                way = way.replace(plain if form == name else plain.upper(), f"\0{list(VARIANTS).index(plain)}")
            for i, other in enumerate(VARIANTS.values()):
                way = way.replace(f"\0{i}", other)
            ways.append(way)
    return re.compile(rf"(?<![\w-])(?P<name>{'|'.join(ways)})(?!\w){BODY}")


GROUP = re.compile(r"\b[Tt]ri-?borough(?:\s+councils)?\b")  # three councils that have a name together
TOGETHER = "westminster hammersmith-and-fulham kensington-and-chelsea"


def councils_in(words, day, known, dates):
    """Councils named in folded words, as (start, end, council_id): those of the article's day, or of a date beside.

    known: all Councils of the table; dates: what dates_in found in the words.
    """
    for match in pattern_of(tuple(dict.fromkeys(name for council in known for name in council.names))).finditer(words):
        name = re.sub(r"\s+", " ", match["name"]).replace("&", "and").lower()
        named = [c for c in known if any(matches(name, other) for other in c.names)]
        if another(match, words, named):
            continue
        there = [c for c in named if c.valid(day)] or [c for c in named if beside(c, match, words, dates)]
        if ids := dict.fromkeys(c.council_id for c in there):
            yield *match.span(), " or ".join(ids)


def matches(name, other):
    """Whether a printed name is one of the table's, whatever its hyphens, capitals and full stops."""
    return name.replace("-", " ").replace(".", "") == other.lower().replace("-", " ").replace(".", "")


def another(match, words, named):
    """Whether the words around a name make it the name of something else."""
    before, after = words[max(0, match.start() - 30) : match.start()], words[match.end() : match.end() + 30]
    if NOT_AFTER.match(words[match.end("name") :][:30]) or NOT_BEFORE.search(before) or PERSON.search(before):
        return True
    if " " not in match["name"] and match.end() == match.end("name") and surname(before, after):
        return True
    if match["kind"] in ("Town", "Parish", "District"):
        return True
    if match["kind"] == "City" and any(c.name.startswith("County ") for c in named):
        return True  # Durham City Council was a district
    begins = not before.strip() or re.search(r"[.!?:]['\"]?\s+$", before)
    return (
        match["name"] in ORDINARY and bool(begins) and bool(re.match(r"\s+(?![a-z]*(?:ed|as)\b|council)[a-z]", after))
    )


def surname(before, after):
    """Whether a place's name is a person's: after one other word that begins with a capital, for no reason of grammar."""
    first = AFTER_A_NAME.search(before)
    if not first or re.match(r"'s|\s+[A-Z-]", after):
        return False
    return first["word"].lower() not in STOP and first["word"] not in BEFORE_PLACES


def beside(council, match, words, dates):
    """Whether the sentence of a name has a date on which the council existed."""
    start = max(words.rfind(mark, 0, match.start()) for mark in (". ", "? ", "! "))
    end = min((e for mark in (". ", "? ", "! ") if (e := words.find(mark, match.end())) >= 0), default=len(words))
    days = [bounds(said.edtf) for said in dates if start < said.start < end and said.edtf]
    return any(council.valid(day) for ends in days for day in ends if day)


# --- kinds of intervention ---

# In the order of preference, in the words of the table of interventions where those fit.
KINDS = (
    (
        "commissioner stood down",
        r"commissioner (?:\w+ ){0,3}(?:stood|stepped) down|(?:stood|stepped) down as (?:\w+ )?commissioner",
    ),
    (
        "commissioner appointed",
        r"(?<!crime )(?:children's )?commissioners?(?: (?:was |were |has been |have been |is )?appointed)?"
        r"(?! for (?:england|wales|scotland))",
    ),
    ("improvement notice lifted", r"improvement notice (?:was |has been |is )?(?:lifted|removed|withdrawn)"),
    ("improvement notice", r"improvement notices?"),
    ("direction issued", r"statutory directions?|directions? notices?|issued a direction"),
    ("monitoring visit", r"monitoring visits?"),
    ("improvement board", r"improvement boards?"),
    (
        "intervention ended",
        r"(?:out of|lifted from|removed from|released from|end of) (?:government |formal )?intervention",
    ),
    ("placed in special measures", r"special measures"),
    ("trust ordered", r"split off|stripped of|told [^.;]{0,80}\btrust"),
    (
        "trust launched",
        r"trusts?,? (?:that |which |was |were |is |has been |have been )*(?:launched|started|set up|established|created|took over)",
    ),
    (
        "trust launched",
        r"(?:launch|set up|establish|create|start)(?:ed|ing|s)? (?:an? |the |its )?(?:\w+ ){0,2}trusts?",
    ),
    ("trust in development", r"develop(?:ing)? (?:an? |the |its )?(?:[\w']+ ){0,3}trust"),
    (
        "partnership or run by another council",
        r"(?:run|taken over) by (?:another|a neighbouring) (?:council|authority)",
    ),
    ("inspection began", r"inspections? (?:that |which )?(?:began|begun|started)"),
    ("inspection", r"(?:re-?)?inspections? (?:in|took place|found|highlighted|visited)|inspectors[^.;]{0,12} visited"),
    ("report published", r"reports? (?:was |were )?published|published (?:its|the|their|a) report"),
    ("peer review", r"peer (?:review|challenge)s?"),
    (
        "services handed over",
        r"(?:services?|social care|control) (?:being |be |was |were )?(?:removed|transferred|taken over|handed)",
    ),
    ("lobbying", r"(?:is |are )?to lobby|lobbying"),
    (
        "review launched",
        r"(?:launch|announc|order|commission|plann)(?:e|es|ed|ing)? (?:to |an? |the |independent )*reviews?",
    ),
    ("review", r"(?<!case )reviews? (?:of|into|by|is|was|will|has|found)"),
    ("services redesigned", r"(?:completely )?redesign(?:ed|s|ing)?"),
    ("delay reported", r"delay(?:s|ed)?"),
    ("further interventions", r"(?:further|face|faces|facing|more|apply|applied) interventions?|intervention measures"),
)
KIND_PATTERNS = [
    (
        kind,
        re.compile(
            rf"\b(?:{pattern})(?!\w)".replace(" ", r"\s+")
            .replace(r"crime\s+)", r"crime\s)")
            .replace(r"case\s+)", r"case\s)"),
            re.I,
        ),
    )
    for kind, pattern in KINDS
]


def kinds_in(words):
    """Kinds of intervention in folded words, as (start, end, kind); none in a heading."""
    if len(words.split()) < 8 and not re.search(r"[.!?:;]\W*$|\d", words) and " - " not in words:
        return
    for kind, pattern in KIND_PATTERNS:
        yield from ((*match.span(), kind) for match in pattern.finditer(words))


# --- all together ---


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
    """The Candidates of one Place: none of one kind within another, and no figure within a date."""
    words = folded(place.words)
    marked = re.match(r"\s*(?:\d{1,3}[.)]|\(\d{1,3}\))\s", words)  # the number of a numbered paragraph
    dates = [] if day is None and not words else dates_in(words, day)
    addresses = [match.span() for match in ADDRESS.finditer(words)]
    found = [
        (said.start, said.end, DATE, said.edtf, said.edtf, said.counts)
        for said in dates
        if not crosses(said.start, said.end, addresses)
    ]
    taken = addresses + [match.span() for match in NO_FIGURE.finditer(words)] + ([marked.span()] if marked else [])
    taken += [(start, end) for start, end, *_ in found]
    for start, end, what, value, reading, counts in figures_in(words):
        if not crosses(start, end, taken):
            taken.append((start, end))
            found.append((start, end, what, value, reading, counts))
    found += [(start, end, COUNCIL, name, name, True) for start, end, name in councils_in(words, day, known, dates)]
    found += [(*match.span(), COUNCIL, TOGETHER, TOGETHER, False) for match in GROUP.finditer(words)]
    for what, others in ((GRADE, grades_in(words)), (KIND, kinds_in(words))):
        spans = []
        for start, end, value in others:
            if not crosses(start, end, spans):
                spans.append((start, end))
                found.append((start, end, what, value, value, what == GRADE))
    return [made(place, *each) for each in sorted(found, key=lambda each: each[:2])]


def crosses(start, end, spans):
    """Whether a stretch of text shares a place with any of others."""
    return any(start < other_end and end > other for other, other_end in spans)


def made(place, start, end, what, value, reading, counts):
    """One Candidate, its words as the article has them."""
    return Candidate(
        place.paragraph, start, end, " ".join(place.words[start:end].split()), what, reading, value, counts
    )
