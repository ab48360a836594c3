"""The people of 监测对象信息: found by 人编号, by number in the household, by name; two with one number stay two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from models.exchange.national.entries import Book, Entry
from models.ledger import ledger
from models.query import find
from models.record import Values, load

if TYPE_CHECKING:
    from models.exchange.national.sheet import Sheet

NOBODY = "没有姓名、证件号码和人编号，只登记了这一户"


class People:
    """Members of the batch: ``numbers`` {证件号码: sheet row} of those met so far, ``used`` records that have a row."""

    def __init__(self, book: Book) -> None:
        self.book, self.of = book, ledger("member")
        self.numbers: dict[str, int] = {}
        self.used: set[int] = set()
        self.seats: dict[int, int] = {}

    def keep(self, sheet: Sheet, entries: list[Entry], live: Sequence[int], numbers: Sequence[int]) -> set[int]:
        """Write the people of a chunk; returns rows that name nobody."""
        nobody = {
            at for at, one in zip(live, entries, strict=True)
            if not (one.values["name"] or one.values["id_no"] or one.values["person_no"])
        }  # fmt: skip
        for at in nobody:
            sheet.say(at, NOBODY)
        some = [(at, one) for at, one in zip(live, entries, strict=True) if at not in nobody]
        self._tell_doubles(sheet, some, numbers)
        open_rows = [one for at, one in some if not sheet.is_chosen(at, one)]
        if not self.book.empty("member"):
            self._match(open_rows)
        for _, one in some:
            if one.is_new:
                home = one.values["household"]
                one.values["seq"] = self.seats[home] = self.seats.get(home, 0) + 1
        self.book.keep(self.of, [one for _, one in some], sheet.parts["member"])
        if not self.book.was_empty("member"):
            self.book.present.people |= {one.id for _, one in some if one.id is not None}
        return nobody

    def _tell_doubles(self, sheet: Sheet, some: Sequence[tuple[int, Entry]], numbers: Sequence[int]) -> None:
        for at, one in some:
            number = one.values["id_no"]
            if number and (first := self.numbers.setdefault(number, numbers[at])) != numbers[at]:
                sheet.say(at, f"与第 {first} 行是同一个号，两人都留着，请核对", label=self.of.fields["id_no"].label)

    def _match(self, entries: Sequence[Entry]) -> None:
        """The sure marks first; a record belongs to one row only."""
        homes = list({one.values["household"] for one in entries})
        ids = set()
        for names, keys in (
            (("person_no",), [(one.values["person_no"],) for one in entries]),
            (("id_no",), [(one.values["id_no"],) for one in entries]),
            (("household",), [(home,) for home in homes]),
        ):
            ids |= {id for found in find(self.of, names, keys).values() for id in found}
        stored = load(self.of, ids - self.used)
        rest = list(entries)
        for key in (_by_number, _by_home_number, _by_number_alone, _by_name):
            index: dict[Any, list[Values]] = {}
            for values in stored.values():
                if values["id"] not in self.used and (mark := key(values)) is not None:
                    index.setdefault(mark, []).append(values)
            left = []
            for one in rest:
                fitting = [v for v in index.get(key(one.values), ()) if v["id"] not in self.used and _may_be(one, v)]
                if len(fitting) == 1 or (fitting and key is not _by_name):
                    one.found(fitting[0])
                    self.used.add(fitting[0]["id"])
                else:
                    left.append(one)
            rest = left


Key = Callable[[Values], Any]


def _by_number(values: Values) -> Any:
    return values["person_no"]


def _by_home_number(values: Values) -> Any:
    return (values["household"], values["id_no"]) if values["id_no"] else None


def _by_number_alone(values: Values) -> Any:
    return values["id_no"]


def _by_name(values: Values) -> Any:
    return (values["household"], values["name"]) if values["name"] else None


def _may_be(entry: Entry, stored: Values) -> bool:
    """Whether 人编号 does not say that it is somebody else."""
    mine = entry.values["person_no"]
    return mine is None or stored["person_no"] is None or mine == stored["person_no"]
