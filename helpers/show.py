"""Saying what was computed: numbers in words, sentences and tables as outputs of a cell.

This is the one place where words become Markdown or HTML, and so the one place that escapes them.
"""

import html
import math
import re

import pandas as pd
from IPython.display import display

from helpers.dates import say as say_date
from helpers.schema import columns

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
SMALL += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
ENTRIES = "07_council_by_council.ipynb"  # where a council's name leads
OPEN, MIDDLE, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"  # around a name that leads to its entry; no text has these
MARKED = re.compile(f"{OPEN}(.*?){MIDDLE}(.*?){CLOSE}")
MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~$^&]|^[-+=%:(]")  # what means something anywhere, or at the beginning
NUMBERED = re.compile(r"^\d+(?=[.)])")  # what begins a numbered list
FORMULA = re.compile(r"'*(?:\s*[-=+@＝＋－＠]|[\t\r])")  # how a cell begins that Excel computes, or was kept from it
PLAIN_NUMBER = re.compile(r"[+-]?[\d.,]+%?", re.ASCII)


class Council(str):
    """A council's name; put into an f-string it carries where its entry is, and `say` makes a link of it."""

    def __new__(cls, name, council_id):
        council = super().__new__(cls, name)
        council.council_id = council_id
        return council

    def __format__(self, spec):
        return f"{OPEN}{self.council_id}{MIDDLE}{str.__format__(self, spec)}{CLOSE}"


def plain(text):
    """Text without the marks of council names, on one line."""
    return " ".join(MARKED.sub(r"\2", str(text)).split())


def escaped(text):
    """A cell as it goes into a CSV file: what Excel would compute as a formula begins with an apostrophe."""
    return f"'{text}" if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def unescaped(text):
    """A cell of a CSV file without the apostrophe that `escaped` gave it."""
    return text[1:] if text[:1] == "'" and FORMULA.match(text) else text


def number(n):
    """A whole number as running text has it: words up to nineteen, then digits."""
    return SMALL[n] if 0 <= n < len(SMALL) else f"{n:,}"


def some(n, noun, plural=None):
    """“one award”, “two councils”, “no articles”."""
    return f"{number(n)} {noun if n == 1 else plural or noun + 's'}"


def pounds(amount, decimals=None):
    """An amount at a reader's precision: £35.8m, £9.17m, £744,000; “no limit” for an endless one, "" for none.

    decimals: of millions and billions, where one is not enough from ten on, or two below.
    """
    if pd.isna(amount):
        return ""
    if math.isinf(amount):
        return "no limit"
    for unit, word in ((1e9, "bn"), (1e6, "m")):
        if amount >= unit * 0.9995:
            places = decimals if decimals is not None else 1 if amount >= 10 * unit else 2
            rounded = math.floor(float(amount) / unit * 10**places + 0.5 + 1e-9) / 10**places  # halves up
            digits = f"{rounded:.{places}f}"
            return f"£{digits.rstrip('0').rstrip('.') if places else digits}{word}"
    return f"£{amount:,.0f}"


def percent(share, decimals=0):
    """A share between nought and one as a percentage, halves rounded up."""
    return f"{math.floor(100 * share * 10**decimals + 0.5 + 1e-9) / 10**decimals:.{decimals}f}%"


def share(n, of, noun=""):
    """A count, what it is of, and its share: “29 of 132 councils (22%)”."""
    return f"{n:,} of {of:,}{' ' + noun if noun else ''} ({percent(n / of)})"


def day(value):
    """A day, or EDTF text, as running text has it: “5 January 2016”."""
    return say_date(value) if isinstance(value, str) else f"{value.day} {value:%B %Y}"


def listed(items, last="and"):
    """“a, b and c”."""
    items = [f"{item}" for item in items]
    return f" {last} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def sentence(text):
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


class Shown:
    """An output with its own HTML or Markdown and a plain-text form of the same words."""

    def __init__(self, plain, **rich):
        self.plain, self.rich = plain, rich

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.plain, **self.rich}


def as_markdown(text):
    """Plain text as Markdown that shows just these words, council names as links to their entries."""
    text = MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))
    text = NUMBERED.sub(r"\g<0>\\", text).replace("\\\\", "&#92;")  # JupyterLab takes \\( for mathematics
    return MARKED.sub(rf"[\2]({ENTRIES}#\1)", text)


def as_html(text):
    """Plain text as HTML that shows just these words, council names as links to their entries."""
    return MARKED.sub(rf'<a href="{ENTRIES}#\1">\2</a>', html.escape(" ".join(text.split())))


