"""The rows of 今日待办: to-dos under headings, by village, by responsible person or by subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from models.reports.slips import Home
from models.rules.todos import LEVELS, URGENT, Todo
from models.rules.todos.base import days_between
from widgets.grouped_table import GroupedModel
from widgets.look import CAUTION, DANGER

BY_VILLAGE, BY_PERSON, BY_SUBJECT = "village", "person", "subject"
WHEN, WHAT, WHO, TEXT, PERSON, PLACE = range(6)


class TodoModel(GroupedModel):
    """To-dos in order, each group under its heading."""

    columns = ("期限", "事项", "农户", "内容", "责任人", "村")
    counter = "件"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.homes: Mapping[int, Home] = {}
        self.villages: Mapping[int, str] = {}
        self.today = ""

    def show_todos(
        self, found: Sequence[Todo], by: str, homes: Mapping[int, Home], villages: Mapping[int, str], today: str
    ) -> None:
        """Show these, grouped."""
        self.homes, self.villages, self.today = homes, villages, today
        groups: dict[str, list[Todo]] = {}
        for one in found:
            groups.setdefault(self._group(one, by), []).append(one)
        order = [*villages.values()] if by == BY_VILLAGE else []
        names = [name for name in order if name in groups]
        rest = [name for name in groups if name not in order]
        names += rest if by == BY_SUBJECT else sorted(rest, key=lambda name: (name.startswith("没有"), name))
        self.show_groups(groups, names)

    def _group(self, one: Todo, by: str) -> str:
        if by == BY_SUBJECT:
            return f"{LEVELS[one.level]} · {one.title}"
        if by == BY_PERSON:
            return one.person or "没有定责任人"
        return self.villages.get(one.village or 0, "没有写明村")

    def text(self, thing: Todo, column: int) -> str:
        """The text of a cell."""
        return _TEXTS[column](self, thing)

    def colour(self, thing: Todo, column: int) -> QColor | None:
        """What is late stands out."""
        if column != WHEN or not thing.late:
            return None
        return QColor(DANGER if thing.level == URGENT else CAUTION)

    def said(self, thing: Todo) -> str:
        """What a screen reader says of a row."""
        return f"{thing.title}，{thing.text}"

    def when(self, one: Todo) -> str:
        """超12天, 今天, 还有3天, or nothing."""
        if one.late:
            return f"超{one.late}天"
        if not one.due:
            return ""
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
