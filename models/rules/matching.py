"""供需对接 (domain.md §13.6, seeds-map.md C2): needs that nothing meets yet beside what units still have to offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import clock, query, record
from models.ledger import ledger
from models.query import Selection
from models.record import Saved

RUNNING, MET, FAILED = "01", "02", "03"


@dataclass(frozen=True)
class Need:
    """A demand to be met: ``value`` 分 asked for (None: no money), ``got`` 分 that matches promise already."""

    id: int
    village: str
    kind: str
    content: str
    value: int | None
    got: int
    urgency: str
    date: str

    @property
    def open(self) -> int | None:
        """分 still lacking."""
        return None if self.value is None else max(0, self.value - self.got)


@dataclass(frozen=True)
class Offer:
    """A supply that still has something: ``left`` 分, None where it is not money."""

    id: int
    unit: str
    kind: str
    content: str
    left: int | None
    valid_to: str


@dataclass(frozen=True)
class Deal:
    """A match under way: ``value`` 分."""

    id: int
    village: str
    title: str
    unit: str
    value: int | None
    date: str


def needs() -> list[Need]:
    """Demands that no match has met or is about to, the most urgent first, then the oldest."""
    promised = Selection("match").where("demand", "filled").where("state", "not in", [FAILED])
    got = {one.key[0]: one.sums[0] for one in query.groups(promised, ("demand",), ("value",))}
    chosen = Selection("demand").where("met", "in", [False])
    paths = ("village.name", "kind", "content", "value", "urgency", "date")
    found = [
        Need(id, row[0] or "", row[1] or "", row[2] or "", row[3], got.get(id) or 0, row[4] or "", row[5] or "")
        for id, row in query.each(chosen, paths)
    ]
    left = [one for one in found if one.id not in got or one.open]
    return sorted(left, key=lambda one: (one.urgency or "9", one.date, one.id))


def offers() -> list[Offer]:
    """Supplies that are not used up and whose time is not over."""
    paths = ("unit", "kind", "content", "left", "valid_to")
    found = (
        Offer(id, row[0] or "", row[1] or "", row[2] or "", row[3], row[4] or "")
        for id, row in query.each(Selection("supply"), paths)
    )
    today = clock.today_text()
    return [
        one
        for one in found
        if (one.left is None or one.left > 0) and (not one.valid_to or one.valid_to >= today[: len(one.valid_to)])
    ]


def fitting(need: Need, some: Sequence[Offer]) -> list[Offer]:
    """Offers of the same kind first, among them those that suffice, then those that give the most."""

    def rank(one: Offer) -> tuple[bool, bool, int, str]:
        suffices = need.open is None or one.left is None or one.left >= need.open
        return one.kind != need.kind, not suffices, -(one.left or 0), one.unit

    return sorted(some, key=rank)


def usual_amount(need: Need, offer: Offer) -> int | None:
    """分 to propose: what is lacking, as far as the offer reaches; None where neither is money."""
    known = [one for one in (need.open, offer.left) if one is not None]
    return min(known) if known else None


def match(need: Need, offer: Offer, amount: int | None) -> Saved:
    """Write that the two were brought together today. Raises Refused: more than the offer has."""
    village = record.load(ledger("demand"), [need.id])[need.id]["village"]
    values = {
        "date": clock.today_text(),
        "title": need.content,
        "kind": need.kind,
        "unit": offer.unit,
        "village": village,
        "value": amount,
        "supply": offer.id,
        "demand": need.id,
        "state": RUNNING,
    }
    return record.save("match", values, title=f"对接“{need.content}”")


def deals() -> list[Deal]:
    """Matches under way, the oldest first."""
    chosen = Selection("match", order=("date",)).where("state", "in", [RUNNING])
    paths = ("village.name", "title", "unit", "value", "date")
    return [
        Deal(id, row[0] or "", row[1] or "", row[2] or "", row[3], row[4] or "")
        for id, row in query.each(chosen, paths)
    ]


def close(deal: int, met: bool) -> Saved:
    """The match came about, or did not: then its part of the offer is free again."""
    return record.save("match", {"state": MET if met else FAILED}, id=deal)
