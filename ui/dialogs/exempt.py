"""豁免: a finding that is right as it stands gets a reason, its evidence and a last day."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models import clock, record
from models.ledger import ledger
from models.record import Refused
from models.rules.check.runs import Item
from widgets.editors import Editor, editor_for
from widgets.look import letters, make_primary

ASKED = ("reason", "evidence", "granted_by", "until")


class Exempt(QDialog):
    """Asks for what an exemption must have and stores it; accepted when stored."""

    def __init__(self, one: Item, called: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.one = one
        self.setWindowTitle("豁免")
        what = QLabel(f"{called}：{one.finding.text}" if called else one.finding.text, self)
        what.setWordWrap(True)
        fields = ledger("check_exemption").fields
        self.editors: dict[str, Editor] = {name: editor_for(fields[name], self, compact=True) for name in ASKED}
        today = clock.today()
        self.editors["until"].set_value(f"{today.year}-12-31")
        form = QFormLayout()
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for name, editor in self.editors.items():
            form.addRow(fields[name].label, editor)
        note = QLabel("到期以前不再列出；豁免记在“监测帮扶 › 体检豁免”，可以补附件、可以撤销。", self)
        note.setProperty("role", "soft")
        note.setWordWrap(True)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.save_button = QPushButton("豁免", self)
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self.save)
        make_primary(self.save_button)
        cancel = QPushButton("取消", self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        foot = QHBoxLayout()
        foot.addWidget(self.error, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.save_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        for part in (what, form, note, foot):
            box.addWidget(part) if isinstance(part, QWidget) else box.addLayout(part)
        self.setMinimumWidth(letters(self, 76))
        self.editors["reason"].setFocus()

    def save(self) -> None:
        """Store the exemption, or say what is missing."""
        found = self.one.finding
        values = {
            "household": found.household, "village": found.village, "rule": found.rule, "title": found.text,
            "record_uid": found.uid, "granted_on": clock.today_text(),
        }  # fmt: skip
        for name, editor in self.editors.items():
            value, fault = editor.read()
            if fault is not None:
                self.error.setText(fault.text)
                editor.setFocus()
                return
            values[name] = value
        try:
            record.save("check_exemption", values)
        except Refused as refused:
            self.error.setText("；".join(one.text for one in refused.problems if one.level == "error"))
            first = next((one.field for one in refused.problems if one.field in self.editors), "reason")
            self.editors[first].setFocus()
            return
        self.accept()
