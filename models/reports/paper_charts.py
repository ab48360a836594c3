"""Places finished charts on one page in a grid, as vectors: every chart is a single-page PDF merged into the sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence

from models.reports.paper import PaperCharts, PaperSettings
from models.reports.paper_sheet import MM, SIZES_MM, SMALL_SIZE, Book

GAP = 12.0  # points
HEAD_MM = 60 / MM  # room for title, subtitle and source
Overlay = tuple[int, bytes, tuple[float, float, float, float]]


def cell_size_mm(count: int, settings: PaperSettings) -> tuple[float, float]:
    """Width and height at which each of `count` charts fills its place on the page, so that its type is not scaled."""
    short, long = SIZES_MM[settings.size]
    top, right, bottom, left = settings.margins_mm
    choices = [settings.landscape] if settings.landscape is not None else [False, True]
    best = (0.0, (0.0, 0.0))
    for landscape in choices:
        width, height = (long, short) if landscape else (short, long)
        width, height = width - left - right, height - top - bottom - HEAD_MM
        for columns in range(1, max(1, count) + 1):
            rows = -(-max(1, count) // columns)
            cell = (width - GAP / MM * (columns - 1)) / columns, (height - GAP / MM * (rows - 1)) / rows
            # charts read best at about 3 : 2
            best = max(best, (min(cell[0] / 3, cell[1] / 2), cell))
    return best[1]


def lay_charts(book: Book, block: PaperCharts) -> None:
    """Reserve the places of the charts on a new page; the drawings are merged when the book is finished."""
    sizes = [_size(chart) for chart in block.charts]
    choices = [book.settings.landscape] if book.settings.landscape is not None else [False, True]
    # the arrangement that shows the charts largest
    options = [(_best_grid(book, sizes, bool(choice)), bool(choice)) for choice in choices]
    (_, columns), landscape = max(options, key=lambda option: option[0][0])
    left, bottom, right, _ = book.frame(landscape)
    sheet = book.new_sheet(landscape)
    top = book.head(sheet, landscape, block.title, block.subtitle, ())
    if block.source:
        bottom += SMALL_SIZE * 2
        sheet.text(left, bottom - SMALL_SIZE * 1.3, block.source, book.faces.regular, SMALL_SIZE)
    if not block.charts:
        middle = (top + bottom) / 2
        sheet.aligned(left, right - left, middle, "（没有图表）", book.faces.regular, 11, "center")
        return
    rows = -(-len(sizes) // columns)
    width = (right - left - GAP * (columns - 1)) / columns
    height = (top - bottom - GAP * (rows - 1)) / rows
    for index, chart in enumerate(block.charts):
        row, column = divmod(index, columns)
        x = left + column * (width + GAP)
        if row == rows - 1 and len(sizes) % columns:
            x += (columns - len(sizes) % columns) * (width + GAP) / 2
        y = top - height - row * (height + GAP)
        book.overlays.append((len(book.sheets) - 1, chart, (x, y, width, height)))


def merge_charts(pdf: bytes, overlays: Sequence[Overlay]) -> bytes:
    """Draw single-page PDFs into boxes (x, y, width, height in points) of the book's pages."""
    if not overlays:
        return pdf
    from pypdf import PdfReader, PdfWriter, Transformation

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    for index, chart, (x, y, width, height) in overlays:
        drawing = PdfReader(io.BytesIO(chart)).pages[0]
        box = drawing.mediabox
        own_width, own_height = float(box.width), float(box.height)
        scale = min(width / own_width, height / own_height)
        x += (width - own_width * scale) / 2 - float(box.left) * scale
        y += (height - own_height * scale) / 2 - float(box.bottom) * scale
        place = Transformation().scale(scale).translate(x, y)
        writer.pages[index].merge_transformed_page(drawing, place)
    for page in writer.pages:
        page.compress_content_streams()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _size(chart: bytes) -> tuple[float, float]:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(chart)).pages
    if len(pages) != 1:
        raise ValueError("图表的PDF应当只有一页")
    return float(pages[0].mediabox.width), float(pages[0].mediabox.height)


def _best_grid(book: Book, sizes: Sequence[tuple[float, float]], landscape: bool) -> tuple[float, int]:
    """(smallest scale of a chart, columns) of the best grid on this paper."""
    left, bottom, right, top = book.frame(landscape)
    width, height = right - left, top - bottom - HEAD_MM * MM
    best = (0.0, 1)
    for columns in range(1, max(1, len(sizes)) + 1):
        rows = -(-len(sizes) // columns)
        cell = (width - GAP * (columns - 1)) / columns, (height - GAP * (rows - 1)) / max(1, rows)
        scale = min((min(cell[0] / own[0], cell[1] / own[1]) for own in sizes), default=0.0)
        best = max(best, (scale, columns), key=lambda pair: pair[0])
    return best
