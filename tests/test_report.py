"""The notebooks over other people's tables: they finish, and what they say is neither false nor silly."""

import re
import sys
import warnings

import awkward
import IPython.display
import matplotlib.figure
import nbformat
import pytest

from tools.check import check
from helpers.claims import HOLDS, OPEN, judge
from helpers.money import printed_amount
from tools.run import GUIDE, NOTEBOOKS, pointed_at
from helpers.shown import conflicts
from helpers.tables import load

PATHS = [p for p in sorted(NOTEBOOKS.glob("*.ipynb")) if not p.name.startswith(GUIDE)]
SILLY = re.compile(
    r"\b(nan|NaN|None(?! of)|NaT|inf|no of|one (councils|awards|articles|statements|reports|budgets|rows)|False|True)\b"
    r"|\w*\[\]|<NA>|  +\w+ of the one\b|Of the one\b|\(\)|\bof  "
)


@pytest.fixture
def said(monkeypatch):
    """A function that runs every notebook's code over a folder and returns what each one shows."""

    def run(folder):
        shown = {}
        monkeypatch.setattr(matplotlib.figure.Figure, "savefig", lambda *_, **__: None)  # drawn, but not encoded
        for path in PATHS:
            texts = shown.setdefault(path.name, [])
            # pictures and texts are told apart by `raw`, as in IPython.display.display
            monkeypatch.setattr(
                IPython.display,
                "display",
                lambda output, raw=False, into=texts, **_: into.append(output["text/plain"] if raw else output.plain),
            )
            for module in [m for m in sys.modules if m in ("helpers.text", "helpers.figures")]:
                monkeypatch.setattr(sys.modules[module], "display", IPython.display.display)
            notebook, names = pointed_at(nbformat.read(path, as_version=4), folder.as_posix()), {}
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    exec(compile(cell.source, f"{path.name} {cell.id}", "exec"), names)
        return shown

    import helpers.figures
    import helpers.text  # noqa: F401

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield run


def sentences(shown):
    """What is said in running text and titles: the tables' cells are left out."""
    return [line for texts in shown.values() for text in texts if "\n" not in text for line in [text]]


@pytest.mark.parametrize("build", awkward.ALL, ids=lambda f: f.__name__)
def test_every_notebook_finishes_and_says_nothing_silly(build, said, tmp_path):
    folder = build(tmp_path)
    assert check(folder) == []
    shown = said(folder)
    assert all(shown[p.name] for p in PATHS), "each has something to say"
    assert [s for s in sentences(shown) if SILLY.search(s)] == []
    assert not re.search(r"Innovation Programme|Tri-borough|Northamptonshire|five articles", " ".join(sentences(shown)))


def test_a_ceiling_and_a_total_that_is_only_more_than(said, tmp_path):
    words = " ".join(sentences(said(awkward.vague_money(tmp_path))))
    assert "The largest sum named is up to £2m, for Leeds" in words
    assert (
        "Only three of the ten awards are listed; the stated total is more than £10m, so the two cannot be compared"
        in words
    )
    assert "taken at face value" in words
    assert "One award is tied to no council: Kent" in words


def test_counts_of_a_later_time_are_not_held_against_the_record(said, tmp_path):
    shown = said(awkward.later_ratings(tmp_path))
    words = " ".join(sentences(shown))
    assert "8 inadequate, 20 requires improvement and 12 good or outstanding of 40 authorities" in words
    assert "The record of Ofsted’s published reports ends on 29 January 2018" in words
    assert "25.3% of 87 councils stood at good" in words
    assert "8 inadequate on 28 February 2019" not in words  # no ring outside the record


def test_many_articles_are_counted_and_not_listed_under_every_figure(said, tmp_path):
    texts = said(awkward.fifty_articles(tmp_path))
    assert "50 articles from The Paper 0, The Paper 1 and The Paper 2" in texts["00_start_here.ipynb"][0]
    table = next(t for t in texts["01_sources_and_tables.ipynb"] if t.startswith("Rows of each table"))
    assert len(table.splitlines()) == 50 + 3  # a row an article, under the caption and the header, and the sum


def test_events_without_a_date_are_listed_and_not_drawn(said, tmp_path):
    texts = said(awkward.undated_events(tmp_path))["04_how_interventions_unfolded.ipynb"]
    assert "two events of two councils, none of them with a date" in texts[0]
    assert not any("followed most closely" in text or "No council has more" in text for text in texts)


