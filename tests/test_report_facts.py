"""The facts of a report, a case on either side of what decides: lists of awards, counts beside the record, grades."""

import datetime as dt
import math

import pandas as pd
import pytest
from helpers_for_tests import made, record

from tools import about_articles, about_councils, about_money, about_paid, about_ratings, telling

M = 10**6


def awards(*amounts, **more):
    """Made-up tables with an award for each amount; None where none is printed."""
    rows = [
        {
            "award_id": f"a{i}",
            "recipient": f"R{i}",
            "amount_gbp": "" if a is None else a,
            "as_printed": f"£{a:,}" if a else "",
        }
        | ({} if a is not None else {"amount_bound": ""})
        for i, a in enumerate(amounts)
    ]
    return made(awards=[row | more for row in rows])


# --- lists of awards ---


def test_where_some_awards_are_of_a_round_the_others_are_outside_any():
    t = made(
        commitments=[{"commitment_id": "fund", "programme": "A fund", "announced": "2016-04"}],
        awards=[{"award_id": "a", "commitment_id": "fund"}, {"award_id": "b"}, {"award_id": "c"}],
    )
    longest, other = about_money.award_lists(t)
    assert list(longest["award_id"]) == ["b", "c"] and list(other["award_id"]) == ["a"]
    assert about_money.scope(t, longest) == " outside any round"
    assert about_money.scope(t, other) == " (A fund, announced in April 2016)"
    alone = awards(M)
    assert about_money.scope(alone, about_money.award_lists(alone)[0]) == ""


@pytest.mark.parametrize(
    "links, words",
    [
        ([], ""),
        ([("alton", "recipient")], "Alton"),
        ([("alton", "recipient"), ("barton", "partner")], "Alton and Barton (partner)"),
        (
            [("denton", "place"), ("alton", "partner"), ("barton", "recipient")],
            "Denton (place), Alton (partner) and Barton",
        ),
        ([("alton", "partner")] * 12, ", ".join(["Alton (partner)"] * 11) + " and Alton (partner)"),
        ([("alton", "partner")] * 13, "thirteen councils"),  # more than are named
    ],
)
def test_the_councils_of_an_award_in_words(links, words):
    rows = [{"award_id": "a", "council_id": council, "role": role} for council, role in links]
    t = made(awards=[{"award_id": "a"}, {"award_id": "b"}], award_councils=rows)
    assert about_money.councils_of(t) == [words, ""]


def test_rounds_of_one_programme_are_told_apart_by_their_sums():
    rounds = [{"commitment_id": c, "amount_gbp": n, "as_printed": f"£{n // M}m"} for c, n in (("x", M), ("y", 2 * M))]
    t = made(commitments=rounds, awards=[{"award_id": "a", "commitment_id": "x"}])
    assert about_money.scope(t, about_money.award_lists(t)[0]) == " (A fund)"
    t = made(commitments=rounds, awards=[{"award_id": c, "commitment_id": c} for c in "xy"])
    assert [about_money.scope(t, rows) for rows in about_money.award_lists(t)] == [" (A fund, £1m)", " (A fund, £2m)"]


@pytest.mark.parametrize(
    "amounts, largest, to, share, least, most",
    [
        ([3 * M], "", "", 0, "", ""),
        ([3 * M, M], "£3m", "R0", 0.75, "£1m", "£3m"),
        ([M, 3 * M], "£3m", "R1", 0.75, "£1m", "£3m"),
        ([3 * M, 3 * M], "", "R0", 0, "£3m", "£3m"),  # neither is the largest
    ],
)
def test_the_largest_award_where_there_is_no_doubt(amounts, largest, to, share, least, most):
    t = awards(*amounts)
    found = about_money.extremes(about_money.award_lists(t)[0])
    assert found == {"largest": largest, "to": to, "share": share, "least": least, "most": most}


