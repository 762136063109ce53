"""Checking a folder of tables: the schema through frictionless, and what a schema cannot say."""

import datetime as dt
import difflib
import re
from collections import defaultdict

from frictionless import Package

from helpers import claims, dates, money, ratings
from tools.raw import Finding, fields, read_folder
from helpers.tables import identified, package, resource

NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
EARLIEST = dt.date(1990, 1, 1)
NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"


def check(folder):
    """Everything wrong with a folder's tables, as a list of Finding; empty where nothing is."""
    return check_tables(*read_folder(folder))


class Rows(dict):
    """The rows of each table that could be read; of any other there are none, and it is not `in` here."""

    def __missing__(self, name):
        return []


def check_tables(tables, found):
    """The findings of reading, then those of the schema, then those of our own rules.

    A rule takes the rows of every table, {name: [Row]}, and yields findings; of a cell that already
    has one, no other is told.
    """
    rows = Rows({name: raw.records() for name, raw in tables.items()})
    found = [*found, *_schema(tables, rows)]
    seen = {(f.file, f.line, f.column) for f in found}
    for rule in RULES:
        for finding in rule(rows):
            cell = (finding.file, finding.line, finding.column)
            if cell not in seen:
                seen.add(cell)
                found.append(finding)
    order = {r["path"]: i for i, r in enumerate(package()["resources"])}
    return sorted(set(found), key=lambda f: (order.get(f.file, -1), str(f.line).zfill(9), f.column))


# --- the schema ---


def _schema(tables, rows):
    """What frictionless finds wrong with the cells by themselves and with the keys."""
    resources = []
    for name, raw in tables.items():
        schema = resource(name)["schema"]
        keys = [k for k in schema["foreignKeys"] if (k["reference"]["resource"] or name) in tables]
        data = [raw.columns, *(cells for _, cells in raw.rows)]
        resources.append({"name": name, "data": data, "schema": schema | {"foreignKeys": keys}})
    if resources:
        for task in Package({"name": "folder", "resources": resources}).validate().tasks:
            for error in task.errors:
                yield from _plain(error, task.name, tables, rows)
    if "sources" in tables and not rows["sources"]:
        yield Finding(tables["sources"].file, "the table has no rows", "Enter the article the facts come from")


def _plain(error, table, tables, rows):
    """A frictionless error said again as findings."""
    if not hasattr(error, "row_number"):  # what is wrong is the schema itself
        yield Finding(tables[table].file, error.message.rstrip("."), "Compare the file with data/datapackage.json")
        return
    schema = resource(table)["schema"]
    row = rows[table][error.row_number - 2]
    if error.type == "foreign-key":
        target = error.reference_name or table
        for column in error.field_names:
            remedy = _nearest(row[column], rows[target], target)
            yield row.wrong(column, f"is not in {tables[target].file}", remedy)
    elif error.type in ("primary-key", "unique-error"):
        keys = [schema["primaryKey"]] if isinstance(schema["primaryKey"], str) else schema["primaryKey"]
        remedy = "Give each row a name of its own, or delete the one that is there twice"
        finding = row.wrong(" and ".join(keys), "stands in an earlier row too", remedy)
        yield finding._replace(value=", ".join(row[key] for key in keys))
    else:
        field = next(f for f in schema["fields"] if f["name"] == error.field_name)
        yield row.wrong(field["name"], *_why(row[field["name"]], field))


def _near(words, value, known, number=1, cutoff=0.6):
    """The known names nearest to a value, after the words that lead to them; "" where none is near."""
    near = difflib.get_close_matches(value, known, number, cutoff)
    return f"; {words} {', '.join(near)}" if near else ""


