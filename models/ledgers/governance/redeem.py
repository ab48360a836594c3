"""积分兑换 (domain.md §13.1): never more than the household's published points, nor more than is in stock."""

from collections.abc import Sequence
from typing import Any

from peewee import Case, fn

from models import clock
from models.fields import DateField, IntegerField, LinkField, PersonField, TextField, YesNoField
from models.ledger import Ledger, register
from models.ledgers.governance.goods import Goods
from models.ledgers.governance.point_entry import PointEntry
from models.ledgers.households.household import Household
from models.record import Draft, Record


class Redeem(Record):
    """One exchange."""

    household = LinkField(Household, "农户", required=True, shown=True)
    date = DateField("兑换日期", required=True, shown=True, future=False, synonyms=("日期", "时间"))
    goods = LinkField(Goods, "物品", required=True, shown=True, width=16, synonyms=("物品名称", "兑换物品"))
    qty = IntegerField("数量", required=True, low=1, shown=True)
    points = IntegerField(
        "兑换积分", unit="分", shown=True, help="不填就按物品所需积分×数量", synonyms=("已兑换积分", "扣除积分")
    )
    receiver = PersonField("领取人", shown=True)
    signed = YesNoField("是否签字", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "redeem"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Balance and stock stay at zero or above, over stored records and these drafts together."""
        goods = {
            id: (points, stock)
            for id, points, stock in Goods.select(Goods.id, Goods.points, Goods.stock)
            .where(Goods.id.in_({d.values["goods"] for d in drafts if d.values["goods"] is not None}))
            .tuples()
        }
        for draft in drafts:
            price, qty = goods.get(draft.values["goods"], (None, None))[0], draft.values["qty"]
            if draft.values["points"] is None and price is not None and qty:
                draft.values["points"] = price * qty
                if draft.changed is not None:
                    draft.changed.add("points")
        left = balances(drafts)
        for draft in drafts:
            if draft.values["household"] is not None and draft.values["household"] not in left:
                draft.warn("这一户还没有登记过积分，请先登记积分再兑换", "household")
        _spend(drafts, "household", "points", left, "这一户公示过的积分只剩 {left} 分，不能兑换 {want} 分")
        stock = {id: amount for id, (_, amount) in goods.items() if amount is not None}
        _spend(drafts, "goods", "qty", _less(stock, drafts, "goods", "qty"), "库存只剩 {left}，不能兑换 {want}")


def balances(drafts: Sequence[Draft]) -> dict[int, int]:
    """Points each household may still redeem: published entries less redemptions; none where none were ever kept."""
    homes = {d.values["household"] for d in drafts if d.values["household"] is not None}
    today = clock.today().isoformat()
    published = fn.SUM(Case(None, [(PointEntry.public_to <= today, PointEntry.points)], 0))
    query = PointEntry.select(PointEntry.household, published).where(PointEntry.household.in_(homes))
    return _less(dict(query.group_by(PointEntry.household).tuples()), drafts, "household", "points")


def _less(have: dict[int, int], drafts: Sequence[Draft], by: str, field: str) -> dict[int, int]:
    """What is left of each after the stored redemptions other than the drafts'."""
    mine = [d.id for d in drafts if d.id]
    key, amount = getattr(Redeem, by), getattr(Redeem, field)
    query = Redeem.select(key, fn.SUM(amount)).where(key.in_(list(have)), Redeem.id.not_in(mine)).group_by(key)
    used: dict[Any, Any] = dict(query.tuples())
    return {id: total - (used.get(id) or 0) for id, total in have.items()}


def _spend(drafts: Sequence[Draft], by: str, field: str, left: dict[int, int], sentence: str) -> None:
    for draft in drafts:
        of, want = draft.values[by], draft.values[field] or 0
        if of not in left:
            continue
        if want > left[of]:
            draft.error(sentence.format(left=max(left[of], 0), want=want), field)
        else:
            left[of] -= want


LEDGER = register(
    Ledger(
        Redeem,
        "积分兑换",
        display="date",
        order=26,
        counter="笔",
        keys=(("household", "date", "goods", "qty", "receiver"),),
        columns=("date", "household.village", "household", "goods", "qty", "points", "receiver", "signed"),
        sort=("-date",),
        search=("household", "goods", "receiver"),
        filters=("date", "household.village", "goods", "signed"),
        synonyms=("积分兑换", "兑换登记"),
        hint="每次兑换记一条；超过这一户公示过的积分，或超过库存，不能保存。",
    )
)
