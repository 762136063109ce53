"""The figures: one style, drawn to be read on a phone, each with its words, numbers and CSV folded under it.

Every function here takes a DataFrame and shows a figure of it; `bars.draw(...)` and so on only draw.
A phone shows 4.6 inches as 356 pixels: 10.5 points are 11 pixels there, and nothing is set smaller.
"""

import base64
import datetime as dt
import functools
import html
import io
import math
from bisect import bisect_right
from collections import namedtuple

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from helpers.dates import bounds, say
from helpers.show import Shown, escaped, percent, plain, pounds, sentence
from helpers.show import day as say_day

SIZE, TITLE, LINE = 10.5, 12.5, 0.195  # points of the text and of the title; inches from line to line
WIDTH, EDGE, SHOWN_AT = 4.6, 0.1, 560  # inches; inches; pixels on a wide page
INSIDE = WIDTH - 2 * EDGE
mpl.rcdefaults()  # whatever a matplotlibrc of one's own says
mpl.style.use("afcharts.afcharts")
mpl.rcParams |= {"font.family": "DejaVu Sans", "font.size": SIZE, "axes.grid": False, "text.parse_math": False}
FONT = [FontProperties(family="DejaVu Sans", weight=weight, size=SIZE) for weight in ("normal", "bold")]
GLYPHS = set.intersection(*(set(get_font(findfont(font)).get_charmap()) for font in FONT))
DARK, TEAL, ORANGE, GREY = "#12436D", "#28A197", "#F46A25", "#8C8C8C"
SOFT, PALE, BAND, INK, GRID = "#8FA6BF", "#D9E1E9", "#F6E3B4", "#404040", "#E2E2E2"
Grade = namedtuple("Grade", "letter fill on ink line")  # on: colour on the fill; ink: the hue as text
NUMBERS, MOST = ["value", "low", "high", "whole"], 30  # MOST: bars
GRADE = {
    "outstanding": Grade("O", TEAL, "black", "#1B6F68", "-."),
    "good": Grade("G", DARK, "white", DARK, "-"),
    "requires improvement": Grade("R", GREY, "black", "#595959", "--"),
    "inadequate": Grade("I", ORANGE, "black", "#B8470F", "-"),
}
Drawn = namedtuple("Drawn", "figure words data small", defaults=[None])  # small: the data at a reader's length


def figure(draw):
    """Let a function that returns Drawn show it, under a `name`; a frame without rows shows nothing."""

    @functools.wraps(draw)
    def shows(frame, *columns, name, **options):
        if len(frame):
            show(draw(frame, *columns, **options), name)

    shows.draw = draw
    return shows


