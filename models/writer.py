"""Operation: writing records in one transaction with one history; ids, uids and bulk statements."""

from __future__ import annotations

import functools
import getpass
import itertools
import operator
import os
import threading
import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

import peewee

from models import changes, clock, closed, settings
from models.database import bits, database, explain, insert, is_known, run, run_many
from models.history import pack
from models.kinds import Problem
from models.ledger import Ledger, ledger
from models.record import Record, Refused, links_to, load

CHUNK, TOGETHER = 500, 25
_LAST = '(SELECT COALESCE(MAX("id"), 0) FROM "change")'


def who() -> str:
    """The name under which changes are kept: the one set in the program, else the system's user."""
    if name := settings.operator.get():
        return str(name)
    return _system_user()


@functools.cache
def _system_user() -> str:
    """Whoever is logged in; that does not change while the program runs, and asking costs a look into a file."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "本机用户"


class _Uids:
    """Where the last texts came from: those of the same millisecond go on behind them."""

    moment = head = ""
    next = 0
    lock = threading.Lock()


def new_uids(count: int) -> list[str]:
    """UUIDv7 texts: they sort by time, in the order in which they were asked for, and never clash between copies."""
    moment = f"{time.time_ns() // 1_000_000:012x}"
    with _Uids.lock:
        if moment != _Uids.moment or _Uids.next + count > 1 << 48:
            noise = os.urandom(9).hex()
            _Uids.moment = moment
            _Uids.head = f"{moment[:8]}-{moment[8:]}-7{noise[:3]}-8{noise[3:6]}-"
            _Uids.next = min(int(noise[6:], 16), (1 << 48) - count)
        head, start = _Uids.head, _Uids.next
        _Uids.next += count
    return [f"{head}{at:012x}" for at in range(start, start + count)]


def take_ids(count: int, name: str = "record") -> int:
    """The first of ``count`` new ids."""
    if not run('UPDATE "sequence" SET "next" = "next" + ? WHERE "name" = ?', (count, name)).rowcount:
        run('INSERT INTO "sequence" ("name", "next") VALUES (?, ?)', (name, 1 + count))
        return 1
    return int(run('SELECT "next" FROM "sequence" WHERE "name" = ?', (name,)).fetchone()[0]) - count


def insert_rows(of: Ledger, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert prepared tuples; ``names`` are field names."""
    columns = ", ".join(f'"{of.model._meta.fields[name].column_name}"' for name in names)
    marks = f"({', '.join('?' * len(names))})"
    head = f'INSERT INTO "{of.name}" ({columns}) VALUES '
    rows = list(rows)
    # Many rows by one statement take a sixth less time than one by one.
    whole = len(rows) // TOGETHER * TOGETHER if len(rows) >= 4 * TOGETHER else 0
    together = [[*itertools.chain.from_iterable(rows[at : at + TOGETHER])] for at in range(0, whole, TOGETHER)]
    if together:
        run_many(head + ", ".join([marks] * TOGETHER), together)
    if whole < len(rows):
        run_many(head + marks, rows[whole:])


@functools.lru_cache(maxsize=256)
def _setting(of: Ledger, names: tuple[str, ...]) -> str:
    sets = ", ".join(f'"{of.model._meta.fields[name].column_name}" = ?' for name in names)
    return f'UPDATE "{of.name}" SET {sets}, "revision" = "revision" + 1 WHERE "id" = ?'


def any_filled(column: Sequence[Any]) -> bool:
    """Whether a column of values holds anything."""
    return column.count(None) < len(column)


