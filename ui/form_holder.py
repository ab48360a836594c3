"""Keeps the form of a ledger's page: beside the list where both have room, else in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.kinds import Link, Year
from models.ledger import Ledger
from models.query import Filter
from models.record import Refused
from ui import ledger_actions
from ui.unsaved_question import SAVE, STAY, ask_unsaved
from widgets import messages

if TYPE_CHECKING:
    from ui.ledger_page import LedgerPage

TABLE_ROOM = 420
"""Pixels the list keeps beside the form; with less the form takes its place."""
FORM_ROOM = 480
LOW = 30
"""Lines of text; a page that is lower has no room for tools above a form."""


def belonging(of: Ledger, filters: Iterable[Filter]) -> dict[str, Any]:
    """Where and when a new record belongs by the conditions of its list: the one village, household or year."""
    found: dict[str, Any] = {}
    for one in filters:
        field = of.fields.get(one.path)
        if field is None or field.readonly:
            continue
        if isinstance(field.kind, Link) and one.op == "in" and len(ids := list(one.value)) == 1:
            found[one.path] = ids[0]
        elif isinstance(field.kind, Year) and one.op == "=":
            found[one.path] = one.value
    return found


class FormHolder:
    """The form of ``page``, made when first needed; ``form`` is None until then."""

    def __init__(self, page: LedgerPage) -> None:
        self.page = page
        self.form: Any = None

    @property
    def id(self) -> int | None:
        """The stored record in the open form."""
        return self.form.id if self.is_open() else None

    def is_open(self) -> bool:
        """Whether the form is to be seen when the page is."""
        return self.form is not None and self.form.isVisibleTo(self.page)

    def open(self, id: int | None, initial: dict[str, Any] | None = None) -> None:
        """Show a record (None: an empty form), after asking about one that is not saved."""
        if id is not None and id == self.id:
            self._bring_forward()
        elif self.can_close():
            self._begin(lambda: self.form.start(self.page.of.name, id, initial))

    def resume(self, entry: Any) -> None:
        """Go on with a form that was kept before a crash (models.unsaved.Entry)."""
        if self.can_close():
            self._begin(lambda: self.form.start_from_unsaved(entry))

    def _begin(self, start: Callable[[], None]) -> None:
        if self.form is None:
            self._make()
        try:
            start()
        except Refused as refused:
            messages.tell(self.page, "打不开", str(refused))
            return
        if self.form.id is not None:
            self.page.table.go_to(self.form.id)
        self.form.show()
        self.arrange()
        self._bring_forward()

    def _bring_forward(self) -> None:
        # The form puts the focus on its first field when it starts, but cannot while it is hidden.
        focus = QApplication.focusWidget()
        if focus is None or not self.form.isAncestorOf(focus):
            self.form.go_to(self.form.parts[0])

    def _make(self) -> None:
        from models.rules import stated_twice
        from widgets.record_form import RecordForm

        stated_twice.listen()
        page = self.page
        self.form = RecordForm(page)
        self.form.hide()
        self.form.saved.connect(self._saved)
        self.form.closed.connect(self.close)
        self.form.record_requested.connect(self._other_record)
        self.form.print_requested.connect(lambda name, id: ledger_actions.print_record(page, name, id))
        page.sides.addWidget(self.form)
        # Both side by side must not keep the window from getting narrow: then only one of them is shown.
        page.sides.setMinimumWidth(FORM_ROOM)
        page.sides.setStretchFactor(0, 1)

    def _saved(self, saved: Any) -> None:
        page = self.page
        page.refresh()
        page.note("已保存。", saved.operation)
        hidden = "已保存。它不符合现在的筛选条件，所以列表里看不到。"
        page.table.go_to(saved.id, lambda: page.note(hidden, saved.operation))

    def close(self) -> None:
        """Put the form away."""
        if self.form is not None:
            self.form.hide()
        self.arrange()
        self.page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def release(self, ids: Iterable[int]) -> bool:
        """Before these records are deleted: close the form that shows one of them; False when the clerk stays."""
        if self.id is None or self.id not in set(ids):
            return True
        if not self.can_close():
            return False
        self.close()
        return True

    def _other_record(self, name: str, id: int) -> None:
        if name == self.page.of.name:
            self.open(id)
        else:
            self.page.record_requested.emit(name, id)

    def can_close(self) -> bool:
        """Whether the form may be left: True when nothing is unsaved, or after 保存 or 放弃."""
        if not self.is_open() or not self.form.is_dirty():
            return True
        answer = ask_unsaved(self.page, self.page.of)
        if answer == STAY:
            return False
        if answer == SAVE:
            return bool(self.form.save())
        self.form.revert()
        return True

    def arrange(self) -> None:
        """Both side by side, or only one of them."""
        if self.form is None:
            return
        page, open_ = self.page, self.is_open()
        width = page.width()
        need = max(FORM_ROOM, self.form.minimumSizeHint().width())
        beside = width >= TABLE_ROOM + need + page.sides.handleWidth()
        page.stack.setVisible(beside or not open_)
        page.stack.setMinimumWidth(TABLE_ROOM if beside and open_ else 0)
        if open_ and beside and min(page.sides.sizes()) < TABLE_ROOM:
            wide = max(need, width - max(TABLE_ROOM, width * 2 // 5))
            page.sides.setSizes([width - wide, wide])
        self.make_room()

    def make_room(self) -> None:
        """In place of the list the form gets the room of what is about the list; on a low screen of all its tools."""
        page = self.page
        alone = self.is_open() and page.stack.isHidden()
        page.conditions.setVisible(page.total > 0 and not alone)
        page.head.setVisible(not alone or page.height() >= page.fontMetrics().height() * LOW)
