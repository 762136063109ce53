"""The pages: executed notebooks and their tables as a site."""

import base64
import hashlib
import html
import io
import json
import shutil
import struct
import tempfile
from pathlib import Path

import nbformat
import yaml
from bs4 import BeautifulSoup

from helpers.dates import say
from helpers.schema import HOME, PROJECT, package
from helpers.show import sentence, some
from helpers.tables import load
from tools.datapages import TABLES, data_pages, feed
from tools.digest import fingerprint

SITE = PROJECT / "site"
GENERATOR = "tools/pages.py of childrens-services-innovation"  # in every page: what we made, we may replace
POLICY = (
    "default-src 'none'; script-src 'self' 'strict-dynamic' 'sha256-{}'; style-src 'self'; style-src-attr "
    "'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)


def build(notebooks, data, out, title=None, home=None):
    """Build the site of a folder of executed notebooks and its tables; returns Sphinx's warnings.

    home: the folder that may hold a CITATION.cff and a datapackage.json of its own, if not `data`.
    Raises ValueError where a notebook was not run over these tables, or `out` holds what was not made here.
    """
    from sphinx.application import Sphinx

    notebooks, data, out = Path(notebooks), Path(data), Path(out)
    paths = sorted(notebooks.glob("*.ipynb"))
    read = {path: nbformat.read(path, as_version=4) for path in paths}
    refuse_other_tables(read, data)
    refuse_to_replace(out)
    t = load(data)
    about = words_around(t, data, title, Path(home or data))
    names = {path.name: "index" if path is paths[0] else path.stem for path in paths}
    with tempfile.TemporaryDirectory() as made:
        source, extra, result = (Path(made) / part for part in ("source", "extra", "site"))
        source.mkdir()
        for path, notebook in read.items():
            page = for_the_site(notebook, path.stem, names, extra)
            if names[path.name] == "index":
                page.cells.insert(1, byline(about))
            write(source / f"{names[path.name]}.ipynb", nbformat.writes(page))
            copy(path, extra / "notebooks" / path.name)
        tables = data_pages(t, data, extra, about, names)
        context = about | {
            "menu": [entry(read[path], path, names) for path in paths] + [TABLES],
            "notebooks": {name: file for file, name in names.items()},
            "tables": [(page["name"], page["title"]) for page in tables[1:]],
            "generator": GENERATOR,
            **scripts(),
        }
        settings = {
            "project": about["title"],
            "html_title": about["title"],
            "html_context": context | {"default_mode": "light"},
            "html_extra_path": [str(extra)],
        }
        warnings = io.StringIO()
        app = Sphinx(source, SITE, result, Path(made) / "trees", "html", settings, status=None, warning=warnings)
        app.connect("html-collect-pages", lambda app: feed(app.builder, tables))
        app.build()
        tidy(result)
        replace(result, out)
    return warnings.getvalue().replace(f"{source}/", "")


# --- what is refused ---


def refuse_other_tables(read, data):
    """Raise ValueError for the first notebook that was not run over the tables as they are."""
    if not read:
        raise ValueError("There are no notebooks to build a site of.")
    tables = fingerprint(data)
    for path, notebook in read.items():
        if notebook.metadata.get("tables") != tables:
            raise ValueError(f"{path.name} was not run over these tables as they are now: run the notebooks first.")


def refuse_to_replace(out):
    """Raise ValueError where the folder holds anything but a site made here."""
    index = out / "index.html"
    ours = index.is_file() and GENERATOR in index.read_text(encoding="utf-8", errors="replace")
    if out.exists() and not ours and (out.is_file() or any(out.iterdir())):
        raise ValueError(f"{out} holds something that was not made here: move it away first.")


# --- the words around ---


def words_around(t, data, title, home):
    """Title, citation, licence and date, from the folder's own files where it has them."""
    own = data.resolve() == HOME
    tool = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    cited = tool if own else yaml.safe_load(text_of(home / "CITATION.cff")) or {}
    described = package() if own else json.loads(text_of(home / "datapackage.json") or "{}")
    days = [say(day.isoformat()) for day in sorted(t.published.values())]
    articles = f"{some(len(days), 'article')}, {' to '.join(dict.fromkeys(days[:1] + days[-1:]))}"
    title = title or described.get("title") or sentence(articles)
    authors = [
        a.get("name") or f"{a.get('given-names', '')} {a.get('family-names', '')}".strip()
        for a in cited.get("authors", [])
    ]
    released = str(cited.get("date-released", ""))
    by = ", ".join(authors) + (f" ({released[:4]})" if released else "")
    version = f"version {cited['version']}" if "version" in cited else ""
    repository = cited.get("repository-code", "").rstrip("/")
    return {
        "title": title,
        "own": own,
        "authors": ", ".join(authors),
        "released": say(released) if released else "",
        "made": ", ".join(filter(None, [released and say(released), version, f"from {articles},"]))
        + f" and Ofsted’s judgements up to {say(t.until.isoformat())}",
        "citation": ". ".join(filter(None, [by, ", ".join(filter(None, [cited.get("title", title), version]))])) + ".",
        "issues": repository and f"{repository}/issues",
        "licences": described.get("licenses", []),
        "tool": "" if own else tool["title"],
        "publishers": sorted(set(t.sources["publisher"])),
    }


def text_of(path):
    """What a file says, or "" where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def entry(notebook, path, names):
    """A notebook's line in the menu: its number and short title, from its file's name and metadata."""
    first = names[path.name] == "index"
    at = "" if first or not path.stem[:2].isdigit() else str(int(path.stem[:2]))
    short = notebook.metadata.get("short") or heading(notebook) or path.stem
    return {"name": names[path.name], "number": at, "short": short, "label": f"{at} {short}".strip()}


def heading(notebook):
    """A notebook's first heading, or ""."""
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return next((line.lstrip("# ") for line in lines if line.startswith("# ")), "")


def byline(about):
    """Who made it and when, as a cell under the title of the first page."""
    words = ", ".join(filter(None, [about["authors"], about["released"]]))
    shown = f"{html.escape(words)}. " if words else ""
    link = '<a href="#about">About these pages</a>'
    return nbformat.v4.new_markdown_cell(f'<p class="byline">{shown}{link}</p>')


def scripts():
    """The one script that pages may run, which loads the others, and the policy that lets in no other."""
    loader = (SITE / "load.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(loader.encode()).digest()).decode()
    return {"loader": loader, "policy": POLICY.format(digest)}


# --- notebooks ---


def for_the_site(notebook, stem, names, extra):
    """A copy of a notebook for the site: code folded after what it shows, figures as files, links to pages."""
    copied = nbformat.from_dict(notebook)
    copied.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    cells, waiting = [], []
    for cell in copied.cells:
        if cell.cell_type == "code" and not cell.outputs:
            waiting.append(cell.source)  # what shows nothing stands before the next that does
            continue
        if cell.cell_type == "code":
            cell.source = "\n\n".join([*waiting, cell.source])
            waiting = []
            cell.metadata = {"tags": ["hide-input"]}
            cell.outputs = with_figures(cell.outputs, stem, extra / "figures")
            for output in cell.outputs:
                for kind in {"text/html", "text/markdown"} & set(output.get("data", {})):
                    output.data[kind] = led_to_pages(output.data[kind], names)
        if cell.cell_type == "markdown":
            cell.source = led_to_pages(cell.source, names)
        cells.append(cell)
    copied.cells = [nbformat.from_dict(cell) for cell in cells]
    return copied


def led_to_pages(text, names):
    """Text whose links to the notebooks lead to their pages."""
    for file, name in names.items():
        for before in ("](", 'href="'):
            text = text.replace(f"{before}{file}", f"{before}{name}.html")
    return text


def with_figures(outputs, stem, folder):
    """A cell's outputs with each picture in a file, and with the data that are folded under it in another."""
    kept, name = [], ""
    for i, output in enumerate(outputs):
        data = output.get("data", {})
        if "image/png" in data:
            after = outputs[i + 1].get("data", {}).get("text/html", "") if i + 1 < len(outputs) else ""
            fold = BeautifulSoup(after, "html.parser") if "data:text/csv;base64," in after else None
            link = fold.select_one("a[download]") if fold else None
            given = link["download"].removesuffix(".csv") if link else f"{len(list(folder.glob('*.png'))) + 1}"
            name = f"{stem[:2]}-{given}" if link else f"{stem}-{given}"
            kept.append(picture(output, folder / f"{name}.png"))
            if link:
                write_bytes(folder / f"{name}.csv", base64.b64decode(link["href"].partition("base64,")[2]))
                link["href"], link["download"] = f"figures/{name}.csv", f"{name}.csv"
                png = fold.new_tag("a", href=f"figures/{name}.png", download=f"{name}.png")
                png.string = "Picture (PNG)"
                link.insert_after(" ", png)
                outputs[i + 1].data["text/html"] = str(fold)
        else:
            kept.append(output)
    return kept


def picture(output, path):
    """A picture as an output of HTML that shows it from a file, with the same description."""
    png = base64.b64decode(output.data["image/png"])
    write_bytes(path, png)
    wide, high = struct.unpack(">II", png[16:24])
    words = html.escape(output.metadata.get("image/png", {}).get("alt", ""))
    shown = f'<img src="figures/{path.name}" alt="{words}" width="{wide}" height="{high}">'
    return nbformat.v4.new_output("display_data", {"text/html": f'<figure class="picture">{shown}</figure>'})


# --- files ---


def write(path, text):
    """Write a text with LF at the ends of its lines."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def copy(path, to):
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def tidy(site):
    """Remove what no page needs: source maps, translations, icons' scripts, other files of the theme."""
    for path in [*site.rglob("*.map"), *site.rglob("fontawesome.js*"), *site.rglob("*webpack-macros.html"),
                 *site.glob("_static/*.png"), *site.glob("_static/mystnb*"),
                 site / ".buildinfo", site / "objects.inv"]:  # fmt: skip
        path.unlink(missing_ok=True)
    for folder in ("_sources", "_static/locales", "_static/images"):
        shutil.rmtree(site / folder, ignore_errors=True)


def replace(made, out):
    """Put a site where it belongs, whole or not at all."""
    part, old = (out.with_name(f".{out.name}.{word}") for word in ("part", "old"))
    try:
        for path in (part, old):
            shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(made, part)
        if out.exists():
            out.rename(old)
        part.rename(out)
    finally:
        if old.exists() and not out.exists():
            old.rename(out)
        for path in (part, old):
            shutil.rmtree(path, ignore_errors=True)
