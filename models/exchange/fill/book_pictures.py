"""Puts pictures into cells of a workbook, as large as the cell allows; drawings that are there already stay."""

from __future__ import annotations

import re

from models.exchange.fill.grid import Picture
from models.exchange.ooxml.package import Package, attribute
from models.exchange.ooxml.sheet import P, RawSheet

_EMU = 9525
_MARGIN = 2
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEHIND = re.compile(
    rf"<{P}(?:legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b"
    rf"|</{P}worksheet>"
)


def add_picture(package: Package, sheet: RawSheet, at: tuple[int, int, int, int], picture: Picture) -> None:
    """``at``: first row, first column, last row, last column of the cell, from 1."""
    drawing = _drawing(package, sheet)
    number = 1
    while f"xl/media/form{number}.{picture.suffix}" in package:
        number += 1
    package.put(f"xl/media/form{number}.{picture.suffix}", picture.data)
    _default_type(package, picture.suffix)
    relation = _relate(package, drawing, "image", f"../media/form{number}.{picture.suffix}")
    top, left, bottom, right = at
    wide = sum(_width(sheet, column) for column in range(left, right + 1)) - 2 * _MARGIN
    high = sum(_height(sheet, row) for row in range(top, bottom + 1)) - 2 * _MARGIN
    scale = min(wide / picture.width, high / picture.height, 1.0)
    size = f'cx="{int(picture.width * scale * _EMU)}" cy="{int(picture.height * scale * _EMU)}"'
    anchor = (
        f'<d:oneCellAnchor xmlns:d="{_DRAW}"><d:from><d:col>{left - 1}</d:col><d:colOff>{_MARGIN * _EMU}</d:colOff>'
        f"<d:row>{top - 1}</d:row><d:rowOff>{_MARGIN * _EMU}</d:rowOff></d:from><d:ext {size}/><d:pic><d:nvPicPr>"
        f'<d:cNvPr id="{9000 + number}" name="form{number}"/><d:cNvPicPr/></d:nvPicPr><d:blipFill>'
        f'<a:blip xmlns:a="{_MAIN}" xmlns:r="{_OFFICE}" r:embed="{relation}"/>'
        f'<a:stretch xmlns:a="{_MAIN}"><a:fillRect/></a:stretch></d:blipFill><d:spPr>'
        f'<a:xfrm xmlns:a="{_MAIN}"><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom xmlns:a="{_MAIN}" prst="rect"><a:avLst/></a:prstGeom></d:spPr></d:pic><d:clientData/>'
        "</d:oneCellAnchor>"
    )
    text = package.text(drawing)
    end = text.rindex("</")
    package.put(drawing, text[:end] + anchor + text[end:])


def _drawing(package: Package, sheet: RawSheet) -> str:
    """The drawing part of a sheet, made where it has none."""
    found = next((part for kind, part in package.related(sheet.part).values() if kind == "drawing"), "")
    if found in package:
        return found
    number = 1
    while f"xl/drawings/formdrawing{number}.xml" in package:
        number += 1
    part = f"xl/drawings/formdrawing{number}.xml"
    package.put(part, f'{_HEAD}<d:wsDr xmlns:d="{_DRAW}"></d:wsDr>')
    types = package.text("[Content_Types].xml")
    entry = f'<Override PartName="/{part}" ContentType="{_TYPE}"/>'
    package.put("[Content_Types].xml", types.replace("</Types>", entry + "</Types>"))
    relation = _relate(package, sheet.part, "drawing", f"/{part}")
    place = _BEHIND.search(sheet.tail)
    at = place.start() if place is not None else len(sheet.tail)
    element = f'<{sheet.prefix}drawing xmlns:r="{_OFFICE}" r:id="{relation}"/>'
    sheet.tail = sheet.tail[:at] + element + sheet.tail[at:]
    return part


def _relate(package: Package, part: str, kind: str, target: str) -> str:
    """A new relation of a part; returns its id."""
    folder, _, file = part.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    text = package.text(rels) if rels in package else f'{_HEAD}<Relationships xmlns="{_RELS}"></Relationships>'
    number = 1
    while f'"rIdForm{number}"' in text:
        number += 1
    entry = f'<Relationship Id="rIdForm{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    if re.search(r"<Relationships[^>]*/>", text):
        text = re.sub(r"(<Relationships[^>]*)/>", r"\1></Relationships>", text)
    package.put(rels, text.replace("</Relationships>", entry + "</Relationships>"))
    return f"rIdForm{number}"


def _default_type(package: Package, suffix: str) -> None:
    types = package.text("[Content_Types].xml")
    if f'Extension="{suffix}"' not in types:
        first = types.index(">", types.index("<Types")) + 1
        entry = f'<Default Extension="{suffix}" ContentType="image/{suffix}"/>'
        package.put("[Content_Types].xml", types[:first] + entry + types[first:])


def _width(sheet: RawSheet, column: int) -> float:
    """Pixels of a column."""
    for tag in re.findall(rf"<{P}col\s[^>]*>", sheet.head):
        low, high, width = (attribute(tag, name) for name in ("min", "max", "width"))
        if low and high and width and int(low) <= column <= int(high):
            return float(width) * 7 + 5
    return 64.0


def _height(sheet: RawSheet, row: int) -> float:
    """Pixels of a row."""
    found = sheet.row(row)
    points = attribute(found.tag, "ht") if found is not None else None
    if points is None:
        usual = re.search(rf"<{P}sheetFormatPr\s[^>]*>", sheet.head)
        points = attribute(usual[0], "defaultRowHeight") if usual else None
    return float(points or 15) * 4 / 3
