"""A blank workbook as grids: texts, merges, drop-down lists and number formats, with the raw rows to be edited."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from models.exchange.fill.grid import SHEET, Cell, Grid
from models.exchange.fill.package import Package, Unfillable, attribute, children, local, unescape, xml
from models.exchange.fill.shift import copy_formula, split_range, split_ref

WORKBOOK = "xl/workbook.xml"
_P = r"(?:\w+:)?"
_DATA = re.compile(rf"<{_P}sheetData\s*/>|<({_P})sheetData(?:\s[^>]*)?>(.*?)</{_P}sheetData>", re.S)
_ROW = re.compile(rf"(<{_P}row(?:\s[^>]*)?/>)|(<{_P}row(?:\s[^>]*)?>)(.*?)</{_P}row>", re.S)
_CELL = re.compile(rf"(<{_P}c(?:\s[^>]*)?/>)|(<{_P}c(?:\s[^>]*)?>)(.*?)</{_P}c>", re.S)
_FORMULA = re.compile(rf"<({_P})f((?:\s[^>]*)?)/>|<({_P})f((?:\s[^>]*)?)>(.*?)</{_P}f>", re.S)
_VALUE = re.compile(rf"<{_P}v(?:\s[^>]*)?>(.*?)</{_P}v>", re.S)
_TEXT = re.compile(rf"<{_P}t(?:\s[^>]*)?/>|<{_P}t(?:\s[^>]*)?>(.*?)</{_P}t>", re.S)
_SOUND = re.compile(rf"<{_P}rPh\b.*?</{_P}rPh>", re.S)
_ITEM = re.compile(rf"<{_P}si(?:\s[^>]*)?/>|<{_P}si(?:\s[^>]*)?>(.*?)</{_P}si>", re.S)
_MERGE = re.compile(rf"<{_P}mergeCell\s[^>]*>")
_VALIDATION = re.compile(rf"(<{_P}dataValidation\s[^>]*>)(.*?)</{_P}dataValidation>", re.S)
_FIRST = re.compile(rf"<{_P}formula1(?:\s[^>]*)?>(.*?)</{_P}formula1>", re.S)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]')
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


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

    def raw(self) -> str:
        """The cell as text of the file."""
        return self.tag if self.tag.endswith("/>") else f"{self.tag}{self.inner}</{_name(self.tag)}>"


@dataclass
class RawRow:
    """A row as it stands in the file."""

    number: int
    tag: str
    cells: list[RawCell] = field(default_factory=list)

    def raw(self) -> str:
        """The row as text of the file."""
        if self.tag.endswith("/>"):
            return self.tag
        return self.tag + "".join(cell.raw() for cell in self.cells) + f"</{_name(self.tag)}>"

    def cell(self, column: int) -> RawCell | None:
        """The cell of a column."""
        return next((one for one in self.cells if one.column == column), None)


def _name(tag: str) -> str:
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
        return f"{self.head}{opening}{body}</{_name(opening)}>{self.tail}"

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
        found.append(RawRow(number, tag, _cells(match[3] or "")))
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


class Book:
    """A blank workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package
        if WORKBOOK not in package:
            raise Unfillable(f"“{package.path.name}”不是 Excel 工作簿，没有打开。请另存为 .xlsx 再试。")
        related = package.related(WORKBOOK)
        self.sheets: list[RawSheet] = []
        for one in children(xml(package, WORKBOOK), "sheet"):
            id = next((value for key, value in one.attrib.items() if key.rpartition("}")[2] == "id"), "")
            kind, part = related.get(id, ("", ""))
            if kind == "worksheet" and part in package:
                self.sheets.append(RawSheet(len(self.sheets), one.get("name", ""), part, package.text(part)))
        if not self.sheets:
            raise Unfillable(f"“{package.path.name}”里没有工作表，没有打开。")
        self.strings = self._strings()
        self.forms = self._forms()

    def _strings(self) -> list[str]:
        """Shared strings as they stand, with their runs."""
        part = next((p for kind, p in self.package.related(WORKBOOK).values() if kind == "sharedStrings"), "")
        if part not in self.package:
            return []
        return [match[1] or "" for match in _ITEM.finditer(self.package.text(part))]

    def _forms(self) -> list[str]:
        """What the number format of each style shows: "", text, date, percent."""
        part = next((p for kind, p in self.package.related(WORKBOOK).values() if kind == "styles"), "")
        if part not in self.package:
            return []
        root = xml(self.package, part)
        custom = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in children(root, "numFmt")}
        formats = next((one for one in root if local(one) == "cellXfs"), None)
        return [_form(int(one.get("numFmtId", "0")), custom) for one in (formats if formats is not None else ())]

    def rich(self, cell: RawCell) -> str:
        """The text of a cell with its runs, as it stands: the inside of <si> or <is>; "" where it has none."""
        if cell.type == "s" and cell.value.isdigit() and int(cell.value) < len(self.strings):
            return self.strings[int(cell.value)]
        if cell.type == "inlineStr":
            return re.sub(rf"^<{_P}is[^>]*>|</{_P}is>$", "", cell.inner.strip())
        return ""

    def text(self, cell: RawCell) -> str:
        """What a cell says."""
        if cell.type in ("s", "inlineStr"):
            return "".join(run_texts(self.rich(cell)))
        return "" if cell.type == "e" else cell.value

    def form(self, cell: RawCell) -> str:
        """What the number format of a cell shows."""
        style = attribute(cell.tag, "s")
        return self.forms[int(style)] if style and style.isdigit() and int(style) < len(self.forms) else ""

    def grids(self) -> list[Grid]:
        """All sheets as grids."""
        return [self._grid(sheet) for sheet in self.sheets]

    def _grid(self, sheet: RawSheet) -> Grid:
        merges = {(top, left): (bottom, right) for top, left, bottom, right in merged(sheet)}
        hidden = {(r, c) for (t, left), (b, right) in merges.items()
                  for r in range(t, b + 1) for c in range(left, right + 1) if (r, c) != (t, left)}  # fmt: skip
        options = _options(sheet)
        cells = []
        for row in sheet.rows:
            for raw in row.cells:
                at = (row.number, raw.column)
                if at in hidden:
                    continue
                bottom, right = merges.pop(at, at)
                choice = next((o for (t, left, b, r), o in options if t <= at[0] <= b and left <= at[1] <= r), ())
                formula = (raw.formula or "shared") if raw.has_formula else ""
                cells.append(
                    Cell(*at, "" if formula else self.text(raw), bottom - at[0] + 1, right - at[1] + 1, formula,
                         self.form(raw), choice)
                )  # fmt: skip
        cells += [Cell(t, left, "", b - t + 1, r - left + 1) for (t, left), (b, r) in merges.items()]
        return Grid(sheet.index, sheet.name, SHEET, cells)


