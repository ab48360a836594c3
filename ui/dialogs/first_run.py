"""First run: from a table, empty or the sample; the place with its villages, the password, where backups go."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)

from models import ledger_file, paths
from models.founding import Founding, found, village_names
from ui.dialogs.new_password import NewPassword
from ui.dialogs.opening import pick_file
from widgets import messages
from widgets.card_button import CardButton
from widgets.look import icon, letters, lines, make_primary

WAYS = (
    ("import", "import", "从表格导入", "手上有 Excel、WPS 表格：先建好台账，再一步步把表导进来。"),
    ("blank", "file-new", "空白开始", "从零开始登记，随时可以再导入表格。"),
    ("sample", "sample", "打开示例", "一个虚构的“青禾乡”，随便试，不会影响真实的台账。"),
    ("open", "folder", "打开已有的台账", "这台电脑上或从别处拷来的 .db 文件。"),
)


def sample_file() -> Path:
    """Where the sample lies."""
    from models.sample import FILE_NAME

    return paths.ledger_folder() / FILE_NAME


def open_sample(fresh: bool = False) -> bool:
    """Open the sample, built anew when it is not there or ``fresh``; True. Raises Trouble."""
    from models import sample
    from models.database import is_open

    path = sample_file()
    ledger_file.close()
    if fresh or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        sample.build(path)
    if not is_open():
        ledger_file.open_existing(path)
    paths.remember_file(path)
    return True


class FirstRun(QWizard):
    """Four pages; ``chosen`` is import, blank, sample or open. Except for open the file is open when it ends."""

    def __init__(self, parent: QWidget | None = None, *, again: bool = False) -> None:
        super().__init__(parent)
        self.chosen, self.file = "", None  # type: str, Path | None
        self.setWindowTitle("帮扶台账")
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        for which, text in (
            (QWizard.WizardButton.BackButton, "上一步"),
            (QWizard.WizardButton.NextButton, "下一步"),
            (QWizard.WizardButton.FinishButton, "建好，开始用"),
            (QWizard.WizardButton.CancelButton, "退出" if not again else "取消"),
        ):
            self.setButtonText(which, text)
        for which in (QWizard.WizardButton.NextButton, QWizard.WizardButton.FinishButton):
            make_primary(self.button(which))
        self.start, self.place = StartPage(self), PlacePage(self)
        self.password, self.backups = PasswordPage(self), BackupPage(self)
        for page in (self.start, self.place, self.password, self.backups):
            self.addPage(page)
        self.currentIdChanged.connect(self._turned)
        self._turned(0)
        self.resize(letters(self, 110), lines(self, 32))

    def _turned(self, page: int) -> None:
        # 第一页靠四个大按钮往下走
        self.button(QWizard.WizardButton.BackButton).setVisible(page > 0)
        self.button(QWizard.WizardButton.NextButton).setVisible(page > 0 and self.nextId() != -1)

    def take(self, way: str) -> None:
        """Go the way chosen on the first page."""
        self.chosen = way
        if way in ("import", "blank"):
            self.next()
        elif way == "sample":
            self._sample()
        else:
            self.file = pick_file(self)
            if self.file is not None:
                self.done(QWizard.DialogCode.Accepted)

    def _sample(self) -> None:
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            open_sample()
        except Exception as error:
            messages.show_error(self, error)
            return
        finally:
            self.unsetCursor()
        self.done(QWizard.DialogCode.Accepted)

    def accept(self) -> None:
        """Make the file; stay if that fails."""
        try:
            found(
                self.place.path(),
                self.password.fields.password(),
                Founding(self.place.county.text(), self.place.township.text(), self.place.names()),
            )
        except Exception as error:
            messages.show_error(self, error)
            return
        paths.remember_file(self.place.path())
        paths.remember(backup_place=self.backups.second.text() or None)
        super().accept()


class StartPage(QWizardPage):
    """Which way to start."""

    def __init__(self, wizard: FirstRun) -> None:
        super().__init__(wizard)
        title = QLabel("帮扶台账", self)
        title.setProperty("role", "title")
        line = QLabel("数据只存在这台电脑上，不联网、不用注册。先选怎样开始：", self)
        line.setProperty("role", "soft")
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addWidget(title)
        box.addWidget(line)
        box.addSpacing(8)
        self.ways: dict[str, QPushButton] = {}
        for way, picture, head, text in WAYS:
            button = self.ways[way] = big_button(self, picture, head, text)
            button.clicked.connect(lambda _=False, way=way: wizard.take(way))
            box.addWidget(button)
        box.addStretch(1)


def big_button(parent: QWidget, picture: str, head: str, text: str) -> QPushButton:
    """A button as a card: icon, a heading and a line that explains."""
    button = CardButton(parent)
    button.setAccessibleName(head)
    button.setAccessibleDescription(text)
    image = QLabel(button)
    image.setPixmap(icon(picture).pixmap(28, 28))
    heading, line = QLabel(head, button), QLabel(text, button)
    heading.setProperty("role", "heading")
    line.setProperty("role", "soft")
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(heading)
    words.addWidget(line)
    row = QHBoxLayout(button)
    row.setContentsMargins(16, 12, 16, 12)
    row.setSpacing(16)
    row.addWidget(image)
    row.addLayout(words, 1)
    button.let_through(image, heading, line)
    return button


class PlacePage(QWizardPage):
    """County, township, villages, and where the file goes."""

    def __init__(self, wizard: FirstRun) -> None:
        super().__init__(wizard)
        self.setTitle("哪个乡镇")
        self.county, self.township = QLineEdit(self), QLineEdit(self)
        self.county.setPlaceholderText("例如 云山县")
        self.township.setPlaceholderText("例如 青禾乡（必填）")
        self.villages = QPlainTextEdit(self)
        self.villages.setPlaceholderText(
            "一行一个村，按本乡镇的排列顺序，例如\n清溪村\n石板村\n\n可以从表格里整列粘贴；以后也能改。"
        )
        self.villages.setTabChangesFocus(True)
        self.count = QLabel(self)
        self.count.setProperty("role", "soft")
        self.file = QLineEdit(self)
        browse = QPushButton("换个位置…", self)
        browse.clicked.connect(self._browse)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.file, 1)
        where.addWidget(browse)
        form = QFormLayout(self)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(12)
        form.addRow("县（市、区）", self.county)
        form.addRow("乡镇&nbsp;<span style='color:#A8322A'>＊</span>", self.township)
        form.addRow("行政村", self.villages)
        form.addRow("", self.count)
        form.addRow("台账文件", where)
        self.why = QLabel(self)
        self.why.setProperty("role", "warn")
        form.addRow("", self.why)
        self._own_place = False
        self.completeChanged.connect(self._say_why)
        self.township.textChanged.connect(self._named)
        self.file.textEdited.connect(self._moved)
        self.villages.textChanged.connect(self._counted)
        self._named()
        self._counted()

    def names(self) -> list[str]:
        """The villages in official order."""
        return village_names(self.villages.toPlainText())

    def path(self) -> Path:
        """The file to make."""
        return Path(self.file.text().strip())

    def isComplete(self) -> bool:
        """A township and a place that is free."""
        text = self.file.text().strip()
        return bool(self.township.text().strip() and text) and not Path(text).exists()

    def _say_why(self) -> None:
        """Why 下一步 cannot be pressed yet."""
        taken = self.file.text().strip() and self.path().exists()
        if not self.township.text().strip():
            self.why.setText("填了乡镇就可以到下一步。")
        else:
            self.why.setText(f"已经有“{self.path().name}”这个文件，请换个名字或位置。" if taken else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field, not past the villages to the next page."""
        here = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here in (self.county, self.township):
            after = self.township if here is self.county else self.villages
            after.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _named(self) -> None:
        if not self._own_place:
            stem = re.sub(r'[\\/:*?"<>|]', "", self.township.text().strip()) + paths.NAME
            folder, number = paths.ledger_folder(), 1
            while (path := folder / f"{stem}{number if number > 1 else ''}.db").exists():
                number += 1
            self.file.setText(str(path))
        self.completeChanged.emit()

    def _moved(self) -> None:
        self._own_place = True
        self.completeChanged.emit()

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "台账文件放在哪里", self.file.text(), "帮扶台账 (*.db)")
        if name:
            self.file.setText(name if name.endswith(".db") else f"{name}.db")
            self._moved()

    def _counted(self) -> None:
        names = self.names()
        self.count.setText(f"共 {len(names)} 个村，各表都按这个顺序排。" if names else "可以先空着，以后再登记。")


