"""After an import: rows that were not written go back to where they came from, as workbooks to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from models.exchange.failed import give_back, with_failures
from models.exchange.importer import FilePlan
from models.exchange.receipt import Receipt
from ui.import_start import PASTED
from widgets import messages

MENDING = "_待改"


def save_failed(parent: QWidget, receipt: Receipt, plans: Sequence[FilePlan]) -> str:
    """Ask where to and write; the sentence to show, "" when nothing was written.

    One file asks for a name, several for a folder: each goes back under its own name.
    """
    files = with_failures(receipt, plans)
    if not files:
        return ""
    if len(files) == 1:
        name, _ = QFileDialog.getSaveFileName(
            parent, "保存待改的表格", str(_beside(files[0].path)), "Excel 工作簿 (*.xlsx)"
        )
        targets = [Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")] if name else []
    else:
        folder = QFileDialog.getExistingDirectory(parent, "保存待改的表格到", str(files[0].path.parent))
        targets = [Path(folder) / _beside(one.path).name for one in files] if folder else []
    count = 0
    for plan, target in zip(files, targets, strict=False):
        try:
            count += give_back(receipt, plan, target)
        except Exception as error:
            messages.show_error(parent, error)
            return ""
    if not targets:
        return ""
    names = "、".join(f"“{one.name}”" for one in targets)
    return f"已把 {count} 行有误的存到{names}：有误的格子涂了红，原因写在“问题说明”列。改好以后再导入那一份就行。"


def _beside(path: Path) -> Path:
    folder = Path.home() if path.stem == PASTED else path.parent
    return folder / f"{path.stem}{MENDING}.xlsx"
