"""What a report says of money and ratings: how the councils that awards name were rated on the day of the award."""

from helpers.dates import bounds
from helpers.ratings import GRADES, grade_before
from helpers.show import listed, number
from tools.telling import LIST, firsts

RECORD, ARTICLE = "Ofsted’s record", "an article"


def leads(t):
    """The first sentences on money and ratings, for the front page."""
    return firsts("paid", [facts for facts in money_met_ratings(t) if facts["known"]])


def grade_on(t, council, announced):
    """A council's grade on the day of an award, and who says so: ("", why not) where none is known."""
    first, last = bounds(announced)
    if not first or not last:
        return "", "the award has no day"
    grades = {grade_before(t, council, first), grade_before(t, council, last)}
    if len(grades) > 1:
        return "", "the grade changed in that time"
    if grade := grades.pop():
        return grade, RECORD
    own = t.council_ratings[(t.council_ratings["council_id"] == council) & (t.council_ratings["scope"] == "overall")]
    days = [bounds(row["dated"]).last or t.published[row["source_id"]] for row in own.to_dict("records")]
    known = sorted((d, grade) for d, grade in zip(days, own["grade"]) if d <= last)
    return (known[-1][1], ARTICLE) if known else ("", "no grade is known for the day")


def linked(t):
    """The councils that awards name, a row an award and council: the grade on the award's day, and who says so.

    Where no article rates or counts councils, only recipients, and none of a funder's file.
    """
    awards = t.awards[["award_id", "recipient", "announced", "source_id"]]
    links = t.award_councils[["award_id", "council_id", "council", "role"]]
    rows = links.merge(awards, on="award_id")
    if not len(t.council_ratings) and not len(t.rating_spreads):
        printed = rows["source_id"].map({source: row["kind"] != "web page" for source, row in t.article.items()})
        rows = rows[(rows["role"] == "recipient") & printed.astype(bool)]
    pairs = list(zip(rows["council_id"], rows["announced"]))
    found = {pair: grade_on(t, *pair) for pair in dict.fromkeys(pairs)}  # many awards share a council and a day
    grades, said_by = ([found[pair][i] for pair in pairs] for i in (0, 1))
    shown = rows[["award_id", "council", "role", "recipient", "announced"]]
    return shown.assign(grade_on_that_day=grades, said_by=said_by)


def money_met_ratings(t):
    """How the councils that awards name were rated on the day: those that were awarded money, then the others."""
    rows = linked(t)
    if rows.empty:
        return []
    paid = rows["role"] == "recipient"
    asked = (("awarded money", rows[paid]), ("named as partner or place of an award", rows[~paid]))
    return [on_the_day(which, found) for which, found in asked if len(found)]


def on_the_day(which, rows):
    """The facts of words/paid.md for some of the rows that `linked` returns."""
    known = rows[rows["grade_on_that_day"] != ""]
    dated = rows["announced"] != ""
    items = [at_grade(grade, known) for grade in GRADES if (known["grade_on_that_day"] == grade).any()]
    if not (known["grade_on_that_day"] == "inadequate").any():
        items.append("none was rated inadequate")
    return {
        "which": which,
        "known": known["council"].nunique(),
        "only": known["council"].iloc[0] if len(known) else "",
        "grades": list(dict.fromkeys(known["grade_on_that_day"])),
        "items": items,
        "by_articles": known.loc[known["said_by"] == ARTICLE, "council"].nunique(),
        "undated": rows.loc[~dated, "award_id"].nunique(),
        "unknown": rows.loc[dated & (rows["grade_on_that_day"] == ""), "council"].nunique(),
    }


def at_grade(grade, known):
    """How many councils were rated so, and which: “two were rated good (Essex and Kent)”."""
    names = list(dict.fromkeys(known.loc[known["grade_on_that_day"] == grade, "council"]))
    which = f" ({listed(names)})" if len(names) <= LIST else ""
    return f"{number(len(names))} {'was' if len(names) == 1 else 'were'} rated {grade}{which}"
