"""The figures: what is drawn is read back from the axes, and what is shown with them from the outputs."""

import base64
import csv
import datetime as dt
import html
import io
import math
import os
import subprocess
import sys
import warnings
from html.parser import HTMLParser
from itertools import pairwise

import matplotlib.colors
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from helpers import figures, ratings
from helpers.figures import GRADE, bars, curve, grade_lines, lanes, shares, timeline
from helpers.schema import HOME, PROJECT
from helpers.show import Council
from helpers.tiles import layout, tiles

HEAD = {"title": "Alton got most", "subtitle": "Awards of a year, in pounds", "source": "The Gazette, 1 May 2016"}
HOSTILE = [
    "=$5 and $6 #1 *Star*",
    "<script>alert(1)</script> & Co",
    "中文 👩‍👧 \u202eabc\u202c\u200b",
    "w" * 200,
    "a\n\nb\tc",
]


def drawn_by(axes, kind):
    """The lines and patches of a kind, as the code names them, from the upper left to the lower right."""
    return [artist for artist in [*axes.patches, *axes.lines] if artist.get_gid() == kind]


def points(line):
    """A line's points, days as days."""
    x, y = line.get_data(orig=True)
    return list(zip(x, y))


def texts(figure):
    """Every text that is drawn, as (words, place in pixels of 100 to an inch)."""
    figure.set_dpi(100)
    figure.draw_without_rendering()
    found = [t for axes in figure.axes for t in axes.findobj(matplotlib.text.Text) if t.get_visible()]
    return [(t, t.get_window_extent()) for t in found if t.get_text().strip()]


def words_of(axes):
    """The words drawn on some axes, in the order in which they were."""
    return [t.get_text() for t in axes.texts if t.get_text()]


def is_colour(artist, colour):
    """Whether a bar, tile or mark has a colour."""
    got = artist.get_facecolor() if hasattr(artist, "get_facecolor") else artist.get_color()
    return matplotlib.colors.same_color(got, colour)


def assert_readable(figure):
    """All words within the picture, none over others, none under 11 pixels on a phone (356 pixels wide)."""
    placed, width, height = texts(figure), figure.get_figwidth() * 100, figure.get_figheight() * 100
    for text, box in placed:
        assert text.get_fontsize() / 72 * 356 / figure.get_figwidth() >= 11, text
        assert not text.get_parse_math(), text
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, text
    for i, (one, a) in enumerate(placed):
        for two, b in placed[i + 1 :]:
            over = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            assert min(over) < 3, (one, two)  # line boxes may touch by the room that accents would take


# --- realistic frames ---

AWARDS = pd.DataFrame(
    {
        "who": ["Small & Sons", "Alton County Council", "The Mayor’s Office for Policing and Crime and NHS England"],
        "amount": [365_000.0, 11_600_000.0, 744_000.0],
        "low": [364_500.0, 11_550_000.0, 743_500.0],
        "high": [365_500.0, math.inf, 744_500.0],
        "first": [False, True, False],
    }
)
SPREAD = pd.DataFrame(
    {
        "way": ["As printed", "136 reports"],
        "of": [None, 136],
        "inadequate": [24, 33],
        "good": [29, 39],
        "outstanding": [1, 2],
        "requires improvement": [46, 62],
    }
)
SERIES = pd.DataFrame(
    {
        "outstanding": [0, 1, 9],
        "good": [1, 30, 10],
        "requires improvement": [2, 40, 10],
        "inadequate": [0, 24, 12],
    },
    index=[dt.date(2014, 2, 1), dt.date(2016, 4, 1), dt.date(2022, 1, 1)],
)
MARKS = pd.DataFrame(
    {
        "day": [dt.date(2016, 1, 5), dt.date(2016, 4, 12), dt.date(2016, 4, 12), "2021-12"],
        "grade": ["inadequate", "inadequate", "good", "good"],
        "value": [19, 24, 30, 11],
        "label": ["19, January 2016", "24 and 30, April 2016", "24 and 30, April 2016", "11 in December 2021"],
    }
)
LANES = pd.DataFrame(
    [
        ("Slough", "inadequate", "2014-02-14", "2016-02-17"),
        ("Slough", "inadequate", "2016-02-17", "2019-03-04"),
        ("Slough", "requires improvement", "2019-03-04", ""),
        ("Bournemouth, Christchurch and Poole", "inadequate", "2015-05-13", "2017-12-09/2018-04-30"),
        ("Bournemouth, Christchurch and Poole", "good", "2017-12-09/2018-04-30", "2021-03-31"),
    ],
    columns=["council", "grade", "began", "ended"],
)
END = dt.date(2026, 6, 29)
SIX = (dt.date(2015, 12, 15), dt.date(2016, 6, 30), "the six months")
CURVE = pd.DataFrame({"months": [20.0, 30.0, 60.0], "share": [0.75, 0.5, 0.2]})
EVENTS = pd.DataFrame(
    [
        ("2017-03-20", "£36m for eleven projects", False),
        ("", "A review, without a date", True),
        ("2013", "The programme is announced", False),
        ("2016-07/..", "Services to be taken over", True),
        ("2015-12", "Six months are set", False),
        ("2017-06-29", "The board meets", True),
    ],
    columns=["dated", "what", "planned"],
)