def show(drawn, name):
    """Show a picture with its description as alternative text, then words, numbers and CSV, folded."""
    picture, words = io.BytesIO(), plain(drawn.words)
    quick = {"compress_level": 3}  # half the time for a hundredth more bytes
    drawn.figure.savefig(picture, format="png", dpi=200, metadata={"Software": None}, pil_kwargs=quick)
    display(
        {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": words},
        metadata={"image/png": {"alt": words, "width": SHOWN_AT}},
        raw=True,
    )
    small = (drawn.data if drawn.small is None else drawn.small).rename(columns=sentence)
    cells = small.astype(object).where(small.notna(), "").map(plain)
    with pd.option_context("display.max_colwidth", None):
        numbers = cells.to_html(index=False, border=0, classes="data", justify="left")
    csv = base64.b64encode(drawn.data.map(as_csv).to_csv(index=False, lineterminator="\n").encode()).decode()
    fold = f"""<details class="behind"><summary>In words, numbers and files</summary>
<p>{html.escape(words)}</p>
{numbers}
<p><a download="{html.escape(name)}.csv" href="data:text/csv;base64,{csv}">Data (CSV)</a></p></details>"""
    display(Shown(cells.to_string(index=False), **{"text/html": fold}))


def as_csv(value):
    """A cell of the CSV: text on one line, which no spreadsheet takes for a formula."""
    return escaped(plain(value)) if isinstance(value, str) else value


# --- words and marks in inches ---


def tidy(text):
    """Text on one line in characters that the font has; a box stands for any other."""
    return "".join(c if ord(c) in GLYPHS else "□" for c in plain(text) if c.isprintable())


def width(text, bold=False):
    """Inches that a line of text takes."""
    return text_to_path.get_text_width_height_descent(text, FONT[bold], False)[0] / 72


def wrap(text, inches, bold=False, most=5):
    """Text as lines that fit; too long a word is cut, and what exceeds the most lines ends in dots."""
    rest, lines = tidy(text), []
    while rest:
        fits = len(rest)
        if width(rest, bold) > inches:
            fits = bisect_right(range(1, fits), inches, key=lambda n: width(rest[:n], bold)) or 1
        space = rest.rfind(" ", 1, fits + 1)
        cut = space if space > 0 and fits < len(rest) else fits
        lines.append(rest[:cut])
        rest = rest[cut:].strip()
        if rest and len(lines) == most:
            return [*lines[:-1], lines[-1][:-1] + "…"]
    return lines


def canvas(head, blocks, gaps, key=(), at=0.0, left=0.0, right=0.0, below=0.0):
    """A figure: title, subtitle, key; blocks of words with gaps (inches) under them for what they name; the source.

    head: (title, subtitle, source). blocks: lists of (line, style), the lines `at` inches from the left.
    key: what the marks mean, (style of the mark, letter on it, words), left out where there are no words.
    left, right, below: inches beside and below the axes. Returns the figure, the axes over all blocks,
    in inches downwards, and for each block where it begins and ends. The other axes are the page.
    """
    title, under = wrap(head[0], INSIDE * SIZE / TITLE, True), wrap(head[1], INSIDE)
    foot, keyed, x, row = wrap(f"Source: {head[2]}", INSIDE), [], 0.0, 0
    for style, letter, words in key:
        for line in wrap(words, INSIDE - 0.23, most=1):
            x, row = (0.0, row + 1) if x and x + 0.23 + width(line) > INSIDE else (x, row)
            keyed.append((EDGE + x, row, style, letter, line))
            x += 0.37 + width(line)
    keys_at = EDGE + 0.235 * len(title) + LINE * len(under) + 0.1
    top = keys_at + (0.22 * (1 + row) + 0.09 if keyed else 0)
    places, y = [], 0.0
    for block, gap in zip(blocks, gaps):
        places.append((y, y + LINE * len(block)))
        y = places[-1][1] + gap
    full = top + y + below + 0.18 + LINE * len(foot)
    drawing = Figure(figsize=(WIDTH, full))
    page = drawing.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(full, 0))
    page.set_axis_off()
    lines = [(EDGE, EDGE + 0.235 * i, line, {"size": TITLE, "weight": "bold"}) for i, line in enumerate(title)]
    lines += [(EDGE, keys_at - 0.08 - LINE * i, line, {"color": INK}) for i, line in enumerate(under[::-1], 1)]
    lines += [(EDGE, full - 0.06 - LINE * i, line, {"color": INK}) for i, line in enumerate(foot[::-1], 1)]
    for (start, _), block in zip(places, blocks):
        lines += [(EDGE + at, top + start + LINE * i, line, style) for i, (line, style) in enumerate(block)]
    for x, down, line, style in lines:
        page.text(x, down, line, va="top", **style)
    for x, row, style, letter, line in keyed:
        mark(page, x + 0.09, keys_at + 0.22 * (row + 0.5), letter, **style)
        page.text(x + 0.23, keys_at + 0.22 * (row + 0.5), line, va="center_baseline")
    box = ((EDGE + left) / WIDTH, 1 - (top + y) / full, (INSIDE - left - right) / WIDTH, y / full)
    axes = drawing.add_axes(box, ylim=(y, 0), xticks=[], yticks=[])
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return drawing, axes, places


