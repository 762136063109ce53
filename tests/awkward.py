"""Folders that an adapter could well bring: empty tables, vague amounts, other years, odd mixtures, hostile text.

Each function fills a folder that `check` accepts. Those under “As others brought them” are made after real
folders of people, in few rows: what must be said of each stands in test_template.py.
"""

from helpers_for_tests import write_csv

from tools.raw import fields
from tools.workbook import articles

ECHO, LATER = "echo-2016-05-10", "echo-2019-03-02"
PLACED = {"source_id": ECHO, "paragraph": "4", "as_printed": "as printed"}


def paper(source, published, **more):
    """An article's row."""
    return dict(source_id=source, title="A headline", publisher="The Echo", published=published, kind="news") | more


TWO = [paper(ECHO, "2016-05-10"), paper(LATER, "2019-03-02", kind="feature", limits="Read on paper.")]


def write(folder, sources=TWO, **tables):
    """Write the article tables of a folder; rows are filled up with a source, a paragraph and a print."""
    first = {} if sources is TWO else {"source_id": sources[0]["source_id"]}
    for description in articles():
        name, names, rows = description["name"], fields(description), []
        for row in sources if name == "sources" else tables.pop(name, []):
            whole = row if name == "sources" else {k: v for k, v in (PLACED | first).items() if k in names} | row
            assert not set(whole) - set(names), set(whole) - set(names)
            rows.append([str(whole.get(column, "")) for column in names])
        write_csv(folder / description["path"], [names, *rows])
    assert not tables, f"no such tables: {list(tables)}"
    return folder


def award(name, pounds, printed, bound="exact", **more):
    """An award's row."""
    known = {"amount_gbp": pounds, "amount_bound": bound, "recipient_type": "council"}
    return dict(award_id=name, recipient=name.title(), as_printed=printed) | known | more


def fund(name, pounds, printed, kind="budget", **more):
    """A commitment's row."""
    known = {"programme": "Change fund", "amount_gbp": pounds, "amount_bound": "exact" if pounds else ""}
    return dict(commitment_id=name, kind=kind, as_printed=printed) | known | more


def link(award_id, council, role="recipient", **more):
    """A row of award_councils."""
    return dict(award_id=award_id, council_id=council, role=role) | more


def event(name, council, kind, dated="", status="happened", **more):
    """An event's row."""
    return dict(event_id=name, council_id=council, kind=kind, dated=dated, status=status) | more


def rating(name, council, dated, grade="inadequate", basis="published", **more):
    """A row of council_ratings."""
    known = {"framework": "SIF", "scope": "overall", "date_basis": basis}
    return dict(rating_id=name, council_id=council, dated=dated, grade=grade) | known | more


def spread(name, as_at, grade, count="", percent="", printed="", **more):
    """A row of rating_spreads."""
    print_ = printed or (f"{percent} per cent" if percent else count)
    known = {"count": count, "percent": percent, "decimals": 0 if percent and percent == int(percent) else ""}
    known["decimals"] = 1 if percent and percent != int(percent) else known["decimals"]
    return dict(spread_id=name, as_at=as_at, counted="councils", grade=grade, as_printed=print_) | known | more


def figure(name, value, unit, printed, subject="", **more):
    """A statistic's row."""
    known = {"subject": subject or name, "bound": "exact", "as_printed": printed}
    return dict(statistic_id=name, value=value, unit=unit) | known | more


def claim(name, check, about, **more):
    """A claim's row."""
    return dict(claim_id=name, claim=f"As to {name}", check=check, about=about) | more


def member(programme, council, group="", **more):
    """A row of memberships."""
    return dict(programme=programme, council_id=council, group=group, as_printed=council) | more


# --- made up ---


def only_sources(folder):
    """One article that gave no row at all."""
    return write(folder, [TWO[0]])


