"""The findings in sentences: what each notebook opens with, and the first one lists together."""

import datetime as dt

import pandas as pd

from helpers import claims, events, money, ratings, text
from helpers.dates import DAYS_A_MONTH, bounds, in_months, say
from helpers.tables import Link, cite, cites, find, package, sources_of
from helpers.tables import coverage as table_coverage
from helpers.text import listed, number, percent, pounds, some


def when(row):
    """“, announced 20 March 2017”, or nothing where there is no row or no date."""
    if row is None or not row["announced"]:
        return ""
    return f", announced {'in ' * (len(row['announced']) < 8)}{say(row['announced'])}"


def none(n):
    """A number of some, as in “none of the three”."""
    return number(n) if n else "none"


def amount(row):
    """An award's amount with its qualifier: “up to £2m”."""
    words = "" if row["amount_bound"] == "exact" else row["amount_bound"].replace("at least", "more than") + " "
    return words + pounds(row["amount_gbp"])


def amounts(rows):
    """The amounts of several awards or commitments, as a list of words."""
    return [amount(row) for _, row in rows.iterrows()]


def total(awards):
    """A sum of awards with the bounds that the printed amounts allow."""
    low, high = awards["low"].sum(), awards["high"].sum()
    ends = f"{pounds(low)} or more" if high == float("inf") else f"{pounds(low)} to {pounds(high)}"
    return f"{pounds(awards['amount_gbp'].sum())} ({ends} as printed)"


AGREES = {
    claims.HOLDS: "and they agree exactly",
    claims.ROUNDED: "and they agree within rounding",
    claims.FAILS: "and rounding does not explain the difference",
    claims.OPEN: "so the two cannot be compared",
}


def headline(t, commitment, awards):
    """Whether the list adds up to the stated total, in a sentence."""
    if commitment is None or awards.empty:
        return ["No total is stated that the awards could be held against."]
    verdict, found = claims.CHECKS["awards sum to the total"](t, [("commitments", commitment.to_frame().T)], "")
    found = found.partition(", against")[0]
    return [f"{text.sentence(found)}; the stated total is {amount(commitment)}, {AGREES[verdict]}."]


def funding(t):
    """How the money was distributed."""
    said = []
    for commitment, awards in money.rounds(t)[:1]:
        top = awards.loc[awards["amount_gbp"].idxmax()]
        if len(awards) > 1:
            share = float(top["amount_gbp"]) / float(awards["amount_gbp"].sum())
            said.append(
                f"{some(len(awards), 'award is', 'awards are')} listed{when(commitment)}. The largest, {amount(top)} "
                f"to {top['recipient']}, is {percent(share)} of their sum."
            )
            if len(awards) > 3:
                three = money.concentration(awards).set_index("measure").loc["share of the three largest"]
                ends = (
                    ""
                    if pd.isna(three["low"])
                    else f" ({percent(three['low'])} to {percent(three['high'])} "
                    + ("within rounding)" if (awards["amount_bound"] == "exact").all() else "as printed)")
                )
                said.append(f"The three largest take {percent(three['value'])}{ends}.")
            said.append(middle(awards))
            if (awards["amount_bound"] != "exact").any():
                said.append(
                    "Amounts printed with “up to”, “more than” or “about” are taken at face value; "
                    "the bounds say what they can mean."
                )
        else:
            said.append(f"One award is listed{when(commitment)}: {amount(top)} to {top['recipient']}.")
        if commitment is not None:
            said += headline(t, commitment, awards)
    budgets = t.commitments[t.commitments["kind"] == "budget"]
    inside = budgets[budgets["part_of"].isin(budgets["commitment_id"])]
    if len(inside):
        whole = budgets[~budgets["commitment_id"].isin(inside["commitment_id"])]["amount_gbp"].sum()
        said.append(
            f"The budgets named would add up to {pounds(budgets['amount_gbp'].sum())}, but "
            f"{number(len(inside))} of the {number(len(budgets))} {'lie' if len(inside) > 1 else 'lies'} "
            "inside another: counted once, "
            f"they come to {pounds(whole)}."
        )
    elif len(budgets):
        said.append(f"The articles name {some(len(budgets), 'budget')}: {listed(amounts(budgets))}.")
    return said or ["The articles name no money that was awarded or set aside."]


