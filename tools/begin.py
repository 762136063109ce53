"""Rows begun from a text, where its reading is safe: one rule a table, over the sentences and what they print."""

import re
from typing import NamedTuple

from helpers.dates import bounds
from tools.council_names import slug
from tools.datewords import TO_COME
from tools.numerals import NUMBER
from tools.reading import AMOUNT, COUNCIL, DATE, GRADE, KIND, NUMERAL, PERCENTAGE, Candidate
from tools.texts import folded, places

TABLES = (
    "sources awards award_councils commitments rating_spreads council_ratings events memberships statistics mentions"
).split()
SENTENCE_END = re.compile(
    r"(?<!\bSt)(?<!\bMr)(?<!\bDr)(?<!\bNo)(?<!\bMs)(?<!\bMrs)(?<!Cllr)[.!?]['\")]*\s+(?=['\"(]*[A-Z£\d])"
)
ADVERT = re.compile(
    r"subscri|\barchive\b|/ ?month|\b(?:per|a) (?:month|week)\b|membership|newsletter|sign up|cookies", re.I
)

WHO = r"(?P<who>(?:The |the )?[A-Z0-9][^.;:]{1,110}?)"
GETS = (
    r"(?:,? (?:will|would|is|are|was|were|has|have|had|also|each|to|been|be|being|recently|now|set))*"
    r" (?:get|gets|got|receive[sd]?|receiving|awarded|given|granted|handed|allocated|share|shared|secured|won)"
)
GIVEN = re.compile(
    rf"^[\W_]*(?:(?:Meanwhile|And|But|Also|In addition|Separately)[, ]+)*{WHO}{GETS}(?: a| an| further| grant of| total of| share of)*\s*$"
)
LISTED = re.compile(rf"^\W*{WHO}\s+(?:-|:)\s*$|^\W*{WHO.replace('who', 'colon')}:\s*$")
NAMED_AFTER = re.compile(
    r"^ (?:in funding |grant )?(?:for|to) (?P<who>(?:the )?[A-Z][\w'&.-]*(?: (?:[A-Z][\w'&.-]*|of|for|and|the|on))*?)"
    r"(?= (?:to|for|as|so|which|in|over|under)\b|[,.;]|$)"
)
OF_A_PROJECT = re.compile(r"^(?P<who>.+)'s (?P<project>[A-Z].*?) (?:project|programme|scheme)$")
PROJECT = re.compile(
    r"\b(?:the|its|their) (?P<project>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*) (?:project|programme|scheme|model)\b"
)
TYPES = (
    ("trust", r"\bChildren's (?:Services |Social Care )?Trust\b|\bChildren First\b"),
    ("university", r"\bUniversity\b|\bCollege\b"),
    ("company", r"\b(?:Ltd|Limited|plc|LLP|CIC)\b"),
    ("public body", r"\bPolice\b|\bNHS\b|\bOffice\b|\bAgency\b|\bMayor\b|\bDepartment\b|\bCommissioner\b"),
)
PROGRAMME = re.compile(
    r"\b(?P<name>[A-Z][\w'&-]*(?: (?:[A-Z][\w'&-]*|of|for|and|in|to|the))* (?:Programme|Fund|Grant|Partnership|Centre|Initiative)"
    r"(?: programme| grant| fund)?|[A-Z][\w'&-]*(?: [A-Z][\w'&-]*)+ (?:programme|fund|grant|scheme|centre))\b"
)
SORTS = (  # of sums that are not one award
    ("grant ceiling", r"\bgrants? of up to|\bup to\b.{0,40}\beach\b"),
    ("award round", r"\bawards?\b|\bprojects?\b|\bbeneficiar|\brecipients?\b|\bshare of\b"),
    ("spending", r"\bspen[dt]\b|\bspending\b(?! review)|\bcosts?\b|\bbill\b|\boverspen|\bgoes\b"),
    ("other investment", r"\binvest"),
    ("budget", r"\bfund|\bbudget|\bavailable\b|\bset aside\b|\bpledg|\bcommitt|\bprogramme\b|\bgrant\b|\bpromis"),
)
NEWS = re.compile(
    r"\b(?:has|have) (?:today )?(?:announced|been awarded|awarded)\b|\bwill (?:get|receive)\b|\bannounced today\b"
)
SCOPES = (
    ("care leavers", r"care leavers"),
    ("looked-after children", r"looked-after children|looked after children"),
    ("children in care", r"children in care"),
    ("child protection", r"child protection"),
    ("help and protection", r"help and protection"),
    ("leaders", r"leader"),
    ("adoption", r"adoption"),
)
BASES = (
    ("inspection began", r"\bbegan\b|\bstarted\b"),
    ("published", r"\bpublish|\breport\b"),
    ("inspected", r"\binspected\b|\b(?:an|following|full|last|its) inspection\b"),
)
COUNTED = r"(?:local authorit(?:y|ies)|council|department|authorit(?:y|ies)|service|borough)s?"
MEMBERS = re.compile(r"\b(?:select|chos|nam|join|member|exemplar|pilot|pathfinder|partner|shar|areas|first)", re.I)
OFFICER = r"'s?\s+(?:former\s+)?(?:director|chief|leader|head|cabinet)"
LENGTHS = {"years": "Y", "months": "M", "weeks": "W", "days": "D", "hours": ""}
QUOTED = re.compile(
    r"\"(?P<name>[A-Z][^\"]{2,60})\"|\b(?P<plain>[A-Z][\w']+(?: (?:in|of|for|and|[A-Z][\w']+))+ (?:programme|scheme|pilot))\b"
)


