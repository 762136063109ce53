"""Rules of names that other rows go by, and of claims: what a claim must name for its check, and say after a colon."""

from helpers.schema import resource
from tools import claims
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
    groups = {row[c]: None for row in rows["memberships"] for c in ("programme", "group") if row[c]}
    groups = groups if "memberships" in rows.whole else None
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
                yield from asked(row, [owner[name] for name in about], groups)


def asked(row, tables, groups):
    """What a claim lacks that its check needs: rows of certain tables, a detail of a certain form.

    groups: the programmes and groups of memberships; None where that table could not be read.
    """
    name, _, detail = row["check"].partition(": ")
    if name in claims.GONE:
        return
    if name not in claims.NEEDS:
        hint = near("perhaps", row["check"].partition(":")[0], claims.NEEDS, cutoff=0.4)
        yield row.wrong("check", "is not a known check", f"They are listed in the sheet “checks” of tables.xlsx{hint}")
        return
    needed, options = claims.NEEDS[name]
    for choice in needed:
        match = next((table for table in tables if table in choice.split("|")), None)
        if match:
            tables.remove(match)
        else:
            remedy = f"It needs a row of {' and of '.join(n.replace('|', ' or ') for n in needed)}"
            yield row.wrong("about", f"does not name what the check “{name}” needs", remedy)
    if not options and detail:
        yield row.wrong("check", "has a detail that this check does not take", f"Type “{name}” alone")
    elif options and (wanted := why_no_detail(name, detail, options, groups)):
        problem = "has a detail that this check does not know" if detail else "needs a detail after a colon"
        yield row.wrong("check", problem, f"Type “{name}: …” with {wanted}")


def why_no_detail(name, detail, options, groups):
    """What a check wants after its colon, where the detail is not that; "" where it is."""
    if options == claims.ANY:
        hint = near("nearest:", detail, groups or (), 3, 0.5)
        fits = bool(detail) and (groups is None or detail in groups)
        return "" if fits else f"a programme or a group that a row of memberships has{hint}"
    if name == "grade outnumbers":
        sides = detail.split(" > ")
        fits = len(sides) == 2 and all(grade in options for side in sides for grade in side.split(" + "))
        return "" if fits else "two sides, such as inadequate > good + outstanding"
    return "" if set(detail.split(" or ")) <= set(options) else f"one of {', '.join(options)}"


def no_longer_made(rows):
    """Notices of claims whose check is no more: they stay in the table, and are not settled."""
    for row in rows["claims"]:
        name = row["check"].partition(": ")[0]
        if name in claims.GONE:
            problem = f"is a check that is no longer made: {claims.GONE[name]}"
            yield row.wrong("check", problem, "The claim may stay; nothing settles it")


RULES = (names,)
