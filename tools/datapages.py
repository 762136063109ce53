"""The data pages: every table as rows to look up, its columns explained, and all tables to take away."""

import json
import re
import shutil
import zipfile
from functools import cache

import pandas as pd
from docutils import nodes
from docutils.utils import new_document
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from helpers.dates import say
from helpers.schema import PROJECT, package, resource
from helpers.show import ENTRIES, Council, plain
from helpers.tables import path_of

TABLES = {"name": "tables", "number": "", "short": "Tables", "label": "Tables"}  # their line in the menu
RECORD = "ofsted_judgements"  # the table that has every council: a search for one leads there
OFSTED = "https://reports.ofsted.gov.uk/provider/44/"  # and the number of an authority: Ofsted's page of it
KINDS = {"string": "text", "integer": "whole number", "number": "number"}
FILTERS = {  # the columns that the rows of a long table are chosen by
    RECORD: ("council_id", "overall"),
    "interventions": ("council_id", "kind"),
    "authorities": ("council_id", "region"),
}
BELOW = ("as_printed", "printed", "source", "note")  # what stands under a row, not in it
WIDE = 126  # characters that the columns of a table have room for, side by side
LIMIT = 2000  # rows on a page; the file has them all


def data_pages(t, data, extra, about, names):
    """The pages of all tables, the overview first: {name, title, body, words, entries}; files go into `extra`.

    names: {file of a notebook: its page}, for the links to councils.
    """
    copy_tables(t, data, extra / "data", about)
    tables = [table_page(Shower(t, r, names), r) for r in package()["resources"]]
    about = {"name": TABLES["name"], "title": "The tables", "description": "", "words": [], "entries": []}
    return [about | {"body": template("tables.html").render(tables=tables)}, *tables]


@cache
def template(name):
    """A template of the body of a page; it escapes all text."""
    folder = FileSystemLoader(PROJECT / "site" / "bodies")
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(name)


def feed(builder, pages):
    """Put the pages into the search index; gives each as Sphinx takes pages: (name, context, template)."""
    for page in pages:
        document = new_document(page["name"])
        document += nodes.paragraph("", " ".join([page["description"], *page["words"]]))
        for anchor, words in page["entries"]:
            document += nodes.section("", nodes.title("", words), ids=[anchor])
        builder.env.all_docs[page["name"]] = 0  # the index forgets what is no document
        builder.env.titles[page["name"]] = nodes.title("", page["title"])
        builder.indexer.feed(page["name"], f"{page['name']}.html", page["title"], document)
        yield page["name"], {"title": page["title"], "body": page["body"]}, "page.html"


# --- one table ---


def table_page(shower, r):
    """The page of one table."""
    whole = getattr(shower.t, r["name"])
    frame, name = whole.head(LIMIT), r["name"]
    columns = laid_out(shower, r, frame)
    filters = [choice(shower, frame, column) for column in FILTERS.get(name, ()) if len(frame)]
    page = {
        "name": f"data/{name}",
        "title": r["title"],
        "description": r["description"],
        "path": r["path"],
        "total": len(whole),
        "count": f"{len(whole):,} row{'s' * (len(whole) != 1)}",
        "cut": len(whole) > LIMIT,
        "articles": "paragraph" in frame,
        "sources": r.get("sources", []),
        "meanings": [(f["name"], f["title"], kind(f), f["description"], allowed(f, r)) for f in r["schema"]["fields"]],
        "columns": [c for c in columns if not c["below"]],
        "rows": rows_of(columns, anchors(r, frame), filters, frame),
        "filters": filters,
        "words": [text for column in columns for text, _ in column["cells"]],
        "entries": filters[0]["options"] if name == RECORD and filters else [],
    }
    return page | {"body": template("table.html").render(page=page)}


