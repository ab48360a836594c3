"""One chart as a bitmap for the screen. Importing this module imports Matplotlib."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap

from models.reports.chart_data import ChartData
from widgets.chart_draw import draw
from widgets.chart_library import Figure, FigureCanvasAgg
from widgets.chart_panel import ChartHit


def bitmap(data: ChartData, size: QSize, ratio: float, dpi: float, base_size: float) -> tuple[QPixmap, list[ChartHit]]:
    """The drawing for `size` (logical pixels) at `dpi` logical dots per inch, and where its bars are."""
    figure = Figure(figsize=(max(40, size.width()) / dpi, max(40, size.height()) / dpi), dpi=dpi * ratio)
    canvas = FigureCanvasAgg(figure)
    hits = draw(figure, data, base_size=base_size)
    canvas.draw()
    buffer = canvas.buffer_rgba()
    rows, columns = buffer.shape[:2]
    image = QImage(buffer, columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
    pixmap = QPixmap.fromImage(image)  # copies: the buffer dies with the canvas
    pixmap.setDevicePixelRatio(ratio)
    return pixmap, hits
