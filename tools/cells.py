"""One cell of a table that somebody filled: what it means where only one thing can be meant, and what to type."""

import calendar
import datetime as dt
import re
import unicodedata
from functools import cache, lru_cache

from helpers import dates

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))  # no reader sees them in any text
SPACE = re.compile(r"\s*[^\S ]\s*")  # a run of white space with more in it than plain spaces
NOT_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
USUAL = {chr(c) for c in (*range(0xA0, 0x100), *range(0x2010, 0x2030), 0x20AC, 0x2122)}  # what English texts have

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
SERIAL_0 = dt.date(1899, 12, 30)  # what Excel counts days from
MADE_BY_EXCEL = re.compile(r"(?:\d\d?-)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-\d\d)?")
FINANCIAL = re.compile(r"(\d{4})\s?[-/–]\s?(?:\d\d)?(\d\d)", re.ASCII)
VAGUE = re.compile(r"spring|summer|autumn|winter|early|mid|late|end of|next|last|this|recent", re.I)
LENGTH = re.compile(r"(?:over |for )?(\w+)[ -](year|month|week|day)s?", re.I)
SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()
FORMS = {
    "day": "Type the day as 2014-03-31",
    "closed": "Type 2014-03-31, 2014-03, or 2014-03-10/2014-03-20 (some day between)",
    "date": "Type 2014-03-31, 2014-03, 2014, 2014~ (about), 2016-04-01/2016-04-12 (some day between) "
    "or 2016-07/.. (no end given)",
    "period": "Type 2014-10/2016-03 (from the one to the other), 2016/2020, 2016-07/.. (no end given), "
    "or P3Y or P18M for a length without dates",
}


# --- what nobody sees ---


@lru_cache(100_000)
def tidy(text, free=True):
    """A cell's text without spaces around it, line breaks, no-break spaces and marks that nobody sees.

    free: the text is for reading; all other hidden marks stay in it, for some scripts need them.
    """
    if text.isprintable():  # most are
        return text.strip(" ")
    text = SPACE.sub(" ", text).translate(UNSEEN)
    hidden = ("Cc",) if free else ("Cc", "Cf")
    return "".join(c for c in text if unicodedata.category(c) not in hidden).strip(" ")


def byte(sign):
    """The byte that a sign stands for where UTF-8 was read as Windows-1252; b"" where it stands for none."""
    for codec in ("cp1252", "latin-1"):
        try:
            return sign.encode(codec)
        except UnicodeEncodeError:
            continue
    return b""


def misread(text):
    """The first signs in a text that UTF-8 gives when it is read in another encoding (“Â£”), or ""."""
    for run in NOT_ASCII.findall(text) if not text.isascii() else ():
        try:
            once = b"".join(map(byte, run)).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if once and all(sign in USUAL for sign in once) and all(map(byte, run)):
            return run
    return "\ufffd" if "\ufffd" in text else ""


def meant(text, field):
    """A cell's value by its field, whatever capitals were typed: one of the allowed values, or a grade."""
    allowed = field.get("constraints", {}).get("enum")
    if text and allowed and text not in allowed:
        return next((value for value in allowed if value.lower() == text.lower()), text)
    return text.lower() if field["name"] == "grade" else text


def one_spelling(values, known):
    """{value: its usual spelling} for values that differ from others, or from known ones, in capitals only."""
    usual = {value: value for value in known}
    for value in sorted(values, key=lambda value: value != value.lower()):
        usual.setdefault(value.lower(), value)
    return {value: usual[value.lower()] for value in values if usual[value.lower()] != value}


# --- dates that are written otherwise ---


def is_date(text, field):
    """Whether a text is a date of the project's form, or for a period a length."""
    try:
        dates.bounds(text)
    except ValueError:
        return field["edtf"] == "period" and dates.duration(text) is not None
    return True


def day(year, month, number):
    """ISO text of a day, as a list; empty where the calendar has none."""
    try:
        return [dt.date(int(year), int(month), int(number)).isoformat()]
    except ValueError:
        return []


def month(year, number):
    """ISO text of a month, as a list; empty where there is none."""
    return [f"{year}-{int(number):02}"] if 1 <= int(number) <= 12 else []


def financial_year(text):
    """The EDTF interval of a financial year written as 2014/15, or ""."""
    match = FINANCIAL.fullmatch(text)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        return ""
    return f"{match[1]}-04-01/{int(match[1]) + 1}-03-31"


def century(two):
    """The year that two digits stand for."""
    return f"{'20' if int(two) < 50 else '19'}{two}"