def rows_of(columns, addresses, filters, frame):
    """The rows as the template takes them: address, values to choose by, cells beside and below one another."""
    rows, met = [], set()
    chosen = [[str(value) for value in frame[f["column"]]] for f in filters]
    for i, address in enumerate(addresses):
        cells = [(c, c["cells"][i][1]) for c in columns]
        first = chosen[0][i] if chosen else ""
        rows.append(
            {
                "address": address,
                "entry": first if first not in met else "",  # the first row of a council has its name as address
                "chosen": [values[i] for values in chosen],
                "cells": [(c, shown) for c, shown in cells if not c["below"]],
                "below": [(c, shown) for c, shown in cells if c["below"] and shown],
            }
        )
        met.add(first)
    return rows


def laid_out(shower, r, frame):
    """The columns that hold anything, in order, with their cells as (text, HTML).

    Those that have room stand beside one another, the others below: a column takes its longest word, or
    a short line of its longest cell.
    """
    fields = [f for f in r["schema"]["fields"] if f["name"] not in ("source_id", "paragraph") or "source" not in frame]
    if "source" in frame:
        at = next((i for i, f in enumerate(fields) if f["name"] == "note"), len(fields))
        fields.insert(at, {"name": "source", "title": "Source", "type": "string"})
    columns, used = [], 0
    for field in fields:
        cells = [shower.cell(field, value) for value in frame[field["name"]]]
        texts = [text for text, _ in cells if text]
        if not texts:
            continue
        word, cell = (max(map(len, parts)) for parts in (re.split(r"[\s-]", " ".join([field["title"], *texts])), texts))
        wants = max(min(word, 24), min(cell, 17 if cell > 44 else 12)) + 2
        below = field["name"] in BELOW or (columns and used + wants > WIDE)
        used += 0 if below else wants
        size = "num" if field["type"] in ("integer", "number") else "when" if "edtf" in field else ""
        size = size or ("any" if word > 24 else "long" if cell > 44 else "mid" if cell > 18 else "")
        columns.append({"title": field["title"], "cells": cells, "below": bool(below), "size": size})
    return columns


def anchors(r, frame):
    """An address for each row: its identifier, or what makes it unique."""
    keys, met, found = r["schema"]["primaryKey"], {}, []
    for row in frame.to_dict("records"):
        if isinstance(keys, str):
            address = str(row[keys])
        else:
            address = re.sub(r"[^\w.]+", "-", "--".join(str(row[key]) for key in keys))[:80].strip("-")
        met[address] = met.get(address, 0) + 1
        found.append(address if met[address] == 1 else f"{address}--{met[address]}")
    return found


def choice(shower, frame, column):
    """A filter: the values of a column and how a reader sees them."""
    values = sorted({str(value) for value in frame[column] if not pd.isna(value) and value != ""})
    named = [(value, plain(shower.t.names.get(value, value))) for value in values]
    title = next(f["title"] for r in package()["resources"] for f in r["schema"]["fields"] if f["name"] == column)
    return {"column": column, "title": title, "options": named}


# --- one cell ---


