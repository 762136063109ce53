"""Running the notebooks, over the project's tables or another folder's."""

import re
import subprocess
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from helpers.tables import PROJECT

ANSI = re.compile(r"\x1b\[[0-9;]*m")
NOTEBOOKS = PROJECT / "notebooks"


def run(notebook, folder):
    """Run a notebook in a folder and leave in it only what is the same on every machine."""
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", record_timing=False,
                            resources={"metadata": {"path": str(folder)}})  # fmt: skip
    client.execute(stderr=subprocess.DEVNULL)  # the kernel warns of its own transport there
    notebook.metadata = nbformat.from_dict({
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    })  # fmt: skip
    for cell in notebook.cells:
        alts = [o.metadata["image/png"]["alt"] for o in cell.get("outputs", [])
                if "image/png" in o.get("metadata", {})]  # fmt: skip
        cell.metadata.pop("mystnb", None)
        if alts:  # the site reads the alternative text from the cell, Jupyter from the output
            cell.metadata["mystnb"] = {"image": {"alt": alts[0]}}
    return notebook


def run_all():
    """Run the project's notebooks again in order, in place; returns the exit status."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        start = time.monotonic()
        print(f"{path.relative_to(PROJECT).as_posix()} ...", end=" ", flush=True)
        notebook = nbformat.read(path, as_version=4)
        try:
            run(notebook, NOTEBOOKS)
        except CellExecutionError as error:
            print(f"failed: {error.ename}: {error.evalue}\n{ANSI.sub('', str(error))}")
            return 1
        nbformat.write(notebook, path)
        print(f"{time.monotonic() - start:.1f} s")
    return 0
