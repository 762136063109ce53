"""Rows begun from a sentence or two, read on 18 May 2016: a case for each pattern, and one on the other side of it."""

import datetime as dt

import pytest

from helpers.schema import HOME
from tools.begin import begin
from tools.councilwords import TOGETHER, authorities
from tools.reading import COUNCIL, candidates
from tools.texts import text_of

DAY = dt.date(2016, 5, 18)
KNOWN = authorities(HOME / "reference" / "authorities.csv")
CELLS = {  # those that are compared
    "mentions": "about",
    "awards": "recipient recipient_type project amount_gbp amount_to_gbp amount_bound announced period",
    "award_councils": "council_id role",
    "commitments": "programme kind amount_gbp amount_bound announced period period_means awards_stated",
    "events": "council_id kind status dated",
    "memberships": "programme group council_id",
    "rating_spreads": "spread_id as_at counted grade count percent decimals inspected",
    "statistics": "subject value unit bound",
}


def rows(words, table, day=DAY):
    """The rows of a table that are begun from words, each as its cells in words."""
    text = text_of(words, "echo-2016-05-18")
    read = candidates(text, day, KNOWN)
    found = [row.cells for row in begin(text, day, read, read, set()).rows if row.table == table]
    return [", ".join(filter(None, (cells.get(name, "") for name in CELLS[table].split()))) for cells in found]


@pytest.mark.parametrize(
    "words, right",
    [
        ("Slough will get £1.4m.", "Slough, council, 1400000, exact, 2016-05-18"),
        ("Slough Council got £1.4m.", "Slough Council, council, 1400000, exact"),
        (
            "Meanwhile Leeds and Kent have been awarded £2m over three years.",
            "Leeds and Kent, councils jointly, 2000000, exact, 2016-05-18, P3Y",
        ),
        ("£4m for Barnet Council to hire staff.", "Barnet Council, council, 4000000, exact"),
        ("Leeds Council - £2m with Kent.", "Leeds Council, council, 2000000, exact"),
        ("Leeds Council: £2m to £3m.", "Leeds Council, council, 2000000, 3000000, exact"),
        ("Cambridge University received £300,000.", "Cambridge University, university, 300000, exact"),
        ("Acme Services Ltd won £1m.", "Acme Services Ltd, company, 1000000, exact"),
        ("Kent Police secured £1m.", "Kent Police, public body, 1000000, exact"),
        ("Action for Children, a charity, was awarded £1m.", "Action for Children, charity, 1000000, exact"),
        ("Action for Children was awarded £1m.", "Action for Children, 1000000, exact"),
        (
            "Slough Children's Services Trust will get £1.4m to work in Slough.",
            "Slough Children’s Services Trust, trust, 1400000, exact, 2016-05-18",
        ),
        ("Leeds's Family Valued project was given £4m.", "Leeds, council, Family Valued, 4000000, exact"),
        (
            "Leeds Council was given £4m for its Family Valued model.",
            "Leeds Council, council, Family Valued, 4000000, exact",
        ),
        ("Leeds Council, which is good, got £1m.", "Leeds Council, council, 1000000, exact"),
        ("Leeds Council was given £4m over 999 days.", "Leeds Council, council, 4000000, exact, P999D"),
        ("Leeds Council was given £4m over 1,000 days.", "Leeds Council, council, 4000000, exact"),
        ("Leeds Council was given £4m over 2½ years.", "Leeds Council, council, 4000000, exact"),
        ("Leeds Council was given up to £4m.", "Leeds Council, council, 4000000, up to"),
    ],
)
def test_an_amount_with_a_recipient_is_an_award(words, right):
    assert rows(words, "awards") == [right] and rows(words, "commitments") == []


@pytest.mark.parametrize(
    "words", ["It will get £1m.", "Some will receive £1m.", "The fund received £1m.", "£1m went to councils."]
)
def test_an_amount_that_anybody_gets_is_no_award(words):
    assert rows(words, "awards") == [] and len(rows(words, "commitments")) == 1


def test_an_award_that_is_printed_again_is_a_mention_and_another_of_its_sum_is_not():
    text = "Leeds Council got £1.4m.\n\n{} got £1.4m."
    assert len(rows(text.format("Leeds"), "awards")) == 1
    assert len(rows(text.format("Kent Council"), "awards")) == 2  # “Council” alone makes them no one


