"""What a reader can see without scrolling sideways: figures and tables, on a phone and on a desk."""

import pytest
from built import NOTEBOOKS, PAGES

# a table or figure is cut where a box around it scrolls sideways, or where it reaches beyond the window
CUT = """what => [...document.querySelectorAll(what)].filter(e => e.offsetParent !== null).filter(e => {
  for (let box = e, i = 0; i < 4 && box; i++, box = box.parentElement)
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible") return true;
  return e.getBoundingClientRect().right > innerWidth + 1;
}).map(e => e.alt || e.caption?.innerText || e.innerText.slice(0, 60))"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("article img")].map(i => i.offsetWidth), 1e9)"""


def cut(opened, name, width, what):
    page, _ = opened(name, width)
    page.wait_for_load_state()
    return page.evaluate(CUT, what)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_figure_is_wider_than_a_phone_and_each_fills_it(opened, name):
    assert not cut(opened, name, "phone", "article img")
    page, _ = opened(name, "phone")
    assert page.evaluate(SMALLEST) > 320


def test_at_most_five_tables_are_wider_than_a_phone(opened):
    found = {name: cut(opened, name, "phone", "article table") for name in NOTEBOOKS}
    assert sum(map(len, found.values())) <= 5, found


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_on_a_desk(opened, name):
    assert not cut(opened, name, "desk", "article :is(table, img)")


@pytest.mark.parametrize("name", [p for p in PAGES if p.startswith("data/")])
def test_data_pages_fit_a_phone(opened, name):
    assert not cut(opened, name, "phone", "article table")
