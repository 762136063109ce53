"""The package by the validator of its own standard, which takes seconds to load: our rules say the same, sooner."""

import shutil
from functools import cache

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_check import ARTICLE_TABLES, CELLS, WITHOUT_LOCK, put

from examples import TRIED
from helpers.schema import HOME, package, resource
from tools.check import Rows
from tools.folder import read_folder
from tools.schema import NUMBER, against_the_schema

RESOURCES = {r["name"]: r for r in package()["resources"]}


def test_frictionless_accepts_the_package_as_published():
    report = frictionless.validate(str(HOME / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    assert len(report.tasks) == len(RESOURCES)


def test_a_row_that_breaks_the_schema_is_refused(tmp_path):
    """The validator is no ornament: a council that is none is found by it, through the package alone."""
    for r in RESOURCES.values():
        (tmp_path / r["path"]).parent.mkdir(exist_ok=True)
        (tmp_path / r["path"]).write_bytes((HOME / r["path"]).read_bytes())
    (tmp_path / "datapackage.json").write_bytes((HOME / "datapackage.json").read_bytes())
    with (tmp_path / "award_councils.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("newday,atlantis,place,cypnow-2017-03-20,5,Atlantis,\n")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert [(t.name, [e.type for e in t.errors]) for t in report.tasks if t.errors] == [
        ("award_councils", ["foreign-key"])
    ]


# --- the schema, by another hand ---


def by_frictionless(tables):
    """What frictionless finds wrong with tables by the schema: {(table, line, column)}, councils of a day aside."""
    resources, found = [], set()
    for name, raw in tables.items():
        schema = resource(name)["schema"]
        keys = [k for k in schema.get("foreignKeys", []) if not is_council(k, raw)]
        data = [raw.columns, *(cells for _, cells in raw.rows)]
        resources.append({"name": name, "data": data, "schema": schema | {"foreignKeys": keys}})
    for task in frictionless.Package({"name": "folder", "resources": resources}).validate().tasks:
        for error in task.errors:
            line, cells = tables[task.name].rows[error.row_number - 2]
            if error.type in ("primary-key", "unique-error"):
                found.add((task.name, line, tables[task.name].columns[0]))
            elif error.type == "foreign-key":  # one finding a name, where frictionless has one a row
                found |= {(task.name, "", c, cells[tables[task.name].columns.index(c)]) for c in error.field_names}
            else:
                found.add((task.name, line, error.field_name))
    return found


def is_council(key, raw):
    """Whether a key leads to a council of a day, of which a rule of our own tells."""
    return key["reference"]["resource"] == "authorities" and "source_id" in raw.columns


def by_ourselves(tables):
    """The same of our own rules."""
    found = against_the_schema(tables, Rows(tables))
    return {
        (f.table, "", f.column, f.value)
        if f.problem.startswith("is not in ")
        else (f.table, f.line, f.column.partition(" and ")[0])
        for f in found
    }


@pytest.mark.parametrize("kind", ["identifiers", "numbers no table can hold", "misspelt", "left empty", "too long"])
def test_frictionless_gives_the_same_answers(tmp_path, kind):
    data = shutil.copytree(HOME, tmp_path / "data", ignore=WITHOUT_LOCK)
    for name, column, value, _ in CELLS[kind]:
        put(data, name, column, value)
    tables, _ = read_folder(data)
    theirs, ours = by_frictionless(tables), by_ourselves(tables)
    assert theirs <= ours, theirs - ours
    for name, line, column, *_ in ours - theirs:  # stricter only with numbers
        (cells,) = [cells for at, cells in tables[name].rows if at == line]
        field = next(f for f in resource(name)["schema"]["fields"] if f["name"] == column)
        value = cells[tables[name].columns.index(column)]
        assert field["type"] != "string" and not NUMBER.fullmatch(value), (name, line, column, value)


def test_frictionless_finds_our_tables_in_order():
    tables, found = read_folder(HOME)
    assert found == [] and by_frictionless(tables) == by_ourselves(tables) == set()


POOL = ["", "x", "7", "-1", "19.4", "Good", "good", "2014-03", "exact", "leeds", "round-2017-03", "1.5", "a b", "£5m"]


@settings(parent=TRIED, max_examples=TRIED.max_examples // 6, deadline=None)
@given(st.data())
def test_frictionless_gives_the_same_answers_to_any_cell(drawn):
    tables = {name: read_folder_once()[name] for name in ARTICLE_TABLES}
    for name, raw in tables.items():  # one cell of each
        at, column = drawn.draw(st.integers(0, len(raw.rows) - 1)), drawn.draw(st.integers(0, len(raw.columns) - 1))
        line, cells = raw.rows[at]
        changed = [*cells[:column], drawn.draw(st.sampled_from(POOL)), *cells[column + 1 :]]
        tables[name] = raw._replace(rows=[*raw.rows[:at], (line, changed), *raw.rows[at + 1 :]])
    assert by_frictionless(tables) == by_ourselves(tables)


@cache
def read_folder_once():
    """The project's own tables as they are read."""
    return read_folder(HOME)[0]
