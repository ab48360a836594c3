"""Which income sheet of a household: the ones there are, and a new one of a year or of the last twelve months."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from models import clock
from models.codes import code_list
from models.ledgers.households._income import ANNUAL
from models.record import Values
from models.rules import income
from widgets.look import icon, letters


class SheetChoice(QObject):
    """The box ``which`` with the sheets by id, and the button ``new`` with what can be begun."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.which = QComboBox(page)
        self.which.setAccessibleName("哪一份收入表")
        self.which.setMinimumWidth(letters(page, 18))
        self.new = boxed_button(page, "新建一份", "add", None)
        self.new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.new.setProperty("opens", True)
        self.new.setMenu(QMenu(self.new))

    def fill(self, found: Mapping[int, Values], id: int, begin: Callable[..., None]) -> None:
        """Offer these sheets, ``id`` the one that is shown (0: a new one), and what ``begin(kind, year)`` may begin."""
        self.which.blockSignals(True)
        self.which.clear()
        for number, row in found.items():
            self.which.addItem(called(row), number)
        if id not in found:
            self.which.insertItem(0, "新的一份（还没有保存）", 0)
        self.which.setCurrentIndex(max(0, self.which.findData(id)))
        self.which.blockSignals(False)
        menu = self.new.menu()
        menu.clear()
        taken = {row["year"] for row in found.values() if row["kind"] == ANNUAL}
        current = income.collection_window(clock.today())[0]
        for year in [one for one in range(current + 1, current - 4, -1) if one not in taken]:
            menu.addAction(f"{year} 年度", lambda year=year: begin(ANNUAL, year))
        menu.addSeparator()
        for one in code_list("income_kind").codes:
            if one.code != ANNUAL:
                menu.addAction(f"{one.label}（此前 12 个整月）", lambda code=one.code: begin(code))


def called(row: Values) -> str:
    """What a sheet is called."""
    word = code_list("income_kind").label(row["kind"])
    if row["kind"] == ANNUAL:
        return f"{row['year']} 年度"
    return f"{row['year']} 年 {word}（至 {row['period_end'] or '未填'}）"


def boxed_button(parent: QWidget, text: str, picture: str, do: Callable[[], object] | None) -> QToolButton:
    """A button with a picture and a frame."""
    button = QToolButton(parent)
    button.setText(text)
    button.setIcon(icon(picture))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setProperty("boxed", True)
    if do is not None:
        button.clicked.connect(lambda: do())
    return button
