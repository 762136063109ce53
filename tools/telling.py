"""Sentences that are true of any tables: templates in words/, a line a sentence, filled with facts.

The modules about_*.py compute the facts. Nothing is added up but the awards of one list, a list is whole only
where an article says so, and what no row says is not said.
"""

from functools import cache
from pathlib import Path

import pandas as pd
from IPython.display import display
from jinja2 import Environment, StrictUndefined

from helpers.dates import DURATION
from helpers.dates import say as say_date
from helpers.schema import columns
from helpers.show import listed, number, percent, pounds, say, some, table

WORDS = Path(__file__).parent / "words"
ROWS = 30  # of a table that is shown
LIST = 6  # items that a sentence lists; of more it says how many
NAMES = 12  # names of councils that it lists
BOUNDS = {"exact": "", "": "", "up to": "up to ", "at least": "at least ", "about": "about "}


# --- words ---


@cache
def lines(name):
    """The templates of words/NAME.md, one a line that is not empty; a fact that is not given is an error."""
    templates = Environment(undefined=StrictUndefined)  # what comes out is plain text: `say` escapes it
    templates.filters |= {"listed": listed, "number": number, "percent": percent, "pounds": pounds, "ended": ended}
    templates.globals["some"] = some
    text = (WORDS / f"{name}.md").read_text(encoding="utf-8")
    return [templates.from_string(line) for line in text.splitlines() if line.strip()]


def sentences(name, *facts):
    """The sentences of words/NAME.md for each dictionary of facts; those whose condition does not hold are left out."""
    said = [" ".join(line.render(each).split()) for each in facts for line in lines(name)]
    return [sentence for sentence in said if sentence]


def ended(text):
    """A sentence of somebody else's with its full stop."""
    return text if text[-1:] in (".", "?", "!") else f"{text}."


def firsts(name, facts, most=3):
    """The first sentence of words/NAME.md for each of a few dictionaries of facts; no other fact is needed."""
    return [" ".join(lines(name)[0].render(each).split()) for each in facts[:most]]


# --- what a notebook shows ---


def tell(name, *facts):
    """Show the sentences of words/NAME.md as one paragraph; nothing where there are no facts."""
    say(*sentences(name, *facts))


def heading(words):
    """Show a heading; a section whose rows are missing then has none. The words are ours, never a table's."""
    shown = {"text/markdown": f"## {words}", "text/plain": words}
    display(shown, metadata={"text/markdown": {"heading": True}}, raw=True)


def listing(frame, caption, name, total=None, fold=False):
    """Show a table: the first rows, and where there are more, a line that says so; its notes folded below.

    Empty columns are left out, and what is the same in all rows is said in the caption. name: the table,
    or tables, of the folder that have all the rows.
    """
    frame = frame[[column for column in frame if any(has_words(value) for value in frame[column])]]
    notes = frame[frame["note"] != ""].filter([frame.columns[0], "note", "source"]) if "note" in frame else frame[:0]
    frame = frame.drop(columns=["note"] if "note" in frame else [])
    same = {column: words for column in frame.columns[1:] if (words := the_same(frame[column]))}
    said = "; ".join(f"{columns()[column]['title'].lower()}: {words}" for column, words in same.items())
    whole = f"{caption}, all with {said}" if said else caption
    table(frame.drop(columns=list(same)).head(ROWS), whole, total=total if len(frame) <= ROWS else None, fold=fold)
    if len(frame) > ROWS:
        say(f"The table shows {ROWS} of {len(frame):,} rows; the others are in the tables of the folder ({name}).")
    table(notes.head(ROWS), f"{caption}: notes", fold=True)


def the_same(column):
    """What all of several rows have in a column of the schema, in words, where that is text and short; else ""."""
    first, form = column.iloc[0], columns().get(column.name, {"as": "unknown"}).get("as", "")
    if len(column) == 1 or not isinstance(first, str) or len(first) > 40 or (column != first).any():
        return ""
    return {"": first, "date": say_date(first) if form == "date" else ""}.get(form, "")


def has_words(value):
    """Whether a cell has anything to show."""
    return value is not None and str(value) not in ("", "<NA>", "nan")


# --- saying what a row has ---


def voice(t, rows=None):
    """Whose words rows are, {"who", "s"}: “the article”, one of several by its day, or “the articles”; rows: or all."""
    sources = list(dict.fromkeys(t.sources["source_id"] if rows is None else rows["source_id"]))
    word = noun(t, sources)
    if len(t.sources) == 1:
        return {"who": f"the {word}", "s": "s"}
    if len(sources) > 1:
        return {"who": f"the {word}s", "s": ""}
    article = t.article[sources[0]]
    same = [a["published"] for a in t.article.values()].count(article["published"]) > 1
    vague = "/" in article["published"] or "~" in article["published"]
    of = f"published {when(article['published'])}" if vague else f"of {say_date(article['published'])}"
    return {"who": f"the {word} {of}" + (f" ({article['publisher']})" if same else ""), "s": "s"}


def noun(t, sources):
    """What to call some of the sources: articles, but where all are web pages, as a funder's file is held to be."""
    return "source" if all(t.article[source]["kind"] == "web page" for source in sources) else "article"


def when(edtf):
    """A date with its preposition: “on 5 May 2016”, “in 2014”; "" for none."""
    if not edtf or DURATION.fullmatch(edtf):
        return ""
    if "/" in edtf or "~" in edtf:
        return say_date(edtf)
    return f"{'on' if len(edtf) == 10 else 'in'} {say_date(edtf)}"


def amount(row):
    """A row's amount in words, with what qualifies it: “up to £2m”, “£2m to £3m”."""
    if pd.isna(row["amount_gbp"]):
        return "no amount printed"
    if pd.notna(row["amount_to_gbp"]):
        return f"{pounds(row['amount_gbp'])} to {pounds(row['amount_to_gbp'])}"
    return BOUNDS[row["amount_bound"]] + pounds(row["amount_gbp"])


def few(names, most=NAMES):
    """Names as they are, none where they are too many for a sentence."""
    return list(names) if len(names) <= most else []
