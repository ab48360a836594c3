"""The 附件 of a record: add by key, drop or paste; open, save, remove, put back; category, date and note in place."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QMimeData, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import attachment, clock, contents, database, scratch
from models.attachment import Added, Item, New
from models.kinds import Fault, Problem
from models.operation import Cancelled
from widgets import messages, pictures, shrink_question
from widgets.bridge import bridge
from widgets.flow import FlowLayout
from widgets.jobs import Progress, run_job
from widgets.look import icon

HEADERS = ("文件", "类别", "大小", "添加日期", "说明")
SIDE = 48
MOST_GONE = 30


class AttachmentView(QWidget):
    """The attachments of one record. ``changed(operation)`` after something was written."""

    changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.owner, self.owner_id = "", 0
        self.items: list[Item] = []
        self.setAcceptDrops(True)
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels(HEADERS)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setIconSize(QSize(SIDE, SIDE))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("附件")
        self.list.header().setStretchLastSection(True)
        self.list.itemActivated.connect(lambda *_: self.open())
        self.list.itemSelectionChanged.connect(self._chosen)
        self.empty = QLabel(
            "还没有附件。把照片、扫描件或文档拖到这里，或按 Insert 选文件，Ctrl+V 粘贴复制的文件或截图。", self
        )
        self.empty.setProperty("role", "soft")
        self.empty.setWordWrap(True)
        self.told = QLabel(self)
        self.told.setProperty("role", "warn")
        self.told.setWordWrap(True)
        self.told.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(self._buttons())
        box.addWidget(self.empty)
        box.addWidget(self.list, 1)
        box.addWidget(self._about())
        box.addWidget(self.told)
        self.setFocusProxy(self.list)
        self._draw = QTimer(self, singleShot=True, interval=0)
        self._draw.timeout.connect(self._next_thumbnail)
        self._waiting: list[QTreeWidgetItem] = []
        bridge().changed.connect(self._elsewhere)
        self._chosen()

    def _buttons(self) -> FlowLayout:
        line = FlowLayout(gap=8)

        def button(text: str, tip: str, work: Callable[[], object]) -> QPushButton:
            made = QPushButton(text, self)
            made.setToolTip(tip)
            made.clicked.connect(lambda _=False: work())
            line.addWidget(made)
            return made

        self.add_button = button("添加… (Insert)", "选照片、扫描件或文档（Insert）", self.choose)
        self.open_button = button("打开 (回车)", "用电脑上的程序打开副本（回车）", self.open)
        self.save_button = button("另存…", "存到文件夹（Ctrl+Shift+S）", self.save)
        self.remove_button = button("删除 (Delete)", "删除选中的（Delete），可以恢复", self.remove)
        self.gone_button = button("恢复已删除的", "把删除的附件放回来", lambda: None)
        self.gone_button.setProperty("opens", True)
        self.gone_menu = QMenu(self)
        self.gone_button.setMenu(self.gone_menu)
        return line

    def _about(self) -> QWidget:
        """Category, date and note of the chosen one."""
        self.about = QWidget(self)
        line = QHBoxLayout(self.about)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.category = QComboBox(self.about)
        self.category.setAccessibleName("附件类别")
        self.category.addItem("未分类", "")
        for code in attachment.LEDGER.fields["category"].kind.options:
            self.category.addItem(code.label, code.code)
        self.category.activated.connect(lambda _: self._put("category", self.category.currentData() or None))
        self.date, self.note = QLineEdit(self.about), QLineEdit(self.about)
        self.date.setPlaceholderText("例如 20260701")
        self.date.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 16)
        for edit, name, title in ((self.date, "made_on", "形成日期"), (self.note, "note", "说明")):
            edit.setAccessibleName(title)
            edit.editingFinished.connect(functools.partial(self._typed, edit, name))
        parts: list[tuple[str, QWidget, int]] = [
            ("类别", self.category, 0), ("形成日期", self.date, 0), ("说明", self.note, 1)
        ]  # fmt: skip
        for title, widget, wide in parts:
            label = QLabel(title, self.about)
            label.setProperty("role", "soft")
            line.addWidget(label)
            line.addWidget(widget, wide)
        return self.about

    # --- showing --------------------------------------------------------------------------------------------------

    def show_record(self, owner: str, owner_id: int) -> None:
        """Show the attachments of a record."""
        if (owner, owner_id) != (self.owner, self.owner_id):
            self.told.hide()
        self.owner, self.owner_id = owner, owner_id
        self.refresh()

    def refresh(self) -> None:
        """Read them again; the chosen ones stay chosen."""
        chosen = {one.id for one in self.chosen()}
        self.items = attachment.of_record(self.owner_id) if self.owner_id else []
        self.list.blockSignals(True)
        self.list.clear()
        self._waiting = []
        for one in self.items:
            missing = "　（内容没有找到）" if one.lost else ""
            texts = [
                one.name + missing,
                one.category_text if one.category else "",
                one.size_text,
                one.added_on,
                one.note,
            ]
            row = QTreeWidgetItem(texts)
            row.setData(0, Qt.ItemDataRole.UserRole, one.id)
            row.setToolTip(0, one.name)
            row.setIcon(0, icon("file"))
            self.list.addTopLevelItem(row)
            row.setSelected(one.id in chosen)
            if one.is_picture and not missing:
                self._waiting.append(row)
        header = self.list.header()
        header.resizeSections(QHeaderView.ResizeMode.ResizeToContents)
        self.list.setColumnWidth(0, min(self.list.columnWidth(0) + SIDE, max(240, self.width() * 2 // 5)))
        self.list.blockSignals(False)
        first = next(iter(self.list.selectedItems()), self.list.topLevelItem(0))
        if first is not None:
            keep = QItemSelectionModel.SelectionFlag.Select
            self.list.setCurrentItem(first, 0, keep)
        self.empty.setVisible(not self.items)
        self.list.setVisible(bool(self.items))
        self._fill_gone()
        self._chosen()
        self._draw.start()

    def _next_thumbnail(self) -> None:
        """One picture at a time, so that keys are answered between them."""
        if not self._waiting:
            return
        row = self._waiting.pop(0)
        one = next((one for one in self.items if one.id == row.data(0, Qt.ItemDataRole.UserRole)), None)
        if one is not None:
            small = pictures.thumbnail(one.sha256, SIDE * 2)
            if not small.isNull():
                row.setIcon(0, QPixmap.fromImage(small))
        self._draw.start()

    def _fill_gone(self) -> None:
        gone = attachment.removed([self.owner_id]) if self.owner_id else []
        self.gone_menu.clear()
        for id, values in gone[:MOST_GONE]:
            text = f"{values.get('name', '')}（{attachment.size_text(values.get('size') or 0)}）".replace("&", "&&")
            self.gone_menu.addAction(text, lambda id=id, values=values: self._put_back(id, values))
        self.gone_button.setText(f"恢复已删除的 ({len(gone)})")
        self.gone_button.setVisible(bool(gone))

    def _elsewhere(self, names: frozenset[str]) -> None:
        if attachment.NAME in names and self.isVisible() and self.owner_id and database.is_open():
            self.refresh()

    def chosen(self) -> list[Item]:
        """The selected ones in order."""
        ids = {row.data(0, Qt.ItemDataRole.UserRole) for row in self.list.selectedItems()}
        return [one for one in self.items if one.id in ids]

    def _chosen(self) -> None:
        chosen = self.chosen()
        for button in (self.open_button, self.save_button, self.remove_button):
            button.setEnabled(bool(chosen))
        self.about.setEnabled(bool(chosen))
        self.about.setVisible(bool(self.items))
        one = chosen[0] if chosen else None
        self.category.setCurrentIndex(max(0, self.category.findData(one.category if one else "")))
        self.date.setText(one.made_on if one and len(chosen) == 1 else "")
        self.note.setText(one.note if one and len(chosen) == 1 else "")

    def tell(self, problems: Sequence[Problem]) -> None:
        """Say under the list what was left out and why."""
        self.told.setText("\n".join(one.text for one in problems))
        self.told.setVisible(bool(problems))

    # --- adding ---------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Insert: choose files."""
        names, _ = QFileDialog.getOpenFileNames(self, "添加附件", "", "所有文件 (*)")
        if names:
            self.add([New(Path(name)) for name in names])

    def add(self, files: Sequence[New]) -> None:
        """Add files, big photos smaller if the clerk wants it, on the worker thread."""
        if not files or not self.owner_id:
            return
        big = {id(one) for one in files if pictures.is_big(one.source, one.name)}
        smaller = False
        if big:
            chosen = [one for one in files if id(one) in big]
            question = shrink_question.ShrinkQuestion(
                self, [one.name for one in chosen], sum(one.size for one in chosen)
            )
            if not messages.run(question):
                return
            smaller = question.answer == "smaller"
        owner, owner_id = self.owner, self.owner_id

        def work(progress: Progress) -> Added:
            ready = []
            for at, one in enumerate(files):
                if smaller and id(one) in big:
                    if not progress(at, len(files), f"正在缩小“{one.name}”"):
                        raise Cancelled
                    one = shrink_question.smaller(one)
                ready.append(one)
            return attachment.add(owner, owner_id, ready, progress)

        run_job(self, "添加附件", work, self._added)

    def _added(self, done: Added) -> None:
        self.refresh()
        self.tell(done.problems)
        for at in range(self.list.topLevelItemCount()):
            row = self.list.topLevelItem(at)
            if row is not None:
                row.setSelected(row.data(0, Qt.ItemDataRole.UserRole) in done.ids if done.ids else row.isSelected())
        self._chosen()
        if done.operation:
            self.changed.emit(done.operation)

    def paste(self) -> None:
        """Ctrl+V: files that were copied, or a picture."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self.tell([Problem("剪贴板里没有文件，也没有图片。请先复制文件或截图。")])

    def _take(self, data: QMimeData) -> bool:
        files = [New(Path(url.toLocalFile())) for url in data.urls() if url.isLocalFile()]
        if not files and data.hasImage():
            found = data.imageData()
            image = found if isinstance(found, QImage) else QImage(found)
            if not image.isNull():
                bytes_, ending = pictures.screenshot(image)
                files = [New(bytes_, f"截图 {clock.now():%Y-%m-%d %H%M%S}.{ending}")]
        self.add(files)
        return bool(files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        event.acceptProposedAction()
        self._take(event.mimeData())

    # --- with the chosen ones -------------------------------------------------------------------------------------

    def open(self) -> None:
        """Enter: open copies that cannot be changed; they are gone when the program ends."""
        for one in self.chosen():
            try:
                show_copy(one)
            except (contents.LostContent, OSError) as error:
                messages.show_error(self, error)
                return

    def save(self) -> None:
        """Save one under a name, several into a folder."""
        chosen = self.chosen()
        if len(chosen) == 1:
            name, _ = QFileDialog.getSaveFileName(self, "另存附件", attachment.safe_name(chosen[0].name))
            if name:
                self._save(lambda: contents.write_to(chosen[0].sha256, Path(name)))
        elif chosen:
            name = QFileDialog.getExistingDirectory(self, f"把 {len(chosen)} 份附件存到")
            if name:
                self._save(lambda: [attachment.save_to(one, Path(name)) for one in chosen])

    def _save(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (contents.LostContent, OSError) as error:
            messages.show_error(self, error)

    def remove(self) -> None:
        """Delete: after asking."""
        chosen = self.chosen()
        if not chosen:
            return
        what = f"“{chosen[0].name}”" if len(chosen) == 1 else f"选中的 {len(chosen)} 份附件"
        text = f"删除{what}？\n删错了可以用 Ctrl+Z 撤销，或点“恢复已删除的”。"
        if messages.ask(self, "删除附件", text, "删除", "不删"):
            self._write(lambda: attachment.remove([one.id for one in chosen]))

    def _put_back(self, id: int, values: dict[str, object]) -> None:
        self._write(lambda: attachment.put_back(id, values))

    def _typed(self, edit: QLineEdit, name: str) -> None:
        chosen = self.chosen()
        if len(chosen) != 1 or edit.text().strip() == getattr(chosen[0], name):
            return
        try:
            self._put(name, attachment.LEDGER.fields[name].kind.typed(edit.text()))
        except Fault as fault:
            self.tell([Problem(fault.text)])

    def _put(self, name: str, value: object) -> None:
        for one in self.chosen():
            if (getattr(one, name) or None) != value:
                self._write(functools.partial(attachment.change, one.id, {name: value}))

    def _write(self, work: Callable[[], int]) -> None:
        try:
            number = work()
        except Exception as error:
            messages.show_error(self, error)
            return
        self.tell(())
        self.refresh()
        self.changed.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert, Enter, Delete, Ctrl+V, Ctrl+Shift+S."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        key = event.key()
        if key == Qt.Key.Key_Insert:
            self.choose()
        elif key == Qt.Key.Key_Delete:
            self.remove()
        elif key == Qt.Key.Key_V and control:
            self.paste()
        elif key == Qt.Key.Key_S and control and shift:
            self.save()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def show_copy(one: Item) -> None:
    """Open a read-only copy of an attachment with the program the system has for it. Raises LostContent, OSError."""
    copy = attachment.save_to(one, scratch.place())
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(scratch.lock(copy))))
