"""Marks rows in a copy of the clerk's own .xlsx: cells coloured, a remark at the right, rows hidden; all else stays.

Only the sheet's and the styles' XML are touched, and in them only the rows, cells and styles that change; every other
member of the package is copied byte for byte. A file that is built in an unusual way is refused with ``Unusual``: the
caller then writes a new workbook instead.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from models.exchange.read import column_letters

_ROW = re.compile(r"<row\b([^>]*?)(/>|>(.*?)</row>)", re.S)
_CELL = re.compile(r"<c\b([^>]*?)(/>|>(.*?)</c>)", re.S)
_XF = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.S)
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_CODES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WRONG, INK, WIDE = "FFFFC7CE", "FFA1260D", 60


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
    """Write a marked copy; ``sheets`` by position in the workbook. Raises Unusual, OSError."""
    try:
        with zipfile.ZipFile(source) as package:
            members = {one.filename: package.read(one) for one in package.infolist()}
            infos = package.infolist()
        places = _sheet_members(members)
        styles_name = "xl/styles.xml"
        styles = _Styles(members[styles_name].decode("utf-8"))
        for at, marks in sheets.items():
            name = places[at]
            members[name] = _sheet(members[name].decode("utf-8"), marks, styles).encode("utf-8")
        members[styles_name] = styles.text().encode("utf-8")
    except (zipfile.BadZipFile, KeyError, IndexError, UnicodeDecodeError, ElementTree.ParseError, ValueError) as error:
        raise Unusual from error
    with zipfile.ZipFile(target, "w") as copy:
        for info in infos:
            copy.writestr(info, members[info.filename])


def _sheet_members(members: dict[str, bytes]) -> list[str]:
    """The XML member of every sheet, in the order of the workbook."""
    book = ElementTree.fromstring(members["xl/workbook.xml"])
    related = {
        one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(members["xl/_rels/workbook.xml.rels"])
    }
    found = []
    for one in book.iter(f"{_MAIN}sheet"):
        path = related[one.get(_LINK)]
        found.append(path.lstrip("/") if path.startswith("/") else f"xl/{path}")
    return found


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
        return self._derive("wrong", style, lambda xf: _with(_with(xf, "fillId", str(self._fill)), "applyFill", "1"))

    def note(self) -> int:
        """The style of a remark."""

        def make(xf: str) -> str:
            head = _with(_with(_with(xf, "fontId", str(self._font)), "applyFont", "1"), "applyAlignment", "1")
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


def _with(tag: str, name: str, value: str) -> str:
    """An element with an attribute set in its first tag."""
    end = re.match(r"<[^>]*?(?=/?>)", tag)
    if end is None:
        raise Unusual
    head, rest = end[0], tag[end.end() :]
    if re.search(rf"\b{name}=\"", head):
        return re.sub(rf"(\b{name}=\")[^\"]*", rf"\g<1>{value}", head, count=1) + rest
    return f'{head.rstrip()} {name}="{value}"{rest}'


def _attribute(head: str, name: str) -> str | None:
    found = re.search(rf"(?<![\w:]){name}=\"([^\"]*)\"", head)
    return found[1] if found is not None else None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheet(text: str, marks: Marks, styles: _Styles) -> str:
    found = re.search(r"<sheetData\b[^>]*>(.*)</sheetData>", text, re.S)
    if found is None:
        raise Unusual
    wanted = {*marks.notes, *marks.wrong, *marks.texts, *marks.hidden, marks.header_row}
    met = set()

    def row(match: re.Match[str]) -> str:
        number = _attribute(match[1], "r")
        if number is None:
            raise Unusual
        if int(number) not in wanted:
            return match[0]
        met.add(int(number))
        return _row(int(number), match[1], match[3] or "", marks, styles)

    data = _ROW.sub(row, found[1])
    if met != wanted:
        raise Unusual
    text = text[: found.start(1)] + data + text[found.end(1) :]
    return _dimension(_width(text, marks.column), marks.column)


def _row(number: int, head: str, inner: str, marks: Marks, styles: _Styles) -> str:
    cells: dict[int, tuple[str, str]] = {}
    for match in _CELL.finditer(inner):
        spot = _REFERENCE.fullmatch(_attribute(match[1], "r") or "")
        if spot is None:
            raise Unusual
        cells[_number(spot[1])] = (match[1], match[3] or "")
    if _CELL.sub("", inner).strip():
        raise Unusual
    own = int(_attribute(head, "s") or 0)
    for column in marks.wrong.get(number, ()):
        attributes, content = cells.get(column, (f' r="{column_letters(column)}{number}"', ""))
        style = int(_attribute(attributes, "s") or own)
        cells[column] = (_with(f"<c{attributes}>", "s", str(styles.wrong(style)))[2:-1], content)
    for column, put in marks.texts.get(number, {}).items():
        attributes, content = cells.get(column, (f' r="{column_letters(column)}{number}"', ""))
        if "<f" not in content:  # a formula is the clerk's own: its cause stands in the remark
            cells[column] = _said(attributes, put)
    if number == marks.header_row:
        place = f' r="{column_letters(marks.column)}{number}" s="{_header_style(cells, marks)}"'
        cells[marks.column] = _said(place, marks.title)
    elif number in marks.notes:
        place = f' r="{column_letters(marks.column)}{number}" s="{styles.note()}"'
        cells[marks.column] = _said(place, marks.notes[number])
    if number in marks.hidden:
        head = _with(f"<row{head}>", "hidden", "1")[4:-1]
    # Which columns a row spans is a hint that would be wrong now.
    head = re.sub(r"\s+spans=\"[^\"]*\"", "", head)
    whole = "".join(
        f"<c{attributes}>{content}</c>" if content else f"<c{attributes}/>"
        for _, (attributes, content) in sorted(cells.items())
    )
    return f"<row{head}>{whole}</row>"


def _header_style(cells: dict[int, tuple[str, str]], marks: Marks) -> int:
    before = max((column for column in cells if column < marks.column), default=None)
    return int(_attribute(cells[before][0], "s") or 0) if before is not None else 0


def _said(attributes: str, text: str) -> tuple[str, str]:
    """A cell with a text of its own."""
    attributes = re.sub(r"\s+t=\"[^\"]*\"", "", attributes)
    plain = escape(_CODES.sub("", text))
    return (
        (f'{attributes} t="inlineStr"', f'<is><t xml:space="preserve">{plain}</t></is>') if plain else (attributes, "")
    )


def _width(text: str, column: int) -> str:
    """Give the remark column room, unless the sheet says something of it."""
    new = f'<col min="{column}" max="{column}" width="{WIDE}" customWidth="1"/>'
    found = re.search(r"<cols>(.*?)</cols>", text, re.S)
    if found is None:
        return text.replace("<sheetData", f"<cols>{new}</cols><sheetData", 1)
    before = found.start(1)
    for match in re.finditer(r"<col\b[^>]*?/>", found[1]):
        low, high = int(_attribute(match[0], "min") or 0), int(_attribute(match[0], "max") or 0)
        if low <= column <= high:
            return text
        if high < column:
            before = found.start(1) + match.end()
    return text[:before] + new + text[before:]


def _dimension(text: str, column: int) -> str:
    """Let the sheet's own extent hold the remark column."""
    found = re.search(r"<dimension ref=\"([A-Z]+\d+):([A-Z]+)(\d+)\"", text)
    if found is None or _number(found[2]) >= column:
        return text
    return text[: found.start(2)] + column_letters(column) + text[found.end(2) :]
