"""Councils as texts name them, each in its time, told from universities, people and clubs of the same name."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from helpers.dates import bounds

NOT_AFTER = re.compile(  # words after a name that make it another one's
    r"(?:'s)?(?:\s+(?:and|&)\s+[A-Z][a-z]+)?\s+(?:Academy|Airport|Cathedral|Castle|College|Constabulary|Crown|Fire|"
    r"Hospitals?|Infirmary|Magistrates|NHS|Police|Racecourse|School|University|Wildlife|Healthcare|Mental\sHealth|"
    r"Building\sSociety|County\sCourt|Family\sCourt|"
    r"Avenue|Lane|Road|Street|Hall|Abbey|Palace|Heath|Dales|Coastal|St\b\.?\sEdmunds|"
    r"Chronicle|Echo|Evening|Express|Gazette|Live|Mail|News|Post|Telegraph|Times|"
    r"Albion|Athletic|FC|Giants|Harriers|Hotspur|Rhinos|Rovers|Trinity|United|Wanderers|"
    r"Central|East|North|South|West|Deane|City\s+(?:[Cc]entre|Hospital|Region|fans?|FC)|(?:Town|County)(?!\s+[Cc]ouncil))\b"
    r"|[\s-](?:under|le|by)[\s-]",
)
NOT_BEFORE = re.compile(  # and words before it
    r"(?:\b(?:University(?:\s+College)?|Diocese|Bishop|Archbishop|Duke|Duchess|Earl|Dean|Port)\s+of\s+"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof|Professor|Judge|Justice|Cllr|Councillor|Lord|Lady|Baroness)\.?\s+"
    r"(?:[A-Z][\w'-]+\s+)?"
    r"|\b(?:New|North|South|East|West|Mid|Central|Greater|Inner|Outer|Upper|Lower|Royal)[\s-]+"
    r"|\b(?:MPs?|Members?)\s+for\s+|-)$"
)
OTHERS = re.compile(r"Sutton\s+Trust|(?<=\bat\s)Westminster\b(?!\s+Council)")
AFTER_A_NAME = re.compile(r"(?:^|[a-z\"',.)]\s+)(?P<word>[A-Z][a-z]+)\s+$")
NO_NAMES = set(  # words that begin with a capital before a place for another reason than being a person's name
    "About Across After Against All Also Although And As At Before Both But By Conservative Council Councils "
    "Elsewhere England For From Has Have However If In Including Instead Is Its Labour Last Like London Meanwhile "
    "More Nearby Neighbouring Not Now Of Ofsted On Only Or Our Outside Over Since So Than That The Their Then "
    "These They This Those Through To Together Under Until Was Were What When Where Which While Who Will With "
    "Yorkshire".split()
)
SHORTER = re.compile(
    r"(?:\s+upon\s+.*|-(?:on|upon)-.*|\s+with\s+Darwen|\s+and\s+Wrekin|\s+and\s+Hove|\s+of\s+Yorkshire)$"
)
ORDINARY = ("Reading", "Bury")  # names that are words too, where they begin a sentence
BODY = (
    r"(?:\s+(?P<kind>County|City|Borough|Metropolitan\s+Borough|District|Town|Parish|Unitary))?"
    r"\s+[Cc]ouncil(?!s|lor)"
)
GROUP = re.compile(r"\b[Tt]ri-?borough(?:\s+councils)?\b")  # three councils that have a name together
TOGETHER = "westminster hammersmith-and-fulham kensington-and-chelsea"


class Council(NamedTuple):
    """One authority in one period, and the names it goes by."""

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
    with Path(path).open(encoding="utf-8", newline="") as file:
        return tuple(council_of(row) for row in csv.DictReader(file))


def council_of(row):
    """One row of the table as a Council: its name, its other names, or else what is usually said for short."""
    others = [name.strip() for name in re.split("[;|]", row["also_known_as"]) if name.strip()]
    names = dict.fromkeys([row["name"], *(others or [SHORTER.sub("", row["name"])])])
    return Council(row["council_id"], row["name"], tuple(names), row["valid_from"], row["valid_to"])


def key(name):
    """A name as it is looked up, whatever its hyphens, capitals, full stops and ampersands."""
    return re.sub(r"[\s-]+", " ", re.sub("[.,]", "", name.replace("&", "and")).lower())


@cache
def names_of(known):
    """({key: the Councils of that name}, the pattern of all names, the longest first)."""
    by_key = {}
    for council in known:
        for name in council.names:
            by_key.setdefault(key(name), []).append(council)
    ways = []
    for name in sorted({name for council in known for name in council.names}, key=len, reverse=True):
        for form in dict.fromkeys((name, name.upper())):
            words = [re.escape(word) for word in re.split(r"[\s.,-]+", form)]
            words = [r"(?:and|AND|&)" if word.lower() == "and" else word for word in words]
            ways.append(r"[.,]?[\s-]+".join(words))
    return by_key, re.compile(rf"(?<![\w-])(?P<name>{'|'.join(ways)})(?!\w)(?:{BODY})?")


def councils_in(words, day, known, dates):
    """Councils named in folded words, as (start, end, council_id): those of the article's day, or of a date beside.

    known: all Councils of the table; dates: what dates_in found in the words. Where a name is of two, both are given.
    """
    by_key, pattern = names_of(known)
    for match in pattern.finditer(words):
        named = by_key[key(match["name"])]
        if another(match, words, named):
            continue
        there = [c for c in named if c.valid(day)] or [c for c in named if beside(c, match, words, dates)]
        if ids := dict.fromkeys(c.council_id for c in there):
            yield *match.span(), " or ".join(ids)


def another(match, words, named):
    """Whether the words around a name make it the name of something else."""
    before, after = words[max(0, match.start() - 40) : match.start()], words[match.end() : match.end() + 30]
    if match["kind"]:  # Durham City Council was a district, and so are all that call themselves town or parish
        lower = match["kind"] in ("Town", "Parish", "District")
        return lower or (match["kind"] == "City" and any(c.name.startswith("County ") for c in named))
    if match.end() > match.end("name"):
        return False
    if OTHERS.match(words, match.start()) or NOT_AFTER.match(after) or NOT_BEFORE.search(before):
        return True
    if match["name"] in ORDINARY and (not before.strip() or re.search(r"[.!?:]['\"]?\s+$", before)):
        return bool(re.match(r"\s+(?![a-z]*ed\b|has\b|was\b|is\b)[a-z]", after))
    return " " not in match["name"] and surname(before, after)


def surname(before, after):
    """Whether a place's name is a person's: after one other word with a capital, for no reason of grammar."""
    first = AFTER_A_NAME.search(before)
    return bool(first) and first["word"] not in NO_NAMES and not re.match(r"'s|\s+[A-Z-]", after)


def beside(council, match, words, dates):
    """Whether the sentence of a name has a date on which the council existed."""
    start = max(words.rfind(mark, 0, match.start()) for mark in (". ", "? ", "! "))
    end = min((e for mark in (". ", "? ", "! ") if (e := words.find(mark, match.end())) >= 0), default=len(words))
    days = [bounds(said.edtf) for said in dates if start < said.start < end and said.edtf]
    return any(council.valid(day) for ends in days for day in ends if day)
