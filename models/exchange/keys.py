"""Finds the stored record that a row is about: business keys in order, the whole record where there is no key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.exchange.naming import IDENTITY
from models.id_number import IdNumber
from models.kinds import Code, PersonName
from models.ledger import Ledger
from models.query import find
from models.record import load

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The record of a row: ``id`` None when there is none, ``doubt`` a sentence to look at, ``error`` why it fails.

    ``choices``: ids of the records among which the clerk has to say which it is.
    """

    id: int | None = None
    doubt: str = ""
    error: str = ""
    choices: tuple[int, ...] = ()


_NOT_FOUND = Found()


class Finder:
    """Finds records of one ledger, chunk by chunk.

    ``once``: a record belongs to one row only, as in a table of that ledger; else many rows may name it, as members
    name their household. ``stored`` holds what was loaded for the last chunk. ``decided`` {sheet row: the record's id,
    None: a new one}, as the clerk said.
    """

    def __init__(self, of: Ledger, *, once: bool, decided: dict[int, int | None] | None = None) -> None:
        self.of, self.once = of, once
        self.decided = decided or {}
        self.keys = [key for key in of.keys if len(key) < IDENTITY]
        self.identity = next((key for key in of.keys if len(key) >= IDENTITY), None)
        self.sure = [self._is_number(key) for key in self.keys]
        self.weak = [self._is_name(key) for key in self.keys]
        self.surer = [{part for sure in self.keys[:at] for part in sure} - {*key} for at, key in enumerate(self.keys)]
        # Of rows that were said to be the same record, the first.
        self.used: dict[int, int] = {
            id: row for row, id in sorted(self.decided.items(), reverse=True) if id is not None
        }
        self.chosen = self.used.copy()
        self.seen: dict[int, dict[Any, int]] = {}
        self.empty = once and not of.model.select(of.model.id).exists()
        self.stored: dict[int, Values] = {}

    def _is_number(self, key: tuple[str, ...]) -> bool:
        return len(key) == 1 and isinstance(self.of.fields[key[0]].kind, Code | IdNumber)

    def _is_name(self, key: tuple[str, ...]) -> bool:
        # A person's name is no identity: what is found by it is shown for review.
        kinds = [self.of.fields[part].kind for part in key]
        return any(isinstance(k, PersonName) for k in kinds) and not any(isinstance(k, Code | IdNumber) for k in kinds)

    def find(self, rows: Sequence[Values | None], numbers: Sequence[int]) -> list[Found]:
        """One answer per row (None: a row that is not asked for); ``numbers`` sheet rows, for messages."""
        answers = [_NOT_FOUND] * len(rows)
        open_rows = [at for at, row in enumerate(rows) if row is not None]
        self.stored = {}
        if self.once:
            open_rows = self._not_repeated(rows, numbers, answers, open_rows)
        if self.empty:
            return answers
        if self.decided:
            open_rows = self._as_decided(numbers, answers, open_rows)
        for index, key in enumerate(self.keys):
            open_rows = self._by_key(index, key, rows, numbers, answers, open_rows)
        if self.identity is not None:
            self._by_identity(self.identity, rows, numbers, answers, open_rows)
        return answers

    def _as_decided(self, numbers: Sequence[int], answers: list[Found], open_rows: list[int]) -> list[int]:
        """Answer the rows that the clerk decided on; returns the others."""
        wanted = {at: self.decided[numbers[at]] for at in open_rows if numbers[at] in self.decided}
        for (at, id), found in zip(wanted.items(), self.by_ids(list(wanted.values())), strict=True):
            answers[at] = found or _NOT_FOUND
            if id is not None and self.chosen[id] != numbers[at]:
                text = f"和第 {self.chosen[id]} 行选定了同一条{self.of.title}，请改其中一行"
                answers[at] = Found(error=text)
        return [at for at in open_rows if at not in wanted]

    def by_ids(self, ids: Sequence[int | None]) -> list[Found | None]:
        """The records that the clerk chose, in step with ``ids`` (None: no choice)."""
        self._load({id for id in ids if id is not None})
        gone = Found(error=f"选定的{self.of.title}已经不在了，请重新选")
        return [None if id is None else Found(id) if id in self.stored else gone for id in ids]

    def _not_repeated(self, rows: Any, numbers: Sequence[int], answers: list[Found], open_rows: list[int]) -> list[int]:
        """Rows whose number did not stand in the table before."""
        for index, key in enumerate(self.keys):
            if not self.sure[index]:
                continue
            name, seen = key[0], self.seen.setdefault(index, {})
            first = {value: numbers[at] for at in reversed(open_rows) if (value := rows[at].get(name)) is not None}
            if len(first) == len(open_rows) and seen.keys().isdisjoint(first):
                seen.update(first)
                continue
            kept = []
            for at in open_rows:
                value = rows[at].get(name)
                number = seen.setdefault(value, numbers[at]) if value is not None else numbers[at]
                if number != numbers[at]:
                    answers[at] = Found(error=f"{self.of.fields[name].label}与第 {number} 行重复")
                else:
                    kept.append(at)
            open_rows = kept
        return open_rows

    def _load(self, ids: set[int]) -> None:
        missing = ids - self.stored.keys()
        if missing:
            self.stored.update(load(self.of, missing))

    def _by_key(
        self,
        index: int,
        key: tuple[str, ...],
        rows: Any,
        numbers: Sequence[int],
        answers: list[Found],
        asked: list[int],
    ) -> list[int]:
        wanted = {at: tuple(rows[at].get(part) for part in key) for at in asked}
        whole = {at: parts for at, parts in wanted.items() if None not in parts}
        if not whole:
            return asked
        hits = find(self.of, key, whole.values())
        if not hits:
            return asked
        self._load({id for ids in hits.values() for id in ids})
        rest = []
        for at in asked:
            ids = [
                id for id in hits.get(whole.get(at, ()), ()) if not self._contradicts(index, rows[at], self.stored[id])
            ]
            free = [id for id in ids if id not in self.used] if self.once else ids
            if len(free) == 1:
                labels = "、".join(self.of.fields[part].label for part in key)
                doubt = f"按{labels}对上已有的{self.of.title}，请核对" if self.weak[index] else ""
                self._take(at, free[0], numbers, answers, doubt)
            elif free:
                answers[at] = Found(error=f"已有 {len(free)} 条同样的记录，请核对", choices=tuple(free))
            else:
                rest.append(at)
        return rest

    def _take(self, at: int, id: int, numbers: Sequence[int], answers: list[Found], doubt: str = "") -> None:
        answers[at] = Found(id, doubt)
        if self.once:
            self.used[id] = numbers[at]

    def _contradicts(self, index: int, row: Values, stored: Values) -> bool:
        """Whether a surer key says that it is another record: 张三 with another 证件号码."""
        for part in self.surer[index]:
            mine, theirs = row.get(part), stored.get(part)
            if mine is not None and theirs is not None and mine != theirs:
                return True
        return False

    def _by_identity(
        self, key: tuple[str, ...], rows: Any, numbers: Sequence[int], answers: list[Found], asked: list[int]
    ) -> None:
        """Without a number a record is the same when all of the key is; blanks of a row may be filled since."""
        patterns: dict[tuple[str, ...], list[int]] = {}
        for at in asked:
            patterns.setdefault(tuple(part for part in key if rows[at].get(part) is not None), []).append(at)
        for parts, group in patterns.items():
            if not parts:
                continue
            hits = find(self.of, parts, [tuple(rows[at][part] for part in parts) for at in group])
            self._load({id for ids in hits.values() for id in ids})
            for at in group:
                self._one_of(at, parts, key, hits.get(tuple(rows[at][part] for part in parts), []), numbers, answers)

    def _one_of(
        self, at: int, parts: tuple[str, ...], key: tuple[str, ...], ids: list[int], numbers: Sequence[int],
        answers: list[Found],
    ) -> None:  # fmt: skip
        free = [id for id in ids if id not in self.used]
        rest = [part for part in key if part not in parts]
        same = [id for id in free if all(self.stored[id][part] is None for part in rest)]
        if same:
            self._take(at, min(same), numbers, answers)
        elif len(free) == 1 and len(parts) > 2:
            self._take(at, free[0], numbers, answers, f"已有一条内容相同、更完整的{self.of.title}，按它核对")
        elif len(free) > 1 and len(parts) > 2:
            answers[at] = Found(error=f"已有 {len(free)} 条同样的记录，请核对", choices=tuple(free))