@pytest.mark.parametrize(
    "words, about",
    [
        ("Leeds Council got £1m.\n\nLeeds got £1m.", ["leeds-council"]),
        ("Leeds Council got £1m over two years.\n\nLeeds got £1m.", ["leeds-council"]),  # with or without its length
        ("Leeds Council got £1m.\n\nLeeds got £2m.", []),  # another sum
        ("Leeds Council got £1m.\n\nKent Council got £1m.\n\nKent got £1m.", ["kent-council"]),
        ("Leeds Council got £1m.\n\nKent Council got £1m.\n\nKent and Leeds got £1m.", ["leeds-council"]),  # the first
    ],
)
def test_what_is_printed_again_is_about_the_first(words, about):
    assert rows(words, "mentions") == about


def test_the_length_of_an_award_is_no_figure_of_its_own():
    assert rows("Leeds Council was given £4m over three years.", "statistics") == []
    assert rows("Leeds Council was given £4m. It is three years old.", "statistics") != []


@pytest.mark.parametrize("apart, announced", [(8, ", 2016-03-03"), (9, "")])
def test_an_award_was_announced_on_a_day_of_the_eight_blocks_before_it(apart, announced):
    text = "It was announced on 3 March 2016." + "\n\nSo it is." * (apart - 1) + "\n\nLeeds Council got £1m."
    assert rows(text, "awards") == [f"Leeds Council, council, 1000000, exact{announced}"]


@pytest.mark.parametrize(
    "words, right",
    [
        ("Leeds Council - £2m for homes in Leeds.", ["leeds, recipient"]),  # once
        ("Leeds Council - £2m with Kent.", ["leeds, recipient", "kent, partner"]),
        ("Leeds Council - £2m alongside the Kent team.", ["leeds, recipient", "kent, partner"]),
        ("Leeds Council - £2m for homes in Kent.", ["leeds, recipient", "kent, place"]),
        ("Leeds and Kent were awarded £2m.", ["leeds, recipient", "kent, recipient"]),
        ("Slough Children's Services Trust got £1.4m.", ["slough, place"]),
        ("Acme Services Ltd won £1m for Leeds. Leeds Council got £3m.", ["leeds, place", "leeds, recipient"]),
        ("Leeds Council got £1m and Kent Council got £2m.", []),  # whose is whose is for a person
    ],
)
def test_the_councils_of_an_award(words, right):
    assert rows(words, "award_councils") == right


@pytest.mark.parametrize(
    "words, right",
    [
        (
            "The department announced £10m in March 2016. The Hope Fund is worth £84m over five years.",
            ["Hope Fund, 10000000, exact, 2016-03", "Hope Fund, budget, 84000000, exact, 2016-03, P5Y, worth over"],
        ),
        ("Councils can bid for grants of up to £10,000.", ["grant ceiling, 10000, up to"]),
        ("Spending rose to £3m.", ["spending, 3000000, exact"]),
        ("They will invest £3m.", ["other investment, 3000000, exact"]),
        ("A share of £3m is for projects.", ["award round, 3000000, exact"]),
        ("The £36m is for 11 projects.", ["award round, 36000000, exact, 11"]),
        ("It cost £999.", []),
        ("It cost £1,000.", ["spending, 1000, exact"]),
        (
            "The Innovation Programme has £110m available for 2014/15.",
            ["Innovation Programme, budget, 110000000, exact, 2014-04-01/2015-03-31, available for"],
        ),
        (
            "The minister pledged £30m from 2014 to 2016 and £70m from 2016 to 2020.",
            ["budget, 30000000, exact, 2014/2016", "budget, 70000000, exact, 2016/2020"],
        ),
        ("It is £5m. It was £5m.", ["5000000, exact"]),
    ],
)
def test_other_sums(words, right):
    assert rows(words, "commitments") == right


