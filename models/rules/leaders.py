"""Leaders in charge of villages and how often they went there (seeds-map.md D4, D6)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from models import query
from models.query import Selection

_BETWEEN = re.compile(r"[、,，;；/\s]+")


@dataclass
class Duty:
    """One leader and one village: ``least`` times a year; ``homes`` visited there, ``days`` (ISO) on which.

    ``texts``: what 走访人 says in those visits.
    """

    leader: str
    village: int
    least: int | None = None
    homes: int = 0
    days: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Leader:
    """A leader with all their duties and the visits behind them.

    ``homes`` households visited, one that was visited twice counted twice · ``days`` times in a village: several
    visits there on one day are one.
    """

    name: str
    duties: list[Duty]
    homes: int
    days: int
    visits: Selection


def names_in(text: str | None) -> set[str]:
    """The people that a field like 走访人 names."""
    return {one for one in _BETWEEN.split(text or "") if one}


def duties(standing: Selection, visits: Selection) -> list[Duty]:
    """The duties among ``standing`` (contact_duty), with those of ``visits`` that name the leader in that village."""
    found: dict[tuple[str, int], Duty] = {}
    for _, (leader, village, least) in query.each(standing, ("name", "village", "least"), raw=True):
        one = found.setdefault((leader, village), Duty(leader, village))
        one.least = max(one.least or 0, least or 0) or None
    names = {leader for leader, _ in found}
    for group in query.groups(visits.where("visitors", "filled"), ("household.village", "date", "visitors")):
        village, day, text = group.key
        for leader in names_in(text) & names:
            if (duty := found.get((leader, village))) is not None:
                duty.homes += group.count
                duty.days.add(day)
                duty.texts.add(text)
    return list(found.values())


def by_leader(standing: Selection, visits: Selection) -> list[Leader]:
    """The same per leader, in the order of the duties."""
    found: dict[str, list[Duty]] = {}
    for duty in duties(standing, visits):
        found.setdefault(duty.leader, []).append(duty)
    told = []
    for name, own in found.items():
        texts = sorted(set().union(*(one.texts for one in own)))
        chosen = visits.where("household.village", "in", sorted(one.village for one in own))
        homes, days = sum(one.homes for one in own), sum(len(one.days) for one in own)
        told.append(Leader(name, own, homes, days, chosen.where("visitors", "in", texts)))
    return told
