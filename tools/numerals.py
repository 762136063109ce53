"""Numbers as texts print them, in digits and in words: patterns that find them, and what they say."""

import re

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9}
SCALES |= {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9}
MOST = 1e15  # larger than any number that a text means
HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
PARTS |= {"twelfth": 12, "twentieth": 20, "hundredth": 100}

ONES = "|".join(SMALL[1:10])
UNDER_100 = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{ONES}))?|{'|'.join(SMALL[10:])}|{ONES})"
UNDER_1000 = rf"(?:(?:{UNDER_100}|an?)\s+hundred(?:\s+(?:and\s+)?{UNDER_100})?|{UNDER_100})"
SPELLED = (
    rf"(?:half\s+an?\s+(?:dozen|million|billion)|{UNDER_100}\s+and\s+a\s+half(?:\s+(?:thousand|million|billion))?"
    rf"|(?:{UNDER_1000}|an?)\s+thousand(?:\s+(?:and\s+)?{UNDER_1000})?|(?:{UNDER_1000}|an?)\s+(?:million|billion|dozen)"
    rf"|{UNDER_1000})"
)
DIGITS = r"(?:(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,15})(?:\.\d{1,9})?[½¼¾⅓⅔⅛]?|[½¼¾⅓⅔⅛])"
SCALED = rf"{DIGITS}(?:\s?(?:thousand|million|billion|bn|mn|k|m)\b|\s+(?:hundred|dozen)\b)?"
NUMBER = rf"(?:(?<![\w£$€]){SCALED}(?![\d½¼¾])|\b{SPELLED}\b)"  # no part of a longer number

# “a third” is a share only where no noun follows that it could number: not in “a third trust was launched”.
NO_NOUN = (
    r"(?=\s+(?:of|are|were|is|was|have|had|in|on|since|to|more|less|fewer|higher|lower|by|the)\b|\s*(?:[.,;:)'\"-]|$))"
)
PART = "(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth)"
SHARE = re.compile(
    rf"(?:(?<![\w£$€.,/]){DIGITS}|\b{UNDER_100})\s+(?:in|out\s+of)(?:\s+every)?\s+(?:{DIGITS}|{UNDER_100})\b"
    rf"|\b(?:{ONES})[\s-]{PART}s\b|\b(?:an?|one)[\s-]{PART}\b{NO_NOUN}"
    r"|(?<!and a )(?<!first )(?<!second )(?<!other )\bhalf\b"
    r"(?!\s+an?\s+(?:dozen|million|billion)|[\s-](?:term|time|hour|way|year|brother|sister))",
    re.I,
)
CHANGED = {"doubled": 2, "doubling": 2, "trebled": 3, "tripled": 3, "quadrupled": 4, "halved": 0.5}
CHANGE = re.compile(rf"\b(?:{'|'.join(CHANGED)})\b", re.I)
VAGUE = re.compile(
    r"\b(?:dozens|hundreds|thousands|millions|billions|scores|several|couple|both|pair|double|twice|treble|triple)\b",
    re.I,
)


def digits(text):
    """The number that digits print, with its fraction: “1,250.5” and “2½”."""
    halves = sum(HALVES.get(sign, 0) for sign in text)
    plain = re.sub(r"[^\d.]", "", text)
    return (min(float(plain), MOST) if plain else 0) + halves


def number(text):
    """What one printed number says: 1200000.0 for “1.2 million”, 29.0 for “Twenty-nine”.

    text: what NUMBER matches. “and a half” is added to the number before it.
    """
    total, part = 0.0, 0.0
    words = re.findall(rf"{DIGITS}|[a-z]+", text.lower())
    for word in words:
        if word in SMALL:
            part += SMALL.index(word)
        elif word in TENS:
            part += TENS[word]
        elif word in ("hundred", "dozen"):
            part = (part or 1) * SCALES[word]
        elif word in SCALES:
            total, part = total + (part or 1) * SCALES[word], 0
        elif word == "half":
            part += 0.5
        elif word not in ("a", "an", "and"):
            part += digits(word)
    return total + part


def share(text):
    """What a share in words says, as a part of one: 0.2 for “one in five”, 2/3 for “two-thirds”; None if nothing."""
    if re.fullmatch("half", text, re.I):
        return 0.5
    if match := re.fullmatch(r"(.+?)\s+(?:in|out\s+of)(?:\s+every)?\s+(.+)", text, re.I | re.S):
        part, whole = number(match[1]), number(match[2])
        return part / whole if part <= whole < 1900 and whole > 1 else None
    count, _, name = re.sub(r"\s", "-", text.lower()).partition("-")
    whole = PARTS.get(name.removesuffix("s"))
    return number(count if count not in ("a", "an") else "one") / whole if whole else None


def numbers_in(words):
    """Every number that may be typed for printed words, as a set of floats; None where that is not understood.

    A share may be typed as a percentage or as a part of one, “1.2 million” as 1200000 or as 1.2 of millions.
    """
    text, values = words.lower(), set()
    for found in SHARE.finditer(text):
        part = share(found[0])
        if part is not None:
            values |= {
                part,
                part * 100,
                *(round(part, n) for n in (2, 3, 4)),
                *(round(part * 100, n) for n in range(5)),
            }
    for found in CHANGE.finditer(text):
        values |= {float(CHANGED[found[0]])} | ({50.0} if found[0] == "halved" else {100.0 * (CHANGED[found[0]] - 1)})
    for found in re.finditer(rf"(minus\s+|(?<![\w\d])-)?(?:£\s?)?((?<!\w){SCALED}|\b{SPELLED}\b)", text):
        value = number(found[2])
        values.add(value)
        values |= {digits(found[2])} if re.match(r"[\d½¼¾]", found[2]) else set()
        values |= {-value} if found[1] else set()
    if re.search(r"\b(?:no|none|nil|nought|zero)\b", text):
        values.add(0.0)
    return None if VAGUE.search(text) or not values else values
