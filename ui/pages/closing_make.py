"""The questions before a month is closed, and before a closed one is opened again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from models import closed
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
        about = QLabel(
            "存下的总是全部指标、背后的记录和这个月的报表，以后改台账，存下的不跟着变。"
            "下面勾哪几块，只管哪几块的记录不许再改；没勾的照样存下，只是还能改。",
            self,
        )
        about.setWordWrap(True)
        self.parts = {name: QCheckBox(title, self) for name, title in closed.PARTS.items()}
        ticks = QHBoxLayout()
        ticks.setSpacing(letters(self, 3))
        for tick in self.parts.values():
            tick.setChecked(True)
            tick.setToolTip("勾上的：日期在这个月和以前的记录不能再增、改、删，要改先开账")
            ticks.addWidget(tick)
        ticks.addStretch(1)
        form = QFormLayout()
        form.addRow("月份", self.when)
        form.addRow("说明", self.why)
        form.addRow("不许再改", ticks)
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

    def closed(self) -> list[str]:
        """The parts that are not to be changed any more."""
        return [name for name, box in self.parts.items() if box.isChecked()]


class OpenDialog(QDialog):
    """Which month of which part is opened again, and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("开账")
        self.setMinimumWidth(letters(self, 66))
        self.part = QComboBox(self)
        self.part.setAccessibleName("哪一块")
        for one in closed.parts().values():
            if one.until:
                self.part.addItem(f"{one.title}（结到 {one.until}）", one.name)
        self.when, self.why = QLineEdit(self), QLineEdit(self)
        self.when.setAccessibleName("月份")
        self.why.setAccessibleName("原因")
        self.why.setPlaceholderText("例如 补录 5 月的发票；会记进操作记录")
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setProperty("role", "soft")
        about = QLabel(
            "开账只是让人能改：这一块这个月的记录，别的月份不动，上次结账存下的数和报表不变。"
            "改好以后再结一次账，就又不能改了，新的数另存一份。",
            self,
        )
        about.setWordWrap(True)
        form = QFormLayout()
        form.addRow("哪一块", self.part)
        form.addRow("月份", self.when)
        form.addRow("原因", self.why)
        self.buttons = QDialogButtonBox(self)
        self.go = self.buttons.addButton("开账", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        make_primary(self.go)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(about)
        box.addLayout(form)
        box.addWidget(self.told)
        box.addWidget(self.buttons)
        self.part.currentIndexChanged.connect(lambda _at: self._other_part())
        for edit in (self.when, self.why):
            edit.textChanged.connect(lambda _text: self._look())
        self._other_part()

    def _other_part(self) -> None:
        one = closed.parts().get(self.part.currentData() or "")
        self.when.setText(one.until if one is not None else "")
        self.when.selectAll()
        self._look()

    def _look(self) -> None:
        """Say why the button is grey."""
        one = closed.parts().get(self.part.currentData() or "")
        said = "" if one is not None else "还没有结过账，没有什么要开。"
        if one is not None:
            try:
                held = one.holds(month_of(self.when.text()).key if self.when.text().strip() else "9999")
                said = "" if held else "这个月没有结账，本来就可以改。"
            except Trouble as error:
                said = str(error)
        self.told.setText(said or ("" if self.why.text().strip() else "要写原因。"))
        self.go.setEnabled(not self.told.text())

    def chosen(self) -> tuple[str, str, str]:
        """(part, month, reason)."""
        return self.part.currentData(), month_of(self.when.text()).key, self.why.text().strip()