def test_an_open_event_ends_at_the_article_and_not_today(said, tmp_path):
    texts = said(awkward.busy_events(tmp_path))["04_how_interventions_unfolded.ipynb"]
    spells = next(t for t in texts if t.startswith("States that lasted"))
    assert "10 May 2016" in spells and "open when the article appeared" in spells
    assert re.search(r"improvement notice.*March 2014", spells)
    assert re.search(r"March 2014 +about 2015 +reported +under 34 months", spells)  # as vague as its two ends
    assert re.search(r"February 2016.*not known", spells)


def test_a_list_cut_short_is_not_taken_for_the_whole(said, tmp_path):
    folder = awkward.cut_short(tmp_path)
    shown = said(folder)
    words = " ".join(sentences(shown))
    assert "announced in January 2014" in words
    assert "Leeds was awarded the most of those listed, £4m" in words
    assert re.search(r"51% of the money listed .* “early help”", words)
    assert "one of them lies inside another" in words
    assert "One budget lies inside another: the whole is £90m" in words
    assert "Two councils named: two of an award outside the time of the record" in words
    found = judge(load(folder)).set_index("claim_id")
    assert found["verdict"]["none"] == OPEN
    assert found["found"]["joint-count"].startswith("Recipients of the type councils jointly: one ")
    assert "none in the tables" in found["found"]["partner-count"]
    assert "£90m" in found["found"]["raised"] and "£100m" in found["found"]["raised"]


def test_grades_of_every_basis_are_held_against_what_the_record_can_say(said, tmp_path):
    folder = awkward.mixed_print(tmp_path)
    words = " ".join(sentences(said(folder)))
    assert "Sandwell is the one council followed" in words
    judged = judge(load(folder))
    found, verdict = judged.set_index("claim_id")["found"], judged.set_index("claim_id")["verdict"]
    assert (verdict["sandwell-june"], found["sandwell-june"]) == (HOLDS, "Sandwell’s report is dated 5 June 2015")
    assert verdict["sandwell-visit"] == verdict["sandwell-said"] == OPEN  # neither dates the report
    assert "5 June 2015" in found["sandwell-visit"]
    assert verdict["part-grade"] == OPEN and found["part-grade"].count("Sandwell") == 1
    assert (verdict["below-good"], found["below-good"]) == (HOLDS, "75% stand at requires improvement or inadequate")
    assert "no percentage is printed of the others" in found["complete"]
    assert verdict["beyond"] == OPEN and "beyond" not in set(conflicts(judged)["claim_id"])


def test_a_count_before_the_record_begins(said, tmp_path):
    folder = awkward.write(
        tmp_path,
        rating_spreads=[{"spread_id": "early", "as_at": "2013-12", "counted": "councils", "grade": "good", "count": 2}],
    )
    assert "The record of Ofsted’s published reports begins on" in " ".join(sentences(said(folder)))


@pytest.mark.parametrize(
    "printed, read",
    [
        ("at most £2m", (2000000, "up to")),
        ("capped at £2m", (2000000, "up to")),
        ("£2m at most", (2000000, "up to")),
        ("£2m or so", (2000000, "about")),
        ("£2m-odd", (2000000, "about")),
        ("£2m or more", (2000000, "at least")),
    ],
)
def test_turns_of_phrase_around_an_amount(printed, read):
    assert printed_amount(printed)[::2] == read


def test_a_printed_half_is_no_whole_pound():
    with pytest.raises(ValueError, match="one amount"):
        printed_amount("£2½m")


@pytest.mark.parametrize(
    "typed, remedy",
    [
        ("2015-16", "For the financial year type 2015-04-01/2016-03-31"),
        ("2015/16", "For the financial year type 2015-04-01/2016-03-31"),
        ("2015/2016-13", "Type 2014-03-31"),
        ("spring 2016", "first and last day or month"),
    ],
)
def test_a_date_as_the_press_prints_it_is_answered(tmp_path, typed, remedy):
    event = {"event_id": "visit", "council_id": "kent", "kind": "monitoring visit", "status": "planned"}
    findings = check(awkward.write(tmp_path, events=[event | {"dated": typed}]))
    assert [remedy in f.remedy for f in findings] == [True], findings


def test_a_wrong_detail_is_not_called_a_missing_one(tmp_path):
    spread = {"spread_id": "now", "as_at": "2016", "counted": "councils", "grade": "good", "count": 2}
    claim = {"claim_id": "most", "claim": "Most", "check": "grade is a majority: excellent", "about": "now"}
    findings = check(awkward.write(tmp_path, rating_spreads=[spread], claims=[claim]))
    assert [f.problem for f in findings] == ["has a detail that this check does not know"]


def test_the_words_for_what_is_wrong_are_caught():
    assert all(SILLY.search(s) for s in ("no of the three", "one councils", "it is nan", "Of the one council"))
    assert SILLY.search("None") is not None and not SILLY.search("none of the three took longer")
