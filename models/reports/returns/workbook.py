"""A report as an Excel workbook formatted as it is printed: merged heads, widths, A4 set-up, repeated header rows.

Figures are numbers; IDs, phones and codes are text cells, so that no 18-digit number is ever shortened.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Any

from models.database import Trouble
from models.kinds import Integer
from models.reports.paper import PaperSettings
from models.reports.returns.base import SUBTOTAL, TOTAL, Cell, Head, Made, ReturnTable, Row

FONT, BODY, TITLE = "宋体", 10, 16
WIDEST, SERIAL = 40.0, "序号"
_WIDE = re.compile("[\u2e80-\U0010ffff]")
LANDSCAPE_FROM = 95.0
"""Width in Latin letters from which a table lies across the paper."""


def write(made: Made, path: Path, how: PaperSettings | None = None) -> int:
    """Write the tables of a report, one sheet each; returns the number of rows. Raises Trouble when it cannot."""
    if not made.tables:
        raise Trouble(f"“{made.report.title}”一份一页，只能打印或存为 PDF，没有 Excel 表。")
    # Only here: it takes a tenth of the time of a start, and the window opens without it.
    import xlsxwriter

    staged = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(staged), options) as book:
            names: set[str] = set()
            for table in made.tables:
                _Sheet(book, table, _sheet_name(table.title, names), how or PaperSettings()).write()
        staged.replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        reason = getattr(error, "strerror", "") or "磁盘出错"
        raise Trouble(f"不能写入“{path.name}”（{reason}）。请关闭打开着它的程序，或换一个位置。") from error
    finally:
        staged.unlink(missing_ok=True)
    return sum(len(table.rows) for table in made.tables)


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", "", title)[-28:] or "报表"
    name, at = plain, 2
    while name in taken:
        name, at = f"{plain}{at}", at + 1
    taken.add(name)
    return name


class _Sheet:
    """One table on one sheet."""

    def __init__(self, book: Any, table: ReturnTable, name: str, how: PaperSettings) -> None:
        self.book, self.table, self.how = book, table, how
        self.sheet = book.add_worksheet(name)
        serial = (Head(SERIAL, width=5, align="center"),) if table.serial else ()
        self.heads = (*serial, *table.heads)
        self.shift = len(serial)
        self.widths = [self._needed(at, head) for at, head in enumerate(self.heads)]
        self._made: dict[tuple[Any, ...], Any] = {}

    def write(self) -> None:
        """Title, lines, heads, rows, signatures; then how it is printed."""
        last = len(self.heads) - 1
        row = self._titles(last)
        first = row
        row = self._headings(row)
        rows = list(self.table.rows)
        if self.table.total is not None:
            at = 0 if self.how.total_first else len(rows)
            rows.insert(at, self.table.total)
        number = 0
        for one in rows:
            number += one.kind not in (SUBTOTAL, TOTAL)
            self._row(row, one, number)
            row += 1
        for note in self.table.notes:
            self._line(row, last, note, self._format(text_wrap=True, align="left", valign="top"))
            row += 1
        if self.how.footer:
            blank = "　" * max(2, 40 // len(self.how.footer))
            signs = blank.join(f"{one}：" for one in self.how.footer)
            self._line(row, last, signs, self._format(align="left"))
            self.sheet.set_row(row, 26)
        self._page(first, row, last)

    def _titles(self, last: int) -> int:
        table = self.table
        self._line(0, last, table.title, self._format(bold=True, align="center", font_size=TITLE, valign="vcenter"))
        self.sheet.set_row(0, 28)
        row = 1
        if table.subtitle:
            self._line(row, last, table.subtitle, self._format(align="center"))
            row += 1
        reporter = f"填报单位（盖章）：{table.reporter}" if table.reporter else ""
        info = "　　".join(part for part in (reporter, table.date_text, table.unit_text) if part)
        self._line(row, last, info, self._format(align="left"))
        return row + 1

    def _line(self, row: int, last: int, text: str, style: Any) -> None:
        if last > 0:
            self.sheet.merge_range(row, 0, row, last, text, style)
        else:
            self.sheet.write_string(row, 0, text, style)

    def _headings(self, row: int) -> int:
        style = self._format(bold=True, border=1, align="center", valign="vcenter", text_wrap=True, bg_color="#EFEFEF")
        grouped = any(head.group for head in self.heads)
        at = 0
        for text, run in groupby(self.heads, key=lambda head: head.group):
            heads = list(run)
            if text:
                if len(heads) > 1:
                    self.sheet.merge_range(row, at, row, at + len(heads) - 1, text, style)
                else:
                    self.sheet.write_string(row, at, text, style)
            for offset, head in enumerate(heads):
                if grouped and not text:
                    self.sheet.merge_range(row, at + offset, row + 1, at + offset, head.title, style)
                else:
                    self.sheet.write_string(row + grouped, at + offset, head.title, style)
            at += len(heads)
        lines = max(
            -(-_width(head.title) // max(4.0, width)) for head, width in zip(self.heads, self.widths, strict=True)
        )
        self.sheet.set_row(row + grouped, 16 * max(1, min(3, lines)) + 4)
        return row + 1 + grouped

    def _row(self, row: int, one: Row, number: int) -> None:
        strong = one.kind in (SUBTOTAL, TOTAL)
        if self.shift:
            text = "合计" if one.kind == TOTAL else "" if strong else str(number)
            self._cell(row, 0, Cell(text, None if strong else number), self.heads[0], strong)
        for at, (head, cell) in enumerate(zip(self.table.heads, one.cells, strict=True)):
            twice = self.shift and one.kind == TOTAL and cell.text == "合计"
            self._cell(row, at + self.shift, Cell() if twice else cell, head, strong)
        self.sheet.set_row(row, max(20.0, self.table.row_mm * 2.83) if self._short(one) else None)

    def _short(self, one: Row) -> bool:
        """Whether every cell fits on one line; else the height is left to the spreadsheet program."""
        return all(_width(cell.text) <= width for width, cell in zip(self.widths[self.shift :], one.cells, strict=True))

    def _cell(self, row: int, column: int, cell: Cell, head: Head, strong: bool) -> None:
        number_format = {"num_format": _number_format(cell, head)} if cell.value is not None else {"num_format": "@"}
        style = self._format(
            border=1, bold=strong, align=head.align, valign="vcenter", text_wrap=True, **number_format
        )  # fmt: skip
        if cell.value is not None:
            self.sheet.write_number(row, column, cell.value, style)
        elif cell.text:
            self.sheet.write_string(row, column, cell.text, style)
        else:
            self.sheet.write_blank(row, column, None, style)

    def _format(self, **values: Any) -> Any:
        key = tuple(sorted(values.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"font_name": FONT, "font_size": BODY, **values})
        return self._made[key]

    def _needed(self, position: int, head: Head) -> float:
        """Width of a column: what the description wishes, or what its texts need."""
        at = position - self.shift
        rows = [*self.table.rows, *([self.table.total] if self.table.total else [])]
        texts = [row.cells[at].text for row in rows] if at >= 0 else []
        widest = max(map(_width, texts), default=0.0)
        numeric = head.align == "right"
        return min(
            WIDEST, max(5.0, _width(head.title) / 2 + 1, widest + 2 if numeric else min(widest + 2, head.width * 1.3))
        )

    def _page(self, first: int, row: int, last: int) -> None:
        sheet, how = self.sheet, self.how
        for at, width in enumerate(self.widths):
            sheet.set_column(at, at, width)
        grouped = any(head.group for head in self.heads)
        sheet.set_paper(8 if how.size == "A3" else 9)
        if how.landscape if how.landscape is not None else sum(self.widths) > LANDSCAPE_FROM:
            sheet.set_landscape()
        top, right, bottom, left = (mm / 25.4 for mm in how.margins_mm)
        sheet.set_margins(left, right, top, bottom)
        sheet.repeat_rows(first, first + grouped)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页 共 &N 页")
        sheet.freeze_panes(first + 1 + grouped, 0)
        sheet.print_area(0, 0, row, last)


def _number_format(cell: Cell, head: Head) -> str:
    """As printed: the decimals and separators of its text."""
    if isinstance(cell.value, int) and head.number_format == Integer.number_format:
        return "0"
    decimals = len(cell.text.partition(".")[2].rstrip("%"))
    return ("#,##0" if "," in cell.text else "0") + ("." + "0" * decimals if decimals else "")


def _width(text: str) -> float:
    return float(max(len(line) + len(_WIDE.findall(line)) for line in text.split("\n")))