def mark(axes, x, y, letter="", on="black", **style):
    """A mark of some style with a letter on it."""
    axes.plot([x], [y], **{"ls": "none", "marker": "s", "ms": 13, "mec": "white", "clip_on": False} | style)
    if letter:
        axes.text(x, y, letter, color=on, weight="bold", ha="center", va="center_baseline", zorder=6)


def grade_key(grades):
    """Style, letter and name of each of some grades, in their order."""
    found = set(grades)
    return [({"color": g.fill, "on": g.on}, g.letter, grade) for grade, g in GRADE.items() if grade in found]


# --- bars ---


@figure
def bars(frame, label, value, title, subtitle, source, words="", strong="", shown=pounds, keep=False, total=""):
    """A bar a row, its label and number above it, from the largest to the smallest; the last of MOST is the rest.

    words: a column with the numbers in words, else `shown` words them. strong: a column that is true
    of the bars to stress. keep: leave the rows in their order. total: words of a last line. The frame
    may also have `low` and `high`, drawn as a line on each bar, `when`, words above the label, and
    `whole`, the number of which it is a part, drawn pale.
    """
    frame = (frame if keep else frame.sort_values(value, ascending=False, kind="stable")).reset_index(drop=True)
    rows = pd.DataFrame({name: frame.get(name, math.nan) for name in NUMBERS} | {"value": frame[value]}).astype(float)
    rows = rows.assign(when=frame.get("when", ""), label=frame[label], strong=frame.get(strong, True), rest=False)
    rows["words"] = frame[words] if words else ["" if pd.isna(number) else shown(number) for number in rows["value"]]
    if len(rows) > MOST:
        left, rows = rows.iloc[MOST - 1 :], rows.iloc[: MOST - 1]
        more = {"label": f"{len(left)} more", "value": left["value"].sum(min_count=1), "strong": False, "rest": True}
        more |= {"when": "", "words": shown(more["value"]) if left["value"].notna().any() else ""}
        rows = pd.concat([rows, pd.DataFrame([more])], ignore_index=True)
    blocks, numbers, bold = [], [], {"weight": "bold"}
    for row in rows.itertuples():
        number, stress = tidy(row.words), bold if strong and row.strong else {}
        own = [] if width(number, True) < 0.4 * INSIDE else wrap(number, INSIDE, True)  # too long to stand at the right
        numbers.append("" if own else number)
        room = INSIDE - width(numbers[-1], True) - 0.15
        block = [(line, {"color": INK}) for line in wrap(row.when, room)]
        block += [(line, stress) for line in wrap(row.label, INSIDE if block else room, bool(stress))]
        blocks.append(block + [(line, bold) for line in own])
    blocks.append([(line, bold) for line in wrap(total, INSIDE, True)])
    span = {"color": ORANGE, "mec": ORANGE, "mew": 1.8}
    key = [({"color": PALE}, "", "the sum that it is part of" if rows["whole"].notna().any() else "")]
    ranged = rows["high"] > rows["low"]
    key += [(span | {"marker": "_"}, "", "from the least to the most it can mean" if ranged.any() else "")]
    drawing, axes, places = canvas((title, subtitle, source), blocks, [0.29] * len(rows) + [0], key)
    limit = rows.loc[~rows["rest"], NUMBERS].replace(math.inf, math.nan).max(axis=None)
    axes.set_xlim(0, limit := limit if limit > 0 else 1)
    said = []
    for (top, end), row, number in zip(places, rows.itertuples(), numbers):
        y, fill, bar = end + 0.1, DARK if row.strong else SOFT, {"height": 0.16, "lw": 1}
        look = {"color": "white", "ec": fill, "hatch": "////"} if row.rest else {"color": fill}
        axes.text(limit, top, number, ha="right", va="top", **bold)
        axes.barh(y, row.whole, color=PALE, gid="whole", **bar)
        axes.barh(y, min(row.value, limit), gid="bar", **bar, **look)
        if row.high > row.low:
            axes.plot([row.low, min(row.high, limit)], [y, y], "-|", lw=1.8, ms=8, clip_on=False, gid="range", **span)
        if max(row.value, row.high) > limit:  # it goes on beyond the edge
            axes.plot(limit, y, ">", color=ORANGE if row.high > limit else fill, ms=8, clip_on=False, gid="beyond")
        told = [row.when, row.label, row.words, f"(part of {shown(row.whole)})" if row.whole > 0 else ""]
        told += [f"({shown(row.low)} to {shown(row.high)})"] if row.high > row.low else []
        said.append(" ".join(filter(None, told)))
    if total:
        axes.axhline(places[-1][0] - 0.03, color=INK, lw=0.8)
    order = "" if keep else ", from the largest to the smallest"
    words = f"{title}. {len(rows)} bars{order}: {'; '.join(said)}. {total}".strip()
    data = rows[["when", "label", "words", *NUMBERS, *(["strong"] if strong else [])]]
    data = data.loc[:, (data.notna() & (data != "")).any()]
    return Drawn(drawing, words, data, data.drop(columns=["value", "whole", "strong"], errors="ignore"))


