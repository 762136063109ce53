"""How many wrong cells the guards tell of: `make mutants`, with SAMPLE=n (0 for all) and TEXTS=folder.

One cell at a time of the article tables is changed as a slip would change it. Each wrong table is held against what
would be run in earnest, the cheapest first: `check`; `check --closely`, as `make test` runs it; the tests that
compute over the real tables; where the texts are there, `provenance` and `missing`; and the lock of checked rows, by
itself. Of those that neither a check nor the tests tell of, a sample is held against the notebooks, run anew over the
wrong table: an assertion may stop one, or what is said, drawn or judged may change unnoticed. These last are listed.
"""

import argparse
import contextlib
import functools
import importlib
import inspect
import io
import json
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from slips import ARTICLE, SEED, mutants

from helpers import events, figures, ratings, show, tables, tiles
from helpers.schema import HOME, PROJECT
from helpers.show import Council
from tools import claims, confirmed, provenance
from tools import missing as missing_rows
from tools.check import tables_and_findings
from tools.folder import read_folder
from tools.load import frame_of
from tools.raw import csv_text, fields

sys.path.insert(0, str(PROJECT / "tests"))  # a folder of scripts, as this one
SUITES = ("test_readme", "test_record", "test_claims")  # the others over real tables are of the reference tables; and
# test_notebooks holds the notebooks to the tables they were run over: after `make` the two agree again
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("0[0-7]*.ipynb"))


# --- the guards ---


class Trial:
    """A folder in which one table is wrong, and the guards that look at it."""

    def __init__(self, folder, texts):
        self.folder, self.texts = Path(folder), texts
        for path in [*(HOME / r["path"] for r in ARTICLE), HOME / confirmed.LOCK]:
            shutil.copy(path, self.folder)
        self.tables, _ = read_folder(self.folder)
        self.rows = {n: list(enumerate(raw.records())) for n, raw in self.tables.items()}
        self.tests = None

    def put(self, table, cells=(), column=""):
        """Write a table, with other cells in one column."""
        changed = [list(row.values()) for _, row in self.rows[table]]
        for i, new in cells:
            changed[i][self.tables[table].columns.index(column)] = new
        (self.folder / f"{table}.csv").write_text(csv_text([self.tables[table].columns, *changed]), encoding="utf-8")

    def frames(self):
        """The tables as notebooks and tests load them; a new object each time."""
        found = {name: frame_of(raw, name) for name, raw in self.read.items()}
        t = tables.together(found, entries=True)
        t.ours = True
        return t

    def guards(self, mutant):
        """(the first guard that tells of a mutant, or "", whether the lock does)."""
        self.put(mutant.table, mutant.cells, mutant.column)
        self.read, found = tables_and_findings(self.folder)
        locked = bool(confirmed.asked(self.folder, self.read, []))
        if found:
            return "check", locked
        if tables_and_findings(self.folder, closely=True)[1]:
            return "check --closely", locked
        if self.failing():
            return "tests", locked
        told_by = (provenance.provenance, missing_rows.missing) if self.texts else ()
        if any(look(self.folder, self.texts)[0] for look in told_by):
            return "texts", locked
        return "", locked

    def failing(self):
        """Whether a test that computes over the real tables fails."""
        try:
            t, made = self.frames(), {}
            return any(not passes(test, t, made) for test in self.tests)
        except Exception:  # tables that cannot be loaded fail every test
            return True


def passes(test, t, made):
    """Whether a test passes over the tables given. made: the fixtures of these tables, by name."""
    try:
        call(test, lambda *_: t, made)
    except Exception:
        return False
    return True


def call(test, load, made):
    """Call a test, with the fixtures of its module that it asks for, so that what it loads is given by `load`."""
    space = test.__globals__
    space.update({name: load for name in ("real", "load") if name in space})
    with contextlib.redirect_stdout(io.StringIO()):
        for name in inspect.signature(test).parameters:
            made[name] = made[name] if name in made else space[name].__wrapped__()
        test(*(made[name] for name in inspect.signature(test).parameters))