class Sentence(NamedTuple):
    """One sentence: its place, its folded words, where it begins in the place, and the candidates in it."""

    paragraph: str
    words: str
    start: int
    candidates: list

    def before(self, candidate):
        """The words before a candidate."""
        return self.words[: candidate.start - self.start]

    def after(self, candidate):
        """The words after a candidate."""
        return self.words[candidate.end - self.start :]

    def between(self, one, other):
        """The words between two candidates."""
        return self.words[one.end - self.start : other.start - self.start]

    def of(self, *kinds):
        """Its candidates of some kinds."""
        return [c for c in self.candidates if c.what in kinds]


class Row(NamedTuple):
    """A row begun: its table, its cells, and the candidates that it holds."""

    table: str
    cells: dict
    holds: tuple


def sentences(text, candidates):
    """The sentences of a Text, each with its candidates."""
    found = []
    for place in places(text):
        words, start = folded(place.words), 0
        mine = [c for c in candidates if c.paragraph == place.paragraph]
        for end in [*(match.end() for match in SENTENCE_END.finditer(words)), len(words)]:
            inside = [c for c in mine if start <= c.start < end]
            found.append(Sentence(place.paragraph, words[start:end], start, inside))
            start = end
    return found


def programmes(sentence):
    """The names of programmes and funds in a sentence."""
    first = r"^(?:(?:Through|Under|In|Of|For|From|With|And|But|A|An|The|Its|That|This) (?:the |its )?)+"
    return [re.sub(first, "", match["name"]) for match in PROGRAMME.finditer(sentence.words)]


class Begun:
    """What is begun from one text. free: the candidates that no row holds yet; day: the article's, or None."""

    def __init__(self, text, day, candidates, free, taken):
        self.text, self.day, self.free, self.taken = text, day, set(free), set(taken)
        self.sentences, self.rows = sentences(text, candidates), []

    def name(self, *parts):
        """A new identifier from words."""
        stem = slug(" ".join(filter(None, parts)))[:48].strip("-") or "row"
        name, number = stem, 2
        while name in self.taken:
            name, number = f"{stem}-{number}", number + 1
        self.taken.add(name)
        return name

    def add(self, table, printed, cells, *holds):
        """Begin a row that prints a candidate, and take it and others that it holds from the free ones."""
        place = {"source_id": self.text.source_id, "paragraph": printed.paragraph, "as_printed": printed.as_printed}
        self.rows.append(Row(table, cells | place, (printed, *holds)))
        self.free -= {printed, *holds}

    def begin(self):
        """Every row that is safe, the rules in the order in which they take what is printed."""
        for rule in (awards, spreads, ratings, events, commitments, memberships, statistics):
            rule(self)
        return self.rows


# --- awards ---


def recipient(sentence, amount):
    """Who an amount goes to, as (words, where they begin and end in the sentence); None where that is not plain."""
    before, after = sentence.before(amount), sentence.after(amount)
    if match := LISTED.match(before) or GIVEN.match(before):
        group = "colon" if match.groupdict().get("colon") else "who"
        return trimmed(match[group]), match.start(group), match.end(group)
    if match := NAMED_AFTER.match(after):
        offset = len(sentence.words) - len(after)
        return trimmed(match["who"]), offset + match.start("who"), offset + match.end("who")
    return None


