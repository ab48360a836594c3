"""What the window says about its file: the status line, and the striped band over sample data."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStatusBar, QWidget

from models import backup, clock, database, settings, unsaved
from widgets.look import icon


class StatusLine(QStatusBar):
    """File, encryption, last backup, who works here, forms not yet saved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.file, self.lock_icon, self.lock = QLabel(self), QLabel(self), QLabel(self)
        self.backed_up, self.operator, self.unsaved = QLabel(self), QLabel(self), QLabel(self)
        for label in (self.file, self.lock_icon, self.lock, self.backed_up, self.operator, self.unsaved):
            self.addPermanentWidget(label)
        self._timer = QTimer(self, interval=5_000)
        self._timer.timeout.connect(self.refresh_unsaved)
        self._timer.start()

    def refresh(self) -> None:
        """Read everything anew."""
        path = database.State.path
        if path is None:
            return
        self.file.setText(path.name)
        self.file.setToolTip(str(path))
        locked = database.State.encrypted
        side = self.fontMetrics().height()
        self.lock_icon.setPixmap(icon("lock" if locked else "unlock").pixmap(side, side))
        self.lock.setText("已加密" if locked else "未加密")
        self.backed_up.setText(f"上次备份 {last_backup()}")
        self.operator.setText(f"经办人 {settings.operator.get() or '未填'}")
        self.operator.setToolTip("在“工具 › 设置”里填写；写进修改历史和打印表")
        self.refresh_unsaved()

    def refresh_unsaved(self) -> None:
        """Count the forms that are not saved."""
        if not database.is_open():
            return
        count = len(unsaved.pending())
        self.unsaved.setText(f"未保存的表单 {count} 张" if count else "")
        self.unsaved.setVisible(bool(count))


def last_backup() -> str:
    """When the last backup was made, in words."""
    last = next(iter(backup.listing()), None)
    if last is None:
        return "还没有"
    days = (clock.today() - last.at.date()).days
    if days == 0:
        return f"今天 {last.at:%H:%M}"
    return f"昨天 {last.at:%H:%M}" if days == 1 else f"{last.at:%Y-%m-%d}"


class SampleBand(QWidget):
    """Red stripes over the window of the sample, so that nobody takes it for the real thing."""

    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sampleBand")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = QLabel("　示例（青禾乡）：人和数都是虚构的，随便试；打印出来带“示例”字样　", self)
        self.reset = QPushButton("重置示例", self)
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset.clicked.connect(self.reset_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addStretch(1)
        row.addWidget(self.words)
        row.addWidget(self.reset)
        row.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Diagonal stripes, calm behind the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#B3362C"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor("#8F261E")))
        step, height = 2 * self.height(), self.height()
        for left in range(-step, self.width() + step, step):
            painter.drawConvexPolygon(_stripe(left, height))
        words = self.words.geometry().united(self.reset.geometry()).adjusted(-12, 0, 12, 0)
        painter.fillRect(QRect(words.left(), 0, words.width(), height), QColor("#B3362C"))
        painter.end()


def _stripe(left: int, height: int) -> list[QPoint]:
    return [QPoint(left, height), QPoint(left + height, 0), QPoint(left + 2 * height, 0), QPoint(left + height, height)]
