"""Buyers that sales name and nobody has registered (domain.md §10.1): only registered ones can have a quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import query
from models.ledger import ledger
from models.ledgers.sales.buyer import DIRECT
from models.query import Selection
from models.record import Draft, Refused, blank, check_drafts
from models.writer import Operation

PERSON = "07"


@dataclass(frozen=True)
class Unknown:
    """A name in sales: ``kind`` as most of its sales say, sales counted, 分 bought directly and with help."""

    name: str
    kind: str | None
    count: int
    direct: int
    helped: int


def unknown() -> list[Unknown]:
    """Names that are not registered, those that bought most first; private people are no units."""
    known = {row[0] for _, row in query.each(Selection("buyer"), ("name",))}
    cells: dict[str, list[int]] = {}
    kinds: dict[str, dict[str, int]] = {}
    for one in query.groups(Selection("sale").where("buyer", "filled"), ("buyer", "kind", "buyer_kind"), ("amount",)):
        name, kind, nature = one.key
        if name in known:
            continue
        cell = cells.setdefault(name, [0, 0, 0])
        cell[0] += one.count
        cell[1 if kind == DIRECT else 2] += one.sums[0]
        if nature:
            votes = kinds.setdefault(name, {})
            votes[nature] = votes.get(nature, 0) + one.count
    found = []
    for name, (count, direct, helped) in cells.items():
        votes = kinds.get(name, {})
        nature = max(votes, key=lambda code: (votes[code], code)) if votes else None
        if nature != PERSON:
            found.append(Unknown(name, nature, count, direct, helped))
    return sorted(found, key=lambda one: (-one.direct - one.helped, one.name))


def register(chosen: Sequence[Unknown]) -> int:
    """Register them as one operation; returns its number, 0 for none. Raises Refused."""
    of = ledger("buyer")
    drafts = [Draft(of, {**blank(of), "name": one.name, "kind": one.kind}) for one in chosen]
    check_drafts(drafts)
    wrong = [problem for draft in drafts for problem in draft.problems if problem.level == "error"]
    if wrong:
        raise Refused(wrong)
    if not drafts:
        return 0
    with Operation("form", f"登记采购单位 {len(drafts)} 个") as operation:
        operation.add(of, [draft.values for draft in drafts])
    return operation.number