def trimmed(who):
    """A recipient without what is said of it after a comma, and without “the”."""
    who = re.split(rf",? (?:who|whose|which|where)\b|, (?:a|an|the)\b| and (?:{NUMBER}) ", who)[0].strip(" ,'\"")
    return re.sub(r"^(?:The|the) (?=Mayor|Department|University)", "", who)


def type_of(who, councils, sentence):
    """What a recipient is, where its name says so."""
    for kind, pattern in TYPES:
        if re.search(pattern, who):
            return kind
    if re.search(r"[Cc]ouncil", who) or (councils and len(who) <= sum(len(c.as_printed) for c in councils) + 8):
        return "councils jointly" if len(councils) > 1 else "council"
    return "charity" if re.search(r"\bcharit", sentence.words) else ""


def awards(begun):
    """An amount with a recipient: in a list, or “X will get £1.4m”, “£4m for X”. Lists come first."""
    for in_list in (True, False):
        for sentence in begun.sentences:
            if ("." in sentence.paragraph) == in_list and not ADVERT.search(sentence.words):
                for amount in sentence.of(AMOUNT):
                    if amount in begun.free and (found := recipient(sentence, amount)):
                        award(begun, sentence, amount, *found)


def award(begun, sentence, amount, who, start, end):
    """One award, or a mention of one that is begun already, and the councils that it names."""
    inside = [c for c in sentence.of(COUNCIL) if start <= c.start - sentence.start < end]
    if not inside and not re.search(r"[A-Z]\w+ .*[A-Z]|[A-Z]\w+'s$|[A-Z]\w+ \d|\b[A-Z]\w{3,}$", who):
        return
    for row in begun.rows:
        if row.table == "awards" and row.holds[0].value == amount.value and alike(row.cells["recipient"], who):
            begun.add("mentions", amount, {"about": row.cells["award_id"]})
            return
    project = ""
    if match := OF_A_PROJECT.match(who):
        who, project = match["who"], match["project"]
    elif match := PROJECT.search(sentence.words):
        project = match["project"]
    kind = type_of(who, inside, sentence)
    name = begun.name(project or who)
    cells = {"award_id": name, "recipient": who.replace("'", "’"), "recipient_type": kind, "project": project}
    length = duration_beside(sentence, amount)
    cells |= sums(amount) | {"announced": announced(begun, sentence, True), "period": length[0] if length else ""}
    begun.add("awards", amount, cells, *([length[1]] if length else []))
    if len([c for c in sentence.of(AMOUNT) if recipient(sentence, c)]) == 1:
        for council in sentence.of(COUNCIL):
            role = "recipient" if council in inside else "place"
            if council in inside and kind == "trust":
                role = "place"
            elif council not in inside and re.search(r"\b(?:with|alongside)\s+(?:the\s+)?$", sentence.before(council)):
                role = "partner"
            begun.add("award_councils", council, {"award_id": name, "council_id": council.value, "role": role})


def alike(one, other):
    """Whether two names share a word that begins with a capital."""
    words = [
        set(re.findall(r"[A-Z][\w’'-]{2,}", name)) - {"Council", "County", "The", "Trust"} for name in (one, other)
    ]
    return bool(words[0] & words[1])


def sums(amount):
    """The cells of an amount."""
    low, high, bound = amount.value
    return {"amount_gbp": str(low), "amount_to_gbp": "" if high is None else str(high), "amount_bound": bound}


def duration_beside(sentence, amount):
    """A length of time after an amount, as (ISO duration, its candidate), or None: “£4.2m over three years”."""
    for number in sentence.of(NUMERAL):
        unit = LENGTHS.get(number.value[1])
        close = 0 <= number.start - amount.end < 40 or re.fullmatch(r"\W*", sentence.between(amount, number) or "x")
        if unit and close and number.value[0] == int(number.value[0]) < 1000:
            return f"P{int(number.value[0])}{unit}", number
    return None


