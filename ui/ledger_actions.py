"""What the buttons of a ledger's page do."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton

from models import history, operation, record
from models.database import Trouble
from models.ledger import ledger
from models.record import Refused
from ui import pages
from ui.printing import preview
from widgets import messages, table_menu
from widgets.jobs import run_job
from widgets.look import has_icon, icon

if TYPE_CHECKING:
    from ui.ledger_page import LedgerPage


def build(page: LedgerPage) -> dict[str, QAction]:
    """Fill the page's tool bar; returns the actions by name."""
    of = page.of
    made: dict[str, QAction] = {}
    bar = page.bar
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def add(name: str, text: str, do: Callable[[], object], tip: str, keys: str = "") -> QAction:
        action = QAction(icon(name if has_icon(name) else "table"), text, page)
        action.triggered.connect(lambda _=False: do())
        action.setToolTip(f"{tip}（{keys}）" if keys else tip)
        if keys:
            action.setShortcut(QKeySequence(keys))
            # Of the whole window: with the cursor on a tab or in the list of ledgers they mean the page in front too.
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        page.addAction(action)
        made[name] = action
        return action

    bar.addAction(add("add", "新增", page.new_record, f"新增一条{of.title}", "Ctrl+N"))
    bar.addAction(add("edit", "打开", page.open_current, "打开这一条（回车）"))
    bar.addAction(add("delete", "删除", lambda: delete(page), "删除选中的（Delete）"))
    bar.addAction(add("bulk", "批量修改", lambda: bulk_edit(page), "把筛选出的或选中的一起修改", "Ctrl+B"))
    bar.addSeparator()
    bar.addAction(add("import", "导入", lambda: take_in(page), "从 Excel、WPS 表格或 CSV 导入"))
    bar.addAction(add("export", "导出", lambda: export(page), "把筛选出的存成 Excel 或 Word 表", "Ctrl+E"))
    bar.addAction(add("print", "打印", lambda: print_list(page), "打印筛选出的", "Ctrl+P"))
    pasted = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), page.stack)
    # Of the list only: in the form Ctrl+V pastes text and attachments.
    pasted.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    pasted.activated.connect(lambda: paste(page))
    bar.addSeparator()
    charts = add("chart", "图表", page.toggle_charts, "按筛选出的画图")
    charts.setCheckable(True)
    bar.addAction(charts)
    for at, one in enumerate(pages.about(of.name)):
        keys = "Ctrl+Return" if at == 0 else ""
        bar.addAction(
            add(one.name, one.title, functools.partial(open_page, page, one.name), one.tip or one.title, keys)
        )
    _more(page, bar, add)
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _more(page: LedgerPage, bar: QToolBar, add: Callable[..., QAction]) -> None:
    menu = QMenu(page)
    menu.addAction(add("columns", "选择要显示的列…", lambda: table_menu.choose_columns(page.table), "选择列"))
    menu.addAction(add("restore", "恢复默认的列", page.table.reset_columns, "恢复默认的列"))
    menu.addSeparator()
    menu.addAction(add("copy", "复制选中的", page.table.copy, "复制"))
    menu.addAction(add("table", "连同表头复制", lambda: page.table.copy(with_header=True), "连同表头复制"))
    menu.addAction(add("paste", "粘贴成新的记录…", lambda: paste(page), "把在 WPS、Excel 里复制的一块导入（Ctrl+V）"))
    menu.addSeparator()
    menu.addAction(add("form", "按筛选出的填县里的表…", lambda: fill_form(page, False), "填县里的表"))
    menu.addAction(add("page", "为这一条填县里的表…", lambda: fill_form(page, True), "为这一条填表"))
    menu.addSeparator()
    menu.addAction(add("list", "把现在的条件存为列表…", page.lists.ask_name, "存为列表"))
    menu.addAction(add("refresh", "重新读取", page.refresh, "重新读取", "F5"))
    button = QToolButton(bar)
    button.setText("更多")
    button.setIcon(icon("more"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    bar.addWidget(button)


def open_page(page: LedgerPage, name: str) -> None:
    """Open a page about the current record."""
    ids = page.table.selected_ids()
    if not ids:
        page.note(f"请先在列表里选一条{page.of.title}。")
    elif page.can_close():
        page.page_requested.emit(name, ids[0])


# --- delete ---------------------------------------------------------------------------------------------------------


def delete(page: LedgerPage) -> None:
    """Ask, then delete the selected records; what belongs to them goes too."""
    ids, of = page.table.selected_ids(), page.of
    if not ids:
        return
    parts = "、".join(detail.title for detail in of.details)
    also = f"{'它' if len(ids) == 1 else '它们'}的{parts}一起删除。" if parts else ""
    name = f"“{_name(page, ids[0])}”" if len(ids) == 1 else f"选中的 {len(ids):,} {of.counter}{of.title}"
    text = f"删除{name}？{also}\n删错了可以用 Ctrl+Z 撤销。"
    if not messages.ask(page, f"删除{of.title}", text, yes="删除", no="不删"):
        return
    if not page.holder.release(ids):
        return
    try:
        number = record.delete(of.name, ids)
    except Refused as refused:
        messages.tell(page, "没有删除", "有别的记录要用到它们，所以一条也没有删。", refused.problems)
        return
    except Trouble as trouble:
        messages.show_error(page, trouble)
        return
    page.note(f"已删除 {len(ids):,} {of.counter}{of.title}。", number)


def _name(page: LedgerPage, id: int) -> str:
    from models.query import label_of

    return label_of(page.of, id) or page.of.title


def take_back(page: LedgerPage, number: int) -> None:
    """Undo an operation from the hint under the list."""
    row = history.OperationRow.get_or_none(history.OperationRow.id == number)
    if row is not None and row.is_large:
        run_job(page, "撤销", lambda _: operation.undo(number), lambda _: page.note("已撤销。"))
        return
    try:
        operation.undo(number)
    except (Refused, Trouble) as error:
        messages.show_error(page, error)
        return
    page.note("已撤销。")


# --- many records ---------------------------------------------------------------------------------------------------


def bulk_edit(page: LedgerPage) -> None:
    """Change the filtered or the selected records together."""
    from ui.bulk_edit import BulkEditDialog

    if not page.can_close():
        return
    table = page.table
    dialog = BulkEditDialog(page, page.of, table.ids(), table.selected_ids(), page.total)
    if messages.run(dialog):
        page.note(dialog.result_text, dialog.operation)


def take_in(page: LedgerPage, files: Sequence[Path] = ()) -> None:
    """Import a table into this ledger; without files the clerk chooses some."""
    from ui.import_wizard import ImportWizard

    messages.run(ImportWizard(page.window(), page.of.name, files))


def paste(page: LedgerPage) -> None:
    """Import what was copied in WPS or Excel, or the copied files."""
    from ui.import_start import NOTHING_COPIED, copied_files

    if files := copied_files():
        take_in(page, files)
    else:
        page.note(NOTHING_COPIED)


def fill_form(page: LedgerPage, of_one: bool) -> None:
    """Fill the county's blank form: for the filtered records, or for the selected one."""
    from ui.fill_dialog import FillDialog

    ids = page.table.selected_ids()
    if of_one and not ids:
        page.note(f"请先在列表里选一条{page.of.title}。")
        return
    if not page.can_close():
        return
    dialog = FillDialog(page, None if of_one else page.selection(), (page.of.name, ids[0]) if of_one else None)
    dialog.record_requested.connect(page.record_requested)
    messages.run(dialog)


def export(page: LedgerPage) -> None:
    """Write exactly the filtered records to a workbook."""
    from models.exchange import export as exporter
    from ui.export_dialog import ExportDialog

    dialog = ExportDialog(page, page.of, page.table.visible_columns(), page.shown)
    if not messages.run(dialog) or dialog.path is None:
        return
    selection, path, columns, masked = page.selection(), dialog.path, dialog.columns(), dialog.masked()
    shape = "whole" if masked else dialog.shape.currentData()

    def done(count: int) -> None:
        page.note(f"已导出 {count:,} {page.of.counter}到“{path.name}”。", link=path)

    run_job(
        page,
        "导出",
        lambda progress: exporter.export(selection, columns, path, masked=masked, progress=progress, shape=shape),
        done,
    )


def open_file(path: Path) -> None:
    """Open a written file with the program the system has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


# --- paper ----------------------------------------------------------------------------------------------------------


def print_list(page: LedgerPage) -> None:
    """Preview the filtered list with the columns of the screen."""
    from models.reports.lists import list_table

    selection, columns = page.selection(), page.table.visible_columns()
    of = page.of
    extra = (("导出 Excel…", lambda: export(page)),)
    preview(page, of.name, of.title, lambda: (list_table(selection, columns),), extra)


def print_record(page: LedgerPage, name: str, id: int) -> None:
    """Preview one record as a card."""
    from models.reports.lists import record_card

    preview(page, name, ledger(name).title, lambda: (record_card(name, id),))
