"""Tests of the articles' own statements: a function a check, named as the check is, and one rule for all.

A check takes the tables, the rows that the claim's `about` names {table: rows} and the detail behind the
colon of `check`. It gives a verdict, a sentence and the rows it was held against, or raises Missing.
"""

import datetime as dt
import math

import pandas as pd

from helpers import money, ratings
from helpers.dates import DAYS, bounds, duration, gap, months, say
from helpers.events import spells
from helpers.schema import resource
from helpers.show import day as on
from helpers.show import listed, percent, pounds, sentence, some

HOLDS, ROUNDED = "holds", "holds within rounding"
FAILS, OPEN = "does not hold", "cannot be settled"
CHECKS, NEEDS = {}, {}
GRADES, ANY = ratings.GRADES, ["any"]  # ANY, in NEEDS: a programme or a group of memberships
TYPES = ["council", "councils jointly", "trust", "charity", "public body", "university", "company", "other"]
ROLES = ["recipient", "partner", "place"]
SLACK, YEAR = 2, 366  # days by which a length may miss a period; days within which a report follows its inspection
FIRST = 3  # recipients before one that is no longer among the first
NEXT = {"before SIF": "SIF", "SIF": "ILACS"}  # the framework that followed
SET_UP = "trust set-up, not said to be the programme"  # a `round` of innovation_awards
BASES = {"report": "Ofsted’s reports", "list": "a list of Ofsted’s judgements", "press": "press reports of inspections"}
BASES |= {"council statement": "a council’s statement"}
ELSEWHEN = "Ofsted’s judgements are known of another time only"
GONE = {  # checks of before, and why they are no more
    **dict.fromkeys(["parts make the whole", "parts fit the whole"], "sums hold their parts by definition"),
    **dict.fromkeys(["percentages add to 100", "percentages fit whole numbers"], "it can hardly fail"),
    **dict.fromkeys(["numbers make the count", "events match the number"], "the rows need not be all there are"),
    **dict.fromkeys(["events in order", "award dated within the period"], "it held an article against itself"),
    "amounts printed twice agree": "an amount that is printed twice is one row",
}


class Missing(Exception):
    """Something that a test needs is not there: in words, then the rows that were used."""


def need(there, words, *used):
    """Raise Missing, so that the statement cannot be settled, where something is not there."""
    if not there:
        raise Missing(words, *used)


def check(*tables, detail=()):
    """Register a check by its name, with the tables its claim must name a row of and the details it takes."""

    def register(function):
        name = function.__name__.replace("_", " ")
        CHECKS[name], NEEDS[name] = function, (tables, list(detail))
        return function

    return register


# --- the rule ---


def by_rule(readings, rounded=False, inferred=False):
    """The verdict by the fair readings of a statement, each true or false.

    It holds where each of them stands. It does not hold only where none does, and never where the
    evidence is inferred: an inference, or one publication against another. Else it cannot be settled.
    """
    if all(readings):
        return ROUNDED if rounded else HOLDS
    return OPEN if any(readings) or inferred else FAILS


def all_of(parts):
    """The readings of a statement from those of its parts, all of which must be so."""
    if not all(any(part) for part in parts):
        return [False]
    return [True] if all(all(part) for part in parts) else [True, False]


def fit(one, other):
    """The readings of two dates as one: the one inside the other, overlapping, or apart."""
    (a, b), (c, d) = ends(one), ends(other)
    if (c <= a and b <= d) or (a <= c and d <= b):
        return [True]
    return [True, False] if a <= d and c <= b else [False]


def agrees(found, row):
    """Whether a number is the one that a row of statistics prints, by its bound."""
    value = row["value"]
    return bool({"at least": found >= value, "up to": found <= value}.get(row["bound"], found == value))


def counted(found, row, words, used, whole=False):
    """Judge a number of things listed: fewer than the article says refute it only where the list is whole."""
    need(agrees(found, row) or whole or found > row["value"], f"{words}, of those that are listed", used)
    return by_rule([agrees(found, row)]), words, [used]


# --- what is read ---


def first(about, table):
    """The first row of a table that the claim names."""
    need(table in about, f"no row of {table} is named")
    return about[table].to_dict("records")[0]


def ends(dated):
    """The first and the last day of a date that has both."""
    days = bounds(dated)
    need(all(days), "a date is missing, or has no beginning or no end")
    return days


