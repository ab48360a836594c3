"""The rows of 今日待办: to-dos under headings, by village, by responsible person or by subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from models.reports.slips import Home
from models.rules.todos import LEVELS, URGENT, Todo
from widgets.look import CAUTION, DANGER

Index = QModelIndex | QPersistentModelIndex
BY_VILLAGE, BY_PERSON, BY_SUBJECT = "village", "person", "subject"
COLUMNS = ("期限", "事项", "农户", "内容", "责任人", "村")
WHEN, WHAT, WHO, TEXT, PERSON, PLACE = range(6)
HEADING = QColor("#EEF1F4")


@dataclass(frozen=True)
class Heading:
    """A heading over the to-dos of one group."""

    text: str
    many: int


class TodoModel(QAbstractTableModel):
    """To-dos in order, each group under its heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Heading | Todo] = []
        self.homes: Mapping[int, Home] = {}
        self.villages: Mapping[int, str] = {}
        self.today = ""

    def show_todos(
        self, found: Sequence[Todo], by: str, homes: Mapping[int, Home], villages: Mapping[int, str], today: str
    ) -> None:
        """Show these, grouped."""
        self.beginResetModel()
        self.homes, self.villages, self.today = homes, villages, today
        groups: dict[str, list[Todo]] = {}
        for one in found:
            groups.setdefault(self._group(one, by), []).append(one)
        order = [*villages.values()] if by == BY_VILLAGE else []
        names = [name for name in order if name in groups]
        rest = [name for name in groups if name not in order]
        names += rest if by == BY_SUBJECT else sorted(rest, key=lambda name: (name.startswith("没有"), name))
        self.lines = []
        for name in names:
            self.lines.append(Heading(name, len(groups[name])))
            self.lines += groups[name]
        self.endResetModel()

    def _group(self, one: Todo, by: str) -> str:
        if by == BY_SUBJECT:
            return f"{LEVELS[one.level]} · {one.title}"
        if by == BY_PERSON:
            return one.person or "没有定责任人"
        return self.villages.get(one.village or 0, "没有写明村")

    def todo(self, row: int) -> Todo | None:
        """The to-do of a row, None for a heading."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, Todo) else None

    def headings(self) -> list[int]:
        """Rows that are headings."""
        return [at for at, line in enumerate(self.lines) if isinstance(line, Heading)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows, headings among them."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are not chosen."""
        if self.todo(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and looks."""
        line = self.lines[index.row()]
        if isinstance(line, Heading):
            return self._heading(line, index.column(), role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _TEXTS[index.column()](self, line)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == WHEN:
            return QColor(DANGER if line.late and line.level == URGENT else CAUTION) if line.late else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title}，{line.text}"
        return None

    def _heading(self, line: Heading, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.text}（{line.many}件）" if column == 0 else None
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return HEADING if role == Qt.ItemDataRole.BackgroundRole else None

    def when(self, one: Todo) -> str:
        """超12天, 今天, 还有3天, or nothing."""
        if one.late:
            return f"超{one.late}天"
        if not one.due:
            return ""
        from models.rules.todos.base import days_between

        left = days_between(self.today, one.due)
        return "今天到期" if left == 0 else f"还有{left}天"

    def who(self, one: Todo) -> str:
        """The head of the household."""
        home = self.homes.get(one.household or 0)
        return home.head if home is not None else ""


_TEXTS: dict[int, Callable[[TodoModel, Todo], str]] = {
    WHEN: TodoModel.when,
    WHAT: lambda model, one: one.title,
    WHO: TodoModel.who,
    TEXT: lambda model, one: one.text,
    PERSON: lambda model, one: one.person,
    PLACE: lambda model, one: model.villages.get(one.village or 0, ""),
}
