"""Claims: each check reaches each verdict it can, on small made-up tables, and none ever raises."""

import pytest
from helpers_for_tests import record, write

from tools.check import check
from helpers.claims import CHECKS, FAILS, HOLDS, NEEDS, OPEN, ROUNDED, judge
from helpers.tables import load

SHARES = {"inadequate": 24, "requires improvement": 46, "good": 29, "outstanding": 1}


def money(key, identifier, printed, amount, bound="exact", **more):
    return {key: identifier, "as_printed": printed, "amount_gbp": amount, "amount_bound": bound} | more


def spread(name, shares=(), as_at="2015-05-01", inspected="", counts=()):
    rows = [{"grade": g, "percent": p, "decimals": 0, "as_printed": f"{p} per cent"} for g, p in dict(shares).items()]
    rows += [{"grade": g, "count": n, "as_printed": str(n)} for g, n in dict(counts).items()]
    return [{"spread_id": name, "as_at": as_at, "inspected": inspected} | row for row in rows]


def figure(name, value, unit="councils"):
    return {"statistic_id": name, "value": value, "unit": unit, "as_printed": f"{value} {unit}"}


TABLES = {
    "commitments": [
        money("commitment_id", "exact-round", "£3m", 3000000, awards_stated=2, period="2015/2016"),
        money("commitment_id", "near-round", "£5m", 5000000, awards_stated=2, period="2016-07/.."),
        money("commitment_id", "wrong-round", "£9m", 9000000, awards_stated=1),
        money("commitment_id", "cut-round", "£9m", 9000000, awards_stated=7, period="2015-04-01/2016-03-31"),
        money("commitment_id", "silent-round", "£9m", 9000000),
        money("commitment_id", "whole", "£10m", 10000000),
        money("commitment_id", "p1", "£4m", 4000000, part_of="whole"),
        money("commitment_id", "p2", "£6m", 6000000, part_of="whole"),
        money("commitment_id", "grant", "up to £10,000", 10000, "up to", kind="grant ceiling", part_of="whole"),
        money("commitment_id", "less", "£3.2m", 3200000),
        money("commitment_id", "l1", "£3m", 3000000, part_of="less"),
        money("commitment_id", "much", "£3m", 3000000),
        money("commitment_id", "m1", "£7m", 7000000, part_of="much"),
    ],
    "awards": [
        money("award_id", "a1", "£1m", 1000000, commitment_id="exact-round", announced="2015-07-01"),
        money(
            "award_id",
            "a2",
            "£2m",
            2000000,
            commitment_id="exact-round",
            announced="2014",
            recipient_type="trust",
        ),
        money("award_id", "b1", "£2.4m", 2400000, commitment_id="near-round", announced="2016"),
        money("award_id", "b2", "£2.5m", 2500000, commitment_id="near-round"),
        money("award_id", "c1", "£1m", 1000000, commitment_id="wrong-round", announced="2015-07-01"),
        money("award_id", "d1", "£1m", 1000000, commitment_id="cut-round", announced="2015-07-01"),
        money("award_id", "loose", "£1m", 1000000, announced="2015-07/.."),
        money("award_id", "late", "£1m", 1000000, announced="2016-04", commitment_id="silent-round"),
    ],
    "award_councils": [
        {"award_id": "a1", "council_id": "alton"},
        {"award_id": "c1", "council_id": "barton"},
        {"award_id": "a2", "council_id": "alton"},
        {"award_id": "d1", "council_id": "barton", "role": "place"},
        {"award_id": "late", "council_id": "denton"},
        {"award_id": "loose", "council_id": "alton"},
    ],
    "ofsted_sif_judgements": record(
        ("alton", "2014-03-31", "inadequate"),
        ("barton", "2014-06-30", "good"),
        ("carlton", "2014-09-30", "inadequate"),
        ("carlton", "2015-09-30", "good"),
        ("alton", "2016-03-31", "inadequate"),
    ),
    "rating_spreads": [
        *spread("same", counts={"inadequate": 2}),
        *spread("other", counts={"inadequate": 9}),
        *spread("shares", {"inadequate": 67, "good": 33}, inspected=3),
        *spread("late-spread", counts={"good": 1}, as_at="2016-04-30"),
        *spread("first-day", {"good": 10}, as_at="2014-03-31"),
        *spread("open-spread", {"good": 10}, as_at="2015/.."),
        *spread("hundred", SHARES, inspected=136),
        *spread("over", SHARES | {"good": 30}, inspected=136),
        *spread("impossible", SHARES | {"good": 28}, inspected=10),
        *spread("part", {"good": 51}),
        *spread("half", {"good": 50}),
        *spread("counted", counts={"good": 6}, inspected=10),
        *spread("unknown", counts={"good": 6}),
        *spread("mixed", as_at="2014-06-30", counts={"inadequate": 1}),
        *spread("level", as_at="2016-03-31", counts={"inadequate": 1}),
    ],
    "council_ratings": [
        {"rating_id": "right", "dated": "2014-03", "date_basis": "published"},
        {"rating_id": "began", "dated": "2014-02", "date_basis": "inspection began"},
        {"rating_id": "wrong", "council_id": "barton", "dated": "2014-06-30", "date_basis": "article"},
        {"rating_id": "none", "council_id": "denton", "dated": "2015", "date_basis": "article"},
        {"rating_id": "undated", "date_basis": "article"},
        {"rating_id": "no-basis"},
        {"rating_id": "open", "dated": "2014-03/..", "date_basis": "published"},
        {"rating_id": "outside", "dated": "2010", "date_basis": "published"},
        {"rating_id": "month-off", "dated": "2014-04", "date_basis": "published"},
        {"rating_id": "top", "grade": "outstanding", "dated": "2014-03"},
        {
            "rating_id": "one-report",
            "council_id": "barton",
            "grade": "good",
            "dated": "2015-05-01",
            "date_basis": "article",
        },
    ],
    "events": [
        {"event_id": "e1", "dated": "2014-03"},
        {"event_id": "e2", "dated": "2014-04-01"},
        {"event_id": "e3", "dated": "2014-04"},
        {"event_id": "undated-event"},
        {"event_id": "open-event", "dated": "2014/.."},
    ],
    "memberships": [{"group": "Trio", "council_id": c} for c in ("alton", "barton", "carlton")],
    "statistics": [
        figure("one", 1),
        figure("two", 2),
        figure("three", 3),
        figure("half-n", 2.5),
        figure("years", 2, "years"),
        figure("weeks", 5, "weeks"),
        figure("months", 6, "months"),
        figure("long", 30, "months"),
        figure("no-time", 9, "per cent"),
    ],
    "mentions": [
        {"about": "a1", "as_printed": "£1m"},
        {"about": "a2", "as_printed": "£3m"},
        {"about": "b1", "as_printed": "£1m and £2m"},
        {"about": "b2", "as_printed": "the £"},
        {"about": "one", "as_printed": "£1m"},
    ],
    "official_figures": [
        {"figure_id": "o3", "value": 3},
        {"figure_id": "o-day", "as_at": "2014-04-01"},
        {"figure_id": "o-open", "as_at": "2014/.."},
        {"figure_id": "o3m", "value": 3000000},
    ],
}
CASES = [
    ("awards sum to the total", "exact-round", HOLDS),
    ("awards sum to the total", "near-round", ROUNDED),
    ("awards sum to the total", "wrong-round", FAILS),
    ("awards sum to the total", "cut-round", OPEN),
    ("awards sum to the total", "whole", OPEN),
    ("awards listed match the number", "exact-round", HOLDS),
    ("awards listed match the number", "cut-round", FAILS),
    ("awards listed match the number", "silent-round", OPEN),
    ("parts make the whole", "whole", HOLDS),
    ("parts make the whole", "less", ROUNDED),
    ("parts make the whole", "much", FAILS),
    ("parts make the whole", "p1", OPEN),
    ("parts fit the whole", "whole", HOLDS),
    ("parts fit the whole", "less", ROUNDED),
    ("parts fit the whole", "much", FAILS),
    ("parts fit the whole", "p1", OPEN),
    ("amounts printed twice agree", "a1", HOLDS),
    ("amounts printed twice agree", "a1 a2", FAILS),
    ("amounts printed twice agree", "b1", FAILS),
    ("amounts printed twice agree", "b2", OPEN),
    ("amounts printed twice agree", "one a1", HOLDS),  # the statistic is no amount
    ("percentages add to 100", "hundred", HOLDS),
    ("percentages add to 100", "over", ROUNDED),
    ("percentages add to 100", "part", OPEN),
    ("percentages add to 100", "same", OPEN),
    ("percentages fit whole numbers", "hundred", HOLDS),
    ("percentages fit whole numbers", "impossible", FAILS),
    ("percentages fit whole numbers", "part", OPEN),
    ("percentages fit whole numbers", "one hundred", HOLDS),
    ("grade is a majority: good", "part", HOLDS),
    ("grade is a majority: good", "half", OPEN),
    ("grade is a majority: good", "hundred", FAILS),
    ("grade is a majority: good", "counted", HOLDS),
    ("grade is a majority: good", "unknown", OPEN),
    ("grade is a majority: outstanding", "part", OPEN),
    ("spread matches the record", "same", HOLDS),
    ("spread matches the record", "shares", ROUNDED),
    ("spread matches the record", "other", FAILS),
    ("spread matches the record", "late-spread", OPEN),
    ("spread matches the record", "first-day", FAILS),
    ("spread matches the record", "open-spread", OPEN),
    ("grade outnumbers: inadequate > good", "same", HOLDS),
    ("grade outnumbers: good > inadequate + outstanding", "same", FAILS),
    ("grade outnumbers: good > inadequate", "level", OPEN),
    ("grade outnumbers: inadequate > good", "late-spread", OPEN),
    ("grade outnumbers: good > inadequate", "open-spread", OPEN),
    ("grades match the record", "right", HOLDS),
    ("grades match the record", "began", HOLDS),
    ("grades match the record", "right wrong", FAILS),
    ("grades match the record", "none", OPEN),
    ("grades match the record", "undated", OPEN),
    ("grades match the record", "no-basis", OPEN),
    ("grades match the record", "open", OPEN),
    ("grades match the record", "outside", OPEN),
    ("grades match the record", "one-report", HOLDS),
    ("grades match the record", "one right", HOLDS),
    ("dates match the record", "right", HOLDS),
    ("dates match the record", "month-off", FAILS),
    ("dates match the record", "none", OPEN),
    ("dates match the record", "undated", OPEN),
    ("dates match the record", "open", OPEN),
    ("first of the grade in the record", "right", HOLDS),
    ("first of the grade in the record", "wrong", FAILS),
    ("first of the grade in the record", "top", OPEN),
    ("councils hold the grade: inadequate", "a1", HOLDS),
    ("councils hold the grade: inadequate", "a1 c1", FAILS),
    ("councils hold the grade: inadequate", "b1", OPEN),
    ("councils hold the grade: inadequate", "late", OPEN),
    ("councils hold the grade: inadequate", "loose", OPEN),
    ("councils hold the grade: inadequate", "one a1", HOLDS),
    ("recipients of a type match the number: trust", "one exact-round", HOLDS),
    ("recipients of a type match the number: trust", "exact-round three", FAILS),
    ("councils listed match the number: recipient", "one a1", HOLDS),
    ("councils listed match the number: place", "one a1", FAILS),
    ("group members match the number: Trio", "three", HOLDS),
    ("group members match the number: Duo", "three", FAILS),
    ("numbers make the count", "two same", HOLDS),
    ("numbers make the count", "one same", OPEN),
    ("numbers make the count", "two half-n part", OPEN),
    ("numbers make the count", "same two", HOLDS),
    ("matches the official figure", "three o3", HOLDS),
    ("matches the official figure", "o3 three", HOLDS),
    ("matches the official figure", "two o3", OPEN),
    ("matches the official figure", "exact-round o3m", HOLDS),
    ("matches the official figure", "e2 o-day", HOLDS),
    ("matches the official figure", "e3 o-day", HOLDS),
    ("matches the official figure", "e1 o-day", OPEN),
    ("matches the official figure", "undated-event o-day", OPEN),
    ("matches the official figure", "e1 o3", OPEN),
    ("matches the official figure", "three o-day", OPEN),
    ("matches the official figure", "e2 o-open", OPEN),
    ("matches the official figure", "open-event o-day", OPEN),
    ("events match the number", "two e1 e2", HOLDS),
    ("events match the number", "two e1", FAILS),
    ("period matches the length", "years exact-round", ROUNDED),
    ("period matches the length", "weeks cut-round", FAILS),
    ("period matches the length", "years near-round", OPEN),
    ("period matches the length", "years whole", OPEN),
    ("period matches the length", "no-time exact-round", OPEN),
    ("award dated within the period", "a1", HOLDS),
    ("award dated within the period", "a2", FAILS),
    ("award dated within the period", "b1", OPEN),
    ("award dated within the period", "b2", OPEN),
    ("award dated within the period", "loose", OPEN),
    ("events in order", "e1 e2", HOLDS),
    ("events in order", "e2 e1", FAILS),
    ("events in order", "e2 e3", OPEN),
    ("events in order", "e1 undated-event", OPEN),
    ("events in order", "one e1 e2", HOLDS),
    ("no grade lifted within the limit: inadequate", "months", OPEN),
    ("no grade lifted within the limit: inadequate", "long", FAILS),
    ("no grade lifted within the limit: good", "months", OPEN),
    ("no grade lifted within the limit: inadequate", "no-time", OPEN),
    ("money avoids the grade: outstanding", "exact-round", HOLDS),
    ("money avoids the grade: good", "wrong-round", FAILS),
    ("money avoids the grade: good", "cut-round", OPEN),
    ("money avoids the grade: good", "whole", OPEN),
    ("money avoids the grade: good", "silent-round", OPEN),
]


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    claims = [{"claim_id": f"claim-{i}", "check": name, "about": about} for i, (name, about, _) in enumerate(CASES)]
    folder = write(tmp_path_factory.mktemp("tables"), claims=claims, **TABLES)
    assert [str(finding) for finding in check(folder)] == []
    return judge(load(folder)).to_dict("records")