def spread_words(spread):
    """One spread as printed: “24% inadequate and 46% good of 136 departments”."""
    parts = [
        (f"{row['percent']:g}%" if pd.notna(row["percent"]) else f"{row['count']:g}") + f" {row['grade']}"
        for _, row in spread.iterrows()
    ]
    inspected = spread["inspected"].iloc[0]
    of = f" of {inspected:g} {spread['counted'].iloc[0]}" if pd.notna(inspected) else f" ({spread['counted'].iloc[0]})"
    return listed(parts) + of


def grades(t):
    """How the ratings were spread."""
    if t.rating_spreads.empty:
        named = t.council_ratings["council_id"].nunique()
        if not named:
            return ["The articles give no ratings."]
        return [f"The articles count no grades, but rate {some(named, 'council')} by name."]
    groups = [g for _, g in t.rating_spreads.groupby("spread_id", sort=False)]
    spread = max(groups, key=lambda g: (len(g), bounds(g["as_at"].iloc[0]).last))
    article = t.article[spread["source_id"].iloc[0]]
    said = [
        f"The fullest count is {spread_words(spread)}, as at {say(spread['as_at'].iloc[0])} ({article['publisher']})."
    ]
    if spread["percent"].notna().all() and spread["inspected"].notna().all():
        fits = ratings.fits(spread)
        worst = "inadequate" if "inadequate" in fits else fits.columns[-1]
        values = (
            listed(sorted(fits[worst].unique()), "or")
            if fits[worst].nunique() < 4
            else f"{fits[worst].min()} to {fits[worst].max()}"
        )
        said.append(
            f"Of all whole-number tables {number(len(fits))} would print so"
            + (f", with {values} {worst}." if len(fits) else ": a figure or the total must be misprinted.")
        )
    _, found = claims.CHECKS["spread matches the record"](t, [("rating_spreads", spread)], "")
    beside = ratings.matches(spread, t.ofsted_sif_judgements, t.published)
    if beside.empty:
        first = min(t.ofsted_sif_judgements["published"])
        early = bounds(spread["as_at"].iloc[0]).last < bounds(first).first
        reach = f"begins on {say(first)}" if early else f"ends on {record_end(t)}"
        return [*said, f"The record of published reports {reach}, and cannot be set beside it."]
    one_way = beside["authority_agrees"].all() != beside["report_agrees"].all()
    return [*said, f"{text.sentence(found)}." + (" Which way the article counted is an inference." if one_way else "")]


def record_end(t):
    """The last day of the record, in words."""
    return say(max(p for p in t.ofsted_sif_judgements["published"] if "~" not in p))


def interventions(t):
    """How the interventions unfolded."""
    line = events.timeline(t)
    dated = line[line["first"].notna() & (line["layer"] != "as reported")]
    if line.empty:
        return ["The articles report no events of a single council."]
    with_date = "" if len(dated) == len(line) else f", {none(len(dated))} of them with a date of their own"
    said = [
        f"The articles report {some(len(line), 'event or rating', 'events and ratings')} of "
        f"{some(line['council'].nunique(), 'council')}{with_date}."
    ]
    slips = events.slippage(t, line)
    if len(slips):
        late = slips.loc[slips["longest"].idxmax()]
        said.append(
            f"The date that moved most is {late['council']}’s “{late['what']}”: planned for {say(late['start'])}, "
            f"later expected for {say(late['end'])}, {in_months(late['shortest'], late['longest'])} on."
        )
    took = events.durations(line, slips)
    for _, limit in t.statistics[t.statistics["subject"].str.startswith("time limit:")].iterrows():
        if len(took):
            longer = took[took["shortest"] > events.in_days(limit)]
            said.append(
                f"For scale, beside the reported limit of {limit['value']:g} {limit['unit']} "
                f"({limit['subject'].partition(': ')[2]}): "
                f"{none(len(longer))} of the {some(len(took), 'duration')} that can be measured certainly took longer."
            )
    still = events.spells(line)
    still = still[still["open"]]
    if len(still):
        had = "One state reported" if len(still) == 1 else f"{text.sentence(number(len(still)))} of the states reported"
        said.append(f"{had} had no end when the articles appeared.")
    return said


