"""Who has the most points (R22): households, yards and villages in order; only published entries count (§13.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models import clock, kinds, query
from models.query import Selection
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import YEAR
from models.reports.returns.shapes import Column, listing, texts, worked

POINTS = kinds.Integer(None, unit="分")
HOMES = kinds.Integer(unit="户")
HOME, VILLAGE = "household", "household.village"
NOTE = "说明：按本期登记、公示已结束的积分排名，分数相同名次相同；“可兑换”是到今天公示过的积分减去已兑换的。"


@report(
    "R22", "points_ranking", "积分排名表", YEAR, ("point_entry", "redeem", "yard", "yard_household"), "评比、表彰时用"
)
def points_ranking(scope: Scope) -> Sequence[ReturnTable]:
    """Three tables, the highest first."""
    today = clock.today_text()
    entries = scope.here(scope.during(Selection("point_entry"), "date"), VILLAGE)
    counted = entries.where("public_to", "<=", min(scope.period.last, today))
    points, waiting = _sums(counted, HOME), _sums(entries, HOME)
    published = _sums(scope.here(Selection("point_entry"), VILLAGE).where("public_to", "<=", today), HOME)
    spent = _sums(scope.here(Selection("redeem"), VILLAGE), HOME)
    yard_of = {home: yard for _, (home, yard) in query.each(Selection("yard_household"), (HOME, "yard"), raw=True)}
    village_of = {one.key[0]: one.key[1] for one in query.groups(entries, (HOME, VILLAGE))}

    def table(
        of: str, title: str, key: Callable[[int], int | None], columns: Sequence[Column | str], path: str
    ) -> ReturnTable:
        totals = _gathered(points, key)
        order = sorted(totals, key=lambda id: (-totals[id], id))
        ranks: dict[int, str] = {}
        for at, id in enumerate(order):
            before = order[at - 1] if at else None
            same = before is not None and totals[before] == totals[id]
            ranks[id] = ranks[before] if same and before is not None else str(at + 1)
        pending = _gathered({id: waiting[id] - points.get(id, 0) for id in waiting}, key)
        left = _gathered({id: value - spent.get(id, 0) for id, value in published.items()}, key)
        homes = _gathered(dict.fromkeys(points, 1), key)

        def behind(id: int) -> Selection:
            own = [home for home in points if key(home) == id]
            return counted.where(path, "in", [id]) if path else counted.where(HOME, "in", own)

        shown = [
            worked("积分", totals, POINTS, where=behind),
            worked("公示中", {id: pending.get(id, 0) for id in totals}, POINTS),
            worked("可兑换", {id: left.get(id, 0) for id in totals}, POINTS),
        ]
        if of != "household":
            shown.insert(0, worked("参与户数", homes, HOMES))
        return listing(scope, Selection(of), (texts("名次", ranks, 6, align="center"), *columns, *shown), ids=order,
                       title=title, notes=(NOTE,), serial=False)  # fmt: skip

    return (
        table("household", "农户积分排名", lambda id: id, ("village", "group", "head"), HOME),
        table("yard", "院落积分排名", yard_of.get, ("village", "name", "head"), ""),
        table("village", "各村积分排名", village_of.get, (Column("name", "行政村"),), VILLAGE),
    )


def _sums(selection: Selection, path: str) -> dict[int, int]:
    return {one.key[0]: one.sums[0] for one in query.groups(selection, (path,), ("points",))}


def _gathered(values: Mapping[int, int], key: Callable[[int], int | None]) -> dict[int, int]:
    found: dict[int, int] = {}
    for id, value in values.items():
        to = key(id)
        if to is not None:
            found[to] = found.get(to, 0) + value
    return found
