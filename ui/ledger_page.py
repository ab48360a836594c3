"""The page of a ledger: tool bar, search, saved lists, filters, the list with its sums, the form beside it, charts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from models import database
from models.ledger import Ledger, ledger
from models.query import Selection
from models.unsaved import Entry
from ui import ledger_actions
from ui.form_holder import FormHolder, belonging
from ui.list_states import EmptyState, NothingFound
from ui.pages.base import wants_cursor
from widgets import reading, table_memory
from widgets.bridge import bridge
from widgets.filter_bar import FilterBar
from widgets.filter_text import describe_all
from widgets.saved_lists import SavedList, SavedLists
from widgets.search_box import SearchBox
from widgets.table_pane import TablePane


class LedgerPage(QWidget):
    """Everything about one ledger.

    Signals: ``record_requested(ledger, id)`` a record of another ledger is wanted · ``selection_requested(Selection)``
    a list of another ledger is wanted · ``page_requested(name, id)`` a page about one of our records is wanted.
    """

    record_requested = Signal(str, int)
    selection_requested = Signal(object)
    page_requested = Signal(str, int)

    def __init__(self, ledger_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of: Ledger = ledger(ledger_name)
        self.shown = self.total = 0
        self.charts: Any = None
        self._charts_asked: reading.Question | None = None
        self._chart = ""
        self._stale = False
        self._undo = 0
        self._file: Path | None = None
        self._draw_later = QTimer(self, singleShot=True, interval=0)
        self._draw_later.timeout.connect(self._draw)
        self._build()
        self.holder = FormHolder(self)
        self.actions_by_name = ledger_actions.build(self)
        self._connect()
        kept = table_memory.remembered(self.of)
        self.filters.for_ledger(self.of)
        self.filters.set_filters(table_memory.filters_from_json(self.of, kept.get("filters", ())))
        self.lists.for_ledger(self.of)
        self._show_list()

    def _build(self) -> None:
        self.bar = QToolBar(self)
        self.bar.setStyleSheet("QToolBar { border: none; padding: 2px 4px; }")
        side = self.fontMetrics().height()
        self.bar.setIconSize(QSize(side, side))
        self.bar.setAccessibleName("工具栏")
        self.search = SearchBox(self._search_hint(), self)
        self.search.setToolTip(self._search_hint(99))
        digit = self.fontMetrics().horizontalAdvance("0")
        self.search.setMinimumWidth(digit * 20)
        self.search.setMaximumWidth(digit * 48)
        self.search.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.lists = SavedLists(self)
        self.filters = FilterBar(self)
        self.pane = TablePane(self)
        self.table = self.pane.table
        self.table.setAccessibleName(f"{self.of.title}列表")
        self.empty, self.nothing = EmptyState(self.of, self), NothingFound(self.of, self)
        self.stack = QStackedWidget(self)
        for page, first in (
            (self.pane, self.table), (self.empty, self.empty.take), (self.nothing, self.nothing.clear),
        ):  # fmt: skip
            self.stack.addWidget(page)
            page.setFocusProxy(first)
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
        head = self.head = QWidget(self)
        head.setAutoFillBackground(True)
        head.setBackgroundRole(QPalette.ColorRole.Base)
        top = QHBoxLayout(head)
        top.setContentsMargins(0, 0, 8, 0)
        # The tools keep the room they need; the search line takes what is left, up to its full hint.
        top.addWidget(self.bar)
        top.addStretch(1)
        top.addWidget(self.search, 8)
        self.conditions = QWidget(self)
        # Side by side, because every row above the list costs a row of the list.
        conditions = QHBoxLayout(self.conditions)
        conditions.setContentsMargins(8, 0, 8, 4)
        conditions.setSpacing(16)
        conditions.addWidget(self.lists)
        conditions.addWidget(self.filters, 1)
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
        box.addWidget(head)
        box.addWidget(self.conditions)
        box.addWidget(self.halves, 1)
        box.addLayout(foot)

    def _search_hint(self, most: int = 3) -> str:
        labels: list[str] = []
        for path in self.of.search:
            head, _, rest = path.partition(".")
            own = head in self.of.fields or head in self.of.computed
            column = self.of.column(path) if own else ledger(head).column(rest)
            if not column.hidden:
                labels.append(column.label if own else f"{ledger(head).title}的{column.label}")
        return "查找 " + "、".join(labels[:most]) + ("…" if len(labels) > most else "")

    def _connect(self) -> None:
        self.search.searched.connect(lambda _: self._narrowed())
        self.search.left_down.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.filters.changed.connect(self._narrowed)
        self.lists.chosen.connect(self._chosen_list)
        self.table.opened.connect(self.open_record)
        self.table.counted.connect(self._counted)
        self.table.waiting.connect(self._waits)
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
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take tables; the form beside the list takes files of its own."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the dropped tables."""
        event.acceptProposedAction()
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        # After the drop is over: the program it came from waits for its end.
        QTimer.singleShot(0, self, lambda: ledger_actions.take_in(self, files))

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
        self.holder.make_room()
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

    def _waits(self) -> None:
        """The records of a large file are still being looked for."""
        self.shown = 0
        self.stack.setCurrentWidget(self.pane)
        self.counter.setText("正在查找…")
        self._allow()

    def _say_count(self) -> None:
        if not self.table.records.complete and not self.total:
            return  # the first rows are on the screen before all are counted
        text = f"显示 {self.shown:,} / 共 {self.total:,} {self.of.counter}"
        rows = {row for one in self.table.blocks() for row in (one.top(), one.bottom())}
        if len(rows) > 1 and self.table.records.complete:
            text += f"，选中 {len(self.table.selected_rows()):,} {self.of.counter}"
        self.counter.setText(text)
        self._allow()

    def _allow(self) -> None:
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
        if wants_cursor(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lists.count_later()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor belongs to the list, or to the form that stands in its place."""
        super().focusInEvent(event)
        if self.stack.isVisibleTo(self):
            self.stack.currentWidget().setFocus(event.reason())
        else:
            (self.form.focusWidget() or self.form).setFocus(event.reason())

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

    @property
    def form(self) -> Any:
        """The form, None before it was opened for the first time."""
        return self.holder.form

    def open_record(self, id: int, field: str = "") -> None:
        """Show a record in the form, with the cursor in ``field``, after asking about one that is not saved."""
        self.holder.open(id)
        if field and self.holder.id == id:
            self.holder.form.show_field(field)

    def open_current(self) -> None:
        """Show the current record in the form."""
        id = self.table.current_id()
        if id is not None:
            self.holder.open(id)

    def new_record(self, initial: dict[str, Any] | None = None) -> None:
        """Show an empty form; a list narrowed to one village, household or year says where and when it belongs."""
        self.holder.open(None, {**belonging(self.of, self.filters.filters()), **(initial or {})})

    def resume(self, entry: Entry) -> None:
        """Go on with a form that was kept before a crash."""
        self.holder.resume(entry)

    def can_close(self) -> bool:
        """Whether the form may be left: True when nothing is unsaved, or after 保存 or 放弃."""
        return self.holder.can_close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows list or form, a wide one both."""
        super().resizeEvent(event)
        self.holder.arrange()

    # --- charts -------------------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Put the cursor into the search line; a form that has taken its place is closed."""
        if self.head.isHidden():
            if not self.holder.can_close():
                return
            self.holder.close()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_charts(self, name: str = "") -> None:
        """Show the charts of the filtered records, and go to the one of that name."""
        self._chart = name
        self._set_charts(True)

    def toggle_charts(self) -> None:
        """Show or hide the charts."""
        self._set_charts(self.charts is None or not self.charts.isVisible())

    def _set_charts(self, on: bool) -> None:
        if on:
            from models.reports import charts

            if not charts.names(self.of.name):
                self.note(f"{self.of.title}没有图。")
                on = False
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

        names, selection = charts.names(self.of.name), self.selection()

        def make() -> list[Any]:
            return [charts.build(name, selection) for name in names]

        if self._charts_asked is not None:
            self._charts_asked.drop()
        if reading.is_light():
            self._show_made(make())
        else:
            self._charts_asked = reading.ask(self, make, self._show_made, slow=True)

    def _show_made(self, made: list[Any]) -> None:
        self.charts.set_charts(made)
        name, self._chart = self._chart, ""
        for panel in self.charts.panels():
            if panel.data is not None and panel.data.name == name:
                self.charts.ensureWidgetVisible(panel)
                panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_bar(self, target: Any) -> None:
        if isinstance(target, Selection):
            if target.ledger == self.of.name:
                self.show_selection(target)
            else:
                self.selection_requested.emit(target)
