"""The tables of a folder that somebody filled, for the notebooks of a report: CSV files or the workbook as they are."""

import pandas as pd

from helpers.tables import together, typed
from tools.folder import read_folder


def load_folder(folder):
    """All tables of a folder, read as `check` reads them, as the object that `helpers.tables.together` makes.

    Raises ValueError, in plain words, where a table cannot be read.
    """
    tables, found = read_folder(folder)
    if found:
        more = f" There are {len(found) - 1} more findings." if len(found) > 1 else ""
        raise ValueError(f"{found[0]}{more} Run: python -m tools check on the folder.")
    if not tables["sources"].rows:
        raise ValueError("The table sources has no rows: enter the article first.")
    return together({name: frame_of(raw, name) for name, raw in tables.items()})


def frame_of(raw, name):
    """A table as it was read, as a DataFrame with the schema's columns and types."""
    rows = [cells for _, cells in raw.rows]
    return typed(pd.DataFrame(rows, columns=raw.columns, dtype=object), name)
