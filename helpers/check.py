"""Checking a folder of tables: the schema through frictionless, and what a schema cannot say."""

import datetime as dt
import difflib
import re

from frictionless import Package

from helpers import claims, dates, money, ratings
from helpers.folder import Finding, read_folder
from helpers.tables import package

NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()  # fmt: skip
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
EARLIEST = dt.date(1990, 1, 1)
NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"


def check(folder):
    """Everything wrong with a folder's tables, as a list of Finding; empty where nothing is."""
    return check_tables(*read_folder(folder))


def check_tables(tables, found):
    """The findings of reading, then those of the schema, then those of our own rules."""
    found = [*found, *_schema(tables)]
    rows = {
        name: [dict(zip(raw.columns, cells, strict=True), _line=line) for line, cells in raw.rows]
        for name, raw in tables.items()
    }
    report = Report(tables, found)
    for rule in RULES:
        rule(rows, report)
    order = {r["path"]: i for i, r in enumerate(package()["resources"])}
    return sorted(set(report.found), key=lambda f: (order.get(f.file, -1), str(f.line).zfill(9), f.column))


class Report:
    """Collects findings; a cell that already has one is not reported again."""

    def __init__(self, tables, found):
        self.tables, self.found = tables, list(found)
        self.seen = {(f.file, f.line, f.column) for f in found}

    def add(self, table, row, column, problem, remedy):
        key = (self.tables[table].file, row["_line"], column)
        if key not in self.seen:
            self.seen.add(key)
            self.found.append(Finding(*key, row.get(column, ""), problem, remedy))


# --- the schema ---


def _schema(tables):
    descriptions = {r["name"]: r for r in package()["resources"] if r["name"] in tables}
    resources = []
    for name, description in descriptions.items():
        schema = dict(description["schema"])
        schema["foreignKeys"] = [k for k in schema["foreignKeys"] if (k["reference"]["resource"] or name) in tables]
        data = [tables[name].columns, *(cells for _, cells in tables[name].rows)]
        resources.append({"name": name, "data": data, "schema": schema})
    if not resources:
        return []
    found = []
    for task in Package({"name": "folder", "resources": resources}).validate().tasks:
        for error in task.errors:
            found += _plain(error, tables[task.name], descriptions[task.name], tables)
    for name in ("sources",):
        if name in tables and not tables[name].rows:
            found.append(
                Finding(
                    tables[name].file, None, "", "", "the table has no rows", "Enter the article the facts come from"
                )
            )
    return found


def _plain(error, raw, description, tables):
    """A frictionless error said again as findings."""
    number = getattr(error, "row_number", None)
    if number is None:
        return [
            Finding(raw.file, None, "", "", error.message.rstrip("."), "Compare the file with data/datapackage.json")
        ]
    line, cells = raw.rows[number - 2]
    row = dict(zip(raw.columns, cells, strict=True))
    specs = {f["name"]: f for f in description["schema"]["fields"]}
    if error.type == "foreign-key":
        names = error.field_names
        target = error.reference_name or description["name"]
        known = [dict(zip(tables[target].columns, c, strict=True)) for _, c in tables[target].rows]
        return [
            Finding(raw.file, line, n, row[n], f"is not in {tables[target].file}", _nearest(row[n], known, target))
            for n in names
        ]
    if error.type in ("primary-key", "unique-error"):
        keys = description["schema"]["primaryKey"]
        keys = [keys] if isinstance(keys, str) else keys
        value = ", ".join(row[k] for k in keys)
        return [
            Finding(
                raw.file,
                line,
                " and ".join(keys),
                value,
                "stands in an earlier row too",
                "Give each row a name of its own, or delete the one that is there twice",
            )
        ]
    name = getattr(error, "field_name", "")
    return [Finding(raw.file, line, name, row.get(name, ""), *_why(row.get(name, ""), specs[name]))]


