"""What every notebook promises its readers, on the very files that they see."""

import ast
import base64
import csv
import html
import io
import re
import statistics
from collections import Counter
from pathlib import Path

import matplotlib.image
import nbformat
import pytest
from docutils.nodes import make_id
from helpers_for_tests import real

import conftest as root_hook
from helpers.ratings import nineteen
from helpers.schema import HOME, PROJECT, package
from helpers.show import columns
from helpers.tables import named
from tools.digest import fingerprint

PATHS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = {path.name: nbformat.read(path, as_version=4) for path in PATHS}
EACH = pytest.mark.parametrize("name", NOTEBOOKS)
TOOLS_IN = ("06_do_the_articles_agree.ipynb", "08_adapt_for_a_new_report.ipynb")
COUNCILS = "07_council_by_council.ipynb"
TEXTS = [path.read_text(encoding="utf-8") for path in (PROJECT.parent / "shared" / "articles").glob("*.txt")]


def code(name):
    """The code cells of a notebook."""
    return [cell for cell in NOTEBOOKS[name].cells if cell.cell_type == "code"]


def prose(name):
    """The text cells of a notebook."""
    return [cell.source for cell in NOTEBOOKS[name].cells if cell.cell_type == "markdown"]


def trees(name):
    """The code cells of a notebook, parsed."""
    return [ast.parse(cell.source) for cell in code(name)]


def headings(name):
    """The headings of a notebook, as (level, text)."""
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) (.*)", "\n\n".join(prose(name)), re.M)]


def shown(name):
    """The outputs of a notebook as readers see them: HTML, Markdown or plain text."""
    for cell in code(name):
        for output in cell.outputs:
            data = output.get("data", {})
            yield data.get("text/html") or data.get("text/markdown") or output.get("text") or ""


def said(name):
    """The paragraphs that a notebook says, in plain words."""
    outputs = [output for cell in code(name) for output in cell.outputs]
    return [o["data"]["text/plain"] for o in outputs if "text/markdown" in o.get("data", {})]


def on_load(name):
    """What a reader sees without opening a fold, as the limits are counted."""
    return [re.sub(r"<details.*?</details>", " ", text, flags=re.S) for text in shown(name)]


def words_of(text):
    """The words of HTML or Markdown."""
    return re.sub(r"<[^>]+>", " ", text).split()


def everything(name):
    """All words of a notebook that a reader can come to see, folds and descriptions of figures included."""
    alts = [cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "") for cell in code(name)]
    texts = [html.unescape(" ".join(words_of(text))) for text in shown(name)]
    return "\n".join([*prose(name), *texts, *alts])


def test_the_notebooks_are_all_there_in_order():
    assert [name[:2] for name in NOTEBOOKS] == [f"{i:02}" for i in range(9)]


# --- every number is computed ---


def numbers_typed(text):
    """The digits in text, but for names: a notebook's number, a link, a file, 360Giving."""
    return re.findall(r"\d+", re.sub(r"\]\([^)]*\)|[Nn]otebooks? \d\d|\[\d\d\b|`[^`]*`|360Giving", "", text))


def literals(node):
    """The literal strings of an expression that become words: no keys, formats or what is compared."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.FormattedValue):
        inner = [n for n in ast.walk(node.value) if isinstance(n, ast.JoinedStr)]
        yield from (text for joined in inner for text in literals(joined))
    elif isinstance(node, ast.Subscript):
        yield from literals(node.value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # a method: only what it joins
        joined = [n for argument in node.args for n in ast.walk(argument) if isinstance(n, ast.JoinedStr)]
        yield from (text for part in [node.func.value, *joined] for text in literals(part))
    elif not isinstance(node, ast.Compare):
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


def sentences_in(tree):
    """The literal words of code that are shown: those of say, of captions and titles, and any with a space."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.value
        if not isinstance(node, ast.Call):
            continue
        function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func.value, "id", "")
        if function in ("say", "table", "figures"):
            given = node.args if function == "say" else node.args[1:]
            for argument in [*given, *(k.value for k in node.keywords if k.arg != "name")]:
                yield from literals(argument)


