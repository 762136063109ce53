"""The tables of a folder, read by the one schema that describes them, each row with its source."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from helpers.dates import bounds, say
from helpers.money import printed_cells
from helpers.ratings import as_graded, in_order, nineteen, printed_share
from helpers.schema import HOME, package, resource
from helpers.show import Council, listed, unescaped

SHORT = {"Children & Young People Now": "CYPN"}  # a publisher's short name in a citation


def path_of(folder, name):
    """Where a table of the folder lies; the project's own reference tables serve every folder."""
    relative = resource(name)["path"]
    own = Path(folder) / relative
    return own if own.exists() or not relative.startswith("reference/") else HOME / relative


@dataclass(frozen=True)
class Link:
    """Where a row comes from: `text` “CYPN 20 Mar 2017 ¶19.7”, `place` “¶19.7”, `article` the article
    in full, `url` its address or "".
    """

    text: str
    place: str
    article: str
    url: str

    def __str__(self):
        return self.text


def typed(frame, name):
    """A table of text with the schema's columns, in their order: numbers hold NA where a cell is empty.

    A column that is not there is empty.
    """
    columns = {}
    for field in resource(name)["schema"]["fields"]:
        cells = frame[field["name"]].fillna("") if field["name"] in frame else [""] * len(frame)
        column = pd.Series([cell.strip() for cell in cells], frame.index, dtype=object)
        kind = {"integer": "Int64", "number": "Float64"}.get(field["type"])
        columns[field["name"]] = pd.to_numeric(column.mask(column == "")).astype(kind) if kind else column
    return pd.DataFrame(columns, frame.index)


def read(path, name):
    """One clean table as a DataFrame; a file that is not there is an empty one."""
    frame = pd.read_csv(path, dtype=object, keep_default_na=False) if Path(path).exists() else pd.DataFrame()
    return typed(frame.map(unescaped), name)


def cite(article, paragraph):
    """The Link to a paragraph of an article (a row of `sources`, as a dictionary)."""
    first, last = bounds(article["published"])
    when = f"{first.day} {first:%b %Y}" if first == last else say(article["published"])
    paper = SHORT.get(article["publisher"], article["publisher"])
    place = f"¶{paragraph}"
    whole = f"{article['publisher']}, {say(article['published'])}"
    return Link(f"{paper} {when} {place}", place, whole, article["url"])


def named(t):
    """The identifiers of the councils that an article names."""
    frames = (t.council_ratings, t.events, t.memberships, t.award_councils)
    return {council for frame in frames for council in frame["council_id"] if council}


def load(folder=HOME):
    """All tables of a folder that `python -m tools check` accepts; see `together`."""
    frames = {r["name"]: read(path_of(folder, r["name"]), r["name"]) for r in package()["resources"]}
    return together(frames, entries=Path(folder).resolve() == HOME)


def together(frames, entries=False):
    """Tables by name as one object, an attribute a table, ready to be measured and shown.

    Every article table gets `source` (a Link); every table with a `council_id` gets `council`, its
    name. What an article prints is read into empty amounts, bounds, percentages and decimals.
    Also: names {council_id: name}, article {source_id: row of sources}, published {source_id: day},
    until (the last day of Ofsted’s record), graded (the judgements with an overall grade, in order).
    entries: names lead to their entry in notebook 07.
    """
    t = SimpleNamespace(**frames)
    t.article = {row["source_id"]: row for row in t.sources.to_dict("records")}
    t.published = {source: bounds(row["published"]).last for source, row in t.article.items()}
    t.until = dt.date.fromisoformat(resource("ofsted_judgements")["until"])
    t.commitments, t.awards = printed_cells(t.commitments), printed_cells(t.awards)
    t.rating_spreads, t.graded = printed_share(t.rating_spreads), in_order(t.ofsted_judgements)
    for name in ("rating_spreads", "council_ratings"):
        getattr(t, name)["grade"] = getattr(t, name)["grade"].map(as_graded)
    names = t.authorities.drop_duplicates("council_id").set_index("council_id")["name"]
    linked = named(t) | set(nineteen(t)) if entries else set()
    t.names = {i: Council(name, i) if i in linked else name for i, name in names.items()}
    headlines = [Link(a["title"], a["title"], a["publisher"], a["url"]) for a in t.article.values()]
    t.sources["headline"] = pd.Series(headlines, t.sources.index, dtype=object)
    for name in frames:
        frame = getattr(t, name)
        if "paragraph" in frame:
            places = list(zip(frame["source_id"], frame["paragraph"]))
            links = {(source, paragraph): cite(t.article[source], paragraph) for source, paragraph in set(places)}
            frame["source"] = pd.Series([links[place] for place in places], frame.index, dtype=object)
        if "council_id" in frame:
            frame["council"] = pd.Series([t.names.get(i, "") for i in frame["council_id"]], frame.index, dtype=object)
    t.graded["council"] = t.ofsted_judgements["council"]
    return t


def sources_of(t, frame):
    """The articles that rows come from, in words, as the source line of a figure."""
    days = {}
    for source in sorted(frame["source_id"].unique(), key=lambda s: t.published[s]):
        article = t.article[source]
        days.setdefault(article["publisher"], []).append(say(article["published"]))
    return "; ".join(f"{publisher}, {listed(dates)}" for publisher, dates in days.items())
