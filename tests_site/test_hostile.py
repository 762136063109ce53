"""Text is text: tables full of markup, scripts, line breaks and odd letters, as pages in Chromium."""

import csv
import subprocess
import sys
import unicodedata
from urllib.parse import quote

import awkward
import nbformat
import pytest
from helpers_for_tests import write_csv

from helpers.schema import HOME, package, resource
from helpers.show import unescaped
from tools.pages import build
from tools.raw import fields

AWAY = "https://evil.example"  # where a script, a picture or a form would go
PAYLOADS = [
    f'R&D for <Children> Ltd <script>alert(1)</script><img src=x onerror="alert(2)"><img src={AWAY}/i.png>',
    f"</td></table></article><style>body{{display:none}}</style><iframe src={AWAY}></iframe><plaintext>",
    "one\n\n```{include} /etc/passwd\n```\n\n{download}`/etc/passwd` <b>two</b>\r\n\r\n- three",
    "*Star* _line_ **bold** [a](javascript:alert(3)) <a href='javascript:alert(4)'>b</a> {{7*7}} {% include 'x' %}",
    "US$10m to US$12m $$y$$ \\(x\\) # head | pipe ~~gone~~ `code` &amp; &lt; <!-- comment -->",
    "\n\n# Heading\n\n<details><summary>x</summary>",
    "=cmd|'/c calc'!A1 \u202eoverride\u202c zero\u200bwidth e\u0301 🙂 中文 العربية \u2028line \x07bell",
    "W" * 10_000,
]
ALL = " ".join(PAYLOADS)
RUN = "import sys; from tools.run import run_notebooks; sys.exit(run_notebooks(*sys.argv[1:]))"
SHOW = """
import pandas as pd
from IPython.display import display
from helpers.show import say, table
from helpers.tables import load
t = load("../data")
for row in t.awards.itertuples():
    say(f"{row.recipient} was paid for {row.purpose}", f"{row.note}")
table(t.awards[["recipient", "project", "theme", "purpose", "source"]], "The awards of " + t.awards.recipient[0])
table(t.events[["council", "kind", "dated", "note", "source"]], "Events", fold=True)
table(t.claims[["claim", "said_by", "note", "source"]], "Claims")
table(t.sources[["title", "author", "publisher", "limits"]], "Sources")
"""
RAW = f"""
from IPython.display import HTML, Markdown, display
for text in (
    '<script>alert(5)</script>', '<img src=x onerror=alert(6)>', '<img src="{AWAY}/i.png">',
    '<iframe src="{AWAY}"></iframe>', '<style>body {{ display: none }}</style>', '<svg onload=alert(7)></svg>',
    '<link rel=stylesheet href="{AWAY}/c.css">', '<base href="{AWAY}/">', '<object data="{AWAY}"></object>',
    '<script src="figures/x.js"></script>', '<a id=js href="javascript:alert(8)">here</a>',
):
    display(HTML(text))
display(Markdown("<script>alert(9)</script> {{include}} kept"))
"""


def free(field, r):
    """Whether a column may hold any text."""
    keys = [r["schema"]["primaryKey"], *(k["fields"] for k in r["schema"].get("foreignKeys", []))]
    held = {name for key in keys for name in ([key] if isinstance(key, str) else key)}
    ruled = {"enum", "pattern"} & set(field.get("constraints", {})) or {"edtf", "refers"} & set(field)
    return field["type"] == "string" and not ruled and field["name"] not in held | {"paragraph", "url", "urn", "check"}


