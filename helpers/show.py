"""Saying what was computed: numbers in words, sentences and tables as outputs of a cell."""

import html
import math

import pandas as pd
from IPython.display import display

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def number(n):
    """A whole number as running text has it: words up to ten, then digits."""
    return SMALL[n] if 0 <= n < len(SMALL) else f"{n:,}"


def some(n, noun, plural=None):
    """“one award”, “two councils”, “no articles”."""
    return f"{number(n)} {noun if n == 1 else plural or noun + 's'}"


def pounds(amount):
    """An amount at a reader's precision: £35.8m, £744,000; “no limit” for an endless one."""
    if math.isinf(amount):
        return "no limit"
    for unit, word in ((1e9, "bn"), (1e6, "m")):
        if amount >= unit * 0.9995:
            hundredths = math.floor(float(amount) / unit * 100 + 0.5 + 1e-9)  # halves up, as people round
            return f"£{hundredths / 100:.2f}".rstrip("0").rstrip(".") + word
    return f"£{amount:,.0f}"


def percent(share, decimals=0):
    """A share between nought and one as a percentage."""
    return f"{100 * share:.{decimals}f}%"


def listed(items, last="and"):
    """“a, b and c”."""
    items = [str(item) for item in items]
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


def say(*sentences):
    """Show sentences as one paragraph; empty ones are left out."""
    text = " ".join(sentence(s) for s in sentences if s)
    if text:
        display(Shown(text, **{"text/markdown": text}))


def _cell(value):
    """A cell as (plain text, HTML)."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "", ""
    if not isinstance(value, str):
        value = f"{value:,}" if float(value).is_integer() else f"{value:g}"
        value = value.removesuffix(".0")
    shown, url = html.escape(value), html.escape(getattr(value, "url", ""))
    return value, f'<a href="{url}">{shown}</a>' if url else shown


def _is_number(cells):
    texts = [plain for plain, _ in cells if plain]
    dates = any(text[4:5] == "-" for text in texts)
    return bool(texts) and not dates and all(set(text) <= set("£%-+.,0123456789bmn") for text in texts)


def table(frame, caption, columns=None, empty="There is nothing to show: the tables hold no such rows."):
    """Show a DataFrame as a captioned table without its index; says so where it has no rows.

    columns: the columns to show, {name: title} or {name: (title, function for its cells)}.
    """
    if frame.empty:
        return say(empty)
    columns = columns or {name: name for name in frame.columns}
    titles, cells = [], []
    for name, spec in columns.items():
        title, function = spec if isinstance(spec, tuple) else (spec, None)
        values = [function(v) if function and pd.notna(v) else v for v in frame[name]]
        titles.append(title)
        cells.append([_cell(v) for v in values])
    # JupyterLab sets every cell flush right unless the cell itself says otherwise
    kinds = [' class="num"' if _is_number(column) else ' style="text-align:left"' for column in cells]
    head = "".join(f'<th scope="col"{k}>{html.escape(c)}</th>' for c, k in zip(titles, kinds))
    rows = ["<tr>" + "".join(f"<td{k}>{cell[1]}</td>" for cell, k in zip(row, kinds)) + "</tr>" for row in zip(*cells)]
    plain = pd.DataFrame(dict(enumerate([[c[0] for c in column] for column in cells])))
    plain.columns = titles
    display(
        Shown(
            f"{caption}\n{plain.to_string(index=False)}",
            **{
                "text/html": f'<table class="data"><caption>{html.escape(caption)}</caption>\n<thead><tr>{head}</tr>'
                f"</thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody></table>"
            },
        )
    )
