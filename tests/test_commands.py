"""The commands: what each is called, and that whatever goes wrong is said in a line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.schema import HOME, PROJECT
from tools import __main__ as commands
from tools.__main__ import COMMANDS, main, parser, said
from tools.raw import Finding
from tools.workbook import new_report

NAMES = "new check confirm provenance missing draft report import-360giving export-360giving notebooks site pdf".split()


def test_every_command_is_there_with_a_word_on_it(capsys):
    assert {name for name, *_ in COMMANDS} == set(NAMES)
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(name in out for name in NAMES)
    for name in NAMES:
        with pytest.raises(SystemExit) as end:
            main([name, "--help"])
        assert end.value.code == 0 and "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["new", "mine"],
        ["check", "mine"],
        ["draft", "mine", "--articles", "texts"],
        ["import-360giving", "grants.csv", "mine"],
    ],
)
def test_folders_and_files_are_paths(words):
    given = vars(parser().parse_args(words))
    held = {name: given[name] for name in ("folder", "articles", "file") if name in given}
    assert sorted(held.values()) == sorted(Path(word) for word in words[1:] if word[0] != "-")


def test_one_notebook_can_be_run_alone():
    assert parser().parse_args(["notebooks", "02", "03"]).numbers == ["02", "03"]
    assert parser().parse_args(["notebooks"]).numbers == []


def test_the_old_commands_are_gone():
    done = subprocess.run([sys.executable, "-m", "helpers", "check"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 1 and "cannot be directly executed" in done.stderr


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (OSError(28, "No space left on device", "mine/awards.csv"), 1, "mine/awards.csv: No space left on device."),
        (OSError(28, "No space left on device"), 1, "No space left on device."),
        (FileExistsError("mine is there already and is not empty. Give a new name."), 1, "mine is there already"),
        (ValueError("Two lines\nof reasons"), 1, "Two lines\nof reasons"),
        (MemoryError(), 1, "There is not enough memory for that."),
        (BrokenPipeError(32, "Broken pipe"), 1, ""),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(monkeypatch, capsys, error, status, line):
    def fail(*_):
        raise error

    monkeypatch.setattr(commands, "findings_and_notices", fail)
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # put back, for a broken pipe leaves none
    assert main(["check", "mine"]) == status
    told = capsys.readouterr()
    assert told.out.startswith(line) and not told.out.endswith("..\n") and not told.err


def test_many_findings_of_one_kind_are_counted():
    many = [Finding("awards.csv", "is not a number", f"Type {i}", i, "amount_gbp", "x") for i in range(2, 52)]
    other = Finding("awards.csv", "is empty", "Fill it", 3, "recipient")
    lines = list(said([*many[:20], other, *many[20:]]))
    assert lines[:3] == [str(finding) for finding in many[:3]] and lines[3] == str(other)
    assert lines[4:] == ["awards.csv, column amount_gbp: 47 more like these."]
    assert list(said(many[:10])) == [str(finding) for finding in many[:10]]


def test_new_puts_notebooks_beside_tables_that_are_there(tmp_path, capsys):
    folder = tmp_path / "mine"
    new_report(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["new", str(folder)]) == 0
    notebooks = sorted(path.name for path in (folder / "notebooks").iterdir())
    assert notebooks == sorted(path.name for path in (PROJECT / "tools" / "template").glob("*.ipynb")) and notebooks
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    (folder / "notebooks" / notebooks[0]).write_text("mine")
    assert main(["new", str(folder)]) == 1
    assert "is there already: the notebooks are yours" in capsys.readouterr().out
    assert (folder / "notebooks" / notebooks[0]).read_text() == "mine"


def test_what_stands_in_the_texts_is_looked_up_in_both_directions(tmp_path, capsys):
    folder = shutil.copytree(PROJECT / "examples" / "courier", tmp_path / "courier")
    given = [str(folder), "--articles", str(folder / "texts")]
    rows = sum(len(path.read_text("utf-8").splitlines()) - 1 for path in folder.glob("*.csv") if path.stem != "sources")
    assert main(["provenance", *given]) == 0
    said = capsys.readouterr().out
    assert said == f"{said.split()[0]} rows: what each prints stands in the paragraph it names.\n"
    assert int(said.split()[0]) == rows
    assert main(["missing", *given]) == 0
    assert "figures, dates, grades and councils of the texts: each is in a row." in capsys.readouterr().out
    (text,) = (folder / "texts").iterdir()
    text.write_text(text.read_text("utf-8") + "\nIn March 2014 Leeds Council paid £987,000.\n", "utf-8")
    assert main(["missing", *given]) == 1
    assert "“£987,000” (amount)" in capsys.readouterr().out
    text.write_text("Nothing of it.", "utf-8")
    assert main(["provenance", *given]) == 1


@pytest.mark.parametrize(
    "words, function, made",
    [
        (["notebooks", "02"], "run.run_notebooks", ((), {"only": ["02"]})),
        (["site"], "pages.build", ((PROJECT / "notebooks", HOME, commands.SITE), {})),
        (["pdf"], "paper.pdf", ((commands.SITE, commands.SITE / "collection.pdf"), {})),
    ],
)
def test_what_takes_long_is_asked_for_once_and_as_it_was_typed(words, function, made, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(f"tools.{function}", lambda *given, **named: asked.append((given, named)))
    assert main(words) == 0 and asked == [made]
    assert words[0] == "notebooks" or "_site/" in capsys.readouterr().out
    monkeypatch.setattr(f"tools.{function}", lambda *given, **named: 1 if words[0] == "notebooks" else "a warning")
    assert main(words) == (0 if words[0] == "pdf" else 1)


@pytest.mark.parametrize("command", ["provenance", "missing", "draft"])
def test_the_texts_must_be_named(command, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([command, str(tmp_path)])
    assert "the following arguments are required: --articles" in capsys.readouterr().err