def poison(folder):
    """Copies of all tables with a payload behind each text, and all of them in each column of words.

    Returns {table: texts that its page must show}.
    """
    texts, count = {}, 0
    for r in package()["resources"]:
        path = folder / r["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        with (HOME / r["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for i, row in enumerate(rows[:40]):
            for field in r["schema"]["fields"]:
                if (i == 0 or row.get(field["name"])) and free(field, r):
                    payload = PAYLOADS[count % len(PAYLOADS)] if i else ALL
                    row[field["name"]] = f"{row.get(field['name']) or ''} {payload}".strip()
                    texts.setdefault(r["name"], []).append(row[field["name"]])
                    count += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [f["name"] for f in r["schema"]["fields"]], lineterminator="\n")
            writer.writeheader()
            writer.writerows({k: v for k, v in row.items() if k in writer.fieldnames} for row in rows)
    return texts


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A site of poisoned tables: (its folder, the texts of each table, what Sphinx warned of)."""
    home = tmp_path_factory.mktemp("hostile")
    texts = poison(home / "data")
    (home / "notebooks").mkdir()
    for name, title, code in (("00_start", "What was found", SHOW), ("01_raw", "What nobody escaped", RAW)):
        notebook = nbformat.v4.new_notebook(metadata={"title": title})
        notebook.cells = [nbformat.v4.new_markdown_cell(f"# {title}"), nbformat.v4.new_code_cell(code)]
        nbformat.write(notebook, home / "notebooks" / f"{name}.ipynb")
    # in a process of its own: Playwright's loop runs in this one
    subprocess.run([sys.executable, "-c", RUN, home / "notebooks", home / "data"], check=True)
    return home / "site", texts, build(home / "notebooks", home / "data", home / "site")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report of tables that check accepts, with all payloads in each column of words."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOSTILE", "BLOCK"):
            patch.setattr(awkward, name, f"{ALL} Kent kent Leeds leeds")  # check asks for the councils' names
        awkward.hostile(folder)
    place = {"source_id": awkward.ECHO, "paragraph": "4"}
    for table, row in (
        ("left_out", {"as_printed": "<b>*A*</b> $b$", "reason": ALL}),
        ("mentions", {"as_printed": "£2m", "about": "one", "note": ALL}),
    ):
        names = fields(resource(table))
        write_csv(folder / f"{table}.csv", [names, [(place | row)[name] for name in names]])
    for name in ("new", "report"):
        command = [sys.executable, "-m", "tools", name, folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and not done.stderr, done.stdout[-2000:] + done.stderr
        assert "arning" not in done.stdout
    return folder / "report"


def test_every_column_of_words_has_every_payload(report, hostile):
    _, texts, _ = hostile
    for r in package()["resources"]:
        columns = [field["name"] for field in r["schema"]["fields"] if free(field, r)]
        assert not columns or sum(text.endswith(ALL) for text in texts[r["name"]]) == len(columns), r["name"]
        if "/" in r["path"]:
            continue
        limited = {field["name"] for field in r["schema"]["fields"] if "maxLength" in field.get("constraints", {})}
        with (report / "data" / r["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for column in set(columns) - limited:
            held = [row[column] for row in rows]
            assert any(letters(ALL) in letters(cell) for cell in held), (r["name"], column)


def letters(text):
    """What a reader sees of a text: no white space, nothing invisible."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] != "C")


def visit(browser, path, width):
    """Open a page; returns (page, dialogs, requests that went out)."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    dialogs, out = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.route("http*://**", lambda route: (out.append(route.request.url), route.abort()))
    page.goto(path.as_uri())
    page.wait_for_timeout(150)
    return page, dialogs, out


@pytest.mark.parametrize("made", ["hostile", "report"])
def test_no_page_runs_asks_or_breaks(made, browser, request):
    site, _, warned = request.getfixturevalue(made) if made == "hostile" else (request.getfixturevalue(made), {}, "")
    assert not warned
    for path in sorted(site.rglob("*.html")):
        for width in (390, 1280):
            page, dialogs, out = visit(browser, path, width)
            assert not dialogs and not out, path.name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            assert (
                page.locator("footer .cite").is_visible()
                and page.locator(".bd-article, .bd-search-container").is_visible()
            )
            assert page.locator("table table, article article, h1").count() <= 1
            page.close()
    assert not any(b"root:x:" in path.read_bytes() for path in site.rglob("*") if path.is_file())


def test_no_word_is_lost_on_the_data_pages(hostile, browser):
    site, texts, _ = hostile
    for name, said in texts.items():
        page, *_ = visit(browser, site / "data" / f"{name}.html", 1280)
        shown = letters(page.locator("article").text_content())
        for text in said:
            assert letters(text) in shown, (name, text[:80])
        page.close()


def test_no_word_is_lost_in_a_notebook(hostile, browser):
    site, *_ = hostile
    page, *_ = visit(browser, site / "index.html", 1280)
    shown = letters(page.locator("article").text_content())
    with (site / "data" / "awards.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert all(letters(row[name]) in shown for name in ("recipient", "theme", "purpose"))
    page.close()


def test_no_word_of_a_report_is_lost(report, browser):
    for path in sorted((report / "data").glob("*.csv")):
        page, *_ = visit(browser, report / "data" / f"{path.stem}.html", 1280)
        shown = letters(page.locator("article").text_content())
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for field in resource(path.stem)["schema"]["fields"]:
                    if free(field, resource(path.stem)):
                        assert letters(unescaped(row[field["name"]])) in shown, (path.stem, field["name"])
        page.close()
    notebook = (report / "notebooks" / "01_money.ipynb").read_text(encoding="utf-8")
    assert "Warning" not in notebook and '"stderr"' not in notebook


def test_what_is_searched_for_is_shown_as_text(hostile, browser):
    site, *_ = hostile
    page, dialogs, out = visit(browser, site / "search.html", 1280)
    for sought in ("Children", "<img src=x onerror=alert(1)> Children"):
        page.goto(f"{(site / 'search.html').as_uri()}?q={quote(sought)}")
        page.locator("#search-results .search-summary", has_text="finished").wait_for()
        page.wait_for_timeout(500)
        assert not dialogs and not out
        assert not page.locator("#search-results :is(script, img, iframe, style, b)").count()
    assert page.locator("input[type=search]").first.input_value() == sought
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.close()


def test_what_nobody_escaped_runs_nothing(hostile, browser):
    site, *_ = hostile
    page, dialogs, out = visit(browser, site / "01_raw.html", 1280)
    page.locator("#js").click()
    page.wait_for_timeout(150)
    assert not dialogs and not out
    assert page.locator("article").is_visible() and "kept" in page.locator("article").inner_text()
    page.close()
