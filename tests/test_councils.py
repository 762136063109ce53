"""All that is known of one council: each kind of row in words, told apart by who says it, in order of date."""

import pytest
from helpers_for_tests import AUTHORITIES, made, real, record

from helpers import councils
from helpers.tables import named

ARTICLE, RECORD, OTHER, OURS = councils.ARTICLE, councils.RECORD, councils.OTHER, councils.OURS


def told(council="alton", **tables):
    """What is known of a council of made-up tables: rows of date, words and who says so."""
    return councils.entries(made(**tables), council)[["dated", "what", "said_in"]].values.tolist()


@pytest.mark.parametrize(
    "row, words",
    [
        ({"scope": "overall", "date_basis": "published"}, "rated inadequate"),
        ({"scope": "overall", "date_basis": ""}, "rated inadequate"),
        ({"scope": "care leavers", "date_basis": "inspected"}, "rated inadequate (care leavers), inspected then"),
        ({"date_basis": "inspection began"}, "rated inadequate, inspection began then"),
        ({"date_basis": "article"}, "rated inadequate, as reported then"),
    ],
)
def test_a_rating_in_words(row, words):
    assert told(council_ratings=[{"dated": "2016-03"} | row]) == [["2016-03", words, ARTICLE]]


@pytest.mark.parametrize(
    "status, words", [("happened", "meeting"), ("planned", "meeting (planned)"), ("expected", "meeting (expected)")]
)
def test_an_event_in_words(status, words):
    row = {"council_id": "alton", "status": status, "dated": "2016-03"}
    assert told(events=[row, row | {"event_id": "other", "council_id": ""}]) == [["2016-03", words, ARTICLE]]


@pytest.mark.parametrize(
    "award, role, words",
    [
        ({}, "recipient", "£4m awarded to Somebody"),
        ({"project": "Hubs"}, "place", "£4m awarded to Somebody for Hubs; named as place"),
        (
            {"as_printed": "up to £4m", "amount_bound": "up to"},
            "partner",
            "up to £4m awarded to Somebody; named as partner",
        ),
        ({"amount_gbp": "", "as_printed": "£2m to £3m"}, "recipient", "£2m to £3m awarded to Somebody"),
        (
            {"amount_gbp": "", "amount_bound": "", "as_printed": "a grant"},
            "recipient",
            "a sum not printed awarded to Somebody",
        ),
    ],
)
def test_an_award_in_words(award, role, words):
    found = told(awards=[{"announced": "2016-03"} | award, {"award_id": "another"}], award_councils=[{"role": role}])
    assert found == [["2016-03", words, ARTICLE]]


def test_a_membership_has_the_date_of_its_article():
    month = [{"published": "2016-05"}]
    assert told(memberships=[{}], sources=month) == [["2016-05", "named among: A fund", ARTICLE]]


def test_judgements_lead_to_ofsteds_page_of_the_authority():
    rows = [
        {"council_id": "alton", "published": "2015-01-01", "overall": "good"},
        {"council_id": "alton", "published": "2016-01-01", "overall": "", "basis_kind": "list", "basis": "a list"},
        {"council_id": "alton", "published": "2017-01-01", "overall": "good", "urn": "", "basis_kind": "press"},
        {"council_id": "alton", "published": "2018-01-01", "overall": "good", "basis_kind": "council statement"},
        {"council_id": "barton", "published": "2015-01-01", "overall": "good"},
    ]
    found = councils.entries(made(ofsted_judgements=rows), "alton")
    assert found[["dated", "what", "said_in"]].values.tolist() == [
        ["2015-01-01", "judged good", RECORD],
        ["2016-01-01", "judged without an overall grade", RECORD],
        ["2017-01-01", "judged good", "Ofsted, by the press"],
        ["2018-01-01", "judged good", "Ofsted, by the council’s statement"],
    ]
    links = [(link.text, link.article, link.url) for link in found["source"]]
    page = "https://reports.ofsted.gov.uk/provider/44/80"
    assert links == [
        ("Ofsted", "Ofsted inspection report", page),
        ("Ofsted (list)", "a list", page),
        ("Ofsted (press)", "Ofsted inspection report", ""),
        ("Ofsted (council statement)", "Ofsted inspection report", page),
    ]


def test_sources_that_date_one_event_differently_stand_in_one_row():
    rows = [
        {"event_id": "a", "same_event": "z", "dated": "2016-03", "what": "It began", "title": "First"},
        {"event_id": "b", "same_event": "b", "dated": "2016-03", "what": "Another thing"},
        {"event_id": "c", "same_event": "z", "dated": "2016-04-02"},
        {"event_id": "d", "same_event": "z", "dated": "2016-03"},
        {"event_id": "e", "same_event": "z", "dated": "2016-05"},
        {"event_id": "f", "same_event": "f", "council_id": "barton"},
    ]
    found = councils.entries(made(interventions=rows), "alton")
    assert found[["dated", "what", "said_in"]].values.tolist() == [
        ["2016-03", "It began (elsewhere dated 2 April 2016 or May 2016)", OTHER],
        ["2016-03", "Another thing", OTHER],
    ]
    assert (found["source"].iloc[0].text, found["source"].iloc[0].article) == ("The Herald", "First")


