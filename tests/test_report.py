"""The notebooks over other people's tables: they finish, and what they say is neither false nor silly."""

import re
import sys
import warnings

import awkward
import IPython.display
import matplotlib.figure
import nbformat
import pytest

from helpers.check import check
from helpers.report import GUIDE, NOTEBOOKS, pointed_at

PATHS = [p for p in sorted(NOTEBOOKS.glob("*.ipynb")) if not p.name.startswith(GUIDE)]
SILLY = re.compile(
    r"\b(nan|NaN|None|NaT|inf|no of|one (councils|awards|articles|statements|reports|budgets|rows)|False|True)\b"
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
    assert "Only three of the ten awards are listed, so the two cannot be compared" in words
    assert "taken at face value" in words
    assert "One award is tied to no council: Kent" in words


def test_counts_of_a_later_time_are_not_held_against_the_record(said, tmp_path):
    shown = said(awkward.later_ratings(tmp_path))
    words = " ".join(sentences(shown))
    assert "8 inadequate, 20 requires improvement and 12 good or outstanding of 40 authorities" in words
    assert "The record of published reports ends on 29 January 2018" in words
    assert "25.3% of 87 councils stood at good" in words
    assert "8 inadequate on 28 February 2019" not in words  # no ring outside the record


def test_events_without_a_date_are_listed_and_not_drawn(said, tmp_path):
    texts = said(awkward.undated_events(tmp_path))["04_how_interventions_unfolded.ipynb"]
    assert "two events and ratings of two councils, none of them with a date" in texts[0]
    assert not any("followed most closely" in text or "No council has more" in text for text in texts)


def test_an_open_event_ends_at_the_article_and_not_today(said, tmp_path):
    texts = said(awkward.busy_events(tmp_path))["04_how_interventions_unfolded.ipynb"]
    spells = next(t for t in texts if t.startswith("States that lasted"))
    assert "10 May 2016" in spells and "open when the article appeared" in spells
    assert re.search(r"improvement notice.*March 2014", spells)


def test_the_words_for_what_is_wrong_are_caught():
    assert all(SILLY.search(s) for s in ("no of the three", "one councils", "it is nan", "Of the one council"))
    assert SILLY.search("None") is not None and not SILLY.search("none of the three took longer")
