"""How long councils stayed at a grade: spells by hand, and the curve against published ones."""

import datetime as dt

import pandas as pd
import pytest
from helpers_for_tests import AUTHORITIES, made, real, record
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from helpers import events, ratings, survival

PLACES = [
    *AUTHORITIES[:3],
    {**AUTHORITIES[3], "valid_to": "2016-06-30", "successors": "east-denton"},
    {"council_id": "east-denton", "name": "East Denton", "valid_from": "2016-07-01", "gss_code": "E10000009"},
]
RECORD = record(
    ("barton", "2014-01-10", "good"),
    ("alton", "2014-01-10", "inadequate"),
    ("alton", "2015-01-10", "inadequate"),  # again, inside the spell
    ("denton", "2015-03-31", "inadequate"),
    ("alton", "2016-01-10", "requires improvement"),
    ("barton", "2016-03/2016-04", "inadequate"),
    ("east-denton", "2017-01-31", "good"),  # a successor ends nobody's spell
    ("alton", "2017-02-01", "inadequate"),  # a second spell of the same council
    ("barton", "2017-02-01", "good"),
    ("carlton", "2017-02-01", "inadequate"),
    ("alton", "2018-02-01", "outstanding"),
    ("carlton", "2018-02-01", ""),  # without an overall grade: it goes on
)


@pytest.fixture(scope="module")
def t():
    return made(authorities=PLACES, ofsted_judgements=RECORD)


@pytest.fixture(scope="module")
def spells(t):
    return events.spells(t)


def day(text):
    return dt.date.fromisoformat(text)


def test_spells_by_hand(spells):
    rows = spells[["council", "began", "ended", "next", "again", "open"]].values.tolist()
    assert rows == [
        ["Alton", "2014-01-10", "2016-01-10", "requires improvement", 1, False],
        ["Denton", "2015-03-31", "", "", 0, True],
        ["Barton", "2016-03/2016-04", "2017-02-01", "good", 0, False],
        ["Alton", "2017-02-01", "2018-02-01", "outstanding", 0, False],
        ["Carlton", "2017-02-01", "", "", 0, True],
    ]


def test_lengths_of_spells_by_hand(spells):
    rows = spells[["days", "shortest", "until"]].values.tolist()
    assert rows == [
        [730, 730, day("2016-01-10")],  # two years of 365 days
        [457, 457, day("2016-06-30")],  # 31 March 2015 to its last day: 366 to 31 March 2016, and 91
        [337, 277, day("2017-02-01")],  # a year less February from 1 March 2016; 60 days fewer from 30 April
        [365, 365, day("2018-02-01")],
        [3435, 3435, day("2026-06-29")],  # to the end of the record: nine years, 148 days, two leap days
    ]


def test_a_vague_end_counts_from_its_first_day_to_its_last():
    rows = record(("alton", "2014-01-01", "inadequate"), ("alton", "2014-02/2014-03", "good"))
    (found,) = events.spells(made(ofsted_judgements=rows)).to_dict("records")
    assert (found["shortest"], found["days"], found["until"]) == (31, 89, day("2014-03-31"))


def test_an_authority_that_outlives_the_record_is_known_to_its_end():
    places = [{**AUTHORITIES[0], "valid_to": "2030-03-31"}]
    rows = record(("alton", "2026-06-01", "inadequate"))
    (found,) = events.spells(made(authorities=places, ofsted_judgements=rows)).to_dict("records")
    assert (found["until"], found["days"], found["open"]) == (day("2026-06-29"), 28, True)


def test_spells_at_another_grade(t):
    found = events.spells(t, "good")
    assert list(found["council"]) == ["Barton", "East Denton", "Barton"]
    assert list(found["next"]) == ["inadequate", "", ""] and list(found["open"]) == [False, True, True]


def lengths(*texts):
    """Spells by their lengths: “6” ended, “6+” still open."""
    rows = [{"days": int(text.rstrip("+")), "open": text.endswith("+")} for text in texts]
    return pd.DataFrame(rows, columns=["days", "open"])


# Freireich and others (1963), remission under 6-mercaptopurine, in weeks; the estimate as printed in
# Kleinbaum and Klein, “Survival Analysis”, 3rd edition (2012), table 2.2.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()
PRINTED = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23".split()


def test_the_curve_of_a_published_example():
    found = survival.curve(lengths(*TREATED))
    assert list(found["days"]) == list(PRINTED)  # a row only where a spell ended
    assert list(found["share"]) == pytest.approx(list(PRINTED.values()), abs=5e-5)
    assert survival.median(lengths(*TREATED)) == 23 and survival.median(lengths(*PLACEBO)) == 8


def test_the_curve_by_hand():
    # Four at risk, one ends at 10: 3/4. The second leaves at 20, still open. Two at risk at 30, one ends: 3/8.
    found = survival.curve(lengths("10", "20+", "30", "40+"))
    assert found[["days", "share"]].values.tolist() == [[10, 0.75], [30, 0.375]] and list(found.index) == [0, 1]
    assert list(found["months"]) == pytest.approx([10 / 30.4375, 30 / 30.4375])


@pytest.mark.parametrize(
    "texts, days",
    [
        (["10", "20"], 10),  # exactly half are left
        (["10", "20", "30"], 20),
        (["10", "20+", "30+"], None),  # two thirds are left for good
        (["10+"], None),
        (["10"], 10),
        ([], None),
        ([str(i) for i in range(1, 25)], 12),  # the product of 23/24, 22/23 and so on is a hair above a half
    ],
)
def test_the_median_length(texts, days):
    assert survival.median(lengths(*texts)) == days


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_the_curve_is_that_of_scipy(rows):
    found = survival.curve(pd.DataFrame(rows, columns=["days", "open"]))
    ended, known = ([float(days) for days, still in rows if still == wanted] for wanted in (False, True))
    expected = ecdf(CensoredData(uncensored=ended, right=known)).sf
    shares = dict(zip(expected.quantiles, expected.probabilities))
    assert list(found["days"]) == sorted(set(ended))
    assert list(found["share"]) == pytest.approx([shares[days] for days in sorted(set(ended))], abs=1e-12)


def test_nothing_judged_has_no_spells():
    empty = events.spells(made())
    assert empty.empty and list(empty.columns) == events.SPELL and survival.curve(empty).empty


# --- the real record ---


@pytest.fixture(scope="module")
def real_spells():
    return events.spells(real())


def test_the_spells_of_the_record(real_spells):
    found = real_spells
    ended = found[~found["open"]]
    assert (len(found), len(ended), ended["shortest"].min()) == (66, 52, 724)
    assert ended.sort_values("shortest")["council_id"].iloc[0] == "barnet"
    gone = found[found["open"] & (found["until"] < real().until)]
    assert list(gone["council_id"]) == ["northamptonshire"] and gone["until"].iloc[0] == day("2021-03-31")
    assert (found["days"] >= found["shortest"]).all() and (found["shortest"] > 0).all()


def test_the_spells_agree_with_what_stood_on_a_day(real_spells):
    """A council is inside a spell on a day just where the one rule has it at inadequate."""
    found = real_spells
    for when in ("2016-01-04", "2017-06-25", "2021-03-31", "2026-06-29"):
        ends_later = (found["until"] > day(when)) | (found["open"] & (found["until"] == day(when)))
        inside = found[(found["began"] <= when) & ends_later]
        stood = ratings.standing(real(), day(when))
        assert set(inside["council_id"]) == set(stood.loc[stood["overall"] == "inadequate", "council_id"])
