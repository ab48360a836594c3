"""Puts a measured table on pages: header on each, records kept together, totals, notes and signatures on the last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from models.reports.paper import PaperTable
from models.reports.paper_sheet import INFO_SIZE, SMALL_SIZE, Book, Sheet
from models.reports.paper_sums import PageSums
from models.reports.paper_table import Row, TableLayout
from models.reports.paper_text import wrap

CONTINUED_HEIGHT = 17.0
NOTE_LEADING = SMALL_SIZE * 1.4


@dataclass
class Place:
    """Where the next thing goes: on this sheet, below y, not below bottom (points)."""

    sheet: Sheet
    y: float
    bottom: float


def plan_pages(
    heights: Sequence[float],
    first: float,
    later: float,
    tail: float,
    per_page: int | None = None,
    groups: Sequence[str] | None = None,
) -> list[tuple[int, int]]:
    """Rows (start, end) of each page. `tail`: height of what follows the last row and must stand on its page."""
    count, start, room = len(heights), 0, first
    pages: list[tuple[int, int]] = []
    while start < count:
        end, used = start, 0.0
        limit = min(count, start + per_page) if per_page else count
        while end < limit and used + heights[end] <= room:
            used += heights[end]
            end += 1
        end = max(end, start + 1)
        if end == count and used + tail <= room:
            return [*pages, (start, end)]
        if end == count:
            # the tail takes two rows along to the last page: never signatures alone
            end = max(count - 2, start + 1)
            if end == count:
                return [*pages, (start, end), (end, end)]
        elif end == count - 1 and end - start > 2 and not per_page:
            end -= 1
        if groups is not None and groups[end - 1] == groups[end]:
            begin = end
            while begin > start and groups[begin - 1] == groups[end]:
                begin -= 1
            end = begin if begin > start else end
        pages.append((start, end))
        start, room = end, later
    return pages or [(0, 0)]


def lay_table(book: Book, table: PaperTable, alone: bool = True) -> None:
    """Lay a table from a new page on; `alone`: it is all there is to print, so it reports progress itself."""
    settings = book.settings
    layout = TableLayout(book, table)
    landscape = settings.landscape
    if landscape is None:
        left, _, right, _ = book.frame(False)
        landscape = layout.wants_landscape(right - left)
    left, bottom, right, top = book.frame(landscape)
    layout.fit(left, right)
    sheet = book.new_sheet(landscape)
    reporter = f"填报单位（盖章）：{table.reporter}" if table.reporter else ""
    info = (reporter, table.date_text, table.unit_text)
    below = book.head(sheet, landscape, table.title, table.subtitle, info)

    def more() -> Place:
        nonlocal sheet
        sheet = book.new_sheet(landscape)
        _continued(book, sheet, left, right, top, table)
        return Place(sheet, top - CONTINUED_HEIGHT, bottom)

    flow = TableFlow(book, layout, table, more)
    flow.signatures = lambda place: book.signatures(place.sheet, landscape, place.y, settings.footer)
    flow.signature_height = book.signature_height(settings.footer)
    flow.tell = alone
    flow.run(Place(sheet, below, bottom), top - CONTINUED_HEIGHT - bottom)


class TableFlow:
    """Runs one laid-out table over the pages."""

    def __init__(
        self, book: Book, layout: TableLayout, table: PaperTable, more: Callable[[], Place], child: bool = False
    ):
        self.book = book
        self.layout = layout
        self.table = table
        self.more = more
        self.child = child  # part of a card: the counts per page and the signatures are not its own
        self.signatures: Callable[[Place], None] | None = None
        self.signature_height = 0.0
        self.tell = False

    def run(self, place: Place, later: float) -> Place:
        """Draw everything from `place` on; `later`: height of a following page. Returns where the next thing goes."""
        layout, settings = self.layout, self.book.settings
        notes = self._notes()
        ending = len(notes) * NOTE_LEADING + (4 if notes else 0)
        each = layout.header_height
        if settings.footer_every_page and self.signatures is not None:
            each += self.signature_height
        else:
            ending += self.signature_height
        first, later = place.y - place.bottom - each, later - each
        per_page = None if self.child else settings.rows_per_page
        if not self.child:
            extra = 2 * layout.min_row
            layout.lay_rows(later - extra, (first - ending - extra) / per_page if per_page else None)
        sums = self._page_sums()
        if sums:
            first, later = first - layout.min_row, later - layout.min_row
        total = layout.total_row
        if total is not None and settings.total_first:
            first -= total.height
        elif total is not None:
            ending += total.height
        if not layout.laid:
            ending += layout.min_row
        heights = [row.height for row in layout.laid]
        pages = plan_pages(heights, first, later, ending, per_page, self._groups())
        self._warn(pages, per_page)
        for number, (start, end) in enumerate(pages):
            if number:
                place = self.more()
            if self.tell and number % 10 == 0:
                self.book.tell(start, len(heights), f"正在排版 第{number + 1}页")
            last = number == len(pages) - 1
            self._page(place, layout.laid[start:end], number == 0, last, sums if len(pages) > 1 else None)
            if last:
                self._ending(place, notes)
            if self.signatures is not None and (last or settings.footer_every_page):
                self.signatures(place)
                place.y -= self.signature_height
        return place

    def _page(self, place: Place, rows: list[Row], first: bool, last: bool, sums: PageSums | None) -> None:
        layout, sheet, top = self.layout, place.sheet, place.y
        y = begin = layout.draw_header(sheet, top)
        total = layout.total_row
        if first and not layout.laid:
            y = begin = layout.draw_nothing(sheet, y)
        if total is not None and first and self.book.settings.total_first:
            y = layout.draw_total(sheet, y, total)
        for strong, run in groupby(rows, key=lambda row: row.strong):
            if not strong:
                y = layout.draw_rows(sheet, y, list(run))
                continue
            for row in run:
                y = layout.draw_total(sheet, y, row)
        if sums is not None and rows:
            cells = sums.row([row.cells for row in rows if not row.strong], len(layout.columns))
            y = layout.draw_total(sheet, y, layout.sum_row(cells))
        if total is not None and last and not self.book.settings.total_first:
            y = layout.draw_total(sheet, y, total)
        layout.draw_uprights(sheet, begin, y)
        layout.draw_frame(sheet, top, y)
        place.y = y

    def _ending(self, place: Place, notes: list[str]) -> None:
        if not notes:
            return
        y = place.y - 4
        for line in notes:
            y -= NOTE_LEADING
            place.sheet.text(self.layout.left, y + 2, line, self.book.faces.regular, SMALL_SIZE)
        place.y = y

    def _notes(self) -> list[str]:
        width = self.book.faces.regular.width
        room = (self.layout.right - self.layout.left) / SMALL_SIZE
        return [line for note in self.table.notes for line in wrap(note, room, width)]

    def _groups(self) -> list[str] | None:
        if self.table.keep is None:
            return None
        index = self.table.keep + (1 if self.table.serial else 0)
        return [row.cells[index] if index < len(row.cells) else "" for row in self.layout.laid]

    def _page_sums(self) -> PageSums | None:
        layout = self.layout
        if self.child or not self.book.settings.page_totals or layout.total is None or not layout.rows:
            return None
        plain = [row for at, row in enumerate(layout.rows) if at not in self.table.strong]
        return PageSums(plain, layout.total, 1) or None

    def _warn(self, pages: list[tuple[int, int]], per_page: int | None) -> None:
        if not self.child and len(pages) > 1 and pages[-1][1] - pages[-1][0] == 1:
            self.book.warnings["最后一页只有一行"] = None
        if per_page and self.table.keep is None:
            fewest = min((end - start for start, end in pages[:-1]), default=per_page)
            if fewest < per_page and len(self.layout.laid) > fewest + 2:
                self.book.warnings[f"每页{per_page}行放不下，最少的一页只放了{fewest}行"] = None


def _continued(book: Book, sheet: Sheet, left: float, right: float, top: float, table: PaperTable) -> None:
    """The small line above the heading of following pages, so that no page is an orphan."""
    regular, width = book.faces.regular, right - left
    unit = regular.width(table.unit_text) * INFO_SIZE
    text = f"{table.title}（续）"
    size = min(INFO_SIZE, (width - 2 * unit - 20) / max(1.0, regular.width(text)))
    if size >= 6:
        sheet.aligned(left, width, top - INFO_SIZE - 1, text, regular, size, "center")
    if table.unit_text:
        sheet.aligned(left, width, top - INFO_SIZE - 1, table.unit_text, regular, INFO_SIZE, "right")
