"""The menus of a list: on the column header and on the cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from models import query
from models.kinds import BLANK, EQUALS, ONE_OF, YesNo
from models.query import Filter
from widgets.column_picker import ColumnPicker
from widgets.drop import Drop

if TYPE_CHECKING:
    from widgets.record_table import RecordTable


def _add(menu: QMenu, text: str, do: Callable[[], object], keys: str = "") -> QAction:
    action = menu.addAction(text, lambda: do())
    if keys:
        # The keys are handled by the table itself; here they are only shown.
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
    return action


def header_menu(table: RecordTable, section: int) -> QMenu:
    """Sort, fit, hide and show columns; ``section`` -1 beside the columns."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if 0 <= section < len(table.records.paths):
        path, title = table.records.paths[section], table.records.columns[section].label
        _add(menu, "升序", lambda: table.sort_by(path, path))
        _add(menu, "降序", lambda: table.sort_by(path, "-" + path))
        _add(menu, "再按这一列排（次序靠后）", lambda: table.sort_by(path, path, adding=True))
    _add(menu, "恢复原来的次序", lambda: table.sort_by("", "")).setEnabled(bool(table.selection().order))
    menu.addSeparator()
    if 0 <= section < len(table.records.paths):
        _add(menu, "列宽合适", lambda: table.resizeColumnToContents(section))
        _add(menu, f"隐藏“{title}”", lambda: table.hide_column(path)).setEnabled(len(table.records.paths) > 1)
    _add(menu, "选择要显示的列…", lambda: choose_columns(table))
    _add(menu, "恢复默认的列", table.reset_columns)
    return menu


def cell_menu(table: RecordTable) -> QMenu:
    """Open, copy, filter by this value, delete."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    here = table.current_id()
    _add(menu, "打开", lambda: table.opened.emit(here), "Return").setEnabled(here is not None)
    menu.addSeparator()
    _add(menu, "复制", table.copy, "Ctrl+C")
    _add(menu, "连同表头复制", lambda: table.copy(with_header=True), "Ctrl+Shift+C")
    _add(menu, "选中整行", table.select_rows, "Shift+Space")
    _add(menu, "选中整列", table.select_columns, "Ctrl+Space")
    wanted = same_value(table)
    if wanted is not None:
        menu.addSeparator()
        index = table.currentIndex()
        text = str(index.data() or "") or "未填"
        shown = text if len(text) <= 12 else text[:11] + "…"
        _add(menu, f"只看“{table.records.columns[index.column()].label}”是“{shown}”的", _ask(table, wanted))
    menu.addSeparator()
    _add(menu, "删除…", table.delete_asked.emit, "Delete").setEnabled(here is not None)
    return menu


def _ask(table: RecordTable, wanted: Filter) -> Callable[[], None]:
    return lambda: table.filter_asked.emit(wanted)


def same_value(table: RecordTable) -> Filter | None:
    """The filter for records that have what the current cell has; None where the kind has none."""
    index, id = table.currentIndex(), table.current_id()
    if id is None or not index.isValid():
        return None
    column = table.records.columns[index.column()]
    found = query.rows(table.selection().ledger, (column.path,), [id], raw=True).get(id)
    keys = {one.key for one in column.kind.operators}
    if found is None:
        return None
    if found[0] in (None, ""):
        return Filter(column.path, BLANK.key)
    if ONE_OF.key in keys:
        if isinstance(column.kind, YesNo):
            return Filter(column.path, ONE_OF.key, [bool(found[0])])
        many = str(found[0]).split(",") if getattr(column.kind, "many", False) else [found[0]]
        return Filter(column.path, ONE_OF.key, many)
    return Filter(column.path, EQUALS.key, found[0]) if EQUALS.key in keys else None


def choose_columns(table: RecordTable) -> Drop | None:
    """Let the clerk tick columns; each tick shows at once, new columns at the right end."""
    of = table.records.of
    if of is None:
        return None
    picker = ColumnPicker(of, table.visible_columns())

    def tick(path: str, on: bool) -> None:
        now = [one for one in table.visible_columns() if one != path]
        table.set_columns([*now, path] if on else now)

    picker.ticks_changed.connect(tick)
    drop = Drop(picker, table.head)
    drop.drop()
    return drop
