"""Councils by the names that funders give them: “St Helens MBC”, “The London Borough of Hounslow”."""

import re
import unicodedata
from collections import defaultdict

STYLES = {  # what authorities of each type call themselves; lb is a London borough
    "county": {"council", "county"},
    "unitary authority": {"council", "county", "city", "borough", "bc", "royal"},
    "metropolitan district": {"council", "city", "borough", "bc", "metropolitan", "district", "mbc", "mdc"},
    "London borough": {"council", "city", "borough", "royal", "lb", "corporation"},
}
WORDS = frozenset().union(*STYLES.values())
MARKS = {"council", "borough", "bc", "mbc", "mdc", "lb", "corporation"}  # without one, it may be a football club
SHORT = {"unitary authority": {"city"}, "metropolitan district": {"city"}, "London borough": {"lb", "royal"}}
WHOLE = ("E06", "E08", "E09", "E10")  # how the codes of whole authorities begin: parishes and wards have others


def slug(text):
    """Text as an identifier of the data contract: lower-case letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def called(name):
    """A council's name as (what is left of it, what it calls itself): “The LB of Brent” is (“brent”, {lb})."""
    text = re.sub(r"\b(\w)\.", r"\1", name).replace("&", " and ")  # L.B.
    text = re.sub(r"^(the-)?(city|county)-of-", r"\2-council-", slug(text).replace("london-borough", "lb"))
    words = [word for word in text.split("-") if word not in ("the", "of")]
    return " ".join(word for word in words if word not in WORDS), WORDS.intersection(words)


class Councils:
    """The authorities of the reference table, each in its time."""

    def __init__(self, rows):
        self.codes = {row["gss_code"]: row["council_id"] for row in rows}
        self.whole, self.styled, self.periods = defaultdict(list), defaultdict(list), defaultdict(list)
        for row in rows:
            council, kind = row["council_id"], row["council_type"]
            needed = called(row["name"])[1] - {"council"}  # County Durham is no city
            self.periods[council].append((row["valid_from"] or "0", row["valid_to"] or "9"))
            for name in filter(None, (row["name"], row["also_known_as"])):
                rest, styles = called(name)
                self.whole[rest, styles].append(council)
                self.styled[rest].append((council, needed, STYLES.get(kind, set()), MARKS))
                if (short := re.split(" (?:upon|on) ", rest)[0]) != rest:  # Newcastle City Council
                    self.styled[short].append((council, needed, STYLES.get(kind, set()), SHORT.get(kind, set())))

    def on(self, day, councils):
        """The one of the councils that there was on a day, YYYY-MM-DD, or None."""
        found = {c for c in councils if any(first <= day <= last for first, last in self.periods[c])}
        return found.pop() if len(found) == 1 else None

    def named(self, name, day):
        """The council that a whole name means, with what it calls itself or bare; or None."""
        rest, styles = called(name)
        if (rest, styles) in self.whole:
            return self.on(day, self.whole[rest, styles])
        known = self.styled[rest] if styles & MARKS else []
        return self.on(day, [c for c, needed, allowed, one in known if needed <= styles <= allowed and styles & one])

    def at(self, name, code, day):
        """The council whose area a place is, by its code, or by its bare name where it has no other code; or None."""
        if code in self.codes:
            return self.on(day, [self.codes[code]])
        return self.on(day, self.whole.get(called(name), [])) if not code or code.startswith(WHOLE) else None
