"""The notebooks that a new report begins with."""

from pathlib import Path

from tools.raw import finish, write_together
from tools.workbook import is_free

TEMPLATE = Path(__file__).parent / "template"


def copy_template(folder):
    """Copy the notebooks that a report begins with to FOLDER/notebooks, all or none.

    Raises FileExistsError, in plain words, where the folder has notebooks.
    """
    folder = Path(folder)
    finish(folder)
    if not is_free(folder / "notebooks"):
        said = "is there already: the notebooks are yours, and nothing replaces them."
        raise FileExistsError(f"{folder / 'notebooks'} {said}")
    write_together({folder / name: text for name, text in template().items()}, folder)


def template():
    """The notebooks that a report begins with, {name: text}."""
    return {f"notebooks/{path.name}": path.read_text(encoding="utf-8") for path in sorted(TEMPLATE.glob("*.ipynb"))}
