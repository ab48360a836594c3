"""兑换物品 (domain.md §13.1): what points can be exchanged for, and how much of it there is."""

from typing import Any

from peewee import fn

from models import kinds
from models.fields import Computed, IntegerField, NameField, TextField
from models.ledger import Ledger, ledger, register
from models.record import InitialsField, Record


def _left(model: Any) -> Any:
    """Stock less what was redeemed."""
    redeem = ledger("redeem").model.alias()
    gone = redeem.select(fn.COALESCE(fn.SUM(redeem.qty), 0)).where(redeem.goods == model.id)
    return fn.COALESCE(model.stock, 0) - gone


class Goods(Record):
    """One kind of goods."""

    name = NameField("物品名称", required=True, shown=True, width=16, synonyms=("物品", "商品"))
    unit = TextField("单位", shown=True, width=6)
    points = IntegerField(
        "所需积分", required=True, low=1, unit="分", total=False, shown=True, synonyms=("兑换积分", "积分")
    )
    stock = IntegerField("入库数量", shown=True, total=False, synonyms=("库存", "数量"))
    left = Computed("剩余数量", kinds.Integer(total=False), _left, shown=True)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "goods"


LEDGER = register(
    Ledger(
        Goods,
        "兑换物品",
        order=24,
        counter="种",
        keys=(("name", "unit"),),
        sort=("points", "name"),
        search=("name", "initials"),
        filters=("points",),
        synonyms=("兑换物品", "积分超市"),
        hint="登记积分能换的物品、所需积分和入库数量。",
    )
)