@figure
def shares(frame, label, of, title, subtitle, source):
    """A bar a row, divided among grades in their order; a part too narrow for its words has them above.

    label: a column. of: a column with how many the counts are of, none where they are per cent.
    Every other column is a grade, or grades joined by “or”, which take the look of the first.
    """
    first = {name: name.split(" or ")[0] for name in frame.columns.drop([label, of])}
    first = {name: grade for grade in GRADE for name in first if first[name] == grade}
    blocks, divided, said = [], [], []
    for row in frame.to_dict("records"):
        counted, left, told, parts = pd.notna(row[of]), 0.0, [], []
        block = [(line, {}) for line in wrap(row[label], INSIDE)]
        for name in [name for name in first if row[name] > 0]:
            part, number = float(row[name] / (row[of] if counted else 100)), f"{row[name]:g}{'' if counted else '%'}"
            letters = " or ".join(GRADE[grade].letter for grade in name.split(" or "))
            words = [f"{letters} {number}", percent(part)] if counted else [f"{letters} {number}"]
            narrow = max(width(word, True) for word in words) + 0.08 > part * INSIDE
            block += [(", ".join(words), {"color": GRADE[first[name]].ink})] if narrow else []
            parts.append((left, part, first[name], "" if narrow else "\n".join(words)))
            told.append(f"{name} {number} ({words[-1]})" if counted else f"{name} {number}")
            left += part
        blocks.append(block)
        divided.append(parts)
        said.append(f"{row[label]}: {', '.join(told)}")
    key = grade_key(grade for name in first for grade in name.split(" or "))
    drawing, axes, places = canvas((title, subtitle, source), blocks, [0.6] * len(blocks), key)
    axes.set_xlim(0, 1)
    for (_, end), parts in zip(places, divided):
        for left, part, grade, words in parts:
            axes.barh(end + 0.25, part, left=left, height=0.42, color=GRADE[grade].fill, ec="white", gid=grade)
            place = {"ha": "center", "va": "center", "linespacing": 1.1, "weight": "bold", "color": GRADE[grade].on}
            axes.text(left + part / 2, end + 0.25, words, **place)
    return Drawn(drawing, f"{title}. Divided bars. {'. '.join(said)}.", frame)


# --- time ---


def day(value):
    """EDTF text or a day as its first and last possible day; None twice where there is none."""
    return bounds(str(value or ""))


def middle(days):
    """The day in the middle of two, which stands for a vague one."""
    return days.first + (days.last - days.first) / 2


def years(axes, first, last, inches):
    """Ticks at the first of January of as many years as have room."""
    many = (last - first).days / 365.25
    step = next(n for n in (1, 2, 5, 10, 20, 50, 1000) if inches * n >= 0.42 * many)
    axes.set_xticks([dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1) if year % step == 0])
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.grid(axis="x", color=GRID)