def everything():
    """Every figure of the module, drawn of realistic rows."""
    ring = pd.DataFrame({"months": [6.0, 30.0], "label": ["after six months all were there", "half after 30 months"]})
    part = AWARDS.assign(
        when="20 March 2017", whole=12_000_000.0, words=["£365,000", "£11.6m", "about £744,000, or less than that"]
    )
    share = SERIES.div(SERIES.sum(axis=1), axis=0)
    return {
        "bars": bars.draw(AWARDS, "who", "amount", strong="first", total="All three: £12.7m", **HEAD),
        "steps": bars.draw(part.drop(columns=["low", "high"]), "who", "amount", words="words", keep=True, **HEAD),
        "shares": shares.draw(SPREAD, "way", "of", **HEAD),
        "grade_lines": grade_lines.draw(SERIES, MARKS, **HEAD),
        "grade_shares": grade_lines.draw(share, MARKS.iloc[:0], shown=figures.percent, **HEAD),
        "lanes": lanes.draw(LANES, END, band=SIX, closed="council abolished", **HEAD),
        "curve": curve.draw(CURVE, [25.0, 40.0], ring, **HEAD),
        "timeline": timeline.draw(EVENTS, **HEAD),
        "tiles": tiles.draw(authorities("2017-06-26"), **HEAD),
    }


def authorities(day):
    """The authorities of a day, every fourth at each grade but for every ninth, which has none."""
    every = pd.read_csv(HOME / "reference" / "authorities.csv", dtype=str, keep_default_na=False)
    rows = every[(every["valid_from"] <= day) & ((every["valid_to"] == "") | (every["valid_to"] >= day))]
    grades = ["" if i % 9 == 0 else ratings.GRADES[i % 4] for i in range(len(rows))]
    return rows.astype({"easting": float, "northing": float}).assign(grade=grades)


NAMES = ["bars", "steps", "shares", "grade_lines", "grade_shares", "lanes", "curve", "timeline", "tiles"]


@pytest.fixture(scope="module")
def all_drawn():
    return everything()


@pytest.mark.parametrize("name", NAMES)
def test_words_are_large_enough_for_a_phone_inside_the_picture_and_over_no_others(name, all_drawn):
    assert_readable(all_drawn[name].figure)


@pytest.mark.parametrize("name", NAMES)
def test_title_subtitle_and_source_stand_above_and_below(name, all_drawn):
    placed = [(t.get_text(), t.get_fontweight(), box) for t, box in texts(all_drawn[name].figure)]
    by_words = {words: (weight, box) for words, weight, box in placed}
    weight, title = by_words["Alton got most"]
    source = by_words["Source: The Gazette, 1 May 2016"][1]
    assert weight == "bold"
    assert title.y1 == max(box.y1 for _, _, box in placed)
    assert source.y0 == min(box.y0 for _, _, box in placed)
    assert by_words["Awards of a year, in pounds"][1].y1 < title.y0 + 3
    assert all_drawn[name].words.startswith("Alton got most. ")


def test_the_grades_are_those_of_the_ratings_and_their_letters_can_be_read():
    assert list(GRADE) == ratings.GRADES
    assert [look.letter for look in GRADE.values()] == ["O", "G", "R", "I"]
    assert len({look.fill for look in GRADE.values()}) == 4

    def light(colour):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in matplotlib.colors.to_rgb(colour)]
        return np.dot(parts, (0.2126, 0.7152, 0.0722)) + 0.05

    for look in GRADE.values():
        ratio = light(look.fill) / light(look.on)
        assert max(ratio, 1 / ratio) >= 4.5  # WCAG 2.2, contrast of text
        assert light("white") / light(look.ink) >= 4.5
        assert (
            light("white") / light(look.fill) >= 2.9
        )  # and of what is no text (3, of which the teal falls a little short)


# --- bars ---


def test_bars_are_as_long_as_their_values_from_the_largest_each_under_its_words(all_drawn):
    axes = all_drawn["bars"].figure.axes[1]
    drawn = drawn_by(axes, "bar")
    assert [bar.get_width() for bar in drawn] == [11_600_000, 744_000, 365_000]
    assert [bar.get_x() for bar in drawn] == [0, 0, 0]
    assert axes.get_xlim() == (0, 11_600_000)
    placed = {t.get_text(): box for t, box in texts(all_drawn["bars"].figure)}
    tops = [bar.get_window_extent().y1 for bar in drawn]
    for label, number, top, below in [
        ("Alton County Council", "£11.6m", tops[0], math.inf),
        ("Small & Sons", "£365,000", tops[2], tops[1]),
    ]:
        assert top <= placed[label].y0 and placed[label].y1 <= below
        assert placed[label].y1 == pytest.approx(placed[number].y1, abs=2)
    assert {t.get_text(): t.get_fontweight() for t, _ in texts(all_drawn["bars"].figure)}[
        "Alton County Council"
    ] == "bold"
    assert [is_colour(bar, figures.DARK) for bar in drawn] == [True, False, False]
    assert "All three: £12.7m" in placed


