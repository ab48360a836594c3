"""Ctrl+K: go to a ledger, page, report, chart or household by a few letters of its name or its pinyin initials."""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import database, query
from models.ledger import Ledger, ledger, ledgers, tabs
from models.pinyin import initials
from models.query import Selection
from ui import pages
from widgets import reading
from widgets.look import SOFT, letters, lines

if TYPE_CHECKING:
    from ui.main_window import MainWindow

HOMES = 8
"""Households that are offered at once."""
WAIT_MS = 120
FAR = ("models.reports.returns", "models.reports.charts")
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class Place:
    """Somewhere to go: ``kind`` 台账, 页面, 报表, 图 or 农户 · ``near`` where it belongs · ``go(window)``."""

    kind: str
    name: str
    title: str
    near: str
    go: Callable[[Any], object]
    also: tuple[str, ...] = ()

    @functools.cached_property
    def short(self) -> str:
        """Pinyin initials."""
        return initials(self.title).lower()

    def rank(self, text: str) -> int | None:
        """How well it fits what was typed, 0 best, None not at all."""
        title = self.title.lower()
        if not text:
            return 0 if self.kind in ("台账", "页面") else None
        for at, fits in enumerate(
            (
                text in (title, self.short),
                title.startswith(text) or self.short.startswith(text),
                text in title,
                text in self.short,
                any(text in word for word in self.also),
            )
        ):
            if fits:
                return at
        return None


def places(wanted: Callable[[Ledger], bool]) -> list[Place]:
    """Everything but households, in the order of tabs."""
    return [*near_places(wanted), *far_places()]


def near_places(wanted: Callable[[Ledger], bool]) -> list[Place]:
    """Ledgers and pages, which are known at once."""
    found = []
    for of in ledgers():
        if wanted(of):
            go = functools.partial(_to_ledger, name=of.name)
            found.append(Place("台账", of.name, of.title, of.tab.title, go, tuple(of.synonyms)))
    titles = {"home": "首页", **{tab.name: tab.title for tab in tabs()}}
    for page in pages.pages():
        if page.tab in titles:
            go = functools.partial(_to_page, name=page.name)
            found.append(Place("页面", page.name, page.title, titles[page.tab], go))
    return found


def far_places() -> list[Place]:
    """Reports and charts; the first time it takes a moment to load what makes them."""
    return [*_reports(), *_charts()]


def _to_ledger(window: MainWindow, name: str) -> None:
    window.show_page(name).setFocus()


def _to_page(window: MainWindow, name: str) -> None:
    window.open_page(name).setFocus()


def _reports() -> Iterable[Place]:
    from models.reports import returns

    for one in returns.reports():
        go = functools.partial(_to_report, name=one.name)
        yield Place("报表", one.name, one.title, one.number, go, (one.number.lower(),))


def _to_report(window: MainWindow, name: str) -> None:
    window.open_page("reports").choose(name)


def _charts() -> Iterable[Place]:
    from models.reports import charts

    for name in charts.names():
        of = ledger(charts.ledger_of(name))
        yield Place("图", name, charts.title(name), of.title, functools.partial(_to_chart, name=name, of=of.name))


def _to_chart(window: MainWindow, name: str, of: str) -> None:
    window.show_page(of).show_charts(name)


def homes(text: str) -> list[Place]:
    """Households whose name, members, numbers or pinyin fit, the first few."""
    if not text or not database.is_open():
        return []
    found = []
    ids = query.ids(Selection("household", search=text), HOMES)
    family = _family(text, ids)
    for id, (head, village, group) in query.texts("household", ("head", "village", "group"), ids).items():
        near = f"{village}{'　' + group if group else ''}"
        people = family.get(id, [])
        if people and head not in people:
            near = f"家里有{people[0]}　{near}"
        found.append(Place("农户", str(id), head or "（没有户主姓名）", near, functools.partial(_to_home, id=id)))
    order = {str(id): at for at, id in enumerate(ids)}
    return sorted(found, key=lambda one: order[one.name])


def _family(text: str, ids: Sequence[int]) -> dict[int, list[str]]:
    """{household: its people that what was typed names}, so that the clerk sees why a household is offered."""
    words = text.lower().split()
    chosen = Selection("member", search=text).where("household", "in", list(ids))
    found: dict[int, list[str]] = {}
    for _, (home, *who) in query.each(chosen, ("household", "name", "initials", "id_no", "phone"), raw=True):
        # A village that fits names nobody.
        if any(word in (one or "").lower() for word in words for one in who):
            found.setdefault(home, []).append(who[0] or "")
    return found


