"""Households of the sheets: found by 户编号, or by their head's number where a clerk typed none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models.exchange.national.entries import Book, Entry
from models.ledger import ledger
from models.query import find
from models.record import Values, load


class Homes:
    """{户编号: id} of what was found or made in the batch, and what the batch knows of their people.

    ``made``: households made whole, with all their people; ``members`` {(household, 证件号码): member} of those.
    ``village_of``: {household: its village}.
    """

    def __init__(self, book: Book) -> None:
        self.book, self.of = book, ledger("household")
        self.known: dict[str, int] = {}
        self.made: set[int] = set()
        self.members: dict[tuple[int, str], int] = {}
        self.village_of: dict[int, int | None] = {}
        self._peopled: dict[int, bool] = {}

    def stored(self, entries: Sequence[Entry]) -> None:
        """Tell the entries that are stored already which records they are."""
        if self.book.empty("household") and self.known.keys().isdisjoint([one.values["hh_no"] for one in entries]):
            return
        numbers = [(one.values["hh_no"],) for one in entries]
        hits = {key[0]: ids[0] for key, ids in find(self.of, ("hh_no",), numbers).items()}
        rest = [one for one in entries if one.values["hh_no"] not in hits]
        by_head = find(self.of, ("head_id_no",), [(one.values["head_id_no"],) for one in rest])
        heads = load(self.of, {id for ids in by_head.values() for id in ids})
        for one in rest:
            free = [id for id in by_head.get((one.values["head_id_no"],), ()) if not heads[id]["hh_no"]]
            if len(free) == 1:
                hits[one.values["hh_no"]] = free[0]
        loaded = load(self.of, hits.values())
        for one in entries:
            if one.values["hh_no"] in hits:
                one.found(loaded[hits[one.values["hh_no"]]])

    def keep(self, entries: Sequence[Entry], columns: Any = None) -> None:
        """Write them and remember their numbers."""
        self.book.keep(self.of, entries, columns)
        for one in entries:
            assert one.id is not None
            self.known[one.values["hh_no"]] = one.id
            before = one.stored["village"] if one.stored is not None else None
            self.village_of[one.id] = one.values["village"] if before is None else one.given.get("village", before)

    def peopled(self, ids: Iterable[int]) -> set[int]:
        """Those that have members: of them 监测对象信息 tells, and no other sheet changes them."""
        model = ledger("member").model
        ids = set(ids)
        asked = sorted(ids - self.made - self._peopled.keys())
        for at in range(0, len(asked), 500):
            part = asked[at : at + 500]
            query = model.select(model.household).where(model.household.in_(part)).distinct()
            have = {id for (id,) in query.tuples()}
            self._peopled |= {id: id in have for id in part}
        return {id for id in ids if id in self.made or self._peopled.get(id)}

    def bare(self, rows: Sequence[tuple[str, Values]]) -> None:
        """Make the households that only a sheet of workers names, with what its rows say of them."""
        missing: dict[str, Values] = {}
        asked = [no for no, _ in rows if no not in self.known]
        hits = find(self.of, ("hh_no",), [(no,) for no in asked]) if asked and not self.book.empty("household") else {}
        self.known |= {key[0]: ids[0] for key, ids in hits.items()}
        for no, values in rows:
            if no not in self.known:
                missing.setdefault(no, {"hh_no": no, **values})
        blank = dict.fromkeys(self.of.fields)
        self.keep([Entry({**blank, **values}, {}) for values in missing.values()])

    def add_people(self, entries: Sequence[Entry]) -> None:
        """Remember the people of households that the batch made."""
        for one in entries:
            if one.id is not None and one.values["household"] in self.made and one.values["id_no"]:
                self.members.setdefault((one.values["household"], one.values["id_no"]), one.id)

    def people_of(self, homes: Iterable[int]) -> dict[tuple[int, str], int]:
        """{(household, 证件号码): member} of these households, the first one where two have the number."""
        model, found = ledger("member").model, self.members
        wanted = sorted(set(homes) - self.made)
        if not wanted:
            return found
        found = {**found}
        for at in range(0, len(wanted), 500):
            query = model.select(model.household, model.id_no, model.id).where(
                model.household.in_(wanted[at : at + 500]), model.id_no.is_null(False)
            )
            for home, number, id in query.tuples():
                found.setdefault((home, number), id)
        return found
