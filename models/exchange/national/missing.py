"""People whom an earlier export named and this one does not: they stay, and are named so that somebody looks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.codes import code_list
from models.ledger import ledger
from models.ledgers.households._member import LEFT

if TYPE_CHECKING:
    from models.exchange.national.entries import Present


@dataclass(frozen=True)
class Missing:
    """A person of the ledger who is not in the sheet; ``whole``: nor is anybody else of the household."""

    member: int
    household: int
    household_no: str
    head: str
    name: str
    relation: str
    place: str
    whole: bool


def find(present: Present) -> list[Missing]:
    """Who is in the villages of the sheets, came from the national system, and is not in the sheets; in their order.

    Whoever a clerk typed (no 人编号, or a household without 户编号) is not asked for.
    """
    member, home, village = (ledger(name).model for name in ("member", "household", "village"))
    relations = code_list("relation")
    wanted, found = sorted(present.villages), []
    query = (
        member.select(
            member.id, home.id, home.hh_no, home.head, member.name, member.relation, member.person_no, village.name
        )
        .join(home, on=(member.household == home.id))
        .join(village, on=(home.village == village.id))
        .where(
            member.person_no.is_null(False),
            home.hh_no.is_null(False),
            (member.state != LEFT) | member.state.is_null(),
        )
        .order_by(village.seq, home.hh_no, member.seq, member.id)
    )
    for at in range(0, len(wanted), 500):
        for id, house, no, head, name, relation, number, place in query.where(
            home.village.in_(wanted[at : at + 500])
        ).tuples():
            if id not in present.people and number not in present.left_out:
                words = relations.label(relation) if relation else ""
                found.append(
                    Missing(id, house, no, head or "", name or "", words, place or "", house not in present.homes)
                )
    return found


def told(found: Collection[Missing], homes: int) -> str:
    """What the receipt says of them; ``homes`` households of the sheet."""
    whole = len({one.household for one in found if one.whole})
    parts = [f"{whole} 户" if whole else "", f"{len(found)} 人"]
    said = f"台账里有、这份表里没有的：{'、'.join(filter(None, parts))}，都留着；减少了的请逐个登记自然减少"
    return f"{said}（表里只有 {homes} 户，如果不是全部导出，不用理会）" if whole > homes else said
