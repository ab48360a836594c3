"""The result of an income sheet in large figures: net income, head-count, per head, the line, the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models.record import Values
from models.rules import income
from models.rules.income import Facts, Hint

# What gives way first on a narrow screen stands last.
_ORDER = ("net_pc", "line", "net", "before", "total", "cost")
_PLACES = ("total", "cost", "net", "net_pc", "line", "before")
_CAPTIONS = {
    "total": "年收入", "cost": "－ 经营性支出", "net": "＝ 家庭纯收入", "net_pc": "人均纯收入", "line": "监测线",
    "before": "上年人均",
}  # fmt: skip


class _Figure(QWidget):
    def __init__(self, caption: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.caption = QLabel(caption, self)
        self.caption.setProperty("role", "small")
        self.value = QLabel("—", self)
        self.value.setProperty("role", "figure")
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.value.setAccessibleName(caption)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.caption)
        box.addWidget(self.value)

    def put(self, text: str, caption: str = "", role: str = "") -> None:
        self.value.setText(text)
        if caption:
            self.caption.setText(caption)
        if role != self.caption.property("role"):
            self.caption.setProperty("role", role or "small")
            self.caption.style().polish(self.caption)

    def resize_text(self, small: bool) -> None:
        self.value.setProperty("role", "heading" if small else "figure")
        self.value.style().polish(self.value)


class ResultBand(QFrame):
    """Large figures in a row, and under them what there is to say about the whole sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.figures = {name: _Figure(_CAPTIONS[name], self) for name in _PLACES}
        row = QHBoxLayout()
        row.setSpacing(28)
        for name in _PLACES:
            row.addWidget(self.figures[name])
        row.addStretch(1)
        self.row = row
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("role", "warn")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 6, 16, 6)
        box.setSpacing(2)
        box.addLayout(row)
        box.addWidget(self.said)
        self._small = False

    def show(self, values: Values, before: Mapping[str, Any], facts: Facts | None, hints: Sequence[Hint]) -> None:  # type: ignore[override]
        """Fill the figures."""
        for name in ("total", "cost", "net"):
            self.figures[name].put(_yuan(values[name]))
        persons = values["persons"]
        self.figures["net_pc"].put(
            _yuan(values["net_pc"]), f"÷ {persons} 人 ＝ 人均纯收入" if persons else "人均纯收入（没有填人口）"
        )
        self._line(values, facts)
        self._before(values, before)
        notes = [one.text for one in hints if one.field != "cost"]
        self.said.setText("；".join(notes))
        self.said.setVisible(bool(notes))
        red = any(one.level == "red" for one in hints)
        self.said.setProperty("role", "error" if red else "warn")
        self.said.style().polish(self.said)
        self._fit()

    def _line(self, values: Values, facts: Facts | None) -> None:
        line = facts.line if facts is not None else None
        if line is None:
            self.figures["line"].put("未设置", "监测线（本年度）")
            return
        below = income.is_below(values, line)
        word = "监测线" if below is None else "人均低于监测线" if below else "人均不低于监测线"
        self.figures["line"].put(_yuan(line), word, "error" if below else "good" if below is False else "")

    def _before(self, values: Values, before: Mapping[str, Any]) -> None:
        old = income.per_head(before) if before else None
        if old is None:
            self.figures["before"].put("—", "上年人均（没有登记）")
            return
        rate = income.growth(income.per_head(values), old)
        word = "" if rate is None else f"，{'增' if rate >= 0 else '减'} {abs(float(rate)):.2f}%"
        self.figures["before"].put(_yuan(before["net_pc"]), f"上年人均{word}")

    def set_small(self, on: bool) -> None:
        """Smaller figures on a low screen."""
        if on != self._small:
            self._small = on
            for one in self.figures.values():
                one.resize_text(on)
            self._fit()

    def _fit(self) -> None:
        room = self.width() - 40
        for name in _ORDER:
            one = self.figures[name]
            room -= one.sizeHint().width() + self.row.spacing()
            one.setVisible(room >= 0 or name == "net_pc")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many figures as there is room for, the most important first."""
        super().resizeEvent(event)
        self._fit()


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else f"{fen / 100:,.2f}"