def where(t, awards=None):
    """Each award's councils with the grade in force on its day: of the longest list, or of the given awards."""
    awards = money.main_round(t)[1] if awards is None else awards
    frames = [claims.grades_of(t, a) for a in awards["award_id"]]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=claims.LINKED)


def by_grades(rows):
    """How many councils were at each grade, or without one, in words."""
    table = rows["by record"].value_counts()
    order = [*ratings.GRADES[::-1], *(g for g in table.index if g not in ratings.GRADES)]
    had = {
        "no judgement yet": "had no judgement yet",
        "award not dated": "belong to an award without a date",
        "outside the record": "belong to an award outside the time of the record",
    }
    verb = "was" if len(rows) == 1 else "were"
    parts = [
        (number(int(table[g])) + " " if len(rows) > 1 else "")
        + (had.get(g) or f"{verb if table[g] > 1 else 'was'} rated {g}")
        for g in order
        if g in table
    ]
    return listed(parts)


def money_and_ratings(t):
    """Whether the money went where the ratings were worst."""
    linked = where(t)
    if linked.empty:
        return ["No award in the tables is tied to a council."]
    if not linked["by record"].isin(ratings.GRADES).any():
        count = text.sentence(some(len(linked), "council is", "councils are"))
        return [f"{count} tied to an award, none with a judgement in the record on its day."]
    said = []
    for rows, words in ((linked[linked["role"] == "recipient"], "that are recipients"), (linked, "named in any role")):
        if len(rows) == 1:
            said.append(
                f"The one council {words.replace('that are recipients', 'that is a recipient')}, "
                f"{rows['council'].iloc[0]}, {by_grades(rows)} on the day of the award."
            )
        elif len(rows):
            said.append(f"Of the {some(len(rows), 'council')} {words}, on the day of the award {by_grades(rows)}.")
    return [*said, "The grades are those of Ofsted’s record; a report of the day itself or later is not used."]


def statements(t):
    """Which printed statements hold."""
    judged = claims.judge(t)
    if judged.empty:
        return ["The tables hold no claims to test."]
    tally = judged["verdict"].value_counts()
    several = {
        claims.HOLDS: "hold",
        claims.ROUNDED: "hold within rounding",
        claims.FAILS: "do not hold",
        claims.OPEN: claims.OPEN,
    }
    parts = [f"{number(int(tally[v]))} {several[v] if tally[v] != 1 else v}" for v in claims.VERDICTS if v in tally]
    if len(judged) == 1:
        return [f"One statement is tested; it {judged['verdict'].iloc[0]}."]
    return [f"Of the {some(len(judged), 'statement')} tested, {listed(parts)}."]


def division(t):
    """How stated numbers divide into the parts an article gives, and why that can be left open."""
    said = []
    for claim in t.claims[t.claims["check"] == "numbers make the count"].itertuples():
        rows = [find(t, i)[1].iloc[0] for i in claim.about.split()]
        parts, whole = [r for r in rows if "value" in r], next(r for r in rows if "count" in r)
        numbers, count = [int(p["value"]) for p in parts], int(whole["count"])
        rest = count - sum(numbers)
        words = listed([f"{number(n)} {p['subject']}" for n, p in zip(numbers, parts)])
        said.append(
            f"Of {number(count)} {whole['counted']} rated {whole['grade']}, the article counts {words}: "
            f"{number(sum(numbers))} in all."
        )
        if rest > 0:
            said.append(
                f"If no council is in two groups, {number(rest)} are in none of them; "
                "each one that is in two groups leaves one more outside."
            )
        elif rest < 0:
            said.append(f"That is {number(-rest)} more than the total, so at least as many stand in two groups.")
        said.append("Which councils these are the articles do not say, so the division cannot be settled.")
        said.append(f"The curator notes: {claim.note}" if claim.note else "")
    return said or ["No article gives a total with its parts."]


def scope(t):
    """How many articles there are, of which time, from which publishers."""
    days = sorted(t.sources["published"])
    span = say(days[0]) if days[0] == days[-1] else f"{say(days[0])} to {say(days[-1])}"
    makers = listed(sorted(t.sources["publisher"].unique()))
    return [
        f"{some(len(t.sources), 'article')} from {makers}, {span}.",
        "Every number below is computed from the tables, and every row of them names its article and paragraph.",
    ]


