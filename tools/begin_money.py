"""Rows of money begun from a text: awards, where it says who gets a sum, and other sums."""

import re

from tools.numerals import NUMBER
from tools.reading import AMOUNT, DATE, NUMERAL
from tools.sentences import curly

WHO = r"(?P<who>(?:The |the )?[A-Z0-9][^.;:]{1,110}?)"
GETS = (
    r"(?:,? (?:will|would|is|are|was|were|has|have|had|also|each|to|been|be|being|recently|now|set))*"
    r" (?:get|gets|got|receive[sd]?|receiving|awarded|given|granted|handed|allocated|share|shared|secured|won)"
)
GIVEN = re.compile(  # “Slough will get” before a sum
    rf"^[\W_]*(?:(?:Meanwhile|And|But|Also|In addition|Separately)[, ]+)*{WHO}{GETS}"
    r"(?: a| an| further| grant of| total of| share of)*\s*$"
)
LISTED = re.compile(rf"^\W*{WHO}(?:\s+-|:)\s*$")  # “Newham Council -” before a sum
NAMED_AFTER = re.compile(  # “for Northamptonshire County Council” after it
    r"^ (?:in funding |grant |handed |given |awarded |paid |going )?(?:for|to) "
    r"(?P<who>(?:the )?[A-Z][\w'&.-]*(?: (?:[A-Z][\w'&.-]*|of|for|and|the|on))*?)"
    r"(?= (?:to|for|as|so|which|in|over|under)\b|[,.;:]|$)"
)
ANYBODY = re.compile(
    r"(?:All|Both|Children|Councils|Each|Families|It|Local authorities|Many|Others|Projects|Several|Some|Such|They|We"
    r"|(?:The |the )?(?:authority|council|department|fund|programme|scheme|trust))\b(?! of)"
)
NAME = re.compile(r"[A-Z]\w+ .*[A-Z]|[A-Z]\w+'s$|[A-Z]\w+ \d|\b[A-Z]\w{3,}$")
OF_A_PROJECT = re.compile(r"^(?P<who>.+)'s (?P<project>[A-Z].*?) (?:project|programme|scheme)$")
PROJECT = re.compile(
    r"\b(?:the|its|their) (?P<project>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,6}) (?:project|programme|scheme|model)\b"
)
TYPES = (
    ("trust", r"\bChildren's (?:Services |Social Care )?Trust\b|\bChildren First\b"),
    ("university", r"\bUniversity\b|\bCollege\b"),
    ("company", r"\b(?:Ltd|Limited|plc|LLP|CIC)\b"),
    ("public body", r"\bPolice\b|\bNHS\b|\bOffice\b|\bAgency\b|\bMayor\b|\bDepartment\b|\bCommissioner\b"),
)
PROGRAMME = re.compile(
    r"\b(?P<name>[A-Z][\w'&-]*(?: (?:[A-Z][\w'&-]*|of|for|and|in|to|the)){0,9} "
    r"(?:Programme|Fund|Grant|Partnership|Centre|Initiative)(?: programme| grant| fund)?"
    r"|[A-Z][\w'&-]*(?: [A-Z][\w'&-]*){1,9} (?:programme|fund|grant|scheme|centre))\b"
)
BEFORE_A_NAME = r"^(?:(?:Through|Under|In|Of|For|From|With|And|But|A|An|The|Its|That|This) (?:the |its )?)+"
SORTS = (  # of sums that are not one award, by the words of their sentence
    ("grant ceiling", r"\bgrants? of up to|\bup to\b.{0,40}\beach\b"),
    ("award round", r"\bawards?\b|\bprojects?\b|\bbeneficiar|\brecipients?\b|\bshare of\b"),
    ("spending", r"\bspen[dt]\b|\bspending\b(?! review)|\bcosts?\b|\bbill\b|\boverspen|\bgoes\b"),
    ("other investment", r"\binvest"),
    ("budget", r"\bfund|\bbudget|\bavailable\b|\bset aside\b|\bpledg|\bcommitt|\bprogramme\b|\bgrant\b|\bpromis"),
)
MEANS = {"available for": "available", "allocated between": "allocat", "worth over": "worth"}
NEWS = re.compile(
    r"\b(?:has|have) (?:today )?(?:announced|been awarded|awarded)\b|\bwill (?:get|receive)\b|\bannounced today\b"
)
ANNOUNCED = re.compile(r"\b(?:announced|awarded|unveiled)\b[^,;]{0,20}$")
LENGTHS = {"years": "Y", "months": "M", "weeks": "W", "days": "D"}
PERIOD = re.compile(r"\d.*(?:/|-|–| to | and ).*\d")  # a date that prints both its ends


