"""The schema's rules over tables of text: what each cell may hold, keys that are there once, names that lead somewhere.

The same answers as frictionless gives over the same datapackage.json (a test holds both to that), in the words of
the tables, and in a tenth of the time.
"""

import difflib
import re
from functools import cache

from helpers import money
from helpers.schema import resource
from tools.raw import Finding

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
ENDED = "adequate"
MANY = 2  # so many empty cells of a row are named one by one


def against_the_schema(tables, rows):
    """The findings of the schema. tables: {name: Raw}; rows: {name: [Row]}, both of the tables that could be read.

    A name is not looked for in a table of which a row could not be read.
    """
    for name in tables:
        schema = resource(name)["schema"]
        bound = [f for f in schema["fields"] if f["type"] != "string" or f.get("constraints")]
        for row in wrong_somewhere(rows[name], bound):
            yield from cells(row, bound)
        yield from repeated(rows[name], schema)
        for key in schema.get("foreignKeys", []):
            target = key["reference"]["resource"] or name
            of_a_day = target == "authorities" and "source_id" in tables[name].columns  # a rule of its own has those
            if target in rows.whole and not of_a_day:
                yield from leading_nowhere(rows, name, key["fields"][0], target, tables[target].file)


# --- cells ---


def wrong_somewhere(rows, specs):
    """The rows that have a wrong cell; each value of a column is looked at once, in however many rows it stands."""
    held = {field["name"]: {row[field["name"]] for row in rows} for field in specs}
    wrong = {field["name"]: {v for v in held[field["name"]] if is_wrong(v, field)} for field in specs}
    wrong = {name: values for name, values in wrong.items() if values}
    return [row for row in rows if any(row[name] in values for name, values in wrong.items())] if wrong else []


def is_wrong(value, field):
    """Whether a cell breaks its field's rules by itself."""
    return not fits(value, field) if value else field.get("constraints", {}).get("required", False)


def cells(row, specs):
    """What is wrong with a row's cells by themselves. specs: the fields that are bound by anything."""
    wrong = [field for field in specs if is_wrong(row[field["name"]], field)]
    empty = [field["name"] for field in wrong if not row[field["name"]]]
    if len(empty) > MANY:
        problem = f"the cell is empty, and so are {', '.join(empty[1:])}"
        yield row.wrong(empty[0], problem, "Every row needs them")
    for field in wrong:
        if row[field["name"]] or len(empty) <= MANY:
            yield row.wrong(field["name"], *why(row[field["name"]], field))


def fits(value, field):
    """Whether a cell that is not empty is of its field's type and keeps to its constraints."""
    rules = field.get("constraints", {})
    if field["type"] != "string":
        if not NUMBER.fullmatch(value) or (field["type"] == "integer" and "." in value):
            return False
        if not rules.get("minimum", float(value)) <= float(value) <= rules.get("maximum", float(value)):
            return False
    if "enum" in rules and value not in rules["enum"]:
        return False
    if "pattern" in rules and not pattern(rules["pattern"]).match(value):
        return False
    return len(value) <= rules.get("maxLength", len(value))


@cache
def pattern(text):
    """A constraint's pattern as frictionless reads it: from the beginning to the end."""
    return re.compile(f"^(?:{text})$")


def near(words, value, known, number=1, cutoff=0.6):
    """The known names nearest to a value, after the words that lead to them; "" where none is near."""
    found = difflib.get_close_matches(value, known, number, cutoff)
    return f"; {words} {', '.join(found)}" if found else ""