def vague_money(folder):
    """A total that is only “more than”, a ceiling among the awards, three of ten listed."""
    total = {"amount_bound": "at least", "awards_stated": 10, "announced": "2016-05", "programme": "Partnership fund"}
    trust = {"recipient_type": "trust", "theme": "early help", "commitment_id": "round"}
    return write(
        folder,
        commitments=[fund("round", 10000000, "more than £10m", "award round", **total)],
        awards=[
            award("leeds", 2000000, "up to £2m", "up to", commitment_id="round", announced="2016-05-09"),
            award("kent", 1500000, "£1.5m", commitment_id="round"),
            award("trust", 1500000, "about £1.5m", "about", **trust),
        ],
        award_councils=[link("leeds", "leeds"), link("trust", "slough", "place")],
        claims=[claim("total", "awards sum to the total", "round")],
    )


def one_award(folder):
    """A single award of no round, with no date."""
    return write(folder, awards=[award("kent", 850000, "£850,000")], award_councils=[link("kent", "kent")])


def nothing_paid(folder):
    """Awards that are all nought, and some whose amount no article prints."""
    return write(
        folder,
        awards=[
            award("leeds", 0, "£0"),
            award("kent", 0, "£0"),
            award("surrey", "", "a share", "", source_id=LATER),
            award("dorset", "", "another share", "", source_id=LATER),
        ],
    )


def ranges_and_lengths(folder):
    """A range, a length without dates, a round without an amount, and more awards than are stated."""
    return write(
        folder,
        commitments=[fund("round", "", "a new round", "award round", awards_stated=2, period="P18M")],
        awards=[
            award("leeds", 2000000, "£2m to £3m", amount_to_gbp=3000000, commitment_id="round", period="P3Y"),
            award("kent", 1000000, "£1m", commitment_id="round"),
            award("essex", 500000, "£500,000", commitment_id="round"),
        ],
    )


def later_ratings(folder):
    """Counts with three grades, decimals, a pair of grades, and one of a time that nobody has recorded yet."""
    now = {"source_id": LATER, "counted": "authorities", "inspected": 40}
    then = {"inspected": 87}
    return write(
        folder,
        rating_spreads=[
            spread("now", "2019-02-28", "inadequate", 8, **now),
            spread("now", "2019-02-28", "requires improvement", 20, **now),
            spread("now", "2019-02-28", "good or outstanding", 12, **now),
            spread("then", "2016-03-31", "inadequate", "", 24.1, **then),
            spread("then", "2016-03-31", "good", "", 25.3, **then),
            spread("homes", "2016-03-31", "good", 3, counted="children’s homes"),
        ],
        council_ratings=[rating("kent-2018", "kent", "2018", "good", framework="after SIF", source_id=LATER)],
        claims=[
            claim("now-record", "spread matches the record", "now", source_id=LATER),
            claim("then-record", "spread matches the record", "then"),
            claim("kent-grade", "grades match the record", "kent-2018", source_id=LATER),
        ],
    )


def before_the_record(folder):
    """An article of 2012, older than the first report of the record, that counts and rates."""
    return write(
        folder,
        [paper("gazette-2012-05-01", "2012-05-01")],
        rating_spreads=[spread("early", "2012-04", "good", 2)],
        council_ratings=[rating("kent-2012", "kent", "2012", "good", framework="before SIF")],
        awards=[award("kent", 850000, "£850,000", announced="2012-05-01")],
        award_councils=[link("kent", "kent")],
    )


def undated_events(folder):
    """Events without any date."""
    return write(
        folder,
        events=[
            event("notice", "leeds", "improvement notice"),
            event("visit", "kent", "monitoring visit", status="planned"),
            event("law", "", "bill published"),
        ],
    )


def busy_events(folder):
    """Every known step, an open interval, a plan revised twice, and a date far ahead."""
    later = {"status": "expected", "council": "kent", "kind": "trust launched"}
    return write(
        folder,
        events=[
            event("leeds-notice", "leeds", "improvement notice", "2014-03"),
            event("leeds-lifted", "leeds", "improvement notice lifted", "2015~"),
            event("kent-commissioner", "kent", "commissioner appointed", "2016-02/.."),
            event("kent-trust", "kent", "trust launched", "2016-04", "planned"),
            event("kent-trust-later", dated="2017-04", revises="kent-trust", **later),
            event("kent-trust-last", dated="2017-04/2018-01", revises="kent-trust-later", **later),
            event("limit", "", "limit set", "2016-05-01"),
        ],
        statistics=[figure("a-year", 12, "months", "12 months", "time limit: to improve")],
    )