# --- awards ---


def awards(begun):
    """An amount with a recipient: in a list, or “X will get £1.4m”, “£4m for X”. Lists come first."""
    for in_list in (True, False):
        for sentence in begun.sentences:
            if ("." in sentence.paragraph) == in_list and not (sentence.advertises or sentence.heads):
                for amount in sentence.of(AMOUNT):
                    if amount in begun.free and (found := recipient(sentence, amount)):
                        award(begun, sentence, amount, *found)


def recipient(sentence, amount):
    """Who an amount goes to, as (words, where they begin and end in the sentence); None where that is not plain."""
    before, after = sentence.before(amount), sentence.after(amount)
    match, offset = LISTED.match(before) or GIVEN.match(before), 0
    if not match:
        match, offset = NAMED_AFTER.match(after), len(sentence.words) - len(after)
    if not match or not NAME.search(who := trimmed(match["who"])) or ANYBODY.match(who):
        return None
    return who, offset + match.start("who"), offset + match.end("who")


def trimmed(who):
    """A recipient without what is said of it after a comma, without its partners' number, and without “the”."""
    who = re.split(rf",? (?:who|whose|which|where)\b|, (?:a|an|the)\b| and (?:{NUMBER}) ", who)[0].strip(" ,'\"")
    return re.sub(r"^(?:The|the) (?=Mayor|Department|University)", "", who)


def award(begun, sentence, amount, who, start, end):
    """One award, or a mention of one that is begun already, and the councils that it names."""
    before = [row for row in begun.rows if row.table == "awards" and row.holds[0].value == amount.value]
    if same := [row for row in before if alike(row.cells["recipient"], who)]:
        begun.mention(amount, same[0])
        return
    inside = [c for c in sentence.councils if start <= c.start - sentence.start < end]
    project = PROJECT.search(sentence.words)
    if match := OF_A_PROJECT.match(who):
        who, project = match["who"], match
    project, kind = project["project"] if project else "", type_of(who, inside, sentence)
    name, length = begun.name(project or who), duration_beside(sentence, amount)
    cells = {"award_id": name, "announced": announced(begun, sentence, 8), "recipient": curly(who)}
    cells |= {"recipient_type": kind, "project": curly(project), "period": length[0] if length else ""} | sums(amount)
    begun.add("awards", amount, cells, *([length[1]] if length else []))
    if len([c for c in sentence.of(AMOUNT) if recipient(sentence, c)]) == 1:
        known = set()
        for council in sorted(sentence.councils, key=lambda c: c not in inside):  # the recipient first, each once
            cells = {"award_id": name, "council_id": council.value, "role": role(sentence, council, inside, kind)}
            if council.value not in known:
                begun.add("award_councils", council, cells)
            known.add(council.value)


def alike(one, other):
    """Whether two names share a word that begins with a capital."""
    usual = {"Council", "County", "The", "Trust"}
    words = [set(re.findall(r"[A-Z][\w’'-]{2,}", name)) - usual for name in (one, other)]
    return bool(words[0] & words[1])


def type_of(who, councils, sentence):
    """What a recipient is, where its name or the sentence says so; else ""."""
    for kind, pattern in TYPES:
        if re.search(pattern, who):
            return kind
    if re.search(r"[Cc]ouncil", who) or (councils and len(who) <= sum(len(c.as_printed) for c in councils) + 8):
        return "councils jointly" if len(councils) > 1 else "council"
    return "charity" if re.search(r"\bcharit", sentence.words) else ""


def role(sentence, council, inside, kind):
    """What a council is in an award: recipient, partner, or the place where the work is done."""
    if council in inside:
        return "place" if kind == "trust" else "recipient"
    return "partner" if re.search(r"\b(?:with|alongside)\s+(?:the\s+)?$", sentence.before(council)) else "place"