def test_a_range_goes_from_the_least_to_the_most_and_an_endless_one_ends_in_an_arrow_to_the_right(all_drawn):
    axes = all_drawn["bars"].figure.axes[1]
    ends = [[x for x, _ in points(line)] for line in drawn_by(axes, "range")]
    assert ends == [[11_550_000, 11_600_000], [743_500, 744_500], [364_500, 365_500]]
    levels = [bar.get_y() + bar.get_height() / 2 for bar in drawn_by(axes, "bar")]
    assert [points(line)[0][1] for line in drawn_by(axes, "range")] == pytest.approx(levels)
    (arrow,) = drawn_by(axes, "beyond")
    assert arrow.get_marker() == ">"
    assert points(arrow) == [(11_600_000, pytest.approx(levels[0]))]
    assert "Alton County Council £11.6m (£11.6m to no limit)" in all_drawn["bars"].words
    exact = bars.draw(AWARDS.assign(low=AWARDS["amount"], high=AWARDS["amount"]), "who", "amount", **HEAD)
    assert not drawn_by(exact.figure.axes[1], "range")
    assert "it can mean" not in " ".join(words_of(exact.figure.axes[0]))


def test_a_part_is_drawn_on_the_whole_and_the_rows_may_keep_their_order(all_drawn):
    axes, words = all_drawn["steps"].figure.axes[1], all_drawn["steps"].words
    assert [bar.get_width() for bar in drawn_by(axes, "bar")] == [365_000, 11_600_000, 744_000]
    assert [bar.get_width() for bar in drawn_by(axes, "whole")] == [12_000_000] * 3
    assert axes.get_xlim() == (0, 12_000_000)
    assert all(is_colour(bar, figures.DARK) for bar in drawn_by(axes, "bar"))  # none is stressed, so none is pale
    assert "20 March 2017 Small & Sons £365,000 (part of £12m)" in words
    assert "from the largest" not in words
    placed = {t.get_text(): box for t, box in texts(all_drawn["steps"].figure)}
    assert placed["about £744,000, or less than that"].x0 < 20  # too long to stand at the right


def test_what_comes_after_the_last_of_thirty_bars_is_one_bar():
    def many(n):
        return pd.DataFrame({"who": [f"Council {i}" for i in range(n)], "amount": [1000.0 + i for i in range(n)]})

    thirty = bars.draw(many(30), "who", "amount", **HEAD)
    assert len(drawn_by(thirty.figure.axes[1], "bar")) == 30 and "more" not in thirty.words
    more = bars.draw(many(31), "who", "amount", **HEAD)
    drawn = drawn_by(more.figure.axes[1], "bar")
    assert len(drawn) == 30
    assert "2 more £2,001" in more.words
    assert drawn[-1].get_hatch() and drawn[-1].get_width() == 1030  # cut at the edge, with an arrow
    assert [points(a)[0][0] for a in drawn_by(more.figure.axes[1], "beyond")] == [1030]


def test_a_row_without_an_amount_has_its_words_and_no_bar():
    frame = pd.DataFrame(
        {"who": ["A", "B"], "amount": pd.array([None, 5], dtype="Int64"), "words": ["not printed", "£5"]}
    )
    drawn = bars.draw(frame, "who", "amount", words="words", **HEAD)
    assert drawn_by(drawn.figure.axes[1], "bar")[0].get_width() == 5
    assert "B £5; A not printed" in drawn.words
    assert list(drawn.data["label"]) == ["B", "A"]


# --- shares ---


def test_a_bar_is_divided_by_the_counts_in_the_order_of_the_grades(all_drawn):
    axes = all_drawn["shares"].figure.axes[1]
    expected = {"outstanding": 2, "good": 39, "requires improvement": 62, "inadequate": 33}
    left = 0
    for grade, count in expected.items():
        _, counted = drawn_by(axes, grade)
        assert counted.get_width() == pytest.approx(count / 136)
        assert counted.get_x() == pytest.approx(left)
        assert is_colour(counted, GRADE[grade].fill)
        left += count / 136
    assert drawn_by(axes, "inadequate")[0].get_width() == pytest.approx(0.24)
    inside = next(t for t in axes.texts if t.get_text() == "I 33\n24%")
    bar = drawn_by(axes, "inadequate")[1]
    assert inside.get_position() == pytest.approx(
        (bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2)
    )
    assert "O 2, 1%" in words_of(all_drawn["shares"].figure.axes[0])  # too narrow a part for words in it
    assert "136 reports: outstanding 2 (1%), good 39 (29%)" in all_drawn["shares"].words
    assert "As printed: outstanding 1%, good 29%" in all_drawn["shares"].words


def test_grades_joined_by_or_have_both_letters_and_what_is_not_printed_stays_blank():
    frame = pd.DataFrame({"way": ["April"], "of": [100], "inadequate": [24], "good or outstanding": [50]})
    axes = shares.draw(frame, "way", "of", **HEAD).figure.axes[1]
    assert words_of(axes) == ["G or O 50\n50%", "I 24\n24%"]
    assert [bar.get_width() for bar in axes.patches] == [0.5, 0.24]


