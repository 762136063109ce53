"""What the site's files hold: links that resolve, one policy for scripts, all tables, and little weight."""

import base64
import csv
import functools
import hashlib
import io
import json
import zipfile
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from built import NOTEBOOKS, PAGES, SITE

SOUPS = {name: BeautifulSoup((SITE / name).read_text(encoding="utf-8"), "html.parser") for name in PAGES}
TABLES = [p for p in PAGES if p.startswith("data/")]


@functools.cache
def anchors(name):
    return {tag["id"] for tag in SOUPS[name].find_all(id=True)}


@pytest.mark.parametrize("name", PAGES)
def test_links_and_downloads_resolve(name):
    for tag in SOUPS[name].find_all(["a", "img", "link", "script"]):
        parts = urlsplit(tag.get("href") or tag.get("src") or "")
        if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
            assert parts.scheme in ("", "http", "https", "mailto") or tag.get("rel") == ["icon"], parts.geturl()
            assert not (parts.netloc and tag.name != "a"), f"fetched from elsewhere: {parts.geturl()}"
            continue
        target = (SITE / name).parent / unquote(parts.path) if parts.path else SITE / name
        assert target.is_file(), parts.geturl()
        if parts.fragment and target.suffix == ".html":
            page = target.resolve().relative_to(SITE).as_posix()
            assert unquote(parts.fragment) in anchors(page), parts.geturl()


@pytest.mark.parametrize("name", PAGES)
def test_identifiers_stand_once(name):
    found = [tag["id"] for tag in SOUPS[name].select("article [id]")]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_it_is_made_from_and_how_to_cite_it(name):
    words = SOUPS[name].select_one("footer .cite").get_text()
    assert all(part in words for part in ("Made", "articles", "Cite as", "An error?", "Licence"))


@pytest.mark.parametrize("name", PAGES)
def test_one_script_by_its_hash_and_no_other(name):
    policy = SOUPS[name].select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    (script,) = SOUPS[name].find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy and "default-src 'none'" in policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(rules["script-src"].split())
    assert not any(word.startswith("http") for rule in rules.values() for word in rule.split())


def test_the_menu_is_short_and_numbered():
    lines = [a.get_text(" ", strip=True) for a in SOUPS["index.html"].select(".menu > li > a")]
    numbers = [line.split()[0] for line in lines[1:-1]]
    assert numbers == [str(int(name[:2])) for name in NOTEBOOKS if name[0].isdigit()]
    assert lines[-1] == "Tables" and max(map(len, lines)) <= 24
    assert [name for name in NOTEBOOKS if name.startswith("00")] == []


def test_every_row_of_an_article_table_names_its_paragraph():
    for row in SOUPS["data/awards.html"].select("table.rows tbody"):
        link = next(a for a in row.find_all("a") if "¶" in a.get_text())
        assert link["href"].startswith("https://") and link["title"]


@pytest.mark.parametrize("name", TABLES)
def test_rows_come_before_the_meaning_of_columns_and_have_addresses(name):
    soup = SOUPS[name]
    path = SITE / "data" / soup.select_one(".downloads a")["href"]
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    shown = soup.select("table.rows > tbody")
    assert len(shown) == min(len(rows) - 1, 2000) and all(row.get("id") for row in shown)
    tables = [t for t in soup.select("article table") if len(rows) > 1 or "rows" not in t["class"]]
    assert "rows" in tables[0]["class"] or len(rows) == 1
    assert len(tables[-1].select("tbody tr")) == len(rows[0])


def test_judgements_lead_to_ofsted_and_to_councils():
    with (SITE / "data" / "reference" / "ofsted_judgements.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    shown = SOUPS["data/ofsted_judgements.html"].select("table.rows > tbody")
    for row, tag in zip(rows, shown, strict=True):
        links = [a["href"] for a in tag.find_all("a")]
        assert not row["urn"] or f"https://reports.ofsted.gov.uk/provider/44/{row['urn']}" in links
        assert tag["data-chosen0"] == row["council_id"] and tag["data-chosen1"] == row["overall"]


def test_all_tables_come_in_one_archive():
    with zipfile.ZipFile(SITE / "data" / "tables.zip") as archive:
        described = json.loads(archive.read("datapackage.json"))
        names = set(archive.namelist())
        assert names == {"datapackage.json"} | {r["path"] for r in described["resources"]}
        for name in names:
            assert archive.read(name) == (SITE / "data" / name).read_bytes()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_weight():
    assert sum(p.stat().st_size for p in SITE.rglob("*") if p.is_file()) < 15e6
    for name in NOTEBOOKS:
        own = {SITE / name} | {(SITE / name).parent / i["src"] for i in SOUPS[name].select("article img")}
        assert sum(p.stat().st_size for p in own) < 1_200_000, name


def test_nothing_names_the_machine_that_built_it():
    home = str(SITE.parent)
    for path in SITE.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".css", ".csv", ".ipynb"):
            text = path.read_bytes()
            assert home.encode() not in text and b"/tmp/" not in text, path
            assert b"\r" not in text, path