@figure
def grade_lines(series, marks, title, subtitle, source, shown="{:.0f}".format):
    """Counts, or shares, of each grade as stepped lines named at their ends; printed figures as rings.

    series: a row a day (its index), a column a grade. marks: day, grade, value and label; rings of
    one label share it, above the lines, at the end of a thread. shown: words a value.
    """
    days = [day(value).first for value in series.index]
    marks = marks.assign(day=[day(value).last for value in marks["day"]]).sort_values("day", ascending=False)
    labels = list(marks.groupby("label", sort=False))
    plot, left, right, ring = 2.7, 0.42, 1.3, {"marker": "o", "mfc": "white", "mew": 2, "ms": 8}
    across, top = INSIDE - left - right, max(series.max(axis=None), *marks["value"], 1e-9)
    unit, height = top * 1.06 / plot, plot + LINE * len(labels)  # unit: what an inch of the axis holds
    key = [(ring | {"mec": INK}, "", "as printed" if labels else "")]
    drawing, axes, _ = canvas((title, subtitle, source), [[]], [height], key, 0, left, right, 0.25)
    axes.set(xlim=(days[0], days[-1]), ylim=(0, unit * height))
    floor = -math.inf
    for grade, now in series.iloc[-1].sort_values().items():
        axes.step(days, series[grade], where="post", color=GRADE[grade].fill, ls=GRADE[grade].line, lw=2.2, gid=grade)
        lines = wrap(f"{grade} {shown(now)}", right - 0.08)
        half = unit * LINE * len(lines) / 2
        floor = max(now, floor + half)  # so that no words lie over others
        place = {"textcoords": "offset points", "va": "center", "linespacing": 1.1, "annotation_clip": False}
        axes.annotate("\n".join(lines), (days[-1], floor), (5, 0), color=GRADE[grade].ink, **place)
        floor += half
    for i, (label, rings) in enumerate(labels):  # the latest lowest, so that no thread cuts words
        x, y = rings["day"].iloc[0], unit * (plot + LINE * (i + 0.5))
        axes.plot([x, x], [rings["value"].min(), y - unit * LINE * 0.45], color=INK, lw=0.8, zorder=3, gid="thread")
        room = INSIDE - left - across * ((x - days[0]) / (days[-1] - days[0]))
        for line in wrap(label, INSIDE - left, most=1):
            axes.annotate(
                line, (x, y), (72 * min(0, room - width(line)) - 2, 0), textcoords="offset points", va="center"
            )
        for one in rings.itertuples():
            axes.plot(x, one.value, zorder=4, gid="ring", color=GRADE[one.grade].fill, **ring)
    years(axes, days[0], days[-1], across)
    axes.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10], integer=top > 1))
    axes.yaxis.set_major_formatter(lambda value, _: shown(value) if value <= top else "")
    axes.grid(axis="y", color=GRID)
    ends = [f"{grade} from {shown(line.iloc[0])} to {shown(line.iloc[-1])}" for grade, line in series.items()]
    words = f"{title}. Lines from {say_day(days[0])} to {say_day(days[-1])}: {'; '.join(ends)}."
    dots = [f"{one.label}, {one.grade} {shown(one.value)}" for one in marks.iloc[::-1].itertuples()]
    words += f" Printed figures, as rings: {'; '.join(dots)}." if dots else ""
    yearly = series.map(shown).rename_axis("day").reset_index().groupby([value.year for value in days]).tail(1)
    return Drawn(drawing, words, series.rename_axis("day").reset_index(), yearly)


