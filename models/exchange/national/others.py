"""行政村信息, 户信息, 已外出务工 and 计划外出务工: one record for each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.exchange.national.entries import Entry
from models.exchange.national.sheet import Sheet
from models.exchange.read import Row
from models.ledger import ledger
from models.query import find
from models.record import Values, load


class Villages(Sheet):
    """行政村信息."""

    def take(self, live: Sequence[int], rows: list[Row], numbers: Sequence[int]) -> None:
        """Each row is a village."""
        good: list[tuple[int, Entry]] = []
        chosen: set[int] = set()
        for at, one in zip(live, self.read("village", live, rows), strict=True):
            if not one.values["name"]:
                self.say(at, "村名没有填", "error")
                continue
            if self.is_chosen(at, one):
                if one.is_new and self.places.find(one.values) is not None:
                    self.say(at, "台账里已有名称或代码相同的村，不能再新增；请按更新处理", "error")
                    continue
                chosen.add(id(one))
            good.append((at, one))
        self.places.keep([one for _, one in good], self.parts["village"], chosen)
        for at, one in good:
            self.wrote(at, one, self.places.of)


class Surveys(Sheet):
    """户信息: the survey of each household, and the household itself where 监测对象信息 says nothing of it."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.of = ledger("rural_survey")
        self.first: dict[str, int] = {}

    def take(self, live: Sequence[int], rows: list[Row], numbers: Sequence[int]) -> None:
        """Households, then surveys."""
        at_no = self.at["household.hh_no"]
        once = []
        for at in live:
            key = str(rows[at][at_no]).strip()
            if self.first.setdefault(key, numbers[at]) != numbers[at]:
                self.say(at, f"户编号与第 {self.first[key]} 行重复", "error")
            else:
                once.append(at)
        if not once:
            return
        homes = self.read("household", once, rows)
        self.homes.stored(homes)
        once, homes = self._without_doubles(once, homes)
        if not once:
            return
        peopled = self.homes.peopled([one.id for one in homes if one.id is not None])
        # No village is made for a household that 监测对象信息 puts elsewhere.
        elsewhere = {at for at, one in zip(once, homes, strict=True) if one.id in peopled}
        places = self.villages(once, rows, without=elsewhere)
        surveys = self.read("rural_survey", once, rows)
        own = [at for at, one in enumerate(homes) if one.id not in peopled]
        for at in own:
            homes[at].put("village", places[at])
        self.homes.keep([homes[at] for at in own], self.parts["household"])
        for one, home in zip(surveys, homes, strict=True):
            one.put("household", home.id)
        self._match([one for at, one in zip(once, surveys, strict=True) if not self.is_chosen(at, one)])
        self.book.keep(self.of, surveys, self.parts["rural_survey"])
        for at, one, home in zip(once, surveys, homes, strict=True):
            self._compare(at, home, rows[at])
            self.wrote(at, home, self.homes.of)
            self.wrote(at, one, self.of)

    def _without_doubles(self, once: list[int], homes: list[Entry]) -> tuple[list[int], list[Entry]]:
        """Rows without those that were decided to be a second survey of their household."""
        asked = [(home.id,) for at, home in zip(once, homes, strict=True) if at in self.chosen]
        hits = find(self.of, ("household",), asked) if asked else {}
        good = []
        for at, home in zip(once, homes, strict=True):
            mine = self.chosen.get(at)
            if at in self.chosen and any(mine is None or id != mine["id"] for id in hits.get((home.id,), ())):
                self.say(at, "这一户已经有一份户信息，一户只有一份，请按更新处理", "error")
            else:
                good.append((at, home))
        return [at for at, _ in good], [home for _, home in good]

    def _match(self, surveys: Sequence[Entry]) -> None:
        if self.book.empty("rural_survey"):
            return
        hits = find(self.of, ("household",), [(one.values["household"],) for one in surveys])
        hits = {key: free for key, ids in hits.items() if (free := [id for id in ids if id not in self.taken])}
        stored = load(self.of, [ids[0] for ids in hits.values()])
        for one in surveys:
            if ids := hits.get((one.values["household"],)):
                one.found(stored[ids[0]])

    def _compare(self, at: int, home: Entry, row: Row) -> None:
        """What 监测对象信息 says otherwise of the same household is told of; both are kept."""
        if home.stored is None or home.changes or home.id not in self.homes.peopled([home.id or 0]):
            return
        for reader in self.parts["household"].readers:
            name = reader.place.field
            here, there = home.values[name], home.stored[name]
            if here is not None and there is not None and here != there and name != "hh_no":
                field = self.homes.of.fields[name]
                shown = (field.kind.to_text(one) for one in (here, there))
                words = (
                    "这里是“{}”，监测对象信息里是“{}”".format(*shown)
                    if not field.personal
                    else "与监测对象信息里的不一样"
                )
                text = f"{words}，两处都留着，请核对"
                self.notes.setdefault(at, []).append(_note(reader, text))
        stored_place = home.stored["village"]
        if stored_place is not None and "village.name" in self.at:
            here, there = str(row[self.at["village.name"]]).strip(), self.places.name_of(stored_place)
            if here and there and here != there:
                self.say(at, f"这里是“{here}”，监测对象信息里是“{there}”，按监测对象信息登记", label="行政村")


