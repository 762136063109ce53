"""What every notebook promises its readers, on the very files that they see."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

import conftest as root_hook
from helpers.tables import PROJECT

PATHS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = {path.name: nbformat.read(path, as_version=4) for path in PATHS}
EACH = pytest.mark.parametrize("name", NOTEBOOKS)
NUMBER_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
]
# Words of method, not findings: how the figures are built or read, the same for any articles.
METHOD = ("Two short cuts", "in two ways", "two ways of", "Three slips", "one after the other", "two sources differ")


def code(name):
    return [cell for cell in NOTEBOOKS[name].cells if cell.cell_type == "code"]


def prose(name):
    return [cell.source for cell in NOTEBOOKS[name].cells if cell.cell_type == "markdown"]


def numbers_in(text):
    """The numbers typed into text, but for names of notebooks, links and words of method."""
    for phrase in METHOD:
        text = text.replace(phrase, "")
    text = re.sub(r"\]\([^)]*\)|[Nn]otebook \d\d|`[^`]*`|360Giving|summer 2015", "", text)
    words = [w for w in re.findall(r"[a-z]+", text.lower()) if w in NUMBER_WORDS]
    return re.findall(r"\d+", text) + words


def test_numbers_in_finds_what_it_should():
    assert numbers_in("It gave £36m to eleven councils.") == ["36", "eleven"]
    assert numbers_in("See [notebook 03](03_how.ipynb), as in notebook 03.") == []


def test_the_notebooks_are_all_there_in_order():
    assert [name[:2] for name in NOTEBOOKS] == [f"{i:02}" for i in range(8)]


@EACH
def test_no_number_is_typed_into_prose(name):
    assert {text: numbers_in(text) for text in prose(name) if numbers_in(text)} == {}


@EACH
def test_no_number_is_typed_into_a_sentence_of_code(name):
    """Literal parts of strings in the cells hold no number: what is said is computed."""
    for cell in code(name):
        if "parameters" in cell.metadata.get("tags", []):
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                assert numbers_in(node.value) == [], (cell.source, node.value)


@EACH
def test_it_opens_with_a_question_and_its_answer(name):
    first = prose(name)[0].splitlines()
    assert first[0].startswith("# ") and first[0].endswith("?")
    shown = [c for c in code(name) if c.outputs]
    assert shown, "nothing is shown"
    if not name.startswith("07"):
        assert "text/markdown" in shown[0].outputs[0]["data"], "the answer comes first, as a sentence"


@EACH
def test_sections_are_questions_and_the_last_says_what_cannot_be_shown(name):
    headings = [h for text in prose(name) for h in re.findall(r"^## (.*)", text, re.M)]
    questions = [h for h in headings if h != "Where to go from here"]
    assert all(re.sub(r"\]\(.*\)", "", h).endswith("?") for h in questions), headings
    if name[:2] not in ("01", "07"):
        assert "cannot show" in headings[-1] or "not show" in headings[-1]


@EACH
def test_cells_are_small_and_hold_no_functions(name):
    for cell in code(name):
        assert len(cell.source.splitlines()) <= 14, cell.source
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {ast.FunctionDef, ast.ClassDef}, cell.source


@EACH
def test_every_figure_has_a_description_that_is_its_alternative_text_and_its_data(name):
    for cell in code(name):
        for i, output in enumerate(cell.outputs):
            if "image/png" not in output.get("data", {}) or name.startswith("07"):
                continue
            alt = output["metadata"]["image/png"]["alt"]
            words = cell.outputs[i + 1]["data"]
            assert len(alt) > 60 and words["text/plain"] == f"In words: {alt}"
            assert 'href="data:text/csv;base64,' in words["text/html"] and "In words" in words["text/html"]
            assert cell.metadata["mystnb"]["image"]["alt"]


@EACH
def test_no_cell_warns_and_no_path_of_a_machine_is_shown(name):
    text = (PROJECT / "notebooks" / name).read_text(encoding="utf-8")
    assert '"stderr"' not in text and "Warning" not in text
    assert str(PROJECT) not in text and str(Path.home()) + "/" not in text


@EACH
def test_links_lead_somewhere(name):
    for link in re.findall(r"\]\(([^)#]+)\)", "\n".join(prose(name))):
        assert link.startswith("https://") or (PROJECT / "notebooks" / link).exists(), link


def test_each_of_the_analyses_has_a_figure():
    for name in list(NOTEBOOKS)[1:7]:
        assert any(root_hook.pictures(c.outputs) for c in code(name)), name


def test_the_readme_says_what_the_notebooks_find():
    """The README is not computed, so what it states is held to the tables here."""
    from helpers import claims, dates, events, findings, money, tables

    t = tables.load(PROJECT / "data")
    _, awards = money.main_round(t)
    assert len(awards) == 11 and round(awards["amount_gbp"].sum() / 1e6, 1) == 35.8
    assert 0.3 < awards["amount_gbp"].max() / awards["amount_gbp"].sum() < 0.36
    verdicts = claims.judge(t).set_index("claim_id")["verdict"]
    assert verdicts["round-total"] == claims.ROUNDED and verdicts["money-to-both-ends"] == claims.OPEN
    assert "agree only if every report is counted" in " ".join(findings.grades(t))
    line = events.timeline(t)
    took = events.durations(line, events.slippage(t, line))
    lengths = {row.what: dates.in_months(row.shortest, row.longest) for row in took.itertuples()}
    assert lengths["inadequate, then inadequate again"] == "23 to 25 months"
    assert lengths["trust launched, planned to expected"] == "14 to 16 months"
    linked = findings.where(t)
    paid = linked[linked["role"] == "recipient"]["by record"]
    assert (len(paid), (paid == "requires improvement").sum(), (paid == "good").sum()) == (5, 3, 2)
    sums = awards.set_index("award_id")["amount_gbp"]
    good = linked[(linked["role"] == "recipient") & (linked["by record"] == "good")]["award_id"]
    of = linked[linked["role"] == "recipient"]["award_id"]
    assert sums[good].sum() > sums[of].sum() / 2 > sums[good].sum() - sums.max()
    tally = verdicts.value_counts()
    assert len(verdicts) == 33 and tally[claims.HOLDS] + tally[claims.ROUNDED] == 19
    assert (tally[claims.FAILS], tally[claims.OPEN]) == (5, 9)


# --- the hook that nbval needs ---


@pytest.fixture
def drawn():
    """A cell with a picture, as it is committed."""
    cells = [c for c in code("02_how_funding_was_distributed.ipynb") if root_hook.pictures(c.outputs)]
    return nbformat.from_dict(cells[0])


def changed(cell, change):
    """The cell's outputs after a change to its first picture."""
    outputs = [nbformat.from_dict(dict(o)) for o in cell.outputs]
    picture = root_hook.pictures(outputs)[0]
    change(picture)
    return outputs


def repaint(paint):
    """A change that repaints the picture's pixels."""
    import base64
    import io

    import matplotlib.image as image

    def change(picture):
        pixels = image.imread(io.BytesIO(base64.b64decode(picture["data"]["image/png"])), format="png").copy()
        pixels, out = paint(pixels), io.BytesIO()
        image.imsave(out, pixels, format="png")
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
