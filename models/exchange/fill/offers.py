"""What a clerk may choose for a place of a form: every field within reach, under the words of its record."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from models.exchange.fill import sources
from models.exchange.fill.scope import path_to
from models.exchange.fill.sources import BASE, COMPOSED, FIELD, NODES, Source
from models.exchange.match import targets
from models.kinds import Link
from models.ledger import Ledger, ledger

_FURTHEST = 2
_NODE_WORDS = {"head": "户主本人", "episode": "监测", "plan": "一户一策", "income": "收入"}


@dataclass(frozen=True)
class Offer:
    """One choice: ``group`` whose field it is (农户, 户主本人), ``label`` of the field."""

    source: Source
    group: str
    label: str


@functools.cache
def offers(base: Ledger) -> tuple[Offer, ...]:
    """Own fields first, then those of linked records, then what the household has one of."""
    return tuple(dict.fromkeys(_offers(base)))


def _offers(base: Ledger) -> Iterator[Offer]:
    for target in targets(base):
        if target.distance > _FURTHEST or (target.path and isinstance(base.column(target.path).kind, Link)):
            continue
        if target.spread is not None:
            source = Source(sources.SPREAD, BASE, target.spread.name, target.name, target.label, target.code)
            yield Offer(source, base.title, target.label)
            continue
        link = target.path.rpartition(".")[0]
        group = base.column(link).label if link else base.title
        yield Offer(Source(FIELD, BASE, target.path, target.name, target.field.label), group, target.field.label)
    for (name, _), source in COMPOSED.items():
        if name == base.name:
            yield Offer(source, base.title, source.label)
    if path_to(base, "household") is None:
        return
    for node, name in NODES.items():
        of = ledger(name)
        if of is base:
            continue
        for target in targets(of):
            if not target.distance and "." not in target.path and target.spread is None:
                one = target.field
                yield Offer(Source(FIELD, node, target.path, target.name, one.label), _NODE_WORDS[node], one.label)


def general() -> tuple[Offer, ...]:
    """What needs no record: the office, the day, the month, the year, the place, a number for each row."""
    return (
        Offer(Source(sources.SERIAL_NUMBER, label="序号"), "通用", "序号"),
        Offer(Source(sources.OFFICE, label="填报单位"), "通用", "填报单位"),
        Offer(Source(sources.DAY, label="截止日期"), "通用", "截止日期"),
        Offer(Source(sources.MONTH, label="月份"), "通用", "月份"),
        Offer(Source(sources.YEAR, label="年度"), "通用", "年度"),
        *(
            Offer(Source(sources.PLACE, path=path, label=label), "通用", label)
            for path, label in (("county", "县"), ("township", "乡镇"), ("village", "村"), ("group", "组"))
        ),
    )
