"""Which report, and from where: the line that looks for it, the ledgers of now or a closing, the name of its file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QToolButton, QWidget

from models.reports import closing
from models.reports.closing.store import Closing
from models.reports.returns.base import Made
from widgets.look import icon


class ReportSearch(QLineEdit):
    """Looks for a report; up and down move through the list below."""

    def __init__(self, below: QListWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.below = below
        self.setPlaceholderText("编号、名称或拼音首字母")
        self.setAccessibleName("找报表")
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows belong to the list, and the space that ticks a report: no report's name has one."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space):
            QApplication.sendEvent(self.below, event)
        else:
            super().keyPressEvent(event)


class ClosingChoice(QComboBox):
    """现在的台账, or one of the closings; hidden where the period was never closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("按现在的台账，还是按结账时的")
        self.setToolTip("这一期结过账：可以照结账时的样子看和打印")

    def offer(self, name: str, period: str) -> Closing | None:
        """Offer the closings that hold this report for this period; returns the one chosen, None for now."""
        found, kept = closing.of_period(name, period), self.number()
        self.clear()
        self.addItem("现在的台账", "")
        for one in found:
            self.addItem(f"结账 {one.number}", one.number)
        self.setCurrentIndex(max(0, self.findData(kept)))
        self.setVisible(bool(found))
        return next((one for one in found if one.number == self.number()), None)

    def number(self) -> str:
        """The number of the closing chosen, "" for now."""
        return str(self.currentData() or "")


def arrow(page: QWidget, picture: str, tip: str, keys: str, act: Callable[[], None]) -> QToolButton:
    """A button to the period before or after, with its keys."""
    button = QToolButton(page)
    button.setIcon(icon(picture))
    button.setToolTip(tip)
    button.setProperty("boxed", True)
    button.clicked.connect(lambda: act())
    QShortcut(QKeySequence(keys), page).activated.connect(act)
    return button


def file_name(made: Made, number: str = "") -> str:
    """A workbook's name that says which report of when, of which village and by which closing."""
    place = made.scope.villages.get(made.scope.village or 0, "")
    public = "公示版" if made.scope.public else ""
    parts = (made.report.number, made.report.title, place, made.scope.period.key, number, public)
    return "_".join(part for part in parts if part) + ".xlsx"
