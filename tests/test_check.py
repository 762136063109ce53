"""Broken tables: each is named by file, line and column, with a remedy, and never with a traceback."""

import csv
import shutil

import pytest
from helpers_for_tests import as_csv, columns, write

from helpers.schema import HOME, package
from tools.__main__ import main
from tools.check import check

ARTICLE_TABLES = {r["name"]: r["path"] for r in package()["resources"] if "/" not in r["path"]}
WITHOUT_LOCK = shutil.ignore_patterns("confirmed.csv")  # it has tests of its own
LINE = 3  # every article table of the project has at least two rows under its header


@pytest.fixture
def data(tmp_path):
    return shutil.copytree(HOME, tmp_path / "data", ignore=WITHOUT_LOCK)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def put(folder, name, column, value, line=2):
    """Type a value into one cell."""
    path = folder / ARTICLE_TABLES.get(name, f"reference/{name}.csv")
    rows = rows_of(path)
    rows[line - 1][rows[0].index(column)] = value
    path.write_text(as_csv(rows), encoding="utf-8", newline="")


def cells(findings):
    return {(f.file, f.line, f.column) for f in findings}


def plain(findings):
    """Each finding is one line that names a file and ends in a remedy, in words and not in code."""
    for finding in findings:
        text = str(finding)
        assert "\n" not in text and text.startswith(finding.file) and finding.problem and len(finding.remedy) > 8
        said = f"{finding.problem} {finding.remedy}".split()
        assert not {"Error", "constraint", "primary", "foreign", "pattern", "nan", "None", "NaN"} & set(said), text
    return findings


def test_files_that_are_not_there(data):
    for i, path in enumerate(ARTICLE_TABLES.values()):
        (data / path).unlink()
        if i % 2:
            (data / path).mkdir()
    found = {f.file: f.problem for f in plain(check(data))}
    paths = list(ARTICLE_TABLES.values())
    assert set(found) == set(paths) - {"left_out.csv"} | ({"left_out.csv"} & set(paths[1::2]))
    assert all("missing" in found[path] for path in paths[::2] if path in found)
    assert all("cannot be read" in found[path] for path in paths[1::2])


@pytest.mark.parametrize("name", ["nowhere", "data/awards.csv"])
def test_no_folder(data, name, capsys):
    assert main(["check", str(data.parent / name)]) == 1
    assert "no such folder" in capsys.readouterr().out


