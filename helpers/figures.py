"""The figures: one style, a description in words of what is drawn, and the data to take away."""

import base64
import io
import math
import textwrap

import afcharts  # noqa: F401  (registers the style)
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display

from helpers.dates import say
from helpers.show import Shown, listed, percent, pounds, sentence

plt.style.use("afcharts.afcharts")
plt.rcParams |= {"font.family": "DejaVu Sans", "font.size": 10, "axes.grid": False}
DARK, LIGHT, ACCENT, GREY = "#12436D", "#28A197", "#F46A25", "#6B6B6B"
GRADE_STYLE = {
    "outstanding": (LIGHT, "-."),
    "good": (DARK, "-"),
    "requires improvement": (GREY, "--"),
    "inadequate": (ACCENT, "-"),
}
TEXT = {LIGHT: "#1B6F68", ACCENT: "#B8470F"}  # the same hues, dark enough to read as text
SHAPES = {"event": "o", "rating": "s", "as reported": "D", "record": "^"}
WIDTH = 8.0


def _canvas(height, title, subtitle, source, left, axis=True):
    """Figure and axes of a height in inches under a title and a subtitle, with the source as the last line."""
    lines = [textwrap.wrap(t, n) for t, n in ((title, 66), (subtitle, 98), (f"Source: {source}", 112))]
    top = 0.25 + 0.25 * len(lines[0]) + 0.19 * len(lines[1])
    bottom = (0.5 if axis else 0.25) + 0.16 * len(lines[2])
    full = height + top + bottom
    figure = plt.figure(figsize=(WIDTH, full))
    axes = figure.add_axes((left / WIDTH, bottom / full, (WIDTH - left - 0.35) / WIDTH, height / full))
    y = 1 - 0.1 / full
    for text, step, style in (
        (lines[0], 0.25, {"fontsize": 13, "fontweight": "bold"}),
        (lines[1], 0.19, {"fontsize": 10, "color": "#404040"}),
    ):
        figure.text(0.1 / WIDTH, y, "\n".join(text), va="top", linespacing=1.25, **style)
        y -= (step * len(text) + 0.04) / full
    figure.text(0.1 / WIDTH, 0.08 / full, "\n".join(lines[2]), fontsize=8.5, color="#404040")
    axes.tick_params(length=0)
    return figure, axes


def _show(figure, description, data, name):
    """Show a figure with its description, which is also its alternative text, and its data."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=120, metadata={"Software": None})
    plt.close(figure)
    display(
        {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": description},
        metadata={"image/png": {"alt": description}},
        raw=True,
    )
    csv = base64.b64encode(data.to_csv(index=False, lineterminator="\n").encode()).decode()
    link = f'<a download="{name}.csv" href="data:text/csv;base64,{csv}">Data of this figure (CSV)</a>'
    html = f'<p class="in-words"><b>In words:</b> {description} {link}</p>'
    display(Shown(f"In words: {description}", **{"text/html": html}))


def _rows(axes, frame, **more):
    """A row of the figure for each row of the frame, the first at the top."""
    axes.set(yticks=frame.index, ylim=(len(frame) - 0.5, -0.5), **more)


def _wrapped(names, width):
    return ["\n".join(textwrap.wrap(sentence(str(name)), width)) for name in names]


def _span(first, last):
    """Two days as the figure's axis has them."""
    return pd.Timestamp(first), pd.Timestamp(last)


def _title(title, frame):
    """A title may be a function of the rows drawn, so that it is only made where there are some."""
    return sentence(title(frame) if callable(title) else title)


def ranked(frame, label, value, title, subtitle, source, name, words=None, shown=pounds, keep=False):
    """Bars from the largest to the smallest, each with its number; whiskers for low and high.

    frame: one row a bar, and `low` and `high` where the value has bounds. words: a column with the
    bars' labels, else the values by `shown`. keep: leave the bars in the order of the rows.
    """
    if frame.empty:
        return
    frame = frame if keep else frame.sort_values(value, ascending=False, kind="stable")
    frame = frame.reset_index(drop=True)
    title = _title(title, frame)
    figure, axes = _canvas(0.42 * len(frame) + 0.1, title, subtitle, source, left=2.75, axis=False)
    values = frame[value].astype(float)
    axes.barh(frame.index, values, height=0.62, color=DARK)
    labels = list(frame[words]) if words else [shown(v) for v in values]
    ends = values.copy()
    if "high" in frame:
        ends = frame["high"].where(frame["high"] < math.inf, values).astype(float)
        reach = [(values - frame["low"].astype(float)).clip(lower=0).tolist(), (ends - values).tolist()]
        axes.errorbar(values, frame.index, xerr=reach, fmt="none", ecolor=ACCENT, capsize=3, lw=1.6)
    limit = max(ends.max(), 1e-9)
    for i, end in ends.items():
        axes.text(end + limit * 0.02, i, labels[i], va="center", fontsize=9.5)
    room = 4.9 / (4.75 - 0.078 * max(map(len, labels)))  # what the longest label needs beside its bar
    _rows(axes, frame, yticklabels=_wrapped(frame[label], 34), xlim=(0, limit * max(room, 1.1)), xticks=[])
    axes.spines["bottom"].set_visible(False)
    said = "; ".join(f"{n} {w}" for n, w in zip(frame[label], labels))
    order = "" if keep else ", from largest to smallest"
    kind = f"A bar chart with {len(frame)} bars{order}" if len(frame) > 1 else "A single bar"
    _show(figure, f"{title}. {kind}: {said}.", frame, name)


