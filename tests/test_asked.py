"""Rules of what is printed and of what columns mean: of each a case that it finds, and one on the other side."""

import itertools

import pytest
from helpers_for_tests import FILLED, columns, filled

from tools import claims_asked, councils, meanings, printed, rules, sums
from tools.check import CLOSER, Rows, check_tables
from tools.raw import Raw


def share(words, **more):
    return {"rating_spreads": [{"as_printed": words} | more]}


def fund(**fact):
    return {"commitments": [fact]}


def out_of(amount, words, **whole):
    """An award out of a fund of £10m."""
    award = {"commitment_id": "fund", "amount_gbp": amount, "as_printed": words}
    return {"commitments": [whole], "awards": [award]}


def at(url):
    return {"sources": [{"url": f"https://example.org/{url}"}]}


def at_one_address(*publishers):
    """Four articles at one address, the last two of the publishers given."""
    named = enumerate(("The Gazette", "The Gazette", *publishers))
    return {"sources": [{"source_id": f"gazette-{i}", "publisher": publisher} for i, publisher in named]}


def raws(tables):
    """Whole tables of partial rows; see `filled`."""
    made = {}
    for name, given in filled(**tables).items():
        cells = [[row.get(column, "") for column in columns(name)] for row in given]
        made[name] = Raw(f"{name}.csv", columns(name), list(enumerate(cells, 2)), name)
    return made


def found(rule, tables):
    """The columns in which a rule finds something, a finding each; every one in plain words."""
    told = list(rule(Rows(raws(tables))))
    assert all(len(f.problem) > 8 and len(f.remedy) > 8 and "\n" not in str(f) for f in told)
    return [f.column for f in told]


def event(words, dated, **more):
    return {"events": [{"as_printed": words, "dated": dated} | more]}


def dated(published):
    return {"sources": [{"published": published}]}


def rating(words="inadequate", **more):
    return {"council_ratings": [{"as_printed": words} | more]}


def figure(words, **more):
    return {"statistics": [{"as_printed": words} | more]}


def mention(words, table, **fact):
    name = next(iter(FILLED[table].values()))
    return {table: [fact], "mentions": [{"about": name, "as_printed": words}]}


def awards(*changes):
    """Four awards of one list, some of them changed."""
    alike = {"commitment_id": "fund", "announced": "2016-04-20"}
    given = [alike | {"award_id": f"a{i}", "paragraph": f"9.{i}"} for i in range(1, 5)]
    given = [award | change for award, change in itertools.zip_longest(given, changes, fillvalue={})]
    return {"awards": given, "commitments": [{}, {"commitment_id": "other"}]}


def to(recipient, kind, council="alton", role="recipient", note=""):
    """An award to a recipient, and a council of it."""
    return {
        "awards": [{"recipient": recipient, "recipient_type": kind}],
        "award_councils": [{"council_id": council, "role": role, "note": note}],
    }


def round_of(announced, **more):
    return {"commitments": [{"kind": "award round", "announced": announced} | more, {"commitment_id": "other"}]}


def held_against(told="told", council="alton", kind="commissioner appointed", other="commissioner appointed"):
    claim = {"check": "events match other sources", "about": f"event {told}"}
    return {"events": [{"council_id": council, "kind": kind}], "interventions": [{"kind": other}], "claims": [claim]}


