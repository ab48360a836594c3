"""Lays one record on a paper form: sections of label/value boxes in two columns, child tables, signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.reports.paper import PaperCard, PaperTable
from models.reports.paper_columns import PAD
from models.reports.paper_fonts import Face
from models.reports.paper_pages import Place, TableFlow
from models.reports.paper_sheet import HEAD_FILL, INFO_SIZE, MM, THICK, Book, Sheet
from models.reports.paper_table import TableLayout
from models.reports.paper_text import balanced, clean, tokens, wrap

LEADING = 1.32
V_PAD = 2.0
BAND_HEIGHT = 19.0
LABEL_MAX = 8.2  # em
GAP = 7.0
CONTINUED_HEIGHT = 17.0


@dataclass
class _Box:
    label: list[str]
    value: list[str]
    wide: bool


def lay_card(book: Book, card: PaperCard) -> None:
    """Lay a card from a new page on."""
    landscape = bool(book.settings.landscape)
    left, bottom, right, top = book.frame(landscape)
    sheet = book.new_sheet(landscape)
    reporter = f"填报单位（盖章）：{card.reporter}" if card.reporter else ""
    below = book.head(sheet, landscape, card.title, card.subtitle, (reporter, "", card.date_text))

    def more() -> Place:
        fresh = book.new_sheet(landscape)
        regular = book.faces.regular
        fresh.aligned(left, right - left, top - INFO_SIZE - 1, f"{card.title}（续）", regular, INFO_SIZE, "center")
        return Place(fresh, top - CONTINUED_HEIGHT, bottom)

    labels = [clean(label) for _, pairs in card.sections for label, _ in pairs]
    form = Form(book, left, right, labels, more)
    place = Place(sheet, below, bottom)
    for title, pairs in card.sections:
        place = form.section(place, title, pairs)
    for table in card.tables:
        place = form.table(place, table, top - CONTINUED_HEIGHT - bottom)
    signs = card.signatures or book.settings.footer
    height = book.signature_height(signs)
    if place.y - height < bottom:
        place = more()
    book.signatures(place.sheet, landscape, place.y, signs)


class Form:
    """Boxes and child tables between two margins; ``more`` begins the next page."""

    def __init__(self, book: Book, left: float, right: float, labels: Sequence[str], more: Callable[[], Place]):
        self.book = book
        self.left, self.right = left, right
        self.more = more
        self.size = max(book.settings.font_size, 9.0)
        self.leading = self.size * LEADING
        self.least = max(book.settings.min_row_mm * MM, self.leading + 2 * V_PAD)
        widest = max(map(book.faces.regular.width, labels), default=0.0)
        self.label_width = min(max(widest, 4.0), LABEL_MAX) * self.size + 2 * PAD + 2

    def section(self, place: Place, title: str, pairs: Sequence[tuple[str, str]]) -> Place:
        """A titled grid of boxes; its title never stands alone at the foot of a page."""
        rows = self._rows([(clean(label), clean(value)) for label, value in pairs])
        heights = [self._height(row) for row in rows]
        band = BAND_HEIGHT if title else 0.0
        if place.y - band - sum(heights[:1]) < place.bottom:
            place = self.more()
        place.y = self._band(place.sheet, place.y, title)
        begin = place.y
        for row, height in zip(rows, heights, strict=True):
            if place.y - height < place.bottom and place.y < begin:
                self._frame(place.sheet, begin, place.y)
                place = self.more()
                begin = place.y
            self._draw(place.sheet, place.y, height, row)
            place.y -= height
        self._frame(place.sheet, begin, place.y)
        place.y -= GAP
        return place

    def table(self, place: Place, table: PaperTable, later: float) -> Place:
        """A child table under its own band; without records it says so in one row."""
        book = self.book
        layout = TableLayout(book, table)
        layout.fit(self.left, self.right)
        layout.lay_rows(later - layout.header_height - 2 * layout.min_row)
        start = layout.header_height + sum(row.height for row in layout.laid[:2]) + layout.min_row
        if place.y - BAND_HEIGHT - start < place.bottom:
            place = self.more()
        place.y = self._band(place.sheet, place.y, table.title, table.unit_text)
        flow = TableFlow(book, layout, table, self.more, child=True)
        place = flow.run(place, later)
        place.y -= GAP
        return place

    def _band(self, sheet: Sheet, y: float, title: str, unit: str = "") -> float:
        if not title:
            return y
        size = self.size + 1.5
        bold, regular = self.book.faces.bold, self.book.faces.regular
        base = y - BAND_HEIGHT + 6
        sheet.text(self.left, base, title, bold, size)
        if unit:
            sheet.aligned(self.left, self.right - self.left, base, unit, regular, self.size, "right")
        return y - BAND_HEIGHT

    def _rows(self, pairs: Sequence[tuple[str, str]]) -> list[list[_Box]]:
        faces = self.book.faces
        half = (self.right - self.left) / 2
        narrow = (half - self.label_width - 2 * PAD) / self.size
        wide = (2 * half - self.label_width - 2 * PAD) / self.size
        rows: list[list[_Box]] = []
        for label, value in pairs:
            heading = balanced(label, (self.label_width - 2 * PAD) / self.size, faces.regular.width)
            lines = wrap(value, narrow, faces.regular.width) if value else []
            solid = max(map(faces.regular.width, tokens(value)), default=0.0) if value else 0.0
            if len(lines) > 2 or solid > narrow:
                rows.append([_Box(heading, wrap(value, wide, faces.regular.width), True)])
            elif rows and len(rows[-1]) == 1 and not rows[-1][0].wide:
                rows[-1].append(_Box(heading, lines, False))
            else:
                rows.append([_Box(heading, lines, False)])
        for row in rows:
            if len(row) == 1 and not row[0].wide:
                row[0].wide = True
        return rows

    def _height(self, row: Sequence[_Box]) -> float:
        lines = max((max(len(box.label), len(box.value)) for box in row), default=1)
        return max(self.least, lines * self.leading + 2 * V_PAD)

    def _draw(self, sheet: Sheet, top: float, height: float, row: Sequence[_Box]) -> None:
        faces = self.book.faces
        half = (self.right - self.left) / 2
        for index, box in enumerate(row):
            x = self.left + index * half
            width = 2 * half if box.wide else half
            sheet.box(x, top - height, self.label_width, height, 0, HEAD_FILL)
            self._lines(sheet, x + PAD, self.label_width - 2 * PAD, top, height, box.label, faces.regular, "center")
            room = width - self.label_width - 2 * PAD
            self._lines(sheet, x + self.label_width + PAD, room, top, height, box.value, faces.regular, "left")
            sheet.line(x + self.label_width, top, x + self.label_width, top - height)
            if index:
                sheet.line(x, top, x, top - height)
        sheet.line(self.left, top - height, self.right, top - height)

    def _lines(
        self, sheet: Sheet, x: float, width: float, top: float, height: float, lines: list[str], face: Face, align: str
    ) -> None:
        y = top - height / 2 + (len(lines) - 1) * self.leading / 2 - self.size * 0.36
        for line in lines:
            sheet.aligned(x, width, y, line, face, self.size, align)
            y -= self.leading

    def _frame(self, sheet: Sheet, top: float, bottom: float) -> None:
        if top > bottom:
            sheet.box(self.left, bottom, self.right - self.left, top - bottom, THICK)
