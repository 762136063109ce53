"""Facts about the reference tables, computed here from the files alone, without the project's code."""

import csv
import datetime as dt
import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
GRADES = ("outstanding", "good", "requires improvement", "inadequate")
PARTS = ("leaders", "help_and_protection", "in_care", "care_leavers")
ALWAYS = ("0000-00-00", "9999-99-99")


def rows(name):
    """The rows of a reference table as dictionaries."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AUTHORITIES, JUDGEMENTS, FIGURES = rows("authorities"), rows("ofsted_judgements"), rows("official_figures")
INTERVENTIONS, AWARDS = rows("interventions"), rows("innovation_awards")


def there(day):
    """The rows of authorities that are valid on a day."""
    return [a for a in AUTHORITIES if (a["valid_from"] or ALWAYS[0]) <= day <= (a["valid_to"] or ALWAYS[1])]


def first(text):
    """The first day that a date of the record can mean."""
    start = text.partition("/")[0]
    return start + "-01" * (len(start) == 7)


def day_after(day):
    """The day after an ISO day, as an ISO day."""
    return (dt.date.fromisoformat(day) + dt.timedelta(1)).isoformat()


# --- authorities ---


@pytest.mark.parametrize(
    "day, count",
    [
        ("2009-04-01", 152),
        ("2013-03-31", 152),
        ("2016-12-31", 152),
        ("2017-06-26", 152),
        ("2019-03-31", 152),
        ("2019-04-01", 151),
        ("2021-03-31", 151),
        ("2021-04-01", 152),
        ("2023-03-31", 152),
        ("2023-04-01", 153),
        ("2026-06-29", 153),
    ],
)
def test_authorities_of_a_day_stand_once(day, count):
    rows_of_day = there(day)
    assert len(rows_of_day) == count
    for column in ("council_id", "name", "gss_code"):
        assert len({a[column] for a in rows_of_day}) == count


def test_without_the_day_seven_authorities_are_doubled():
    assert len(AUTHORITIES) == 165 and len({a["council_id"] for a in AUTHORITIES}) == 158
    doubled = {c for c, n in Counter(a["council_id"] for a in AUTHORITIES).items() if n == 2}
    names = "barnsley buckinghamshire gateshead north-yorkshire northumberland sheffield somerset"
    assert doubled == set(names.split())


def test_periods_of_an_authority_follow_each_other():
    for council in {a["council_id"] for a in AUTHORITIES}:
        periods = sorted((a["valid_from"], a["valid_to"]) for a in AUTHORITIES if a["council_id"] == council)
        for (_, ended), (began, _) in itertools.pairwise(periods):
            assert began == day_after(ended), council


def test_successors_and_predecessors_know_each_other():
    began = {a["council_id"]: a for a in sorted(AUTHORITIES, key=lambda a: a["valid_from"], reverse=True)}
    pairs = {(a["council_id"], s) for a in AUTHORITIES for s in a["successors"].split()}
    assert pairs == {(p, a["council_id"]) for a in AUTHORITIES for p in a["predecessors"].split()}
    assert len(pairs) == 8
    for old, new in pairs:
        assert began[new]["valid_from"] == day_after(began[old]["valid_to"])
    assert {a["council_id"] for a in AUTHORITIES if a["valid_to"] and a["successors"]} == {
        c for c in began if c not in {a["council_id"] for a in there("2026-06-29")}
    }


def test_centres_lie_in_england():
    assert all(80_000 < int(a["easting"]) < 660_000 and 0 < int(a["northing"]) < 660_000 for a in AUTHORITIES)


# --- judgements ---


def test_how_many_judgements_there_are():
    assert len(JUDGEMENTS) == 488 and sum(j["overall"] != "" for j in JUDGEMENTS) == 486
    assert Counter(j["framework"] for j in JUDGEMENTS) == {"SIF": 173, "ILACS": 315}
    kinds = {"report": 426, "list": 53, "press": 7, "council statement": 2}
    assert Counter(j["basis_kind"] for j in JUDGEMENTS) == kinds
    assert min(j["published"] for j in JUDGEMENTS) == "2014-02-11"
    assert max(j["published"] for j in JUDGEMENTS) == "2026-06-18"


def test_the_basis_in_words_is_of_its_kind():
    begin = {"report": "Ofsted inspection report", "list": "list of Ofsted judgements by Data to Insight"}
    begin |= {"press": "press report", "council statement": "council statement"}
    assert all(j["basis"].startswith(begin[j["basis_kind"]]) for j in JUDGEMENTS)


def test_a_report_is_of_an_authority_of_its_day():
    for j in JUDGEMENTS:
        assert j["council_id"] in {a["council_id"] for a in there(first(j["published"]))}, j


def test_inspectors_come_before_the_report():
    for j in JUDGEMENTS:
        days = [d for d in (j["inspected_from"], j["inspected_to"], j["published"].split("/")[-1]) if d]
        assert days == sorted(days) and days[0] >= "2013-11", j


def test_four_publication_days_are_only_bounded():
    vague = [j["council_id"] for j in JUDGEMENTS if not re.fullmatch(r"\d{4}-\d\d-\d\d", j["published"])]
    assert sorted(vague) == ["bournemouth", "bournemouth", "cumbria", "poole"]


def test_reports_stand_in_order_where_their_days_are_known():
    for council in {j["council_id"] for j in JUDGEMENTS}:
        days = [first(j["published"]) for j in JUDGEMENTS if j["council_id"] == council]
        assert days == sorted(days) and len(set(days)) == len(days), council
    exact = [j["published"] for j in JUDGEMENTS if "/" not in j["published"]]
    assert exact == sorted(exact)


def test_reports_without_an_overall_grade_have_parts_and_are_of_2026():
    without = [j for j in JUDGEMENTS if not j["overall"]]
    assert {j["council_id"] for j in without} == {"brent", "somerset"}
    assert all(j["inspected_to"] > "2026-04" and all(j[part] for part in PARTS) for j in without)


def test_care_leavers_have_a_grade_of_their_own_since_2023():
    for j in JUDGEMENTS:
        if j["framework"] == "ILACS":
            assert not j["care_leavers"] or j["published"] >= "2023-03", j
            assert j["care_leavers"] or j["published"] < "2023-06", j


def test_no_service_is_graded_above_all_its_parts():
    """An overall grade better than every part, or worse than every part, would be a slip of the pen."""
    for j in JUDGEMENTS:
        parts = [GRADES.index(j[part]) for part in PARTS if j[part]]
        if j["overall"] and parts:
            assert min(parts) <= GRADES.index(j["overall"]) <= max(parts), j


def test_ofsteds_number_is_one_an_authority():
    numbers = {(j["council_id"], j["urn"]) for j in JUDGEMENTS}
    assert len(numbers) == len({c for c, _ in numbers}) == 158
    assert len({urn for _, urn in numbers if urn}) == 153
    abolished = {"bournemouth", "poole", "dorset", "northamptonshire", "cumbria"}
    assert {council for council, urn in numbers if not urn} == abolished


# --- official figures ---


def test_the_record_rebuilds_every_official_total():
    """The one rule, written out once more: an authority of the day, its latest overall grade, inspected by
    the day where that is known, possibly published by the release's own cut-off."""
    tested = 0
    for figure in (f for f in FIGURES if f["published_by"]):
        councils = {a["council_id"] for a in there(figure["as_at"])}
        latest = {
            j["council_id"]: j["overall"]
            for j in sorted(JUDGEMENTS, key=lambda j: first(j["published"]))
            if j["overall"] and j["council_id"] in councils and first(j["published"]) <= figure["published_by"]
            if not j["inspected_to"] or j["inspected_to"] <= figure["as_at"]
        }
        wanted = GRADES if figure["measure"] == "inspected" else figure["measure"].split(" or ")
        count = sum(grade in wanted for grade in latest.values())
        found = 100 * count / len(latest) if figure["unit"] == "per cent" else count
        assert abs(found - float(figure["value"])) <= 0.5 * (figure["unit"] == "per cent"), figure
        tested += 1
    assert tested == 26


