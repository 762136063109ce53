"""Claims: each check reaches each verdict it can, on made-up tables, on either side of every constant."""

import csv

import pytest
from helpers_for_tests import AUTHORITIES, made, record

from helpers.schema import HOME, package
from helpers.show import plain
from helpers.tables import load
from tools.claims import CHECKS, FAILS, GONE, HOLDS, NEEDS, OPEN, ROUNDED, all_of, by_rule, judge

LACKS = "cannot be settled, for want of something"
HERALD = {"source_id": "herald-2016-06-01", "publisher": "The Herald", "published": "2016-06-01"}
OTHER = {"source_id": HERALD["source_id"]}  # a row of the second article
RECORD = record(
    ("alton", "2014-03-31", "inadequate"),
    ("barton", "2014-06-30", "good"),
    ("carlton", "2014-09-30", "inadequate"),
    ("carlton", "2015-09-30", "good"),
    ("alton", "2016-03-31", "inadequate"),
)  # on 30 April 2016: one inadequate and two good by council, three and two by report


def sum_of(key, identifier, printed, amount, **more):
    return {key: identifier, "as_printed": printed, "amount_gbp": amount, "amount_bound": "exact"} | more


def fund(identifier, printed="£9m", amount=9000000, **more):
    return sum_of("commitment_id", identifier, printed, amount, **more)


def award(identifier, commitment="", printed="£1m", amount=1000000, **more):
    return sum_of("award_id", identifier, printed, amount, commitment_id=commitment, **more)


def spread(identifier, as_at="2016-05-01", inspected="", **cells):
    """Rows of a spread from grade=number (of councils) or grade=“24%”, with _ for a space."""
    rows = []
    for grade, n in cells.items():
        grade, n = grade.replace("_", " "), str(n)
        cell = {"percent": n[:-1], "decimals": 0} if n.endswith("%") else {"count": n}
        rows.append({"spread_id": identifier, "as_at": as_at, "inspected": inspected, "grade": grade} | cell)
    return rows


def number(identifier, value, unit="councils", bound="exact", **more):
    return {"statistic_id": identifier, "value": value, "unit": unit, "bound": bound} | more


def links(award_id, *councils, role="recipient"):
    return [{"award_id": award_id, "council_id": council, "role": role} for council in councils]


def told(identifier, event, dated, **more):
    return {"event_id": identifier, "same_event": event, "dated": dated} | more


def elsewhere(councils, announced, **more):
    return {"recipient": councils or "somebody", "council_id": councils, "announced": announced} | more


