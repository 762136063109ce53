"""The map of the authorities: a tile each, roughly where it lies, London apart and larger."""

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle
from scipy.optimize import linear_sum_assignment

from helpers.figures import GRADE, GREY, INK, INSIDE, Drawn, canvas, figure, grade_key
from helpers.show import listed, plain

STEP, LONDON_STEP = 34_000, 7_500  # metres a tile: as many as there are authorities then fill the country


def assign(frame, step):
    """A tile for each row, as (column, row from the top): squares of `step` metres, no two rows on one.

    All rows together lie as near to their tiles as can be (the least sum of squared distances). What
    lies further out than a tile from all others, as the Isles of Scilly do, comes that near.
    """
    x, y = (v.clip(v.nsmallest(2).iloc[-1] - step).to_numpy() / step for v in (frame["easting"], frame["northing"]))
    across, down = (np.arange(np.floor(v.min()), np.ceil(v.max()) + 1) for v in (x, -y))
    cells = np.array([(column, row) for row in down for column in across])
    far = (x[:, None] - cells[:, 0]) ** 2 + (-y[:, None] - cells[:, 1]) ** 2
    chosen = cells[linear_sum_assignment(far)[1]]
    return chosen - chosen.min(axis=0)


def layout(frame):
    """The frame with the column and row of each authority's tile, London apart at the upper right.

    frame: council_id, region, easting, northing (metres); its order does not matter.
    """
    frame = frame.sort_values("council_id", ignore_index=True)
    london = frame["region"] == "London"
    place = pd.DataFrame(0.0, frame.index, ["column", "row"])
    for part, step in ((london, LONDON_STEP), (~london, STEP)):
        if part.any():
            place.loc[part] = assign(frame[part], step)
    if london.any() and not london.all():
        place.loc[london, "row"] += 1  # under its name
        beside = place[~london & (place["row"] <= place.loc[london, "row"].max() + 1)]
        place.loc[london, "column"] += beside["column"].max() + 2
    return frame.join(place)


@figure
def tiles(frame, title, subtitle, source):
    """A map of tiles, one an authority, in its grade's colour and with its letter; a stroke where it has no grade.

    frame: council_id, name, region, easting, northing, grade ("" for none).
    """
    frame = layout(frame)
    columns, rows = frame["column"].max() + 1, frame["row"].max() + 1
    counts = frame["grade"].value_counts()
    key = [(style, letter, f"{grade} {counts[grade]}") for style, letter, grade in grade_key(counts.index)]
    key += [({"color": "white", "mec": GREY}, "–", f"no report {counts['']}")] if "" in counts else []
    drawing, axes, _ = canvas((title, subtitle, source), [[]], [rows * INSIDE / columns], key)
    axes.set(xlim=(0, columns), ylim=(rows, 0))
    for tile in frame.itertuples():
        look = GRADE.get(tile.grade)
        colours = {"fc": look.fill, "ec": "white"} if look else {"fc": "white", "ec": GREY}
        axes.add_artist(Rectangle((tile.column + 0.04, tile.row + 0.04), 0.92, 0.92, gid=tile.council_id, **colours))
        place = {"ha": "center", "va": "center_baseline", "weight": "bold", "color": look.on if look else INK}
        axes.text(tile.column + 0.5, tile.row + 0.5, look.letter if look else "–", **place)
    london = frame[frame["region"] == "London"]
    if 0 < len(london) < len(frame):
        place = {"ha": "right", "va": "bottom", "color": INK}
        axes.text(columns, london["row"].min() - 0.1, "London, drawn apart", **place)
    names = frame.groupby("grade")["name"].agg(lambda some: listed(map(plain, some)))
    order = [grade for grade in [*GRADE, ""] if grade in counts]
    small = pd.DataFrame([(grade or "no report", counts[grade], names[grade]) for grade in order])
    worst = f" Inadequate: {names['inadequate']}." if "inadequate" in counts else ""
    said = listed([f"{counts[grade]} {grade or 'without a report'}" for grade in order])
    words = f"{title}. A map of {len(frame)} tiles, one an authority: {said}.{worst}"
    data = frame[["council_id", "name", "region", "grade", "column", "row"]]
    return Drawn(drawing, words, data, small.set_axis(["grade", "councils", "names"], axis=1))
