"""A table of lines to be marked and confirmed by key: Space marks a line, Enter goes on, Delete takes away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from widgets.look import letters


class PickTable(QTableWidget):
    """``marked(row)``: Space or a click on the first column · ``confirmed()``: Enter, double click · ``dropped()``."""

    marked = Signal(int)
    confirmed = Signal()
    dropped = Signal()

    def __init__(
        self, name: str, columns: Sequence[tuple[str, int]], right: Iterable[int] = (), parent: QWidget | None = None
    ) -> None:
        """``columns`` (title, width in Latin letters; 0: what is left over), ``right`` those of numbers."""
        super().__init__(0, len(columns), parent)
        self._columns, self._right = tuple(columns), frozenset(right)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([title for title, _ in columns])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        for at, (_, width) in enumerate(columns):
            item = self.horizontalHeaderItem(at)
            assert item is not None
            aligned = Qt.AlignmentFlag.AlignRight if at in self._right else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(aligned | Qt.AlignmentFlag.AlignVCenter)
            if width:
                self.setColumnWidth(at, letters(self, width) + 16)
            else:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.cellClicked.connect(lambda row, column: self.marked.emit(row) if column == 0 else None)
        self.cellDoubleClicked.connect(lambda _row, column: self.confirmed.emit() if column else None)

    def show_lines(self, lines: Sequence[Sequence[str]], colours: Sequence[str] = ()) -> None:
        """Show these texts; ``colours`` one per line, "" for the usual. The cursor keeps its place."""
        at = max(0, self.currentRow())
        self.setUpdatesEnabled(False)
        self.blockSignals(True)
        self.setRowCount(len(lines))
        for row, texts in enumerate(lines):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column in self._right:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if colours and colours[row]:
                    item.setForeground(QColor(colours[row]))
                self.setItem(row, column, item)
        if lines:
            self.setCurrentCell(min(at, len(lines) - 1), 1)
        self.blockSignals(False)
        self.setUpdatesEnabled(True)

    def set_text(self, row: int, column: int, text: str) -> None:
        """Change one text."""
        item = self.item(row, column)
        assert item is not None
        item.setText(text)

    def viewportEvent(self, event: QEvent) -> bool:
        """The whole text of the cell under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self.itemAt(event.pos())
            QToolTip.showText(event.globalPos(), item.text() if item is not None else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Enter and Delete."""
        key = event.key()
        if key == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.marked.emit(self.currentRow())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif key == Qt.Key.Key_Delete:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


def act_button(parent: QWidget, text: str, act: Callable[[], object]) -> QPushButton:
    """A button that does something."""
    button = QPushButton(text, parent)
    button.clicked.connect(lambda: act())
    return button


def stack(
    page: QWidget,
    head: Sequence[QWidget],
    middle: Sequence[QWidget],
    foot: tuple[QWidget, QWidget],
    below: Sequence[QWidget] = (),
) -> None:
    """Lay a page of such tables out: the first of ``head`` and of ``foot`` at the left, the others at the right."""
    box = QVBoxLayout(page)
    box.setContentsMargins(12, 8, 12, 8)
    for line in (head, foot):
        row = QHBoxLayout()
        row.addWidget(line[0])
        row.addStretch(1)
        for one in line[1:]:
            row.addWidget(one)
        box.addLayout(row)
    for at, one in enumerate(middle, 1):
        box.insertWidget(at, one, 1)
    for one in below:
        box.addWidget(one)


def beside(parent: QWidget, *sides: tuple[str, PickTable, QWidget | None]) -> QSplitter:
    """Tables beside each other, each below its title and, if given, something to the right of that."""
    split = QSplitter(Qt.Orientation.Horizontal, parent)
    split.setChildrenCollapsible(False)
    height = max((one.sizeHint().height() for _, _, one in sides if one is not None), default=0)
    for at, (title, table, more) in enumerate(sides):
        side = QWidget(split)
        box = QVBoxLayout(side)
        box.setContentsMargins(6 if at else 0, 0, 0 if at == len(sides) - 1 else 6, 0)
        box.setSpacing(4)
        label = QLabel(title, side)
        label.setProperty("role", "soft")
        label.setMinimumHeight(height)
        top = QHBoxLayout()
        top.addWidget(label)
        top.addStretch(1)
        if more is not None:
            top.addWidget(more)
        box.addLayout(top)
        box.addWidget(table, 1)
        split.addWidget(side)
    return split