def periods(frame, title, subtitle, source, name):
    """Sums of money as bars over the time they cover, each below the sum that contains it.

    frame: label, depth (how many sums contain it), first, last (days, or none), sure_first and
    sure_last (the days between which the period lies for certain), when (in words) and dating (how
    the days are known). A vague end is drawn pale, a sum of one announcement as a diamond.
    """
    if frame.empty:
        return
    frame = frame.reset_index(drop=True)
    title = _title(title, frame)
    figure, axes = _canvas(0.52 * len(frame) + 0.1, title, subtitle, source, left=3.1)
    labels, said = [], []
    end = frame["last"].dropna().max()
    for i, row in frame.iterrows():
        indent = "      " * row["depth"]
        labels.append(f"{indent}{row['label']}\n{indent}{row['when']}")
        said.append(f"{row['label']}, {row['when']}" + (", inside the one before it" if row["depth"] else ""))
        if pd.isna(row["first"]):
            continue
        first, last = _span(row["first"], row["last"] if pd.notna(row["last"]) else end)
        if row["dating"] == "announced":
            axes.plot(first + (last - first) / 2, i, "D", ms=8, color=ACCENT)
        elif row["dating"] != "period as printed":
            axes.barh(i, last - first, left=first, height=0.5, color="white", edgecolor=DARK, hatch="///", lw=1)
        else:
            axes.barh(i, last - first, left=first, height=0.5, color="#B9C9DA")
            first, last = _span(row["sure_first"], row["sure_last"] or end)
            axes.barh(i, max(last - first, pd.Timedelta(0)), left=first, height=0.5, color=DARK)
    _rows(axes, frame)
    axes.set_yticklabels(labels, ha="left", fontsize=9)
    axes.tick_params(axis="y", pad=3.0 * 72 - 4)
    _years(axes)
    if frame["first"].notna().any():
        axes.set_xlim(left=pd.Timestamp(frame["first"].dropna().min().year, 1, 1))
    _show(figure, f"{title}. Bars on a time axis: {'; '.join(said)}.", frame, name)


def _years(axes):
    axes.xaxis_date()
    axes.xaxis.set_major_locator(mdates.YearLocator())
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.grid(axis="x", color="#E2E2E2")


def ranges(frame, label, title, subtitle, source, name, shown=str, limit=None, mark="marked at"):
    """One row a thing: a thick line from `low` to `high`, a thin one from `least` to `most`, a
    diamond at `value`; the last two columns may be absent or empty. limit: where a dashed line goes.
    """
    if frame.empty:
        return
    frame = frame.reset_index(drop=True)
    title = _title(title, frame)
    figure, axes = _canvas(0.46 * len(frame) + 0.2, title, subtitle, source, left=2.75)
    outer = frame.reindex(columns=["least", "most"]).astype(float)
    ends = frame["high"].combine(outer["most"].fillna(0), max)
    top, said = max(ends.max(), limit or 0, 1e-9), []
    for i, row in frame.iterrows():
        axes.plot(outer.loc[i], [i, i], color=DARK, lw=1.4, marker="|", ms=8)
        axes.plot([row["low"], row["high"]], [i, i], color=DARK, lw=9, solid_capstyle="butt", alpha=0.5)
        words = f"{shown(row['low'])} to {shown(row['high'])}"
        if row["low"] == row["high"]:
            words = shown(row["low"])
            axes.plot(row["low"], i, "|", color=DARK, ms=13, mew=3)
        axes.text(ends[i] + top * 0.025, i, words, va="center", fontsize=9.5)
        said.append(f"{row[label]} {words}")
        if pd.notna(row.get("value")):
            axes.plot(row["value"], i, "D", color=ACCENT, ms=6)
            said[-1] += f", {mark} {shown(row['value'])}"
    if limit:
        axes.axvline(limit, color=ACCENT, ls="--", lw=1.5)
    _rows(axes, frame, xlim=(0, top * 1.3), yticklabels=_wrapped(frame[label], 36))
    axes.xaxis.set_major_formatter(lambda v, _: shown(v))
    axes.grid(axis="x", color="#E2E2E2")
    _show(figure, f"{title}. {'; '.join(said)}.", frame, name)