def why(value, field):
    """What is wrong with a cell by its field's type and constraints, and what would be right."""
    rules = field.get("constraints", {})
    if not value:
        return "the cell is empty", f"It needs a value: {field['description'].rstrip('.')}"
    if field["type"] != "string" and not NUMBER.fullmatch(value):
        kind = "whole number" if field["type"] == "integer" else "number"
        return f"is not a {kind}", digits_remedy(value)
    if field["type"] == "integer" and "." in value:
        return "is not a whole number", "Type it without a decimal point"
    if field["type"] != "string":
        return "is out of range", f"It must lie between {rules.get('minimum', 'any')} and {rules.get('maximum', 'any')}"
    allowed = rules.get("enum") or (grades() if field["name"] == "grade" else None)
    if field["name"] == "grade" and value.lower() == ENDED:
        remedy = f"Leave the row out, and list it in left_out: {ENDED} is neither inadequate nor requires improvement"
        return "is a grade that Ofsted gave until 2013, and the column has none for it", remedy
    if allowed:
        return "is not an allowed value", f"Allowed are {', '.join(allowed)}{near('perhaps', value.lower(), allowed)}"
    if len(value) > rules.get("maxLength", len(value)):
        return "is too long", f"At most {rules['maxLength']} characters: the articles are copyright"
    if field["name"] == "paragraph":
        return "is not a paragraph number", "Type it as 7, or as 19.4 for the fourth list item of block 19"
    if field["name"] == "url":
        return "is not a whole address", "It begins with https:// or http://; without one, leave the cell empty"
    if field["name"].endswith("_id"):
        slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-") or "award-1"
        return "is not a valid identifier", f"Use lower-case letters, digits and hyphens only, such as {slug}"
    return "does not have the right form", field["description"].rstrip(".")


def grades():
    """The grades that a spread's row may hold."""
    field = next(f for f in resource("council_ratings")["schema"]["fields"] if f["name"] == "grade")
    return field["constraints"]["enum"]


def digits_remedy(value):
    """What to type instead of something that is no number: the digits, where they can only mean one."""
    if re.fullmatch(r"\d{1,3}([, ]\d{3})+", value, re.ASCII):
        return f"Type {re.sub('[, ]', '', value)}, without commas or spaces"
    if re.fullmatch(r"\d+,\d+", value, re.ASCII):
        return f"Type {value.replace(',', '.')}, with a point, if that is meant"
    if re.fullmatch(r"\d+(\.\d+)?\s?%", value, re.ASCII):
        return f"Type {value.rstrip('% ')}, without the sign"
    if value.startswith("£") or value.endswith("pounds"):
        try:
            return f"Type {money.printed_amount(value)[0]}, in digits only"
        except ValueError:
            pass
    return "Type digits only, such as 11600000, without £, commas, letters or spaces"


# --- keys ---


def repeated(rows, schema):
    """Rows whose key, or a value that stands once only, stands in an earlier row too."""
    key = schema["primaryKey"]
    keys = [[key] if isinstance(key, str) else key]
    keys += [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique") and [f["name"]] != keys[0]]
    for names in keys:
        seen = {}
        for row in rows:
            value = tuple(row[name] for name in names)
            if not any(value):
                continue
            if value in seen:
                remedy = "Give each row a name of its own, or delete the one that is there twice"
                if row.table == "award_councils":
                    remedy = "A council has one role in an award: of recipient and place keep recipient"
                finding = row.wrong(" and ".join(names), f"stands in an earlier row too, {seen[value]}", remedy)
                yield finding._replace(value=", ".join(value))
            seen.setdefault(value, f"line {row.line}" if isinstance(row.line, int) else row.line)


def leading_nowhere(rows, name, column, target, file):
    """Rows that name a row of another table, or of their own, that is not there: one finding a name."""
    key = resource(target)["schema"]["fields"][0]["name"]
    known = dict.fromkeys(row[key] for row in rows[target])
    lost = {}
    for row in rows[name]:
        if row[column] and row[column] not in known:
            lost.setdefault(row[column], []).append(row)
    for value, (first, *more) in lost.items():
        remedy = f"Enter it there first, or correct the name{near('nearest:', value, known, 3, 0.4)}"
        also = f"; {len(more)} more rows here name it" if more else ""
        yield first.wrong(column, f"is not in {file}{also}", remedy)


def no_articles(tables, rows):
    """The finding that there is no article, which every row needs; None where there is one."""
    if "sources" not in tables or rows["sources"]:
        return None
    remedy = "Enter the article the facts come from"
    return Finding(tables["sources"].file, "the table has no rows", remedy, table="sources")
