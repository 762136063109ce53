"""The command that makes a report: what it refuses, what it writes, and that it leaves the person's own alone."""

import base64
import io
import re
import struct
from pathlib import Path

import awkward
import nbformat
import pytest
from helpers_for_tests import write_csv
from PIL import Image

from tools import report
from tools.new import TEMPLATE, copy_template
from tools.pages import MADE, MARK, paste, with_figures
from tools.raw import fields
from tools.report import page_of, with_outputs
from tools.workbook import articles

LOAD = 'from tools.load import load_folder\nt = load_folder("..")\nprint(len(t.sources), "article")'


def notebook(*cells, **metadata):
    """A notebook of markdown cells (text that begins with # or *) and code cells."""
    new = nbformat.v4
    made = [new.new_markdown_cell(c) if c.startswith(("#", "*")) else new.new_code_cell(c) for c in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    return new.new_notebook(cells=made, metadata=metadata)


def save(folder, name, *cells, **metadata):
    """A notebook in FOLDER/notebooks."""
    path = folder / "notebooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(nbformat.writes(notebook(*cells, **metadata)), encoding="utf-8")
    return path


def pages(notebooks, data, out, title=None, home=None):
    """In place of the site: a page that names the notebooks it is of."""
    assert (data / "sources.csv").is_file(), "the pages get clean tables"
    out.mkdir()
    (out / "index.html").write_text(" ".join(p.name for p in sorted(notebooks.glob("*.ipynb"))), encoding="utf-8")
    return ""


def everything(folder):
    """All files of a folder with their bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(autouse=True)
def no_site(monkeypatch):
    monkeypatch.setattr(report, "build", pages)


@pytest.fixture
def never(monkeypatch):
    """No notebook may be run."""
    monkeypatch.setattr(report, "executed", lambda *_: pytest.fail("a notebook was run"))


@pytest.fixture
def folder(tmp_path):
    """A folder with an article and one notebook."""
    made = awkward.one_award(tmp_path / "my report")
    save(made, "01_money.ipynb", "# Money", "1 + 1")
    return made


@pytest.fixture
def quick(monkeypatch):
    """Notebooks are taken for run without a kernel."""

    def executed(paths, settings):
        done = {}
        for path in paths:
            done[path] = report.read(path)
            for cell in done[path].cells:
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="ran")], 1
        return done

    monkeypatch.setattr(report, "executed", executed)


# --- what is refused, before anything runs ---


def test_a_folder_that_is_not_there(tmp_path, never):
    with pytest.raises(ValueError, match="there is no such folder"):
        report.report(tmp_path / "none")


def test_a_folder_without_notebooks_is_told_how_to_get_them(tmp_path, never):
    folder = awkward.one_award(tmp_path)
    with pytest.raises(ValueError, match=f"has no notebooks. To put them there, run: python -m tools new {folder}"):
        report.report(folder)
    copy_template(folder)
    assert sorted(p.name for p in (folder / "notebooks").iterdir()) == sorted(p.name for p in TEMPLATE.glob("*.ipynb"))
    with pytest.raises(FileExistsError, match="the notebooks are yours"):
        copy_template(folder)


def test_findings_come_first(folder, never):
    awkward.write(folder, awards=[awkward.award("kent", 850000, "£850,000", recipient_type="county")])
    assert [f.column for f in report.report(folder)] == ["recipient_type"]


def test_a_row_that_is_still_a_draft_stops_the_report(folder, never):
    description = next(d for d in articles() if d["name"] == "awards")
    row = {"award_id": "a", "recipient": "Kent", "recipient_type": "council", "as_printed": "£5m", "paragraph": "2"}
    row |= {"source_id": awkward.ECHO, "draft": "yes"}
    names = [*fields(description), "draft"]
    write_csv(folder / "awards.csv", [names, [row.get(name, "") for name in names]])
    write_csv(folder / "award_councils.csv", [fields(next(d for d in articles() if d["name"] == "award_councils"))])
    found = report.report(folder)
    assert len(found) == 1 and "draft" in str(found[0])


@pytest.mark.parametrize("name", ["my notes.txt", "pages/old.html"])
def test_a_folder_called_report_that_somebody_else_made_is_left_alone(folder, never, name):
    (folder / "report" / name).parent.mkdir(parents=True)
    (folder / "report" / name).write_text("mine", encoding="utf-8")
    before = everything(folder)
    with pytest.raises(ValueError, match="was not made here"):
        report.report(folder)
    assert everything(folder) == before


def test_an_empty_folder_a_file_or_a_link_called_report_is_left_alone_too(folder, never):
    out = folder / "report"
    for make, unmake in (
        (out.mkdir, out.rmdir),
        (lambda: out.symlink_to(folder.parent), out.unlink),
        (out.touch, out.unlink),
    ):
        make()
        with pytest.raises(ValueError, match="was not made here"):
            report.report(folder)
        unmake()


def test_a_file_that_a_person_put_into_a_report_of_ours_is_not_lost(folder, quick):
    assert report.report(folder) == []
    (folder / "report" / ".DS_Store").touch()
    assert report.report(folder) == []  # ours: it may be replaced
    (folder / "report" / "data").mkdir()
    (folder / "report" / "data" / "my notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=r"holds data/my notes\.txt, not made here"):
        report.report(folder)
    (folder / "report" / "data" / "more.txt").touch()
    with pytest.raises(ValueError, match=r"holds data/more\.txt and one more file, not"):
        report.report(folder)


def test_a_file_that_is_no_notebook_is_named(folder):
    (folder / "notebooks" / "02_mine.ipynb").write_text("no notebook", encoding="utf-8")
    with pytest.raises(ValueError, match=r"02_mine\.ipynb cannot be read as a notebook"):
        report.report(folder)
    assert not (folder / "report").exists()


# --- what is written ---


def test_only_outputs_change_and_no_path_of_the_machine_gets_in(folder):
    own = {
        "authors": [{"name": "A Person"}],
        "kernelspec": {"display_name": "Mine", "name": "mine", "language": "python"},
    }
    path = save(
        folder, "02_mine.ipynb", "# Mine", "*Your words here.*", "*What I found*", LOAD, "import my_helper", **own
    )
    (folder / "notebooks" / "my_helper.py").write_text("", encoding="utf-8")
    before = report.read(path)
    assert report.report(folder) == []
    after = report.read(path)
    assert [c.source for c in after.cells] == [c.source for c in before.cells] and after.metadata == before.metadata
    assert [c.metadata for c in after.cells] == [c.metadata for c in before.cells]
    assert after.cells[3].outputs[0]["text"] == "2 article\n" and after.cells[3].execution_count == 1
    assert str(folder) not in path.read_text(encoding="utf-8")
    assert (folder / "report" / "index.html").read_text(encoding="utf-8") == "01_money.ipynb 02_mine.ipynb"
    assert (folder / "report" / MARK).read_text(encoding="utf-8").splitlines() == [MADE, "index.html"]
    assert not [p for p in folder.rglob(".*") if p.name != ".ipynb_checkpoints"]
    once = everything(folder)
    assert report.report(folder) == [] and everything(folder) == once  # a second run changes no byte


def test_a_cell_that_fails_and_a_python_that_is_killed_change_nothing(folder):
    save(folder, "02_wrong.ipynb", "# Wrong", "1 / 0")
    save(folder, "03_killed.ipynb", "# Killed", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    before = everything(folder)
    with pytest.raises(ValueError) as caught:
        report.report(folder)
    said = str(caught.value)
    assert "02_wrong.ipynb: ZeroDivisionError: division by zero" in said
    assert "03_killed.ipynb: its Python was stopped from outside" in said and "01_money" not in said
    assert everything(folder) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_and_ctrl_c_leave_everything_as_it_was(folder, quick, monkeypatch, error):
    assert report.report(folder) == []
    save(folder, "02_new.ipynb", "# New", "2")
    before = everything(folder)

    def fails(*_, **__):
        raise error

    for stage in ("build", "write_together", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(report, stage, fails)
            with pytest.raises(type(error)):
                report.report(folder)
        if stage != "replace":  # by then the notebooks have their outputs
            assert everything(folder) == before, stage
        assert not list(folder.glob(".*")), stage
    assert (folder / "report" / "index.html").is_file()


def test_a_notebook_that_is_changed_while_it_runs_is_not_overwritten(folder):
    path = folder / "notebooks" / "01_money.ipynb"
    ran = report.read(path)
    save(folder, "01_money.ipynb", "# Money", "1 + 2")
    with pytest.raises(ValueError, match="was changed while it ran"):
        with_outputs(path, ran)


# --- the pages' copies ---


def run_of(made, number, *outputs):
    """A notebook one of whose cells has outputs."""
    made.cells[number].outputs = list(outputs)
    return made


def heading(words):
    """A heading as a cell shows it."""
    data = {"text/markdown": f"## {words}", "text/plain": words}
    return nbformat.v4.new_output("display_data", data, metadata={"text/markdown": {"heading": True}})


def test_pages_have_headings_and_not_what_nobody_filled():
    text = nbformat.v4.new_output("display_data", {"text/markdown": "Two awards.", "text/plain": "Two awards."})
    made = run_of(notebook("# Money", "show()", "*Your words here.*", "*I found this.*"), 1, heading("Awards"), text)
    page = page_of(made)
    assert [c.source for c in page.cells] == ["# Money", "## Awards", "show()", "*I found this.*"]
    assert [o.data["text/plain"] for o in page.cells[2].outputs] == ["Two awards."]
    assert len(made.cells[1].outputs) == 2, "the notebook itself stays as it ran"


def test_a_notebook_of_the_template_without_rows_has_no_page_unless_somebody_wrote_in_it():
    empty = report.read(Path(TEMPLATE / "01_money.ipynb"))
    assert page_of(empty) is None
    empty.cells[-1].source = "We looked for money and found none."
    assert page_of(empty) is not None


# --- names and pictures of a person's own notebooks ---


def test_a_notebook_with_the_name_of_another_page_is_refused(folder, never):
    for name in ("Search", "index", "tables"):
        path = save(folder, f"{name}.ipynb", "# Mine")
        with pytest.raises(ValueError, match=rf"{name}\.ipynb: the pages have a page of that name"):
            report.report(folder)
        path.unlink()


def test_a_hidden_notebook_is_left_out(folder, quick):
    save(folder, ".draft.ipynb", "# Hidden", "1")
    assert report.report(folder) == []
    assert (folder / "report" / "index.html").read_text(encoding="utf-8") == "01_money.ipynb"


@pytest.mark.parametrize("name", [".report.part", ".report.old"])
def test_a_folder_of_ones_own_beside_a_report_is_not_lost(folder, never, name):
    (folder / name).mkdir()
    (folder / name / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=f"{name} was not made here"):
        report.report(folder)
    assert (folder / name / "mine.txt").read_text(encoding="utf-8") == "mine"


def png(size):
    made = io.BytesIO()
    Image.new("RGB", (size, 1)).save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def shown(size, name):
    """The outputs of a figure: its picture, and its data folded under it."""
    link = f'<a download="{name}.csv" href="data:text/csv;base64,{base64.b64encode(b"%d" % size).decode()}">Data</a>'
    new = nbformat.v4.new_output
    return [new("display_data", {"image/png": png(size)}), new("display_data", {"text/html": f"<p>{link}</p>"})]


def test_figures_of_one_name_do_not_replace_each_other(tmp_path):
    for page, sizes in (("My first", (1, 2)), ("My second", (3,))):
        outputs = with_figures([output for size in sizes for output in shown(size, "money")], page, tmp_path)
        for size, picture, data in zip(sizes, outputs[::2], outputs[1::2], strict=True):
            files = [re.search(r'(?:src|href)="figures/([^"]+)"', o.data["text/html"])[1] for o in (picture, data)]
            assert f'width="{size}"' in picture.data["text/html"]
            assert struct.unpack(">I", (tmp_path / files[0]).read_bytes()[16:20]) == (size,)
            assert (tmp_path / files[1]).read_text(encoding="utf-8") == str(size)
    assert len(list(tmp_path.iterdir())) == 6


@pytest.mark.parametrize("data", ["AAAA", "!!not base64"])
def test_a_picture_that_is_none_is_named(tmp_path, data):
    with pytest.raises(ValueError, match=r"My first\.ipynb: what a cell shows as a picture is none"):
        with_figures([nbformat.v4.new_output("display_data", {"image/png": data})], "My first", tmp_path)


def test_a_pasted_picture_becomes_a_file(tmp_path):
    cell = nbformat.v4.new_markdown_cell("![i](attachment:my%20map.png) and ![j](attachment:b.png)")
    cell.attachments = {"my map.png": {"image/png": png(1)}, "b.png": {"image/png": png(2)}}
    paste(cell, tmp_path / "pasted")
    assert cell.source == "![i](pasted/1.png) and ![j](pasted/2.png)" and "attachments" not in cell
    assert (tmp_path / "pasted" / "2.png").read_bytes() == base64.b64decode(png(2))
