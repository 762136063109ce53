"""Loaded before all that takes time: whoever stops a command while it is still loading gets a line, no traceback."""

import os
import signal
import sys

STOPPED = "Stopped."
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def end(*_):
    """End the process at once: nothing has been begun yet."""
    print(STOPPED, flush=True)
    os._exit(130)


def listen(handler):
    """Let a handler take the signals that stop a command, but for those that whoever started it told it to ignore."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


if getattr(sys.modules["__main__"].__spec__, "name", "") == "tools.__main__":
    listen(end)
