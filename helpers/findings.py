"""The findings in sentences: what each notebook opens with, and the first one lists together."""

import pandas as pd

from helpers import claims, events, money, ratings
from helpers.dates import bounds, in_months, say
from helpers.money import amount
from helpers.shown import official
from helpers.tables import coverage as table_coverage
from helpers.tables import find
from helpers.show import listed, number, percent, pounds, sentence, some


def when(row):
    """“, announced 20 March 2017”, or nothing where there is no row or no date."""
    if row is None or not row["announced"]:
        return ""
    return f", announced {'in ' * (len(row['announced']) < 8)}{say(row['announced'])}"


def none(n):
    """A number of some, as in “none of the three”."""
    return number(n) if n else "none"


def amounts(rows):
    """The amounts of several awards or commitments, as a list of words."""
    return [amount(row) for _, row in rows.iterrows()]


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
    if verdict != claims.OPEN:
        found = f"the {some(len(awards), 'award')} listed {money.come_to(awards)}"
    return [f"{sentence(found)}; the stated total is {amount(commitment)}, {AGREES[verdict]}."]


def funding(t):
    """How the money was distributed."""
    commitment, awards = money.main_round(t)
    said = listing(commitment, awards) if len(awards) else []
    if commitment is not None:
        said += headline(t, commitment, awards)
    budgets = t.commitments[t.commitments["kind"] == "budget"]
    inside = budgets[budgets["part_of"].isin(budgets["commitment_id"])]
    if len(inside):
        whole = budgets[~budgets["commitment_id"].isin(inside["commitment_id"])]["amount_gbp"].sum()
        said.append(
            f"The {number(len(budgets))} budgets named would add up to {pounds(budgets['amount_gbp'].sum())}, but "
            f"{number(len(inside))} of them {'lie' if len(inside) > 1 else 'lies'} inside another: counted once, they "
            f"come to {pounds(whole)}."
        )
    elif len(budgets):
        said.append(f"The articles name {some(len(budgets), 'budget')}: {listed(amounts(budgets))}.")
    return said or ["The articles name no money that was awarded or set aside."]


def listing(commitment, awards):
    """How a list of awards is shared out, in sentences."""
    top = awards.loc[awards["amount_gbp"].idxmax()]
    if len(awards) == 1:
        return [f"One award is listed{when(commitment)}: {amount(top)} to {top['recipient']}."]
    told = when(commitment)
    share, exact = float(top["amount_gbp"]) / float(awards["amount_gbp"].sum()), awards["amount_bound"] == "exact"
    said = [
        f"The largest of {some(len(awards), 'award')} listed{told}{',' * bool(told)} is {amount(top)} "
        f"to {top['recipient']}: "
        f"{percent(share)} of their sum."
    ]
    if len(awards) > 3:
        three = money.concentration(awards).set_index("measure").loc["share of the three largest"]
        within = "within rounding" if exact.all() else "as printed"
        ends = "" if pd.isna(three["low"]) else f" ({percent(three['low'])} to {percent(three['high'])} {within})"
        said.append(f"The three largest take {percent(three['value'])}{ends}.")
    said.append(middle(awards))
    if not exact.all():
        said.append(
            "Amounts printed with “up to”, “more than” or “about” are taken at face value; "
            "the bounds say what they can mean."
        )
    return said


def spread_words(spread):
    """One spread as printed: “24% inadequate and 46% good of 136 departments”."""
    parts = [f"{ratings.printed(row)} {row['grade']}" for _, row in spread.iterrows()]
    inspected, counted = spread[["inspected", "counted"]].iloc[0]
    return listed(parts) + (f" of {inspected:g} {counted}" if pd.notna(inspected) else f" ({counted})")


def grades(t):
    """How the ratings were spread."""
    if t.rating_spreads.empty:
        named = t.council_ratings["council_id"].nunique()
        if not named:
            return ["The articles give no ratings."]
        return [f"The articles count no grades, but rate {some(named, 'council')} by name."]
    spread = max(ratings.stated(t), key=lambda g: (len(g), ratings.last_day(g)))
    publisher = t.article[spread["source_id"].iloc[0]]["publisher"]
    said = [f"{publisher} counts {spread_words(spread)}, as at {say(spread['as_at'].iloc[0])}."]
    said.append(against_reports(t, spread))
    if ratings.is_share(spread):
        fits = ratings.fits(spread)
        worst = "inadequate" if "inadequate" in fits else fits.columns[-1]
        values = f"{fits[worst].min()} to {fits[worst].max()}"
        if fits[worst].nunique() < 4:
            values = listed(sorted(fits[worst].unique()), "or")
        whole = f"{some(len(fits), 'set', 'sets')} of whole numbers would print as these percentages"
        said.append(
            f"{whole}, with {values} {worst}." if len(fits) else "No whole numbers print so: something is misprinted."
        )
    return said


