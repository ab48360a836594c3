"""The tabs of the main window: large where there is room, narrower where all of them must fit on a low screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

WIDE, NARROW, BARE = "wide", "narrow", "bare"
"""Large words with wide gaps · ordinary words with narrow gaps · the same without pictures."""

MARGIN = 16
"""Pixels beside the bar."""


class MainTabs(QTabWidget):
    """Takes the roomiest way in which all tabs are seen at once; only if none does, the bar scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setDocumentMode(True)
        self.setAccessibleName("台账分类")
        self._fitted: tuple[object, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        self._take(WIDE)

    def _take(self, way: str) -> None:
        side = self.fontMetrics().height() + (4 if way == WIDE else 0)
        self.setIconSize(QSize(0, 0) if way == BARE else QSize(side, side))
        self.setProperty("way", way)
        for widget in (self, self.tabBar()):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def fit(self) -> None:
        """Choose the way for the present width, tabs and size of words."""
        now = (self.width(), self.count(), self.font().pointSizeF())
        if not self.count() or (now == self._fitted and self._fits()):
            return
        self._fitted = now
        for way in (WIDE, NARROW, BARE):
            self._take(way)
            if self._fits():
                break

    def _fits(self) -> bool:
        return self.tabBar().sizeHint().width() + MARGIN <= self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another way."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Larger words too."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            # The style sheet gives the bar its size after the font has changed.
            self._soon.start()
