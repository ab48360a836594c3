"""纳入识别: from a clue to an episode, by registering the household's application."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from models import query, record
from models.ledger import ledger
from models.record import Refused
from models.rules import monitoring
from models.rules.monitoring.advance import start_problems
from models.rules.monitoring.stages import category_hint, initial, total_limit
from ui.pages.base import PageWidget
from ui.pages.episode import card
from ui.pages.episode_form import StepForm
from widgets import messages


class CluePage(PageWidget):
    """The page; ``load`` shows a clue."""

    watched = ("clue", "episode", "household")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: StepForm | None = None
        inside = QWidget(self)
        box = QVBoxLayout(inside)
        box.setContentsMargins(16, 8, 16, 16)
        box.setSpacing(12)
        head, head_box = card(inside)
        self.name = QLabel(head)
        self.name.setProperty("role", "title")
        self.facts = QLabel(head)
        self.facts.setWordWrap(True)
        head_box.addWidget(self.name)
        head_box.addWidget(self.facts)
        box.addWidget(head)
        self.work, self.work_box = card(inside)
        self.heading = QLabel(self.work)
        self.heading.setProperty("role", "heading")
        self.note = QLabel(self.work)
        self.note.setProperty("role", "soft")
        self.note.setWordWrap(True)
        self.work_box.addWidget(self.heading)
        self.work_box.addWidget(self.note)
        box.addWidget(self.work)
        box.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def load(self, id: int) -> None:
        """Show a clue."""
        self.id = id
        self._drop_form()
        self.refresh()
        if self.form is not None:
            self.form.enter()

    def _drop_form(self) -> None:
        if self.form is not None:
            self.work_box.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def refresh(self) -> None:
        """Read anew."""
        if not self.id:
            return
        found = record.load(ledger("clue"), [self.id])
        if self.id not in found:
            self.left.emit()
            return
        self._tell(found[self.id])

    def _tell(self, clue: dict[str, Any]) -> None:
        paths = ("household", "person", "village", "date", "source", "content", "result")
        home, person, village, date, source, content, result = query.texts("clue", paths, [self.id])[self.id]
        self.name.setText(home or person or "线索")
        self.facts.setText(f"{village}　{date}　{source}\n{content}")
        step = monitoring.step_of("01")
        against = start_problems(self.id, clue, clue["household"], step, {"date": date})
        blocked = next((one.text for one in against if one.field in ("", "episode.household")), "")
        if blocked:
            self._drop_form()
            self.heading.setText(result or "还不能纳入识别")
            self.note.setText(blocked)
            return
        self.heading.setText("纳入识别：登记农户申请和授权")
        hint = category_hint(clue["household"])
        self.note.setText(f"从申请到公告全程 {total_limit()}。{hint}")
        if self.form is not None:
            self.form.tell()
            return
        id = self.id
        self.form = StepForm(
            step,
            initial(step, None, []),
            lambda values: start_problems(id, clue, clue["household"], step, values),
            self.work,
        )
        self.form.wanted.connect(self.do)
        self.work_box.addWidget(self.form)

    def do(self, values: dict[str, Any]) -> None:
        """Begin the episode and go to its page."""
        assert self.form is not None
        try:
            saved = monitoring.start(self.id, values)
        except Refused as refused:
            self.form.refuse(refused.problems)
            return
        self._drop_form()
        self.page_requested.emit("episode_steps", saved.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus goes on to the form."""
        super().focusInEvent(event)
        if self.form is not None and self.form.isVisible():
            self.form.enter()

    def can_close(self) -> bool:
        """Ask about an application that is typed and not registered."""
        if self.form is None or not self.form.touched:
            return True
        text = "申请填了还没有登记，离开就不保留。离开吗？"
        return messages.ask(self, "还没有登记", text, "离开", "继续填", safe=True)
