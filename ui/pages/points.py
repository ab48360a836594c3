"""积分排名: households, yards and villages by their published points, of a month, a quarter or a year."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QTabBar, QToolButton, QVBoxLayout, QWidget

from models import clock, database, settings
from models.reports import returns, wording
from models.reports.paper import PaperSettings
from models.reports.returns import period as periods
from models.reports.returns.base import Cell, Made
from ui.pages.base import PageWidget
from widgets import messages
from widgets.flow import FlowLayout
from widgets.jobs import run_job
from widgets.look import icon, make_primary
from widgets.report_view import ReportView

ALL = "全乡"
KINDS = (periods.MONTH, periods.QUARTER, periods.HALF, periods.YEAR)
NAMES = {periods.MONTH: "按月", periods.QUARTER: "按季", periods.HALF: "按半年", periods.YEAR: "按年"}
TABLES = ("农户", "院落", "村")


class PointsPage(PageWidget):
    """Keys: Alt+1, 2, 3 the three rankings · Alt+PageUp, PageDown the period · Enter the records of a figure."""

    watched = ("point_entry", "redeem", "yard", "yard_household", "household", "village")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.made: Made | None = None
        self.period = periods.usual(periods.YEAR, clock.today())
        self._turn = 0
        self.kind = QComboBox(self)
        self.kind.setAccessibleName("按月、按季或按年")
        for one in KINDS:
            self.kind.addItem(NAMES[one], one)
        self.kind.setCurrentIndex(KINDS.index(periods.YEAR))
        self.kind.activated.connect(lambda _: self._other_kind())
        self.when = QLabel(self)
        self.when.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.when.setMinimumWidth(self.fontMetrics().horizontalAdvance("2026年第三季度　"))
        self.before = self._arrow("back", "上一期（Alt+PageUp）", -1, "Alt+PgUp")
        self.after = self._arrow("next", "下一期（Alt+PageDown）", 1, "Alt+PgDown")
        self.village = QComboBox(self)
        self.village.setAccessibleName("村")
        self.village.activated.connect(lambda _: self.build())
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("按户、按院落或按村排名")
        for at, name in enumerate(TABLES):
            self.tabs.addTab(f"{name}排名")
            self.tabs.setTabToolTip(at, f"{name}排名（Alt+{at + 1}）")
            QShortcut(
                QKeySequence(f"Alt+{at + 1}"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(lambda at=at: self.tabs.setCurrentIndex(at))
        self.tabs.currentChanged.connect(lambda _: self._show())
        self.print = QPushButton("打印预览", self)
        self.print.setToolTip("打印、存 PDF（Ctrl+P）")
        self.print.clicked.connect(self.preview)
        make_primary(self.print)
        QShortcut(
            QKeySequence("Ctrl+P"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self.preview)
        self.view = ReportView(self)
        self.view.opened.connect(self._open)
        self.note = QLabel(self)
        self.note.setProperty("role", "soft")
        self.note.setWordWrap(True)
        self._lay_out()
        self.setFocusProxy(self.view)

    def _arrow(self, picture: str, tip: str, step: int, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(picture))
        button.setToolTip(tip)
        button.setProperty("boxed", True)
        button.clicked.connect(lambda: self.move_period(step))
        QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(
            lambda: self.move_period(step)
        )
        return button

    def _lay_out(self) -> None:
        head = FlowLayout(gap=8)
        for one in (self.kind, self.before, self.when, self.after, self.village):
            one.setFixedHeight(self.kind.sizeHint().height())
            head.addWidget(one)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.tabs)
        first.addStretch(1)
        first.addWidget(self.print)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(first)
        whole.addLayout(head)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.note)

    def refresh(self) -> None:
        """Read the villages and the ranking anew."""
        names, kept = wording.villages(), self.village.currentData()
        self.village.clear()
        self.village.addItem(settings.township.get() or ALL, None)
        for id, name in names.items():
            self.village.addItem(name, id)
        self.village.setCurrentIndex(max(0, self.village.findData(kept)))
        self.build()

    def move_period(self, step: int) -> None:
        """So many periods later, never past today's."""
        later = self.period.moved(step)
        if later.first <= clock.today_text():
            self.period = later
            self.build()

    def _other_kind(self) -> None:
        self.period = periods.usual(self.kind.currentData(), clock.today())
        self.build()

    def build(self) -> None:
        """Work the ranking out and show it."""
        if not database.is_open() or not self.isVisible():
            return
        self.when.setText(self.period.text)
        self.after.setEnabled(self.period.moved(1).first <= clock.today_text())
        if self.made is None:
            self.note.setText("正在算积分排名…")
        self._turn += 1
        turn, period, village = self._turn, self.period, self.village.currentData()

        def done(made: Made) -> None:
            if turn == self._turn:
                self.made = made
                self._show()

        def failed(error: BaseException) -> None:
            if turn == self._turn and database.is_open():
                messages.show_error(self.window(), error)

        def work(_: object) -> Made:
            return returns.build("points_ranking", period.key, village, kind=period.kind)

        run_job(self, "积分排名", work, done, failed, quiet=True)

    def _show(self) -> None:
        if self.made is None:
            return
        table = self.made.tables[self.tabs.currentIndex()]
        self.view.show_table(table)
        if table.rows:
            self.note.setText("\n".join(table.notes))
            self.view.setCurrentIndex(self.view.model().index(0, 0))
        else:
            self.note.setText("这一期没有公示过的积分：换一期，或先在“积分登记”里登记并填公示日期。")

    def _open(self, cell: Cell) -> None:
        if cell.where is not None and cell.text not in ("", "0"):
            self.selection_requested.emit(cell.where)
        elif cell.record is not None:
            self.record_requested.emit(*cell.record)

    def preview(self) -> None:
        """Ctrl+P: the three rankings before printing."""
        from widgets.print_preview import PrintPreview

        made = self.made
        if made is None:
            return
        messages.run(
            PrintPreview(
                lambda how: returns.paper(made, how),
                "积分排名",
                returns.paper_settings(made),
                on_settings=lambda kept: returns.remember_paper(made.report, PaperSettings.from_dict(kept)),
                locked=("watermark",) if settings.sample.get() else (),
                parent=self.window(),
            )
        )
