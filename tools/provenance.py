"""Finding what each row prints in the paragraph of the article it names."""

import re
from pathlib import Path

from tools.raw import Finding, read_folder

QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "\u2011": "-"})


def blocks(text):
    """An article's blocks of text between blank lines, in order."""
    return [block for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n")) if block.strip()]


def paragraph(text, place):
    """The n-th block, or for 19.4 its fourth list item. Raises IndexError where there is none."""
    number, _, item = place.partition(".")
    block = blocks(text)[int(number) - 1]
    if not item:
        return block
    return [line for line in block.splitlines() if re.match(r"\s*[•*·-]\s", line)][int(item) - 1]


def _plain(text):
    return " ".join(text.translate(QUOTES).split())


def _stands(words, text):
    """Whether the words stand in the text by themselves: 4 per cent is not in 24 per cent."""
    before = r"(?<!\w)(?<!\d[.,])" if words[0].isalnum() else ""
    after = r"(?!\w|[.,]\d)" if words[-1].isalnum() else ""
    return re.search(before + re.escape(words) + after, text) is not None


def _look_up(row, texts):
    """What is wrong with where a row says its words stand: a Finding, or None."""
    source = row["source_id"]
    if source not in texts:
        remedy = f"Save it there as {source or 'SOURCE_ID'}.txt"
        return row.wrong("source_id", "has no text in the folder of articles", remedy)
    try:
        place = paragraph(texts[source], row["paragraph"])
    except (IndexError, ValueError):
        remedy = "Count the blocks between blank lines, the first being 1"
        return row.wrong("paragraph", "is not in the article", remedy)
    if row["as_printed"] and _stands(_plain(row["as_printed"]), _plain(place)):
        return None
    problem = f"is not in paragraph {row['paragraph']} of {source}"
    return row.wrong("as_printed", problem, "Correct the paragraph, or copy the words as they stand there")


def missing(folder, articles):
    """(findings, number of rows looked up). articles: a folder of texts named SOURCE_ID.txt.

    Quotation marks and spaces are compared in one form. The findings never quote an article.
    """
    tables, found = read_folder(folder)
    texts = {p.stem: p.read_text(encoding="utf-8-sig") for p in Path(articles).glob("*.txt")}
    if not texts:
        remedy = "Give the folder with a file SOURCE_ID.txt for each article"
        return [Finding(str(articles), "holds no article texts", remedy)], 0
    rows = [row for raw in tables.values() if "as_printed" in raw.columns for row in raw.records()]
    return found + [finding for row in rows if (finding := _look_up(row, texts))], len(rows)
