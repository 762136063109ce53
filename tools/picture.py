"""A picture of a sheet of the workbook, drawn from its cells, for those who have not opened one yet."""

import base64
import io
from pathlib import Path

from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from openpyxl import load_workbook

import helpers.figures  # noqa: F401  (sets the style)

LINE, EDGE, HEAD = 0.3, "#BFBFBF", "#EDEDED"  # the height of a row in inches, and the colours of a spreadsheet
LETTER = 0.085  # inches that a letter takes


def cell(axes, place, words, **look):
    """Draw one cell: (left, top, width) in inches, its words cut to fit."""
    left, top, width = place
    axes.add_patch(Rectangle((left, top), width, LINE, fc=look.get("fill", "white"), ec=EDGE, lw=0.8))
    room = int(width / LETTER)
    shown = words if len(words) <= room else f"{words[: room - 1]}…"
    axes.text(left + 0.05, top + LINE / 2, shown, va="center", fontsize=9, fontweight=look.get("weight", "normal"))


def picture(path, sheet, columns, rows=6):
    """Show the first rows of a sheet as a spreadsheet shows it: some columns, {name: width in inches}.

    Under it stand the names of the first sheets. The description names the columns and the cells shown.
    """
    book = load_workbook(path)
    lines = [["" if v is None else str(v) for v in line] for line in book[sheet].iter_rows(values_only=True)]
    header, body = lines[0], lines[1 : rows + 1]
    at = {name: header.index(name) for name in columns}
    wide = 0.35 + sum(columns.values())
    figure = Figure(figsize=(wide, LINE * (len(body) + 3)))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.02, wide + 0.02), ylim=(LINE * (len(body) + 3), -0.02))
    axes.set_axis_off()
    left = 0.35
    for name, width in columns.items():
        letter = book[sheet].cell(1, at[name] + 1).column_letter
        cell(axes, (left, 0, width), letter, fill=HEAD)
        cell(axes, (left, LINE, width), name, weight="bold")
        for i, line in enumerate(body):
            cell(axes, (left, LINE * (i + 2), width), line[at[name]])
        left += width
    for i in range(len(body) + 1):
        cell(axes, (0, LINE * (i + 1), 0.35), str(i + 1), fill=HEAD)
    tabs = "  |  ".join(book.sheetnames[: int(wide / 1.1)]) + "  | …"
    axes.text(0.05, LINE * (len(body) + 2.5), tabs, va="center", fontsize=9, color="#404040")
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=200, metadata={"Software": None})
    cells = "; ".join(", ".join(line[at[name]] or "empty" for name in columns) for line in body)
    words = f"The sheet {sheet} of {Path(path).name}, with the columns {', '.join(columns)}: {cells}."
    shown = {"image/png": base64.b64encode(data.getvalue()).decode(), "text/plain": words}
    display(shown, metadata={"image/png": {"alt": words}}, raw=True)
