"""Rows of ratings begun from a text: how many stand at a grade, and the grades of named councils."""

import re
from typing import NamedTuple

from helpers.dates import bounds
from tools.reading import DATE, GRADE, NUMERAL, PERCENTAGE, Candidate
from tools.texts import folded

COUNTED = r"(?:local authorit(?:y|ies)|council|department|authorit(?:y|ies)|service|borough)s?"
LINK = (  # what may stand between a figure and the grade that it counts
    r"a|all|an|as|at|be|been|by|children's|england|english|graded|had|has|have|in|inspected|is|are|judged|just|local|nationally|"
    rf"now|of|ofsted|only|overall|rated|stand|stood|the|to|was|were|{COUNTED}"
)
LINKED = re.compile(rf"[\s'\"),:(-]*(?:(?:{LINK})[\s'\"),:(-]+)*", re.I)
OTHERS = re.compile(r"\b(?:homes|agenc(?:y|ies)|schools|nurseries|childminders|colleges|providers)\b", re.I)
TOGETHER = re.compile(r"\b(?:councils|authorities|departments|boroughs)\b|\b(?:judged|rated)\b.*:", re.I | re.S)
TOTAL = re.compile(r"\b[Oo]f\s+(?:all\s+)?(?:the\s+)?$")
AS_AT = re.compile(r"\b(?:at|on|of)\s+(?:the\s+end\s+of\s+)?$", re.I)
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
FRAMEWORKS = (
    ("before SIF", "", "2013-10-31"),
    ("SIF", "2013-11-01", "2017-12-31"),
    ("ILACS", "2018-02-01", "9"),
)


# --- how many stand at a grade ---


def spreads(begun):
    """Counts and percentages at a grade, in sentences that name no council; what one block prints is one spread."""
    common = {}
    for sentence in begun.sentences:
        if sentence.councils or "\t" in sentence.words or OTHERS.search(sentence.words):
            continue
        figures = []
        for candidate in sentence.of(GRADE, PERCENTAGE, NUMERAL):
            if candidate.what != GRADE:
                figures.append(candidate)
                continue
            whole = [f for f in figures if f.what == NUMERAL and TOTAL.search(sentence.before(f))]
            parts = [f for f in figures if f not in whole and f in begun.free and counts_councils(f)]
            parts = parts[-1:] if [f.what for f in parts[-2:]] != [NUMERAL, PERCENTAGE] else parts[-2:]
            if parts and LINKED.fullmatch(linking(sentence, parts[-1], candidate, whole)):
                if sentence.block not in common:
                    common[sentence.block] = spread(begun, sentence, parts, whole)
                at_grade(begun, common[sentence.block], candidate, parts, whole)
            figures = []


def counts_councils(figure):
    """Whether a figure can count councils: a percentage printed as one, or a number of them or of nothing named."""
    if figure.what == PERCENTAGE:
        return figure.value[1] == "per cent" and bool(re.search(r"%|cent|pc", figure.as_printed))
    return not figure.value[1] or bool(re.search(COUNTED, figure.value[1]))


def linking(sentence, figure, grade, whole):
    """The words between a figure and a grade, a total among them left out."""
    words = sentence.between(figure, grade)
    for total in whole:
        words = words.replace(folded(total.as_printed), " the councils ")
    return words


def spread(begun, sentence, parts, whole):
    """The cells that the rows of one spread share: when, what is counted, and of how many."""
    units = [words for f in (*whole, *parts) for words in re.findall(COUNTED, f.value[1])]
    counted = units[-1:] or re.findall(COUNTED, sentence.words)[:1]
    dates = [d.value for s in begun.near(sentence, 2) for d in s.of(DATE) if d.value and AS_AT.search(s.before(d))]
    day = dates[0] if dates else f"{begun.day or ''}"
    total = f"{whole[0].value[0]:g}" if whole else ""
    name = begun.name("spread", day[:7])
    return {"spread_id": name, "as_at": day, "counted": counted[0] if counted else "", "inspected": total}


