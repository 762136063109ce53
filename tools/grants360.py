"""Awards to and from the 360Giving Data Standard 1.4, which funders use to publish their grants.

A grant's identifier begins with a prefix that 360Giving gives out, and an organisation without a
registered number takes the same one. The default, 360G-example, is a placeholder: nobody owns it.
"""

import contextlib
import re
from collections import defaultdict
from pathlib import Path

import pandas as pd

from helpers.dates import bounds
from helpers.money import printed_amount, printed_cells, step_of
from helpers.schema import HOME, package, resource
from helpers.show import listed, sentence, some
from helpers.tables import typed
from tools import grants_read as read
from tools.cells import tidy
from tools.check import check_tables
from tools.confirmed import LOCK
from tools.council_names import Councils, slug
from tools.folder import read_folder
from tools.grants_read import INDIVIDUALS, REQUIRED, Refusal, Refused, day_of, first_of, title_of
from tools.raw import Raw, csv_text, fields, refuse_unwritable, stamp, write_together
from tools.rules import DATED_ID, one_letter_apart
from tools.workbook import FOUND, WORKBOOK, articles, empty_tables, is_free

OURS = [*REQUIRED, "Grant Programme:Title", "Data Source"]  # how every export begins, and is known again
CARRIED = {"title", "description", "currency", "amountawarded", "awarddate", "recipientorg:name"}
FILLED = ("sources", "commitments", "award_councils", "awards")  # by an import
OTHER = "awards_other_columns.csv"
DFE = ("GB-GOR-D6", "Department for Education")
VAGUE = {"up to": "only a ceiling", "at least": "only “more than”", "about": "only “about”"}
LIMITS = "A file of 360Giving data, no article: it is called a web page for want of a nearer kind. Published is its "
LIMITS += "latest date. A paragraph is a row of the file, the header row being 1."


class Names:
    """Gives each name once: with -2, -3 and so on after it where it is taken."""

    def __init__(self, taken):
        self.last = dict.fromkeys(taken, 1)

    def new(self, name):
        found = name
        while found in self.last:
            self.last[name] += 1
            found = f"{name}-{self.last[name]}"
        self.last[found] = 1
        return found


# --- in ---


def tables_of(folder, title):
    """What the folder holds so far, or the empty tables it will be made with."""
    refuse_unwritable([folder / OTHER, *(folder / resource(name)["path"] for name in FILLED)])
    if is_free(folder):
        empty = {d["name"]: Raw(d["path"], fields(d), [], d["name"]) for d in articles()}
        return read_folder(HOME)[0] | empty
    tables, found = read_folder(folder)
    refuse(found)
    if tables["awards"].rows:
        raise ValueError(f"{tables['awards'].file} has rows already. Import into a new folder.")
    for name in FILLED:
        if tables[name].rows and tables[name].file.startswith(WORKBOOK):
            raise ValueError(f"{tables[name].file} has rows, and rows are added as CSV. Import into a new folder.")
    if title in (row["title"] for row in tables["sources"].records()):
        raise ValueError(f"sources.csv has “{title}” already, without awards. Import into a new folder.")
    if (folder / OTHER).exists():
        raise ValueError(f"{folder / OTHER} is there already, and an import writes it. Give it another name.")
    return tables


def refuse(found):
    """Raise ValueError, a line for each finding, where there is any."""
    if found:
        raise ValueError("\n".join(map(str, found)))


