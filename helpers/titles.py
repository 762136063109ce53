"""The titles of the figures: each states the finding, computed from what is drawn."""

import pandas as pd

from helpers import money, ratings
from helpers.dates import in_months
from helpers.findings import amount, amounts
from helpers.show import listed, number, percent, pounds, sentence, some


def budgets_title(nested):
    """The finding of the budgets' figure."""
    budgets = nested[nested["kind"] == "budget"]
    inside = budgets[budgets["depth"] > 0]
    if inside.empty:
        drawn = budgets if len(budgets) else nested[nested["kind"] == "award round"]
        if drawn.empty:
            return ""
        return f"{sentence(some(len(drawn), drawn['kind'].iloc[0]))}: {listed(amounts(drawn))}"
    outermost = nested["commitment_id"].where(nested["depth"] == 0).ffill()  # of what stands under it
    roots = nested[nested["commitment_id"].isin(outermost[inside.index])]
    whole = f"{'whole' if len(roots) == 1 else 'largest'} is {amount(roots.sort_values('amount_gbp').iloc[-1])}"
    return f"{sentence(some(len(inside), 'budget lies', 'budgets lie'))} inside another: the {whole}"


def concentration_title(awards):
    """The finding of the concentration figure."""
    if len(awards) < 2:
        return ""
    effective = 1 / money.hhi([float(a) for a in awards["amount_gbp"]])
    if len(awards) > 3:
        three = money.top_share(3)([float(a) for a in awards["amount_gbp"]])
        return f"The three largest of {len(awards)} awards take {percent(three)} of their sum"
    return f"{len(awards)} awards are as concentrated as {effective:.1f} equal ones would be"


def record_title(series, shares=False):
    """The finding of the record's figure: when the most authorities were inadequate."""
    data = series["inadequate"] / series.sum(axis=1) if shares else series["inadequate"]
    top, now = (percent(v) if shares else str(int(v)) for v in (data.max(), data.iloc[-1]))
    return f"Inadequate authorities were at most {top} in {data.idxmax():%B %Y}, and {now} at the end of the record"


def lanes_title(line):
    """The finding of the swimlanes: which council the articles follow most closely."""
    counts = line[line["first"].notna()]["council"].value_counts()
    if counts.empty:
        return ""
    top = sorted(c for c, n in counts.items() if n == counts.max())
    most = some(int(counts.max()), "dated event or grade", "dated events and grades")
    if len(counts) == 1:
        return f"{top[0]} is the one council followed, with {most}"
    if len(top) == len(counts):
        return f"{sentence(some(len(top), 'council is', 'councils are'))} followed, with {most} each"
    if len(top) > 3:
        return f"No council has more than {most}"
    if len(top) > 1:
        return f"{listed(top)} are followed most closely, with {most} each"
    return f"{top[0]} is followed most closely, with {most}"


def durations_title(took):
    """The finding of the durations' figure."""
    if took.empty:
        return ""
    last = took.loc[took["longest"].idxmax()]
    return f"The longest: {last['council']}, {last['what']}, {in_months(last['shortest'], last['longest'])}"


def record_lanes_title(reports):
    """The finding of the lanes with the record."""
    if reports.empty:
        return ""
    again = reports["council"].value_counts()
    twice = int((again > 1).sum())
    of = "" if len(again) == 1 else f"{number(twice)} of them "
    more = f", {of}judged more than once" if twice else ""
    return f"{some(len(reports), 'published report')} on {some(len(again), 'council')}{more}"


TYPES = {
    "charity": "charities",
    "public body": "public bodies",
    "university": "universities",
    "company": "companies",
    "other": "other recipients",
    "councils jointly": "councils jointly",
}
NO_GRADE = {
    "no judgement yet": "without a judgement yet",
    "award not dated": "of an award without a date",
    "outside the record": "of an award outside the time of the record",
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
    return sentence(f"{of_money(themes)} was awarded for the theme “{top}”")


def types_title(kinds):
    """The finding of the figure on recipient types."""
    top = kinds["recipient_type"][0]
    return sentence(f"{of_money(kinds)} was awarded to {TYPES.get(top, top + 's')}")


def grade_money_title(graded, largest=None):
    """The finding of the figure on money by grade; an award that alone makes the most is named."""
    named = graded[graded["grade"].isin(ratings.GRADES)]
    if named.empty:
        return "No money was awarded to a council with a judgement in the record on its day" if len(graded) else ""
    top = named.iloc[0]
    if len(named) == 1:
        return f"The recipient councils with a grade in the record were all rated {top['grade']}"
    most_of = (
        f"Of the recipient councils, those rated {top['grade']} were awarded the most: {pounds(top['amount_gbp'])}"
    )
    alone = largest is not None and top["amount_gbp"] - largest["amount_gbp"] < named["amount_gbp"].iloc[1]
    return most_of + (f", {amount(largest)} of it to {largest['recipient']}" if alone else "")


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
    counts = frame["in any role"].astype(int)
    parts = [f"{number(n)} {NO_GRADE.get(g, g)}" for g, n in zip(frame["grade"], counts) if n]
    return f"{sentence(some(counts.sum(), 'council'))} named: {listed(parts)}"


def most(frame, label, value):
    """The rows that share the largest value: (their labels listed, the value)."""
    top = frame[frame[value] == frame[value].max()]
    return listed(top[label]), top[value].iloc[0]


def regions_title(regions):
    """The finding of the figure on regions."""
    names, share = most(regions, "region", "share inadequate")
    top = percent(share) if " and " in names else regions["words"].iloc[0]
    return f"{names} had the largest share of inadequate authorities, {top}"


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


def choices_title(spread):
    """A function that makes the finding of the figure on whole numbers: those of the worst grade."""
    of = f"{spread['inspected'].iloc[0]:g} {spread['counted'].iloc[0]}"
    printed = spread.set_index("grade")["percent"]

    def title(frame):
        worst = frame.iloc[-1]
        return f"{printed[worst['grade']]:g}% {worst['grade']} can mean {listed(worst['left'], 'or')} of {of}"

    return title
