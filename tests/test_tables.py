"""The tables as published: in the form that is promised, described in full, and one schema for all."""

import csv
import re

import pytest
from helpers_for_tests import as_csv

from helpers.schema import HOME, package
from tools.dictionary import README, written

OTHERS = {"datapackage.json", "README.md", "reading.csv", "confirmed.csv"}  # files that are no table
RESOURCES = {r["name"]: r for r in package()["resources"]}
FIELDS = [(name, field) for name, r in RESOURCES.items() for field in r["schema"]["fields"]]
ARTICLE_TABLES = [n for n, r in RESOURCES.items() if any(f["name"] == "as_printed" for f in r["schema"]["fields"])]
FORMS = {"pounds", "percent", "date", "period", "number", "link"}


def rows_of(name):
    """A table's file as lists of cells, the header first."""
    with (HOME / RESOURCES[name]["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def records(name):
    """A table's rows as dictionaries."""
    header, *rows = rows_of(name)
    return [dict(zip(header, row, strict=True)) for row in rows]


# --- the package ---


def test_what_the_official_profiles_ask_beyond_frictionless():
    """Profiles 1.0 and 2.0 of the package, and that of a tabular package, which are not to be had offline."""
    assert package()["profile"] == "tabular-data-package"
    for described in (package(), *package()["resources"]):
        assert all(source["title"] for source in described.get("sources", [{"title": "none"}]))
        assert "sources" not in described or described["sources"]
    for r in RESOURCES.values():
        assert r["profile"] == "tabular-data-resource" and re.fullmatch(r"[-a-z0-9._/]+", r["name"])
        assert r["dialect"] == {"delimiter": ",", "doubleQuote": True}
        assert r["schema"].get("foreignKeys") != []


def test_every_file_is_described_and_every_description_has_its_file():
    there = {p.relative_to(HOME).as_posix() for p in HOME.rglob("*") if p.is_file()} - OTHERS
    assert there == {r["path"] for r in RESOURCES.values()}


@pytest.mark.parametrize("name", RESOURCES)
def test_every_table_and_column_is_described(name):
    fields = RESOURCES[name]["schema"]["fields"]
    assert rows_of(name)[0] == [f["name"] for f in fields]
    for field in fields:
        assert field["title"] and field["type"] and len(field["description"]) > 8, field["name"]
    assert RESOURCES[name]["title"] and RESOURCES[name]["description"] and RESOURCES[name]["schema"]["primaryKey"]


@pytest.mark.parametrize("name", RESOURCES)
def test_files_keep_to_the_contract(name):
    data = (HOME / RESOURCES[name]["path"]).read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data and not text.startswith("\ufeff") and text.endswith("\n")
    assert as_csv(rows_of(name)) == text
    assert all(any(row) for row in rows_of(name))


# --- names, and what they mean ---


def test_a_name_means_one_thing():
    """A column's title is the same in every table, and a derived column has no name of the schema's."""
    titles = {}
    for name, field in FIELDS:
        assert titles.setdefault(field["name"], field["title"]) == field["title"], f"{name}.{field['name']}"
    assert not set(titles) & set(package()["shown"])


def test_forms_are_known_ones():
    columns = [field for _, field in FIELDS] + list(package()["shown"].values())
    assert {c["as"] for c in columns if "as" in c} <= FORMS
    assert all(c["title"] and set(c) <= {"title", "as"} for c in package()["shown"].values())
    assert {field["edtf"] for _, field in FIELDS if "edtf" in field} == {"date", "day", "period"}


def test_what_refers_to_a_table_names_one():
    for name, field in FIELDS:
        assert set(field.get("refers", [])) <= set(RESOURCES), f"{name}.{field['name']}"
    for name, r in RESOURCES.items():
        columns = {f["name"] for f in r["schema"]["fields"]}
        for key in r["schema"].get("foreignKeys", []):
            target = RESOURCES[key["reference"]["resource"] or name]
            assert set(key["fields"]) <= columns
            assert set(key["reference"]["fields"]) <= {f["name"] for f in target["schema"]["fields"]}


def test_what_may_be_missing_elsewhere_may_be_empty_here():
    for name, field in FIELDS:
        assert not (field.get("optional") and field.get("constraints", {}).get("required")), f"{name}.{field['name']}"
    assert all("reference/" not in r["path"] for r in RESOURCES.values() if r.get("optional"))


@pytest.mark.parametrize("name", ARTICLE_TABLES)
def test_what_is_printed_stays_short(name):
    """A few words at most: the articles' sentences stay out of the project."""
    for row in records(name):
        assert 0 < len(row["as_printed"].split()) < 10, row
        assert not re.search(r"[.!?]\s", row["as_printed"]), row
        assert re.fullmatch(r"\d+(\.\d+)?", row["paragraph"]), row


def test_an_identifier_names_one_thing():
    """Claims and mentions name rows by identifiers alone, so no two tables share one."""
    owners = {}
    about = next(field for name, field in FIELDS if (name, field["name"]) == ("claims", "about"))
    for name in about["refers"]:
        for row in records(name):
            assert owners.setdefault(next(iter(row.values())), name) == name, row
    for name in ("claims", "mentions"):
        for row in records(name):
            assert row["about"] and set(row["about"].split()) <= set(owners), row


# --- data/README.md ---


def test_the_readme_lists_every_table_and_column():
    text = README.read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[`([^`]+)`\]\(([^)]+)\)", text, re.M)
    assert listed == [(r["path"], r["path"]) for r in RESOURCES.values()]
    assert text == written(text), "the schema has changed: run python -m tools.dictionary"


def test_the_readme_names_what_is_there():
    """Its words in code type that look like columns, files or commands are some."""
    text = README.read_text(encoding="utf-8").partition("<!-- begin")[0]
    known = {field["name"] for _, field in FIELDS} | {"draft", "edtf", "refers", "as", "optional", "until", "shown"}
    assert set(re.findall(r"`([a-z]+_[a-z_]+)`", text)) <= known
    for path in re.findall(r"`([a-z_/]+\.(?:csv|json|py))`", text):
        assert any((folder / path).exists() for folder in (HOME, HOME / "reference", HOME.parent)), path
    assert RESOURCES["ofsted_judgements"]["until"] >= "2026-06-29"