def eve(t, row):
    """The day before a row's article, whose own reports can hardly be in it."""
    day = t.published[row["source_id"]] - dt.timedelta(1)
    need(ratings.covers(t, day), ELSEWHEN)
    return day


def stated(row):
    """The least and the greatest number of days that a row of statistics can mean."""
    unit = DAYS.get(row["unit"].removesuffix("s"))
    need(unit, f"{row['unit']} are no length of time")
    days, reach = row["value"] * unit, unit if row["bound"] == "about" else SLACK
    return 0 if row["bound"] == "up to" else days - reach, math.inf if row["bound"] == "at least" else days + reach


def lasts(row, period):
    """Whether a period can be as long as a row of statistics says."""
    need(period, "no period is printed")
    (low, high), length = stated(row), duration(period)
    if length:
        least = most = length[0] * DAYS[length[1]]
    else:
        whole, (start, stroke, end) = ends(period), period.partition("/")
        least, most = gap(start, end) if stroke else gap(*map(str, whole))
    return bool(low <= most and least <= high)


def awards_of(t, whole):
    """The awards of a commitment, one at least, and whether the article says that there are no more."""
    awards = t.awards[t.awards["commitment_id"] == whole["commitment_id"]]
    need(len(awards), "none of the awards is listed")
    return awards, pd.notna(whole["awards_stated"]) and bool(whole["awards_stated"] == len(awards))


def members(t, name, row):
    """The councils of a programme or a group, by the row's own article or else by any."""
    rows = t.memberships[(t.memberships["programme"] == name) | (t.memberships["group"] == name)]
    need(len(rows), f"no member of {name} is named")
    own = rows[rows["source_id"] == row["source_id"]]
    return (own if len(own) else rows).drop_duplicates("council_id")


def graded(t, awards):
    """The councils of awards in any role, with `dated` and `grade`: that of the eve, "" where there is none."""
    days = dict(zip(awards["award_id"], awards["announced"]))
    rows = t.award_councils[t.award_councils["award_id"].isin(days)]
    need(len(rows), "no council is named", awards)
    rows = rows.assign(dated=rows["award_id"].map(days))
    pairs = zip(rows["council_id"], rows["dated"])
    on_eve = [{ratings.grade_before(t, council, day) for day in {*bounds(dated)}} for council, dated in pairs]
    return rows.assign(grade=[grades.pop() if len(grades) == 1 else "" for grades in on_eve])


def past(t, row, detail, rated):
    """A row of `graded`: if its council was at a grade on the eve, or then or before; in words; and what shows it."""
    told, old = ratings.history(t, row["council_id"]), rated[rated["council_id"] == row["council_id"]]
    told = told.loc[[bool(row["dated"]) and bounds(p).last < ends(row["dated"])[0] for p in told["published"]]]
    grades, at = detail.split(" or "), row["grade"] in detail.split(" or ")
    before = [*old.loc[old["grade"].isin(grades), "dated"], *told.loc[told["overall"].isin(grades), "published"]]
    then = f"was rated {row['grade']}" if row["grade"] else "had no grade"
    words = f"{row['council']} {then} the day before the award"
    if before and not at:
        words += f", and {detail} before ({listed(say(d) for d in dict.fromkeys(before))})"
    return [at, at or bool(before)], words, [told, old]


def inspection(judgement):
    """The days of a judgement's inspection, from the first to the last; "" where they are not known."""
    start = judgement["inspected_from"]
    return start and f"{start}/{judgement['inspected_to'] or start}"


def reports(t, row):
    """The judgements that a row of council_ratings can mean, by what its date is the date of."""
    need(row["scope"] == "overall" and row["framework"] != "before SIF", "only overall grades since 2013 are known")
    told, basis = ratings.history(t, row["council_id"]), row["date_basis"]
    if basis == "article" or not row["dated"]:
        rows = pd.concat([ratings.standing(t, day) for day in (eve(t, row), t.published[row["source_id"]])])
        return rows[rows["council_id"] == row["council_id"]]
    need(basis, "what the date is the date of is not said")
    days = list(told["published"])
    if basis != "published":  # where its days are not known an inspection was in the year before its report
        out = [ends(p)[0] for p in days]
        days = [inspection(j) or f"{p - dt.timedelta(YEAR)}/{p}" for j, p in zip(told.to_dict("records"), out)]
    return told.loc[[any(fit(d, row["dated"])) for d in days]]