# --- lines, lanes, curve ---


def test_lines_step_on_the_day_of_a_change_and_are_named_where_they_end(all_drawn):
    figure = all_drawn["grade_lines"].figure
    axes = figure.axes[1]
    for grade in GRADE:
        (line,) = drawn_by(axes, grade)
        assert points(line) == list(zip(SERIES.index, SERIES[grade]))
        assert line.get_drawstyle() == "steps-post" and is_colour(line, GRADE[grade].fill)
    ends = [
        t
        for t, _ in texts(figure)
        if t.get_text().replace("\n", " ").split(" ")[0] in {"outstanding", "good", "requires", "inadequate"}
    ]
    heights = {t.get_text().replace("\n", " "): t.xyann[1] + t.xy[1] for t in ends if hasattr(t, "xy")}
    order = sorted(heights, key=heights.get)
    assert order[0] == "outstanding 9" and order[-1] == "inadequate 12"
    assert set(order) == {"outstanding 9", "good 10", "requires improvement 10", "inadequate 12"}
    assert len({look.line for look in GRADE.values()}) >= 3  # told apart without colour


def test_a_printed_figure_is_a_ring_at_its_day_and_value_and_its_thread_leads_to_its_label(all_drawn):
    axes = all_drawn["grade_lines"].figure.axes[1]
    rings = {points(ring)[0]: ring for ring in drawn_by(axes, "ring")}
    april = dt.date(2016, 4, 12)
    assert set(rings) == {(dt.date(2016, 1, 5), 19), (april, 24), (april, 30), (dt.date(2021, 12, 31), 11)}
    assert is_colour(rings[april, 30], GRADE["good"].fill) and is_colour(rings[april, 24], GRADE["inadequate"].fill)
    threads = {points(line)[0]: points(line)[1] for line in drawn_by(axes, "thread")}
    assert set(threads) == {(dt.date(2016, 1, 5), 19), (april, 24), (dt.date(2021, 12, 31), 11)}
    label = next(t for t in axes.texts if t.get_text() == "24 and 30, April 2016")
    assert label.xy[0] == april and label.xyann[1] == 0  # at the height of the thread's end
    assert label.xy[1] - threads[april, 24][1] < 2
    over = [max(one.get_zorder() for one in drawn_by(axes, kind)) for kind in ("good", "thread", "ring")]
    assert over[0] < over[1] < over[2]  # a thread goes over the lines of grades and under its rings
    assert "19, January 2016, inadequate 19" in all_drawn["grade_lines"].words
    assert "as printed" not in words_of(all_drawn["grade_shares"].figure.axes[0])
    assert list(all_drawn["grade_shares"].small["good"]) == ["33%", "32%", "24%"]


def lane_of(axes, kind, y):
    return [line for line in drawn_by(axes, kind) if line.get_ydata()[0] == pytest.approx(y)]


def test_a_lane_has_each_judgement_on_its_day_with_its_letter_and_lines_between(all_drawn):
    figure = all_drawn["lanes"].figure
    axes = figure.axes[1]
    slough, bcp = sorted({line.get_ydata()[0] for line in drawn_by(axes, "stood")})
    letters = {(t.get_position()[0], round(t.get_position()[1], 6)): t.get_text() for t in axes.texts}
    assert letters == {
        (dt.date(2014, 2, 14), round(slough, 6)): "I",
        (dt.date(2016, 2, 17), round(slough, 6)): "I",
        (dt.date(2019, 3, 4), round(slough, 6)): "R",
        (dt.date(2015, 5, 13), round(bcp, 6)): "I",
        (dt.date(2018, 2, 18), round(bcp, 6)): "G",
    }
    assert all(len(set(line.get_ydata())) == 1 for line in drawn_by(axes, "stood") + drawn_by(axes, "vague"))
    spans = [[x for x, _ in points(line)] for line in lane_of(axes, "stood", slough)]
    reach = mdates.num2date(axes.get_xlim()[1]).date()
    assert spans[:2] == [[dt.date(2014, 2, 14), dt.date(2016, 2, 17)], [dt.date(2016, 2, 17), dt.date(2019, 3, 4)]]
    assert spans[2] == [dt.date(2019, 3, 4), reach] and reach > END
    assert is_colour(lane_of(axes, "stood", slough)[2], GRADE["requires improvement"].fill)
    (arrow,) = drawn_by(axes, "open")
    assert arrow.get_marker() == ">" and points(arrow) == [(reach, slough)]
    ends = {line.get_solid_capstyle() for line in drawn_by(axes, "stood") + drawn_by(axes, "vague")}
    assert ends == {"butt"}  # a line ends on its day, not half its thickness beyond
    (stroke,) = drawn_by(axes, "closed")
    assert stroke.get_marker() == "|" and points(stroke) == [(dt.date(2021, 3, 31), bcp)]
    vague = [[x for x, _ in points(line)] for line in lane_of(axes, "vague", bcp)]
    assert vague == [[dt.date(2017, 12, 9), dt.date(2018, 4, 30)]] and not lane_of(axes, "vague", slough)
    (band,) = drawn_by(axes, "band")
    assert band.get_x() == mdates.date2num(SIX[0]) and band.get_x() + band.get_width() == mdates.date2num(SIX[1])
    placed = {t.get_text(): box for t, box in texts(figure)}
    level = axes.transData.transform((0, slough))[1]
    assert placed["Slough"].y0 < level < placed["Slough"].y1
    key = words_of(figure.axes[0])
    for words in ("so on 29 June 2026", "council abolished", "the six months", "good", "requires improvement"):
        assert words in key
    assert "outstanding" not in key  # no mark has it
    assert "Slough: inadequate 14 February 2014, inadequate 17 February 2016, requires improvement 4 March 2019." in (
        all_drawn["lanes"].words
    )
    assert "good between 9 December 2017 and 30 April 2018, until 31 March 2021" in all_drawn["lanes"].words