@pytest.mark.parametrize("bound, share", [("exact", 0.75), ("about", 0), ("at least", 0)])
def test_a_share_needs_exact_amounts(bound, share):
    t = made(
        awards=[
            {"award_id": "a", "amount_gbp": 3 * M, "as_printed": "£3m", "amount_bound": bound},
            {"award_id": "b", "amount_gbp": M, "as_printed": "£1.0m"},
        ]
    )
    found = about_money.extremes(about_money.award_lists(t)[0])
    assert (found["largest"], found["share"]) == (telling.amount(t.awards.iloc[0]), share)


def test_the_table_of_awards_has_what_rows_have(monkeypatch):
    t = made(
        awards=[
            {
                "award_id": i,
                "amount_gbp": n,
                "as_printed": f"£{n}",
                "project": f"P{i}",
                "purpose": f"for {i}",
                "theme": i,
            }
            | {"announced": "2016-04", "period": "2016/2017", "note": f"n{i}", "recipient": f"R{i}"}
            for i, n in (("a", 100), ("b", 300))
        ]
    )
    kept = []
    monkeypatch.setattr(about_money, "listing", lambda *given: kept.append(given))
    rows = about_money.award_lists(t)[0]
    about_money.table_of(rows, about_money.award_list(t, rows))
    frame, caption, name, total = kept.pop()
    assert list(frame.columns) == (
        "recipient project purpose theme amount_gbp announced period councils note source".split()
    )
    assert list(frame["recipient"]) == ["Rb", "Ra"] and (caption, name) == ("The awards", "awards")
    assert total == {"recipient": "Sum of the amounts printed", "amount_gbp": 400.0}
    one = awards(M)
    rows = about_money.award_lists(one)[0]
    about_money.table_of(rows, about_money.award_list(one, rows))
    assert kept.pop()[3] is None  # one amount is no sum


@pytest.mark.parametrize("amounts, many", [([M, M], 2), ([M, 0], None), ([M, None], None), ([M], None), ([0, 0], None)])
def test_bars_need_two_amounts(amounts, many, monkeypatch):
    t, kept = awards(*amounts), []
    monkeypatch.setattr(about_money, "bars", lambda rows, *_, **named: kept.append((len(rows), named["title"])))
    rows = about_money.award_lists(t)[0]
    about_money.drawn(t, rows, about_money.award_list(t, rows), "name")
    assert kept == ([(many, "Awards by amount")] if many else [])


# --- counts of councils ---


def spread(*rows, **more):
    """Made-up tables with one count of councils, a row a grade."""
    rows = [{"spread_id": "s", "as_at": "2016-05-01", "grade": g} | row for g, row in rows]
    return made(rating_spreads=[row | more for row in rows])


def test_what_rounded_shares_of_a_known_total_can_be():
    t = spread(("good", {"percent": 10, "decimals": 0}), inspected=30)
    (facts,) = [facts for facts, _ in about_ratings.spreads(t)]
    assert facts["possible"] == ["10% can be 3"] and facts["total"] == 30 and not facts["overlap"]
    t = spread(("good", {"percent": 50, "decimals": 0}), inspected=100)
    assert about_ratings.possible(t.rating_spreads) == ["50% can be 50"]
    t = spread(("good", {"percent": 50, "decimals": 0}), inspected=150)
    assert about_ratings.possible(t.rating_spreads) == ["50% can be 75"]
    t = spread(("good", {"percent": 50, "decimals": 0}), inspected=200)
    assert about_ratings.possible(t.rating_spreads) == ["50% can be 99 to 101"]
    t = spread(("good", {"percent": 33, "decimals": 0}), inspected=121)
    assert about_ratings.possible(t.rating_spreads) == ["33% can be 40"]
    t = spread(("good", {"percent": 50, "decimals": 0}))
    (facts,) = [facts for facts, _ in about_ratings.spreads(t)]
    assert facts["possible"] == [] and facts["total"] == 0