def cut_short(folder):
    """Two awards of forty, before anybody was judged; budgets inside one that is not the largest."""
    stated = {"kind": "award round", "announced": "2014-01", "awards_stated": 40, "part_of": "fund"}
    first = {"commitment_id": "round", "announced": "2014-01"}
    return write(
        folder,
        commitments=[
            fund("fund", 90000000, "£90m", announced="2014-01"),
            fund("first", 40000000, "£40m", part_of="fund"),
            fund("next", 150000000, "£150m", period="2016/2018"),
            fund("round", 45300000, "£45.3m", **stated),
            fund("unlisted", 7000000, "£7m", "award round", awards_stated=3),
        ],
        awards=[
            award("leeds", 4000000, "£4m", theme="early help", **first),
            award("joint", 3860000, "£3.86m", theme="fostering", **first | {"recipient_type": "councils jointly"}),
        ],
        award_councils=[link("leeds", "leeds"), link("joint", "kent")],
        statistics=[
            figure("joint-ones", 1, "bids", "one joint bid"),
            figure("partners", 3, "councils", "three councils"),
        ],
        claims=[
            claim("none", "awards listed match the number", "unlisted"),
            claim("count", "recipients of a type match the number: councils jointly", "joint-ones round"),
        ],
    )


def mixed_print(folder):
    """Percentages beside plain counts, a council without a grade, ratings of every basis and scope."""
    now = {"inspected": 80}
    return write(
        folder,
        rating_spreads=[
            spread("now", "2016-03-31", "inadequate", "", 22.5, **now),
            spread("now", "2016-03-31", "requires improvement", "", 52.5, **now),
            spread("now", "2016-03-31", "good", 20, **now),
            spread("early", "2013-12", "good", 2),
            spread("late", "2019-02", "good or outstanding", "", 60, source_id=LATER, inspected=30),
        ],
        council_ratings=[
            rating("sandwell", "sandwell", "2015-06"),
            rating("sandwell-visited", "sandwell", "2015-01", basis="inspection began"),
            rating("sandwell-said", "sandwell", "2016-05-10", basis="article"),
            rating("sandwell-part", "sandwell", "2015-06", "good", scope="child protection"),
            rating("sandwell-later", "sandwell", "2018-12", "good", framework="after SIF", source_id=LATER),
        ],
        events=[event("sandwell-commissioner", "sandwell", "commissioner appointed", "2016-05")],
        claims=[
            claim("sandwell-june", "dates match the record", "sandwell"),
            claim("part-grade", "grades match the record", "sandwell-part sandwell-later", source_id=LATER),
        ],
    )


def gone_councils(folder):
    """Councils that are no more, with money and grades in their own time, and their successors."""
    return write(
        folder,
        council_ratings=[rating("northamptonshire", "northamptonshire", "2016-04", "requires improvement")],
        awards=[
            award("north", 100000, "£100,000", announced="2016-05"),
            award("county", 200000, "£200,000", announced="2016-05"),
        ],
        award_councils=[link("north", "northamptonshire"), link("county", "cumbria", "partner")],
    )


def fifty_articles(folder):
    """Many articles of several publishers, each with one event of the same council."""
    days = [f"{2015 + i // 12}-{i % 12 + 1:02}" for i in range(50)]
    sources = [paper(f"paper-{i}", f"{day}-15", publisher=f"The Paper {i % 3}") for i, day in enumerate(days)]
    visits = [event(f"visit-{i}", "leeds", "monitoring visit", d, source_id=f"paper-{i}") for i, d in enumerate(days)]
    return write(folder, sources, events=visits)


def five_lists(folder):
    """Awards of five rounds, each with two."""
    rounds = [fund(f"round-{i}", 1000 * i, f"£{1000 * i:,}", "award round", awards_stated=2) for i in range(1, 6)]
    pairs = [(i, half) for i in range(1, 6) for half in ("one", "two")]
    awards = [award(f"{half}-{i}", 500 * i, f"£{500 * i:,}", commitment_id=f"round-{i}") for i, half in pairs]
    return write(folder, commitments=rounds, awards=awards)


