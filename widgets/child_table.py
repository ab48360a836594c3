"""The roster inside a master's form: a grid of its detail records, with the rosters of the current row under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models import query
from models.form_rows import FormRow
from models.kinds import Problem
from models.ledger import Ledger
from widgets.field_row import WORDS, called
from widgets.roster_grid import Grid
from widgets.roster_model import RosterModel

MOST_LINES = 5


class ChildTable(QFrame):
    """A roster. ``edited`` after every change, ``passed(self, +1 or -1)`` when the keyboard leaves it.

    ``check`` is called when the full form of a row wants its problems now.
    """

    edited = Signal()
    passed = Signal(object, int)
    focused = Signal(object)
    record_requested = Signal(str, int)

    def __init__(
        self, of: Ledger, parent: QWidget | None = None, *, check: Callable[[], None] | None = None, inner: bool = False
    ) -> None:
        super().__init__(parent)
        self.of = of
        self.check = check
        self.setProperty("card", not inner)
        self.rows = RosterModel(of, self)
        self.rows.edited.connect(self._edited)
        self.grid = Grid(self.rows, self)
        self.grid.passed.connect(self._passed)
        self.grid.wanted_form.connect(self.open_form)
        self.grid.record_requested.connect(self.record_requested)
        self.grid.wanted_other.connect(self._open_other)
        self.grid.row_changed.connect(self._show_inner)
        self.others: dict[int, int] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(*((0, 4, 0, 0) if inner else (16, 12, 16, 12)))
        box.setSpacing(4)
        box.addLayout(self._head(inner))
        self.whole = self._line(box)
        box.addWidget(self.grid)
        self.words = self._line(box)
        self.words.linkActivated.connect(lambda target: self.record_requested.emit(self.of.name, int(target)))
        self.inner = {detail.name: self._inner_table(detail, box) for detail in of.details}
        self.tell([])

    def _head(self, inner: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        self.heading = QLabel(self.of.title, self)
        self.heading.setProperty("role", "soft" if inner else "heading")
        line.addWidget(self.heading)
        self.count = QLabel(self)
        self.count.setProperty("role", "soft")
        line.addWidget(self.count)
        line.addStretch(1)
        actions = [
            (f"新增{self.of.title}", "Insert", self.grid.add_row),
            ("删除", "Ctrl+Delete", self.grid.remove_rows),
            ("详细", "F4", lambda: self.open_form(self.grid.currentIndex().row())),
        ]
        if self.rows.ordered:
            actions[2:2] = [
                ("上移", "Alt+↑", lambda: self.grid.move_row(-1)),
                ("下移", "Alt+↓", lambda: self.grid.move_row(1)),
            ]
        for text, keys, act in actions:
            button = QPushButton(text, self)
            button.setProperty("flat", True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(f"{text}（{keys}）")
            button.clicked.connect(act)
            line.addWidget(button)
        return line

    def _line(self, box: QVBoxLayout) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.hide()
        box.addWidget(label)
        return label

    def _inner_table(self, detail: Ledger, box: QVBoxLayout) -> ChildTable:
        table = ChildTable(detail, self, check=self.check, inner=True)
        table.edited.connect(self._edited)
        table.record_requested.connect(self.record_requested)
        table.passed.connect(self._inner_passed)
        table.hide()
        box.addWidget(table)
        return table

    # --- rows ---

    def set_rows(self, rows: list[FormRow]) -> None:
        """Show a list of rows; the list itself is edited."""
        self.grid.close_cell(keep=False)
        self.rows.set_rows(rows)
        self._show_inner(-1)
        self.tell([])

    def _edited(self) -> None:
        self._title_inner(self.grid.currentIndex().row())
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        kept = sum(not row.removed and not row.blank for row in self.rows.rows)
        gone = sum(row.removed for row in self.rows.rows)
        self.count.setText(f"{kept} {self.of.counter}" + (f"，保存时删除 {gone} {self.of.counter}" if gone else ""))

    def _show_inner(self, at: int) -> None:
        row = self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None
        for name, table in self.inner.items():
            wanted = row.details[name] if row is not None else []
            if table.rows.rows is not wanted:
                table.set_rows(wanted)
            table.setVisible(row is not None and not row.removed)
        self._title_inner(at)

    def _title_inner(self, at: int) -> None:
        if not 0 <= at < len(self.rows.rows):
            return
        row = self.rows.rows[at]
        texts = [text for name in self.rows.names[:4] if (text := self.rows.text(row, name))]
        for table in self.inner.values():
            table.heading.setText(
                f"第 {at + 1} {self.of.counter}（{'  '.join(texts[:3]) or '未填'}）的{table.of.title}"
            )

    def arrive(self, by: int = 1) -> None:
        """Take the focus from the form."""
        self.grid.arrive(by)
        self.focused.emit(self)

    def _passed(self, by: int) -> None:
        # From a fund line with an amount one goes down to its payments first.
        inner = next((table for table in self.inner.values() if table.isVisible()), None)
        if by > 0 and inner is not None and self.rows.rows:
            inner.arrive(1)
        else:
            self.passed.emit(self, by)

    def _inner_passed(self, _table: object, by: int) -> None:
        if by > 0:
            self.passed.emit(self, 1)
        else:
            self.grid.setFocus()

    def open_form(self, at: int) -> None:
        """All fields of one row."""
        if not 0 <= at < len(self.rows.rows):
            return
        # Here, because the small form is itself made of editors.
        from widgets.row_form import edit_row

        self.grid.close_cell(keep=True)
        if edit_row(self.window(), self.rows.rows[at], self.check, self.record_requested.emit):
            self.rows.refresh()
            self._edited()
        self.grid.setFocus()

    # --- problems ---

    def tell(self, problems: Sequence[Problem]) -> None:
        """Show problems of the roster as a whole above it, those of rows in their cells and in words below."""
        self._say(self.whole, [(WORDS[one.level] + one.text, one.level) for one in problems])
        lines = []
        for at, one in sorted(self.rows.problems(), key=lambda pair: (pair[1].level != "error", pair[0])):
            field = self.of.fields.get(one.field)
            label = f"“{field.label}”" if field is not None else ""
            lines.append((f"第 {at + 1} 行{label}{WORDS[one.level]}{one.text}", one.level))
        if len(lines) > MOST_LINES:
            lines[MOST_LINES:] = [(f"还有 {len(lines) - MOST_LINES} 处，请看标出的格子。", lines[MOST_LINES][1])]
        self._say(self.words, lines)
        self._offer_others()
        self.rows.refresh()
        self._count()
        for table in self.inner.values():
            table.tell([])

    def _offer_others(self) -> None:
        """For rows whose number is taken: the record that has it, to be opened."""
        self.others = {}
        mine = {row.id for row in self.rows.rows}
        links = []
        for at, one in self.rows.problems():
            value = self.rows.rows[at].values.get(one.field)
            if one.level != "error" or (one.field,) not in self.of.keys or value is None:
                continue
            found = query.find(self.of, (one.field,), [(value,)]).get((value,), [])
            for id in [id for id in found if id not in mine][:1]:
                self.others[at] = id
                links.append(f"第 {at + 1} 行：<a href='{id}'>打开 {_plain(called(self.of, id))}</a>（F3）")
        if links:
            self.words.setText(self.words.text() + "<br>" + "　".join(links))

    def _open_other(self, at: int) -> None:
        if at in self.others:
            self.record_requested.emit(self.of.name, self.others[at])

    def _say(self, label: QLabel, lines: Sequence[tuple[str, str]]) -> None:
        colours = {"error": "#A8322A", "warn": "#8A5A00"}
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(
            "<br>".join(f"<span style='color:{colours[level]}'>{_plain(text)}</span>" for text, level in lines)
        )
        label.setVisible(bool(lines))

    def show_wrong(self) -> bool:
        """Go to the first cell with an error, down into inner rosters; False when there is none."""
        for at, row in enumerate(self.rows.rows):
            if row.removed:
                continue
            names = [one.field for one in row.all_problems() if one.level == "error"]
            if names:
                column = self.rows.names.index(names[0]) if names[0] in self.rows.names else 0
                self.grid.setCurrentIndex(self.rows.index(at, column))
                self.grid.setFocus()
                return True
            if any(row.details.values()):
                self.grid.setCurrentIndex(self.rows.index(at, 0))
                if any(table.show_wrong() for table in self.inner.values()):
                    return True
        return False


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
