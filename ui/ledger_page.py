"""The page of a ledger: tool bar, search, saved lists, filters, the list with its sums, the form beside it, charts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from models import database
from models.ledger import Ledger, ledger
from models.query import Selection
from ui import ledger_actions
from ui.list_states import EmptyState, NothingFound
from ui.unsaved_question import SAVE, STAY, ask_unsaved
from widgets import table_memory
from widgets.bridge import bridge
from widgets.filter_bar import FilterBar
from widgets.filter_text import describe_all
from widgets.saved_lists import SavedList, SavedLists
from widgets.search_box import SearchBox
from widgets.table_pane import TablePane

TABLE_ROOM = 420
"""Pixels the list keeps beside the form; with less the form takes its place."""
FORM_ROOM = 480


class LedgerPage(QWidget):
    """Everything about one ledger.

    Signals: ``record_requested(ledger, id)`` a record of another ledger is wanted · ``selection_requested(Selection)``
    a list of another ledger is wanted.
    """

    record_requested = Signal(str, int)
    selection_requested = Signal(object)

    def __init__(self, ledger_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of: Ledger = ledger(ledger_name)
        self.shown = self.total = 0
        self.form: Any = None
        self.charts: Any = None
        self._stale = False
        self._undo = 0
        self._file: Path | None = None
        self._draw_later = QTimer(self, singleShot=True, interval=0)
        self._draw_later.timeout.connect(self._draw)
        self._build()
        self.actions_by_name = ledger_actions.build(self)
        self._connect()
        kept = table_memory.remembered(self.of)
        self.filters.for_ledger(self.of)
        self.filters.set_filters(table_memory.filters_from_json(self.of, kept.get("filters", ())))
        self.lists.for_ledger(self.of)
        self._show_list()

    def _build(self) -> None:
        self.bar = QToolBar(self)
        self.bar.setAccessibleName("工具栏")
        self.search = SearchBox(self._search_hint(), self)
        self.search.setToolTip(self._search_hint(99))
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 28)
        self.lists = SavedLists(self)
        self.filters = FilterBar(self)
        self.pane = TablePane(self)
        self.table = self.pane.table
        self.table.setAccessibleName(f"{self.of.title}列表")
        self.empty, self.nothing = EmptyState(self.of, self), NothingFound(self.of, self)
        self.stack = QStackedWidget(self)
        for page in (self.pane, self.empty, self.nothing):
            self.stack.addWidget(page)
        self.sides = QSplitter(Qt.Orientation.Horizontal, self)
        self.sides.addWidget(self.stack)
        self.sides.setChildrenCollapsible(False)
        self.halves = QSplitter(Qt.Orientation.Vertical, self)
        self.halves.addWidget(self.sides)
        self.halves.setChildrenCollapsible(False)
        self.counter, self.told = QLabel(self), QLabel(self)
        self.counter.setAccessibleName("条数")
        self.undo = QPushButton("撤销", self)
        self.undo.setProperty("flat", True)
        self.undo.hide()
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 8, 0)
        top.addWidget(self.bar, 1)
        top.addWidget(self.search)
        conditions = QVBoxLayout()
        conditions.setContentsMargins(8, 0, 8, 4)
        conditions.setSpacing(4)
        conditions.addWidget(self.lists)
        conditions.addWidget(self.filters)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 4)
        foot.setSpacing(16)
        foot.addWidget(self.counter)
        foot.addWidget(self.told)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(top)
        box.addLayout(conditions)
        box.addWidget(self.halves, 1)
        box.addLayout(foot)

    def _search_hint(self, most: int = 3) -> str:
        labels: list[str] = []
        for path in self.of.search:
            head, _, rest = path.partition(".")
            own = head in self.of.fields or head in self.of.computed
            column = self.of.column(path) if own else ledger(head).column(rest)
            if not getattr(column.field, "hidden", False):
                labels.append(column.label if own else f"{ledger(head).title}的{column.label}")
        return "查找 " + "、".join(labels[:most]) + ("…" if len(labels) > most else "")

    def _connect(self) -> None:
        self.search.searched.connect(lambda _: self._narrowed())
        self.search.left_down.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.filters.changed.connect(self._narrowed)
        self.lists.chosen.connect(self._chosen_list)
        self.table.opened.connect(self.open_record)
        self.table.counted.connect(self._counted)
        self.table.filter_asked.connect(self.filters.set_one)
        self.table.delete_asked.connect(lambda: ledger_actions.delete(self))
        self.table.new_asked.connect(self.new_record)
        self.table.copied.connect(lambda rows, columns: self.note(f"已复制 {rows:,} 行 {columns} 列。"))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._say_count())
        self.empty.new_asked.connect(self.new_record)
        self.empty.import_asked.connect(lambda: ledger_actions.take_in(self))
        self.nothing.clear_asked.connect(self.clear_conditions)
        self.undo.clicked.connect(self._take_back)
        bridge().changed.connect(self._changed)

    # --- which records ------------------------------------------------------------------------------------------

    def selection(self) -> Selection:
        """Exactly the records of the list, in its order."""
        return Selection(self.of.name, self.search.text().strip(), self.filters.filters(), self.table.selection().order)

    def show_selection(self, selection: Selection) -> None:
        """Show the records of a selection; filters and search line say which these are."""
        self.search.show_text(selection.search)
        self.filters.set_filters(selection.filters)
        self._show_list(selection.order)
        self._keep_conditions()

    def clear_conditions(self) -> None:
        """Show all records."""
        self.search.show_text("")
        self.filters.set_filters(())
        self._narrowed()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrowed(self) -> None:
        self._show_list(self.table.selection().order)
        self._keep_conditions()

    def _chosen_list(self, one: SavedList) -> None:
        self.search.show_text(one.search)
        self.filters.set_filters(one.filters)
        self._narrowed()

    def _keep_conditions(self) -> None:
        table_memory.remember(self.of, filters=table_memory.filters_to_json(self.filters.kept()))

    def _show_list(self, order: Iterable[str] = ()) -> None:
        search, filters = self.search.text().strip(), self.filters.filters()
        self.table.set_selection(Selection(self.of.name, search, filters, tuple(order)))
        self.lists.show_state(self.filters.kept(), search)
        self.lists.count_later()
        if self.charts is not None and self.charts.isVisible():
            self._draw_later.start()

    def _counted(self, shown: int, total: int) -> None:
        self.shown, self.total = shown, total
        if not total:
            self.stack.setCurrentWidget(self.empty)
        elif not shown:
            search = self.search.text().strip()
            words = describe_all(self.of, self.filters.kept())
            self.nothing.explain("；".join(part for part in (f"查找“{search}”" if search else "", words) if part))
            self.stack.setCurrentWidget(self.nothing)
        else:
            self.stack.setCurrentWidget(self.pane)
        self._say_count()

    def _say_count(self) -> None:
        text = f"显示 {self.shown:,} / 共 {self.total:,} {self.of.counter}"
        rows = {row for one in self.table.blocks() for row in (one.top(), one.bottom())}
        if len(rows) > 1:
            text += f"，选中 {len(self.table.selected_rows()):,} {self.of.counter}"
        self.counter.setText(text)
        for name in ("edit", "delete", "bulk", "export", "print"):
            self.actions_by_name[name].setEnabled(self.shown > 0)

    # --- changes ------------------------------------------------------------------------------------------------

    def _changed(self, _names: frozenset[str]) -> None:
        # Any ledger may matter: columns reach through links, sums count details.
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def refresh(self) -> None:
        """Read the list again and stay at the same place."""
        if not database.is_open():
            return
        self._stale = False
        self.table.refresh()
        self.lists.count_later()
        if self.charts is not None and self.charts.isVisible():
            self._draw_later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was in front."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
        self.lists.count_later()

    def note(self, text: str, number: int = 0, link: Path | None = None) -> None:
        """Say what was done; with an operation's number offer to undo it, with a file to open it."""
        self._undo, self._file = number, link
        self.told.setText(text)
        self.undo.setText("打开文件" if link is not None else "撤销")
        self.undo.setVisible(bool(number) or link is not None)

    def _take_back(self) -> None:
        if self._file is not None:
            ledger_actions.open_file(self._file)
        elif self._undo:
            ledger_actions.take_back(self, self._undo)

    # --- the form -----------------------------------------------------------------------------------------------

    def open_record(self, id: int) -> None:
        """Show a record in the form, after asking about one that is not saved."""
        if self.form is not None and self.form.isVisible() and self._form_id == id:
            self.form.setFocus()
            return
        self._start(id)

    def open_current(self) -> None:
        """Show the current record in the form."""
        id = self.table.current_id()
        if id is not None:
            self.open_record(id)

    def new_record(self, initial: dict[str, Any] | None = None) -> None:
        """Show an empty form."""
        self._start(None, initial)

    _form_id: int | None = None

    def _start(self, id: int | None, initial: dict[str, Any] | None = None) -> None:
        if not self.can_close():
            return
        if self.form is None:
            self._make_form()
        self._form_id = id
        self.form.start(self.of.name, id, initial)
        if id is not None:
            self.table.go_to(id)
        self.form.show()
        self._arrange()
        self.form.setFocus()

    def _make_form(self) -> None:
        from widgets.record_form import RecordForm

        self.form = RecordForm(self)
        self.form.hide()
        self.form.saved.connect(self._saved)
        self.form.closed.connect(self.close_form)
        self.form.record_requested.connect(self._other_record)
        self.form.print_requested.connect(lambda name, id: ledger_actions.print_record(self, name, id))
        self.sides.addWidget(self.form)
        self.sides.setStretchFactor(0, 1)

    def _saved(self, saved: Any) -> None:
        self._form_id = saved.id
        self.refresh()
        if not self.table.go_to(saved.id) and self.shown < self.total:
            self.note("已保存。它不符合现在的筛选条件，所以列表里看不到。", saved.operation)
        else:
            self.note("已保存。", saved.operation)

    def close_form(self) -> None:
        """Put the form away."""
        if self.form is not None:
            self.form.hide()
        self._form_id = None
        self._arrange()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def release(self, ids: Iterable[int]) -> bool:
        """Before these records are deleted: close the form that shows one of them; False when the clerk stays."""
        if self._form_id not in set(ids):
            return True
        if not self.can_close():
            return False
        self.close_form()
        return True

    def _other_record(self, name: str, id: int) -> None:
        if name == self.of.name:
            self.open_record(id)
        else:
            self.record_requested.emit(name, id)

    def can_close(self) -> bool:
        """Whether the form may be left: True when nothing is unsaved, or after 保存 or 放弃."""
        if self.form is None or not self.form.isVisibleTo(self) or not self.form.is_dirty():
            return True
        answer = ask_unsaved(self, self.of)
        if answer == STAY:
            return False
        if answer == SAVE:
            return bool(self.form.save())
        self.form.revert()
        return True

    def _arrange(self) -> None:
        """Form beside the list where both have room, else in its place."""
        if self.form is None:
            return
        open_ = self.form.isVisibleTo(self)
        need = max(FORM_ROOM, self.form.minimumSizeHint().width())
        beside = self.width() >= TABLE_ROOM + need + self.sides.handleWidth()
        was_beside = self.stack.isVisibleTo(self.sides) and self.form.width() >= FORM_ROOM and open_
        self.stack.setVisible(beside or not open_)
        self.stack.setMinimumWidth(TABLE_ROOM if beside and open_ else 0)
        if open_ and beside and not (was_beside and self.sides.sizes()[0] >= TABLE_ROOM):
            wide = max(need, self.width() - max(TABLE_ROOM, self.width() * 2 // 5))
            self.sides.setSizes([self.width() - wide, wide])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows list or form, a wide one both."""
        super().resizeEvent(event)
        self._arrange()

    # --- charts -------------------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_charts(self) -> None:
        """Show the charts of the filtered records."""
        self._set_charts(True)

    def toggle_charts(self) -> None:
        """Show or hide the charts."""
        self._set_charts(self.charts is None or not self.charts.isVisible())

    def _set_charts(self, on: bool) -> None:
        with QSignalBlocker(self.actions_by_name["chart"]):
            self.actions_by_name["chart"].setChecked(on)
        if on and self.charts is None:
            from widgets.chart import ChartGrid

            self.charts = ChartGrid(self)
            self.charts.opened.connect(self._open_bar)
            self.halves.addWidget(self.charts)
        if self.charts is not None:
            self.charts.setVisible(on)
        if on:
            self._draw()
            self.halves.setSizes([self.height() // 2, self.height() // 2])

    def _draw(self) -> None:
        from models.reports import charts

        names = charts.names(self.of.name)
        if not names:
            self.note(f"{self.of.title}没有图。")
        self.charts.set_charts([charts.build(name, self.selection()) for name in names])

    def _open_bar(self, target: Any) -> None:
        if isinstance(target, Selection):
            if target.ledger == self.of.name:
                self.show_selection(target)
            else:
                self.selection_requested.emit(target)
