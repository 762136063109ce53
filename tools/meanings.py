"""Rules of what columns mean: cells of a row, or of rows that belong together, that cannot all be so.

Those that ask rather than know stand in CLOSER: any note of the row answers.
"""

import datetime as dt
import re
from collections import Counter, defaultdict

from helpers import money
from helpers.dates import say
from tools.council_names import Councils
from tools.councils import by_id, within_a_letter
from tools.raw import usual_kinds
from tools.rules import DATED_ID, apart, bounds
from tools.sums import is_number

FRAMEWORKS = {  # when a framework's inspections and their reports can have been, with some months to spare
    "before SIF": (dt.date.min, dt.date(2014, 6, 30)),
    "SIF": (dt.date(2013, 11, 1), dt.date(2018, 6, 30)),
    "ILACS": (dt.date(2018, 1, 1), dt.date.max),
}
ENOUGH = 4  # rows of a list, from which on one that differs from all others is asked about
ALIKE = {  # columns in which the rows of one list seldom differ
    "awards": ("commitment_id", "announced"),
    "council_ratings": ("framework", "scope", "dated", "date_basis"),
}
TIMES = {  # the columns that say when, of what an identifier may name with a year
    "council_ratings": ("dated",),
    "events": ("dated",),
    "rating_spreads": ("as_at",),
    "awards": ("announced", "period"),
    "commitments": ("announced", "period"),
}
SPAN = re.compile(r".*-((?:19|20)\d\d)-((?:19|20)\d\d)", re.ASCII)
ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)/", re.ASCII)
A_TIME = re.compile(r"\b(a|an|per|each|every) (year|month|week|child|council|award)\b|\b(annual|yearly|each)", re.I)
A_FEW = dt.timedelta(3)


# --- ratings ---


def frameworks(rows):
    """Ratings dated when their framework was not in use; an article may tell of one long after."""
    for row in rows["council_ratings"]:
        framework, (first, last) = row["framework"], bounds(row["dated"])
        begins, ends = FRAMEWORKS.get(framework, (dt.date.min, dt.date.max))
        if row["date_basis"] != "article" and ((last and last < begins) or (first and first > ends)):
            yield row.wrong("framework", f"was not in use at that time ({say(row['dated'])})", "Correct one of the two")


def date_bases(rows):
    """Ratings dated by their article alone, and on another day."""
    published = {row["source_id"]: row["published"] for row in rows["sources"]}
    for row in rows["council_ratings"]:
        dated, day = row["dated"], published.get(row["source_id"], "")
        if row["date_basis"] == "article" and any(bounds(dated)) and any(bounds(day)) and bounds(dated) != bounds(day):
            remedy = f"Type {day} in dated, or in date_basis what the date is of, or say in note how it is meant"
            yield row.wrong("date_basis", f"is not whose date stands in dated ({dated})", remedy)


# --- awards ---


def paid(rows):
    """Awards whose recipient, its type and the councils that are paid do not go together."""
    if not rows["authorities"]:
        return
    councils, known = Councils(rows["authorities"]), by_id(rows)
    published = {row["source_id"]: bounds(row["published"]).last for row in rows["sources"]}
    linked, leading = defaultdict(list), {}
    for row in rows["award_councils"]:
        linked[row["award_id"]].append(row)
    for row in rows["awards"]:
        day = published.get(row["source_id"])
        council = councils.named(row["recipient"], day.isoformat()) if day else None
        recipients = [r["council_id"] for r in linked[row["award_id"]] if r["role"] == "recipient"]
        wrong = list(typed_as(row, council, recipients, known))
        yield from wrong
        leading[row["award_id"]] = council if not wrong else None  # one question, of one of its rows
    for row in rows["award_councils"]:
        council = leading.get(row["award_id"])
        if council and row["council_id"] == council and row["role"] != "recipient":
            remedy = "Type recipient, or say in note how it is meant"
            yield row.wrong("role", "is not that of the council by whose name the recipient goes", remedy)


def typed_as(row, council, recipients, known):
    """What is wrong with one award. council: whose name the recipient goes by; recipients: the councils paid."""
    kind, name = row["recipient_type"], row["recipient"]
    if council and kind not in ("council", "councils jointly", ""):
        remedy = "Type council, or say in note what it is"
        yield row.wrong("recipient_type", f"is not what its name says ({name})", remedy)
    elif kind == "council" and len(recipients) > 1 and not council:  # one may lead, and be named for all
        remedy = "Type councils jointly, or correct role in award_councils, or say in note how it is meant"
        yield row.wrong("recipient_type", f"is one council, and {len(recipients)} are paid", remedy)
    elif kind == "council" and council not in recipients and recipients and recipients[0] in known:
        names = known[recipients[0]].names
        wrong = council or any(within_a_letter(each, name) for each in names)
        if wrong and not any(each in name for each in names):
            remedy = f"Correct it, or the row of award_councils, or say in note that it is {min(names)}"
            yield row.wrong("recipient", f"does not name the council that is paid ({min(names)})", remedy)


def parts(rows):
    """Sums that are part of a ceiling or of a smaller sum, and awards out of one."""
    whole = {row["commitment_id"]: row for row in rows["commitments"]}
    for table, column in (("commitments", "part_of"), ("awards", "commitment_id")):
        for row in rows[table]:
            outer = whole.get(row[column])
            if not outer or outer is row:
                continue
            if outer["kind"] == "grant ceiling":
                problem = "is a ceiling for one grant, and no sum that holds others"
                yield row.wrong(column, problem, "Name the sum that this one comes out of, or leave the cell empty")
            elif larger(row, outer):
                problem = f"is a smaller sum ({outer['as_printed']}) than this one ({row['as_printed']})"
                yield row.wrong(column, problem, "Name the sum that this one comes out of, or leave the cell empty")


