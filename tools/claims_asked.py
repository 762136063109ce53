"""Rules of names that other rows go by, and of claims: what a claim must name for its check, and say after a colon."""

import re

from helpers import claims
from helpers.schema import resource
from tools.raw import fields
from tools.schema import near


def identified():
    """The tables whose rows mentions and claims can name, as the schema lists them."""
    return next(field for field in resource("claims")["schema"]["fields"] if field["name"] == "about")["refers"]


def names(rows):
    """Names that two tables share, and rows that name what is in no table."""
    owner = {}  # the table of each name that a claim can be about
    for table in identified():
        key = fields(resource(table))[0]
        for row in rows[table]:
            if owner.setdefault(row[key], table) != table:
                problem = f"is a name in {rows[owner[row[key]]][0].file} already"
                yield row.wrong(key, problem, "Give each row a name of its own: mentions and claims refer to it")
    whole = rows.whole.issuperset(identified())  # else a name may stand in what could not be read
    for table in ("mentions", "claims"):
        for row in rows[table]:
            about = list(dict.fromkeys(row["about"].split()))
            unknown = [name for name in about if name not in owner]
            if table == "mentions" and len(row["about"].split()) > 1:
                yield row.wrong("about", "names more than one row", "Give each its own row here")
            for name in unknown if whole else ():
                remedy = f"Use the identifier of a row{near('nearest:', name, owner, 3, 0.5)}"
                yield row.wrong("about", f"names {name}, which is in no table", remedy)
            if table == "claims" and not unknown:
                yield from asked(row, [owner[name] for name in about])


def asked(row, tables):
    """What a claim lacks that its check needs: rows of certain tables, a detail of a certain form."""
    name, _, detail = row["check"].partition(": ")
    if name not in claims.NEEDS:
        hint = near("perhaps", row["check"].partition(":")[0], claims.NEEDS, cutoff=0.4)
        yield row.wrong("check", "is not a known check", f"The checks are listed in notebook 06{hint}")
        return
    needed, options = claims.NEEDS[name]
    for choice in needed:
        match = next((table for table in tables if table in choice.split("|")), None)
        if match:
            tables.remove(match)
        else:
            remedy = f"It needs a row of {' and of '.join(n.replace('|', ' or ') for n in needed)}"
            yield row.wrong("about", f"does not name what the check “{name}” needs", remedy)
    if options == [] and detail:
        yield row.wrong("check", "has a detail that this check does not take", f"Type “{name}” alone")
    if not options:
        return
    between = {"grade is a majority": " or ", "grade outnumbers": r" > | \+ "}.get(name)
    words = re.split(between, detail) if between else [detail]
    allowed, fits = f"one of {', '.join(options)}", set(words) <= set(options)
    if options == ["any"]:
        allowed, fits = "a detail such as Tri-borough", detail != ""
    if name == "grade outnumbers":
        allowed, fits = "two sides, such as inadequate > good + outstanding", fits and detail.count(">") == 1
    if not fits:
        problem = "has a detail that this check does not know" if detail else "needs a detail after a colon"
        yield row.wrong("check", problem, f"Type “{name}: …” with {allowed}")


RULES = (names,)
