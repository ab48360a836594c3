"""打印一套: the boxes in the list of reports, and the button that prints all that are ticked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from models.reports import report_set
from models.reports.report_set import PrintedSet, Wanted
from ui.printing import preview_pages
from widgets.jobs import run_job
from widgets.look import icon

NAME = Qt.ItemDataRole.UserRole
NONE_YET = "左边还没有打勾的报表：在列表里按空格打勾，以后每月都是这一套。"


class SetTools(QObject):
    """``button`` prints the set, ``about`` says how to choose it; ``wanted()`` for which period and village,
    ``told(text)`` that nothing is ticked."""

    def __init__(
        self, below: QListWidget, wanted: Callable[[], Wanted], told: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.below, self.wanted, self.told = below, wanted, told
        self.page = parent
        self.about = QLabel("每月一起交的，按空格打勾", parent)
        self.about.setProperty("role", "small")
        self.button = QPushButton(icon("print"), "", parent)
        self.button.setToolTip("左边打了勾的报表，每份照单独打印的样子，一次全印出来（Ctrl+Shift+P）")
        self.button.clicked.connect(self.print)
        below.itemChanged.connect(lambda _: self._ticked())
        self.say()

    @staticmethod
    def tick(item: QListWidgetItem, name: str) -> None:
        """Give the entry of a report its box."""
        item.setData(NAME, name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if name in report_set.names() else Qt.CheckState.Unchecked)

    def _ticked(self) -> None:
        items = [self.below.item(at) for at in range(self.below.count())]
        on = {item.data(NAME) for item in items if item.checkState() == Qt.CheckState.Checked}
        # What is not listed just now stays as it is.
        report_set.keep((report_set.names() - {item.data(NAME) for item in items}) | on)
        self.say()

    def say(self) -> None:
        """How many are ticked."""
        many = len(report_set.chosen())
        self.button.setText(f"打印一套（{many} 份）")
        self.button.setVisible(many > 0)

    def print(self) -> None:
        """All reports that are ticked, as one run of pages."""
        reports, wanted = report_set.chosen(), self.wanted()
        if not reports:
            self.told(NONE_YET)
            return

        def done(made: PrintedSet) -> None:
            preview_pages(self.page, f"一套报表（{len(reports)} 份）", made.pdf)

        run_job(self.page, "打印一套", lambda progress: report_set.make(reports, wanted, progress), done)
