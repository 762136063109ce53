"""Tests of the articles' own statements: each check gives a verdict and what was found.

A check takes the tables, the rows named in the claim's `about`, and the detail behind the colon
of its `check`. It returns one of the four verdicts and a sentence.
"""

import datetime as dt
import itertools

import pandas as pd

from helpers import money, ratings
from helpers.dates import bounds, gap, in_months, say
from helpers.events import in_days
from helpers.tables import cite, find
from helpers.show import listed, number, percent, pounds, sentence, some

HOLDS, ROUNDED = "holds", "holds within rounding"
FAILS, OPEN = "does not hold", "cannot be settled"
VERDICTS = [HOLDS, ROUNDED, FAILS, OPEN]
CHECKS, NEEDS, BESIDE = {}, {}, {}
RECORD = "the record"
TYPES = ["council", "councils jointly", "trust", "charity", "public body", "university", "company", "other"]
ROLES = ["recipient", "partner", "place"]


class Lack(str):
    """What was found where something is missing for a test: the verdict is open, but no conflict."""


def _lacks(words):
    return OPEN, Lack(words)


def check(name, *tables, detail=(), beside=""):
    """Register the check of that name, the tables its claim must name and the details it takes.

    beside: what it holds the claim against, where that is not an article.
    """
    NEEDS[name], BESIDE[name] = (tables, list(detail)), beside
    order = [name for names in tables for name in names.split("|")]

    def register(function):
        def checked(t, rows, detail=""):  # only rows of those tables, in their order
            rows = [pair for pair in rows if pair[0] in order]
            return function(t, sorted(rows, key=lambda pair: order.index(pair[0])), detail)

        return CHECKS.setdefault(name, checked)

    return register


def _one(rows, table):
    """The first row that is of the table."""
    return next(found.iloc[0] for name, found in rows if name == table)


def _each(rows):
    """One row for each identifier that the claim names."""
    return [found.iloc[0] for _, found in rows]


def _awards(t, commitment):
    return t.awards[t.awards["commitment_id"] == commitment["commitment_id"]]


def _equal(found, stated, what):
    words = f"{what}: {number(found) if found else 'none'} in the tables, {number(int(stated))} in the article"
    return (HOLDS if found == stated else FAILS), words


def _sum(parts, whole, words, inside=False):
    """Compare the sum of parts with a whole, both as the bounds of what is printed.

    inside: the parts need not fill the whole.
    """
    parts, whole = money.with_bounds(parts), money.with_bounds(whole.to_frame().T).iloc[0]
    total, low, high = (float(parts[c].sum()) for c in ("amount_gbp", "low", "high"))
    said = f"{words} {money.come_to(parts)}, against {money.amount(whole)}"
    if total == whole["amount_gbp"] or (inside and high <= whole["low"]):
        return HOLDS, said
    fits = low <= whole["high"] and (inside or whole["low"] <= high)
    return (ROUNDED if fits else FAILS), said


@check("awards sum to the total", "commitments")
def _(t, rows, detail):
    whole = _one(rows, "commitments")
    parts, stated = _awards(t, whole), whole["awards_stated"]
    if parts.empty or (pd.notna(stated) and stated != len(parts)):
        listing = f"only {number(len(parts))}" if len(parts) else "none"
        verb = "are" if len(parts) > 1 else "is"
        return _lacks(f"{listing} of the {'' if pd.isna(stated) else number(stated) + ' '}awards {verb} listed")
    return _sum(parts, whole, f"the {some(len(parts), 'award')} listed")


@check("awards listed match the number", "commitments")
def _(t, rows, detail):
    whole = _one(rows, "commitments")
    if pd.isna(whole["awards_stated"]):
        return _lacks("no number of awards is stated")
    if _awards(t, whole).empty:
        return _lacks("none of the awards is listed")
    return _equal(len(_awards(t, whole)), whole["awards_stated"], "awards")


def _parts(t, rows, inside):
    whole = _one(rows, "commitments")
    parts = t.commitments[t.commitments["part_of"] == whole["commitment_id"]]
    parts = parts[parts["kind"] != "grant ceiling"]
    same = parts["kind"] == whole["kind"]  # a round is paid out of a budget: the two are not added up
    parts = parts[same] if same.any() else parts
    if parts.empty:
        return _lacks("no part of it is in the tables")
    return _sum(parts, whole, f"the {some(len(parts), 'part')} listed", inside)


@check("parts make the whole", "commitments")
def _(t, rows, detail):
    return _parts(t, rows, inside=False)


@check("parts fit the whole", "commitments")
def _(t, rows, detail):
    return _parts(t, rows, inside=True)


