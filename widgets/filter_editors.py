"""Editors of one filter, one per kind of value; every change tells at once, so the list narrows while one ticks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.kinds import Choice, Date, Fault, Link, Year, YesNo
from models.ledger import Column
from models.query import Filter
from widgets.look import letters
from widgets.periods import PERIODS
from widgets.search_box import SearchBox


class FilterEditor(QWidget):
    """Edits the filter of one column: the kind's own part above, 未填 and 已填 below.

    ``changed()`` on every change; ``value()`` gives the filter, None for no condition; ``show_value`` starts from one.
    """

    changed = Signal()

    def __init__(self, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(8)
        title = QLabel(column.title, self)
        title.setProperty("role", "heading")
        self.box.addWidget(title)
        self.build()
        line = QHBoxLayout()
        keys = {one.key for one in column.kind.operators}
        self._blank = {key: self._button(text, line) for key, text in _BLANKS.items() if key in keys}
        line.addStretch(1)
        self.box.addLayout(line)
        self.fault = QLabel(self)
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.box.addWidget(self.fault)
        self.setMinimumWidth(letters(self, 32))

    def _button(self, text: str, line: QHBoxLayout) -> QPushButton:
        button = QPushButton(text, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on, me=button: self._blank_clicked(me))
        line.addWidget(button)
        return button

    def _blank_clicked(self, button: QPushButton) -> None:
        for other in self._blank.values():
            if other is not button:
                other.setChecked(False)
        if button.isChecked():
            self.clear()
        self.changed.emit()

    def _own_changed(self) -> None:
        for button in self._blank.values():
            button.setChecked(False)
        self.changed.emit()

    def value(self) -> Filter | None:
        """The filter as it stands, None for no condition (also while what is typed cannot be read)."""
        for key, button in self._blank.items():
            if button.isChecked():
                return Filter(self.column.path, key)
        try:
            found = self.own_value()
        except Fault as fault:
            self.fault.setText(fault.text)
            self.fault.show()
            return None
        self.fault.hide()
        return found

    def show_value(self, one: Filter | None) -> None:
        """Start from a filter."""
        if one is None:
            return
        if one.op in self._blank:
            self._blank[one.op].setChecked(True)
        else:
            self.show_own(one)

    # What each kind adds.

    def build(self) -> None:
        """Put the kind's own widgets into ``box``."""

    def own_value(self) -> Filter | None:
        """The filter of the own widgets. Raises kinds.Fault."""
        return None

    def show_own(self, one: Filter) -> None:
        """Show a filter that is neither 未填 nor 已填."""

    def clear(self) -> None:
        """Empty the own widgets without a word."""

    def line(self, hint: str) -> SearchBox:
        """A line to type in; tells after a pause, never while an input method composes."""
        line = SearchBox(hint, self)
        line.searched.connect(lambda _: self._own_changed())
        return line


_BLANKS = {"blank": "未填", "filled": "已填"}