def announced(begun, sentence, in_list=False):
    """When money was announced: on a day that the sentence or its list's first words say, or with the article."""
    block = int(sentence.paragraph.partition(".")[0])
    near = [s for s in begun.sentences if block - 8 * in_list <= int(s.paragraph.partition(".")[0]) <= block]
    for each in near[::-1]:
        for date in each.of(DATE):
            if date.value and re.search(
                r"\b(?:announced|awarded|unveiled)\b[^,;]{0,20}$", each.before(date) + date.as_printed[:3]
            ):
                return date.value
    news = NEWS.search(sentence.words) or (in_list and any(NEWS.search(s.words) for s in begun.sentences[:12]))
    return f"{begun.day}" if begun.day and news else ""


# --- other sums ---


def commitments(begun):
    """Amounts without a recipient, each once; the same amount again is a mention."""
    for sentence in begun.sentences:
        if ADVERT.search(sentence.words):
            continue
        for amount in sentence.of(AMOUNT):
            if amount not in begun.free or amount.value[0] < 1000:
                continue
            if same := [
                r for r in begun.rows if r.table in ("commitments", "awards") and r.holds[0].value[0] == amount.value[0]
            ]:
                key = "commitment_id" if same[0].table == "commitments" else "award_id"
                begun.add("mentions", amount, {"about": same[0].cells[key]})
            elif not heading(sentence):
                commitment(begun, sentence, amount)
    for sentence in begun.sentences:  # a sum of a heading is a mention of the text's
        for amount in sentence.of(AMOUNT):
            same = [r for r in begun.rows if r.table == "commitments" and r.holds[0].value[0] == amount.value[0]]
            if same and amount in begun.free:
                begun.add("mentions", amount, {"about": same[0].cells["commitment_id"]})


def heading(sentence):
    """Whether a sentence is a heading or the headline: it has no full stop."""
    return "." not in sentence.paragraph and not re.search(r"[.!?:]\W*$", sentence.words)


def commitment(begun, sentence, amount):
    """One sum: its kind by the words of the sentence, its programme by name, its time where one is printed."""
    kind = next((kind for kind, pattern in SORTS if re.search(pattern, sentence.words, re.I)), "")
    if amount.value[2] == "up to" and re.search(r"\bgrants\b", sentence.words):
        kind = "grant ceiling"
    block = int(sentence.paragraph.partition(".")[0])
    near = [s for s in begun.sentences if block - 1 <= int(s.paragraph.partition(".")[0]) <= block]
    programme = next((name for s in [sentence, *near[::-1]] for name in programmes(s)), "")
    cells = {
        "commitment_id": begun.name(programme or kind or "sum", amount.as_printed),
        "programme": programme.replace("'", "’"),
    }
    cells |= {"kind": kind, "announced": announced(begun, sentence)} | sums(amount)
    holds = []
    if length := duration_beside(sentence, amount):
        cells["period"], holds = length[0], [length[1]]
    if spans := periods(sentence, amount):
        cells["period"], holds = f"{spans[0].value.partition('/')[0]}/{spans[-1].value.partition('/')[2]}", spans
    if cells.get("period"):
        words = {"available for": "available", "allocated between": "allocat", "worth over": "worth"}
        cells["period_means"] = next((means for means, word in words.items() if word in sentence.words), "")
    if kind == "award round":
        for number in sentence.of(NUMERAL):
            if re.search(r"project|award|grant|scheme", number.value[1]):
                cells["awards_stated"], holds = f"{number.value[0]:g}", [*holds, number]
    begun.add("commitments", amount, cells, *holds)


def periods(sentence, amount):
    """The printed periods that go with a sum: those between it and the next sum, or of a sentence with one sum."""
    spans = [
        d for d in sentence.of(DATE) if "/" in d.value and re.search(r"\d.*(?:/|-|–| to | and ).*\d", d.as_printed)
    ]
    sums = sentence.of(AMOUNT)
    end = min((a.start for a in sums if a.start > amount.start), default=sentence.start + len(sentence.words))
    mine = spans if len(sums) == 1 else [d for d in spans if amount.end <= d.start < end]
    joined = len(mine) == 2 and re.fullmatch(r"\s*(?:and|to)\s*", sentence.between(*mine))
    return mine if joined and mine[0].value < mine[1].value else mine[:1]


# --- ratings ---


