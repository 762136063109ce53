"""What stands in the texts and in no row is listed, and nothing else."""

import shutil

import pandas as pd
import pytest
from helpers_for_tests import write

from helpers.schema import HOME, PROJECT
from tools.missing import counts, missing

ARTICLES = PROJECT.parent / "shared" / "articles"
CURATED = PROJECT / "examples"
with_articles = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the articles’ texts are copyright and not part of the project"
)
TEXT = """Slough rated inadequate

By A Writer
1 May 2016

Slough Council was rated inadequate in March 2016, when 24 per cent of 136 councils were.

It will get £1.4m over three years from the first of two initiatives.
"""


@pytest.fixture
def told(tmp_path):
    """What is missing from tables, the text being TEXT."""
    shutil.copytree(HOME / "reference", tmp_path / "tables" / "reference")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gazette-2016-05-01.txt").write_text(TEXT, encoding="utf-8")

    def look(**tables):
        write(tmp_path / "tables", authorities=[], **tables)
        for name in ("authorities.csv", "ofsted_judgements.csv"):
            shutil.copyfile(HOME / "reference" / name, tmp_path / "tables" / "reference" / name)
        found, count = missing(tmp_path / "tables", tmp_path / "texts")
        assert count == 10
        return {finding.line.removeprefix("paragraph "): finding.problem for finding in found}

    return look


RATING = {
    "council_id": "slough",
    "grade": "inadequate",
    "dated": "2016-03",
    "paragraph": "3",
    "as_printed": "inadequate",
}
SPREAD = {"grade": "inadequate", "percent": "24", "inspected": "136", "paragraph": "3", "as_printed": "24 per cent"}
AWARD = {"period": "P3Y", "amount_gbp": "1400000", "paragraph": "4", "as_printed": "£1.4m"}


def test_all_that_stands_in_no_row_is_listed_by_paragraph(told):
    assert told() == {
        "1": "in no row: “Slough” (council), “inadequate” (grade)",
        "3": "in no row: “Slough Council” (council), “inadequate” (grade), “in March 2016” (date), "
        "“24 per cent” (percentage), “136 councils” (number)",
        "4": "in no row: “£1.4m” (amount), “over three years” (number)",
    }


def test_what_a_row_prints_or_says_is_not_missing(told):
    left = told(council_ratings=[RATING], rating_spreads=[SPREAD], awards=[AWARD])
    assert list(left) == ["1"]


def test_a_mention_holds_what_the_row_says_that_it_is_about(told):
    mention = {"about": "rating", "paragraph": "1", "as_printed": "rated"}
    assert list(told(council_ratings=[RATING], rating_spreads=[SPREAD], awards=[AWARD], mentions=[mention])) == []


def test_what_is_left_out_with_a_reason_is_not_missing(told):
    left_out = [{"paragraph": "4", "as_printed": printed, "reason": "x"} for printed in ("£1.4m", "three years")]
    assert list(told(left_out=left_out)) == ["1", "3"]


def test_a_row_of_another_paragraph_holds_nothing(told):
    assert told(awards=[AWARD | {"paragraph": "3"}])["4"].startswith("in no row: “£1.4m” (amount)")


def test_a_note_is_no_row(told):
    note = AWARD | {"as_printed": "will get", "amount_gbp": "", "note": "£1.4m"}
    assert "£1.4m" in told(awards=[note])["4"]


def test_an_article_of_the_tables_without_a_text_is_told(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "other-2016.txt").write_text("£5m", encoding="utf-8")
    found = [str(finding) for finding in missing(write(tmp_path / "tables"), tmp_path / "texts")[0]]
    assert any("gazette-2016-05-01: has no text" in line for line in found)
    assert any("other-2016, paragraph 1: in no row: “£5m” (amount)" in line for line in found)


@pytest.mark.parametrize("name", ["courier", "release"])
def test_nothing_is_missing_from_tables_that_a_person_filled(name):
    found, count = missing(CURATED / name, CURATED / name / "texts")
    assert [str(finding) for finding in found] == [] and count > 50


@pytest.mark.parametrize("table", ["commitments", "council_ratings", "statistics", "left_out", "memberships"])
@pytest.mark.parametrize("name", ["courier", "release"])
def test_a_table_that_is_emptied_is_missed(tmp_path, name, table):
    folder = shutil.copytree(CURATED / name, tmp_path / "folder")
    header = (folder / f"{table}.csv").read_text(encoding="utf-8").partition("\n")[0]
    (folder / f"{table}.csv").write_text(f"{header}\n", encoding="utf-8")
    assert missing(folder, folder / "texts")[0]


@with_articles
def test_nothing_of_the_five_articles_is_missing():
    found, count = missing(HOME, ARTICLES)
    assert [str(finding) for finding in found] == [] and count > 190


@with_articles
def test_how_many_figures_the_texts_hold():
    """The small table that notebook 01 reads, where there is one, is what the texts give."""
    frame = counts(HOME, ARTICLES)
    assert list(frame["source_id"]) == sorted(path.stem for path in ARTICLES.glob("*.txt"))
    assert (frame["figures"] == frame["in_rows"] + frame["left_out"]).all()
    for path in (HOME / "reading.csv", HOME / "reference" / "reading.csv"):
        if path.exists():
            pd.testing.assert_frame_equal(pd.read_csv(path)[list(frame.columns)], frame)


@pytest.mark.parametrize("name", ["courier", "release"])
def test_figures_are_counted_in_rows_and_in_what_is_left_out(name, tmp_path):
    (whole,) = counts(CURATED / name, CURATED / name / "texts").to_dict("records")
    assert whole["figures"] == whole["in_rows"] + whole["left_out"] > whole["in_rows"] > 0
    folder = shutil.copytree(CURATED / name, tmp_path / "folder")
    header = (folder / "left_out.csv").read_text(encoding="utf-8").partition("\n")[0]
    (folder / "left_out.csv").write_text(f"{header}\n", encoding="utf-8")
    (less,) = counts(folder, folder / "texts").to_dict("records")
    assert less == whole | {"left_out": 0}


def test_a_row_of_a_block_holds_what_its_items_print_and_a_row_of_an_item_nothing_of_another(tmp_path):
    shutil.copytree(CURATED / "courier", tmp_path / "tables")
    for path in (tmp_path / "tables").glob("*.csv"):
        header = path.read_text(encoding="utf-8").partition("\n")[0]
        path.write_text(f"{header}\n", encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Sums:\n\n• Given: £1.4m.\n• Given: £1.4m.\n", encoding="utf-8")
    columns = (tmp_path / "tables" / "awards.csv").read_text(encoding="utf-8").strip().split(",")

    def left(paragraph, **cells):
        row = {"award_id": "x", "source_id": "a", "paragraph": paragraph, "as_printed": "£1.4m"} | cells
        line = ",".join(row.get(column, "") for column in columns)
        (tmp_path / "tables" / "awards.csv").write_text(f"{','.join(columns)}\n{line}\n", encoding="utf-8")
        return [finding.line for finding in missing(tmp_path / "tables", tmp_path / "texts")[0]]

    assert left("2") == [] and left("2.1") == ["paragraph 2.2"] and left("2.2") == ["paragraph 2.1"]
    assert left("2.1", as_printed="a sum", amount_gbp="1400000") == ["paragraph 2.2"]
    assert left("1", amount_gbp="1400000") == left("2", as_printed="£1m") == ["paragraph 2.1", "paragraph 2.2"]
