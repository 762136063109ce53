"""Every page, as readers meet it: on a phone and a desk, in light and dark, by keyboard and on paper."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from built import PAGES, SCREENS, SITE, WIDTHS

from tools.paper import pdf

AXE = Axe()
NOTEBOOKS = [p for p in PAGES if p[:2].isdigit()]


def faults(page):
    """What axe finds, one line a fault."""
    found = AXE.run(page).response["violations"]
    return [f"{v['id']}: {node['target']} {node.get('failureSummary', '')}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_page(opened, name):
    """No error, no outside request, nothing for axe at either width in light or dark, no sideways scroll."""
    page, wrong = opened(name)
    assert not wrong  # before axe, which looks for stylesheets in places of its own
    SCREENS.mkdir(exist_ok=True)
    for width, (wide, high) in WIDTHS.items():
        page.set_viewport_size({"width": wide, "height": high})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_function("scheme => document.documentElement.dataset.theme == scheme", arg=scheme)
            assert not faults(page), f"{width}, {scheme}"
        stem = name.removesuffix(".html").replace("/", "-")
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
    for table in page.query_selector_all("article table"):
        assert table.query_selector("caption").inner_text().strip()
        assert not table.query_selector_all("thead th:not([scope=col]), tbody th:not([scope=row])")
        assert all(row.query_selector("th") for row in table.query_selector_all("tr"))


def test_code_is_folded_and_opens_by_click_and_by_key(opened):
    page, _ = opened(next(n for n in NOTEBOOKS if n.startswith("02")))
    fold = page.locator("details.code").first
    code = fold.locator("pre")
    assert not code.is_visible()
    fold.locator("summary").click()
    assert code.is_visible() and "import" in code.inner_text()
    fold.locator("summary").press("Enter")
    assert not code.is_visible()


def test_wide_tables_scroll_by_keyboard(opened):
    page, _ = opened(next(n for n in NOTEBOOKS if n.startswith("02")), "phone")
    for box in page.locator(".scroll").all():
        if box.evaluate("b => b.scrollWidth > b.clientWidth"):
            box.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(300)
            assert box.evaluate("b => b.scrollLeft") > 0
            return
    pytest.fail("no table or figure is wider than a phone")


@pytest.mark.parametrize("word", ["Hertfordshire", "Slough"])
@pytest.mark.parametrize("served", [True, False])
def test_search_finds(opened, address, word, served):
    """Over http and from the disc, where a browser lets no page read another."""
    base = address if served else SITE.as_uri() + "/"
    page, wrong = opened(f"search.html?q={word}", base=base)
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.innerText.includes('found')")
    page.wait_for_timeout(500)
    links = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.getAttribute('href'))")
    assert any("02_" in link for link in links) and any("data/" in link for link in links)
    assert not wrong
    assert not faults(page)


def test_search_opens_by_click_and_by_key(opened):
    page, _ = opened("index.html", "phone")
    page.locator(".search-button").first.click()
    assert page.locator("#pst-search-dialog input").is_visible()
    assert not faults(page)
    page.keyboard.press("Escape")
    assert not page.locator("#pst-search-dialog input").is_visible()


def test_menu_opens_on_a_phone(opened):
    page, _ = opened("index.html", "phone")
    page.locator(".bd-header-article .primary-toggle").click()
    page.wait_for_timeout(400)
    assert page.locator(".bd-sidebar-primary a", has_text="money distributed").first.is_visible()
    assert not faults(page)


@pytest.mark.parametrize("name", ["index.html", NOTEBOOKS[0], "data/awards.html"])
def test_pages_open_from_the_disc(opened, name):
    _, wrong = opened(name, base=SITE.as_uri() + "/")
    assert not wrong


@pytest.mark.parametrize("name", NOTEBOOKS[2:4])
def test_page_prints(opened, name, tmp_path):
    page, _ = opened(name)
    page.emulate_media(media="print")
    assert not page.locator(".bd-sidebar-primary").is_visible()
    assert not page.locator("details.code").first.is_visible()
    assert page.locator("figure.picture img").first.is_visible()
    paper = page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF") and len(paper) > 30_000


def test_the_collection_prints(tmp_path):
    pdf(SITE, tmp_path / "collection.pdf")
    paper = (tmp_path / "collection.pdf").read_bytes()
    assert paper.startswith(b"%PDF") and b"/Outlines" in paper and len(paper) > 500_000
    assert not (SITE / "collection.html").exists()