def _why(value, field):
    """What is wrong with a cell by its field's type and constraints, and what would be right."""
    rules = field.get("constraints", {})
    if not value:
        return "the cell is empty", f"It needs a value: {field['description']}"
    if field["type"] in ("integer", "number") and not re.fullmatch(NUMBER, value):
        kind = "whole number" if field["type"] == "integer" else "number"
        return f"is not a {kind}", "Type digits only, such as 11600000, without £, commas, letters or spaces"
    if field["type"] == "integer" and "." in value:
        return "is not a whole number", "Type it without a decimal point"
    if "enum" in rules:
        near = difflib.get_close_matches(value.lower(), rules["enum"], 1, 0.6)
        return "is not an allowed value", f"Allowed are {', '.join(rules['enum'])}" + (
            f"; perhaps {near[0]}" if near else ""
        )
    if "minimum" in rules or "maximum" in rules:
        return "is out of range", f"It must lie between {rules.get('minimum', 'any')} and {rules.get('maximum', 'any')}"
    if field["name"] == "grade":
        near = difflib.get_close_matches(value.lower(), ratings.GRADES, 1, 0.6)
        return "is not a grade", f"Grades are {', '.join(ratings.GRADES)}" + (f"; perhaps {near[0]}" if near else "")
    if "maxLength" in rules:
        return "is too long", f"At most {rules['maxLength']} characters: the articles are copyright"
    if field["name"] == "paragraph":
        return "is not a paragraph number", "Type it as 7, or as 19.4 for the fourth list item of block 19"
    if field["name"] == "check":
        near = difflib.get_close_matches(value.partition(":")[0], claims.CHECKS, 1, 0.4)
        return "is not a known check", f"The checks are listed in notebook 06{'; perhaps ' + near[0] if near else ''}"
    if field["name"].endswith("_id"):
        slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        return (
            "is not a valid identifier",
            f"Use lower-case letters, digits and hyphens only, such as {slug or 'award-1'}",
        )
    return "does not have the right form", field["description"].rstrip(".")


def _nearest(value, known, table):
    if table == "councils":
        words = {name.lower(): r for r in known for name in (r["council_id"], r["name"], r["also_known_as"]) if name}
        near = difflib.get_close_matches(value.lower().replace(" ", "-"), words, 3, 0.5)
        ids = list(dict.fromkeys(words[n]["council_id"] for n in near))
        return f"Use the council_id of one of the {len(known)} councils" + (
            f"; nearest: {', '.join(ids)}" if ids else ""
        )
    near = difflib.get_close_matches(value, [next(iter(r.values())) for r in known], 3, 0.4)
    return f"Enter it there first, or correct the name{'; nearest: ' + ', '.join(near) if near else ''}"


# --- our own rules ---

RULES = []


def rule(function):
    """Register a rule: it takes the rows of every table and a Report."""
    RULES.append(function)
    return function


def _bounds(text):
    try:
        return dates.bounds(text)
    except ValueError:
        return dates.Bounds(None, None)


def _date_remedy(value):
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value):
        a, b, year = match[1].zfill(2), match[2].zfill(2), match[3]
        readings = [(f"{year}-{b}-{a}", "day first"), (f"{year}-{a}-{b}", "month first")]
        readings = [f"{day} ({how})" for day, how in readings if _bounds(day).first]
        return f"Type {' or '.join(readings) or '2014-03-31'}, whichever the article says"
    match = re.fullmatch(r"([A-Za-z]{3})[a-z]*[- ](\d{2}|\d{4})", value)
    if match and match[1].lower() in MONTHS:
        month = f"{match[2] if len(match[2]) == 4 else '20' + match[2]}-{MONTHS.index(match[1].lower()) + 1:02}"
        return f"Excel rewrote a month, it seems: type {month}, in a cell formatted as text"
    match = re.fullmatch(r"(\d{4})\s?[-/–]\s?(?:\d\d)?(\d\d)", value)
    if match and (int(match[1]) + 1) % 100 == int(match[2]):
        return f"For the financial year type {match[1]}-04-01/{int(match[1]) + 1}-03-31"
    if re.search(r"spring|summer|autumn|winter|early|mid|late|end of|next|last", value, re.I):
        return "Type the first and last day or month it can mean, such as 2016-03/2016-05, and the words in as_printed"
    if re.fullmatch(r"(\d{1,2})-([A-Za-z]{3})", value):
        return "Excel rewrote a date, it seems: type it again as 2014-03-31, in a cell formatted as text"
    return (
        "Type 2014-03-31, 2014-03, 2014, 2014~ (about), 2016-04-01/2016-04-12 (some day between) "
        "or 2016-07/.. (no end given)"
    )


@rule
def _dates(rows, report):
    for description in package()["resources"]:
        edtf = {f["name"]: f["edtf"] for f in description["schema"]["fields"] if "edtf" in f}
        for row in rows.get(description["name"], []):
            for column, kind in edtf.items():
                value = row[column]
                try:
                    dates.bounds(value)
                except ValueError as error:
                    problem = str(error).removeprefix(f"{value!r} ")
                    if re.fullmatch(r"\d\d?[/.]\d\d?[/.]\d+", value):  # not first/last, as it would be read
                        problem = "is not a date of this project’s form"
                    report.add(description["name"], row, column, problem, _date_remedy(value))
                    continue
                if value.endswith("..") and column == "published":
                    report.add(
                        description["name"],
                        row,
                        column,
                        "has no end",
                        "Type the day, or the days between which it lies",
                    )
                if kind == "day" and value and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                    report.add(description["name"], row, column, "is not a single day", "Type the day as 2014-03-31")


