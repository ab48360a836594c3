"""Opening a ledger file: the password, and for each trouble its sentence with what can be done about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from models import backup, contents, database, ledger_file, paths
from models.database import DamagedFile, DiskFull, FileInUse, NewerDatabase, NotFound, Trouble, WrongPassword
from widgets import messages
from widgets.look import icon
from widgets.messages import MessageDialog

TRIES = 3
FILES = "帮扶台账 (*.db);;所有文件 (*)"

OTHER, RETRY, BACKUP, QUIT = "打开别的文件…", "再试一次", "从备份恢复…", "先不打开"
_CHOICES: tuple[tuple[type[Trouble], tuple[str, ...]], ...] = (
    (NotFound, ("浏览…",)),
    (DamagedFile, (BACKUP, OTHER)),
    (WrongPassword, (RETRY, BACKUP, OTHER)),
    (FileInUse, (RETRY, OTHER)),
    (DiskFull, (RETRY,)),
    (NewerDatabase, (OTHER,)),
    (Trouble, (RETRY, OTHER)),
)


class ChoiceDialog(MessageDialog):
    """A sentence and several ways on; ``choice`` is the label of the one taken, "" when none was."""

    def __init__(self, parent: QWidget | None, title: str, text: str, choices: tuple[str, ...], last: str) -> None:
        super().__init__(parent, title, text, picture="warning", yes=choices[0], no=last)
        self.choice = ""
        self.yes.clicked.connect(lambda: self._take(choices[0]))
        for at, label in enumerate(choices[1:], 2):
            button = QPushButton(label, self)
            button.clicked.connect(lambda _=False, label=label: self._take(label))
            self.buttons.insertWidget(at, button)

    def _take(self, label: str) -> None:
        self.choice = label
        self.accept()


def choose(parent: QWidget | None, title: str, text: str, choices: tuple[str, ...], last: str) -> str:
    """Ask which way to go on; "" for ``last``."""
    dialog = ChoiceDialog(parent, title, text, choices, last)
    messages.run(dialog)
    return dialog.choice


def from_backup(parent: QWidget | None, path: Path) -> Path | None:
    """A backup somebody double-clicked is copied to a ledger file of its own, so that it stays what it was.

    Returns the copy, None when the clerk would rather not or it could not be made.
    """
    folder = path.parent.parent if path.parent.name.endswith("的备份") else path.parent
    names = (f"{path.stem}{number}.db" for number in ("", *(f"（{n}）" for n in range(2, 100))))
    target = next(folder / name for name in names if not (folder / name).exists())
    text = (
        f"“{path.name}”是备份。不会改动它：先抄成“{target.name}”，再打开抄出来的这一份。"
        "要用备份换掉正在用的台账，请打开台账后用“文件 › 恢复备份”。"
    )
    if not messages.ask(parent, "打开备份", text, yes="抄一份打开"):
        return None
    try:
        shutil.copyfile(path, target)
        contents.bring(path.parent, target)
    except OSError as error:
        target.unlink(missing_ok=True)
        messages.show_error(parent, database.explain(error, target))
        return None
    return target


class PasswordEdit(QLineEdit):
    """A password; tells when the capital lock seems to be on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        # 密码框里关掉输入法，全角字母打不进来
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText)
        self.capitals: Callable[[bool], None] = lambda on: None
        show = self.addAction(icon("preview"), QLineEdit.ActionPosition.TrailingPosition)
        show.setToolTip("显示或隐藏密码")
        show.triggered.connect(self._turn)

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A capital letter without Shift, or a small one with it, means the lock is on."""
        text, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if sys.platform == "win32":
            import ctypes

            self.capitals(bool(ctypes.windll.user32.GetKeyState(0x14) & 1))
        elif len(text) == 1 and text.isascii() and text.isalpha():
            self.capitals(text.isupper() != shift)
        super().keyPressEvent(event)


class PasswordDialog(MessageDialog):
    """Asks for the password of a file until ``unlock`` accepts it, three times at most."""

    def __init__(self, parent: QWidget | None, name: str, unlock: Callable[[str], None]) -> None:
        super().__init__(parent, "打开台账", f"请输入“{name}”的密码。", picture="lock", yes="打开", no="取消")
        self._unlock, self._left = unlock, TRIES
        self.trouble: Trouble | None = None
        self.edit = PasswordEdit(self)
        self.edit.setAccessibleName("密码")
        self.edit.capitals = lambda on: self.capitals.setVisible(on)
        self.capitals = QLabel("大写锁定（Caps Lock）开着。", self)
        self.capitals.setProperty("role", "warn")
        self.capitals.hide()
        self.fault = QLabel(self)
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        column = QVBoxLayout()
        column.setContentsMargins(48, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.edit, self.capitals, self.fault):
            column.addWidget(widget)
        self.box.insertLayout(1, column)
        self.yes.clicked.disconnect()
        self.yes.clicked.connect(self._try)
        self.edit.setFocus()

    def _try(self) -> None:
        try:
            self._unlock(self.edit.text())
        except WrongPassword as error:
            self._left -= 1
            self.trouble = error
            if not self._left:
                self.reject()
                return
            self.fault.setText(f"密码不对，文件没有改动。还可以试 {self._left} 次。注意大小写和中英文输入法。")
            self.fault.show()
            self.edit.selectAll()
            self.edit.setFocus()
        except Trouble as error:
            self.trouble = error
            self.reject()
        else:
            self.trouble = None
            self.accept()


def ask_password(parent: QWidget | None, name: str, unlock: Callable[[str], None]) -> bool:
    """Ask until ``unlock(password)`` is content; False when cancelled. Raises Trouble after three wrong ones."""
    dialog = PasswordDialog(parent, name, unlock)
    if messages.run(dialog):
        return True
    if dialog.trouble is None or (isinstance(dialog.trouble, WrongPassword) and dialog._left):
        return False
    if isinstance(dialog.trouble, WrongPassword):
        raise WrongPassword(
            f"三次密码都不对，没有打开“{name}”，文件没有改动。请找密码恢复单核对；密码忘了，程序和维护人员都没有办法找回。"
        )
    raise dialog.trouble


def open_ledger(parent: QWidget | None, path: Path) -> bool:
    """Open a ledger file, asking for what is needed; False when the clerk gave up."""
    current: Path | None = path
    while current is not None:
        try:
            ready = _on_local_disk(parent, current)
            if ready is None or not _open(parent, ready):
                return False
            paths.remember_file(ready)
            return True
        except Trouble as trouble:
            current = _after(parent, current, trouble)
    return False


def _open(parent: QWidget | None, path: Path) -> bool:
    if database.is_plain(path):
        ledger_file.open_existing(path)
        return True
    if not path.stat().st_size:
        ledger_file.open_existing(path)  # says that it is empty
    return ask_password(parent, path.name, lambda password: _open_locked(path, password))


def _open_locked(path: Path, password: str) -> None:
    if not password:
        raise WrongPassword("没有输入密码。")
    ledger_file.open_existing(path, password)


def _on_local_disk(parent: QWidget | None, path: Path) -> Path | None:
    if paths.portable_folder() is not None or not path.exists() or not paths.on_network_or_stick(path):
        return path
    copy = "复制到本机再打开"
    text = (
        f"“{path.name}”在 U 盘或网络文件夹里。直接在那里记账，拔盘或断网时文件可能损坏。\n"
        f"建议复制到本机的“{paths.ledger_folder()}”再打开；U 盘上的那一份不会改动。"
    )
    if choose(parent, "文件不在本机", text, (copy,), QUIT) != copy:
        return None
    target = paths.ledger_folder() / path.name
    if target.exists():
        raise Trouble(f"本机已经有“{target.name}”，没有覆盖它。请打开本机的那一份，或先给它改名。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        contents.duplicate(path, target)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise Trouble(f"没有能复制到本机（{error.strerror}）。U 盘上的文件没有改动。") from error
    return target


def _after(parent: QWidget | None, path: Path, trouble: Trouble) -> Path | None:
    """Tell the trouble and return the file to try next, None to give up."""
    choices = next(ways for kind, ways in _CHOICES if isinstance(trouble, kind))
    if BACKUP in choices and not backup.listing(path):
        choices = tuple(one for one in choices if one != BACKUP) or (OTHER,)
    taken = choose(parent, "没有打开", str(trouble), choices, QUIT)
    if taken == RETRY:
        return path
    if taken == BACKUP:
        from ui.dialogs.backups import restore_closed

        return path if restore_closed(parent, path) else None
    if taken:
        return pick_file(parent, path.parent)
    return None


def pick_file(parent: QWidget | None, folder: Path | None = None) -> Path | None:
    """Let the clerk choose a ledger file."""
    start = folder if folder is not None and folder.is_dir() else paths.ledger_folder()
    name, _ = QFileDialog.getOpenFileName(parent, "打开台账", str(start), FILES)
    return Path(name) if name else None