def at_grade(begun, common, grade, parts, whole):
    """One row of a spread, unless the same is begun: a caption may be printed twice."""
    cells = common | {"grade": grade.value}
    for part in parts:
        if part.what == PERCENTAGE:
            decimals = re.search(r"\.(\d+)", part.as_printed)
            cells |= {"percent": f"{part.value[0]:g}", "decimals": f"{len(decimals[1]) if decimals else 0}"}
        else:
            cells["count"] = f"{part.value[0]:g}"
    if any(row.table == "rating_spreads" and row.cells.items() >= cells.items() for row in begun.rows):
        begun.free -= {*parts, *whole, grade}
    else:
        begun.add("rating_spreads", begun.together(parts[0], parts[-1]), cells, *parts, *whole[:1], grade)


# --- the grades of councils ---


class Judged(NamedTuple):
    """A grade in a sentence, the councils that it is given to, and the date beside it."""

    grade: Candidate
    councils: list
    date: Candidate | None


def ratings(begun):
    """Grades of named councils, with the date beside them or else the article's."""
    for sentence in begun.sentences:
        for grade, councils, date in judgements(sentence):
            for council in councils if grade in begun.free else ():
                rating(begun, sentence, grade, council, date, date or grade)
        grades = sentence.of(GRADE)
        for council in listed(begun, sentence, grades[0]) if len(grades) == 1 else ():
            if council in begun.free:
                rating(begun, sentence, grades[0], council, None, council)


def listed(begun, sentence, grade):
    """The councils listed after words that give all of them one grade: behind a colon, or in the block below."""
    if not TOGETHER.search(sentence.words) or " or " in grade.value:
        return []
    if sentence.councils:
        return [c for c in sentence.councils if c.start > grade.end and ":" in sentence.between(grade, c)]
    if not (sentence.heads or sentence.words.rstrip().endswith(":")):
        return []
    below = [s for s in begun.sentences if s.block == sentence.block + 1 and not s.of(GRADE)]
    if sentence.heads:
        return [s.councils[0] for s in below if "." in s.paragraph and s.councils]
    return [council for s in below for council in s.councils]


def judgements(sentence):
    """The Judged of a sentence: a grade goes to the councils named last before it, a date to the grade before it.

    A date before the councils is the grade's where none follows; one between the two is another matter's.
    """
    found, group, early = [], [], None
    councils = sentence.councils
    for candidate in [c for c in sentence.candidates if c in councils or c.what in (GRADE, DATE)]:
        fresh = not found or found[-1].councils is not group  # nothing is said of the group yet
        if candidate in councils:
            joined = group and fresh and re.fullmatch(r"[\s,]*(?:and|&)?[\s,]*", sentence.between(group[-1], candidate))
            group = [*group, candidate] if joined else [candidate]
        elif candidate.what == GRADE:
            if group and given_to(sentence, group[-1], candidate):
                found.append(Judged(candidate, group, early if early and early.start < group[0].start else None))
                early = None
        elif not candidate.value:
            continue
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


def rating(begun, sentence, grade, council, date, printed):
    """One row of a council's rating, printed as a date, a grade or the council's name."""
    after = re.split(r"[,;]|\band\b", sentence.after(grade))[0]
    cells = {"rating_id": begun.name(council.value, date.value[:4] if date else "", grade.value)}
    cells |= {"council_id": council.value, "grade": grade.value}
    cells["scope"] = next((scope for scope, pattern in SCOPES if re.search(pattern, after)), "overall")
    if date:
        basis = next((basis for basis, pattern in BASES if re.search(pattern, sentence.words)), "published")
        cells |= {"dated": date.value, "date_basis": basis, "framework": framework(date.value)}
    else:
        cells |= {"dated": f"{begun.day or ''}", "date_basis": "article" if begun.day else ""}
    begun.add("council_ratings", printed, cells, grade, council)


def framework(edtf):
    """The inspection framework of a time, where it falls in one only; else ""."""
    first, last = bounds(edtf)
    whole = [name for name, start, end in FRAMEWORKS if start <= f"{first}" and f"{last}" <= end]
    return whole[0] if whole and first and last else ""
