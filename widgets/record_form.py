"""The form of one record with its rosters and its history: types in, checks while typing, saves as one operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from models import form_rows, record, rosters, unsaved
from models.database import State, is_known
from models.form_rows import FormRow
from models.kinds import Problem
from models.ledger import Ledger, ledger
from models.record import DetailDraft, Refused, Saved
from widgets import messages
from widgets.child_table import ChildTable
from widgets.composing import composing
from widgets.field_pane import FieldPane
from widgets.field_row import called
from widgets.form_frame import ATTACHMENTS, HISTORY
from widgets.form_keeper import FormKeeper
from widgets.form_keys import FormKeys
from widgets.roster_model import inherited

# Beside a list on a 1366 pixel screen the form has about 820: enough for two columns with an ID number in each.
FEW_ROSTERS = 3
"""So many rosters stand right behind the first section."""
TWO_COLUMNS = 760


class RecordForm(FormKeys):
    """Start it with a ledger and an id (or none for a new record).

    ``saved(Saved)`` · ``closed()`` Esc, nothing left to lose · ``record_requested(ledger, id)`` another record is
    wanted · ``print_requested(ledger, id)`` Ctrl+P on a saved record.
    """

    saved = Signal(object)
    closed = Signal()
    record_requested = Signal(str, int)
    print_requested = Signal(str, int)

    control_keys = {Qt.Key.Key_S: "save", Qt.Key.Key_N: "start_new", Qt.Key.Key_P: "ask_print"}

    # Ctrl+D: the values last saved or opened, by (file, ledger).
    _last: dict[tuple[int, str], dict[str, Any]] = {}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of: Ledger | None = None
        self.base: dict[str, Any] = {}
        self.lists: dict[str, list[FormRow]] = {}
        self.tables: dict[str, ChildTable] = {}
        self._tried = False
        self._start_state: Any = None
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancel)
        self.new_button.clicked.connect(self.start_new)
        self.print_button.clicked.connect(self.ask_print)
        self.history.restored.connect(self._restored)
        self.attachments.changed.connect(self._attached)
        self.tabs.currentChanged.connect(self._tab_changed)
        self._check_later = QTimer(self)
        self._check_later.setSingleShot(True)
        self._check_later.setInterval(250)
        self._check_later.timeout.connect(self._live_check)
        self.keeper = FormKeeper(self, self._state, self.title.text)

    def _make_pane(self, of: Ledger) -> FieldPane:
        pane = FieldPane(of, parent=self)
        self.tables = {}
        # A few rosters are the point of the record (the family, the goods); eight would bury its own fields.
        before = 1 if len(of.details) <= FEW_ROSTERS else len(pane.sections)
        at = before
        for detail in of.details:
            table = ChildTable(detail, pane, check=self.check_now)
            if detail.title in of.groups:
                table.heading.setText(f"{detail.title}明细")
            table.edited.connect(self._edited)
            table.passed.connect(self.pass_on)
            table.record_requested.connect(self.record_requested)
            self.tables[detail.name] = table
            pane.column.insertWidget(at, table)
            at += 1
        pane.edited.connect(self._edited)
        pane.left.connect(lambda _: self.check_now())
        pane.passed.connect(self.pass_on)
        pane.focused.connect(self.show_row)
        pane.record_requested.connect(self.record_requested)
        self.area.setWidget(pane)
        self.parts = [*pane.sections[:before], *self.tables.values(), *pane.sections[before:]]
        self.show_index()
        return pane

    def resizeEvent(self, event: Any) -> None:
        """Two columns of fields where there is room."""
        super().resizeEvent(event)
        if self.pane is not None:
            self.pane.arrange(2 if self.width() >= TWO_COLUMNS else 1)

    def focusInEvent(self, event: Any) -> None:
        """The focus belongs to the first field."""
        super().focusInEvent(event)
        if self.pane is not None:
            self.go_to(self.parts[0])

    # --- starting ---

    def start(self, ledger_name: str, id: int | None = None, initial: dict[str, Any] | None = None) -> None:
        """Show a stored record, or a new one with ``initial`` values. Raises Refused when it has been deleted."""
        of = ledger(ledger_name)
        stored = record.load(of, [id]).get(id) if id is not None else None
        if id is not None and stored is None:
            raise Refused([Problem(f"这条{of.title}已被删除。")])
        self._stop()
        previous = self._last.get((State.turn, of.name), {})
        if self.pane is None or self.of is not of:
            self.of, self.pane = of, self._make_pane(of)
        fresh = form_rows.new_row(of)
        self.id = id
        self.base = stored if stored is not None else fresh.values
        self.keeper.begin(of.name, id)
        self._tried = False
        self.pane.previous = previous
        self.pane.own = {id} if id is not None else set()
        self.pane.set_values({**self.base, **(initial or {})}, {} if stored is not None else fresh.filled)
        self.lists = {detail.name: form_rows.load_rows(detail, id) if id is not None else [] for detail in of.details}
        for name, table in self.tables.items():
            table.set_rows(self.lists[name])
        if stored is not None:
            self._last[State.turn, of.name] = {name: stored[name] for name in of.fields}
        self.pane.arrange(2 if self.width() >= TWO_COLUMNS else 1)
        self.history.clear()
        self.tabs.setCurrentIndex(0)
        self.show_stored()
        self.print_button.setEnabled(id is not None)
        self.banner.hide()
        self.area.verticalScrollBar().setValue(0)
        self._start_state = self._typed()
        self._say_title()
        self.check_now()
        self.go_to(self.parts[0])

    def start_from_unsaved(self, entry: unsaved.Entry) -> None:
        """Go on with a form that was not saved; the kept copy goes when this form is saved or given up."""
        self.start(entry.ledger, entry.id)
        assert self.of is not None and self.pane is not None
        state = entry.state
        names = set(self.of.fields)
        values = {**{n: self.base.get(n) for n in names}, **{n: v for n, v in state["values"].items() if n in names}}
        self.pane.set_values(values, state.get("filled", {}), state.get("bad", {}))
        self.base["revision"] = state.get("revision", self.base.get("revision"))
        for name, table in self.tables.items():
            self.lists[name] = form_rows.from_state(table.of, state["lists"].get(name, ()), self.lists[name])
            table.set_rows(self.lists[name])
        self.keeper.begin(entry.ledger, entry.id, entry.key)
        self.check_now()
        self._say_title()

    def start_new(self) -> None:
        """Ctrl+N: a new record of the same ledger."""
        if self.of is not None and self.may_leave():
            self.start(self.of.name)

    def _say_title(self) -> None:
        assert self.of is not None
        name = called(self.of, self.id) if self.id is not None else ""
        self.title.setText(f"{self.of.title}　{name}" if name else f"{'' if self.id else '新增'}{self.of.title}")
        self.state.setText("● 未保存" if self.is_dirty() else "")
        self.tabs.setAccessibleName(self.title.text())

    # --- state ---

    def _typed(self) -> Any:
        return self.pane.texts() if self.pane is not None else None

    def is_dirty(self) -> bool:
        """Whether something would be lost."""
        return self.pane is not None and (
            self._typed() != self._start_state or any(form_rows.changed(rows) for rows in self.lists.values())
        )

    def may_leave(self) -> bool:
        """Ask before something typed is lost; True when the form may go."""
        if not self.is_dirty():
            self._stop()
            return True
        if not messages.ask(
            self, "还没有保存", "这张表里有改动还没有保存，确定不要了吗？", "不保存", "继续填", safe=True
        ):
            return False
        self._forget()
        return True

    def cancel(self) -> None:
        """Esc: ask, go back to what is stored, and say that the form is done."""
        if self.may_leave():
            self.revert()
            self.closed.emit()

    def revert(self) -> None:
        """Show what is stored again."""
        if self.of is not None:
            self._forget()
            try:
                self.start(self.of.name, self.id)
            except Refused:
                self.start(self.of.name)

    def _stop(self) -> None:
        self._check_later.stop()
        self.keeper.stop()

    def _forget(self) -> None:
        self._check_later.stop()
        self.keeper.forget()

    def _state(self) -> dict[str, Any] | None:
        if self.pane is None or not self.is_dirty():
            return None
        return {
            "values": self.pane.values(), "bad": self.pane.bad(), "filled": self.pane.filled,
            "revision": self.base.get("revision"),
            "lists": {name: form_rows.to_state(rows) for name, rows in self.lists.items()},
        }  # fmt: skip

    # --- while typing ---

    def _edited(self) -> None:
        self._check_later.start()
        self.keeper.touch()
        self.state.setText("● 未保存" if self.is_dirty() else "")

    def _live_check(self) -> None:
        if composing():
            self._check_later.start()
        else:
            self.check_now()

    def _values(self) -> dict[str, Any]:
        assert self.pane is not None
        values = self.pane.values()
        return values if self.id is None else {n: v for n, v in values.items() if v != self.base.get(n)}

    def _details(self) -> dict[str, list[DetailDraft]]:
        assert self.of is not None and self.pane is not None
        found = {}
        mine = self.pane.values()
        for name, rows in self.lists.items():
            pairs = form_rows.drafts(rows)
            for row, draft in pairs:
                if row.id is None:
                    draft.values |= {link: mine.get(link) for link in inherited(row.of)}
            if pairs:
                found[name] = [draft for _, draft in pairs]
        return found

    def check_now(self) -> None:
        """Ask what saving would say, and show it."""
        assert self.of is not None
        self._check_later.stop()
        details = self._details()
        try:
            answer = rosters.try_form(self.of, self._values(), self.id, details)
        except Exception as error:  # the file is busy: the next change asks again
            if not is_known(error):
                raise
            return
        assert self.pane is not None
        for name, drafts in details.items():
            form_rows.take_answers(self.lists[name], drafts)
        self.pane.set_computed(answer.computed)
        self.pane.set_derived(answer.derived if details else {})
        self._show(answer.problems)

    def _show(self, problems: Sequence[Problem]) -> int:
        assert self.pane is not None
        errors = self.pane.show_problems(problems, all=self._tried or self.id is not None)
        for name, table in self.tables.items():
            whole = [one for one in problems if one.field == name]
            table.tell(whole)
            errors += sum(one.level == "error" for one in whole)
            for row in form_rows.every(self.lists[name]):
                errors += sum(one.level == "error" for one in row.all_problems())
        rest = [
            p for p in problems if p.level == "error" and p.field not in self.pane.rows and p.field not in self.tables
        ]
        self.banner.setText("\n".join(one.text for one in rest))
        self.banner.setVisible(bool(rest))
        errors += len(rest)
        self.open_items.setText(f"还有 {errors} 项要改" if errors else "")
        return errors

    # --- saving ---

    def save(self) -> bool:
        """Ctrl+S: write all as one operation; False when something must be mended first, which is then in focus."""
        if self.pane is None or self.of is None or composing():
            return False
        self._settle()
        self._tried = True
        self.check_now()
        bad = self.pane.bad() or any(row.bad for rows in self.lists.values() for row in form_rows.every(rows))
        if bad:
            self._to_first_wrong()
            return False
        try:
            done = record.save(
                self.of.name, self._values(), id=self.id, revision=self.base.get("revision"), details=self._details()
            )
        except Refused as refused:
            self._show([one for one in refused.problems if "." not in one.field])
            self._to_first_wrong()
            return False
        self._after_save(done)
        return True

    def _settle(self) -> None:
        assert self.pane is not None
        for table in self._all_tables():
            table.grid.close_cell(keep=True)
        for row in self.pane.rows.values():
            if row.editor.box.hasFocus():
                row.editor.settle()
                self.pane.fill_in(row.name)

    def _all_tables(self) -> list[ChildTable]:
        return self.findChildren(ChildTable)

    def _after_save(self, done: Saved) -> None:
        assert self.of is not None
        self._forget()
        self.start(self.of.name, done.id)
        self.saved.emit(done)

    def _to_first_wrong(self) -> None:
        assert self.pane is not None
        self.tabs.setCurrentIndex(0)
        wrong = self.pane.first_wrong()
        if wrong is not None:
            wrong.editor.focus_end()
            return
        for table in self.tables.values():
            if table.show_wrong():
                self.area.ensureWidgetVisible(table.words, 0, 64)
                return

    def show_field(self, name: str) -> None:
        """Put the cursor into a field of the open record; nothing happens when the form does not show it."""
        self.tabs.setCurrentIndex(0)
        row = self.pane.rows.get(name) if self.pane is not None else None
        if row is not None:
            row.editor.focus_end()
            self.area.ensureWidgetVisible(row, 0, 64)

    def _attached(self, number: int) -> None:
        self.show_stored()
        if self.id is not None:
            self.saved.emit(Saved(self.id, number, ()))

    def _restored(self) -> None:
        if self.of is not None:
            self.revert()
            self.tabs.setCurrentIndex(HISTORY)
            assert self.id is not None
            self.saved.emit(Saved(self.id, 0, ()))

    def _tab_changed(self, at: int) -> None:
        if self.of is None or self.id is None:
            return
        if at == HISTORY:
            self.history.show_record(self.of.name, self.id)
        elif at == ATTACHMENTS:
            self.attachments.show_record(self.of.name, self.id)

    def ask_print(self) -> None:
        """Ctrl+P: print the record as it is stored, after saving."""
        if self.of is None or ((self.id is None or self.is_dirty()) and not self.save()):
            return
        if self.id is not None:
            self.print_requested.emit(self.of.name, self.id)
