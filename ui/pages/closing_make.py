"""The question before a month is closed: which month, and a word to remember it by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from models.database import Trouble
from models.reports.closing.store import Closing, month_of
from widgets.look import letters, make_primary


class MakeDialog(QDialog):
    """Month and note; the button goes on only for a month that can be closed."""

    def __init__(self, known: Sequence[Closing], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known = known
        self.setWindowTitle("月末结账")
        self.setMinimumWidth(letters(self, 66))
        self.when, self.why = QLineEdit(month_of("").key, self), QLineEdit(self)
        self.when.setAccessibleName("月份")
        self.why.setAccessibleName("说明")
        self.why.setPlaceholderText("例如 半年报、改正后重结，可以不填")
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setProperty("role", "soft")
        about = QLabel("全部指标、指标背后的记录和这个月的报表照现在的样子存下，以后改台账不影响它。", self)
        about.setWordWrap(True)
        form = QFormLayout()
        form.addRow("月份", self.when)
        form.addRow("说明", self.why)
        self.buttons = QDialogButtonBox(self)
        self.go = self.buttons.addButton("结账", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        make_primary(self.go)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        for widget in (about, self.told, self.buttons):
            box.addWidget(widget)
        box.insertLayout(1, form)
        self.when.textChanged.connect(lambda _text: self._look())
        self._look()
        self.when.selectAll()

    def _look(self) -> None:
        """Say what the month typed would mean."""
        self.go.setEnabled(False)
        try:
            month = month_of(self.when.text()) if self.when.text().strip() else None
        except Trouble as error:
            self.told.setText(str(error))
            return
        if month is None:
            self.told.setText("月份没有填，应写成 2026-06 这样。")
            return
        times = sum(1 for one in self.known if one.month == month.key)
        again = f"{month.text}已经结过 {times} 次，再结一次，原来的还在。" if times else f"结 {month.text}的账。"
        self.told.setText(again)
        self.go.setEnabled(True)

    def month(self) -> str:
        """The month chosen, as 2026-06."""
        return month_of(self.when.text()).key

    def note(self) -> str:
        """The note."""
        return self.why.text().strip()
