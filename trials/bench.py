"""How long things take, as ratios within one run, so that they mean the same on any machine: `make bench`.

The floor is what as many notebooks as ours take that only start Python, import pandas and pyplot and draw a
line, one after the other, under the same runner. Every figure is the least of ROUNDS.
"""

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pandas as pd

from helpers.schema import HOME, PROJECT
from helpers.tables import read
from tools import run
from tools.digest import fingerprint
from tools.new import copy_template

ROUNDS = 2
AT_ONCE = run.AT_ONCE  # as `make` does
TIMES = (1, 10, 100, 1000)  # how often the awards stand in a folder
LINE = "import pandas as pd\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])"
AWARDS = {"awards": ("award_id", "recipient"), "award_councils": ("award_id",)}  # multiplied, with names of their own


def least(job):
    """The least number of seconds that a job took."""
    took = []
    for _ in range(ROUNDS):
        start = time.monotonic()
        job()
        took.append(time.monotonic() - start)
    return min(took)


def quietly(job, *arguments, **options):
    with contextlib.redirect_stdout(io.StringIO()):
        assert not job(*arguments, **options)


def side_by_side(folder, at_once):
    """Run a folder's notebooks, so many at once."""
    run.AT_ONCE = at_once
    quietly(run.run_notebooks, folder)


def command(*words):
    """Run a command of this Python's to its end; what it says is shown where it fails."""
    settings = os.environ | {"PYTHONPATH": str(PROJECT / ".venv" / "bench")}  # where nbmake is, and nothing else
    done = subprocess.run([sys.executable, "-m", *words], cwd=PROJECT, capture_output=True, text=True, env=settings)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")


def empty_notebooks(folder, number):
    """Notebooks that only draw a line."""
    for i in range(number):
        cells = [nbformat.v4.new_code_cell(LINE)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{i:02}.ipynb")
    return folder


# --- tables that are longer ---


def longer(folder, times):
    """The project's tables with the awards so many times over, the notebooks of a report, and ours as if run over them.

    The copies belong to no round, so that no sum is contradicted.
    """
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns("reference", "*.json", "README.md", "*confirmed*"))
    for name, named in AWARDS.items():
        rows = read(folder / f"{name}.csv", name)
        copies = [rows, *(rows.assign(**{c: rows[c] + f"-{i}" for c in named}) for i in range(1, times))]
        longer = pd.concat(copies, ignore_index=True)
        if "commitment_id" in longer:
            longer.loc[len(rows) :, "commitment_id"] = ""
        longer.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    copy_template(folder)
    shutil.copytree(run.NOTEBOOKS, folder / "ours")
    for path in (folder / "ours").glob("*.ipynb"):
        notebook = run.read(path)
        notebook.metadata["tables"] = fingerprint(folder)
        nbformat.write(notebook, path)
    return folder


JOBS = {  # what is done with a longer folder, as Python
    "check": "from tools.__main__ import main; done = main(['check', folder])",
    "report": "from tools.__main__ import main; done = main(['report', folder])",
    "the site": "from tools.pages import build; done = build(folder + '/ours', folder, folder + '/site')",
}


def measured(job, folder):
    """Seconds and peak memory (MB) of one of JOBS over a folder, in a process of its own and those it starts."""
    memory = "max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))"
    code = f"import resource, sys; folder = sys.argv[1]; {JOBS[job]}; print({memory}); sys.exit(done or 0)"
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, folder], cwd=PROJECT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{job} over {folder}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.monotonic() - start, int(done.stdout.split()[-1]) / 1024


def main():
    number = len(list(run.NOTEBOOKS.glob("*.ipynb")))
    with tempfile.TemporaryDirectory() as made:
        made = Path(made)
        (made / "floor").mkdir()
        floor = empty_notebooks(made / "floor", number)
        ours = shutil.copytree(run.NOTEBOOKS, made / "notebooks")
        all_of_them = sorted(map(str, ours.glob("*.ipynb")))
        base = least(lambda: side_by_side(floor, 1))
        print(f"The floor, {number} notebooks that draw a line, one after the other: {base:.1f} s", flush=True)
        jobs = {
            "the notebooks, one after the other": lambda: side_by_side(ours, 1),
            f"the notebooks, {AT_ONCE} at once, as `make` does": lambda: side_by_side(ours, AT_ONCE),
            "jupyter nbconvert --execute": lambda: command(
                "nbconvert", "--execute", "--to", "notebook", "--inplace", *all_of_them
            ),
            "nbmake": lambda: command("pytest", "-q", "-p", "no:xdist", "--nbmake", str(ours)),
            "make test": lambda: subprocess.run(
                ["make", "--silent", "test"], cwd=PROJECT, check=True, capture_output=True
            ),
            "the site": lambda: command("tools", "site"),
        }
        for words, job in jobs.items():
            took = least(job)
            print(f"{words}: {took:.1f} s, {took / base:.2f} times the floor", flush=True)
        once = {}
        for times in TIMES:
            folder = longer(made / f"over-{times}", times)
            awards = sum(1 for _ in (folder / "awards.csv").open(encoding="utf-8")) - 1
            for name in JOBS:
                took, memory = measured(name, str(folder))
                once.setdefault(name, took)
                more = f"{took / once[name]:.1f} times the first, {memory:.0f} MB"
                print(f"{name} over {awards:,} awards: {took:.1f} s, {more}", flush=True)


if __name__ == "__main__":
    main()