NUMBERS = {f"n{n}": n for n in range(5)}
GROUPS = {}
GROUPS["sums"] = (
    {
        "commitments": [
            fund("exact", "£3m", 3000000, awards_stated=2),
            fund("near", "£5m", 5000000, awards_stated=2),
            fund("edge", "£6m", 6000000, awards_stated=2),  # 5.5m at the least
            fund("below", "£6m", 6000000, awards_stated=2),
            fund("cut", awards_stated=7),
            fund("cut-and-over", "£1m", 1000000, awards_stated=7),
            fund("silent"),
            fund("silent-exact", "£1m", 1000000),
            fund("short", awards_stated=1),
            fund("two-for-one", awards_stated=1),
            fund("no-amount", "money", "", amount_bound="", awards_stated=1),
            fund("one-without", awards_stated=2),
            fund("none"),
        ],
        "awards": [
            award("a1", "exact"),
            award("a2", "exact", "£2m", 2000000, recipient_type="trust"),
            award("b1", "near", "£2.4m", 2400000),
            award("b2", "near", "£2.5m", 2500000),
            award("c1", "edge", "£2.7m", 2700000),  # the two are 5.5m at the most
            award("c2", "edge", "£2.7m", 2700000),
            award("d1", "below", "£2.7m", 2700000),  # and these 5.4m
            award("d2", "below", "£2.6m", 2600000),
            award("e1", "cut"),
            award("f1", "cut-and-over", "£4m", 4000000, recipient_type="trust"),
            award("g1", "silent", recipient_type="trust"),
            award("h1", "silent-exact"),
            award("i1", "short"),
            award("i2", "two-for-one"),
            award("i3", "two-for-one"),
            award("j1", "no-amount"),
            award("k1", "one-without"),
            award("k2", "one-without", "a sum", "", amount_bound=""),
        ],
        "statistics": [number(key, n) for key, n in NUMBERS.items()]
        + [number("two-or-more", 2, bound="at least"), number("two-at-most", 2, bound="up to")],
        "award_councils": [*links("a1", "alton", "barton"), *links("a1", "carlton", role="place")],
        "memberships": [
            {"programme": "Helpers", "group": "Trio", "council_id": "alton"},
            {"programme": "Helpers", "group": "Trio", "council_id": "barton"},
            {"programme": "Helpers", "council_id": "carlton"},
            {"programme": "Helpers", "council_id": "alton"},  # named twice, counted once
            {"programme": "Helpers", "council_id": "denton"} | OTHER,  # by another article only
        ],
    },
    [
        ("awards sum to the total", "exact", HOLDS),
        ("awards sum to the total", "near", ROUNDED),
        ("awards sum to the total", "edge", ROUNDED),
        ("awards sum to the total", "below", FAILS),
        ("awards sum to the total", "short", FAILS),
        ("awards sum to the total", "cut", LACKS),
        ("awards sum to the total", "cut-and-over", FAILS),
        ("awards sum to the total", "silent", LACKS),
        ("awards sum to the total", "silent-exact", HOLDS),
        ("awards sum to the total", "no-amount", LACKS),
        ("awards sum to the total", "one-without", LACKS),
        ("awards sum to the total", "none", LACKS),
        ("awards listed match the number", "exact", HOLDS),
        ("awards listed match the number", "two-for-one", FAILS),
        ("awards listed match the number", "cut", LACKS),
        ("awards listed match the number", "silent", LACKS),
        ("awards listed match the number", "none", LACKS),
        ("recipients of a type match the number: trust", "n1 exact", HOLDS),
        ("recipients of a type match the number: trust", "exact n2", FAILS),  # all awards are listed
        ("recipients of a type match the number: trust", "n0 exact", FAILS),
        ("recipients of a type match the number: trust", "n2 cut", LACKS),
        ("recipients of a type match the number: trust", "n2 silent", LACKS),
        ("recipients of a type match the number: trust", "n1 cut-and-over", HOLDS),
        ("recipients of a type match the number: trust", "n0 cut-and-over", FAILS),
        ("councils listed match the number: recipient", "n2 a1", HOLDS),
        ("councils listed match the number: recipient", "n1 a1", FAILS),
        ("councils listed match the number: recipient", "n3 a1", LACKS),
        ("councils listed match the number: place", "n1 a1", HOLDS),
        ("councils listed match the number: recipient or place", "n3 a1", HOLDS),
        ("councils listed match the number: partner", "n1 a1", LACKS),
        ("group members match the number: Helpers", "n3", HOLDS),
        ("group members match the number: Helpers", "n2", FAILS),
        ("group members match the number: Helpers", "n4", LACKS),
        ("group members match the number: Helpers", "two-or-more", HOLDS),
        ("group members match the number: Helpers", "two-at-most", FAILS),
        ("group members match the number: Trio", "two-at-most", HOLDS),
        ("group members match the number: Trio", "two-or-more", HOLDS),
        ("group members match the number: Trio", "n2", HOLDS),
        ("group members match the number: Duo", "n2", LACKS),
    ],
)
GROUPS["periods"] = (
    {
        "commitments": [
            fund("financial-year", period="2015-04-01/2016-03-31"),
            fund("eighteen-months", period="2014-10/2016-03"),
            fund("eighteen-elsewhere", period="2014-10/2016-03", **OTHER),
            fund("sixteen-to-twenty", period="2016/2020"),
            fund("sixteen-elsewhere", period="2016/2020", **OTHER),
            fund("a-year", period="2015"),
            fund("three-years", period="P3Y"),
            fund("open", period="2016/.."),
            fund("no-period"),
            fund("363-days", period="2015-01-01/2015-12-30"),
        ],
        "statistics": [
            number("year", 1, "years"),
            number("two-years", 2, "years"),
            number("three", 3, "years"),
            number("four", 4, "years"),
            number("six", 6, "years"),
            number("about-two", 2, "years", "about"),
            number("two-or-more", 2, "years", "at least"),
            number("up-to-one", 1, "years", "up to"),
            number("seventeen", 17, "months"),
            number("nineteen", 19, "months"),
            number("days-363", 363, "days"),
            number("days-365", 365, "days"),  # two days more than the period
            number("days-366", 366, "days"),
            number("no-time", 9, "per cent"),
        ],
        "events": [
            {"event_id": "in-2020", "dated": "2020"},
            {"event_id": "in-2021", "dated": "2021"},
            {"event_id": "in-2021-elsewhere", "dated": "2021"} | OTHER,
            {"event_id": "march", "dated": "2014-03"},
            {"event_id": "day", "dated": "2014-03-31"},
            {"event_id": "april", "dated": "2014-04"},
            {"event_id": "april-elsewhere", "dated": "2014-04"} | OTHER,
            {"event_id": "from-march-on", "dated": "2014-03-15/2014-04-15"},
            {"event_id": "until-then", "dated": "2014-03-01/2014-03-15"},
            {"event_id": "undated"},
            {"event_id": "open-event", "dated": "2014/.."},
        ],
    },
    [
        ("period matches the length", "year financial-year", HOLDS),
        ("period matches the length", "year a-year", HOLDS),
        ("period matches the length", "two-years financial-year", FAILS),  # it touches one
        ("period matches the length", "two-years eighteen-months", OPEN),  # it touches two
        ("period matches the length", "three eighteen-months", FAILS),
        ("period matches the length", "three eighteen-elsewhere", OPEN),
        ("period matches the length", "about-two eighteen-months", HOLDS),
        ("period matches the length", "two-or-more eighteen-months", OPEN),
        ("period matches the length", "two-or-more three-years", HOLDS),
        ("period matches the length", "up-to-one financial-year", HOLDS),
        ("period matches the length", "up-to-one three-years", FAILS),
        ("period matches the length", "seventeen eighteen-months", HOLDS),
        ("period matches the length", "nineteen eighteen-months", FAILS),
        ("period matches the length", "three three-years", HOLDS),
        ("period matches the length", "four three-years", FAILS),
        ("period matches the length", "days-363 363-days", HOLDS),
        ("period matches the length", "days-365 363-days", HOLDS),
        ("period matches the length", "days-366 363-days", FAILS),
        ("period matches the length", "three open", LACKS),
        ("period matches the length", "three no-period", LACKS),
        ("period matches the length", "no-time a-year", LACKS),
        ("periods agree", "four sixteen-to-twenty in-2020", HOLDS),
        ("periods agree", "in-2020 three sixteen-to-twenty", HOLDS),
        ("periods agree", "six sixteen-to-twenty in-2020", FAILS),
        ("periods agree", "six sixteen-elsewhere in-2020", OPEN),
        ("periods agree", "two-years sixteen-to-twenty in-2020", FAILS),
        ("periods agree", "four sixteen-to-twenty in-2021", FAILS),
        ("periods agree", "four sixteen-to-twenty in-2021-elsewhere", OPEN),
        ("periods agree", "four sixteen-to-twenty undated", LACKS),
        ("periods agree", "three three-years in-2020", HOLDS),
        ("dates agree", "march day", HOLDS),
        ("dates agree", "day march", HOLDS),
        ("dates agree", "march from-march-on", OPEN),
        ("dates agree", "from-march-on until-then", OPEN),  # they share a day
        ("dates agree", "march april", FAILS),
        ("dates agree", "march april-elsewhere", OPEN),
        ("dates agree", "march undated", LACKS),
        ("dates agree", "march open-event", LACKS),
        ("dates agree", "march", LACKS),
    ],
)
GROUPS["spreads"] = (
    {
        "ofsted_judgements": [*RECORD, *record(("denton", "2016-05-10", "good"))],  # after the article
        "rating_spreads": [
            *spread("too-late", "2016-04-20", good=3),
            *spread("by-council", inadequate=1),
            *spread("by-report", inadequate=3),
            *spread("ever", "2016-04-30", inadequate=2),
            *spread("never", inadequate=4),
            *spread("a-year-before", good=1),
            *spread("before-that", good=0),
            *spread("whole", inspected=3, inadequate=1, good=2),
            *spread("whole-by-report", inspected=5, inadequate=3, good=2),
            *spread("of-another-total", inspected=4, inadequate=1),
            *spread("shares", inspected=3, inadequate="33%", good="67%"),
            *spread("half-a-point-off", inspected=3, inadequate="34%"),
            *spread("dated", "2015-05-01", inadequate=2),
            *spread("dated-wrong", "2015-05-01", inadequate=1),
            *spread("by-the-day", "2015-08-24", good=1),  # Carlton’s report came 37 days later
            *spread("of-a-release", "2015-08-23", good=2),  # 38 days
            *spread("after-it", "2015-08-22", good=2),
            *spread("before-the-record", "2013-01", inadequate=1),
            *spread("open", "2015/..", inadequate=1),
            *spread("undated", "", inadequate=1),
            *spread("51", good="51%"),
            *spread("50", good="50%"),
            *spread("49", good="49%"),
            *spread("six-of-ten", inspected=10, good=6),
            *spread("five-of-ten", inspected=10, good=5),
            *spread("of-unknown", good=6),
            *spread("pair", good_or_outstanding="51%", outstanding="3%"),
            *spread("sum-51", good="30%", outstanding="21%"),
            *spread("sum-52", good="30%", outstanding="22%"),
        ],
    },
    [
        ("spread matches the record", "by-council", HOLDS),
        ("spread matches the record", "by-report", OPEN),
        ("spread matches the record", "ever", OPEN),
        ("spread matches the record", "never", FAILS),
        ("spread matches the record", "a-year-before", OPEN),
        ("spread matches the record", "before-that", FAILS),
        ("spread matches the record", "whole", HOLDS),
        ("spread matches the record", "whole-by-report", OPEN),
        ("spread matches the record", "of-another-total", FAILS),
        ("spread matches the record", "shares", ROUNDED),
        ("spread matches the record", "half-a-point-off", FAILS),
        ("spread matches the record", "dated", HOLDS),
        ("spread matches the record", "dated-wrong", FAILS),  # though it stood so a year before
        ("spread matches the record", "by-the-day", HOLDS),
        ("spread matches the record", "of-a-release", HOLDS),
        ("spread matches the record", "after-it", FAILS),
        ("spread matches the record", "too-late", FAILS),
        ("grade outnumbers: good > outstanding", "by-the-day", HOLDS),
        ("grade outnumbers: inadequate > good", "by-the-day", OPEN),  # two against one by the day
        ("spread matches the record", "before-the-record", LACKS),
        ("spread matches the record", "open", LACKS),
        ("spread matches the record", "undated", LACKS),
        ("grade outnumbers: inadequate > outstanding", "never", HOLDS),  # the article's own count is no evidence
        ("grade outnumbers: good > inadequate", "by-council", OPEN),  # 2 against 1, 2 against 3
        ("grade outnumbers: outstanding > good + inadequate", "by-council", FAILS),
        ("grade outnumbers: requires improvement > outstanding", "by-council", FAILS),  # none is not more than none
        ("grade outnumbers: good > outstanding", "open", LACKS),
        ("grade is a majority: good", "51", HOLDS),
        ("grade is a majority: good", "50", OPEN),
        ("grade is a majority: good", "49", FAILS),
        ("grade is a majority: good", "six-of-ten", HOLDS),
        ("grade is a majority: good", "five-of-ten", FAILS),
        ("grade is a majority: good", "of-unknown", LACKS),
        ("grade is a majority: inadequate", "51", LACKS),
        ("grade is a majority: good or outstanding", "pair", HOLDS),
        ("grade is a majority: good or outstanding", "sum-51", OPEN),
        ("grade is a majority: good or outstanding", "sum-52", HOLDS),
        ("grade is a majority: good or outstanding", "51", LACKS),
        ("grade could be a majority: good", "51", HOLDS),
        ("grade could be a majority: good", "49", OPEN),
        ("grade could be a majority: good", "of-unknown", LACKS),
    ],
)