def against_reports(t, spread):
    """A spread beside the published reports, in a sentence: which way of counting agrees, if any."""
    beside = ratings.matches(spread, t.ofsted_sif_judgements, t.published)
    if beside.empty:
        days = t.ofsted_sif_judgements["published"]
        early = ratings.last_day(spread) < bounds(min(days)).first
        reach = f"begins on {say(min(days))}" if early else f"ends on {say(max(p for p in days if '~' not in p))}"
        return f"The record of Ofsted’s published reports {reach}, and cannot be set beside it."
    agree = ratings.agreeing(beside)
    reports, authorities = (int(beside[c].iloc[0]) for c in ("report_total", "authority_total"))
    if len(agree) == len(ratings.WAYS):
        return "Ofsted’s published reports agree, however they are counted."
    if agree == ["report"]:
        way = f"every report is counted ({reports}), and not if each authority counts once ({authorities})"
        return (
            f"Ofsted’s reports agree only if {way}. The article does not say how it counted, so this is an inference."
        )
    if agree == ["authority"]:
        way = f"each authority counts once ({authorities}), and not if every report is counted ({reports})"
        return f"Ofsted’s reports agree if {way}."
    counts = ", ".join(f"{r.authority} {r.grade}" for r in beside.itertuples())
    return f"Ofsted’s reports do not agree: they have {counts} of {authorities} authorities."


def interventions(t):
    """How the interventions unfolded."""
    line = events.timeline(t)
    dated = line[line["first"].notna() & (line["layer"] != "as reported")]
    if line.empty:
        return ["The articles report no events of a single council."]
    with_date = "" if len(dated) == len(line) else f", {none(len(dated))} of them with a date of their own"
    counts = {"event": int((line["layer"] == "event").sum()), "rating": int((line["layer"] != "event").sum())}
    what = listed([some(count, noun) for noun, count in counts.items() if count])
    said = [f"The articles report {what} of {some(line['council'].nunique(), 'council')}{with_date}."]
    slips = events.slippage(t, line)
    if len(slips):
        late = slips.loc[slips["longest"].idxmax()]
        said.append(
            f"The date that moved most is {late['council']}’s “{late['what']}”: planned for {say(late['start'])}, "
            f"later expected for {say(late['end'])}, {in_months(late['shortest'], late['longest'])} on."
        )
    took = events.durations(line)
    if len(took):
        longest = took.loc[took["longest"].idxmax()]
        length = in_months(longest["shortest"], longest["longest"])
        said.append(f"The longest time that can be measured is {longest['council']}’s, {longest['what']}: {length}.")
    still = int(events.spells(line)["open"].sum())
    if still:
        had = "One state reported" if still == 1 else f"{sentence(number(still))} of the states reported"
        said.append(f"{had} had no end when the articles appeared.")
    return said


def where(t, awards=None):
    """Each award's councils with the grade in force on its day: of the longest list, or of the given awards."""
    awards = money.main_round(t)[1] if awards is None else awards
    frames = [claims.grades_of(t, award) for award in awards["award_id"]]
    return pd.concat([pd.DataFrame(columns=claims.LINKED), *frames], ignore_index=True)


def by_grades(rows):
    """How many councils were at each grade, or without one, in words."""
    table = rows["by record"].value_counts()
    order = [*ratings.GRADES[::-1], *(g for g in table.index if g not in ratings.GRADES)]
    had = {
        "no judgement yet": "had no judgement yet",
        "award not dated": "belong to an award without a date",
        "outside the record": "belong to an award outside the time of the record",
    }
    parts = []
    for grade in order:
        if grade in table:
            count = f"{number(int(table[grade]))} " if len(rows) > 1 else ""
            parts.append(count + had.get(grade, f"{'were' if table[grade] > 1 else 'was'} rated {grade}"))
    return listed(parts)


def money_and_ratings(t):
    """Whether the money went where the ratings were worst."""
    linked = where(t)
    if linked.empty:
        return ["No award in the tables is tied to a council."]
    if not linked["by record"].isin(ratings.GRADES).any():
        count = sentence(some(len(linked), "council is", "councils are"))
        return [f"{count} tied to an award, none with a judgement in the record on its day."]
    paid = linked[linked["role"] == "recipient"]
    said = [worst_graded(paid, linked[linked["role"] != "recipient"])] if len(paid) > 1 else []
    for rows, one, several in (
        (paid, "that is a recipient", "that are recipients"),
        (linked, "named in any role", "named in any role"),
    ):
        if len(rows) == 1:
            said.append(f"The one council {one}, {rows['council'].iloc[0]}, {by_grades(rows)} on the day of the award.")
        elif len(rows):
            said.append(f"Of the {some(len(rows), 'council')} {several}, on the day of the award {by_grades(rows)}.")
    return [*said, "The grades are those of Ofsted’s published reports; one of the day itself or later is not used."]


