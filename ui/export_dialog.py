"""Asks how a list is written to a workbook or a Word file: inside or for the public, which columns, where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models import clock, masking
from models.ledger import Ledger

FILES = {"Excel 工作簿 (*.xlsx)": ".xlsx", "Word 文档 (*.docx)": ".docx"}


class ExportDialog(QDialog):
    """``path`` is where to write, None while it was not chosen."""

    def __init__(self, parent: QWidget | None, of: Ledger, visible: Sequence[str], count: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"导出{of.title}")
        self._of, self._visible = of, tuple(visible)
        self.path: Path | None = None
        self.inside = QRadioButton("内部使用（明文）：证件号码、电话照原样写出，记入日志", self)
        self.public = QRadioButton("公示版（脱敏）：证件号码、电话、银行卡、健康等一律不写出", self)
        self.shown = QRadioButton(f"屏幕上显示的 {len(visible)} 列", self)
        self.every = QRadioButton(f"全部 {len(of.all_columns)} 列", self)
        self.shape = QComboBox(self)
        self.shape.setAccessibleName("证件号码")
        for key, words in masking.SHAPES.items():
            self.shape.addItem(words, key)
        self.left_out = QLabel(self)
        self.left_out.setProperty("role", "soft")
        self.left_out.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addWidget(QLabel(f"导出筛选出的 {count:,} {of.counter}{of.title}", self))
        for title, first, second in (("给谁看", self.inside, self.public), ("哪些列", self.shown, self.every)):
            frame = QGroupBox(title, self)
            inner = QVBoxLayout(frame)
            group = QButtonGroup(frame)
            for button in (first, second):
                group.addButton(button)
                inner.addWidget(button)
                button.toggled.connect(self._say)
            # Only now: before they are grouped all four would exclude each other.
            first.setChecked(True)
            box.addWidget(frame)
        numbers = QLabel("证件号码", self)
        numbers.setBuddy(self.shape)
        line = QHBoxLayout()
        line.addWidget(numbers)
        line.addWidget(self.shape)
        line.addStretch(1)
        box.addLayout(line)
        box.addWidget(self.left_out)
        self.go = QPushButton("选择位置…", self)
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        self.go.clicked.connect(self._choose)
        cancel = QPushButton("取消", self)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.go)
        row.addWidget(cancel)
        box.addLayout(row)
        self._say()

    def masked(self) -> bool:
        """Whether the public version is wanted."""
        return self.public.isChecked()

    def columns(self) -> tuple[str, ...]:
        """The columns to write, without those no public list may have."""
        wanted = self._visible if self.shown.isChecked() else self._of.all_columns
        return masking.public_columns(self._of, wanted) if self.masked() else wanted

    def _say(self) -> None:
        wanted = self._visible if self.shown.isChecked() else self._of.all_columns
        out = [self._of.column(path).label for path in wanted if path not in self.columns()]
        self.left_out.setText(f"公示版不写出：{'、'.join(out)}" if out else "")
        self.left_out.setVisible(bool(out))
        # The public list holds none at all.
        self.shape.setEnabled(not self.masked())

    def suggested(self) -> str:
        """A file name that says what and when."""
        return f"{self._of.title}{'（公示）' if self.masked() else ''}{clock.today_text()}.xlsx"

    def _choose(self) -> None:
        start = str(Path.home() / self.suggested())
        name, chosen = QFileDialog.getSaveFileName(self, "导出到", start, ";;".join(FILES))
        if name:
            suffix = FILES.get(chosen, ".xlsx")
            self.path = Path(name if name.lower().endswith((".xlsx", ".docx")) else f"{name}{suffix}")
            self.accept()
