"""Files of the 360Giving Data Standard 1.4: their grants as rows of text by column, and what is refused of them."""

import datetime as dt
import re
from collections import defaultdict
from decimal import Decimal

from helpers.dates import bounds
from helpers.show import listed, percent
from tools.cells import byte, misread
from tools.raw import Finding, bytes_of, heading, parse, trimmed
from tools.rules import EARLIEST
from tools.workbook import filled_rows, open_workbook

REQUIRED = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,"
    "Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name"
).split(",")
TYPES = {  # by the register that an identifier names
    "council": ("GB-LAE-", "GB-LAS-", "GB-LANI-", "GB-PLA-"),
    "charity": ("GB-CHC-", "GB-SC-", "GB-NIC-"),
    "company": ("GB-COH-",),
    "public body": ("GB-GOR-", "GB-NHS-"),
}
INDIVIDUALS = "grants to individuals, and these tables take awards to organisations"


# --- what is refused ---


def first_of(names):
    """The first three of many names in words, and how many more there are."""
    return listed([*names[:3], *([f"{len(names) - 3:,} more"] if len(names) > 3 else [])])


class Refusal(ValueError):
    """A reason to refuse a row, in words that fit every row refused for it; and the odd value of this one."""

    def __init__(self, reason, value=""):
        super().__init__(reason)
        self.reason, self.value = reason, value


class Refused:
    """The rows refused: len() is how many, iterating gives what to say, a line a reason, then other notes."""

    def __init__(self):
        self.reasons, self.notes, self.taken = defaultdict(list), [], 0  # taken: the pounds of the other rows

    def add(self, refusal, place, pounds):
        """A row's Refusal, where it stands, and its pounds, None where none can be read."""
        value = refusal.value if len(refusal.value) <= 40 else f"{refusal.value[:40]}..."
        self.reasons[refusal.reason].append((f"{place}: {value!r}" if value else place, pounds))

    def __len__(self):
        return sum(map(len, self.reasons.values()))

    def __iter__(self):
        gone = 0
        for reason, rows in self.reasons.items():
            known = [pounds for _, pounds in rows if pounds is not None]
            gone += sum(known)
            money = f"£{sum(known):,.0f}" if known else "no sum that can be read"
            yield f"Refused: {len(rows):,} with {money}: {reason} ({first_of([place for place, _ in rows])})."
        if gone:
            whole = gone + self.taken
            yield f"The sum refused is £{gone:,.0f} of £{whole:,.0f} ({percent(float(gone / whole), 1)})."
        yield from self.notes


# --- from a file to grants ---


def title_of(text):
    """A column's title in one form: “Recipient Org:Name” and recipientOrganization/0/name alike."""
    text = re.sub(r"organi[sz]ation", "org", re.sub(r"[^a-z0-9:/]", "", text.lower())).replace("/", ":")
    text = re.sub(r"\bid$", "identifier", text.replace(":0:", ":").replace("individual:", "ind:"))
    return {"datemodified": "lastmodified"}.get(text, text)


def text_of(value):
    """A cell of a sheet as text: a day without its midnight, a number as Excel shows it."""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"
    return "" if value is None else str(value)


def sheets_of(file):
    """The tables of a file, {sheet: [(row's number, cells), ...]}, header row first.

    Raises ValueError, in plain words, where it cannot be read.
    """
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        book = open_workbook(file, values=True)
        if isinstance(book, Finding):
            raise ValueError(str(book))
        return {sheet.title: rows_of(sheet) for sheet in book.worksheets}
    rows, found = parse(bytes_of(file), file.name, list(map(heading, REQUIRED)))
    if found:
        raise ValueError(str(found[0]))
    return {"": [(number, cells) for number, (_, cells) in enumerate(rows, 1)]}


def rows_of(sheet):
    """The rows of a sheet that hold something, [(number, cells as text), ...], each as wide as the first."""
    rows = filled_rows(sheet)
    columns = range(1, max(next(iter(rows.values()), [0])) + 1)
    return [(at, [text_of(row[c].value) if c in row else "" for c in columns]) for at, row in rows.items()]


