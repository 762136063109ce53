"""Folders that an adapter could well bring: empty tables, vague amounts, other years, odd mixtures."""

from tools.raw import fields, write_csv
from tools.workbook import articles

ARTICLE = {"source_id": "echo-2016-05-10", "paragraph": "4", "as_printed": "as printed"}
SOURCES = [
    {
        "source_id": "echo-2016-05-10",
        "title": "Ministers pledge cash",
        "publisher": "The Echo",
        "published": "2016-05-10",
        "kind": "news",
    },
    {
        "source_id": "echo-2019-03-02",
        "title": "Verdicts since",
        "publisher": "The Echo",
        "published": "2019-03-02",
        "kind": "feature",
        "limits": "Read on paper.",
    },
]


def write(folder, **tables):
    """Write the article tables of a folder; rows are filled up with a source, a paragraph and a print."""
    tables = {"sources": SOURCES} | tables
    for description in articles():
        names, rows = fields(description), []
        for row in tables.get(description["name"], []):
            whole = ({k: v for k, v in ARTICLE.items() if k in names and description["name"] != "sources"}) | row
            assert not set(whole) - set(names), set(whole) - set(names)
            rows.append([str(whole.get(name, "")) for name in names])
        write_csv(folder / description["path"], [names, *rows])
    return folder


def award(identifier, pounds, printed, bound="exact", **more):
    """An award's row."""
    return {
        "award_id": identifier,
        "recipient": identifier.title(),
        "recipient_type": "council",
        "amount_gbp": pounds,
        "as_printed": printed,
        "amount_bound": bound,
        **more,
    }


def only_sources(folder):
    """One article that gave no row at all."""
    return write(folder, sources=SOURCES[:1])


def vague_money(folder):
    """A total that is only “more than”, a ceiling among the awards, three of ten listed."""
    return write(
        folder,
        commitments=[
            {
                "commitment_id": "round",
                "programme": "Partnership fund",
                "kind": "award round",
                "amount_gbp": 10000000,
                "amount_bound": "at least",
                "as_printed": "more than £10m",
                "announced": "2016-05",
                "awards_stated": 10,
            },
        ],
        awards=[
            award("leeds", 2000000, "up to £2m", "up to", commitment_id="round", announced="2016-05-09"),
            award("kent", 1500000, "£1.5m", commitment_id="round"),
            award(
                "trust",
                1500000,
                "about £1.5m",
                "about",
                commitment_id="round",
                recipient_type="trust",
                theme="early help",
            ),
        ],
        award_councils=[
            {"award_id": "leeds", "council_id": "leeds", "role": "recipient"},
            {"award_id": "trust", "council_id": "slough", "role": "place"},
        ],
        claims=[
            {
                "claim_id": "total",
                "claim": "The awards make the total",
                "check": "awards sum to the total",
                "about": "round",
            },
            {"claim_id": "dated", "claim": "In time", "check": "award dated within the period", "about": "kent"},
        ],
    )


def one_award(folder):
    """A single award of no round, with no date."""
    return write(
        folder,
        awards=[award("kent", 850000, "£850,000")],
        award_councils=[{"award_id": "kent", "council_id": "kent", "role": "recipient"}],
    )


def later_ratings(folder):
    """Counts with three grades, decimals, another time than the record’s, and a pair of grades."""
    here = {"source_id": "echo-2019-03-02", "as_at": "2019-02-28", "counted": "authorities"}
    return write(
        folder,
        rating_spreads=[
            {"spread_id": "now", **here, "inspected": 40, "grade": "inadequate", "count": 8, "as_printed": "eight"},
            {
                "spread_id": "now",
                **here,
                "inspected": 40,
                "grade": "requires improvement",
                "count": 20,
                "as_printed": "20",
            },
            {
                "spread_id": "now",
                **here,
                "inspected": 40,
                "grade": "good or outstanding",
                "count": 12,
                "as_printed": "12",
            },
            {
                "spread_id": "then",
                "as_at": "2016-03-31",
                "counted": "councils",
                "grade": "inadequate",
                "inspected": 87,
                "percent": "24.1",
                "decimals": 1,
                "as_printed": "24.1 per cent",
            },
            {
                "spread_id": "then",
                "as_at": "2016-03-31",
                "counted": "councils",
                "grade": "good",
                "inspected": 87,
                "percent": "25.3",
                "decimals": 1,
                "as_printed": "25.3 per cent",
            },
        ],
        council_ratings=[
            {
                "rating_id": "kent-2018",
                "source_id": "echo-2019-03-02",
                "council_id": "kent",
                "framework": "after SIF",
                "scope": "overall",
                "grade": "good",
                "dated": "2018",
                "date_basis": "published",
                "as_printed": "2018",
            },
        ],
        claims=[
            {
                "claim_id": "now-record",
                "source_id": "echo-2019-03-02",
                "claim": "As counted",
                "check": "spread matches the record",
                "about": "now",
            },
            {
                "claim_id": "half",
                "source_id": "echo-2019-03-02",
                "claim": "Half require improvement",
                "check": "grade is a majority: requires improvement",
                "about": "now",
            },
            {"claim_id": "then-record", "claim": "As counted", "check": "spread matches the record", "about": "then"},
            {
                "claim_id": "kent-grade",
                "source_id": "echo-2019-03-02",
                "claim": "Kent is good",
                "check": "grades match the record",
                "about": "kent-2018",
            },
        ],
    )