@check("amounts printed twice agree", "awards|commitments")
def _(t, rows, detail):
    differ, count = [], 0
    for row in _each(rows):
        for other in t.mentions.loc[t.mentions["about"] == row.iloc[0], "as_printed"]:
            if amounts := money.AMOUNT.findall(other):
                count += 1
                if len(amounts) > 1 or money.printed_amount(other)[0] != row["amount_gbp"]:
                    differ.append(f"{other} against {row['as_printed']}")
    if not count:
        return _lacks("none of the amounts is printed twice")
    return (FAILS, listed(differ)) if differ else (HOLDS, f"{some(count, 'amount')}, each the same twice")


@check("percentages add to 100", "rating_spreads")
def _(t, rows, detail):
    spread = rows[0][1].dropna(subset=["percent"])
    total = float(spread["percent"].sum())
    slack = sum(ratings.half_step(row) for row in spread.to_dict("records"))
    if ratings.covered(spread["grade"]) != set(ratings.GRADES):
        return _lacks(f"the grades printed add to {total:g} per cent; no percentage is printed of the others")
    verdict = HOLDS if abs(total - 100) < 1e-9 else ROUNDED if abs(total - 100) <= slack else FAILS
    return verdict, f"they add to {total:g}"


@check("percentages fit whole numbers", "rating_spreads")
def _(t, rows, detail):
    spread = rows[0][1].dropna(subset=["percent", "inspected"])
    if spread.empty:
        return _lacks("the percentages or their total are not printed")
    fits = ratings.fits(spread)
    words = f"{some(len(fits), 'whole-number table')} of {int(spread['inspected'].iloc[0])} would print so"
    return (HOLDS if len(fits) else FAILS), words


@check("grade is a majority", "rating_spreads", detail=ratings.GRADES)
def _(t, rows, detail):
    spread, grades = rows[0][1], set(detail.split(" or "))
    spread = spread[[ratings.covered([g]) <= grades for g in spread["grade"]]]
    if ratings.covered(spread["grade"]) != grades:
        return _lacks(f"no share of {detail} is printed")
    if spread["percent"].notna().all():
        share = float(spread["percent"].sum()) / 100
        half = sum(ratings.half_step(row) for row in spread.to_dict("records")) / 100
        words = f"{100 * share:g}%"
    elif spread["count"].notna().all() and spread["inspected"].notna().all():
        share, half = float(spread["count"].sum()) / float(spread["inspected"].iloc[0]), 0
        words = percent(share)
    else:
        return _lacks("no share is printed")
    verdict = HOLDS if share - half > 0.5 else FAILS if share + half <= 0.5 else OPEN
    return verdict, f"{words} stand at {detail}"


@check("spread matches the record", "rating_spreads", beside=RECORD)
def _(t, rows, detail):
    found = ratings.matches(rows[0][1], t.ofsted_sif_judgements, t.published)
    if found.empty:
        return _lacks("the record does not reach the date")
    words = []
    for by in ratings.WAYS:
        table = ", ".join(f"{r[by]} {r['grade']}" for _, r in found.iterrows())
        words.append(f"by {by} it has {table}, of {found[f'{by}_total'].iloc[0]}")
    agree = ratings.agreeing(found)
    says = f"what is printed agrees by {listed(agree)}" if agree else "what is printed agrees with neither"
    if agree == ["report"]:  # the article counts councils, and only counting reports fits: an inference
        return OPEN, f"the record: {'; '.join(words)}; {says} alone, which would be an inference"
    verdict = FAILS if not agree else ROUNDED if rows[0][1]["percent"].notna().any() else HOLDS
    return verdict, f"the record: {'; '.join(words)}; {says}"


@check("grade outnumbers", "rating_spreads", detail=ratings.GRADES, beside=RECORD)
def _(t, rows, detail):
    one, others = (side.split(" + ") for side in detail.split(" > "))
    spread = rows[0][1]
    day = ratings.last_day(spread)
    if not ratings.covers(t.ofsted_sif_judgements, day):
        return _lacks("the record does not reach the date")
    own = spread[spread["grade"].isin(one)].dropna(subset=["count"])
    words, holds = [], []
    for by in ratings.WAYS:
        table = ratings.counts(t.ofsted_sif_judgements, day - dt.timedelta(1), by)
        a, b = int(table[one].sum()), int(table[others].sum())
        holds += [a > b, *([own["count"].sum() > b] if len(own) else [])]  # the article's own count is a source too
        words.append(f"{a} {listed(one)} against {b} {listed(others)} by {by}")
    verdict = HOLDS if all(holds) else OPEN if any(holds) else FAILS
    counted = [f"{count} {grade}" for count, grade in zip(own["count"], own["grade"])]
    beside = f"; the article’s own count is {listed(counted)}" if counted else ""
    return verdict, f"the record has {listed(words)}{beside}"