class Works(Sheet):
    """已外出务工 and 计划外出务工: in the order of the file, linked to the household's person of that number."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.of = self.layout.of
        self.used: set[int] = {*self.taken}
        # What tells one spell (or plan) of a person from another, the surest first.
        spell = [("start", "employer", "county"), ("start", "county"), ("start",)]
        self.marks = spell if self.of.name == "work_record" else [("month", "county"), ("month",)]

    def take(self, live: Sequence[int], rows: list[Row], numbers: Sequence[int]) -> None:
        """One record for each row."""
        at_no = self.at["household.hh_no"]
        keys = [str(rows[at][at_no]).strip() for at in live]
        entries = self.read(self.of.name, live, rows)
        places = self.villages(live, rows)
        told = [
            (key, {"village": place, "hh_type": one.values["hh_type"]})
            for key, place, one in zip(keys, places, entries, strict=True)
        ]
        self.homes.bare(told)
        homes = [self.homes.known[key] for key in keys]
        members = self.homes.people_of(homes)
        for home, place, one in zip(homes, places, entries, strict=True):
            one.put("household", home)
            one.put("village", place)
            one.put("member", members.get((home, one.values["id_no"])))
        open_rows = [one for at, one in zip(live, entries, strict=True) if not self.is_chosen(at, one)]
        if not self.book.empty(self.of.name):
            self._match(open_rows)
        self.book.keep(self.of, entries, self.parts[self.of.name])
        for at, one in zip(live, entries, strict=True):
            if one.values["member"] is None:
                self.say(at, "这个证件号码不在这一户的成员里，记录留着，请核对", label=self.of.fields["id_no"].label)
            self.wrote(at, one, self.of)

    def _match(self, entries: Sequence[Entry]) -> None:
        """The stored spells of the same person, those that agree most first; each belongs to one row."""
        ids: set[int] = set()
        for name in ("household", "id_no"):
            hits = find(self.of, (name,), [(one.values[name],) for one in entries])
            ids |= {id for some in hits.values() for id in some}
        stored = sorted(load(self.of, ids - self.used).values(), key=lambda one: one["id"])
        rest = list(entries)
        for marks in (*self.marks, ()):
            free: dict[Any, list[Values]] = {}
            for values in stored:
                if values["id"] not in self.used:
                    free.setdefault(_person(values, marks), []).append(values)
            left = []
            for one in rest:
                fitting = free.get(_person(one.values, marks))
                if fitting and (marks or len(fitting) == 1):
                    values = fitting.pop(0)
                    self.used.add(values["id"])
                    one.found(values)
                else:
                    left.append(one)
            rest = left


def _person(values: Values, marks: Sequence[str]) -> tuple[Any, ...]:
    """Who, and which spell of theirs."""
    return (values["id_no"] or values["person_no"] or values["person"], *(values[name] for name in marks))


def _note(reader: Any, text: str) -> Any:
    from models.exchange.cells import Note

    return Note("warn", reader.letter, reader.label, text)