def sums(amount):
    """The cells of an amount."""
    low, high, bound = amount.value
    return {"amount_gbp": f"{low}", "amount_to_gbp": "" if high is None else f"{high}", "amount_bound": bound}


def duration_beside(sentence, amount):
    """A length of time beside an amount, as (ISO duration, its candidate), or None: “£4.2m over three years”."""
    for number in sentence.of(NUMERAL):
        unit = LENGTHS.get(number.value[1])
        close = 0 <= number.start - amount.end < 40 or re.fullmatch(r"\W*", sentence.between(amount, number) or "x")
        if unit and close and number.value[0] == int(number.value[0]) < 1000:
            return f"P{int(number.value[0])}{unit}", number
    return None


def announced(begun, sentence, back=0):
    """When money was announced: on a day that the sentence or blocks before it give, or with the article; or ""."""
    for each in begun.near(sentence, back):
        for date in each.of(DATE):
            if date.value and ANNOUNCED.search(each.before(date) + date.as_printed[:3]):
                return date.value
    news = NEWS.search(sentence.words) or (back and any(NEWS.search(s.words) for s in begun.sentences[:12]))
    return f"{begun.day}" if begun.day and news else ""


# --- other sums ---


def commitments(begun):
    """Amounts without a recipient, each once; the same amount again, or in a heading, is a mention."""
    found = [(s, amount) for s in begun.sentences if not s.advertises for amount in s.of(AMOUNT)]
    for heads in (False, True):
        for sentence, amount in found:
            if amount not in begun.free or amount.value[0] < 1000 or sentence.heads != heads:
                continue
            if same := begun.same(amount, "commitments", "awards"):
                begun.mention(amount, same)
            elif not heads:
                commitment(begun, sentence, amount)


def commitment(begun, sentence, amount):
    """One sum: its kind by the words of the sentence, its programme by name, its time where one is printed."""
    kind = next((kind for kind, pattern in SORTS if re.search(pattern, sentence.words, re.I)), "")
    if amount.value[2] == "up to" and re.search(r"\bgrants\b", sentence.words):
        kind = "grant ceiling"
    programme = next((name for s in [sentence, *begun.near(sentence, 1)] for name in programmes(s)), "")
    cells = {"commitment_id": begun.name(programme or kind or "sum", amount.as_printed), "programme": curly(programme)}
    cells |= {"kind": kind, "announced": announced(begun, sentence)} | sums(amount)
    period, holds = period_of(sentence, amount)
    if period:
        means = next((means for means, word in MEANS.items() if word in sentence.words), "")
        cells |= {"period": period, "period_means": means}
    awarded = [n for n in sentence.of(NUMERAL) if re.search(r"project|award|grant|scheme", n.value[1])]
    if kind == "award round" and awarded:
        cells, holds = cells | {"awards_stated": f"{awarded[0].value[0]:g}"}, [*holds, awarded[0]]
    begun.add("commitments", amount, cells, *holds)


def programmes(sentence):
    """The names of programmes and funds in a sentence."""
    return [re.sub(BEFORE_A_NAME, "", match["name"]) for match in PROGRAMME.finditer(sentence.words)]


def period_of(sentence, amount):
    """The time that goes with a sum, as (EDTF or ISO duration, the candidates that say it); ("", []) if none does."""
    dates = [d for d in sentence.of(DATE) if "/" in d.value and PERIOD.search(d.as_printed)]
    sums = sentence.of(AMOUNT)
    end = min((a.start for a in sums if a.start > amount.start), default=sentence.start + len(sentence.words))
    mine = dates if len(sums) == 1 else [d for d in dates if amount.end <= d.start < end]
    joined = len(mine) == 2 and re.fullmatch(r"\s*(?:and|to)\s*", sentence.between(*mine))
    mine = mine if joined and mine[0].value < mine[1].value else mine[:1]
    if mine:
        return f"{mine[0].value.partition('/')[0]}/{mine[-1].value.partition('/')[2]}", mine
    length = duration_beside(sentence, amount)
    return (length[0], [length[1]]) if length else ("", [])
