"""A fingerprint of a folder's tables: notebooks carry that of the tables they were run over."""

import hashlib
from pathlib import Path

from helpers.schema import package
from helpers.tables import path_of

WORKBOOK = "tables.xlsx"


def fingerprint(folder):
    """A digest that any change of a table changes: of the CSV files, and of the workbook where there is one."""
    paths = [path_of(folder, r["name"]) for r in package()["resources"]] + [Path(folder) / WORKBOOK]
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]
