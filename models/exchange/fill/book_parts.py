"""Moves what hangs on a sheet's row numbers in other parts: drawings, comments, tables, charts, the order of sums."""

from __future__ import annotations

import re
from collections.abc import Callable

from models.exchange.fill.book import Book
from models.exchange.ooxml.package import Package, attribute, escape, unescape, with_attribute
from models.exchange.ooxml.sheet import WORKBOOK, P, RawSheet
from models.exchange.ooxml.shift import Insert, move_formula, move_refs, move_row

_ANCHOR_ROW = re.compile(rf"(<{P}(?:from|to)>.*?<{P}row>)(\d+)(</{P}row>)", re.S)
_COMMENT = re.compile(rf"<{P}comment\s[^>]*>")
_TABLE = re.compile(rf"<{P}(?:table|autoFilter|sortState|sortCondition)\s[^>]*>")
_NOTE_ROW = re.compile(r"(<x:Row>)(\d+)(</x:Row>)")
_NOTE_ANCHOR = re.compile(r"(<x:Anchor>)(.*?)(</x:Anchor>)", re.S)
_CHART = re.compile(rf"(<{P}f>)(.*?)(</{P}f>)", re.S)
_CHAIN = re.compile(rf"<{P}c\s[^>]*>")


def move_parts(book: Book, sheet: RawSheet, inserts: list[Insert]) -> None:
    """Everything outside the sheet itself."""
    package = book.package
    for kind, part in package.related(sheet.part).values():
        if part not in package:
            continue
        if kind == "drawing":
            _edit(package, part, _ANCHOR_ROW, lambda m: f"{m[1]}{move_row(int(m[2]) + 1, inserts) - 1}{m[3]}")
        elif kind == "comments":
            _edit(package, part, _COMMENT, lambda m: _ref(m[0], inserts))
        elif kind == "table":
            _edit(package, part, _TABLE, lambda m: _ref(m[0], inserts))
        elif kind == "vmlDrawing":
            _edit(package, part, _NOTE_ROW, lambda m: f"{m[1]}{move_row(int(m[2]) + 1, inserts) - 1}{m[3]}")
            _edit(package, part, _NOTE_ANCHOR, lambda m: m[1] + _anchor(m[2], inserts) + m[3])
    for name in package.names():
        if name.startswith("xl/charts/") and name.endswith(".xml"):
            _edit(package, name, _CHART, lambda m: _formula(m, sheet.name, inserts))
    _chain(package, sheet, inserts)


def _edit(package: Package, part: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> None:
    package.put(part, pattern.sub(change, package.text(part)))


def _ref(tag: str, inserts: list[Insert]) -> str:
    value = attribute(tag, "ref")
    return with_attribute(tag, "ref", move_refs(value, inserts)) if value else tag


def _anchor(text: str, inserts: list[Insert]) -> str:
    # Left column, offset, top row, offset, right column, offset, bottom row, offset.
    parts = [part.strip() for part in text.split(",")]
    for at in (2, 6):
        if at < len(parts) and parts[at].isdigit():
            parts[at] = str(move_row(int(parts[at]) + 1, inserts) - 1)
    return ", ".join(parts)


def _formula(match: re.Match[str], target: str, inserts: list[Insert]) -> str:
    old = unescape(match[2])
    new = move_formula(old, "", target, inserts)
    return match[0] if new == old else match[1] + escape(new).replace("&quot;", '"') + match[3]


def _chain(package: Package, sheet: RawSheet, inserts: list[Insert]) -> None:
    """The order in which a spreadsheet works out its sums names cells by place; a wrong one counts as damage."""
    part = next((p for kind, p in package.related(WORKBOOK).values() if kind == "calcChain"), "")
    if part not in package:
        return
    own = _sheet_id(package, sheet.name)
    last = ""

    def moved(match: re.Match[str]) -> str:
        nonlocal last
        last = attribute(match[0], "i") or last
        value = attribute(match[0], "r")
        return with_attribute(match[0], "r", move_refs(value, inserts)) if value and last == own else match[0]

    # A name of one cell never grows into a range here: it has no ":".
    package.put(part, _CHAIN.sub(moved, package.text(part)))


def _sheet_id(package: Package, name: str) -> str:
    for tag in re.findall(rf"<{P}sheet\s[^>]*>", package.text(WORKBOOK)):
        if attribute(tag, "name") == name:
            return attribute(tag, "sheetId") or ""
    return ""
