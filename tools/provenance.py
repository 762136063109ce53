"""Finding what each row prints in the paragraph of the article it names, and where it stands if not there."""

from collections import Counter, defaultdict
from typing import NamedTuple

from helpers.show import listed
from tools.figurewords import amounts_in
from tools.folder import read_folder
from tools.raw import Row
from tools.texts import folded, places, texts, where_printed, words_at

COPY = "Copy the words as they stand in the article"
COUNT = "Count the blocks between blank lines, the first being 1"


class Astray(NamedTuple):
    """A row whose words do not stand where it says, and the paragraphs in which they do."""

    row: Row
    elsewhere: list


def stands(printed, words):
    """Whether printed words stand in folded words, or an amount printed in words there (“five million pounds”)."""
    return bool(where_printed(printed, words)) or spelled(printed, words)


def spelled(printed, words):
    """Whether one amount, such as £5m, stands in folded words as “five million pounds”."""
    sought = [amount.value for amount in amounts_in(folded(printed))]
    written = [amount.value for amount in amounts_in(words) if "£" not in words[amount.start : amount.end]]
    return len(sought) == 1 and sought[0] in written


def shift(paragraph, other):
    """How many blocks another paragraph lies further on; None where they are not the same item of their blocks."""
    (block, _, item), (found, _, same) = paragraph.partition("."), other.partition(".")
    return int(found) - int(block) if item == same and block.isdigit() else None


def look_up(row, text):
    """None where a row's words stand where it says, else an Astray."""
    words = words_at(text, row["paragraph"])
    if words is not None and stands(row["as_printed"], folded(words)):
        return None
    return Astray(row, [p.paragraph for p in places(text) if stands(row["as_printed"], folded(p.words))])


def runs(astray):
    """Rows of one article that are astray by the same number of blocks, two or more, as {shift: [Astray]}."""
    fits = Counter(
        step for each in astray for step in {shift(each.row["paragraph"], p) for p in each.elsewhere} - {None}
    )
    found, left = {}, list(astray)
    for step, _ in sorted(fits.items(), key=lambda fit: (-fit[1], abs(fit[0]))):
        run = [each for each in left if any(shift(each.row["paragraph"], p) == step for p in each.elsewhere)]
        if len(run) > 1:
            found[step] = run
            left = [each for each in left if each not in run]
    return found, left


def miscounted(step, run):
    """The one finding of a run of rows that name a paragraph too few or too many."""
    first = run[0].row
    right = next(p for p in run[0].elsewhere if shift(first["paragraph"], p) == step)
    count = f"{abs(step)} paragraph{'s' * (abs(step) != 1)} {'further on' if step > 0 else 'before'}"
    problem = (
        f"is miscounted, and so are {len(run) - 1} more rows of {first['source_id']}: what they print stands {count}"
    )
    return first.wrong(
        "paragraph", problem, f"Here it is {right}. {'Add' if step > 0 else 'Take'} {abs(step)} in {rows_in(run)}"
    )


def said_lines(numbers):
    """Lines in words: “lines 2 to 21”, “line 4”, “rows 3, 7 and 9”."""
    plain = [int(number) if number.isdigit() else None for number in numbers]
    if None not in plain and plain == list(range(plain[0], plain[-1] + 1)):
        return f"line {plain[0]}" if len(plain) == 1 else f"lines {plain[0]} to {plain[-1]}"
    return f"line{'s' * (len(numbers) > 1)} {listed(numbers)}" if None not in plain else listed(numbers)


def rows_in(run):
    """Where the rows of a run stand, in words: “awards.csv, lines 2 to 21; events.csv, line 2”."""
    lines = defaultdict(list)
    for each in run:
        lines[each.row.file].append(str(each.row.line))
    return "; ".join(f"{file}, {said_lines(numbers)}" for file, numbers in lines.items())


def another_text(lost):
    """The one finding of rows whose words stand nowhere in their article's text."""
    first = lost[0].row
    problem = f"stands nowhere in {first['source_id']}, nor do the words of {len(lost) - 1} more rows"
    remedy = f"Is this the text that they were taken from? The rows are {rows_in(lost)}"
    return first.wrong("as_printed", problem, remedy)


def single(each, text):
    """The finding of one row that is astray."""
    row, where = each.row, each.elsewhere
    if not row["as_printed"]:
        return row.wrong("as_printed", "the cell is empty", "Type the few words that the article prints")
    if len(where) == 1:
        problem = f"is not in paragraph {row['paragraph']} of {row['source_id']}: it stands in paragraph {where[0]}"
        return row.wrong("as_printed", problem, f"Type {where[0]} as the paragraph")
    if where:
        problem = f"is not in paragraph {row['paragraph']} of {row['source_id']}: it stands in {listed(where)}"
        return row.wrong("as_printed", problem, "Type the one that is meant as the paragraph")
    if words_at(text, row["paragraph"]) is None:
        problem = (
            f"is not in {row['source_id']}, which has {len(text.blocks)} paragraphs; nor are the words anywhere in it"
        )
        return row.wrong("paragraph", problem, f"{COUNT}, and copy the words as they stand there")
    return row.wrong("as_printed", f"stands nowhere in {row['source_id']}", COPY)


def provenance(folder, articles):
    """(findings, number of rows looked up). articles: a folder of texts named SOURCE_ID.txt.

    Quotation marks, dashes and spaces are compared in one form, list items as 19.4.
    """
    read, unread = texts(articles)
    if not read:
        return unread, 0
    tables, found = read_folder(folder)
    rows, without, astray = [], {}, defaultdict(list)
    for raw in tables.values():
        rows += [row for row in raw.records() if "as_printed" in raw.columns]
    for row in rows:
        source = row["source_id"]
        if source not in read:
            without.setdefault(source, row)
        elif (each := look_up(row, read[source])) is not None:
            astray[source].append(each)
    found += unread + [
        row.wrong("source_id", "has no text in the folder of articles", f"Save it there as {source or 'SOURCE_ID'}.txt")
        for source, row in without.items()
    ]
    for source, several in astray.items():
        together, alone = runs(several)
        found += [miscounted(step, run) for step, run in together.items()]
        lost = [each for each in alone if not each.elsewhere and each.row["as_printed"]]
        if len(lost) > 2:  # one cause, one finding
            found.append(another_text(lost))
        found += [single(each, read[source]) for each in alone if len(lost) < 3 or each not in lost]
    return found, len(rows)