@check("grades match the record", "council_ratings", beside=RECORD)
def _(t, rows, detail):
    wrong, missing = [], []
    for row in _each(rows):
        name, grade = t.names[row["council_id"]], _recorded(t.ofsted_sif_judgements, row)
        if not grade:
            missing.append(name)
        elif row["grade"] != grade:
            wrong.append(f"{name} was rated {grade}")
    if wrong or missing:
        nothing = [f"the record has no such grade of {m} for the time" for m in dict.fromkeys(missing)]
        found = listed([*wrong, *nothing])
        return (FAILS, found) if wrong else _lacks(found)
    return HOLDS, f"the record has the same grade for {'each of ' if len(rows) > 1 else ''}{some(len(rows), 'rating')}"


def _recorded(record, row):
    """The record's grade for what a row of council_ratings reports; "" where it has none."""
    start, last = bounds(row["dated"])
    if row["scope"] != "overall" or row["framework"] not in ("", "SIF"):
        return ""  # the record has overall grades of one framework only
    if row["date_basis"] in ("article", "published"):
        if not ratings.covers(record, last):
            return ""
        day = min(last + dt.timedelta(1), max(bounds(p).first for p in record["published"]))
        return ratings.in_force(record, row["council_id"], day)
    reports = record[record["council_id"] == row["council_id"]].sort_values("published")
    after = [start is not None and _follows(p, start) for p in reports["published"]]
    return next(iter(reports.loc[after, "overall"]), "")


def _follows(published, inspected):
    """Whether a report can be that of an inspection: it follows within a year."""
    return 0 <= (bounds(published).first - inspected).days <= 366


@check("dates match the record", "council_ratings", beside=RECORD)
def _(t, rows, detail):
    words, holds = [], []
    record = t.ofsted_sif_judgements
    for row in _each(rows):
        name = t.names[row["council_id"]]
        low, high = bounds(row["dated"])
        if not low or not high:
            return _lacks("a date is missing")
        if row["scope"] != "overall":
            return _lacks("the record has overall grades only")
        if row["date_basis"] == "article":
            return _lacks(f"the article dates no report on {name}")
        same = record[(record["council_id"] == row["council_id"]) & (record["overall"] == row["grade"])]
        if same.empty:
            return _lacks(f"the record has no such judgement of {name}")
        days, undated = list(same["published"]), ""
        if row["date_basis"] == "published":
            holds.append(any(low <= bounds(p).first and bounds(p).last <= high for p in days))
        else:
            days, undated = [p for p in days if _follows(p, low)], ", and the inspection is not dated in the record"
            holds.append(None)
        if days:
            near = min(days, key=lambda p, low=low, high=high: max(low - bounds(p).last, bounds(p).first - high))
            words.append(f"{name}’s report is dated {say(near)}{undated}")
        else:
            words.append(f"the record has no such judgement of {name} within a year")
    if False in holds:
        return FAILS, listed(words)
    return _lacks(listed(words)) if None in holds else (HOLDS, listed(words))


@check("first of the grade in the record", "council_ratings", beside=RECORD)
def _(t, rows, detail):
    mine = pd.concat([found for _, found in rows])
    same = t.ofsted_sif_judgements[t.ofsted_sif_judgements["overall"] == mine["grade"].iloc[0]]
    if same.empty:
        return _lacks("the record has no such judgement")
    first = same[same["published"] == same["published"].min()]
    named = listed([t.names[c] for c in sorted(first["council_id"])])
    verdict = HOLDS if set(first["council_id"]) == set(mine["council_id"]) else FAILS
    return verdict, f"the first in the record: {named}, {say(first['published'].iloc[0])}"


LINKED = ["award_id", "council", "role", "by record", "by articles"]


def grades_of(t, award_id):
    """Each council of an award with its grade in force on the award's day, by record and articles.

    Columns LINKED. Where there is no grade, `by record` says why: no judgement yet, award not dated,
    outside the record; `by articles` is then “none”.
    """
    record, rows = t.ofsted_sif_judgements, []
    day = bounds(t.awards.set_index("award_id").loc[award_id, "announced"]).last
    missing = "no judgement yet" if ratings.covers(record, day) else "outside the record" if day else "award not dated"
    for link in t.award_councils[t.award_councils["award_id"] == award_id].itertuples():
        by_record = ratings.in_force(record, link.council_id, day) or missing
        by_articles = ratings.by_articles(t.council_ratings, link.council_id, day) or "none"
        rows.append((award_id, t.names[link.council_id], link.role, by_record, by_articles))
    return pd.DataFrame(rows, columns=LINKED)


