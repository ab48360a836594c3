"""The small form of one step: its fields in two columns, what is still missing, and the one button that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.kinds import MISSING, Problem
from models.ledger import ledger
from models.rules.monitoring import Step
from widgets.field_row import FieldRow
from widgets.look import letters

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FEW = 5
WIDE = 620
"""Pixels from which there is room for two columns."""
Check = Callable[[dict[str, Any]], list[Problem]]


def field_of(path: str) -> Any:
    """The field behind a path of ``Step.asks``."""
    of = ledger("episode") if path.startswith("episode.") else ledger("episode_step")
    return of.fields[path.rpartition(".")[2]]


class StepForm(QFrame):
    """``wanted(values)`` the button was pressed and nothing stands against it · ``given_up()`` Esc.

    ``check`` says what stands against the step with these values.
    """

    wanted = Signal(dict)
    given_up = Signal()

    def __init__(self, step: Step, initial: Mapping[str, Any], check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step, self.check = step, check
        self.rows: dict[str, FieldRow] = {}
        for path in dict.fromkeys(("date", *step.asks)):
            row = self.rows[path] = FieldRow(field_of(path), self)
            row.editor.set_value(initial.get(path))
            if path in step.needs or path == "date":
                row.label.setText(f"{row.field.label} <span style='color:#A8322A'>＊</span>")
            if path == "persons" or (path == "date" and not step.published):
                row.help.hide()
            row.editor.on_key = lambda event, path=path: self._key(path, event)
            row.editor.edited.connect(self._edited)
            row.editor.left.connect(lambda path=path: self._left(path))
        self._start = self._texts()
        self._end = self.rows["until"].editor.text() if "until" in self.rows else ""
        self._tried = False
        self._columns = 0
        self._lay_out()
        self.tell()

    def _lay_out(self) -> None:
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(8)
        self.button = QPushButton(f"{self.step.button}(&D)", self)
        self.button.setProperty("primary", True)
        self.button.setAutoDefault(False)
        self.button.setToolTip("填好后按回车或 Alt+D")
        self.button.clicked.connect(self.take)
        self.missing = QLabel(self)
        self.missing.setWordWrap(True)
        self.missing.setAccessibleName("还缺什么")
        self.missing.setContentsMargins(0, 5, 0, 0)
        # Above the fields, so that it is in sight however long the form is.
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.missing, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(head)
        box.addLayout(self.grid)
        self.arrange(2)

    def arrange(self, columns: int) -> None:
        """One or two columns of fields."""
        if columns == self._columns:
            return
        self._columns = columns
        while self.grid.takeAt(0) is not None:
            pass
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(f"{row.field.label} ＊") for row in self.rows.values())
        width = min(longest, metrics.horizontalAdvance("字" * 15)) + 8
        line = place = 0
        for row in self.rows.values():
            if (row.wide and place) or place == columns:
                line, place = line + 1, 0
            row.label.setFixedWidth(width)
            row.label.setContentsMargins(0, 5, 0, 0)
            self.grid.addWidget(row.label, line, 2 * place, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(row, line, 2 * place + 1, 1, 3 if row.wide and columns == 2 else 1)
            place = columns if row.wide else place + 1
        for at in (0, 1):
            self.grid.setColumnStretch(2 * at + 1, 1 if at < columns else 0)

    def resizeEvent(self, event: Any) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self.arrange(2 if self.width() >= max(WIDE, letters(self, 56)) else 1)

    # --- values -----------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """{path: stored form}, None where blank or not understood."""
        found = {}
        for path, row in self.rows.items():
            value, _ = row.editor.read()
            found[path] = None if value is MISSING else value
        return found

    def _texts(self) -> list[str]:
        return [row.editor.text() for row in self.rows.values()]

    @property
    def touched(self) -> bool:
        """Whether the clerk typed something."""
        return self._texts() != self._start

    def _faults(self) -> dict[str, Problem]:
        found = {}
        for path, row in self.rows.items():
            value, fault = row.editor.read()
            if fault is not None:
                found[path] = Problem(fault.text, path, "error" if value is MISSING else "warn")
        return found

    def problems(self) -> list[Problem]:
        """What stands against the step as it is typed now."""
        faults = self._faults()
        wrong = [
            Problem(f"{self.rows[path].field.label}：{one.text}", path)
            for path, one in faults.items()
            if one.level == "error"
        ]
        return [*wrong, *(one for one in self.check(self.values()) if one.field not in faults)]

    # --- while typing -----------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self.tell()

    def _left(self, path: str) -> None:
        if path == "date" and "until" in self.rows and self.rows["until"].editor.text() == self._end:
            self._follow()
        self.tell()

    def _follow(self) -> None:
        """The end of a publicity follows its beginning until it is typed."""
        start = self.values()["date"]
        for one in self.check({**self.values(), "until": start}):
            if one.field == "until" and "最早 " in one.text:
                self.rows["until"].editor.set_value(one.text.partition("最早 ")[2][:10])
                self._end = self.rows["until"].editor.text()

    def tell(self) -> None:
        """Say beside the button what is missing; at the fields only after the button was tried."""
        problems = [one for one in self.problems() if one.level == "error"]
        texts = [one.text for one in problems]
        if len(texts) > FEW:
            texts = [*texts[:FEW], f"……还有 {len(texts) - FEW} 项"]
        self._say("warn" if texts else "good", "还缺：" + "；".join(texts) if texts else "可以办理。")
        faults = self._faults()
        for path, row in self.rows.items():
            here = [one for one in problems if one.field == path] if self._tried else []
            told = [faults[path]] if path in faults and not row.editor.choosing() else here
            row.show_problems(told)

    def _say(self, role: str, text: str) -> None:
        if self.missing.property("role") != role:
            self.missing.setProperty("role", role)
            self.missing.style().unpolish(self.missing)
            self.missing.style().polish(self.missing)
        self.missing.setText(text)

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Show what a save answered."""
        texts = [one.text for one in problems if one.level == "error"]
        self._say("error", "没有办理：" + "；".join(texts))

    # --- keys -------------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Focus the first field."""
        self.rows["date"].editor.focus_end()

    def take(self) -> None:
        """Do the step, or go to the first field that is wrong."""
        self._tried = True
        self.tell()
        problems = [one for one in self.problems() if one.level == "error"]
        if not problems:
            self.wanted.emit({path: value for path, value in self.values().items() if value is not None})
            return
        first = next((one.field for one in problems if one.field in self.rows), "")
        if first:
            self.rows[first].editor.focus_end()

    def _key(self, path: str, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not modifiers & Qt.KeyboardModifier.ControlModifier:
            back = key == Qt.Key.Key_Backtab or bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self._move(path, -1 if back else 1)
            return True
        if key == Qt.Key.Key_S and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.take()
            return True
        return False

    def _move(self, path: str, by: int) -> None:
        names = list(self.rows)
        at = names.index(path) + by
        if at >= len(names):
            self.button.setFocus(Qt.FocusReason.TabFocusReason)
        elif at >= 0:
            self.rows[names[at]].editor.box.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the button presses it; Esc gives up."""
        if event.key() in _ENTER and self.button.hasFocus():
            self.take()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