def many_awards(folder, n=700):
    """A long list of awards, two of them at one council."""
    rows = [
        award(f"trust-{i}", 1000 + i, f"£{1000 + i:,}", recipient_type="charity", theme=f"theme {i % 40}")
        for i in range(n)
    ]
    return write(
        folder, awards=rows, award_councils=[link("trust-1", "leeds", "place"), link("trust-2", "leeds", "place")]
    )


def funders_file(folder):
    """What an import of a funder's grants leaves: a web page, many awards, one of them larger."""
    rows = [award(f"grant-{i}", 1000 + i, f"£{1000 + i:,}", recipient_type="charity") for i in range(199)]
    rows.append(award("trust", 2001, "£2,001", recipient_type="charity"))
    return write(folder, [paper("file-2016-05-01", "2016-05-01", kind="web page")], awards=rows)


HOSTILE = "R&D for <Children> *Star* [x](y) `C$5` and C$6 <img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %}"
BLOCK = "x\n\n```{include} /etc/hostname\n```\n\n# y"


def hostile(folder):
    """Text that means something to Markdown, HTML, MyST, mathematics or Jinja, wherever a person types words."""
    a, b = HOSTILE, BLOCK
    source = paper(ECHO, "2016-05-10", title=a, publisher=b, author=a, limits=b)
    whole = {"note": b, "as_printed": "<b>A</b> *b* [c](d) $e$"}
    return write(
        folder,
        [source, paper(LATER, "2019-03-02", publisher=a)],
        commitments=[fund("round", 3000000, "£3m", "award round", programme=a, awards_stated=2, note=b)],
        awards=[
            award("one", 2000000, "£2m", recipient=a, project=b, theme=a, purpose=b, commitment_id="round", note=b),
            award("two", 1000000, "£1m", recipient=b, project=a, theme=b, purpose=a, commitment_id="round", note=b),
        ],
        award_councils=[link("one", "kent", **whole)],
        rating_spreads=[spread("now", "2016-03-31", "good", 20, counted=a, note=b)],
        council_ratings=[rating("kent-2015", "kent", "2015", **whole)],
        events=[event("event-1", "kent", a, "2015", **whole), event("event-2", "leeds", a, "2016", **whole)],
        memberships=[member(a, "kent", b, note=b), member(a, "leeds", a, note=b)],
        statistics=[figure("figure-1", 20, a, "20", b, note=b), figure("figure-2", 3, "months", "3 months", a)],
        claims=[claim("claim", "grades match the record", "kent-2015", claim=a, said_by=b, note=b)],
        left_out=[{"reason": a, "as_printed": b}],
    )


# --- As others brought them ---


def at_least_award(folder):
    """One award of “more than” an amount among three."""
    paid = {"commitment_id": "round", "announced": "2024-03-26"}
    return write(
        folder,
        [paper("paper-2024", "2024-03-26")],
        commitments=[fund("round", 5000000, "£5m", "award round", announced="2024-03-26", awards_stated=3)],
        awards=[
            award("one", 499999, "£499,999", **paid),
            award("two", 382159, "£382,159", **paid),
            award("three", 400000, "more than £400,000", "at least", **paid),
        ],
    )