def spreads(begun):
    """Counts and percentages at a grade, in sentences that name no council; the items of a list are one spread."""
    names = {}
    for sentence in begun.sentences:
        if sentence.of(COUNCIL) or "\t" in sentence.words:
            continue
        block, figures = sentence.paragraph.partition(".")[0], []
        for candidate in sentence.of(GRADE, PERCENTAGE, NUMERAL):
            if candidate.what != GRADE:
                figures.append(candidate)
                continue
            spread(begun, sentence, candidate, figures, names, block)
            figures = []


def spread(begun, sentence, grade, figures, names, block):
    """One row of a spread from a grade and the figures before it, where words of counting link them."""
    whole = [
        f
        for f in figures
        if f.what == NUMERAL and re.search(r"\b(?:of|Of)\s+(?:all\s+)?(?:the\s+)?$", sentence.before(f))
    ]
    parts = [f for f in figures if f not in whole and f in begun.free and counted_unit(f)]
    if not parts or (len(parts) > 1 and parts[-1].what == parts[-2].what):
        parts = parts[-1:]
    between = sentence.between(parts[-1], grade) if parts else ""
    for total in whole:
        between = between.replace(folded(total.as_printed), " the councils ")
    if not parts or not re.fullmatch(linked(), between):
        return
    counted = [c for f in (*whole, *parts) for c in re.findall(COUNTED, str(f.value[1]))] or re.findall(
        COUNTED, sentence.words
    )
    number = int(block)
    near = [s for s in begun.sentences if number - 2 <= int(s.paragraph.partition(".")[0]) <= number]
    dates = [d.value for s in near[::-1] for d in s.of(DATE) if as_at(s, d)]
    if block not in names:
        names[block] = {
            "spread_id": begun.name("spread", (dates[0] if dates else f"{begun.day or ''}")[:7]),
            "as_at": dates[0] if dates else f"{begun.day or ''}",
            "counted": counted[-1 if whole or parts[0].value[1] else 0] if counted else "",
            "inspected": f"{whole[0].value[0]:g}" if whole else "",
        }
    cells = dict(names[block], grade=grade.value)
    for part in parts:
        if part.what == PERCENTAGE:
            printed = re.search(r"\d+(?:\.(\d+))?", part.as_printed)
            cells |= {"percent": f"{part.value[0]:g}", "decimals": str(len(printed[1] or "")) if printed else "0"}
        else:
            cells["count"] = f"{part.value[0]:g}"
    if any(r.table == "rating_spreads" and r.cells.items() >= cells.items() for r in begun.rows):
        return  # a caption that is printed twice
    begun.add("rating_spreads", parts[0], cells, *parts[1:], *whole[:1], grade)


def counted_unit(figure):
    """Whether a figure can count councils: a percentage printed as one, or a number of them or of nothing named."""
    if figure.what == PERCENTAGE:
        return figure.value[1] == "per cent" and bool(re.search(r"%|cent|pc", figure.as_printed))
    return not figure.value[1] or bool(re.search(COUNTED, figure.value[1]))


def linked():
    """The words that may stand between a figure and the grade that it counts."""
    link = (
        r"of|the|all|local|authorities|councils|departments|children's|services|council|english|have|has|had|been|are|is|was|were|"
        rf"be|judged|rated|graded|at|as|a|an|now|stood|stand|in|england|only|just|overall|nationally|{COUNTED}|by|ofsted|to"
    )
    return re.compile(rf"[\s'\"),:(-]*(?:(?:{link})[\s'\"),:(-]+)*", re.I)


def as_at(sentence, date):
    """Whether a date says when a count was true."""
    return bool(date.value and re.search(r"\b(?:at|on|of)\s+(?:the\s+end\s+of\s+)?$", sentence.before(date), re.I))


class Judged(NamedTuple):
    """A grade in a sentence, the councils that it is given to, and the date beside it."""

    grade: Candidate
    councils: list
    date: Candidate | None


def judgements(sentence):
    """The Judged of a sentence: a grade goes to the councils named last before it, a date to the grade before it.

    A date before the councils is the grade's where none follows; one between the two is another matter's.
    """
    found, group, early = [], [], None
    for candidate in sentence.of(COUNCIL, GRADE, DATE):
        fresh = not found or found[-1].councils is not group  # nothing is said of the group yet
        if candidate.what == COUNCIL:
            joined = group and fresh and re.fullmatch(r"[\s,]*(?:and|&)?[\s,]*", sentence.between(group[-1], candidate))
            group = [*group, candidate] if joined else [candidate]
        elif candidate.what == GRADE:
            if group and given_to(sentence, group[-1], candidate):
                found.append(Judged(candidate, group, early if early and early.start < group[0].start else None))
                early = None
        elif not fresh and (found[-1].date is None or found[-1].date.start < group[0].start):
            found[-1] = found[-1]._replace(date=candidate)
        else:
            early = candidate
    return found