@rule
def _digits(rows, report):
    for description in package()["resources"]:  # the schema's reader takes 1e3, NaN and 1_000 for numbers
        fields = [f for f in description["schema"]["fields"] if f["type"] in ("integer", "number")]
        for row in rows.get(description["name"], []):
            for field in fields:
                if row[field["name"]] and not re.fullmatch(NUMBER, row[field["name"]]):
                    report.add(description["name"], row, field["name"], *_why(row[field["name"]], field))


@rule
def _amounts(rows, report):
    for table in ("commitments", "awards"):
        for row in rows.get(table, []):
            try:
                pounds, _, bound = money.printed_amount(row["as_printed"])
            except ValueError:
                report.add(
                    table,
                    row,
                    "as_printed",
                    "does not hold one amount in pounds",
                    "Copy it as the article has it, such as £11.6m; type an amount in words as £5m and say so in note",
                )
                continue
            if re.fullmatch("[0-9]+", row["amount_gbp"]) and int(row["amount_gbp"]) != pounds:
                report.add(
                    table,
                    row,
                    "amount_gbp",
                    f"is not what the article prints ({row['as_printed']})",
                    f"Type {pounds}, or correct as_printed",
                )
            if bound != "exact" and row["amount_bound"] != bound:
                report.add(
                    table, row, "amount_bound", f"does not fit what is printed ({row['as_printed']})", f"Type {bound}"
                )