def rating(identifier, council="alton", dated="", basis="published", grade="inadequate", **more):
    row = {"rating_id": identifier, "council_id": council, "dated": dated, "date_basis": basis, "grade": grade}
    return row | more


GROUPS["ratings"] = (
    {
        "sources": [{}, HERALD, {"source_id": "gazette-2015-09-30", "published": "2015-09-30"}],
        "ofsted_judgements": [
            *RECORD,
            *record(("denton", "2014-03-31", "inadequate")),
            {"council_id": "barton", "published": "2015-02-02", "overall": "good", "inspected_from": "2014-11-24"}
            | {"inspected_to": "2014-12-12"},
            {"council_id": "carlton", "published": "2018-04-01", "overall": "requires improvement"}
            | {"framework": "ILACS", "inspected_from": "2018-02-13", "inspected_to": "2018-03-08"},
            {"council_id": "denton", "published": "2018-05-01", "overall": "good", "framework": "ILACS"}
            | {"inspected_from": "2018-01-15", "inspected_to": "2018-01-26"},
        ],
        "council_ratings": [
            rating("right", dated="2014-03"),
            rating("month-off", dated="2014-04"),
            rating("wrong", "barton", "2014-06"),
            rating("now", basis="article"),
            rating("now-wrong", basis="article", grade="good"),
            rating("undated", basis=""),
            rating("that-day", "carlton", "2015-09-30", "article", "good", source_id="gazette-2015-09-30"),
            rating("dated-that-day", "carlton", "2015-09-30", grade="good", source_id="gazette-2015-09-30"),
            rating("dated-the-day-after", "carlton", "2015-10-01", grade="good", source_id="gazette-2015-09-30"),
            rating("later-than-told", "denton", "2018-05-01", grade="good"),
            rating("eve", "carlton", "2015-09-30", "article", source_id="gazette-2015-09-30"),
            rating("neither", "carlton", "2015-09-30", "article", "outstanding", source_id="gazette-2015-09-30"),
            rating("part", dated="2014-03", scope="leaders"),
            rating("older", dated="2013-03", framework="before SIF"),
            rating("no-basis", dated="2014-03", basis=""),
            rating("open", dated="2014-03/.."),
            rating("began", "barton", "2014-11", "inspection began", "good"),
            rating("began-later", "barton", "2014-12", "inspection began", "good"),
            rating("inspected", "barton", "2014-12", "inspected", "good"),
            rating("not-inspected", "barton", "2014-10", "inspected", "good"),
            rating("not-inspected-so", "barton", "2014-12", "inspected"),
            rating("days-unknown", dated="2013-03-30", basis="inspection began"),  # 366 days before the report
            rating("a-day-earlier", dated="2013-03-29", basis="inspection began"),
            rating("of-24-days", "carlton", "2018-02", "inspection began", "requires improvement"),
            rating("in-march", dated="2014-03", basis="inspection began"),
            rating("first", framework="SIF"),
            rating("first-too", "denton", framework="SIF"),
            rating("later", "carlton", framework="SIF"),
            rating("of-no-framework", framework=""),
            rating("later-of-none", "carlton", framework=""),
            rating("first-ilacs", "denton", grade="good", framework="ILACS"),
            rating("top", grade="outstanding"),
            rating("before", dated="2013-10", framework="before SIF"),
            rating("before-open", dated="", framework="before SIF"),
            rating("sif", dated="2017-10", framework="SIF"),
            rating("ilacs", dated="2017-10", framework="ILACS"),
        ],
        "statistics": [
            number("weeks-2", 2, "weeks"),
            number("weeks-3", 3, "weeks"),
            number("weeks-4", 4, "weeks"),
            number("weeks-5", 5, "weeks"),
            number("weeks-52", 52, "weeks"),
            number("weeks-53", 53, "weeks"),
            number("months-3", 3, "months", "about"),
            number("months-3-at-most", 3, "months", "up to"),
            number("months-1", 1, "months"),
            number("months-5", 5, "months"),
            number("months-or-more", 1, "months", "at least"),
            number("no-time", 9, "per cent"),
        ],
        "events": [
            {"event_id": "launched", "dated": "2018-01"},
            {"event_id": "launched-earlier", "dated": "2017-12"},
            {"event_id": "launched-later", "dated": "2018-02"},
            {"event_id": "launched-some-day"},
        ],
    },
    [
        ("grades match the record", "right", HOLDS),
        ("grades match the record", "right wrong", FAILS),
        ("grades match the record", "month-off", LACKS),  # no report then; the month is another check's
        ("grades match the record", "month-off wrong", FAILS),
        ("grades match the record", "now", HOLDS),
        ("grades match the record", "undated", HOLDS),
        ("grades match the record", "now-wrong", FAILS),
        ("grades match the record", "that-day", HOLDS),
        ("grades match the record", "eve", HOLDS),
        ("grades match the record", "neither", FAILS),
        ("grades match the record", "part", LACKS),
        ("grades match the record", "older", LACKS),
        ("grades match the record", "no-basis", LACKS),
        ("grades match the record", "open", LACKS),
        ("grades match the record", "began", HOLDS),
        ("grades match the record", "inspected", HOLDS),
        ("grades match the record", "not-inspected-so", FAILS),
        ("grades match the record", "days-unknown", HOLDS),
        ("grades match the record", "a-day-earlier", LACKS),
        ("dates match the record", "right", HOLDS),
        ("dates match the record", "right month-off", FAILS),
        ("dates match the record", "began", HOLDS),
        ("dates match the record", "began-later", FAILS),
        ("dates match the record", "inspected", HOLDS),  # from November into December
        ("dates match the record", "not-inspected", FAILS),
        ("dates match the record", "not-inspected-so", LACKS),  # no such grade
        ("dates match the record", "days-unknown", LACKS),
        ("dates match the record", "now", LACKS),
        ("dates match the record", "dated-that-day", HOLDS),  # the report came out on the article's own day
        ("dates match the record", "dated-the-day-after", FAILS),
        ("dates match the record", "later-than-told", LACKS),  # no article knows what comes after it
        ("dates match the record", "part", LACKS),
        ("dates match the record", "open", LACKS),
        ("first of the grade in the record", "first", HOLDS),  # another council of the same day does no harm
        ("first of the grade in the record", "first first-too", HOLDS),
        ("first of the grade in the record", "first later", FAILS),
        ("first of the grade in the record", "of-no-framework", OPEN),  # older inspections are not known
        ("first of the grade in the record", "later-of-none", FAILS),
        ("first of the grade in the record", "first-ilacs", HOLDS),
        ("first of the grade in the record", "top", LACKS),
        ("framework began as in the record", "launched months-3 sif", HOLDS),
        ("framework began as in the record", "launched-earlier months-3 sif", OPEN),
        ("framework began as in the record", "launched-later months-3 sif", FAILS),
        ("framework began as in the record", "launched months-3-at-most sif", HOLDS),  # from the end of October
        ("framework began as in the record", "launched months-1 sif", OPEN),
        ("framework began as in the record", "launched months-5 sif", FAILS),
        ("framework began as in the record", "launched months-or-more sif", HOLDS),
        ("framework began as in the record", "launched-some-day months-3 sif", LACKS),
        ("framework began as in the record", "launched months-3 ilacs", LACKS),
        ("framework began as in the record", "launched months-3 before-open", LACKS),
        ("framework began as in the record", "launched no-time sif", LACKS),
        ("inspection length matches the record", "began weeks-3", HOLDS),  # 19 days, which touch three weeks
        ("inspection length matches the record", "of-24-days weeks-3", HOLDS),
        ("inspection length matches the record", "of-24-days weeks-4", OPEN),  # from a Tuesday to a Thursday
        ("inspection length matches the record", "of-24-days weeks-5", FAILS),
        ("inspection length matches the record", "began weeks-4", FAILS),
        ("inspection length matches the record", "began weeks-2", FAILS),
        ("inspection length matches the record", "days-unknown weeks-5", LACKS),
        ("inspection length matches the record", "in-march weeks-4", LACKS),  # it can have begun on the first
        ("inspection length matches the record", "in-march weeks-5", FAILS),
        ("inspection length matches the record", "days-unknown weeks-52", LACKS),
        ("inspection length matches the record", "days-unknown weeks-53", FAILS),  # the report came out before
        ("inspection length matches the record", "began no-time", LACKS),
        ("inspection length matches the record", "a-day-earlier weeks-5", LACKS),
    ],
)
GROUPS["money and grades"] = (
    {
        "ofsted_judgements": RECORD,
        "commitments": [
            *(
                fund(key, awards_stated=1)
                for key in ("to-good", "to-bad", "at-a-place", "to-none", "to-nobody", "nothing")
            ),
            fund("part-to-good", awards_stated=2),
            fund("half", awards_stated=2),
            fund("most", awards_stated=3),
            fund("most-by-money", awards_stated=3),
            fund("with-trust", awards_stated=2),
        ],
        "awards": [
            award("good", "to-good", announced="2016-04-01"),
            award("bad", "to-bad", announced="2016-04-01"),
            award("place", "at-a-place", announced="2016-04-01"),
            award("none", "to-none", announced="2016-04-01"),
            award("nobody", "to-nobody", announced="2016-04-01"),
            award("part", "part-to-good", announced="2016-04-01"),
            award("half-1", "half", announced="2016-04-01"),
            award("half-2", "half", announced="2016-04-01"),
            award("most-1", "most", announced="2016-04-01"),
            award("most-2", "most", announced="2016-04-01"),
            award("most-3", "most", announced="2016-04-01"),
            award("rich-1", "most-by-money", announced="2016-04-01"),
            award("rich-2", "most-by-money", announced="2016-04-01"),
            award("rich-3", "most-by-money", "£3m", 3000000, announced="2016-04-01"),
            award("own", "with-trust", announced="2016-04-01"),
            award("trust", "with-trust", announced="2016-04-01", recipient_type="trust"),
            award("rose", announced="2015-10-01"),
            award("on-the-day", announced="2015-09-30"),
            award("some-day", announced="2015-09-01/2015-10-31"),
            award("undated"),
            award("open", announced="2015-07/.."),
            award("early", announced="2010-01-01"),
            award("second", announced="2016-04-01"),
        ],
        "award_councils": [
            *links("good", "barton"),
            *links("bad", "alton"),
            *links("place", "barton"),
            *links("place", "alton", role="place"),
            *links("none", "denton"),
            *links("part", "barton"),
            *links("half-1", "alton"),
            *links("half-2", "barton"),
            *(link for key in ("most", "rich") for n in (1, 2) for link in links(f"{key}-{n}", ("alton", "barton")[0])),
            *links("most-3", "barton"),
            *links("rich-3", "barton"),
            *links("own", "alton"),
            *links("trust", "barton", role="place"),
            *(
                link
                for key in ("rose", "on-the-day", "some-day", "undated", "open", "early")
                for link in links(key, "carlton")
            ),
            *links("second", "alton", role="partner"),
        ],
        "council_ratings": [
            rating("good-once-bad", "barton", "2013-03", framework="before SIF", scope="child protection"),
            rating("none-once-bad", "denton", "2013-03", framework="before SIF"),
            rating("of-another-grade", "barton", "2013-03", grade="good", framework="before SIF"),
        ],
        "events": [{"event_id": "helped"}],
    },
    [
        ("councils hold the grade: inadequate", "bad", HOLDS),
        ("councils hold the grade: good", "bad good", FAILS),
        ("councils hold the grade: good or inadequate", "bad good", HOLDS),
        ("money avoids the grade: good or inadequate", "half", FAILS),
        ("councils hold the grade: inadequate", "good", FAILS),
        ("councils hold the grade: inadequate", "good good-once-bad", OPEN),
        ("councils hold the grade: inadequate", "good of-another-grade", FAILS),
        ("councils hold the grade: inadequate", "bad good good-once-bad", OPEN),
        ("councils hold the grade: inadequate", "rose", OPEN),  # good by then, inadequate before
        ("councils hold the grade: good", "on-the-day", FAILS),  # the report of the day itself is not used
        ("councils hold the grade: inadequate", "on-the-day", HOLDS),
        ("councils hold the grade: good", "some-day", LACKS),  # another grade on its first day than on its last
        ("councils hold the grade: inadequate", "none", LACKS),
        ("councils hold the grade: inadequate", "none none-once-bad", OPEN),
        ("councils hold the grade: inadequate", "none good", FAILS),
        ("councils hold the grade: inadequate", "nobody", LACKS),
        ("councils hold the grade: inadequate", "undated", LACKS),
        ("councils hold the grade: inadequate", "open", LACKS),
        ("councils hold the grade: inadequate", "early", LACKS),
        ("money avoids the grade: outstanding", "to-good", HOLDS),
        ("money avoids the grade: inadequate", "to-good", HOLDS),
        ("money avoids the grade: inadequate", "part-to-good", LACKS),  # one award is not listed
        ("money avoids the grade: inadequate", "at-a-place", OPEN),
        ("money avoids the grade: inadequate", "half", OPEN),
        ("money avoids the grade: inadequate", "most", FAILS),
        ("money avoids the grade: inadequate", "most-by-money", OPEN),  # most councils, not most money
        ("money avoids the grade: good", "most-by-money", OPEN),  # most money, not most councils
        ("money avoids the grade: inadequate", "to-bad", FAILS),
        ("money avoids the grade: inadequate", "with-trust", OPEN),  # all of it apart, half with the trust
        ("money avoids the grade: good", "with-trust", OPEN),
        ("money avoids the grade: inadequate", "to-none", LACKS),
        ("money avoids the grade: inadequate", "to-nobody", LACKS),
        ("money avoids the grade: inadequate", "nothing", LACKS),
        ("awards for trusts of councils at the grade: inadequate", "helped bad second", HOLDS),
        ("awards for trusts of councils at the grade: inadequate", "helped bad good", OPEN),
        ("awards for trusts of councils at the grade: good", "helped good trust", OPEN),  # the trust was there
        ("awards for trusts of councils at the grade: inadequate", "helped nobody", LACKS),
    ],
)
GROUPS["councils"] = (
    {
        "sources": [{}, HERALD, {"source_id": "late", "published": "2030-01-01"}],
        "authorities": [*AUTHORITIES, *({"council_id": c, "name": c.title()} for c in ("elton", "felton"))],
        "ofsted_judgements": [
            *RECORD,
            *record(("elton", "2015-01-01", "requires improvement"), ("felton", "2015-01-01", "requires improvement")),
        ],
        "memberships": [
            {"programme": "All good", "council_id": "barton"},
            {"programme": "All good", "council_id": "carlton"},
            {"programme": "One bad", "council_id": "alton"},
            {"programme": "One bad", "council_id": "denton"},
            {"programme": "One unknown", "council_id": "barton"},
            {"programme": "One unknown", "council_id": "denton"},
            {"programme": "Later", "council_id": "barton", "source_id": "late"},
        ],
        "events": [{"event_id": "chosen"}, {"event_id": "chosen-late", "source_id": "late"}],
        "statistics": [
            *(number(key, n) for key, n in NUMBERS.items()),
            number("late-n", 1, source_id="late"),
            number("days-365", 365, "days"),
            number("days-363", 363, "days"),
            number("days-362", 362, "days"),
            number("no-time", 9, "per cent"),
        ],
    },
    [
        ("members are good or outstanding: All good", "chosen", HOLDS),
        ("members are good or outstanding: One bad", "chosen", FAILS),
        ("members are good or outstanding: One unknown", "chosen", LACKS),
        ("members are good or outstanding: Nobody", "chosen", LACKS),
        ("members are good or outstanding: Later", "chosen-late", LACKS),
        ("recent reports match the number: inadequate", "n1", OPEN),
        ("recent reports match the number: inadequate", "n3", OPEN),
        ("recent reports match the number: inadequate or good", "n4", OPEN),
        ("recent reports match the number: inadequate", "n4", LACKS),  # older inspections are not known
        ("recent reports match the number: inadequate", "n0", LACKS),
        ("recent reports match the number: requires improvement", "n1", FAILS),  # two came on one day
        ("recent reports match the number: requires improvement", "n2", OPEN),
        ("recent reports match the number: outstanding", "n1", LACKS),
        ("recent reports match the number: good", "late-n", LACKS),
        ("no grade lifted within the limit: inadequate", "days-362", OPEN),  # Carlton: 365 days, two for counting
        ("no grade lifted within the limit: inadequate", "days-363", FAILS),
        ("no grade lifted within the limit: inadequate", "days-365", FAILS),
        ("no grade lifted within the limit: outstanding", "days-365", LACKS),
        ("no grade lifted within the limit: good or inadequate", "days-365", LACKS),
        ("no grade lifted within the limit: inadequate", "no-time", LACKS),
    ],
)
GROUPS["other sources"] = (
    {
        "commitments": [
            fund("nine"),
            fund("nine-and-a-half", "£9.5m", 9500000),
            fund("no-amount", "money", "", amount_bound=""),
        ],
        "awards": [
            award("alton", printed="£4.2m", amount=4200000),
            award("exact", printed="£4m", amount=4000000),
            award("far", printed="£4.6m", amount=4600000),  # 4.55m at the least; £4m is 4.5m at the most
            award("edge", printed="£5m", amount=5000000),  # 4.5m at the least
            award("barton"),
            award("no-sum", printed="a sum", amount="", amount_bound=""),
            award("second"),
            award("third"),
            award("fourth"),
            award("month"),
            award("nobody"),
            award("unknown"),
            award("dated", announced="2015-10-01"),  # 366 days after the row on Alton
            award("dated-later", announced="2015-10-02"),
        ],
        "award_councils": [
            *(
                link
                for key in ("alton", "exact", "far", "no-sum", "dated", "dated-later", "edge")
                for link in links(key, "alton")
            ),
            *links("alton", "denton", role="place"),
            *links("barton", "barton"),
            *links("second", "carlton"),
            *links("third", "denton"),
            *links("fourth", "alton", "barton"),
            *links("month", "carlton", "denton"),
            *links("unknown", "alton", "carlton"),
        ],
        "innovation_awards": [
            elsewhere("alton", "2014-09-30", printed="which got £4m", amount_gbp=4000000),
            elsewhere("barton", "", printed="£1m", amount_gbp=1000000),
            elsewhere("carlton", "2014-10-01"),
            elsewhere("alton barton carlton", "2014-10-01"),  # of the same day is not earlier
            elsewhere("denton", "2014-11"),
            elsewhere("barton alton", "2014-12-01", printed="up to £2m", amount_gbp=2000000),
            elsewhere("carlton denton", "2014-09"),
            elsewhere("", "2014-08-01", round="second"),
        ],
        "events": [
            {"event_id": "march", "dated": "2014-03", "council_id": "alton"},
            {"event_id": "day", "dated": "2014-03-27", "council_id": "alton"},
            {"event_id": "across", "dated": "2014-03-15/2014-04-15", "council_id": "alton"},
            {"event_id": "june", "dated": "2014-06"},
            {"event_id": "undated"},
        ],
        "interventions": [
            told("in-march", "one", "2014-03-27"),
            told("in-march-too", "one", "2014-03"),
            told("inferred", "one", "2014-08", confidence="C"),
            told("bounded", "one", "../2016-01-05"),
            told("two-march", "two", "2014-03-27"),
            told("two-june", "two", "2014-06", publisher="The Star"),
            told("alone", "three", "2014-04"),
            told("only-inferred", "four", "2014-03", confidence="C"),
        ],
        "statistics": [
            number("n3", 3),
            number("n2", 2),
            number("two-or-more", 2, bound="at least"),
            number("three-at-most", 3, bound="up to"),
            number("share", 3, "per cent"),
        ],
        "official_figures": [
            {"figure_id": "three", "value": 3},
            {"figure_id": "share-of-3", "value": 3, "unit": "per cent"},
            {"figure_id": "pounds", "value": 9000000, "unit": "GBP"},
            {"figure_id": "pounds-edge", "value": 9500000, "unit": "GBP"},
            {"figure_id": "pounds-over", "value": 9500001, "unit": "GBP"},
            {"figure_id": "a-day", "as_at": "2014-03-27"},
            {"figure_id": "no-day", "as_at": "2014/.."},
        ],
    },
    [
        ("matches the official figure", "n3 three", HOLDS),
        ("matches the official figure", "three n3", HOLDS),
        ("matches the official figure", "n2 three", OPEN),
        ("matches the official figure", "two-or-more three", HOLDS),
        ("matches the official figure", "three-at-most three", HOLDS),
        ("matches the official figure", "share three", LACKS),
        ("matches the official figure", "share share-of-3", HOLDS),
        ("matches the official figure", "n3 pounds", LACKS),
        ("matches the official figure", "nine pounds", HOLDS),
        ("matches the official figure", "nine pounds-edge", ROUNDED),
        ("matches the official figure", "nine pounds-over", OPEN),
        ("matches the official figure", "nine three", LACKS),
        ("matches the official figure", "no-amount pounds", LACKS),
        ("matches the official figure", "march a-day", HOLDS),
        ("matches the official figure", "day a-day", HOLDS),
        ("matches the official figure", "june a-day", OPEN),
        ("matches the official figure", "undated a-day", LACKS),
        ("matches the official figure", "march no-day", LACKS),
        ("matches the official figure", "march three", LACKS),
        ("matches the official figure", "n3 a-day", LACKS),
        ("events match other sources", "march in-march", HOLDS),
        ("events match other sources", "day in-march-too", HOLDS),
        ("events match other sources", "march two-march", OPEN),
        ("events match other sources", "across in-march", OPEN),  # March as a whole overlaps only
        ("events match other sources", "undated two-june", LACKS),
        ("events match other sources", "march alone", OPEN),  # one source against one article
        ("events match other sources", "june in-march", FAILS),
        ("events match other sources", "march only-inferred", LACKS),
        ("amount matches other sources", "exact", HOLDS),
        ("amount matches other sources", "alton", ROUNDED),
        ("amount matches other sources", "far", OPEN),
        ("amount matches other sources", "edge", ROUNDED),
        ("amount matches other sources", "barton", HOLDS),
        ("amount matches other sources", "fourth", ROUNDED),
        ("amount matches other sources", "second", LACKS),
        ("amount matches other sources", "no-sum", LACKS),
        ("amount matches other sources", "nobody", LACKS),
        ("amount matches other sources", "unknown", LACKS),
        ("amount matches other sources", "dated", OPEN),
        ("amount matches other sources", "dated-later", LACKS),
        ("among the first announced", "month", HOLDS),  # some day of September, no other before the 30th
        ("among the first announced", "alton", OPEN),  # of the 30th
        ("among the first announced", "second", OPEN),  # after two others
        ("among the first announced", "third", FAILS),  # after three
        ("among the first announced", "fourth", FAILS),
        ("among the first announced", "barton", LACKS),
        ("among the first announced", "nobody", LACKS),
    ],
)
CASES = [(group, *case) for group, (_, cases) in GROUPS.items() for case in cases]


