"""The rows of one table before it is imported: verdict, reason, cells as they stand, old → new where they change."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from models.exchange.cells import Note
from models.exchange.corrections import ADD, LEAVE_OUT
from models.exchange.importer import SheetPlan
from models.exchange.match import Column, Mapping
from models.exchange.melt import part_of
from models.exchange.new_options import list_of, unknown_words
from models.exchange.read import column_letters
from models.exchange.receipt import ERROR, NEW, SKIPPED, UNCHANGED, UPDATE, VERDICTS, RowVerdict, SheetReceipt
from models.ledger import Ledger
from widgets.look import SOFT, icon

Index = QModelIndex | QPersistentModelIndex
NUMBER, VERDICT, WHY = range(3)
FIXED = ("行", "判定", "说明")
PICTURES = {NEW: "add", UPDATE: "edit", UNCHANGED: "ok", ERROR: "error", SKIPPED: "close"}
MARKS = {
    "error": QColor("#FCE4E1"),
    "warn": QColor("#FFF3D1"),
    "change": QColor("#E3ECF5"),
    "mended": QColor("#E3F1E5"),
}
FADED = QColor("#8B929B")
CHECKING = "核对中…"


def reasons(row: RowVerdict) -> str:
    """Why a row fails; else what it changes and what to look at."""
    wrong = [note for note in row.notes if note.level == "error"]
    changes = [f"{label}：{old or '（空）'} → {new or '（空）'}" for label, old, new in row.changes]
    told = [f"{note.label}：{note.text}" if note.label else note.text for note in wrong or row.notes]
    return "；".join(told if wrong else [*changes, *told])


def change_label(of: Ledger | None, column: Column) -> str:
    """How a change of what this column fills is called among a row's changes."""
    if of is None or column.target is None:
        return ""
    target = column.target
    link = target.path.rpartition(".")[0]
    if target.spread is None and target.distance and link == of.master and of.master_ledger is not None:
        return f"{of.master_ledger.title}{target.field.label}"
    return target.label if target.spread is not None else str(of.column(link).label if link else target.field.label)


def _order(mapping: Mapping) -> list[int]:
    """The columns to show: where several records stand in one row, the first one's place for those of each of them."""
    plain = [at for at, one in enumerate(mapping.columns) if not mapping.pieces or one.header.column < mapping.piece]
    apart = [at for at in plain if (target := mapping.columns[at].target) is not None and target.across]
    if not mapping.pieces or not apart:
        return list(range(len(mapping.columns)))
    behind = [at for at in range(len(mapping.columns)) if at not in plain]
    return [*(at for at in plain if at < apart[0]), *behind, *(at for at in plain if at > apart[0] and at not in apart)]


