"""The texts of articles: reading the files, and the places in them that a row can name."""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from tools.raw import Finding

SAVE = "In Notepad, choose Save as, and under Encoding UTF-8"
PLAIN = "In Word, choose Save as, Plain Text, and then Unicode (UTF-8)"
NO_TEXT = {b"PK\x03\x04": "a Word file or a ZIP", b"\xd0\xcf\x11\xe0": "an old Word file", b"%PDF": "a PDF"}
NO_TEXT |= {b"{\\rtf": "a Rich Text file"}
MARKS = {b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"), b"\xff\xfe": ("utf-16", "UTF-16"), b"\xfe\xff": ("utf-16", "UTF-16")}
WRONGLY_READ = re.compile("Â[£\u00a0½’]|â€|Ã[©¨¼¶¤]|ï¿½|\ufffd")
LARGEST = 1_000_000  # bytes: some hundred pages

GONE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))  # not seen, and not typed
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
NEW_LINE = re.compile("\r\n?|[\x0b\x85\u2028]")
NEW_PARAGRAPH = re.compile("[\x0c\u2029]")
# One character for one, so that what is found in a folded text stands at the same place in the text itself.
FOLDED = str.maketrans("’‘‛′“”„‟″–—‐‑‒―−´`\u00a0\n", "''''\"\"\"\"\"-------''  ")
FOLDED |= {space: " " for space in (*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)}

BULLET = re.compile(r"\s*[•*·●▪■◦‣○–—-]\s+(?=\S)")
NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)]|\(\d{1,3}\)|\([a-z]\)|[a-z][.)])\s+(?=\S)")


class Place(NamedTuple):
    """A block of text, or one item of a list in it: how a row names it, and the words."""

    paragraph: str
    words: str


class Text(NamedTuple):
    """An article's text: its name, its file, the encoding it was read in, and its blocks."""

    source_id: str
    file: str
    encoding: str
    blocks: list


def cleaned(text):
    """A text without what nobody sees or types: other line ends, soft hyphens, ligatures, split accents."""
    text = NEW_PARAGRAPH.sub("\n\n", NEW_LINE.sub("\n", text))
    return unicodedata.normalize("NFC", text.translate(GONE).translate(LIGATURES))


def folded(text):
    """A cleaned text with one form of quotation marks, dashes and spaces; as long as before."""
    return text.translate(FOLDED)


def plain(text):
    """A text as it is compared with another: one form of marks, single spaces."""
    return " ".join(folded(cleaned(text)).split())


def blocks_of(text):
    """The blocks of a cleaned text between blank lines, in order; a line that looks blank is."""
    blocks, lines = [], []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            blocks.append("\n".join(lines))
            lines = []
    return blocks


def items_of(block):
    """(what stands before a block's list, the items of the list); a line without a mark goes on with the item above.

    Numbered lines are a list where there are two or more.
    """
    lines = block.split("\n")
    mark = BULLET if any(BULLET.match(line) for line in lines) else NUMBERED
    if mark is NUMBERED and sum(1 for line in lines if NUMBERED.match(line)) < 2:
        return block, []
    before, items = [], []
    for line in lines:
        if mark.match(line):
            items.append(line)
        elif items:
            items[-1] += f"\n{line}"
        else:
            before.append(line)
    return "\n".join(before), items


def places(text):
    """Every Place of a Text, in order: a block, or, where it holds a list of two or more, each of its items."""
    found = []
    for number, block in enumerate(text.blocks, 1):
        before, items = items_of(block)
        if len(items) < 2:
            found.append(Place(str(number), block))
            continue
        found += [Place(str(number), before)] if before else []
        found += [Place(f"{number}.{i}", item) for i, item in enumerate(items, 1)]
    return found


def words_at(text, paragraph):
    """The words of the n-th block of a Text, or for 19.4 of its fourth list item; None where there is none."""
    match = re.fullmatch(r"([1-9]\d{0,5})(?:\.([1-9]\d{0,5}))?", paragraph, re.ASCII)
    if not match or int(match[1]) > len(text.blocks):
        return None
    block = text.blocks[int(match[1]) - 1]
    if not match[2]:
        return block
    items = items_of(block)[1]
    return items[int(match[2]) - 1] if int(match[2]) <= len(items) else None