@figure
def lanes(frame, end, title, subtitle, source, band=None, closed="no longer an authority"):
    """A lane a council: a mark with the grade's letter on the day of each judgement, a line while it stood.

    frame: council, grade, began, ended (EDTF or days), in order; ended is empty where a grade still
    stands on the day `end`: an arrow. A lane that ends otherwise has a stroke there, keyed as `closed`.
    A vague day is a pale bar with the mark in its middle. band: (first day, last day, words), shaded.
    """
    rows = frame.assign(days=frame["began"].map(day), until=[day(value).last for value in frame["ended"]])
    start = min([days.first for days in rows["days"]] + ([band[0]] if band else []))
    reach = end + (end - start) * 0.06
    stops = list(rows.drop_duplicates("council", keep="last")["until"])
    key = grade_key(rows["grade"])
    key += [({"marker": ">", "color": INK, "ms": 9}, "", f"so on {say_day(end)}" if None in stops else "")]
    key += [({"marker": "|", "mec": INK, "mew": 2.5}, "", closed if any(stops) else "")]
    key += [({"color": BAND}, "", band[2])] if band else []
    blocks = [[(line, {}) for line in wrap(name, 1.36)] for name in dict.fromkeys(rows["council"])]
    gaps = [0.08] * len(blocks)
    drawing, axes, places = canvas((title, subtitle, source), blocks, gaps, key, 0, left=1.4, right=0.1, below=0.25)
    axes.set_xlim(start, reach)
    if band:
        axes.axvspan(*band[:2], color=BAND, lw=0, zorder=0, gid="band")
    said = []
    for place, (name, lane) in zip(places, rows.groupby("council", sort=False)):
        y, told = sum(place) / 2 - 0.03, []
        for row in lane.itertuples():
            [(look, letter, _)] = grade_key([row.grade])
            stroke = {"color": look["color"], "solid_capstyle": "butt"}
            axes.plot([middle(row.days), row.until or reach], [y, y], lw=4, gid="stood", **stroke)
            if row.days.first != row.days.last:
                axes.plot(row.days, [y, y], lw=12, alpha=0.35, gid="vague", **stroke)
            mark(axes, middle(row.days), y, letter, zorder=5, **look)
            told.append(f"{row.grade} {say_day(row.began)}")
        if row.until:
            axes.plot(row.until, y, "|", color=INK, ms=12, mew=2.5, zorder=6, gid="closed")
        else:
            axes.plot(reach, y, ">", color=look["color"], ms=10, clip_on=False, gid="open")
        said.append(f"{name}: {', '.join(told)}" + (f", until {say_day(row.until)}" if row.until else ""))
    years(axes, start, end, INSIDE - 1.5)
    shaded = f" Shaded: {band[2]}." if band else ""
    words = f"{title}. {len(blocks)} lanes up to {say_day(end)}.{shaded} {'. '.join(said)}."
    return Drawn(drawing, words, frame)


@figure
def curve(frame, censored, marks, title, subtitle, source):
    """The share that goes on by months, in steps; the length of a spell that is still open is a tick on it.

    frame: months, share (what is left after them), in order. censored: the months of the open
    spells. marks: months and label, rings on the curve with their words beside them.
    """
    months, left = [0.0, *frame["months"]], [1.0, *frame["share"]]
    still = [left[bisect_right(months, length) - 1] for length in censored]
    end, said = max([*months, *censored]), []
    key = [({"marker": "|", "mec": ORANGE, "mew": 2}, "", "not ended: the months so far" if still else "")]
    drawing, axes, _ = canvas((title, subtitle, source), [[]], [3.0], key, 0, left=0.5, right=0.12, below=0.25 + LINE)
    axes.set(xlim=(0, end), ylim=(0, 1.14), yticks=[0, 0.25, 0.5, 0.75, 1], xlabel="months")
    axes.step([*months, end], [*left, left[-1]], where="post", color=DARK, lw=2.2, gid="curve")
    axes.plot(censored, still, "|", color=ORANGE, ms=10, mew=2, zorder=3, clip_on=False, gid="open")
    for row in marks.itertuples():
        share, room = left[bisect_right(months, row.months) - 1], (INSIDE - 0.62) * (1 - row.months / end) - 0.12
        axes.plot([row.months] * 2, [0, share], color=INK, lw=1, ls=":", gid="drop")
        axes.plot(row.months, share, "o", mfc="white", color=DARK, ms=8, mew=2, zorder=4, gid="ring")
        place = {"xytext": (8, 3)} if room > 1.4 else {"xytext": (0, 8), "ha": "right"}
        place |= {"textcoords": "offset points", "va": "bottom", "linespacing": 1.1, "weight": "bold"}
        axes.annotate("\n".join(wrap(row.label, max(room, 1.8), True)), (row.months, share), **place)
        said.append(f" {row.label}: {percent(share)} at {row.months:.0f} months.")
    axes.set_xticks(range(0, int(end) + 1, next(n for n in (1, 6, 12, 24, 60, 120, 1200, 12000) if end / n <= 9)))
    axes.yaxis.set_major_formatter(lambda value, _: percent(value))
    axes.grid(axis="y", color=GRID)
    ticks = pd.DataFrame({"months": censored, "share": still}).assign(spell="still open")
    data = pd.concat([frame[["months", "share"]].assign(spell="ended"), ticks]).sort_values("months").round(3)
    words = f"{title}. A curve falls in steps from 100% to {percent(left[-1])} after {months[-1]:.0f} months"
    words += f"; ticks for {len(still)} open spells.{''.join(said)}"
    return Drawn(drawing, words, data)