def judged(tables, cases):
    """The claims of cases (check, about, ...) over tables, as dictionaries."""
    rows = [{"claim_id": f"claim-{i}", "check": name, "about": about} for i, (name, about, *_) in enumerate(cases)]
    sources = tables.get("sources", [{}, HERALD])
    return judge(made(**tables | {"sources": sources, "claims": rows})).to_dict("records")


@pytest.mark.parametrize("group", GROUPS)
def test_verdicts(group):
    tables, cases = GROUPS[group]
    found = judged(tables, cases)
    assert [(c["check"], c["about"], LACKS if c["lacking"] else c["verdict"]) for c in found] == cases
    for claim in found:
        assert claim["found"].endswith(".") and not {"nan", "None,", "NaT", "<NA>"} & set(claim["found"].split()), claim
        assert claim["verdict"] == OPEN or not claim["lacking"]
        assert claim["against"] != "nothing" or claim["lacking"], claim


NEVER_FAILS = {  # one publication against another, or a reading that stands whatever is found
    "grade could be a majority",
    "awards for trusts of councils at the grade",
    "matches the official figure",
    "amount matches other sources",
}
NEVER_HOLDS = {"recent reports match the number", "no grade lifted within the limit"}  # what is asked is not recorded


def test_every_check_reaches_every_verdict_that_it_can():
    reached = {name: {case[-1] for case in CASES if case[1].partition(":")[0] == name} for name in CHECKS}
    assert set(CHECKS) == set(NEEDS) == {case[1].partition(":")[0] for case in CASES}
    for name, verdicts in reached.items():
        assert LACKS in verdicts, name
        assert (FAILS in verdicts) == (name not in NEVER_FAILS), name
        assert bool(verdicts & {HOLDS, ROUNDED}) == (name not in NEVER_HOLDS), name


