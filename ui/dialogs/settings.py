"""Settings: who works here and how papers are signed, the place, size of words, where backups go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from models import backup, paths
from models.settings import Setting
from ui.commands import set_font
from widgets import look, messages
from widgets.look import letters


class SettingsDialog(QDialog):
    """One line per declared setting, then what belongs to this computer."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self.edits: dict[str, QWidget] = {}
        inside = QWidget(self)
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 8, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(8)
        form.addRow(_heading("随台账保存", self))
        for setting in Setting.known.values():
            edit = _editor(setting, self)
            if edit is not None:
                self.edits[setting.key] = edit
                form.addRow(setting.label, edit)
        form.addRow(_heading("只在这台电脑上", self))
        self.points = QSpinBox(self)
        self.points.setRange(look.SMALLEST, look.LARGEST)
        self.points.setSuffix(" 磅")
        self.points.setValue(QApplication.font().pointSize())
        form.addRow("字号", self.points)
        first = QLabel(str(backup.folder()), self)
        first.setWordWrap(True)
        first.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form.addRow("备份在", first)
        self.second = QLineEdit(str(paths.backup_place() or ""), self)
        self.second.setPlaceholderText("U 盘或另一个硬盘上的文件夹；不填表示不用")
        pick = QPushButton("选择…", self)
        pick.clicked.connect(self._pick)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.second, 1)
        row.addWidget(pick)
        form.addRow("再备份到", row)
        buttons = QDialogButtonBox(self)
        yes = buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        look.make_primary(yes)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(16)
        # On a low screen the lines scroll: the buttons must be seen.
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        box.addWidget(area, 1)
        box.addWidget(buttons)
        self.setMinimumWidth(letters(self, 80))
        room = self.screen().availableGeometry().height() * 17 // 20
        self.resize(self.width(), min(room, inside.sizeHint().height() + buttons.sizeHint().height() + 60))

    def _pick(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "再备份到", self.second.text())
        if name:
            self.second.setText(name)

    def accept(self) -> None:
        """Keep everything; a second place that is not there is told and kept all the same."""
        for key, edit in self.edits.items():
            setting, value = Setting.known[key], _value(edit)
            if value != setting.get():
                setting.put(value)
        place = self.second.text().strip()
        paths.remember(backup_place=place or None)
        if place and not Path(place).is_dir():
            messages.tell(self, "设置", f"“{place}”现在找不到。插上 U 盘以后，下一次备份会存过去。")
        if self.points.value() != QApplication.font().pointSize():
            set_font(self.points.value())
        super().accept()


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label


def _editor(setting: Setting, parent: QWidget) -> QWidget | None:
    if setting.key == "sample":
        return None
    edit: QWidget
    if isinstance(setting.default, bool):
        edit = QCheckBox(setting.help, parent)
        edit.setChecked(bool(setting.get()))
    elif isinstance(setting.default, int):
        edit = QSpinBox(parent)
        edit.setRange(0, 1_000_000_000)
        edit.setValue(int(setting.get()))
    elif isinstance(setting.default, str):
        edit = QLineEdit(str(setting.get()), parent)
        edit.setPlaceholderText(setting.help)
    else:
        return None
    edit.setAccessibleName(setting.label)
    edit.setToolTip(setting.help)
    return edit


def _value(edit: QWidget) -> Any:
    if isinstance(edit, QCheckBox):
        return edit.isChecked()
    if isinstance(edit, QSpinBox):
        return edit.value()
    assert isinstance(edit, QLineEdit)
    return edit.text().strip()