@figure
def timeline(frame, title, subtitle, source):
    """Events down a line of time to scale: a dot for a day, a bar as long as a vaguer date is; words beside it.

    frame: dated (EDTF), what, and where wanted planned (true of what had not happened): hollow.
    An event without a date stands last and has no mark.
    """
    rows = frame[["dated", "what"]].assign(planned=frame["planned"].astype(bool) if "planned" in frame else False)
    known = [end for value in rows["dated"] for end in day(value) if end]
    start, stop = dt.date(min(known).year, 1, 1), dt.date(max(known).year + 1, 1, 1)
    spans = [day(value) for value in rows["dated"]]
    rows["span"] = [(span.first or start, (span.last or stop) + dt.timedelta(1)) if any(span) else () for span in spans]
    rows["at"] = [middle(span) if all(span) else span.first or span.last or stop for span in spans]
    rows = rows.sort_values("at", kind="stable")
    blocks = []
    for row in rows.itertuples():
        lines = [(line, {"weight": "bold"}) for line in wrap(say(row.dated), INSIDE - 0.85, True)]
        blocks.append(lines + [(line, {}) for line in wrap(row.what, INSIDE - 0.85)])
    dot, bar = {"marker": "o", "ms": 8, "mec": DARK, "mew": 2}, {"ec": DARK, "lw": 0.8, "width": 0.11}
    key = [(dot | {"mfc": DARK}, "", "a day"), ({"color": SOFT, "mec": DARK}, "", "some time within")]
    key += [(dot | {"mfc": "white"}, "", "planned or expected" if rows["planned"].any() else "")]
    drawing, axes, places = canvas((title, subtitle, source), blocks, [0.1] * len(blocks), key, at=0.85)
    axes.set_xlim(0, INSIDE)
    tall = places[rows["span"].astype(bool).sum() - 1][1]

    def down(value):
        return 0.06 + (tall - 0.12) * ((value - start) / (stop - start))

    axes.plot([0.55, 0.55], [down(start), down(stop)], color=GREY, lw=1.5, zorder=1)
    for year in range(start.year, stop.year + 1, math.ceil(0.2 * (stop.year - start.year) / tall)):
        axes.text(0.42, down(dt.date(year, 1, 1)), str(year), ha="right", va="center_baseline", color=INK)
    for (top, _), row in zip(places, rows[rows["span"].astype(bool)].itertuples()):
        at, (first, last) = down(row.at), row.span
        axes.plot([0.55, 0.7, 0.8], [at, top + 0.09, top + 0.09], color=GREY, lw=0.8, zorder=2, gid="thread")
        if (last - first).days == 1:
            axes.plot(0.55, at, color=DARK, zorder=5, gid="day", **dot, mfc="white" if row.planned else DARK)
        else:  # the shorter in front
            look = {"color": "white" if row.planned else SOFT, "zorder": 3 + 1 / (last - first).days}
            axes.bar(0.55, down(last) - down(first), bottom=down(first), gid="span", **bar, **look)
    said = [f"{say(row.dated)}, {row.what}{' (planned)' if row.planned else ''}" for row in rows.itertuples()]
    words = f"{title}. In order of time: {'; '.join(said)}."
    return Drawn(drawing, words, rows[["dated", "what", "planned"]])
