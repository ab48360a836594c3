"""Which column fills which field, 确定 or 请确认, each open to correction; what the title says for every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from models.exchange.importer import SheetPlan
from models.exchange.match import Column, Target, targets, with_scale
from models.exchange.read import column_letters
from models.exchange.repeats import BY
from models.fields import LinkField
from models.kinds import MISSING, Fault, Link, Money, Text, Year, cell_text, narrow
from models.ledger import Ledger, ledger, ledger_of
from models.pinyin import initials
from widgets.cell_grid import CellGrid
from widgets.choice_editors import PickEditor
from widgets.editors import Editor, editor_for
from widgets.look import CAUTION, SOFT, icon
from widgets.pick_popup import Option

HEADERS = ("列", "表头", "例子", "登记到", "单位", "把握")
TARGET, UNIT, SURE = 3, 4, 5
LEFT_ALONE = "（不导入）"
UNITS = {"元": 100, "万元": 1_000_000}
EXAMPLES = 3
_CONTROL = Qt.KeyboardModifier.ControlModifier
Index = QModelIndex | QPersistentModelIndex


def label_of(of: Ledger, target: Target) -> str:
    """The field with the record it belongs to: 户类型（农户）."""
    link = target.path.rpartition(".")[0]
    if target.kept and not target.writable:
        return f"{target.label}（{ledger(target.name.partition('.')[0]).title}）"
    if target.spread is not None or not target.distance or not link:
        return target.label
    return f"{target.field.label}（{of.column(link).label}）"


class _ListEditor(PickEditor):
    """Picks one of ``choices`` (label, value); typing part of a label or its initials narrows the list."""

    choices: Sequence[tuple[str, Any]] = ()

    def __init__(self, title: str, parent: QWidget) -> None:
        field = SimpleNamespace(kind=Text(), title=title, help="", required=False)
        super().__init__(field, parent, compact=True)

    def options(self, text: str) -> Sequence[Option]:
        """Labels that hold the text, those that begin with it first."""
        plain = narrow(text).casefold()
        fits = [
            (not label.casefold().startswith(plain), label, value)
            for label, value in self.choices
            if plain in label.casefold() or (plain.isascii() and initials(label).startswith(plain))
        ]
        return [Option(value, (label,)) for _, label, value in sorted(fits, key=lambda one: one[0])]

    def shown(self, value: Any) -> str:
        """The label of a value."""
        return next((label for label, one in self.choices if one == value), "")

    def parse(self, text: str) -> Any:
        """The value of exactly that label, else the only one that fits. Raises Fault."""
        exact = [value for label, value in self.choices if label == text.strip()]
        fits = exact or [one.key for one in self.options(text)]
        if len(fits) != 1:
            raise Fault(f"“{text}”{'有几项可选，请从列表里选' if fits else '不在列表里'}")
        return fits[0]


class ColumnsModel(QAbstractTableModel):
    """The columns of a sheet; ``corrected`` after each correction or confirmation."""

    corrected = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan: SheetPlan | None = None
        self.examples: list[str] = []

    def load(self, plan: SheetPlan | None) -> None:
        """Show a sheet, None: nothing."""
        self.beginResetModel()
        usable = plan is not None and plan.ledger is not None and plan.table is not None
        if plan is not self.plan or not usable:
            self.plan = plan if usable else None
            self.examples = self._examples()
        self.endResetModel()

    def _examples(self) -> list[str]:
        """Up to three different cells of each column."""
        if self.plan is None or self.plan.table is None:
            return []
        first = [row for _, (_, row) in zip(range(50), self.plan.table.records(), strict=False)]
        found = []
        for one in self.plan.mapping.columns:
            cells = [cell_text(row[one.header.column - 1]) for row in first]
            found.append("、".join(list(dict.fromkeys(cell for cell in cells if cell.strip()))[:EXAMPLES]))
        return found

    @property
    def columns(self) -> list[Column]:
        """The columns, serial numbers too."""
        return self.plan.mapping.columns if self.plan is not None else []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns of the table."""
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """See HEADERS."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Target and unit can be corrected."""
        flags = super().flags(index)
        if self.plan is not None and self.plan.layout is not None:
            return flags  # a sheet of the national system: its columns are known and fill several ledgers
        editable = index.column() == TARGET or (index.column() == UNIT and self._money(self.columns[index.row()]))
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def _money(self, one: Column) -> bool:
        return one.target is not None and isinstance(one.target.field.kind, Money)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; what asks for a look has a mark and a word."""
        one, column = self.columns[index.row()], index.column()
        asks = not one.sure
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(index.row(), one, column)
        if role == Qt.ItemDataRole.DecorationRole and column == SURE and one.target is not None:
            return icon("question" if asks else "ok")
        if role == Qt.ItemDataRole.ForegroundRole:
            if asks and column in (TARGET, SURE):
                return QColor(CAUTION)
            if one.target is None or column == 2:
                return QColor(SOFT)
        return None

    def _text(self, row: int, one: Column, column: int) -> str:
        assert self.plan is not None and self.plan.ledger is not None
        if column == TARGET and one.target is not None and self.plan.layout is not None:
            return f"{one.target.label}（{ledger_of(one.target.field.model).title}）"
        if column == TARGET:
            group = f"（第 {one.key[BY]} 组）" if BY in one.key else ""
            return label_of(self.plan.ledger, one.target) + group if one.target is not None else LEFT_ALONE
        if column == UNIT:
            return self._unit(one)
        if column == SURE:
            return ("确定" if one.sure else "请确认") if one.target is not None else ""
        return (column_letters(one.header.column), one.header.text, self.examples[row])[column]

    def _unit(self, one: Column) -> str:
        if not self._money(one):
            return ""
        return next((name for name, scale in UNITS.items() if scale == one.scale), "")

    # --- correcting ---------------------------------------------------------------------------------------------

    def correct(self, row: int, target: Target | None) -> None:
        """This column fills that field, None: none."""
        assert self.plan is not None
        self.plan.mapping.set_target(self.columns[row].header.column, target)
        self._told(True)

    def rescale(self, row: int, scale: int) -> None:
        """This column is written in another unit."""
        self.columns[row] = replace(with_scale(self.columns[row], scale), sure=True)
        self._told(True)

    def confirm(self, rows: Sequence[int]) -> None:
        """What the program took these columns for is right."""
        for row in rows:
            self.columns[row] = replace(self.columns[row], sure=True)
        self._told(False)

    def open_questions(self) -> list[int]:
        """Columns that still ask for a look."""
        return [at for at, one in enumerate(self.columns) if not one.sure and one.target is not None]

    def _told(self, again: bool) -> None:
        if self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.columns) - 1, len(HEADERS) - 1))
        self.corrected.emit(again)


class ColumnsGrid(CellGrid):
    """Enter and typing open the list of fields, Space confirms."""

    def __init__(self, columns: ColumnsModel, parent: QWidget) -> None:
        super().__init__(columns, parent)
        self.columns = columns
        self.setAccessibleName("列对应")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(SURE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(SURE, self.fontMetrics().horizontalAdvance("请确认") + 56)

    def make_editor(self, index: Any, parent: QWidget) -> Editor:
        """A list to search in."""
        plan = self.columns.plan
        assert plan is not None and plan.ledger is not None
        editor = _ListEditor(f"{self.columns.columns[index.row()].header.text} {HEADERS[index.column()]}", parent)
        if index.column() == UNIT:
            editor.choices = list(UNITS.items())
        else:
            fields = [(label_of(plan.ledger, one), one) for one in targets(plan.ledger) if one.writable]
            editor.choices = [(LEFT_ALONE, LEFT_ALONE), *fields]
        return editor

    def load_cell(self, index: Any, editor: Editor) -> None:
        """The present field or unit."""
        one = self.columns.columns[index.row()]
        editor.set_value(one.scale if index.column() == UNIT else one.target or LEFT_ALONE)

    def put_cell(self, index: Any, editor: Editor) -> None:
        """Take what was picked; what is not in the list changes nothing."""
        value, _ = editor.read()
        one = self.columns.columns[index.row()]
        if value is MISSING or value is None or value in (one.scale, one.target):
            return
        if index.column() == UNIT:
            self.columns.rescale(index.row(), value)
        else:
            self.columns.correct(index.row(), None if value == LEFT_ALONE else value)

    def event(self, event: QEvent) -> bool:
        """F2 and Enter belong to the table, not to buttons of the window."""
        keys = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the field's list from any cell of its line."""
        here = self.currentIndex()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() == Qt.Key.Key_Space and here.isValid():
            self.columns.confirm([here.row()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and here.isValid():
            cell = here if here.column() == UNIT and self._opens(here) else here.siblingAtColumn(TARGET)
            if self._opens(cell):
                self.setCurrentIndex(cell)
                self.edit(cell)
        else:
            super().keyPressEvent(event)

    def _opens(self, index: Any) -> bool:
        return bool(self.columns.flags(index) & Qt.ItemFlag.ItemIsEditable)


class ColumnsPane(QWidget):
    """``changed(bool)`` after a correction; True: the rows have to be checked again."""

    changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ColumnsModel(self)
        self.model.corrected.connect(self._corrected)
        self.table = ColumnsGrid(self.model, self)
        self.asks = QLabel(self)
        self.confirm = QPushButton(icon("ok"), "全部确认（F9）", self)
        self.confirm.setAutoDefault(False)
        self.confirm.clicked.connect(self.confirm_all)
        self.from_title = QHBoxLayout()
        self.from_title.setSpacing(8)
        self.constants: dict[str, Editor] = {}
        self._constants_of: Ledger | None = None
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.asks)
        line.addWidget(self.confirm)
        line.addStretch(1)
        line.addLayout(self.from_title)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addLayout(line)
        box.addWidget(self.table)

    def load(self, plan: SheetPlan | None) -> None:
        """Show the columns of a sheet."""
        here = self.table.currentIndex()
        at = (here.row(), here.column()) if here.isValid() and plan is self.model.plan else (0, TARGET)
        self.model.load(plan)
        if self.model.rowCount() > at[0]:
            self.table.setCurrentIndex(self.model.index(*at))
        self._show_constants()
        self._say()

    def confirm_all(self) -> None:
        """All columns are right as they stand."""
        self.model.confirm(self.model.open_questions())

    def go_to_question(self) -> None:
        """Stand at the first column that asks for a look."""
        rows = self.model.open_questions()
        if rows:
            self.table.setCurrentIndex(self.model.index(rows[0], TARGET))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _corrected(self, again: bool) -> None:
        self._say()
        self.changed.emit(again)

    def _say(self) -> None:
        count = len(self.model.open_questions())
        plan = self.model.plan
        known = plan is not None and plan.mapping.why
        self.asks.setText(f"有 {count} 列请看一眼：回车改，空格确认" if count else known or "各列都已确定")
        self.confirm.setVisible(bool(count))

    # --- what the title says ------------------------------------------------------------------------------------

    def _show_constants(self) -> None:
        plan = self.model.plan
        of = plan.ledger if plan is not None and plan.layout is None else None
        names = _title_fields(of, plan) if of is not None and plan is not None else []
        if of is not self._constants_of or names != list(self.constants):
            self._make_constants(of, names)
        for name, editor in self.constants.items():
            if plan is not None and not editor.box.hasFocus():  # never what is being typed
                editor.set_value(plan.mapping.constants.get(name))

    def _make_constants(self, of: Ledger | None, names: Sequence[str]) -> None:
        """Editors that stay as long as the fields do: a new one would take the focus away from the clerk."""
        self._constants_of = of
        if any(editor.box.hasFocus() for editor in self.constants.values()):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        while (item := self.from_title.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.constants = {}
        for name in names:
            assert of is not None
            field = of.fields[name]
            editor = editor_for(field, self)
            editor.setMaximumWidth(
                self.fontMetrics().horizontalAdvance("0") * (24 if isinstance(field.kind, Link) else 12)
            )
            editor.left.connect(lambda name=name, editor=editor: self._constant(name, editor))
            editor.on_key = lambda event, name=name, editor=editor: self._constant_key(name, editor, event)
            self.constants[name] = editor
            self.from_title.addWidget(QLabel(f"各行的{field.label}", self))
            self.from_title.addWidget(editor)

    def _constant_key(self, name: str, editor: Editor, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & _CONTROL:
            return False
        editor.settle()
        self._constant(name, editor)
        return True

    def _constant(self, name: str, editor: Editor) -> None:
        plan = self.model.plan
        value, fault = editor.read()
        if plan is None or value is MISSING:
            editor.set_problem("error", fault.text if fault is not None else "")
            return
        editor.set_problem("")
        if plan.mapping.constants.get(name) == value:
            return
        if value is None:
            plan.mapping.constants.pop(name, None)
        else:
            plan.mapping.constants[name] = value
        self.changed.emit(True)


def _title_fields(of: Ledger, plan: SheetPlan) -> list[str]:
    """Own fields that hold for every row: those the title named, and a year or place that no column gives."""
    filled = {one.target.path.partition(".")[0] for one in plan.mapping.columns if one.target is not None}
    wanted = [
        name
        for name, field in of.fields.items()
        if name not in filled
        and ((isinstance(field.kind, Year) and field.required) or (isinstance(field, LinkField) and name == "village"))
    ]
    return list(dict.fromkeys([*plan.mapping.constants, *wanted]))
