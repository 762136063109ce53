"""The pages: executed notebooks and their tables as a site."""

import base64
import datetime as dt
import hashlib
import html
import io
import json
import shutil
import struct
import tempfile
from pathlib import Path
from urllib.parse import quote

import nbformat
import yaml
from bs4 import BeautifulSoup

from helpers.dates import say
from helpers.schema import HOME, PROJECT, package
from helpers.show import sentence, some
from helpers.tables import load
from tools.datapages import TABLES, data_pages, feed
from tools.digest import fingerprint
from tools.raw import bytes_of, is_left_over, refuse_unwritable, write_together

SITE = PROJECT / "site"
GENERATOR = "tools/pages.py of childrens-services-innovation"
MARK = "made-here.txt"  # in every site: what we made, we may replace
MADE = "This folder was made by `python -m tools`, which replaces it when it makes it again. It made:"
PASTED = ("image/png", "image/jpeg", "image/gif")
OTHER_PAGES = ("index", "search", "genindex", TABLES["name"])
PLAIN = (str, int, float, dt.date)
WEB = ("https://", "http://")
NOT_OURS_NOR_YOURS = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what a file manager leaves
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
    paths = notebooks_of(notebooks)
    read = {path: nbformat.read(path, as_version=4) for path in paths}
    refuse_to_replace(out)
    refuse_other_tables(read, data)
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


def notebooks_of(folder):
    """The notebooks of a folder that pages are made of; raises ValueError where one has the name of another page."""
    paths = sorted(path for path in Path(folder).glob("*.ipynb") if not path.name.startswith("."))
    if taken := next((path for path in paths if path.stem.lower() in OTHER_PAGES), None):
        raise ValueError(f"{taken}: the pages have a page of that name already. Rename the notebook.")
    return paths


def refuse_to_replace(out):
    """Raise ValueError, or OSError, where a folder is there, or holds anything, that was not made here."""
    made = made_here(out)
    for path in (out, *beside(out)):
        empty = path != out and path.is_dir() and not any(path.iterdir())  # killed before it was marked
        if path.is_symlink() or (path.exists() and not made_here(path) and not empty):
            raise ValueError(f"{path} was not made here, and is left alone: move it away first.")
    refuse_unwritable([out.with_name(f".{out.name}.any")])
    there = {p for p in out.rglob("*") if not p.is_dir() and p.name not in NOT_OURS_NOR_YOURS and not is_left_over(p)}
    if others := sorted({path.relative_to(out).as_posix() for path in there} - set(made)):
        more = f" and {some(len(others) - 1, 'more file')}" if len(others) > 1 else ""
        raise ValueError(f"{out} holds {others[0]}{more}, not made here. Move that away first.")


def made_here(out):
    """The files of a folder that were made here, as its mark lists them; none where it has no mark."""
    first, *names = text_of(out / MARK).splitlines() or [""]
    return [MARK, *names] if first == MADE else []


def mark(out, names):
    """Put the mark into a folder: the list of what was made in it."""
    write_together({out / MARK: "\n".join([MADE, *sorted(set(names) - {MARK}), ""])})


# --- the words around ---


def words_around(t, data, title, home):
    """Title, citation, licence and date, from the folder's own files where it has them."""
    own = data.resolve() == HOME
    tool = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    cited, described = (tool, package()) if own else words_of(home)
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
    named = ", ".join(filter(None, [cited.get("title", title), version]))
    repository = cited.get("repository-code", "").rstrip("/")
    return {
        "title": title,
        "own": own,
        "authors": ", ".join(authors),
        "released": say(released) if released else "",
        "made": ", ".join(filter(None, [released and say(released), version, f"from {articles},"]))
        + f" and Ofsted’s judgements up to {say(t.until.isoformat())}",
        "citation": ". ".join(part.rstrip(".") for part in (by, named) if part) + ".",
        "issues": f"{repository}/issues" if repository.startswith(WEB) else "",
        "licences": described.get("licenses", []),
        "tool": "" if own else tool["title"],
        "publishers": sorted(set(t.sources["publisher"])),
    }