@check("councils hold the grade", "awards", detail=ratings.GRADES, beside=RECORD)
def _(t, rows, detail):
    found = pd.concat([grades_of(t, award["award_id"]) for award in _each(rows)])
    if found.empty:
        return _lacks("no council is named")
    known = found["by record"].isin(ratings.GRADES)
    words = found["council"] + known.map({True: " was rated ", False: ": "}) + found["by record"]
    if (known & (found["by record"] != detail)).any():
        return FAILS, listed(words)
    return (HOLDS, listed(words)) if known.all() else _lacks(listed(words))


@check("recipients of a type match the number", "statistics", "commitments", detail=TYPES)
def _(t, rows, detail):
    awards = _awards(t, _one(rows, "commitments"))
    count = int((awards["recipient_type"] == detail).sum())
    kind = "of the type" if detail in ("councils jointly", "other") else "that are a"
    return _equal(count, _one(rows, "statistics")["value"], f"recipients {kind} {detail}")


@check("councils listed match the number", "statistics", "awards", detail=ROLES)
def _(t, rows, detail):
    linked = t.award_councils[t.award_councils["award_id"] == _one(rows, "awards")["award_id"]]
    count = int((linked["role"] == detail).sum())
    return _equal(count, _one(rows, "statistics")["value"], f"councils named as {detail}")


@check("group members match the number", "statistics", detail=["any"])
def _(t, rows, detail):
    members = t.memberships.loc[t.memberships["group"] == detail, "council_id"].nunique()
    return _equal(members, _one(rows, "statistics")["value"], f"members of {detail}")


@check("numbers make the count", "statistics", "rating_spreads")
def _(t, rows, detail):
    parts = [float(r.iloc[0]["value"]) for name, r in rows if name == "statistics"]
    whole = _one(rows, "rating_spreads")["count"]
    if pd.isna(whole):
        return _lacks("no count is printed")
    words = f"{' + '.join(f'{p:g}' for p in parts)} = {sum(parts):g}, against {whole}"
    return (HOLDS if sum(parts) == whole else OPEN), words


@check(
    "matches the official figure",
    "statistics|awards|events|commitments",
    "official_figures",
    beside="an official figure",
)
def _(t, rows, detail):
    mine, official = rows[0][1].iloc[0], _one(rows, "official_figures")
    source = f"{official['publisher']} ({say(official['published'])})"
    value = mine["value"] if "value" in mine else mine.get("amount_gbp")
    if pd.notna(official["value"]):
        if pd.isna(value):
            return _lacks("the article gives no number")
        same = value == official["value"]
        both = (float(value), float(official["value"]))
        one, two = (pounds(v) if official["unit"] == "GBP" else f"{v:,.10g}" for v in both)
    else:
        one, two = mine.get("announced", mine.get("dated", "")), official["as_at"]
        (a, b), (c, d) = bounds(one), bounds(two)
        if not all((a, b, c, d)):
            return _lacks("a date is missing")
        same, one, two = a <= c and d <= b, say(one), say(two)
    words = f"the article has {one}, {source} has {two}: {official['subject']}"
    return (HOLDS if same else OPEN), words


@check("events match the number", "statistics", "events")
def _(t, rows, detail):
    count = sum(name == "events" for name, _ in rows)
    return _equal(count, _one(rows, "statistics")["value"], "events")


@check("period matches the length", "statistics", "commitments")
def _(t, rows, detail):
    length, whole = _one(rows, "statistics"), _one(rows, "commitments")
    period = whole["period"]
    if not period or not bounds(period).last:
        return _lacks("no whole period is printed")
    start, _, end = period.partition("/")
    low, high = gap(start, end or start)
    stated = in_days(length)
    if pd.isna(stated):
        return _lacks(f"{length['unit']} are no length of time")
    words = f"{say(period, period=True)} is {in_months(low, high + 1)}, against {length['value']:g} {length['unit']}"
    return (ROUNDED if low - 1 <= stated <= high + 2 else _or_open(length, whole)), words


def _or_open(one, other):
    """Where two articles differ neither is preferred; within one article the statement fails."""
    return FAILS if one["source_id"] == other["source_id"] else OPEN


