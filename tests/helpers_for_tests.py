"""Small made-up folders of tables for the tests: header-only, but for the rows a test gives."""

import csv
import io

from helpers.tables import package

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
    "councils": {"gss_code": "E10000001", "council_type": "county", "region": "South East"},
    "ofsted_sif_judgements": {"basis": "Ofsted inspection report"},
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
}
COUNCILS = [{"council_id": c, "name": c.title()} for c in ("alton", "barton", "carlton", "denton")]


def columns(name):
    """The columns of a table, in the order of the schema."""
    description = next(r for r in package()["resources"] if r["name"] == name)
    return [field["name"] for field in description["schema"]["fields"]]


def as_csv(rows):
    """Rows of cells as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write(folder, **tables):
    """Write every table of the package; a table that is not given is header-only.

    tables: lists of partial rows, filled up from FILLED. One article and four councils are there
    unless a test gives others.
    """
    tables = {"sources": [{}], "councils": COUNCILS} | tables
    (folder / "reference").mkdir(parents=True, exist_ok=True)
    for description in package()["resources"]:
        name, names = description["name"], columns(description["name"])
        given = [
            {k: v for k, v in ARTICLE.items() if k in names} | FILLED[name] | {k: str(v) for k, v in row.items()}
            for row in tables.pop(name, [])
        ]
        stray = {column for row in given for column in row} - set(names)
        assert not stray, f"{name} has no column {stray}"
        rows = [names, *([row.get(column, "") for column in names] for row in given)]
        (folder / description["path"]).write_text(as_csv(rows), encoding="utf-8", newline="")
    assert not tables, f"no such tables: {list(tables)}"
    return folder


def record(*rows):
    """Rows of the record from (council, day, grade)."""
    return [{"council_id": c, "published": day, "overall": grade} for c, day, grade in rows]
