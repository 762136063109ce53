"""What a report rests on: its articles, and what of them is in no table."""

import pandas as pd

from helpers.dates import say
from helpers.tables import Link
from tools.telling import LIST, few, noun, when


def by_day(t):
    """The articles in order of their days."""
    return t.sources.assign(day=[t.published[s] for s in t.sources["source_id"]]).sort_values("day", kind="stable")


def read(t):
    """The articles in order of their days, each title leading to the article."""
    rows = by_day(t)
    links = [Link(a["title"], a["title"], a["publisher"], a["url"]) for a in rows.to_dict("records")]
    linked = rows.assign(title=pd.Series(links, rows.index, dtype=object))
    return linked[["published", "title", "publisher", "kind", "limits"]]


def articles(t):
    """The facts of words/articles.md."""
    rows = by_day(t)
    first, last = rows["published"].iloc[0], rows["published"].iloc[-1]
    return {
        "n": len(rows),
        "noun": noun(t, list(rows["source_id"])),
        "title": rows["title"].iloc[0],
        "publishers": few(dict.fromkeys(rows["publisher"]), LIST),
        "when": when(first),
        "first": say(first),
        "last": say(last),
    }
