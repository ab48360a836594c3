"""Marks rows in a copy of the clerk's own .xlsx: cells coloured, a remark at the right, rows hidden; all else stays.

Only the sheet's and the styles' XML are touched, and in them only the rows, cells and styles that change; every other
member of the package is copied byte for byte. A file that is built in an unusual way is refused with ``Unusual``: the
caller then writes a new workbook instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from models.database import Trouble
from models.exchange.ooxml.package import Package, attribute, with_attribute
from models.exchange.ooxml.sheet import WORKBOOK, RawRow, RawSheet, sheet_parts
from models.exchange.ooxml.shift import split_range
from models.exchange.read import column_letters

_XF = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.S)
_HEAD = re.compile(r"<[^>]*?/?>")
WRONG, INK, WIDE = "FFFFC7CE", "FFA1260D", 60
LARGEST = 1 << 30


class Unusual(Exception):
    """The package is not built the way this module edits it."""


@dataclass
class Marks:
    """What to do in one sheet, by sheet row from 1: ``notes`` for the remark column, ``wrong`` columns to colour,
    ``texts`` {column: text} to put in, ``hidden`` rows. The remark stands in ``column`` under ``title`` in
    ``header_row``."""

    column: int
    header_row: int
    title: str
    notes: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, set[int]] = field(default_factory=dict)
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


def mark(source: Path, target: Path, sheets: dict[int, Marks]) -> None:
    """Write a marked copy; ``sheets`` by position in the workbook. Raises Unusual, Trouble, OSError."""
    try:
        package = Package(source, LARGEST)
        parts = sheet_parts(package)
        looks = next(part for kind, part in package.related(WORKBOOK).values() if kind == "styles")
        styles = _Styles(package.text(looks))
        for at, marks in sheets.items():
            name, _, part = parts[at]
            sheet = RawSheet(at, name, part, package.text(part))
            _mark(sheet, marks, styles)
            package.put(part, sheet.raw())
        package.put(looks, styles.text())
    except (Trouble, IndexError, ValueError, StopIteration) as error:
        raise Unusual from error
    package.save(target)


class _Styles:
    """The style sheet with what is added to it."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = re.search(r"<cellXfs\b[^>]*>(.*?)</cellXfs>", text, re.S)
        if found is None:
            raise Unusual
        self._formats = _XF.findall(found[1])
        self._added: list[str] = []
        self._made: dict[tuple[str, int], int] = {}
        self._fill = self._count("fills")
        self._font = self._count("fonts")

    def _count(self, name: str) -> int:
        found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", self._text, re.S)
        if found is None:
            raise Unusual
        tag = name[:-1]
        return len(re.findall(rf"<{tag}\b[^>]*?(?:/>|>.*?</{tag}>)", found[1], re.S))

    def wrong(self, style: int) -> int:
        """The same style, coloured."""
        return self._derive("wrong", style, lambda xf: _set(_set(xf, "fillId", str(self._fill)), "applyFill", "1"))

    def note(self) -> int:
        """The style of a remark."""

        def make(xf: str) -> str:
            head = _set(_set(_set(xf, "fontId", str(self._font)), "applyFont", "1"), "applyAlignment", "1")
            inner = '<alignment vertical="center" wrapText="1"/>'
            return re.sub(r"\s*(?:/>|>.*)$", "", head, flags=re.S) + f">{inner}</xf>"

        return self._derive("note", 0, make)

    def _derive(self, what: str, style: int, make: Callable[[str], str]) -> int:
        if (what, style) not in self._made:
            self._made[what, style] = len(self._formats) + len(self._added)
            self._added.append(make(self._formats[style]))
        return self._made[what, style]

    def text(self) -> str:
        """The style sheet as it is to be written."""
        if not self._added:
            return self._text
        pattern = f'<patternFill patternType="solid"><fgColor rgb="{WRONG}"/><bgColor indexed="64"/></patternFill>'
        fill = f"<fill>{pattern}</fill>"
        font = f'<font><sz val="10"/><color rgb="{INK}"/><name val="宋体"/><charset val="134"/></font>'
        text = _append(self._text, "fills", fill, self._fill + 1)
        text = _append(text, "fonts", font, self._font + 1)
        return _append(text, "cellXfs", "".join(self._added), len(self._formats) + len(self._added))


def _append(text: str, name: str, inner: str, count: int) -> str:
    """Put something at the end of a list of styles and bring its count up to date."""
    text = re.sub(rf"(<{name}\b[^>]*?\bcount=\")\d+(\")", rf"\g<1>{count}\g<2>", text, count=1)
    return text.replace(f"</{name}>", f"{inner}</{name}>", 1)


def _set(element: str, name: str, value: str) -> str:
    """An element with an attribute set in its first tag."""
    head = _HEAD.match(element)
    if head is None:
        raise Unusual
    return with_attribute(head[0], name, value) + element[head.end() :]


def _mark(sheet: RawSheet, marks: Marks, styles: _Styles) -> None:
    wanted = {*marks.notes, *marks.wrong, *marks.texts, *marks.hidden, marks.header_row}
    rows = {row.number: row for row in sheet.rows if row.number in wanted}
    if sheet.prefix or rows.keys() != wanted:
        raise Unusual
    for row in rows.values():
        _mark_row(row, marks, styles)
    sheet.head = _dimension(_width(sheet.head, marks.column), marks.column)


def _mark_row(row: RawRow, marks: Marks, styles: _Styles) -> None:
    number = row.number
    own = int(attribute(row.tag, "s") or 0)
    for column in marks.wrong.get(number, ()):
        cell = row.make_cell(column)
        cell.tag = with_attribute(cell.tag, "s", str(styles.wrong(int(attribute(cell.tag, "s") or own))))
    for column, put in marks.texts.get(number, {}).items():
        cell = row.make_cell(column)
        if not cell.has_formula:  # a formula is the clerk's own: its cause stands in the remark
            cell.put_text(put)
    if number == marks.header_row:
        before = max((one.column for one in row.cells if one.column < marks.column), default=None)
        beside = row.cell(before) if before is not None else None
        _say(row, marks, marks.title, int(attribute(beside.tag, "s") or 0) if beside is not None else 0)
    elif number in marks.notes:
        _say(row, marks, marks.notes[number], styles.note())
    if number in marks.hidden:
        row.tag = with_attribute(row.tag, "hidden", "1")


def _say(row: RawRow, marks: Marks, text: str, style: int) -> None:
    cell = row.make_cell(marks.column)
    cell.tag = with_attribute(cell.tag, "s", str(style))
    cell.put_text(text)


def _width(head: str, column: int) -> str:
    """Give the remark column room, unless the sheet says something of it."""
    new = f'<col min="{column}" max="{column}" width="{WIDE}" customWidth="1"/>'
    found = re.search(r"<cols>(.*?)</cols>", head, re.S)
    if found is None:
        return f"{head}<cols>{new}</cols>"
    before = found.start(1)
    for match in re.finditer(r"<col\b[^>]*?/>", found[1]):
        low, high = int(attribute(match[0], "min") or 0), int(attribute(match[0], "max") or 0)
        if low <= column <= high:
            return head
        if high < column:
            before = found.start(1) + match.end()
    return head[:before] + new + head[before:]


def _dimension(head: str, column: int) -> str:
    """Let the sheet's own extent hold the remark column."""
    found = re.search(r"<dimension ref=\"([A-Z]+\d+:([A-Z]+)\d+)\"", head)
    if found is None or split_range(found[1])[3] >= column:
        return head
    return head[: found.start(2)] + column_letters(column) + head[found.end(2) :]
