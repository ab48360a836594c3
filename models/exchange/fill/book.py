"""A blank workbook as grids: texts, merges, drop-down lists and number formats, with the raw rows to be edited."""

from __future__ import annotations

import re

from models.exchange.fill.grid import SHEET, Cell, Grid
from models.exchange.ooxml.package import Package, Unfillable, attribute, children, local, unescape, xml
from models.exchange.ooxml.sheet import WORKBOOK, P, RawCell, RawSheet, sheet_parts, tag_name
from models.exchange.ooxml.shift import split_range

_TEXT = re.compile(rf"<{P}t(?:\s[^>]*)?/>|<{P}t(?:\s[^>]*)?>(.*?)</{P}t>", re.S)
_SOUND = re.compile(rf"<{P}rPh\b.*?</{P}rPh>", re.S)
_ITEM = re.compile(rf"<{P}si(?:\s[^>]*)?/>|<{P}si(?:\s[^>]*)?>(.*?)</{P}si>", re.S)
_MERGE = re.compile(rf"<{P}mergeCell\s[^>]*>")
_VALIDATION = re.compile(rf"(<{P}dataValidation\s[^>]*>)(.*?)</{P}dataValidation>", re.S)
_FIRST = re.compile(rf"<{P}formula1(?:\s[^>]*)?>(.*?)</{P}formula1>", re.S)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]')
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


class Book:
    """A blank workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package
        if WORKBOOK not in package:
            raise Unfillable(f"“{package.path.name}”不是 Excel 工作簿，没有打开。请另存为 .xlsx 再试。")
        self.sheets: list[RawSheet] = []
        for name, kind, part in sheet_parts(package):
            if kind == "worksheet" and part in package:
                self.sheets.append(RawSheet(len(self.sheets), name, part, package.text(part)))
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
            return re.sub(rf"^<{P}is[^>]*>|</{P}is>$", "", cell.inner.strip())
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
        name = tag_name(match[0])
        plain = next(rest).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<{name} xml:space="preserve">{plain}</{name}>'

    return _TEXT.sub(put, _SOUND.sub("", rich))
