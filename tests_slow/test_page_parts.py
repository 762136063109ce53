"""Parts of the pages that can be looked at without building a site: filters of tables, citations, links on paper."""

import shutil
import zipfile

import pytest
import yaml
from bs4 import BeautifulSoup
from helpers_for_tests import AUTHORITIES, made, record

from helpers.schema import HOME, PROJECT, package, resource
from tools.datapages import Shower, copy_tables, table_page
from tools.pages import words_around
from tools.paper import collect, lead

T = made(
    authorities=[row | {"region": region} for row, region in zip(AUTHORITIES, ("London", "North", "London", "North"))],
    ofsted_judgements=record(("barton", "2014-03-31", "good"), ("alton", "2014-03-31", "inadequate")),
    interventions=[{"council_id": "alton"}, {"council_id": "barton", "kind": "trust launched", "event_id": "b"}],
    awards=[{}],
)


@pytest.mark.parametrize("name", [r["name"] for r in package()["resources"]])
def test_tables_of_all_councils_can_be_filtered_by_council_and_by_one_thing_more(name):
    second = {
        "ofsted_judgements": ["good", "inadequate"],
        "interventions": ["commissioner appointed", "trust launched"],
        "authorities": ["London", "North"],
    }
    filters = table_page(Shower(T, resource(name), {}), resource(name))["filters"]
    assert [[value for value, _ in f["options"]] for f in filters[1:]] == ([second[name]] if name in second else [])
    names = [("alton", "Alton"), ("barton", "Barton"), ("carlton", "Carlton"), ("denton", "Denton")]
    assert [f["options"] for f in filters[:1]] == (
        [names[: 4 if name == "authorities" else 2]] if name in second else []
    )


CITED = "cff-version: 1.2.0\ntitle: Mine\nauthors: [{name: A. B.}]\n"


@pytest.mark.parametrize(
    "more, citation, begins",
    [
        ("", "A. B. Mine.", "from one article"),  # no full stop is doubled
        ("version: 1.5\n", "A. B. Mine, version 1.5.", "version 1.5, from one article"),
        ("date-released: 2026-01-02\n", "A. B. (2026). Mine.", "2 January 2026, from one article"),
    ],
)
def test_a_version_is_cited_where_one_is_given(tmp_path, more, citation, begins):
    (tmp_path / "CITATION.cff").write_text(CITED + more, encoding="utf-8")
    words = words_around(T, tmp_path, None, tmp_path)
    assert words["citation"] == citation and words["made"].startswith(begins) and not words["own"]


def test_our_own_pages_are_cited_by_our_own_file(tmp_path):
    words = words_around(T, HOME, None, HOME)
    version = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    assert words["own"] and words["citation"].endswith(f", version {version}.") and words["tool"] == ""
    other = words_around(T, shutil.copytree(HOME, tmp_path / "data"), None, tmp_path)
    assert not other["own"] and "version" not in other["citation"] and other["tool"] in words["citation"]


@pytest.mark.parametrize(
    "tag, leads",
    [
        ('<a href="claims.html#where">', "#page-data-claims--where"),
        ('<a href="#here">', "#page-data-awards--here"),
        ('<a href="../index.html">', "#page-index"),
        ('<a href="https://example.org/x">', "https://example.org/x"),
        ('<a href="mailto:a@example.org">', "mailto:a@example.org"),
        ('<a href="awards.csv">', None),  # a file to download is nowhere on paper
        ('<img src="../figures/a.png">', "figures/a.png"),
        ('<img src="data:image/png;base64,AA==">', "data:image/png;base64,AA=="),
    ],
)
def test_links_of_one_page_lead_to_the_same_place_on_paper(tag, leads):
    one = BeautifulSoup(tag, "html.parser").find(True)
    lead(one, "data/awards.html", ["index.html", "data/claims.html", "data/awards.html"])
    assert list(one.attrs.values()) == ([leads] if leads else [])


PAGE = """<html><head><title>{0}</title></head><body><ul class="menu"><li><a href="index.html"></a></li>
<li><a href="01_a.html"></a></li><li><a href="tables.html"></a><ul><li><a href="data/own.html"></a></li>
<li><a href="data/theirs.html"></a></li></ul></li></ul><p class="cite">Cited so.</p><article><h1 id="top">{0}#</h1>
<p class="downloads"><a href="{1}">CSV</a></p><details class="code">code</details><a href="01_a.html#top">to A</a>
</article></body></html>"""


def test_the_pages_stand_one_after_the_other_on_paper(tmp_path):
    (tmp_path / "data").mkdir()
    files = {"index.html": "x.csv", "01_a.html": "x.csv", "tables.html": "x.csv", "data/own.html": "own.csv"}
    for name, table in (files | {"data/theirs.html": "reference/theirs.csv"}).items():
        (tmp_path / name).write_text(PAGE.format(f"Page {name}", table), encoding="utf-8")
    paper = BeautifulSoup(collect(tmp_path), "html.parser")
    names = ["index.html", "01_a.html", "tables.html", "data/own.html"]  # not what other sources say
    assert [tag.get_text() for tag in paper.select("h1")] == [
        "Page index.html#",
        "Contents",
        *(f"Page {name}#" for name in names[1:]),
    ]
    listed = paper.select(".contents a")
    assert [a.get_text() for a in listed] == [f"Page {name}" for name in names[1:]]
    assert [li.get("class") for li in paper.select(".contents li")] == [None, None, ["below"]]
    ids = [tag["id"] for tag in paper.find_all(id=True)]
    assert len(ids) == len(set(ids)) and {a["href"].removeprefix("#") for a in paper.select("a[href]")} <= set(ids)
    assert not paper.select(".downloads, details") and paper.select_one(".cite").get_text() == "Cited so."


def test_all_tables_go_into_one_archive_that_is_the_same_every_day(tmp_path):
    for name in ("one", "two"):
        copy_tables(T, HOME, tmp_path / name, {"own": True})
    paths = {r["path"] for r in package()["resources"]} | {"datapackage.json"}
    with zipfile.ZipFile(tmp_path / "one" / "tables.zip") as archive:
        assert set(archive.namelist()) == paths
        assert all(archive.read(path) == (tmp_path / "one" / path).read_bytes() for path in paths)
    assert (tmp_path / "one" / "tables.zip").read_bytes() == (tmp_path / "two" / "tables.zip").read_bytes()
    copy_tables(T, tmp_path / "none", tmp_path / "empty", {"own": True})
    first = resource("awards")["schema"]["fields"][0]["name"]
    assert (tmp_path / "empty" / "awards.csv").read_text(encoding="utf-8").startswith(f"{first},")