def budgets_title(nested):
    """The finding of the budgets' figure."""
    budgets = nested[nested["kind"] == "budget"]
    inside = budgets[budgets["depth"] > 0]
    if inside.empty:
        drawn = budgets if len(budgets) else nested[nested["kind"] == "award round"]
        return (
            f"{text.sentence(some(len(drawn), drawn['kind'].iloc[0]))}: {listed(amounts(drawn))}" if len(drawn) else ""
        )
    within = nested.set_index("commitment_id")["part_of"].to_dict()
    roots = set(inside["commitment_id"])
    while any(within[i] for i in roots):
        roots = {within[i] or i for i in roots}
    top = nested[nested["commitment_id"].isin(roots)].sort_values("amount_gbp").iloc[-1]
    return (
        f"{text.sentence(some(len(inside), 'budget lies', 'budgets lie'))} inside another: "
        f"the {'whole' if len(roots) == 1 else 'largest'} is {amount(top)}"
    )


def concentration_title(awards):
    """The finding of the concentration figure."""
    if len(awards) < 2:
        return ""
    effective = 1 / money.hhi([float(a) for a in awards["amount_gbp"]])
    return f"{len(awards)} awards are as concentrated as {effective:.1f} equal ones would be"


def middle(awards):
    """Median against mean, in a sentence."""
    if len(awards) < 2:
        return ""
    median, mean = float(awards["amount_gbp"].median()), float(awards["amount_gbp"].mean())
    if len(awards) < 5:
        return ""
    how = "above" if mean > median else "below" if mean < median else "the same as"
    return f"The mean award, {pounds(round(mean, -3))}, is {how} the median, {pounds(median)}" + (
        ": a few large awards pull it up." if mean > median * 1.05 else "."
    )


def reach(awards, linked):
    """Which councils the awards reach, directly and otherwise."""
    roles = linked.groupby("role")["council_id"].nunique()
    parts = [
        f"{number(int(roles[r]))} {w}"
        for r, w in (("recipient", "as the recipient"), ("partner", "as a partner"), ("place", "only as the place"))
        if r in roles
    ]
    without = awards[~awards["award_id"].isin(linked["award_id"])]
    said = (
        [
            f"The award{'s reach' if len(awards) > 1 else ' reaches'} "
            f"{some(linked['council_id'].nunique(), 'council')} by name: {listed(parts)}."
        ]
        if len(linked)
        else []
    )
    if len(without):
        said.append(
            f"{text.sentence(some(len(without), 'award is', 'awards are'))} tied to no council: "
            f"{listed(without['recipient'])}."
        )
    return said


def denominators(t):
    """Every total that a share of councils could be of: stated, counted by the record, or known."""
    groups = [g for _, g in t.rating_spreads.groupby("spread_id", sort=False)]
    stated = [g for g in groups if pd.notna(g["inspected"].iloc[0])]
    stated.sort(key=lambda g: bounds(g["as_at"].iloc[0]).last or dt.date.max, reverse=True)
    rows = [
        (int(g["inspected"].iloc[0]), g["counted"].iloc[0], say(g["as_at"].iloc[0]), cite(t, g.iloc[0])) for g in stated
    ]
    units = ("boards", "authorities", "departments", "councils")
    for _, row in t.statistics[t.statistics["unit"].isin(units) & (t.statistics["value"] >= 100)].iterrows():
        rows.append((int(row["value"]), row["subject"], "", cite(t, row)))
    for g in stated:
        day = bounds(g["as_at"].iloc[0]).last
        if ratings.covers(t.ofsted_sif_judgements, day):
            for by, words in (("authority", "authorities with a published report"), ("report", "published reports")):
                count = int(ratings.counts(t.ofsted_sif_judgements, day, by).sum())
                rows.append((count, words, say(day.isoformat()), "the record"))
    rows.append(
        (
            len(t.councils),
            "authorities responsible for children’s services",
            "2014 to 2017",
            "reference table of councils",
        )
    )
    return pd.DataFrame(rows, columns=["total", "of what", "as at", "source"])


