"""The notebooks come out byte for byte the same, whatever the machine and its user have set up."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from helpers.schema import PROJECT

PARTS = ("helpers", "tools", "notebooks", "data", "examples")
OWN_STYLE = (
    "savefig.dpi: 40\nsavefig.bbox: tight\nfigure.constrained_layout.use: True\nlines.linewidth: 9\nfont.size: 30\n"
)
ELSEWHERE = {  # what others have set
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "1",
    "PYTHONWARNINGS": "error",
    "MPLBACKEND": "pdf",
    "HOME": os.devnull + "/nobody",  # nothing can be written there
    "XDG_CONFIG_HOME": os.devnull + "/nobody",
}


@pytest.fixture
def elsewhere(tmp_path):
    """A copy of the project in a folder whose name has spaces and accents, and the settings of another user."""
    folder = tmp_path / "a b é ñ"
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part)
    (tmp_path / "matplotlibrc").write_text(OWN_STYLE)
    shutil.copy(tmp_path / "matplotlibrc", folder / "notebooks" / "matplotlibrc")
    return folder, os.environ | ELSEWHERE | {"MATPLOTLIBRC": str(tmp_path), "PYTHONPATH": str(folder)}


def test_the_notebooks_are_the_same_elsewhere(elsewhere):
    folder, settings = elsewhere
    there = sorted((folder / "notebooks").glob("*.ipynb"))
    ours = {path.name: path.read_bytes() for path in there}
    for path in there:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.metadata.pop("mystnb", None)  # what a run puts there
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, path)
    done = subprocess.run(
        [sys.executable, "-m", "tools", "notebooks"], cwd=folder, env=settings, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in there if path.read_bytes() != ours[path.name]] == []