def _why(value, field):
    """What is wrong with a cell by its field's type and constraints, and what would be right."""
    rules = field.get("constraints", {})
    if not value:
        return "the cell is empty", f"It needs a value: {field['description']}"
    if field["type"] != "string" and not re.fullmatch(NUMBER, value):
        kind = "whole number" if field["type"] == "integer" else "number"
        return f"is not a {kind}", "Type digits only, such as 11600000, without £, commas, letters or spaces"
    if field["type"] == "integer" and "." in value:
        return "is not a whole number", "Type it without a decimal point"
    if "minimum" in rules or "maximum" in rules:
        return "is out of range", f"It must lie between {rules.get('minimum', 'any')} and {rules.get('maximum', 'any')}"
    if allowed := ratings.GRADES if field["name"] == "grade" else rules.get("enum"):
        return "is not an allowed value", f"Allowed are {', '.join(allowed)}{_near('perhaps', value.lower(), allowed)}"
    if "maxLength" in rules:
        return "is too long", f"At most {rules['maxLength']} characters: the articles are copyright"
    if field["name"] == "paragraph":
        return "is not a paragraph number", "Type it as 7, or as 19.4 for the fourth list item of block 19"
    if field["name"] == "check":
        near = _near("perhaps", value.partition(":")[0], claims.CHECKS, cutoff=0.4)
        return "is not a known check", f"The checks are listed in notebook 06{near}"
    if field["name"].endswith("_id"):
        slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-") or "award-1"
        return "is not a valid identifier", f"Use lower-case letters, digits and hyphens only, such as {slug}"
    return "does not have the right form", field["description"].rstrip(".")


def _nearest(value, known, table):
    """What to do about a name that is not among the known rows of a table."""
    if table != "councils":
        names = [next(iter(row.values())) for row in known]
        return f"Enter it there first, or correct the name{_near('nearest:', value, names, 3, 0.4)}"
    words = {row[c].lower(): row["council_id"] for row in known for c in ("council_id", "name", "also_known_as")}
    near = difflib.get_close_matches(value.lower().replace(" ", "-"), words, 3, 0.5)
    ids = ", ".join(dict.fromkeys(words[name] for name in near))
    return f"Use the council_id of one of the {len(known)} councils{f'; nearest: {ids}' if ids else ''}"


# --- our own rules ---


def _cells(rows):
    """Every cell as (row, column, field)."""
    for description in package()["resources"]:
        for row in rows[description["name"]]:
            for field in description["schema"]["fields"]:
                yield row, field["name"], field


def _bounds(text):
    try:
        return dates.bounds(text)
    except ValueError:
        return dates.Bounds(None, None)


def _date_remedy(value):
    """What to type instead of something that is no date."""
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value):
        a, b, year = match[1].zfill(2), match[2].zfill(2), match[3]
        known = [day for day in dict.fromkeys((f"{year}-{b}-{a}", f"{year}-{a}-{b}")) if _bounds(day).first]
        meant = [f"if {dates.say(day)} is meant, type {day}" for day in known]
        return "I" + "; ".join(meant)[1:] if meant else "Type it as 2014-03-31"
    match = re.fullmatch(r"([A-Za-z]{3})[a-z]*[- ](\d{2}|\d{4})", value)
    if match and match[1].lower() in MONTHS:
        year, month = match[2] if len(match[2]) == 4 else f"20{match[2]}", MONTHS.index(match[1].lower()) + 1
        return f"Excel rewrote a month, it seems: type {year}-{month:02}, in a cell formatted as text"
    match = re.fullmatch(r"(\d{4})\s?[-/–]\s?(?:\d\d)?(\d\d)", value)
    if match and (int(match[1]) + 1) % 100 == int(match[2]):
        return f"For the financial year type {match[1]}-04-01/{int(match[1]) + 1}-03-31"
    if re.search(r"spring|summer|autumn|winter|early|mid|late|end of|next|last", value, re.I):
        return "Type the first and last day or month it can mean, such as 2016-03/2016-05, and the words in as_printed"
    if re.fullmatch(r"(\d{1,2})-([A-Za-z]{3})", value):
        return "Excel rewrote a date, it seems: type it again as 2014-03-31, in a cell formatted as text"
    forms = "2014-03-31, 2014-03, 2014, 2014~ (about), 2016-04-01/2016-04-12 (some day between)"
    return f"Type {forms} or 2016-07/.. (no end given)"


def _dates(rows):
    for row, column, field in _cells(rows):
        if "edtf" not in field:
            continue
        value = row[column]
        try:
            dates.bounds(value)
        except ValueError as error:
            slashed = re.fullmatch(r"\d\d?[/.]\d\d?[/.]\d+", value)  # not first/last, as it would be read
            problem = "is not a date of this project’s form" if slashed else str(error).removeprefix(f"{value!r} ")
            yield row.wrong(column, problem, _date_remedy(value))
            continue
        if value.endswith("..") and column == "published":
            yield row.wrong(column, "has no end", "Type the day, or the days between which it lies")
        if value and field["edtf"] == "day" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            yield row.wrong(column, "is not a single day", "Type the day as 2014-03-31")


