"""Asks whether big photos are to be made smaller before they are kept, and makes them smaller."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from models import attachment
from models.attachment import New
from widgets import messages, pictures


class ShrinkQuestion(messages.MessageDialog):
    """Big photos: smaller, as they are, or not at all. ``answer`` smaller, whole or ""."""

    def __init__(self, parent: QWidget, names: Sequence[str], size: int) -> None:
        what = f"“{names[0]}”" if len(names) == 1 else f"其中 {len(names)} 张照片"
        text = (
            f"{what}比较大（共 {attachment.size_text(size)}）。\n"
            f"缩小到长边 {pictures.LONGEST} 像素，屏幕上看、A4 打印都清楚，只占约十分之一的地方，备份也快。"
            "照片里的拍摄地点等信息不会保留。原来的文件不会改动。"
        )
        super().__init__(parent, "照片比较大", text, picture="question", yes="缩小后添加", no="取消")
        self.answer = ""
        whole = QPushButton("原样添加", self)
        self.buttons.insertWidget(2, whole)
        self.yes.clicked.connect(lambda: self._end("smaller"))
        whole.clicked.connect(lambda: self._end("whole"))

    def _end(self, answer: str) -> None:
        self.answer = answer
        self.accept()


def smaller(one: New) -> New:
    """The photo made smaller under the same name, or itself when that gains nothing."""
    data = pictures.shrunk(one.source)
    if data is None:
        return one
    stem = one.name.rpartition(".")[0] or one.name
    ending = one.name[len(stem) :] if attachment.extension(one.name) in ("jpg", "jpeg") else ".jpg"
    return New(data, f"{stem}{ending}", one.category, one.made_on, one.note)