def elsewhere(t, award):
    """What innovation_awards has on an award: rows of the same councils, within a year where the award is dated."""
    linked = t.award_councils[t.award_councils["award_id"] == award["award_id"]]
    paid, day = set(linked[linked["role"] == "recipient"]["council_id"]), bounds(award["announced"]).first
    rows = t.innovation_awards.loc[[bool(paid) and set(c.split()) == paid for c in t.innovation_awards["council_id"]]]
    rows = rows.loc[[not day or (d != "" and abs((ends(d)[0] - day).days) <= YEAR) for d in rows["announced"]]]
    need(len(rows), "no other source on this award is in the tables")
    return rows


# --- the checks: articles beside articles, beside Ofsted's judgements, beside other sources ---


@check("commitments")
def awards_sum_to_the_total(t, about, detail):
    """The awards come to the sum printed, as far as rounding allows; less refutes it only where all are listed."""
    whole = money.with_bounds(pd.DataFrame([first(about, "commitments")])).iloc[0]
    awards, every = awards_of(t, whole)
    awards = money.with_bounds(awards)
    need(awards["low"].notna().all() and pd.notna(whole["low"]), "not every amount is printed", awards)
    total, low, high = (float(awards[column].sum()) for column in ("amount_gbp", "low", "high"))
    words = f"{pounds(total)}, with rounding {pounds(low)} to {pounds(high)}, is the sum of {len(awards)} awards"
    need(every or high >= whole["low"], f"{words} that are listed", awards)
    exact = total == whole["amount_gbp"]
    return by_rule([exact or (low <= whole["high"] and whole["low"] <= high)], rounded=not exact), words, [awards]


@check("commitments")
def awards_listed_match_the_number(t, about, detail):
    """As many awards are listed as the article says."""
    whole = first(about, "commitments")
    need(pd.notna(whole["awards_stated"]), "no number of awards is printed")
    awards, row = awards_of(t, whole)[0], {"value": whole["awards_stated"], "bound": "exact"}
    return counted(len(awards), row, f"{len(awards)} awards are listed", awards)


@check("statistics", "commitments", detail=TYPES)
def recipients_of_a_type_match_the_number(t, about, detail):
    """As many recipients are of a type as the article says; fewer refute it only where all awards are listed."""
    row, (awards, every) = first(about, "statistics"), awards_of(t, first(about, "commitments"))
    mine = awards[awards["recipient_type"].isin(detail.split(" or "))]["recipient"]
    words = f"{listed(mine) or 'none'}: {len(mine)} of {len(awards)} recipients ({detail})"
    return counted(len(mine), row, words, awards, every)


@check("statistics", "awards", detail=ROLES)
def councils_listed_match_the_number(t, about, detail):
    """As many councils are named in a role of an award as the article says."""
    rows = t.award_councils[t.award_councils["award_id"] == first(about, "awards")["award_id"]]
    rows = rows[rows["role"].isin(detail.split(" or "))]
    words = f"{listed(rows['council']) or 'none'}: {len(rows)} named as {detail}"
    return counted(len(rows), first(about, "statistics"), words, rows)


@check("statistics", detail=ANY)
def group_members_match_the_number(t, about, detail):
    """As many councils of a programme, or of a group, are named as the article says."""
    row = first(about, "statistics")
    rows = members(t, detail, row)
    return counted(len(rows), row, f"{listed(rows['council'])}: {len(rows)} named", rows)


@check("statistics", "commitments")
def period_matches_the_length(t, about, detail):
    """A period lasts as long as is printed; or touches, where years are printed, as many financial years."""
    row, whole = first(about, "statistics"), first(about, "commitments")
    readings, period = [lasts(row, whole["period"])], whole["period"]
    words = say(period, period=True)
    if not readings[0] and row["unit"] == "years" and not duration(period):
        a, b = (day.year - (day.month < 4) for day in ends(period))
        readings.append(b - a + 1 == row["value"])
        words += f", which touches {some(b - a + 1, 'financial year')}"
    return by_rule(readings, inferred=row["source_id"] != whole["source_id"]), words, [about["commitments"]]


@check("statistics", "commitments", "events")
def periods_agree(t, about, detail):
    """A period can last as long as is printed, and can end when an event is dated."""
    row, whole, event = (first(about, table) for table in ("statistics", "commitments", "events"))
    period, length = whole["period"], [lasts(row, whole["period"])]
    end = [True] if duration(period) else fit(period.rpartition("/")[2], event["dated"])
    words = f"{say(period, period=True)}, for {row['value']:g} {row['unit']}; {event['kind']} {say(event['dated'])}"
    apart = whole["source_id"] != (event if all(length) else row)["source_id"]
    return by_rule(all_of([length, end]), inferred=apart), words, [about["commitments"], about["events"]]


