"""Writes the rows of one sheet, chunk by chunk: parse by column, resolve links, find, check, write, give verdicts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from models.exchange.cells import CellReader, Note, note_of
from models.exchange.corrections import Corrections
from models.exchange.decided import Decisions
from models.exchange.keys import Finder, Values
from models.exchange.links import Linker, Question, add_details, kept_values, nodes, soften, text_of
from models.exchange.match import Column, Mapping
from models.exchange.new_options import added_codes, extended
from models.exchange.read import Row, column_letters
from models.exchange.receipt import ERROR, NEW, SKIPPED, UNCHANGED, UPDATE, RowVerdict, SheetReceipt
from models.exchange.spread import SpreadWriter
from models.exchange.stated import StatedTotals
from models.kinds import Choice, PersonName, Problem, Vague
from models.ledger import Ledger
from models.record import Draft, blank, check_drafts
from models.writer import Operation


class _Row(Draft):
    """A row on its way: ``values`` of every field, those ``given``, ``notes``, the ``id`` of its record.

    ``due``: it is written as it stands, as a new record or with what ``changed``; ``wrong``: an error was told of it.
    Made by the hundred thousand, so its lists are made when something goes into them.
    """

    __slots__ = ("asked", "changes", "due", "given", "notes", "number", "verdict", "wrong")

    def __init__(self, of: Ledger, number: int, values: Values) -> None:
        self.ledger, self.number, self.values = of, number, values
        self.changed: set[str] | None = None
        self.id: int | None = None
        self.completed = True
        self.problems: list[Problem] = []
        self.given: Values = values
        self.notes: list[Note] = _NOTHING
        self.changes: list[tuple[str, str, str]] = _NOTHING
        self.asked: Question | None = None
        self.verdict = ""
        self.due = self.wrong = False
        self.ref = None

    def say(self, notes: list[Note]) -> None:
        """Add to what the clerk is told."""
        self.notes = [*self.notes, *notes] if self.notes else notes
        for note in notes:
            if note.level == "error":
                self.wrong = True

    def change(self, *changes: tuple[str, str, str]) -> None:
        """Add to what would change."""
        self.changes = [*self.changes, *changes]


_NOTHING: list[Any] = []


class SheetImport:
    """One sheet within one operation. ``keep_rows``: collect a verdict per row for the preview."""

    def __init__(
        self,
        mapping: Mapping,
        receipt: SheetReceipt,
        operation: Operation,
        *,
        keep_rows: bool,
        skip: set[int],
        decisions: Corrections,
        names: Sequence[str] = (),
        foot: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        assert mapping.ledger is not None
        self.of: Ledger = mapping.ledger
        self.receipt, self.operation, self.keep_rows = receipt, operation, keep_rows
        self.whole, self.skip = skip, skip | decisions.left_out
        self.mapping = mapping
        written = [one for one in mapping.columns if one.target is not None and one.target.writable]
        self.readers = [CellReader(one) for one in written]
        self.added = self._take_options(decisions.options)
        self.places = [one.header.column - 1 for one in mapping.columns]
        self.paths = [_path(one) for one in written]
        self.own = [name for name in self.of.fields if name in self.paths]
        roots = nodes(self.of, [path for path in self.paths if ":" not in path])
        self.linker = Linker(roots, operation, decisions.links)
        self.finder = Finder(self.of, once=True, decided=decisions.decided)
        self.spread = SpreadWriter(self.of, written, operation)
        self.stated = StatedTotals(self.of, mapping, operation, names, foot)
        self.decisions = Decisions(self.of, mapping, operation)
        self.constants = {n: v for n, v in mapping.constants.items() if n not in self.own}
        self.blank = {**blank(self.of), **self.constants}
        self.has_links = bool(self.linker.roots)
        self.vague = [(name, self.of.fields[name].vague) for name in self.own if self.of.fields[name].kind.numeric]
        self.columns = self._letters()
        self.labels = {name: one.label for name, one in self.of.fields.items()}
        self.given = {*self.own, *self.linker.roots, *self.constants}
        self.told = False

    def _take_options(self, words: dict[str, list[str]]) -> dict[int, dict[str, str]]:
        """Let columns read the words that their lists take in; {position of a reader: {code: word} to be told of}."""
        found: dict[int, dict[str, str]] = {}
        for at, reader in enumerate(self.readers if words else ()):
            if isinstance(reader.kind, Choice) and (mine := words.get(reader.kind.list_name)):
                reader.kind = extended(reader.kind, mine)
                found[at] = added_codes(reader.kind)
        return found

    def _tell_options(self, at: int, rows: Sequence[_Row], values: Sequence[Any]) -> None:
        """Say at the first row with it that a word goes into its list."""
        reader, open_words = self.readers[at], self.added[at]
        for row, value in zip(rows, values, strict=True) if open_words else ():
            for code in str(value).split(",") if value is not None else ():
                if word := open_words.pop(code, ""):
                    assert isinstance(reader.kind, Choice)
                    text = f"“{word}”写入时加到选项表“{reader.kind.codes.title}”"
                    row.say([Note("warn", reader.letter, reader.label, text)])

    def _text(self, name: str, value: Any) -> str:
        """What a clerk reads for a value of an own field, one that its list only takes in now too."""
        reader = self.readers[self.paths.index(name)] if self.added and name in self.paths else None
        if reader is not None and value is not None and isinstance(reader.kind, Choice):
            return reader.kind.to_text(value)
        return text_of(self.of.fields[name], value)

    def _letters(self) -> dict[str, tuple[str, str]]:
        """Field → (column letters, label); of a link the column with its name."""
        found: dict[str, tuple[str, str]] = {}
        for path, reader in zip(self.paths, self.readers, strict=True):
            head, _, rest = path.partition(".")
            node = self.linker.roots.get(head)
            if head not in found or (node is not None and rest == node.of.display):
                found[head] = (reader.letter, reader.label)
        return found

    def chunk(self, numbers: Sequence[int], cells: Sequence[Row]) -> None:
        """Take in some rows, written as far as they are right; a part of a table may hold none that count."""
        if not cells:
            return
        rows, parsed = self._read(numbers, cells)
        live = [at for at, row in enumerate(rows) if not row.wrong and not row.verdict]
        if self.has_links:
            self._link(rows, parsed, live)
            live = [at for at in live if not rows[at].wrong]
        self._settle_vague(rows, live)
        if self.of.name == "fund_line":
            self.stated.make_room([rows[at] for at in live])
        self._find([rows[at] for at in live])
        if self.of.name == "payment":
            self.stated.make_room([row for row in rows if row.due])
        self._check([row for row in rows if row.due])
        self._write([row for row in rows if row.due and not row.wrong])
        written = [(row, row.id) for row in rows if row.id is not None and not row.wrong]
        self.spread.write(written, parsed, rows)
        self.stated.write(written, cells, rows)
        self.decisions.write(written, cells, rows)
        self._tell(rows, cells)

    # --- reading ------------------------------------------------------------------------------------------------

    def _read(self, numbers: Sequence[int], cells: Sequence[Row]) -> tuple[list[_Row], dict[str, Sequence[Any]]]:
        columns = list(zip(*cells, strict=False))
        parsed: dict[str, Sequence[Any]] = {}
        notes: dict[int, list[Note]] = {}
        for path, reader in zip(self.paths, self.readers, strict=True):
            values, found = reader.read(columns[reader.at])
            parsed[path] = _together(parsed[path], values) if path in parsed else values
            for at, some in found.items():
                notes[at] = [*notes[at], *some] if at in notes else some
        # Every field: what has no column is blank or as in a new form.
        wholes = [self.blank.copy() for _ in cells]
        for name in self.own:
            for whole, value in zip(wholes, parsed[name], strict=True):
                whole[name] = value
        rows = list(map(_Row, itertools.repeat(self.of), numbers, wholes))
        for at, some in notes.items():
            rows[at].say(some)
        for at in self.added:
            self._tell_options(at, rows, parsed[self.paths[at]])
        if rows and self.constants and not self.told:
            self.told = True
            for name, value in self.constants.items():
                text = f"表里没有这一列，各行都按标题取 {self.of.fields[name].kind.to_text(value)}"
                rows[0].say([Note("warn", "", self.of.fields[name].label, text)])
        for row in rows if self.skip else ():
            if row.number in self.skip or int(row.number) in self.whole:
                row.verdict = SKIPPED
        return rows, parsed

    def _link(self, rows: list[_Row], parsed: dict[str, Sequence[Any]], live: list[int]) -> None:
        for name, node, answers in self.linker.resolve(parsed, live):
            letter, _ = self.columns.get(name, ("", ""))
            label = node.link.label
            for at, answer in zip(live, answers, strict=True):
                rows[at].values[name] = answer.id
                if answer.error:
                    rows[at].say([Note("error", letter, label, answer.error)])
                    rows[at].asked = answer.asked
                if answer.changes:
                    rows[at].change(*answer.changes)
                for text in answer.doubts:
                    rows[at].say([Note("warn", letter, label, text)])

    def _settle_vague(self, rows: list[_Row], live: list[int]) -> None:
        """20余万 is stored as 20 with its qualifier beside it, where the field has room for one."""
        for name, beside in self.vague:
            reader = self.readers[self.paths.index(name)]
            if not reader.vague:
                continue
            for at in live:
                row = rows[at]
                value = row.values[name]
                if value.__class__ is not Vague:
                    continue
                row.values[name] = int(value)
                if beside and row.values.get(beside) is None:
                    row.values[beside] = value.qualifier
                elif not beside:
                    text = f"是约数，按 {self.of.fields[name].kind.to_text(int(value))} 登记，请核对"
                    row.say([Note("warn", reader.letter, reader.label, text)])

    # --- finding and checking -----------------------------------------------------------------------------------

    def _find(self, rows: list[_Row]) -> None:
        complete = self.of.model.complete
        initial = [(n, value) for n, value in self.blank.items() if value is not None and n in self.given]
        given = [*self.given, *(beside for _, beside in self.vague if beside)]
        wholes = [row.values for row in rows]
        if not self.finder.empty:
            for row, whole in zip(rows, wholes, strict=True):
                row.given = {name: whole[name] for name in given if whole[name] is not None}
        for name, value in initial:
            for whole in wholes:
                if whole[name] is None:
                    whole[name] = value
        for whole in wholes:
            complete(whole)
        answers = self.finder.find(wholes, [row.number for row in rows])
        for row, answer in zip(rows, answers, strict=True):
            if answer.error:
                row.say([Note("error", "", "", answer.error)])
                row.asked = Question(self.of.name, answer.choices) if answer.choices else None
            elif answer.id is None:
                row.due = True
            else:
                row.id = answer.id
                if answer.doubt:
                    row.say([Note("warn", "", "", answer.doubt)])
        self._compare([row for row in rows if row.id is not None])

    def _compare(self, rows: list[_Row]) -> None:
        """What matched rows would change; an empty cell changes nothing."""
        stored = self.finder.stored
        kept = kept_values(self.of, [row.id for row in rows if row.id is not None]) if rows else {}
        for row in rows:
            assert row.id is not None
            before = stored[row.id]
            new = {name: value for name, value in row.given.items() if before[name] != value}
            for name in kept.get(row.id, {}).keys() & new.keys():
                letter, label = self.columns.get(name, ("", self.labels[name]))
                if kept[row.id][name] == before[name]:
                    row.say([Note("warn", letter, label, "由程序按下面的登记带出，没有按表格改")])
                del new[name]
            for name, beside in self.vague:
                # An exact figure in place of a vague one.
                if beside and name in new and row.given.get(beside) is None and before[beside] is not None:
                    new[beside] = None
            if new:
                row.values, row.changed, row.completed, row.due = {**before, **new}, set(new), False, True
                row.change(*[(self.labels[n], self._text(n, before[n]), self._text(n, v)) for n, v in new.items()])

    def _check(self, rows: list[_Row]) -> None:
        check_drafts(rows, doubted=self.given, sound_only=True)
        named = self.of.display if self.of.display in self.own else ""
        if named and isinstance(self.of.fields[named].kind, PersonName) and not self.of.fields[named].required:
            for row in rows:
                if row.id is None and row.values[named] is None:
                    row.error(f"{self.labels[named]}没有填", named)
        for row in rows:
            if row.problems:
                soften(row, self.given)
                row.say([note_of(problem, self.columns, self.labels) for problem in row.problems])

    # --- writing ------------------------------------------------------------------------------------------------

    def _write(self, rows: list[_Row]) -> None:
        new = [row for row in rows if row.id is None]
        edits = {row.id: row.values for row in rows if row.id is not None}
        ids = self.operation.add(self.of, [row.values for row in new])
        for row, id in zip(new, ids, strict=True):
            row.id, row.verdict = id, NEW
            if not self.finder.empty:
                self.finder.used[id] = row.number
        add_details(self.operation, self.of, list(zip(ids, [row.values for row in new], strict=True)))
        self.operation.edit(self.of, edits, {id: self.finder.stored[id] for id in edits})
        for row in rows:
            row.verdict = row.verdict or UPDATE

    def _tell(self, rows: list[_Row], cells: Sequence[Row]) -> None:
        if self.mapping.pieces:
            for row, own in zip(rows, cells, strict=True):
                row.notes = [self._in_sheet(note, own) for note in row.notes]
        failed = self.receipt.failed
        for row in rows:
            if row.wrong and row.verdict != SKIPPED:
                row.verdict = ERROR
                texts = [
                    f"{one.label}：{one.text}" if one.label else one.text for one in row.notes if one.level == "error"
                ]
                # Several records may stand in one row.
                number = int(row.number)
                failed[number] = "；".join([*filter(None, [failed.get(number)]), *texts])
            elif not row.verdict:
                row.verdict = UPDATE if row.changes else UNCHANGED
            if row.notes and row.verdict != SKIPPED:
                self.receipt.note(int(row.number), row.notes)
        self.receipt.counts.update([row.verdict for row in rows])
        for row, own in zip(rows, cells, strict=True) if self.keep_rows else ():
            verdict = RowVerdict(row.number, row.verdict, row.notes, row.changes, row.id, own, self.places, row.asked)
            self.receipt.rows.append(verdict)

    def _in_sheet(self, note: Note, cells: Sequence[Any]) -> Note:
        """A note with the letters of the column in which the cell stands in the clerk's sheet."""
        at = next(
            (one.header.column for one in self.mapping.columns if column_letters(one.header.column) == note.column), 0
        )
        column = self.mapping.sheet_column(at, cells)
        return replace(note, column=column_letters(column)) if at and column != at else note


def _together(first: Sequence[Any], more: Sequence[Any]) -> list[Any]:
    """Codes of a further column (风险2) behind those of the columns before it."""
    return [
        ",".join(dict.fromkeys(f"{a},{b}".split(","))) if a and b else a or b for a, b in zip(first, more, strict=True)
    ]


def _path(one: Column) -> str:
    assert one.target is not None
    return one.target.key


__all__ = ["SheetImport", "column_letters"]
