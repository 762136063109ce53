"""README.md: the commands, targets and files that it names are there."""

import re

import pytest

from helpers.schema import PROJECT
from tools.__main__ import main


def test_the_readme_names_only_commands_that_exist(capsys):
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"python -m tools ([a-z][a-z0-9-]+)", readme))
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.search(r"\{(.*?)\}", capsys.readouterr().out, re.S)[1].split(","))
    assert commands <= known and {"check", "report"} <= commands
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", readme)) <= targets
    for path in re.findall(r"\]\(([a-zA-Z0-9_/.]+)\)", readme):
        assert (PROJECT / path).exists(), path