def press_marks(t):
    """The printed figures as marks on the record: day, grade, value, label, share (of one) or count."""
    rows = []
    for row in t.rating_spreads.to_dict("records"):
        share, day = pd.notna(row["percent"]), bounds(row["as_at"]).last
        if not ratings.covers(t.ofsted_sif_judgements, day):
            continue
        value = float(row["percent"]) / 100 if share else float(row["count"])
        rows.append(
            {
                "day": day,
                "grade": row["grade"],
                "value": value,
                "share": share,
                "label": f"{row['percent']:g}%" if share else f"{row['count']:g}",
            }
        )
    return pd.DataFrame(rows, columns=["day", "grade", "value", "share", "label"]).astype({"share": bool})


def record_title(series, shares=False):
    """The finding of the record's figure: when the most authorities were inadequate."""
    data = series["inadequate"] / series.sum(axis=1) if shares else series["inadequate"]
    day, size = data.idxmax(), data.max()
    most_at = percent(size) if shares else str(int(size))
    now = percent(data.iloc[-1]) if shares else str(int(data.iloc[-1]))
    return f"Inadequate authorities were at most {most_at} in {day:%B %Y}, and {now} at the end of the record"


def press_against_record(t):
    """Each printed figure beside the record, by authority and by report, with a verdict."""
    found = ratings.matches(t.rating_spreads, t.ofsted_sif_judgements, t.published)
    printed = t.rating_spreads.merge(found, on=["spread_id", "grade"])
    words = {
        (True, True): "fits both ways",
        (True, False): "fits by authority: an inference",
        (False, True): "fits by report: an inference",
        (False, False): "fits neither way",
    }
    return pd.DataFrame(
        {
            "Printed": printed["as_printed"],
            "Grade": printed["grade"],
            "As at": [say(d) for d in printed["as_at"]],
            "By authority": [
                f"{a} of {n}{_on_the_day(t, g, d, a)}"
                for a, n, g, d in zip(
                    printed["authority"], printed["authority_total"], printed["grade"], printed["as_at"]
                )
            ],
            "By report": [f"{a} of {n}" for a, n in zip(printed["report"], printed["report_total"])],
            "Verdict": [words[a, r] for a, r in zip(printed["authority_agrees"], printed["report_agrees"])],
            "Source": cites(t, printed),
        }
    )


def _on_the_day(t, grade, as_at, eve):
    """Where a report of the very day changes the count, what it changes it to."""
    day = ratings.counts(t.ofsted_sif_judgements, bounds(as_at).last)[grade.split(" or ")].sum()
    return f" ({day} with the reports of the day itself)" if day > eve and day - eve < 3 else ""


def official_against_record(t):
    """Official totals beside the record, each authority once.

    An official total counts inspections by their own day, the record by the day of publication. So
    for each date the record is also taken a few weeks on, the same for all figures of that date: the
    first time that fits them all, or the day itself where none does.
    """
    figures = t.official_figures[t.official_figures["topic"] == "ratings"]
    rows = []
    for as_at, group in figures.groupby("as_at", sort=False):
        day = bounds(as_at).last
        tries = {
            extra: [_official(t, row, day + dt.timedelta(extra)) for row in group.to_dict("records")]
            for extra in (0, *ratings.LAGS)
        }
        wanted = list(group["value"])
        extra = next((e for e, values in tries.items() if all(v in (None, w) for v, w in zip(values, wanted))), 0)
        for row, value in zip(group.to_dict("records"), tries[extra]):
            if value is not None:
                rows.append(
                    {
                        "As at": say(as_at),
                        "What": row["measure"],
                        "Official": f"{row['value']:g} {row['unit']}",
                        "The record": value,
                        "Published by": say((day + dt.timedelta(extra)).isoformat()),
                        "Fits": "yes" if value == row["value"] else "no",
                        "Source": Link(row["publisher"], row["url"]),
                    }
                )
    return pd.DataFrame(rows)


def _official(t, row, day):
    """What the record has for an official figure on a day; None where it is of another kind."""
    latest = ratings.published_by(t.ofsted_sif_judgements, day, possibly=True).drop_duplicates(
        "council_id", keep="last"
    )
    table = latest["overall"].value_counts().reindex(ratings.GRADES, fill_value=0)
    grades = row["measure"].split(" or ")
    if row["measure"] == "inspected":
        return int(table.sum())
    if not set(grades) <= set(ratings.GRADES):
        return None
    value = int(table[grades].sum())
    return round(100 * value / int(table.sum())) if row["unit"] == "per cent" else value


