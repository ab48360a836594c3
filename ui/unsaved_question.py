"""The question before a form with unsaved entries is left."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from models.ledger import Ledger
from widgets import messages
from widgets.messages import MessageDialog

SAVE, DROP, STAY = "save", "drop", "stay"


class UnsavedQuestion(MessageDialog):
    """保存, 放弃 or 取消; Esc is 取消."""

    def __init__(self, parent: QWidget | None, of: Ledger) -> None:
        super().__init__(
            parent,
            "还没有保存",
            f"这条{of.title}改过，还没有保存。现在怎么办？",
            picture="question",
            yes="保存",
            no="取消",
        )
        self.answer = STAY
        self.drop = QPushButton("放弃改动", self)
        self.drop.clicked.connect(lambda: self._give(DROP))
        self.yes.clicked.connect(lambda: self._give(SAVE))
        self.buttons.insertWidget(2, self.drop)

    def _give(self, answer: str) -> None:
        self.answer = answer
        self.accept()


def ask_unsaved(parent: QWidget | None, of: Ledger) -> str:
    """SAVE, DROP or STAY."""
    dialog = UnsavedQuestion(parent, of)
    messages.run(dialog)
    return dialog.answer
