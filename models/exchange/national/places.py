"""The villages that the sheets name: found or made once, by code or by name within the township."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from models.exchange.national.entries import Book, Columns, Entry
from models.ledger import ledger
from models.record import Values, load

Key = tuple[Any, ...]


class Places:
    """Villages by what the sheets call them; kept for the whole batch."""

    def __init__(self, book: Book) -> None:
        self.book, self.of = book, ledger("village")
        model = self.of.model
        rows = model.select(model.id, model.name, model.township, model.code, model.seq).tuples()
        self._by_code: dict[str, int] = {}
        self._by_name: dict[tuple[str, str], int] = {}
        self._last = 0
        self._filled: set[int] = set()
        for id, name, town, code, seq in rows:
            self._remember(id, name, town, code)
            self._last = max(self._last, seq or 0)

    def _remember(self, id: int, name: str | None, town: str | None, code: str | None) -> None:
        if code:
            self._by_code[code] = id
        if name:
            self._by_name[name, town or ""] = id

    def find(self, values: Values) -> int | None:
        """The village of that code or name, None without one."""
        if values["code"] in self._by_code:
            return self._by_code[values["code"]]
        name, town = values["name"], values["township"] or ""
        if (name, town) in self._by_name:
            return self._by_name[name, town]
        # A village that was typed without its township, or a sheet that names none.
        alone = [id for (other, its), id in self._by_name.items() if other == name and (not its or not town)]
        return alone[0] if len(alone) == 1 else None

    def name_of(self, id: int) -> str:
        """What a village is called."""
        return next((name for (name, _), one in self._by_name.items() if one == id), "")

    def keep(self, entries: Sequence[Entry], columns: Columns, chosen: Set[int] = frozenset()) -> None:
        """The rows of 行政村信息: each village with all that the sheet says of it; ``chosen`` by id() is not sought."""
        self._match(entries, chosen)
        self.book.keep(self.of, entries, columns)
        for one in entries:
            self._remember(one.id or 0, one.values["name"], one.values["township"], one.values["code"])

    def _match(self, entries: Sequence[Entry], chosen: Set[int] = frozenset()) -> None:
        open_rows = [one for one in entries if id(one) not in chosen]
        found = {id(one): number for one in open_rows if (number := self.find(one.values)) is not None}
        stored = load(self.of, found.values())
        for one in entries:
            if id(one) in found:
                one.found(stored[found[id(one)]])
            elif one.stored is None and one.values["seq"] is None:
                self._last += 1
                one.values["seq"] = self._last

    def of_rows(self, entries: Sequence[Entry]) -> list[int | None]:
        """The village of each row that names one; a new one is made, an old one gets what it lacks of 省 市 县 乡."""
        keys = [
            tuple(one.values[name] for name in ("name", "township", "county", "city", "province")) for one in entries
        ]
        first: dict[Key, Entry] = {}
        for key, one in zip(keys, entries, strict=True):
            if key[0] is not None:
                first.setdefault(key, one)
        known: dict[Key, int | None] = {}
        for key, one in first.items():
            known[key] = self._one(one)
        return [known.get(key) for key in keys]

    def _one(self, entry: Entry) -> int | None:
        self._match([entry])
        if entry.stored is not None:
            if entry.stored["id"] in self._filled:
                return entry.id
            entry.given = {name: value for name, value in entry.given.items() if entry.stored[name] is None}
            self._filled.add(entry.stored["id"])
        self.book.keep(self.of, [entry])
        assert entry.id is not None
        self._remember(entry.id, entry.values["name"], entry.values["township"], entry.values["code"])
        self._filled.add(entry.id)
        return entry.id