def line_source(t):
    """The articles that report events or ratings of a council."""
    rows = pd.concat([t.events[t.events["council_id"] != ""][["source_id"]], t.council_ratings[["source_id"]]])
    return sources_of(t, rows)


def lanes_title(line):
    """The finding of the swimlanes: which council the articles follow most closely."""
    counts = line[line["first"].notna()]["council"].value_counts()
    if counts.empty:
        return ""
    top = sorted(c for c, n in counts.items() if n == counts.max())
    each = (
        f"{some(int(counts.max()), 'dated event or grade', 'dated events and grades')}{' each' if len(top) > 1 else ''}"
    )
    if len(counts) == 1:
        return f"{top[0]} is the one council followed, with {each}"
    if len(top) == len(counts):
        return f"{text.sentence(some(len(top), 'council is', 'councils are'))} followed, with {each}"
    if len(top) > 3:
        return f"No council has more than {each.removesuffix(' each')}"
    return f"{listed(top)} {'are' if len(top) > 1 else 'is'} followed most closely, with {each}"


def durations_title(took, limits):
    """The finding of the durations' figure."""
    if took.empty:
        return ""
    if limits.empty:
        last = took.loc[took["longest"].idxmax()]
        return f"The longest: {last['council']}, {last['what']}, {in_months(last['shortest'], last['longest'])}"
    judged = events.beside_limit(took, limits["days"].min())["verdict"]
    return (
        f"{text.sentence(none(int((judged == 'longer').sum())))} of {some(len(took), 'duration')} certainly ran "
        f"longer than {limits.iloc[0]['value']:g} {limits.iloc[0]['unit']}, the limit reported"
    )


def beside_limits(took, limits):
    """The durations in words, each beside every reported time limit."""
    frame = pd.DataFrame(
        {
            "Council": took["council"],
            "What": took["what"],
            "From": [say(d) for d in took["start"]],
            "To": [say(d) for d in took["end"]],
            "Took": [in_months(a, b) for a, b in zip(took["shortest"], took["longest"])],
        }
    )
    words = {"longer": "certainly longer", "within": "certainly within", "either": "cannot be told"}
    for limit in limits.to_dict("records"):
        frame[f"Beside {limit['value']:g} {limit['unit']}"] = events.beside_limit(took, limit["days"])["verdict"].map(
            words
        )
    return frame.assign(Source=took["source"])


def spell_lengths(spells):
    """States that lasted, in words; of an open one only the shortest possible length is known."""
    lasted = [
        in_months(max(0, (early - last).days), (end - first).days)
        if not still
        else f"at least {at_least((end - last).days)}"
        if end > last
        else "not known"
        for first, last, early, end, still in zip(*(spells[c] for c in ("first", "last", "earliest", "end", "open")))
    ]
    return pd.DataFrame(
        {
            "Council": spells["council"],
            "State": spells["what"],
            "Since": [say(d) for d in spells["dated"]],
            "Until": [say(d) for d in spells["until"]],
            "End": spells["open"].map({True: "open when the article appeared", False: "reported"}),
            "Lasted": lasted,
            "Source": spells["source"],
        }
    )


def at_least(days):
    """A shortest length in whole months, or in days where it is under two months."""
    return some(int(days), "day") if days < 61 else some(int(days / DAYS_A_MONTH), "month")


def record_lanes_title(reports):
    """The finding of the lanes with the record."""
    if reports.empty:
        return ""
    again = reports["council"].value_counts()
    twice = int((again > 1).sum())
    more = f", {number(twice)} of them judged more than once" if twice else ""
    more = ", judged more than once" if twice == len(again) == 1 else more
    return f"{some(len(reports), 'published report')} on {some(len(again), 'council')}{more}"


TYPES = {
    "charity": "charities",
    "public body": "public bodies",
    "university": "universities",
    "company": "companies",
    "other": "other recipients",
    "councils jointly": "councils jointly",
}


def of_money(groups):
    """The first group's share in words; “listed” where not every award of the round is."""
    share = "all" if len(groups) == 1 else percent(groups["share"].iloc[0])
    return f"{share} of the money{groups.attrs.get('listed', '')}"


