"""The project's own tables: in order, described in full, and traceable to the articles."""

import csv
import re
import shutil

import pytest
from helpers_for_tests import as_csv

from helpers.__main__ import main
from tools.check import check
from tools.provenance import missing, paragraph
from helpers.tables import HOME, PROJECT, find, load, package

ARTICLES = PROJECT.parent / "shared" / "articles"
RESOURCES = {r["name"]: r for r in package()["resources"]}
with_articles = pytest.mark.skipif(
    not ARTICLES.is_dir(),
    reason="the articles’ texts are copyright and not part of the project: put them in "
    "../shared/articles, SOURCE_ID.txt each, to look up what is printed",
)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_tables_are_in_order():
    assert [str(finding) for finding in check(HOME)] == []


def test_every_file_is_described_and_every_description_has_its_file():
    there = {p.relative_to(HOME).as_posix() for p in HOME.rglob("*") if p.is_file()} - {"datapackage.json", "README.md"}
    assert there == {r["path"] for r in RESOURCES.values()}


@pytest.mark.parametrize("name", RESOURCES)
def test_every_column_is_described(name):
    fields = RESOURCES[name]["schema"]["fields"]
    assert rows_of(HOME / RESOURCES[name]["path"])[0] == [f["name"] for f in fields]
    for field in fields:
        assert field["title"] and field["type"] and len(field["description"]) > 8, field["name"]
    assert RESOURCES[name]["title"] and RESOURCES[name]["description"] and RESOURCES[name]["schema"]["primaryKey"]


@pytest.mark.parametrize("name", RESOURCES)
def test_files_keep_to_the_contract(name):
    data = (HOME / RESOURCES[name]["path"]).read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data and not text.startswith("\ufeff") and text.endswith("\n")
    assert as_csv(rows_of(HOME / RESOURCES[name]["path"])) == text


ARTICLE_TABLES = [n for n, r in RESOURCES.items() if any(f["name"] == "as_printed" for f in r["schema"]["fields"])]


@pytest.mark.parametrize("name", ARTICLE_TABLES)
def test_what_is_printed_stays_short(name):
    """A few words at most: the articles' sentences stay out of the project."""
    frame = getattr(load(HOME), name)
    assert frame["as_printed"].str.split().str.len().max() <= 8
    assert not frame["as_printed"].str.contains(r"[.!?]\s").any()
    assert (frame["as_printed"] != "").all() and frame["paragraph"].str.fullmatch(r"\d+(\.\d+)?").all()


def test_an_identifier_names_one_thing():
    tables = load(HOME)
    owners = {}
    for name in (
        "commitments",
        "awards",
        "rating_spreads",
        "council_ratings",
        "events",
        "statistics",
        "official_figures",
    ):
        for identifier in set(getattr(tables, name).iloc[:, 0]):
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identifier)
            assert owners.setdefault(identifier, name) == name
            assert find(tables, identifier)[0] == name
    assert find(tables, "no-such-row")[0] == ""


@with_articles
def test_every_printed_figure_stands_in_its_paragraph():
    found, count = missing(HOME, ARTICLES)
    assert [str(finding) for finding in found] == []
    assert count == sum(len(getattr(load(HOME), name)) for name in ARTICLE_TABLES)


# --- provenance over a made-up article ---

TEXT = "A headline\n\nThe sum is £14m, or 24 per cent; “about” £1.4m each.\n\n\n"
TEXT += "  • One – £4m\n  • Two, in 2016\n"


@pytest.fixture
def made_up(tmp_path):
    from helpers_for_tests import write

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gazette-2016-05-01.txt").write_text(TEXT, encoding="utf-8")

    def look_up(place, printed, **row):
        award = {"paragraph": place, "as_printed": printed} | row
        return missing(write(tmp_path / "tables", awards=[award]), tmp_path / "texts")

    return look_up


@pytest.mark.parametrize(
    "place, printed",
    [
        ("1", "headline"),
        ("2", "£14m"),
        ("2", "24 per cent"),
        ("2", '"about" £1.4m'),
        ("3.1", "£4m"),
        ("3.2", "2016"),
        ("3", "£4m"),
        ("3.1", "One - £4m"),
    ],
)
def test_what_stands_there_is_found(made_up, place, printed):
    assert made_up(place, printed) == ([], 1)


@pytest.mark.parametrize(
    "place, printed, column",
    [
        ("2", "£4m", "as_printed"),
        ("2", "4 per cent", "as_printed"),
        ("2", "£1", "as_printed"),  # part of a number
        ("2", "£1.4", "as_printed"),
        ("2", "24 per", ""),
        ("2", "£15m", "as_printed"),
        ("1", "£14m", "as_printed"),
        ("3.1", "2016", "as_printed"),
        ("3.2", "201", "as_printed"),
        ("4", "£4m", "paragraph"),
        ("3.3", "£4m", "paragraph"),
        ("2.1", "£14m", "paragraph"),
        ("2", "head", "as_printed"),
    ],
)
def test_what_does_not_stand_there_is_missed(made_up, place, printed, column):
    found, _ = made_up(place, printed)
    assert [(f.file, f.line, f.column) for f in found] == ([("awards.csv", 2, column)] if column else [])


def test_an_article_without_a_text(made_up, tmp_path):
    found, _ = made_up("1", "headline", source_id="elsewhere-2016")
    assert [f.column for f in found] == ["source_id"]
    (tmp_path / "none").mkdir()
    assert "no article texts" in str(missing(tmp_path / "tables", tmp_path / "none")[0][0])


def test_blocks_are_counted_between_blank_lines():
    assert paragraph(TEXT, "1") == "A headline"
    assert paragraph("\n\n a\n \t\nb\nc\n\nd", "2") == "b\nc"


@with_articles
@pytest.mark.parametrize("column, value", [("as_printed", "£11.7m"), ("paragraph", "12")])
def test_an_altered_row_is_missed(tmp_path, column, value):
    folder = shutil.copytree(HOME, tmp_path / "data")
    rows = rows_of(folder / "awards.csv")
    rows[8][rows[0].index(column)] = value
    (folder / "awards.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    found, _ = missing(folder, ARTICLES)
    assert [(f.file, f.line) for f in found] == [("awards.csv", 9)]


def test_the_readmes_name_every_table_and_only_commands_that_exist(capsys):
    """What is documented is there: tables in data/README.md, commands and notebooks in README.md."""
    listed = re.findall(r"^\| \[`([^`]+)`\]", (PROJECT / "data" / "README.md").read_text(encoding="utf-8"), re.M)
    assert listed == [r["path"] for r in package()["resources"]]
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"python -m tools ([a-z][a-z0-9-]+)", readme))
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.search(r"\{(.*?)\}", capsys.readouterr().out, re.S)[1].split(","))
    assert commands <= known and {"check", "new-report", "report", "provenance"} <= commands
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", readme)) <= targets
    for path in re.findall(r"\]\(([a-zA-Z0-9_/.]+)\)", readme):
        assert (PROJECT / path).exists(), path
