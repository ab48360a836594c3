"""体检 among the pages; the page itself, and with it the rules, is loaded when it is first shown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.pages import Page
from ui.pages.base import PageWidget


def _make(parent: QWidget | None = None) -> PageWidget:
    from ui.check.page import CheckPage

    return CheckPage(parent)


PAGE = Page("check", "体检", _make, tab="home", order=25, tip="按检查用的规则查自己的台账，查到就改")
