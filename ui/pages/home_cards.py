"""The cards on 首页: one figure large, what belongs to it small; a click opens the records behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from models.query import Selection
from widgets.card_button import CardButton

if TYPE_CHECKING:
    from models.reports.figures import Figure

NAMES = (
    "household_count", "person_count", "household_size", "project_count", "project_total", "project_mean",
    "fund_received", "fund_paid", "pay_rate", "pay_schedule", "sale_total", "sale_count", "ce_total", "ce_mean",
)  # fmt: skip


def rounded(value: str | int, places: int = 2) -> str:
    """An exact figure as it is shown, half up."""
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


class Figures:
    """The figures of the home page, worked out once."""

    def __init__(self) -> None:
        # The window is on the screen before the definitions are loaded.
        from models.reports import figures

        self._all: dict[tuple[str, int | None], Figure] = {}
        for one in figures.compute(NAMES):
            if one.village is None:
                self._all[one.name, one.year] = one

    def get(self, name: str, year: int | None = None) -> Figure | None:
        """A figure over all villages; without ``year`` over all years."""
        return self._all.get((name, year))

    def latest(self, name: str) -> Figure | None:
        """The figure of the latest year that has one."""
        years = [year for known, year in self._all if known == name and year is not None]
        return self.get(name, max(years)) if years else None

    def text(self, name: str, year: int | None = None) -> str:
        """Value and unit, — when nothing is recorded."""
        one = self.get(name, year)
        if one is None:
            return "—"
        places = 0 if isinstance(one.value, int) else 2
        return f"{rounded(one.value, places)} {one.unit}".replace(" %", "%")


@dataclass(frozen=True)
class Face:
    """What a card shows: ``value`` with ``unit`` large, ``lines`` below, ``where`` a click leads."""

    value: str
    unit: str
    lines: tuple[str, ...]
    where: Selection


def _face(one: Figure | None, lines: tuple[str, ...], ledger: str) -> Face:
    if one is None:
        return Face("—", "", ("还没有登记",), Selection(ledger))
    places = 0 if isinstance(one.value, int) else 2
    return Face(rounded(one.value, places), one.unit, lines, Selection.from_json(one.where))


def _households(all_: Figures) -> Face:
    lines = (f"在册人口 {all_.text('person_count')}", f"户均 {all_.text('household_size')}".removesuffix("/户"))
    return _face(all_.get("household_count"), lines, "household")


def _projects(all_: Figures) -> Face:
    lines = (f"总投资 {all_.text('project_total')}", f"平均 {all_.text('project_mean')}")
    return _face(all_.get("project_count"), lines, "project")


def _funds(all_: Figures) -> Face:
    money = (f"到位 {all_.text('fund_received')}", f"支出 {all_.text('fund_paid')}")
    rate = all_.get("pay_rate")
    if rate is None:
        return Face("—", "", money, Selection("fund_line"))
    return _face(rate, (f"序时进度 {all_.text('pay_schedule')}", *money), "fund_line")


def _sales(all_: Figures) -> Face:
    latest = all_.latest("sale_total")
    lines = [f"共 {all_.text('sale_count')}"]
    if latest is not None:
        lines.append(f"其中 {latest.year}年 {all_.text('sale_total', latest.year)}")
    return _face(all_.get("sale_total"), tuple(lines), "sale")


def _collective(all_: Figures) -> Face:
    one = all_.latest("ce_total")
    year = one.year if one is not None else None
    return _face(one, (f"{year}年收入", f"村均 {all_.text('ce_mean', year)}"), "ce_entry")


CARDS: tuple[tuple[str, Callable[[Figures], Face]], ...] = (
    ("农户", _households),
    ("项目", _projects),
    ("资金支出率", _funds),
    ("消费帮扶", _sales),
    ("村集体经济", _collective),
)


class FitLine(QLabel):
    """One line with as many of its parts as the width bears; the first part on two lines where it needs them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: tuple[str, ...]) -> None:
        """Show these parts."""
        self._parts = parts
        self._fit()

    def _fit(self) -> None:
        text = ""
        for part in self._parts:
            longer = f"{text} · {part}" if text else part
            if text and self.fontMetrics().horizontalAdvance(longer) > self.width():
                break
            text = longer
        if self.fontMetrics().horizontalAdvance(text) > self.width() > 0:
            name, _, rest = text.partition(" ")
            text = f"{name}\n{rest.replace(' ', '')}" if rest else text
        if text != self.text():
            self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer parts."""
        super().resizeEvent(event)
        self._fit()


class Card(CardButton):
    """One figure as a button; ``opened(Selection)`` when pressed."""

    opened = Signal(object)

    def __init__(self, title: str, make: Callable[[Figures], Face], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._make = title, make
        self.face: Face | None = None
        self.head, self.value, self.unit = QLabel(title, self), QLabel("", self), QLabel("", self)
        self.line = FitLine(self)
        self.value.setProperty("role", "figure")
        for label in (self.head, self.unit, self.line):
            label.setProperty("role", "soft")
        self.let_through(self.head, self.value, self.unit, self.line)
        number = QHBoxLayout()
        number.setSpacing(4)
        number.addWidget(self.value, 0, Qt.AlignmentFlag.AlignBaseline)
        number.addWidget(self.unit, 1, Qt.AlignmentFlag.AlignBaseline)
        self.box = QVBoxLayout(self)
        # Flat: on a low screen the charts below are what the room is for.
        self.box.setContentsMargins(12, 8, 12, 8)
        self.box.setSpacing(0)
        self.box.addWidget(self.head)
        self.box.addLayout(number)
        self.box.addWidget(self.line)
        self.clicked.connect(self._open)

    def show_figures(self, all_: Figures) -> None:
        """Show the figures as they are now."""
        self.face = self._make(all_)
        self.value.setText(self.face.value)
        self.unit.setText(self.face.unit)
        self.line.show_parts(self.face.lines)
        self.setAccessibleName(f"{self._title} {self.face.value}{self.face.unit}")
        self.setAccessibleDescription("，".join(self.face.lines) + "。按回车看记录")
        self.setToolTip("\n".join((*self.face.lines, "（点开看这些记录）")))
        self.updateGeometry()

    def _open(self) -> None:
        if self.face is not None:
            self.opened.emit(self.face.where)
