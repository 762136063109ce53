"""The site as one PDF with contents, printed by a Chromium that is installed.

Tables from other sources, some of hundreds of rows, are left to the site.
"""

import os
import posixpath
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tools.pages import made_here, mark
from tools.raw import part_of, refuse_unwritable

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
PLACES = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
MISSING = "No Chromium was found. Install it: apt-get install chromium (Debian), or Chrome or Edge elsewhere."


def browser():
    """The path of an installed Chromium, Chrome or Edge. Raises FileNotFoundError in plain words."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS)]
    roots = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)")]
    found += [str(Path(root, place)) for root in roots if root for place in PLACES if Path(root, place).exists()]
    path = next(filter(None, found), None)
    if not path:
        raise FileNotFoundError(MISSING)
    return path


def collect(site):
    """The pages of a site, in the order of its menu, as one HTML page with contents."""
    start, tables = read(site / "index.html"), read(site / "tables.html")
    names = ["index.html", *(a["href"] for a in start.select(".menu > li > a")[1:])]
    articles = {name: read(site / name).select_one("article") for name in names}
    for name in (a["href"] for a in tables.select(".menu ul a")):
        article = read(site / name).select_one("article")
        if not article.select_one(".downloads a[href^='reference/']"):
            articles[name] = article
    contents, parts = [], []
    for name, article in articles.items():
        title = article.h1.get_text().removesuffix("#").strip()
        for tag in article.find_all(id=True):
            tag["id"] = f"{anchor(name)}--{tag['id']}"
        for tag in article.find_all(["a", "img"]):
            lead(tag, name, articles)
        for tag in article.select("details.code, .downloads, .headerlink, .filter, .byline a"):
            tag.decompose()
        if name != "index.html":
            deep = ' class="below"' if "/" in name else ""
            contents.append(f'<li{deep}><a href="#{anchor(name)}">{title}</a></li>')
        parts.append(f'<section class="paper" id="{anchor(name)}">{article.decode_contents()}</section>')
    head = "".join(str(tag) for tag in start.select("title, meta[charset], link[rel=stylesheet]"))
    cite = start.select_one(".cite").decode_contents()
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-theme="light"><head>{head}</head><body><main class="bd-main">'
        f'<div class="bd-content"><article class="bd-article collection">{parts[0]}\n<section class="paper contents">'
        f'<h1>Contents</h1><ul>{"".join(contents)}</ul><div class="cite">{cite}</div></section>\n'
        + "\n".join(parts[1:]) + "</article></div></main></body></html>"
    )  # fmt: skip


def read(path):
    """A page as a tree."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def anchor(name):
    return "page-" + name.removesuffix(".html").replace("/", "-")


def lead(tag, name, names):
    """Let a link or picture of one page lead to the same place in the collection."""
    key = "src" if tag.name == "img" else "href"
    parts = urlsplit(tag.get(key, ""))
    if parts.scheme or parts.netloc:
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
    if tag.name == "img":
        tag["src"] = path
    elif path in names:
        tag["href"] = f"#{anchor(path)}" + (f"--{parts.fragment}" if parts.fragment else "")
    else:
        del tag["href"]  # a file to download is nowhere on paper


def pdf(site, out):
    """Print a site as one PDF. Raises FileNotFoundError without a browser, ValueError or OSError if it cannot be."""
    site, out, chromium = Path(site).resolve(), Path(out).resolve(), browser()
    page, part, inside = site / ".collection.html.part.html", part_of(out), out.is_relative_to(site)
    if not (site / "index.html").is_file():
        raise ValueError(f"{site} holds no site. To make it, run: make site")
    refuse_unwritable([out, page])
    if inside and out.exists() and out.name not in made_here(site):
        raise ValueError(f"{out} was not made here, and is left alone: move it away first.")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    try:
        page.write_text(collect(site), encoding="utf-8")
        with tempfile.TemporaryDirectory() as profile:
            done = subprocess.run(
                [chromium, "--headless", *sandbox, "--disable-gpu", f"--user-data-dir={profile}",
                 "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={part}", page.as_uri()],
                capture_output=True, text=True, timeout=180, check=False,
            )  # fmt: skip
        if done.returncode or not part.exists():
            raise OSError(f"Chromium printed nothing: {' '.join(done.stderr[-400:].split())}")
        if inside:
            mark(site, [*made_here(site), out.relative_to(site).as_posix()])
        part.replace(out)
    except subprocess.TimeoutExpired:
        raise OSError("Chromium took more than three minutes, and was stopped.") from None
    finally:
        page.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
