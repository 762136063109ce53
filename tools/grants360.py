"""Awards to and from the 360Giving Data Standard 1.4, which funders use to publish their grants.

A grant's identifier begins with a prefix that 360Giving gives out, and an organisation without a
registered number takes the same one. The default, 360G-example, is a placeholder: nobody owns it.
"""

import contextlib
import datetime as dt
import re
import unicodedata
from pathlib import Path

from helpers import folder as folders
from tools.check import check_tables
from helpers.dates import bounds
from helpers.money import printed_amount
from helpers.tables import HOME, path_of
from tools.workbook import WORKBOOK, articles, new_report, open_workbook

REQUIRED = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,"
    "Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name"
).split(",")
CARRIED = {"title", "description", "currency", "amountawarded", "awarddate", "recipientorg:name"}
DFE = ("GB-GOR-D6", "Department for Education")
OTHER = "awards_other_columns.csv"
TYPES = {  # by the register that an identifier names
    "council": ("GB-LAE-", "GB-LAS-", "GB-LANI-", "GB-PLA-"),
    "charity": ("GB-CHC-", "GB-SC-", "GB-NIC-"),
    "company": ("GB-COH-",),
    "public body": ("GB-GOR-", "GB-NHS-"),
}
STYLES = re.compile(
    r"^(london borough of|royal borough of|city of)\s+|\s+(london borough|metropolitan borough"
    r"|metropolitan district|borough|city|county)?\s*council$"
)
WHOLE = ("E06", "E08", "E09", "E10")  # how the codes of whole authorities begin: parishes and wards have others
VAGUE = {"up to": "only a ceiling", "at least": "only “more than”", "about": "only “about”"}


def slug(text):
    """Text as an identifier of the data contract: lower-case letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


# --- reading a file of the standard ---


def _title(text):
    """A column's title in one form: “Recipient Org:Name” and recipientOrganization/0/name alike."""
    text = re.sub(r"organi[sz]ation", "org", re.sub(r"[^a-z0-9:/]", "", text.lower())).replace("/", ":")
    text = re.sub(r"\bid$", "identifier", text.replace(":0:", ":"))
    return {"datemodified": "lastmodified"}.get(text, text)


def _read(file):
    """The file's rows of text, header row first; raises ValueError in plain words."""
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        book = open_workbook(file, values=True)
        if isinstance(book, folders.Finding):
            raise ValueError(str(book))
        sheets = [[[_cell(c.value) for c in row] for row in s.iter_rows()] for s in book.worksheets]
        return next((s for s in sheets if s and "amountawarded" in map(_title, s[0])), [[]])
    rows, found = folders.parse(file.read_bytes(), file.name)
    if found:
        raise ValueError(str(found[0]))
    return [cells for _, cells in rows] or [[]]


def _cell(value):
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return "" if value is None else str(value).strip()


