"""问题转办: what a visit found, turned into tasks or a clue by one key, and what became of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models import query
from models.ledger import ledger
from models.query import Selection
from models.record import Refused, load
from models.rules import visits as rules
from ui.pages.base import PageWidget
from widgets import messages
from widgets.look import CAUTION, DANGER, GOOD, make_primary


class VisitProblems(PageWidget):
    """One visit with its problems. ``load`` takes the visit."""

    watched = ("visit", "task", "clue", "household")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.visit: int | None = None
        self.who = QLabel(self)
        self.who.setProperty("role", "title")
        self.about, self.found, self.came, self.hint = (QLabel(self) for _ in range(4))
        self.about.setProperty("role", "soft")
        for label in (self.about, self.found, self.came, self.hint):
            label.setWordWrap(True)
        self.came.setTextFormat(Qt.TextFormat.RichText)
        self.came.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.came.linkActivated.connect(self._open)
        card = QFrame(self)
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        heading = QLabel("发现问题", card)
        heading.setProperty("role", "heading")
        for label in (heading, self.found, self.came):
            inner.addWidget(label)
        self.task = self._button("转问题整改", "F8", lambda: self._turn(rules.to_tasks, "task"))
        self.clue = self._button("转线索", "F9", lambda: self._turn(rules.to_clue, "clue"))
        make_primary(self.task)
        buttons = QHBoxLayout()
        for one in (self.task, self.clue):
            buttons.addWidget(one)
        buttons.addWidget(self.hint, 1)
        self.hint.setProperty("role", "soft")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.who)
        box.addWidget(self.about)
        box.addWidget(card)
        box.addLayout(buttons)
        box.addStretch(1)
        self.setFocusProxy(self.task)

    def _button(self, text: str, keys: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(f"{text}（{keys}）")
        button.clicked.connect(act)
        QShortcut(QKeySequence(keys), self, button.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return button

    def load(self, id: int) -> None:
        """Show a visit."""
        self.visit = id
        self._renew()

    def refresh(self) -> None:
        """Read everything anew."""
        if self.visit is None:
            return
        values = load(ledger("visit"), [self.visit]).get(self.visit)
        if values is None:
            self.left.emit()
            return
        paths = ("household", "household.village", "household.group", "date", "kind", "visitors", "findings")
        head, village, group, date, kind, who, findings = query.texts("visit", paths, [self.visit])[self.visit]
        self.who.setText(f"{head or '未填户主'}（{village}{group}）")
        self.about.setText(" · ".join(part for part in (date, kind, who, findings) if part))
        problems = rules.problems(values)
        self.found.setText(
            "\n".join(f"{at}. {one}" for at, one in enumerate(problems, 1)) or "这次走访没有写发现问题。"
        )
        tasks = query.texts("task", ("content", "state", "owner", "deadline"), query.ids(rules.tasks_of(self.visit)))
        clues = query.texts("clue", ("content", "result"), query.ids(rules.clues_of(values)))
        lines = [self._task_line(id, *row) for id, row in tasks.items()]
        lines += [
            f"<a href='clue:{id}'>线索：{_plain(text)}</a>　{result or '办理中'}"
            for id, (text, result) in clues.items()
        ]
        self.came.setText("<br>".join(lines))
        self.came.setVisible(bool(lines))
        left = [one for one in problems if one not in {row[0] for row in tasks.values()}]
        self.task.setEnabled(bool(left))
        self.clue.setEnabled(bool(problems) and not clues)
        self.hint.setText("每个问题转成一条整改，责任人和期限先按帮扶责任人和规定天数填好，可再改。" if left else "")

    @staticmethod
    def _task_line(id: int, content: str, state: str, owner: str, deadline: str) -> str:
        colour = {"已销号": GOOD, "整改中": CAUTION}.get(state, DANGER)
        rest = "，".join(part for part in (owner, f"{deadline} 前" if deadline else "") if part)
        link = f"<a href='task:{id}'>整改：{_plain(content)}</a>"
        return f"{link}　<span style='color:{colour}'>{state}</span>　{_plain(rest)}"

    def _turn(self, make: Callable[[int], list[int]], name: str) -> None:
        assert self.visit is not None
        try:
            made = make(self.visit)
        except Refused as refused:
            messages.tell(self, f"没有转成{ledger(name).title}", str(refused), refused.problems)
            return
        self.refresh()
        if len(made) == 1:
            self.record_requested.emit(name, made[0])
        elif made:
            self.selection_requested.emit(Selection(name).where("visit", "in", [self.visit]))

    def _open(self, target: str) -> None:
        name, _, id = target.partition(":")
        self.record_requested.emit(name, int(id))


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
