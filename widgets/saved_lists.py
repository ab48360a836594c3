"""Named lists above a table: filters and search kept under a name, each with how many records it has now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from models import database, query, settings
from models.kinds import Fault, Integer
from models.ledger import Ledger
from models.query import Filter, Selection
from widgets import reading
from widgets.flow import FlowLayout
from widgets.periods import resolved
from widgets.table_memory import filters_from_json, filters_to_json

ALL = "全部"


@dataclass(frozen=True)
class SavedList:
    """A name for filters (with moving periods) and a search text; the first of all has no name but 全部."""

    name: str
    filters: tuple[Filter, ...] = ()
    search: str = ""

    def selection(self, of: Ledger) -> Selection:
        """What it selects today."""
        whole = tuple(resolved(f, number=isinstance(of.column(f.path).kind, Integer)) for f in self.filters)
        return Selection(of.name, self.search, whole)


def read(of: Ledger) -> list[SavedList]:
    """The lists kept for a ledger."""
    kept: list[dict[str, Any]] = settings.get(f"lists.{of.name}", [])
    return [SavedList(one["name"], filters_from_json(of, one["filters"]), one.get("search", "")) for one in kept]


def write(of: Ledger, lists: Sequence[SavedList]) -> None:
    """Keep the lists of a ledger."""
    kept = [{"name": one.name, "filters": filters_to_json(one.filters), "search": one.search} for one in lists]
    settings.put(f"lists.{of.name}", kept or None)


def _count(one: SavedList, of: Ledger) -> int | None:
    try:
        return query.count(one.selection(of))
    except Fault:  # a condition that a newer program no longer understands
        return None


class _Tab(QToolButton):
    """One list; the right button offers what can be done with it."""

    menu_asked = Signal(QContextMenuEvent)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Pass the wish on."""
        self.menu_asked.emit(event)


class SavedLists(QWidget):
    """A row of tabs: 全部 300 · 监测户 12 · … ``chosen(SavedList)`` when the clerk picks one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of: Ledger | None = None
        self._tabs: list[tuple[SavedList, _Tab]] = []
        self._now = SavedList(ALL)
        self._question: reading.Question | None = None
        self._flow = FlowLayout(self, 0)
        self._count_later = QTimer(self, singleShot=True, interval=0)
        self._count_later.timeout.connect(self.count)
        self.setAccessibleName("保存的列表")
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def for_ledger(self, of: Ledger) -> None:
        """Show the lists of this ledger."""
        self._of = of
        for _, tab in self._tabs:
            self._flow.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = [(one, self._tab(one)) for one in [SavedList(ALL), *read(of)]]
        self.show_state(self._now.filters, self._now.search)

    def _tab(self, one: SavedList) -> _Tab:
        tab = _Tab(self)
        tab.setText(one.name)
        tab.setCheckable(True)
        tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tab.clicked.connect(lambda: self._choose(one))
        tab.menu_asked.connect(lambda event: self._menu(one, event))
        self._flow.addWidget(tab)
        tab.show()
        return tab

    def _choose(self, one: SavedList) -> None:
        self.show_state(one.filters, one.search)
        self.chosen.emit(one)

    def show_state(self, filters: Sequence[Filter], search: str) -> None:
        """Mark the list that these conditions are; none when they are no list."""
        self._now = SavedList("", tuple(filters), search)
        for one, tab in self._tabs:
            tab.setChecked(set(map(str, one.filters)) == set(map(str, filters)) and one.search == search)

    def count_later(self) -> None:
        """Count all lists when nothing else is to be done."""
        self._count_later.start()

    def count(self) -> None:
        """Write the numbers behind the names."""
        if self._of is None or not self.isVisible() or not database.is_open():
            return
        lists = [one for one, _ in self._tabs]
        if reading.is_light():
            self._show_counts([_count(one, self._of) for one in lists])
            return
        if self._question is not None:
            self._question.drop()
        of = self._of

        def done(many: list[int | None]) -> None:
            if [one for one, _ in self._tabs] == lists:
                self._show_counts(many)

        self._question = reading.ask(self, lambda: [_count(one, of) for one in lists], done)

    def _show_counts(self, many: Sequence[int | None]) -> None:
        for (one, tab), count in zip(self._tabs, many, strict=True):
            tab.setText((one.name if count is None else f"{one.name} {count:,}").replace("&", "&&"))
        # On the first page of a window the row is laid out before the numbers are there.
        self._flow.invalidate()
        self._flow.activate()
        self.updateGeometry()

    def names(self) -> list[str]:
        """Names in order, 全部 first."""
        return [one.name for one, _ in self._tabs]

    # --- keeping ------------------------------------------------------------------------------------------------

    def save_as(self, name: str) -> None:
        """Keep the conditions of now under a name; a list of that name is replaced."""
        if self._of is None or not name.strip() or name.strip() == ALL:
            return
        new = SavedList(name.strip(), self._now.filters, self._now.search)
        before = read(self._of)
        at = next((i for i, one in enumerate(before) if one.name == new.name), len(before))
        self._keep([*before[:at], new, *before[at + 1 :]])

    def _keep(self, lists: list[SavedList]) -> None:
        assert self._of is not None
        write(self._of, lists)
        self.for_ledger(self._of)
        self.count_later()

    def ask_name(self) -> None:
        """Ask for a name and keep the conditions of now."""
        name, given = QInputDialog.getText(self, "存为列表", "这些条件叫什么（例如：本月未走访）：")
        if given:
            self.save_as(name)

    def _menu(self, one: SavedList, event: QContextMenuEvent) -> None:
        if one.name == ALL or self._of is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("改名…", lambda: self._rename(one))
        menu.addAction("换成现在的条件", lambda: self.save_as(one.name))
        menu.addAction("去掉这个列表", self._without(one))
        menu.popup(event.globalPos())

    def _without(self, one: SavedList) -> Callable[[], None]:
        return lambda: self.remove(one.name)

    def remove(self, name: str) -> None:
        """Forget a list; its records stay."""
        if self._of is not None:
            self._keep([other for other in read(self._of) if other.name != name])

    def _rename(self, one: SavedList) -> None:
        name, given = QInputDialog.getText(self, "改名", "新的名称：", text=one.name)
        if given:
            self.rename(one.name, name)

    def rename(self, old: str, new: str) -> None:
        """Give a list another name."""
        if self._of is not None and new.strip() and new.strip() not in self.names():
            self._keep(
                [
                    SavedList(new.strip(), other.filters, other.search) if other.name == old else other
                    for other in read(self._of)
                ]
            )