def article_of_2025(folder):
    """An article of 2025: sums inside one of them, a ceiling in a list, new councils, percentages of 153."""
    new = {"announced": "2025-05-12", "commitment_id": "round"}
    year, pair = "2025-04-01/2026-03-31", "cumberland-westmorland"
    counts = (("outstanding", 24), ("good", 43), ("requires improvement", 26), ("inadequate", 7))
    return write(
        folder,
        [paper("chronicle-2025-05-14", "2025-05-14")],
        commitments=[
            fund("partnership", 523000000, "£523m", period=year),
            fund("prevention", 270000000, "up to £270m", amount_bound="up to", period=year, part_of="partnership"),
            fund("review", 2000000000, "about £2bn", amount_bound="about", programme="spending review", period="P3Y"),
            fund(
                "round",
                9100000,
                "£9.1m in all",
                "award round",
                announced="2025-05-12",
                part_of="partnership",
                awards_stated=4,
            ),
            fund("areas", 45000000, "£45m", "spending", programme="pathfinder areas"),
        ],
        awards=[
            award("somerset", 4200000, "£4.2m over three years", theme="child protection", **new),
            award(
                pair,
                2800000,
                "£2.8m over two years",
                theme="family help",
                **new | {"recipient_type": "councils jointly"},
            ),
            award("north", 1350000, "up to £1.35m", "up to", **new),
            award("rights", 750000, "£750,000", theme="children in care", **new | {"recipient_type": "charity"}),
        ],
        award_councils=[
            link("somerset", "somerset"),
            link(pair, "cumberland"),
            link(pair, "westmorland-and-furness"),
            link("north", "north-northamptonshire"),
        ],
        rating_spreads=[spread("march", "2025-03-31", grade, "", share, inspected=153) for grade, share in counts],
        council_ratings=[
            rating("cumberland", "cumberland", "2025-03-12", "requires improvement to be good", framework="ILACS"),
            rating("westmorland", "westmorland-and-furness", "2025-02", "good", framework="ILACS"),
            rating("somerset-2022", "somerset", "2022", "good", "inspected", framework="ILACS"),
        ],
        events=[
            event("north-notice", "north-northamptonshire", "improvement notice", "2024-10"),
            event(
                "north-report", "north-northamptonshire", "commissioner’s report", "2025-05-14/2025-06-30", "expected"
            ),
        ],
        claims=[claim("four", "awards sum to the total", "round")],
    )


def own_grades_only(folder):
    """Awards before Ofsted's record began to councils that the article itself rates."""
    return write(
        folder,
        [paper("paper-2013-06-01", "2013-06-01")],
        council_ratings=[rating("kent-2012", "kent", "2012", "good", framework="before SIF")],
        awards=[award("kent", 100000, "£100,000", announced="2013-06-01")],
        award_councils=[link("kent", "kent")],
    )


def round_without_awards(folder):
    """One award round, no award, and the councils that share it, by programme."""
    courts, talks = "Support: courts", "Support: conferences"
    return write(
        folder,
        [paper("paper-2019-08-09", "2019-08-09")],
        commitments=[fund("support", 15500000, "£15.5m", "award round", programme="Support", announced="2019-08")],
        memberships=[
            *[member(courts, c, commitment_id="support") for c in ("leeds", "walsall", "coventry", "birmingham")],
            *[member(talks, c, commitment_id="support") for c in ("birmingham", "plymouth", "salford")],
        ],
        statistics=[figure("councils", 39, "councils", "39 councils")],
    )


def two_rounds_partly_dated(folder):
    """Two articles with a list each: one dated and of ceilings, one without dates."""
    one, two = {"announced": "2017-07-06"}, {"source_id": "news-2017-01-25"}
    other = {"recipient_type": "other"}
    return write(
        folder,
        [paper("projects-2017-07-06", "2017-07-06"), paper("news-2017-01-25", "2017-01-25")],
        awards=[
            award("derby", 771000, "Up to £771k", "up to", **one),
            award("agency", 1950000, "Up to £1.95m over two years", "up to", **one | {"recipient_type": "company"}),
            award("catch", 1400000, "£1.4m", **two | other),
            award("trust", 3090000, "£3.09m", **two | {"recipient_type": "trust"}),
            award("durham", 3260000, "£3.26m", **two),
            award("gloucestershire", 1520000, "£1.52m", **two),
        ],
        award_councils=[
            link("derby", "derby"),
            link("agency", "peterborough", "partner"),
            link("catch", "cheshire-east", **two),
            link("trust", "doncaster", "place", **two),
            link("durham", "county-durham", **two),
            link("gloucestershire", "gloucestershire", **two),
        ],
    )


