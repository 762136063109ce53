"""The commands: check a folder of tables, make one, take grants in and out, run the notebooks."""

import argparse
import sys
from pathlib import Path

from helpers.tables import HOME, PROJECT


def main(arguments=None):
    """Run one command; returns the exit status. What goes wrong is said in a line, without a traceback."""
    given = _parser().parse_args(arguments)
    try:
        return globals()[f"_{given.command.replace('-', '_')}"](given) or 0
    except OSError as error:
        print(f"{error.filename}: {error.strerror}." if error.strerror else error)
    except ValueError as error:
        print(error)
    return 1


def _parser():
    parser = argparse.ArgumentParser(prog="python -m tools", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    home, new = argparse.ArgumentParser(add_help=False), argparse.ArgumentParser(add_help=False)
    home.add_argument("folder", nargs="?", default=HOME, type=Path)
    new.add_argument("folder", type=Path)
    commands.add_parser("check", help="check a folder of tables", parents=[home])
    one = commands.add_parser("provenance", help="find each printed figure in its article", parents=[home])
    one.add_argument("--articles", required=True, type=Path, help="the texts, SOURCE_ID.txt each")
    commands.add_parser("notebooks", help="run the notebooks again, in order")
    commands.add_parser("site", help="build the site from the notebooks as they are, in _site/")
    commands.add_parser("pdf", help="print the site as one PDF, _site/collection.pdf")
    commands.add_parser("report", help="check a folder, run the notebooks over it, build its site", parents=[new])
    commands.add_parser("new-report", help="make a folder of empty tables to fill", parents=[new])
    one = commands.add_parser("import-360giving", help="read a 360Giving file into a folder's award tables")
    one.add_argument("file", type=Path, help="CSV or XLSX")
    one.add_argument("folder", type=Path)
    one = commands.add_parser("export-360giving", help="write a folder's awards as 360Giving CSV", parents=[home])
    one.add_argument("file", type=Path)
    one.add_argument("--prefix", default="360G-example", help="your own prefix, from 360Giving")
    one.add_argument("--funder-id", help="of who pays, such as GB-GOR-D6 (with --funder-name)")
    one.add_argument("--funder-name")
    return parser


# --- the commands: each returns an exit status, None being 0 ---


def _tell(findings, good):
    count = len(findings)
    print(*findings, f"{count} finding{'s' * (count != 1)}." if count else good, sep="\n")
    return 1 if count else 0


def _check(given):
    from tools.check import check

    return _tell(check(given.folder), f"{given.folder}: every table is in order.")


def _provenance(given):
    from tools.provenance import missing

    found, count = missing(given.folder, given.articles)
    return _tell(found, f"{count} rows: what each prints stands in the paragraph it names.")


def _new_report(given):
    from tools.workbook import new_report

    new_report(given.folder)
    print(f"{given.folder} is ready. Fill in its tables.xlsx (its first sheet says how) or its CSV files,")
    print(f"sources first. Then run: python -m tools check {given.folder}")


def _import_360giving(given):
    from tools.grants360 import OTHER, import_360giving

    count, refused = import_360giving(given.file, given.folder)
    done = f"{count} award{'s' * (count != 1)} read into {given.folder}, {len(refused)} refused."
    print(*refused, done, sep="\n")
    print(f"The file's other columns are in {given.folder / OTHER}.")
    print("Look at recipient_type and theme in awards.csv: the file seldom says what they are.")


def _export_360giving(given):
    from tools.grants360 import export_360giving

    if bool(given.funder_id) != bool(given.funder_name):
        raise ValueError("Give --funder-id and --funder-name together.")
    funder = (given.funder_id, given.funder_name) if given.funder_id else None
    count, refused, rounded = export_360giving(given.folder, given.file, given.prefix, funder)
    print(*refused, f"{count} award{'s' * (count != 1)} written to {given.file}, {len(refused)} refused.", sep="\n")
    if not funder:
        print("The funder is the one that an imported file names, or else the Department for Education:")
        print("where that is false, give --funder-id and --funder-name.")
    if rounded:
        print(f"{rounded} of the amounts are rounded as printed, and the standard cannot say so.")
    if given.prefix == "360G-example":
        print("Identifiers made here begin with a placeholder: to publish, give your own with --prefix.")


def _notebooks(given):
    from tools.run import run_all

    return run_all()


def _site(given):
    from tools.pages import build
    from tools.run import NOTEBOOKS

    said = build(NOTEBOOKS, HOME, PROJECT / "_site")
    print(said or "The site is in _site/: open _site/index.html.")
    return 1 if said else 0


def _pdf(given):
    from tools.paper import pdf

    pdf(PROJECT / "_site", PROJECT / "_site" / "collection.pdf")
    print("The collection is in _site/collection.pdf.")


def _report(given):
    from tools.run import report

    return report(given.folder)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a Windows console may have another encoding
        stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