def undated_events(folder):
    """Events without any date, and one whose end is open."""
    return write(
        folder,
        events=[
            {"event_id": "notice", "council_id": "leeds", "kind": "improvement notice", "status": "happened"},
            {"event_id": "visit", "council_id": "kent", "kind": "monitoring visit", "status": "planned"},
            {"event_id": "law", "kind": "bill published", "status": "happened"},
        ],
        claims=[
            {
                "claim_id": "order",
                "claim": "Notice before the visit",
                "check": "events in order",
                "about": "notice visit",
            }
        ],
    )


def busy_events(folder):
    """Every known step, an open interval, a plan revised twice, and a date far ahead."""

    def event(identifier, council, kind, dated, status="happened", **more):
        return {"event_id": identifier, "council_id": council, "kind": kind, "dated": dated, "status": status, **more}

    return write(
        folder,
        events=[
            event("leeds-notice", "leeds", "improvement notice", "2014-03"),
            event("leeds-lifted", "leeds", "improvement notice lifted", "2015~"),
            event("kent-commissioner", "kent", "commissioner appointed", "2016-02/.."),
            event("kent-trust", "kent", "trust launched", "2016-04", "planned"),
            event("kent-trust-later", "kent", "trust launched", "2017-04", "expected", revises="kent-trust"),
            event(
                "kent-trust-last", "kent", "trust launched", "2017-04/2018-01", "expected", revises="kent-trust-later"
            ),
            event("deadline", "", "deadline set", "2016-05-01"),
        ],
        statistics=[
            {
                "statistic_id": "a-year",
                "subject": "time limit: to improve",
                "value": 12,
                "unit": "months",
                "bound": "exact",
                "as_printed": "12 months",
            },
        ],
    )


def cut_short(folder):
    """Two awards of forty, before anybody was judged; budgets inside one that is not the largest."""
    fund = {"programme": "Change fund", "kind": "budget", "amount_bound": "exact"}
    return write(
        folder,
        commitments=[
            fund | {"commitment_id": "fund", "amount_gbp": 90000000, "as_printed": "£90m", "announced": "2014-01"},
            fund | {"commitment_id": "first", "amount_gbp": 40000000, "as_printed": "£40m", "part_of": "fund"},
            fund | {"commitment_id": "next", "amount_gbp": 150000000, "as_printed": "£150m", "period": "2016/.."},
            fund
            | {
                "commitment_id": "round",
                "kind": "award round",
                "amount_gbp": 45300000,
                "as_printed": "£45.3m",
                "announced": "2014-01",
                "awards_stated": 40,
                "part_of": "fund",
            },
            fund
            | {
                "commitment_id": "unlisted",
                "kind": "award round",
                "amount_gbp": 7000000,
                "as_printed": "£7m",
                "awards_stated": 3,
            },
        ],
        awards=[
            award("leeds", 4000000, "£4m", commitment_id="round", announced="2014-01", theme="early help"),
            award(
                "joint",
                3860000,
                "£3.86m",
                commitment_id="round",
                announced="2014-01",
                theme="fostering",
                recipient_type="councils jointly",
            ),
        ],
        award_councils=[
            {"award_id": "leeds", "council_id": "leeds", "role": "recipient"},
            {"award_id": "joint", "council_id": "kent", "role": "recipient"},
        ],
        statistics=[
            {"statistic_id": "joint-ones", "subject": "joint bids", "value": 1, "unit": "bids", "bound": "exact"},
            {"statistic_id": "partners", "subject": "partners", "value": 3, "unit": "councils", "bound": "exact"},
        ],
        claims=[
            {"claim_id": "none", "claim": "Three", "check": "awards listed match the number", "about": "unlisted"},
            {
                "claim_id": "joint-count",
                "claim": "One joint bid",
                "check": "recipients of a type match the number: councils jointly",
                "about": "joint-ones round",
            },
            {
                "claim_id": "partner-count",
                "claim": "Three partners",
                "check": "councils listed match the number: partner",
                "about": "partners leeds",
            },
            {
                "claim_id": "raised",
                "claim": "As announced",
                "check": "matches the official figure",
                "about": "fund programme-raised",
            },
        ],
    )


