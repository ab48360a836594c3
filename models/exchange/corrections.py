"""What the clerk decides in a preview: mended cells, rows left out or added, which record a row is; each can be undone.

Nothing of it is written into the clerk's file. The importer reads the table through it, so that preview and import see
the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LEAVE_OUT, ADD = "skip", "add"
Key = tuple[Any, ...]


@dataclass
class Step:
    """One thing that was done: its ``title`` and what stood under its keys before (None: nothing)."""

    title: str
    before: dict[Key, Any]


@dataclass
class Corrections:
    """The decisions on one sheet, by key.

    ("cell", sheet row, column from 1) → text · ("row", sheet row) → LEAVE_OUT, ADD or the id of the record that it is ·
    ("link", path, combination of cells) → the id of the record that this combination means · ("option", name of a
    list, word) → True: the list takes the word in.
    """

    marks: dict[Key, Any] = field(default_factory=dict)
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    # --- deciding -----------------------------------------------------------------------------------------------

    def put(self, title: str, marks: Mapping[Key, Any]) -> None:
        """Decide several things as one step; None takes a decision away."""
        self.done.append(self._swap(title, marks))
        self.undone.clear()

    def undo(self) -> str:
        """Take the last step back; its title, "" when there is none."""
        return self._turn(self.done, self.undone)

    def redo(self) -> str:
        """Do the step again that was taken back last."""
        return self._turn(self.undone, self.done)

    def _turn(self, source: list[Step], target: list[Step]) -> str:
        if not source:
            return ""
        step = source.pop()
        target.append(self._swap(step.title, step.before))
        return step.title

    def _swap(self, title: str, marks: Mapping[Key, Any]) -> Step:
        before = {key: self.marks.get(key) for key in marks}
        for key, value in marks.items():
            if value is None:
                self.marks.pop(key, None)
            else:
                self.marks[key] = value
        return Step(title, before)

    def set_rows(self, title: str, rows: Iterable[int], fate: str | int | None) -> None:
        """Leave rows out, add them as new, or say which record they are; None leaves it to the program."""
        self.put(title, {("row", row): fate for row in rows})

    def set_link(self, title: str, path: str, combination: tuple[Any, ...], id: int) -> None:
        """Say which record a combination of cells means."""
        self.put(title, {("link", path, combination): id})

    def forget_records(self) -> None:
        """Keep mended cells only: the table goes to another ledger."""
        self.marks = {key: value for key, value in self.marks.items() if key[0] == "cell"}
        self.done, self.undone = [], []

    # --- asking -------------------------------------------------------------------------------------------------

    def cell(self, row: int, column: int) -> str | None:
        """The text that was put into a cell, None when it is as in the file."""
        return self.marks.get(("cell", row, column))

    def fate(self, row: int) -> str | int | None:
        """What was decided on a row."""
        return self.marks.get(("row", row))

    @property
    def cells(self) -> dict[int, dict[int, str]]:
        """{sheet row: {column from 1: text}}."""
        found: dict[int, dict[int, str]] = {}
        for key, value in self.marks.items():
            if key[0] == "cell":
                found.setdefault(key[1], {})[key[2]] = value
        return found

    @property
    def left_out(self) -> set[int]:
        """Rows that are not imported."""
        return {key[1] for key, value in self.marks.items() if key[0] == "row" and value == LEAVE_OUT}

    @property
    def decided(self) -> dict[int, int | None]:
        """{sheet row: the id of the record that it is, None: a new one}."""
        return {
            key[1]: None if value == ADD else value
            for key, value in self.marks.items()
            if key[0] == "row" and value != LEAVE_OUT
        }

    @property
    def links(self) -> dict[str, dict[tuple[Any, ...], int]]:
        """{path of a link: {combination of cells: id}}."""
        found: dict[str, dict[tuple[Any, ...], int]] = {}
        for key, value in self.marks.items():
            if key[0] == "link":
                found.setdefault(key[1], {})[key[2]] = value
        return found

    @property
    def options(self) -> dict[str, list[str]]:
        """{name of a list to choose from: the words that it takes in}."""
        found: dict[str, list[str]] = {}
        for key in self.marks:
            if key[0] == "option":
                found.setdefault(key[1], []).append(key[2])
        return found

    def copy(self) -> Corrections:
        """The decisions as they stand now, for work that runs while the clerk goes on."""
        return Corrections(dict(self.marks))


def correct(cells: Mapping[int, Mapping[int, str]], numbers: Sequence[int], rows: Sequence[list[Any]]) -> None:
    """Put mended texts into rows that were just read; ``cells`` as ``Corrections.cells`` gives them."""
    if not cells:
        return
    for number, row in zip(numbers, rows, strict=True):
        for column, text in cells.get(number, {}).items():
            if len(row) < column:
                row += [""] * (column - len(row))
            row[column - 1] = text