@check("events", "events")
def dates_agree(t, about, detail):
    """Two events of the articles can have had one date."""
    need(len(about.get("events", ())) > 1, "a second event is not named")
    one, other = about["events"].to_dict("records")[:2]
    words = f"{say(one['dated'])} ({one['kind']}) and {say(other['dated'])} ({other['kind']})"
    apart = one["source_id"] != other["source_id"]
    return by_rule(fit(one["dated"], other["dated"]), inferred=apart), words, [about["events"][1:]]


@check("rating_spreads")
def spread_matches_the_record(t, about, detail):
    """The record has the figures, by council; by report, as ever judged so, or in the year before is an inference."""
    row, spread = first(about, "rating_spreads"), about["rating_spreads"]
    found = ratings.matches(t, spread)
    need(len(found), ELSEWHEN)
    day = found["day"].iloc[0]
    days = sorted({ratings.first_day(t), day, *(bounds(p).first for p in t.ofsted_judgements["published"])})
    agree = [bool(found[f"{way}_agrees"].all()) for way in ratings.WAYS]
    has = listed(f"{n} at {grade}" for n, grade in zip(found["authority"], found["grade"]))
    words = f"Ofsted’s judgements by {on(day)} show {has} of {found['authority_total'].iloc[0]} councils, and "
    words += f"{listed(found['report'])} of {found['report_total'].iloc[0]} reports"
    used = ratings.standing(t, day, "report")
    if len(spread) == 1 and pd.notna(row["count"]) and pd.isna(row["inspected"]):
        ever = used[used["overall"].isin(row["grade"].split(" or "))]["council_id"].nunique()
        words += f"; {ever} councils had ever been judged so"
        agree.append(bool(ever == row["count"]))
    if not any(agree) and bounds(row["as_at"]).last > day:
        start = max(day - dt.timedelta(YEAR), days[0])
        before = [then for then in reversed([start, *days]) if start <= then < day]
        if then := next((then for then in before if fits(t, spread, then)), None):
            words += f"; the figures fit on {on(then)}"
            agree.append(True)
    return by_rule([True] if agree[0] else agree, rounded=spread["percent"].notna().any()), words, [used]


def fits(t, spread, day):
    """Whether the record has the figures of a spread on a day, counted in one way or the other."""
    found = pd.DataFrame([ratings.beside(t, row, day) for row in spread.to_dict("records")])
    return any(found[f"{way}_agrees"].all() for way in ratings.WAYS)


@check("rating_spreads", detail=GRADES)
def grade_outnumbers(t, about, detail):
    """More councils stand at one side of the detail, such as inadequate > good + outstanding, than at the other."""
    first(about, "rating_spreads")
    sides = [side.replace(" + ", " or ") for side in detail.split(" > ")]
    rows = pd.concat([about["rating_spreads"][:1].assign(grade=side) for side in sides])
    day, last = bounds(rows["as_at"].iloc[0]).last, t.published[rows["source_id"].iloc[0]] - dt.timedelta(1)
    need(ratings.covers(t, day), ELSEWHEN)
    ends_of = ratings.cuts(t, day, last)
    day = min(day, last)
    both = [[ratings.beside(t, row, day, cut) for row in rows.to_dict("records")] for cut in (ends_of[0], ends_of[-1])]
    early, found = map(pd.DataFrame, both)
    words = " and ".join(f"{found[w][0]} {sides[0]} against {found[w][1]} {sides[1]} by {w}" for w in ratings.WAYS)
    readings = [bool(frame[way][0] > frame[way][1]) for frame in (found, early) for way in ratings.WAYS]
    return by_rule(readings), words, [ratings.standing(t, day, "report")]