def mixed_print(folder):
    """Percentages beside plain counts, a count before the record begins, ratings of every basis."""
    now = {"spread_id": "now", "as_at": "2016-03-31", "counted": "councils", "inspected": 80}
    rating = {"framework": "SIF", "scope": "overall", "grade": "inadequate", "date_basis": "published"}
    tests = {
        "sandwell-june": ("dates match the record", "sandwell"),
        "sandwell-visit": ("dates match the record", "sandwell-visited"),
        "sandwell-said": ("dates match the record", "sandwell-said"),
        "part-grade": ("grades match the record", "sandwell-part sandwell-later"),
        "below-good": ("grade is a majority: requires improvement or inadequate", "now"),
        "complete": ("percentages add to 100", "now"),
        "outnumbered": ("grade outnumbers: good > inadequate", "early"),
        "beyond": ("grade outnumbers: good > inadequate", "late"),
    }
    return write(
        folder,
        rating_spreads=[
            now | {"grade": "inadequate", "percent": "22.5", "decimals": 1, "as_printed": "22.5 per cent"},
            now | {"grade": "requires improvement", "percent": "52.5", "decimals": 1, "as_printed": "52.5 per cent"},
            now | {"grade": "good", "count": 20, "as_printed": "20"},
            {"spread_id": "early", "as_at": "2013-12", "counted": "councils", "grade": "good", "count": 2},
            {
                "spread_id": "late",
                "source_id": "echo-2019-03-02",
                "as_at": "2019-02",
                "counted": "councils",
                "inspected": 30,
                "grade": "good or outstanding",
                "percent": 60,
                "decimals": 0,
                "as_printed": "60 per cent",
            },
        ],
        council_ratings=[
            rating | {"rating_id": "sandwell", "council_id": "sandwell", "dated": "2015-06"},
            rating
            | {
                "rating_id": "sandwell-visited",
                "council_id": "sandwell",
                "dated": "2015-01",
                "date_basis": "inspection began",
            },
            rating
            | {"rating_id": "sandwell-said", "council_id": "sandwell", "dated": "2016-05-10", "date_basis": "article"},
            rating
            | {
                "rating_id": "sandwell-part",
                "council_id": "sandwell",
                "dated": "2015-06",
                "scope": "child protection",
                "grade": "good",
            },
            rating
            | {
                "rating_id": "sandwell-later",
                "source_id": "echo-2019-03-02",
                "council_id": "sandwell",
                "dated": "2018-12",
                "framework": "after SIF",
                "grade": "good",
            },
        ],
        events=[
            {
                "event_id": "sandwell-commissioner",
                "council_id": "sandwell",
                "kind": "commissioner appointed",
                "status": "happened",
                "dated": "2016-05",
            },
        ],
        claims=[{"claim_id": i, "claim": i, "check": test, "about": about} for i, (test, about) in tests.items()],
    )


def fifty_articles(folder):
    """Many articles of several publishers, each with one event of the same council."""
    sources = [
        {
            "source_id": f"paper-{i}",
            "title": f"Story {i}",
            "publisher": f"The Paper {i % 3}",
            "published": f"{2015 + i // 12}-{i % 12 + 1:02}-15",
            "kind": "news",
        }
        for i in range(50)
    ]
    events = [
        {
            "event_id": f"visit-{i}",
            "source_id": f"paper-{i}",
            "council_id": "leeds",
            "kind": "monitoring visit",
            "status": "happened",
            "dated": f"{2015 + i // 12}-{i % 12 + 1:02}",
        }
        for i in range(50)
    ]
    return write(folder, sources=sources, events=events)


ALL = [
    fifty_articles,
    only_sources,
    vague_money,
    one_award,
    later_ratings,
    undated_events,
    busy_events,
    cut_short,
    mixed_print,
]
