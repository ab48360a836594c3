"""Names that the findings of 体检 go by: the person and the head of the household behind each record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from models import query
from models.ledger import ledger

if TYPE_CHECKING:
    from models.rules.check import Finding

PERSON = {"member": "name", "work_record": "member.name", "work_plan": "member.name", "post": "member.name"}
"""The path from a ledger to the name of the person."""


def persons(found: Iterable[Finding]) -> dict[tuple[str, int], str]:
    """{(ledger, record): the person's name} of findings that speak of one person."""
    wanted: dict[str, set[int]] = {}
    for one in found:
        if one.ledger in PERSON and one.scope != "household":
            wanted.setdefault(one.ledger, set()).add(one.record)
    names: dict[tuple[str, int], str] = {}
    for name, ids in wanted.items():
        for id, (text,) in query.rows(name, (PERSON[name],), sorted(ids)).items():
            names[name, id] = text or "未填姓名"
    return names


def heads(found: Iterable[Finding]) -> dict[int, str]:
    """{household: its head}."""
    ids = sorted({one.household for one in found if one.household is not None})
    return {id: head or "未填户主" for id, (head,) in query.rows(ledger("household").name, ("head",), ids).items()}