@pytest.mark.parametrize("i", range(len(CASES)), ids=[f"{name} ({about})" for name, about, _ in CASES])
def test_verdict(judged, i):
    assert judged[i]["verdict"] == CASES[i][2], judged[i]["found"]
    assert judged[i]["found"] and "nan" not in judged[i]["found"].split() and "None," not in judged[i]["found"]


def test_every_check_is_tried():
    assert {name.partition(":")[0] for name, *_ in CASES} == set(CHECKS) == set(NEEDS)


def test_no_check_raises_on_a_record_without_rows(tmp_path):
    tables = TABLES | {"ofsted_sif_judgements": []}
    claims = [{"claim_id": f"claim-{i}", "check": name, "about": about} for i, (name, about, _) in enumerate(CASES)]
    found = judge(load(write(tmp_path, claims=claims, **tables)))
    record = found["check"].str.contains("record|hold the grade|outnumbers|lifted|avoids")
    assert set(found.loc[record, "verdict"]) == {OPEN}


def test_no_claims(tmp_path):
    assert judge(load(write(tmp_path))).empty


def test_a_verdict_left_open_for_want_of_something_says_so(judged):
    """Only where both sides are known is an open verdict a conflict."""
    left = {(j["check"], j["found"]): j["lacking"] for j in judged if j["verdict"] == OPEN}
    wanting = [lacking for (_, found), lacking in left.items() if "missing" in found or "not printed" in found]
    sums = [lacking for (check, found), lacking in left.items() if check == "numbers make the count" and "=" in found]
    assert wanting and all(wanting) and sums and not any(sums)
    assert not any(j["lacking"] for j in judged if j["verdict"] != OPEN)
