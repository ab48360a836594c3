"""The parts of 户情: cards, lamps, what belongs to the household, its documents."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.attachment import Item
from models.reports.profile.guarantees import BAD, GOOD, MENDED, Lamp
from models.reports.profile.related import Related
from widgets import pictures
from widgets.flow import FlowLayout
from widgets.look import CAUTION, DANGER, SOFT, icon
from widgets.look import GOOD as GREEN

SIDE = 88
_COLOURS = {GOOD: GREEN, BAD: DANGER, MENDED: CAUTION}


class Card(QFrame):
    """A white card with a heading, a remark beside it and room for what it holds."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.title = QLabel(title, self)
        self.title.setProperty("role", "heading")
        self.remark = QLabel(self)
        self.remark.setProperty("role", "soft")
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        self.head.addWidget(self.title)
        self.head.addWidget(self.remark, 1)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "soft")
        self.empty.setWordWrap(True)
        self.empty.hide()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 8, 16, 12)
        self.box.setSpacing(8)
        self.box.addLayout(self.head)
        self.box.addWidget(self.empty)

    def say_empty(self, text: str) -> None:
        """Show a sentence in place of what is missing, "" when nothing is."""
        self.empty.setText(text)
        self.empty.setVisible(bool(text))


class Lamps(QWidget):
    """Four guarantees, each with a sign, a word and a date. ``opened(ledger, id)``."""

    opened = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)

    def show_lamps(self, lamps: Sequence[Lamp]) -> None:
        """Show them."""
        while len(self.buttons) < len(lamps):
            button = QPushButton(self)
            button.setIconSize(QSize(20, 20))
            button.setStyleSheet("QPushButton { text-align: left; }")
            button.clicked.connect(functools.partial(self._open, len(self.buttons)))
            self.line.addWidget(button, 1)
            self.buttons.append(button)
        self.lamps = list(lamps)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(lamps))
            if at < len(lamps):
                one = lamps[at]
                button.setIcon(lamp_icon(one.colour))
                button.setText(f"{one.title}\n{one.text}" + (f" {one.date}" if one.date else ""))
                button.setToolTip("打开这次排查" if one.check else "还没有排查过")
                button.setAccessibleName(f"{one.title}：{one.text} {one.date}")

    def _open(self, at: int, *_: object) -> None:
        check = self.lamps[at].check
        if check:
            self.opened.emit("guarantee_check", check)


def lamp_icon(colour: str) -> QIcon:
    """A disc with a sign of its own for each state, so that it is read without colours too."""
    side = 40
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(_COLOURS.get(colour, SOFT))
    if colour in _COLOURS:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(2, 2, side - 4, side - 4)
        painter.setPen(QPen(QColor("white"), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    else:
        painter.setPen(QPen(ink, 3))
        painter.drawEllipse(3, 3, side - 6, side - 6)
    if colour in (GOOD, MENDED):
        painter.drawLine(12, 21, 18, 27)
        painter.drawLine(18, 27, 29, 14)
    elif colour == BAD:
        painter.drawLine(13, 13, 27, 27)
        painter.drawLine(27, 13, 13, 27)
    else:
        painter.drawLine(14, 20, 26, 20)
    painter.end()
    return QIcon(pixmap)


class RelatedLine(QWidget):
    """One button per ledger that knows the household; ``chosen(Selection)`` opens its list."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self.shown: list[Related] = []
        self.flow = FlowLayout(self, gap=4)

    def show_related(self, related: Sequence[Related]) -> None:
        """Show them; buttons are used again, because making them is what takes time when leafing."""
        self.shown = list(related)
        while len(self.buttons) < len(related):
            button = QPushButton(self)
            button.setProperty("flat", True)
            button.clicked.connect(functools.partial(self._choose, len(self.buttons)))
            self.flow.addWidget(button)
            self.buttons.append(button)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(related))
            if at < len(related):
                one = related[at]
                button.setText(f"{one.title} {one.count:,} {one.counter}")
                button.setToolTip(f"打开{one.tab}里的这些{one.title}")
        self.updateGeometry()

    def _choose(self, at: int, *_: object) -> None:
        self.chosen.emit(self.shown[at].selection)


class Documents(QListWidget):
    """Pictures small, others as a sheet, each with name and whose it is; ``wanted(Item)`` on Enter or double click."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: list[Item] = []
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName("资料")
        self.setGridSize(QSize(SIDE + 40, SIDE + self.fontMetrics().height() * 3 + 8))
        self.itemActivated.connect(lambda item: self.wanted.emit(self.shown[self.row(item)]))
        self._draw = QTimer(self, singleShot=True, interval=0)
        self._draw.timeout.connect(self._next)
        self._waiting: list[int] = []

    def show_items(self, items: Sequence[Item], whose: dict[int, str]) -> None:
        """Show them, thumbnails one after the other."""
        self.clear()
        self.shown = list(items)
        for one in self.shown:
            row = QListWidgetItem(icon("file"), f"{one.category_text}\n{one.name}")
            row.setToolTip(f"{one.name}\n{whose.get(one.owner_id, '')}　{one.size_text}　{one.note}".strip())
            row.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            self.addItem(row)
        self._waiting = [at for at, one in enumerate(self.shown) if one.is_picture]
        lines = 1 if len(items) <= 4 else 2
        self.setFixedHeight(self.gridSize().height() * lines + 8)
        if self._waiting:
            self._draw.start()

    def _next(self) -> None:
        if not self._waiting:
            return
        at = self._waiting.pop(0)
        small = pictures.thumbnail(self.shown[at].sha256, SIDE * 2)
        row = self.item(at)
        if row is not None and not small.isNull():
            row.setIcon(QPixmap.fromImage(small))
        self._draw.start()