class TextEditor(FilterEditor):
    """包含, 等于, 开头是, 末尾是 one text."""

    def build(self) -> None:
        """Operator and text."""
        self.how = QComboBox(self)
        self.how.setAccessibleName("怎样比较")
        for one in self.column.kind.operators:
            if one.arity == 1:
                self.how.addItem(one.label, one.key)
        self.text = self.line("输入文字")
        self.how.currentIndexChanged.connect(lambda _: self._own_changed())
        self.box.addWidget(self.how)
        self.box.addWidget(self.text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the text."""
        self.text.setFocus(event.reason())

    def own_value(self) -> Filter | None:
        """None while nothing is typed."""
        text = self.text.text().strip()
        if not text:
            return None
        how = self.how.currentData()
        # Only a whole value has to have the kind's form; a piece of a number may be anything.
        return Filter(self.column.path, how, self.column.kind.filter_value(text) if how == "=" else text)

    def show_own(self, one: Filter) -> None:
        """Operator and text of the filter."""
        self.how.setCurrentIndex(max(0, self.how.findData(one.op)))
        self.text.show_text(str(one.value))

    def clear(self) -> None:
        """No text."""
        self.text.show_text("")


class RangeEditor(FilterEditor):
    """From … to … in the unit that is shown; one side may stay open."""

    def build(self) -> None:
        """Two lines with the unit behind."""
        row = QHBoxLayout()
        unit = self.column.kind.unit
        self.low, self.high = self.line("从"), self.line("到")
        for part in (self.low, QLabel("至", self), self.high, *([QLabel(unit, self)] if unit else [])):
            row.addWidget(part)
        self.box.addLayout(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the lower bound."""
        self.low.setFocus(event.reason())

    def _bound(self, line: SearchBox) -> Any:
        text = line.text().strip()
        return self.column.kind.typed(text) if text else None

    def own_value(self) -> Filter | None:
        """between, >= or <=; = when both are the same."""
        low, high = self._bound(self.low), self._bound(self.high)
        path = self.column.path
        if low is None and high is None:
            return None
        if high is None:
            return Filter(path, ">=", _plain(low))
        if low is None:
            return Filter(path, "<=", _plain(high))
        if low == high:
            return Filter(path, "=", _plain(low))
        if low > high:
            raise Fault("前面的比后面的大，请对调")
        return Filter(path, "between", [_plain(low), _plain(high)])

    def show_own(self, one: Filter) -> None:
        """The bounds of the filter."""
        bounds = {"between": one.value, ">=": (one.value, None), "<=": (None, one.value)}
        low, high = bounds.get(one.op, (one.value, one.value))
        for line, value in ((self.low, low), (self.high, high)):
            line.show_text("" if value in (None, "") else self.column.kind.edit_text(value))

    def clear(self) -> None:
        """Open on both sides."""
        self.low.show_text("")
        self.high.show_text("")


def _plain(value: Any) -> Any:
    # 20余万 typed as a bound means 20万.
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


class PeriodEditor(RangeEditor):
    """Dates and years: 今年, 本月 … as buttons that move with today, or from … to … typed."""

    def build(self) -> None:
        """Buttons above the two lines."""
        keys = [key for key in PERIODS if isinstance(self.column.kind, Date) or key.endswith("year")]
        grid = QGridLayout()
        grid.setSpacing(4)
        self.buttons: dict[str, QPushButton] = {}
        for at, key in enumerate(keys):
            button = QPushButton(PERIODS[key][0], self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda on, me=key: self._period(me, on))
            grid.addWidget(button, at // 2, at % 2)
            self.buttons[key] = button
        self.box.addLayout(grid)
        super().build()
        if isinstance(self.column.kind, Date):
            self.low.setPlaceholderText("从，如 2024-03")
            self.high.setPlaceholderText("到，如 2024-06")
        for line in (self.low, self.high):
            line.textEdited.connect(lambda _: self._none())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first button."""
        next(iter(self.buttons.values())).setFocus(event.reason())

    def _period(self, key: str, on: bool) -> None:
        super().clear()
        for other, button in self.buttons.items():
            button.setChecked(on and other == key)
        self._own_changed()

    def _none(self) -> None:
        for button in self.buttons.values():
            button.setChecked(False)

    def own_value(self) -> Filter | None:
        """The pressed button, else the bounds."""
        for key, button in self.buttons.items():
            if button.isChecked():
                return Filter(self.column.path, "=", key)
        return super().own_value()

    def show_own(self, one: Filter) -> None:
        """Press the button or show the bounds."""
        if isinstance(one.value, str) and one.value in self.buttons:
            self.buttons[one.value].setChecked(True)
        else:
            super().show_own(one)

    def clear(self) -> None:
        """Nothing pressed, nothing typed."""
        self._none()
        super().clear()


def editor_for(column: Column, parent: QWidget | None = None) -> FilterEditor:
    """The editor for a column's kind."""
    from widgets.filter_choices import ChoiceEditor, LinkEditor, YesNoEditor

    kind = column.kind
    by_kind: list[tuple[type[Any], Callable[..., FilterEditor]]] = [
        (YesNo, YesNoEditor),
        (Link, LinkEditor),
        (Choice, ChoiceEditor),
        (Date, PeriodEditor),
        (Year, PeriodEditor),
    ]
    for cls, editor in by_kind:
        if isinstance(kind, cls):
            return editor(column, parent)
    return RangeEditor(column, parent) if kind.numeric else TextEditor(column, parent)