def _digits(rows):
    for row, column, field in _cells(rows):  # the schema's reader takes 1e3, NaN and 1_000 for numbers
        if row[column] and field["type"] != "string" and not re.fullmatch(NUMBER, row[column]):
            yield row.wrong(column, *_why(row[column], field))


def _amounts(rows):
    for row in [*rows["commitments"], *rows["awards"]]:
        printed = row["as_printed"]
        try:
            pounds, _, bound = money.printed_amount(printed)
        except ValueError:
            remedy = "Copy it as the article has it, such as £11.6m; type an amount in words as £5m and say so in note"
            yield row.wrong("as_printed", "does not hold one amount in pounds", remedy)
            continue
        if re.fullmatch("[0-9]+", row["amount_gbp"]) and int(row["amount_gbp"]) != pounds:
            problem = f"is not what the article prints ({printed})"
            yield row.wrong("amount_gbp", problem, f"Type {pounds}, or correct as_printed")
        if bound not in ("exact", row["amount_bound"]):
            yield row.wrong("amount_bound", f"does not fit what is printed ({printed})", f"Type {bound}")


def _numbers(rows):
    for row in [*rows["rating_spreads"], *rows["statistics"]]:
        words = re.findall(r"[a-z]+", row["as_printed"].lower())
        digits = re.findall(r"\d[\d,]*(?:\.\d+)?", row["as_printed"])
        printed = [float(d.replace(",", "")) for d in digits] + [NUMBERS.index(w) for w in words if w in NUMBERS]
        for column in ("count", "percent", "value"):
            value = row.get(column, "")
            if printed and re.fullmatch(NUMBER, value) and float(value) not in printed:
                problem = f"is not what the article prints ({row['as_printed']})"
                yield row.wrong(column, problem, f"Type {printed[0]:g}, or correct as_printed")


def _printed_years(rows):
    for row in [*rows["council_ratings"], *rows["events"]]:
        years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", row["as_printed"])]
        first, last = _bounds(row["dated"])
        if years and first and not any(first.year <= year <= (last or first).year for year in years):
            problem = f"is not in the year the article prints ({row['as_printed']})"
            yield row.wrong("dated", problem, "Correct one of the two")


def _spreads(rows):
    spreads = defaultdict(list)
    for row in rows["rating_spreads"]:
        spreads[row["spread_id"]].append(row)
        if not row["count"] and not row["percent"]:
            yield row.wrong("count", "neither a count nor a percentage is given", "Type the one that is printed")
        if row["percent"] and not row["decimals"]:
            remedy = "Type how many decimals are printed: 0 for 24 per cent"
            yield row.wrong("decimals", "the cell is empty beside a percentage", remedy)
    for group in spreads.values():
        yield from _spread(group)


def _spread(group):
    """What is wrong between the rows of one spread."""
    first, grades = group[0], set()
    for row in group:
        for column in ("as_at", "counted", "inspected"):
            if row[column] != first[column] and (column != "as_at" or _bounds(first[column]).first):
                problem = f"differs from the spread’s first row ({first[column] or 'empty'})"
                yield row.wrong(column, problem, "One spread has one date, one total and one kind of thing counted")
        mine = set(row["grade"].split(" or "))
        if mine & grades:
            remedy = "Give each grade once: leave out the pair where the two are printed"
            yield row.wrong("grade", "holds a grade that another row of the spread has", remedy)
        grades |= mine
    decimals = [int(row["decimals"]) for row in group if re.fullmatch("[0-6]", row["decimals"])]
    rounding = sum(0.5 / 10**d for d in decimals) + 0.5 * (len(group) - len(decimals))
    for column, total, slack in (("percent", "100", rounding), ("count", first["inspected"], 0)):
        cells = [row[column] for row in group]
        if not all(re.fullmatch(NUMBER, cell) for cell in [*cells, total]):
            continue
        whole = sum(map(float, cells))
        off = whole - float(total)
        if off > slack + 1e-9 or (grades == set(ratings.GRADES) and off < -slack - 1e-9):
            problem = f"brings the spread to {whole:g}, where {total} is the whole"
            yield group[-1].wrong(column, problem, "Compare each row with the article")


