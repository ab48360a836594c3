"""One page of a PDF in front of you: whole, as wide as the window, or enlarged; and the thumbnails beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QWidget

from widgets.look import LINE, SOFT
from widgets.pdf_pages import PdfPages

WHOLE, WIDE = "whole", "wide"
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
BORDER = 16
THUMB = 104
DESK = "#DDE1E6"


class PageView(QAbstractScrollArea):
    """Shows one page. ``turned(page)`` after turning, ``zoomed()`` when the size changed."""

    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._page = 0
        self._mode: str | float = WHOLE
        self._busy = ""
        self._wheel = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("页面")
        self.setMinimumSize(240, 240)
        self.viewport().setAutoFillBackground(False)

    # —— what is shown

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def count(self) -> int:
        """Pages there are."""
        return len(self._pages) if self._pages else 0

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another PDF; the page number stays where it can."""
        self._pages = pages
        self._busy = ""
        self.turn_to(self._page)

    def show_busy(self, text: str) -> None:
        """Write over the page what is going on; "" takes it away."""
        self._busy = text
        self.viewport().update()

    def turn_to(self, page: int) -> None:
        """Show a page, the nearest there is."""
        page = max(0, min(page, self.count - 1))
        changed = page != self._page
        self._page = page
        self._layout()
        if changed:
            self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(f"第 {page + 1} 页 共 {self.count} 页")
        self.viewport().update()
        self.turned.emit(page)

    # —— size

    def zoom(self) -> float:
        """The size shown: 1.0 is the size of the paper itself."""
        if not self._pages or not len(self._pages):
            return 1.0
        size, room = self._pages.size(self._page), self.viewport().size()
        pixels = self.logicalDpiX() / 72
        across = (room.width() - 2 * BORDER) / (size.width() * pixels)
        down = (room.height() - 2 * BORDER) / (size.height() * pixels)
        if self._mode == WHOLE:
            return max(0.05, min(across, down))
        return max(0.05, across) if self._mode == WIDE else float(self._mode)

    def set_zoom(self, mode: str | float) -> None:
        """WHOLE, WIDE or a factor."""
        self._mode = mode
        self._layout()
        self.viewport().update()
        self.zoomed.emit()

    def step_zoom(self, up: bool) -> None:
        """The next bigger or smaller round size."""
        now = self.zoom()
        steps = [step for step in ZOOMS if (step > now * 1.01 if up else step < now * 0.99)]
        if steps:
            self.set_zoom(steps[0] if up else steps[-1])

    def mode(self) -> str | float:
        """How the size is chosen."""
        return self._mode

    def _paper(self) -> QSize:
        if not self._pages or not len(self._pages):
            return QSize(0, 0)
        size, scale = self._pages.size(self._page), self.zoom() * self.logicalDpiX() / 72
        return QSize(round(size.width() * scale), round(size.height() * scale))

    def _layout(self) -> None:
        paper, room = self._paper(), self.viewport().size()
        fits = self._mode == WHOLE
        across = 0 if fits or self._mode == WIDE else paper.width() + 2 * BORDER - room.width()
        down = 0 if fits else paper.height() + 2 * BORDER - room.height()
        self.horizontalScrollBar().setRange(0, max(0, across))
        self.verticalScrollBar().setRange(0, max(0, down))
        self.horizontalScrollBar().setPageStep(room.width())
        self.verticalScrollBar().setPageStep(room.height())
        self.horizontalScrollBar().setSingleStep(30)
        self.verticalScrollBar().setSingleStep(30)

    # —— events

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page on a grey desk."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(DESK))
        if self._pages is not None and len(self._pages):
            self._paint_page(painter)
        if self._busy:
            painter.fillRect(self.viewport().rect(), QColor(221, 225, 230, 170))
            painter.setPen(QColor(SOFT))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._busy)

    def _paint_page(self, painter: QPainter) -> None:
        assert self._pages is not None
        paper, room, ratio = self._paper(), self.viewport().size(), self.devicePixelRatioF()
        x = max(BORDER, (room.width() - paper.width()) // 2) - self.horizontalScrollBar().value()
        y = max(BORDER, (room.height() - paper.height()) // 2) - self.verticalScrollBar().value()
        place = QRect(QPoint(x, y), paper)
        painter.fillRect(place.translated(2, 3), QColor("#C3C9D0"))
        image = self._pages.image(self._page, self.zoom() * self.logicalDpiX() / 72 * ratio)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(place.topLeft(), image)
        painter.setPen(QColor(LINE))
        painter.drawRect(place.adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole page stays whole."""
        self._layout()
        self.zoomed.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew: only one page is shown."""
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←/→, PageUp/PageDown, Home/End turn; ↑/↓ scroll an enlarged page."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace):
            self.turn_to(self._page - 1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            self.turn_to(self._page + 1)
        elif key == Qt.Key.Key_Home:
            self.turn_to(0)
        elif key == Qt.Key.Key_End:
            self.turn_to(self.count - 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.verticalScrollBar().maximum():
            self.turn_to(self._page + (1 if key == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl + wheel enlarges; else it scrolls, and turns the page at its end."""
        step = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if step:
                self.step_zoom(step > 0)
            event.accept()
            return
        bar = self.verticalScrollBar()
        at_end = bar.value() == (bar.minimum() if step > 0 else bar.maximum())
        if not step or not at_end:
            super().wheelEvent(event)
            return
        self._wheel += step
        if abs(self._wheel) >= 120:  # touch pads send many small steps
            back = self._wheel > 0
            self._wheel = 0
            before = self._page
            self.turn_to(self._page + (-1 if back else 1))
            if back and before != self._page:
                bar.setValue(bar.maximum())
        event.accept()


class Thumbnails(QListView):
    """Small pictures of the pages; ``picked(page)`` when one is chosen."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Thumbs(self)
        self.setModel(self._model)
        self.setItemDelegate(_ThumbDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(THUMB + 44)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("页面缩略图")
        self.selectionModel().currentChanged.connect(self._changed)

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another PDF."""
        self._model.show(pages)

    def show_page(self, page: int) -> None:
        """Mark a page as the one shown."""
        index = self._model.index(page)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def _changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(current.row())


class _Thumbs(QAbstractListModel):
    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view
        self._pages: PdfPages | None = None
        self._made: dict[int, QPixmap] = {}

    def show(self, pages: PdfPages | None) -> None:
        self.beginResetModel()
        self._pages = pages
        self._made.clear()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._pages is None else len(self._pages)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"第 {index.row() + 1} 页"
        return None

    def picture(self, row: int) -> QPixmap:
        """Made when it is painted, so that 300 pages cost no more than the visible ones."""
        assert self._pages is not None
        if row not in self._made:
            ratio = self._view.devicePixelRatioF()
            size = self._pages.size(row)
            scale = THUMB / max(size.width(), size.height())
            pixmap = QPixmap.fromImage(self._pages.image(row, scale * ratio, keep=False))
            pixmap.setDevicePixelRatio(ratio)
            self._made[row] = pixmap
        return self._made[row]


class _ThumbDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        model = index.model()
        assert isinstance(model, _Thumbs)
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect.adjusted(4, 2, -4, -2), option.palette.highlight())
        picture = model.picture(index.row())
        width, height = (round(side / picture.devicePixelRatio()) for side in (picture.width(), picture.height()))
        x, y = rect.center().x() - width // 2, rect.top() + 8 + (THUMB - height) // 2
        painter.drawPixmap(x, y, picture)
        painter.setPen(QColor("#BFC6CE"))
        painter.drawRect(x, y, width - 1, height - 1)
        painter.setPen(QColor(SOFT))
        label = QRect(rect.left(), rect.top() + THUMB + 10, rect.width(), 18)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(THUMB + 16, THUMB + 32)
