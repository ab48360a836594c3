"""积分登记 (domain.md §13.1): points of a household, for or against it; they count after they were made public."""

from collections.abc import Iterator, Sequence
from typing import Any

from models.checking import in_order
from models.fields import CodeField, DateField, IntegerField, LinkField, PersonField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.governance.point_rule import PointRule
from models.ledgers.households.household import Household
from models.record import Draft, Record, Values


class PointEntry(Record):
    """One entry."""

    household = LinkField(Household, "农户", required=True, shown=True)
    date = DateField("积分日期", required=True, shown=True, future=False, synonyms=("日期", "登记日期", "时间"))
    rule = LinkField(
        PointRule,
        "积分事项",
        required=True,
        shown=True,
        create=True,
        width=20,
        synonyms=("事项", "积分项目", "加扣分事由"),
    )
    points = IntegerField(
        "积分分值", low=None, unit="分", shown=True, help="不填就按规则", synonyms=("分值", "积分", "得分")
    )
    judge = PersonField("评议人", shown=True, synonyms=("评分人",))
    batch = CodeField("批次", shown=True, synonyms=("期次", "月份"))
    public_from = DateField("公示开始", shown=True, synonyms=("公示日期",))
    public_to = DateField("公示结束", shown=True, help="公示结束以后才能兑换")
    evidence = TextField("依据", long=True)

    class Meta:
        """Storage."""

        table_name = "point_entry"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order."""
        if values["public_from"] and values["date"] and values["public_from"] < values["date"]:
            yield Problem("公示早于积分日期", "public_from")
        yield from in_order(cls, values, "public_from", "public_to")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Points as the rule has them; more than its cap in one batch is told of."""
        rules = _rules({d.values["rule"] for d in drafts if d.values["rule"] is not None})
        for draft in drafts:
            points, _cap = rules.get(draft.values["rule"], (None, None))
            if draft.values["points"] is None and points is not None:
                draft.values["points"] = points
                if draft.changed is not None:
                    draft.changed.add("points")
            if draft.values["points"] is None:
                draft.error("没有填分值，规则里也没有", "points")
        _over_cap(drafts, rules)


def _rules(ids: set[Any]) -> dict[int, tuple[int | None, int | None]]:
    query = PointRule.select(PointRule.id, PointRule.points, PointRule.cap).where(PointRule.id.in_(ids))
    return {id: (points, cap) for id, points, cap in query.tuples()}


def _over_cap(drafts: Sequence[Draft], rules: dict[int, tuple[int | None, int | None]]) -> None:
    capped = [d for d in drafts if d.values["batch"] and rules.get(d.values["rule"], (None, None))[1] is not None]
    if not capped:
        return
    mine = [d.id for d in drafts if d.id]
    query = PointEntry.select(PointEntry.household, PointEntry.rule, PointEntry.batch, PointEntry.points).where(
        PointEntry.batch.in_({d.values["batch"] for d in capped}), PointEntry.id.not_in(mine)
    )
    had: dict[tuple[Any, ...], int] = {}
    for home, rule, batch, points in query.tuples():
        had[home, rule, batch] = had.get((home, rule, batch), 0) + (points or 0)
    for draft in capped:
        key = (draft.values["household"], draft.values["rule"], draft.values["batch"])
        had[key] = had.get(key, 0) + (draft.values["points"] or 0)
        cap = rules[draft.values["rule"]][1]
        if cap is not None and had[key] > cap:
            draft.warn(f"这一批里同一事项已到 {had[key]} 分，超过每期上限 {cap} 分", "points")


LEDGER = register(
    Ledger(
        PointEntry,
        "积分登记",
        display="date",
        order=22,
        counter="笔",
        keys=(("household", "date", "rule", "points", "batch"),),
        columns=("date", "household.village", "household", "rule", "points", "judge", "batch", "public_to"),
        sort=("-date",),
        search=("household", "rule", "judge", "batch"),
        filters=("date", "household.village", "rule", "batch"),
        synonyms=("积分登记", "积分登记台账", "积分明细"),
        hint="每户每件事记一条，加分为正、扣分为负；公示结束后计入可兑换的积分。",
    )
)
