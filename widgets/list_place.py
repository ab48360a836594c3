"""Where the clerk is in a list, noted before its rows come anew and gone back to afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel

if TYPE_CHECKING:
    from widgets.record_table import RecordTable

FEW = 20
"""Records that are looked for one by one among all ids."""


@dataclass
class Place:
    """The current record, row and column, the topmost record, how far to the right, and what is selected."""

    current: int | None
    row: int
    column: int
    top: int | None
    left: int
    kept: list[int]
    columns: list[int]


def note(table: RecordTable) -> Place:
    """Where the clerk is now."""
    ids, now = table.records.ids, table.currentIndex()
    top = table.rowAt(0)
    return Place(
        table.current_id(), now.row(), max(0, now.column()), ids[top] if 0 <= top < len(ids) else None,
        table.horizontalScrollBar().value(), [ids[at] for at in table.selected_rows() if at < len(ids)],
        table.selected_columns(),
    )  # fmt: skip


def go_back(table: RecordTable, was: Place) -> None:
    """Go to the same records; in place of one that is gone to what has come into its row."""
    ids, row_of, flag = table.records.ids, table.records.row_of, QItemSelectionModel.SelectionFlag
    if len(was.kept) > FEW:
        rows = {id: at for at, id in enumerate(ids)}
    else:
        rows = {id: row_of(id) for id in (*was.kept, was.top) if id is not None}
        rows = {id: at for id, at in rows.items() if at >= 0}
    table.select_block(sorted(rows[id] for id in was.kept if id in rows), was.columns)
    at = row_of(was.current)
    if at < 0:
        at = min(was.row, len(ids) - 1)
    if at >= 0:
        table.selectionModel().setCurrentIndex(
            table.records.index(at, was.column), flag.NoUpdate if was.kept and rows else flag.ClearAndSelect
        )
    if was.top in rows:
        table.verticalScrollBar().setValue(rows[was.top])
    table.horizontalScrollBar().setValue(was.left)