def words_of(home):
    """What the CITATION.cff and the datapackage.json of a folder say of it, plain texts only, each a dictionary.

    Raises ValueError, in plain words, where one cannot be read.
    """
    held = []
    for name, read in (("CITATION.cff", yaml.safe_load), ("datapackage.json", json.loads)):
        try:
            said = read(text_of(home / name) or "{}") or {}
            held.append({key: str(value) for key, value in said.items() if isinstance(value, PLAIN)})
            for key in ("authors", "licenses"):
                held[-1][key] = [each for each in said.get(key) or [] if set(map(type, each.values())) <= {str}]
            say(held[-1].get("date-released", ""))
        except (ValueError, TypeError, AttributeError, RecursionError, yaml.YAMLError):
            raise ValueError(f"{home / name} cannot be read: mend it or take it away.") from None
    cited, described = held
    described["licenses"] = [each for each in described["licenses"] if each.get("path", "").startswith(WEB)]
    return cited, described


def text_of(path):
    """What a file says, or "" where there is none."""
    return bytes_of(path).decode("utf-8", "replace") if path.is_file() else ""


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
            paste(cell, extra.parent / "source" / "pasted")
            cell.source = led_to_pages(cell.source, names)
        cells.append(cell)
    copied.cells = [nbformat.from_dict(cell) for cell in cells]
    return copied


def paste(cell, folder):
    """Put the pictures that somebody pasted into a Markdown cell into files, from which it then shows them."""
    for name, held in cell.pop("attachments", {}).items():
        for kind, data in held.items():
            if kind in PASTED:
                path = folder / f"{len(list(folder.glob('*'))) + 1}.{kind.partition('/')[2]}"
                write_bytes(path, base64.b64decode(data))
                for link in (name, quote(name)):
                    cell.source = cell.source.replace(f"(attachment:{link})", f"(pasted/{path.name})")


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
            name = f"{stem}-{given}"
            if (folder / f"{name}.png").exists():  # a notebook may show two of one name
                name = f"{name}-{len(list(folder.glob('*.png'))) + 1}"
            kept.append(picture(output, folder / f"{name}.png", stem))
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


def picture(output, path, stem):
    """A picture as an output of HTML that shows it from a file, with the same description."""
    try:
        png = base64.b64decode(output.data["image/png"])
    except ValueError:
        png = b""
    if not png.startswith(b"\x89PNG\r\n\x1a\n") or len(png) < 24:
        raise ValueError(f"{stem}.ipynb: what a cell shows as a picture is none. Mend the cell, or delete it.")
    write_bytes(path, png)
    wide, high = struct.unpack(">II", png[16:24])
    words = html.escape(output.metadata.get("image/png", {}).get("alt", ""))
    shown = f'<img src="figures/{path.name}" alt="{words}" width="{wide}" height="{high}">'
    return nbformat.v4.new_output("display_data", {"text/html": f'<figure class="picture">{shown}</figure>'})


# --- files ---


def write(path, text):
    """Write a text as it is, with LF at the ends of its lines."""
    path.write_bytes(text.encode("utf-8", "replace"))  # what is no sign of any script becomes a question mark


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
    """Put a site where it belongs, whole or not at all, with the list of its files."""
    part, old = beside(out)
    if old.exists() and not out.exists():  # from a process that was killed in between
        old.rename(out)
    try:
        sweep(part, old)
        there = sorted(path for path in made.rglob("*") if path.is_file())
        mark(part, [path.relative_to(made).as_posix() for path in there])  # first, so that it is known for ours
        for path in there:
            copy(path, part / path.relative_to(made))
        if out.exists():
            out.rename(old)
        part.rename(out)
    except OSError as error:  # a full disk: a part is no file that anybody knows
        raise OSError(error.errno, error.strerror, str(out)) from None
    finally:
        if old.exists() and not out.exists():
            old.rename(out)
        try:
            sweep(part, old)
        except KeyboardInterrupt:
            sweep(part, old)  # it is a matter of a moment
            raise


def beside(out):
    """Where a site is put together, and where the one before it waits meanwhile."""
    return [out.with_name(f".{out.name}.{word}") for word in ("part", "old")]


def sweep(*folders):
    """Delete folders, if they are there."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
