"""The commands: a folder of tables made, checked, compared with its articles, and made into a report."""

import argparse
import os
import signal
import sys
from pathlib import Path

from helpers.schema import HOME, PROJECT
from tools import early
from tools.check import findings_and_notices, tables_and_findings
from tools.confirmed import confirm, to_confirm
from tools.draft import draft
from tools.folder import has_tables
from tools.grants360 import OTHER, export_360giving, import_360giving
from tools.missing import missing
from tools.new import copy_template, template
from tools.provenance import provenance
from tools.workbook import new_report

SITE = PROJECT / "_site"
MANY = 10  # findings of one kind in one column, from which on they are counted
SHOWN = 3  # how many of those are shown


def main(arguments=None):
    """Run one command; returns the exit status. What goes wrong is said in a line, without a traceback."""
    try:
        given = parser().parse_args(arguments)
        return given.run(given) or 0
    except BrokenPipeError:  # whoever reads the output has seen enough
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    except OSError as error:
        file = f"{error.filename}: " if error.filename else ""
        print(f"{file}{error.strerror or error}".removesuffix("."), end=".\n")
    except RuntimeError as error:  # what Python up to 3.12 says of links that lead in a circle
        if not str(error).startswith("Symlink loop"):
            raise
        print(f"{error}.")
    except ValueError as error:
        print(error)
    except MemoryError:
        print("There is not enough memory for that.")
    except KeyboardInterrupt:
        print(early.STOPPED)
        return 130
    return 1


