"""The print preview of whatever a page shows; its settings are kept under the page's name."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from models import settings
from widgets import messages


def preview(parent: QWidget, name: str, title: str, blocks: Callable[[], Sequence[Any]], extra: Any = ()) -> None:
    """Preview the blocks that ``blocks()`` makes (on the worker thread); ``extra`` further buttons (text, action)."""
    from models.reports.lists import paper_settings, remember_paper
    from models.reports.paper import PaperSettings, render
    from widgets.print_preview import PrintPreview

    dialog = PrintPreview(
        lambda paper: render(tuple(blocks()), paper),
        title,
        paper_settings(name),
        on_settings=lambda kept: remember_paper(name, PaperSettings.from_dict(kept)),
        extra=extra,
        locked=("watermark",) if settings.sample.get() else (),
        parent=parent.window(),
    )
    messages.run(dialog)


def preview_made(parent: QWidget, made: Any, extra: Any = ()) -> None:
    """Preview a report (models.reports.returns.Made); its settings are kept for all of its kind; ``extra`` as above."""
    from models.reports import returns
    from models.reports.paper import PaperSettings
    from widgets.print_preview import PrintPreview

    messages.run(
        PrintPreview(
            lambda how: returns.paper(made, how),
            made.report.title,
            returns.paper_settings(made),
            on_settings=lambda kept: returns.remember_paper(made.report, PaperSettings.from_dict(kept)),
            extra=extra,
            locked=("watermark",) if settings.sample.get() else (),
            parent=parent.window(),
        )
    )


def preview_pages(parent: QWidget, title: str, pdf: bytes) -> None:
    """Preview pages that another program has laid out: they are shown, printed and saved as they are."""
    from pypdf import PdfReader

    from models.reports.paper import PaperResult
    from widgets.print_preview import PrintPreview

    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    dialog = PrintPreview(lambda _how: PaperResult(pdf, pages), title, fixed=True, parent=parent.window())
    messages.run(dialog)
