"""Changing cells of a workbook and nothing else: what Excel keeps in the file beside them stays as it is.

openpyxl would write the file anew and lose what it does not know: lists that point to another sheet, shapes, the
size of comments. Here only the cells' own XML is changed, inside the file's parts.
"""

import re
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
DECLARED = r"xmlns(?::(\w+))?=[\"']([^\"']+)[\"']"
ROOT = re.compile(r"<((?:\w+:)?)worksheet\b[^>]*>")
UNREAD = "cannot be changed here: in Excel, open it and save it as “Excel Workbook (.xlsx)”"


def changed(path, cells, new=None):
    """The bytes of a workbook with values written into cells of its sheets, and sheets that it does not have.

    cells: {sheet: {"B7": value}}; new: {sheet: rows of values}. Numbers are written as numbers, all else as text.
    Raises ValueError, in plain words, where the file is built in a way that is not known here.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as file:
            parts = {info: file.read(info) for info in file.infolist()}
        by_name = {info.filename: info for info in parts}
        where = sheet_parts({name: parts[info] for name, info in by_name.items() if name.endswith((".xml", ".rels"))})
        for sheet, values in cells.items():
            info = by_name[where[sheet]]
            parts[info] = with_cells(parts[info].decode("utf-8-sig"), values).encode()
        for sheet, rows in (new or {}).items():
            add_sheet(parts, by_name, sheet, rows)
    except (
        KeyError,
        ET.ParseError,
        UnicodeDecodeError,
        AttributeError,
        TypeError,
        ValueError,
        zipfile.BadZipFile,
    ) as error:
        raise ValueError(f"{path.name} {UNREAD}.") from error
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for info, data in parts.items():
            file.writestr(info, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def sheet_parts(parts):
    """Which part of the file holds each sheet, {title: name}."""
    book = ET.fromstring(parts["xl/workbook.xml"])
    targets = {each.get("Id"): each.get("Target") for each in ET.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            key = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
            target = targets[key]
            found[sheet.get("name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def with_cells(xml, values):
    """A sheet's XML with values in some of its cells."""
    opening = ROOT.search(xml)
    for prefix, uri in re.findall(DECLARED, xml):
        ET.register_namespace(prefix, uri)
    sheet = ET.fromstring(xml)
    space = sheet.tag.partition("}")[0] + "}"
    data, styles = sheet.find(f"{space}sheetData"), column_styles(sheet, space)
    rows = {int(row.get("r")): row for row in data}
    for place, value in sorted(values.items(), key=lambda item: position(item[0])):
        number, column = position(place)
        if number not in rows:
            rows[number] = ET.Element(f"{space}row", {"r": str(number)})
            data.insert(sum(1 for other in rows if other < number), rows[number])
        cell = cell_at(rows[number], place, column, space, styles)
        fill(cell, value, space)
    grow(sheet.find(f"{space}dimension"), values)
    # The first tag stays as it was, for it declares names of which only values such as mc:Ignorable's speak.
    made = ET.tostring(sheet, encoding="unicode")
    known = {prefix for prefix, _ in re.findall(DECLARED, opening[0])}
    others = [(p, uri) for p, uri in re.findall(DECLARED, ROOT.search(made)[0]) if p not in known]
    first = opening[0][:-1] + "".join(f' xmlns:{p}="{uri}"' for p, uri in others) + ">"
    return xml[: opening.start()] + first + ROOT.sub("", made, count=1)


def position(place):
    """A cell's reference as (row, column) numbers."""
    letters, row = coordinate_from_string(place)
    return row, column_index_from_string(letters)


def column_styles(sheet, space):
    """The style that empty cells of each column have, {column: style}, from the columns' own elements."""
    styles = {}
    for column in sheet.iter(f"{space}col"):
        if column.get("style"):
            last = min(int(column.get("max")), int(column.get("min")) + 200)
            styles |= dict.fromkeys(range(int(column.get("min")), last + 1), column.get("style"))
    return styles


def cell_at(row, place, column, space, styles):
    """The cell of a row at a place, made there if it has none."""
    columns = [position(cell.get("r"))[1] for cell in row]
    if column in columns:
        return row[columns.index(column)]
    cell = ET.Element(f"{space}c", {"r": place} | ({"s": styles[column]} if column in styles else {}))
    row.insert(sum(1 for other in columns if other < column), cell)
    return cell


def fill(cell, value, space):
    """Put a value into a cell in the place of what it holds; its style stays."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, int | float):
        ET.SubElement(cell, f"{space}v").text = repr(value)
        return
    cell.set("t", "inlineStr")
    text = ET.SubElement(ET.SubElement(cell, f"{space}is"), f"{space}t")
    text.text = clean(value)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def clean(value):
    """Text without the signs that XML does not take."""
    return "".join(
        c for c in str(value) if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def grow(dimension, values):
    """Make a sheet's stated size reach the cells that were written."""
    if dimension is None or not values:
        return
    first, _, last = dimension.get("ref").partition(":")
    corners = [position(place) for place in (first, last or first, *values)]
    low, high = (
        (min(r for r, _ in corners), min(c for _, c in corners)),
        (max(r for r, _ in corners), max(c for _, c in corners)),
    )
    dimension.set("ref", f"{get_column_letter(low[1])}{low[0]}:{get_column_letter(high[1])}{high[0]}")


def add_sheet(parts, by_name, title, rows):
    """Add a sheet at the end: its part, and the three places where the file lists its parts."""
    number = next(i for i in range(1, 10_000) if f"xl/worksheets/sheet{i}.xml" not in by_name)
    name = f"xl/worksheets/sheet{number}.xml"
    parts[zipfile.ZipInfo(name)] = sheet_xml(rows).encode()

    book = parts[by_name["xl/workbook.xml"]].decode("utf-8-sig")
    taken = [int(each) for each in re.findall(r"sheetId=\"(\d+)\"", book)]
    office = re.search(rf"xmlns:(\w+)=[\"']{re.escape(OFFICE)}[\"']", book)[1]
    ending = re.search(r"</((?:\w+:)?)sheets>", book)
    line = f'<{ending[1]}sheet name={quoteattr(title)} sheetId="{max(taken) + 1}" {office}:id="rIdAdded{number}"/>'
    parts[by_name["xl/workbook.xml"]] = (book[: ending.start()] + line + book[ending.start() :]).encode()

    line = f'<Relationship Id="rIdAdded{number}" Type="{OFFICE}/worksheet" Target="/{name}"/>'
    insert(parts, by_name["xl/_rels/workbook.xml.rels"], "Relationships", line)
    insert(parts, by_name["[Content_Types].xml"], "Types", f'<Override PartName="/{name}" ContentType="{SHEET_TYPE}"/>')


def insert(parts, info, element, line):
    """Put a line before the end of a part's outermost element."""
    text = parts[info].decode("utf-8-sig")
    end = re.search(rf"</{element}>\s*$", text).start()
    parts[info] = (text[:end] + line + text[end:]).encode()


def sheet_xml(rows):
    """A plain sheet: a first row that stays in sight, and text as text."""
    lines = []
    for i, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{get_column_letter(j)}{i}" t="inlineStr">'
            f'<is><t xml:space="preserve">{escape(clean(value))}</t></is></c>'
            for j, value in enumerate(row, 1)
            if value != ""
        )
        lines.append(f'<row r="{i}">{cells}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><cols><col min="1" max="7" width="24" customWidth="1"/></cols>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )
