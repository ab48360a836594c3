"""Tables in Word documents and in HTML (also under the name .xls, and as the clipboard gives it), as grids of cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_BYTES = 64 << 20
MOST_SPAN = 500


@dataclass
class Grid:
    """Rows of texts, the cells of a merged range blank but for its first, and those ranges as ``Sheet.merged``."""

    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    title: str = ""


def word_tables(path: Path) -> list[Grid]:
    """The tables of a .docx, each with the paragraph before it. Raises OSError, BadZipFile, KeyError, ParseError."""
    with zipfile.ZipFile(path) as file:
        if file.getinfo("word/document.xml").file_size > MOST_BYTES:
            raise OSError("document too large")
        text = file.read("word/document.xml")
    if b"<!DOCTYPE" in text[:1000] or b"<!ENTITY" in text:
        # Word never writes one; entities could blow up in memory.
        raise ElementTree.ParseError("document type declared")
    body = ElementTree.fromstring(text).find(f"{W}body")
    found: list[Grid] = []
    title = ""
    for part in body if body is not None else ():
        if part.tag == f"{W}p":
            title = _words(part) or title
        elif part.tag == f"{W}tbl":
            found.append(_word_table(part, title))
            title = ""
    return found


def _words(part: ElementTree.Element) -> str:
    pieces = []
    for one in part.iter():
        if one.tag == f"{W}t":
            pieces.append(one.text or "")
        elif one.tag in (f"{W}br", f"{W}tab"):
            pieces.append(" ")
    return "".join(pieces).strip()


def _number(part: ElementTree.Element | None, otherwise: int = 1) -> int:
    value = part.get(f"{W}val", "") if part is not None else ""
    return min(int(value), MOST_SPAN) if value.isdigit() else otherwise


def _word_table(table: ElementTree.Element, title: str) -> Grid:
    grid = Grid(title=title)
    open_down: dict[int, tuple[int, int]] = {}
    for number, row in enumerate((one for one in table if one.tag == f"{W}tr"), 1):
        cells: list[Any] = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _cells(row):
            properties = cell.find(f"{W}tcPr")
            span = _number(properties.find(f"{W}gridSpan") if properties is not None else None)
            down = properties.find(f"{W}vMerge") if properties is not None else None
            left = len(cells) + 1
            text = " ".join(filter(None, (_words(one) for one in cell.iter(f"{W}p"))))
            continues = down is not None and down.get(f"{W}val", "continue") == "continue"
            if down is not None and not continues:
                open_down[left] = (number, span)
            elif not continues:
                open_down.pop(left, None)
                if span > 1:
                    grid.merged.append((number, left, number, left + span - 1))
            if continues and left in open_down:
                top, wide = open_down[left]
                _stretch(grid, top, left, number, left + wide - 1)
                text = ""
            cells += [text, *[""] * (span - 1)]
        grid.rows.append(cells)
    return grid


def _cells(row: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for one in row:
        if one.tag == f"{W}tc":
            yield one
        elif one.tag == f"{W}sdt":
            yield from one.iter(f"{W}tc")


def _stretch(grid: Grid, top: int, left: int, bottom: int, right: int) -> None:
    for at, known in enumerate(grid.merged):
        if known[:2] == (top, left):
            grid.merged[at] = (top, left, bottom, right)
            return
    grid.merged.append((top, left, bottom, right))


class _Tables(HTMLParser):
    """Collects <table> elements; one within another counts as its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self.stack: list[Grid] = []
        self.taken: list[set[tuple[int, int]]] = []
        self.cell: list[str] | None = None
        self.at = (0, 0, 1, 1)
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        if tag in ("style", "script", "head"):
            self.silent += tag != "head"
        elif tag == "table":
            self._end_cell()
            self.stack.append(Grid())
            self.taken.append(set())
            self.grids.append(self.stack[-1])
        elif tag == "tr" and self.stack:
            self._end_cell()
            self.stack[-1].rows.append([])
        elif tag in ("td", "th") and self.stack:
            self._end_cell()
            self._start_cell(dict(attrs))
        elif tag in ("br", "p", "div") and self.cell:
            self.cell.append(" ")

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        grid, taken = self.stack[-1], self.taken[-1]
        if not grid.rows:
            grid.rows.append([])
        row, column = len(grid.rows), len(grid.rows[-1]) + 1
        while (row, column) in taken:
            grid.rows[-1].append("")
            column += 1
        down, wide = (_span(attributes.get(name)) for name in ("rowspan", "colspan"))
        if down > 1 or wide > 1:
            grid.merged.append((row, column, row + down - 1, column + wide - 1))
            taken |= {(row + a, column + b) for a in range(down) for b in range(wide)} - {(row, column)}
        self.cell, self.at = [], (row, column, down, wide)

    def _end_cell(self) -> None:
        if self.cell is not None and self.stack:
            row = self.stack[-1].rows[-1]
            row += [" ".join("".join(self.cell).split()), *[""] * (self.at[3] - 1)]
        self.cell = None

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if tag in ("style", "script"):
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.stack:
            self._end_cell()
            self.stack.pop()
            self.taken.pop()

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        if self.cell is not None and not self.silent:
            self.cell.append(data)


def html_tables(text: str) -> list[Grid]:
    """The tables of an HTML text that hold anything."""
    reader = _Tables()
    reader.feed(text)
    reader.close()
    for grid in reader.grids:
        bottom = len(grid.rows)
        grid.merged = [(a, b, min(c, bottom), d) for a, b, c, d in grid.merged]
    return [grid for grid in reader.grids if any(any(row) for row in grid.rows)]


def _span(value: str | None) -> int:
    return min(max(int(value), 1), MOST_SPAN) if value and value.strip().isdigit() else 1