def parser():
    """Reads the command line: each command with its arguments, and the function that runs it."""
    top = argparse.ArgumentParser(prog="python -m tools", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, run, words, *arguments in COMMANDS:
        command = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        for names, options in arguments:
            command.add_argument(*names, **options)
        command.set_defaults(run=run)
    return top


# --- what the commands say ---


def said(findings):
    """Findings as lines; of many of one kind in one column a few, and how many more there are."""
    kinds = {}
    for finding in findings:
        kinds.setdefault((finding.file, finding.column, finding.problem), []).append(finding)
    left_out = {f for group in kinds.values() if len(group) > MANY for f in group[SHOWN:]}
    for finding in findings:
        if finding not in left_out:
            yield str(finding)
        elif finding == kinds[finding.file, finding.column, finding.problem][-1]:
            column = f", column {finding.column}" if finding.column else ""
            yield f"{finding.file}{column}: {len(kinds[finding[0], finding[4], finding[1]]) - SHOWN} more like these."


def tell(findings, good):
    """Print findings, or that all is well; returns the exit status."""
    count = len(findings)
    print(*said(findings), f"{count} finding{'s' * (count != 1)}." if count else good, sep="\n")
    return 1 if count else 0


# --- the commands: each returns an exit status, None being 0 ---
# What runs notebooks or builds pages takes half a second to load, so only the commands that need it do.


def new(given):
    if given.folder.is_dir() and has_tables(given.folder):  # such as an import has made
        copy_template(given.folder)
        print(f"The notebooks are in {given.folder / 'notebooks'}; the tables are as they were.")
        return
    new_report(given.folder, template())
    print(f"{given.folder} is ready. Fill in its tables.xlsx (its first sheet says how) or its CSV files,")
    print(f"sources first. Then run: python -m tools check {given.folder}")


def check(given):
    found, notices = findings_and_notices(given.folder, given.closely)
    print(*(f"Note: {notice}\n" for notice in said(notices)), sep="", end="")
    return tell(found, f"{given.folder}: every table is in order.")


def confirm_rows(given):
    tables, found = tables_and_findings(given.folder)
    if not tables:
        return tell(found, "")
    if given.places or given.all:
        print(*confirm(given.folder, tables, found, given.places, given.all), sep="\n")
    else:
        print(*to_confirm(given.folder, tables), sep="\n")
    return 0


def begin(given):
    done = draft(given.folder, given.articles)
    print(*done.findings, *done.said, sep="\n")
    if done.begun:
        print("Read each row begun, then empty its cell in the column draft: until then check refuses the table.")
    return 1 if done.findings else 0


def make_report(given):
    from tools.report import report

    found = report(given.folder)
    if found:
        tell(found, "")
        print("Nothing was run: put these right first.")
        return 1
    print(f"Read {(given.folder / 'report' / 'index.html').as_posix()}.")


def look_up(given):
    found, count = provenance(given.folder, given.articles)
    return tell(found, f"{count} rows: what each prints stands in the paragraph it names.")


def look_for_missing(given):
    found, count = missing(given.folder, given.articles)
    return tell(found, f"{count} figures, dates, grades and councils of the texts: each is in a row.")


def import_grants(given):
    count, refused = import_360giving(given.file, given.folder)
    done = f"{count} award{'s' * (count != 1)} read into {given.folder}, {len(refused)} refused."
    print(*refused, done, sep="\n")
    print(f"The file's other columns are in {given.folder / OTHER}.")
    print("Look at recipient_type and theme in awards.csv: the file seldom says what they are.")


def export_grants(given):
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


def notebooks(given):
    from tools.run import run_notebooks

    return run_notebooks(only=given.numbers)


def site(given):
    from tools.pages import build

    warnings = build(PROJECT / "notebooks", HOME, SITE)
    print(warnings or "The site is in _site/: open _site/index.html.")
    return 1 if warnings else 0


def paper(given):
    from tools.paper import pdf

    pdf(SITE, SITE / "collection.pdf")
    print("The collection is in _site/collection.pdf.")


FOLDER = (("folder",), {"type": Path, "metavar": "FOLDER"})
OUR_OWN = (("folder",), {"type": Path, "metavar": "FOLDER", "nargs": "?", "default": HOME})
TEXTS = (("--articles",), {"type": Path, "metavar": "TEXTS", "required": True, "help": "a file SOURCE_ID.txt for each"})
FILE = (("file",), {"type": Path, "metavar": "FILE"})
COMMANDS = (
    ("new", new, "make a folder to fill: tables, a workbook, notebooks", FOLDER),
    (
        "check",
        check,
        "say what is wrong with a folder's tables",
        OUR_OWN,
        (("--closely",), {"action": "store_true", "help": "ask about what is merely unlikely, too"}),
    ),
    (
        "confirm",
        confirm_rows,
        "say that rows were read against their articles, or list those that are to be",
        FOLDER,
        (("places",), {"nargs": "*", "metavar": "PLACE", "help": "such as awards.csv:7, awards.csv:7-12"}),
        (("--all",), {"action": "store_true", "help": "every row"}),
    ),
    ("provenance", look_up, "find what each row prints in the text of its article", OUR_OWN, TEXTS),
    ("missing", look_for_missing, "find what stands in the texts and in no row", OUR_OWN, TEXTS),
    ("draft", begin, "list what the texts print, and begin rows of it", FOLDER, TEXTS),
    ("report", make_report, "run a folder's notebooks and build pages from them, in FOLDER/report", FOLDER),
    ("import-360giving", import_grants, "read a 360Giving file into a folder's tables", FILE, FOLDER),
    (
        "export-360giving",
        export_grants,
        "write a folder's awards as 360Giving CSV",
        OUR_OWN,
        FILE,
        (("--prefix",), {"default": "360G-example", "help": "your own prefix, from 360Giving"}),
        (("--funder-id",), {"help": "of who pays, such as GB-GOR-D6 (with --funder-name)"}),
        (("--funder-name",), {}),
    ),
    (
        "notebooks",
        notebooks,
        "run the notebooks again, all or those that begin with a number",
        (("numbers",), {"nargs": "*", "metavar": "NN", "help": "such as 02"}),
    ),
    ("site", site, "build the site in _site/ from the notebooks as they are"),
    ("pdf", paper, "print the site as one PDF, _site/collection.pdf"),
)

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a Windows console may have another encoding
        stream.reconfigure(encoding="utf-8", errors="replace")
    early.listen(signal.default_int_handler)  # which raises KeyboardInterrupt
    sys.exit(main())
