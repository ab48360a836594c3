"""Preview of the notice that hangs in the village."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from models import settings
from widgets import messages


def show_notice(parent: QWidget, ids: Sequence[int]) -> None:
    """Show the 公示 or 公告 of these episodes as it will be printed."""
    from models.reports.lists import paper_settings, remember_paper
    from models.reports.notice import notice
    from models.reports.paper import PaperSettings, render
    from widgets.print_preview import PrintPreview

    preview = PrintPreview(
        lambda paper: render((notice(ids),), paper),
        "公示名单",
        paper_settings("episode_notice"),
        on_settings=lambda kept: remember_paper("episode_notice", PaperSettings.from_dict(kept)),
        locked=("watermark",) if settings.sample.get() else (),
        parent=parent.window(),
    )
    messages.run(preview)
