"""Charts as pictures, PDF files and paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from models import database, settings
from models.reports.chart_data import ChartData
from models.reports.paper import PaperCharts, PaperResult, PaperSettings, render
from widgets import messages

COPY_DPI = 200
SAVE_DPI = 300
KEPT_AS = "charts"
NOT_FOR_CHARTS = (
    "font_size", "min_row_mm", "rows_per_page", "total_first", "page_totals", "footer", "footer_every_page",
)  # fmt: skip
"""Settings of a print that mean nothing for a page of charts."""


def copy(charts: Sequence[ChartData]) -> None:
    """Put the charts on the clipboard as one picture, for a chat or a document."""
    from widgets.chart_draw import charts_png

    image = QImage.fromData(charts_png(charts, COPY_DPI))
    QGuiApplication.clipboard().setImage(image)


def save_png(parent: QWidget, charts: Sequence[ChartData]) -> None:
    """Ask for a file name and save the charts as one picture."""
    from widgets.chart_draw import charts_png

    path = ask_path(parent, "存为图片", charts[0].title, "图片 (*.png)", ".png")
    if path is not None:
        write(parent, path, charts_png(charts, SAVE_DPI))


def save_pdf(parent: QWidget, charts: Sequence[ChartData]) -> None:
    """Ask for a file name and save the charts as one page of vectors."""
    from widgets.chart_draw import chart_pdf

    path = ask_path(parent, "存为 PDF", charts[0].title, "PDF (*.pdf)", ".pdf")
    if path is not None:
        data = chart_pdf(charts[0]) if len(charts) == 1 else page(charts, PaperSettings(), charts[0].title).pdf
        write(parent, path, data)


def page(charts: Sequence[ChartData], paper: PaperSettings, title: str, subtitle: str = "") -> PaperResult:
    """The charts on one page of paper."""
    from models.reports.paper_charts import cell_size_mm
    from widgets.chart_draw import chart_pdf

    size = cell_size_mm(len(charts), paper)
    sources = {data.source for data in charts}
    common = sources.pop() if len(sources) == 1 and len(charts) > 1 else ""
    # the source that all share is said once, under the page
    drawings = tuple(chart_pdf(replace(data, source="") if common else data, size) for data in charts)
    block = PaperCharts(title, drawings, subtitle, common)
    return render([block], paper)


def preview(parent: QWidget, charts: Sequence[ChartData]) -> None:
    """Show the page of the charts before printing; how it was printed is kept for all charts together."""
    from models.reports.lists import paper_settings, remember_paper
    from widgets.print_preview import PrintPreview

    title = charts[0].title if len(charts) == 1 else "图表"
    there = database.is_open()
    dialog = PrintPreview(
        lambda chosen: page(charts, chosen, title),
        title,
        paper_settings(KEPT_AS) if there else PaperSettings(),
        on_settings=(lambda kept: remember_paper(KEPT_AS, PaperSettings.from_dict(kept))) if there else None,
        hidden=NOT_FOR_CHARTS,
        locked=("watermark",) if there and settings.sample.get() else (),
        parent=parent,
    )
    messages.run(dialog)


def ask_path(parent: QWidget, caption: str, name: str, kinds: str, suffix: str) -> Path | None:
    """Where to save; the proposed name is made of what the thing is called."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    proposed = Path(folder) / (re.sub(r'[\\/:*?"<>|\s]+', "_", name).strip("_") + suffix)
    chosen, _ = QFileDialog.getSaveFileName(parent, caption, str(proposed), kinds)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)


def write(parent: QWidget, path: Path, data: bytes) -> bool:
    """Write a file, or say in plain words why not."""
    try:
        path.write_bytes(data)
    except OSError as error:
        messages.show_error(parent, error)
        return False
    return True