@pytest.mark.parametrize(
    "source, numbers",
    [
        ('say(f"It gave £{n}m to 11 councils.")', ["11"]),
        ("say(f\"{t['cypnow-2016-01-05'].loc[5, 'a-2']:.1f} in {day:%B %Y}\", \"24%\")", ["24"]),
        ('say(listed([f"{c} of 9" for c in names[:3] if c != "x 1"]), "b" if n == "p-2" else "3b")', ["9", "1", "3"]),
        ('table(t["a-1"], f"The {n} of 2017", total={"x": 5})', ["2017"]),
        ('figures.bars(rows, "a", title="19", subtitle="20", name="x-21")', ["19", "20"]),
        ('rows["when"] = ["in 2014", "2015"]', ["2014"]),
        ('x.loc["programme-2014-15"].startswith("2014")', []),
    ],
)
def test_typed_numbers_are_found(source, numbers):
    found = [number for text in dict.fromkeys(sentences_in(ast.parse(source))) for number in numbers_typed(text)]
    assert sorted(found) == sorted(numbers)


def test_names_are_no_typed_numbers():
    assert numbers_typed("See [02](02_how.ipynb), notebook 03, `2014~` and 360Giving.") == []
    assert numbers_typed("In 2017 there were 3.") == ["2017", "3"]


@EACH
def test_no_number_is_typed_into_prose(name):
    assert {text: numbers_typed(text) for text in prose(name) if numbers_typed(text)} == {}


@EACH
def test_no_number_is_typed_into_a_sentence_of_code(name):
    if not name.startswith("08"):  # its commands and examples are typed, being what it is about
        typed = {text for tree in trees(name) for text in sentences_in(tree) if numbers_typed(text)}
        assert typed == set()


# --- quotation marks ---


def plainly(text):
    """Text on one line, with quotation marks of one kind."""
    return re.sub(r"[‘’“”\"']", "'", " ".join(text.split())).casefold()


def printed():
    """All that the tables keep as printed, and the titles of the articles."""
    frames = [getattr(real(), r["name"]) for r in package()["resources"]]
    cells = [text for frame in frames if "as_printed" in frame for text in frame["as_printed"]]
    return plainly("\n".join([*cells, *real().sources["title"]]))


def notes():
    """What our notes on the rows quote."""
    cells = [getattr(real(), r["name"]) for r in package()["resources"] if not r["path"].startswith("reference/")]
    text = "\n".join(note for frame in cells for c in ("note", "limits", "reason") if c in frame for note in frame[c])
    return {plainly(quoted) for quoted in re.findall("“([^”]*)”", text)}


@EACH
def test_quotation_marks_stand_around_printed_words(name):
    known, ours, texts = printed(), notes(), plainly("\n".join(TEXTS))
    for quoted in set(re.findall("“([^”]*)”", everything(name))):
        words = plainly(quoted.rstrip(",."))
        assert words in known or words in ours, quoted
        assert not texts or words in texts, quoted


@EACH
def test_quotation_marks_are_of_one_kind(name):
    words = everything(name)
    assert words.count("“") == words.count("”")
    assert not re.search(r'(?<![\w=])"\w', "\n".join([*prose(name), *said(name)]))


# --- told first ---


@EACH
def test_it_opens_with_what_happened(name):
    assert headings(name)[0][0] == 1 and [level for level, _ in headings(name)].count(1) == 1
    first = next(cell for cell in code(name) if cell.outputs)
    assert "text/markdown" in first.outputs[0]["data"], "the answer comes first, as a sentence"
    lead = said(name)[0]
    assert len(lead.split()) <= 90
    assert "(" not in lead and not lead.startswith("Of the")


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if "01" <= name[:2] <= "06"])
def test_it_ends_with_what_the_articles_cannot_show(name):
    assert headings(name)[-1] == (2, "What these articles cannot show")


def test_headings_say_something():
    everywhere = [text for name in NOTEBOOKS for _, text in headings(name)]
    assert sum(text.endswith("?") for text in everywhere) <= 10


def test_they_are_short():
    short = [name for name in NOTEBOOKS if name != COUNCILS]
    words = {name: sum(len(words_of(text)) for text in on_load(name)) for name in short}
    words = {name: n + sum(len(text.split()) for text in prose(name)) for name, n in words.items()}
    tables = {name: sum(text.count("<table") for text in on_load(name)) for name in short}
    assert sum(words.values()) <= 6000, words
    assert sum(tables.values()) <= 25, tables