@check("rating_spreads", detail=GRADES)
def grade_is_a_majority(t, about, detail, inferred=False):
    """More than half of the councils judged are at a grade, by the share printed and its rounding."""
    first(about, "rating_spreads")
    rows, grades = about["rating_spreads"], detail.split(" or ")
    rows = rows[rows["grade"].isin([detail] if detail in set(rows["grade"]) else grades)]
    part = (rows["percent"] / 100).fillna(rows["count"] / rows["inspected"]).sum(skipna=False)
    need(ratings.covered(rows["grade"]) == set(grades) and pd.notna(part), f"no share of {detail} is printed")
    half = sum(ratings.half_step(row) / 100 for row in rows[rows["percent"].notna()].to_dict("records"))
    words, found = f"{percent(part)} are at {detail} by the article", ratings.matches(t, rows)
    if len(found):
        share = found["authority"].sum() / max(1, found["authority_total"].iloc[0])
        words += f", and {percent(share)} of councils by Ofsted’s judgements"
    return by_rule([part + way > 0.5 + 1e-9 for way in (half, -half)], inferred=inferred), words, [rows]


@check("rating_spreads", detail=GRADES)
def grade_could_be_a_majority(t, about, detail):
    """The same, where the words can also mean most of those at the grade, and so cannot fail."""
    verdict, words, used = grade_is_a_majority(t, about, detail, inferred=True)
    return verdict, f"{words}; the words can also mean most of those at the grade", used


@check("council_ratings")
def grades_match_the_record(t, about, detail):
    """Each council has in the record the grade that the article gives it, in a report that the article can mean."""
    first(about, "council_ratings")
    rows = about["council_ratings"].to_dict("records")
    used = [reports(t, row) for row in rows]
    told = [[f"{g}, {say(p)}" for g, p in zip(found["overall"], found["published"])] for found in used]
    words = "; ".join(f"{r['council']}: {listed(dict.fromkeys(w)) or 'no such judgement'}" for r, w in zip(rows, told))
    parts = [[(found["overall"] == row["grade"]).any()] for row, found in zip(rows, used) if len(found)]
    need(len(parts) == len(rows) or [False] in parts, words, *used)
    return by_rule(all_of(parts)), words, used


@check("council_ratings")
def dates_match_the_record(t, about, detail):
    """A judgement of that grade in the record was published, or its inspection was, when the article says."""
    first(about, "council_ratings")
    parts, words, used = [], [], []
    for row in about["council_ratings"].to_dict("records"):
        need(row["scope"] == "overall" and row["date_basis"] not in ("", "article"), "no overall grade is dated")
        told, day = ratings.history(t, row["council_id"]), t.published[row["source_id"]]
        told = told[(told["overall"] == row["grade"]) & (told["published"] <= day.isoformat())].to_dict("records")
        column = {"published": "published", "inspection began": "inspected_from"}.get(row["date_basis"])
        days = [d for d in (j[column] if column else inspection(j) for j in told) if d]
        need(days, f"the record dates no such judgement of {row['council']}", pd.DataFrame(told))
        fits = [fit(d, row["dated"]) for d in days]
        parts.append(max(fits if column else [[any(f)] for f in fits], key=lambda f: (any(f), all(f))))
        words.append(f"{row['council']}: {row['date_basis']} {listed(map(say, days), 'or')}")
        used.append(pd.DataFrame(told))
    return by_rule(all_of(parts)), "; ".join(words), used


@check("council_ratings")
def first_of_the_grade_in_the_record(t, about, detail):
    """No other council had the grade on an earlier day, under the framework of the row."""
    row, mine = first(about, "council_ratings"), set(about["council_ratings"]["council_id"])
    known = row["framework"] in NEXT.values()  # else others may have been first before the record began
    same = t.ofsted_judgements[t.ofsted_judgements["overall"] == row["grade"]]
    same = same[same["framework"] == row["framework"]] if known else same
    need(mine <= set(same["council_id"]), "the record has no such judgement")
    days = [bounds(p).first for p in same["published"]]
    there = same.loc[[day == min(days) for day in days]]
    words = f"{listed(there['council'])}, on {on(min(days))}, are the first at {row['grade']} in the record"
    return by_rule([mine <= set(there["council_id"]), known and mine <= set(there["council_id"])]), words, [there]


@check("awards", detail=GRADES)
def councils_hold_the_grade(t, about, detail):
    """The awards' councils are at the grade on the eve; or were before, by the record or the ratings named."""
    first(about, "awards")
    linked = graded(t, about["awards"]).to_dict("records")
    seen = [past(t, row, detail, about.get("council_ratings", t.council_ratings[:0])) for row in linked]
    words, used = "; ".join(words for _, words, _ in seen), [frame for *_, frames in seen for frame in frames]
    parts = [readings for row, (readings, *_) in zip(linked, seen) if row["grade"] or any(readings)]
    need(len(parts) == len(linked) or [False, False] in parts, words, *used)
    return by_rule(all_of(parts)), words, used