def import_360giving(file, folder):
    """Read a 360Giving CSV or XLSX into the award tables of a folder, made if it is not there.

    Returns (number of awards, Refused). Nothing is written, and ValueError raised with plain lines,
    where no row fits or the tables would not pass the check.
    """
    file, folder = Path(file), Path(folder)
    was = {path: stamp(path) for path in (folder / resource(name)["path"] for name in FILLED)}
    title = f"Grants data: {file.name}"
    tables = tables_of(folder, title)
    headings, grants, sheets = read.grants_of(file)
    book = Import(tables)
    for paragraph, row in grants:
        book.take(paragraph, row)
    if not book.grants:
        raise ValueError("\n".join([*book.refused, f"No row of {file.name} could be read."]))
    source = slug(file.stem) or "grants"
    book.fill(title, f"{source}-grants" if DATED_ID.fullmatch(source) else source, sheets)  # the date is not its day
    for name in FILLED:
        raw = tables[name]
        added = [(f"row {row['paragraph']} of {file.name}", row) for row in book.new[name]]
        added = [(place, [tidy(str(row.get(c, ""))) for c in raw.columns]) for place, row in added]
        tables[name] = raw._replace(file=resource(name)["path"], rows=raw.rows + added)
    refuse(check_tables(tables, []))
    kept = [column for column in headings if column not in CARRIED]
    others = [[award, *(row.get(column, "") for column in kept)] for award, _, row, _ in book.grants]
    files = empty_tables() if is_free(folder) else {}
    files |= {OTHER: csv_text([["award_id", *(headings[column] for column in kept)], *others])}
    for name in FILLED:
        rows = [tables[name].columns, *(cells for _, cells in tables[name].rows)]
        files[resource(name)["path"]] = csv_text(rows)
    write_together({folder / path: content for path, content in files.items()}, was=was)
    return len(book.grants), book.refused


class Import:
    """The rows that one file adds to the tables."""

    def __init__(self, tables):
        self.names = Names(cells[0] for raw in tables.values() for _, cells in raw.rows)
        self.councils = Councils(tables["authorities"].records())
        self.grants, self.refused, self.seen, self.repeated, self.mended = [], Refused(), {}, [], 0
        self.new = {name: [] for name in FILLED}

    def take(self, paragraph, row):
        """One grant, or a reason to refuse it."""
        as_it_was, row = row, {title: read.mended(cell) for title, cell in row.items()}
        identifier, same, pounds = row.get("identifier", ""), frozenset(row.items()), None
        try:
            pounds = read.amount_of(row)
            if "recipientorg:name" not in row and any(title.startswith("recipientind:") for title in row):
                raise Refusal(INDIVIDUALS)
            if "recipientorg:name" not in row:
                raise Refusal("no recipient organisation is named")
            day_of(row.get("awarddate", ""))
            if identifier and same in self.seen.get(identifier, ()):
                raise Refusal("the exact copy of an earlier row", identifier)
        except Refusal as refusal:
            self.refused.add(refusal, f"row {paragraph}", pounds)
            return
        if identifier and identifier in self.seen:
            self.repeated.append(pounds)
        self.seen.setdefault(identifier, set()).add(same)
        self.refused.taken += pounds
        self.mended += row != as_it_was
        award = self.names.new(slug(identifier) or f"award-{slug(paragraph)}")
        self.grants.append((award, paragraph, row, pounds))

    def fill(self, title, source, sheets):
        """The rows of the tables, once all grants are there."""
        source, published = self.names.new(source), self.published()
        programmes, unknown, shared = {}, {}, 0
        for award, paragraph, row, pounds in self.grants:
            about = {"award_id": award, "source_id": source, "paragraph": paragraph}
            recipient, announced = row["recipientorg:name"], day_of(row.get("awarddate", ""))
            day = str(bounds(announced).last or published)
            others = [row[title] for title in row if re.fullmatch(r"recipientorg:[1-9]\d*:name", title)]
            shared += bool(others)
            councils = {other: self.councils.named(other, day) for other in (recipient, *others)}
            unknown |= {n: "" for n, known in councils.items() if not known and "council" in slug(n).split("-")}
            programme = row.get("grantprogramme:title", "")
            if programme and programme not in programmes:
                programmes[programme] = self.programme(programme, about)
            links = {self.councils.at(name, code, day): ("place", code or name) for name, code in read.places_of(row)}
            links |= {councils[other]: ("partner", other) for other in others}
            links |= {councils[recipient]: ("recipient", recipient)}
            for council_id, (role, text) in links.items():
                if council_id:
                    link = {"council_id": council_id, "role": role, "as_printed": text[:60]}
                    link["note"] = f"Sheet and row: {paragraph}." if "." in paragraph else ""
                    self.new["award_councils"].append(about | link)
            printed = f"£{pounds:,.{max(2, -pounds.as_tuple().exponent)}f}"  # no rounding is to be read into it
            self.new["awards"].append(
                about
                | {
                    "commitment_id": programmes.get(programme, ""),
                    "announced": announced,
                    "recipient": recipient,
                    "recipient_type": "council" if councils[recipient] else read.type_of(row),
                    "project": row.get("title", ""),
                    "purpose": row.get("description", ""),
                    "amount_gbp": printed_amount(printed)[0],
                    "amount_bound": "exact",
                    "as_printed": printed,
                    "note": f"Shared with {listed(others)}: the file does not divide the sum." if others else "",
                }
            )
        for name, column in (("awards", "recipient"), ("commitments", "programme")):
            note_spellings(self.new[name], column)
        self.notes(sheets, shared, list(unknown))
        self.source(title, source, published, sheets)

    def programme(self, title, about):
        """The identifier of a new commitment, a grant programme, whose total no file prints."""
        commitment = {"commitment_id": self.names.new(slug(title) or "programme"), "programme": title}
        commitment |= {"kind": "award round", "note": "The file prints no total of the programme."}
        # as_printed is the column: a title may hold an amount of something else
        self.new["commitments"].append(about | commitment | {"as_printed": "Grant Programme:Title"})
        return commitment["commitment_id"]

    def published(self):
        """The latest day that the file names."""
        days = []
        for _, _, row, _ in self.grants:
            days.append(bounds(day_of(row.get("awarddate", ""))).last)
            with contextlib.suppress(ValueError):  # nothing hangs on an odd “Last modified”
                days.append(bounds(day_of(row.get("lastmodified", ""))).last)
        if not any(days):
            raise ValueError("The file gives no date, so nobody can say when it was published.")
        return max(filter(None, days))

    def notes(self, sheets, shared, unknown):
        """What else is to be said: what could be read in more than one way."""
        count, notes = len(self.repeated), self.refused.notes
        if len(sheets) > 1:
            notes.append(f"Read from {some(len(sheets), 'sheet')}, {listed(sheets)}: 1.2 is row 2 of the first.")
        if count:
            rows = f"{sentence(some(count, 'row'))} with £{sum(self.repeated):,.0f}"
            notes.append(f"{rows} under an earlier row's identifier, not the same: kept, with -2, -3 after it.")
        if self.mended:
            notes.append(f"{sentence(some(self.mended, 'row'))} with signs read in another encoding, mended.")
        if shared:
            notes.append(f"{sentence(some(shared, 'award'))} with further recipients: see note. No sum is divided.")
        if unknown:
            said = f"{sentence(some(len(unknown), 'recipient'))} with “council” in the name"
            notes.append(f"{said} not recognised as one of the day for children’s services: {first_of(unknown)}.")

    def source(self, title, source, published, sheets):
        """The file itself as the source, with what it leaves open."""
        rows = [row for _, _, row, _ in self.grants]
        funders = sorted({row["fundingorg:name"] for row in rows if "fundingorg:name" in row}) or ["not given"]
        links = {row.get("datasource", "") for row in rows} - {""}
        link = links.pop() if len(links) == 1 else ""
        self.new["sources"].append(
            {
                "source_id": source,
                "title": title,
                "publisher": " and ".join(funders) if len(funders) < 3 else "several funders",
                "published": published,
                "kind": "web page",
                "url": link if re.match("https?://.", link) else "",
                "limits": " ".join([LIMITS, *self.refused]),
                "paragraph": 1,  # for a finding
            }
        )


