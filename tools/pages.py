"""The pages: executed notebooks and their tables as a site, and that site as one PDF."""

import base64
import html
import io
import json
import re
import shutil
import struct
import tempfile
from pathlib import Path

import nbformat
import pandas as pd
import yaml
from jinja2 import Environment, FileSystemLoader

from helpers.dates import say
from helpers.findings import span
from helpers.tables import HOME, PROJECT, cite, load, package, path_of, resource
from helpers.show import sentence, some

SITE = PROJECT / "site"
LINK = re.compile(r'<a download="([^"]+)" href="data:text/csv;base64,([^"]+)">.*?</a>', re.S)
TRACE = ("source_id", "paragraph")  # shown as one cell, “Source”
KINDS = {"string": "text", "integer": "whole number", "number": "number"}


def build(notebooks, data, out, title=None, home=None):
    """Build the site of a folder of executed notebooks and its tables; returns Sphinx's warnings.

    home: the folder that may hold a CITATION.cff and a datapackage.json of its own, if not `data`.
    """
    from sphinx.application import Sphinx

    notebooks, data, out = Path(notebooks), Path(data), Path(out)
    t = load(data)
    about = _about(t, data, title, Path(home or data))
    with tempfile.TemporaryDirectory() as made:
        made = Path(made)
        source, extra, result = made / "source", made / "extra", made / "site"
        (source / "data").mkdir(parents=True)
        (extra / "data").mkdir(parents=True)
        pages = [_notebook(path, source, extra) for path in sorted(notebooks.glob("*.ipynb"))]
        tables = _tables(t, data, source, extra, about["own"], about["title"])
        adapt = next((p["name"] for p in pages if "adapt" in p["name"]), "")
        found = {"notebooks": pages, "sources": t.sources.to_dict("records"), "say": say, "adapt": adapt}
        _fill("index.md", source / "index.md", about | found)
        _fill("data.md", source / "data" / "index.md", {"tables": tables})
        title = about.pop("title")
        settings = {
            "project": title,
            "html_title": title,
            "html_context": about | {"default_mode": "auto"},
            "html_extra_path": [str(extra)],
        }
        warnings = io.StringIO()
        Sphinx(source, SITE, result, made / "trees", "html", settings, status=None, warning=warnings).build()
        said = warnings.getvalue().replace(f"{source}/", "")
        if not any(page["answer"] for page in pages):
            said += "The notebooks hold no outputs: run them first, with make notebooks.\n"
        _finish(result)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(result, out)
    return said


def _finish(site):
    """Mend what the theme leaves: a script for icons that its stylesheet has as well, and a nameless button.

    Source maps, translations and other files that no page needs go.
    """
    script = re.compile(r'\s*<script defer src="[^"]*fontawesome\.js[^"]*"></script>')
    for path in [*site.rglob("*.map"), *site.rglob("fontawesome.js*"), *site.rglob("*webpack-macros.html"),
                 site / ".buildinfo", site / "objects.inv"]:  # fmt: skip
        path.unlink(missing_ok=True)
    for folder in ("_sources", "_static/locales", "_static/images"):
        shutil.rmtree(site / folder, ignore_errors=True)
    for page in site.rglob("*.html"):
        text = script.sub("", page.read_text(encoding="utf-8"))
        text = text.replace(
            '<summary><span class="toctree-toggle"', '<summary aria-label="Pages below"><span class="toctree-toggle"'
        )
        page.write_text(text, encoding="utf-8", newline="\n")


def _fill(template, path, values):
    """Write a page from its template in site/."""
    pages = Environment(loader=FileSystemLoader(SITE), trim_blocks=True, lstrip_blocks=True)
    path.write_text(pages.get_template(template).render(values), encoding="utf-8")


