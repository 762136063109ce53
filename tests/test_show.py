"""What is shown is what was said: numbers in words, sentences and tables, and text that stays text."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from examples import TRIED
from helpers import show
from helpers.show import Council
from helpers.tables import Link

RENDERERS = {
    "commonmark": MarkdownIt("commonmark").render,
    "with tables and strikethrough": MarkdownIt("js-default").render,
    "MyST": create_md_parser(MdParserConfig(), RendererHTML).render,
}


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, as a list of outputs by MIME type."""
    outputs = []
    monkeypatch.setattr(show, "display", lambda output: outputs.append(output._repr_mimebundle_()))
    return outputs


def folded(text):
    return " ".join(text.split())


# --- numbers ---


@pytest.mark.parametrize(
    "n, words",
    [(0, "no"), (1, "one"), (10, "ten"), (19, "nineteen"), (20, "20"), (999, "999"), (1000, "1,000"), (-1, "-1")],
)
def test_whole_numbers(n, words):
    assert show.number(n) == show.number(np.int64(n)) == words


def test_numbers_in_words_are_the_right_ones():
    words = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    assert [show.number(n) for n in range(20)] == [*words.split(), "seventeen", "eighteen", "nineteen"]


def test_some_of_a_thing():
    assert show.some(1, "award") == "one award" and show.some(2, "award") == "two awards"
    assert show.some(0, "article") == "no articles" and show.some(20, "council") == "20 councils"
    assert show.some(3, "body", "bodies") == "three bodies" and show.some(1, "body", "bodies") == "one body"


@pytest.mark.parametrize(
    "amount, decimals, words",
    [
        (35_809_000, None, "£35.8m"),
        (35_809_000, 2, "£35.81m"),
        (11_600_000, None, "£11.6m"),
        (9_165_000, None, "£9.17m"),  # halves up
        (2_345_000, None, "£2.35m"),
        (1_005_000, None, "£1.01m"),
        (36_000_000, None, "£36m"),
        (744_000, None, "£744,000"),
        (999_499, None, "£999,499"),  # no further than it rounds to a million
        (999_500, None, "£1m"),
        (9_999_999, None, "£10m"),
        (10_040_000, None, "£10m"),  # one decimal from ten on, two below
        (10_050_000, None, "£10.1m"),
        (9_990_000, None, "£9.99m"),
        (999_499_999, None, "£999.5m"),
        (999_500_000, None, "£1bn"),
        (1_250_000_000, None, "£1.25bn"),
        (100_000_000, None, "£100m"),  # the noughts of a whole number stay
        (100_000_000, 0, "£100m"),
        (99_400_000, 0, "£99m"),
        (0, None, "£0"),
        (math.inf, None, "no limit"),
        (math.nan, None, ""),
        (pd.NA, None, ""),
        (np.float64(744_000.4), None, "£744,000"),
    ],
)
def test_pounds(amount, decimals, words):
    assert show.pounds(amount, decimals) == words


@pytest.mark.parametrize(
    "share, decimals, words",
    [
        (0.22, 0, "22%"),
        (0.285, 0, "29%"),  # halves up, though 100 * 0.285 is a little less
        (0.2849, 0, "28%"),
        (0.005, 0, "1%"),
        (0.0049, 0, "0%"),
        (1.0, 0, "100%"),
        (0.2345, 1, "23.5%"),
        (0.2344, 1, "23.4%"),
    ],
)
def test_percent(share, decimals, words):
    assert show.percent(share, decimals) == words


def test_a_share_names_its_count_and_what_it_is_of():
    assert show.share(29, 132, "councils") == "29 of 132 councils (22%)"
    assert show.share(1, 1200) == "1 of 1,200 (0%)"