# How dates are written, what each can mean, and whether that is beyond doubt where it is only one thing.
WRITTEN = [
    (rf"(\d\d?)[ ./-]?({MONTH})[ ./-]?(\d{{4}})", lambda d, m, y: day(y, MONTHS[m], d), True),
    (rf"({MONTH})[ .-]?(\d\d?) (\d{{4}})", lambda m, d, y: day(y, MONTHS[m], d), True),
    (rf"({MONTH})[ ./-]?(\d{{4}})", lambda m, y: month(y, MONTHS[m]), True),
    (r"(\d\d?)\.(\d\d?)\.(\d{4})", lambda d, m, y: day(y, m, d), True),  # with dots the day comes first
    (r"(\d\d?)[/-](\d\d?)[/-](\d{4})", lambda a, b, y: day(y, b, a) + day(y, a, b), True),
    (r"(\d{4})[/.-](\d\d?)[/.-](\d\d?)", day, True),
    (r"(\d{4})-(\d\d)-(\d\d)[t ]\d\d:\d\d\S*", day, True),
    (r"(\d{4})(\d\d)(\d\d)", day, True),
    (r"(\d\d?)[/.](\d{4})", lambda m, y: month(y, m), True),
    (rf"(\d\d?)[ ./-]({MONTH})[ ./-]'?(\d\d)", lambda d, m, y: day(century(y), MONTHS[m], d), False),
    (rf"({MONTH})[ ./-]'?(\d\d)", lambda m, y: month(century(y), MONTHS[m]), False),
    (r"(\d\d?)[/.-](\d\d?)[/.-](\d\d)", lambda a, b, y: day(century(y), b, a) + day(century(y), a, b), False),
    (r"(?:c\.? ?|ca\.? ?|circa |about |around )(\d{4})", lambda y: [f"{y}~"], False),
    (r"(?:from )?(\d{4}) ?(?:to|-|–) ?(\d{4})", lambda a, b: [f"{a}/{b}"] if a < b else [], False),
    (r"([2-5]\d{4})", lambda n: [(SERIAL_0 + dt.timedelta(int(n))).isoformat()], False),
]


@cache
def dates_meant(text):
    """What a date written otherwise can mean: (EDTF texts, whether it is beyond doubt)."""
    plain = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text.lower().replace(",", " ").replace("’", "'"))
    plain = re.sub(r"\b(the|of|(mon|tues|wednes|thurs|fri|satur|sun)day)\b", " ", plain)
    plain = " ".join(plain.split())
    if year := financial_year(plain):
        return [year], False
    if match := re.fullmatch(r"(\d{4})/(\d\d?)", plain):  # no financial year, so a month
        found = month(*match.groups())
        return found, bool(found)
    for pattern, make, sure in WRITTEN:
        if match := re.fullmatch(pattern, plain, re.ASCII):
            found = list(dict.fromkeys(make(*match.groups())))
            return found, sure and len(found) == 1
    return [], False


def read_date(text, field):
    """The EDTF text of a date written otherwise, where only one thing can be meant; else None."""
    if not text or is_date(text, field):
        return None
    found, sure = dates_meant(text)
    return found[0] if sure and (field["edtf"] != "day" or len(found[0]) == 10) else None


def form_of(field, closed=False):
    """What to type in a date column, by the forms that it takes."""
    return FORMS["closed" if closed and field["edtf"] == "date" else field["edtf"]]


def date_remedy(text, field, closed=False):
    """What to type instead of something that is no date. closed: the column takes no open end."""
    if length := LENGTH.fullmatch(text) if field["edtf"] == "period" else None:
        count = SMALL.index(length[1].lower()) if length[1].lower() in SMALL else length[1]
        if re.fullmatch(r"\d{1,3}", str(count), re.ASCII):
            return f"For a length without dates, type P{count}{length[2][0].upper()}"
    found, _ = dates_meant(text)
    if found and financial_year(text.strip()):
        return f"If the financial year is meant, type {found[0]}"
    if found:
        said = [f"f {dates.say(edtf)} is meant, type {edtf}" for edtf in found]
        rewritten = ", in a cell formatted as text" if MADE_BY_EXCEL.fullmatch(text) else ""
        return f"I{'; i'.join(said)}{rewritten}"
    if re.fullmatch(rf"\d\d?[ ./-]({MONTH})|({MONTH})[ ./-]\d\d?", text.lower()):
        return "Type it with its year, as 2014-03-31"
    if VAGUE.search(text) and field["edtf"] != "day":
        return "Type the first and last day or month it can mean, such as 2016-03/2016-05, and the words in as_printed"
    return form_of(field, closed)