@check("commitments", detail=GRADES)
def money_avoids_the_grade(t, about, detail):
    """No council of the awards is at the grade; refuted where most of those paid, and of the money, are."""
    awards, every = awards_of(t, first(about, "commitments"))
    linked, trusts = graded(t, awards), awards.loc[awards["recipient_type"] == "trust", "award_id"]
    known, words, most = linked[linked["grade"] != ""], [], []
    here = known["grade"].isin(detail.split(" or "))
    grades = [frame for row in known.to_dict("records") for frame in past(t, row, detail, t.council_ratings[:0])[2]]
    used = [about["commitments"], *grades]
    paid = known["role"] == "recipient"
    for way, rows in (("", paid), (" with trusts at their councils’ grade", paid | known["award_id"].isin(trusts))):
        at = rows & here
        part, of = (awards[awards["award_id"].isin(known[r]["award_id"])]["amount_gbp"].sum() for r in (at, rows))
        words.append(f"{pounds(part)} of {pounds(of)}, {at.sum()} of {rows.sum()} councils{way}")
        most.append(at.sum() > rows.sum() / 2 and part > of / 2)
    words = f"{listed(words if len(trusts) else words[:1], 'or')}, at {detail} the day before, of those with a grade"
    need(here.any() or (every and len(known) == len(linked)), f"{words}; not all are known", *used)
    return by_rule([not here.any(), not all(most)]), words, used


@check("events", "awards", detail=GRADES)
def awards_for_trusts_of_councils_at_the_grade(t, about, detail):
    """Two awards, to others than trusts, are for councils at the grade; never refuted, as there may be more awards."""
    first(about, "events"), first(about, "awards")
    linked, awards = graded(t, about["awards"]), about["awards"]
    seen = [past(t, row, detail, t.council_ratings) for row in linked.to_dict("records")]
    new = linked[~linked["award_id"].isin(awards.loc[awards["recipient_type"] == "trust", "award_id"])]
    paid = t.innovation_awards[t.innovation_awards["round"] == SET_UP]
    costs = listed(f"{t.names.get(c, c)} {pounds(a)}" for c, a in zip(paid["council_id"], paid["amount_gbp"]))
    words = "; ".join([*(words for _, words, _ in seen), f"set-up costs not said to be the fund’s: {costs or 'none'}"])
    count = new[new["grade"].isin(detail.split(" or "))]["award_id"].nunique()
    return by_rule([count > 1], inferred=True), words, [*(frame for *_, frames in seen for frame in frames), paid]


@check("events", detail=ANY)
def members_are_good_or_outstanding(t, about, detail):
    """The councils of a programme are good or outstanding on the article's eve; one without a grade leaves it open."""
    row = first(about, "events")
    rows, day = members(t, detail, row), eve(t, row)
    told = t.ofsted_judgements[t.ofsted_judgements["council_id"].isin(rows["council_id"])]
    now = ratings.standing(t, day)
    now = now[now["council_id"].isin(rows["council_id"])]
    later = told[(told["published"] > day.isoformat()) & (told["overall"] != "")].drop_duplicates("council_id")
    later = later[~later["council_id"].isin(now["council_id"])]
    had, then = (listed(f"{c} ({g})" for c, g in zip(f["council"], f["overall"])) or "none" for f in (now, later))
    words = f"{had} had a grade, of {some(len(rows), 'council')}; of the others, at their next report: {then}"
    low = not now["overall"].isin(["good", "outstanding"]).all()
    need(low or len(now) == len(rows), words, told)
    return by_rule([not low]), words, [now]


@check("statistics", detail=GRADES)
def recent_reports_match_the_number(t, about, detail):
    """Since some day the record has as many reports of the grade: which are meant is not said, so it is not shown."""
    row = first(about, "statistics")
    day, n = eve(t, row), int(row["value"])
    there = ratings.standing(t, day, "report")
    there = there[there["overall"].isin(detail.split(" or "))][::-1]
    need(0 < n <= len(there), f"{len(there)} such reports are known by {on(day)}", there)
    days = [bounds(p).first for p in there["published"]]
    words = f"{listed(there['council'][:n])}, from {on(days[n - 1])} on, were the last {n} at {detail} by {on(day)}"
    return by_rule([False, n == len(days) or days[n] < days[n - 1]]), words, [there]