def given_to(sentence, council, grade):
    """Whether a grade is a council's own: no other councils stand between, and it is not the one that it had before."""
    words = sentence.between(council, grade)
    others = re.search(r"(?<!first )(?<!only )\b(?:councils|authorities|departments|boroughs|than)\b|;", words)
    leaving = re.search(r"\b(?:from|had been|previously)[\s'\"]*$", sentence.before(grade))
    itself = grade.value.split()[0][:6] in grade.as_printed.lower() and " or " not in grade.value  # no “lowest rating”
    return itself and len(words) < 140 and not others and not leaving


def ratings(begun):
    """Grades of named councils, with the date beside them or else the article's."""
    for sentence in begun.sentences:
        for grade, councils, date in judgements(sentence):
            for council in councils if grade in begun.free else ():
                rating(begun, sentence, grade, council, date)


def rating(begun, sentence, grade, council, date):
    """One row of a council's rating."""
    after = re.split(r"[,;]|\band\b", sentence.after(grade))[0]
    cells = {
        "rating_id": begun.name(council.value, date.value[:4] if date else "", grade.value),
        "council_id": council.value,
    }
    cells |= {"scope": next((s for s, pattern in SCOPES if re.search(pattern, after)), "overall"), "grade": grade.value}
    cells |= {"dated": f"{begun.day or ''}", "date_basis": "article"}
    if date and date.value:
        basis = next((b for b, pattern in BASES if re.search(pattern, sentence.words)), "published")
        cells |= {"dated": date.value, "date_basis": basis, "framework": framework(date.value)}
    begun.add(
        "council_ratings", date if date and date.value else grade, cells, grade, council, *([date] if date else [])
    )


def framework(edtf):
    """The inspection framework of a time, where it falls in one only."""
    first, last = bounds(edtf)
    for name, start, end in (
        ("before SIF", "", "2013-10-31"),
        ("SIF", "2013-11-01", "2017-12-31"),
        ("ILACS", "2018-02-01", "9"),
    ):
        if first and last and start <= f"{first}" and f"{last}" <= end:
            return name
    return ""


# --- events ---


def events(begun):
    """Kinds of intervention with the councils and the dates beside them; and dates of which the kind is not plain."""
    for sentence in begun.sentences:
        councils = [c for c in sentence.of(COUNCIL) if not re.match(OFFICER, sentence.after(c))]
        kinds = [k for k in sentence.of(KIND) if not counted_before(sentence, k)]
        dates = [d for d in sentence.of(DATE) if d.value and d.counts]
        for i, kind in enumerate(kinds):
            end = kinds[i + 1].start if i + 1 < len(kinds) else sentence.start + len(sentence.words)
            mine = [d for d in dates if kind.start <= d.start < end] or [
                d for d in dates if not i and d.start < kind.start
            ]
            before = [c for c in councils if c.start < kind.end]
            if kind in begun.free and (before or len(councils) < 2) and (mine or councils):
                event(begun, sentence, kind, before[-1:] or councils, mine[:1])
            elif kind in begun.free:  # directions to Nottingham in October and Herefordshire in September
                for council, following in zip(councils, [*councils[1:], None]):
                    until = following.start if following else end
                    event(begun, sentence, kind, [council], [d for d in mine if council.start < d.start < until][:1])
        if not kinds and not sentence.of(NUMERAL, PERCENTAGE, AMOUNT, GRADE) and not heading(sentence):
            for date in dates:
                if (
                    date in begun.free
                    and not re.match("this ", date.as_printed, re.I)
                    and not ADVERT.search(sentence.words)
                ):
                    event(begun, sentence, None, councils if len(councils) == 1 else [], [date])


