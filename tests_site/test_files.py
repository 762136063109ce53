"""What the site's files hold: links that resolve, and little weight."""

from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from built import PAGES, SITE

SOUPS = {name: BeautifulSoup((SITE / name).read_text(encoding="utf-8"), "html.parser") for name in PAGES}


def anchors(name):
    return {tag["id"] for tag in SOUPS[name].find_all(id=True)}


@pytest.mark.parametrize("name", PAGES)
def test_links_and_downloads_resolve(name):
    for tag in SOUPS[name].find_all(["a", "img", "link", "script"]):
        parts = urlsplit(tag.get("href") or tag.get("src") or "")
        if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
            assert parts.scheme in ("", "https", "mailto"), parts.geturl()
            assert not (parts.netloc and tag.name != "a"), f"fetched from elsewhere: {parts.geturl()}"
            continue
        target = (SITE / name).parent / unquote(parts.path) if parts.path else SITE / name
        assert target.is_file(), parts.geturl()
        if parts.fragment and target.suffix == ".html":
            page = target.resolve().relative_to(SITE.resolve()).as_posix()
            assert unquote(parts.fragment) in anchors(page), parts.geturl()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_how_to_cite_it(name):
    words = SOUPS[name].select_one("footer .cite").get_text()
    assert "Cite as" in words and "Licence" in words


def test_every_row_of_an_article_table_names_its_paragraph():
    for row in SOUPS["data/awards.html"].select("table.rows tbody tr"):
        link = row.find_all("a")[-1]
        assert link["href"].startswith("https://") and "paragraph" in link.get_text()


def test_weight():
    assert sum(p.stat().st_size for p in SITE.rglob("*") if p.is_file()) < 12e6
    for name in PAGES:
        own = {SITE / name} | {(SITE / name).parent / i["src"] for i in SOUPS[name].select("article img")}
        assert sum(p.stat().st_size for p in own) < 600_000, name


def test_nothing_names_the_machine_that_built_it():
    home = str(SITE.parent)
    for path in SITE.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".css", ".csv", ".ipynb"):
            text = path.read_text(encoding="utf-8")
            assert home not in text and "/tmp/" not in text, path