def _tuples(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The values of each row at ``names``."""
    try:
        return list(map(operator.itemgetter(*names), rows)) if len(names) > 1 else [(row[names[0]],) for row in rows]
    except (KeyError, IndexError):
        return [tuple(row.get(name) for name in names) for row in rows]


def _filled(of: Ledger, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Fields that any of the rows fills: a table has half of them or fewer, and the rest need not be bound."""
    blank = [name for name in of.fields if rows[0].get(name) is None]
    columns = zip(*set(_tuples(rows, blank)), strict=True)
    empty = {name for name, column in zip(blank, columns, strict=False) if not any_filled(column)}
    return [name for name in of.fields if name not in empty]


class Operation:
    """A context in which records are written. Leaving it brings masters into line, closes the history and commits.

    Nothing is checked here: drafts come from ``models.record.check_drafts``.
    """

    def __init__(self, kind: str, title: str, source: str = "", undoes: int | None = None) -> None:
        self.kind, self.title, self.source, self.undoes = kind, title, source, undoes
        self._number = 0
        # What is not yet in the history, one or the other: changes (ledger, record, action, data), new records.
        self._noted: list[tuple[str, int, str, str | None]] = []
        self._added: list[tuple[Ledger, int, int]] = []
        self.added = self.edited = self.deleted = 0
        self.touched: dict[str, set[int]] = {}
        self.ledgers: set[str] = set()
        self._atomic: Any = None

    def __enter__(self) -> Operation:
        self._atomic = database.atomic()
        self._atomic.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            try:
                self._bring_into_line()
                self._close()
            except BaseException as problem:
                self._atomic.__exit__(type(problem), problem, problem.__traceback__)
                raise
        try:
            self._atomic.__exit__(kind, error, trace)
        except Exception as problem:
            raise (explain(problem) if is_known(problem) else problem) from problem
        if error is not None and is_known(error):
            raise explain(error) from error
        if error is None and self._number:
            _after_commit(self.ledgers)

    @property
    def number(self) -> int:
        """Its number in the history, 0 while nothing is written."""
        self._write_history()
        return self._number

    def begin(self) -> int:
        """Enter the operation into the history even if nothing is written; returns its number."""
        if not self._number:
            now = clock.now().isoformat(" ", "seconds")
            noted = len(self._noted) + sum(last - first + 1 for _, first, last in self._added)
            values = (self.kind, self.title, now, who(), self.source, *self._counts(), noted)
            # Bound only when there is one: None takes the driver a way through its adapters.
            undoes, more = ("NULL", ()) if self.undoes is None else ("?", (self.undoes,))
            self._number = insert(
                'INSERT INTO "operation" ("kind", "title", "at", "who", "source", "added", "edited", "deleted",'
                ' "ledgers", "first_change", "last_change", "undoes") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,'
                f" {_LAST} + 1, {_LAST} + ?, {undoes})",
                (*values, *more),
            )
        return self._number

    def _counts(self) -> tuple[int, int, int, str]:
        return self.added, self.edited, self.deleted, ",".join(sorted(self.ledgers))

    def _close(self) -> None:
        # A form is entered only now, with all that is to be said of it: one statement less.
        entered = self._number
        self._write_history()
        if entered:
            run(
                'UPDATE "operation" SET "added" = ?, "edited" = ?, "deleted" = ?, "ledgers" = ?,'
                f' "last_change" = {_LAST} WHERE "id" = ?',
                (*self._counts(), self._number),
            )

    def _note(self, of: Ledger, action: str, rows: Iterable[tuple[int, str | None]]) -> None:
        if self._added:
            self._write_history()
        self.ledgers.add(of.name)
        self._noted += [(of.name, record, action, data) for record, data in rows]
        if len(self._noted) >= CHUNK:
            self._write_history()

    def _note_added(self, of: Ledger, ids: Sequence[int]) -> None:
        if not isinstance(ids, range):
            self._note(of, "add", [(id, None) for id in ids])
            return
        if self._noted:
            self._write_history()
        self.ledgers.add(of.name)
        if self._added and self._added[-1][0] is of and self._added[-1][2] == ids[0] - 1:
            self._added[-1] = (of, self._added[-1][1], ids[-1])
        else:
            self._added.append((of, ids[0], ids[-1]))

    def _write_history(self) -> None:
        """Enter what is not yet in the history, in the order it was done: a trial that is taken back never is."""
        if not self._noted and not self._added:
            return
        number = self.begin()
        added, self._added, noted, self._noted = self._added, [], self._noted, []
        for of, first, last in added:
            run(
                'INSERT INTO "change" ("operation_id", "ledger", "record_id", "action") '
                f'SELECT CAST(? AS INTEGER), CAST(? AS TEXT), "id", \'add\' FROM "{of.name}" '
                'WHERE "id" BETWEEN ? AND ? ORDER BY "id"',
                (number, of.name, first, last),
            )
        if noted:
            run_many(
                'INSERT INTO "change" ("operation_id", "ledger", "record_id", "action", "data") VALUES (?, ?, ?, ?, ?)',
                [(number, *one) for one in noted],
            )

    def _touch(
        self,
        of: Ledger,
        ids: Iterable[int],
        rows: Iterable[dict[str, Any]],
        changed: tuple[str, ...] | None = None,
    ) -> None:
        watched = of.model.watched
        if changed is not None and watched is not None and not set(changed) & set(watched):
            return
        if has_refresh(of.model):
            self.touched.setdefault(of.name, set()).update(ids)
        if of.master_ledger is not None and has_refresh(of.master_ledger.model):
            masters = self.touched.setdefault(of.master_ledger.name, set())
            masters.update(row[of.master] for row in rows if row.get(of.master) is not None)

    def add(self, of: Ledger, rows: Sequence[dict[str, Any]], ids: Sequence[int] | None = None) -> list[int]:
        """Insert new records (dicts of stored values); returns their ids."""
        if not rows:
            return []
        closed.guard(of, rows)
        if ids is None:
            first = take_ids(len(rows))
            ids = range(first, first + len(rows))
        uids = [row.get("uid") or uid for row, uid in zip(rows, new_uids(len(rows)), strict=True)]
        filled = _filled(of, rows)
        yes_no = [name for name in filled if isinstance(of.fields[name], peewee.BooleanField)]
        others = [name for name in filled if name not in yes_no]
        flags = [bits(column) for column in zip(*_tuples(rows, yes_no), strict=True)] if yes_no else []
        heads = zip(ids, uids, [1] * len(rows), *flags, strict=True)
        insert_rows(of, ["id", "uid", "revision", *yes_no, *others], map(operator.add, heads, _tuples(rows, others)))
        self._note_added(of, ids)
        self.added += len(rows)
        self._touch(of, ids, rows)
        return list(ids)

    def edit(self, of: Ledger, edits: dict[int, dict[str, Any]], known: dict[int, dict[str, Any]] | None = None) -> int:
        """Change fields of records; what is equal already is left alone. Returns how many records changed.

        ``known``: the stored values, when the caller has just loaded them.
        """
        changed = 0
        ids, fields = list(edits), of.fields
        for at in range(0, len(ids), CHUNK):
            part = ids[at : at + CHUNK]
            stored = load(of, part) if known is None else known
            groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
            notes: list[tuple[int, str]] = []
            altered: list[dict[str, Any]] = []
            for id in part:
                if id not in stored:
                    continue
                before = stored[id]
                # Asked of every field of every record: most values are the very object that was loaded.
                known_of = before.get
                diff = {
                    n: v for n, v in edits[id].items() if (old := known_of(n)) is not v and n in fields and old != v
                }
                if not diff:
                    continue
                names = tuple(diff)
                after = {**before, **diff}
                altered += [before, after]
                groups.setdefault(names, []).append((*diff.values(), id))
                notes.append((id, pack({n: [before[n], v] for n, v in diff.items()})))
                self._touch(of, [id], [before, after], names)
            closed.guard(of, altered)
            for names, rows in groups.items():
                run_many(_setting(of, names), rows)
            if notes:
                self._note(of, "edit", notes)
                changed += len(notes)
        self.edited += changed
        return changed

    def delete(self, of: Ledger, ids: Iterable[int]) -> int:
        """Delete records after their details and attachments. Raises Refused when others link here."""
        from models import attachment

        ids = list(ids)
        count = 0
        for at in range(0, len(ids), CHUNK):
            part = ids[at : at + CHUNK]
            for other, link in links_to(of):
                inner = [row[0] for row in other.model.select(other.model.id).where(link.in_(part)).tuples()]
                if not inner:
                    continue
                if not link.cascade:
                    raise Refused(
                        [Problem(f"还有 {len(inner)} {other.counter}{other.title}用到它，没有删除。请先改掉那些记录。")]
                    )
                self.delete(other, inner)
            if attached := attachment.ids_of(part):
                self.delete(attachment.LEDGER, attached)
            stored = load(of, part)
            if not stored:
                continue
            if kept := list(of.model.keep_back(list(stored))):
                raise Refused(kept)
            closed.guard(of, stored.values())
            self._note(
                of, "delete",
                [(id, pack({n: v for n, v in row.items() if n not in ("id", "revision") and v is not None}))
                 for id, row in stored.items()],
            )  # fmt: skip
            of.model.delete().where(of.model.id.in_(list(stored))).execute()
            self._touch(of, stored, stored.values())
            count += len(stored)
        self.deleted += count
        return count

    def in_line(self, name: str, ids: Iterable[int]) -> None:
        """Say that what these records keep of their details was written with them: they are not looked at again."""
        self.touched.get(name, set()).difference_update(ids)

    def _bring_into_line(self) -> None:
        # Masters of masters come after their details: run until nothing new is touched, each record once.
        done: dict[str, set[int]] = {}
        for _ in range(5):
            todo = {name: ids - done.get(name, set()) for name, ids in self.touched.items()}
            if not any(todo.values()):
                return
            self._write_history()
            for name, ids in todo.items():
                done.setdefault(name, set()).update(ids)
                for target, edits in ledger(name).model.refresh(sorted(ids)):
                    count = self.edited
                    self.edit(ledger(target), edits)
                    self.edited = count


@functools.cache
def has_refresh(model: Any) -> bool:
    """Whether a model keeps values in line with its details."""
    return any("refresh" in vars(cls) for cls in model.__mro__ if cls not in Record.__mro__)


def _after_commit(names: set[str]) -> None:
    if database.obj.in_transaction():
        database.obj.after_commit(lambda: changes.announce(names))
    else:
        changes.announce(names)


class Cancelled(Exception):
    """The clerk stopped a long work; nothing of it was written."""
