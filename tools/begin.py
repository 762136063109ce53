"""Rows begun from a text, where its reading is safe: one rule a table, each taking what no row holds yet."""

import re

from tools.begin_events import SPANS, events
from tools.begin_money import awards, commitments
from tools.begin_ratings import ratings, spreads
from tools.reading import NUMERAL, PERCENTAGE
from tools.sentences import Begun, curly

CHOSEN = re.compile(r"\b(?:select|chos|nam|join|member|exemplar|pilot|pathfinder|partner|shar|areas|first)", re.I)
QUOTED = re.compile(
    r"\"(?P<quoted>[A-Z][^\"]{2,60})\"|\b(?P<plain>[A-Z][\w']+(?: (?:in|of|for|and|[A-Z][\w']+)){1,8}"
    r" (?:programme|scheme|pilot))\b|\b(?P<named>[A-Z][\w']+(?: (?:in|of|for|and|[A-Z][\w']+)){1,8}) (?:are|is)\b"
)
GROUP = re.compile(r"(?P<group>[A-Z][\w-]+)\s+\([^)]*$")
OF = re.compile(r"\s+(?:of|rise in|fall in|increase in|drop in)\s+(?:the\s+)?(?P<words>(?:[\w'-]+\s*){1,7})")
VERB = re.compile(r"\b(?:are|is|were|was|have|has|had|who|which|that|will|would|goes|go)\b")


def begin(text, day, candidates, free, taken):
    """The rows that are safe to begin from a Text, as a Begun.

    free: the candidates that no row holds yet and no draft has listed; taken: the identifiers that are in use.
    """
    begun = Begun(text, day, candidates, free, taken)
    for rule in (awards, spreads, ratings, events, commitments, memberships, statistics):
        rule(begun)
    return begun


def memberships(begun):
    """Three councils or more that one sentence names together as chosen for something."""
    programme = ""
    for sentence in begun.sentences:
        if named := QUOTED.search(sentence.words):
            programme = named["quoted"] or named["plain"] or named["named"]
        councils = [c for c in sentence.councils if c in begun.free]
        for council in councils if len(councils) > 2 and CHOSEN.search(sentence.words) else ():
            group = GROUP.search(sentence.before(council))
            cells = {
                "programme": curly(programme),
                "group": group["group"] if group else "",
                "council_id": council.value,
            }
            begun.add("memberships", council, cells)


def statistics(begun):
    """Every other figure that says what it counts; the same figure again is a mention."""
    for sentence in begun.sentences:
        if sentence.advertises or sentence.heads or "\t" in sentence.words:
            continue
        for figure in sentence.of(NUMERAL, PERCENTAGE):
            if figure not in begun.free or not figure.counts:
                continue
            if figure.value[1] and (same := begun.same(figure, "statistics")):
                begun.mention(figure, same)
            else:
                begun.add("statistics", figure, statistic(begun, figure, sentence.after(figure)))


def statistic(begun, figure, after):
    """The cells of one figure: what it counts is its unit's words, or what a percentage is of."""
    value, unit, bound = figure.value
    if figure.what == PERCENTAGE:
        of = OF.match(after)
        subject = VERB.split(of["words"])[0].strip() if of else ""
    else:
        subject, unit = "" if unit in SPANS else unit, unit.rpartition(" ")[2]
    cells = {"statistic_id": begun.name(subject or unit, f"{value:g}"), "subject": curly(subject)}
    return cells | {"value": f"{value:.15g}", "unit": unit, "bound": bound}
