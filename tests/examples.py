"""How many made-up texts the property tests try: few in the suite, as many as EXAMPLES says in earnest."""

import os

from hypothesis import settings
from hypothesis import strategies as st

WANTED = os.environ.get("EXAMPLES")
TRIED = settings(max_examples=int(WANTED or 60), derandomize=not WANTED, database=None, deadline=5000)


def texts(*words):
    """Any text at all, and text put together from words that a reader knows."""
    return st.text(max_size=40) | st.lists(st.sampled_from(words) | st.text(max_size=2), max_size=8).map("".join)
