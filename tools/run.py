"""Running the notebooks: the project's own in place, or all of them over another folder's tables."""

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import nbformat
from IPython.display import display
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from helpers.tables import PROJECT

NOTEBOOKS = PROJECT / "notebooks"
GUIDE = "07_"  # the notebook that shows how to adapt: about this project, so not part of a report
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def run(notebook, folder):
    """Run a notebook in a folder and leave in it only what is the same on every machine.

    The metadata name no version of Python; each figure's description becomes its alternative text.
    Raises CellExecutionError where a cell fails.
    """
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(folder)}}
    )
    client.execute(stderr=subprocess.DEVNULL)  # where the kernel warns of its own transport
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": {"name": "python"}})
    for cell in notebook.cells:
        alts = [o.metadata["image/png"]["alt"] for o in cell.get("outputs", []) if "image/png" in o.get("metadata", {})]
        cell.metadata.pop("mystnb", None)
        if alts:  # the site reads the alternative text from the cell, Jupyter from the output
            cell.metadata["mystnb"] = {"image": {"alt": alts[0]}}
    return notebook


def _write(notebook, path):
    """Write a notebook whole or not at all."""
    part = path.with_suffix(".part")
    nbformat.write(notebook, part)
    part.replace(path)


def _run_each(paths, change, folder, target):
    """Run notebooks in order, saying which and how long; False at the first that fails."""
    for path in paths:
        start = time.monotonic()
        print(f"{path.name} ...", end=" ", flush=True)
        notebook = change(nbformat.read(path, as_version=4))
        try:
            _write(run(notebook, folder), target / path.name)
        except CellExecutionError as error:
            print(f"failed: {error.ename}: {error.evalue}\n{ANSI.sub('', str(error))}")
            return False
        print(f"{time.monotonic() - start:.1f} s")
    return True


def run_all():
    """Run the project's notebooks again in order, in place; returns the exit status."""
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    return 0 if _run_each(paths, lambda notebook: notebook, NOTEBOOKS, NOTEBOOKS) else 1


def pointed_at(notebook, data):
    """The notebook with its parameters cell reading from another folder of tables."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":  # the guide is not in a report
            cell.source = re.sub(rf"\[([^]]*)\]\({GUIDE}[^)]*\)", r"\1", cell.source)
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = (
                f'DATA = "{data}"  # the folder of tables\nPROJECT = "{PROJECT.as_posix()}"  # the helpers’ home'
            )
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def one(name, folder):
    """One of the project's notebooks, run over a folder of tables, without writing it anywhere."""
    data = Path(folder).resolve().as_posix()
    return run(pointed_at(nbformat.read(NOTEBOOKS / name, as_version=4), data), NOTEBOOKS)


def show(notebook, kind):
    """Show a run notebook's first output of a kind, "markdown" or "png", with its text."""
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", []) if "data" in o]
    first = next(o for o in outputs if any(mime.endswith(kind) for mime in o["data"]))
    display(dict(first["data"]), metadata=dict(first.get("metadata", {})), raw=True)


def report(folder):
    """Check a folder, run notebooks 00 to 06 over it and build its site, in FOLDER/report.

    Nothing is run where the check finds anything, and an earlier report stays until the new one is
    whole. The project's own notebooks are not touched. Returns the exit status.
    """
    from tools.check import check_tables  # here, for it is slow to import
    from tools.raw import read_folder, write_clean
    from tools.pages import build

    folder = Path(folder)
    tables, found = read_folder(folder)
    found = check_tables(tables, found)
    if found:
        print(*found, sep="\n")
        print(f"{len(found)} finding{'s' * (len(found) != 1)}. Nothing was run: put these right first.")
        return 1
    paths = [p for p in sorted(NOTEBOOKS.glob("*.ipynb")) if not p.name.startswith(GUIDE)]
    with tempfile.TemporaryDirectory(dir=folder, prefix=".report-") as made:
        work, target = Path(made), folder / "report"
        (work / "notebooks").mkdir()
        write_clean(tables, work / "data")
        if not _run_each(paths, lambda n: pointed_at(n, "../data"), work / "notebooks", work / "notebooks"):
            return 1
        print("site ...", end=" ", flush=True)
        print(build(work / "notebooks", work / "data", work / "site", home=folder) or "built")
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for part in sorted(work.iterdir()):
            shutil.move(part, target / part.name)
    print(
        f"Read {(target / 'site' / 'index.html').as_posix()}, or open the notebooks in {target.as_posix()}/notebooks."
    )
    return 0
