"""Changing the password of the open file, or giving one to a copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from models import database, settings
from models.database import Trouble
from ui.dialogs.new_password import NewPassword
from ui.dialogs.opening import PasswordEdit
from widgets import messages
from widgets.look import letters, make_primary


class NewPasswordDialog(QDialog):
    """Asks for a new password; ``password`` holds it."""

    def __init__(self, parent: QWidget | None, path: Path, title: str = "设一个密码") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.password = ""
        self.fields = NewPassword(self)
        self.fields.name_file(path, settings.township.get())
        self.buttons = QDialogButtonBox(self)
        self.yes = self.buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        make_primary(self.yes)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.fields.changed.connect(self.check)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(20, 20, 20, 16)
        self.box.setSpacing(16)
        self.box.addWidget(self.fields)
        self.box.addWidget(self.buttons)
        self.setMinimumWidth(letters(self, 70))
        self.check()

    def check(self) -> None:
        """Allow to go on when the password is good."""
        self.yes.setEnabled(self.fields.is_good())

    def accept(self) -> None:
        """Keep the password."""
        self.password = self.fields.password()
        super().accept()


class ChangePassword(NewPasswordDialog):
    """Asks for the present password too and changes it."""

    def __init__(self, parent: QWidget | None) -> None:
        path = database.State.path
        assert path is not None
        super().__init__(parent, path, "改密码")
        self.present = PasswordEdit(self)
        self.present.setAccessibleName("现在的密码")
        self.fault = QLabel(self)
        self.fault.setProperty("role", "error")
        self.fault.hide()
        self.fields.form.insertRow(0, "现在的密码", self.present)
        self.fields.form.insertRow(1, "", self.fault)
        QWidget.setTabOrder(self.present, self.fields.first)
        self.present.setFocus()

    def accept(self) -> None:
        """Change it; stay when the present one is wrong."""
        if not database.is_password(self.present.text()):
            self.fault.setText("现在的密码不对，没有改。")
            self.fault.show()
            self.present.selectAll()
            self.present.setFocus()
            return
        try:
            database.set_password(self.fields.password())
        except Trouble as error:
            messages.show_error(self, error)
            return
        super().accept()