class Shower:
    """Shows the cells of one table as (text, HTML), with links to what they name."""

    def __init__(self, t, r, names):
        self.t, self.r, self.entries = t, r, names.get(ENTRIES)
        self.refers = {f["name"]: refers(f, r) for f in r["schema"]["fields"]}
        tables = {table for tables in self.refers.values() for table in tables}
        self.held = {table: identifiers(t, table) for table in tables}

    def cell(self, field, value):
        """A cell's text and its HTML."""
        if not isinstance(value, str):
            if hasattr(value, "url"):
                return str(value), link(value.url, str(value), value.article)
            said = "" if pd.isna(value) else f"{value:,}".removesuffix(".0")
            return said, said
        if not value:
            return "", ""
        if field["name"] == "urn":
            return value, link(OFSTED + value, "Ofsted’s page")
        if value.startswith(("https://", "http://")):
            host = value.split("/")[2].removeprefix("www.")
            return host, link(value, host)
        if field.get("edtf"):
            words = say(value, period=field["edtf"] == "period")
            return words, Markup('<span class="date" title="{}">{}</span>').format(value, words)
        if "authorities" in self.refers.get(field["name"], ()):
            parts = [self.council(i) for i in value.split()]
            return ", ".join(text for text, _ in parts), Markup("<br>").join(shown for _, shown in parts)
        return value, self.led(value, self.refers.get(field["name"], ()))

    def led(self, value, tables):
        """Identifiers, each leading to its row in the first of the tables that has one."""
        if not tables:
            return value
        shown = [(i, next((table for table in tables if i in self.held[table]), "")) for i in value.split()]
        return Markup(" ").join(link(f"{table}.html#{i}" if table else "", i) for i, table in shown)

    def council(self, council_id):
        """A council's name, leading to its entry or else to its judgements, with its identifier."""
        name = self.t.names.get(council_id, council_id)
        words = plain(name)
        if isinstance(name, Council) and self.entries:
            shown = link(f"../{self.entries}.html#{council_id}", words)
        elif self.r["name"] != RECORD:
            shown = link(f"{RECORD}.html#{council_id}", words)
        else:
            shown = words
        return words, Markup('{} <small class="id">{}</small>').format(shown, council_id)


def link(url, text, title=""):
    """A link, or its text alone where there is no address."""
    said = Markup(' title="{}"').format(title) if title else ""
    return Markup('<a href="{}"{}>{}</a>').format(url, said, text) if url else text


def identifiers(t, table):
    """The identifiers of the rows that a table's page shows, where one names one row."""
    key = resource(table)["schema"]["primaryKey"]
    return set(getattr(t, table)[key].head(LIMIT)) if isinstance(key, str) else set()


def refers(field, r):
    """The tables that a column's identifiers are looked up in."""
    keys = [k for k in r["schema"].get("foreignKeys", []) if k["fields"] in (field["name"], [field["name"]])]
    keys = [k["reference"]["resource"] or r["name"] for k in keys]  # one that names no table means its own
    return list(dict.fromkeys([*field.get("refers", []), *keys]))


# --- what the columns mean ---


def kind(field):
    """What a column holds, in words."""
    return f"{field['edtf']} (EDTF)" if field.get("edtf") in ("date", "period") else KINDS[field["type"]]


def allowed(field, r):
    """What a column's cells may hold, in words."""
    rules, said = field.get("constraints", {}), []
    if "enum" in rules:
        said.append("one of: " + ", ".join(map(str, rules["enum"])))
    said += [
        f"{words} {rules[key]:,}"
        for key, words in (("minimum", "at least"), ("maximum", "at most"), ("maxLength", "characters: at most"))
        if key in rules
    ]
    said += [f"an identifier of the table {name}" for name in refers(field, r)]
    if rules.get("unique") or r["schema"]["primaryKey"] == field["name"]:
        said.append("unique")
    return "; ".join([*said, "never empty" if rules.get("required") else "may be empty"])


# --- files to take away ---


def copy_tables(t, data, folder, about):
    """The tables as they are, what describes them, and all of it in one ZIP that is the same on every day."""
    for r in package()["resources"]:
        path, to = path_of(data, r["name"]), folder / r["path"]
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            shutil.copyfile(path, to)
        else:
            names = ",".join(field["name"] for field in r["schema"]["fields"])
            to.write_text(f"{names}\n", encoding="utf-8", newline="\n")
    text = json.dumps(described(t, about), ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(folder / "tables.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, path.read_bytes())


def described(t, about):
    """The data package that describes the tables: ours, with its own title and sources where they are others'."""
    if about["own"]:
        return package()
    sources = [
        {"title": f"{s['publisher']}: {s['title']} ({s['published']})"} | ({"path": s["url"]} if s["url"] else {})
        for s in t.sources.to_dict("records")
    ]
    own = {"name": "report", "title": about["title"], "description": "Tables filled from press articles."}
    return {k: v for k, v in package().items() if k != "licenses"} | own | {"sources": sources}