def test_grades_that_hold_one_another_overlap():
    both = spread(("good", {"count": 1}), ("good or outstanding", {"count": 2}))
    assert about_ratings.spreads(both)[0][0]["overlap"]
    apart = spread(("good", {"count": 1}), ("outstanding", {"count": 2}))
    assert not about_ratings.spreads(apart)[0][0]["overlap"]


RECORD = record(
    ("alton", "2014-03-01", "good"), ("barton", "2016-04-20", "inadequate"), ("carlton", "2016-06-01", "good")
)


def counted(as_at, **counts):
    rows = [
        {"spread_id": "s", "as_at": as_at, "counted": "councils", "grade": g, "count": n} for g, n in counts.items()
    ]
    judgements = [row | {"inspected_to": row["published"]} for row in RECORD]
    return made(rating_spreads=rows, ofsted_judgements=judgements)


def test_a_count_dated_by_its_article_is_set_beside_the_eve():
    t = counted("2016-05-01", good=1, inadequate=1)
    ((words, found),) = about_ratings.readings(t, t.rating_spreads).items()
    assert words == "published by 30 April 2016" and list(found["authority"]) == [1, 1]
    assert about_ratings.record_beside(t, t.rating_spreads)["record"] == "both"


def test_a_count_with_a_day_of_its_own_goes_by_reports_or_by_inspections():
    t = counted("2016-04-19", good=1, inadequate=0)
    ways = about_ratings.readings(t, t.rating_spreads)
    assert list(ways) == ["published by 19 April 2016", "on inspections up to 19 April 2016"]
    beside = about_ratings.record_beside(t, t.rating_spreads)
    assert (beside["record"], beside["basis"]) == ("both", "published by 19 April 2016")
    t = counted("2016-04-19", good=7, inadequate=0)
    beside = about_ratings.record_beside(t, t.rating_spreads)
    assert (beside["record"], beside["differs"], beside["authorities"], beside["ways"]) == ("differs", ["1 good"], 1, 2)
    t = counted("2014-02-28", good=7)
    assert about_ratings.record_beside(t, t.rating_spreads)["record"] == "outside"


def test_what_no_record_counts_is_not_held_against_it():
    t = counted("2016-05-01", good=1)
    homes = t.rating_spreads.assign(counted="children’s homes")
    assert about_ratings.record_beside(t, homes)["record"] == ""
    unprinted = t.rating_spreads.assign(count=pd.NA)
    assert about_ratings.comparable(unprinted).empty and len(about_ratings.comparable(t.rating_spreads)) == 1


def test_the_record_around_counts_is_a_row_a_month_while_they_are_few():
    t = counted("2016-05-01", good=1)
    days = list(about_ratings.around(t).index)
    assert days[:2] == [dt.date(2015, 5, 2), dt.date(2015, 6, 1)] and days[-1] == dt.date(2017, 5, 1)
    assert len(days) == 25  # a year on either side: 24 firsts of a month, and the first day
    long = made(
        rating_spreads=[
            {"spread_id": i, "as_at": day, "counted": "councils", "count": 1}
            for i, day in (("a", "2016-05-01"), ("b", "2016-06-01"))
        ],
        ofsted_judgements=RECORD,
    )
    days = list(about_ratings.around(long).index)
    assert days[1:3] == [dt.date(2015, 7, 1), dt.date(2015, 10, 1)]


def test_only_what_divides_all_councils_is_drawn_as_a_whole():
    four = {"outstanding": 1, "good": 2, "requires improvement": 3, "inadequate": 4}

    def rows(total, **changed):
        return made(
            rating_spreads=[
                {"spread_id": "s", "as_at": "2016-05-01", "grade": g, "inspected": total} | row
                for g, row in ({g: {"count": n} for g, n in four.items()} | changed).items()
            ]
        )

    whole = about_ratings.whole(rows(10))
    assert len(whole) == 4 and whole["numbers"].all()
    (bar,) = about_ratings.divided(whole).to_dict("records")
    assert bar == {"label": "10 departments, 1 May 2016", "of": 10.0} | {g: float(n) for g, n in four.items()}
    assert about_ratings.whole(rows(11)).empty and about_ratings.whole(rows("")).empty
    shares = made(
        rating_spreads=[
            {"spread_id": "s", "as_at": "2016-05-01", "grade": g, "percent": 10 * n} for g, n in four.items()
        ]
    )
    whole = about_ratings.whole(shares)
    assert len(whole) == 4 and not whole["numbers"].any()
    (bar,) = about_ratings.divided(whole).to_dict("records")
    assert bar["label"] == "Departments, 1 May 2016" and math.isnan(bar["of"]) and bar["good"] == 20
    assert about_ratings.whole(made(rating_spreads=[{"spread_id": "s", "percent": 100}])).empty


