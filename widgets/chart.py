"""Charts on the screen: drawn once into a bitmap, shown again without drawing; bars open the records behind them."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QToolTip, QWidget

from models.reports.chart_data import ChartData
from widgets.chart_places import more_height, places, span
from widgets.look import ACCENT, LINE, PAPER, SOFT, icon

if TYPE_CHECKING:
    from widgets.chart_panel import ChartHit

REST_MS = 150
"""Milliseconds a size must rest before the chart is drawn for it; until then the bitmap is stretched."""
MARGIN = 4
GAP = 8
LEAST = QSize(300, 220)
_DRAWING = "正在画图…"

Printer = Callable[[QWidget, Sequence[ChartData]], None]


class ChartPanel(QWidget):
    """One chart. ``opened(target)`` with the ``where`` of a clicked bar; ←/→ walk the bars, Enter opens.

    ``printer(parent, charts)`` is what the menu's 打印 calls; without it a preview with ordinary settings is shown.
    Matplotlib is imported when the first chart is shown, not with this module.
    """

    opened = Signal(object)

    def __init__(self, data: ChartData | None = None, parent: QWidget | None = None, printer: Printer | None = None):
        super().__init__(parent)
        self.printer = printer
        self.draws = 0
        """How often it was really drawn (for tests and measurements)."""
        self._data: ChartData | None = None
        self._hits: list[ChartHit] = []
        self._pixmap: QPixmap | None = None
        self._drawn_for: tuple[object, ...] | None = None
        self._marked = -1
        self._hovered = -1
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.update)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw_first)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_data(data)

    @property
    def data(self) -> ChartData | None:
        """What is shown."""
        return self._data

    def set_data(self, data: ChartData | None) -> None:
        """Show a chart; an equal one is not drawn again."""
        if data == self._data and data is not None:
            self._data = data  # its targets may be new objects
            return
        self._data = data
        self._drawn_for = None
        self._marked = self._hovered = -1
        self._hits = []
        self.setAccessibleName(f"图表：{data.title}" if data else "图表")
        self._describe()
        self._rest.stop()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(460, 300)

    def hits(self) -> list[ChartHit]:
        """Where the bars are, in the order the arrow keys walk them; draws first if need be."""
        self.ensure_drawn()
        return self._hits

    def ensure_drawn(self) -> None:
        """Draw now, unless the bitmap already shows this data at this size."""
        if self._data is not None and self._drawn_for != self._key():
            self._draw()

    # —— drawing

    def _key(self) -> tuple[object, ...]:
        return self.width(), self.height(), self.devicePixelRatioF(), self.font().pointSizeF(), self.logicalDpiX()

    def _draw(self) -> None:
        from widgets.chart_bitmap import bitmap

        assert self._data is not None
        size = self._area().size().toSize()
        base = max(8.0, self.font().pointSizeF() * 0.95)
        self._pixmap, hits = bitmap(self._data, size, self.devicePixelRatioF(), self.logicalDpiX(), base)
        self._hits = sorted(hits, key=lambda hit: (hit.label, hit.series))
        self._marked = min(self._marked, len(self._hits) - 1)
        self._drawn_for = self._key()
        self.draws += 1

    def _draw_first(self) -> None:
        self.ensure_drawn()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the bitmap; draw it first if it shows other data, or another size that has come to rest."""
        stale = self._drawn_for != self._key()
        if self._data is not None and stale and not self._rest.isActive():
            if "widgets.chart_draw" in sys.modules:
                self._draw()
            else:
                self._soon.start()  # the first import takes most of a second: say so before
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(LINE), 1))
        painter.setBrush(QColor(PAPER))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        area = self._area()
        if self._data is None:
            return
        if self._pixmap is None or (self._drawn_for is None):
            painter.setPen(QColor(SOFT))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, _DRAWING)
            return
        if self._drawn_for == self._key():
            painter.drawPixmap(area.topLeft(), self._pixmap)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(area, self._pixmap, QRectF(self._pixmap.rect()))
        self._paint_marks(painter)

    def _paint_marks(self, painter: QPainter) -> None:
        if 0 <= self._hovered < len(self._hits) and self._hovered != self._marked and self._target(self._hovered):
            painter.setPen(QPen(QColor(ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._outline(painter, self._hits[self._hovered])
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ACCENT), 2))
            if 0 <= self._marked < len(self._hits):
                self._outline(painter, self._hits[self._marked])
            else:
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _outline(self, painter: QPainter, hit: ChartHit) -> None:
        if hit.outline:
            painter.drawPolygon([self._place(*corner) for corner in hit.outline])
            return
        painter.drawRoundedRect(self._rect(hit), 2, 2)

    def _area(self) -> QRectF:
        return QRectF(MARGIN, MARGIN, self.width() - 2 * MARGIN, self.height() - 2 * MARGIN)

    def _place(self, x: float, y: float) -> QPointF:
        area = self._area()
        return QPointF(area.left() + x * area.width(), area.bottom() - y * area.height())

    def _rect(self, hit: ChartHit) -> QRectF:
        left, bottom, right, top = hit.box
        return QRectF(self._place(left, top), self._place(right, bottom)).adjusted(-3, -3, 3, 3)

    # —— bars under the mouse and the keys

    def hit_at(self, position: QPointF) -> int:
        """Index of the bar at a place of the widget, -1 beside all."""
        area = self._area()
        x, y = (position.x() - area.left()) / area.width(), (area.bottom() - position.y()) / area.height()
        return next((index for index, hit in enumerate(self._hits) if hit.contains(x, y)), -1)

    def _target(self, index: int) -> object | None:
        hit = self._hits[index]
        return self._data.where.get((hit.series, hit.label)) if self._data else None

    def open(self, index: int) -> None:
        """Open the records behind a bar, if it has any."""
        if 0 <= index < len(self._hits):
            target = self._target(index)
            if target is not None:
                self.opened.emit(target)

    def mark(self, index: int) -> None:
        """Put the mark of the keyboard on a bar and say what it is."""
        if not self._hits:
            return
        self._marked = max(0, min(index, len(self._hits) - 1))
        hit = self._hits[self._marked]
        self.setAccessibleDescription(hit.text)
        place = self._rect(hit)
        QToolTip.showText(self.mapToGlobal(place.topRight().toPoint()), self._tip(self._marked), self)
        self.update()

    def _tip(self, index: int) -> str:
        hit = self._hits[index]
        return f"{hit.text}\n点击或按回车查看明细" if self._target(index) is not None else hit.text

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at bars that open something."""
        index = self.hit_at(event.position())
        if index != self._hovered:
            self._hovered = index
            self.update()
        opens = index >= 0 and self._target(index) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the bar under the mouse."""
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens what is behind the bar."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            index = self.hit_at(event.position())
            self._marked = index if index >= 0 else self._marked
            self.update()
            self.open(index)

    def event(self, event: QEvent) -> bool:
        """Tooltips at once with the value of the bar."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.hit_at(QPointF(event.pos()))
            if index >= 0:
                QToolTip.showText(event.globalPos(), self._tip(index), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←/→ (↑/↓) walk, Home/End jump, Enter opens, the menu key shows the menu."""
        key = event.key()
        self.ensure_drawn()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if key in steps and self._hits:
            self.mark(self._marked + steps[Qt.Key(key)] if self._marked >= 0 else 0)
        elif key == Qt.Key.Key_Home:
            self.mark(0)
        elif key == Qt.Key.Key_End:
            self.mark(len(self._hits) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open(self._marked)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mark goes with the focus."""
        super().focusOutEvent(event)
        self._describe()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stretch the old bitmap until the size has come to rest."""
        if self._drawn_for is not None:
            self._rest.start()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another font is another drawing."""
        if event.type() == QEvent.Type.FontChange:
            self.update()
        super().changeEvent(event)

    def _describe(self) -> None:
        """All values in words, for screen readers."""
        data = self._data
        if data is None or data.is_empty():
            self.setAccessibleDescription(data.sentence() if data else "")
            return
        words = (data.describe(row, index) for row in range(len(data.series)) for index in range(len(data.labels)))
        self.setAccessibleDescription("；".join(itertools.islice(words, 40)))

    # —— pictures and paper

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, save or print the chart."""
        if self._data is not None:
            place = event.globalPos()
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                place = self.mapToGlobal(self.rect().center())
            self.menu().popup(place)

    def menu(self) -> QMenu:
        """The menu of the chart."""
        from widgets import chart_output

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        data = self._data
        assert data is not None
        menu.addAction(icon("copy"), "复制图片", lambda: chart_output.copy([data]))
        menu.addAction(icon("save"), "存为图片…", lambda: chart_output.save_png(self, [data]))
        menu.addAction(icon("save"), "存为 PDF…", lambda: chart_output.save_pdf(self, [data]))
        menu.addSeparator()
        menu.addAction(icon("print"), "打印…", lambda: (self.printer or chart_output.preview)(self.window(), [data]))
        return menu


class ChartGrid(QScrollArea):
    """Several charts side by side, as many columns as the width bears; ``opened`` as of its panels.

    ``edge``: pixels left free around them, 0 where they line up with what stands above.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None, printer: Printer | None = None, edge: int = GAP):
        super().__init__(parent)
        self.printer = printer
        self.edge = edge
        self._panels: list[ChartPanel] = []
        self._inside = QWidget()
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("图表")

    def charts(self) -> list[ChartData]:
        """What is shown."""
        return [panel.data for panel in self._panels if panel.data is not None]

    def panels(self) -> list[ChartPanel]:
        """The panels, in order."""
        return list(self._panels)

    def set_charts(self, charts: Sequence[ChartData]) -> None:
        """Show these charts; those that stay the same are not drawn again."""
        while len(self._panels) > len(charts):
            panel = self._panels.pop()
            panel.hide()
            panel.deleteLater()
        while len(self._panels) < len(charts):
            panel = ChartPanel(parent=self._inside, printer=self.printer)
            panel.opened.connect(self.opened)
            self._panels.append(panel)
        kept = {panel.data.name: panel for panel in self._panels if panel.data is not None}
        spare = [
            panel for panel in self._panels if panel.data is None or panel.data.name not in {c.name for c in charts}
        ]
        self._panels = [kept.get(data.name) or spare.pop() for data in charts]
        for panel, data in zip(self._panels, charts, strict=True):
            panel.set_data(data)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer columns."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Place the panels by hand: a layout would keep the height of the rows it once had."""
        if not (count := len(self._panels)):
            self._inside.setMinimumHeight(0)
            return
        room = self.viewport().size()
        most = max(1, room.width() // (LEAST.width() + 60))
        columns = min(most, 2 if count in (2, 4) else 3, count)
        found = places([span(panel.data, columns) for panel in self._panels], columns)
        rows = found[-1][0] + 1
        free = 2 * self.edge - GAP  # with a gap behind each panel
        width = (room.width() - free) // columns - GAP
        usual = max(LEAST.height(), (room.height() - free) // rows - GAP)
        heights = [usual] * rows
        for panel, (row, _, _) in zip(self._panels, found, strict=True):
            heights[row] = max(heights[row], LEAST.height() + more_height(panel.data))
        self._inside.setMinimumHeight(sum(heights) + GAP * rows + free)
        for index, (panel, (row, column, wide)) in enumerate(zip(self._panels, found, strict=True)):
            top = self.edge + sum(heights[:row]) + GAP * row
            panel.setGeometry(self.edge + column * (width + GAP), top, wide * (width + GAP) - GAP, heights[row])
            panel.show()
            if index:
                self.setTabOrder(self._panels[index - 1], panel)

    def copy(self) -> None:
        """All charts as one picture to the clipboard."""
        from widgets import chart_output

        chart_output.copy(self.charts())

    def print(self) -> None:
        """All charts on one page."""
        from widgets import chart_output

        (self.printer or chart_output.preview)(self.window(), self.charts())