def test_a_key_names_only_what_is_drawn():
    open_only = lanes.draw(LANES.iloc[:3], END, **HEAD)
    key = words_of(open_only.figure.axes[0])
    assert "so on 29 June 2026" in key and "no longer an authority" not in key
    closed_only = words_of(lanes.draw(LANES.iloc[3:], END, **HEAD).figure.axes[0])
    assert "no longer an authority" in closed_only and "so on 29 June 2026" not in closed_only


def test_the_curve_falls_when_a_spell_ends_and_an_open_one_is_a_tick_on_it(all_drawn):
    axes = all_drawn["curve"].figure.axes[1]
    (line,) = drawn_by(axes, "curve")
    assert points(line) == [(0, 1), (20, 0.75), (30, 0.5), (60, 0.2), (60, 0.2)]
    assert line.get_drawstyle() == "steps-post"
    (ticks,) = drawn_by(axes, "open")
    assert points(ticks) == [(25, 0.75), (40, 0.5)]
    assert [points(ring)[0] for ring in drawn_by(axes, "ring")] == [(6, 1), (30, 0.5)]
    assert [points(drop) for drop in drawn_by(axes, "drop")] == [[(6, 0), (6, 1)], [(30, 0), (30, 0.5)]]
    label = next(t for t in axes.texts if t.get_text().startswith("half"))
    assert label.xy == (30, 0.5)
    assert "half after 30 months: 50% at 30 months" in all_drawn["curve"].words
    assert "falls in steps from 100% to 20% after 60 months; ticks for 2 open spells" in all_drawn["curve"].words
    assert list(all_drawn["curve"].data["spell"]) == ["ended", "still open", "ended", "still open", "ended"]
    longer = curve.draw(CURVE, [90.0], pd.DataFrame({"months": [85.0], "label": ["at the right"]}), **HEAD)
    assert points(drawn_by(longer.figure.axes[1], "curve")[0])[-1] == (90, 0.2)
    assert_readable(longer.figure)


# --- timeline ---


def test_the_timeline_is_to_scale_and_each_thread_leads_to_its_words(all_drawn):
    figure = all_drawn["timeline"].figure
    axes = figure.axes[1]
    marks = {round(float(t.get_text())): t.get_position()[1] for t in axes.texts}
    year = marks[2015] - marks[2014]
    assert list(marks) == list(range(2013, 2019)) and year > 0

    def height(day):
        return marks[2013] + (day - dt.date(2013, 1, 1)).days / 365.25 * year

    days = {round(points(dot)[0][1], 2): dot for dot in drawn_by(axes, "day")}
    assert list(days) == [pytest.approx(height(d), abs=0.02) for d in (dt.date(2017, 3, 20), dt.date(2017, 6, 29))]
    assert [matplotlib.colors.same_color(dot.get_markerfacecolor(), "white") for dot in days.values()] == [False, True]
    spans = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in drawn_by(axes, "span")]
    expected = [
        (dt.date(2013, 1, 1), dt.date(2014, 1, 1)),
        (dt.date(2015, 12, 1), dt.date(2016, 1, 1)),
        (dt.date(2016, 7, 1), dt.date(2018, 1, 1)),
    ]
    assert spans == [pytest.approx((height(a), height(b)), abs=0.02) for a, b in expected]
    order = [line for line in words_of(figure.axes[0]) if line in set(EVENTS["what"])]
    assert order == [
        "The programme is announced",
        "Six months are set",
        "Services to be taken over",
        "£36m for eleven projects",
        "The board meets",
        "A review, without a date",
    ]
    threads = drawn_by(axes, "thread")
    assert len(threads) == 5  # none from what has no date
    ends = [line.get_ydata()[-1] for line in threads]
    tops = [t.get_position()[1] for t in figure.axes[0].texts if t.get_fontweight() == "bold"][1:6]
    assert np.diff(ends) == pytest.approx(np.diff(tops))
    placed = {t.get_text(): box for t, box in texts(figure) if t.get_fontweight() == "bold"}
    for words, line in (("2013", threads[0]), ("20 March 2017", threads[3])):
        x, y = axes.transData.transform((line.get_xdata()[-1], line.get_ydata()[-1]))
        assert placed[words].y0 < y < placed[words].y1 and x < placed[words].x0 < x + 10
    assert "June 2017, The board meets (planned); no date given" in all_drawn["timeline"].words


