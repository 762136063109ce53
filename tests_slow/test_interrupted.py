"""Commands cut short: killed, stopped by Ctrl-C or out of disk at every step on files, they leave all or nothing."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import nbformat
import pytest

from examples import WANTED
from helpers.schema import HOME, PROJECT
from tools import draft, pages, report, run, workbook
from tools.__main__ import main
from tools.raw import UNFINISHED, finish, is_left_over, write_together

STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile", "shutil.rmtree"}
GRANTS = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Name,Grant Programme:Title\n"
    "360G-a-1,Work,To work,GBP,10000,2016-01-02,Leeds City Council,Main grants\n"
)
TEXT = "Luton gets £5m\n\n20 March 2017\n\nLuton Council was awarded £5m.\n\nSlough was rated inadequate in May 2015.\n"


def writes(event, args):
    """Whether an audit event is a step on files."""
    return event in STEPS or (event == "open" and bool(args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)))


def cut_short(work, step, how, within):
    """Do work in a child that ends at its n-th step on files within a folder; returns (status, output, steps done).

    how: killed, stopped (Ctrl-C) or full (a disk, from then on). The status is None where the child was killed.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.dup2(write, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        done = 0

        def hook(event, args):
            nonlocal done
            if not writes(event, args) or not str(args[0]).startswith(str(within)):
                return
            done += 1
            if done == step and how == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if done == step and how == "stopped":
                raise KeyboardInterrupt
            if done >= step and how == "full" and event in ("open", "os.mkdir", "shutil.copyfile"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        sys.addaudithook(hook)
        status = 99
        try:
            status = work()
        finally:
            print(f"\n{done}")
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as file:
        said, _, done = file.read().rstrip().rpartition("\n")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return (None, said, step) if status < 0 else (status, said.rstrip(), int(done))


def visible(folder):
    """The files of a folder that a person sees, with their bytes; a workbook's differ at every making."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and not is_left_over(p))
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.suffix != ".xlsx" else b"" for p in files}


def everything(folder):
    """All that is in a folder, hidden files and empty folders too."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a file of grants, an article's text, and a folder `mine` of tables with one article."""
    (tmp_path / "grants.csv").write_text(GRANTS, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "echo-2017-03-20.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(workbook, "ROWS", 2)  # a workbook is made in no time
    home = tmp_path / "home"
    home.mkdir()
    assert main(["new", str(home / "mine")]) == 0
    return home


COMMANDS = {  # name: (what stands there before, the command)
    "new": ("nothing", "new {mine}"),
    "new in an empty folder": ("empty", "new {mine}"),
    "notebooks beside tables": ("tables", "new {mine}"),
    "draft into the workbook": ("all", "draft {mine} --articles {texts}"),
    "draft into CSV": ("csv", "draft {mine} --articles {texts}"),
    "import into a new folder": ("nothing", "import-360giving {grants} {mine}"),
    "import beside tables": ("all", "import-360giving {grants} {mine}"),
    "export": ("filled", "export-360giving {mine} {mine}/out.csv"),
    "export again": ("exported", "export-360giving {mine} {mine}/out.csv"),
}


def prepared(home, before):
    """The folder `mine` as it stands before a command."""
    mine = home / "mine"
    grants = home.parent / "grants.csv"
    if before in ("nothing", "empty"):
        shutil.rmtree(mine)
    if before == "empty":
        mine.mkdir()
    if before == "tables":
        shutil.rmtree(mine / "notebooks")
    if before == "csv":
        (mine / "tables.xlsx").unlink()
    if before in ("filled", "exported"):
        assert main(["import-360giving", str(grants), str(mine)]) == 0
    if before == "exported":
        assert main(["export-360giving", str(mine), str(mine / "out.csv")]) == 0
        (mine / "out.csv").write_bytes((mine / "out.csv").read_bytes() + b"old\n")


HOW = pytest.mark.parametrize("how", ["killed", "stopped", "full"])


@HOW
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_does_all_or_nothing(place, name, how, capsys):
    before, words = COMMANDS[name]
    prepared(place, before)
    where = {"mine": place / "mine", "texts": place.parent / "texts", "grants": place.parent / "grants.csv"}
    arguments = [word.format(**where) for word in words.split()]
    start, whole = place.parent / "start", place.parent / "whole"
    shutil.copytree(place, start)
    status, _, steps = cut_short(lambda: main(arguments), 0, "", place)
    assert status == 0 and steps > 1
    place.rename(whole)
    some = {1, max(1, steps // 2), max(1, steps - 2), steps}  # of several files, the last but two is among the moves
    for step in range(1, steps + 1) if WANTED else sorted(some):
        shutil.copytree(start, place)
        status, said, _ = cut_short(lambda: main(arguments), step, how, place)
        assert "Traceback" not in said and len(said.splitlines()) < 8, said
        if how == "killed":
            main(["check", str(place / "mine")])  # any command finishes what was written whole
            assert visible(place) in (visible(start), visible(whole)), step
            main(arguments)
            assert visible(place) == visible(whole), step
        else:
            assert status in (0, 1, 130) and (not status or said.endswith(".")), said
            assert visible(place) in (visible(start), visible(whole)), step
            assert status or visible(place) == visible(whole), step
        assert not [path for path in everything(place) if is_left_over(Path(path))], (step, everything(place))
        capsys.readouterr()
        shutil.rmtree(place)


@HOW
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("many", [1, 3])
def test_files_are_written_together_or_not(tmp_path, how, there, many):
    """At every step; a killed process leaves what it had written whole to be finished, or its parts to be replaced."""
    old = {f"{name}.csv": b"old" for name in "abc"[:many]} if there else {}
    new = dict(zip(("a.csv", "b.csv", "sub/c.csv"), (b"new", b"new b", b"new c"))) if many > 1 else {"a.csv": b"new"}

    def work():
        try:
            write_together({place / name: data for name, data in new.items()}, place)
        except (OSError, KeyboardInterrupt):
            return 1
        return 0

    seen = set()
    for step in range(1, 99):
        place = tmp_path / f"{step}"
        if there:
            place.mkdir()
        for name, data in old.items():
            (place / name).write_bytes(data)
        status, said, done = cut_short(work, step, how, place)
        assert "Traceback" not in said, said
        if status is None:
            finish(place)
            seen.add(after := visible(place) == old | new)
            assert after or visible(place) == old, step
            assert work() == 0 and visible(place) == old | new, step
        else:
            seen.add(after := visible(place) == old | new)
            assert after or (visible(place) == old and place.exists() == there), step
            assert after or status == 1
        assert not [path for path in everything(place) if is_left_over(Path(path))], (step, everything(place))
        if done < step:
            break
    assert 2 < step < 99 and (seen == {True, False} or how == "full")


def test_what_was_changed_after_a_kill_is_left_as_it_is(tmp_path):
    paths = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]

    def work():
        write_together(dict.fromkeys(paths, "new"))

    def killed(step):
        for path in tmp_path.iterdir():
            path.unlink()
        for path in paths:
            path.write_text("old")
        cut_short(work, step, "killed", tmp_path)
        return [path.read_text() for path in paths] == ["new", "old", "old"]

    assert any(map(killed, range(1, 30))) and (tmp_path / UNFINISHED).exists()
    paths[2].write_text("mine")
    with pytest.raises(ValueError, match=r"c\.csv was changed after a command had been stopped that was writing it"):
        finish(tmp_path)
    with pytest.raises(ValueError, match="was changed"):
        work()
    assert paths[2].read_text() == "mine"
    (tmp_path / UNFINISHED).unlink()
    work()
    assert [path.read_text() for path in paths] == ["new"] * 3


@pytest.mark.parametrize("words", ["", "junk", "1-1 ../out.csv", "- /etc/passwd", "\0\0", "\udcff x"])
def test_a_list_that_nobody_here_wrote_moves_nothing_out_of_its_folder(tmp_path, words):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / ".out.csv.part").write_text("theirs")
    (inside / UNFINISHED).write_bytes(words.encode("utf-8", "surrogateescape"))
    finish(inside)
    assert everything(tmp_path) == [".out.csv.part", "inside"]


@HOW
def test_a_folder_is_replaced_whole(tmp_path, how):
    made, out = tmp_path / "made", tmp_path / "out"
    (made / "sub").mkdir(parents=True)
    for name in ("index.html", "sub/a.html"):
        (made / name).write_text("new")

    def work():
        try:
            pages.replace(made, out)
        except (OSError, KeyboardInterrupt):
            return 1
        return 0

    for step in range(1, 99):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        (out / "index.html").write_text("old")
        status, said, done = cut_short(work, step, how, tmp_path)
        assert "Traceback" not in said, said
        there = (tmp_path / ".out.old" / "index.html") if status is None and not out.exists() else out / "index.html"
        assert there.read_text() in ("old", "new"), step
        if status is None:
            assert work() == 0 and (out / "index.html").read_text() == "new"
        assert sorted(p.name for p in tmp_path.iterdir()) == ["made", "out"], step
        if done < step:
            break
    assert 5 < step < 99


@pytest.mark.parametrize("name", [".", "awards.csv"])
def test_what_may_not_be_written_is_said_before_any_work(place, capsys, monkeypatch, name):
    """A read-only folder or file; the superuser may write anywhere, so that it is only said to be so."""
    real, shut = os.access, (place / "mine" / name).resolve()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).resolve() != shut and real(path, mode))
    monkeypatch.setattr(report, "executed", lambda *_: pytest.fail("a notebook was run"))
    before = visible(place)
    commands = ["import-360giving {grants} {mine}"]
    if name == ".":
        commands += ["report {mine}", "export-360giving {mine} {mine}/x.csv"]
    for words in commands:
        capsys.readouterr()
        words = words.format(mine=place / "mine", grants=place.parent / "grants.csv")
        assert main(words.split()) == 1
        out = capsys.readouterr().out
        assert "Permission denied" in out and str(shut) in out and len(out.splitlines()) == 1, out
    assert visible(place) == before


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says which signals a process takes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_still_loading_ends_in_a_line(number):
    def ready():  # SIGTERM is taken as soon as our own code runs
        taken = next(line for line in about.read_text().splitlines() if line.startswith("SigCgt"))
        return int(taken.split()[1], 16) >> (signal.SIGTERM - 1) & 1

    command = [sys.executable, "-m", "tools", "check"]
    default = partial(signal.signal, signal.SIGINT, signal.default_int_handler)  # a runner may ignore it
    process = subprocess.Popen(command, cwd=PROJECT, stdout=-1, stderr=-1, text=True, preexec_fn=default)
    about = Path(f"/proc/{process.pid}/status")
    while not ready():
        time.sleep(0.001)
    process.send_signal(number)
    assert process.communicate() == ("Stopped.\n", "") and process.returncode == 130


def test_whoever_reads_only_the_first_line_gets_no_traceback():
    command = f"{sys.executable} -m tools check {HOME / 'reference'} | head -c 1"
    done = subprocess.run(command, shell=True, cwd=PROJECT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


# --- others at work meanwhile ---


def test_a_draft_beside_another_loses_no_row(place, monkeypatch):
    mine, texts = place / "mine", place.parent / "texts"
    (mine / "tables.xlsx").unlink()

    def meanwhile(text, *rest):  # between reading the tables and writing them
        with (mine / "sources.csv").open("a", encoding="utf-8") as file:
            file.write("another-2017-01-01,Another,,Paper,2017-01-01,news,,\n")
        return day_of(text, *rest)

    day_of = draft.day_of
    monkeypatch.setattr(draft, "day_of", meanwhile)
    before = visible(mine)
    with pytest.raises(ValueError, match=r"sources\.csv was changed while this command ran\. Nothing was written"):
        draft.draft(mine, texts)
    after = visible(mine)
    assert after.pop("sources.csv").endswith(b"another-2017-01-01,Another,,Paper,2017-01-01,news,,\n")
    assert after == {name: data for name, data in before.items() if name != "sources.csv"}


def notebook_that(folder, source):
    """A notebook in a folder that runs a line."""
    path = folder / "00_a.ipynb"
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])))
    return path


