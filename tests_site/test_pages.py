"""Every page, as readers meet it: on a phone and a desk, in light and dark, by keyboard and on paper."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from built import NOTEBOOKS, PAGES, SCREENS, SITE, WIDTHS

from tools.paper import pdf

AXE = Axe()
MONEY = next(n for n in NOTEBOOKS if n.startswith("02"))
COUNCILS = next(n for n in NOTEBOOKS if n.startswith("07"))
USE_IT = next(n for n in NOTEBOOKS if n.startswith("08"))
RECORD = "data/ofsted_judgements.html"


def faults(page):
    """What axe finds, one line a fault."""
    found = AXE.run(page).response["violations"]
    return [f"{v['id']}: {node['target']} {node.get('failureSummary', '')}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_page(opened, name):
    """No error, no outside request, nothing for axe at either width in light or dark, no sideways scroll."""
    page, wrong = opened(name)
    assert not wrong  # before axe, which looks for stylesheets in places of its own
    # of what is alike, many rows or many councils, some are enough for axe
    page.evaluate("[...document.querySelectorAll('table.rows > tbody')].slice(15).forEach(row => row.remove())")
    page.evaluate("[...document.querySelectorAll('article section section')].slice(12).forEach(part => part.remove())")
    SCREENS.mkdir(exist_ok=True)
    for width, (wide, high) in WIDTHS.items():
        page.set_viewport_size({"width": wide, "height": high})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.locator(f"html[data-theme={scheme}]").wait_for()
            assert not faults(page), f"{width}, {scheme}"
        stem = name.removesuffix(".html").replace("/", "-")
        if page.evaluate("document.documentElement.scrollHeight") < 16_000:  # more than a picture can hold
            page.screenshot(path=SCREENS / f"{stem}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_headings_pictures_and_tables(opened, name):
    page, _ = opened(name)
    levels = page.eval_on_selector_all("article :is(h1,h2,h3,h4)", "all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    for picture in page.query_selector_all("article img"):
        assert len(picture.get_attribute("alt")) > 40
        assert picture.evaluate("i => i.naturalWidth") > 300
    for table in page.query_selector_all("article .scroll > table"):
        assert table.query_selector("caption").text_content().strip()
        assert not table.query_selector_all("thead th:not([scope=col]), tbody th:not([scope=row])")
        assert all(row.query_selector("th, td:empty") for row in table.query_selector_all("tr"))


def test_code_is_folded_and_opens_by_click_and_by_key(opened):
    page, _ = opened(MONEY)
    fold = page.locator("details.code").first
    code = fold.locator("pre")
    assert not code.is_visible()
    fold.locator("summary").click()
    assert code.is_visible() and "import" in code.inner_text()
    fold.locator("summary").press("Enter")
    assert not code.is_visible()


# --- finding ---


def results(page):
    """Where the results of a search lead, the first first."""
    page.locator("#search-results .search-summary", has_text="found").wait_for()
    page.wait_for_timeout(500)
    return page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.getAttribute('href'))")


@pytest.mark.parametrize("served", [True, False])
def test_search_finds_words(opened, address, served):
    """Over http and from the disc, where a browser lets no page read another."""
    base = address if served else SITE.as_uri() + "/"
    page, wrong = opened("search.html?q=Hertfordshire", base=base)
    links = results(page)
    assert any("02_" in link for link in links) and any("data/" in link for link in links)
    assert not wrong
    assert not faults(page)


@pytest.mark.parametrize("word", ["Sandwell", "Slough", "Hammersmith and Fulham"])
def test_search_leads_to_a_councils_entry_first(opened, word):
    page, wrong = opened(f"search.html?q={word}")
    links = results(page)
    assert links[0].split("#")[0].endswith(COUNCILS) and links[0].endswith("#" + word.lower().replace(" ", "-"))
    page.goto(page.url.split("search.html")[0] + links[0].split("?")[0].split("#")[0] + "#" + links[0].split("#")[1])
    assert page.locator(":target :is(h2, h3)").first.inner_text().startswith(word)
    assert not wrong


def test_a_council_that_no_article_names_is_found_in_the_record(opened):
    page, _ = opened("search.html?q=Barnet")
    assert results(page)[0].endswith("ofsted_judgements.html#barnet")


def test_search_opens_by_click_and_by_key(opened):
    page, _ = opened("index.html", "phone")
    page.locator(".search-button").first.click()
    assert page.locator("#pst-search-dialog input").is_visible()
    assert not faults(page)
    page.keyboard.press("Escape")
    assert not page.locator("#pst-search-dialog input").is_visible()


def test_menu_opens_on_a_phone_and_closes_on_a_section(opened):
    page, _ = opened(MONEY, "phone")
    page.locator(".bd-header-article .primary-toggle").click()
    page.wait_for_timeout(400)
    assert page.locator(".menu > li > a", has_text="Councils").is_visible()
    assert not faults(page)
    page.locator(".menu ul a").last.click()
    page.wait_for_timeout(400)
    assert not page.locator(".menu").is_visible()


@pytest.mark.parametrize("served", [True, False])
def test_the_record_is_filtered_by_council_and_grade(opened, address, served):
    page, wrong = opened(RECORD, base=address if served else SITE.as_uri() + "/")
    council, grade = page.locator(".filter select").all()
    shown = page.locator("table.rows > tbody:visible")
    everything = shown.count()
    council.select_option("slough")
    of_slough = shown.count()
    assert 2 < of_slough < 10 and page.url.endswith("#slough")
    grade.select_option("inadequate")
    assert (
        0 < shown.count() < of_slough
        and f"{shown.count()} of {everything}" in page.locator(".filter output").inner_text()
    )
    again, _ = opened(page.url.split("/")[-1].join(["data/", ""]), base=page.url.split("data/")[0])
    again.wait_for_selector(".filter:visible")
    assert again.locator("table.rows > tbody:visible").count() == shown.count()
    assert not wrong


def test_a_row_has_an_address(opened):
    page, _ = opened("data/awards.html")
    anchor = page.locator("table.rows > tbody").nth(3).get_attribute("id")
    page.goto(f"{page.url}#{anchor}")
    assert page.evaluate("document.querySelector(':target').id") == anchor


def test_commands_can_be_copied(opened):
    page, _ = opened(USE_IT)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = page.locator("div.highlight:has(> .copy)").first
    box.locator(".copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == box.locator("pre").inner_text().strip()
    assert box.locator(".copy").inner_text() == "Copied"


# --- elsewhere ---


@pytest.mark.parametrize("name", ["index.html", COUNCILS, "data/awards.html", RECORD])
def test_pages_open_from_the_disc(opened, name):
    page, wrong = opened(name, base=SITE.as_uri() + "/")
    page.locator("html[data-theme=light]").wait_for()
    assert not wrong


@pytest.mark.parametrize("name", NOTEBOOKS[1:3])
def test_page_prints(opened, name, tmp_path):
    page, _ = opened(name)
    page.emulate_media(media="print")
    assert not page.locator(".bd-sidebar-primary").is_visible()
    assert not page.locator("details.code").first.is_visible()
    for picture in page.locator("figure.picture img").all():
        assert picture.is_visible()
    paper = page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF") and len(paper) > 30_000


def test_the_collection_prints(tmp_path):
    pdf(SITE, tmp_path / "collection.pdf")
    paper = (tmp_path / "collection.pdf").read_bytes()
    assert paper.startswith(b"%PDF") and b"/Outlines" in paper and len(paper) > 300_000
    assert not (SITE / "collection.html").exists()
