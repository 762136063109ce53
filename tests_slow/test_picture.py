"""The picture of a workbook's sheet: which cells stand where, read back from what is drawn."""

import pytest
from matplotlib.figure import Figure
from openpyxl import Workbook

from tools import picture


@pytest.fixture
def book(tmp_path):
    made = Workbook()
    made.active.title = "read me"
    sheet = made.create_sheet("awards")
    for row in (
        ["award_id", "recipient", "note"],
        ["a", "Alton", None],
        ["b", "Barton and Carlton", "x"],
        ["c", 3, ""],
    ):
        sheet.append(row)
    for name in ("events", "claims"):
        made.create_sheet(name)
    made.save(tmp_path / "tables.xlsx")
    return tmp_path / "tables.xlsx"


@pytest.fixture
def drawn(book, monkeypatch):
    """Draws two columns and two rows: (axes, what is shown, its description)."""
    kept = []
    save = Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda self, *a, **k: (kept.append(self), save(self, *a, **k)))
    monkeypatch.setattr(picture, "display", lambda data, metadata, raw: kept.append((data, metadata, raw)))
    picture.picture(book, "awards", {"recipient": 1.0, "award_id": 1.2}, rows=2)
    figure, (data, metadata, raw) = kept
    return figure.axes[0], data, metadata, raw


def test_cells_stand_under_their_letters_and_beside_their_numbers(drawn):
    axes, *_ = drawn
    places = {t.get_text(): tuple(round(float(v), 2) for v in t.get_position()) for t in axes.texts}
    across, down = {"": 0.05, "B": 0.4, "A": 1.4}, [0.15, 0.45, 0.75, 1.05]
    assert places == {
        "B": (across["B"], down[0]),
        "A": (across["A"], down[0]),
        "recipient": (across["B"], down[1]),
        "award_id": (across["A"], down[1]),
        "Alton": (across["B"], down[2]),
        "a": (across["A"], down[2]),
        "Barton and…": (across["B"], down[3]),  # as many letters as an inch takes
        "b": (across["A"], down[3]),
        "1": (across[""], down[1]),
        "2": (across[""], down[2]),
        "3": (across[""], down[3]),
        "read me  |  awards  | …": (0.05, 1.35),
    }
    for text, box in zip(axes.texts, axes.patches):  # each in its box, from edge to edge
        x, y = text.get_position()
        assert (x, y) == pytest.approx((box.get_x() + 0.05, box.get_y() + box.get_height() / 2))
    assert [round(box.get_width(), 2) for box in axes.patches] == [1.0] * 4 + [1.2] * 4 + [0.35] * 3
    bold = [t.get_text() for t in axes.texts if t.get_fontweight() == "bold"]
    assert bold == ["recipient", "award_id"]
    assert {round(axes.get_xlim()[0], 2), round(axes.get_ylim()[1], 2)} == {-0.02}
    assert axes.get_xlim()[1] == pytest.approx(2.57) and axes.get_ylim()[0] == pytest.approx(1.5)


def test_letters_and_numbers_are_on_grey(drawn):
    axes, *_ = drawn
    grey = [t.get_text() for t, box in zip(axes.texts, axes.patches) if box.get_facecolor()[0] < 1]
    assert grey == ["B", "A", "1", "2", "3"]


def test_the_description_has_every_cell(drawn):
    _, data, metadata, raw = drawn
    words = "The sheet awards of tables.xlsx, with the columns recipient, award_id: Alton, a; Barton and Carlton, b."
    assert data["text/plain"] == words == metadata["image/png"]["alt"] and raw
    assert data["image/png"].startswith("iVBOR")


def test_an_empty_cell_is_called_so_and_six_rows_are_usual(book, monkeypatch):
    said = []
    monkeypatch.setattr(picture, "display", lambda data, metadata, raw: said.append(data["text/plain"]))
    picture.picture(book, "awards", {"note": 1.0})
    assert said == ["The sheet awards of tables.xlsx, with the columns note: empty; x; empty."]