def _links(rows):
    for table, key, column in (("commitments", "commitment_id", "part_of"), ("events", "event_id", "revises")):
        parent = {row[key]: row[column] for row in rows[table]}
        for row in rows[table]:
            seen, at = set(), row[key]
            while at and at not in seen:
                seen.add(at)
                at = parent.get(at, "")
            if at:
                yield row.wrong(column, "leads round in a circle", "Leave the cell of the outermost one empty")
    councils = {row["event_id"]: row["council_id"] for row in rows["events"]}
    for row in rows["events"]:
        if councils.get(row["revises"], row["council_id"]) != row["council_id"]:
            remedy = "A date can only replace one of the same council"
            yield row.wrong("revises", "is an event of another council", remedy)


def _plausible(rows):
    published = {row["source_id"]: _bounds(row["published"]).first for row in rows["sources"]}
    for row, column, field in _cells(rows):
        if "edtf" not in field or "source_id" not in row:
            continue
        first, last = _bounds(row[column])
        day = published.get(row["source_id"])
        if first and (first < EARLIEST or (last or first).year > 2100):
            remedy = f"Dates lie between {EARLIEST.year} and 2100: is the year right?"
            yield row.wrong(column, "is not a plausible time", remedy)
        elif first and day and first > day and field["edtf"] != "period" and row.get("status") in (None, "happened"):
            remedy = "Correct the date, or call the event planned or expected"
            yield row.wrong(column, f"lies after the article that reports it ({day})", remedy)


def _identifiers(rows):
    owner = {}  # the table of each name that a claim can be about
    for table in identified():
        key = fields(resource(table))[0]
        for row in rows[table]:
            if owner.setdefault(row[key], table) != table:
                problem = f"is a name in {rows[owner[row[key]]][0].file} already"
                yield row.wrong(key, problem, "Give each row a name of its own: mentions and claims refer to it")
    whole = all(table in rows for table in identified())  # else a name may stand in the table that is broken
    for table in ("mentions", "claims"):
        for row in rows[table]:
            names = list(dict.fromkeys(row["about"].split()))
            unknown = [name for name in names if name not in owner]
            if table == "mentions" and len(row["about"].split()) > 1:
                yield row.wrong("about", "names more than one row", "Give each its own row here")
            for name in unknown if whole else ():
                near = _near("nearest:", name, owner, 3, 0.5)
                yield row.wrong("about", f"names {name}, which is in no table", f"Use the identifier of a row{near}")
            if table == "claims" and not unknown:
                yield from _claim(row, [owner[name] for name in names])


def _claim(row, tables):
    """What a claim lacks that its check needs: rows of certain tables, a detail of a certain form."""
    name, _, detail = row["check"].partition(": ")
    needed, options = claims.NEEDS.get(name, ([], None))
    for choice in needed:
        match = next((table for table in tables if table in choice.split("|")), None)
        if match:
            tables.remove(match)
        else:
            remedy = f"It needs a row of {' and of '.join(n.replace('|', ' or ') for n in needed)}"
            yield row.wrong("about", f"does not name what the check “{name}” needs", remedy)
    if options == [] and detail:
        yield row.wrong("check", "has a detail that this check does not take", f"Type “{name}” alone")
    if not options:
        return
    between = {"grade is a majority": " or ", "grade outnumbers": r" > | \+ "}.get(name)
    words = re.split(between, detail) if between else [detail]
    allowed, fits = f"one of {', '.join(options)}", set(words) <= set(options)
    if options == ["any"]:
        allowed, fits = "a detail such as Tri-borough", detail != ""
    if name == "grade outnumbers":
        allowed, fits = "two sides, such as inadequate > good + outstanding", fits and detail.count(">") == 1
    if not fits:
        problem = "has a detail that this check does not know" if detail else "needs a detail after a colon"
        yield row.wrong("check", problem, f"Type “{name}: …” with {allowed}")


RULES = (_dates, _digits, _amounts, _numbers, _printed_years, _spreads, _links, _plausible, _identifiers)
