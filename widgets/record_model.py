"""The rows of a list for Qt: ids once, texts in chunks of 100 as they are painted."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from models import database, query
from models.kinds import Kind
from models.ledger import Column, Ledger, ledger
from models.query import Selection
from widgets import reading

CHUNK = 100
KEPT_CHUNKS = 64
FIRST = 200
"""Rows of the first paint; the rest follows ``REST_AFTER`` ms later, when these are on the screen."""
REST_AFTER = 15
GONE = "…"
"""Shown in the cells of a record that was deleted since the ids were read."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SIDES = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "center": int(Qt.AlignmentFlag.AlignCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
}
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RecordModel(QAbstractTableModel):
    """The records of a selection, one row each, in the columns asked for.

    ``loaded`` comes when all ids are known (at once for short lists), ``sort_asked(column, order)`` when the header
    wants another order; -1 is the ledger's own order. In a large file the ids are read beside the clerk's work:
    ``waiting`` comes when the rows of before are gone and the new ones not there yet, ``arrived`` with the first of
    them. ``leaving`` and ``moved`` stand around a reset that brings the same list as it is after a change.
    """

    loaded = Signal()
    waiting = Signal()
    arrived = Signal()
    leaving = Signal()
    moved = Signal()
    sort_asked = Signal(int, Qt.SortOrder)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.of: Ledger | None = None
        self.selection = Selection("")
        self.paths: tuple[str, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self.titles: tuple[str, ...] = ()
        self.kinds: tuple[Kind, ...] = ()
        self.complete = True
        self._ids: array[int] = array("q")
        self._formatters: list[Callable[[Any], str]] = []
        self._aligns: list[int] = []
        self._chunks: OrderedDict[int, list[list[str]]] = OrderedDict()
        self._number = -1
        self._chunk: list[list[str]] = []
        self._rest = QTimer(self, singleShot=True, interval=REST_AFTER)
        self._rest.timeout.connect(self._load_later)
        self._question: reading.Question | None = None

    # --- what is shown ------------------------------------------------------------------------------------------

    def show(self, selection: Selection, paths: Sequence[str]) -> None:
        """Show these records in these columns: the first rows now, the rest right after they are painted."""
        self._drop()
        if reading.is_light():
            ids = query.ids(selection, limit=FIRST)
            self._begin(selection, paths, ids)
            return
        ledger(selection.ledger)  # a wrong name is told here, not on the reading thread

        def first(ids: array[int]) -> None:
            # Other columns may have been chosen meanwhile.
            self._begin(selection, self.paths if self.selection is selection else paths, ids)
            self.arrived.emit()

        question = self._ask(lambda: query.ids(selection, limit=FIRST), first)
        if not question.wait(reading.PATIENCE):
            self.beginResetModel()
            self.selection = selection
            self._describe(tuple(paths))
            self._take(array("q"), complete=False)
            self.endResetModel()
            self.waiting.emit()

    def _begin(self, selection: Selection, paths: Sequence[str], ids: array[int]) -> None:
        self.beginResetModel()
        self.selection = selection
        self._describe(tuple(paths))
        self._take(ids, complete=len(ids) < FIRST)
        self.endResetModel()
        if self.complete:
            self.loaded.emit()
        else:
            self._rest.start()

    def _ask(self, work: Callable[[], Any], done: Callable[[Any], object]) -> reading.Question:
        self._question = reading.ask(self, work, done)
        return self._question

    def _drop(self) -> None:
        """Let go of what was asked for before."""
        if self._question is not None:
            self._question.drop()
            self._question = None

    def set_paths(self, paths: Sequence[str]) -> None:
        """Show other columns of the same records."""
        self.beginResetModel()
        self._describe(tuple(paths))
        self._forget()
        self.endResetModel()

    def _describe(self, paths: tuple[str, ...]) -> None:
        self.of = of = ledger(self.selection.ledger)
        self.paths = paths
        self.columns = tuple(of.column(path) for path in paths)
        self.titles = _titles(of, self.columns)
        source = query.Source(of)
        self.kinds = tuple(source.shown(path)[1] for path in paths)
        self._formatters = query.formatters(of.name, paths)
        self._aligns = [_SIDES[kind.align] for kind in self.kinds]

    def _take(self, ids: array[int], complete: bool) -> None:
        self._rest.stop()
        self._ids, self.complete = ids, complete
        self._forget()

    def _forget(self) -> None:
        self._chunks.clear()
        self._number, self._chunk = -1, []

    def _load_later(self) -> None:
        if not database.is_open() or self.complete:  # the file may have been closed meanwhile
            return
        if reading.is_light():
            self.load_rest()
        else:
            selection = self.selection
            self._drop()
            self._ask(lambda: query.ids(selection), self._take_rest)

    def load_rest(self) -> None:
        """Read the ids that the first paint left out, and wait for them; does nothing when all are known."""
        while self._question is not None and self._question.is_open and not self.complete:
            self._question.wait()
        if not self.complete:
            self._take_rest(query.ids(self.selection))

    def _take_rest(self, ids: array[int]) -> None:
        self._rest.stop()
        known = len(self._ids)
        if len(ids) >= known and ids[:known] == self._ids:
            if len(ids) > known:
                self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
                self._ids = ids
                # The last chunk may have been read while it was short.
                self._forget()
                self.endInsertRows()
        else:
            self.beginResetModel()
            self._take(ids, complete=True)
            self.endResetModel()
        self.complete = True
        self.loaded.emit()

    def reread(self) -> bool:
        """Read ids and texts again after a change; returns whether rows came, went or moved (the model was reset).

        In a large file the texts are new at once and the rows when they are read: False, and ``moved`` may follow.
        """
        self._drop()
        if reading.is_light():
            return self._retake(query.ids(self.selection))
        selection = self.selection
        self._renew()
        self._ask(lambda: query.ids(selection), self._retake)
        return False

    def _renew(self) -> None:
        """Fetch the texts anew as they are painted."""
        self._forget()
        if self._ids and self.paths:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.paths) - 1))

    def _retake(self, ids: array[int]) -> bool:
        if self.complete and ids == self._ids:
            self._renew()
            self.loaded.emit()
            return False
        self.leaving.emit()
        self.beginResetModel()
        self._take(ids, complete=True)
        self.endResetModel()
        self.moved.emit()
        self.loaded.emit()
        return True

    # --- asked by the table -------------------------------------------------------------------------------------

    @property
    def is_reading(self) -> bool:
        """Whether further rows, or other ones, are on their way in a large file."""
        asked = self._question is not None and self._question.is_open
        return asked or (self._rest.isActive() and not reading.is_light())

    @property
    def ids(self) -> array[int]:
        """Ids known so far, in order; ``complete`` says whether these are all."""
        return self._ids

    def first_texts(self) -> list[list[str]]:
        """The texts of the first rows, as far as they go into one chunk."""
        return self._fetch(0) if self._ids and self.paths else []

    def row_of(self, id: int | None) -> int:
        """The row of a record, -1 when it is not in the list."""
        try:
            return self._ids.index(id) if id is not None else -1
        except ValueError:
            return -1

    def values(self, rows: Iterable[int], columns: Sequence[int]) -> list[tuple[Any, ...]]:
        """Stored values (links as names) of these rows and columns, for the clipboard."""
        wanted = [self._ids[row] for row in rows]
        found = query.rows(self.selection.ledger, [self.paths[at] for at in columns], wanted)
        nothing = (None,) * len(columns)
        return [found.get(id, nothing) for id in wanted]

    def order_of(self, path: str) -> tuple[int, bool]:
        """(place among the chosen sort keys from 1, descending); 0 when the list is not sorted by the column."""
        for place, key in enumerate(self.selection.order, 1):
            if key.lstrip("-") == path:
                return place, key.startswith("-")
        return 0, False

    # --- Qt -----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Rows known so far."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns shown."""
        return 0 if parent.isValid() else len(self.paths)

    def _fetch(self, number: int) -> list[list[str]]:
        chunk = self._chunks.get(number)
        if chunk is None:
            wanted = self._ids[number * CHUNK : (number + 1) * CHUNK]
            found = query.rows(self.selection.ledger, self.paths, wanted)
            makers = self._formatters
            gone = [GONE] * len(makers)
            chunk = [
                [make(value) for make, value in zip(makers, row, strict=True)] if row is not None else gone
                for row in map(found.get, wanted)
            ]
            self._chunks[number] = chunk
            if len(self._chunks) > KEPT_CHUNKS:
                self._chunks.popitem(last=False)
        else:
            self._chunks.move_to_end(number)
        self._number, self._chunk = number, chunk
        return chunk

    # A page is some 350 cells of seven roles: these two do as little as possible per call (plain ints for roles,
    # the chunk of the last call kept at hand).
    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text and alignment of a cell."""
        if not index.isValid():
            return None
        if role == _DISPLAY:
            number, at = divmod(index.row(), CHUNK)
            chunk = self._chunk if number == self._number else self._fetch(number)
            return chunk[at][index.column()]
        return self._aligns[index.column()] if role == _ALIGN else None

    def multiData(self, index: Index, span: Any) -> None:
        """All roles of a cell at once, as the delegate asks for them."""
        column = index.column()
        for one in span:
            role = one.role()
            if role == _DISPLAY:
                number, at = divmod(index.row(), CHUNK)
                chunk = self._chunk if number == self._number else self._fetch(number)
                one.setData(chunk[at][column])
            elif role == _ALIGN:
                one.setData(self._aligns[column])
            else:
                one.clearData()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Column titles with their place among several sort keys; row numbers."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == _DISPLAY else None
        if not 0 <= section < len(self.columns):
            return None
        if role == _ALIGN:
            return self._aligns[section]
        column = self.columns[section]
        if role == _DISPLAY:
            place, down = self.order_of(column.path)
            several = len(self.selection.order) > 1 and place
            title = self.titles[section]
            return f"{title} {'↓' if down else '↑'}{place}" if several else title
        if role == _TIP:
            hint = getattr(column.field, "help", "")
            return f"{column.title}\n{hint}" if hint else column.title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The header's wish, passed on: the order belongs to the query."""
        self.sort_asked.emit(column, order)


def _titles(of: Ledger, columns: Sequence[Column]) -> tuple[str, ...]:
    """Column titles; where two would be the same, the one behind a link says whose it is."""
    plain = [column.title for column in columns]
    return tuple(
        f"{of.column(column.path.rpartition('.')[0]).label}的{title}"
        if "." in column.path and plain.count(title) > 1
        else title
        for column, title in zip(columns, plain, strict=True)
    )
