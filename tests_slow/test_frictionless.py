"""The package by the validator of its own standard, which takes seconds to load: our rules say the same, sooner."""

import frictionless

from helpers.schema import HOME, package

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
