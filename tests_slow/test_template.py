"""The template of a report over other people's tables: nothing false, nothing silly, nothing without rows."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import awkward
import pytest
from openpyxl import load_workbook
from shown import NOTEBOOKS, everything, reference_read_once, shown, words

from helpers.schema import PROJECT
from tools.check import check
from tools.load import load_folder
from tools.telling import WORDS, lines, sentences
from tools.workbook import new_report

EXAMPLE = PROJECT / "examples" / "sixth-article"
SILLY = re.compile(
    r"\b(nan|NaN|None(?! (of|has)\b)|NaT|inf|no of|False|True|Undefined)\b|\[\]|<NA>|\(\)|\bof  |  | ,|\.\.|: \.|\{|\}"
    r"|\bone (councils|awards|articles|statements|sums|budgets|events|authorities)\b|\b(\w+) \2\b|no limit"
    r"|\bthe one\b(?! statement)"
)


@cache
def run(build):
    """What the template shows over one of the made-up folders, or over a folder of the project."""
    if isinstance(build, Path):
        return shown(build)
    with TemporaryDirectory() as made, reference_read_once():
        folder = build(Path(made))
        assert check(folder) == []
        return shown(folder)


def said(build, *numbers):
    """The running text of some notebooks over a folder; of all, if none is named."""
    found = run(build)
    return " ".join(words(outputs) for number, outputs in found.items() if not numbers or number in numbers)


# --- true of all of them ---

EACH = pytest.mark.parametrize("build", [*awkward.ALL, EXAMPLE], ids=lambda f: getattr(f, "__name__", "example"))


@EACH
def test_nothing_is_silly_and_no_heading_stands_over_nothing(build):
    for number, outputs in run(build).items():
        kinds = [output.kind for output in outputs]
        assert all(after in ("words", "table") for kind, after in zip(kinds, [*kinds[1:], ""]) if kind == "heading"), (
            number
        )
        if build is not awkward.hostile:  # whose words are silly on purpose
            assert [o.plain for o in outputs if o.kind in ("words", "heading") and SILLY.search(o.plain)] == []


@EACH
def test_no_words_of_our_own_articles_and_no_list_of_everything(build):
    for output in everything(run(build)):
        assert not re.search(r"Innovation Programme|Tri-borough|five articles|the nineteen", output.plain)
        if output.kind == "table":
            assert len(output.plain.splitlines()) <= 33, "thirty rows, a caption, titles and a sum"
        if output.kind == "words":
            assert len(output.plain) < 2500


@EACH
def test_money_is_added_up_within_one_list_only(build):
    sums = re.findall(r"add up to (£\S+)\.", said(build, "01"))
    lists = len(re.findall(r" lists? .*?awards?\b", said(build, "01")))
    assert len(sums) <= lists


# --- money ---


def test_a_list_is_whole_only_where_an_article_says_so():
    assert "The number printed for the whole is ten: seven are not listed." in said(awkward.vague_money, "01")
    assert "The number printed for the whole is 40: 38 are not listed." in said(awkward.cut_short, "01")
    assert "That is the number printed for the whole." in said(awkward.at_least_award, "01")
    assert "Nothing printed says whether there are more." in said(awkward.one_award, "01")
    assert "The number printed for the whole is two, fewer than are listed." in said(awkward.ranges_and_lengths, "01")


def test_a_sum_is_compared_only_with_a_whole_list():
    text = said(awkward.vague_money, "01")
    assert "The sum printed for the whole is at least £10m; as the list is not whole, the two are not compared." in text
    assert "One of them is only a ceiling." in text and "What is printed allows anything from £2.85m to £5.15m." in text
    assert "largest" not in text, "a ceiling is no certain largest, and two are equal"
    same = "At these amounts that is also the sum printed for the whole."
    assert same in said(awkward.article_of_2025, "01") and "agree exactly" not in said(awkward.article_of_2025)
    assert "That is also the sum printed for the whole." in said(awkward.council_twice, "01")


def test_an_amount_that_is_only_a_floor_leaves_the_sum_open():
    text = said(awkward.at_least_award, "01")
    assert "The amounts printed add up to £1.28m." in text
    assert "One of them is printed as the least it can be, so the sum has no upper end." in text
    assert "The sum printed for the whole is £5m: what is printed does not exclude it." in text
    assert "What is printed allows anything" not in text and "largest" not in text


def test_a_range_is_not_taken_for_its_lower_end():
    text = said(awkward.ranges_and_lengths, "01")
    assert "amounts printed add up" not in text and "What is printed allows anything from £3m to £5m." in text
    assert "The largest amount printed is £2m to £3m, to Leeds." in text
    assert "one award round: no amount printed (Change fund)" in text


def test_awards_of_nought_and_without_an_amount():
    text = said(awkward.nothing_paid, "01")
    assert "Each amount is £0." in text and "add up" not in text and "allows" not in text
    assert "For two of the awards no amount is printed." in text
    assert not [o for o in run(awkward.nothing_paid)["01"] if o.kind == "figure"]


def test_a_list_is_one_round_or_one_article():
    text = said(awkward.two_rounds_partly_dated, "01")
    assert "The article of 25 January 2017 lists four awards." in text
    assert "The article of 6 July 2017 lists two awards." in text
    assert "Each is a ceiling, so less may have been paid." in text
    assert len([o for o in run(awkward.two_rounds_partly_dated)["01"] if o.kind == "figure"]) == 2
    assert "lists one award outside any round: £5,000 to Beside" in said(awkward.council_twice, "01")


def test_a_part_is_said_to_be_inside_its_own_whole():
    sums = next(o.plain for o in run(awkward.article_of_2025)["01"] if o.kind == "table")
    assert sum("£523m, Change fund" in line for line in sums.splitlines()) == 2
    text = said(awkward.article_of_2025, "01")
    assert "Two of the sums are parts of others, as the tables have it." in text
    assert "Such sums may overlap, so they are not added up." in text and "£2.52bn" not in text


def test_sums_without_awards():
    assert (
        "The article names one award round: £15.5m (Support, announced in August 2019), and no single award."
        in said(awkward.round_without_awards, "01")
    )
    assert "three sums spent (set-up of trusts): £2.9m, £3.3m and £2.5m." in said(awkward.sums_spent, "01")
    assert "The article names one budget: £84m (Strengthening Families, Protecting Children)." in said(
        awkward.group_of_fifteen, "01"
    )
    assert not [o for o in run(awkward.group_of_fifteen)["01"] if o.kind == "figure"]


def test_a_funders_file_is_no_article_and_its_largest_grant_no_nought_per_cent():
    text = said(awkward.funders_file)
    assert "This report rests on one source:" in text and "The source lists 200 awards" in text
    assert "article" not in text
    assert "The largest amount printed is £2,001, to Trust." in text and "0%" not in text


def test_many_lists_and_long_ones_are_told_in_short():
    tables = [o.plain for o in run(awkward.five_lists)["01"] if o.kind == "table"]
    assert len(tables) == 2 + 3  # the sums, the lists, and three of the lists
    assert "Amounts printed add up to" in tables[1]
    text = said(awkward.many_awards, "01")
    assert "The article of 10 May 2016 lists 700 awards" in text and "and 34 more themes." in text
    assert "The table shows 30 of 700 rows; the others are in the tables of the folder (awards)." in text
    drawn = next(o.plain for o in run(awkward.many_awards)["01"] if o.kind == "figure")
    assert "671 more" in drawn


# --- councils ---


def test_councils_are_counted_once_in_their_scope():
    text = said(awkward.council_twice, "01")
    assert "These awards name one council: Kent, not as a recipient." in text
    assert "The article names two councils: Essex and Kent." in said(awkward.council_twice, "04")


def test_councils_of_groups_are_listed_by_programme():
    text = said(awkward.round_without_awards, "04")
    assert "The article names four councils (Support: courts)." in text
    assert "The article names three councils (Support: conferences)." in text
    assert "The article names six councils: Birmingham, Coventry, Leeds, Plymouth, Salford and Walsall." in text
    tables = [o.plain for o in run(awkward.round_without_awards)["04"] if o.kind == "table"]
    assert any("Birmingham, Plymouth and Salford" in table and "£15.5m (Support)" in table for table in tables)
    assert "fifteen councils (Strengthening Families, Protecting Children), in three groups" in said(
        awkward.group_of_fifteen, "04"
    )


# --- ratings ---


def test_a_count_is_held_against_the_record_of_its_day():
    text = said(awkward.pair_and_part, "02")
    assert "36% good or outstanding, 19% inadequate and 3 outstanding, of 152 authorities." in text
    assert "One of these grades holds another, so they are not added up." in text
    assert text.count("Ofsted’s reports on inspections up to 31") == 2 and "do not agree" not in text
    example = said(EXAMPLE, "02")
    assert (
        "14 inadequate (23.7%), 31 requires improvement (52.5%), 14 good and none outstanding, of 59 authorities."
        in example
    )
    assert "Ofsted’s reports published by 30 June 2015 agree, each authority counted once." in example
    assert "of 153 authorities they have" in said(awkward.article_of_2025, "02")


def test_what_no_record_reaches_is_not_compared():
    text = said(awkward.before_the_record, "02")
    assert "Ofsted’s record here, from 11 February 2014 to 29 June 2026, does not reach that day." in text
    assert not [o for o in run(awkward.before_the_record)["02"] if o.kind == "figure" or "2 February 2026" in o.plain]
    homes = said(awkward.later_ratings, "02")
    assert "3 good (children’s homes). Of how many that is, is not printed. The article" in homes + " The article"


def test_the_record_is_not_shown_where_articles_neither_rate_nor_count():
    for build in (awkward.council_twice, awkward.round_without_awards, awkward.group_of_fifteen, awkward.many_awards):
        assert run(build)["02"] == [], build.__name__


def test_unknown_grades_are_not_none():
    text = said(awkward.two_rounds_partly_dated, "02")
    assert "Of the councils awarded money, one has a known grade on the day of the award: Derby was rated good." in text
    assert "Three such awards have no date." in text and "none was" not in text and "None of" not in text
    one = said(awkward.one_award, "02")
    assert "Of the councils awarded money, none has a known grade on the day. One such award has no date." in one


def test_an_articles_own_grade_counts_where_the_record_has_none():
    text = said(awkward.own_grades_only, "02")
    assert "one has a known grade on the day of the award: Kent was rated good." in text
    assert "That is by the articles alone: Ofsted’s record has nothing on it." in text
    late = said(awkward.article_of_2025, "02")
    assert "Of the four councils awarded money whose grade on the day is known, three were rated good" in late
    assert "That is by Ofsted’s record." in late


def test_ratings_of_a_part_are_not_overall_grades():
    text = said(awkward.mixed_print, "02")
    assert "reports the grade good (child protection) for Sandwell." in text
    assert "reports the grade inadequate for Sandwell." in text
    table = next(o.plain for o in run(awkward.mixed_print)["02"] if o.kind == "table")
    part = next(line for line in table.splitlines() if "child protection" in line)
    assert "inadequate" not in part, "the record's overall grade does not stand beside a part's"


# --- events ---


def test_no_end_is_inferred_and_no_date_made_up():
    text = said(awkward.busy_events, "03")
    assert "Kent, trust launched: planned in April 2016, later expected in April 2017, then expected between" in text
    assert "months" not in text.replace("12 months (time limit: to improve)", "")
    undated = said(awkward.undated_events, "03")
    assert "None has a date." in undated and not [o for o in run(awkward.undated_events)["03"] if o.kind == "figure"]


def test_a_time_limit_is_shown_beside_nothing():
    assert "gives one length of time: 6 months (time limit: to improve)." in said(awkward.sums_spent, "03")


def test_one_kind_in_two_spellings_is_one():
    assert "Commissioner appointed, planned: Barnet, Kirklees, Reading and Worcestershire." in said(
        awkward.kind_with_a_capital, "03"
    )


def test_fifty_articles_are_counted_and_not_listed():
    text = said(awkward.fifty_articles, "00")
    assert "This report rests on 50 articles, published from 15 January 2015 to 15 February 2019" in text
    assert "The table shows 30 of 50 rows" in text
    assert not [o for o in run(awkward.fifty_articles)["03"] if o.kind == "figure"], "too many for a line of time"


# --- statements ---


def test_statements_are_counted_and_nothing_else_is_said_of_the_rest():
    assert "All two statements" not in said(awkward.sums_spent, "04")
    assert "Both statements tested hold. Nothing else was tested." in said(awkward.sums_spent, "04")
    assert "tested" not in said(awkward.round_without_awards)
    assert "The one statement that was tested holds." in said(EXAMPLE, "04")


# --- the tables as they are filled ---


def test_a_workbook_is_read_as_it_is_filled_and_an_empty_one_says_so(tmp_path):
    folder = tmp_path / "mine"
    new_report(folder)
    with pytest.raises(ValueError, match="sources has no rows"):
        load_folder(folder)
    book = load_workbook(folder / "tables.xlsx")
    for name, row in (("sources", awkward.TWO[0]), ("awards", awkward.award("kent", 850000, "£850,000"))):
        whole = ({} if name == "sources" else awkward.PLACED) | row
        for column, title in enumerate(book[name][1], 1):
            book[name].cell(2, column).value = whole.get(title.value)
    book.save(folder / "tables.xlsx")
    assert check(folder) == []
    assert "The article lists one award: £850,000 to Kent." in words(shown(folder)["01"])
    (folder / "awards.csv").write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"awards\.csv.*Run: python -m tools check"):
        load_folder(folder)


# --- text is text ---


def test_what_stands_in_a_table_is_shown_as_text():
    for output in everything(run(awkward.hostile)):
        if output.kind == "words":
            assert "\n" not in output.rich and not re.search(r"(?<!\\)[<>*`\[\]]", output.rich), output.rich
        if output.kind in ("table", "fold"):
            assert not re.search(
                r"<(?!/?(div|table|caption|thead|tbody|tfoot|tr|th|td|a|span|details|summary|p)\b)", output.rich
            )
        assert "49" not in output.plain.replace("2049", "")
    assert "R&D for <Children> *Star* [x](y) `C$5` and C$6" in said(awkward.hostile, "01")


# --- the words and the notebooks themselves ---


def test_every_file_of_words_is_used_and_every_fact_that_it_names_is_given():
    code = " ".join(path.read_text(encoding="utf-8") for path in (PROJECT / "tools").glob("*.py"))
    code += " ".join(cell.source for notebook in NOTEBOOKS.values() for cell in notebook.cells)
    for path in WORDS.glob("*.md"):
        assert f'"{path.stem}"' in code, path.name
        assert lines(path.stem)
    with pytest.raises(Exception, match="undefined"):
        sentences("sums", {})


def test_the_template_is_clean_and_its_cells_are_short():
    for name, notebook in NOTEBOOKS.items():
        assert notebook.cells[0].source.startswith("# ")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                assert not cell.outputs and cell.execution_count is None
                assert len(cell.source.splitlines()) <= 10 and max(map(len, cell.source.splitlines())) <= 110, name
    assert not re.search(r"/work|/home|C:\\", "".join(c.source for n in NOTEBOOKS.values() for c in n.cells))