TWO_PAID = to("Some councils", "council") | {"award_councils": [{}, {"council_id": "barton"}]}
PART = {"commitment_id": "part", "part_of": "fund"}
CASES = [  # a rule, tables, and the column found; "" where nothing is
    (printed.dates_as_printed, event("last year", "2014"), "dated"),
    (printed.dates_as_printed, event("last year", "2015"), ""),
    (printed.dates_as_printed, event("last year", ""), "dated"),
    (printed.dates_as_printed, event("last week", "2016-04-01/2016-05-31"), ""),
    (printed.dates_as_printed, dated("2016-05") | event("last week", "2016-04"), ""),
    (printed.dates_as_printed, dated("2016-05") | event("October 2015", "2015-10-15"), "dated"),
    (printed.dates_as_printed, event("at the end of March 2015", "2015-03-31"), ""),
    (printed.dates_as_printed, event("at the end of last year", "2014-12"), "dated"),
    (printed.dates_as_printed, event("at the start of this year", "2016-01"), ""),
    (printed.dates_as_printed, event("last week", "2016-04-18/2016-04-24"), ""),
    (printed.dates_as_printed, event("March 2013", "2013-02/2013-04"), ""),
    (printed.dates_as_printed, event("recently", "2014"), ""),
    (printed.dates_as_printed, event("in 2014 or in 2015", "2013"), ""),  # two dates: which is meant is not known
    (printed.dates_as_printed, event("on Thursday", "2016-03-03"), ""),
    (printed.dates_as_printed, event("since 2011", "2013"), ""),
    (printed.dates_as_printed, event("in October", "2013-10"), ""),  # of a year that the text tells of
    (printed.dates_as_printed, event("this month", "2016-04"), "dated"),
    (printed.dates_as_printed, event("October 2015", "2015-10-15"), "dated"),
    (printed.dates_as_printed, event("15 October 2015", "2015-10"), "dated"),
    (printed.dates_as_printed, event("October 2015", "2015-10~"), "dated"),
    (printed.dates_as_printed, event("around October 2015", "2015-10~"), ""),
    (printed.dates_as_printed, event("by October 2016", "../2016-10"), ""),
    (printed.dates_as_printed, event("December 2017", "2017-12/.."), ""),
    (printed.dates_as_printed, rating("inadequate in March 2013", dated="2013-03"), ""),
    (printed.dates_as_printed, rating("inadequate last month", dated="2016-02"), "dated"),
    (printed.grades_as_printed, rating("rated good"), "grade"),
    (printed.grades_as_printed, rating("‘Inadequate’"), ""),
    (printed.grades_as_printed, rating("from good to inadequate"), ""),
    (printed.grades_as_printed, rating("not good"), ""),
    (printed.grades_as_printed, rating("requiring improvement", grade="requires improvement to be good"), ""),
    (printed.grades_as_printed, rating("Alton"), ""),
    (printed.grades_as_printed, share("29% good", grade="good or outstanding"), ""),
    (printed.grades_as_printed, share("29% inadequate"), "grade"),
    (printed.units, figure("three months", unit="years"), "unit"),
    (printed.units, figure("three-month", unit="months"), ""),
    (printed.units, figure("three months", unit="mo"), ""),
    (printed.units, figure("two months", unit="years"), ""),  # another number: a rule of its own has it
    (printed.units, figure("3 per cent", unit="councils"), "unit"),
    (printed.units, figure("3%", unit="per cent"), ""),
    (printed.bounds_as_printed, figure("around three months", unit="months"), "bound"),
    (printed.bounds_as_printed, figure("around three months", unit="months", bound="about"), ""),
    (printed.bounds_as_printed, figure("more than three", bound="up to"), "bound"),
    (printed.bounds_as_printed, figure("three councils", bound="about"), "bound"),
    (printed.bounds_as_printed, figure("three councils or so", bound="about"), ""),
    (printed.bounds_as_printed, figure("a third of councils", value="33.3", unit="per cent", bound="about"), ""),
    (printed.bounds_as_printed, figure("children under 3"), ""),
    (printed.mentions, mention("£12m", "commitments"), "as_printed"),
    (printed.mentions, mention("£10m", "commitments"), ""),
    (printed.mentions, mention("£10.4m", "commitments"), ""),  # as far as the row is rounded
    (printed.mentions, mention("a fund", "commitments"), ""),
    (printed.mentions, mention("four councils", "statistics"), "as_printed"),
    (printed.mentions, mention("the three", "statistics"), ""),
    (printed.mentions, mention("rated good", "council_ratings"), "as_printed"),
    (printed.mentions, mention("in 2014", "events", dated="2015-03"), "as_printed"),
    (printed.mentions, mention("in 2015", "events", dated="2015-03"), ""),
    (printed.mentions, mention("2014 to 2016", "commitments", period="2014/2017"), "as_printed"),
    (printed.mentions, mention("2014 to 2016", "commitments", period="2014/2016"), ""),
    (councils.mentioned, mention("Barton", "council_ratings", council_id="alton"), "about"),
    (councils.mentioned, mention("Alton", "council_ratings", council_id="alton"), ""),
    (councils.mentioned, mention("Barton", "events"), ""),  # a national one
    (meanings.frameworks, rating(framework="SIF", dated="2013-08"), "framework"),
    (meanings.frameworks, rating(framework="SIF", dated="2013-11"), ""),
    (meanings.frameworks, rating(framework="SIF", dated="2018-07"), "framework"),
    (meanings.frameworks, rating(framework="SIF", dated="2018-06"), ""),
    (meanings.frameworks, rating(framework="SIF", dated="2018-07", date_basis="article"), ""),
    (meanings.frameworks, rating(framework="ILACS", dated="2017"), "framework"),
    (meanings.frameworks, rating(framework="before SIF", dated="2014-07"), "framework"),
    (meanings.date_bases, rating(date_basis="article", dated="2016-04-30"), "date_basis"),
    (meanings.date_bases, rating(date_basis="article", dated="2016-05-01"), ""),
    (meanings.date_bases, rating(date_basis="article"), ""),
    (meanings.paid, to("Alton Council", "charity"), "recipient_type"),
    (meanings.paid, to("Alton Council", "council"), ""),
    (meanings.paid, to("Alton Council", "councils jointly"), ""),
    (meanings.paid, TWO_PAID | {"awards": [{"recipient": "Alton Council"}]}, ""),  # one leads
    (meanings.paid, to("Altom Council", "council"), "recipient"),
    (meanings.paid, to("The Borough of Alton and its schools", "council"), ""),
    (meanings.paid, TWO_PAID, "recipient_type"),
    (meanings.paid, to("Alton Athletic", "charity", role="place"), ""),
    (meanings.paid, to("Alton Council", "council", role="place"), "role"),
    (meanings.paid, to("Alton Council", "council", "barton", "place"), ""),
    (meanings.paid, to("A trust", "trust"), ""),  # paid together
    (meanings.paid, to("Alton and others", "public body"), ""),
    (sums.attached, fund(as_printed="£10r"), "as_printed"),
    (sums.attached, fund(as_printed="£10mn"), ""),
    (sums.attached, fund(as_printed="£10m-£12m a year"), ""),
    (meanings.parts, {"commitments": [{"kind": "grant ceiling"}, PART]}, "part_of"),
    (meanings.parts, {"commitments": [{}, PART]}, ""),
    (meanings.parts, out_of(14000000, "£14m"), "commitment_id"),
    (meanings.parts, out_of(11000000, "£11m"), ""),  # as far as the two are rounded
    (meanings.parts, out_of(14000000, "£14m", amount_bound="about"), ""),
    (meanings.parts, out_of(14000000, "£14m", as_printed="£10m a year"), ""),
    (meanings.rounds, awards() | round_of("2016-04-19"), "announced"),
    (meanings.rounds, awards() | round_of("2016-04-20"), ""),
    (meanings.rounds, awards() | round_of("2016-04"), ""),
    (meanings.rounds, awards({"announced": "2016-04-21"}) | round_of("2016-04-19"), ""),
    (meanings.odd_ones, awards({"commitment_id": "other"}), "commitment_id"),
    (meanings.odd_ones, awards({"commitment_id": "other", "announced": ""}), "commitment_id"),  # one question
    (meanings.odd_ones, awards({"announced": ""}), "announced"),
    (meanings.odd_ones, awards({"commitment_id": "other"}, {"commitment_id": ""}), ""),
    (meanings.odd_ones, awards({"commitment_id": "other"}, {"commitment_id": "other"}), ""),
    (meanings.odd_ones, awards({"commitment_id": "other", "paragraph": "9"}), ""),
    (printed.weekdays, event("on Thursday", "2016-04-27"), "dated"),
    (printed.weekdays, event("on Thursday", "2016-04-28"), ""),
    (printed.weekdays, event("on Thursday", "2016-05"), ""),
    (meanings.times_in_names, event("x", "2015-03", event_id="trust-2014"), "dated"),
    (meanings.times_in_names, event("x", "2015-03", event_id="trust-2015"), ""),
    (meanings.times_in_names, event("x", "2015-03", event_id="trust-2015-04"), "dated"),
    (meanings.times_in_names, event("x", "", event_id="trust-2014"), ""),
    (meanings.times_in_names, fund(commitment_id="f-2014-2016", period="2014/2015"), "period"),
    (meanings.times_in_names, fund(commitment_id="f-2014-2016", period="2014-10/2016-03"), ""),
    (meanings.times_in_names, fund(commitment_id="f-2014-15", announced="2013"), ""),
    (meanings.addresses, at("2016/04/01/a"), "published"),
    (meanings.addresses, at("2016/4/1/a"), "published"),
    (meanings.addresses, at("2016/4/28/a"), ""),
    (meanings.addresses, at("2016/45/99/a"), ""),
    (meanings.publishers, at_one_address("The Gazette", "The Herald"), "publisher"),
    (meanings.publishers, at_one_address("The Herald", "The Herald"), ""),
    (meanings.publishers, at_one_address("The Gazette", "The Gazette"), ""),
    (meanings.claims_alike, held_against(), ""),
    (meanings.claims_alike, held_against(council="barton"), "about"),
    (meanings.claims_alike, held_against(kind="trust launched"), "about"),
    (meanings.claims_alike, held_against(kind="children’s tsar named"), ""),
    (meanings.claims_alike, held_against(told=""), ""),
]  # fmt: skip


