"""首页: the figures a leader asks for first, charts, what to do next, and what was done lately."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models import clock, database, history, settings
from models.query import Selection
from ui.pages.home_cards import CARDS, Card, Figures
from ui.pages.home_due import DueLine
from ui.pages.home_steps import Checklist
from widgets import messages, reading
from widgets.look import icon

LATELY = 6
GAP, LEFT_BELOW = 8, 16
"""Pixels between charts, and below the last row of charts on a low screen."""


class HomePage(QWidget):
    """``selection_requested(Selection)`` from cards and bars; ``step_requested(ledger, what)`` from the checklist;
    ``todos_requested(subject)`` from the line of what is due ("" for all)."""

    selection_requested = Signal(object)
    step_requested = Signal(str, str)
    operations_requested = Signal()
    todos_requested = Signal(str)
    _charts_ready = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True
        self._can_draw = False
        self.charts: Any = None
        self._asked: dict[str, reading.Question] = {}
        # 定时器随页面一起消失：换台账时旧页面已拆，不能再去动它的图
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._catch_up)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self._fit_charts)
        self._charts_ready.connect(self._make_charts, Qt.ConnectionType.QueuedConnection)
        self.place = QLabel(self)
        self.place.setProperty("role", "title")
        self.day = QLabel(self)
        self.day.setProperty("role", "soft")
        self.print = QPushButton(icon("print"), "打印图表…", self)
        self.print.setToolTip("首页的图排在一张 A4 上")
        self.print.setEnabled(False)
        self.print.clicked.connect(self.print_charts)
        self.steps = Checklist(self)
        self.steps.step_requested.connect(self.step_requested)
        self.due = DueLine(self)
        self.due.opened.connect(self.todos_requested)
        self.cards = [Card(title, make, self) for title, make in CARDS]
        for card in self.cards:
            card.opened.connect(self.selection_requested)
        self.lately = QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.place)
        head.addWidget(self.day, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.due, 1)
        head.addWidget(self.print)
        self.grid = QGridLayout()
        self.grid.setSpacing(12)
        for at, card in enumerate(self.cards):
            self.grid.addWidget(card, 0, at)
            self.grid.setColumnStretch(at, 1)
        self.charts_frame = QFrame(self)
        self.charts_frame.installEventFilter(self)
        self.charts_box = QVBoxLayout(self.charts_frame)
        self.charts_box.setContentsMargins(0, 0, 0, 0)
        self.waiting = QLabel("正在画图…", self.charts_frame)
        self.waiting.setProperty("role", "soft")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.charts_box.addWidget(self.waiting)
        inside = QWidget(self)
        self.box = box = QVBoxLayout(inside)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self.steps)
        box.addLayout(self.grid)
        box.addWidget(self.charts_frame, 1)
        box.addWidget(self._lately_frame())
        scroll = self.area = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _lately_frame(self) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("card", True)
        heading = QLabel("最近的操作", frame)
        heading.setProperty("role", "heading")
        more = QPushButton("全部操作记录…", frame)
        more.setProperty("flat", True)
        more.clicked.connect(self.operations_requested)
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addStretch(1)
        row.addWidget(more)
        box = QVBoxLayout(frame)
        box.setContentsMargins(16, 8, 16, 12)
        box.setSpacing(4)
        box.addLayout(row)
        box.addLayout(self.lately)
        return frame

    # --- what is shown ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another tab was in front."""
        super().showEvent(event)
        if self._stale:
            # 先让窗口画出来，再去算数
            self._soon.start()

    def changed(self, _names: frozenset[str]) -> None:
        """Ledgers changed: read anew now, or when shown next."""
        self._stale = True
        self._catch_up()

    def _catch_up(self) -> None:
        # Whoever has gone on to another tab by now waits for that one
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read everything anew."""
        if not database.is_open() or not self._stale:
            return
        self._stale = False
        self.place.setText(settings.township.get() or "帮扶台账")
        today = clock.today()
        # Windows 的 strftime 认不得格式里的中文
        self.day.setText(f"{today.year}年{today.month}月{today.day}日")
        try:
            if reading.is_light():
                self._show_figures(Figures())
            else:
                self._ask("figures", Figures, self._show_figures)
            self.steps.refresh()
            self.due.refresh()
            self._show_lately(history.operations(LATELY))
            if self._can_draw:
                self._fill_charts()
        except Exception as error:
            messages.show_error(self.window(), error)

    def _ask(self, what: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Work out what a large file makes slow beside the clerk's work; only what was asked last is shown."""
        if what in self._asked:
            self._asked[what].drop()
        self._asked[what] = reading.ask(self, work, done, slow=True)

    def _show_figures(self, figures: Figures) -> None:
        for card in self.cards:
            card.show_figures(figures)

    def _show_lately(self, rows: Sequence[history.OperationRow]) -> None:
        while self.lately.count():
            old = self.lately.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        for row in rows:
            undone = "（已撤销）" if row.undone_by is not None and row.kind not in history.UNDOING else ""
            label = QLabel(f"{row.at[5:16]}　{row.who}　{row.title}{undone}", self)
            label.setProperty("role", "soft")
            label.setTextFormat(Qt.TextFormat.PlainText)
            self.lately.addWidget(label)
        if not rows:
            label = QLabel("还没有操作。登记、导入、批量修改都会记在这里，可以撤销。", self)
            label.setProperty("role", "soft")
            self.lately.addWidget(label)

    # --- charts -------------------------------------------------------------------------------------------------

    def prepare_charts(self) -> None:
        """Load Matplotlib in the background, now that the window is on the screen, then draw."""
        if not self._can_draw:
            threading.Thread(target=self._load, name="matplotlib", daemon=True).start()

    def _load(self) -> None:
        import widgets.chart
        import widgets.chart_draw  # noqa: F401

        # 装载的这一会儿，窗口可能已经关了
        with contextlib.suppress(RuntimeError):
            self._charts_ready.emit()

    def _make_charts(self) -> None:
        from widgets.chart import ChartGrid

        self._can_draw = True
        if self.charts is None:
            self.waiting.hide()
            self.charts = ChartGrid(self.charts_frame, edge=0)
            self.charts.opened.connect(self._open)
            self.charts_box.addWidget(self.charts)
            self.charts.show()
            self.charts.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if database.is_open():
            self._fill_charts()

    def _fill_charts(self) -> None:
        from models.reports import charts

        if reading.is_light():
            self._show_charts(list(charts.for_home()))
        else:
            self._ask("charts", lambda: list(charts.for_home()), self._show_charts)

    def _show_charts(self, made: Sequence[Any]) -> None:
        self.charts.set_charts(made)
        # At once, with the scroll bar that it may bring: a chart drawn for another size would soon be drawn again.
        self._lay_out_now()
        self._fit_charts()
        self._lay_out_now()
        self.print.setEnabled(bool(self.charts.charts()))

    def _lay_out_now(self) -> None:
        self.charts_box.activate()
        self.box.activate()
        QCoreApplication.sendEvent(self.area, QEvent(QEvent.Type.LayoutRequest))

    def _fit_charts(self) -> None:
        # 页面自己会滚动，图表区就按行数撑开，不再套一层滚动条
        if self.charts is not None and self.charts.panels():
            width = self.charts.viewport().width()
            columns = len({panel.x() for panel in self.charts.panels()}) or 1
            rows = -(-len(self.charts.panels()) // columns)
            line = self.fontMetrics().height()
            # 矮屏幕上图也矮些，四张尽量一眼看完；“最近的操作”往下滚
            left = self.area.viewport().height() - self.charts_frame.y() - LEFT_BELOW
            height = min(max(line * 11, left // rows - GAP), line * 20, max(line * 14, width // columns // 2))
            # Lower than this a chart is not drawn: its last line would be cut off.
            height = max(height, self.charts.panels()[0].minimumHeight())
            self.charts.setMinimumHeight(rows * (height + GAP) - GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the charts the height their rows need."""
        super().resizeEvent(event)
        self._fit_soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What stands above the charts has grown or shrunk."""
        if event.type() == QEvent.Type.Move:
            self._fit_soon.start()
        return False

    def _open(self, target: object) -> None:
        if isinstance(target, Selection):
            self.selection_requested.emit(target)

    def show_charts(self) -> None:
        """Bring the charts into view."""
        if self.charts is not None and self.charts.panels():
            self.charts.panels()[0].setFocus()

    def print_charts(self) -> None:
        """The charts of this page as one A4 before printing."""
        if self.charts is not None:
            self.charts.print()