def test_days_lists_and_sentences():
    assert show.day(dt.date(2016, 1, 5)) == show.day(pd.Timestamp("2016-01-05")) == "5 January 2016"
    assert show.day("2016-01") == "January 2016"
    assert [show.listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert show.listed(["a", "b", "c"], "or") == "a, b or c" and show.listed(iter("ab")) == "a and b"
    assert show.sentence("so it is") == "So it is" and show.sentence("") == ""


# --- text is text ---

# What was tried on the first version, family by family, and characters that begin something in Markdown.
PAYLOADS = [
    *"""<script>alert(1)</script> <img/src=x/onerror=alert(1)> <svg/onload=alert(1)> </table> <!--c--> <plaintext>
    &amp; &lt;b&gt; &#42; &copy; A&B 5<6>4 **b** *Star* _x_ __y__ snake_case_name `code` ``x`` ~~x~~ ~x~ ^x^ x^2 ==x==
    [a](javascript:alert(1)) ![a](b) [a]: [^1] [^1]: [x](y "z") <http://x.y> http://example.org www.example.org x@y.org
    # ## - + * > | = % %% : ::: (target)= --- === *** ___ +++ ``` ~~~ $ $5 $$y$$ a$b {{7*7}} {%x%} {#id} {.cls}
    {ref}`x` \\ \\* \\\\ \\(x\\) \\[x\\] \\begin{align} @@0@@ 1. 1) 12. 5.5 (1) 1.a -x +x =x !x @x #x "x" 'x' ...
    |a|b| |--|--| =cmd|'/C""".split(),
    *("R&D for <Children> Ltd", "US$10m to US$12m", "`x` and `y`", "# head", "> quote", "- item", "+ item", "* item"),
    *("1. item", "2) item", "12. March", "% comment", ": term", "::: {note}", "+++ x", "- [ ] task", "a | b", "x  \ny"),
    *(
        "a\nb",
        "a\n\nb",
        "a\r\n\r\n<b>b",
        "x\n```{include} /etc/hostname\n```\ny",
        "x\n\n    code",
        "\tcode",
        "x\n===\ny",
    ),
    *("x\u2028y", "x\x0by", "a\u200bb", "\u202eabc", "e\u0301", "中文 العربية 🙂", "ＡＢ", "£5m “so” ’s – ½"),
]


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_becomes_markdown_that_shows_just_its_words(text):
    for name, render in RENDERERS.items():
        page = BeautifulSoup(render(show.as_markdown(text)), "html.parser")
        assert folded(page.get_text()) == folded(text), name
        assert {tag.name for tag in page.find_all(True)} <= {"p"}, name


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_becomes_html_that_shows_just_its_words(text):
    page = BeautifulSoup(f"<p>{show.as_html(text)}</p>", "html.parser")
    assert page.get_text() == folded(text) and len(page.find_all(True)) == 1


@pytest.mark.parametrize("text", ["-5", "+5", "-1,000.5", "+3%", "a=1", "5", ""])
def test_a_plain_number_goes_into_a_csv_as_it_is(text):
    assert show.escaped(text) == text and show.unescaped(text) == text


@pytest.mark.parametrize("text", ["=1+1", "-5+1", "-x", "+44 20", "@home", " =1", "\t5", "'=1", "-%", "-٥"])
def test_what_excel_would_compute_begins_with_an_apostrophe(text):
    assert show.escaped(text) == f"'{text}" and show.unescaped(f"'{text}") == text


def test_no_backslashes_that_jupyterlab_takes_for_mathematics():
    assert "\\\\" not in show.as_markdown("\\(x\\) and \\[y\\]") and "$" not in show.as_markdown("$").replace("\\$", "")


LETTERS = st.text(st.sampled_from('ab1 .)(][`*_{}<>#|~$^&\\-+=%:!/@;"\n'), max_size=30)


@TRIED
@given(LETTERS | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=30))
@example("1.")
@example("% a")
def test_any_text_stays_the_text_it_is(text):
    for render in RENDERERS.values():
        page = BeautifulSoup(render(show.as_markdown(text)), "html.parser")
        assert folded(page.get_text()) == folded(text) and {tag.name for tag in page.find_all(True)} <= {"p"}
    assert BeautifulSoup(f"<p>{show.as_html(text)}</p>", "html.parser").get_text() == folded(text)


# --- sentences and links ---

ALTON = Council("Alton & <Vale>", "alton")


def test_saying_sentences(shown):
    show.say("one of them rose.", "", f"that was {ALTON}, with 24% of\nthem.")
    (output,) = shown
    assert output["text/plain"] == "One of them rose. That was Alton & <Vale>, with 24% of them."
    page = BeautifulSoup(RENDERERS["commonmark"](output["text/markdown"]), "html.parser")
    assert page.get_text().strip() == output["text/plain"]
    (link,) = page.find_all("a")
    assert link["href"] == "07_council_by_council.ipynb#alton" and link.get_text() == "Alton & <Vale>"


def test_saying_nothing_shows_nothing(shown):
    show.say()
    show.say("", "")
    assert shown == []


def test_a_council_is_its_name_until_it_is_said():
    assert ALTON == "Alton & <Vale>" and str(ALTON) == ALTON and ALTON.council_id == "alton"
    assert sorted([Council("B", "b"), Council("A", "a")]) == ["A", "B"]
    assert show.plain(f"{ALTON}\n and  {ALTON:>16}") == "Alton & <Vale> and Alton & <Vale>"
    assert show.plain(show.listed([ALTON, "Barton"])) == "Alton & <Vale> and Barton"