ANSWERS = [  # of rules that are always asked, what a note must hold
    (printed.units, figure("three months", unit="years"), "in years"),
    (meanings.addresses, at("2016/04/01/a"), "first put up on 2016-04-01"),
]


def noted(tables, note="As the article has it."):
    """The tables with a note on every row; sources have `limits`."""
    out = {}
    for name, given in tables.items():
        column = next((c for c in ("note", "limits") if c in columns(name)), None)
        out[name] = [row | ({column: note} if column else {}) for row in given]
    return out


@pytest.mark.parametrize("rule, tables, column", CASES, ids=[f"{c[0].__name__}-{i}" for i, c in enumerate(CASES)])
def test_what_a_rule_finds(rule, tables, column):
    assert found(rule, tables) == column.split()


@pytest.mark.parametrize("rule, tables, note", ANSWERS)
def test_a_note_that_answers(rule, tables, note):
    assert found(rule, tables) and found(rule, noted(tables)) and not found(rule, noted(tables, note))


ASKED = [case for case in CASES if case[0] in CLOSER and case[2]]


@pytest.mark.parametrize("rule, tables, column", ASKED, ids=[f"{c[0].__name__}-{i}" for i, c in enumerate(ASKED)])
def test_what_is_merely_unlikely_is_asked_closely_and_any_note_answers(rule, tables, column):
    assert column in {f.column for f in asked_closely(tables)}
    assert asked_closely(noted(tables)) == set()


