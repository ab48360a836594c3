"""Points made public (R22) and disputes (R23); domain.md §13.1, §13.3."""

from __future__ import annotations

from models import kinds, query
from models.query import Selection
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import MONTH
from models.reports.returns.shapes import Column, listing, worked

POINTS = kinds.Integer(None, unit="分")


def _points(selection: Selection) -> dict[int, int]:
    return {one.key[0]: one.sums[0] for one in query.groups(selection, ("household",), ("points",))}


@report("R22", "points_public", "积分公示表", MONTH, ("point_entry", "redeem"), "每月或每季公示")
def points_public(scope: Scope) -> ReturnTable:
    """Households with entries in the month: what was added and taken, and what they have."""
    month = scope.here(scope.during(Selection("point_entry"), "date"), "household.village")
    until = scope.until(Selection("point_entry"), "date")
    plus, minus = _points(month.where("points", ">=", 1)), _points(month.where("points", "<=", -1))
    gained, spent = _points(until), _points(scope.until(Selection("redeem"), "date"))
    balance = {id: value - spent.get(id, 0) for id, value in gained.items()}
    mine = set(plus) | set(minus)
    ordered = [id for id in query.ids(Selection("household", order=("village.seq", "group", "head"))) if id in mine]
    return listing(
        scope,
        Selection("household"),
        (
            "village", "group", "head",
            worked("加分", plus, POINTS, group="本月", where=lambda id: month.where("household", "in", [id])),
            worked("扣分", minus, POINTS, group="本月", where=lambda id: month.where("household", "in", [id])),
            worked("累计积分", gained, POINTS, where=lambda id: until.where("household", "in", [id])),
            worked("结余积分", balance, POINTS),
        ),
        ids=ordered,
        keep=0,
        notes=("说明：结余积分 = 累计积分 − 已兑换积分，都统计到期末；公示结束后才能兑换。",),
    )  # fmt: skip


@report("R23", "dispute_month", "矛盾纠纷调处台账", MONTH, ("dispute",), "每月报")
def dispute_month(scope: Scope) -> ReturnTable:
    """Disputes taken in during the month."""
    chosen = scope.here(scope.during(Selection("dispute", order=("date",)), "date"))
    return listing(scope, chosen, (
        "no", "date", "village", "kind", "parties", Column("content", width=24), "mediator", "level", "result",
        "agreement", "closed_on", "revisit_date",
    ))  # fmt: skip
