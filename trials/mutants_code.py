"""Mutants of code: one change at a time, at random, in helpers/ and tools/, held against the tests that run its line.

First every test of tests/ and tests_slow/ runs once, to learn which lines it runs and how long it takes (some
minutes; kept in .venv until code or tests change), but for the adapter's whole way, a minute a test. Then each
change is made in a copy and held against the tests of its line, the quickest first, up to BUDGET seconds of them.
The notebooks are no tests here, so this is stricter than `make test`. survivors.csv has changes that may live, and why.

mutmut 3 does not fit: it leaves alone what stands outside functions and every function with a decorator, and so
the constants of rules, the checks of statements and all figures, a quarter of the places there are.
"""

import argparse
import ast
import csv
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import coverage
import pytest

PROJECT = Path(__file__).resolve().parent.parent
CODE, TESTS, TOO_LONG = ("helpers", "tools"), ("tests", "tests_slow"), "tests_slow/test_adapt.py"
KEPT, KNOWN = PROJECT / ".venv" / "mutants", Path(__file__).with_name("survivors.csv")
BUDGET, MEMORY = 40, 6 * 2**30  # seconds of tests a change; bytes that one may take
HEAVY = "pandas matplotlib.pyplot scipy.stats scipy.optimize frictionless hypothesis openpyxl IPython nbclient bs4 "
HEAVY += "myst_parser.parsers.sphinx_ sphinx.application"  # what many tests load: once here, so that no fork has to
PAIRS = "FloorDiv Mult, Lt LtE, Gt GtE, Eq NotEq, In NotIn, Is IsNot, And Or, Add Sub, Mult Div, BitOr BitAnd"
SWAP = {getattr(ast, a): getattr(ast, b) for p in PAIRS.split(", ") for a, b in (p.split(), p.split()[::-1])}


# --- which test runs which line: this file is then a plugin of pytest too ---


def book(name):
    """Book the lines that run from here on under a test, or a file of tests."""
    coverage.Coverage.current().switch_context(name)


def pytest_collectstart(collector):
    book(collector.nodeid)