def themes_title(themes):
    """The finding of the figure on themes."""
    top = themes["theme"][0]
    if top == "not given":
        return "No theme is given" if len(themes) == 1 else f"For {of_money(themes)} no theme is given"
    return text.sentence(f"{of_money(themes)} was awarded for the theme “{top}”")


def types_title(kinds):
    """The finding of the figure on recipient types."""
    top = kinds["recipient_type"][0]
    return text.sentence(f"{of_money(kinds)} was awarded to {TYPES.get(top, top + 's')}")


def overhang(nested):
    """Sums that begin or end outside the sum that contains them, each in a sentence."""
    rows = money.overhangs(nested)
    return [
        f"The {r['label']} ({r['when']}) does not lie inside the {r['whole']} ({r['whole_when']}) "
        "that is read as containing it: "
        "the printed periods conflict."
        for r in rows.to_dict("records")
    ]


def grade_money_title(graded):
    """The finding of the figure on money by grade."""
    named = graded[graded["grade"].isin(ratings.GRADES)]
    if named.empty:
        return "No money was awarded to a council with a judgement in the record on its day" if len(graded) else ""
    top = named.iloc[0]
    if len(named) == 1:
        return f"The recipient councils with a grade in the record were all rated {top['grade']}"
    return f"Of the recipient councils, those rated {top['grade']} were awarded the most: {pounds(top['amount_gbp'])}"


def without_largest(awards, linked):
    """What the money by grade looks like without the largest award to a council, in a sentence."""
    paid = awards[awards["award_id"].isin(linked.loc[linked["role"] == "recipient", "award_id"])]
    if len(paid) < 3:
        return ""
    top = paid.loc[paid["amount_gbp"].idxmax()]
    rest = money.by_grade(awards[awards["award_id"] != top["award_id"]], linked)
    rest = rest[rest["grade"].isin(ratings.GRADES)]
    parts = [f"{pounds(a)} to councils rated {g}" for a, g in zip(rest["amount_gbp"], rest["grade"])]
    return (
        f"One award weighs heavily here: without the {amount(top)} to {top['recipient']} it would be {listed(parts)}."
    )


def roles(linked):
    """Councils by grade on the day of the award: as recipients, and in any role."""
    if linked.empty:
        return pd.DataFrame()
    rows = linked.assign(grade=linked["by record"])
    order = [*ratings.GRADES, *(g for g in rows["grade"].unique() if g not in ratings.GRADES)]
    table = pd.DataFrame(
        {
            "as recipients": rows[rows["role"] == "recipient"]["grade"].value_counts(),
            "in any role": rows["grade"].value_counts(),
        }
    )
    return table.reindex(order).fillna(0).astype(int).rename_axis("grade").reset_index()


def coverage(t):
    """How many rows were taken from how many articles."""
    rows = table_coverage(t)
    return [
        f"{text.sentence(some(int(rows['in all'].sum()), 'row'))} in {some(int((rows['in all'] > 0).sum()), 'table')} "
        "came from "
        f"{some(len(t.sources), 'article')}.",
        "Each row names its article and paragraph, and holds what is printed there in a few words.",
    ]


def date_examples(t):
    """One event or rating of each form of date: as printed, as held, and its first and last day."""
    rows = pd.concat([t.events, t.council_ratings])[["dated", "source_id", "paragraph", "as_printed"]]
    rows = rows[rows["dated"] != ""]
    rows["form"] = rows["dated"].str.replace(r"\d", "0", regex=True)
    rows = rows.drop_duplicates("form").sort_values("form")
    return pd.DataFrame(
        {
            "As printed": rows["as_printed"],
            "As held": rows["dated"],
            "First day": [str(bounds(d).first) for d in rows["dated"]],
            "Last day": [str(bounds(d).last or "open") for d in rows["dated"]],
            "Source": cites(t, rows),
        }
    )


def reference(t):
    """The reference tables with their rows and where they are from."""
    return pd.DataFrame(
        [
            {"Table": r["title"], "Rows": len(getattr(t, r["name"])), "What it is": r["description"]}
            for r in package()["resources"]
            if r["path"].startswith("reference/")
        ]
    )