@pytest.mark.parametrize("shape", [show.as_markdown, show.as_html])
def test_a_council_leads_to_its_entry_wherever_it_stands(shape):
    render = RENDERERS["commonmark"] if shape is show.as_markdown else str
    page = BeautifulSoup(render(shape(show.listed([ALTON, Council("B*rton*", "barton")]))), "html.parser")
    assert page.get_text().strip() == "Alton & <Vale> and B*rton*"
    assert [a["href"].partition("#")[2] for a in page.find_all("a")] == ["alton", "barton"]


# --- tables ---

PLACE = Link(
    "CYPN 20 Mar 2017 ¶19.7", "¶19.7", "Children & Young People Now, 20 March 2017", "https://example.org/a?b=1&c"
)
OTHER = Link("CYPN 26 Jun 2017 ¶3", "¶3", "Children & Young People Now, 26 June 2017", "https://example.org/b")


def page_of(shown):
    """The one table shown, as (plain text, parsed HTML)."""
    (output,) = shown
    return output["text/plain"], BeautifulSoup(output["text/html"], "html.parser")


def cells_of(page, part="tbody"):
    return [[c.get_text() for c in row.find_all(["th", "td"])] for row in page.find(part).find_all("tr")]


def test_a_table(shown):
    frame = pd.DataFrame(
        {
            "recipient": ["Alton", "Barton"],
            "amount_gbp": pd.array([11_600_000, None], dtype="Int64"),
            "share": [0.285, math.nan],
            "announced": ["2016-03", ""],
            "period": ["2014-10/2016-03", "P3Y"],
            "n": [1200, 3],
            "my_own": [None, "x"],
        },
        index=[7, 3],
    )
    show.table(frame, "Two awards", total={"recipient": "All", "amount_gbp": 11_600_000, "share": 1.0})
    words, page = page_of(shown)
    titles = [th.get_text() for th in page.find("thead").find_all("th")]
    assert titles == ["Recipient", "Amount", "Share", "Announced", "Period", "Number", "My own"]
    assert cells_of(page) == [
        ["Alton", "£11.6m", "29%", "March 2016", "from October 2014 to March 2016", "1,200", ""],
        ["Barton", "", "", "", "over 3 years", "3", "x"],
    ]
    assert cells_of(page, "tfoot") == [["All", "£11.6m", "100%", "", "", "", ""]]
    assert page.caption.get_text() == "Two awards" and page.find("details") is None
    said = [*titles, *(text for part in ("tbody", "tfoot") for row in cells_of(page, part) for text in row if text)]
    assert page.get_text("|", strip=True) == "|".join(["Two awards", *said])  # and nothing between the cells
    assert page.find("div")["aria-label"] == "Table: Two awards"
    for text in [*titles, "Two awards", "over 3 years", "1,200", "100%"]:
        assert text in words
    assert "7" not in words.split() and "nan" not in words and "NA" not in words.split()


def test_headings_and_places_of_cells(shown):
    show.table(pd.DataFrame({"recipient": ["A"], "amount_gbp": [5], "announced": ["2016"], "note": ["x" * 50]}), "c")
    _, page = page_of(shown)
    assert all(th["scope"] == "col" for th in page.find("thead").find_all("th"))
    first, amount, day, note = page.find("tbody").tr.find_all(["th", "td"])
    assert (first.name, first["scope"], amount.name) == ("th", "row", "td")
    assert amount["class"] == ["num"] and "text-align:left" in first["style"] and "style" not in amount.attrs
    assert day.span["class"] == ["date"] and note["class"] == ["long"] and note["data-label"] == "Note"


def test_numbers_in_cells(shown):
    whole, parts = [123_456_789_012, 3, 0], [12.5, 1234.0, 1_234_567.25]
    show.table(pd.DataFrame({"what": list("abc"), "n": whole, "value": parts}), "c")
    _, page = page_of(shown)
    assert [row[1:] for row in cells_of(page)] == [
        ["123,456,789,012", "12.5"],
        ["3", "1,234"],
        ["0", "1,234,567.25"],
    ]


def test_an_empty_first_cell_heads_no_row(shown):
    show.table(pd.DataFrame({"dated": ["2016", ""], "what": ["a", "b"]}), "c")
    _, page = page_of(shown)
    assert [row.find_all(["th", "td"])[0].name for row in page.find("tbody").find_all("tr")] == ["th", "td"]


@pytest.mark.parametrize("size, room", [(18, None), (19, ["mid"]), (44, ["mid"]), (45, ["long"])])
def test_the_room_that_words_need(shown, size, room):
    show.table(pd.DataFrame({"recipient": ["A", "A"], "what": ["x", "x" * size]}), "c")
    _, page = page_of(shown)
    assert page.find("tbody").tr.td.get("class") == room


