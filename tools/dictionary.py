"""The data dictionary in data/README.md, written from the schema: `python -m tools.dictionary`."""

from helpers.schema import HOME, package

README = HOME / "README.md"
BEGIN, END = "<!-- begin: written by python -m tools.dictionary -->", "<!-- end -->"
TRACE = ("source_id", "paragraph", "as_printed", "note")
FORMS = {"date": "date", "day": "day", "period": "period"}
TYPES = {"string": "text", "integer": "whole number", "number": "number"}


def holds(field, description):
    """What a column's cells hold, in a few words: a form, an identifier, one of some words; or nothing."""
    keys = [k for k in description["schema"].get("foreignKeys", []) if k["fields"] == [field["name"]]]
    tables = field.get("refers") or [k["reference"]["resource"] or description["name"] for k in keys]
    if tables:
        return f"identifier in {', '.join(f'`{name}`' for name in tables)}"
    rules = field.get("constraints", {})
    if "enum" in rules:
        return "one of " + ", ".join(f"`{value}`" for value in rules["enum"])
    return FORMS.get(field.get("edtf"), TYPES[field["type"]])


def section(description):
    """The part on one table: what its rows are, and a line a column, but for the four that all share."""
    fields = description["schema"]["fields"]
    printed = any(f["name"] == "as_printed" for f in fields)
    lines = [f"### `{description['path']}`: {description['title']}", "", description["description"], ""]
    lines += ["| column | holds | meaning |", "|---|---|---|"]
    for field in fields:
        if not (printed and field["name"] in TRACE):
            needed = "" if field.get("constraints", {}).get("required") else " (may be empty)"
            lines.append(f"| `{field['name']}` | {holds(field, description)}{needed} | {field['description']} |")
    return [*lines, ""]


def dictionary():
    """The whole dictionary as lines of Markdown: the columns that every article table has, then each table."""
    tables = package()["resources"]
    shared = next(r for r in tables if [f["name"] for f in r["schema"]["fields"]][-4:] == list(TRACE))
    lines = ["### In every article table but `sources.csv`", "", "| column | meaning |", "|---|---|"]
    lines += [f"| `{f['name']}` | {f['description']} |" for f in shared["schema"]["fields"][-4:]]
    return [*lines, "", *(line for r in tables for line in section(r))]


def written(text):
    """The text of the README with the dictionary between its two marks written anew."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return "\n".join([before + BEGIN, "", *dictionary(), END]) + after


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