def test_nothing_is_told_twice():
    """No sentence of more than eight words stands in two notebooks."""
    seen = Counter()
    for name in NOTEBOOKS:
        told = " ".join([*said(name), *prose(name)])
        seen.update({s for s in re.split(r"(?<=[.:])\s+", " ".join(told.split())) if len(s.split()) > 8})
    assert [sentence for sentence, times in seen.items() if times > 1] == []


def test_plain_words():
    words = " ".join(everything(name) for name in NOTEBOOKS).lower()
    assert words.count("the record") <= 5 and words.count("curator") == 0
    for private in ("gini", "herfindahl", "feasible set", "fingerprint", "leave-one-out", "nan"):
        assert not re.search(rf"\b{private}\b", words), private


# --- the work is shown ---


@EACH
def test_lines_and_cells_are_short(name):
    for cell in code(name):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 10, cell.source
        assert max(map(len, lines), default=0) <= 100, cell.source


def test_cells_are_short_on_the_average():
    sizes = [sum(bool(line.strip()) for line in c.source.splitlines()) for name in NOTEBOOKS for c in code(name)]
    assert statistics.mean(sizes) <= 4.5


@EACH
def test_no_function_is_longer_than_a_line(name):
    for tree in trees(name):
        for node in ast.walk(tree):
            assert not isinstance(node, ast.ClassDef | ast.AsyncFunctionDef)
            if isinstance(node, ast.FunctionDef | ast.Lambda):
                assert node.lineno == node.end_lineno, ast.unparse(node)


@EACH
def test_titles_of_columns_are_not_typed(name):
    """They stand in datapackage.json; a table is given a frame and a caption."""
    for node in (node for tree in trees(name) for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "table":
            assert len(node.args) <= 2 and {k.arg for k in node.keywords} <= {"caption", "total", "fold"}
        if isinstance(node, ast.Dict) and node.keys:
            keys = [getattr(key, "value", None) for key in node.keys]
            values = [getattr(value, "value", None) for value in node.values]
            titles = [v for k, v in zip(keys, values) if k in columns() and isinstance(v, str) and v != v.lower()]
            assert len(titles) < 2, ast.unparse(node)


@EACH
def test_notebooks_import_the_small_module_and_nothing_of_the_commands(name):
    """But 06, which shows what the tests of statements found, and 08, which is about the commands."""
    for node in (node for tree in trees(name) for node in ast.walk(tree)):
        if isinstance(node, ast.ImportFrom | ast.Import):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            tops = {module.partition(".")[0] for module in modules}
            assert not tops & {"re", "html", "tests"}, ast.unparse(node)
            assert "tools" not in tops or name in TOOLS_IN, ast.unparse(node)


# --- the files ---


@EACH
def test_every_cell_was_run_in_order_and_nothing_warned(name):
    assert [cell.execution_count for cell in code(name)] == list(range(1, len(code(name)) + 1))
    assert not any(o.get("name") == "stderr" or o.output_type == "error" for c in code(name) for o in c.outputs)


@EACH
def test_the_file_is_the_same_on_every_machine(name):
    data = (PROJECT / "notebooks" / name).read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data and text.endswith("}\n") and "Warning" not in text
    assert str(PROJECT) not in text and str(Path.home()) + "/" not in text
    assert NOTEBOOKS[name].metadata["language_info"] == {"name": "python"}


@EACH
def test_it_was_run_over_the_tables_as_they_are(name):
    assert NOTEBOOKS[name].metadata["tables"] == fingerprint(HOME), "the tables have changed: run `make`"


@EACH
def test_it_has_a_title_and_a_short_one_for_the_menu(name):
    assert 0 < len(NOTEBOOKS[name].metadata["short"].split()) <= 4 and NOTEBOOKS[name].metadata["title"]


@EACH
def test_every_figure_has_a_description_that_is_its_alternative_text_and_its_data(name):
    for cell in code(name):
        at = [i for i, output in enumerate(cell.outputs) if "image/png" in output.get("data", {})]
        assert len(at) <= 1, "the pages take one description a cell"
        for i in at if not name.startswith("08") else []:
            alt = cell.outputs[i]["metadata"]["image/png"]["alt"]
            assert len(alt) > 60 and cell.metadata["mystnb"]["image"]["alt"] == alt
            behind = cell.outputs[i + 1]["data"]["text/html"]
            assert html.escape(alt) in behind and behind.startswith("<details")
            (data,) = re.findall(r'href="data:text/csv;base64,([^"]+)"', behind)
            rows = list(csv.reader(io.StringIO(base64.b64decode(data).decode("utf-8"))))
            assert len(rows) > 1 and len(set(map(len, rows))) == 1


def test_each_of_the_analyses_has_a_figure():
    for name in NOTEBOOKS:
        if name[:2] in ("00", "02", "03", "04", "05"):
            assert any(root_hook.pictures(cell.outputs) for cell in code(name)), name


# --- links, and the councils ---


@EACH
def test_links_lead_somewhere(name):
    text = "\n".join([*prose(name), *shown(name)])
    entries = {make_id(heading) for _, heading in headings(COUNCILS)}
    for link in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'href="([^"]+)"', text):
        if re.match(r"https?://|data:text/csv", link):
            continue
        path, _, anchor = link.partition("#")
        assert (PROJECT / "notebooks" / path).exists(), link
        assert not anchor or (path == COUNCILS and anchor in entries), link