def test_a_folded_table(shown):
    show.table(pd.DataFrame({"recipient": ["A"]}), f"Of {ALTON}", fold=True)
    words, page = page_of(shown)
    assert page.details.summary.get_text() == page.details.caption.get_text() == "Of Alton & <Vale>"
    assert words.startswith("Of Alton & <Vale>\n") and not page.details.has_attr("open")
    assert list(page.stripped_strings) == ["Of", "Alton & <Vale>", "Of", "Alton & <Vale>", "Recipient", "A"]


def test_a_table_without_rows_is_not_shown(shown):
    show.table(pd.DataFrame(columns=["recipient"]), "Nothing")
    assert shown == []


def test_a_source_that_all_rows_share_is_said_once(shown):
    show.table(pd.DataFrame({"recipient": ["A", "B"], "source": [PLACE, PLACE]}), "Awards")
    _, page = page_of(shown)
    assert page.caption.get_text() == "Awards (from Children & Young People Now, 20 March 2017)"
    assert cells_of(page) == [["A", "¶19.7"], ["B", "¶19.7"]]
    assert [a["href"] for a in page.find_all("a")] == [PLACE.url] * 2
    assert page.a["title"] == PLACE.article


def test_a_shared_source_without_an_address_is_said_too(shown):
    paper = Link("Gazette 1 May 2016 ¶3", "¶3", "The Gazette, 1 May 2016", "")
    show.table(pd.DataFrame({"recipient": ["A", "B"], "source": [paper, paper]}), "Awards")
    _, page = page_of(shown)
    assert page.caption.get_text() == "Awards (from The Gazette, 1 May 2016)" and page.a is None


@pytest.mark.parametrize("others", [OTHER, None])
def test_sources_that_differ_stand_in_full(shown, others):
    frame = pd.DataFrame({"recipient": ["A", "B"], "source": [PLACE, others]})
    show.table(frame, "Awards")
    _, page = page_of(shown)
    assert page.caption.get_text() == "Awards"
    assert cells_of(page) == [["A", PLACE.text], ["B", others.text if others else ""]]
    assert list(frame["source"]) == [PLACE, others]  # the frame is not changed


def test_only_addresses_of_the_web_become_links(shown):
    links = [Link("a", "a", "x", ""), Link("b", "b", "y", "javascript:alert(1)"), Link("c", "c", "z", "http://c.org")]
    show.table(pd.DataFrame({"recipient": list("abc"), "source": links, "url": ["https://d.org/?a&b", "x", ""]}), "c")
    _, page = page_of(shown)
    assert [a["href"] for a in page.find_all("a")] == ["https://d.org/?a&b", "http://c.org"]
    assert cells_of(page) == [["a", "a", "https://d.org/?a&b"], ["b", "b", "x"], ["c", "c", ""]]


def test_a_council_in_a_table_leads_to_its_entry(shown):
    show.table(pd.DataFrame({"council": [ALTON], "what": [f"beside {ALTON}"]}), "c")
    words, page = page_of(shown)
    assert [a["href"] for a in page.find_all("a")] == ["07_council_by_council.ipynb#alton"] * 2
    assert show.OPEN not in words and cells_of(page) == [["Alton & <Vale>", "beside Alton & <Vale>"]]


def test_hostile_text_in_every_place_of_a_table(shown):
    hostile = [Link(text, text, text, f"https://example.org/{text}") for text in PAYLOADS]
    frame = pd.DataFrame({"recipient": PAYLOADS, "<b>*": PAYLOADS, "source": [*hostile[:-1], PLACE]})
    show.table(frame, "<i>*c*\n\n`d`", total={"recipient": "<u>All", "<b>*": 3}, fold=True)
    _, page = page_of(shown)
    allowed = "details summary div table caption thead tbody tfoot tr th td a".split()
    assert {tag.name for tag in page.find_all(True)} <= set(allowed)
    assert [row[0] for row in cells_of(page)] == [folded(text) for text in PAYLOADS]
    assert page.caption.get_text() == "<i>*c* `d`" and cells_of(page, "tfoot") == [["<u>All", "3", ""]]
    assert {name for tag in page.find_all(True) for name in tag.attrs} <= {
        *("class", "role", "tabindex", "aria-label", "scope", "style", "data-label", "href", "title"),
    }


def test_long_words_are_whole_in_the_plain_text(shown):
    show.table(pd.DataFrame({"recipient": ["x" * 10_000] * 70}), "c")
    words, _ = page_of(shown)
    assert words.count("x" * 10_000) == 70


def test_an_output_has_its_plain_words_too():
    assert show.Shown("a", **{"text/html": "<b>a</b>"})._repr_mimebundle_() == {
        "text/plain": "a",
        "text/html": "<b>a</b>",
    }
