"""What stands around the fields of a form: title, section index, tabs 内容, 历史 and 附件, buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from models import attachment, database
from widgets.attachment_view import AttachmentView
from widgets.bridge import bridge
from widgets.child_table import ChildTable
from widgets.field_pane import FieldPane, Section
from widgets.history_view import HistoryView

HISTORY, ATTACHMENTS = 1, 2
"""Places of these tabs."""


class FormFrame(QWidget):
    """The frame of ``RecordForm``; the form connects the buttons and fills ``area``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane: FieldPane | None = None
        self.id: int | None = None
        self.parts: list[QWidget] = []
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.state = QLabel(self)
        self.state.setProperty("role", "warn")
        self.banner = QLabel(self)
        self.banner.setWordWrap(True)
        self.banner.setProperty("role", "error")
        self.banner.setContentsMargins(16, 4, 16, 4)
        self.banner.hide()
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.history = HistoryView(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._content(), "内容")
        self.tabs.addTab(self.history, "历史")
        self.attachments = AttachmentView(self)
        self.tabs.addTab(self.attachments, "附件")
        self.setAcceptDrops(True)
        bridge().changed.connect(self._changed_elsewhere)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 4)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.state)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.tabs, 1)

    def _content(self) -> QWidget:
        self.index = QHBoxLayout()
        self.index.setSpacing(0)
        strip = QHBoxLayout()
        strip.setContentsMargins(8, 0, 8, 0)
        strip.addLayout(self.index)
        strip.addStretch(1)
        content = QWidget(self)
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(strip)
        inside.addWidget(self.banner)
        inside.addWidget(self.area, 1)
        inside.addLayout(self._buttons())
        return content

    def _buttons(self) -> QHBoxLayout:
        self.save_button = QPushButton("保存 (Ctrl+S)", self)
        self.save_button.setProperty("primary", True)
        self.open_items = QLabel(self)
        self.open_items.setProperty("role", "warn")
        self.new_button = QPushButton("新增一条 (Ctrl+N)", self)
        self.print_button = QPushButton("打印 (Ctrl+P)", self)
        self.cancel_button = QPushButton("取消 (Esc)", self)
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.save_button)
        line.addWidget(self.open_items)
        line.addStretch(1)
        for button in (self.new_button, self.print_button, self.cancel_button):
            line.addWidget(button)
        return line

    # --- sections and rosters ---

    def show_index(self) -> None:
        """One button per section or roster, which goes there; none where there is only one."""
        while (item := self.index.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for part in self.parts if len(self.parts) > 1 else ():
            text = self.title_of(part)
            button = QPushButton(text, self)
            button.setProperty("flat", True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(f"到“{text}”（F6 到下一段，Shift+F6 到上一段）")
            button.clicked.connect(lambda _=False, part=part: self.go_to(part))
            self.index.addWidget(button)

    @staticmethod
    def title_of(part: QWidget) -> str:
        """What the index calls a part."""
        if isinstance(part, ChildTable):
            return part.heading.text()
        return part.title if isinstance(part, Section) else ""

    def go_to(self, part: QWidget) -> None:
        """Show a section or roster and focus its first field."""
        assert self.pane is not None
        bar = self.area.verticalScrollBar()
        if isinstance(part, ChildTable):
            part.arrive(1)
        elif isinstance(part, Section):
            self.pane.enter(part, 0, 1)
        if part is not self.parts[0]:
            bar.setValue(min(bar.maximum(), part.y() - 8))

    def show_row(self, row: QWidget) -> None:
        """Scroll a field into view, with the heading when it is the first."""
        if self.pane is not None and row in self.pane.sections[0].rows[:2]:
            self.area.verticalScrollBar().setValue(0)
        else:
            self.area.ensureWidgetVisible(row, 0, 64)

    def pass_on(self, part: QWidget, by: int) -> None:
        """The keyboard leaves a part: on to the next one, behind the last to the save button."""
        assert self.pane is not None
        at = self.parts.index(part) + by
        if at < 0:
            return
        if at >= len(self.parts):
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
            return
        other = self.parts[at]
        if isinstance(other, ChildTable):
            other.arrive(by)
            self.area.ensureWidgetVisible(other, 0, 16)
        elif isinstance(other, Section):
            self.pane.enter(other, 0 if by > 0 else len(other.rows) - 1, by)

    def next_part(self, by: int) -> None:
        """F6: to the next section or roster, after the last the first."""
        focus = self.focusWidget()
        at = next((n for n, part in enumerate(self.parts) if focus is not None and part.isAncestorOf(focus)), -1)
        self.go_to(self.parts[(at + by) % len(self.parts)])

    # --- attachments ---

    def show_stored(self) -> None:
        """What only a stored record has: history and attachments, with their number."""
        count = attachment.count(self.id) if self.id is not None else 0
        self.tabs.setTabText(ATTACHMENTS, f"附件 ({count})" if count else "附件")
        for at in (HISTORY, ATTACHMENTS):
            self.tabs.setTabEnabled(at, self.id is not None)
            self.tabs.setTabToolTip(at, "" if self.id is not None else "保存以后才有")

    def _changed_elsewhere(self, names: frozenset[str]) -> None:
        if attachment.NAME in names and database.is_open():
            self.show_stored()

    def show_attachments(self) -> None:
        """Bring the attachments of a stored record to the front."""
        if self.id is not None:
            self.tabs.setCurrentIndex(ATTACHMENTS)
            self.attachments.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files dropped anywhere on a stored record become its attachments."""
        if self.id is not None:
            self.attachments.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the attachments and add what was dropped."""
        self.show_attachments()
        self.attachments.dropEvent(event)