# Cells: (table, column, what is typed, a word of the finding). All of one list are broken at once.
ID = {name: columns(name)[0] for name in ARTICLE_TABLES}
CELLS = {
    "identifiers": [
        *((name, "source_id", "nobody-2016", "sources.csv") for name in ARTICLE_TABLES if name != "sources"),
        ("award_councils", "council_id", "nowhere", "councils"),
        ("council_ratings", "council_id", "Slough", "slough"),
        ("events", "council_id", "nowhere", "authorities.csv"),
        ("memberships", "council_id", "leedes", "nearest: leeds"),
        ("award_councils", "award_id", "no-award", "awards.csv"),
        ("awards", "commitment_id", "no-fund", "commitments.csv"),
        ("commitments", "part_of", "no-fund", "commitments.csv"),
        ("events", "revises", "no-event", "events.csv"),
        ("mentions", "about", "no-row", "no table"),
        ("claims", "about", "round-2017-03 no-row", "no table"),
        ("statistics", "statistic_id", "Two Words", "two-words"),
        ("sources", "source_id", "Źródło", "lower-case"),
    ],
    "dates": [
        ("sources", "published", "early 2014", "first and last day"),
        ("events", "dated", "2014-02-30", "calendar"),
        ("council_ratings", "dated", "01/10/2014", "2014-10-01"),
        ("awards", "announced", "Mar-14", "type 2014-03, in a cell formatted as text"),
        ("commitments", "announced", "last week", "first and last day"),
        ("commitments", "period", "2016/2014", "before"),
        ("rating_spreads", "as_at", "2014-00", "calendar"),
        ("ofsted_judgements", "published", "12-Mar", "with its year"),
        ("official_figures", "as_at", "２０１４", "2014-03-31"),
    ],
    "times": [
        ("events", "dated", "1066", "plausible"),
        ("council_ratings", "dated", "2112-03", "plausible"),
        ("awards", "announced", "2019-01-01", "after the article"),
        ("rating_spreads", "as_at", "2016-01-06", "after the"),
        ("commitments", "announced", "2019", "after the article"),
        ("commitments", "period", "0201/2017", "plausible"),
        ("ofsted_judgements", "published", "2014/..", "end"),
    ],
    "letters and signs in numbers": [
        ("commitments", "amount_gbp", "30OOOOOO", "digits"),
        ("awards", "amount_gbp", "£1.4m", "Type 1400000"),
        ("rating_spreads", "count", "nineteen", "digits"),
        ("statistics", "value", "1.2.3", "digits"),
        ("commitments", "awards_stated", "1e1", "digits"),
        ("rating_spreads", "inspected", "1_000", "digits"),
        ("rating_spreads", "percent", "24%", "Type 24"),
        ("rating_spreads", "decimals", "none", "digits"),
    ],
    "numbers no table can hold": [
        ("commitments", "amount_gbp", "²", "digits"),
        ("awards", "amount_gbp", "4200000.50", "decimal point"),
        ("rating_spreads", "count", "-1", "between"),
        ("statistics", "value", "NaN", "digits"),
        ("rating_spreads", "inspected", "0", "between"),
        ("rating_spreads", "percent", "124", "between"),
        ("rating_spreads", "decimals", "-5000", "between"),
        ("official_figures", "value", "inf", "digits"),
        ("commitments", "awards_stated", "1" * 40, "digits"),
    ],
    "thousands": [
        ("commitments", "amount_gbp", "30,000,000", "Type 30000000"),
        ("awards", "amount_gbp", "4 200 000", "Type 4200000"),
        ("rating_spreads", "percent", "24,5", "Type 24.5"),
        ("commitments", "awards_stated", "£lots", "digits"),
        ("authorities", "gss_code", "X1", "does not have the right form"),
        ("authorities", "valid_from", "2009-04", "does not have the right form"),
        ("statistics", "value", "٩", "digits"),
        ("rating_spreads", "decimals", "0.5", "decimal point"),
    ],
    "not what is printed": [
        ("commitments", "amount_gbp", "3000000", "30000000"),
        ("awards", "as_printed", "much", "prints no amount"),
        ("awards", "amount_bound", "exactly", "exact"),
        ("statistics", "value", "8", "not what the article prints"),
        ("rating_spreads", "count", "18", "Nineteen"),
        ("council_ratings", "dated", "2012-03", "March 2013"),
    ],
    "misspelt": [
        ("sources", "kind", "Newz", "perhaps news"),
        ("commitments", "kind", "budjet", "perhaps budget"),
        ("awards", "recipient_type", "counsil", "perhaps council"),
        ("award_councils", "role", "recipent", "recipient"),
        ("rating_spreads", "grade", "inadequat", "perhaps inadequate"),
        ("council_ratings", "grade", "god", "perhaps good"),
        ("council_ratings", "scope", "all", "overall"),
        ("council_ratings", "framework", "sief", "SIF"),
        ("council_ratings", "date_basis", "guess", "published"),
        ("events", "status", "hapened", "perhaps happened"),
        ("statistics", "bound", "more", "at least"),
        ("claims", "check", "sum of awards", "sheet “checks”"),
        ("sources", "url", "www.example.org", "https://"),
        ("mentions", "paragraph", "7th", "7"),
        ("memberships", "paragraph", "0", "7"),
    ],
    "left empty": [
        ("sources", "title", "", "empty"),
        ("commitments", "programme", "", "empty"),
        ("awards", "recipient", "", "empty"),
        ("award_councils", "role", "", "empty"),
        ("rating_spreads", "count", "", "neither"),
        ("council_ratings", "grade", "", "empty"),
        ("events", "kind", "", "empty"),
        ("memberships", "programme", "", "empty"),
        ("statistics", "value", "", "empty"),
        ("mentions", "about", "", "empty"),
        ("claims", "check", "", "empty"),
    ],
    "too long": [
        (name, "as_printed", "word " * 30, "copyright")
        for name in ARTICLE_TABLES
        if name != "sources" and name not in ("awards", "commitments")
    ],
    "claims that lack something": [
        ("claims", "about", "northamptonshire-trust", "commitments"),  # the sum of awards needs a commitment
    ],
}