class RowsModel(QAbstractTableModel):
    """The rows of one sheet; ``show`` narrows them to one verdict. What the clerk decides goes into the plan.

    ``decided`` after every decision: the rows have to be checked again.
    """

    decided = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: SheetPlan | None = None
        self.mapping = Mapping(None)
        self.columns: list[Column] = []
        self.order: list[int] = []
        self.labels: list[str] = []
        self.rows: list[RowVerdict] = []
        self.shown: list[int] = []
        self.only = ""
        self.fixed = False
        self.checking: set[int] = set()
        self.originals: dict[tuple[int, int], str] = {}
        self.bold = QFont()
        self.bold.setBold(True)
        self.icons = {verdict: icon(name) for verdict, name in PICTURES.items()}

    # --- loading ------------------------------------------------------------------------------------------------

    def load(self, plan: SheetPlan | None, receipt: SheetReceipt | None) -> None:
        """Show a sheet; the same one again keeps its place, and the rows that are in sight."""
        self.mapping = receipt.mapping if receipt is not None else Mapping(None)
        self.order = _order(self.mapping)
        columns = [self.mapping.columns[at] for at in self.order]
        rows = receipt.rows if receipt is not None else []
        same = plan is not None and plan is self.plan and [r.row for r in rows] == [r.row for r in self.rows]
        if not same:
            self.beginResetModel()
        if plan is not self.plan:
            self.originals, self.only = {}, ""
        self.plan, self.columns, self.rows = plan, columns, rows
        self.fixed = plan is not None and plan.layout is not None
        of = plan.ledger if plan is not None and not self.fixed else None
        self.labels = [change_label(of, one) for one in columns]
        self.checking.clear()
        if same:
            self._tell_all()
        else:
            self._narrow()
            self.endResetModel()

    def show(self, verdict: str) -> None:
        """Only rows of this verdict; "" for all."""
        self.beginResetModel()
        self.only = verdict
        self._narrow()
        self.endResetModel()

    def _narrow(self) -> None:
        self.shown = [at for at, row in enumerate(self.rows) if not self.only or self.verdict(row) == self.only]

    def _tell_all(self) -> None:
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.shown) - 1)

    # --- asking -------------------------------------------------------------------------------------------------

    def row_at(self, position: int) -> RowVerdict | None:
        """The row at a position of the list."""
        return self.rows[self.shown[position]] if 0 <= position < len(self.shown) else None

    def verdict(self, row: RowVerdict) -> str:
        """The verdict, or that the row is left out."""
        plan = self.plan
        decided = plan is not None and (plan.skip or plan.corrections.marks)
        if decided and plan is not None and (row.row in plan.skip or plan.corrections.fate(row.row) == LEAVE_OUT):
            return SKIPPED
        return NEW if row.verdict == SKIPPED else row.verdict

    def fate(self, row: RowVerdict) -> str | int | None:
        """What the clerk decided on a row."""
        return self.plan.corrections.fate(row.row) if self.plan is not None else None

    def counts(self) -> Counter[str]:
        """How many rows have each verdict; "" all of them."""
        found = Counter(map(self.verdict, self.rows))
        found[""] = len(self.rows)
        return found

    def has_problem(self) -> bool:
        """Whether there is anything to go to."""
        return any(row.notes and self.verdict(row) != SKIPPED for row in map(self.rows.__getitem__, self.shown))

    def column_of(self, section: int) -> int:
        """The table's column (from 0) shown in a section, -1 for those of the preview itself."""
        return section - len(FIXED)

    def cell(self, row: RowVerdict, at: int) -> str:
        """The text of a row's cell in a column that is shown."""
        return row.text(self.order[at])

    def place(self, row: RowVerdict, at: int) -> int:
        """The column of the clerk's sheet, from 1, in which the cell stands; 0: in none."""
        return self.mapping.sheet_column(self.columns[at].header.column, row.cells)

    def called(self, row: RowVerdict) -> str:
        """第 4 行, and which of its records where several stand in one row."""
        return f"第 {int(row.row)} 行" + (f"第 {part_of(row.row)} 组" if self.mapping.pieces else "")

    def can_edit(self, index: Index) -> bool:
        """Whether the cell is imported, so that mending it helps."""
        at = self.column_of(index.column())
        row = self.row_at(index.row()) if index.isValid() else None
        target = self.columns[at].target if row is not None and at >= 0 else None
        return row is not None and target is not None and target.kept and self.place(row, at) > 0

    def field(self, section: int) -> Any:
        """The field that a column fills, its kind in the unit of the column."""
        column = self.columns[self.column_of(section)]
        assert column.target is not None
        field = copy.copy(column.target.field)
        field.kind = column.kind
        return field

    def raw(self, index: Index) -> str:
        """The cell's text as it will be read."""
        row = self.row_at(index.row())
        return self.cell(row, self.column_of(index.column())) if row is not None else ""

    def level(self, row: RowVerdict, at: int) -> str:
        """ "error", "warn" or "" of a column's cell."""
        if not row.notes:
            return ""
        levels = {note.level for note in self.notes(row, at)}
        return "error" if "error" in levels else "warn" if levels else ""

    def notes(self, row: RowVerdict, at: int) -> list[Note]:
        """What is said of a column's cell."""
        if not row.notes:
            return []
        letters = column_letters(self.place(row, at))
        return [note for note in row.notes if note.column == letters] if letters else []

    def new_words(self, row: RowVerdict, first: int) -> tuple[int, list[str]]:
        """(column, words that its list could take in) of a wrong cell, of column ``first`` if it is one; (-1, [])."""
        if self.fixed or row.verdict != ERROR:
            return -1, []
        for at in sorted(range(len(self.columns)), key=lambda at: at != first):
            if self.level(row, at) == "error" and (words := unknown_words(self.columns[at], self.cell(row, at))):
                return at, words
        return -1, []

    def same(self, section: int, text: str) -> list[int]:
        """Sheet rows whose cell in this column holds the text."""
        at = self.column_of(section)
        return [row.row for row in self.rows if self.cell(row, at) == text]

    def next_problem(self, position: int, section: int, by: int) -> tuple[int, int] | None:
        """(position, section) of the next wrong cell; where no row is wrong, of the next doubtful one."""
        levels = ("error",) if any(self.rows[at].verdict == ERROR for at in self.shown) else ("warn",)
        places = [
            (at, where)
            for at, n in enumerate(self.shown)
            if self.rows[n].notes
            and (self.rows[n].verdict == ERROR or levels == ("warn",))
            and self.verdict(self.rows[n]) != SKIPPED
            for where in self._places(self.rows[n], levels)
        ]
        after = [one for one in places if (one > (position, section) if by > 0 else one < (position, section))]
        if not after:
            after = places
        return (after[0] if by > 0 else after[-1]) if after else None

    def _places(self, row: RowVerdict, levels: Sequence[str]) -> list[int]:
        noted = {note.column for note in row.notes if note.level in levels}
        if not noted:
            return []
        found = [at for at in range(len(self.columns)) if column_letters(self.place(row, at)) in noted - {""}]
        return [len(FIXED) + at for at in found] or [WHY]

    # --- deciding -----------------------------------------------------------------------------------------------

    def put(self, title: str, numbers: Iterable[int], section: int, text: str) -> None:
        """Write a text into one column of these sheet rows."""
        if self.plan is None:
            return
        at, numbers = self.column_of(section), set(numbers)
        # Records that stand in one row share some of its cells.
        cells = {(int(row.row), self.place(row, at)) for row in self.rows if row.row in numbers}
        marks: dict[tuple[object, ...], str | None] = {}
        for row in self.rows:
            key = int(row.row), self.place(row, at)
            if key in cells and key[1]:
                original = self.originals.setdefault(key, self.cell(row, at))
                marks["cell", *key] = None if text == original else text
                row.cells[row.places[self.order[at]]] = text
                self.checking.add(row.row)
        self.plan.corrections.put(title, marks)
        self._tell_all()
        self.decided.emit()

    def decide(self, title: str, positions: Sequence[int], fate: str | int | None) -> None:
        """Leave rows out, add them as new, say which record they are, or leave it to the program."""
        if self.plan is None or not positions:
            return
        numbers = {self.rows[self.shown[at]].row for at in positions}
        self.plan.skip -= numbers
        self.plan.corrections.set_rows(title, numbers, fate)
        self.checking |= numbers
        self._tell_all()
        self.decided.emit()

    def take_options(self, at: int, words: Sequence[str]) -> None:
        """Take words of a column into its list to choose from, for all rows that have them."""
        codes = list_of(self.columns[at])
        if self.plan is None or codes is None:
            return
        named = "、".join(f"“{word}”" for word in words)
        marks = {("option", codes.name, word): True for word in words}
        self.plan.corrections.put(f"把{named}加到选项表“{codes.title}”", marks)
        self.checking |= {row.row for row in self.rows if any(word in self.cell(row, at) for word in words)}
        self._tell_all()
        self.decided.emit()

    def toggle(self, positions: Sequence[int], fate: str) -> None:
        """Decide so on these rows, or leave them to the program again when it was decided so on all of them."""
        rows = [self.rows[self.shown[at]] for at in positions]
        off = all(self.fate(row) == fate for row in rows)
        word = {LEAVE_OUT: "跳过", ADD: "作为新增"}[fate]
        self.decide(f"{'不再' if off else ''}{word} {len(rows)} 行", positions, None if off else fate)

    # --- the model ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Row number, verdict, reasons, and the table's own columns."""
        return 0 if parent.isValid() else len(FIXED) + len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells that are imported can be mended."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_edit(index) else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns; those that are not imported are faded."""
        if orientation != Qt.Orientation.Horizontal:
            return self._margin(section, role)
        at = self.column_of(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return FIXED[section] if at < 0 else self.columns[at].header.levels[-1]
        if role == Qt.ItemDataRole.ToolTipRole and at >= 0:
            target = self.columns[at].target
            return f"{self.columns[at].header.text}\n{'不导入' if target is None else '登记到 ' + target.label}"
        if role == Qt.ItemDataRole.ForegroundRole and at >= 0 and self.columns[at].target is None:
            return FADED
        return None

    def _margin(self, position: int, role: int) -> Any:
        """The sheet's row number and the sign of the verdict: they stay in sight when the columns scroll."""
        row = self.row_at(position)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{int(row.row)}-{part_of(row.row)}" if self.mapping.pieces else str(row.row)
        return self.icons[self.verdict(row)] if role == Qt.ItemDataRole.DecorationRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; wrong, doubtful, changed and mended cells tinted, the verdict with its icon."""
        row = self.rows[self.shown[index.row()]]
        column, at = index.column(), self.column_of(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.BackgroundRole and at >= 0:
            return self._mark(row, at)
        if role == Qt.ItemDataRole.ForegroundRole:
            if self.verdict(row) == SKIPPED or (at >= 0 and self.columns[at].target is None):
                return FADED
            if column == WHY and row.verdict != ERROR:
                return QColor(SOFT)
        if role == Qt.ItemDataRole.FontRole and at >= 0 and self._mended(row, at) is not None:
            return self.bold
        return None

    def text(self, row: RowVerdict, column: int) -> str:
        """What a cell shows."""
        if column == NUMBER:
            return str(row.row)
        if column == VERDICT:
            return CHECKING if row.row in self.checking else VERDICTS[self.verdict(row)]
        if column == WHY:
            return "" if row.row in self.checking else reasons(row)
        at = self.column_of(column)
        change = self._change(row, at)
        return f"{change[1] or '（空）'} → {change[2] or '（空）'}" if change is not None else self.cell(row, at)

    def _change(self, row: RowVerdict, at: int) -> tuple[str, str, str] | None:
        """(label, old, new) when the record's value changes by this cell."""
        if row.verdict != UPDATE or not row.changes or not self.cell(row, at) or not self.labels[at]:
            return None
        return next((one for one in row.changes if one[0] == self.labels[at]), None)

    def _mended(self, row: RowVerdict, at: int) -> str | None:
        """The text as it stands in the file, when the cell was mended; None else."""
        if not self.originals or self.plan is None:
            return None
        key = int(row.row), self.place(row, at)
        return self.originals.get(key, "") if self.plan.corrections.cell(*key) is not None else None

    def _mark(self, row: RowVerdict, at: int) -> QColor | None:
        if row.row not in self.checking and (level := self.level(row, at)):
            return MARKS[level]
        if self._mended(row, at) is not None:
            return MARKS["mended"]
        return MARKS["change"] if self._change(row, at) is not None else None

    def _tip(self, row: RowVerdict, column: int) -> str:
        at = self.column_of(column)
        if at < 0:
            return self.text(row, WHY)
        lines = [self.text(row, column)]
        if (was := self._mended(row, at)) is not None:
            lines.append(f"原来是“{was}”" if was else "原来是空的")
        lines += [note.text for note in self.notes(row, at)]
        return "\n".join(line for line in lines if line)