# --- the map ---


@pytest.mark.parametrize(("day", "many"), [("2017-06-26", 152), ("2026-06-29", 153)])
def test_every_authority_has_a_tile_of_its_own_in_its_colour_with_its_letter(day, many):
    frame = authorities(day)
    drawn = tiles.draw(frame, **HEAD)
    axes = drawn.figure.axes[1]
    drawn_tiles = {tile.get_gid(): tile for tile in axes.patches}
    assert len(axes.patches) == len(drawn_tiles) == many
    places = {(round(t.get_x(), 2), round(t.get_y(), 2)) for t in axes.patches}
    assert len(places) == many
    letters = {tuple(np.round(t.get_position(), 2)): t.get_text() for t in axes.texts}
    for row in frame.itertuples():
        tile = drawn_tiles[row.council_id]
        centre = tuple(np.round((tile.get_x() + tile.get_width() / 2, tile.get_y() + tile.get_height() / 2), 2))
        assert letters[centre] == (GRADE[row.grade].letter if row.grade else "–")
        assert is_colour(tile, GRADE[row.grade].fill if row.grade else "white")
    key = words_of(drawn.figure.axes[0])
    for grade in GRADE:
        assert f"{grade} {(frame['grade'] == grade).sum()}" in key
    assert f"no report {(frame['grade'] == '').sum()}" in key
    assert f"A map of {many} tiles" in drawn.words
    assert "London, drawn apart" in letters.values()
    assert drawn.small["councils"].sum() == many


@pytest.mark.parametrize("day", ["2017-06-26", "2026-06-29"])
def test_neighbours_stay_near_on_the_map(day):
    placed = layout(authorities(day))
    for part, far in ((placed[placed["region"] == "London"], 10_000), (placed[placed["region"] != "London"], 100_000)):
        metres, grid = part[["easting", "northing"]].to_numpy(), part[["column", "row"]].to_numpy()
        apart = np.linalg.norm(metres[:, None] - metres, axis=2) + np.diag([np.inf] * len(part))
        steps = np.linalg.norm(grid[:, None] - grid, axis=2)
        nearest = steps[np.arange(len(part)), apart.argmin(axis=1)]
        assert nearest.mean() < 1.3 and nearest.max() < 2.5
        four = np.take_along_axis(steps, apart.argsort(axis=1)[:, :4], axis=1).mean(axis=1)
        assert four.mean() < 1.6 and four.max() < 3
        east, south = metres[:, None, 0] - metres[:, 0], metres[:, 1] - metres[:, None, 1]
        assert (np.sign(east) * np.sign(grid[:, None, 0] - grid[:, 0]) >= 0)[abs(east) > far].all()
        assert (np.sign(south) * np.sign(grid[:, None, 1] - grid[:, 1]) >= 0)[abs(south) > far].all()
    at = placed.set_index("council_id")[["column", "row"]]
    assert at["row"].idxmin() in ("northumberland", "north-tyneside") and at["row"].idxmax() == "isles-of-scilly"
    london = placed["region"] == "London"
    assert placed[london]["row"].min() == 1  # the first row is for its name
    beside = placed[~london & (placed["row"] <= placed[london]["row"].max() + 1)]
    assert placed[london]["column"].min() == beside["column"].max() + 2  # a column stays empty between


def test_the_map_does_not_depend_on_the_order_of_rows_and_hardly_on_the_day():
    early, late = authorities("2017-06-26"), authorities("2026-06-29")
    assert layout(early).equals(layout(early.sample(frac=1, random_state=1)))
    both = [layout(f).set_index("council_id")[["column", "row"]] for f in (early, late)]
    same = both[0].index.intersection(both[1].index)
    assert (both[0].loc[same] != both[1].loc[same]).any(axis=1).sum() <= 10


# --- what is shown ---


