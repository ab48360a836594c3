"""One tab: its ledgers and pages in a slim list at the left if there are several, made when first shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.ledger import ledger
from ui import pages
from ui.pages.base import SIDE

FIRST = "home"
"""The name of a tab's own first page."""


class AboutPage(QWidget):
    """A page about one record under a line that leads back to the ledger's list. ``back()`` when the clerk goes."""

    back = Signal()

    def __init__(self, one: pages.Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.one = one
        self.inner = one.make(self)
        self.inner.left.connect(self.back.emit)
        button = QPushButton(f"← 返回{ledger(one.about).title}列表", self)
        button.setProperty("flat", True)
        button.setToolTip("返回列表（Alt+←）")
        button.clicked.connect(self.back.emit)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.back.emit)
        title = QLabel(one.title, self)
        title.setProperty("role", "heading")
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addWidget(button)
        head.addWidget(title)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(head)
        box.addWidget(self.inner, 1)
        self.setFocusProxy(self.inner)

    def can_close(self) -> bool:
        """As the page itself says."""
        return self.inner.can_close()


class TabPage(QWidget):
    """The pages of one tab. ``page_made(page)`` when one is made; ``first`` a page that is there already (首页)."""

    page_made = Signal(object)

    def __init__(
        self, names: list[str], parent: QWidget | None = None, tab: str = "", first: tuple[str, QWidget] | None = None
    ) -> None:
        super().__init__(parent)
        self._pages: dict[str, Any] = {}
        self._about: dict[str, AboutPage] = {}
        self._own: dict[str, pages.Page] = {}
        self.names: list[str] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fit_side)
        self.side = QListWidget(self)
        self.side.setObjectName(SIDE)
        self.side.setAccessibleName("台账")
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self.stack, 1)
        tab = tab or ledger(names[0]).tab.name
        self._first = first
        self._own = {one.name: one for one in pages.of_tab(tab)}
        listed = [(self._place(name, names), 0, name) for name in names]
        listed += [((one.order, one.name), 1, one.name) for one in self._own.values()]
        if first is not None:
            self._pages[FIRST] = first[1]
            self.stack.addWidget(first[1])
            self._list(FIRST)
        for _order, _kind, name in sorted(listed):
            self._list(name)
        self._fit_side()
        self.side.setCurrentRow(0)
        self.side.currentRowChanged.connect(self._chosen)
        # A click on the ledger that is chosen already leads back from a page about one of its records.
        self.side.itemClicked.connect(lambda _: self._entered())
        # Later, or the window would hand the same Enter on to a button that has got the cursor.
        self.side.itemActivated.connect(lambda _: QTimer.singleShot(0, self, self._entered))
        right = QShortcut(QKeySequence("Right"), self.side, context=Qt.ShortcutContext.WidgetShortcut)
        right.activated.connect(self._entered)

    @staticmethod
    def _place(name: str, names: list[str]) -> tuple[int | str, ...]:
        """Where a ledger stands in the list: a detail directly under the one it belongs to."""
        of = ledger(name)
        master = of.master_ledger
        if master is not None and master is not of and master.name in names:
            return (*TabPage._place(master.name, names), of.order, name)
        return (of.order, name)

    def title_of(self, name: str) -> str:
        """What the side list calls a page."""
        if name == FIRST and self._first is not None:
            return self._first[0]
        return self._own[name].title if name in self._own else ledger(name).title

    def _shown_title(self, name: str) -> str:
        """Details stand a little to the right."""
        master = None if name == FIRST or name in self._own else ledger(name).master_ledger
        return f"　{self.title_of(name)}" if master is not None and master.name in self.names else self.title_of(name)

    def _list(self, name: str) -> None:
        self.names.append(name)
        self.side.addItem(QListWidgetItem(self._shown_title(name)))
        self.side.setVisible(len(self.names) > 1)

    def _fit_side(self) -> None:
        """As wide as its longest title."""
        if self.names:
            widest = max(self.side.fontMetrics().horizontalAdvance(self._shown_title(one)) for one in self.names)
            # On a low screen a long list scrolls: its bar must not cover the ends of the names.
            around = self.side.height() - self.side.viewport().height()
            scrolls = self.side.sizeHintForRow(0) * len(self.names) + around > self.height() > 0
            bar = self.side.verticalScrollBar().sizeHint().width() if scrolls else 0
            self.side.setFixedWidth(widest + 48 + bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A lower window may make the list scroll."""
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        """Larger words need a wider list."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._soon.start()

    def made(self) -> list[Any]:
        """The pages made so far."""
        return [*(page for name, page in self._pages.items() if name != FIRST), *self._about.values()]

    def page(self, name: str) -> Any:
        """The page of a ledger, made now if need be; a ledger not listed yet joins the list."""
        if name not in self._pages:
            from ui.ledger_page import LedgerPage

            if name not in self.names:
                self._list(name)
                self._fit_side()
            made = self._own[name].make(self) if name in self._own else LedgerPage(name)
            self._pages[name] = made
            self.stack.addWidget(made)
            self.page_made.emit(made)
        return self._pages[name]

    def show_page(self, name: str = "") -> Any:
        """Bring a page to the front (the chosen one without a name) and return it."""
        name = name or self.names[max(0, self.side.currentRow())]
        page = self.page(name)
        self.stack.setCurrentWidget(page)
        self.side.blockSignals(True)
        self.side.setCurrentRow(self.names.index(name))
        self.side.blockSignals(False)
        return page

    def show_about(self, name: str, id: int) -> Any:
        """Bring a page about one record to the front; returns the page itself."""
        one = pages.page(name)
        if name not in self._about:
            frame = AboutPage(one, self)
            frame.back.connect(lambda: self._leave(frame))
            self._about[name] = frame
            table = self.page(one.about).table
            frame.inner.among = table.ids_if_read
            table.counted.connect(lambda *_: frame.inner.among_changed())
            self.stack.addWidget(frame)
            self.page_made.emit(frame.inner)
        self.show_page(one.about)
        frame = self._about[name]
        frame.inner.load(id)
        self.stack.setCurrentWidget(frame)
        frame.setFocus()
        return frame.inner

    def _leave(self, frame: AboutPage) -> None:
        if frame.can_close():
            page = self.show_page(frame.one.about)
            page.table.go_to(frame.inner.id)
            page.setFocus()

    def current(self) -> Any | None:
        """The page in front, None before the tab was shown."""
        return self.stack.currentWidget()

    def _chosen(self, row: int) -> None:
        if row >= 0 and self.isVisible():
            self.show_page(self.names[row])

    def _entered(self) -> None:
        """By keys ↑ and ↓ only show the pages; Enter, → or a click puts the cursor into one."""
        self._chosen(self.side.currentRow())
        self.enter()

    def enter(self) -> None:
        """Put the cursor into the page in front."""
        page = self.current()
        focus = self.focusWidget()
        if page is not None and (focus is None or not page.isAncestorOf(focus) or not focus.hasFocus()):
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)