def test_a_notebook_that_is_edited_while_it_runs_is_not_overwritten(tmp_path, capsys):
    path = notebook_that(tmp_path, "open('00_a.ipynb', 'a').write(' ')")
    before = path.read_text(encoding="utf-8")
    assert run.run_notebooks(tmp_path) == 1
    assert "00_a.ipynb was changed while this command ran. Nothing was written" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == before + " "


def sent(folder, number, **options):
    """Run a notebook of a folder as a command does, and send the command a signal when it has started."""
    code = "import signal, sys; from tools import early, run, __main__ as m; early.listen(signal.default_int_handler);"
    code += "m.COMMANDS = [('go', lambda _: run.run_notebooks(sys.argv[1]), 'words')]; sys.exit(m.main(['go']))"
    command = [sys.executable, "-c", code, str(folder)]
    child = subprocess.Popen(command, cwd=PROJECT, stdout=-1, stderr=-1, text=True, **options)
    while not (folder / "started").exists():
        time.sleep(0.05)
    child.send_signal(number)
    said, wrong = child.communicate(timeout=30)
    assert "Traceback" not in wrong, wrong
    return child.returncode, said


STARTED = "import pathlib, time; pathlib.Path('started').touch(); time.sleep({})"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_notebooks_that_are_stopped_end_in_a_line(tmp_path, number):
    notebook_that(tmp_path, STARTED.format(60))
    assert sent(tmp_path, number) == (130, "Stopped.\n")


def test_notebooks_go_on_where_the_signal_is_to_be_ignored(tmp_path):
    notebook_that(tmp_path, STARTED.format(1))
    status, said = sent(tmp_path, signal.SIGTERM, preexec_fn=partial(signal.signal, signal.SIGTERM, signal.SIG_IGN))
    assert status == 0 and said.startswith("00_a.ipynb ")


def test_ctrl_c_in_the_first_moment_of_a_command_ends_in_a_line(monkeypatch, capsys):
    monkeypatch.setattr("tools.__main__.parser", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    assert main(["site"]) == 130 and capsys.readouterr().out == "Stopped.\n"


def test_a_link_that_leads_in_a_circle_is_said_in_a_line(tmp_path, capsys):
    (tmp_path / "loop").symlink_to("loop")
    assert main(["new", str(tmp_path / "loop")]) == 1
    said = capsys.readouterr().out
    assert "loop" in said and said.count("\n") == 1