def spread_figure(spread):
    """What is drawn of a spread: (its rows, the column, the title, a function for the labels)."""
    column = "percent" if spread["percent"].notna().all() else "count"
    frame = spread[["grade", column]].dropna()
    mark = "%" if column == "percent" else ""
    names, value = most(frame, "grade", column) if len(frame) else ("", 0)
    inspected = spread["inspected"].iloc[0]
    of = f" of {inspected:g}" if pd.notna(inspected) else " of the" if mark else ""
    shown = lambda v: f"{v:g}{mark}"  # noqa: E731
    return frame, column, f"As printed, {shown(value)}{of} {spread['counted'].iloc[0]} stood at {names}", shown


def roles_title(frame):
    """The finding of the figure on councils by grade."""
    had = {
        "no judgement yet": "without a judgement yet",
        "award not dated": "of an award without a date",
        "outside the record": "of an award outside the time of the record",
    }
    parts = [f"{number(int(n))} {had.get(g, g)}" for g, n in zip(frame["grade"], frame["in any role"]) if n]
    return f"{text.sentence(some(int(frame['in any role'].sum()), 'council'))} named: {listed(parts)}"


def most(frame, label, value):
    """The rows that share the largest value: (their labels listed, the value)."""
    top = frame[frame[value] == frame[value].max()]
    return listed(top[label]), top[value].iloc[0]


def regions_title(regions):
    """The finding of the figure on regions."""
    names, share = most(regions, "region", "share inadequate")
    return f"{names} had the largest share of inadequate authorities, {percent(share)}"


def awards_title(awards):
    """The finding of the figure on awards."""
    names, _ = most(awards, "recipient", "amount_gbp")
    if len(awards) == 1:
        return f"The one award listed: {awards['printed'].iloc[0]}, for {names}"
    if (awards["amount_bound"] != "exact").any():
        return f"The largest sum named is {awards['printed'][0]}, for {names}"
    several = (awards["amount_gbp"] == awards["amount_gbp"].max()).sum() > 1
    of = " of those listed" * bool(awards.attrs.get("listed"))
    return f"{names} {'were' if several else 'was'} awarded the most{of}, {awards['printed'][0]}"


def official(t, topic):
    """The official figures on a topic, if the articles are about the same programme at all."""
    rows = t.official_figures[t.official_figures["topic"] == topic]
    programmes = {p.replace("’", "'") for p in t.commitments["programme"]}
    rows = rows if programmes & set(rows["subject"]) else rows.iloc[:0]
    values = [
        say(a, period=True) if pd.isna(v) else pounds(v) if u == "GBP" else f"{v:g} {u}"
        for v, u, a in zip(rows["value"], rows["unit"], rows["as_at"])
    ]
    return rows.assign(words=values, cited=[Link(p, u) for p, u in zip(rows["publisher"], rows["url"])])


def beside_official(t):
    """The largest budget of the articles beside the official total of the programme, in a sentence."""
    budgets = t.commitments[t.commitments["kind"] == "budget"]
    total_row = official(t, "funding").query("measure == 'committed'")
    if budgets.empty or total_row.empty:
        return ""
    row, top = total_row.iloc[0], budgets.loc[budgets["amount_gbp"].idxmax()]
    return (
        f"{row['publisher']} puts the sum committed {say(row['as_at'], period=True)} at {row['words']}, against the "
        f"{amount(top)} of the articles. A budget that is announced and money committed to projects are not the same, "
        "so this is no contradiction by itself."
    )


def conflicts(judged):
    """The statements that another source, or another part of the article, does not bear out.

    An open verdict is a conflict where both sides are known; where something is missing it is none.
    """
    missing = judged["found"].str.contains(r"missing|does not reach|nothing on|no .* is|only .* listed", case=False)
    test_only = judged["check"] == "no grade lifted within the limit"
    open_ones = (judged["verdict"] == claims.OPEN) & ~missing & ~test_only
    return judged[(judged["verdict"] == claims.FAILS) | open_ones].sort_values("against", kind="stable")


def choices_title(spread):
    """A function that makes the finding of the figure on whole numbers: those of the worst grade."""
    of = f"{spread['inspected'].iloc[0]:g} {spread['counted'].iloc[0]}"
    printed = spread.set_index("grade")["percent"]

    def title(frame):
        worst = frame.iloc[-1]
        return f"{printed[worst['grade']]:g}% {worst['grade']} can mean {listed(worst['left'], 'or')} of {of}"

    return title