def _about(t, data, title, home):
    """Title, citation and licence, from the folder's own files where it has them."""
    own = data.resolve() == HOME
    cff = (PROJECT if own else home) / "CITATION.cff"
    tool = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    cited = yaml.safe_load(cff.read_text(encoding="utf-8")) if cff.exists() else {}
    described = package() if own else {}
    if not own and (home / "datapackage.json").exists():
        described = json.loads((home / "datapackage.json").read_text(encoding="utf-8"))
    title = title or described.get("title") or sentence(f"{some(len(t.sources), 'article')}, {span(t.sources)}")
    authors = [
        a.get("name") or f"{a.get('given-names', '')} {a.get('family-names', '')}".strip()
        for a in cited.get("authors", [])
    ]
    year = str(cited.get("date-released", ""))[:4]
    by = ", ".join(authors) + (f" ({year})" if year else "")
    version = f", version {cited['version']}" if "version" in cited else ""
    return {
        "title": title,
        "own": own,
        "citation": (f"{by}. " if by else "") + cited.get("title", title) + version + ".",
        "licences": described.get("licenses", []),
        "tool": tool["title"],
        "publishers": sorted(t.sources["publisher"].unique()),
    }


# --- notebooks ---


def _notebook(path, source, extra):
    """Copy a notebook for the site: code folded, set-up beside the first answer, figures as files."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.setdefault("language_info", {})["pygments_lexer"] = "ipython3"
    cells, waiting, answer = [], [], ""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            if {"parameters", "setup"} & set(cell.metadata.get("tags", [])) and not cell.outputs:
                waiting.append(cell.source)
                continue
            cell.source = "\n\n".join([*waiting, cell.source])
            waiting = []
            cell.metadata["tags"] = ["hide-input"]
            cell.metadata.pop("mystnb", None)
            cell.outputs = _figures(cell.outputs, path.stem, extra)
            said = [o.data["text/markdown"] for o in cell.outputs if "text/markdown" in o.get("data", {})]
            answer = answer or next(iter(said), "")
        cells.append(cell)
    notebook.cells = cells
    nbformat.write(notebook, source / path.name)
    (extra / "notebooks").mkdir(exist_ok=True)
    shutil.copyfile(path, extra / "notebooks" / path.name)
    first = next((c.source for c in cells if c.cell_type == "markdown"), path.stem)
    return {"name": path.stem, "title": first.splitlines()[0].lstrip("# "), "answer": answer}


def _figures(outputs, stem, extra):
    """A cell's outputs with each picture, its description and its data as one figure, in files of their own."""
    kept, picture, count = [], None, 0
    for output in [*outputs, None]:
        data = output.get("data", {}) if output else {}
        found = LINK.search(data.get("text/html", ""))
        if picture is not None:
            count += 1
            name = f"{stem[:2]}-{found[1].removesuffix('.csv')}" if found else f"{stem}-{count}"
            kept.append(_figure(name, picture, base64.b64decode(found[2]) if found else None, extra / "figures"))
        if output and "image/png" not in data and not (picture is not None and found):
            kept.append(output)
        picture = output if "image/png" in data else None
    return kept


def _figure(name, output, csv, folder):
    """A picture as an output of HTML that shows the file, says it in words and offers the downloads."""
    folder.mkdir(exist_ok=True)
    picture = base64.b64decode(output.data["image/png"])
    (folder / f"{name}.png").write_bytes(picture)
    link = ""
    if csv:
        (folder / f"{name}.csv").write_bytes(csv)
        link = f'<a href="figures/{name}.csv" download>Data of this figure (CSV)</a> '
    wide, high = struct.unpack(">II", picture[16:24])
    words = output.metadata.get("image/png", {}).get("alt", "")
    said, title = html.escape(words), html.escape(words.split(". ")[0])
    shown = (
        f'<figure class="picture"><div class="scroll" tabindex="0" role="region" aria-label="Figure: {title}">'
        f'<img src="figures/{name}.png" alt="{said}" width="{wide}" height="{high}"></div>\n'
        f"<figcaption><details{' open' * (len(words) < 400)}><summary>In words</summary><p>{said}</p></details>\n"
        f'<p class="downloads">{link}<a href="figures/{name}.png" download>Picture (PNG)</a></p></figcaption></figure>'
    )
    return nbformat.v4.new_output("display_data", {"text/html": shown})