def test_awards_in_other_sources_are_of_every_council_they_name():
    rows = [
        {"council_id": "barton alton", "recipient": "Two", "amount_gbp": 1_500_000, "announced": "2016"},
        {"council_id": "alton", "recipient": "One", "announced": ""},
        {"council_id": "altonia", "recipient": "None"},
    ]
    assert told(innovation_awards=rows) == [
        ["2016", "£1.5m for Two: first", OTHER],
        ["", "a sum not printed for One: first", OTHER],
    ]


def test_the_order_of_dates():
    dated = ["2016-04", "", "2016-03-31", "2016", "../2016-02-01", "2016-03/..", "2015-12~", "2016-03"]
    rows = [{"event_id": f"e{i}", "council_id": "alton", "dated": d} for i, d in enumerate(dated)]
    order = ["2015-12~", "2016", "../2016-02-01", "2016-03", "2016-03/..", "2016-03-31", "2016-04", ""]
    assert [row[0] for row in told(events=rows)] == order


COUNTED = {
    "sources": [{"source_id": "cypnow-2016-01-05", "published": "2016-01-05"}],
    "rating_spreads": [
        {"spread_id": "spread-2016-01", "as_at": "2016-01-05", "count": 1, "grade": "inadequate"}
        | {"source_id": "cypnow-2016-01-05"}
    ],
    "ofsted_judgements": [{"council_id": "alton", "published": "2016-01-04", "overall": "inadequate"}],
}


def test_one_of_the_nineteen_is_called_an_inference():
    found = councils.entries(made(**COUNTED), "alton")
    assert found[["dated", "what", "said_in"]].values.tolist() == [
        ["2016-01-04", "judged inadequate", RECORD],
        ["2016-01-05", "one of nineteen councils then rated inadequate, we infer", OURS],
    ]
    assert found["source"].iloc[1].text == "The Gazette 5 Jan 2016 ¶3" and "inference" in OURS
    assert told("barton", **COUNTED) == []


def test_the_last_day_of_a_council_names_what_follows():
    first, *others = AUTHORITIES
    gone = first | {"valid_to": "2016-03-31", "successors": "barton carlton"}
    words = "last day of the council; Barton and Carlton follow"
    assert told(authorities=[gone, *others]) == [["2016-03-31", words, OTHER]]
    earlier = first | {"valid_to": "2012-03-31", "gss_code": "E10000009"}  # under another code, with no successor
    assert told(authorities=[earlier, gone, *others]) == [["2016-03-31", words, OTHER]]
    assert told(authorities=[earlier, *others]) == [["2012-03-31", "last day of the council", OTHER]]


@pytest.mark.parametrize(
    "reports, words",
    [
        ([("2014-03-31", "good")], "Alton has been rated good since 31 March 2014."),
        (
            [("2014-03-31", "inadequate"), ("2015-05-01", "inadequate"), ("2016-01-04/2016-02-01", "good")],
            "Alton has been rated good since a day between 4 January 2016 and 1 February 2016; before that inadequate "
            "from 31 March 2014.",
        ),
        (
            [("2014-03-31", "good"), ("2015-05-01", "inadequate"), ("2016-01-04", "good")],
            "Alton has been rated good since 4 January 2016; before that inadequate from 1 May 2015 and good from "
            "31 March 2014.",
        ),
        ([("2024-03-31", "")], "Alton has no overall grade in Ofsted’s reports."),
    ],
)
def test_grades_in_a_sentence(reports, words):
    rows = record(*(("alton", day, grade) for day, grade in reports))
    assert councils.in_a_sentence(made(authorities=AUTHORITIES, ofsted_judgements=rows), "alton") == words


def test_a_sentence_on_a_council_that_is_no_more():
    gone = AUTHORITIES[0] | {"valid_to": "2016-03-31", "successors": "barton carlton"}
    rows = record(("alton", "2014-03-31", "good"), ("alton", "2015-05-01", "inadequate"))
    found = councils.in_a_sentence(made(authorities=[gone, *AUTHORITIES[1:]], ofsted_judgements=rows), "alton")
    assert found.startswith("Alton was rated inadequate from 1 May 2015 to its last day, 31 March 2016; before")


def test_a_council_of_which_nothing_is_known():
    found = councils.entries(made(authorities=AUTHORITIES), "alton")
    assert found.empty and list(found.columns) == councils.COLUMNS


# --- the real tables ---


def test_slough_and_the_councils_that_are_no_more():
    t = real()
    slough = councils.entries(t, "slough")
    grades = slough[slough["said_in"] == RECORD]
    assert list(grades["what"])[:2] == ["judged inadequate", "judged inadequate"] and len(slough) > 20
    assert set(slough["said_in"]) == {ARTICLE, RECORD, OTHER, OURS}
    assert not councils.entries(t, "cumberland")["what"].str.contains("nineteen").any()
    cumbria = councils.entries(t, "cumbria")
    assert (cumbria["said_in"] == OURS).sum() == 1
    assert cumbria["what"].iloc[-1] == "last day of the council; Cumberland and Westmorland and Furness follow"


def test_every_council_that_an_article_names_or_counts_has_entries():
    t = real()
    for council in sorted(named(t) | set(councils.nineteen(t))):
        found = councils.entries(t, council)
        assert len(found) and (found["what"] != "").all() and found["source"].map(lambda s: s.text != "").all()
        assert found["said_in"].isin([ARTICLE, OURS]).any(), council