def _day(text):
    """A date of the standard as EDTF: 2015-03-01, or the day of a full date and time."""
    text = re.sub(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*$", r"\1", text)
    try:
        bounds(text)
    except ValueError as error:
        raise ValueError(f"its date {text!r} is not a day of the form 2016-04-03") from error
    return text


def _amount(row):
    """Whole pounds of a row; raises ValueError with the reason where there are none."""
    text = re.sub(r"^£|,(?=\d{3})", "", row.get("amountawarded", ""))
    if (currency := row.get("currency", "")).upper() != "GBP":
        raise ValueError(f"its currency is {currency or 'not given'}: these tables hold pounds")
    if not (match := re.fullmatch(r"(\d+)(?:\.(\d+))?", text)):
        raise ValueError(f"its amount {text!r} is no amount of pounds")
    if int(match[2] or 0):
        raise ValueError(f"its amount {text} has pence, and these tables hold whole pounds")
    return int(match[1])


def _type(row):
    """The recipient's type where its registered number makes it certain."""
    if row.get("recipientorg:charitynumber"):
        return "charity"
    identifier = row.get("recipientorg:identifier", "").upper()
    return next((kind for kind, registers in TYPES.items() if identifier.startswith(registers)), "other")


def _name(text):
    """A council's name in one form."""
    return " ".join(text.casefold().replace("&", "and").replace(",", "").split())


# --- in ---


def _tables(folder):
    """What the folder holds so far, or the empty tables it will be made with."""
    if _fresh(folder):
        empty = {d["name"]: folders.Raw(d["path"], folders.fields(d), []) for d in articles()}
        return folders.read_folder(HOME)[0] | empty
    tables, found = folders.read_folder(folder)
    _refuse(found)
    if tables["awards"].rows:
        raise ValueError(f"{tables['awards'].file} has rows already. Import into a new folder.")
    for name in ("sources", "commitments", "award_councils"):
        file = tables[name].file  # a sheet's where it has rows
        if file.startswith(WORKBOOK):
            raise ValueError(f"{file} has rows, and rows are added as CSV. Import into a new folder.")
    return tables


def _fresh(folder):
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _refuse(found):
    """Raise ValueError, a line for each finding, where there is any."""
    if found:
        raise ValueError("\n".join(map(str, found)))


def import_360giving(file, folder):
    """Read a 360Giving CSV or XLSX into the award tables of a folder, made if it is not there.

    Returns (number of awards, reasons why other rows were refused). Nothing is written, and
    ValueError raised with plain lines, where no row fits or the tables would not pass the check.
    """
    file, folder = Path(file), Path(folder)
    tables = _tables(folder)
    header, *lines = _read(file)
    titles = [_title(h) for h in header]
    for title in ("Amount Awarded", "Currency", "Recipient Org:Name"):
        if _title(title) not in titles:
            raise ValueError(f"{file.name} has no column {title}: is it a 360Giving file in flat form?")
    book = _Import(file, tables)
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            book.take(number, {t: cell.strip() for t, cell in zip(titles, cells) if t and cell.strip()})
    if not book.new["awards"]:
        raise ValueError("\n".join([*book.refused, f"No row of {file.name} could be read."]))
    book.finish()
    for name, rows in book.new.items():
        raw = tables[name]
        added = [
            (f"row {row.get('paragraph', 1)} of {file.name}", [str(row.get(c, "")) for c in raw.columns])
            for row in rows
        ]
        tables[name] = raw._replace(rows=raw.rows + added)
    _refuse(check_tables(tables, []))
    if _fresh(folder):
        new_report(folder)
    folders.write_clean({name: tables[name] for name in book.new}, folder)
    kept = [i for i, title in enumerate(titles) if title and title not in CARRIED]
    others = [["award_id", *(header[i] for i in kept)]]
    for number, award in book.ids.items():
        cells = lines[number - 2]
        others.append([award, *(cells[i] if i < len(cells) else "" for i in kept)])
    folders.write_csv(folder / OTHER, others)
    return len(book.new["awards"]), book.refused


class _Import:
    """The rows that one file adds to the tables."""

    def __init__(self, file, tables):
        self.file, councils = file, tables["councils"].records()
        self.names = {_name(row[c]): row["council_id"] for c in ("also_known_as", "name") for row in councils if row[c]}
        self.codes = {row["gss_code"]: row["council_id"] for row in councils}
        self.taken = {cells[0] for raw in tables.values() for _, cells in raw.rows}
        self.source = self.unique(slug(file.stem) or "grants")
        self.new = {n: [] for n in ("sources", "commitments", "awards", "award_councils")}
        self.ids, self.seen, self.refused, self.programmes, self.rows = {}, {}, [], {}, []

    def unique(self, name):
        """A name that nothing has: with -2, -3 and so on after it where it is taken."""
        number, found = 1, name
        while found in self.taken:
            number += 1
            found = f"{name}-{number}"
        self.taken.add(found)
        return found

    def take(self, number, row):
        """One grant as an award, or a reason to refuse it."""
        name, identifier = row.get("recipientorg:name", ""), row.get("identifier", "")
        try:
            if not name:
                raise ValueError("it names no recipient organisation")
            if identifier and identifier in self.seen:
                raise ValueError(f"its identifier {identifier} stands in row {self.seen[identifier]} too")
            amount, announced = _amount(row), _day(row.get("awarddate", ""))
        except ValueError as reason:
            self.refused.append(f"Row {number} ({identifier or name or 'no identifier'}): {reason}.")
            return
        self.seen[identifier] = number
        award = self.ids[number] = self.unique(slug(identifier) or f"award-{number}")
        about = {"award_id": award, "source_id": self.source, "paragraph": number}
        paid = self.recipient(name)
        self.rows.append(row)
        self.new["awards"].append(
            about
            | {
                "commitment_id": self.programme(row, number, amount),
                "announced": announced,
                "recipient": name,
                "recipient_type": "council" if paid else _type(row),
                "project": row.get("title", ""),
                "purpose": row.get("description", ""),
                "amount_gbp": amount,
                "amount_bound": "exact",
                "as_printed": f"£{amount:,}.00",  # to the penny, so that no rounding is read into it
            }
        )
        roles = {council: ("place", text) for council, text in self.places(row)}
        roles |= {paid: ("recipient", name)} if paid else {}
        for council, (role, text) in roles.items():
            link = {"council_id": council, "role": role, "as_printed": text[:60]}
            self.new["award_councils"].append(about | link)

    def recipient(self, name):
        """The council of a name, with or without what it calls itself before and after it; or None."""
        name = _name(name)
        return self.names.get(name) or self.names.get(STYLES.sub("", STYLES.sub("", name)))

    def places(self, row):
        """(council_id, what the file says) for each beneficiary location that is a council's area."""
        for at in dict.fromkeys(t.rpartition(":")[0] for t in row if t.startswith("beneficiarylocation:")):
            name = row.get(f"{at}:name", "")
            code = row.get(f"{at}:geographiccode") or row.get(f"{at}:geocode") or ""
            council = self.codes.get(code)
            if not council and (not code or code.startswith(WHOLE)):
                council = self.names.get(_name(name))
            if council:
                yield council, name or code

    def programme(self, row, number, amount):
        """The commitment of the row's grant programme, which grows with each of its grants."""
        if not (title := row.get("grantprogramme:title")):
            return ""
        if title not in self.programmes:
            name = self.unique(slug(title) or "programme")
            note = "Added up from the rows of the file, which prints no total."
            self.programmes[title] = {"commitment_id": name, "programme": title, "kind": "award round", "note": note}
            self.programmes[title] |= {"source_id": self.source, "paragraph": number, "amount_gbp": 0}
        self.programmes[title]["amount_gbp"] += amount
        return self.programmes[title]["commitment_id"]

    def finish(self):
        """The commitments with their totals, and the file itself as the source."""
        for row in self.programmes.values():
            total = {"amount_bound": "at least", "as_printed": f"£{row['amount_gbp']:,}.00"}
            self.new["commitments"].append(row | total)
        days = [bounds(award["announced"]).last for award in self.new["awards"]]
        for row in self.rows:
            with contextlib.suppress(ValueError):  # nothing hangs on an odd “Last modified”
                days.append(bounds(_day(row.get("lastmodified", ""))).last)
        days = list(filter(None, days))
        if not days:
            raise ValueError(f"{self.file.name} gives no date, so nobody can say when it was published.")
        funders = sorted({r["fundingorg:name"] for r in self.rows if "fundingorg:name" in r}) or ["not given"]
        links = {row.get("datasource", "") for row in self.rows} - {""}
        link = links.pop() if len(links) == 1 else ""
        limits = "A file of 360Giving data, no article: it is called news for want of a nearer kind. "
        limits += "A paragraph is a row of the file, the header row being 1. Published is its latest date."
        if self.refused:
            limits += f" {len(self.refused)} of its rows could not be read."
        self.new["sources"].append(
            {
                "source_id": self.source,
                "title": f"Grants data: {self.file.name}",
                "publisher": " and ".join(funders) if len(funders) < 3 else "several funders",
                "published": max(days),
                "kind": "news",
                "url": link if re.match("https?://.", link) else "",
                "limits": limits,
            }
        )


# --- out ---


def _refusal(row):
    """Why an award cannot be a grant of the standard, or ""."""
    if row["amount_bound"] in VAGUE:
        return f"its amount ({row['as_printed']}) is {VAGUE[row['amount_bound']]}"
    if not row["announced"]:
        return "it has no date"
    whole = re.fullmatch(r"\d{4}-\d\d-\d\d", row["announced"])
    return "" if whole else f"its date {row['announced']} is not a day"


def _aside(path):
    """The columns that an import kept aside: {award_id: {column in its plain form: text}}."""
    if not path.exists():
        return {}
    header, *lines = _read(path)
    return {cells[0]: dict(zip(map(_title, header), cells)) for cells in lines if cells}


def export_360giving(folder, file, prefix="360G-example", funder=None):
    """Write a folder's awards as 360Giving CSV.

    Returns (number written, the reasons for those refused, how many amounts are rounded).

    funder: (identifier, name), by default the Department for Education. An imported award keeps
    the identifiers and the funder that it came with. Raises ValueError, in plain lines, where the
    folder does not pass the check or the file would not do.
    """
    folder, file = Path(folder), Path(file)
    tables, found = folders.read_folder(folder)
    _refuse(check_tables(tables, found))
    tables_own = {path_of(folder, d["name"]).resolve() for d in articles()}
    if file.suffix.lower() != ".csv" or file.resolve() in tables_own:
        raise ValueError(f"{file} will not do: give the name of a new file that ends in .csv.")
    sources = {row["source_id"]: row for row in tables["sources"].records()}
    programmes = {row["commitment_id"]: row["programme"] for row in tables["commitments"].records()}
    aside, rows, refused, rounded = _aside(folder / OTHER), [], [], 0
    for row in tables["awards"].records():
        if reason := _refusal(row):
            refused.append(f"{row['award_id']}: {reason}.")
            continue
        rounded += printed_amount(row["as_printed"])[1] > 1
        title = row["project"] or f"Award to {row['recipient']}"
        came = aside.get(row["award_id"], {})
        payer = funder or (came.get("fundingorg:identifier"), came.get("fundingorg:name"))
        rows.append(
            [
                came.get("identifier") or f"{prefix}-{row['award_id']}",
                title,
                row["purpose"] or title,
                "GBP",
                row["amount_gbp"],
                row["announced"],
                came.get("recipientorg:identifier") or f"{prefix}-{slug(row['recipient'])}",
                row["recipient"],
                *(payer if all(payer) else DFE),
                programmes.get(row["commitment_id"], ""),
                sources[row["source_id"]]["url"],
            ]
        )
    folders.write_csv(file, [[*REQUIRED, "Grant Programme:Title", "Data Source"], *rows])
    return len(rows), refused, rounded