def tests_over(t):
    """The tests that compute over the real tables; each passes over the tables as they are."""
    found, read = [], []
    for suite in SUITES:
        space = vars(importlib.import_module(suite))
        for test in [test for name, test in space.items() if name.startswith("test_")]:
            if all(hasattr(space.get(name), "__wrapped__") for name in inspect.signature(test).parameters):
                read.clear()
                call(test, lambda *_: read.append(1) or t, {})
                found += [test] if read else []
    return found


def remember():
    """Compute once what no mutant changes: measures of the reference tables, and what stands in the texts."""
    for module, name in ((ratings, "standing"), (ratings, "over_time"), (events, "spells")):
        remembered(module, name)
    known, read = {}, missing_rows.candidates

    def once(text, *given):
        key = text.source_id, given[0]
        known[key] = known[key] if key in known else read(text, *given)
        return known[key]

    missing_rows.candidates = once
    claims.CHECKS.update({name: judged_once(check) for name, check in claims.CHECKS.items()})


class Watched:
    """The tables, noting which of them are read."""

    def __init__(self, t, read):
        self.__dict__.update(t=t, read=read)

    def __getattr__(self, name):
        self.read.add(name)
        return getattr(self.t, name)

    def text(self, name):
        """A table as text, made once."""
        made = self.t.__dict__.setdefault("texts", {})
        if name not in made:
            table = getattr(self.t, name)
            made[name] = table.to_csv() if hasattr(table, "to_csv") else str(table)
        return made[name]


def judged_once(check):
    """A check of claims that is made once for the same claim over the same rows and tables that it reads."""
    made, read = {}, set()

    @functools.wraps(check)
    def once(t, about, detail):
        if not hasattr(t, "ours"):
            return check(t, about, detail)
        watched = Watched(t, read)
        asked = detail, *(rows.to_csv() for rows in about.values())
        key = asked, tuple((table, watched.text(table)) for table in sorted(read))
        if key not in made:
            try:
                answer = check(watched, about, detail), None
            except claims.Missing as missing:
                answer = None, missing
            key = asked, tuple((table, watched.text(table)) for table in sorted(read))
            made[key] = answer
        answer, missing = made[key]
        if missing:
            raise missing
        return answer

    return once


def remembered(module, name):
    """Let a measure of the reference tables be computed once for each set of councils that are linked in them."""
    made, measure = {}, getattr(module, name)

    def once(t, *given, **options):
        if "ours" not in vars(getattr(t, "t", t)):
            return measure(t, *given, **options)
        linked = tuple(i for i, shown in getattr(t, "names", {}).items() if isinstance(shown, Council))
        key = linked, given, tuple(options.items())
        if key not in made:
            made[key] = measure(t, *given, **options)
        return made[key].copy()

    for user in (module, claims):
        if hasattr(user, name):
            setattr(user, name, once)


# --- the notebooks ---