def asked_closely(tables):
    """What only the close check finds."""
    given = raws(tables)
    return set(check_tables(given, [], closely=True)) - set(check_tables(given, []))


def test_every_rule_has_a_case_on_either_side():
    sides = {(rule, bool(column)) for rule, _, column in CASES}
    assert sides >= {(rule, side) for rule in (*CLOSER, *printed.RULES, *meanings.RULES) for side in (True, False)}


@pytest.mark.parametrize(
    "table, column, asked",
    [
        *(("events", "kind", True), ("sources", "publisher", True)),
        *(("awards", "recipient", True), ("awards", "theme", True), ("awards", "project", False)),
        *(("commitments", "programme", True), ("memberships", "programme", True), ("memberships", "group", True)),
    ],
)
def test_names_that_recur_are_spelt_in_one_way_and_titles_as_they_please(table, column, asked):
    names = ["Northern Lights", "Northern Lights", "Northern Lichts"]
    assert found(rules.spellings, {table: [{column: name} for name in names]}) == ([column] if asked else [])


def test_three_names_at_most_are_offered_for_one_that_is_in_no_table():
    known = [{"award_id": f"leeds-{i}"} for i in range(1, 5)] + [{"award_id": "quite-another"}]
    tables = {"awards": known, "mentions": [{"about": "leeds-7"}, {"about": "nothing-like-it"}]}
    near, far = claims_asked.names(Rows(raws(tables)))
    assert near.remedy.count("leeds-") == 3 and far.remedy == "Use the identifier of a row"


NEW = [{"council_id": "newton", "name": "Newton", "gss_code": "E10000009"} | {"predecessors": "oldham old-town"}]
NEW[0] |= {"valid_from": "2015-04-01", "valid_to": "2018-03-31"}
NEW += [NEW[0] | {"gss_code": "E10000010", "valid_from": "2018-04-01", "valid_to": "2020-03-31"}]  # a new code, no more


@pytest.mark.parametrize(
    "table, day, problem, advice",
    [
        ("events", "2015-03-31", "did not exist before 1 April 2015", "lies after that, give its date in dated"),
        ("events", "2020-04-01", "had come to an end on 31 March 2020", "was before that, give its date in dated"),
        ("award_councils", "2015-03-31", "did not exist", "after that, give its date in announced of the award"),
        ("award_councils", "2020-04-01", "had come to an end", "before that, give its date in announced of the award"),
        ("memberships", "2015-03-31", "did not exist", ""),  # which has no date of its own
        ("memberships", "2020-04-01", "had come to an end", ""),
    ],
)
def test_a_council_out_of_its_time_is_told_where_an_own_date_goes(table, day, problem, advice):
    tables = {"authorities": NEW, "sources": [{"published": day}], "awards": [{}]} | {table: [{"council_id": "newton"}]}
    (finding,) = councils.in_their_time(Rows(raws(tables)))
    assert finding.problem.startswith(problem)
    assert finding.remedy.endswith(advice) if advice else "give its date" not in finding.remedy


@pytest.mark.parametrize("day", ["2015-04-01", "2018-03-31", "2018-04-01", "2020-03-31"])
def test_a_council_is_known_under_each_of_its_codes(day):
    tables = {"authorities": NEW, "sources": [{"published": day}], "events": [{"council_id": "newton"}]}
    assert found(councils.in_their_time, tables) == []