def by_title(rows):
    """Rows, header row first, as ({title: heading as printed}, [(number, {title: text}), ...]), empty cells left out.

    A second, different text under a title that stands twice has “again” after its title.
    """
    (_, header), *lines = rows or [(1, [])]
    titles = [title_of(cell) or cell.strip() for cell in trimmed(header)]
    headings, found = {title: cell for title, cell in zip(titles, header) if title}, []
    for number, cells in lines:
        row = {}
        for title, cell in zip(titles, map(str.strip, cells)):
            if title.endswith(("identifier", "number")):  # no line breaks within
                cell = "".join(map(str.strip, cell.splitlines()))
            again = title
            while cell and row.get(again, cell) != cell:
                again += " again"
            if title and cell:
                row[again] = cell
                headings.setdefault(again, headings[title])
        if row:
            found.append((number, row))
    return headings, found


def mended(text):
    """Text with signs that were read in another encoding, “â€™”, as what they were, and “?” for what is lost."""
    while (signs := misread(text)) and signs != "\ufffd":
        text = text.replace(signs, b"".join(map(byte, signs)).decode())
    return text.replace("\ufffd", "?")


def grants_of(file):
    """All grants of a file as ({title: heading}, [(paragraph, {title: text}), ...], the sheets' names).

    A paragraph is a row's number or, where several sheets have amounts, sheet.row. Raises ValueError,
    in plain words, where a table with amounts cannot be one of grants to organisations.
    """
    tables = {name: by_title(rows) for name, rows in sheets_of(file).items()}
    tables = {name: table for name, table in tables.items() if "amountawarded" in table[0]} or {"": ({}, [])}
    headings, grants, several = {}, [], len(tables) > 1
    for sheet, (name, (columns, rows)) in enumerate(tables.items(), 1):
        place = f"{file.name}, sheet {name}," if several else file.name
        if "recipientorg:name" not in columns and any(title.startswith("recipientind:") for title in columns):
            raise ValueError(f"{place} holds {INDIVIDUALS}.")
        for title in ("Amount Awarded", "Currency", "Recipient Org:Name"):
            if title_of(title) not in columns:
                raise ValueError(f"{place} has no column {title}: is it a 360Giving file in flat form?")
        headings |= {title: columns[title] for title in columns if title not in headings}
        grants += [(f"{sheet}.{number}" if several else f"{number}", row) for number, row in rows]
    return headings, grants, list(tables)


# --- one grant ---


def day_of(text):
    """A date of the standard as EDTF: 2015-03-01, or the day of a full date and time."""
    text = re.sub(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*$", r"\1", text)
    try:
        first, _ = bounds(text)
    except ValueError as error:
        raise Refusal("the date is not a day of the form 2016-04-03", text) from error
    if first and not EARLIEST.year <= first.year <= 2100:
        raise Refusal(f"the date lies before {EARLIEST.year} or after 2100", text)
    return text


def amount_of(row):
    """A row's pounds to the penny; raises Refusal where there are none."""
    currency, text = row.get("currency", ""), re.sub(r"^£\s*|,(?=\d{3})", "", row.get("amountawarded", ""))
    if currency.upper() != "GBP":
        said = "the currency is not GBP, and these tables hold pounds" if currency else "no currency is given"
        raise Refusal(said, currency)
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,15})?", text):
        raise Refusal("the amount is no amount of pounds", text)
    return Decimal(text)


def type_of(row):
    """The recipient's type where its registered number makes it certain."""
    if row.get("recipientorg:charitynumber"):
        return "charity"
    identifier = row.get("recipientorg:identifier", "").upper()
    return next((kind for kind, registers in TYPES.items() if identifier.startswith(registers)), "other")


def places_of(row):
    """(name, code) of each beneficiary location."""
    for at in dict.fromkeys(title.rpartition(":")[0] for title in row if title.startswith("beneficiarylocation:")):
        yield row.get(f"{at}:name", ""), row.get(f"{at}:geographiccode") or row.get(f"{at}:geocode") or ""