def worst_graded(paid, others):
    """How many recipient councils were rated inadequate, and how many other councils of the awards."""
    at = int((paid["by record"] == "inadequate").sum())
    elsewhere = int((others["by record"] == "inadequate").sum())
    verb = "were" if at > 1 else "was"
    said = f"{sentence(none(at))} of the {some(len(paid), 'recipient council')} {verb} rated inadequate"
    named = some(elsewhere, "council that was is", "councils that were are")
    return f"{said}; {named} named only as partner or place." if elsewhere else f"{said}."


def statements(t):
    """Which printed statements hold."""
    judged = claims.judge(t)
    if judged.empty:
        return ["The tables hold no claims to test."]
    if len(judged) == 1:
        return [f"One statement is tested; it {judged['verdict'].iloc[0]}."]
    tally = judged["verdict"].value_counts()
    several = dict(zip(claims.VERDICTS, ("hold", "hold within rounding", "do not hold", claims.OPEN)))
    parts = [f"{number(int(tally[v]))} {several[v] if tally[v] > 1 else v}" for v in claims.VERDICTS if v in tally]
    failed = [f"“{claim}”" for claim in judged.loc[judged["verdict"] == claims.FAILS, "claim"]]
    wrong = f"These do not: {listed(failed)}." if len(failed) > 1 else ""
    return [f"Of the {some(len(judged), 'statement')} tested, {listed(parts)}.", wrong]


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
    makers = listed(sorted(t.sources["publisher"].unique()))
    return [
        f"{some(len(t.sources), 'article')} from {makers}, {span(t.sources)}.",
        "Every number below is computed from tables; each row taken from an article names its paragraph. “The record” "
        "is Ofsted’s published inspection reports, “the curator” whoever filled in the tables.",
    ]


def span(sources):
    """From the first to the last day on which articles were published, in words."""
    first, last = say(min(sources["published"])), say(max(sources["published"]))
    return first if first == last else f"{first} to {last}"


def middle(awards):
    """Median against mean, in a sentence; nothing for fewer than five awards."""
    if len(awards) < 5:
        return ""
    median, mean = float(awards["amount_gbp"].median()), float(awards["amount_gbp"].mean())
    how = "above" if mean > median else "below" if mean < median else "the same as"
    return f"The mean award, {pounds(round(mean, -3))}, is {how} the median, {pounds(median)}" + (
        ": a few large awards pull it up." if mean > median * 1.05 else "."
    )


def reach(awards, linked):
    """Which councils the awards reach, directly and otherwise."""
    said, roles = [], linked.groupby("role")["council_id"].nunique()
    words = {
        "recipient": ("as the recipient", "as recipients"),
        "partner": ("as a partner", "as partners"),
        "place": ("only as the place", "only as places"),
    }
    if len(linked):
        parts = [some(int(roles[role]), *words[role]) for role in words if role in roles]
        count, reach = some(linked["council_id"].nunique(), "council"), "s reach" if len(awards) > 1 else " reaches"
        said.append(f"The award{reach} {count} by name: {listed(parts)}.")
    without = awards[~awards["award_id"].isin(linked["award_id"])]
    if len(without):
        count = sentence(some(len(without), "award is", "awards are"))
        said.append(f"{count} tied to no council: {listed(without['recipient'])}.")
    return said


def overhang(nested):
    """Sums that begin or end outside the sum that contains them, each in a sentence."""
    return [
        f"The {r.label} ({r.when}) does not lie inside the {r.whole} ({r.whole_when}) "
        "that is read as containing it: the printed periods conflict."
        for r in money.overhangs(nested).itertuples()
    ]


def largest_paid(awards, linked):
    """The largest award whose recipient is a council, of three at least; else None."""
    paid = awards[awards["award_id"].isin(linked.loc[linked["role"] == "recipient", "award_id"])]
    return paid.loc[paid["amount_gbp"].idxmax()] if len(paid) > 2 else None


def without_largest(awards, linked):
    """What the money by grade looks like without the largest award to a council, in a sentence."""
    top = largest_paid(awards, linked)
    if top is None:
        return ""
    rest = money.by_grade(awards[awards["award_id"] != top["award_id"]], linked)
    rest = rest[rest["grade"].isin(ratings.GRADES)]
    parts = [f"{pounds(a)} to councils rated {g}" for a, g in zip(rest["amount_gbp"], rest["grade"])]
    return f"Without the {amount(top)} to {top['recipient']} it would be {listed(parts)}." if parts else ""


def coverage(t):
    """How many rows were taken from how many articles."""
    rows = table_coverage(t)["in all"]
    tables, articles = some(int((rows > 0).sum()), "table"), some(len(t.sources), "article")
    return [
        f"{sentence(some(int(rows.sum()), 'row'))} in {tables} came from {articles}.",
        "Each row names its article and paragraph, and holds what is printed there in a few words.",
    ]


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
