"""One table measured for one width: its columns, heading, rows and totals, each drawn at any place on any page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.reports.paper import PaperColumn, PaperTable
from models.reports.paper_columns import LINES_WANTED, PAD, Measure, comfortable, fit, lines_of, measure
from models.reports.paper_fonts import Face
from models.reports.paper_sheet import HEAD_FILL, LINE_GRAY, MM, THICK, THIN, Book, Sheet
from models.reports.paper_text import balanced, clean, longest_solid

NOTHING = "（无记录）"
LEADING = 1.28
V_PAD = 1.6  # points above and below the text of a cell
TOTAL_FILL = 0.97
HEAD_MOST_MM = 9.0
_DOWN = 0.36  # baseline below the middle of a line, in em


@dataclass
class Row:
    """A row with its height in points and the lines of those cells that need several."""

    cells: Sequence[str]
    height: float
    lines: dict[int, list[str]] | None = None
    strong: bool = False


class TableLayout:
    """One table measured for one width; draws any part of itself at any place."""

    def __init__(self, book: Book, table: PaperTable):
        self.book = book
        self.table = table
        self.rows = [[clean(cell) for cell in row] for row in table.rows]
        self.total = [clean(cell) for cell in table.total] if table.total is not None else None
        self.columns = [self._measured(index, column) for index, column in enumerate(table.columns)]
        self.size = book.settings.font_size
        if table.serial:
            self._add_serial()
        elif self.total and "合计" not in "".join(self.total) and not self.total[0]:
            self.total[0] = "合计"
        if not self.columns:
            raise ValueError(f"表“{table.title}”没有一列可打印")

    def _measured(self, index: int, column: PaperColumn) -> Measure:
        faces = self.book.faces
        cells = [row[index] if index < len(row) else "" for row in self.rows]
        found = measure(
            clean(column.title), column.align, clean(column.group), column.width / 2, cells, faces.regular, faces.bold
        )
        if self.total is not None and index < len(self.total):
            total = self.total[index]
            found.solid = max(found.solid, longest_solid(total, faces.bold.width))
            found.full = max(found.full, min(faces.bold.width(total), found.wish))
        return found

    def _add_serial(self) -> None:
        number = 0
        for at, row in enumerate(self.rows):
            number += at not in self.table.strong
            row.insert(0, "" if at in self.table.strong else str(number))
        texts = [str(number)]
        if self.total is not None:
            if self.total and self.total[0] == "合计":
                self.total[0] = ""
            said = any("合计" in cell for cell in self.total)
            self.total.insert(0, "" if said else "合计")
            texts.append(self.total[0])
        serial = measure("序号", "center", "", 2.0, texts, self.book.faces.regular, self.book.faces.bold)
        serial.fixed = True
        self.columns.insert(0, serial)

    def wants_landscape(self, portrait_width: float) -> bool:
        """Whether the table is too wide for `portrait_width` points at a readable size."""
        return not comfortable(self.columns, portrait_width, self.book.settings.font_size)

    def fit(self, left: float, right: float) -> None:
        """Fix columns and heading between left and right, in points."""
        settings = self.book.settings
        self.left, self.right = left, right
        self.size, comfort = fit(self.columns, right - left, settings.font_size)
        self.edges = [left]
        for column in self.columns:
            self.edges.append(self.edges[-1] + column.width)
        self.leading = self.size * LEADING
        self.min_row = max(settings.min_row_mm * MM, self.leading + 2 * V_PAD)
        self._note_broken(comfort)
        self._lay_header()

    def lay_rows(self, tallest: float, room_per_row: float | None = None) -> None:
        """Break the cells into lines. No row exceeds `tallest`; `room_per_row` lowers rows to fit a wanted count."""
        if room_per_row is not None:
            self.min_row = max(self.leading + 2 * V_PAD, min(self.min_row, room_per_row))
        self._tallest = tallest
        strong = self.table.strong
        self.laid = [self._laid(cells, at in strong) for at, cells in enumerate(self.rows)]
        self.total_row = self._laid(self.total, bold=True) if self.total is not None else None

    def sum_row(self, cells: Sequence[str]) -> Row:
        """A row of page totals."""
        return self._laid(cells, bold=True)

    def _note_broken(self, comfort: bool) -> None:
        squeezed = False
        for column in self.columns:
            if column.solid * column.size > column.width - 2 * PAD + 0.05:
                self.book.clipped[column.title] = None
                squeezed = True
        if squeezed or (not comfort and self.size <= 6.5):
            paper = "改用A3横向或" if self.book.settings.size == "A4" else ""
            self.book.warnings[f"“{self.table.title}”列太多，字已缩到{self.size:g}磅；建议{paper}减少几列"] = None

    def _lay_header(self) -> None:
        bold, columns = self.book.faces.bold, self.columns
        self.head_lines = [balanced(c.title, (c.width - 2 * PAD) / self.size + 0.02, bold.width) for c in columns]
        self.spans: list[tuple[int, int, list[str]]] = []
        start = 0
        while start < len(columns):
            end = start + 1
            while columns[start].group and end < len(columns) and columns[end].group == columns[start].group:
                end += 1
            if columns[start].group:
                room = (self.edges[end] - self.edges[start] - 2 * PAD) / self.size
                self.spans.append((start, end, balanced(clean(columns[start].group), room, bold.width)))
            start = end
        grouped = {index for start, end, _ in self.spans for index in range(start, end)}
        upper = max((len(lines) for *_, lines in self.spans), default=0)
        lower = max((len(self.head_lines[index]) for index in grouped), default=0)
        alone = max((len(lines) for index, lines in enumerate(self.head_lines) if index not in grouped), default=0)
        # Rows may be tall for writing by hand; the heading is only read.
        least = min(self.min_row, HEAD_MOST_MM * MM)
        self.upper_height = max(least, self._text_height(upper)) if self.spans else 0.0
        self.header_height = self.upper_height + max(
            least, self._text_height(lower), self._text_height(alone) - self.upper_height
        )
        self.grouped = grouped

    def _text_height(self, lines: int) -> float:
        return lines * self.leading + 2 * V_PAD + 1

    def _laid(self, cells: Sequence[str], bold: bool = False) -> Row:
        """Break the cells that do not fit on one line, and find the row's height."""
        faces = self.book.faces
        face = faces.bold if bold else faces.regular
        wrapped: dict[int, list[str]] | None = None
        most = 1
        for index, (text, column) in enumerate(zip(cells, self.columns, strict=False)):
            if not text:
                continue
            own = column.widths.get(text)
            if own is None or bold:
                own = face.width(text)
            if own * column.size <= column.width - 2 * PAD + 0.15 and "\n" not in text:
                continue
            lines = lines_of(text, column, face)
            if len(lines) < 2:
                continue
            fitting = max(1, int((self._tallest - 2 * V_PAD) / self.leading))
            if len(lines) > LINES_WANTED:
                self.book.clipped[column.title] = None
            if len(lines) > fitting:
                lines = [*lines[: fitting - 1], lines[fitting - 1][:-1] + "…"]
            wrapped = wrapped or {}
            wrapped[index] = lines
            most = max(most, len(lines))
        height = max(self.min_row, most * self.leading + 2 * V_PAD)
        return Row(cells, height, wrapped, bold)

    def draw_header(self, sheet: Sheet, top: float) -> float:
        """Draw the heading rows and return the y below them."""
        edges = self.edges
        bottom = top - self.header_height
        middle = top - self.upper_height
        sheet.box(self.left, bottom, self.right - self.left, self.header_height, 0, HEAD_FILL)
        for index, (column, lines) in enumerate(zip(self.columns, self.head_lines, strict=True)):
            upper = middle if index in self.grouped else top
            self._centred(sheet, edges[index], column.width, upper, bottom, lines)
            if index:
                inside = any(start < index < end for start, end, _ in self.spans)
                sheet.line(edges[index], bottom, edges[index], middle if inside else top)
        for start, end, lines in self.spans:
            self._centred(sheet, edges[start], edges[end] - edges[start], top, middle, lines)
            sheet.line(edges[start], middle, edges[end], middle)
        sheet.line(self.left, bottom, self.right, bottom, THIN)
        return bottom

    def _centred(self, sheet: Sheet, x: float, width: float, top: float, bottom: float, lines: Sequence[str]) -> None:
        y = (top + bottom + len(lines) * self.leading) / 2 - self.size * 1.02
        for line in lines:
            sheet.aligned(x, width, y, line, self.book.faces.bold, self.size, "center")
            y -= self.leading

    def draw_rows(self, sheet: Sheet, top: float, rows: Sequence[Row], bold: bool = False) -> float:
        """Draw rows below one another and return the y below the last."""
        faces = self.book.faces
        face = faces.bold if bold else faces.regular
        strokes = sheet.strokes
        strokes.append(f"{THIN:g} w {LINE_GRAY:g} G")
        left, right = self.left, self.right
        columns = [
            (index, column, column.align, self.edges[index] + PAD, column.width - 2 * PAD, column.size)
            for index, column in enumerate(self.columns)
        ]
        y = top
        for row in rows:
            base = y - row.height / 2
            y -= row.height
            wrapped = row.lines
            for (index, column, align, x, room, size), text in zip(columns, row.cells, strict=False):
                if not text:
                    continue
                if wrapped and index in wrapped:
                    self._lines(sheet, x, room, base, wrapped[index], face, size, align)
                    continue
                if align != "left":
                    own = face.width(text) if bold else column.widths.get(text) or face.width(text)
                    spare = room - own * size
                    x += spare if align == "right" else spare / 2
                sheet.text(x, base - size * _DOWN, text, face, size)
            strokes.append(f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")
        return y

    def _lines(
        self, sheet: Sheet, x: float, room: float, middle: float, lines: list[str], face: Face, size: float, align: str
    ) -> None:
        y = middle + (len(lines) - 1) * self.leading / 2 - size * _DOWN
        for line in lines:
            sheet.aligned(x, room, y, line, face, size, "left" if align == "center" else align)
            y -= self.leading

    def draw_total(self, sheet: Sheet, top: float, row: Row) -> float:
        """Draw a row of totals, lightly shaded, and return the y below it."""
        sheet.box(self.left, top - row.height, self.right - self.left, row.height, 0, TOTAL_FILL)
        return self.draw_rows(sheet, top, [row], bold=True)

    def draw_nothing(self, sheet: Sheet, top: float) -> float:
        """Draw the one row of an empty table and return the y below it."""
        bottom = top - self.min_row
        y = (top + bottom) / 2 - self.size * _DOWN
        regular = self.book.faces.regular
        sheet.aligned(self.left, self.right - self.left, y, NOTHING, regular, self.size, "center")
        sheet.line(self.left, bottom, self.right, bottom)
        return bottom

    def draw_uprights(self, sheet: Sheet, top: float, bottom: float) -> None:
        """The lines between the columns."""
        for edge in self.edges[1:-1]:
            sheet.line(edge, top, edge, bottom)

    def draw_frame(self, sheet: Sheet, top: float, bottom: float) -> None:
        """The outer frame."""
        sheet.box(self.left, bottom, self.right - self.left, top - bottom, THICK)
