"""What the notebooks of a report show over a folder, run in this process and without encoding pictures."""

import warnings
from contextlib import ExitStack, contextmanager
from typing import NamedTuple
from unittest.mock import patch

import matplotlib.figure
import nbformat

from helpers import figures, show
from helpers.schema import HOME
from tools import folder as folder_reader
from tools import load, telling
from tools.folder import read_csv
from tools.new import TEMPLATE

NOTEBOOKS = {p.name: nbformat.read(p, as_version=4) for p in sorted(TEMPLATE.glob("*.ipynb"))}


class Output(NamedTuple):
    """One output: heading, words, table, figure or fold (what is folded under a figure)."""

    kind: str
    plain: str
    rich: str = ""


class Screen(list):
    """Takes what cells display."""

    def __call__(self, output=None, raw=False, metadata=None, **_):
        if raw and "image/png" in output:
            self.append(Output("figure", output["text/plain"]))
        elif raw:
            self.append(Output("heading", output["text/plain"], output["text/markdown"]))
        elif "text/markdown" in output.rich:
            self.append(Output("words", output.plain, output.rich["text/markdown"]))
        else:
            after = bool(self) and self[-1].kind == "figure"
            self.append(Output("fold" if after else "table", output.plain, output.rich["text/html"]))


@contextmanager
def reference_read_once():
    """The project's reference tables are read the first time only, for checking and for loading."""
    with patch.object(folder_reader, "read_csv", lambda path, description: OURS(path, description)):
        yield


class Kept(dict):
    """A reader of CSV files that keeps the project's own."""

    def __call__(self, path, description):
        if HOME not in path.parents:
            return read_csv(path, description)
        if path not in self:
            self[path] = read_csv(path, description)
        return self[path]


OURS = Kept()


def shown(folder):
    """What each notebook shows, {its number: [Output, ...]}; a warning is an error."""
    t = load.load_folder(folder)
    found = {}
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("error")
        stack.enter_context(patch.object(matplotlib.figure.Figure, "savefig", lambda *_, **__: None))
        stack.enter_context(patch.object(load, "load_folder", lambda _: t))
        for name, notebook in NOTEBOOKS.items():
            screen = found[name[:2]] = Screen()
            for module in (figures, show, telling):
                stack.enter_context(patch.object(module, "display", screen))
            names = {}
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    exec(compile(cell.source, f"{name} {cell.id}", "exec"), names)
    return found


def words(outputs):
    """All that is said in running text."""
    return " ".join(o.plain for o in outputs if o.kind == "words")


def everything(found):
    """All outputs of all notebooks."""
    return [output for outputs in found.values() for output in outputs]
