"""Lays a text as official letters are set: 28 characters a line, 22 lines a page (GB/T 9704-2012; domain.md §15.1)."""

from __future__ import annotations

from models.reports.paper import PaperLetter
from models.reports.paper_card import Form
from models.reports.paper_pages import Place
from models.reports.paper_sheet import MM, Book
from models.reports.paper_text import balanced, clean, wrap

TOP, RIGHT, BOTTOM, LEFT = (mm * MM for mm in (37.0, 26.0, 35.0, 28.0))
TITLE, BODY = 22.0, 15.8
"""2号 and 3号 in points; 28 characters of 3号 fill the 156 mm of a line."""
LEADING = 28.95
FROM_RIGHT = 4.0
"""The date ends so many characters before the right edge."""


def lay_letter(book: Book, letter: PaperLetter) -> None:
    """Lay a letter from a new page on; always upright, with the margins of the standard."""
    regular, bold = book.faces.regular, book.faces.bold
    width_of_page, height = book.page_size(False)
    left, right = LEFT, width_of_page - RIGHT
    width = right - left
    book.title = book.title or letter.title

    def more() -> Place:
        return Place(book.new_sheet(False), height - TOP, BOTTOM)

    place = more()
    for line in balanced(letter.title, width / TITLE, bold.width):
        place.y -= TITLE * 1.45
        place.sheet.aligned(left, width, place.y, line, bold, TITLE, "center")
    place.y -= LEADING * 0.6
    for level, text in letter.paragraphs:
        face = bold if level else regular
        lines = wrap("口口" + clean(text), width / BODY, face.width)  # two letters' room for the indent
        lines[0] = lines[0].removeprefix("口口")
        # A heading never stands alone at the foot of a page.
        if level and place.y - 2 * LEADING < place.bottom:
            place = more()
        for at, line in enumerate(lines):
            if place.y - LEADING < place.bottom:
                place = more()
            place.y -= LEADING
            place.sheet.text(left + (0 if at else 2 * BODY), place.y, line, face, BODY)
    form = Form(book, left, right, (), more)
    for table in letter.tables:
        place.y -= LEADING * 0.6
        place = form.table(place, table, height - TOP - BOTTOM)
    foot = [text for text in (letter.signer, letter.date_text) if text]
    if not foot:
        return
    if place.y - (len(foot) + 1) * LEADING < place.bottom:
        place = more()
    place.y -= LEADING
    for text in foot:
        place.y -= LEADING
        place.sheet.aligned(left, width - FROM_RIGHT * BODY, place.y, text, regular, BODY, "right")