# --- tables ---


def _tables(t, data, source, extra, own, title):
    """A page for every table that the data package describes, and the files themselves."""
    described = dict(package())
    if not own:
        described |= {"name": "report", "title": title, "description": "Tables filled from press articles."}
        described["sources"] = [
            {"title": f"{s['publisher']}: {s['title']} ({s['published']})"} | ({"path": s["url"]} if s["url"] else {})
            for s in t.sources.to_dict("records")
        ]
        described.pop("licenses")
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (extra / "data" / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    listed = []
    for r in package()["resources"]:
        (extra / "data" / r["path"]).parent.mkdir(exist_ok=True)
        shutil.copyfile(path_of(data, r["name"]), extra / "data" / r["path"])
        frame, fields = getattr(t, r["name"]), r["schema"]["fields"]
        articles = "paragraph" in frame
        shown = [f for f in fields if not (articles and f["name"] in TRACE)]
        page = {
            "name": r["name"],
            "title": r["title"],
            "description": r["description"],
            "path": r["path"],
            "rows": some(len(frame), "row"),
            "articles": articles,
            "sources": [s["title"] for s in r.get("sources", [])],
            "columns": [(f["name"], f["title"], _kind(f), f["description"], _allowed(f, r)) for f in fields],
            "titles": [f["title"] for f in shown] + ["Source"] * articles,
            "cells": [_row(t, r, shown, row) for _, row in frame.iterrows()],
        }
        _fill("table.md", source / "data" / f"{r['name']}.md", page)
        listed.append(page)
    return listed


def _kind(field):
    """What a column holds, in words."""
    return f"{field['edtf']} (EDTF)" if field.get("edtf") in ("date", "period") else KINDS[field["type"]]


def _allowed(field, r):
    """What a column's cells may hold, in words."""
    rules, said = field.get("constraints", {}), []
    if "enum" in rules:
        said.append("one of: " + ", ".join(map(str, rules["enum"])))
    said += [
        f"{words} {rules[key]:,}"
        for key, words in (("minimum", "at least"), ("maximum", "at most"), ("maxLength", "characters: at most"))
        if key in rules
    ]
    said += [f"an identifier of the table {name}" for name in _refers(field, r)]
    if rules.get("unique") or r["schema"]["primaryKey"] == field["name"]:
        said.append("unique")
    return "; ".join([*said, "never empty" if rules.get("required") else "may be empty"])


def _refers(field, r):
    """The tables that a column's identifiers are looked up in."""
    keys = [k["reference"] for k in r["schema"]["foreignKeys"] if k["fields"] == [field["name"]]]
    keys = [key["resource"] or r["name"] for key in keys]  # one that names no table means its own
    return list(dict.fromkeys([*field.get("refers", []), *keys]))


def _row(t, r, fields, row):
    """A row's (anchor, cells as HTML) for the fields: identifiers lead to their row, the source to its article."""
    keys = r["schema"]["primaryKey"]
    anchor = row[keys] if isinstance(keys, str) else ""
    cells = []
    for f in fields:
        number = f["type"] in ("integer", "number")
        value = "" if pd.isna(row[f["name"]]) else f"{row[f['name']]:,}" if number else row[f["name"]]
        shown = html.escape(value).removesuffix(".0")
        if value and (f["name"] == "url" or value.startswith("https://")):
            shown = f'<a href="{shown}">{html.escape(value.split("/")[2])}</a>'
        elif holder := next((name for name in _refers(f, r) if _holds(t, name, value)), None):
            shown = f'<a href="{holder}.html#{shown}">{shown}</a>'
        cells.append((shown, number))
    if "paragraph" in row:
        link = cite(t, row)
        shown = html.escape(link)
        cells.append((f'<a href="{html.escape(link.url)}">{shown}</a>' if link.url else shown, False))
    return anchor, cells


def _holds(t, name, value):
    """Whether a table has one row with that identifier, and so an anchor for it."""
    key = resource(name)["schema"]["primaryKey"]
    return isinstance(key, str) and value in set(getattr(t, name)[key])
