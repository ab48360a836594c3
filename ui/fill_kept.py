"""How many forms are known, and how they are filled as a file: to the next office and from it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from models.exchange.fill import memory
from widgets import messages
from widgets.look import icon


class KeptBar(QWidget):
    """A line with the count and two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setProperty("role", "soft")
        self.take = QPushButton(icon("import"), "读入别人的填法…", self)
        self.take.setToolTip("上级或邻村存出来的填法文件：他们填过的表，这里一打开也认得")
        self.take.clicked.connect(self.take_templates)
        self.hand = QPushButton(icon("export"), "存出记住的填法…", self)
        self.hand.setToolTip("把填过的表怎样填存成一个文件，用 U 盘带给别的单位")
        self.hand.clicked.connect(self.hand_templates)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addStretch(1)
        line.addWidget(self.words)
        line.addWidget(self.take)
        line.addWidget(self.hand)

    def refresh(self) -> None:
        """Count anew."""
        count = len(memory.kept())
        self.words.setText(f"记住了 {count} 张表的填法" if count else "")
        self.hand.setEnabled(bool(count))

    def take_templates(self) -> None:
        """Take over how another office fills its forms."""
        file, _ = QFileDialog.getOpenFileName(self, "读入别人的填法", "", "填法 (*.json);;所有文件 (*)")
        if not file:
            return
        try:
            count = memory.read_file(Path(file))
        except Exception as error:
            messages.show_error(self, error)
            return
        self.refresh()
        messages.tell(self, "读好了", f"读入了 {count} 张表的填法。打开同样的空表，就照它填。")

    def hand_templates(self) -> None:
        """Hand on how forms are filled here; no record goes with it."""
        file, _ = QFileDialog.getSaveFileName(self, "存出记住的填法", "填表的填法.json", "填法 (*.json)")
        if not file:
            return
        path = Path(file if file.lower().endswith(".json") else f"{file}.json")
        try:
            count = memory.write_file(path)
        except OSError as error:
            messages.show_error(self, error)
            return
        messages.tell(self, "存好了", f"{count} 张表的填法存成了“{path.name}”，里面没有任何人的信息。")
