"""Ofsted's grades as texts give them to councils."""

import re

from tools.numerals import SPELLED

ONE_GRADE = r"(?:outstanding|good|requir(?:es?|ed|ing) improvement(?: to be good)?|inadequate)"
GRADES = re.compile(
    rf"(?P<below>(?:less than|below) )?(?P<q>['\"])?(?P<one>{ONE_GRADE})(?:['\"])?"
    rf"(?: or (?:['\"])?(?P<two>{ONE_GRADE}|better)\b(?:['\"])?)?(?![\w-])".replace(" ", r"\s+"),
    re.I,
)
EXTREME = re.compile(
    r"\b(?P<end>lowest|worst|bottom|highest|top)\s+(?:possible\s+)?(?:rating|grade|category|judge?ment)s?\b", re.I
)
LINKS = (
    r"(?:\s+(?:to\s+be|as|of|at|it|them|overall|from|is|was|are|were|be|being|been|services|either|both|an?|the|still|"
    r"now|only|also|again))*"
)
STRONG = re.compile(  # words that make the next one a grade
    r"(?:\b(?:rated|judged|graded|ranked|deemed|classed|found|marked|scored|ratings?|grades?|judge?ments?|per\s+cent|"
    rf"percent)|%){LINKS}[\s\"':,(-]*$",
    re.I,
)
WEAK = re.compile(  # and words that do so in a sentence about judgements, where no noun follows
    r"(?:\b(?:from|to|as|at|is|was|are|were|be|been|remain(?:s|ed|ing)?|became|becom(?:e|es|ing)|an?|than|above|below|"
    rf"or|and|councils|authorities|services|departments|{SPELLED})|\d|\)){LINKS}[\s\"':,(-]*$",
    re.I,
)
NO_NOUN = re.compile(
    r"\s*(?:[.,;:)'\"\t-]|$|\s(?:in|and|or|by|at|for|under|overall|after|with|from|to|last|but|while|on|put|when|since|"
    r"this|despite|compared|than|following|because|as|across|together)\b)"
)
JUDGED = re.compile(
    r"\b(?:rat(?:ed|ing|ings)|judged?|judge?ments?|grad(?:ed|e|es|ing)|ofsted|inspect\w*|requires\s+improvement|"
    r"outstanding|inadequate|per\s+cent)\b|%",
    re.I,
)
SERVED = re.compile(
    r"\s+(?:children|social|local|council|authorit|department|service|trust|rating|grad|judge?ment)", re.I
)
AFTER_GOOD = re.compile(r"\s+(?:overall\s+)?(?:rating|grade|judge?ment|Ofsted)", re.I)


def grades_in(words):
    """Grades given to councils, as (start, end, grade): “good or outstanding” is one."""
    for match in EXTREME.finditer(words):
        low = match["end"].lower() in ("lowest", "worst", "bottom")
        yield *match.span(), "inadequate" if low else "outstanding"
    known = []
    for match in GRADES.finditer(words):
        if not given(match, words, known):
            continue
        known.append(match.end())
        grade, other = ruled(match["one"]), match["two"]
        if match["below"]:
            grade = {"good": "requires improvement or inadequate"}.get(grade, grade)
        elif other:
            grade += " or " + {"better": "outstanding"}.get(other.lower(), ruled(other))
        yield *match.span(), grade


def ruled(words):
    """One of the four grades for the words of it."""
    plain = words.lower()
    return "requires improvement" if plain.startswith("requir") else plain


def given(match, words, known):
    """Whether the words of a grade give it to a council; known: where the grades before it end."""
    sentence = re.split(r"[.!?]\s", words[max(0, match.start() - 150) : match.start()])[-1]
    after = words[match.end() : match.end() + 60]
    grade, rest = match["one"].lower(), re.split(r"[.!?]\s", after)[0]
    if (match["q"] and words[match.end() - 1] == match["q"]) or grade.startswith("requires") or match["two"]:
        return True
    if STRONG.search(sentence) or AFTER_GOOD.match(after) or (grade == "inadequate" and SERVED.match(after)):
        return True
    if known and re.fullmatch(r"[\s,]*(?:or|and|to)?[\s,'\"]*", words[known[-1] : match.start()]):
        return True
    listed = not sentence.strip() or sentence.endswith("\t")  # begins an item, or is a cell of a table
    if listed and re.match(r"\s*[:-]?\s*\d|\t", after):
        return True
    judged = JUDGED.search(f"{sentence} {rest}") or (grade == "inadequate" and SERVED.search(f"{sentence} {rest}"))
    return bool(judged and WEAK.search(sentence) and NO_NOUN.match(after))
