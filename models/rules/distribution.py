"""Sharing a sum out to the fen (domain.md §12.3): the remainder rule, and what is wrong with a plan."""

from __future__ import annotations

from collections.abc import Sequence

from models import query
from models.ledger import ledger
from models.query import Selection
from models.record import Draft, Refused, blank, check_drafts
from models.writer import Operation

REMAINDER = "按份数算到分，除不尽的分依次给余数大的，余数一样的给排在前面的，合计分毫不差。"
"""The rule in the clerk's words, for screens and papers."""


def split(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` 分 shared out by ``weights``: largest remainders first, earlier ones before later ones (T19).

    Raises ValueError when nothing can be shared: no weights, a negative one, all zero, or a negative total.
    """
    whole = sum(weights)
    if total < 0 or whole <= 0 or any(one < 0 for one in weights):
        raise ValueError("份数要大于 0，金额不能为负")
    shares = [total * one // whole for one in weights]
    rests = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in rests[: total - sum(shares)]:
        shares[at] += 1
    return shares


def share_out(plan: int, households: Sequence[int], weights: Sequence[int], basis: str) -> int:
    """Write the shares of what a plan has not shared yet, as one operation; returns its number. Raises Refused."""
    left = query.rows("distribution_plan", ("difference",), [plan], raw=True)[plan][0]
    of = ledger("distribution")
    drafts = [
        Draft(of, {**blank(of), "plan": plan, "household": home, "basis": basis, "weight": str(weight), "amount": part})
        for home, weight, part in zip(households, weights, split(left, weights), strict=True)
    ]
    check_drafts(drafts)
    wrong = [problem for draft in drafts for problem in draft.problems if problem.level == "error"]
    if wrong:
        raise Refused(wrong)
    with Operation("form", f"按方案分配 {len(drafts)} 户") as operation:
        operation.add(of, [draft.values for draft in drafts])
    return operation.number


def unbalanced() -> Selection:
    """Plans whose shares do not add up yet to what may be shared; they can never be more."""
    return Selection("distribution_plan").where("difference", ">=", 1)
