"""Brings the stored values of formulas up to date after cells have changed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from models.exchange.fill.book import Book
from models.exchange.fill.calc import Unknown, Value, evaluate, plain_number
from models.exchange.ooxml.package import escape, with_attribute
from models.exchange.ooxml.sheet import P, RawCell, RawSheet
from models.exchange.ooxml.shift import copy_formula

_V = re.compile(rf"<{P}v(?:\s[^>]*)?>.*?</{P}v>|<{P}v(?:\s[^>]*)?/>", re.S)
_SHARED = re.compile(rf"<{P}f\s([^>]*t=\"shared\"[^>]*)(?:/>|>(.*?)</{P}f>)", re.S)
_SI = re.compile(r'si="(\d+)"')


class _Values:
    """Values of cells, formulas worked out once each."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.cells: dict[tuple[str, int, int], RawCell] = {
            (sheet.name, row.number, cell.column): cell
            for sheet in book.sheets for row in sheet.rows for cell in row.cells
        }  # fmt: skip
        self.formulas = {}
        for sheet in book.sheets:
            self.formulas.update(_formulas(sheet))
        self.known: dict[tuple[str, int, int], Value] = {}
        self.failed: set[tuple[str, int, int]] = set()
        self.open: set[tuple[str, int, int]] = set()

    def at(self, key: tuple[str, int, int]) -> Value:
        if key in self.known:
            return self.known[key]
        if key in self.failed or key in self.open:
            raise Unknown("circle")
        self.open.add(key)
        try:
            value = self._work_out(key)
        except (Unknown, RecursionError, InvalidOperation):
            self.failed.add(key)
            raise Unknown(key) from None
        finally:
            self.open.discard(key)
        self.known[key] = value
        return value

    def _work_out(self, key: tuple[str, int, int]) -> Value:
        sheet, _, _ = key
        if key in self.formulas:
            return evaluate(self.formulas[key], lambda other, row, column: self.at((other or sheet, row, column)))
        cell = self.cells.get(key)
        if cell is None:
            return None
        if cell.type in ("s", "inlineStr", "str"):
            return self.book.text(cell)
        if cell.type in ("e", "d"):
            raise Unknown(key)
        if not cell.value:
            return None
        return cell.value == "1" if cell.type == "b" else Decimal(cell.value)


def _formulas(sheet: RawSheet) -> dict[tuple[str, int, int], str]:
    found: dict[tuple[str, int, int], str] = {}
    masters: dict[str, tuple[str, int, int]] = {}
    for row in sheet.rows:
        for cell in row.cells:
            if not cell.has_formula:
                continue
            formula = cell.formula
            if shared := _SHARED.search(cell.inner):
                group = _SI.search(shared[1])
                key = group[1] if group else ""
                if formula:
                    masters[key] = (formula, row.number, cell.column)
                elif key in masters:
                    first, top, left = masters[key]
                    formula = copy_formula(first, row.number - top, cell.column - left)
            found[sheet.name, row.number, cell.column] = formula
    return found


def recalculate(book: Book) -> bool:
    """Write the value of every formula that can be worked out, drop the others; True when any was dropped."""
    values = _Values(book)
    dropped = False
    for key in values.formulas:
        cell = values.cells[key]
        try:
            value = values.at(key)
        except Unknown:
            if _V.search(cell.inner):
                cell.tag, cell.inner = with_attribute(cell.tag, "t", None), _V.sub("", cell.inner)
            dropped = True
            continue
        _store(cell, value)
    return dropped


def _store(cell: RawCell, value: Value) -> None:
    kind = "str" if isinstance(value, str) else "b" if isinstance(value, bool) else None
    if isinstance(value, str):
        text = escape(value).replace("&quot;", '"')
    elif isinstance(value, bool):
        text = str(int(value))
    else:
        text = plain_number(value or Decimal(0))
    same = cell.value == ("" if value is None else text)
    if same and (cell.type == (kind or "n") or not text):
        return
    match = re.match(r"<((?:\w+:)?)c\b", cell.tag)
    prefix = match[1] if match else ""
    cell.tag = with_attribute(cell.tag, "t", kind)
    cell.inner = f"{_V.sub('', cell.inner)}<{prefix}v>{text}</{prefix}v>"