def pytest_runtest_logstart(nodeid, location):
    if location[0] != getattr(book, "file", ""):  # without caches, so that each file runs all that it depends on
        book.file = location[0]
        for module in [m for name, m in sys.modules.items() if name.partition(".")[0] in (*CODE, Path(book.file).stem)]:
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", int)()
    book(nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """What is made once for several tests counts for all tests of the file."""
    test = request._pyfuncitem.nodeid
    book(test if fixturedef.scope == "function" else test.partition("::")[0])
    made = yield
    book(test)
    return made


def pytest_runtest_logreport(report):
    with Path("reports").open("a", encoding="utf-8") as file:
        print(json.dumps([report.nodeid, report.outcome == "passed", report.duration]), file=file)


def record():
    """Run all tests in the working folder: the lines go to .coverage, how each test went to reports."""
    measured = coverage.Coverage(data_file=".coverage", data_suffix=True, source_pkgs=CODE, config_file=False)
    measured.start()
    run_tests([*TESTS, f"--ignore={TOO_LONG}"], [sys.modules[__name__]])
    measured.stop()
    measured.save()
    return subprocess.run([sys.executable, "-m", "coverage", "combine", "-q", "--data-file=.coverage"]).returncode


def learnt(copy):
    """Which tests run which line, {file: {line: tests or files of tests}}, and the seconds of each test that passes."""
    code = b"".join(p.read_bytes() for part in (*CODE, *TESTS) for p in sorted((copy / part).rglob("*.py")))
    kept = KEPT / f"{hashlib.sha256(code).hexdigest()[:16]}.json"
    if not kept.exists():
        print("Learning which test runs which line takes some minutes.", flush=True)
        in_child(copy, 3600, record)
        reports = [json.loads(line) for line in (copy / "reports").read_text(encoding="utf-8").splitlines()]
        failed, seconds = {name for name, passed, _ in reports if not passed}, Counter()
        for name, _, took in reports:
            seconds[name] += took
        data = coverage.CoverageData(str(copy / ".coverage"))
        data.read()
        lines = {Path(f).relative_to(copy).as_posix(): data.contexts_by_lineno(f) for f in data.measured_files()}
        print(f"{len(seconds)} tests, of which {len(failed)} fail or are left out.", flush=True)
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([lines, {n: s for n, s in seconds.items() if n not in failed}]), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def run_tests(names, plugins=()):
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = "-q --tb=no -p no:cacheprovider -p _hypothesis_pytestplugin -W ignore"
    return pytest.main([*options.split(), *names], plugins)


def in_child(folder, limit, work):
    """Do some work in a fork of this process, in a folder: its exit status, or None beyond the limit of seconds."""
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir(folder)
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.environ["PYTHONPATH"] = sys.path[0] = str(folder)
        status = 70
        try:
            status = int(work())
        finally:
            os._exit(status)
    end = time.monotonic() + limit
    while not (done := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < end:
        time.sleep(0.02)
    if done[0]:
        return os.waitstatus_to_exitcode(done[1])
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


# --- changes ---


def changes(node):
    """What can be changed in a node: (the part whose tests are asked, {field: what to put there})."""
    value, elements = getattr(node, "value", None), getattr(node, "elts", None) or getattr(node, "keys", None) or []
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            yield node, {"ops": [*node.ops[:i], SWAP[type(op)](), *node.ops[i + 1 :]]}
    elif type(getattr(node, "op", None)) in SWAP:
        text = any(isinstance(getattr(n, "value", n), str | ast.JoinedStr) for n in ast.walk(node))
        if not (isinstance(node.op, ast.Add) and text):  # sentences are no sums
            yield node, {"op": SWAP[type(node.op)]()}
    elif isinstance(node, ast.Constant) and isinstance(value, bool | int | float):
        near = {bool: [not value], int: [value + 1, value - 1], float: [value * 2 or 1.0]}[type(value)]
        yield from ((node, {"value": new}) for new in near)
    elif isinstance(node, ast.Return) and value and getattr(value, "value", node) not in (None, False):
        yield node, {"value": ast.Constant(None)}
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node.test, {"test": ast.UnaryOp(ast.Not(), node.test)}
    elif isinstance(node, ast.comprehension):
        for i, one in enumerate(node.ifs):
            yield one, {"ifs": [*node.ifs[:i], ast.UnaryOp(ast.Not(), one), *node.ifs[i + 1 :]]}
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
        pattern = getattr(node.args[0], "value", "")
        for found in re.finditer(r"(?<![\\(])[?*+]", pattern):
            yield node, {"args": [ast.Constant(pattern[: found.start()] + pattern[found.end() :]), *node.args[1:]]}
    for i, one in enumerate(elements if len(elements) > 1 else []):  # a word of a set, a list or a dictionary
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            fields = ("keys", "values") if isinstance(node, ast.Dict) else ("elts",)
            yield node, {name: getattr(node, name)[:i] + getattr(node, name)[i + 1 :] for name in fields}
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        for i, one in enumerate(block if isinstance(block, list) else []):
            call = isinstance(one, ast.Expr) and isinstance(one.value, ast.Call)
            if call or isinstance(one, ast.Continue | ast.Break | ast.AugAssign | ast.Raise):
                yield one, {name: [*block[:i], ast.Pass(), *block[i + 1 :]]}


def places(path, node, function="", statement=None):
    """Every place of a file where something can be changed: (path, function or "", statement, node, part, fields)."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".strip(".")
    statement = node if isinstance(node, ast.stmt | ast.Module) else statement
    yield from ((path, function, statement, node, part, fields) for part, fields in changes(node))
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name not in ("annotation", "format_spec"):
                yield from places(path, child, function, statement)


def change(tree, statement, node, fields):
    """The text of a file with one change, and the change in words, which stay the same when lines move."""
    old, before = {name: getattr(node, name) for name in fields}, ast.unparse(statement)
    vars(node).update(fields)
    text, after = ast.unparse(ast.fix_missing_locations(tree)), ast.unparse(statement)
    vars(node).update(old)
    start = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), 0)
    alike = enumerate(zip(before[:start:-1], after[:start:-1]))
    end = next((i for i, (a, b) in alike if a != b), min(len(before), len(after)) - start - 1)
    was, now = (" ".join(t[max(start - 30, 0) : len(t) - max(end - 30, 0)].split()) for t in (before, after))
    return text, f"{was} → {now}"


def named(node, deep=True):
    """The names that stand in a node."""
    for one in ast.walk(node) if deep else [node]:
        yield from (getattr(one, field) for field in ("id", "attr") if hasattr(one, field))


def asked(site, trees, lines, seconds):
    """The tests that run a changed line, the quickest first, as many as the budget allows.

    What stands outside functions runs once, at the start: there the lines count that use its name.
    """
    path, *_, part, _ = site
    ran = {path: set(range(part.lineno, part.end_lineno + 1))}
    top = next(one for one in trees[path].body if part.lineno <= one.end_lineno)
    if not isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef) or part.end_lineno < top.body[0].lineno:
        names = {n.id for n in ast.walk(top) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        names |= {getattr(top, "name", "")}
        for _ in range(3):  # a constant of a constant
            users = {one for tree in trees.values() for one in tree.body if names & {*named(one)}}
            names |= {n for one in users if isinstance(one, ast.Assign) for n in named(one.targets[0])}
        ran[path] |= {one.lineno for one in getattr(top, "body", [])}
        for file, tree in trees.items():
            ran[file] = ran.get(file, set()) | {n.lineno for n in ast.walk(tree) if names & {*named(n, False)}}
    found = {name for file in ran for n in ran[file] for name in lines.get(file, {}).get(str(n), ())}
    files = {name.partition("::")[0] for name in found}  # where a cache answers, only its first test runs the line
    chosen = set()
    for some in (found & seconds.keys(), {name for name in seconds if name.partition("::")[0] in files}):
        spent = 0
        for name in sorted(some, key=seconds.get):
            spent += seconds[name]
            chosen |= {name} if spent <= BUDGET or not chosen else set()
    return sorted(chosen, key=seconds.get)


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--sample", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="a part of a path, or PATH:LINE")
    given = options.parse_args()
    for name in HEAVY.split():
        __import__(name)
    with KNOWN.open(encoding="utf-8", newline="") as file:
        known = {(row["module"], row["what"]) for row in csv.DictReader(file)}
    counts, alive = defaultdict(Counter), 0
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made).resolve() / "copy"
        left = (".git", ".venv*", "_site*", "__pycache__", ".*_cache", ".hypothesis", ".coverage*")
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*left))
        (copy / ".venv").symlink_to(PROJECT / ".venv")
        lines, seconds = learnt(copy)
        if in_child(copy, 600, lambda: run_tests(["--collect-only", *TESTS])):  # compiles all
            sys.exit("The tests cannot be collected in a copy.")
        sys.dont_write_bytecode = True  # a changed file of the same length would pass for the old one
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        paths = [p.relative_to(copy).as_posix() for part in CODE for p in sorted((copy / part).glob("*.py"))]
        trees = {path: ast.parse((copy / path).read_text(encoding="utf-8")) for path in paths}
        wanted, _, line = given.only.partition(":")
        found = [site for path in paths if wanted in path for site in places(path, trees[path])]
        found = [site for site in found if line in ("", str(site[4].lineno))]
        drawn = random.Random(given.seed).sample(found, min(given.sample, len(found)))
        print(f"{len(drawn)} of {len(found)} places, seed {given.seed}.", flush=True)
        for site in drawn:
            path, function, statement, node, part, fields = site
            tests, target = asked(site, trees, lines, seconds), copy / path
            true, when, (text, what) = target.read_bytes(), target.stat(), change(trees[path], statement, node, fields)
            target.write_text(text, encoding="utf-8")
            limit = 60 + 3 * sum(seconds[name] for name in tests)
            status = in_child(copy, limit, lambda tests=tests: run_tests(["-x", *tests])) if tests else 0
            target.write_bytes(true)
            os.utime(target, ns=(when.st_atime_ns, when.st_mtime_ns))
            what = f"{function or 'outside functions'}: {what}"
            state = "killed" if status else "stopped" if status is None else "survived"
            state = "known" if state == "survived" and (path, what) in known else state
            counts[path][state] += 1
            if state == "survived":
                alive += 1
                print(f"{path}:{part.lineno}: {what}{'' if tests else ' (no test runs it)'}", flush=True)
    states = ("killed", "stopped", "survived", "known")  # stopped: it ran for too long
    print(f"{'module':24}" + "".join(f"{state:>10}" for state in states))
    for path, count in [*sorted(counts.items()), ("together", sum(counts.values(), Counter()))]:
        print(f"{path:24}" + "".join(f"{count[state]:10}" for state in states))
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
