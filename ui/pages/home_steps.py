"""The checklist on 首页: what to do first; it goes away when all is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models import settings
from models.ledger import ledger, ledgers
from widgets.look import icon, make_primary

PRINTED = "home.printed"


@dataclass(frozen=True)
class Step:
    """``words`` what to do, ``ledger`` where, ``what`` new, import or print, ``done`` whether it is."""

    words: str
    button: str
    ledger: str
    what: str
    done: Callable[[], bool]


def _has(name: str) -> Callable[[], bool]:
    return lambda: ledger(name).model.select(ledger(name).model.id).limit(1).exists()


def _has_printed() -> bool:
    # 打印预览给每种台账记下纸张设置，记过就是打印过
    return bool(settings.get(PRINTED)) or any(settings.get(f"paper.{of.name}") for of in ledgers())


def note_printed() -> None:
    """The first table was printed or saved as PDF."""
    if not settings.get(PRINTED):
        settings.put(PRINTED, True)


STEPS = (
    Step("登记村", "登记村", "village", "new", _has("village")),
    Step("导入农户", "从表格导入", "household", "import", _has("household")),
    Step("登记项目", "登记项目", "project", "new", _has("project")),
    Step("登记销售", "登记销售", "sale", "new", _has("sale")),
    Step("出第一张表", "打印农户表", "household", "print", _has_printed),
)


class Checklist(QFrame):
    """The steps with a tick or a button; ``step_requested(ledger, what)``."""

    step_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("band", True)
        heading = QLabel("开头几步", self)
        heading.setProperty("role", "heading")
        row = QGridLayout()
        row.setHorizontalSpacing(16)
        row.setVerticalSpacing(4)
        self._ticks: list[QLabel] = []
        self._buttons: list[QPushButton] = []
        for at, step in enumerate(STEPS):
            tick, button = QLabel(self), QPushButton(step.button, self)
            button.clicked.connect(lambda _=False, step=step: self.step_requested.emit(step.ledger, step.what))
            words = QHBoxLayout()
            words.setSpacing(4)
            words.addWidget(tick)
            words.addWidget(QLabel(f"{at + 1} {step.words}", self), 1)
            row.addLayout(words, 0, at)
            row.addWidget(button, 1, at)
            row.setColumnStretch(at, 1)
            self._ticks.append(tick)
            self._buttons.append(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 12)
        box.setSpacing(8)
        box.addWidget(heading)
        box.addLayout(row)
        self.hide()

    def refresh(self) -> None:
        """See what is done."""
        side = self.fontMetrics().height()
        undone = 0
        first = True
        for step, tick, button in zip(STEPS, self._ticks, self._buttons, strict=True):
            done = step.done()
            undone += not done
            tick.setPixmap(icon("ok" if done else "todo").pixmap(side, side))
            tick.setAccessibleName("已完成" if done else "未完成")
            button.setEnabled(not done)
            button.setText("已完成" if done else step.button)
            make_primary(button, first and not done)
            first = first and done
        self.setVisible(bool(undone) and not settings.sample.get())


__all__ = ["Checklist", "Step", "note_printed"]
