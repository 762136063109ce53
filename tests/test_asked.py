"""Rules that ask: of each a case that it finds, one on the other side, and the note that answers it."""

import itertools

import pytest
from helpers_for_tests import FILLED, columns, filled

from tools import councils, meanings, printed, sums
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


def rows(tables):
    """Tables as rules take them; see `filled`."""
    made = {}
    for name, given in filled(**tables).items():
        cells = [[row.get(column, "") for column in columns(name)] for row in given]
        made[name] = Raw(f"{name}.csv", columns(name), list(enumerate(cells, 2)), name).records()
    return made


def found(rule, tables):
    """The columns in which a rule finds something, a finding each; every one in plain words."""
    told = list(rule(rows(tables)))
    assert all(len(f.problem) > 8 and len(f.remedy) > 8 and "\n" not in str(f) for f in told)
    return [f.column for f in told]


def event(words, dated, **more):
    return {"events": [{"as_printed": words, "dated": dated} | more]}


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
    given = [alike | {"award_id": f"a{i}", "paragraph": f"9.{i}"} for i in range(4)]
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
CASES = [  # a rule, tables, the column found ("" where nothing is), and where it is found a note that answers
    (printed.dates_as_printed, event("last year", "2014"), "dated", "2014 is meant"),
    (printed.dates_as_printed, event("last year", "2015"), "", None),
    (printed.dates_as_printed, event("last year", ""), "dated", "left out: 2015 is printed elsewhere"),
    (printed.dates_as_printed, event("last week", "2016-04-01/2016-05-31"), "dated", "2016-04-01/2016-05-31"),
    (printed.dates_as_printed, event("last week", "2016-04-18/2016-04-24"), "", None),
    (printed.dates_as_printed, event("March 2013", "2013-02/2013-04"), "", None),
    (printed.dates_as_printed, event("recently", "2014"), "", None),
    (printed.dates_as_printed, event("in 2014 or in 2015", "2013"), "", None),  # two dates: which is meant is not known
    (printed.dates_as_printed, event("on Thursday", "2016-03-03"), "", None),
    (printed.dates_as_printed, event("since 2011", "2013"), "", None),
    (printed.dates_as_printed, event("in October", "2013-10"), "", None),  # of a year that the text tells of
    (printed.dates_as_printed, event("later this month", "2016-06"), "dated", "June 2016"),
    (printed.dates_as_printed, event("October 2015", "2015-10-15"), "dated", "15 October 2015"),
    (printed.dates_as_printed, event("15 October 2015", "2015-10"), "dated", "2015-10"),
    (printed.dates_as_printed, event("October 2015", "2015-10~"), "dated", "2015-10~ as it may be November"),
    (printed.dates_as_printed, event("around October 2015", "2015-10~"), "", None),
    (printed.dates_as_printed, event("by October 2016", "../2016-10"), "", None),
    (printed.dates_as_printed, event("December 2017", "2017-12/.."), "", None),
    (printed.dates_as_printed, rating("inadequate in March 2013", dated="2013-03"), "", None),
    (printed.dates_as_printed, rating("inadequate last month", dated="2016-02"), "dated", "2016-02"),
    (printed.grades_as_printed, rating("rated good"), "grade", "an earlier grade was good"),
    (printed.grades_as_printed, rating("‘Inadequate’"), "", None),
    (printed.grades_as_printed, rating("from good to inadequate"), "", None),
    (printed.grades_as_printed, rating("not good"), "", None),
    (printed.grades_as_printed, rating("requiring improvement", grade="requires improvement to be good"), "", None),
    (printed.grades_as_printed, rating("Alton"), "", None),
    (printed.grades_as_printed, share("29% good", grade="good or outstanding"), "", None),
    (printed.grades_as_printed, share("29% inadequate"), "grade", "inadequate: a misprint"),
    (printed.statistics, figure("three months", unit="years"), "unit", "in years"),
    (printed.statistics, figure("three-month", unit="months"), "", None),
    (printed.statistics, figure("three months", unit="mo"), "", None),
    (printed.statistics, figure("two months", unit="years"), "", None),  # another number: a rule of its own has it
    (printed.statistics, figure("3 per cent", unit="councils"), "unit", "councils in a hundred"),
    (printed.statistics, figure("3%", unit="per cent"), "", None),
    (printed.statistics, figure("around three months", unit="months"), "bound", "held as exact"),
    (printed.statistics, figure("around three months", unit="months", bound="about"), "", None),
    (printed.statistics, figure("more than three", bound="up to"), "bound", "a misprint: up to"),
    (printed.statistics, figure("three councils", bound="about"), "bound", "about, by the next sentence"),
    (printed.statistics, figure("three councils or so", bound="about"), "", None),
    (printed.statistics, figure("a third of councils", value="33.3", unit="per cent", bound="about"), "", None),
    (printed.statistics, figure("children under 3"), "", None),
    (printed.mentions, mention("£12m", "commitments"), "as_printed", "the row has £10m"),
    (printed.mentions, mention("£10m", "commitments"), "", None),
    (printed.mentions, mention("£10.4m", "commitments"), "", None),  # as far as the row is rounded
    (printed.mentions, mention("a fund", "commitments"), "", None),
    (printed.mentions, mention("four councils", "statistics"), "as_printed", "3 elsewhere"),
    (printed.mentions, mention("the three", "statistics"), "", None),
    (printed.mentions, mention("rated good", "council_ratings"), "as_printed", "the row has inadequate"),
    (printed.mentions, mention("in 2014", "events", dated="2015-03"), "as_printed", "2015-03 elsewhere"),
    (printed.mentions, mention("in 2015", "events", dated="2015-03"), "", None),
    (printed.mentions, mention("2014 to 2016", "commitments", period="2014/2017"), "as_printed", "2014/2017 elsewhere"),
    (printed.mentions, mention("2014 to 2016", "commitments", period="2014/2016"), "", None),
    (councils.as_printed, mention("Barton", "council_ratings", council_id="alton"), "about", "of Alton too"),
    (councils.as_printed, mention("Alton", "council_ratings", council_id="alton"), "", None),
    (councils.as_printed, mention("Barton", "events"), "", None),  # a national one
    (meanings.frameworks, rating(framework="SIF", dated="2013-08"), "framework", None),
    (meanings.frameworks, rating(framework="SIF", dated="2013-11"), "", None),
    (meanings.frameworks, rating(framework="SIF", dated="2018-07"), "framework", None),
    (meanings.frameworks, rating(framework="SIF", dated="2018-06"), "", None),
    (meanings.frameworks, rating(framework="ILACS", dated="2017"), "framework", None),
    (meanings.frameworks, rating(framework="before SIF", dated="2014-07"), "framework", None),
    (meanings.frameworks, rating(framework="SIF", scope="child protection"), "framework", None),
    (meanings.frameworks, rating(framework="before SIF", scope="child protection"), "", None),
    (meanings.frameworks, rating(framework="before SIF", scope="leaders"), "framework", None),
    (meanings.frameworks, rating(framework="", scope="leaders"), "", None),
    (meanings.date_bases, rating(date_basis="article", dated="2016-04-30"), "date_basis", None),
    (meanings.date_bases, rating(date_basis="article", dated="2016-05-01"), "", None),
    (meanings.date_bases, rating(date_basis="article"), "", None),
    (meanings.paid, to("Alton Council", "charity"), "recipient_type role", "a charity"),
    (meanings.paid, to("Alton Council", "council"), "", None),
    (meanings.paid, to("Alton Council", "councils jointly"), "recipient_type", "councils jointly: it leads"),
    (meanings.paid, to("Altom Council", "council"), "recipient", "it is Alton"),
    (meanings.paid, to("The Borough of Alton and its schools", "council"), "", None),
    (meanings.paid, TWO_PAID, "recipient_type", None),
    (meanings.paid, to("Alton Athletic", "charity", role="place"), "", None),
    (meanings.paid, to("Alton Council", "council", role="place"), "role", "the place too"),
    (meanings.paid, to("Alton Council", "council", "barton", "place"), "", None),
    (meanings.paid, to("A trust", "trust"), "role", "recipient of a part"),
    (meanings.paid, to("Alton and others", "public body"), "", None),
    (sums.amounts, fund(as_printed="£10r"), "as_printed", "£10r: a misprint"),
    (sums.amounts, fund(as_printed="£10mn"), "", None),
    (sums.amounts, fund(as_printed="£10m-£12m a year"), "", None),
    (meanings.parts, {"commitments": [{"kind": "grant ceiling"}, PART]}, "part_of", None),
    (meanings.parts, {"commitments": [{}, PART]}, "", None),
    (meanings.parts, out_of(14000000, "£14m"), "commitment_id", None),
    (meanings.parts, out_of(11000000, "£11m"), "", None),  # as far as the two are rounded
    (meanings.parts, out_of(14000000, "£14m", amount_bound="about"), "", None),
    (meanings.rounds, awards() | round_of("2016-04-19"), "announced", "2016-04-19"),
    (meanings.rounds, awards() | round_of("2016-04-20"), "", None),
    (meanings.rounds, awards({"announced": "2016-04-21"}) | round_of("2016-04-19"), "", None),
    (meanings.odd_ones, awards({"commitment_id": "other"}), "commitment_id", "from other"),
    (meanings.odd_ones, awards({"announced": ""}), "announced", "not with those of 2016-04-20"),
    (meanings.odd_ones, awards({"commitment_id": "other"}, {"commitment_id": ""}), "", None),
    (meanings.odd_ones, awards({"commitment_id": "other"}, {"commitment_id": "other"}), "", None),
    (meanings.odd_ones, awards({"commitment_id": "other", "paragraph": "9"}), "", None),
    (meanings.councils_in_names, event("x", "", event_id="barton-trust", council_id="alton"), "council_id", "barton’s"),
    (meanings.councils_in_names, event("x", "", event_id="alton-trust", council_id="alton"), "", None),
    (meanings.councils_in_names, event("x", "", event_id="barton-and-alton", council_id="alton"), "", None),
    (meanings.councils_in_names, event("x", "", event_id="barton-abolished"), "", None),
    (printed.weekdays, event("on Thursday", "2016-05-04"), "dated", "2016-05-04"),
    (printed.weekdays, event("on Thursday", "2016-05-05"), "", None),
    (printed.weekdays, event("on Thursday", "2016-05"), "", None),
    (printed.weekdays, event("around three months later", "2016-05"), "dated", "May 2016"),
    (printed.weekdays, event("around three months later", "2016-05~"), "", None),
    (printed.weekdays, event("a report about May", "2016-05"), "dated", "2016-05 exactly"),
    (printed.weekdays, event("reports about councils", "2016-05"), "", None),
    (councils.misprinted, event("Alten Council", "", council_id="alton"), "as_printed", "Alten Council: a misprint"),
    (councils.misprinted, event("Alton", "", council_id="alton"), "", None),
    (councils.misprinted, event("the trust", "", council_id="alton"), "", None),
    (meanings.times_in_names, event("x", "2015-03", event_id="trust-2014"), "dated", "planned for 2014"),
    (meanings.times_in_names, event("x", "2015-03", event_id="trust-2015"), "", None),
    (meanings.times_in_names, event("x", "2015-03", event_id="trust-2015-04"), "dated", "2015-04"),
    (meanings.times_in_names, event("x", "", event_id="trust-2014"), "", None),
    (meanings.times_in_names, fund(commitment_id="f-2014-2016", period="2014/2015"), "period", "2014/2016"),
    (meanings.times_in_names, fund(commitment_id="f-2014-2016", period="2014-10/2016-03"), "", None),
    (meanings.times_in_names, fund(commitment_id="f-2014-15", announced="2013"), "", None),
    (meanings.addresses, at("2016/04/01/a"), "published", "2016-04-01"),
    (meanings.addresses, at("2016/4/28/a"), "", None),
    (meanings.addresses, at("2016/45/99/a"), "", None),
    (meanings.publishers, at_one_address("The Gazette", "The Herald"), "publisher", "The Herald took it over"),
    (meanings.publishers, at_one_address("The Herald", "The Herald"), "", None),
    (meanings.publishers, at_one_address("The Gazette", "The Gazette"), "", None),
    (meanings.claims_alike, held_against(), "", None),
    (meanings.claims_alike, held_against(council="barton"), "about", None),
    (meanings.claims_alike, held_against(kind="trust launched"), "about", None),
    (meanings.claims_alike, held_against(kind="children’s tsar named"), "", None),
    (meanings.claims_alike, held_against(told=""), "", None),
]  # fmt: skip


def answered(tables, note):
    """The tables with a note on every row; sources have `limits`."""
    out = {}
    for name, given in tables.items():
        column = next((c for c in ("note", "limits") if c in columns(name)), None)
        out[name] = [row | ({column: note} if column else {}) for row in given]
    return out


@pytest.mark.parametrize(
    "rule, tables, column, answer", CASES, ids=[f"{c[0].__name__}-{i}" for i, c in enumerate(CASES)]
)
def test_what_a_rule_finds(rule, tables, column, answer):
    assert found(rule, tables) == column.split()
    if answer:
        assert set(found(rule, answered(tables, answer))) <= set(column.split()[1:])


def test_every_rule_has_a_case_on_either_side():
    sides = {(rule, bool(column)) for rule, _, column, _ in CASES}
    assert sides >= {(rule, side) for rule in (*printed.RULES, *meanings.RULES) for side in (True, False)}