def test_checks_are_named_and_described():
    tables = {r["name"] for r in package()["resources"]}
    for name, function in CHECKS.items():
        assert function.__name__ == name.replace(" ", "_") and len(function.__doc__) > 40, name
        assert {table for choice in NEEDS[name][0] for table in choice.split("|")} <= tables, name
    assert not set(GONE) & set(CHECKS)


# --- what adapters bring: no record, no reference tables, rows that are not there ---

REFERENCE = ("ofsted_judgements", "official_figures", "interventions", "innovation_awards")
ARTICLES_ALONE = {  # checks that need no reference table
    *(name.partition(":")[0] for group, name, *_ in CASES if group in ("sums", "periods")),
    "grade is a majority",
    "grade could be a majority",
}


@pytest.mark.parametrize("group", GROUPS)
def test_without_reference_tables_nothing_is_settled_and_nothing_raises(group):
    tables, cases = GROUPS[group]
    cases = list({case[0].partition(":")[0]: case for case in reversed(cases)}.values())  # the first of each check
    kept = {name: rows for name, rows in tables.items() if name not in REFERENCE}
    for claim, case in zip(judged(kept, cases), cases):
        if case[0].partition(":")[0] in ARTICLES_ALONE:
            assert (LACKS if claim["lacking"] else claim["verdict"]) == case[-1], case
        else:
            assert claim["verdict"] == OPEN, case


