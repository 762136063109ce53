"""Checking a folder of tables: how it is read, what the schema says, and what a schema cannot say."""

from helpers.schema import package
from tools import claims_asked, confirmed, councils, meanings, printed, rules, sums
from tools.folder import notices, read_folder, unread
from tools.raw import SheetRow
from tools.schema import against_the_schema, no_articles

RULES = (
    *rules.RULES,
    *sums.RULES,
    *councils.RULES,
    *claims_asked.RULES,
    *printed.RULES,
    *meanings.RULES,
)
CLOSER = (*sums.CLOSER, *councils.CLOSER, *printed.CLOSER, *meanings.CLOSER)  # they ask of what is merely unlikely


class Rows(dict):
    """The rows of each table that could be read; of any other there are none, and it is not `in` here.

    whole: the tables of which every row could be read.
    """

    def __init__(self, tables):
        super().__init__({name: raw.records() for name, raw in tables.items()})
        self.whole = {name for name, raw in tables.items() if raw.whole}

    def __missing__(self, name):
        return []


def check(folder, closely=False):
    """Everything wrong with a folder's tables, as a list of Finding; empty where nothing is."""
    return findings_and_notices(folder, closely)[0]


def tables_and_findings(folder, closely=False):
    """(the tables of a folder, everything wrong with them but for what its lock asks)."""
    tables, found = read_folder(folder)
    return tables, check_tables(tables, found, closely)


def findings_and_notices(folder, closely=False):
    """(everything wrong with a folder's tables, what a person should know besides), each a list of Finding.

    A workbook under another name is what is wrong where there is no article. What the lock asks comes last.
    """
    (tables, found), other = tables_and_findings(folder, closely), unread(folder)
    asked = confirmed.asked(folder, tables, found)
    claims = Rows({name: raw for name, raw in tables.items() if name == "claims"})
    told = [*notices(folder, tables), *claims_asked.no_longer_made(claims)]
    none = [finding for finding in found if finding.table == "sources" and finding.line is None]
    if other and none:
        found = [other, *(finding for finding in found if finding not in none)]
        told.remove(other)
    return [*found, *asked], told


def check_tables(tables, found, closely=False):
    """The findings of reading, then those of the schema, then those of our own rules, table by table.

    A rule takes the rows of every table, {name: [Row]}, and yields findings; of a cell that already
    has one, no other is told. closely: what is merely unlikely is asked about too, but for rows with a note.
    """
    tables = {name: raw._replace(name=name) for name, raw in tables.items()}
    rows = Rows(tables)
    found = [*found, *against_the_schema(tables, rows)]
    found += filter(None, [no_articles(tables, rows)])
    seen = {(f.file, f.line, f.column) for f in found}
    noted = {(row.file, row.line) for name in rows for row in rows[name] if row.get("note") or row.get("limits")}
    for rule in (*RULES, *(CLOSER if closely else ())):
        for finding in rule(rows):
            cell = (finding.file, finding.line, finding.column)
            if cell not in seen and not (rule in CLOSER and cell[:2] in noted):
                seen.add(cell)
                found.append(finding)
    return sorted(dict.fromkeys(found), key=order())


def order():
    """How findings are put in order: by table as the package has them, then by row and column."""
    tables = {r["name"]: i for i, r in enumerate(package()["resources"])}
    columns = {(r["name"], f["name"]): i for r in package()["resources"] for i, f in enumerate(r["schema"]["fields"])}

    def place(finding):
        line = finding.line.number if isinstance(finding.line, SheetRow) else finding.line
        number = line if isinstance(line, int) else 0
        return tables.get(finding.table, -1), finding.file, number, columns.get((finding.table, finding.column), -1)

    return place