def test_every_council_that_is_named_or_counted_has_its_entry_in_order():
    t = real()
    wanted = named(t) | set(nineteen(t))
    entries = [text for level, text in headings(COUNCILS) if level == 2]
    assert entries == sorted(str(t.names[council]) for council in wanted)
    assert {make_id(text) for text in entries} == wanted
    tables = [text for text in on_load(COUNCILS) if "<table" in text]
    assert len(tables) == len(entries)
    for heading, table in zip(entries, tables):
        assert heading in table.partition("</caption>")[0] and "<tbody>" in table


# --- the hook that nbval needs ---


@pytest.fixture
def drawn():
    """A cell with a picture, as it is committed."""
    return nbformat.from_dict(next(c for name in NOTEBOOKS for c in code(name) if root_hook.pictures(c.outputs)))


def changed(cell, change):
    """The cell's outputs after a change to its first picture."""
    outputs = [nbformat.from_dict(dict(o)) for o in cell.outputs]
    picture = root_hook.pictures(outputs)[0]
    change(picture)
    return outputs


def repaint(paint):
    """A change that repaints the picture's pixels."""

    def change(picture):
        pixels = matplotlib.image.imread(
            io.BytesIO(base64.b64decode(picture["data"]["image/png"])), format="png"
        ).copy()
        pixels, out = paint(pixels), io.BytesIO()
        matplotlib.image.imsave(out, pixels, format="png")
        picture["data"]["image/png"] = base64.b64encode(out.getvalue()).decode()

    return change


def white_half(pixels):
    pixels[: len(pixels) // 2] = 1
    return pixels


def one_pixel_aside(pixels):
    pixels[:, 1:] = pixels[:, :-1].copy()
    return pixels


def test_the_hook_passes_what_is_the_same(drawn):
    assert root_hook.problem(drawn, drawn.outputs) == ""
    assert root_hook.problem(drawn, changed(drawn, repaint(one_pixel_aside))) == ""


def test_the_hook_finds_a_cell_that_was_never_run(drawn):
    drawn["execution_count"] = None
    assert "without having been run" in root_hook.problem(drawn, drawn.outputs)


def test_the_hook_finds_a_missing_figure_and_a_changed_description(drawn):
    assert "0 figures" in root_hook.problem(drawn, [])
    other = {"image/png": {"alt": "Another story."}}
    assert "description" in root_hook.problem(drawn, changed(drawn, lambda p: p.update(metadata=other)))


@pytest.mark.parametrize("paint", [lambda p: p * 0 + 1, white_half, lambda p: p[::2, ::2]])
def test_the_hook_finds_a_blank_half_erased_or_resized_picture(drawn, paint):
    assert "figure" in root_hook.problem(drawn, changed(drawn, repaint(paint)))