def merged(sheet: RawSheet) -> list[tuple[int, int, int, int]]:
    """Merged ranges: first row, first column, last row, last column."""
    return [split_range(attribute(tag, "ref") or "A1") for tag in _MERGE.findall(sheet.tail)]


def _options(sheet: RawSheet) -> list[tuple[tuple[int, int, int, int], tuple[str, ...]]]:
    found = []
    for tag, inner in _VALIDATION.findall(sheet.tail):
        first = _FIRST.search(inner)
        listed = unescape(first[1]).strip() if first else ""
        if attribute(tag, "type") != "list" or not listed.startswith('"'):
            continue
        words = tuple(word.strip() for word in listed.strip('"').split(","))
        for ref in (attribute(tag, "sqref") or "").split():
            try:
                found.append((split_range(ref), words))
            except ValueError:  # a whole column
                continue
    return found


def _form(id: int, custom: dict[int, str]) -> str:
    code = custom.get(id, "")
    plain = _QUOTED.sub("", code).lower()
    if id == 49 or plain == "@":
        return "text"
    if id in (9, 10) or "%" in plain:
        return "percent"
    if id in _DATE_IDS and not code:
        return "date"
    return "date" if "y" in plain or ("m" in plain and "d" in plain) or "年" in code else ""


def run_texts(rich: str) -> list[str]:
    """Texts of the runs of a string."""
    return [unescape(match[1] or "") for match in _TEXT.finditer(_SOUND.sub("", rich))]


def with_run_texts(rich: str, texts: list[str]) -> str:
    """A string with other texts in its runs."""
    rest = iter(texts)

    def put(match: re.Match[str]) -> str:
        name = _name(match[0])
        plain = next(rest).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<{name} xml:space="preserve">{plain}</{name}>'

    return _TEXT.sub(put, _SOUND.sub("", rich))