def options(frame, label, title, subtitle, source, name):
    """The whole numbers that each row can be: a filled box where one is left, a hollow one where it
    is ruled out, a bold edge where the record has it.

    frame: label, left, out (lists of numbers) and value (the record's number, or none).
    """
    if frame.empty:
        return
    frame, title = frame.reset_index(drop=True), _title(title, frame)
    figure, axes = _canvas(0.55 * len(frame), title, subtitle, source, left=2.75, axis=False)
    said = []
    for i, row in frame.iterrows():
        numbers = sorted([*row["left"], *row["out"]])
        for x, n in enumerate(numbers):
            left, mine = n in row["left"], n == row["value"]
            box = {"boxstyle": "round,pad=0.45", "fc": DARK if left else "white"}
            box |= {"ec": ACCENT, "lw": 3} if mine else {"ec": DARK, "lw": 1}
            axes.text(x, i, f"{n:3d}", color="white" if left else "#404040", ha="center", va="center", bbox=box)
        known = f", the record has {row['value']}" if pd.notna(row["value"]) else ""
        out = f", ruled out {listed(row['out'], 'or')}" if row["out"] else ""
        said.append(f"{row[label]} {listed(row['left'], 'or')}{out}{known}")
    wide = max(frame["left"].map(len) + frame["out"].map(len))
    _rows(axes, frame, yticklabels=frame[label].map(sentence), xticks=[], xlim=(-0.5, max(wide, 7) - 0.5))
    axes.spines["bottom"].set_visible(False)
    data = frame.assign(**{c: frame[c].map(lambda v: " ".join(map(str, v))) for c in ("left", "out")})
    _show(figure, f"{title}. {'; '.join(said)}.", data, name)


def grade_lines(series, marks, title, subtitle, source, name, shares=False):
    """Counts (or shares) of each grade over time as stepped lines, printed figures as dots on them.

    series: one row a day, one column a grade. marks: day, grade, value, label.
    """
    if series.empty:
        return
    title = _title(title, series)
    figure, axes = _canvas(3.6, title, subtitle, source, left=0.6)
    data = series.div(series.sum(axis=1), axis=0) if shares else series
    shown = percent if shares else (lambda v: f"{v:.0f}")
    days = pd.to_datetime(data.index)
    order = sorted(data.columns, key=lambda g: data[g].iloc[-1])
    gap, floor = data.to_numpy().max() * 0.055, -1.0
    for grade in order:
        colour, line = GRADE_STYLE[grade]
        axes.step(days, data[grade], where="post", color=colour, ls=line, lw=2)
        now = data[grade].iloc[-1]
        floor = max(now, floor + gap)  # so that no words lie over others
        place = {"color": TEXT.get(colour, colour), "fontsize": 9, "va": "center"}
        axes.text(days[-1] + pd.Timedelta(days=18), floor, f"{grade} {shown(now)}", **place)
    for mark in marks.itertuples():
        colour, point = GRADE_STYLE.get(mark.grade, (GREY, "-"))[0], (pd.Timestamp(mark.day), mark.value)
        axes.plot(*point, "o", ms=8, mfc="white", mew=2, color=colour)
        place = {"xytext": (0, 13), "textcoords": "offset points", "ha": "center", "va": "center"}
        place["bbox"] = {"fc": "white", "ec": "none", "alpha": 0.8, "pad": 0.5}
        axes.annotate(mark.label, point, fontsize=9, fontweight="bold", color=TEXT.get(colour, colour), **place)
    _years(axes)
    axes.set(xlim=(days[0], days[-1] + (days[-1] - days[0]) * 0.32), ylim=(0, None))
    axes.set_xticks([pd.Timestamp(year, 1, 1) for year in range(days[0].year + 1, days[-1].year + 1)])
    if shares:
        axes.yaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
    axes.grid(axis="y", color="#E2E2E2")
    ends = [f"{g} from {shown(data[g].iloc[0])} to {shown(data[g].iloc[-1])}" for g in reversed(order)]
    dots = [f"{m.label} {m.grade} on {say(m.day.isoformat())}" for m in marks.itertuples()]
    said = f"{title}. Lines from {days[0]:%B %Y} to {days[-1]:%B %Y}: {'; '.join(ends)}."
    said += f" Printed figures, as rings: {'; '.join(dots)}." if dots else ""
    _show(figure, said, data.rename_axis("day").reset_index(), name)


def _middle(event):
    first, last = _span(event["first"], event["last"])
    return first + (last - first) / 2


