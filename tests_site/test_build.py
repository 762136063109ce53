"""Building a site: what is refused, what is replaced, and that the same input gives the same bytes."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.schema import HOME
from tools.datapages import LIMIT
from tools.digest import fingerprint
from tools.pages import build


def notebook(folder, name, title, tables, *cells):
    folder.mkdir(exist_ok=True)
    made = new_notebook(metadata={"title": title, "short": title.split()[0], "tables": tables})
    made.cells = [new_markdown_cell(f"# {title}"), *cells]
    nbformat.write(made, folder / name)


@pytest.fixture
def project(tmp_path):
    """A folder with tables and two notebooks that were run over them."""
    shutil.copytree(HOME, tmp_path / "data")
    tables = fingerprint(tmp_path / "data")
    said = new_output("display_data", {"text/markdown": "See [Slough](07_council_by_council.ipynb#slough)."})
    notebook(tmp_path / "notebooks", "00_start.ipynb", "What was found", tables,
             new_code_cell("import pandas"), new_code_cell("1 + 1", outputs=[said]))  # fmt: skip
    notebook(tmp_path / "notebooks", "07_council_by_council.ipynb", "Councils of all kinds", tables,
             new_markdown_cell("## Slough"))  # fmt: skip
    return tmp_path


def built(project, **options):
    return build(project / "notebooks", project / "data", project / "site", **options)


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_input_gives_the_same_bytes_and_replaces_the_whole_site(project):
    assert built(project) == ""
    first = files(project / "site")
    (project / "site" / "old.html").write_text("left behind")
    assert built(project) == ""
    assert files(project / "site") == first
    assert sorted(p.name for p in project.iterdir()) == ["data", "notebooks", "site"]


def test_links_to_notebooks_lead_to_pages_and_code_without_output_goes_to_the_next(project):
    built(project)
    text = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert 'href="07_council_by_council.html#slough"' in text
    assert text.count('<details class="code">') == 1 and "pandas" in text
    assert 'id="slough"' in (project / "site" / "07_council_by_council.html").read_text(encoding="utf-8")


def test_notebooks_that_were_run_over_other_tables_are_refused_in_a_line(project):
    awards = project / "data" / "awards.csv"
    awards.write_bytes(awards.read_bytes().replace(b"11600000", b"11700000"))
    with pytest.raises(ValueError, match=r"^00_start\.ipynb was not run over these tables[^\n]*$"):
        built(project)
    assert not (project / "site").exists()


def test_line_ends_of_windows_change_nothing(project):
    for path in project.rglob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert built(project) == ""


@pytest.mark.parametrize("name", ["index.html", "thesis.txt"])
def test_what_was_not_made_here_is_not_replaced(project, name):
    (project / "site").mkdir()
    (project / "site" / name).write_text("mine")
    with pytest.raises(ValueError, match="not made here"):
        built(project)
    assert files(project / "site") == {name: b"mine"}


def test_a_failure_leaves_the_old_site_and_nothing_else(project, monkeypatch):
    built(project)
    before = files(project / "site")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tools.pages.shutil.copytree", full)
    with pytest.raises(OSError, match="No space"):
        built(project)
    assert files(project / "site") == before
    assert sorted(p.name for p in project.iterdir()) == ["data", "notebooks", "site"]


def test_a_title_and_a_citation_of_ones_own(project):
    cited = (
        "cff-version: 1.2.0\ntitle: Mine\nauthors: [{given-names: A., family-names: B.}]\ndate-released: 2026-01-02\n"
    )
    (project / "CITATION.cff").write_text(cited + "repository-code: https://example.org/mine/\n")
    built(project, title="My <report>", home=project)
    text = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert "My &lt;report&gt;" in text and "A. B. (2026). Mine." in text
    assert "2 January 2026" in text and "https://example.org/mine/issues" in text


def test_more_rows_than_a_page_can_hold_are_cut_and_said(project):
    path = project / "data" / "mentions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], *[lines[1]] * (LIMIT + 7)]) + "\n", encoding="utf-8", newline="\n")
    tables = fingerprint(project / "data")
    for file in (project / "notebooks").glob("*.ipynb"):
        read = nbformat.read(file, as_version=4)
        read.metadata["tables"] = tables
        nbformat.write(read, file)
    built(project)
    text = (project / "site" / "data" / "mentions.html").read_text(encoding="utf-8")
    assert text.count("<tbody id=") == LIMIT and f"the first {LIMIT:,} of {LIMIT + 7:,} rows" in text
