"""The question before a project goes to another stage: when, by which document, and why when it goes back."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from models import clock, query
from models.fields import DateField
from models.kinds import Fault
from models.rules import stages
from widgets.look import letters, lines, make_primary

_DATE = DateField("日期").kind


class MoveDialog(QDialog):
    """``date()``, ``doc_no()`` and ``reason()`` of the move; stays open until they are usable."""

    def __init__(self, project: int, stage: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name, now = query.rows("project", ("name", "stage"), [project], raw=True)[project]
        self.back = now is not None and now != stages.DROPPED and stage < now
        verb = "退回" if self.back else "进到"
        self.setWindowTitle(f"{verb}“{stages.label(stage)}”")
        about = QLabel(f"{name}\n{stages.label(now)} → {stages.label(stage)}", self)
        about.setWordWrap(True)
        self.day = QLineEdit(clock.today_text(), self)
        self.day.setAccessibleName("实际日期")
        self.document = QLineEdit(self)
        self.document.setAccessibleName("文号（凭证）")
        self.why = QPlainTextEdit(self)
        self.why.setAccessibleName("原因")
        self.why.setTabChangesFocus(True)
        self.why.setFixedHeight(lines(self, 4))
        self.told = QLabel(self)
        self.told.setProperty("role", "error")
        self.told.setWordWrap(True)
        form = QFormLayout()
        form.addRow("实际日期", self.day)
        form.addRow("文号（凭证）", self.document)
        if self.back:
            form.addRow("退回原因", self.why)
        buttons = QDialogButtonBox(self)
        done = buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        make_primary(done)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(about)
        box.addLayout(form)
        box.addWidget(self.told)
        box.addWidget(buttons)
        self.setMinimumWidth(letters(self, 54))
        self.day.setFocus()
        self.day.selectAll()

    def tell(self, text: str) -> None:
        """Say why it was not done."""
        self.told.setText(text)

    def accept(self) -> None:
        """Only with a whole date, and with a reason when it goes back."""
        try:
            day = str(_DATE.parse(self.day.text()))
        except Fault as error:
            self.tell(str(error))
            return
        if len(day) != 10:
            self.tell("请写到日，例如 2026-06-30")
            return
        if self.back and not self.reason().strip():
            self.tell("退回前一阶段要写原因")
            self.why.setFocus()
            return
        super().accept()

    def date(self) -> str:
        """ISO date."""
        return str(_DATE.parse(self.day.text()))

    def doc_no(self) -> str:
        """The document, "" when none."""
        return self.document.text().strip()

    def reason(self) -> str:
        """Why it goes back."""
        return self.why.toPlainText().strip()
