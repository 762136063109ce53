"""Kinds of intervention, and what else happens to councils, as texts name them."""

import re

from tools.datewords import MONTH

# In the order of preference, in the words of the table of interventions where those fit.
KINDS = (
    (
        "commissioner stood down",
        r"commissioner (?:\w+ ){0,3}(?:stood|stepped) down|(?:stood|stepped) down as (?:\w+ )?commissioner",
    ),
    (
        "commissioner appointed",
        r"(?<!crime\s)(?:children's )?commissioners?(?: (?:was |were |has been |have been |is )?appointed)?"
        r"(?! for (?:england|wales|scotland))",
    ),
    ("improvement notice lifted", r"improvement notice (?:was |has been |is )?(?:lifted|removed|withdrawn)"),
    ("improvement notice", r"improvement notices?"),
    ("direction issued", r"(?:statutory|DfE|legal) directions?|directions? notices?|issued a direction"),
    ("monitoring visit", r"monitoring visits?"),
    ("focused visit", r"focused visits?"),
    ("section 114 notice", r"section 114(?: notices?)?"),
    ("improvement board", r"improvement boards?"),
    (
        "intervention ended",
        r"(?:out of|lifted from|removed from|released from|end of) (?:government |formal )?intervention",
    ),
    ("placed in special measures", r"special measures"),
    ("trust ordered", r"split off|stripped of|told [^.;]{0,80}\btrust"),
    (
        "trust launched",
        r"trusts?,? (?:that |which |was |were |is |has been |have been )*"
        r"(?:launched|started|set up|established|created|took over)",
    ),
    (
        "trust launched",
        r"(?:launch|set up|establish|create|start)(?:ed|ing|s)? (?:an? |the |its )?(?:\w+ ){0,2}trusts?",
    ),
    ("trust in development", r"develop(?:ing)? (?:an? |the |its )?(?:[\w']+ ){0,3}trust"),
    (
        "partnership or run by another council",
        r"(?:run|taken over) by (?:another|a neighbouring) (?:council|authority)",
    ),
    ("inspection began", r"inspections? (?:that |which )?(?:began|begun|started)"),
    (
        "inspection",
        rf"(?:re-?)?inspections?,? (?:in|{MONTH}|took place|found|highlighted|visited)|inspectors[^.;]{{0,12}} visited",
    ),
    ("report published", r"reports? (?:was |were )?published|published (?:its|the|their|a) report"),
    ("peer review", r"peer (?:review|challenge)s?"),
    (
        "services handed over",
        r"(?:services?|social care|control) (?:being |be |was |were )?(?:removed|transferred|taken over|handed)",
    ),
    ("delivery partner sought", r"(?:advertising|looking|tender(?:s|ing)?) for an? (?:\w+ )?partner"),
    ("lobbying", r"(?:is |are )?to lobby|lobbying"),
    (
        "review launched",
        r"(?:launch|announc|order|commission|plann)(?:e|es|ed|ing)? (?:to |an? |the |independent )*reviews?",
    ),
    ("review", r"(?<!case\s)reviews? (?:of|into|by|is|was|will|has|found)"),
    ("services redesigned", r"(?:completely )?redesign(?:ed|s|ing)?"),
    ("delay reported", r"delay(?:s|ed)?"),
    ("further interventions", r"(?:further|face|faces|facing|more|apply|applied) interventions?|intervention measures"),
)
KIND_PATTERNS = [(kind, re.compile(rf"\b(?:{way})(?!\w)".replace(" ", r"\s+"), re.I)) for kind, way in KINDS]


def kinds_in(words):
    """Kinds of intervention in folded words, as (start, end, kind); none in a heading."""
    if len(words.split()) < 8 and not re.search(r"[.!?:;]\W*$|\d", words) and " - " not in words:
        return
    for kind, pattern in KIND_PATTERNS:
        yield from ((*match.span(), kind) for match in pattern.finditer(words))
