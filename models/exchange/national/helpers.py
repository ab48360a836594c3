"""帮扶联系人 of 监测对象信息: the helper, and since when they are paired with the household."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.exchange.national.entries import Book, Entry
from models.exchange.read import Row
from models.ledger import ledger
from models.record import blank, load

if TYPE_CHECKING:
    from models.exchange.national.sheet import Sheet


class Helpers:
    """Helpers by name and phone, or by name and unit where no phone is known."""

    def __init__(self, book: Book) -> None:
        self.book, self.of, self.pairs = book, ledger("helper"), ledger("help_pair")
        model = self.of.model
        self._by_phone: dict[tuple[str, str], int] = {}
        self._by_unit: dict[tuple[str, str], int] = {}
        for id, name, org, phone in model.select(model.id, model.name, model.org, model.phone).tuples():
            self._remember(id, name, org, phone)
        self._wanted: list[int | None] = []

    def _remember(self, id: int, name: str, org: str | None, phone: str | None) -> None:
        if phone:
            self._by_phone[name, phone] = id
        else:
            self._by_unit[name, org or ""] = id

    def of_rows(self, sheet: Sheet, heads: Sequence[int], rows: list[Row]) -> list[int | None]:
        """The helper of each row, made if new."""
        entries = sheet.read("helper", heads, rows)
        if not entries:
            self._wanted = [None] * len(heads)
            return self._wanted
        helpers: list[int | None] = []
        new: dict[tuple[str, str, str], Entry] = {}
        for one in entries:
            name, org, phone = (one.values[key] or "" for key in ("name", "org", "phone"))
            id = self._by_phone.get((name, phone)) or self._by_unit.get((name, org))
            if name and id is None:
                new.setdefault((name, org, phone), one)
            helpers.append(id)
        self._learn(entries, helpers)
        self.book.keep(self.of, list(new.values()))
        for (name, org, phone), one in new.items():
            self._remember(one.id or 0, name, org, phone)
        for at, one in enumerate(entries):
            if helpers[at] is None:
                key = tuple(one.values[key] or "" for key in ("name", "org", "phone"))
                helpers[at] = new[key].id if key in new else None
        self._wanted = helpers
        return helpers

    def _learn(self, entries: Sequence[Entry], helpers: Sequence[int | None]) -> None:
        """Of a known helper only what was blank is filled: another village's row may say otherwise."""
        known = [(one, id) for one, id in zip(entries, helpers, strict=True) if id is not None]
        stored = load(self.of, {id for _, id in known})
        for one, id in known:
            before = stored.pop(id, None)
            if before is None:
                continue
            one.found(before)
            one.given = {name: value for name, value in one.given.items() if before[name] is None}
            if one.given:
                self.book.keep(self.of, [one])
                self._remember(id, before["name"], one.values["org"], one.values["phone"])

    def pair(self, sheet: Sheet, heads: Sequence[int], rows: list[Row], homes: dict[int, Entry]) -> None:
        """Pair each household with the helper ``of_rows`` found; the pair before that ends the day before."""
        entries = sheet.read("help_pair", heads, rows) or [Entry(blank(self.pairs), {}) for _ in heads]
        model, current = self.pairs.model, {}
        ids = [homes[at].id for at in heads]
        for at in range(0, len(ids), 500) if not self.book.empty("help_pair") else ():
            query = model.select(model.household, model.id).where(
                model.household.in_(ids[at : at + 500]), model.end.is_null()
            )
            current.update(query.tuples())
        stored = load(self.pairs, current.values())
        kept: list[tuple[int, Entry]] = []
        for at, entry, helper in zip(heads, entries, self._wanted, strict=True):
            if helper is None:
                continue
            home = homes[at].id
            entry.put("household", home)
            entry.put("helper", helper)
            before = stored.get(current.get(home, 0))
            if before is not None and before["helper"] == helper:
                entry.found(before)
            elif before is not None:
                kept.append((at, self._ended(before, entry.values["start"])))
            kept.append((at, entry))
        self.book.keep(self.pairs, [one for _, one in kept])
        for at, one in kept:
            sheet.wrote(at, one, self.pairs)

    def _ended(self, before: dict[str, object], start: str | None) -> Entry:
        from models import clock

        day = start if start and len(start) == 10 else clock.today_text()
        end = (datetime.date.fromisoformat(day) - datetime.timedelta(1)).isoformat()
        closed = Entry({}, {"end": max(end, str(before["start"] or ""))})
        closed.found(before)
        return closed