class Tags(HTMLParser):
    """The elements of a piece of HTML, and its words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def shown(monkeypatch):
    """Calls and gives back what is displayed: the picture's data and metadata, the fold's plain text and HTML."""

    def displays(call, *arguments, **options):
        displayed = []
        monkeypatch.setattr(figures, "display", lambda what, **more: displayed.append((what, more)))
        call(*arguments, **options)
        if not displayed:
            return None
        (picture, more), (fold, _) = displayed
        assert more["raw"] and set(picture) == {"image/png", "text/plain"}
        return picture, more["metadata"]["image/png"], fold.plain, fold.rich["text/html"]

    return displays


def test_a_picture_has_its_description_and_the_fold_has_words_numbers_and_csv(shown):
    picture, meta, plain, fold = shown(bars, AWARDS, "who", "amount", name="a-name", **HEAD)
    assert meta["alt"] == picture["text/plain"]
    assert meta["alt"].startswith(
        "Alton got most. 3 bars, from the largest to the smallest: Alton County Council £11.6m"
    )
    image = Image.open(io.BytesIO(base64.b64decode(picture["image/png"])))
    assert image.width == 920 and "Software" not in image.info
    assert np.asarray(image)[0, 0][:3].tolist() == [255, 255, 255] and np.asarray(image)[..., 3].min() == 255
    assert Image.open(io.BytesIO(base64.b64decode(picture["image/png"]))).width / meta["width"] > 1.5  # sharp enough
    tags = Tags(fold)
    assert tags.tags[0] == ("details", {"class": "behind"})  # closed: without `open`
    assert "".join(tags.words).startswith("In words, numbers and files")
    assert meta["alt"] in tags.words
    cells = [word for word in tags.words if word.strip()]
    assert {"Label", "Words", "Low", "High", "Small & Sons", "£365,000"} <= set(cells)
    assert "Small & Sons" in plain
    ((_, link),) = [(tag, attrs) for tag, attrs in tags.tags if tag == "a"]
    assert link["download"] == "a-name.csv"
    data = base64.b64decode(link["href"].removeprefix("data:text/csv;base64,")).decode()
    rows = list(csv.DictReader(io.StringIO(data)))
    assert [float(row["value"]) for row in rows] == [11_600_000, 744_000, 365_000]
    assert "\r" not in data


def test_a_council_that_carries_its_link_is_shown_by_its_name_alone(shown):
    slough = Council("Slough", "slough")
    _, meta, _, fold = shown(lanes, LANES.assign(council=slough), END, name="lanes", **HEAD)
    assert "lanes up to 29 June 2026. Slough: inadequate" in meta["alt"] and "<td>Slough</td>" in fold
    _, meta, _, fold = shown(bars, AWARDS.assign(who=f"Trust of {slough}"), "who", "amount", name="bars", **HEAD)
    assert "Trust of Slough £11.6m" in meta["alt"] and "<td>Trust of Slough</td>" in fold


def test_a_frame_without_rows_shows_nothing(shown):
    assert shown(bars, AWARDS.iloc[:0], "who", "amount", name="none", **HEAD) is None
    assert shown(timeline, EVENTS.iloc[:0], name="none", **HEAD) is None


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.filterwarnings("error")
def test_any_text_is_text_in_picture_description_table_and_csv(shown, capfd, text):
    calls = [
        (bars, [AWARDS.assign(who=text, when=text, words=text), "who", "amount"], {"words": "words", "total": text}),
        (shares, [SPREAD.assign(way=text), "way", "of"], {}),
        (grade_lines, [SERIES, MARKS.assign(label=text)], {}),
        (lanes, [LANES.assign(council=text), END], {"band": (*SIX[:2], text), "closed": text}),
        (curve, [CURVE, [25.0], pd.DataFrame({"months": [6.0], "label": [text]})], {}),
        (timeline, [EVENTS.assign(what=text)], {}),
        (tiles, [authorities("2017-06-26").assign(name=text)], {}),
    ]
    once = " ".join(text.split())
    for function, frames, options in calls:
        drawn = function.draw(*frames, **dict.fromkeys(HEAD, text), **options)
        assert all(box.x1 <= drawn.figure.get_figwidth() * 100 for _, box in texts(drawn.figure))
        _, meta, _, fold = shown(figures.show, drawn, "a-name")
        assert once in meta["alt"]
        assert html.escape(once) in fold
        allowed = {"details", "summary", "p", "table", "thead", "tbody", "tr", "th", "td", "a"}
        assert {tag for tag, _ in Tags(fold).tags} <= allowed
    assert capfd.readouterr() == ("", "")


def test_a_spreadsheet_takes_no_cell_of_a_csv_for_a_formula():
    assert [figures.as_csv(v) for v in ("=1+1", "+x", "-x", "@x", "a=1", -5, None)] == [
        "'=1+1",
        "'+x",
        "'-x",
        "'@x",
        "a=1",
        -5,
        None,
    ]


def test_words_wrap_by_their_width_not_by_their_letters():
    for text in [*HOSTILE, "iiii " * 40, "WWWW " * 40]:
        for line in figures.wrap(text, 2.0):
            assert figures.width(line) <= 2.1
    assert figures.wrap("one two", 9) == ["one two"]
    assert figures.wrap("", 1) == []
    assert figures.wrap("one two three", figures.width("one two")) == ["one two", "three"]
    assert figures.wrap("w" * 999, 1)[-1].endswith("…") and len(figures.wrap("w" * 999, 1)) == 5


def test_the_same_rows_give_the_same_bytes_whatever_the_machine_is_set_to(tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.facecolor: red\nlines.linewidth: 9\n", encoding="utf-8")
    program = (
        "import hashlib, io, sys\nsys.path[:0] = ['tests', 'tests_slow']\n"
        "import test_figures\nfound = hashlib.sha256()\n"
        "for drawn in test_figures.everything().values():\n"
        "    drawn.figure.savefig(found_in := io.BytesIO(), format='png', dpi=200, metadata={'Software': None})\n"
        "    found.update(found_in.getvalue() + drawn.words.encode())\nprint(found.hexdigest())\n"
    )
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "MATPLOTLIBRC": str(tmp_path), "LC_ALL": "C"},
    ]
    printed = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=PROJECT,
            env=os.environ | setting,
            capture_output=True,
            text=True,
            check=True,
        )
        for setting in settings
    ]
    assert printed[0].stdout == printed[1].stdout and len(printed[0].stdout) == 65
    assert printed[0].stderr == printed[1].stderr == ""


def test_drawing_leaves_no_figure_behind_and_no_warning():
    import matplotlib.pyplot as plt

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        everything()
    assert plt.get_fignums() == []


# --- keys and scales ---


@pytest.mark.parametrize("name", NAMES)
def test_each_mark_of_a_key_stands_before_its_words_in_its_own_look(name, all_drawn):
    page = all_drawn[name].figure.axes[0]
    said = {tuple(np.round(t.get_position(), 3)): t.get_text() for t in page.texts if t.get_text()}
    looks = {}
    for line in page.lines:
        ((x, y),) = points(line)
        looks[said[round(x + 0.14, 3), round(y, 3)]] = line  # at an even distance, on one height
        letter = said.get((round(x, 3), round(y, 3)), "")
        words = said[round(x + 0.14, 3), round(y, 3)].partition(" ")[0]
        if letter.isalpha():
            assert letter.lower() == words[0] and line.get_color() in {look.fill for look in GRADE.values()}
    for words, line in looks.items():
        grade = next((grade for grade in GRADE if words.startswith(grade)), None)
        if grade:
            assert is_colour(line, GRADE[grade].fill) and line.get_marker() == "s"
    kinds = {words: (line.get_marker(), line.get_color(), line.get_markeredgecolor()) for words, line in looks.items()}
    right = {
        "from the least to the most it can mean": ("_", figures.ORANGE, figures.ORANGE),
        "the sum that it is part of": ("s", figures.PALE, "white"),
        "so on 29 June 2026": (">", figures.INK, "white"),
        "council abolished": ("|", None, figures.INK),
        "the six months": ("s", figures.BAND, "white"),
        "not ended: the months so far": ("|", None, figures.ORANGE),
        "some time within": ("s", figures.SOFT, figures.DARK),
    }
    for words in right.keys() & kinds.keys():
        assert all(want in (None, got) for want, got in zip(right[words], kinds[words])), words
    places = {"bars": 1, "steps": 1, "shares": 4, "grade_lines": 1, "grade_shares": 0, "lanes": 6, "curve": 1}
    assert len(looks) == places.get(name, len(looks))
    rows = sorted({round(points(line)[0][1], 3) for line in page.lines})
    assert all(low - high == pytest.approx(0.22) for high, low in pairwise(rows))


@pytest.mark.parametrize(
    "last, inches, ticks",
    [
        ("2023-02-01", 4, range(2015, 2024)),  # nine years at 0.44 inches
        ("2024-02-01", 4, range(2016, 2025, 2)),  # ten at 0.4 would be too close
        ("2024-02-01", 4.21, range(2015, 2025)),
        ("2040-02-01", 4, range(2015, 2041, 5)),
        ("2015-01-01", 4, [2015]),
        ("2014-12-31", 4, []),
    ],
)
def test_a_year_has_a_tick_while_there_is_room_and_else_every_second_or_fifth(last, inches, ticks):
    axes = matplotlib.figure.Figure().add_axes((0, 0, 1, 1))
    figures.years(axes, dt.date(2014, 2, 1), dt.date.fromisoformat(last), inches)
    found = [mdates.num2date(x) for x in axes.get_xticks()]
    assert [day.year for day in found] == list(ticks) and all((day.month, day.day) == (1, 1) for day in found)


def test_heights_are_at_round_numbers_and_named_up_to_the_highest(all_drawn):
    figure = all_drawn["grade_lines"].figure
    figure.draw_without_rendering()
    axes = figure.axes[1]
    named = [(y, t.get_text()) for y, t in zip(axes.get_yticks(), axes.get_yticklabels())]
    assert [(y, words) for y, words in named if words] == [(y, f"{y}") for y in range(0, 41, 10)]
    assert axes.get_ylim()[0] == 0 and axes.get_xlim() == tuple(map(mdates.date2num, SERIES.index[[0, -1]]))


def test_lanes_reach_a_little_beyond_the_end_and_a_timelines_line_stands_between_years_and_words(all_drawn):
    start = dt.date.fromisoformat(LANES["began"].min())
    reach = END + (END - start) * 0.06
    assert all_drawn["lanes"].figure.axes[1].get_xlim()[1] == mdates.date2num(reach)
    axes = all_drawn["timeline"].figure.axes[1]
    assert axes.get_xlim() == (0, figures.INSIDE)
    assert {t.get_position()[0] for t in axes.texts} == {0.42} and {t.get_ha() for t in axes.texts} == {"right"}
    assert all(axes.texts[i].get_text() == f"{2013 + i}" for i in range(len(axes.texts)))