def sums_spent(folder):
    """Sums spent and nothing awarded, a time limit beside nothing, and statements that all hold."""
    old = {"source_id": "news-2016-01-08"}
    spent = {"kind": "spending", "programme": "set-up of trusts"}
    return write(
        folder,
        [paper("answer-2018-01-17", "2018-01-17", kind="written answer"), paper("news-2016-01-08", "2016-01-08")],
        commitments=[
            fund("doncaster", 2900000, "£2.9 million", **spent),
            fund("slough", 3300000, "£3.3 million", **spent),
            fund("sunderland", 2500000, "£2.5 million", **spent),
        ],
        council_ratings=[
            rating("norfolk", "norfolk", "2015-10", **old),
            rating("sandwell", "sandwell", "2015-06", **old),
        ],
        events=[
            event("doncaster-trust", "doncaster", "trust launched", "2014-10"),
            event("slough-trust", "slough", "trust launched", "2015-09"),
            event("speech", "", "policy announced", "2015-12", **old),
        ],
        statistics=[figure("six-months", 6, "months", "within six months", "time limit: to improve", **old)],
        claims=[
            claim("norfolk-record", "grades match the record", "norfolk", **old),
            claim("sandwell-record", "dates match the record", "sandwell", **old),
        ],
    )


def pair_and_part(folder):
    """A share of two grades together and the number at one of them; the reports of inspections come out later."""
    day, of = "2017-10-31", {"counted": "authorities", "inspected": 152}
    return write(
        folder,
        [paper("ofsted-2017-12-20", "2017-12-20", kind="official statistics")],
        rating_spreads=[
            spread("october", day, "good or outstanding", "", 36, **of),
            spread("october", day, "inadequate", "", 19, **of),
            spread("october", day, "outstanding", 3, **of),
            spread("march", "2017-03-31", "good or outstanding", "", 29, counted="authorities"),
            spread("march", "2017-03-31", "inadequate", "", 24, counted="authorities"),
        ],
    )


def group_of_fifteen(folder):
    """A budget without a date, fifteen councils in three groups, one event."""
    groups = {
        "No Wrong Door": "redcar-and-cleveland rochdale norfolk leicester warrington",
        "Family Valued": "newcastle-upon-tyne warwickshire coventry sefton solihull",
        "Family Safeguarding": "lancashire telford-and-wrekin walsall swindon wandsworth",
    }
    name = "Strengthening Families, Protecting Children"
    return write(
        folder,
        [paper("journal-2019-10-05", "2019-10-05")],
        commitments=[fund("families", 84000000, "£84m", programme=name)],
        memberships=[member(name, c, group) for group, councils in groups.items() for c in councils.split()],
        events=[event("norfolk-launch", "norfolk", "No Wrong Door launched", "2020", "planned")],
        statistics=[figure("areas", 15, "areas", "one of 15 areas")],
    )


def council_twice(folder):
    """One council in two awards of a round, another in an award beside it."""
    paid = {"announced": "2016-06-01", "recipient_type": "charity"}
    return write(
        folder,
        [paper("paper-2016", "2016-06-01")],
        commitments=[fund("round", 300000, "£300,000", "award round", announced="2016-06-01", awards_stated=3)],
        awards=[
            award("one", 100000, "£100,000", commitment_id="round", **paid),
            award("two", 120000, "£120,000", commitment_id="round", **paid),
            award("three", 80000, "£80,000", commitment_id="round", **paid),
            award("beside", 5000, "£5,000", **paid),
        ],
        award_councils=[link("one", "kent", "place"), link("two", "kent", "place"), link("beside", "essex", "place")],
    )


def kind_with_a_capital(folder):
    """One kind of event in two spellings, planned for some and happened at one."""
    names = ("barnet", "kirklees", "reading", "worcestershire")
    return write(
        folder,
        [paper("paper-2017-07-26", "2017-07-26")],
        council_ratings=[rating(f"{c}-now", c, "", basis="article") for c in names],
        events=[
            *[event(f"{c}-sought", c, "commissioner appointed", status="planned") for c in names],
            event("kirklees-named", "kirklees", "Commissioner appointed", "2016-11"),
        ],
    )


ALL = [
    only_sources, vague_money, one_award, nothing_paid, ranges_and_lengths, later_ratings, before_the_record,
    undated_events, busy_events, cut_short, mixed_print, gone_councils, fifty_articles, five_lists, many_awards,
    funders_file, hostile, at_least_award, article_of_2025, own_grades_only, round_without_awards,
    two_rounds_partly_dated, sums_spent, pair_and_part, group_of_fifteen, council_twice, kind_with_a_capital,
]  # fmt: skip