@check("award dated within the period", "awards")
def _(t, rows, detail):
    award = _one(rows, "awards")
    within = t.commitments[t.commitments["commitment_id"] == award["commitment_id"]]
    if not within["period"].any() or not award["announced"]:
        return _lacks("a date is missing")
    whole = within.iloc[0]
    (a, b), (c, d) = bounds(award["announced"]), bounds(whole["period"])
    b, d = b or dt.date.max, d or dt.date.max
    words = f"{say(award['announced'])}, against a period {say(whole['period'], period=True)}"
    inside, outside = a >= c and b <= d, b < c or a > d
    return (HOLDS if inside else _or_open(award, whole) if outside else OPEN), words


@check("events in order", "events", "events")
def _(t, rows, detail):
    first, second = (event["dated"] for event in _each(rows)[:2])
    low, high = gap(first, second)
    if low is None or high is None:
        return _lacks("a date is missing")
    verdict = HOLDS if low > 0 else FAILS if high < 0 else OPEN
    return verdict, f"{say(first)}, then {say(second)}: {low} to {high} days"


@check("no grade lifted within the limit", "statistics", detail=ratings.GRADES, beside=RECORD)
def _(t, rows, detail):
    limit = _one(rows, "statistics")
    if pd.isna(in_days(limit)):
        return _lacks(f"{limit['unit']} are no length of time")
    found = lifted(t.ofsted_sif_judgements, detail)
    if found.empty:
        return _lacks(f"the record has no {detail} council judged again")
    first = found.iloc[0]
    words = (
        f"of {some(len(found), 'council')} in the record that left {detail}, the quickest was "
        f"{t.names[first['council_id']]} after {in_months(first['days'], first['days'])}; "
        "but a new judgement waits for the next inspection"
    )
    return _lacks(words) if first["days"] > in_days(limit) else (FAILS, words)


def lifted(record, grade):
    """Councils whose report after one of a grade had another: days between, shortest first."""
    rows = []
    for council, reports in record.sort_values("published").groupby("council_id"):
        for one, two in itertools.pairwise(reports.itertuples()):
            if one.overall == grade != two.overall:
                rows.append((council, (bounds(two.published).first - bounds(one.published).first).days))
    return pd.DataFrame(rows, columns=["council_id", "days"]).sort_values("days", ignore_index=True)


@check("money avoids the grade", "commitments", detail=ratings.GRADES, beside=RECORD)
def _(t, rows, detail):
    awards = _awards(t, _one(rows, "commitments"))
    found = pd.concat([pd.DataFrame(columns=LINKED), *(grades_of(t, a) for a in awards["award_id"])])
    graded = found[found["by record"].isin(ratings.GRADES)]
    if graded.empty:
        return _lacks("no council with a grade in the record is named")
    paid = graded[graded["role"] == "recipient"]
    at, here = paid[paid["by record"] == detail], graded["by record"] == detail
    sums = awards.set_index("award_id")["amount_gbp"].astype(float)
    some_of, all_of = (sums[rows["award_id"].unique()].sum() for rows in (at, paid))
    words = (
        f"{detail} on the award day: {number(len(at))} of {some(len(paid), 'graded recipient council')}, with "
        f"{pounds(some_of)} of {pounds(all_of)}; in any role {number(int(here.sum()))} of "
        f"{some(len(graded), 'graded council')}"
    )
    # “focused on others” fails only where this grade has more than half by number and by money
    most = len(at) > len(paid) / 2 and some_of > all_of / 2
    return (HOLDS if not here.any() else FAILS if most else OPEN), words


def _articles(claim, about):
    """Whether a claim is held against its own article or another one."""
    named = {s for _, rows in about for s in rows.get("source_id", [])}
    return "the same article" if named <= {claim["source_id"]} else "another article"


def judge(t):
    """Every claim with its verdict, what was found and what it was held against, in the table's order.

    lacking: true where the verdict is open because something is missing.
    """
    rows = []
    for claim in t.claims.to_dict("records"):
        name, _, detail = claim["check"].partition(": ")
        about = [find(t, identifier) for identifier in claim["about"].split()]
        verdict, found = CHECKS[name](t, about, detail)
        result = {"check": name, "verdict": verdict, "found": sentence(found), "lacking": isinstance(found, Lack)}
        against = BESIDE[name] or _articles(claim, about)
        rows.append(claim | result | {"source": cite(t, claim), "against": against})
    columns = [*t.claims.columns, "verdict", "found", "lacking", "source", "against"]
    return pd.DataFrame(rows, columns=columns).astype({"lacking": bool})


def catalogue():
    """Every check with the tables its claim must name and the details it takes."""
    rows = []
    for name, (needed, details) in NEEDS.items():
        tables = " and ".join(names.replace("|", " or ") for names in needed)
        rows.append((name, tables, "any name" if details == ["any"] else ", ".join(details)))
    return pd.DataFrame(rows, columns=["Check", "Names a row of", "Detail"])
