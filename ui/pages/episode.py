"""监测办理: one episode step by step, with the next step as the one button, its history, and the other ways out."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import clock, query, record
from models.codes import code_list, reword
from models.database import is_known
from models.ledger import ledger
from models.record import Refused
from models.rules import monitoring
from models.rules.monitoring import conditions
from models.rules.monitoring.advance import episode_values
from models.rules.monitoring.stages import NOW, initial, stages
from ui.pages.base import PageWidget
from ui.pages.episode_form import StepForm
from ui.pages.episode_stages import StageLine
from widgets import messages
from widgets.look import icon

_MARKS = {
    conditions.REFUSED: ("✗", "error"),
    conditions.RED: ("！", "warn"),
    conditions.SKIPPED: ("–", "soft"),
    conditions.FINE: ("✓", "good"),
}
_COLUMNS = ("步骤", "日期", "公示结束", "经办", "材料", "意见", "超期")
_PATHS = ("step", "date", "until", "actor", "document", "opinion", "late_days")


def card(parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    """A white card with its box."""
    frame = QFrame(parent)
    frame.setProperty("card", True)
    box = QVBoxLayout(frame)
    box.setContentsMargins(16, 12, 16, 12)
    box.setSpacing(8)
    return frame, box


class EpisodePage(PageWidget):
    """The page; ``load`` shows an episode."""

    watched = ("episode", "episode_step", "measure", "income_sheet", "guarantee_check", "household", "member")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values: dict[str, Any] = {}
        self.done: list[dict[str, Any]] = []
        self.form: StepForm | None = None
        self.aside: monitoring.Step | None = None
        self._lay_out()

    # --- layout -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget(self)
        box = QVBoxLayout(inside)
        box.setContentsMargins(16, 8, 16, 16)
        box.setSpacing(12)
        box.addWidget(self._head())
        self.work, self.work_box = card(self)
        self.heading = QLabel(self.work)
        self.heading.setProperty("role", "heading")
        self.actor = QLabel(self.work)
        self.actor.setProperty("role", "soft")
        self.limit = QLabel(self.work)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.heading)
        line.addWidget(self.actor)
        line.addWidget(self.limit)
        line.addStretch(1)
        self.work_box.addLayout(line)
        self.note = QLabel(self.work)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "soft")
        self.work_box.addWidget(self.note)
        self.checks = QLabel(self.work)
        self.checks.setWordWrap(True)
        self.checks.setTextFormat(Qt.TextFormat.RichText)
        self.checks.setAccessibleName("消除条件")
        self.work_box.addWidget(self.checks)
        box.addWidget(self.work)
        box.addWidget(self._past())
        box.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def _head(self) -> QFrame:
        frame, box = card(self)
        self.name = QLabel(frame)
        self.name.setProperty("role", "title")
        self.facts = QLabel(frame)
        self.facts.setProperty("role", "soft")
        self.facts.setWordWrap(True)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.print = QPushButton(icon("print"), "公示名单(&P)…", frame)
        self.print.setToolTip("印出张贴用的名单：没有证件号码、电话和病情（Alt+P）")
        self.print.clicked.connect(self.print_notice)
        self.open = QPushButton(icon("edit"), "打开记录(&O)", frame)
        self.open.setToolTip("打开这条监测对象的全部内容（Alt+O）")
        self.open.clicked.connect(self._open_record)
        self.more = QPushButton("其他办理(&M)", frame)
        self.more.setProperty("opens", True)
        self.more.setToolTip("不予纳入、异议、回退、终止（Alt+M）")
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.name)
        line.addWidget(self.facts, 1)
        for button in (self.print, self.open, self.more):
            line.addWidget(button)
        box.addLayout(line)
        self.line = StageLine(frame)
        box.addWidget(self.line)
        return frame

    def _past(self) -> QFrame:
        frame, box = card(self)
        title = QLabel("办理经过", frame)
        title.setProperty("role", "heading")
        box.addWidget(title)
        self.none = QLabel("还没有登记过步骤：导入的记录只有结果，没有经过。", frame)
        self.none.setProperty("role", "soft")
        self.none.setWordWrap(True)
        box.addWidget(self.none)
        self.table = QTableWidget(0, len(_COLUMNS), frame)
        self.table.setHorizontalHeaderLabels(list(_COLUMNS))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setAccessibleName("办理经过")
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
        header.setMaximumSectionSize(260)
        box.addWidget(self.table)
        return frame

    # --- reading ----------------------------------------------------------------------------------------------------

    def load(self, id: int) -> None:
        """Show an episode; what was typed for another is gone (``can_close`` asked)."""
        self.id, self.aside = id, None
        self._drop_form()
        self.refresh()
        if self.form is not None:
            self.form.enter()

    def refresh(self) -> None:
        """Read everything anew; a form that is being filled in stays while its step is still the one to do."""
        if not self.id:
            return
        if self.id not in record.load(ledger("episode"), [self.id]):
            self.left.emit()
            return
        self.values, self.done = episode_values(self.id), monitoring.steps_of(self.id)
        self._tell_head()
        self._fill_menu()
        self._tell_past()
        step = self.aside or monitoring.next_step(self.values["state"] or "")
        if self.form is None or self.form.step is not step:
            self._show_step(step)
        else:
            self.form.tell()
        self._tell_conditions()

    def _tell_head(self) -> None:
        paths = ("household", "household.village", "household.group", "category", "risks", "recognised_on", "state")
        head, village, group, category, risks, since, state = query.texts("episode", paths, [self.id])[self.id]
        self.name.setText(head)
        when = self.values["recognised_on"] or self.values["applied_on"] or clock.today_text()
        parts = [
            f"{village}{group}",
            reword("监测对象", when) + f"·{category}",
            risks,
            f"{since} 识别" if since else "",
            f"第 {self.values['episode_no']} 次" if (self.values["episode_no"] or 1) > 1 else "",
            state,
        ]
        self.facts.setText("　".join(part for part in parts if part))
        self.line.show_stages(stages(self.values, self.done))

    def _fill_menu(self) -> None:
        self.menu.clear()
        for at, step in enumerate(monitoring.asides(self.values["state"] or ""), 1):
            action = QAction(f"{step.button}(&{at})…", self.menu)
            action.triggered.connect(lambda _=False, step=step: self.turn_to(step))
            self.menu.addAction(action)
        self.more.setVisible(not self.menu.isEmpty())

    def _tell_past(self) -> None:
        self.none.setVisible(not self.done)
        self.table.setVisible(bool(self.done))
        of = ledger("episode_step")
        self.table.setRowCount(len(self.done))
        for at, row in enumerate(reversed(self.done)):
            for column, path in enumerate(_PATHS):
                value = row[path]
                text = "" if value is None else of.fields[path].kind.to_text(value)
                item = QTableWidgetItem(f"{text} 天" if path == "late_days" and text else text)
                item.setToolTip(text)
                self.table.setItem(at, column, item)
        self.table.resizeRowsToContents()
        height = sum(self.table.rowHeight(at) for at in range(self.table.rowCount()))
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + 4)

    # --- the step -----------------------------------------------------------------------------------------------------

    def _drop_form(self) -> None:
        if self.form is not None:
            self.work_box.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _show_step(self, step: monitoring.Step | None) -> None:
        self._drop_form()
        state = code_list("episode_state").label(self.values["state"] or "")
        if step is None:
            self.heading.setText(state)
            self.limit.setText("")
            self.actor.setText("")
            over = "基本信息保留，继续跟踪；不稳定的在“其他办理”里回退。" if self.values["eliminated"] else ""
            self.note.setText(over or self.values["closed_reason"] or "这一次监测已经结束。")
            self.note.show()
            return
        self.heading.setText(f"{'办理' if step is self.aside else '下一步'}：{step.title}")
        self._tell_limit(step)
        self.note.setText("按 Esc 回到下一步。" if step is self.aside else "")
        self.note.setVisible(step is self.aside)
        self.form = StepForm(
            step,
            initial(step, self.values, self.done),
            lambda values: monitoring.problems(self.values, self.done, step, values),
            self.work,
        )
        self.form.wanted.connect(self.do)
        self.form.given_up.connect(self._give_up)
        for row in self.form.rows.values():
            row.editor.focused.connect(lambda row=row: self.area.ensureWidgetVisible(row, 0, 64))
            row.editor.edited.connect(self._tell_conditions)
        self.work_box.addWidget(self.form)

    def _tell_limit(self, step: monitoring.Step) -> None:
        now = next((one for one in stages(self.values, self.done) if one.state == NOW and one.step is step), None)
        self.actor.setText(step.actor)
        self.limit.setText(now.text if now is not None else "")
        self.limit.setProperty("role", "error" if now is not None and now.late else "soft")
        self.limit.style().unpolish(self.limit)
        self.limit.style().polish(self.limit)

    def _tell_conditions(self) -> None:
        """The conditions of an elimination with what is typed now."""
        step = self.form.step if self.form is not None else None
        if step is None or step.aside or step.code < "20":
            self.checks.hide()
            return
        assert self.form is not None
        typed = self.form.values()
        mine = {path.partition(".")[2]: value for path, value in typed.items() if path.startswith("episode.")}
        date = typed["date"] if typed["date"] and len(typed["date"]) == 10 else clock.today_text()
        found = monitoring.findings({**self.values, **mine}, date, final=step.code != "21")
        colours = {"error": "#A8322A", "warn": "#8A5A00", "good": "#2E6B3A", "soft": "#5F6B78"}
        cells = [
            f"<td style='color:{colours[_MARKS[one.level][1]]}; padding-right:24px'>"
            f"{_MARKS[one.level][0]} {html.escape(one.text)}</td>"
            for one in found
        ]
        lines = ["".join(cells[at : at + 2]) for at in range(0, len(cells), 2)]
        table = "".join(f"<tr>{line}</tr>" for line in lines)
        self.checks.setText(f"消除条件：<table>{table}</table>")
        self.checks.show()

    def turn_to(self, step: monitoring.Step) -> None:
        """Offer one of the other ways in place of the next step."""
        if not self.can_close():
            return
        self.aside = step
        self._show_step(step)
        self._tell_conditions()
        assert self.form is not None
        self.form.enter()

    def _give_up(self) -> None:
        if self.aside is not None and self.can_close():
            self.aside = None
            self._show_step(monitoring.next_step(self.values["state"] or ""))
            self._tell_conditions()
            if self.form is not None:
                self.form.enter()

    def do(self, values: dict[str, Any]) -> None:
        """Do the step; then the next one stands ready."""
        assert self.form is not None
        step = self.form.step
        try:
            monitoring.advance(self.id, step, values)
        except Refused as refused:
            self.form.refuse(refused.problems)
            return
        except Exception as error:
            if not is_known(error):
                raise
            messages.show_error(self, error)
            return
        self.aside = None
        self._drop_form()
        self.refresh()
        self.note.setText(f"已办理“{step.title}”。办错了可以用 Ctrl+Z 撤销。")
        self.note.show()
        if self.form is not None:
            self.form.enter()
        else:
            self.setFocus()

    # --- around -------------------------------------------------------------------------------------------------------

    def _open_record(self) -> None:
        if self.id:
            self.record_requested.emit("episode", self.id)

    def print_notice(self) -> None:
        """The list to be put up in the village."""
        from ui.pages.episode_notice import show_notice

        if self.id:
            show_notice(self, [self.id])

    def can_close(self) -> bool:
        """Ask about a step that is filled in and not done."""
        if self.form is None or not self.form.touched:
            return True
        text = f"“{self.form.step.title}”填了还没有办理，离开就不保留。离开吗？"
        return messages.ask(self, "还没有办理", text, "离开", "继续填", safe=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus goes on to the step's form."""
        super().focusInEvent(event)
        if self.form is not None and self.form.isVisible():
            self.form.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc outside the form gives up another way too."""
        if event.key() == Qt.Key.Key_Escape and self.aside is not None:
            self._give_up()
        else:
            super().keyPressEvent(event)