def test_where_no_row_is_named_nothing_is_settled():
    found = judged({}, [(name, "nothing") for name in CHECKS])
    assert all(claim["lacking"] and claim["against"] == "nothing" for claim in found)


def test_articles_after_the_record_are_not_held_against_it():
    tables, _ = GROUPS["spreads"]
    late = [{"published": "2031-01-01"}]
    cases = [(name, "late") for name in ("spread matches the record", "grade outnumbers: good > inadequate")]
    found = judged(tables | {"sources": late, "rating_spreads": spread("late", "2031-01-01", good=2)}, cases)
    found += judged(
        tables | {"sources": late, "council_ratings": [rating("r", basis="article")], "rating_spreads": []},
        [("grades match the record", "r")],
    )
    assert [claim["lacking"] for claim in found] == [True] * 3


def test_a_check_of_before_says_why_it_is_gone():
    (gone, unknown) = judged({}, [("events in order", "x"), ("no such thing: good", "x")])
    assert gone["lacking"] and GONE["events in order"] in gone["found"].lower()
    assert unknown["lacking"] and "no such check" in unknown["found"]


def test_no_claims():
    frame = judge(made())
    assert frame.empty and {"verdict", "found", "lacking", "against"} <= set(frame)


# --- what it was held against, and what was found ---