def note_spellings(rows, column):
    """Say in the note of a name that another is within a letter of it, which `check` would ask about."""
    found = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    for rare, usual in one_letter_apart(found):
        row = found[rare][0]
        row["note"] = f"{row['note']} So spelt in the file, which has “{usual}” too.".strip()


# --- out ---


def refusal_of(award):
    """Why an award cannot be a grant of the standard, as a Refusal; None where it can."""
    if pd.isna(award.amount_gbp):
        return Refusal("no amount is printed", award.as_printed)
    if pd.notna(award.amount_to_gbp):
        return Refusal("the amount is a range", award.as_printed)
    if award.amount_bound in VAGUE:
        return Refusal(f"the amount is {VAGUE[award.amount_bound]}", award.as_printed)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", award.announced):
        return Refusal("the date is not a day" if award.announced else "there is no date", award.announced)
    return None


def kept_aside(path):
    """The columns that an import kept aside: ({title: heading}, {award_id: {title: text}})."""
    if not path.exists():
        return {}, {}
    headings, rows = read.by_title(read.sheets_of(path)[""])
    return headings, {row["awardid"]: row for _, row in rows if "awardid" in row}


def refuse_target(file, folder):
    """Raise ValueError where an export may not be written over, or among, what is there."""
    names = [OTHER, LOCK, f"{FOUND}.csv", *(r["path"] for r in package()["resources"])]
    own = {(folder / name).resolve() for name in names}
    if file.suffix.lower() != ".csv" or file.resolve() in own or file.resolve().is_relative_to(HOME):
        raise ValueError(f"{file} will not do: give the name of a new file that ends in .csv.")
    refuse_unwritable([file])
    if file.exists() and not is_ours(file):
        raise ValueError(f"{file} is there already, and is no earlier export. Give a new name.")


