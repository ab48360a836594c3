"""A finished PDF to the printer, to picture files and to the clipboard; what is printed are the PDF's own pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from widgets.pdf_pages import PdfPages

MOST_DPI = 300
"""Dots per inch sent to a printer: more only makes the job slow, text on a page is sharp enough."""
PICTURE_DPI = 200
MM = 25.4 / 72


def print_pages(
    pages: PdfPages, printer: QPrinter, first: int, last: int, progress: Callable[[int, int], bool] | None = None
) -> int:
    """Paint the pages first … last (from 0) on a printer, each in its own direction; returns how many were sent.

    ``progress(done, total)`` may answer False to stop.
    """
    printer.setFullPage(True)
    painter = QPainter()
    done = 0
    for page in range(first, last + 1):
        if progress is not None and progress(done, last - first + 1) is False:
            break
        _set_page(printer, pages.size(page))
        if not painter.isActive():
            if not painter.begin(printer):
                raise OSError("打印机没有响应")
        elif not printer.newPage():
            raise OSError("打印机没有响应")
        _paint(pages, page, printer, painter)
        done += 1
    if painter.isActive():
        painter.end()
    return done


def _set_page(printer: QPrinter, size: QSizeF) -> None:
    across = size.width() > size.height()
    short, long = sorted((size.width() * MM, size.height() * MM))
    page_size = QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter)
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(page_size, way, QMarginsF()))
    printer.setFullPage(True)


def _paint(pages: PdfPages, page: int, printer: QPrinter, painter: QPainter) -> None:
    dpi = min(MOST_DPI, printer.resolution())
    image = pages.image(page, dpi / 72, keep=False)
    size = pages.size(page)
    # paper size from the PDF, not from the printer: 100 % stays 100 %
    scale = printer.resolution() / 72
    painter.drawImage(QRectF(0, 0, size.width() * scale, size.height() * scale), image)


def save_pictures(pages: PdfPages, path: Path, first: int, last: int) -> list[Path]:
    """Save pages as PNG; several get their page number in the name. Returns the files."""
    written = []
    for page in range(first, last + 1):
        target = path if first == last else path.with_name(f"{path.stem}-第{page + 1}页{path.suffix}")
        if not picture(pages, page).save(str(target)):
            raise PermissionError(13, "写不进去", str(target))
        written.append(target)
    return written


def copy_picture(pages: PdfPages, page: int) -> None:
    """Put a page on the clipboard as a picture, for a chat."""
    QGuiApplication.clipboard().setImage(picture(pages, page))


def picture(pages: PdfPages, page: int) -> QImage:
    """A page as a picture sharp enough to read on a phone."""
    image = pages.image(page, PICTURE_DPI / 72, keep=False).copy()
    image.setDotsPerMeterX(round(PICTURE_DPI / 0.0254))
    image.setDotsPerMeterY(round(PICTURE_DPI / 0.0254))
    return image
