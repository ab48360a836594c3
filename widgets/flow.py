"""Puts widgets side by side and goes to a new line when the row is full."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QLayoutItem, QWidget

Rows = list[tuple[int, list[tuple[QLayoutItem, int, QSize]]]]


class FlowLayout(QLayout):
    """Items at their preferred size, ``gap`` pixels apart."""

    def __init__(self, parent: QWidget | None = None, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._known: dict[int, Rows] = {}
        self.setSpacing(gap)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way of adding."""
        self._items.append(item)
        self._known.clear()

    def insert(self, at: int, widget: QWidget) -> None:
        """Put a widget at a place."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """Items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """The item at a place, None outside."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take an item out."""
        self._known.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """No more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrow means high."""
        return True

    def invalidate(self) -> None:
        """Sizes have changed: forget the rows."""
        self._known.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        """Height of all rows."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All items in one row."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Room for the widest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _rows(self, width: int) -> Rows:
        """(height, [(item, x, size)]) of each row at a width; Qt asks a dozen times while a page is laid out."""
        if width not in self._known:
            self._known[width] = self._make_rows(width)
        return self._known[width]

    def _make_rows(self, width: int) -> Rows:
        rows: Rows = []
        x, height, row = 0, 0, []  # type: ignore[var-annotated]
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if row and x + size.width() > width:
                rows.append((height, row))
                x, height, row = 0, 0, []
            row.append((item, x, size))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        return [*rows, (height, row)] if row else rows

    def _place(self, rect: QRect, *, move: bool) -> int:
        rows = self._rows(rect.width())
        y = rect.y()
        for height, row in rows:
            # A single row stands in the middle of its room: two flows side by side then are on one line.
            room = max(height, rect.height()) if move and len(rows) == 1 else height
            for item, x, size in row if move else ():
                # By whole pixels of the centres, so that items of odd and even height are on one line as well.
                down = (room - 1) // 2 - (size.height() - 1) // 2
                item.setGeometry(QRect(QPoint(rect.x() + x, y + down), size))
            y += height + self.spacing()
        return y - self.spacing() - rect.y() if rows else 0


def labelled(text: str, box: QWidget, parent: QWidget) -> QWidget:
    """A box with its name before it; the box itself when the name is blank."""
    if not text:
        return box
    pair = QWidget(parent)
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    label = QLabel(text, pair)
    label.setBuddy(box)
    row.addWidget(label)
    row.addWidget(box)
    return pair
