"""What an office has set for itself over the shipped defaults: read once, and again after a change."""

from __future__ import annotations

from typing import Any

import peewee

from models import changes
from models.database import State, database, run

Rows = list[tuple[Any, ...]]

_read: dict[tuple[str, str], Rows] = {}
_turn = -1
_changes: dict[str, int] = {}


def rows(table: str, columns: str) -> Rows:
    """All rows of a settings table, in order of entry; none while no file is open or it has no such table yet."""
    global _turn
    if not is_readable():
        return []
    if _turn != State.turn:
        _read.clear()
        _turn = State.turn
    known = _read.get((table, columns))
    if known is None:
        try:
            known = [tuple(row) for row in run(f'SELECT {columns} FROM "{table}" ORDER BY "id"')]
        except peewee.OperationalError:
            return []
        _read[table, columns] = known
    return known


def stamp(table: str) -> tuple[int, int]:
    """Another one after each change to a settings table and in each file: what was made of its rows holds no longer."""
    return State.turn, _changes.get(table, 0)


def is_readable() -> bool:
    """Whether ``rows`` would answer on this thread; False also while no file is open."""
    return database.obj is not None and not database.is_closed()


def _forget(names: frozenset[str]) -> None:
    for name in names:
        _changes[name] = _changes.get(name, 0) + 1
    for key in [key for key in _read if key[0] in names]:
        del _read[key]


changes.subscribe(_forget)
