"""The sheet of the attendance calendar: members in rows, days in columns, written by single keys."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QWidget

from models import clock
from models.codes import code_list
from models.rules import attendance
from models.rules.attendance import ALL_DAY, AWOL, LEAVE, PRESENT, REST, SIGNS, Change, Month, Row
from models.workdays import is_workday
from widgets.look import CAUTION, DANGER, GOOD, INK, SOFT
from widgets.roster_model import parse_block
from widgets.sheet_view import SheetView
from widgets.table_copy import as_tsv

Index = QModelIndex | QPersistentModelIndex
SUMS = ("在岗", "请假", "达标")
"""Columns before the days, so that they are seen without scrolling."""
KEYS = {str(at): state for at, state in enumerate(SIGNS, 1)}
"""1 在岗, 2 公出 … as the legend above the sheet says."""
_COLOURS = {"01": INK, "02": GOOD, "03": GOOD, LEAVE: CAUTION, REST: SOFT, AWOL: DANGER}
_REST_DAY, _LATE = QColor("#EEF1F4"), QColor("#FAFBFC")


def state_label(state: str) -> str:
    """What the code list calls a state."""
    return code_list("attendance_state").label(state)


class MonthModel(QAbstractTableModel):
    """A month as cells; nothing is stored here."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.month: Month | None = None
        self.leaves: dict[int, list[Any]] = {}

    def show_month(self, month: Month) -> None:
        """Show another month, or the same anew."""
        same = self.month is not None and (self.month.year, self.month.month) == (month.year, month.month)
        same = same and [one.member for one in self.month.rows] == [one.member for one in month.rows]  # type: ignore[union-attr]
        leaves = attendance.leave_days(month)
        if same:
            self.month, self.leaves = month, leaves
            if month.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.month, self.leaves = month, leaves
        self.endResetModel()

    @property
    def _shown(self) -> Month:
        assert self.month is not None
        return self.month

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Members."""
        return 0 if parent.isValid() or self.month is None else len(self.month.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Who, the days, the sums."""
        return 0 if parent.isValid() or self.month is None else len(SUMS) + self.month.length

    def day_at(self, column: int) -> int:
        """The day of a column, 0 beside the days."""
        day = column - len(SUMS) + 1
        return day if self.month is not None and 1 <= day <= self.month.length else 0

    def column_of(self, day: int) -> int:
        """The column of a day."""
        return len(SUMS) + day - 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Days with their weekday."""
        if orientation == Qt.Orientation.Vertical:
            row = self._shown.rows[section]
            return f"{row.village}　{row.name}" if role == Qt.ItemDataRole.DisplayRole else None
        day = self.day_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            if day:
                return f"{day}\n{'一二三四五六日'[self._shown.date(day).weekday()]}"
            return SUMS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        row, day = self._shown.rows[index.row()], self.day_at(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            # Two halves stand close together: a day is as narrow as a Chinese character and a half.
            return self.sign(row, day).replace("/", "") if day else self._sum(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._ink(row, day, index.column()))
        if role == Qt.ItemDataRole.BackgroundRole and day:
            date = self._shown.date(day)
            if date > clock.today() or not row.serves(date):
                return _LATE
            return None if is_workday(date) else _REST_DAY
        if role == Qt.ItemDataRole.ToolTipRole and day:
            return self._tip(row, day)
        if (
            role == Qt.ItemDataRole.FontRole
            and day
            and attendance.AWOL in {s for _, s in row.days.get(day, {}).values()}
        ):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def sign(self, row: Row, day: int) -> str:
        """√, or √/假 for two halves."""
        return attendance.sign(row.days.get(day, {}))

    def _sum(self, row: Row, column: int) -> str:
        if column == len(SUMS) - 1:
            return self._reached(row)
        days = row.count(PRESENT) if column == 0 else row.count([LEAVE])
        return f"{float(days):g}"

    def _reached(self, row: Row) -> str:
        if row.count(PRESENT) >= self._shown.least:
            return "达标"
        over = self._shown.date(self._shown.length) < clock.today()
        left = self._shown.least - row.count(PRESENT)
        return "未达标" if over else f"差{float(left):g}天"

    def _ink(self, row: Row, day: int, column: int) -> str:
        if day:
            states = {state for _, state in row.days.get(day, {}).values()}
            on_leave = self._on_leave(row, day)
            if on_leave and states and LEAVE not in states:
                return DANGER
            return next((_COLOURS[s] for s in (AWOL, LEAVE, "03", "02", "01", REST) if s in states), INK)
        if column == len(SUMS) - 1:
            return {"达标": GOOD, "未达标": DANGER}.get(self._reached(row), SOFT)
        return INK

    def _on_leave(self, row: Row, day: int) -> bool:
        date = self._shown.date(day).isoformat()
        return any(first <= date <= last for first, last in self.leaves.get(row.member, ()))

    def _tip(self, row: Row, day: int) -> str:
        date = self._shown.date(day)
        halves = {ALL_DAY: "", "01": "上午", "02": "下午"}
        parts = [f"{halves[half]}{state_label(state)}" for half, (_, state) in sorted(row.days.get(day, {}).items())]
        role = code_list("team_role").label(row.role) if row.role else ""
        text = f"{row.name}（{role or '队员'}） {date.month}月{date.day}日 {'，'.join(parts) or '没有登记'}"
        if self._on_leave(row, day) and LEAVE not in {s for _, s in row.days.get(day, {}).values()}:
            text += "（这一天登记过请假）"
        return text if row.serves(date) else f"{text}（不在驻村时间里）"


class MonthSheet(SheetView):
    """The keys of the calendar: a digit writes a state into all chosen days, Delete clears, Ctrl+C and Ctrl+V.

    ``wanted(list of changes)`` is asked for; whoever listens writes them. ``told(text)`` says what did not fit.
    """

    wanted = Signal(list)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = MonthModel(self)
        self.setModel(self.cells)
        self.half = ALL_DAY
        self.setAccessibleName("考勤月历")
        self.setAlternatingRowColors(False)
        self.setSortingEnabled(False)
        self.head.setObjectName("days")
        self.head.setMinimumSectionSize(1)
        self.head.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.head.setSortIndicatorShown(False)
        self.head.setSectionsMovable(False)
        self.head.setSectionsClickable(False)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.cells.modelReset.connect(self._fit)

    def show_month(self, month: Month) -> None:
        """Show a month; the cursor starts at today, or at the first day."""
        self.cells.show_month(month)
        if not self.currentIndex().isValid() and month.rows:
            today = clock.today()
            day = today.day if (today.year, today.month) == (month.year, month.month) else 1
            self.put_cursor(0, self.cells.column_of(day))

    def _fit(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        for column in range(self.cells.columnCount()):
            self.setColumnWidth(column, digit * 3 + 8 if self.cells.day_at(column) else digit * 7 + 4)
        self.head.setFixedHeight(self.fontMetrics().height() * 2 + 10)

    def _chosen_days(self) -> list[tuple[int, int]]:
        found = [(row, column) for block in self.blocks() for row in range(block.top(), block.bottom() + 1)
                 for column in range(block.left(), block.right() + 1)]  # fmt: skip
        return [(row, day) for row, column in found if (day := self.cells.day_at(column))]

    def _change(self, row: int, day: int, half: str, state: str | None) -> Change:
        month = self.cells.month
        assert month is not None
        return (month.rows[row].member, month.date(day).isoformat(), half, state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Delete write; the cursor then goes on to the next day, as when typing down a paper list."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = held == Qt.KeyboardModifier.NoModifier
        if plain and event.text() in KEYS:
            self.write(KEYS[event.text()])
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0):
            self.write(None)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def write(self, state: str | None) -> None:
        """Ask for one state in all chosen days."""
        days = self._chosen_days()
        if not days:
            self.told.emit("请先选日期的格子")
            return
        one = len(days) == 1
        here = self.currentIndex()
        self.wanted.emit([self._change(row, day, self.half, state) for row, day in days])
        if one and state is not None and self.cells.day_at(here.column() + 1):
            self.put_cursor(here.row(), here.column() + 1)

    def copy(self) -> None:
        """The chosen block as text, signs as they are shown."""
        blocks = self.blocks()
        if blocks:
            one = blocks[0]
            rows = [
                [self._text(row, column) for column in range(one.left(), one.right() + 1)]
                for row in range(one.top(), one.bottom() + 1)
            ]
            QGuiApplication.clipboard().setText(as_tsv(rows))

    def _text(self, row: int, column: int) -> str:
        month, day = self.cells.month, self.cells.day_at(column)
        if month is not None and day:
            return self.cells.sign(month.rows[row], day)
        return str(self.cells.index(row, column).data() or "")

    def paste(self) -> None:
        """A block from Excel or WPS from the current cell on; what cannot be read is told and left alone."""
        block, here = parse_block(QGuiApplication.clipboard().text()), self.currentIndex()
        changes: list[Change] = []
        unknown: list[str] = []
        for down, cells in enumerate(block):
            for right, text in enumerate(cells):
                row, day = here.row() + down, self.cells.day_at(here.column() + right)
                if row >= self.cells.rowCount() or not day or not text.strip():
                    continue
                found = attendance.parse(text)
                if found is None:
                    unknown.append(text.strip())
                    continue
                changes += [self._change(row, day, half, state) for half, state in found.items()]
        if changes:
            self.wanted.emit(changes)
        if unknown:
            few = "、".join(dict.fromkeys(unknown[:5]))
            self.told.emit(f"有 {len(unknown)} 格看不懂（{few}），没有动；其余 {len(changes)} 格已填入")
        elif not changes:
            self.told.emit("剪贴板里没有可填的内容，或光标不在日期的格子上")


def today_in(month: Month) -> bool:
    """Whether the month is the running one."""
    today: datetime.date = clock.today()
    return (today.year, today.month) == (month.year, month.month)