# --- grades of councils that awards name ---


def test_how_councils_were_rated_on_the_day_of_an_award():
    t = made(
        awards=[{"award_id": "a", "announced": "2016-05-01"}, {"award_id": "b"}],
        award_councils=[
            {"award_id": "a", "council_id": "alton"},
            {"award_id": "a", "council_id": "barton"},
            {"award_id": "a", "council_id": "denton", "role": "partner"},
            {"award_id": "b", "council_id": "carlton"},
        ],
        council_ratings=[{"rating_id": "r", "council_id": "denton", "grade": "good", "dated": "2016-04"}],
        ofsted_judgements=RECORD,
    )
    paid, named = about_paid.money_met_ratings(t)
    assert (paid["which"], named["which"]) == ("awarded money", "named as partner or place of an award")
    assert paid["items"] == ["one was rated good (Alton)", "one was rated inadequate (Barton)"]
    assert (paid["known"], paid["undated"], paid["unknown"], paid["by_articles"]) == (2, 1, 0, 0)
    assert named["items"] == ["one was rated good (Denton)", "none was rated inadequate"]
    assert (named["known"], named["only"], named["by_articles"]) == (1, "Denton", 1)


@pytest.mark.parametrize(
    "announced, grade",
    [
        ("2014-03-01", ("", "no grade is known for the day")),  # a report of the day itself may have come after
        ("2014-03-02", ("good", about_paid.RECORD)),
        ("2014-02/2014-04", ("", "the grade changed in that time")),
        ("", ("", "the award has no day")),
        ("2016/..", ("", "the award has no day")),
    ],
)
def test_a_grade_on_a_day(announced, grade):
    t = made(ofsted_judgements=record(("barton", "2014-01-01", "good"), ("alton", "2014-03-01", "good")))
    assert about_paid.grade_on(t, "alton", announced) == grade


@pytest.mark.parametrize(
    "dated, known", [("2016-05-02", True), ("2016-05-03", True), ("2016-05-04", False), ("", True)]
)
def test_an_articles_grade_counts_from_its_day_on(dated, known):
    rating = {"rating_id": "r", "council_id": "alton", "grade": "inadequate", "dated": dated}
    t = made(council_ratings=[rating], ofsted_judgements=record(("barton", "2014-01-01", "good")))
    found = about_paid.grade_on(t, "alton", "2016-05-03")
    assert found == (("inadequate", about_paid.ARTICLE) if known else ("", "no grade is known for the day"))
    part = made(council_ratings=[rating | {"scope": "child protection"}])
    assert about_paid.grade_on(part, "alton", "2016-05-03")[0] == ""


# --- articles and other figures ---


def test_the_articles_are_told_from_the_first_day_to_the_last():
    days = {"b": "2016-05-02", "a": "2016-05-01", "c": "2017-01-01"}
    sources = [{"source_id": i, "published": day, "title": f"T{i}", "publisher": f"P{i}"} for i, day in days.items()]
    t = made(sources=sources)
    facts = about_articles.articles(t)
    assert (facts["n"], facts["title"], facts["publishers"]) == (3, "Ta", ["Pa", "Pb", "Pc"])
    assert (facts["when"], facts["first"], facts["last"]) == ("on 1 May 2016", "1 May 2016", "1 January 2017")
    assert [str(title) for title in about_articles.read(t)["title"]] == ["Ta", "Tb", "Tc"]


