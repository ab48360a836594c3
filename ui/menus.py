"""The menu of the main window: each entry with its words, icon and keys; what they do is in commands.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from models import database, history, paths
from ui import commands
from widgets import look
from widgets.look import icon

if TYPE_CHECKING:
    from ui.main_window import MainWindow

LONGEST = 24


@dataclass
class Entries:
    """Entries whose words change."""

    undo: QAction
    redo: QAction
    password: QAction
    recent: QMenu


def build(window: MainWindow) -> Entries:
    """Fill the menu bar; returns the entries that change."""
    bar = window.menuBar()

    def add(menu: QMenu, text: str, work: Callable[[], object], picture: str = "", keys: str = "") -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _=False: work())
        if picture:
            action.setIcon(icon(picture))
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action

    file = bar.addMenu("文件(&F)")
    add(file, "新建台账…", lambda: commands.new_file(window), "file-new")
    add(file, "打开台账…", lambda: commands.open_file(window), "folder", "Ctrl+O")
    recent = file.addMenu("最近打开的")
    file.addSeparator()
    password = add(file, "改密码…", lambda: commands.change_password(window), "key")
    file.addSeparator()
    add(file, "立即备份", lambda: window.back_up("手动"), "backup")
    add(file, "恢复备份…", lambda: commands.restore_backup(window), "restore")
    file.addSeparator()
    add(file, "从表格导入…", lambda: commands.import_tables(window), "import", "Ctrl+I")
    add(file, "记住的表样…", lambda: commands.show_layouts(window), "list")
    add(file, "填县里的表…", lambda: commands.fill_form(window), "form", "Ctrl+Shift+I")
    file.addSeparator()
    add(file, "退出", window.close, "exit", "Ctrl+Q")

    edit = bar.addMenu("编辑(&E)")
    undo = add(edit, "撤销", window.undo, "undo", "Ctrl+Z")
    redo = add(edit, "重做", window.redo, "redo", "Ctrl+Y")
    edit.addSeparator()
    add(edit, "操作记录…", lambda: commands.show_operations(window), "history", "Ctrl+H")

    view = bar.addMenu("查看(&V)")
    add(view, "查找", window.focus_search, "search").setShortcutVisibleInContextMenu(True)
    add(view, "跳到…", lambda: commands.jump(window), "next", "Ctrl+K")
    add(view, "今日待办", lambda: window.open_page("todos"), "todo", "Ctrl+T")
    add(view, "报表", lambda: window.open_page("reports"), "page", "Ctrl+R")
    add(view, "图表", lambda: commands.show_charts(window), "chart")
    view.addSeparator()
    _sizes(view.addMenu("字号"), window)

    tools = bar.addMenu("工具(&T)")
    add(tools, "设置…", lambda: commands.show_settings(window), "settings", "Ctrl+,")

    aid = bar.addMenu("帮助(&H)")
    add(aid, "快捷键卡", lambda: commands.show_keys(window), "keyboard", "F1")
    add(aid, "日志文件夹", commands.open_logs, "folder")
    add(aid, "关于", lambda: commands.show_about(window), "info")

    entries = Entries(undo, redo, password, recent)
    recent.aboutToShow.connect(lambda: _fill_recent(recent, window))
    edit.aboutToShow.connect(lambda: refresh(window))
    return entries


def _sizes(menu: QMenu, window: MainWindow) -> None:
    group = QActionGroup(menu)
    now = QApplication.font().pointSize()
    for points in range(look.SMALLEST, look.LARGEST + 1):
        action = menu.addAction(f"{points} 磅" + ("（原来的大小）" if points == look.USUAL else ""))
        action.setCheckable(True)
        action.setChecked(points == now)
        action.triggered.connect(lambda _=False, points=points: commands.set_font(points))
        group.addAction(action)


def _fill_recent(menu: QMenu, window: MainWindow) -> None:
    menu.clear()
    for path in paths.recent_files():
        if path == database.State.path:
            continue
        action = menu.addAction(path.name if path.exists() else f"{path.name}（找不到了）")
        action.setToolTip(str(path))
        action.triggered.connect(lambda _=False, path=path: window.open_path(path))
    if menu.isEmpty():
        menu.addAction("没有别的台账").setEnabled(False)


def refresh(window: MainWindow) -> None:
    """Bring the words of undo, redo and password up to date."""
    if not database.is_open():
        return
    entries = window.menu
    for action, word, row in (
        (entries.undo, "撤销", history.next_undo()),
        (entries.redo, "重做", history.next_redo()),
    ):
        title = row.title.removeprefix("撤销：").removeprefix("重做：") if row is not None else ""
        action.setEnabled(row is not None)
        # “&”在菜单里是快捷字母的记号
        action.setText(f"{word}：{_short(title)}".replace("&", "&&") if title else word)
    entries.password.setText("改密码…" if database.State.encrypted else "另存为加密文件…")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