def run(path, load):
    """(outputs of a notebook's cells as [(cell, what, text)], the verdicts of claims, what stopped it or "")."""
    out, space, cell = [], {}, 0
    show.display = lambda shown: out.append((cell, "table" if "text/html" in shown.rich else "say", str(shown.rich)))
    tables.load = load
    for module in (figures, tiles):
        for name, function in vars(module).items():
            if hasattr(function, "draw"):
                setattr(module, name, drawing(function, out, lambda: cell))
    cells = [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    for cell, source in enumerate(("".join(c["source"]) for c in cells), 1):
        try:
            exec(compile(source, path.name, "exec"), space)
        except Exception as error:
            return out, None, f"cell {cell}, {type(error).__name__}"
    judged = space["judged"] if path.name.startswith("06") else None
    return out, None if judged is None else judged[["verdict", "found", "against"]].to_csv(), ""


def drawing(function, out, cell):
    """A stand-in for a figure that notes what it is given to draw."""

    def noted(frame, *given, **options):
        told = [g.to_csv() if hasattr(g, "to_csv") else repr(g) for g in (frame, *given, *options.values())]
        out.append((cell(), "figure", "\n".join(told)))

    noted.draw = function.draw
    return noted


def depends(trial, mutant, before):
    """What changes in the notebooks with a mutant: (what stops them, {where something changes unnoticed})."""
    trial.put(mutant.table, mutant.cells, mutant.column)
    trial.read, _ = read_folder(trial.folder)
    stopped, where = [], []
    for path in NOTEBOOKS:
        out, verdicts, error = run(path, trial.frames)
        was, judged, _ = before[path]
        stopped += [f"{path.name[:2]} {error}"] if error else []
        changed = set(out) ^ set(was) if not error else set()
        where += sorted({f"{path.name[:2]} {what} {cell}" for cell, what, _ in changed})
        where += ["06 verdict"] if not error and verdicts != judged else []
    return stopped, where


# --- what is told ---


def main():
    """Try the mutants, and print what tells of them."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--sample", type=int, default=600, help="how many mutants; 0 for all")
    given.add_argument("--notebooks", type=int, default=60, help="how many of the survivors to run notebooks over")
    given.add_argument("--texts", type=Path, help="folder of the articles’ texts")
    given = given.parse_args()
    texts = given.texts if given.texts and given.texts.is_dir() else None
    remember()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(folder, texts)
        trial.read = trial.tables
        trial.tests = tests_over(trial.frames())
        every, rng = mutants(trial.rows), random.Random(SEED)
        tried = rng.sample(every, given.sample) if 0 < given.sample < len(every) else every
        print(f"{len(tried)} of {len(every)} mutants of {sum(len(trial.rows[r['name']]) for r in ARTICLE)} rows.")
        print(f"Tests that compute over the tables: {len(trial.tests)}.{'' if texts else ' The texts are not here.'}")
        found = {}
        with contextlib.suppress(KeyboardInterrupt):  # what was tried until then is told
            for mutant in tried:
                found[mutant] = trial.guards(mutant)
                trial.put(mutant.table)
        trial.put(mutant.table)
        table(found, texts)
        left = [m for m in found if found[m][0] in ("", "texts")]
        told(trial, rng.sample(left, min(given.notebooks, len(left))), found)


def table(found, texts):
    """Print how many mutants of each column each guard tells of first."""
    columns = defaultdict(Counter)
    for mutant, (guard, locked) in found.items():
        for name in ("all", mutant.table, f"{mutant.table}.{mutant.column}", f"slip: {mutant.kind}"):
            columns[name].update(["mutants", guard or "nobody", *([] if locked else ["not by the lock"])])
    heads = ["mutants", "check", "check --closely", "tests", *(["texts"] if texts else []), "nobody", "not by the lock"]
    order = ["all"]
    for r in ARTICLE:
        order += [r["name"], *(f"{r['name']}.{column}" for column in fields(r))]
    print(f"\n{len(found)} were tried: which guard tells of them first\n")
    print(f"{'':38}{''.join(f'{h:>{len(h) + 2}}' for h in heads[:-1])}  not by the lock")
    for name in [*(n for n in order if n in columns), *sorted(n for n in columns if n.startswith("slip"))]:
        counts = "".join(f"{columns[name][h]:{len(h) + 2}}" for h in heads[:-1])
        print(f"{name:38}{counts}{columns[name]['not by the lock']:17}")


def told(trial, sample, found):
    """Print what the notebooks tell of mutants that neither a check nor a test tells of, and what they let pass."""
    trial.read = trial.tables
    before = {path: run(path, trial.frames) for path in NOTEBOOKS}
    if broken := [f"{path.name}: {error}" for path, (_, _, error) in before.items() if error]:
        raise SystemExit(f"A notebook does not run over the tables as they are: {'; '.join(broken)}")
    kinds, listed = Counter(), []
    for mutant in sample:
        stopped, where = depends(trial, mutant, before)
        trial.put(mutant.table)
        silent = [w for w in where if " table " not in w]
        kind = "an assertion stops" if stopped else "changes unnoticed" if silent else "its own cell in a table"
        kinds[kind if stopped or where else "nothing depends on it"] += 1
        if silent and not stopped:
            by = [*(["texts"] if found[mutant][0] else []), *(["lock"] if found[mutant][1] else [])]
            who = " and ".join(by) or "nobody"
            listed.append(f"{mutant.told(trial.rows)}\n    {', '.join(silent)}; told of by {who}")
    print(f"\nOf {len(sample)} that neither a check nor a test tells of, over notebooks run anew:")
    print(*(f"{count:5} {kind}" for kind, count in kinds.most_common()), sep="\n")
    print("\nA sentence, a figure or a verdict changes with these, and no assertion, test or rule speaks:")
    print(*sorted(listed), sep="\n")


if __name__ == "__main__":
    main()
