"""The same values into many records at once: exactly the filtered ones, or the selected ones, as one operation."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models import operation
from models.kinds import Fault, Problem
from models.ledger import Ledger
from models.record import Refused
from widgets import messages
from widgets.editors import Editor, editor_for
from widgets.jobs import run_job
from widgets.look import letters

_ONE_EACH = frozenset({"code", "id_number", "bank"})
"""Kinds that name one record: the same value in many is always a mistake."""


def bulk_fields(of: Ledger) -> list[Any]:
    """Fields that make sense for many records at once."""
    return [
        one
        for name, one in of.fields.items()
        if not one.readonly and not one.hidden and one.kind.name not in _ONE_EACH
        if name != of.master
    ]


class _Line(QWidget):
    """One field with its new value."""

    def __init__(self, fields: Sequence[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName("要改的字段")
        for one in fields:
            self.choice.addItem(one.title, one)
        self.choice.currentIndexChanged.connect(self._other_field)
        self.blank = QCheckBox("清空", self)
        self.blank.setToolTip("把原来填的去掉")
        self.blank.toggled.connect(lambda on: self.editor.set_read_only(on, "要清空") if self.editor else None)
        self.remove = QPushButton("去掉", self)
        self.remove.setProperty("flat", True)
        self.editor: Editor | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        for at, part in enumerate((self.choice, None, self.blank, self.remove)):
            if part is not None:
                self._grid.addWidget(part, 0, at, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(1, 1)
        self._other_field()

    @property
    def field(self) -> Any:
        """The chosen field."""
        return self.choice.currentData()

    def _other_field(self) -> None:
        if self.editor is not None:
            self._grid.removeWidget(self.editor)
            self.editor.deleteLater()
        self.editor = editor_for(self.field, self)
        self._grid.addWidget(self.editor, 0, 1)
        self.blank.setEnabled(not self.field.required)
        self.blank.setChecked(False)

    def value(self) -> Any:
        """The new value, None to clear. Raises Fault when there is none."""
        assert self.editor is not None
        if self.blank.isChecked():
            return None
        value = self.editor.value()
        if value in (None, ""):
            raise Fault(f"{self.field.label}还没有填新值；要去掉原来填的，请勾“清空”")
        return value


class BulkEditDialog(QDialog):
    """Asks what to change and does it. ``operation`` is the number to undo, 0 while nothing was changed."""

    def __init__(
        self, parent: QWidget | None, of: Ledger, filtered: Sequence[int], selected: Sequence[int], total: int
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"批量修改{of.title}")
        self._of, self._total = of, total
        self._filtered = array("q", filtered)
        self._selected = list(selected) if len(selected) > 1 else []
        self.operation = 0
        self.result_text = ""
        self._build()
        self.add_line()
        self._say()

    def _build(self) -> None:
        counter = self._of.counter
        words = "当前筛选出的" if len(self._filtered) < self._total else "全部"
        self.all = QRadioButton(f"{words} {len(self._filtered):,} {counter}（共 {self._total:,} {counter}）", self)
        self.some = QRadioButton(f"选中的 {len(self._selected):,} {counter}", self)
        which = QButtonGroup(self)
        for button in (self.all, self.some):
            which.addButton(button)
            button.toggled.connect(self._say)
        (self.some if self._selected else self.all).setChecked(True)
        self.some.setVisible(bool(self._selected))
        self._lines: list[_Line] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        self.more = QPushButton("＋ 再改一项", self)
        self.more.setProperty("flat", True)
        self.more.clicked.connect(self.add_line)
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "heading")
        self.fault = QLabel(self)
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.go = QPushButton(self)
        self.go.setProperty("primary", True)
        self.go.clicked.connect(self.run)
        cancel = QPushButton("取消", self)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        for part in (self.all, self.some):
            box.addWidget(part)
        box.addLayout(self._box)
        box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        box.addWidget(self.sentence)
        box.addWidget(self.fault)
        box.addLayout(buttons)
        self.setMinimumWidth(letters(self, 90))

    # --- what to change -----------------------------------------------------------------------------------------

    def add_line(self) -> _Line:
        """One more field."""
        used = {line.field.name for line in self._lines}
        free = [one for one in bulk_fields(self._of) if one.name not in used]
        line = _Line(free or bulk_fields(self._of), self)
        line.remove.clicked.connect(lambda: self._drop(line))
        line.choice.currentIndexChanged.connect(self._say)
        self._lines.append(line)
        self._box.addWidget(line)
        self._say()
        return line

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._box.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._say()

    def lines(self) -> list[_Line]:
        """The fields with their values."""
        return list(self._lines)

    def ids(self) -> list[int]:
        """The records that will change."""
        return list(self._selected) if self._selected and self.some.isChecked() else list(self._filtered)

    def values(self) -> dict[str, Any]:
        """{field: new value}. Raises Fault."""
        return {line.field.name: line.value() for line in self._lines}

    def _say(self) -> None:
        if not hasattr(self, "go"):
            return
        count, counter = len(self.ids()), self._of.counter
        chosen = bool(self._selected) and self.some.isChecked()
        which = "选中的" if chosen else "当前筛选出的" if count < self._total else "全部"
        labels = "、".join(f"“{line.field.label}”" for line in self._lines)
        self.sentence.setText(
            f"将修改{which} {count:,} {counter}（共 {self._total:,} {counter}）{'的' + labels if labels else ''}"
        )
        self.go.setText(f"修改 {count:,} {counter}")
        self.go.setEnabled(bool(count and self._lines))
        for line in self._lines:
            line.remove.setVisible(len(self._lines) > 1)
        self.more.setEnabled(len(self._lines) < len(bulk_fields(self._of)))

    # --- doing it -----------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Change the records on the worker thread; all or none."""
        try:
            values = self.values()
        except Fault as fault:
            self._fault(fault.text)
            return
        self.fault.hide()
        ids, name = self.ids(), self._of.name
        self.setEnabled(False)
        run_job(
            self,
            "批量修改",
            lambda progress: operation.bulk_edit(name, ids, values, progress),
            lambda result: self._done(len(ids), *result),
            self._failed,
        )

    def _fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.show()

    def _done(self, count: int, number: int, warned: list[Any]) -> None:
        self.setEnabled(True)
        self.operation = number
        counter = self._of.counter
        if not number:
            self.result_text = f"这 {count:,} {counter}本来就是这样，没有改动。"
        else:
            self.result_text = f"已修改 {count:,} {counter}，可用 Ctrl+Z 撤销。"
        if warned:
            self.result_text += f"其中 {len(warned):,} {counter}有提醒。"
            told = [
                Problem(problem.text, problem.field, "warn") for draft in warned[:200] for problem in draft.problems
            ]
            messages.tell(self, "已修改，有提醒", self.result_text, told)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if isinstance(error, Refused):
            text = f"有 {len(error.problems):,} 条不能这样改，所以一条也没有改。请先改好这些，或筛选时去掉它们。"
            messages.tell(self, "没有修改", text, error.problems[:500])
        elif isinstance(error, operation.Cancelled):
            self._fault("已停止，一条也没有改。")
        else:
            messages.show_error(self, error)
