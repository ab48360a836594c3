"""Lays the cover of a file on a page of its own: title in the upper third, lines in the middle, keeper below."""

from __future__ import annotations

from models.reports.paper import PaperCover
from models.reports.paper_sheet import Book
from models.reports.paper_text import balanced, wrap

TITLE, SUBTITLE, LINE = 30.0, 16.0, 14.0
GAP = 30.0


def lay_cover(book: Book, cover: PaperCover) -> None:
    """Lay a cover; always upright, so that it lies on top of the file."""
    sheet = book.new_sheet(False)
    book.title = book.title or cover.title
    left, bottom, right, top = book.frame(False)
    width, bold, regular = right - left, book.faces.bold, book.faces.regular
    y = top - (top - bottom) * 0.2
    for line in balanced(cover.title, width / TITLE, bold.width):
        sheet.aligned(left, width, y, line, bold, TITLE, "center")
        y -= TITLE * 1.4
    for line in balanced(cover.subtitle, width / SUBTITLE, regular.width) if cover.subtitle else ():
        sheet.aligned(left, width, y - SUBTITLE, line, regular, SUBTITLE, "center")
        y -= SUBTITLE * 1.6
    y -= (top - bottom) * 0.1
    label_width = max((regular.width(label) for label, _ in cover.lines), default=0.0) * LINE
    begin = left + width * 0.16
    start = begin + label_width + LINE
    end = right - width * 0.16
    for label, text in cover.lines:
        sheet.aligned(begin, label_width, y, label, regular, LINE, "right")
        parts = wrap(text, (end - start - 8) / LINE, regular.width) or [""]
        for part in parts:
            sheet.text(start + 4, y, part, regular, LINE)
            sheet.line(start, y - 5, end, y - 5)
            y -= LINE * 1.6
        y -= GAP - LINE * 1.6 + 6
    y = bottom + len(cover.foot) * LINE * 1.8 + 20
    for text in cover.foot:
        sheet.aligned(left, width, y, text, regular, LINE, "center")
        y -= LINE * 1.8
