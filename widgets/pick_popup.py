"""The list that drops down under a line: the line keeps the focus, so an input method works while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QVBoxLayout, QWidget

ROWS = 10


@dataclass(frozen=True)
class Option:
    """One line: ``key`` the value it stands for, ``texts`` its columns, ``number`` what to type for it."""

    key: Any
    texts: tuple[str, ...]
    number: str = ""
    checked: bool | None = None


class PickPopup(QFrame):
    """Options under ``line``; ``picked(Option)`` when one is clicked. Keys come from the line's editor."""

    picked = Signal(object)

    def __init__(self, line: QWidget) -> None:
        super().__init__(
            line,
            Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.line = line
        self.options: list[Option] = []
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.rows = QStandardItemModel(self)
        self.view = QTreeView(self)
        self.view.setModel(self.rows)
        self.view.setHeaderHidden(True)
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName("可选项")
        self.view.clicked.connect(self._clicked)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view)

    def offer(self, options: Sequence[Option], at: int = 0) -> None:
        """Show these options with number ``at`` marked (-1: none); nothing to show closes the list."""
        self.options = list(options)
        if not self.options:
            self.hide()
            return
        numbered = any(one.number for one in self.options)
        self.rows.clear()
        for one in self.options:
            texts = [one.number, *one.texts] if numbered else list(one.texts)
            items = [QStandardItem(text) for text in texts]
            if one.checked is not None:
                items[-len(one.texts)].setCheckState(Qt.CheckState.Checked if one.checked else Qt.CheckState.Unchecked)
            if numbered:
                items[0].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.rows.appendRow(items)
        self.mark(at)
        self._place()
        self.show()
        self.raise_()
        self.mark(at)

    def mark(self, at: int) -> None:
        """Mark an option."""
        index = self.rows.index(at, 0) if 0 <= at < len(self.options) else QModelIndex()
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    def at(self) -> int:
        """The number of the marked option, -1 when none is."""
        index = self.view.currentIndex()
        return index.row() if index.isValid() else -1

    def current(self) -> Option | None:
        """The marked option."""
        at = self.at()
        return self.options[at] if 0 <= at < len(self.options) else None

    def step(self, by: int) -> None:
        """Move the mark, stopping at both ends."""
        self.mark(max(0, min(len(self.options) - 1, self.at() + by)))

    def _clicked(self, index: QModelIndex) -> None:
        self.picked.emit(self.options[index.row()])

    def _place(self) -> None:
        metrics = self.fontMetrics()
        width = 40
        for column in range(self.rows.columnCount()):
            texts = (self.rows.item(row, column) for row in range(min(len(self.options), 200)))
            wide = max((metrics.horizontalAdvance(item.text()) for item in texts if item is not None), default=0)
            self.view.setColumnWidth(column, wide + 28 + (24 if self.options[0].checked is not None else 0))
            width += wide + 28
        height = max(self.view.sizeHintForRow(0), metrics.height())
        size = (max(self.line.width(), width), height * min(ROWS, len(self.options)) + 6)
        below = self.line.mapToGlobal(QPoint(0, self.line.height()))
        screen = self.line.screen().availableGeometry()
        top = below.y() if below.y() + size[1] <= screen.bottom() else below.y() - self.line.height() - size[1]
        left = max(screen.left(), min(below.x(), screen.right() - size[0]))
        self.setGeometry(QRect(left, top, *size))
