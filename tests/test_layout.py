"""The shape of the code: which part uses which, how large the small module is, and what the README calls by name."""

import ast
import json
import re

import pytest

from helpers.schema import PROJECT

OWN = ("helpers", "tools")
FILES = {
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): path
    for part in OWN
    for path in sorted((PROJECT / part).rglob("*.py"))
    if "template" not in path.parts
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def imported(node):
    """The modules of our own that an import statement names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [name if name in TREES else node.module for name in names]
    else:
        return set()
    return {name for name in names if name.partition(".")[0] in OWN}


USES = {name: set().union(*map(imported, ast.walk(tree))) for name, tree in TREES.items()}


def reached(name):
    """All modules that one uses, directly or not."""
    seen, todo = set(), set(USES[name])
    while todo:
        seen |= todo
        todo = set().union(*(USES.get(module, set()) for module in todo)) - seen
    return seen


def test_the_imports_are_found():
    assert "helpers.dates" in USES["helpers.tables"] and "helpers.schema" in reached("tools.check")
    assert imported(ast.parse("from helpers import money").body[0]) == {"helpers.money"}
    assert imported(ast.parse("from helpers.money import M").body[0]) == {"helpers.money"}
    assert imported(ast.parse("import tools.check").body[0]) == {"tools.check"}
    assert imported(ast.parse("from tools_of_others import x").body[0]) == set()


@pytest.mark.parametrize("name", TREES)
def test_no_module_uses_itself_by_way_of_others(name):
    assert name not in reached(name)
    assert USES[name] <= set(TREES), "a module that is not there"


def test_the_small_module_never_uses_the_commands():
    assert {name: used for name, used in USES.items() if name.startswith("helpers") and "tools" in str(used)} == {}


def test_data_flow_one_way_from_tables_to_what_is_shown():
    """A measure words nothing and draws nothing; only what shows knows of figures."""
    for name in ("helpers.schema", "helpers.dates", "helpers.money", "helpers.ratings"):
        assert not reached(name) & {"helpers.show", "helpers.figures", "helpers.tables"}, name
    users = {name for name, used in USES.items() if "helpers.figures" in used and name.startswith("helpers")}
    assert users <= {"helpers.figures", "helpers.tiles"}


@pytest.mark.parametrize("name", sorted(TREES.keys() - {"tools.__main__"}))  # a command loads what only it needs
def test_imports_stand_at_the_top(name):
    for function in ast.walk(TREES[name]):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            assert not any(imported(node) for node in ast.walk(function)), function.name


@pytest.mark.parametrize("name", TREES)
def test_functions_have_names(name):
    assert ast.get_docstring(TREES[name])
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            assert node.name.strip("_"), f"line {node.lineno}"


@pytest.mark.parametrize("name", [name for name in TREES if name.startswith("helpers")])
def test_functions_of_the_small_module_say_what_they_do(name):
    for node in TREES[name].body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert ast.get_docstring(node) or node.name.startswith("_"), node.name


def test_the_small_module_is_small():
    lines = {name: len(FILES[name].read_text(encoding="utf-8").splitlines()) for name in FILES if "helpers" in name}
    assert sum(lines.values()) <= 1800, lines


def named_in(tree):
    """The names that code uses: variables, attributes, and what it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name


def cells(folder):
    """The code of a folder's notebooks."""
    for path in sorted((PROJECT / folder).glob("*.ipynb")):
        found = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield "\n".join("".join(cell["source"]) for cell in found if cell["cell_type"] == "code")


def test_the_small_module_keeps_nothing_that_nobody_uses():
    """Every function of helpers is used by a notebook, a command or another function of its own."""
    code = [*cells("notebooks"), *cells("tools/template"), (PROJECT / "site" / "conf.py").read_text("utf-8")]
    used = {name for tree in [*TREES.values(), *map(ast.parse, code)] for name in named_in(tree)}
    for name in (name for name in TREES if name.startswith("helpers")):
        made = [n for n in TREES[name].body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.decorator_list]
        assert [node.name for node in made if node.name not in used] == [], name


README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_the_layout_of_the_readme_is_what_is_there():
    block = README.partition("## Layout")[2].partition("\n## ")[0]
    names = re.findall(r"^    (\s*)([\w.]+/?(?:\w+)?)\s", block, re.M)
    folder, listed = "", set()
    for indent, name in names:
        path = f"{folder}{name}" if indent else name
        folder = folder if indent else name
        assert (PROJECT / path).exists(), path
        listed.add(path.rstrip("/"))
    hidden = ("_", ".")
    there = {p.name for p in PROJECT.iterdir() if p.is_dir() and not p.name.startswith(hidden)}
    assert {name for name in there if not name.endswith("egg-info")} <= listed


def test_the_modules_that_the_readme_names_are_there():
    block = README.partition("## Layout")[2].partition("\n## ")[0]
    flow = block.partition("In `helpers/` data flow one way")[2].partition(". ")[0]
    told = set(re.findall(r"`(\w+)`", flow))
    there = {name.partition(".")[2] for name in TREES if name.startswith("helpers.")}
    assert told and told <= there
