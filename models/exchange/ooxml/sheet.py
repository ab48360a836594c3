"""One sheet of a workbook as it stands in the package: rows and cells as text, read only where they are wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.exchange.ooxml.package import (
    Package,
    Unfillable,
    attribute,
    children,
    escape,
    unescape,
    with_attribute,
    xml,
)
from models.exchange.ooxml.shift import copy_formula, split_ref
from models.exchange.read import column_letters

WORKBOOK = "xl/workbook.xml"
P = r"(?:\w+:)?"
"""A prefix of names, if there is any."""
_DATA = re.compile(rf"<{P}sheetData\s*/>|<({P})sheetData(?:\s[^>]*)?>(.*?)</{P}sheetData>", re.S)
_ROW = re.compile(rf"(<{P}row(?:\s[^>]*)?/>)|(<{P}row(?:\s[^>]*)?>)(.*?)</{P}row>", re.S)
_CELL = re.compile(rf"(<{P}c(?:\s[^>]*)?/>)|(<{P}c(?:\s[^>]*)?>)(.*?)</{P}c>", re.S)
_FORMULA = re.compile(rf"<({P})f((?:\s[^>]*)?)/>|<({P})f((?:\s[^>]*)?)>(.*?)</{P}f>", re.S)
_VALUE = re.compile(rf"<{P}v(?:\s[^>]*)?>(.*?)</{P}v>", re.S)


@dataclass
class RawCell:
    """A cell as it stands in the file: ``tag`` the start tag, ``inner`` what is in it."""

    column: int
    tag: str
    inner: str = ""

    @property
    def formula(self) -> str:
        """Its formula, "" when it has none or is part of a shared one."""
        match = _FORMULA.search(self.inner)
        return unescape(match[5] or "") if match else ""

    @property
    def has_formula(self) -> bool:
        """Whether it is worked out."""
        return _FORMULA.search(self.inner) is not None

    @property
    def value(self) -> str:
        """The stored value as text."""
        match = _VALUE.search(self.inner)
        return unescape(match[1]) if match else ""

    @property
    def type(self) -> str:
        """s, str, inlineStr, b, e, d or n."""
        return attribute(self.tag, "t") or "n"

    def put_text(self, text: str, rich: str = "") -> None:
        """Hold a text, or ``rich``: runs as they stand in a file; "" leaves the cell blank."""
        prefix = tag_name(self.tag).removesuffix("c")
        if not text and not rich:
            self.inner, self.tag = "", with_attribute(self.tag, "t", None)
            return
        inside = rich or f'<{prefix}t xml:space="preserve">{escape(text).replace("&quot;", chr(34))}</{prefix}t>'
        self._open("inlineStr")
        self.inner = f"<{prefix}is>{inside}</{prefix}is>"

    def put_number(self, digits: str) -> None:
        """Hold a number."""
        prefix = tag_name(self.tag).removesuffix("c")
        self._open(None)
        self.inner = f"<{prefix}v>{digits}</{prefix}v>"

    def _open(self, kind: str | None) -> None:
        tag = self.tag[:-2].rstrip() + ">" if self.tag.endswith("/>") else self.tag
        self.tag = with_attribute(tag, "t", kind)

    def raw(self) -> str:
        """The cell as text of the file."""
        return self.tag if self.tag.endswith("/>") else f"{self.tag}{self.inner}</{tag_name(self.tag)}>"


class RawRow:
    """A row as it stands in the file; its cells are read when they are asked for."""

    def __init__(self, number: int, tag: str, inner: str = "") -> None:
        self.number, self.tag, self._inner = number, tag, inner
        self._cells: list[RawCell] | None = None
        self._rest = ""

    @property
    def cells(self) -> list[RawCell]:
        """Its cells, to be changed in place."""
        if self._cells is None:
            self._cells = _cells(self._inner)
            self._rest = _CELL.sub("", self._inner).strip()
        return self._cells

    def raw(self) -> str:
        """The row as text of the file."""
        if self.tag.endswith("/>"):
            return self.tag
        inner = self._inner if self._cells is None else "".join(cell.raw() for cell in self._cells) + self._rest
        return f"{self.tag}{inner}</{tag_name(self.tag)}>"

    def cell(self, column: int) -> RawCell | None:
        """The cell of a column."""
        return next((one for one in self.cells if one.column == column), None)

    def make_cell(self, column: int) -> RawCell:
        """The cell of a column, a blank one where the file has none."""
        if (found := self.cell(column)) is not None:
            return found
        if self.tag.endswith("/>"):
            self.tag = self.tag[:-2].rstrip() + ">"
        for one in self.cells:
            # Places may be left out as long as no cell is missing.
            one.tag = with_attribute(one.tag, "r", f"{column_letters(one.column)}{self.number}")
        prefix = tag_name(self.tag).removesuffix("row")
        made = RawCell(column, f'<{prefix}c r="{column_letters(column)}{self.number}"/>')
        self.cells.insert(next((i for i, one in enumerate(self.cells) if one.column > column), len(self.cells)), made)
        if spans := attribute(self.tag, "spans"):
            low, _, high = spans.partition(":")
            if low.isdigit() and high.isdigit() and not int(low) <= column <= int(high):
                self.tag = with_attribute(self.tag, "spans", f"{min(int(low), column)}:{max(int(high), column)}")
        return made


def tag_name(tag: str) -> str:
    """The name in a start tag, with its prefix."""
    match = re.match(r"<([\w:]+)", tag)
    assert match is not None
    return match[1]


class RawSheet:
    """One sheet: ``part`` its name in the package, text before and behind the rows, the rows."""

    def __init__(self, index: int, name: str, part: str, text: str) -> None:
        self.index, self.name, self.part, self.text = index, name, part, text
        match = _DATA.search(text)
        if match is None:
            raise Unfillable(f"工作表“{name}”里没有表格，读不出来。")
        self.prefix = match[1] or ""
        self.open = match[0] if match[2] is None else match[0][: match.start(2) - match.start()]
        self.head, self.tail = text[: match.start()], text[match.end() :]
        self.rows = _rows(match[2] or "")

    def raw(self) -> str:
        """The sheet as text of the file."""
        if not self.rows and self.open.endswith("/>"):
            return self.head + self.open + self.tail
        opening = self.open if not self.open.endswith("/>") else f"<{self.prefix}sheetData>"
        body = "".join(row.raw() for row in self.rows)
        return f"{self.head}{opening}{body}</{tag_name(opening)}>{self.tail}"

    def row(self, number: int) -> RawRow | None:
        """The row of a number."""
        return next((one for one in self.rows if one.number == number), None)

    def expand_shared(self) -> None:
        """Give every cell of a shared formula its own: rows that go in between would tear the group apart."""
        masters: dict[str, tuple[str, int, int]] = {}
        for row in self.rows:
            for cell in row.cells:
                match = _FORMULA.search(cell.inner)
                tag = f"<f{match[2] or match[4] or ''}>" if match else ""
                if match is None or attribute(tag, "t") != "shared":
                    continue
                group = attribute(tag, "si") or ""
                if match[5]:
                    masters[group] = (unescape(match[5]), row.number, cell.column)
                if group in masters:
                    formula, top, left = masters[group]
                    own = copy_formula(formula, row.number - top, cell.column - left)
                    prefix = match[1] or match[3] or ""
                    cell.inner = cell.inner.replace(match[0], formula_tag(prefix, own), 1)


def formula_tag(prefix: str, formula: str) -> str:
    """A formula as text of the file."""
    plain = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{prefix}f>{plain}</{prefix}f>"


def _rows(text: str) -> list[RawRow]:
    found: list[RawRow] = []
    number = 0
    for match in _ROW.finditer(text):
        tag = match[1] or match[2]
        number = int(attribute(tag, "r") or number + 1)
        found.append(RawRow(number, tag, match[3] or ""))
    return found


def _cells(text: str) -> list[RawCell]:
    found: list[RawCell] = []
    column = 0
    for match in _CELL.finditer(text):
        tag = match[1] or match[2]
        ref = attribute(tag, "r")
        column = split_ref(ref)[1] if ref else column + 1
        found.append(RawCell(column, tag, match[3] or ""))
    return found


def sheet_parts(package: Package) -> list[tuple[str, str, str]]:
    """(name, worksheet or another kind, its part) of every sheet in the workbook's order. Raises Unfillable."""
    related = package.related(WORKBOOK)
    found = []
    for one in children(xml(package, WORKBOOK), "sheet"):
        id = next((value for key, value in one.attrib.items() if key.rpartition("}")[2] == "id"), "")
        found.append((one.get("name", ""), *related.get(id, ("", ""))))
    return found
