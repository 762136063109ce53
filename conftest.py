"""What nbval leaves unchecked in a notebook: cells never run, descriptions, and the pictures.

nbval compares text and HTML outputs strictly but skips pictures, and passes a cell that was never
run. This hook looks at nbval's own record of each cell after it has run, and fails the cell on what
a reader would notice.
"""

import base64
import io

import matplotlib.image
import numpy as np
import pytest

LIMIT = 10  # of 255: the root mean square difference of 8 x 8 pixel blocks that still passes


def pictures(outputs):
    """The outputs of a cell that hold a picture."""
    return [o for o in outputs if "image/png" in o.get("data", {})]


def blocks(picture):
    """A PNG as grey levels, averaged over blocks of 8 x 8 pixels, so that hairlines do not count."""
    data = base64.b64decode(picture["data"]["image/png"])
    grey = matplotlib.image.imread(io.BytesIO(data), format="png")[..., :3].mean(axis=2) * 255
    high, wide = (n - n % 8 for n in grey.shape)
    return grey[:high, :wide].reshape(high // 8, 8, wide // 8, 8).mean(axis=(1, 3))


def problem(cell, outputs):
    """What a reader would find wrong between the committed cell and its new outputs, or ""."""
    if cell.get("execution_count") is None and cell.source.strip():
        return "the cell was committed without having been run: run `make`"
    old, new = pictures(cell.outputs), pictures(outputs)
    if len(old) != len(new):
        return f"{len(new)} figures are drawn, {len(old)} are committed"
    for before, after in zip(old, new):
        said = [o.get("metadata", {}).get("image/png", {}).get("alt", "") for o in (before, after)]
        if said[0] != said[1] or not said[0]:
            return f"the figure’s description differs or is missing: {said[0]!r} is committed, {said[1]!r} is new"
        a, b = blocks(before), blocks(after)
        if a.shape != b.shape:
            return f"the figure’s size differs: {a.shape} blocks of 8 pixels are committed, {b.shape} are new"
        # the worst band of rows counts too: half a picture wiped out is no small change overall
        bands = np.array_split((a - b) ** 2, 4)
        worst = max(np.sqrt(band.mean()) for band in bands)
        if worst > LIMIT:
            return f"the figure looks different: {worst:.0f} of 255 on the average of a quarter"
    return ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if hasattr(item, "test_outputs"):
        wrong = problem(item.cell, item.test_outputs or [])
        if wrong:
            item.raise_cell_error(wrong)
    return result