class PasswordPage(QWizardPage):
    """The password, twice."""

    def __init__(self, wizard: FirstRun) -> None:
        super().__init__(wizard)
        self.setTitle("设一个密码")
        self.fields = NewPassword(self)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addWidget(QLabel("台账里有证件号码、健康和银行卡信息，依法必须加密保存。", self))
        box.addWidget(self.fields)
        box.addStretch(1)
        self.fields.changed.connect(self.completeChanged)

    def initializePage(self) -> None:
        """Name the file on the recovery sheet."""
        wizard = self.wizard()
        assert isinstance(wizard, FirstRun)
        self.fields.name_file(wizard.place.path(), wizard.place.township.text())

    def isComplete(self) -> bool:
        """Both the same and long enough."""
        return self.fields.is_good()


class BackupPage(QWizardPage):
    """Where backups go."""

    def __init__(self, wizard: FirstRun) -> None:
        super().__init__(wizard)
        self.setTitle("备份放在哪里")
        self.first = QLabel(self)
        self.first.setWordWrap(True)
        self.second = QLineEdit(self)
        self.second.setPlaceholderText("不选也可以，以后在“设置”里改")
        self.second.setAccessibleName("第二备份位置")
        pick = QPushButton("选择…", self)
        pick.clicked.connect(self._pick)
        row = QHBoxLayout()
        row.addWidget(self.second, 1)
        row.addWidget(pick)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addWidget(self.first)
        line = QLabel("再存一份到 U 盘或另一个硬盘（电脑坏了、丢了，靠的就是它）：", self)
        line.setWordWrap(True)
        box.addWidget(line)
        box.addLayout(row)
        box.addStretch(1)

    def initializePage(self) -> None:
        """Say where the first copy goes."""
        wizard = self.wizard()
        assert isinstance(wizard, FirstRun)
        path = wizard.place.path()
        folder = path.parent / f"{path.stem}的备份"
        free = _free_text(path.parent)
        self.first.setText(
            f"每次打开、关闭和导入前自动备份到：\n{folder}\n{free}"
            "备份和台账一样加密；近几天的全留，更早的每周、每月留一份。"
        )

    def _pick(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "第二备份位置", self.second.text())
        if name:
            self.second.setText(name)


def _free_text(folder: Path) -> str:
    here = next((one for one in (folder, *folder.parents) if one.exists()), None)
    if here is None:
        return ""
    free = shutil.disk_usage(here).free / (1 << 30)
    note = "，空间偏小，请先清理磁盘" if free < 1 else ""
    return f"这个磁盘还剩 {free:.1f} GB{note}。\n"
