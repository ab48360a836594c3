"""考勤月历 (domain.md §11): a month of the village teams, kept by single keys and printed as it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from models import clock
from models.record import Refused
from models.reports import wording
from models.rules import attendance
from models.rules.attendance import AFTERNOON, ALL_DAY, MORNING, SIGNS, Change
from ui.pages.attendance_sheet import MonthSheet, state_label, today_in
from ui.pages.base import PageWidget
from ui.printing import preview
from widgets.look import icon


class AttendancePage(PageWidget):
    """The calendar."""

    watched = ("attendance", "team_member", "leave", "village", "workday", "local_norm")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        today = clock.today()
        self.year, self.number = today.year, today.month
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.before = self._step("‹", "上个月（Alt+←）", -1, "Alt+Left")
        self.after = self._step("›", "下个月（Alt+→）", 1, "Alt+Right")
        self.village = QComboBox(self)
        self.village.setAccessibleName("行政村")
        self.village.currentIndexChanged.connect(lambda _at: self.refresh())
        self.half = QComboBox(self)
        self.half.setAccessibleName("时段")
        for code, text in ((ALL_DAY, "全天"), (MORNING, "只填上午"), (AFTERNOON, "只填下午")):
            self.half.addItem(text, code)
        self.half.currentIndexChanged.connect(self._half_chosen)
        self.fill = QPushButton("补齐空白（F9）", self)
        self.fill.setToolTip("到今天为止的空白：工作日填在岗，休息日填休息；可以撤销")
        self.print = QPushButton(icon("print"), "打印…", self)
        self.print.setToolTip("这个月的考勤表（Ctrl+P）")
        for button, keys in ((self.fill, "F9"), (self.print, "Ctrl+P")):
            QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(button.click)
        self.fill.clicked.connect(self._fill)
        self.print.clicked.connect(self._print)
        self.legend, self.note = QLabel(self), QLabel(self)
        self.legend.setProperty("role", "soft")
        self.sheet = MonthSheet(self)
        self.sheet.wanted.connect(self._write)
        self.sheet.told.connect(self._tell)
        self.empty = QLabel("这个月没有驻村队员。请先在“驻村队员”里登记姓名、驻村和起止时间。", self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "soft")
        self._lay_out()
        self.setFocusProxy(self.sheet)

    def _step(self, text: str, tip: str, by: int, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition("（")[0])
        button.clicked.connect(lambda: self.go(by))
        QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(
            lambda: self.go(by)
        )
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        parts: tuple[QWidget, ...] = (self.before, self.title, self.after, self.village, self.half, self.fill)
        for one in parts:
            head.addWidget(one)
        head.addStretch(1)
        head.addWidget(self.print)
        foot = QHBoxLayout()
        foot.addWidget(self.legend)
        foot.addStretch(1)
        foot.addWidget(self.note)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addLayout(head)
        box.addLayout(foot)
        box.addWidget(self.sheet, 1)
        box.addWidget(self.empty, 1)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def go(self, by: int) -> None:
        """Another month, never one to come."""
        today = clock.today()
        at = min(self.year * 12 + self.number - 1 + by, today.year * 12 + today.month - 1)
        self.year, self.number = at // 12, at % 12 + 1
        self._tell("")
        self.refresh()

    def refresh(self) -> None:
        """Read the month anew."""
        self._list_villages()
        month = attendance.month_of(self.year, self.number, self.village.currentData())
        self.title.setText(f"{self.year}年{self.number}月")
        self.after.setEnabled(not today_in(month))
        keys = "　".join(f"{at} {state_label(state)}" for at, state in enumerate(SIGNS, 1))
        self.legend.setText(f"按数字键登记：{keys}　Delete 清空　·　每月在岗（含公出）不少于 {month.least} 天")
        self.sheet.show_month(month)
        self.sheet.setVisible(bool(month.rows))
        self.empty.setVisible(not month.rows)
        for button in (self.fill, self.print):
            button.setEnabled(bool(month.rows))

    def _list_villages(self) -> None:
        names = [(None, "全部村"), *wording.villages().items()]
        shown = [(self.village.itemData(at), self.village.itemText(at)) for at in range(self.village.count())]
        if shown == names:
            return
        chosen = self.village.currentData()
        self.village.blockSignals(True)
        self.village.clear()
        for id, name in names:
            self.village.addItem(name, id)
        self.village.setCurrentIndex(max(0, self.village.findData(chosen)))
        self.village.blockSignals(False)

    def _half_chosen(self) -> None:
        self.sheet.half = self.half.currentData()

    def _tell(self, text: str, role: str = "warn") -> None:
        self.note.setProperty("role", role)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setText(text)

    # --- what is written --------------------------------------------------------------------------------------------

    def _write(self, changes: list[Change]) -> None:
        try:
            number = attendance.put(changes, f"登记 {self.year}年{self.number}月考勤")
        except Refused as error:
            self._tell(str(error))
            return
        self._tell(f"已登记 {len(changes)} 天" if number and len(changes) > 1 else "", "good")
        self.refresh()

    def _fill(self) -> None:
        month = self.sheet.cells.month
        assert month is not None
        rows = self.sheet.selected_rows() if len(self.sheet.selected_rows()) > 1 else range(len(month.rows))
        number = attendance.fill_blank(month, [month.rows[at].member for at in rows])
        self._tell("空白已补齐，可按 Ctrl+Z 撤销" if number else "没有空白要补", "good")
        self.refresh()

    def _print(self) -> None:
        from models.reports.attendance import month_table

        month = self.sheet.cells.month
        assert month is not None
        preview(self, "attendance_month", "考勤月历", lambda: (month_table(month),))