def test_held_against_comes_from_the_rows_used():
    tables, _ = GROUPS["periods"]
    found = judged(tables, [("period matches the length", f"year {key}") for key in ("a-year", "sixteen-elsewhere")])
    assert [claim["against"] for claim in found] == ["the article itself", "The Herald 1 Jun 2016 ¶3"]
    kinds = ["report", "press", "list", "council statement"]
    rows = [row | {"basis_kind": kind} for row, kind in zip(RECORD, kinds)]
    against = judged(
        {"ofsted_judgements": rows, "rating_spreads": spread("s", inadequate=1)}, [("spread matches the record", "s")]
    )[0]["against"]
    assert against == (
        "Ofsted’s reports, press reports of inspections, a list of Ofsted’s judgements and a council’s statement"
    )
    tables, _ = GROUPS["other sources"]
    found = judged(
        tables, [("events match other sources", "march two-march"), ("matches the official figure", "n3 three")]
    )
    assert [claim["against"] for claim in found] == ["The Herald and The Star", "Somebody"]


def test_readings():
    assert by_rule([True, True]) == HOLDS and by_rule([True], rounded=True) == ROUNDED
    assert by_rule([True, False]) == OPEN and by_rule([False, False]) == FAILS
    assert by_rule([False], inferred=True) == OPEN and by_rule([True], inferred=True) == HOLDS
    assert all_of([[True], [True]]) == [True] and all_of([[True], [False]]) == [False]
    assert all_of([[True], [True, False]]) == [True, False] and all_of([[False], [True, False]]) == [False]