def counted_before(sentence, kind):
    """Whether a number stands before a kind of intervention: “38 monitoring visits” are a figure, no event."""
    numbers = [n for n in sentence.of(NUMERAL) if n.value[1] not in LENGTHS and n.start < kind.end]
    return any(kind.start < n.end or re.fullmatch(r"[\w\s-]{0,30}", sentence.between(n, kind)) for n in numbers)


def event(begun, sentence, kind, councils, dates):
    """One event; its kind is left to the person where the words do not say it."""
    council = councils[0].value if councils else spoken_of(begun, sentence)
    about, date = kind or dates[0], dates[0] if dates else None
    near = sentence.words[max(0, about.start - sentence.start - 40) : about.end - sentence.start + 10]
    if date and begun.day and (bounds(date.value).last or begun.day) < begun.day:
        planned = re.search(r"\b(?:plans?|planned|due|expected|until)\b", near)
    else:
        planned = (date and begun.day and bounds(date.value).first > begun.day) or re.search(TO_COME, near, re.I)
    cells = {"event_id": begun.name(council, kind.value if kind else "event", "" if kind else date.value[:7])}
    cells |= {"council_id": council, "kind": kind.value if kind else "", "status": "planned" if planned else "happened"}
    cells["dated"] = date.value if date else ""
    begun.add("events", date or kind, cells, *([kind] if kind else []), *dates, *councils)


def spoken_of(begun, sentence):
    """The one council that a sentence without a name goes on about: the only one of the last block that names any."""
    if sentence.of(COUNCIL) or not re.search(
        r"\b(?:[Tt]he (?:council|authority|borough|trust)|[Ii]ts?|[Tt]rust|services)\b", sentence.words
    ):
        return ""
    block = int(sentence.paragraph.partition(".")[0])
    for before in range(block, max(0, block - 4), -1):
        near = [
            s
            for s in begun.sentences
            if (s.paragraph.partition(".")[0] == f"{before}" and s.start <= sentence.start)
            or s.paragraph == f"{before}"
        ]
        named = {c.value for s in near for c in s.of(COUNCIL)}
        if named:
            return named.pop() if len(named) == 1 else ""
    return ""


# --- the rest ---


def memberships(begun):
    """Three councils or more that one sentence names together as chosen for something."""
    named = ""
    for sentence in begun.sentences:
        quoted = QUOTED.search(sentence.words)
        named = (quoted["name"] or quoted["plain"]) if quoted else named
        free = [c for c in sentence.of(COUNCIL) if c in begun.free]
        if len(free) < 3 or not MEMBERS.search(sentence.words):
            continue
        for council in free:
            group = re.search(r"(?P<group>[A-Z][\w-]+)\s+\([^)]*$", sentence.before(council))
            cells = {
                "programme": named.replace("'", "’"),
                "group": group["group"] if group else "",
                "council_id": council.value,
            }
            begun.add("memberships", council, cells)


def statistics(begun):
    """Every other figure that says what it counts; the same figure again is a mention."""
    for sentence in begun.sentences:
        if ADVERT.search(sentence.words) or "\t" in sentence.words:
            continue
        for figure in sentence.of(NUMERAL, PERCENTAGE):
            if figure not in begun.free or not figure.counts or heading(sentence):
                continue
            same = [r for r in begun.rows if r.table == "statistics" and r.holds[0].value == figure.value]
            if same:
                begun.add("mentions", figure, {"about": same[0].cells["statistic_id"]})
                continue
            value, unit, bound = figure.value
            subject = unit if unit not in LENGTHS else ""
            if figure.what == PERCENTAGE:
                subject = subject_of(sentence.after(figure))
            cells = {"statistic_id": begun.name(subject or unit, f"{value:g}"), "subject": subject.replace("'", "’")}
            cells |= {
                "value": f"{value:.15g}",
                "unit": unit if figure.what == PERCENTAGE or not unit else unit.split()[-1],
                "bound": bound,
            }
            begun.add("statistics", figure, cells)


def subject_of(after):
    """What a percentage is of, in a few words; "" where it does not say."""
    match = re.match(r"\s+(?:of|rise in|fall in|increase in|drop in)\s+(?:the\s+)?((?:[\w'-]+\s*){1,7})", after)
    if not match:
        return ""
    return re.split(r"\b(?:are|is|were|was|have|has|had|who|which|that|will|would|goes|go)\b", match[1])[0].strip()


__all__ = ["TABLES", "Begun", "Candidate", "Row"]
