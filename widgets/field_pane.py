"""The fields of one record in sections, in one or two columns: reads them, fills in what follows, shows problems."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from models import query
from models.form_rows import follow, suggested
from models.kinds import MISSING, Choice, Problem, Vague
from models.ledger import Ledger
from widgets.choice_editors import ChoiceEditor, SuggestEditor
from widgets.field_row import FieldRow

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Section(QFrame):
    """A heading and its fields in a grid."""

    def __init__(self, title: str, rows: list[FieldRow], lines: list[tuple[QLabel, QLabel]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.title, self.rows, self.lines = title, rows, lines
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        if title:
            heading = QLabel(title, self)
            heading.setProperty("role", "heading")
            box.addWidget(heading)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(8)
        box.addLayout(self.grid)

    def arrange(self, columns: int, label_width: int) -> None:
        """Put the fields into one or two columns, left to right."""
        while self.grid.takeAt(0) is not None:
            pass
        for at in (0, 1):
            self.grid.setColumnMinimumWidth(2 * at, label_width if at < columns else 0)
            self.grid.setColumnStretch(2 * at + 1, 1 if at < columns else 0)
        line = place = 0
        for label, cell, wide in [
            *((row.label, row, row.wide) for row in self.rows),
            *((label, value, False) for label, value in self.lines),
        ]:
            if (wide and place) or place == columns:
                line, place = line + 1, 0
            label.setFixedWidth(label_width)
            label.setContentsMargins(0, 5, 0, 0)
            self.grid.addWidget(label, line, 2 * place, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(cell, line, 2 * place + 1, 1, 3 if wide and columns == 2 else 1)
            place = columns if wide else place + 1


class FieldPane(QWidget):
    """All fields of a ledger's record but those in ``skip``.

    ``edited`` on every change by hand · ``left(name)`` a changed field was left · ``passed(editor, +1 or -1)`` Enter or
    Tab beyond the last or first field · ``record_requested(ledger, id)``.
    """

    edited = Signal()
    left = Signal(str)
    passed = Signal(object, int)
    focused = Signal(object)
    record_requested = Signal(str, int)

    def __init__(self, of: Ledger, skip: Collection[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = of
        self.rows: dict[str, FieldRow] = {}
        self.computed: dict[str, QLabel] = {}
        self.filled: dict[str, Any] = {}
        self.visited: set[str] = set()
        self.own: set[int] = set()
        self.previous: Mapping[str, Any] = {}
        self.sections: list[Section] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(12)
        for title, fields in self._groups(skip).items():
            self._add_section(title, fields)
        self.column.addStretch(1)
        self._columns = 0
        self._under = self._levels()
        self.arrange(2)

    def _groups(self, skip: Collection[str]) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for title, fields in self.of.groups.items():
            if kept := [one for one in fields if one.name not in skip]:
                found[title] = kept
        return found

    def _add_section(self, title: str, fields: list[Any]) -> None:
        rows = []
        for one in fields:
            row = FieldRow(one, self)
            self.rows[one.name] = row
            rows.append(row)
            self._connect(row)
        lines = []
        for one in self.of.computed.values():
            if one.group == title:
                label = QLabel(one.label, self)
                label.setWordWrap(True)
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                value = QLabel("—", self)
                value.setAccessibleName(one.label)
                value.setProperty("role", "soft")
                value.setAlignment(Qt.AlignmentFlag.AlignTop)
                value.setContentsMargins(8, 5, 0, 0)
                lines.append((label, value))
                self.computed[one.name] = value
        # Fields without a section stand under the ledger's own name; what comes after sections is the rest of it.
        rest = "补充" if "其他" in self.of.groups else "其他"
        section = Section(title or (rest if self.sections else self.of.title), rows, lines, self)
        self.sections.append(section)
        self.column.addWidget(section)

    def _connect(self, row: FieldRow) -> None:
        editor, name = row.editor, row.name
        editor.on_key = lambda event: self._key(row, event)
        editor.edited.connect(lambda: self._edited(name))
        editor.left.connect(lambda: self._left(name))
        editor.focused.connect(lambda: self.focused.emit(row))
        editor.focused.connect(lambda: self.visited.add(name))
        editor.open_requested.connect(self.record_requested)
        row.linked.connect(lambda id: self.record_requested.emit(self.of.name, id))
        if row.field.readonly:
            editor.set_read_only(True)
        if isinstance(editor, SuggestEditor):
            editor.suggestions = lambda: suggested(self.of, name, self.values())

    def _levels(self) -> dict[str, str]:
        """Lower level of a tree → its upper level (二级项目类型 → 项目类型)."""
        found = {}
        choices = {n: r.field.kind for n, r in self.rows.items() if isinstance(r.field.kind, Choice)}
        for low, kind in choices.items():
            for high, above in choices.items():
                if kind.level and above.list_name == kind.list_name and above.level == kind.level - 1:
                    found[low] = high
        return found

    # --- layout ---

    def arrange(self, columns: int) -> None:
        """One or two columns."""
        if columns == self._columns:
            return
        self._columns = columns
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(row.field.label + " ＊") for row in self.rows.values()), default=0)
        width = min(longest, metrics.horizontalAdvance("字" * 9)) + 8
        for section in self.sections:
            section.arrange(columns, width)

    @property
    def columns(self) -> int:
        """How many columns there are now."""
        return self._columns

    # --- values ---

    def set_values(self, values: Mapping[str, Any], filled: Mapping[str, Any], bad: Mapping[str, str] = {}) -> None:
        """Show a record; ``filled`` see form_rows.follow; ``bad`` texts that are no values."""
        self.filled = dict(filled)
        self.visited.clear()
        for name, row in self.rows.items():
            row.editor.set_value(values.get(name))
            row.show_problems([])
            row.show_offer(self.of, [])
            if name in bad:
                row.editor.set_typed(bad[name])
        self._narrow_levels()

    def values(self) -> dict[str, Any]:
        """{field: stored form}; None where blank or not understood."""
        found = {}
        for name, row in self.rows.items():
            value, _ = row.editor.read()
            found[name] = None if value is MISSING else int(value) if isinstance(value, Vague) else value
        return found

    def bad(self) -> dict[str, str]:
        """{field: typed text} that is no value."""
        return {name: row.editor.text() for name, row in self.rows.items() if row.editor.read()[0] is MISSING}

    def texts(self) -> tuple[str, ...]:
        """All typed texts: equal texts mean nothing was changed."""
        return tuple(row.editor.text() for row in self.rows.values())

    def set_computed(self, computed: Mapping[str, Any]) -> None:
        """Show columns worked out by the database."""
        for name, label in self.computed.items():
            value, kind = computed.get(name), self.of.computed[name].kind
            label.setText("—" if value is None else f"{kind.to_text(value)} {kind.unit}".strip())

    def set_derived(self, derived: Mapping[str, Any]) -> None:
        """Grey what follows from the rosters and show it."""
        details = self.of.details
        why = f"由{details[0].title if len(details) == 1 else '下面的名单'}带出，不用填"
        for name, row in self.rows.items():
            on = name in derived
            row.set_derived(on, why)
            # What was half typed there gives way as well: the value comes from the roster now.
            if on and row.editor.read()[0] != derived[name]:
                row.editor.set_value(derived[name])

    # --- while typing ---

    def _edited(self, name: str) -> None:
        self.filled.pop(name, None)
        self.edited.emit()

    def _left(self, name: str) -> None:
        row = self.rows[name]
        value, _ = row.editor.read()
        if isinstance(value, Vague) and row.field.vague in self.rows:
            self.rows[row.field.vague].editor.set_value(value.qualifier)
        if value is not MISSING:
            self.fill_in(name)
            self._offer(row, value)
        self._narrow_levels()
        self.left.emit(name)

    def fill_in(self, source: str) -> None:
        """Fill in what follows from a field that was just left."""
        for name, value in follow(self.of, self.values(), self.filled, source).items():
            if name in self.rows:
                self.rows[name].editor.set_value(value)

    def _offer(self, row: FieldRow, value: Any) -> None:
        found: list[int] = []
        if value is not None and (row.name,) in self.of.keys:
            found = query.find(self.of, (row.name,), [(value,)]).get((value,), [])
        row.show_offer(self.of, [id for id in found if id not in self.own])

    def _narrow_levels(self) -> None:
        for low, high in self._under.items():
            editor = self.rows[low].editor
            above, _ = self.rows[high].editor.read()
            if isinstance(editor, ChoiceEditor):
                editor.under = above if isinstance(above, str) else None

    # --- problems ---

    def show_problems(self, problems: Iterable[Problem], *, all: bool = False) -> int:
        """Show problems at their fields; returns how many errors there are.

        A blank field is not blamed before it was visited, unless ``all``, nor one that is being picked from a list.
        """
        by_name: dict[str, list[Problem]] = {}
        for problem in problems:
            by_name.setdefault(problem.field, []).append(problem)
        errors = sum(p.level == "error" for n, ps in by_name.items() for p in ps if n in self.rows)
        for name, row in self.rows.items():
            told = by_name.get(name, [])
            value, fault = row.editor.read()
            if fault is not None:
                bad = value is MISSING
                told = [Problem(fault.text, name, "error" if bad else "warn"), *([] if bad else told)]
                errors += bad
                if bad:
                    errors -= sum(p.level == "error" for p in by_name.get(name, []))
            unseen = not all and name not in self.visited and value is None
            if unseen or (value is MISSING and row.editor.choosing()):
                told = []
            row.show_problems(told)
        return errors

    def first_wrong(self) -> FieldRow | None:
        """The first field with an error showing."""
        return next((row for row in self.rows.values() if row.editor.box.property("state") == "error"), None)

    # --- keys ---

    def _key(self, row: FieldRow, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not control:
            back = key == Qt.Key.Key_Backtab or bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.step(row, -1 if back else 1)
            return True
        if key == Qt.Key.Key_D and control:
            self.copy_previous(row)
            return True
        if key == Qt.Key.Key_F2:
            row.editor.focus_end()
            return True
        if key == Qt.Key.Key_F3 and row.offered is not None:
            self.record_requested.emit(self.of.name, row.offered)
            return True
        return False

    def step(self, row: FieldRow, by: int) -> None:
        """To the next or previous field; beyond the section's end the form around decides."""
        for section in self.sections:
            if row in section.rows:
                self.enter(section, section.rows.index(row) + by, by)

    def enter(self, section: Section, at: int, by: int) -> None:
        """Focus field number ``at`` of a section or the next one that can be edited."""
        while 0 <= at < len(section.rows):
            if not section.rows[at].editor.read_only():
                section.rows[at].editor.box.setFocus(Qt.FocusReason.TabFocusReason)
                return
            at += by
        self.passed.emit(section, by)

    def copy_previous(self, row: FieldRow) -> None:
        """Ctrl+D: the same field of the record saved or opened before."""
        value = self.previous.get(row.name)
        if value is not None:
            row.editor.set_value(value)
            row.editor.note_edit()
