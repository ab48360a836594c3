"""监测对象信息: a person on each row, with the household, its income, its helper and its episode on all of its rows."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from models.exchange.national.entries import Entry
from models.exchange.national.episodes import Episodes
from models.exchange.national.helpers import Helpers
from models.exchange.national.incomes import keep_incomes
from models.exchange.national.people import People
from models.exchange.national.sheet import Sheet
from models.exchange.read import Row, column_letters
from models.ledgers.households._member import HEAD
from models.pinyin import initials
from models.record import told_line


class Objects(Sheet):
    """The households that stand first in a chunk are written with their facts, then the people of all its rows."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.people = People(self.book)
        self.people.used |= self.taken
        self.helpers = Helpers(self.book)
        self.episodes = Episodes(self)
        own = {one.header.column - 1 for one in self.assigned if one.place.ledger == "member"}
        # What says the same on all rows of a household.
        shared = sorted({one.header.column - 1 for one in self.assigned} - own)
        self.shared = shared
        self.facts = operator.itemgetter(*shared) if len(shared) > 1 else lambda row: (row[shared[0]],)
        self.first: dict[str, int] = {}
        self.said: dict[str, int] = {}
        self.last: dict[str, tuple[Any, ...]] = {}
        self.headers = {one.column - 1: one.text for one in self.table.headers}

    def chunk(self, numbers: Sequence[int], rows: list[Row]) -> None:
        """Take in some rows; who stands on those that are left out or fail is in the sheet all the same."""
        super().chunk(numbers, rows)
        at_number = self.at.get("member.person_no")
        if at_number is not None:
            out = (at for at, number in enumerate(numbers) if number in self.skip or at in self.failed)
            self.book.present.left_out |= {str(rows[at][at_number]).strip() for at in out}

    def finish(self) -> None:
        """Note the households and villages that the sheet speaks of, to know whom it has not."""
        if not self.book.was_empty("member"):
            homes = {self.homes.known[key] for key in self.said}
            self.book.present.homes |= homes
            self.book.present.villages |= {id for home in homes if (id := self.homes.village_of.get(home)) is not None}

    def take(self, live: Sequence[int], rows: list[Row], numbers: Sequence[int]) -> None:
        """Households first, then people, then what is said of the households."""
        at_no = self.at["household.hh_no"]
        keys = {at: str(rows[at][at_no]).strip() for at in live}
        heads = self._firsts(live, rows, keys, numbers)
        homes = self._homes(heads, rows, keys)
        members = self.read("member", live, rows)
        if homes:
            self._foretell(homes, members, live, keys)
            self.homes.keep(list(homes.values()), self.parts["household"])
            self.homes.made |= {one.id for one in homes.values() if one.is_new and one.id is not None}
        self._people(members, live, keys, numbers)
        for at, home in zip(heads, homes.values(), strict=True):
            self.wrote(at, home, self.homes.of)
        if heads:
            keep_incomes(self, heads, rows, homes)
            self.helpers.pair(self, heads, rows, homes)
            self.episodes.keep(heads, rows, homes)

    def _firsts(self, live: Sequence[int], rows: list[Row], keys: dict[int, str], numbers: Sequence[int]) -> list[int]:
        """Rows whose household was not met before; of the others it is told where they contradict it."""
        heads: list[int] = []
        seen: dict[str, tuple[Any, ...]] = {}
        for at in live:
            key, facts = keys[at], self.facts(rows[at])
            mark = hash(facts)
            if key not in self.said:
                heads.append(at)
                self.said[key], self.first[key] = mark, numbers[at]
            elif self.said[key] != mark:
                self._contradiction(at, key, facts, seen.get(key) or self.last.get(key))
            if key not in seen and key in self.homes.known:
                # Not whole in one chunk: the program counts its people afterwards.
                self.homes.made.discard(self.homes.known[key])
            seen.setdefault(key, facts)
        self.last = {keys[live[-1]]: seen[keys[live[-1]]]} if live else {}
        return heads

    def _contradiction(self, at: int, key: str, facts: tuple[Any, ...], before: tuple[Any, ...] | None) -> None:
        where = f"与同一户第 {self.first[key]} 行写的不一样，按第 {self.first[key]} 行登记"
        for column, one, other in zip(self.shared, facts, before or (), strict=False):
            if one != other:
                text = f"“{one}”{where}（“{other}”）"
                self.say(at, text, label=self.headers[column])
                self.notes[at][-1] = type(self.notes[at][-1])(
                    "warn", column_letters(column + 1), self.headers[column], text
                )
        if before is None:
            self.say(at, f"这一户的情况{where}")

    def _homes(self, heads: list[int], rows: list[Row], keys: dict[int, str]) -> dict[int, Entry]:
        """{row: the household's entry}, found and with its village; not written yet."""
        if not heads:
            return {}
        entries = self.read("household", heads, rows)
        for at, one in zip(heads, entries, strict=True):
            one.put("hh_no", keys[at])
        for entry, village in zip(entries, self.villages(heads, rows), strict=True):
            entry.put("village", village)
        self.homes.stored(entries)
        helpers = self.helpers.of_rows(self, heads, rows)
        for entry, helper in zip(entries, helpers, strict=True):
            if entry.is_new and helper is not None:
                entry.values["helper"] = helper
        return dict(zip(heads, entries, strict=True))

    def _foretell(
        self, homes: dict[int, Entry], members: list[Entry], live: Sequence[int], keys: dict[int, str]
    ) -> None:
        """户主 and 人口 of new households as their members will make them, so that they need not be written twice."""
        of_home: dict[str, list[Entry]] = {}
        for at, one in zip(live, members, strict=True):
            of_home.setdefault(keys[at], []).append(one)
        for at, home in homes.items():
            people = of_home[keys[at]]
            head = next((one.values for one in people if one.values["relation"] == HEAD), None)
            new: dict[str, Any] = {"members_now": len(people)}
            if head is not None:
                self._tell_other_head(home, head)
                called = head["name"] or home.values["head"]
                new |= {"head": called, "head_id_no": head["id_no"] or home.values["head_id_no"]}
                new["initials"] = initials(called or "")
            if home.is_new:
                home.values |= new
            for name in ("head", "head_id_no", "initials", "members_now"):
                # Kept by the program from the members.
                home.given.pop(name, None)

    def _tell_other_head(self, home: Entry, head: dict[str, Any]) -> None:
        """The household's columns may name another head than the person who is one."""
        for name, own in (("head", "name"), ("head_id_no", "id_no")):
            said = home.values[name]
            if said is not None and head[own] is not None and said != head[own]:
                home.lines.append(told_line(self.homes.of.fields[name].label, said))

    def _people(self, members: list[Entry], live: Sequence[int], keys: dict[int, str], numbers: Sequence[int]) -> None:
        for at, one in zip(live, members, strict=True):
            home = self.homes.known[keys[at]]
            one.put("household", home)
        for one in members:
            one.put("village", self.homes.village_of.get(one.values["household"]))
        nobody = self.people.keep(self, members, live, numbers)
        for at, one in zip(live, members, strict=True):
            if at not in nobody:
                self.wrote(at, one, self.people.of)
        self.homes.add_people(members)
