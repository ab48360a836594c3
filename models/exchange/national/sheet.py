"""One sheet of the batch, chunk by chunk: its columns by the part they fill, a verdict for each row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from models.exchange.cells import Note
from models.exchange.national.columns import VILLAGE
from models.exchange.national.entries import Book, Change, Columns, Entry
from models.exchange.national.homes import Homes
from models.exchange.national.layout import Layout, assign, parts
from models.exchange.national.places import Places
from models.exchange.read import Row
from models.exchange.receipt import ERROR, NEW, SKIPPED, UNCHANGED, UPDATE, RowVerdict, SheetReceipt
from models.exchange.table import Table
from models.ledger import Ledger
from models.record import Values, load

NO_NUMBER = "户编号没有填，不知道是哪一户"
NO_COLUMN = "表里没有“户编号”这一列，不知道哪一行是哪一户，没有导入；请重新导出带户编号的表"


class Sheet:
    """What the five sheets share. ``skip``: sheet rows to leave out; ``keep_rows``: a verdict per row is kept.

    ``decided`` {sheet row: the id of the record that it is, None: a new one}; ``chosen`` the same of the rows of a
    chunk by position, with the stored values.
    """

    def __init__(
        self, layout: Layout, table: Table, receipt: SheetReceipt, skip: set[int], book: Book, places: Places,
        homes: Homes, *, keep_rows: bool, decided: dict[int, int | None],
    ) -> None:  # fmt: skip
        self.layout, self.table, self.receipt, self.skip = layout, table, receipt, skip
        self.book, self.places, self.homes, self.keep_rows = book, places, homes, keep_rows
        kept, unknown, again = assign(layout, table.headers)
        self.assigned = kept
        self.parts = {
            part: Columns([one for one in kept if one.place.part == part])
            for part in parts(kept)
            if not part.startswith("measure:")
        }
        self.at = {one.place.path: one.header.column - 1 for one in reversed(kept)}
        self.notes: dict[int, list[Note]] = {}
        self.changes: dict[int, list[Change]] = {}
        self.new: set[int] = set()
        self.failed: set[int] = set()
        self.ids: dict[int, int] = {}
        self.decided = decided
        self.taken = {id for id in decided.values() if id is not None}
        self.chosen: dict[int, Values | None] = {}
        self._turned: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
        self._villages: dict[tuple[Any, ...], int | None] = {}
        self._say_columns(unknown, again)

    def _say_columns(self, unknown: Sequence[Any], again: Sequence[Any]) -> None:
        if unknown:
            text = f"没有台账可放，这 {len(unknown)} 列没有导入：{'、'.join(one.text for one in unknown)}"
            self.receipt.note(0, [Note("warn", "", "", text)])
        if again:
            text = f"和别的列重复，没有另外登记：{'、'.join(one.text for one in again)}"
            self.receipt.note(0, [Note("warn", "", "", text)])
        said = {one.text: self.layout.reasons[key] for one, key in self._reasoned()}
        if said:
            text = "、".join(f"{header}（{why}）" for header, why in said.items())
            self.receipt.note(0, [Note("warn", "", "", f"不另外登记：{text}")])

    def _reasoned(self) -> list[tuple[Any, str]]:
        from models.exchange.headers import plain

        return [(one, key) for one in self.table.headers if (key := plain(one.text)) in self.layout.reasons]

    def chunk(self, numbers: Sequence[int], rows: list[Row]) -> None:
        """Take in some rows."""
        self.notes, self.changes, self.new, self.failed, self.ids = {}, {}, set(), set(), {}
        live: Sequence[int] = range(len(rows))
        if self.skip:
            live = [at for at, number in enumerate(numbers) if number not in self.skip]
        live = self._choose(self._numbered(live, rows), numbers)
        if live:
            self.take(live, rows, numbers)
        self._turned.clear()
        self._tell(numbers, rows)

    def _numbered(self, live: Sequence[int], rows: list[Row]) -> Sequence[int]:
        """Rows that say whom they are about."""
        at_no = self.at.get("household.hh_no")
        if at_no is None:
            if self.layout.name == VILLAGE:
                return live
            for at in live:
                self.say(at, NO_COLUMN, "error")
            return []
        good = []
        for at in live:
            if rows[at][at_no] in ("", None):
                self.say(at, NO_NUMBER, "error")
            else:
                good.append(at)
        return good

    def _choose(self, live: Sequence[int], numbers: Sequence[int]) -> Sequence[int]:
        """Take in what was decided on these rows; those whose record is not there, or is another row's, fail."""
        self.chosen = {}
        if not self.decided:
            return live
        of = self.layout.of
        wanted = {at: self.decided[numbers[at]] for at in live if numbers[at] in self.decided}
        stored = load(of, {id for id in wanted.values() if id is not None})
        first = {id: number for number, id in sorted(self.decided.items(), reverse=True) if number not in self.skip}
        for at, id in wanted.items():
            if id is None:
                self.chosen[at] = None
            elif id not in stored:
                self.say(at, f"选定的{of.title}已经不在了，请重新选", "error")
            elif first[id] != numbers[at]:
                self.say(at, f"和第 {first[id]} 行选定了同一条{of.title}，请改其中一行", "error")
            else:
                self.chosen[at] = stored[id]
        return [at for at in live if at not in self.failed]

    def is_chosen(self, at: int, entry: Entry) -> bool:
        """Whether it was decided which record the row is: its entry is that one, or stays a new one."""
        if at not in self.chosen:
            return False
        if (stored := self.chosen[at]) is not None:
            entry.found(stored)
        return True

    def take(self, live: Sequence[int], rows: list[Row], numbers: Sequence[int]) -> None:
        """Read and write the rows at ``live``."""
        raise NotImplementedError

    def finish(self) -> None:
        """After the last chunk."""

    def read(self, part: str, live: Sequence[int], rows: list[Row]) -> list[Entry]:
        """The entries of a part for these rows; its doubts are said of them."""
        columns = self.parts.get(part)
        if columns is None or not live:
            return []
        notes: dict[int, list[Note]] = {}
        entries = columns.read(self._columns(live, rows), notes, fresh=self.book.empty(columns.of.name))
        for at, some in notes.items():
            mine = self.notes.setdefault(live[at], [])
            # A cell that is kept in two places is told of once.
            said = {(one.column, one.text) for one in mine}
            mine.extend(one for one in some if (one.column, one.text) not in said)
        return entries

    def _columns(self, live: Sequence[int], rows: list[Row]) -> list[tuple[Any, ...]]:
        """The cells of these rows by column; several parts of a chunk ask for the same rows."""
        key = tuple(live)
        if key not in self._turned:
            self._turned[key] = list(zip(*[rows[at] for at in live], strict=False))
        return self._turned[key]

    def villages(self, live: Sequence[int], rows: list[Row], *, without: Collection[int] = ()) -> list[int | None]:
        """The village of each row, read once for all rows that name it alike; ``without``: rows not asked for."""
        columns = self.parts.get("village")
        if columns is None:
            return [None] * len(live)
        ats = sorted({reader.at for reader in columns.readers})
        keys = {at: tuple(rows[at][column] for column in ats) for at in live if at not in without}
        new = {key: at for at, key in keys.items() if key not in self._villages}
        entries = self.read("village", list(new.values()), rows)
        self._villages |= dict(zip(new, self.places.of_rows(entries), strict=True))
        return [self._villages[keys[at]] if at in keys else None for at in live]

    def say(self, at: int, text: str, level: str = "warn", label: str = "") -> None:
        """Tell something of a row."""
        self.notes.setdefault(at, []).append(Note(level, "", label, text))
        if level == "error":
            self.failed.add(at)

    def wrote(self, at: int, entry: Entry, of: Ledger) -> None:
        """A row led to this record; one of the sheet's own ledger is what the row is about."""
        if of is self.layout.of and entry.id is not None:
            self.ids[at] = entry.id
        if at in self.new and not self.keep_rows:
            return
        if entry.is_new and of is self.layout.of:
            self.new.add(at)
        elif entry.is_new:
            self.changes.setdefault(at, []).append((of.title, "", "新增"))
        elif entry.changes:
            self.changes.setdefault(at, []).extend(entry.changes)

    def _tell(self, numbers: Sequence[int], rows: list[Row]) -> None:
        counts, receipt = self.receipt.counts, self.receipt
        for at, number in enumerate(numbers):
            notes, changes = self.notes.get(at, []), self.changes.get(at, [])
            if number in self.skip:
                verdict = SKIPPED
            elif at in self.failed:
                verdict = ERROR
                receipt.failed[number] = "；".join(one.text for one in notes if one.level == "error")
            else:
                verdict = NEW if at in self.new else UPDATE if changes else UNCHANGED
            counts[verdict] += 1
            if notes and verdict != SKIPPED:
                receipt.note(number, notes)
            if self.keep_rows:
                places = [one.column - 1 for one in self.table.headers]
                receipt.rows.append(RowVerdict(number, verdict, notes, changes, self.ids.get(at), rows[at], places))
