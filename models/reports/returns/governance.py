"""Points made public and exchanged (R22), disputes (R23); domain.md §13.1, §13.3."""

from __future__ import annotations

from collections.abc import Sequence

from models import kinds, query
from models.query import Selection
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import MONTH
from models.reports.returns.shapes import Column, hand, listing, worked

POINTS = kinds.Integer(None, unit="分")
COUNT = kinds.Integer(None, total=False)


def _points(selection: Selection) -> dict[int, int]:
    return {one.key[0]: one.sums[0] for one in query.groups(selection, ("household",), ("points",))}


@report("R22", "points_public", "积分公示表", MONTH, ("point_entry", "redeem"), "每月或每季公示")
def points_public(scope: Scope) -> ReturnTable:
    """Households with entries in the month: what was added and taken, what counts already, what they have left."""
    month = scope.here(scope.during(Selection("point_entry"), "date"), "household.village")
    until = scope.until(Selection("point_entry"), "date")
    counted = until.where("public_to", "<=", scope.period.last)
    plus, minus = _points(month.where("points", ">=", 1)), _points(month.where("points", "<=", -1))
    registered, published = _points(until), _points(counted)
    spent = scope.until(Selection("redeem"), "date")
    redeemed = _points(spent)
    mine = set(plus) | set(minus)
    ordered = [id for id in query.ids(Selection("household", order=("village.seq", "group", "head"))) if id in mine]
    waiting = {id: registered.get(id, 0) - published.get(id, 0) for id in ordered}
    balance = {id: published.get(id, 0) - redeemed.get(id, 0) for id in ordered}
    return listing(
        scope,
        Selection("household"),
        (
            "village", "group", "head",
            worked("加分", plus, POINTS, group="本月", where=lambda id: month.where("household", "in", [id])),
            worked("扣分", minus, POINTS, group="本月", where=lambda id: month.where("household", "in", [id])),
            worked("公示中", waiting, POINTS, where=lambda id: until.where("household", "in", [id])),
            worked("累计积分", {id: published.get(id, 0) for id in ordered}, POINTS,
                   where=lambda id: counted.where("household", "in", [id])),
            worked("已兑换", {id: redeemed.get(id, 0) for id in ordered}, POINTS,
                   where=lambda id: spent.where("household", "in", [id])),
            worked("结余积分", balance, POINTS),
        ),
        ids=ordered,
        keep=0,
        notes=("说明：公示结束的积分才计入累计；结余积分 = 累计积分 − 已兑换，都统计到期末。",),
    )  # fmt: skip


@report("R22", "points_redeemed", "积分兑换台账", MONTH, ("redeem", "goods"), "兑换时签字，每月汇总")
def points_redeemed(scope: Scope) -> Sequence[ReturnTable]:
    """Exchanges of the month to be signed, and what is left of the goods."""
    chosen = scope.here(
        scope.during(Selection("redeem", order=("date", "household.village.seq")), "date"), "household.village"
    )
    gone = scope.until(Selection("redeem"), "date")
    out = {one.key[0]: one.sums[0] for one in query.groups(gone, ("goods",), ("qty",))}
    now = {one.key[0]: one.sums[0] for one in query.groups(scope.during(gone, "date"), ("goods",), ("qty",))}
    had = {id: stock for id, (stock,) in query.each(Selection("goods"), ("stock",), raw=True)}
    return (
        listing(scope, chosen, (
            "date", "household.village", "household", "goods", "qty", "points", "receiver", "signed",
            hand("领取人签字"),
        ), row_mm=9),
        listing(scope, Selection("goods", order=("name",)), (
            "name", "unit", "points", "stock", worked("本月兑换", {id: now.get(id, 0) for id in had}, COUNT),
            worked("期末剩余", {id: (stock or 0) - out.get(id, 0) for id, stock in had.items()}, COUNT),
        ), title="兑换物品库存", notes=("说明：库存是全乡镇的，不分村。",)),
    )  # fmt: skip


@report("R23", "dispute_month", "矛盾纠纷调处台账", MONTH, ("dispute",), "每月报")
def dispute_month(scope: Scope) -> ReturnTable:
    """Disputes taken in during the month."""
    chosen = scope.here(scope.during(Selection("dispute", order=("date",)), "date"))
    return listing(scope, chosen, (
        "no", "date", "village", "kind", "parties", Column("content", width=24), "mediator", "level", "result",
        "agreement", "closed_on", "revisit_date",
    ))  # fmt: skip