@pytest.mark.parametrize("many, items", [(1, 1), (3, 3), (4, 0)])
def test_three_other_figures_are_listed_and_of_four_it_is_said_how_many(many, items):
    t = made(statistics=[{"statistic_id": f"s{i}", "subject": f"S{i}"} for i in range(many)])
    (facts,) = about_councils.figures(t)
    assert (facts["n"], len(facts["items"])) == (many, items)
    assert about_councils.figures(made()) == []


def test_a_heading_is_one_in_the_notebook_and_in_plain_words(monkeypatch):
    shown = []
    monkeypatch.setattr(telling, "display", lambda *data, **how: shown.append((*data, how)))
    telling.heading("The sums")
    ((said, how),) = shown
    assert said == {"text/markdown": "## The sums", "text/plain": "The sums"} and how["raw"]
    assert how["metadata"] == {"text/markdown": {"heading": True}}


@pytest.mark.parametrize(
    "dated, words",
    [
        ("", ""),
        ("P2Y", ""),  # a length is no date
        ("2016-05-05", "on 5 May 2016"),
        ("2016-05", "in May 2016"),
        ("2014", "in 2014"),
        ("2014~", "about 2014"),
        ("2016-05-01/2016-05-04", "between 1 May 2016 and 4 May 2016"),
    ],
)
def test_a_date_has_its_preposition(dated, words):
    assert telling.when(dated) == words


# --- a table with its notes ---


@pytest.fixture
def listed(monkeypatch):
    """What `listing` shows of rows: [(columns, rows, caption, total, fold), ...], and what it says below."""

    def look(rows, total=None):
        shown = []
        monkeypatch.setattr(telling, "say", lambda words: shown.append(words))
        monkeypatch.setattr(
            telling,
            "table",
            lambda frame, caption, total=None, fold=False: shown.append(
                (list(frame.columns), len(frame), caption, total, fold)
            ),
        )
        telling.listing(pd.DataFrame(rows), "The sums", "commitments", total)
        return [one for one in shown if isinstance(one, str) or one[1]]

    return look


def test_notes_are_folded_under_a_table_and_empty_columns_left_out(listed):
    rows = [{"recipient": "A", "theme": "", "note": "odd", "source": "x"}, {"recipient": "B", "theme": "", "note": ""}]
    rows[1]["source"] = "y"
    assert listed(rows, {"recipient": "Sum"}) == [
        (["recipient", "source"], 2, "The sums", {"recipient": "Sum"}, False),
        (["recipient", "note", "source"], 1, "The sums: notes", None, True),
    ]


def test_what_all_rows_have_is_said_in_the_caption(listed):
    rows = [{"recipient": name, "theme": "care", "announced": "2016-04"} for name in "AB"]
    assert listed(rows) == [(["recipient"], 2, "The sums, all with theme: care; announced: April 2016", None, False)]
    assert listed(rows[:1]) == [(["recipient", "theme", "announced"], 1, "The sums", None, False)]
    rows[1]["theme"] = "x"
    assert listed(rows)[0][0] == ["recipient", "theme"]
    long = [{"recipient": name, "theme": "t" * 41} for name in "AB"]
    assert listed(long)[0][0] == ["recipient", "theme"]
    assert listed([row | {"theme": "t" * 40} for row in long])[0][0] == ["recipient"]


@pytest.mark.parametrize("many, more", [(30, False), (31, True)])
def test_thirty_rows_are_shown_and_of_more_it_is_said_how_many(listed, many, more):
    shown = listed([{"recipient": f"R{i}"} for i in range(many)], {"recipient": "Sum"})
    assert shown[0][1] == 30 and shown[0][3] == (None if more else {"recipient": "Sum"})
    said = "The table shows 30 of 31 rows; the others are in the tables of the folder (commitments)."
    assert shown[1:] == ([said] if more else [])