# --- what the plain check lets pass ---


def spread(*shares):
    """A spread: of each grade what is printed, and the percentage."""
    return {"rating_spreads": [{"grade": g, "as_printed": words, "percent": p} for g, words, p in shares]}


def told_by(other, note=""):
    """An event at one council that prints another."""
    return event(f"run by {other}", "2016-03", council_id="alton", note=note)


def program(council, **years):
    """A member of an old programme, by an article of today."""
    member = {"council_id": council, "as_printed": "a member", "note": "One of 2012."}
    return {"memberships": [member], "authorities": [{"council_id": council, "name": council.title()} | years]}


def list_of(*paragraphs, **more):
    """Awards in the items of a list."""
    return {"awards": [{"award_id": f"a{i}", "paragraph": p} | more for i, p in enumerate(paragraphs)]}


ITEMS = [f"9.{i}" for i in range(1, 10)]
VAGUE = spread(("inadequate", "half", 50), ("good", "a third", 33.3), ("outstanding", "nearly a quarter", 25))
EXACT = spread(("inadequate", "50%", 50), ("good", "33.3%", 33.3), ("outstanding", "25%", 25))
AUTUMN = {"announced": "2016-10", "as_printed": "£10m in the autumn"}
TRUTHFUL = {  # rows as people rightly type them
    "a grade that was": rating("went from inadequate to good in 2015", council_id="kent", grade="good", dated="2015")
    | {"authorities": [{"council_id": "kent", "name": "Kent"}]},
    "the year of a programme in a name": fund(commitment_id="leeds-2014", announced="2016-03"),
    "one of a list that differs": awards({"commitment_id": "other"})
    | {"commitments": [{}, {"commitment_id": "other"}]},
    "a limit of time": figure("within three months", unit="months", bound="up to"),
    "short of a grade": share("48% fell short of good", grade="requires improvement or inadequate", percent=48),
    "one council, several": {
        "statistics": [
            {"statistic_id": "one", "unit": "council", "value": 1, "as_printed": "one council"},
            {"statistic_id": "three", "unit": "councils", "as_printed": "three councils"},
        ]
    },
    "around some people": figure("around 30 social workers", value=30, unit="social workers", bound="about"),
    "what is to come": fund(note="To be announced in the autumn.", **AUTUMN),
    "an Act of 1989": event("Children Act 1989", "1989", note="When it was passed."),
    "shares in vague words": VAGUE,
    "another council acts": told_by("Barton", "Barton runs its services."),
    "two of the first of nine": list_of("9.1", *ITEMS),
    "nine, and the first again": list_of(*ITEMS, "9.1", note="Sorted by sum."),
    "Theresa May": event("Theresa May spoke", "2016-03"),
    "an Act of another year": event("the Act 2014", "2016-03", note="It came into force then."),
    "a council that was": program("poole", valid_to="2009-03-31"),
}
ASKED_PLAINLY = {  # the same with something amiss
    "what is to come": (fund(**AUTUMN), "announced", "say in note"),
    "a year of long ago": (event("an Act", "1989"), "dated", "say in note"),
    "shares that are exact": (EXACT, "percent", "where 100 is the whole"),
    "another council": (told_by("Barton"), "council_id", "not the council that is printed"),
    "a nought that is lost": (list_of(*ITEMS, "9.1"), "paragraph", "9.10"),
    "the month of May": (event("in May", "2016-03"), "dated", "May"),
    "another year": (event("in 2014", "2016-03"), "dated", "not in the year"),
    "a financial year": (fund(period="2014-15"), "period", "type 2014-04-01/2015-03-31"),
    "a number with a bound": (share("fewer than 20 councils"), "count", "belongs into statistics"),
    "a grade of before 2013": (rating("adequate", grade="adequate"), "grade", "left_out"),
    "a council twice": ({"awards": [{}], "award_councils": [{}, {"role": "place"}]}, "award_id and council_id", "keep"),
}


@pytest.mark.parametrize("tables", TRUTHFUL.values(), ids=TRUTHFUL)
def test_the_plain_check_lets_what_is_true_pass(tables):
    assert list(map(str, check_tables(raws(tables), []))) == []


@pytest.mark.parametrize("tables, column, word", ASKED_PLAINLY.values(), ids=ASKED_PLAINLY)
def test_the_plain_check_asks_with_a_remedy(tables, column, word):
    (finding,) = check_tables(raws(tables), [])
    assert finding.line and finding.column == column and word in str(finding)
