"""Provenance: each printed figure stands in the paragraph that its row names, and where it stands if not there."""

import csv
import shutil

import pytest
from helpers_for_tests import as_csv, write

from helpers.schema import HOME, PROJECT, package
from tools.provenance import provenance

ARTICLES = PROJECT.parent / "shared" / "articles"
ARTICLE_TABLES = [
    r["path"] for r in package()["resources"] if any(f["name"] == "as_printed" for f in r["schema"]["fields"])
]
with_articles = pytest.mark.skipif(
    not ARTICLES.is_dir(),
    reason="the articles’ texts are copyright and not part of the project: put them in "
    "../shared/articles, SOURCE_ID.txt each, to look up what is printed",
)


def rows_of(path):
    """A file's rows as lists of cells, the header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@with_articles
def test_every_printed_figure_stands_in_its_paragraph():
    found, count = provenance(HOME, ARTICLES)
    assert [str(finding) for finding in found] == []
    assert count == sum(len(rows_of(HOME / path)) - 1 for path in ARTICLE_TABLES)


# --- over a made-up article ---

TEXT = "A headline\n\nThe sum is £14m, or 24 per cent; “about” £1.4m each.\n\n\n"
TEXT += "  • One – £4m\n  • Two, in 2016\n"


@pytest.fixture
def made_up(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gazette-2016-05-01.txt").write_text(TEXT, encoding="utf-8")

    def look_up(place, printed, **row):
        award = {"paragraph": place, "as_printed": printed} | row
        return provenance(write(tmp_path / "tables", awards=[award]), tmp_path / "texts")

    return look_up


@pytest.fixture
def told(tmp_path):
    """What is found in a text of several rows, given as (paragraph, as_printed)."""

    def look_up(text, *rows, encoding="utf-8", name="gazette-2016-05-01.txt"):
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / name).write_bytes(text.encode(encoding))
        awards = [{"award_id": f"a{i}", "paragraph": p, "as_printed": printed} for i, (p, printed) in enumerate(rows)]
        found, count = provenance(write(tmp_path / "tables", awards=awards), tmp_path / "texts")
        assert count == len(rows)
        return [str(finding) for finding in found]

    return look_up


@pytest.mark.parametrize(
    "place, printed",
    [
        ("1", "headline"),
        ("2", "£14m"),
        ("2", "24 per cent"),
        ("2", '"about" £1.4m'),
        ("3.1", "£4m"),
        ("3.2", "2016"),
        ("3", "£4m"),
        ("3.1", "One - £4m"),
    ],
)
def test_what_stands_there_is_found(made_up, place, printed):
    assert made_up(place, printed) == ([], 1)


@pytest.mark.parametrize(
    "place, printed, where",
    [
        ("2", "£4m", "it stands in paragraph 3.1"),
        ("2", "4 per cent", "stands nowhere"),
        ("2", "£1", "stands nowhere"),  # part of a number
        ("2", "£1.4", "stands nowhere"),
        ("2", "£15m", "stands nowhere"),
        ("1", "£14m", "it stands in paragraph 2"),
        ("3.1", "2016", "it stands in paragraph 3.2"),
        ("3.2", "201", "stands nowhere"),
        ("4", "£4m", "it stands in paragraph 3.1"),
        ("3.3", "£4m", "it stands in paragraph 3.1"),
        ("2.1", "£14m", "it stands in paragraph 2"),
        ("4", "£5m", "has 3 paragraphs"),
        ("2", "head", "stands nowhere"),
    ],
)
def test_what_does_not_stand_there_is_missed_and_where_it_stands_is_said(made_up, place, printed, where):
    found, _ = made_up(place, printed)
    assert [(f.file, f.line) for f in found] == [("awards.csv", 2)] and where in found[0].problem


def test_words_that_stand_in_several_places(told):
    assert told("x\n\n£5m\n\n£5m", ("1", "£5m")) == [
        "awards.csv, line 2, column as_printed: '£5m' is not in paragraph 1 of gazette-2016-05-01: "
        "it stands in 2 and 3. Type the one that is meant as the paragraph."
    ]


def test_an_article_without_a_text(made_up, tmp_path):
    found, _ = made_up("1", "headline", source_id="elsewhere-2016")
    assert [f.column for f in found] == ["source_id"]
    (tmp_path / "none").mkdir()
    assert "no article texts" in str(provenance(tmp_path / "tables", tmp_path / "none")[0][0])


def test_a_run_of_miscounted_rows_is_told_once(told):
    """A caption was not counted: every row below it is one too low."""
    text = "A headline\n\nA caption\n\n• One £1m\n• Two £2m\n\n£3m and £4m"
    found = told(text, ("1", "headline"), ("2.1", "£1m"), ("2.2", "£2m"), ("3", "£3m"), ("3", "£4m"))
    assert found == [
        "awards.csv, line 3, column paragraph: '2.1' is miscounted, and so are 3 more rows of gazette-2016-05-01: "
        "what they print stands 1 paragraph further on. Here it is 3.1. Add 1 in awards.csv, lines 3 to 6."
    ]


def test_many_rows_that_stand_nowhere_have_one_cause(told):
    found = told("A headline", ("1", "£1m"), ("2", "£2m"), ("1", "£3m"), ("1", "headline"))
    assert len(found) == 1 and "the words of 2 more rows" in found[0] and "lines 2 to 4" in found[0]


def test_three_rows_that_stand_elsewhere_are_told_one_by_one(told):
    """Each is astray by another number of paragraphs, so that no caption explains them."""
    text = "A headline\n\n£1m\n\n£2m\n\n£3m\n\n£4m"
    found = told(text, ("1", "£1m"), ("1", "£2m"), ("1", "£3m"), ("1", "headline"))
    assert [line.rpartition(". ")[2] for line in found] == [f"Type {n} as the paragraph." for n in (2, 3, 4)]


def test_three_empty_cells_are_told_one_by_one(told):
    found = told("A headline", *[("1", "")] * 3)
    assert [line.partition(": ")[2].partition(".")[0] for line in found if "as_printed" in line] == [
        "the cell is empty"
    ] * 3


@pytest.mark.parametrize("printed", ["£5m", "five million pounds", "£5 million"])
@pytest.mark.parametrize("written", ["five million pounds", "5 million pounds"])
def test_an_amount_in_words_is_read(told, printed, written):
    assert told(f"Councils get {written}", ("1", printed)) == [] or printed == "five million pounds"


def test_an_amount_in_words_is_not_another(told):
    assert "stands nowhere" in told("Councils get six million pounds", ("1", "£5m"))[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_what_notepad_saves_is_read(told, encoding):
    assert told("A title\n\n£4.9m to “start” – now", ("2", '£4.9m to "start" - now'), encoding=encoding) == []


def test_a_name_in_capitals_and_blank_lines_that_are_none(told):
    assert told("A title\n\u00a0\n26 museums", ("2", "26 museums"), name="GAZETTE-2016-05-01.TXT") == []


def test_a_text_that_cannot_be_read_is_named(told, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "other.txt").write_bytes(b"\x81\x8d")
    assert "other.txt" in told("A title", ("1", "title"))[0]


@with_articles
@pytest.mark.parametrize("column, value", [("as_printed", "£11.7m"), ("paragraph", "12")])
def test_an_altered_row_is_missed(tmp_path, column, value):
    folder = shutil.copytree(HOME, tmp_path / "data")
    rows = rows_of(folder / "awards.csv")
    rows[8][rows[0].index(column)] = value
    (folder / "awards.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    found, _ = provenance(folder, ARTICLES)
    assert [(f.file, f.line) for f in found] == [("awards.csv", 9)]
