"""Provenance: each printed figure stands in the paragraph that its row names."""

import csv
import shutil

import pytest
from helpers_for_tests import as_csv, write

from helpers.schema import HOME, PROJECT, package
from tools.provenance import missing, paragraph

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
    found, count = missing(HOME, ARTICLES)
    assert [str(finding) for finding in found] == []
    assert count == sum(len(rows_of(HOME / path)) - 1 for path in ARTICLE_TABLES)


# --- provenance over a made-up article ---

TEXT = "A headline\n\nThe sum is £14m, or 24 per cent; “about” £1.4m each.\n\n\n"
TEXT += "  • One – £4m\n  • Two, in 2016\n"


@pytest.fixture
def made_up(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gazette-2016-05-01.txt").write_text(TEXT, encoding="utf-8")

    def look_up(place, printed, **row):
        award = {"paragraph": place, "as_printed": printed} | row
        return missing(write(tmp_path / "tables", awards=[award]), tmp_path / "texts")

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
    "place, printed, column",
    [
        ("2", "£4m", "as_printed"),
        ("2", "4 per cent", "as_printed"),
        ("2", "£1", "as_printed"),  # part of a number
        ("2", "£1.4", "as_printed"),
        ("2", "24 per", ""),
        ("2", "£15m", "as_printed"),
        ("1", "£14m", "as_printed"),
        ("3.1", "2016", "as_printed"),
        ("3.2", "201", "as_printed"),
        ("4", "£4m", "paragraph"),
        ("3.3", "£4m", "paragraph"),
        ("2.1", "£14m", "paragraph"),
        ("2", "head", "as_printed"),
    ],
)
def test_what_does_not_stand_there_is_missed(made_up, place, printed, column):
    found, _ = made_up(place, printed)
    assert [(f.file, f.line, f.column) for f in found] == ([("awards.csv", 2, column)] if column else [])


def test_an_article_without_a_text(made_up, tmp_path):
    found, _ = made_up("1", "headline", source_id="elsewhere-2016")
    assert [f.column for f in found] == ["source_id"]
    (tmp_path / "none").mkdir()
    assert "no article texts" in str(missing(tmp_path / "tables", tmp_path / "none")[0][0])


def test_blocks_are_counted_between_blank_lines():
    assert paragraph(TEXT, "1") == "A headline"
    assert paragraph("\n\n a\n \t\nb\nc\n\nd", "2") == "b\nc"


@with_articles
@pytest.mark.parametrize("column, value", [("as_printed", "£11.7m"), ("paragraph", "12")])
def test_an_altered_row_is_missed(tmp_path, column, value):
    folder = shutil.copytree(HOME, tmp_path / "data")
    rows = rows_of(folder / "awards.csv")
    rows[8][rows[0].index(column)] = value
    (folder / "awards.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    found, _ = missing(folder, ARTICLES)
    assert [(f.file, f.line) for f in found] == [("awards.csv", 9)]
