"""Small forms in a dialog: all fields of one roster row, and a new record where a link needs one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models import record, rosters
from models.form_rows import ORDER, FormRow, new_row
from models.ledger import Ledger
from models.record import Refused
from widgets import messages
from widgets.field_pane import FieldPane, Section
from widgets.roster_model import inherited


class PaneDialog(QDialog):
    """A FieldPane with 确定 and 取消. Ctrl+S or Enter behind the last field takes it, Esc gives up."""

    def __init__(self, parent: QWidget | None, of: Ledger, title: str, skip: tuple[str, ...], yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.pane = FieldPane(of, skip, self)
        self.pane.passed.connect(self._passed)
        self.area = QScrollArea(self)
        self.pane.focused.connect(lambda row: self.area.ensureWidgetVisible(row, 0, 48))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.pane)
        self.yes = QPushButton(f"{yes}（Ctrl+S）", self)
        self.yes.setProperty("primary", True)
        self.yes.setAutoDefault(False)
        self.yes.clicked.connect(self.accept)
        no = QPushButton("取消", self)
        no.setAutoDefault(False)
        no.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 8, 12, 12)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.yes)
        buttons.addWidget(no)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.area, 1)
        box.addLayout(buttons)
        room = self.screen().availableGeometry()
        wish = self.pane.sizeHint()
        self.resize(
            min(int(room.width() * 0.8), max(860, wish.width())), min(int(room.height() * 0.85), wish.height() + 72)
        )
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(250)
        self._later.timeout.connect(self.check_now)
        self.pane.edited.connect(self._later.start)
        self.pane.left.connect(lambda _: self.check_now())

    def start(self) -> None:
        """Focus the first field."""
        self.pane.enter(self.pane.sections[0], 0, 1)

    def _passed(self, section: Section, by: int) -> None:
        at = self.pane.sections.index(section) + by
        if 0 <= at < len(self.pane.sections):
            other = self.pane.sections[at]
            self.pane.enter(other, 0 if by > 0 else len(other.rows) - 1, by)
        elif by > 0:
            self.yes.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S takes; Enter on a button presses it."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.yes.hasFocus()
        if pressed or (event.key() == Qt.Key.Key_S and control):
            self.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: Any) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self.pane.arrange(2 if self.width() >= 760 else 1)

    def check_now(self) -> None:
        """Show what is wrong."""

    def done(self, result: int) -> None:
        """Stop checking."""
        self._later.stop()
        super().done(result)


class _RowDialog(PaneDialog):
    def __init__(self, parent: QWidget | None, row: FormRow, check: Callable[[], None] | None) -> None:
        self.row, self.check = row, check
        skip = (row.of.master, *inherited(row.of), ORDER)
        name = row.values.get(row.of.display)
        called = f"：{row.of.fields[row.of.display].kind.to_text(name)}" if isinstance(name, str) and name else ""
        super().__init__(parent, row.of, f"{row.of.title}{called}", skip, "确定")
        self.pane.own = {row.id} if row.id is not None else set()
        self.pane.set_values(row.values, row.filled, row.bad)
        self.pane.set_computed(row.computed)
        self.pane.show_problems(row.problems, all=True)

    def take(self) -> None:
        """Bring what is typed into the row."""
        self.row.values |= self.pane.values()
        self.row.bad = self.pane.bad()
        self.row.filled = self.pane.filled

    def check_now(self) -> None:
        self.take()
        if self.check is not None:
            self.check()
        self.pane.set_computed(self.row.computed)
        self.pane.show_problems(self.row.problems, all=True)


def edit_row(
    parent: QWidget | None, row: FormRow, check: Callable[[], None] | None, open_record: Callable[[str, int], Any]
) -> bool:
    """Edit all fields of a row; ``check`` brings its problems up to date. False when given up."""
    before = copy.deepcopy((row.values, row.bad, row.filled, row.doubts))
    dialog = _RowDialog(parent, row, check)
    wanted: list[tuple[str, int]] = []

    def leave_for(name: str, id: int) -> None:
        wanted.append((name, id))
        dialog.accept()

    dialog.pane.record_requested.connect(leave_for)
    dialog.start()
    if messages.run(dialog):
        dialog.take()
        row.doubts = {}
        for name, id in wanted:
            open_record(name, id)
        return True
    row.values, row.bad, row.filled, row.doubts = before
    return False


class _AddDialog(PaneDialog):
    def __init__(self, parent: QWidget | None, of: Ledger, initial: dict[str, Any]) -> None:
        super().__init__(parent, of, f"新增{of.title}", (), "保存")
        self.of = of
        self.saved: int | None = None
        fresh = new_row(of)
        self.pane.set_values({**fresh.values, **initial}, fresh.filled)

    def _answer(self, *, all: bool) -> int:
        answer = rosters.try_form(self.of, self.pane.values())
        self.pane.set_computed(answer.computed)
        return self.pane.show_problems(answer.problems, all=all)

    def check_now(self) -> None:
        self._answer(all=False)

    def accept(self) -> None:
        """Save, or show what is wrong and stay."""
        if self._answer(all=True):
            if (wrong := self.pane.first_wrong()) is not None:
                wrong.editor.focus_end()
            return
        try:
            self.saved = record.save(self.of.name, self.pane.values()).id
        except Refused as refused:
            self.pane.show_problems(refused.problems, all=True)
            return
        super().accept()


def add_record(parent: QWidget | None, of: Ledger, initial: dict[str, Any]) -> int | None:
    """Add a record in a small form; returns its id, None when given up."""
    dialog = _AddDialog(parent, of, initial)
    dialog.start()
    return dialog.saved if messages.run(dialog) else None