@pytest.mark.parametrize("kind", CELLS)
def test_cells(data, kind):
    for name, column, value, _ in CELLS[kind]:
        if "note" in columns(name):
            put(data, name, "note", "")  # which would answer some
        put(data, name, column, value)
    found = plain(check(data))
    for name, column, value, word in CELLS[kind]:
        file = ARTICLE_TABLES.get(name, f"reference/{name}.csv")
        mine = [f for f in found if (f.file, f.line, f.column) == (file, 2, column)]
        assert mine, (name, column, value, [str(f) for f in found if f.file == file])
        assert any(word in str(f) for f in mine), [str(f) for f in mine]
        assert any(f.value == value.strip() for f in mine), [f.value for f in mine]


@pytest.mark.parametrize("name", [n for n in ARTICLE_TABLES if n != "claims"][::3])
def test_one_broken_cell_gives_one_finding(data, name):
    put(data, name, columns(name)[-2] if name == "sources" else "paragraph", "ftp:/x")
    assert len(check(data)) == 1


def test_a_row_that_lacks_most_of_its_cells_gets_one_line(data):
    path = data / "awards.csv"
    rows = rows_of(path)
    path.write_text(as_csv([*rows, ["new", "", "", "Somebody", *[""] * (len(rows[0]) - 4)]]), encoding="utf-8")
    (finding,) = check(data)
    assert (finding.line, finding.column) == (len(rows) + 1, "recipient_type")
    assert finding.problem == "the cell is empty, and so are source_id, paragraph, as_printed"


def test_a_row_that_is_there_twice(data):
    for path in ARTICLE_TABLES.values():
        rows = rows_of(data / path)
        (data / path).write_text(as_csv([*rows, rows[1]]), encoding="utf-8", newline="")
    found = plain(check(data))
    for path in ARTICLE_TABLES.values():
        last = len(rows_of(data / path))
        assert any(f.file == path and f.line == last and "earlier row" in f.problem for f in found), path


def test_rows_that_contradict_each_other(data):
    put(data, "commitments", "part_of", "programme-2014-15", line=7)  # the £100m inside its own part
    events = [row[0] for row in rows_of(data / "events.csv")]
    line = events.index("northamptonshire-trust-planned") + 1
    put(data, "events", "revises", "slough-monitoring", line=line)
    put(data, "statistics", "statistic_id", "havering", line=2)
    put(data, "rating_spreads", "percent", "27", line=4)
    put(data, "rating_spreads", "as_printed", "27 per cent", line=4)
    put(data, "rating_spreads", "inspected", "135", line=5)
    put(data, "rating_spreads", "grade", "good or requires improvement", line=5)
    put(data, "rating_spreads", "grade", "good or outstanding", line=6)
    put(data, "mentions", "about", "havering newday", line=2)
    found = plain(check(data))
    say = {(f.file, f.line, f.column): str(f) for f in found}
    assert "circle" in say["commitments.csv", 7, "part_of"] and "circle" in say["commitments.csv", 2, "part_of"]
    assert "another council" in say["events.csv", line, "revises"]
    assert "awards.csv already" in say["statistics.csv", 2, "statistic_id"]
    assert "136" in say["rating_spreads.csv", 5, "inspected"]
    assert "another row" in say["rating_spreads.csv", 6, "grade"]
    assert "more than one" in say["mentions.csv", 2, "about"]


@pytest.mark.parametrize("moved", [2, 3])
def test_a_column_that_was_sorted_alone_is_told_once(data, moved):
    """Two rows that hold each other's amounts can be slips: each is told."""
    rows = rows_of(data / "awards.csv")
    column = rows[0].index("as_printed")
    words = [rows[i][column] for i in range(2, 2 + moved)]
    for i, text in enumerate(words[1:] + words[:1], 2):
        rows[i][column] = text
    (data / "awards.csv").write_text(as_csv(rows), encoding="utf-8")
    found = plain(check(data))
    assert len(found) == (2 if moved == 2 else 1)
    assert all(("sorted alone" in f.remedy) is (moved == 3) and f.line == 3 + i for i, f in enumerate(found))


