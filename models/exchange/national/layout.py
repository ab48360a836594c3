"""Which of the five sheets a table is, and where each of its columns is kept."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.exchange.headers import plain
from models.exchange.match import Column, Mapping, Target
from models.exchange.national import columns
from models.exchange.table import Header, Table
from models.ledger import Ledger, ledger

LEDGERS = {
    columns.VILLAGE: "village",
    columns.OBJECT: "member",
    columns.SURVEY: "rural_survey",
    columns.WORK: "work_record",
    columns.PLAN: "work_plan",
}
TITLES = {
    columns.VILLAGE: "行政村信息",
    columns.OBJECT: "监测对象信息",
    columns.SURVEY: "（乡村建设）户信息",
    columns.WORK: "已外出务工",
    columns.PLAN: "计划外出务工",
}
ENOUGH = 2 / 3


class MapError(ValueError):
    """The map of columns names something that is not there."""


@dataclass(frozen=True)
class Place:
    """Where a column is kept: a field of a ledger, for a step or a measure with its ``code``."""

    ledger: str
    field: str
    code: str = ""
    standin: bool = False

    @property
    def part(self) -> str:
        """What is filled together: a ledger, or one step of 监测办理."""
        return f"{self.ledger}:{self.code}" if self.code else self.ledger

    @property
    def path(self) -> str:
        """As the map says it."""
        return f"{self.part}.{self.field}" if self.ledger != "measure" else self.part

    @property
    def of(self) -> Ledger:
        """The ledger."""
        return ledger(self.ledger)


@dataclass
class Layout:
    """One of the sheets: ``places`` by plain header, ``reasons`` why a known column is kept nowhere."""

    name: str
    places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the national system calls it."""
        return TITLES[self.name]

    @property
    def of(self) -> Ledger:
        """The ledger that gets one record for each row."""
        return ledger(LEDGERS[self.name])

    @property
    def order(self) -> int:
        """Villages before households, households before what is said of them."""
        return list(LEDGERS).index(self.name)


@functools.cache
def layouts() -> tuple[Layout, ...]:
    """The five sheets. Raises MapError: the map names a ledger or a field that is not there."""
    return tuple(_read(name, text) for name, text in columns.TEXTS.items())


def _read(name: str, text: str) -> Layout:
    layout = Layout(name)
    for line in filter(None, text.splitlines()):
        header, _, where = line.partition(" = ")
        if where.startswith("-"):
            layout.reasons[plain(header)] = where[1:].strip()
        else:
            layout.places[plain(header)] = tuple(_place(one, header) for one in where.split())
    return layout


def _place(text: str, header: str) -> Place:
    part, _, name = text.removeprefix("?").partition(".")
    of, _, code = part.partition(":")
    place = Place(of, name or "content", code, text.startswith("?"))
    try:
        known = place.field in place.of.fields
    except KeyError:
        known = False
    if not known:
        raise MapError(f"{header} = {text}: no such field")
    return place


def layout_of(table: Table) -> Layout | None:
    """The sheet that the headers of a table make it, None for any other table."""
    said = {plain(one.text) for one in table.headers}
    best: tuple[float, Layout] | None = None
    for layout in layouts():
        marks = columns.MARKS[layout.name]
        share = sum(1 for one in marks if plain(one) in said) / len(marks)
        if share >= ENOUGH and (best is None or share > best[0]):
            best = share, layout
    return best[1] if best is not None else None


@dataclass(frozen=True)
class Assigned:
    """A column of a sheet and a place that keeps it."""

    header: Header
    place: Place


def assign(layout: Layout, headers: Sequence[Header]) -> tuple[list[Assigned], list[Header], list[Header]]:
    """(columns that are kept, in order; those no ledger holds; those that only say again what another one says)."""
    kept: list[Assigned] = []
    unknown: list[Header] = []
    again: list[Header] = []
    used: dict[str, str] = {}
    real = {one.path for at in headers for one in layout.places.get(plain(at.text), ()) if not one.standin}
    for header in headers:
        text = plain(header.text)
        places = layout.places.get(text)
        if places is None:
            if text not in layout.reasons and not header.is_serial:
                unknown.append(header)
            continue
        if any(used.get(one.path) == text or (one.standin and one.path in real) for one in places):
            again.append(header)
            continue
        for one in places:
            used[one.path] = text
            kept.append(Assigned(header, one))
    return kept, unknown, again


def mapping_of(layout: Layout, headers: Sequence[Header]) -> Mapping:
    """What is shown of the columns; they are not open to correction, as the layout is fixed."""
    kept = {id(one.header): one.place for one in reversed(assign(layout, headers)[0])}
    return Mapping(layout.of, [Column(one, _target(kept.get(id(one)))) for one in headers])


def _target(place: Place | None) -> Target | None:
    if place is None:
        return None
    field: Any = place.of.fields[place.field]
    label = field.label if place.of.name in LEDGERS.values() else f"{place.of.title}：{field.label}"
    return Target(place.path, place.path, label, field)


def parts(kept: Sequence[Assigned]) -> Iterator[str]:
    """The parts that the columns fill, each once."""
    yield from dict.fromkeys(one.place.part for one in kept)