def _event_words(event):
    status = "" if event["status"] == "happened" else f" ({event['status']})"
    return event["what"] + status + (" (record)" if event["layer"] == "record" else "")


def _state(axes, state, y):
    """A state that lasted, from the last day it can have begun; returns where its bar ends."""
    begin, stop = _span(state["last"], state["end"])
    axes.barh(y, stop - begin, left=begin, height=0.66, color="#BFE3DF")
    if state["open"]:
        axes.plot(stop, y, ">", color=TEXT[LIGHT], ms=7)
    return stop


def _event(axes, event, y):
    """An event's mark in the middle of the days it can lie on, which are drawn pale behind it."""
    colour = next((style[0] for grade, style in GRADE_STYLE.items() if event["what"].startswith(grade)), DARK)
    first, last = _span(event["first"], event["last"])
    axes.barh(y, last - first + pd.Timedelta(days=1), left=first, height=0.5, color=colour, alpha=0.35)
    face = colour if event["status"] == "happened" else "white"
    axes.plot(_middle(event), y, SHAPES[event["layer"]], color=colour, ms=5.5, mfc=face, mew=1.4)


def lanes(line, spells, slips, title, subtitle, source, name):
    """A lane a council: events as marks with bounds, states as bars, slippage as an arrow.

    line, spells, slips: from `events.timeline`, `events.spells` and `events.slippage`. Filled
    marks happened, hollow ones were planned or expected; an arrowhead ends a state that is open.
    """
    line = line[line["first"].notna() & line["last"].notna()].reset_index(drop=True)
    if line.empty:
        return
    title = _title(title, line)
    first_of = ~line["council"].duplicated()
    y = pd.Series(range(len(line))) + 0.55 * first_of.cumsum()  # a row an event, and room between lanes
    figure, axes = _canvas(0.25 * y.iloc[-1] + 0.3, title, subtitle, source, left=2.2)
    start, end = _span(line["first"].min(), line["last"].max())
    wide, said, reach = max(end - start, pd.Timedelta(days=365)), {}, [end]
    later = set(zip(slips["council"], slips["end"]))  # what an arrow points at has its words on the far side
    for i, event in line.iterrows():
        if first_of[i]:
            axes.axhline(y[i] - 0.78, color="#D8D8D8", lw=0.8)
            place = {"fontsize": 9, "fontweight": "bold", "ha": "right", "va": "center"}
            axes.text(start - wide * 0.04, y[i], event["council"], **place)
        edge, words = pd.Timestamp(event["last"]), _event_words(event)
        for state in spells[spells["id"] == event["id"]].to_dict("records"):
            stop = _state(axes, state, y[i])
            if stop - edge < wide * 0.018 * (len(words) + 3):  # too short a bar to hold the words
                edge = stop + wide * 0.008
        _event(axes, event, y[i])
        right = _middle(event) < start + wide * 0.62 or (event["council"], event["dated"]) in later
        at, side = (edge, "left") if right else (pd.Timestamp(event["first"]), "right")
        place = {"xytext": (7 if right else -7, 0), "textcoords": "offset points", "ha": side, "va": "center"}
        axes.annotate(words, (at, y[i]), fontsize=9, **place)
        if right:  # how far the axis must go for the words to end inside it, at 0.07 inches a letter
            reach.append(start + (at - start) / max(0.3, 1 - (0.1 + 0.07 * len(words)) / (WIDTH - 2.55)))
        said.setdefault(event["council"], []).append(f"{words}, {say(event['dated'])}")
    for slip in slips.to_dict("records"):
        ends = [line.index[(line["council"] == slip["council"]) & (line["dated"] == slip[k])] for k in ("start", "end")]
        if all(map(len, ends)):
            (x0, y0), (x1, y1) = ((_middle(line.loc[i[0]]), y[i[0]]) for i in ends)
            arrow = {"arrowstyle": "->", "color": DARK, "lw": 1.2, "ls": ":", "shrinkA": 4, "shrinkB": 5}
            axes.annotate("", (x1, y1), (x0, y0), arrowprops=arrow)
    _years(axes)
    axes.set(yticks=[], ylim=(y.iloc[-1] + 0.7, -0.25), xlim=(start - wide * 0.02, max(reach) + wide * 0.02))
    axes.set_xticks([pd.Timestamp(year, 1, 1) for year in range(start.year + 1, end.year + 2)])
    told = ". ".join(f"{council}: {'; '.join(words)}" for council, words in said.items())
    states = "; ".join(
        f"{s['council']}, {s['what']} since {say(s['dated'])}" + (", no end known" if s["open"] else "")
        for s in spells.to_dict("records")
    )
    told += f". States that lasted: {states}" if states else ""
    _show(figure, f"{title}. One lane a council. {told}.", line.assign(source=line["source"].map(str)), name)