def test_a_release_comes_after_its_day_and_its_cut_off():
    for figure in FIGURES:
        if figure["published_by"]:
            assert figure["as_at"] <= figure["published_by"]
            assert figure["published_by"][: len(figure["published"])] <= figure["published"]


# --- what other sources say ---


def test_rows_of_one_event_are_of_one_council_and_kind():
    events, names = {}, {i["event_id"]: i["same_event"] for i in INTERVENTIONS}
    for i in INTERVENTIONS:
        events.setdefault(i["same_event"], set()).add((i["council_id"], i["kind"]))
    assert all(len(kinds) == 1 for kinds in events.values())
    assert all(names.get(event, event) == event for event in events)  # no event has the name of another one's row
    assert (len(INTERVENTIONS), len(events), len({i["council_id"] for i in INTERVENTIONS})) == (216, 166, 54)


@pytest.mark.parametrize(
    "event, count",
    [
        ("slough-trust-2015", 5),  # 30 September, 1 October, “September”
        ("doncaster-trust-2014", 3),  # September or October
        ("sunderland-commissioner-2015", 5),  # July or December
        ("birmingham-commissioner-2014-03", 4),  # March, April, June
        ("birmingham-commissioner-2015-12-17", 1),  # the second commissioner
        ("birmingham-commissioner-by-2016-01-05", 1),  # either of the two
        ("sandwell-commissioner-2015-12", 3),
        ("sandwell-commissioner-2016-10", 1),  # the second commissioner
        ("rotherham-commissioner-2014-10", 2),
        ("rotherham-commissioner-2015-02", 2),  # the whole council, with four others
    ],
)
def test_rows_that_tell_of_one_event(event, count):
    assert sum(i["same_event"] == event for i in INTERVENTIONS) == count


@pytest.mark.parametrize("table", [INTERVENTIONS, AWARDS], ids=["interventions", "innovation_awards"])
def test_other_sources_name_known_authorities_and_an_address(table):
    known = {a["council_id"] for a in AUTHORITIES}
    for row in table:
        assert set(row["council_id"].split()) <= known
        assert row["url"].startswith("http") and row["publisher"] and 0 < len(row["printed"]) <= 70


def test_an_event_is_of_an_authority_of_its_day():
    for i in INTERVENTIONS:
        day = first(i["dated"].removeprefix("../"))
        day += "-12-31" * (len(day) == 4)
        assert i["council_id"] in {a["council_id"] for a in there(day)}, i
