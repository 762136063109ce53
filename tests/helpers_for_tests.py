"""Small made-up tables for the tests, in memory or in a folder: empty, but for the rows a test gives."""

import csv
import io
import json
from functools import cache

import pandas as pd

from helpers.schema import package
from helpers.tables import load, together, typed
from tools.raw import csv_text, write_together

ARTICLE = {"source_id": "gazette-2016-05-01", "paragraph": "3", "as_printed": "printed words", "note": ""}
FILLED = {  # a whole row of each table; a test changes what it is about
    "sources": {
        "source_id": "gazette-2016-05-01",
        "title": "A title",
        "publisher": "The Gazette",
        "published": "2016-05-01",
        "kind": "news",
        "url": "https://example.org/a",
    },
    "commitments": {
        "commitment_id": "fund",
        "programme": "A fund",
        "kind": "budget",
        "amount_gbp": "10000000",
        "amount_bound": "exact",
        "as_printed": "£10m",
    },
    "awards": {
        "award_id": "award",
        "recipient": "Somebody",
        "recipient_type": "council",
        "amount_gbp": "4000000",
        "amount_bound": "exact",
        "as_printed": "£4m",
    },
    "award_councils": {"award_id": "award", "council_id": "alton", "role": "recipient"},
    "rating_spreads": {
        "spread_id": "spread",
        "as_at": "2016-05-01",
        "counted": "departments",
        "grade": "good",
    },
    "council_ratings": {
        "rating_id": "rating",
        "council_id": "alton",
        "framework": "SIF",
        "scope": "overall",
        "grade": "inadequate",
    },
    "events": {"event_id": "event", "kind": "meeting", "status": "happened"},
    "memberships": {"programme": "A fund", "council_id": "alton"},
    "statistics": {
        "statistic_id": "figure",
        "subject": "a figure",
        "value": "3",
        "unit": "councils",
        "bound": "exact",
    },
    "mentions": {"about": "award"},
    "claims": {"claim_id": "claim", "claim": "A claim"},
    "left_out": {"reason": "an opinion"},
    "authorities": {"gss_code": "E10000001", "council_type": "county", "region": "South East", "easting": "400000"}
    | {"northing": "200000"},
    "ofsted_judgements": {"framework": "SIF", "basis_kind": "report", "basis": "Ofsted inspection report", "urn": "80"},
    "official_figures": {
        "figure_id": "official",
        "topic": "ratings",
        "subject": "a figure",
        "as_at": "2016-04-30",
        "measure": "inadequate",
        "unit": "councils",
        "publisher": "Somebody",
        "title": "A title",
        "published": "2016-05-01",
        "url": "https://example.org/b",
    },
    "interventions": {
        "event_id": "told",
        "same_event": "told",
        "council_id": "alton",
        "kind": "commissioner appointed",
        "what": "A commissioner was appointed",
        "dated": "2016-04",
        "publisher": "The Herald",
        "url": "https://example.org/c",
        "confidence": "A",
        "printed": "a commissioner",
    },
    "innovation_awards": {
        "recipient": "Alton",
        "council_id": "alton",
        "round": "first",
        "publisher": "The Herald",
        "title": "A title",
        "url": "https://example.org/d",
        "printed": "£1m",
    },
}
AUTHORITIES = [
    {"council_id": c, "name": c.title(), "gss_code": f"E1000000{i}"}
    for i, c in enumerate(("alton", "barton", "carlton", "denton"), start=1)
]


def columns(name):
    """The columns of a table, in the order of the schema."""
    description = next(r for r in package()["resources"] if r["name"] == name)
    return [field["name"] for field in description["schema"]["fields"]]


def filled(**tables):
    """Every table of the package by name, as lists of whole rows: those not given have none.

    tables: lists of partial rows, filled up from FILLED. One article and four councils are there
    unless a test gives others.
    """
    tables = {"sources": [{}], "authorities": AUTHORITIES} | tables
    whole = {}
    for name in (description["name"] for description in package()["resources"]):
        names = columns(name)
        given = [
            {k: v for k, v in ARTICLE.items() if k in names} | FILLED[name] | {k: str(v) for k, v in row.items()}
            for row in tables.pop(name, [])
        ]
        stray = {column for row in given for column in row} - set(names)
        assert not stray, f"{name} has no column {stray}"
        whole[name] = given
    assert not tables, f"no such tables: {list(tables)}"
    return whole


@cache
def held(name, rows):
    """A table made of rows, given as JSON; a test is given a copy."""
    return typed(pd.DataFrame(json.loads(rows)), name)


def made(**tables):
    """Made-up tables as `load` gives them, without a folder; see `filled`."""
    return together({name: held(name, json.dumps(rows)).copy() for name, rows in filled(**tables).items()})


def as_csv(rows):
    """Rows of cells as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_csv(path, rows):
    """Write rows of text as the commands do."""
    write_together({path: csv_text(rows)})


def write(folder, **tables):
    """Write every table of the package into a folder, header-only where no rows are given; see `filled`.

    The record has a judgement, for a folder's own may not be empty.
    """
    council = (tables.get("authorities") or AUTHORITIES)[0]["council_id"]
    tables = {"ofsted_judgements": record((council, "2014-03-31", "good"))} | tables
    (folder / "reference").mkdir(parents=True, exist_ok=True)
    paths = {description["name"]: description["path"] for description in package()["resources"]}
    for name, given in filled(**tables).items():
        names = columns(name)
        rows = [names, *([row.get(column, "") for column in names] for row in given)]
        (folder / paths[name]).write_text(as_csv(rows), encoding="utf-8", newline="")
    return folder


def record(*rows):
    """Rows of the record from (council, day, grade)."""
    return [{"council_id": c, "published": day, "overall": grade} for c, day, grade in rows]


@cache
def real():
    """The project's own tables; a test must not change them."""
    return load()