def is_ours(file):
    """Whether a file is an earlier export, by how its header row begins."""
    with file.open("rb") as stream:
        return re.match(",".join(OURS).encode() + rb"[,\r\n]", stream.readline(1000)) is not None


def pounds_of(award):
    """An award's pounds as the standard has them, to the penny where they are printed so."""
    pence = re.fullmatch(r"£([\d,]+\.\d\d+)", award.as_printed)
    return pence[1].replace(",", "").removesuffix(".00") if pence else award.amount_gbp


def funder_of(came, prefix):
    """Identifier and name of who pays, as an imported file has them."""
    identifier, name = came.get("fundingorg:identifier", ""), came.get("fundingorg:name", "")
    if not identifier and not name:
        return DFE
    return identifier or f"{prefix}-{slug(name)}", name or identifier


def moment(title, text):
    """A cell kept aside as the standard has it: “Last modified” is a day and a time."""
    return f"{text}T00:00:00Z" if title.endswith("lastmodified") and re.fullmatch(r"[\d-]{10}", text) else text


def export_360giving(folder, file, prefix="360G-example", funder=None):
    """Write a folder's awards as 360Giving CSV, with the columns that an import kept aside.

    Returns (number written, Refused, how many amounts are rounded).

    funder: (identifier, name), by default the Department for Education. An imported award keeps
    the identifiers and the funder that it came with. Raises ValueError, in plain lines, where the
    folder does not pass the check or the file would not do.
    """
    folder, file = Path(folder), Path(file)
    refuse_target(file, folder)
    if not re.fullmatch("[A-Za-z0-9-]+", prefix):
        raise ValueError(f"{prefix!r} is no prefix: it has letters, digits and hyphens only.")
    tables, found = read_folder(folder)
    refuse(check_tables(tables, found))
    awards, commitments, sources = (
        typed(pd.DataFrame(tables[name].records(), columns=tables[name].columns), name)
        for name in ("awards", "commitments", "sources")
    )
    programmes = dict(zip(commitments["commitment_id"], commitments["programme"]))
    urls = dict(zip(sources["source_id"], sources["url"]))
    headings, aside = kept_aside(folder / OTHER)
    kept = [title for title in headings if title not in ("awardid", *map(title_of, OURS))]
    names, used = Names(row.get("identifier", "") for row in aside.values()), set()
    refused, rows, rounded, renamed = Refused(), [], 0, 0
    for award in printed_cells(awards).itertuples():
        if refusal := refusal_of(award):
            refused.add(refusal, award.award_id, None if pd.isna(award.amount_gbp) else award.amount_gbp)
            continue
        refused.taken += award.amount_gbp
        rounded += step_of(award.as_printed) > 1
        came = aside.get(award.award_id, {})
        identifier = came.get("identifier") or f"{prefix}-{award.award_id}"
        if identifier in used:
            renamed, identifier = renamed + 1, names.new(identifier)
        used.add(identifier)
        ours = [
            identifier,
            award.project or f"Award to {award.recipient}",
            award.purpose or f"{award.as_printed} to {award.recipient}",
            "GBP",
            pounds_of(award),
            award.announced,
            came.get("recipientorg:identifier") or f"{prefix}-{slug(award.recipient) or award.award_id}",
            award.recipient,
            *(funder or funder_of(came, prefix)),
            programmes.get(award.commitment_id, ""),
            came.get("datasource") or urls[award.source_id],
        ]
        rows.append([*map(str, ours), *(moment(title, came.get(title, "")) for title in kept)])
    if renamed:
        refused.notes.append(f"{sentence(some(renamed, 'identifier'))} stood twice when imported: now with -2, -3.")
    write_together({file: csv_text([[*OURS, *(headings[title] for title in kept)], *rows])})
    return len(rows), refused, rounded