@pytest.mark.parametrize(
    "words, right",
    [
        ("A commissioner was appointed in Leeds in March 2016.", ["leeds, commissioner appointed, happened, 2016-03"]),
        (
            "A commissioner was appointed in Leeds in March 2016 and in Kent in April 2016.",
            ["leeds, commissioner appointed, happened, 2016-03", "kent, commissioner appointed, happened, 2016-04"],
        ),
        ("38 monitoring visits were made in Leeds in March 2016.", []),
        (
            "In March 2016, a commissioner was appointed and a trust was launched in Leeds.",
            ["leeds, commissioner appointed, happened, 2016-03", "leeds, trust launched, happened"],  # the date is his
        ),
        (
            "Improvement notices to Salford and Surrey in March 2016.",
            ["salford, improvement notice, happened", "surrey, improvement notice, happened, 2016-03"],
        ),
        ("An improvement notice to Salford in March 2016.", ["salford, improvement notice, happened, 2016-03"]),
        ("Leeds opened a centre in March 2016.", ["leeds, happened, 2016-03"]),
        ("Leeds and Kent opened centres in March 2016.", ["happened, 2016-03"]),  # whose it is, nobody says
        ("Leeds opened it this month.", []),
        ("Leeds opened it last month.", ["leeds, happened, 2016-04"]),
        ("Leeds opened 12 centres in March 2016.", []),
        ("It will open in Leeds in October 2016.", ["leeds, planned, 2016-10"]),
        (
            "Leeds was praised.\n\nThe council launched a trust in March 2016.",
            ["leeds, trust launched, happened, 2016-03"],
        ),
        ("Leeds and Kent met.\n\nThe council launched a trust in March 2016.", ["trust launched, happened, 2016-03"]),
    ],
)
def test_events(words, right):
    assert rows(words, "events") == right


@pytest.mark.parametrize(
    "words, right",
    [
        ("Nineteen councils are inadequate.", ["spread-2016-05, 2016-05-18, councils, inadequate, 19"]),
        ("Nineteen were judged inadequate.", ["spread-2016-05, 2016-05-18, inadequate, 19"]),
        ("19 services are rated good.", ["spread-2016-05, 2016-05-18, services, good, 19"]),
        ("24% of departments are inadequate.", ["spread-2016-05, 2016-05-18, departments, inadequate, 24, 0"]),
        ("24.5 per cent are inadequate.", ["spread-2016-05, 2016-05-18, inadequate, 24.5, 1"]),
        ("Of the 136 departments, 24% are good.", ["spread-2016-05, 2016-05-18, departments, good, 24, 0, 136"]),
        (
            "At the end of March 2016, 33 councils (24%) were inadequate.",
            ["spread-2016-03, 2016-03, councils, inadequate, 33, 24, 0"],
        ),
        ("Nineteen children were judged inadequate.", []),
        ("Two thirds are inadequate.", []),  # no percentage is printed
        ("19 homes are inadequate.", []),
        ("Nineteen councils, and Leeds, are inadequate.", []),
        ("Nineteen councils want to be good.", []),
    ],
)
def test_how_many_stand_at_a_grade(words, right):
    assert rows(words, "rating_spreads") == right


THREE = ["leeds", "kent", "slough"]


@pytest.mark.parametrize(
    "words, right",
    [
        ("Leeds, Kent and Slough were chosen.", THREE),
        ("Leeds and Kent were chosen.", []),
        ("Leeds, Kent and Slough were praised.", []),
        ('The "Good Start" was praised. Leeds, Kent and Slough joined.', [f"Good Start, {name}" for name in THREE]),
        (
            "The Hope for All programme chose Leeds, Kent and Slough.",
            [f"The Hope for All programme, {n}" for n in THREE],
        ),
        ("Partners in Practice are Leeds, Kent and Slough, named now.", [f"Partners in Practice, {n}" for n in THREE]),
        (
            "Chosen: Tri-borough (Leeds, Kent), Slough and Duo  (Barnet).",
            ["Tri-borough, leeds", "Tri-borough, kent", "slough", "Duo, barnet"],
        ),
    ],
)
def test_three_councils_that_are_chosen_together_are_members(words, right):
    assert rows(words, "memberships") == right


@pytest.mark.parametrize(
    "words, right",
    [
        ("The tri-borough was rated good.", [TOGETHER]),
        ("The Triborough councils were rated good.", [TOGETHER]),
        ("Brighton and Hove, and Brighton, were rated good.", ["brighton-and-hove"] * 2),
        ("Blackburn with Darwen, and Blackburn, were rated good.", ["blackburn-with-darwen"] * 2),
        ("Telford and Wrekin, and Telford, were rated good.", ["telford-and-wrekin"] * 2),
        ("Hull, and Kingston upon Hull, were rated good.", ["kingston-upon-hull"] * 2),
    ],
)
def test_councils_by_their_shorter_names(words, right):
    found = [c.reading for c in candidates(text_of(words, "echo-2016-05-18"), DAY, KNOWN) if c.what == COUNCIL]
    assert sorted(found) == sorted(right)