@check("statistics", detail=GRADES)
def no_grade_lifted_within_the_limit(t, about, detail):
    """No spell at the grade ended within the limit; that none did shows little, as a grade waits for inspectors."""
    need(detail in GRADES, "one grade at a time can be followed")
    limit, every = stated(first(about, "statistics"))[1], spells(t, detail)
    ended = every.loc[~every["open"].astype(bool)].sort_values("days").to_dict("records")
    need(ended, f"no council is known to have left {detail}")
    words = f"{ended[0]['council']} was quickest of {len(ended)} spells at {detail} that ended, with "
    words += f"{months(ended[0]['days'])} months; {len(every) - len(ended)} are open, and a grade waits for inspectors"
    return by_rule([False, ended[0]["days"] > limit]), words, [t.ofsted_judgements]


@check("events", "statistics", "council_ratings")
def framework_began_as_in_the_record(t, about, detail):
    """A framework's first inspection is dated as the event is, and as long after a rating as is printed."""
    event, length, row = (first(about, table) for table in ("events", "statistics", "council_ratings"))
    told = t.ofsted_judgements[t.ofsted_judgements["framework"] == NEXT.get(row["framework"])]
    told = told[told["inspected_from"] == told.loc[told["inspected_from"] != "", "inspected_from"].min()]
    need(len(told), "the record has no inspections of the framework that followed")
    day, (a, b), (c, d) = ends(told["inspected_from"].iloc[0])[0], ends(event["dated"]), ends(row["dated"])
    low, high = stated(length)  # a launch is not after the first inspection; it can be before it
    parts = [[a <= day, a <= day <= b], [low <= (day - c).days, low <= (day - c).days and (day - d).days <= high]]
    words = f"{listed(told['council'])} were the first to be inspected, from {on(day)}"
    return by_rule(all_of(parts)), words, [told]


