"""The report of a folder: its tables are checked, its notebooks run again in place, and pages built from them."""

import tempfile
from functools import cache
from pathlib import Path

import nbformat

from tools.check import findings_and_notices
from tools.digest import fingerprint
from tools.folder import read_folder
from tools.new import TEMPLATE
from tools.pages import build, notebooks_of, refuse_to_replace, replace, words_of
from tools.raw import refuse_unwritable, write_clean, write_together
from tools.run import attempt, read, side_by_side


def report(folder):
    """Make FOLDER/report; returns the findings of the check, none where the report is made.

    Of FOLDER/notebooks only outputs change. Everything is made beside its place first, and nothing put
    there before all is made. Raises ValueError, in plain words, where the folder cannot have a report
    or a notebook does not run to its end.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder. Give the folder that holds the tables.")
    paths = notebooks_of(folder / "notebooks")
    if not paths:
        raise ValueError(f"{folder} has no notebooks. To put them there, run: python -m tools new {folder}")
    refuse_unwritable(paths)
    refuse_to_replace(folder / "report")
    words_of(folder)
    found, _ = findings_and_notices(folder)
    if found:
        return found
    with tempfile.TemporaryDirectory() as made:
        made = Path(made)
        done = executed(paths, made)
        write_clean(read_folder(folder)[0], made / "tables")
        for_pages(done, made)
        print(build(made / "pages", made / "tables", made / "report", home=folder), end="")
        new = {path: nbformat.writes(with_outputs(path, notebook)) + "\n" for path, notebook in done.items()}
        write_together(new, folder)
        replace(made / "report", folder / "report")
    return []


# --- running ---


def executed(paths, settings):
    """The notebooks as they are after a run, {path: notebook}; the files stay as they were.

    settings: a folder for the kernels' own files. Raises ValueError where one does not run to its end.
    """

    async def one(path):
        notebook, wrong = await attempt(path, settings)
        if not wrong:
            print(f"{path.name} has run.", flush=True)
        return notebook, wrong

    done = side_by_side(paths, one)
    wrong = [words for _, words in done if words]
    if wrong:
        raise ValueError("\n".join(wrong))
    return {path: notebook for path, (notebook, _) in zip(paths, done)}


def with_outputs(path, ran):
    """The notebook as it stands in its file, with the outputs of its run and nothing else changed.

    Raises ValueError where a cell was changed while it ran.
    """
    notebook = read(path)
    if [cell.source for cell in notebook.cells] != [cell.source for cell in ran.cells]:
        raise ValueError(f"{path.name} was changed while it ran, and nothing was written. Run the report again.")
    for cell, done in zip(notebook.cells, ran.cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
    return notebook


# --- pages ---


@cache
def begun_with():
    """The texts of the template's markdown cells: its titles, and what stands for a person's own words."""
    notebooks = [read(path) for path in sorted(TEMPLATE.glob("*.ipynb"))]
    return {cell.source.strip() for n in notebooks for cell in n.cells if cell.cell_type == "markdown"}


def for_pages(done, made):
    """Write the notebooks as the pages have them: without what nobody filled, headings as headings."""
    (made / "pages").mkdir()
    for path, notebook in done.items():
        if page := page_of(notebook):
            page.metadata["tables"] = fingerprint(made / "tables")
            (made / "pages" / path.name).write_text(nbformat.writes(page) + "\n", encoding="utf-8", newline="\n")


def page_of(notebook):
    """A copy of a notebook for the pages; None where it shows nothing and a person wrote nothing in it."""
    page, cells = nbformat.from_dict(notebook), []
    for cell in page.cells:
        if cell.cell_type == "code":
            shown = [o for o in cell.outputs if o.get("metadata", {}).get("text/markdown", {}).get("heading")]
            cells += [nbformat.v4.new_markdown_cell(o.data["text/markdown"]) for o in shown]
            cell.outputs = [o for o in cell.outputs if o not in shown]
        if cell.cell_type != "markdown" or cell.source.strip() not in begun_with() or cell is page.cells[0]:
            cells.append(cell)
    written = [c for c in page.cells if c.cell_type == "markdown" and c.source.strip() not in begun_with()]
    page.cells = cells
    return page if written or any(cell.get("outputs") for cell in cells) else None
