"""录入走访: a day in the villages keyed in one household after the other, with what is done beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.pages.base import PageWidget
from ui.visit_entry import VisitEntry
from widgets import messages
from widgets.look import letters

HINT = "打户主的拼音首字母、姓名或走访单上的编号，回车一项一项往下填；没有问题时在“发现问题”上回车就保存。"


class VisitEntryPage(PageWidget):
    """The entry at the left, what was entered at the right."""

    # Its own visits are counted as they are saved: all that is due need not be worked out after each.
    watched = ("household", "member", "village", "help_pair", "episode", "task")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = VisitEntry(self)
        hint = QLabel(HINT, self)
        hint.setProperty("role", "soft")
        hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.entry.error, 1)
        foot.addWidget(self.entry.save_button)
        side = QWidget(self)  # as wide as its lines, so that the button stands under them
        side.setMaximumWidth(letters(self, 96))
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addWidget(self.entry, 10)
        left.addLayout(foot)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.entry.told)
        right.addWidget(self.entry.done_list, 1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(side, 5)
        body.addLayout(right, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(hint)
        whole.addLayout(body, 1)
        self.entry.opened.connect(lambda id: self.record_requested.emit("visit", id))
        self.setFocusProxy(self.entry)

    def refresh(self) -> None:
        """Households and what is due may have changed."""
        self.entry.read()

    def can_close(self) -> bool:
        """Ask when the household in hand is not saved."""
        return not self.entry.is_dirty() or messages.ask(
            self, "还没有保存", "正在录的这一户还没有保存，确定不要了吗？", "不保存", "继续填", safe=True
        )