def _printed_numbers(text):
    """The numbers a few printed words hold, in digits or in words."""
    digits = [float(d.replace(",", "")) for d in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    return digits + [float(NUMBERS.index(w)) for w in re.findall(r"[a-z]+", text.lower()) if w in NUMBERS]


@rule
def _numbers(rows, report):
    for table, columns in (("rating_spreads", ("count", "percent")), ("statistics", ("value",))):
        for row in rows.get(table, []):
            printed = _printed_numbers(row["as_printed"])
            for column in columns:
                value = row[column]
                if value and printed and re.fullmatch(NUMBER, value) and float(value) not in printed:
                    report.add(
                        table,
                        row,
                        column,
                        f"is not what the article prints ({row['as_printed']})",
                        f"Type {printed[0]:g}, or correct as_printed",
                    )


@rule
def _printed_years(rows, report):
    for table, column in (("council_ratings", "dated"), ("events", "dated")):
        for row in rows.get(table, []):
            years = {int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", row["as_printed"])}
            first, last = _bounds(row[column])
            if years and first and not any(first.year <= y <= (last or first).year for y in years):
                report.add(
                    table,
                    row,
                    column,
                    f"is not in the year the article prints ({row['as_printed']})",
                    "Correct one of the two",
                )


def _int(text):
    return int(text) if re.fullmatch("[0-6]", text) else 0


@rule
def _spreads(rows, report):
    spreads = {}
    for row in rows.get("rating_spreads", []):
        spreads.setdefault(row["spread_id"], []).append(row)
        if not row["count"] and not row["percent"]:
            report.add(
                "rating_spreads",
                row,
                "count",
                "neither a count nor a percentage is given",
                "Type the one that is printed",
            )
        if row["percent"] and not row["decimals"]:
            report.add(
                "rating_spreads",
                row,
                "decimals",
                "the cell is empty beside a percentage",
                "Type how many decimals are printed: 0 for 24 per cent",
            )
    for group in spreads.values():
        for column in ("as_at", "counted", "inspected"):
            for row in group[1:]:
                if row[column] != group[0][column] and (column != "as_at" or _bounds(group[0][column]).first):
                    report.add(
                        "rating_spreads",
                        row,
                        column,
                        f"differs from the spread’s first row ({group[0][column] or 'empty'})",
                        "One spread has one date, one total and one kind of thing counted",
                    )
        grades = []
        for row in group:
            if set(row["grade"].split(" or ")) & set(grades):
                report.add(
                    "rating_spreads",
                    row,
                    "grade",
                    "holds a grade that another row of the spread has",
                    "Give each grade once: leave out the pair where the two are printed",
                )
            grades += row["grade"].split(" or ")
        whole = {g for r in group for g in r["grade"].split(" or ")} == set(ratings.GRADES)
        for column, total in (("percent", "100"), ("count", group[0]["inspected"])):
            cells = [r[column] for r in group]
            if not total or not all(re.fullmatch(NUMBER, c) for c in [*cells, total]):
                continue
            slack = (
                sum(ratings.half_step({"decimals": _int(r["decimals"])}) for r in group) if column == "percent" else 0
            )
            off = sum(map(float, cells)) - float(total)
            if off > slack + 1e-9 or (whole and off < -slack - 1e-9):
                report.add(
                    "rating_spreads",
                    group[-1],
                    column,
                    f"brings the spread to {off + float(total):g}, where {total} is the whole",
                    "Compare each row with the article",
                )


@rule
def _links(rows, report):
    for table, key, column in (("commitments", "commitment_id", "part_of"), ("events", "event_id", "revises")):
        parent = {r[key]: r[column] for r in rows.get(table, [])}
        for row in rows.get(table, []):
            seen, at = set(), row[key]
            while at and at not in seen:
                seen.add(at)
                at = parent.get(at, "")
            if at:
                report.add(table, row, column, "leads round in a circle", "Leave the cell of the outermost one empty")
    councils = {r["event_id"]: r["council_id"] for r in rows.get("events", [])}
    for row in rows.get("events", []):
        if row["revises"] in councils and councils[row["revises"]] != row["council_id"]:
            report.add(
                "events",
                row,
                "revises",
                "is an event of another council",
                "A date can only replace one of the same council",
            )


@rule
def _plausible(rows, report):
    published = {r["source_id"]: _bounds(r["published"]).first for r in rows.get("sources", [])}
    for table, column in (
        ("council_ratings", "dated"),
        ("events", "dated"),
        ("rating_spreads", "as_at"),
        ("awards", "announced"),
        ("commitments", "announced"),
        ("commitments", "period"),
        ("sources", "published"),
    ):
        for row in rows.get(table, []):
            first, last = _bounds(row[column])
            day = published.get(row["source_id"])
            if first and (first < EARLIEST or (last or first).year > 2100):
                report.add(
                    table,
                    row,
                    column,
                    "is not a plausible time",
                    f"Dates lie between {EARLIEST.year} and 2100: is the year right?",
                )
            elif first and day and column != "period" and first > day and row.get("status", "happened") == "happened":
                report.add(
                    table,
                    row,
                    column,
                    f"lies after the article that reports it ({day})",
                    "Correct the date, or call the event planned or expected",
                )


@rule
def _identifiers(rows, report):
    keys = {
        "rating_spreads": "spread_id",
        "commitments": "commitment_id",
        "awards": "award_id",
        "council_ratings": "rating_id",
        "events": "event_id",
        "statistics": "statistic_id",
        "official_figures": "figure_id",
    }
    owner = {}
    for table, key in keys.items():
        for row in rows.get(table, []):
            if owner.setdefault(row[key], table) != table:
                report.add(
                    table,
                    row,
                    key,
                    f"is a name in {report.tables[owner[row[key]]].file} already",
                    "Give each row a name of its own: mentions and claims refer to it",
                )
    for table in ("mentions", "claims"):
        for row in rows.get(table, []):
            unknown = [i for i in row["about"].split() if i not in owner]
            if table == "mentions" and len(row["about"].split()) > 1:
                report.add(table, row, "about", "names more than one row", "Give each its own row here")
            for name in unknown:
                near = difflib.get_close_matches(name, owner, 3, 0.5)
                report.add(
                    table,
                    row,
                    "about",
                    f"names {name}, which is in no table",
                    f"Use the identifier of a row{'; nearest: ' + ', '.join(near) if near else ''}",
                )
            name, _, detail = row.get("check", "").partition(": ")
            if name in claims.NEEDS and not unknown:
                _claim(row, report, name, detail, [owner[i] for i in dict.fromkeys(row["about"].split())])


def _claim(row, report, name, detail, tables):
    needed, options = claims.NEEDS[name]
    free = list(tables)
    for names in needed:
        match = next((t for t in free if t in names.split("|")), None)
        if not match:
            report.add(
                "claims",
                row,
                "about",
                f"does not name what the check “{name}” needs",
                f"It needs a row of {' and of '.join(n.replace('|', ' or ') for n in needed)}",
            )
            break
        free.remove(match)
    words, compares = [detail], name == "grade outnumbers"
    if name == "grade is a majority":
        words = detail.split(" or ")
    if compares:
        words = re.split(r" > | \+ ", detail)
    if options and (
        not detail
        or (options != ["any"] and any(w not in options for w in words))
        or (compares and detail.count(">") != 1)
    ):
        allowed = "a detail such as Tri-borough" if options == ["any"] else f"one of {', '.join(options)}"
        allowed = "two sides, such as inadequate > good + outstanding" if compares else allowed
        problem = "has a detail that this check does not know" if detail else "needs a detail after a colon"
        report.add("claims", row, "check", problem, f"Type “{name}: …” with {allowed}")
    if not options and detail:
        report.add("claims", row, "check", "has a detail that this check does not take", f"Type “{name}” alone")
