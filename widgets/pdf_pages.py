"""The pages of a PDF as pictures, made when they are looked at. pypdfium2 is loaded with the first page."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage

KEPT = 24
"""Pictures kept, so that turning back and forth costs nothing."""
KEPT_PIXELS = 60_000_000
"""…as long as they are not too big together (a page at 400 % is)."""

TINY, SMALL = 0.6, 1.6
"""Pixels per point below which a page is drawn larger first."""


class PdfPages:
    """One PDF. Sizes are in points (1/72 inch)."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self._document: Any = pypdfium2.PdfDocument(pdf)
        self._sizes = [QSizeF(*self._document.get_page_size(index)) for index in range(len(self._document))]
        self._kept: OrderedDict[tuple[int, float], QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        return self._sizes[page]

    def image(self, page: int, scale: float, keep: bool = True) -> QImage:
        """The page with `scale` pixels per point; white paper, no margins added."""
        key = page, round(scale, 3)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        opened = self._document[page]
        try:
            # pdfium draws no line thinner than a pixel: a small page is drawn twice as big, else its grid turns black
            finer = 4 if scale < TINY else 2 if scale < SMALL else 1
            bitmap = opened.render(scale=scale * finer, prefer_bgrx=True)
            # copied: the memory belongs to pdfium
            image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()
            bitmap.close()
            if finer > 1:
                image = image.scaled(
                    image.width() // finer,
                    image.height() // finer,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
        finally:
            opened.close()
        if keep:
            self._kept[key] = image
            while len(self._kept) > 1 and (len(self._kept) > KEPT or self._pixels() > KEPT_PIXELS):
                self._kept.popitem(last=False)
        return image

    def _pixels(self) -> int:
        return sum(image.width() * image.height() for image in self._kept.values())

    def close(self) -> None:
        """Give the memory back."""
        self._kept.clear()
        self._document.close()