def test_percentages_that_cannot_be_a_whole(tmp_path):
    grades = ["inadequate", "requires improvement", "good", "outstanding"]
    spreads = {  # half a point of rounding on each of the four is two points in all
        "a": (24, 46, 29, 1),
        "b": (25, 46, 29, 1),
        "c": (25, 47, 29, 1),
        "wrong-d": (26, 47, 29, 1),
        "e": (24, 46, 27, 1),
        "wrong-f": (24, 46, 26, 1),
        "g": (60, 20),
        "wrong-h": (60, 50),
    }
    rows = [
        {"spread_id": name, "grade": g, "percent": p, "decimals": 0, "as_printed": f"{p} per cent"}
        for name, percents in spreads.items()
        for g, p in zip(grades, percents)
    ]
    found = check(write(tmp_path, rating_spreads=rows))
    assert {rows[f.line - 2]["spread_id"] for f in found} == {name for name in spreads if "wrong" in name}
    assert all(f.column == "percent" for f in found)


CLAIMS = [  # a check, what it is about, and the column of the finding; "" where it can be made
    ("grade is a majority: good", "spread", ""),
    ("grade is a majority: good or outstanding", "spread", ""),
    ("grade is a majority", "spread", "check"),
    ("grade is a majority: fine", "spread", "check"),
    ("grade is a majority: good > inadequate", "spread", "check"),
    ("grade outnumbers: inadequate > good + outstanding", "spread", ""),
    ("grade outnumbers: good", "spread", "check"),
    ("grade outnumbers: good>inadequate", "spread", "check"),
    ("grade outnumbers: good > good > good", "spread", "check"),
    ("dates agree", "event", "about"),
    ("dates agree", "event event", "about"),
    ("dates agree", "event later", ""),
    ("dates agree: well", "event later", "check"),
    ("period matches the length", "figure", "about"),
    ("period matches the length", "fund figure", ""),
    ("matches the official figure", "official", "about"),
    ("matches the official figure", "official figure", ""),
    ("matches the official figure", "official fund", ""),
    ("group members match the number: Tri-borough", "figure", ""),
    ("group members match the number: A fund", "figure", ""),
    ("group members match the number: Tri-burrow", "figure", "check"),
    ("group members match the number", "figure", "check"),
    ("no such check", "spread", "check"),
    ("percentages add to 100", "figure", ""),  # of before: a note, no finding
]


def test_claims_that_no_check_can_take(tmp_path, capsys):
    rows = [{"claim_id": f"claim-{i}", "check": text, "about": about} for i, (text, about, _) in enumerate(CLAIMS)]
    folder = write(
        tmp_path,
        commitments=[{}],
        events=[{}, {"event_id": "later"}],
        statistics=[{}],
        official_figures=[{"value": 3}],
        rating_spreads=[{"count": 3}],
        memberships=[{"group": "Tri-borough"}],
        claims=rows,
    )
    found = plain(check(folder))
    assert cells(found) == {("claims.csv", i + 2, column) for i, (*_, column) in enumerate(CLAIMS) if column}
    assert main(["check", str(folder)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith(f"Note: claims.csv, line {len(CLAIMS) + 1}, column check: 'percentages add to 100' is a c")
    assert any("a programme or a group that a row of memberships has; nearest: Tri-borough" in line for line in out)


def test_only_the_articles_are_needed(tmp_path):
    assert check(write(tmp_path)) == []
    found = check(write(tmp_path, sources=[]))
    assert [(f.file, f.problem) for f in found] == [("sources.csv", "the table has no rows")]


def test_the_command(data, capsys):
    assert main(["check", str(data)]) == 0
    put(data, "awards", "amount_gbp", "£1.4m", line=12)
    put(data, "awards", "announced", "01/10/2014", line=3)
    put(data, "events", "status", "happend")
    assert main(["check", str(data)]) == 1
    out = capsys.readouterr().out
    assert "awards.csv, line 12, column amount_gbp: '£1.4m'" in out and out.rstrip().endswith("3 findings.")
    assert "events.csv, line 2, column status" in out and "type 2014-10-01" in out


def test_a_table_that_cannot_be_read_is_not_held_against_others(tmp_path):
    """One broken header gives its own findings, and none on the rows elsewhere that name its rows."""
    shutil.copytree(HOME, tmp_path / "data", ignore=WITHOUT_LOCK)
    path = tmp_path / "data" / "commitments.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("commitment_id,", "Number,", 1), encoding="utf-8")
    assert {finding.file for finding in check(tmp_path / "data")} == {"commitments.csv"}
