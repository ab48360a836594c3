"""The bar of filters above a list: one button per condition, "＋ 筛选" for any other column, "清除"."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from models.kinds import Integer
from models.ledger import Ledger
from models.query import Filter
from widgets.column_picker import ColumnPicker
from widgets.drop import Drop
from widgets.filter_editors import FilterEditor, editor_for
from widgets.filter_text import describe, value_text
from widgets.flow import FlowLayout
from widgets.look import letters
from widgets.periods import resolved

PAUSE = 60
"""Milliseconds in which several ticks become one change."""


class FilterChip(QToolButton):
    """One condition: its column, and in words what it lets through. Delete or a right click takes it away."""

    removed = Signal()

    def __init__(self, of: Ledger, path: str, lasting: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of, self.path, self.lasting = of, path, lasting
        self.column = of.column(path)
        self.setCheckable(True)
        self.setProperty("boxed", True)
        # 向下的箭头由样式画：有的字体里没有这个字
        self.setProperty("opens", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.filter: Filter | None = None
        self.set_filter(None)

    def set_filter(self, one: Filter | None) -> None:
        """Show a condition, None for none."""
        self.filter = one
        text = self.column.label if one is None else f"{self.column.label}：{value_text(self.column, one)}"
        room = letters(self, 56)
        self.setText(self.fontMetrics().elidedText(text.replace("&", "&&"), Qt.TextElideMode.ElideMiddle, room))
        self.setToolTip("" if one is None else describe(self.of, one) + "\n（按 Delete 去掉）")
        self.setAccessibleName(f"筛选 {text}")
        self.setChecked(one is not None)

    def nextCheckState(self) -> None:
        """Checked means "has a condition"; a click only opens the editor."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the condition away, Down and Enter open."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by mouse."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("去掉这个条件", self.removed.emit)
        menu.popup(event.globalPos())


class FilterBar(QWidget):
    """Filters of one ledger. ``changed()`` when ``filters()`` has changed by the clerk's hand."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of: Ledger | None = None
        self._chips: list[FilterChip] = []
        self._told: tuple[Filter, ...] = ()
        self.drop: Drop | None = None
        self._flow = FlowLayout(self, 4)
        self.add = self._tool("＋ 筛选", "按别的字段筛选", self._choose_column)
        self.clear_all = self._tool("清除", "去掉所有条件", self.clear)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._tell)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("筛选")

    def _tool(self, text: str, tip: str, do: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(do)
        self._flow.addWidget(button)
        return button

    # --- the filters --------------------------------------------------------------------------------------------

    def for_ledger(self, of: Ledger) -> None:
        """Offer the filters of this ledger, all open."""
        self._of = of
        for chip in list(self._chips):
            self._drop_chip(chip)
        for path in of.filters:
            self._chip(path, lasting=True)
        self._told = ()
        self._show_state()

    def filters(self) -> tuple[Filter, ...]:
        """The conditions ready for a query: periods such as 本月 as dates of today."""
        return tuple(
            resolved(one, number=isinstance(chip.column.kind, Integer))
            for chip in self._chips
            if (one := chip.filter) is not None
        )

    def kept(self) -> tuple[Filter, ...]:
        """The conditions as settings keep them: 本月 stays 本月."""
        return tuple(chip.filter for chip in self._chips if chip.filter is not None)

    def set_filters(self, filters: Iterable[Filter]) -> None:
        """Show these conditions instead of all others, without telling."""
        self._close_drop()
        for chip in list(self._chips):
            if chip.lasting:
                chip.set_filter(None)
            else:
                self._drop_chip(chip)
        for one in filters:
            free = [chip for chip in self._chips if chip.path == one.path and chip.filter is None]
            (free[0] if free else self._chip(one.path, lasting=False)).set_filter(one)
        self._told = self.filters()
        self._show_state()

    def set_one(self, one: Filter) -> None:
        """Set the condition of one column and tell."""
        same = [chip for chip in self._chips if chip.path == one.path]
        (same[0] if same else self._chip(one.path, lasting=False)).set_filter(one)
        self._tell()

    def clear(self) -> None:
        """Take all conditions away and tell."""
        self.set_filters(())
        self.changed.emit()

    def _chip(self, path: str, lasting: bool) -> FilterChip:
        assert self._of is not None
        chip = FilterChip(self._of, path, lasting, self)
        chip.clicked.connect(lambda: self.open_editor(chip))
        chip.removed.connect(lambda: self._remove(chip))
        self._flow.insert(len(self._chips), chip)
        self._chips.append(chip)
        chip.show()
        return chip

    def _drop_chip(self, chip: FilterChip) -> None:
        self._chips.remove(chip)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _remove(self, chip: FilterChip) -> None:
        if chip.lasting:
            chip.set_filter(None)
        else:
            self._drop_chip(chip)
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def chip(self, path: str) -> FilterChip | None:
        """The button of a column."""
        return next((chip for chip in self._chips if chip.path == path), None)

    def _show_state(self) -> None:
        self.clear_all.setVisible(any(chip.filter is not None for chip in self._chips))
        self.updateGeometry()

    def _tell(self) -> None:
        self._pause.stop()
        self._show_state()
        now = self.filters()
        if now != self._told:
            self._told = now
            self.changed.emit()

    # --- editing ------------------------------------------------------------------------------------------------

    def open_editor(self, chip: FilterChip) -> FilterEditor:
        """Open the editor of a condition under its button."""
        self._close_drop()
        editor = editor_for(chip.column)
        editor.show_value(chip.filter)

        def take() -> None:
            chip.set_filter(editor.value())
            self._pause.start()

        editor.changed.connect(take)
        self._open(editor, chip)
        return editor

    def _choose_column(self) -> None:
        if self._of is None:
            return
        picker = ColumnPicker(self._of)
        picker.picked.connect(self._picked)
        self._open(picker, self.add)

    def _picked(self, path: str) -> None:
        self._close_drop()
        chip = self.chip(path) or self._chip(path, lasting=False)
        self._show_state()
        # The new button has its place only after the layout has run.
        QTimer.singleShot(0, chip, chip.click)

    def _open(self, content: QWidget, opener: QWidget) -> None:
        self.drop = Drop(content, opener)
        self.drop.closed.connect(self._closed)
        self.drop.drop()

    def _closed(self) -> None:
        self.drop = None
        if self._pause.isActive():
            self._tell()
        for chip in [chip for chip in self._chips if not chip.lasting and chip.filter is None]:
            self._drop_chip(chip)

    def _close_drop(self) -> None:
        if self.drop is not None:
            self.drop.close()

    def changeEvent(self, event: QEvent) -> None:
        """A language or font change moves the buttons."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
