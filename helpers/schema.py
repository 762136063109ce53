"""The one schema of all tables, data/datapackage.json, as code reads it."""

import json
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HOME = PROJECT / "data"


@cache
def package():
    """The data package: every table, its columns, types, allowed values and keys."""
    return json.loads((HOME / "datapackage.json").read_text(encoding="utf-8"))


def resource(name):
    """One table's description in the data package."""
    return next(r for r in package()["resources"] if r["name"] == name)


@cache
def columns():
    """Title and form of every column to show, {name: {"title", "as"}}: derived columns, then the schema's own."""
    known = {}
    for r in package()["resources"]:
        for field in r["schema"]["fields"]:
            edtf = {"period": "period"}.get(field.get("edtf"), "date") if "edtf" in field else ""
            number = "number" if field["type"] in ("integer", "number") else ""
            known.setdefault(field["name"], {"title": field["title"], "as": field.get("as", edtf or number)})
    return known | package().get("shown", {})