def say(*sentences):
    """Show sentences, plain text all, as one paragraph; empty ones are left out."""
    text = " ".join(sentence(s) for s in sentences if s)
    if text:
        display(Shown(plain(text), **{"text/markdown": as_markdown(text)}))


# --- tables ---


FORMS = {
    "pounds": pounds,
    "percent": percent,
    "date": day,
    "period": lambda v: say_date(v, period=True),
    "number": lambda v: f"{v:,.10g}" if isinstance(v, float) else f"{v:,}",
}
NUMERIC = ("pounds", "percent", "number")


def anchor(url, text, title=""):
    """A link as HTML; the text alone where the address is none of the web."""
    if not url.startswith(("http://", "https://")):
        return html.escape(text)
    more = f' title="{html.escape(title)}"' if title else ""
    return f'<a href="{html.escape(url)}"{more}>{html.escape(text)}</a>'


def cell(value, form=""):
    """A cell as (plain text, HTML), in the form of its column."""
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) or value == "":
        return "", ""
    if hasattr(value, "url"):
        return str(value), anchor(value.url, str(value), value.article)
    if form == "link":
        return value, anchor(value, value)
    text = f"{value}" if isinstance(value, str) else FORMS.get(form, str)(value)
    if form == "date":
        text = FORMS["date"](value)
        return text, f'<span class="date">{html.escape(text)}</span>'
    if form == "period":
        text = FORMS["period"](value)
    return plain(text), as_html(text)


def sourced(frame, caption):
    """The frame and caption with the source said once where all rows share an article."""
    links = [link for link in frame.get("source", []) if hasattr(link, "article")]
    if not links or len({link.article for link in links}) > 1 or len(links) < len(frame):
        return frame, caption
    url, text = links[0].url, links[0].article
    places = [type(link)(link.place, link.place, link.article, link.url) for link in links]
    frame = frame.assign(source=pd.Series(places, frame.index, dtype=object))
    return frame, f"{caption} (from {text})" if url or text else caption


def table(frame, caption, total=None, fold=False):
    """Show a DataFrame as a captioned table without its index; nothing where it has no rows.

    Titles and forms of the columns are those of datapackage.json. total: {column: value} for a last
    row. fold: closed until it is opened, the caption being what is seen.
    """
    if frame.empty:
        return
    frame, caption = sourced(frame, caption)
    known = [columns().get(name, {"title": sentence(name.replace("_", " "))}) for name in frame.columns]
    titles, forms = [c["title"] for c in known], [c.get("as", "") for c in known]
    body = [[cell(v, form) for v, form in zip(row, forms)] for row in frame.itertuples(index=False, name=None)]
    last = [[cell(total.get(name, ""), form) for name, form in zip(frame.columns, forms)]] if total else []
    kinds = [kind(form, [row[i][0] for row in body]) for i, form in enumerate(forms)]
    head = "".join(f'<th scope="col"{k}>{html.escape(title)}</th>' for title, k in zip(titles, kinds))
    rows = [as_row(cells, titles, kinds) for cells in body]
    foot = f"<tfoot>{as_row(last[0], titles, kinds)}</tfoot>" if last else ""
    name = html.escape(plain(caption))
    shown = (
        f'<div class="scroll" role="region" tabindex="0" aria-label="Table: {name}"><table class="data">'
        f"<caption>{as_html(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{chr(10).join(rows)}\n</tbody>{foot}</table></div>"
    )
    if fold:
        shown = f'<details class="fold"><summary>{as_html(caption)}</summary>\n{shown}\n</details>'
    words = pd.DataFrame([[text for text, _ in row] for row in body + last], columns=range(len(titles)), dtype=object)
    words.columns = titles
    display(Shown(f"{plain(caption)}\n{words.to_string(index=False)}", **{"text/html": shown}))


def kind(form, texts):
    """A column's class: where its cells stand, and how much room their words need."""
    if form in NUMERIC:
        return ' class="num"'
    longest = max(map(len, texts))  # a table has rows
    size = "long" if longest > 44 else "mid" if longest > 18 else ""
    # JupyterLab sets every cell flush right unless the cell itself says otherwise
    return f' class="{size}" style="text-align:left"' if size else ' style="text-align:left"'


def as_row(cells, titles, kinds):
    """One row of a table as HTML, its first cell being its heading where it says anything."""
    parts = []
    for i, ((_, shown), title, k) in enumerate(zip(cells, titles, kinds)):
        tag, scope = ("th", ' scope="row"') if i == 0 and shown else ("td", "")
        parts.append(f'<{tag}{scope}{k} data-label="{html.escape(title)}">{shown}</{tag}>')
    return f"<tr>{' '.join(parts)}</tr>"