def _to_home(window: MainWindow, id: int) -> None:
    window.open_page("profile", id)


class JumpDialog(QDialog):
    """A line to type in and the places that fit; ``chosen`` is the one to go to."""

    _ready = Signal()

    def __init__(self, parent: QWidget | None, wanted: Callable[[Ledger], bool]) -> None:
        super().__init__(parent)
        self.setWindowTitle("跳到")
        self.chosen: Place | None = None
        self._all = near_places(wanted)
        self._shown: list[Place] = []
        self._moved = False
        self._asked: reading.Question | None = None
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText("台账、报表、图或户主姓名；拼音首字母也行，例如 xm")
        self.edit.setAccessibleName("要去哪里")
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName("可以去的地方")
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setStyleSheet("QTreeView::item { padding: 4px 8px; }")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addWidget(self.edit)
        box.addWidget(self.list)
        self._later = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._later.timeout.connect(self.add_homes)
        self.edit.textChanged.connect(self._narrow)
        self.edit.returnPressed.connect(self.accept)
        self.list.itemClicked.connect(lambda _: self.accept())
        self.edit.installEventFilter(self)
        self._narrow("")
        self._ready.connect(self._add_far, Qt.ConnectionType.QueuedConnection)
        if all(name in sys.modules for name in FAR):
            self._add_far()
        else:
            threading.Thread(target=self._load, name="places", daemon=True).start()
        self.setMinimumWidth(letters(self, 64))
        self.setMinimumHeight(lines(self, 28))

    def _load(self) -> None:
        for name in FAR:
            importlib.import_module(name)
        with contextlib.suppress(RuntimeError):  # closed meanwhile
            self._ready.emit()

    def _add_far(self) -> None:
        self._all += far_places()
        if self.edit.text().strip() and not self._moved:
            self._narrow(self.edit.text())

    def _narrow(self, text: str) -> None:
        text, self._moved = text.strip().lower(), False
        ranked = [(rank, at, one) for at, one in enumerate(self._all) if (rank := one.rank(text)) is not None]
        self._show([one for _, _, one in sorted(ranked, key=lambda found: found[:2])])
        # Not at each letter of an input method: households are looked for when the fingers rest.
        self._later.start() if text else self._later.stop()

    def add_homes(self) -> None:
        """Put the households that fit behind the rest, before it when nothing else fits well."""
        self._later.stop()
        text = self.edit.text().strip()
        if self._asked is not None:
            self._asked.drop()
        if reading.is_light():
            self._add(text, homes(text))
        else:
            self._asked = reading.ask(self, lambda: homes(text), lambda found: self._add(text, found))
            self._asked.wait(reading.PATIENCE)

    def _add(self, text: str, found: list[Place]) -> None:
        rest = [one for one in self._shown if one.kind != "农户"]
        best = min((one.rank(text.lower()) or 0 for one in rest), default=9)
        marked = self.marked()
        self._show([*rest, *found] if best <= 1 else [*found, *rest])
        if text and not self._shown:
            self._say_none(text)
        if self._moved and marked in self._shown:
            self.list.setCurrentItem(self.list.topLevelItem(self._shown.index(marked)))  # type: ignore[arg-type]

    def marked(self) -> Place | None:
        """The place that Enter would go to."""
        at = self.list.indexOfTopLevelItem(self.list.currentItem()) if self._shown else -1
        return self._shown[at] if at >= 0 else None

    def _show(self, shown: list[Place]) -> None:
        self._shown = shown
        self.list.clear()
        for one in shown:
            row = QTreeWidgetItem([one.title, f"{one.kind} · {one.near}" if one.near else one.kind])
            row.setForeground(1, QColor(SOFT))
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(row)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _say_none(self, text: str) -> None:
        row = QTreeWidgetItem([f"没有找到“{text}”。试试名称里的两三个字，或拼音首字母。"])
        row.setFlags(Qt.ItemFlag.NoItemFlags)
        row.setForeground(0, QColor(SOFT))
        row.setFirstColumnSpanned(True)
        self.list.addTopLevelItem(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the line move through the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _KEYS:
            self._moved = True
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Take what is marked in the list; households too, if Enter came before they were looked for."""
        if self._later.isActive() and not self._shown:
            self.add_homes()
        if self._asked is not None and self._asked.is_open and not self._shown:
            self._asked.wait()
        self.chosen = self.marked()
        if self.chosen is not None:
            super().accept()