@check("council_ratings", "statistics")
def inspection_length_matches_the_record(t, about, detail):
    """An inspection took as many weeks as is printed, rounded, or touched as many in the calendar."""
    row, length = first(about, "council_ratings"), first(about, "statistics")
    told, (low, _) = reports(t, row), stated(length)
    need(len(told), f"the record has no such inspection of {row['council']}")
    judgement, unit = told.to_dict("records")[0], DAYS[length["unit"].removesuffix("s")]
    days, out = inspection(judgement), ends(judgement["published"])[1]
    words = f"{row['council']} was inspected {say(days, period=True) if days else 'on days not known'}, by {on(out)}"
    need(days or (out - ends(row["dated"])[0]).days < low, words, told)  # a report too soon refutes it all the same
    a, b = ends(days or judgement["published"])
    fits = [round(((b - a).days + 1) / unit), unit == 7 and ((b - a).days + a.weekday()) // 7 + 1]
    fits = [bool(days) and fit == length["value"] for fit in fits]
    return by_rule([fits[0], any(fits)]), words, [told]


@check("statistics|awards|events|commitments", "official_figures")
def matches_the_official_figure(t, about, detail):
    """The number, amount or date is that of another publication; where they differ neither refutes the other."""
    table = next((name for name in ("statistics", "awards", "events", "commitments") if name in about), "statistics")
    row, other, exact = first(about, table), first(about, "official_figures"), True
    value, alike = other["value"], row.get("unit") != "per cent" and other["unit"] not in ("per cent", "GBP")
    if pd.isna(value):
        there, readings = say(other["as_at"]), fit(row.get("announced", row.get("dated", "")), other["as_at"])
    elif table == "statistics":
        need(alike or row["unit"] == other["unit"], "the two are not in the same unit")
        there, readings = f"{value:g}", [agrees(value, row)]
    else:
        need(other["unit"] == "GBP" and pd.notna(row.get("amount_gbp", pd.NA)), "the two are not in the same unit")
        span, exact = money.with_bounds(pd.DataFrame([row])).iloc[0], bool(row["amount_gbp"] == value)
        there, readings = pounds(value), [bool(span["low"] <= value <= span["high"])]
    words = f"{there} by {other['publisher']}, {say(other['published'])} ({other['subject']})"
    return by_rule(readings, rounded=not exact, inferred=True), words, [about["official_figures"]]


@check("awards")
def among_the_first_announced(t, about, detail):
    """Other sources date no award of the round earlier; refuted where three or more recipients certainly were."""
    mine = elsewhere(t, first(about, "awards"))
    mine = mine[mine["announced"] != ""]
    need(len(mine), "no other source dates the award")
    start, end = min(ends(d) for d in mine["announced"])
    same = t.innovation_awards[t.innovation_awards["round"].isin(mine["round"])]
    others = same[(same["announced"] != "") & ~same["council_id"].isin(mine["council_id"])]
    before = others.loc[[ends(d)[1] < start for d in others["announced"]], "recipient"].nunique()
    perhaps = any(ends(d)[0] < end for d in others["announced"])
    words = f"{mine['recipient'].iloc[0]}: {say(mine['announced'].iloc[0])} in other sources, which date "
    words += f"{before} of the {others['recipient'].nunique()} other recipients of the round earlier"
    return by_rule([not perhaps, before < FIRST]), words, [mine]


@check("awards")
def amount_matches_other_sources(t, about, detail):
    """The amounts that other sources print of the award can be the article's, with the rounding of both."""
    award = first(about, "awards")
    rows = elsewhere(t, award).dropna(subset="amount_gbp").rename(columns={"printed": "as_printed"})
    rows = money.with_bounds(money.printed_cells(rows.assign(amount_to_gbp=math.nan, amount_bound="")))
    mine = money.with_bounds(pd.DataFrame([award])).iloc[0]
    need(len(rows) and pd.notna(mine["low"]), "one of the two prints no amount")
    fits = list((rows["low"] <= mine["high"]) & (rows["high"] >= mine["low"]))
    words = listed(f"{pounds(a)} by {p}" for a, p in zip(rows["amount_gbp"], rows["publisher"]))
    exact = bool((rows["amount_gbp"] == award["amount_gbp"]).all())
    return by_rule(fits, rounded=not exact, inferred=True), words, [rows]


@check("events", "interventions")
def events_match_other_sources(t, about, detail):
    """Other sources date the event as the article does, but for dates that are inferred or have no beginning."""
    event, named = first(about, "events"), first(about, "interventions")
    rows = t.interventions[t.interventions["same_event"] == named["same_event"]]
    rows = rows[(rows["confidence"] != "C") & ~rows["dated"].str.startswith("../")]
    need(len(rows), "no other source dates the event")
    fits = [all(fit(event["dated"], dated)) for dated in rows["dated"]]
    words = listed(f"{say(d)} by {publisher}" for d, publisher in zip(rows["dated"], rows["publisher"]))
    return by_rule(fits, inferred=len(rows) < 2), f"{event['council'] or 'the event'}: {words}", [rows]


# --- all claims of a folder ---


def named(t, about):
    """The rows that a claim names, in its order: {table: rows}."""
    found = {}
    for table in next(f["refers"] for f in resource("claims")["schema"]["fields"] if f["name"] == "about"):
        frame, keys = getattr(t, table), set(getattr(t, table).iloc[:, 0])
        if names := [name for name in dict.fromkeys(about.split()) if name in keys]:
            found[table] = pd.concat([frame[frame.iloc[:, 0] == name] for name in names])
    return found


def held_against(claim, used):
    """In words, what a claim was held against: the sources of the rows that were used."""
    words = []
    columns = ["source_id", "source", "publisher", "basis_kind"]
    for row in (row for frame in used for row in frame.filter(columns).to_dict("records")):
        article = "the article itself" if row.get("source_id") == claim["source_id"] else str(row.get("source", ""))
        words.append(article or row.get("publisher") or BASES[row["basis_kind"]])
    return listed(dict.fromkeys(words)) or "nothing"


def judge(t):
    """Every claim, in order, with verdict, found (a sentence), lacking (it is open because something is not there)
    and against (what it was held against, by the rows that were used).
    """
    rows = []
    for claim in t.claims.to_dict("records"):
        name, _, detail = claim["check"].partition(": ")
        try:
            need(name in CHECKS, f"this is not tested: {GONE.get(name, 'there is no such check')}")
            (verdict, found, used), lacking = CHECKS[name](t, named(t, claim["about"]), detail), False
        except Missing as missing:
            verdict, (found, *used), lacking = OPEN, missing.args, True
        printed = f"; the article has “{claim['as_printed']}”" if used else ""
        judged = {"verdict": verdict, "found": f"{sentence(found)}{printed}.", "lacking": lacking}
        rows.append(claim | judged | {"against": held_against(claim, used)})
    frame = pd.DataFrame(rows, columns=[*t.claims.columns, "verdict", "found", "lacking", "against"])
    return frame.astype({"lacking": bool})