def larger(row, outer):
    """Whether a sum is larger than another with all their rounding; a bound, or “a year”, leaves it open."""
    cells = row["amount_gbp"], outer["amount_gbp"]
    plain = all(map(is_number, cells)) and not outer["amount_to_gbp"]
    bound = row["amount_bound"] == "up to" or outer["amount_bound"] in ("at least", "about")
    if not plain or bound or A_TIME.search(outer["as_printed"]):
        return False
    steps = money.step_of(row["as_printed"]) + money.step_of(outer["as_printed"])
    return float(cells[0]) - steps > float(cells[1])


def rounds(rows):
    """Award rounds made public on another day than all their awards."""
    awards = defaultdict(list)
    for row in rows["awards"]:
        awards[row["commitment_id"]].append(row["announced"])
    for row in rows["commitments"]:
        told, said = awards[row["commitment_id"]], row["announced"]
        together = len(told) >= ENOUGH and len(set(told)) == 1 and said and told[0]
        if row["kind"] == "award round" and together and apart(said, told[0]):
            remedy = "Correct it or them, or say in note how they differ"
            yield row.wrong("announced", f"is not when all its awards were made public ({told[0]})", remedy)


# --- lists ---


def odd_ones(rows):
    """Rows of one list of an article that differ from all others in what such rows share."""
    for table, columns in ALIKE.items():
        lists = defaultdict(list)
        for row in rows[table]:
            block, dot, _ = row["paragraph"].partition(".")
            if dot:
                lists[row["source_id"], block].append(row)
        for group in (group for group in lists.values() if len(group) >= ENOUGH):
            usual = {column: Counter(row[column] for row in group).most_common(1)[0] for column in columns}
            for row in group:
                odd = [c for c, (value, count) in usual.items() if row[c] != value and count == len(group) - 1]
                if odd:
                    problem = f"differs from that of all other rows of its list ({usual[odd[0]][0] or 'empty'})"
                    yield row.wrong(odd[0], problem, "Correct it, or say in note that it does")


# --- what identifiers say ---


def times_in_names(rows):
    """Rows whose identifier ends in another time than the row has."""
    for table, columns in TIMES.items():
        for row in rows[table]:
            name = next(iter(row.values()))
            held = [column for column in columns if any(bounds(row[column]))]
            span, match = SPAN.fullmatch(name), DATED_ID.fullmatch(name) or re.fullmatch(r".*-((?:19|20)\d\d)", name)
            if span and span[1] < span[2]:
                first, last = bounds(row.get("period", ""))
                held = ["period"]
                off = first and last and (str(first.year), str(last.year)) != span.groups()
            else:
                off = match and held and all(bounds(match[1])) and all(apart(row[c], match[1]) for c in held)
            if off:
                remedy = "Correct one of the two, or say in note what the name means"
                yield row.wrong(held[0], f"is not the time that the row’s name ends in ({name})", remedy)


# --- articles ---


def addresses(rows):
    """Articles published on another day than the one in their address."""
    for row in rows["sources"]:
        first, last = bounds(row["published"])
        found = ADDRESS.search(row["url"])
        day = bounds("-".join(part.zfill(2) for part in found.groups())).first if found else None
        if day and first and last and not first - A_FEW <= day <= last + A_FEW and str(day) not in row["limits"]:
            remedy = f"Correct one of the two, or say in limits why they differ, with {day}"
            yield row.wrong("published", f"is not the day in the address ({found[0]})", remedy)


def publishers(rows):
    """Articles at one publisher's address that name another publisher than all others there."""
    hosts = defaultdict(list)
    for row in rows["sources"]:
        if host := re.match(r"https?://([^/]+)", row["url"]):
            hosts[host[1]].append(row)
    for host, group in hosts.items():
        counts = Counter(row["publisher"] for row in group)
        usual = counts.most_common(1)[0][0]
        for row in group if len(group) >= ENOUGH and counts[usual] == len(group) - 1 else ():
            if row["publisher"] != usual:
                remedy = "Correct one of the two, or say in limits how it is"
                yield row.wrong("publisher", f"is not that of the other articles at {host} ({usual})", remedy)


# --- claims ---


def claims_alike(rows):
    """Events held against what other sources say of another council, or of another kind of event."""
    events = {row["event_id"]: row for row in rows["events"]}
    others = {row["event_id"]: row for row in rows["interventions"]}
    for row in rows["claims"]:
        names = row["about"].split()
        one = next((events[name] for name in names if name in events), None)
        other = next((others[name] for name in names if name in others), None)
        if row["check"] != "events match other sources" or not one or not other:
            continue
        if one["council_id"] != other["council_id"]:
            problem = f"names events of two councils ({one['council_id'] or 'none'}, {other['council_id']})"
            yield row.wrong("about", problem, "Name the same event in both, or correct council_id of the event")
        elif one["kind"] != other["kind"] and one["kind"] in usual_kinds():
            problem = f"names events of two kinds ({one['kind']}, {other['kind']})"
            yield row.wrong("about", problem, "Name the same event in both, or correct kind of the event")


RULES = (frameworks, parts, addresses, claims_alike)
CLOSER = (date_bases, paid, rounds, odd_ones, times_in_names, publishers)