def test_found_names_what_it_counts():
    def said(group, name, about):
        return plain(judged(GROUPS[group][0], [(name, about)])[0]["found"])

    assert said("spreads", "spread matches the record", "never") == (
        "Ofsted’s judgements by 30 April 2016 show 1 at inadequate of 3 councils, and 3 of 5 reports; "
        "2 councils had ever been judged so; the article has “printed words”."
    )
    assert "1 inadequate against 0 outstanding by authority and 3" in said(
        "spreads", "grade outnumbers: inadequate > outstanding", "ever"
    )
    assert said("councils", "no grade lifted within the limit: inadequate", "days-362").startswith(
        "Carlton was quickest of 1 spells at inadequate that ended, with 12 months; 1 are open"
    )
    assert "and inadequate before (30 September 2014)" in said(
        "money and grades", "councils hold the grade: inadequate", "rose"
    )
    assert said("ratings", "dates match the record", "right began not-inspected") == (
        "Alton: published 31 March 2014 or 31 March 2016; Barton: inspection began 24 November 2014; "
        "Barton: inspected between 24 November 2014 and 12 December 2014; the article has “printed words”."
    )
    assert "two financial years" in said("periods", "period matches the length", "two-years eighteen-months")


# --- the statements of the five articles ---

OURS = {
    ROUNDED: "round-total tri-borough-amount",
    FAILS: "two-trusts outstanding-this-month twenty-four-inadequate more-inadequate",
    OPEN: "trust-councils-inadequate two-year-period tri-borough-early-2014 spread-2017 majority-requires-improvement "
    "money-to-both-ends trusts-by-the-fund seven-recently-graded three-commissioners birmingham-commissioner-date "
    "doncaster-trust-date exemplars-high-performing six-months-too-short slough-trust-date five-week-inspection",
}


@pytest.fixture(scope="module")
def ours():
    return judge(load()).set_index("claim_id")


def test_verdicts_on_the_articles(ours):
    expected = {key: verdict for verdict, keys in OURS.items() for key in keys.split()}
    assert ours["verdict"].to_dict() == {key: expected.get(key, HOLDS) for key in ours.index} and len(ours) == 37
    assert list(ours.index[ours["lacking"]]) == ["exemplars-high-performing", "five-week-inspection"]


def judgements(until, grade=None):
    """Rows of the record's file published by a day, by no code of the project; none of 2016 is abolished."""
    with (HOME / "reference" / "ofsted_judgements.csv").open(encoding="utf-8", newline="") as file:
        return [j for j in csv.DictReader(file) if j["published"] <= until and grade in (None, j["overall"])]


def test_what_was_found_by_another_way(ours):
    found = ours["found"].map(plain)
    for until, key in (("2016-01-04", "nineteen-inadequate"), ("2016-04-11", "twenty-four-inadequate")):
        bad = judgements(until, "inadequate")
        latest = {j["council_id"]: j["overall"] for j in judgements(until)}
        now = sum(grade == "inadequate" for grade in latest.values())
        assert (
            f"show {now} at inadequate of {len(latest)} councils, and {len(bad)} of {len(judgements(until))} reports"
            in found[key]
        )
    good = [j for g in ("good", "outstanding") for j in judgements("2016-04-11", g)]
    assert found["more-inadequate"].startswith(f"{now} inadequate against {len(good)} good or outstanding by authority")
    assert f"and {len(bad)} inadequate against {len(good)}" in found["more-inadequate"]
    recent = judgements("2016-01-04", "inadequate")[-7:]
    assert all(j["council_id"].title().split("-")[0] in found["seven-recently-graded"] for j in recent)
    assert recent[0]["published"] == "2015-06-03" and "from 3 June 2015 on" in found["seven-recently-graded"]
    assert "£9m of £22.6m, 3 of 5 councils or £9m of £24m, 3 of 6 councils" in found["money-to-both-ends"]
    assert {ours.loc[key, "against"] for key in ("hundred-million", "tri-borough-early-2014")} == {"CYP Now"}
    assert ours.loc["northamptonshire-improved", "against"] == "a council’s statement"
