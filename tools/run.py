"""Running notebooks in place: the same bytes on every machine, whatever its user has set up."""

import asyncio
import atexit
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from helpers.schema import HOME, PROJECT
from tools.digest import fingerprint
from tools.raw import refuse_unwritable, stamp, write_together

NOTEBOOKS = PROJECT / "notebooks"
AT_ONCE = (os.cpu_count() or 1) + 1  # notebooks side by side: one more than processors, for each waits at times
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class ThisPython(KernelSpecManager):
    """The kernel is the Python that runs this, not whichever a machine knows by the name of python3."""

    def get_kernel_spec(self, kernel_name):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def environment(folder):
    """The environment of a kernel: with settings of its own for IPython and Matplotlib, the user's left out."""
    left = {k: v for k, v in os.environ.items() if k not in ("MATPLOTLIBRC", "PYTHONWARNINGS", "PYTHONSAFEPATH")}
    own = {"IPYTHONDIR": str(folder / "ipython"), "MPLCONFIGDIR": str(folder / "matplotlib")}
    return left | own | {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def read(path):
    """A notebook; raises ValueError, with its name, where the file is none."""
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError, nbformat.ValidationError):
        raise ValueError(f"{path} cannot be read as a notebook.") from None


async def run(notebook, folder, settings):
    """Run a notebook in a folder and leave in it only what is the same on every machine.

    What a cell writes to stderr goes, the metadata name no version of Python, and each figure's
    description becomes its alternative text. settings: a folder for the kernel's own files. The kernel
    ends with the run, however that ends. Raises CellExecutionError where a cell fails.
    """
    manager = AsyncKernelManager(kernel_spec_manager=ThisPython())
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=300,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        await client.async_execute(cleanup_kc=True, env=environment(settings), stderr=subprocess.DEVNULL)
    finally:  # a run that is stopped leaves this behind, and it fails when Python ends
        atexit.unregister(client._cleanup_kernel)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    kept = {key: notebook.metadata[key] for key in ("title", "short") if key in notebook.metadata}
    notebook.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": {"name": "python"}} | kept)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
        alts = [o.metadata["image/png"]["alt"] for o in cell.outputs if "image/png" in o.get("metadata", {})]
        cell.metadata.pop("mystnb", None)
        if alts:  # the site reads the alternative text from the cell, Jupyter from the output
            cell.metadata["mystnb"] = {"image": {"alt": alts[0]}}
    return notebook


def failure(name, error):
    """What to say of a notebook that did not run to its end."""
    if isinstance(error, CellExecutionError):
        return f"{name}: {error.ename}: {error.evalue}\n{ANSI.sub('', str(error))}"
    if isinstance(error, CellTimeoutError):
        return f"{name}: a cell took more than five minutes."
    if isinstance(error, DeadKernelError):
        return f"{name}: its Python was stopped from outside, perhaps for want of memory. Nothing was written."
    raise error


def side_by_side(paths, job):
    """Do a job on each of some notebooks, a few at once; returns what it returned of each, in order.

    Raises KeyboardInterrupt where SIGTERM ends it, as Ctrl-C does: between two steps of a job, not within one.
    """
    before = signal.getsignal(signal.SIGTERM)
    try:
        return asyncio.run(in_turns(paths, job))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGTERM, before)


async def in_turns(paths, job):
    """What `side_by_side` does, while the loop runs."""
    loop, turn = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:  # which whoever started it may want
        with contextlib.suppress(NotImplementedError):  # Windows has no such signals
            loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loop.add_signal_handler = leave_alone

    async def in_turn(path):
        async with turn:
            return await job(path)

    return await asyncio.gather(*map(in_turn, paths))


def leave_alone(*_):
    """What a notebook's client gets when it asks for signals of its own: it would end one notebook and go on."""
    raise RuntimeError("Ctrl-C ends the whole command")


async def attempt(path, settings):
    """The notebook of a file as it is after a run, and ""; or None, and what went wrong. The file stays as it was."""
    try:
        return await run(read(path), path.parent, settings), ""
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return None, failure(path.name, error)


async def run_in_place(path, tables, settings):
    """Run one notebook in place; returns what went wrong, or ""."""
    start, was = time.monotonic(), {path: stamp(path)}
    notebook, wrong = await attempt(path, settings)
    if wrong:
        return wrong
    notebook.metadata["tables"] = tables
    try:
        write_together({path: nbformat.writes(notebook) + "\n"}, was=was)
    except ValueError as error:  # it was edited while it ran
        return str(error)
    print(f"{path.name} {time.monotonic() - start:.1f} s", flush=True)
    return ""


def run_notebooks(folder=NOTEBOOKS, data=HOME, only=()):
    """Run the notebooks of a folder again in place; returns the exit status.

    data: the tables they read, whose fingerprint they carry from then on. only: beginnings of names,
    such as "02", to run no others. Raises ValueError where none is of that name.
    """
    paths = [p for p in sorted(Path(folder).glob("*.ipynb")) if not only or p.name.startswith(tuple(only))]
    if not paths:
        raise ValueError(f"{folder}: there is no notebook {' or '.join(only) or 'here'}.")
    refuse_unwritable(paths)
    with tempfile.TemporaryDirectory() as made:
        job = partial(run_in_place, tables=fingerprint(data), settings=Path(made))
        failed = list(filter(None, side_by_side(paths, job)))
    for said in failed:
        print(said)
    return 1 if failed else 0
