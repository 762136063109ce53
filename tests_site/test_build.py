"""Building a site: what is refused, what is replaced, and that the same input gives the same bytes."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.schema import HOME
from tools.datapages import LIMIT
from tools.digest import fingerprint
from tools.pages import build, mark
from tools.paper import pdf


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
    (project / "site" / "index.html").write_text("old")
    (project / "site" / "tables.html").unlink()
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


@pytest.mark.parametrize("name", ["CNAME", "data/my notes.txt"])
def test_a_file_that_a_person_put_into_a_site_of_ours_is_not_lost(project, name):
    built(project)
    (project / "site" / name).write_text("mine")
    before = files(project / "site")
    with pytest.raises(ValueError, match=f"holds {name}, not made here"):
        built(project)
    assert files(project / "site") == before


def test_a_pdf_of_ones_own_is_not_replaced(project):
    site = project / "site"
    with pytest.raises(ValueError, match="holds no site"):
        pdf(site, site / "collection.pdf")
    built(project)
    (site / "collection.pdf").write_text("mine")
    with pytest.raises(ValueError, match=r"collection\.pdf was not made here"):
        pdf(site, site / "collection.pdf")
    assert (site / "collection.pdf").read_text() == "mine"


def test_nothing_is_written_where_a_link_or_a_file_stands(project):
    (project / "elsewhere").mkdir()
    (project / "site").symlink_to(project / "elsewhere")
    with pytest.raises(ValueError, match="site was not made here"):
        built(project)
    (project / "site").unlink()
    (project / "site").write_text("mine")
    with pytest.raises((ValueError, OSError), match="site"):
        built(project)
    assert not list((project / "elsewhere").iterdir()) and (project / "site").read_text() == "mine"


def test_what_a_killed_process_left_is_swept_and_what_it_took_away_comes_back(project):
    built(project)
    before = files(project / "site")
    (project / ".site.part").mkdir()
    (project / ".site.part" / "half.html").write_text("half")
    mark(project / ".site.part", ["half.html", "index.html"])
    (project / "site").rename(project / ".site.old")
    assert built(project) == "" and files(project / "site") == before
    assert sorted(p.name for p in project.iterdir()) == ["data", "notebooks", "site"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CITATION.cff", "title: [a: b: c"),
        ("CITATION.cff", "- a list"),
        ("CITATION.cff", "authors: a name"),
        ("CITATION.cff", "date-released: soon"),
        ("CITATION.cff", "[" * 100_000),
        ("datapackage.json", "{"),
        ("datapackage.json", "[1]"),
        ("datapackage.json", '{"licenses": [1]}'),
        ("datapackage.json", '{"a":' * 100_000),
    ],
)
def test_a_file_about_the_tables_that_cannot_be_read_is_named(project, name, text):
    (project / name).write_text(text)
    with pytest.raises(ValueError, match=rf"{name} cannot be read: mend it or take it away\.$"):
        built(project, home=project)


def test_no_more_than_texts_and_addresses_are_taken_from_such_a_file(project):
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    cited = f"a0: &a0 [x]\n{bomb}title: *a29\nversion: 2\nauthors: [{{name: 1}}, {{name: A}}]\n"
    (project / "CITATION.cff").write_text(cited + "repository-code: javascript:alert(1)\n")
    (project / "datapackage.json").write_text('{"title": {}, "licenses": [{"path": "javascript:alert(2)"}]}')
    assert built(project, home=project) == ""
    text = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert "javascript" not in text and "version 2" in text and 'class="byline">A. ' in text


def test_a_failure_leaves_the_old_site_and_nothing_else(project, monkeypatch):
    built(project)
    before = files(project / "site")

    def full(source, to):
        if ".site.part" in str(to):
            raise OSError(28, "No space left on device", str(to))
        return copy(source, to)

    copy = shutil.copyfile
    monkeypatch.setattr("tools.pages.shutil.copyfile", full)
    with pytest.raises(OSError, match="No space") as raised:
        built(project)
    assert raised.value.filename == str(project / "site")  # a part is no file that anybody knows
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