def text_of(content, source_id="", file="", encoding="UTF-8"):
    """A Text from its content as one string."""
    return Text(source_id, file, encoding, blocks_of(cleaned(content)))


def decoded(data):
    """A file's bytes as (string, encoding it was read in). Raises ValueError, in plain words, if it is no text."""
    for mark, kind in NO_TEXT.items():
        if data.startswith(mark):
            raise ValueError(f"is {kind}, not a plain text")
    for mark, (codec, name) in MARKS.items():
        if data.startswith(mark):
            return data.decode(codec, errors="strict"), name
    half = data[1:2000:2].count(0), data[0:2000:2].count(0)
    if max(half) > len(data[:2000]) / 8:  # every other byte is nought: UTF-16 without its mark
        return data.decode("utf-16-le" if half[0] > half[1] else "utf-16-be"), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252"), "Windows-1252 (“ANSI”)"


def read_text(path):
    """One file as a Text. Raises ValueError, in plain words, where it cannot be read as a text."""
    if path.stat().st_size > LARGEST:
        raise ValueError("is too long for an article")
    try:
        content, encoding = decoded(path.read_bytes())
    except UnicodeError:
        raise ValueError("is in an encoding that is not known here") from None
    if "\0" in content:
        raise ValueError("is no plain text")
    if wrong := WRONGLY_READ.search(content):
        raise ValueError(f"was once saved in the wrong encoding: it has {wrong[0]!r} where another sign should stand")
    return text_of(content, path.stem.lower(), path.name, encoding)


def texts(folder):
    """The texts of a folder, files named SOURCE_ID.txt, as ({source_id: Text}, findings).

    UTF-8, UTF-16 and what Notepad calls ANSI are read; each Text says which it was.
    """
    folder, read, found = Path(folder), {}, []
    if not folder.is_dir():
        return {}, [Finding(str(folder), "there is no such folder", "Give the folder that holds the texts")]
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != ".txt" or not path.is_file():
            continue
        try:
            text = read_text(path)
        except OSError as error:
            found.append(Finding(path.name, f"cannot be read ({error.strerror})", "Close it and try again"))
            continue
        except ValueError as error:
            found.append(Finding(path.name, str(error), PLAIN if "not a plain text" in str(error) else SAVE))
            continue
        if text.source_id in read:
            problem = f"has the name of {read[text.source_id].file}, but for capitals"
            found.append(Finding(path.name, problem, "Keep one of the two"))
        read.setdefault(text.source_id, text)
    if not read and not found:
        remedy = "Give the folder with a file SOURCE_ID.txt for each article"
        found.append(Finding(str(folder), "holds no article texts", remedy))
    return read, found


def where_printed(printed, words):
    """Where printed words stand by themselves in folded words, as [(start, end)]: 4 per cent is not in 24 per cent."""
    sought = plain(printed)
    if not sought:
        return []
    before = r"(?<!\w)(?<!\d[.,])" if sought[0].isalnum() else ""
    after = r"(?!\w|[.,]\d)" if sought[-1].isalnum() else ""
    pattern = before + r"\s+".join(map(re.escape, sought.split())) + after
    return [match.span() for match in re.finditer(pattern, words)]


def alone(words, start, end):
    """Whether a stretch of folded words stands by itself, as where_printed finds it: no part of a word or a number."""
    before, first, last, after = words[max(0, start - 2) : start], words[start], words[end - 1], words[end : end + 2]
    if first.isalnum() and (re.search(r"\w$", before) or re.fullmatch(r"\d[.,]", before)):
        return False
    return not (last.isalnum() and re.match(r"\w|[.,]\d", after))


class Taken:
    """Which places of a text are taken by what was found in it, so that nothing is found within another thing."""

    def __init__(self, words):
        self.words, self.signs = words, bytearray(len(words))

    def take(self, start, end, anyway=False):
        """Take a stretch, unless a part of it is taken; whether it was free."""
        free = not any(self.signs[start:end])
        if free or anyway:
            self.signs[start:end] = b"\1" * (end - start)
        return free

    def all_of(self, pattern):
        """Take every match of a pattern."""
        for match in pattern.finditer(self.words):
            self.take(*match.span(), anyway=True)
