"""The tables of a folder, read by the one schema that describes them."""

import hashlib
import json
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from helpers.dates import bounds, say
from helpers.show import listed

PROJECT = Path(__file__).resolve().parent.parent
HOME = PROJECT / "data"


@cache
def package():
    """The data package: every table, its columns, types, allowed values and keys."""
    return json.loads((HOME / "datapackage.json").read_text(encoding="utf-8"))


def resource(name):
    """One table's description in the data package."""
    return next(r for r in package()["resources"] if r["name"] == name)


def path_of(folder, name):
    """Where a table of the folder lies; the project's own reference tables serve every folder."""
    relative = resource(name)["path"]
    own = Path(folder) / relative
    return own if own.exists() or not relative.startswith("reference/") else HOME / relative


def read(path, name):
    """One table as a DataFrame: text columns hold "" where a cell is empty, numbers hold NA."""
    from tools.raw import fields, read_csv  # here, for it builds on this module

    rows, _ = read_csv(Path(path), str(path), fields(resource(name)))
    frame = pd.DataFrame([cells for _, cells in rows], columns=fields(resource(name)), dtype=str)
    frame = frame.apply(lambda column: column.str.strip())
    for field in resource(name)["schema"]["fields"]:
        kind = {"integer": "Int64", "number": "Float64"}.get(field["type"])
        if kind:
            column = frame[field["name"]]
            frame[field["name"]] = pd.to_numeric(column.mask(column == "")).astype(kind)
    return frame


def load(folder):
    """All tables of a folder that `python -m tools check` accepts, one attribute a table."""
    names = [r["name"] for r in package()["resources"]]
    tables = SimpleNamespace(**{name: read(path_of(folder, name), name) for name in names})
    tables.names = tables.councils.set_index("council_id")["name"].to_dict()
    tables.published = {s: bounds(p).first for s, p in zip(tables.sources["source_id"], tables.sources["published"])}
    tables.article = tables.sources.set_index("source_id").to_dict("index")
    return tables


class Link(str):
    """Text that leads somewhere when it is shown in a table: `url` says where."""

    def __new__(cls, text, url=""):
        link = super().__new__(cls, text)
        link.url = url
        return link


def cite(tables, row):
    """Where a row comes from: publisher, day and paragraph, linked to the article."""
    article = tables.article[row["source_id"]]
    text = f"{article['publisher']}, {say(article['published'])}, paragraph {row['paragraph']}"
    return Link(text, article["url"])


def cites(tables, frame):
    """Where each row of a table comes from, as a list of links."""
    return [cite(tables, row) for _, row in frame.iterrows()]


def sources_of(tables, frame):
    """The articles that rows come from, in words, as the source line of a figure.

    More than six are counted, with their publishers and the time they span.
    """
    days = {}
    articles = sorted((tables.article[s] for s in frame["source_id"].unique()), key=lambda a: a["published"])
    for article in articles:
        days.setdefault(article["publisher"], []).append(say(article["published"]))
    if len(articles) > 6:
        makers = listed(list(days)) if len(days) < 5 else f"{len(days)} publishers"
        first, last = say(articles[0]["published"]), say(articles[-1]["published"])
        return f"{len(articles)} articles from {makers}, {first} to {last}"
    return "; ".join(f"{publisher}, {listed(dates)}" for publisher, dates in days.items())


def identified():
    """The tables whose rows mentions and claims can name, as the schema lists them."""
    return next(field for field in resource("claims")["schema"]["fields"] if field["name"] == "about")["refers"]


def find(tables, identifier):
    """The tables' rows with an identifier: (table name, rows), or ("", no rows)."""
    for name in identified():
        frame = getattr(tables, name)
        rows = frame[frame.iloc[:, 0] == identifier]
        if len(rows):
            return name, rows
    return "", pd.DataFrame()


def coverage(tables):
    """How many rows of each article table each article gave: one row a table, one column an article."""
    counts = {}
    for r in package()["resources"]:
        if any(f["name"] == "paragraph" for f in r["schema"]["fields"]):
            counts[r["title"]] = getattr(tables, r["name"])["source_id"].value_counts()
    frame = pd.DataFrame(counts).T.reindex(columns=list(tables.sources["source_id"])).fillna(0).astype(int)
    return frame.assign(**{"in all": frame.sum(axis=1)}).rename_axis("table").reset_index()


def fingerprints(tables):
    """The tables the outputs were computed from: rows, and a digest that any change of a value changes."""
    rows = []
    for r in package()["resources"]:
        text = getattr(tables, r["name"]).to_csv(index=False, lineterminator="\n")
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        rows.append((r["title"], r["path"], len(getattr(tables, r["name"])), digest))
    return pd.DataFrame(rows, columns=["Table", "File", "Rows", "Fingerprint"])


def gaps(tables):
    """Columns that are empty in some rows, though not by design: table, column, empty cells, rows."""
    rows = []
    for r in package()["resources"]:
        frame = getattr(tables, r["name"])
        for f in r["schema"]["fields"]:
            empty = int((frame[f["name"]].isna() | (frame[f["name"]].astype(str) == "")).sum())
            if empty and f["name"] in (
                "url",
                "period",
                "announced",
                "inspected",
                "dated",
                "council_id",
                "project",
                "framework",
            ):
                rows.append((r["title"], f["title"], empty, len(frame), f["description"]))
    return pd.DataFrame(rows, columns=["table", "column", "empty", "rows", "meaning"])
