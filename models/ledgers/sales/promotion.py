"""促销活动 (domain.md §10.2): fairs, live streams and 六进, what was sold there and what was promised."""

from collections.abc import Iterator
from typing import Any

from peewee import fn

from models import kinds
from models.checking import in_order
from models.fields import ChoiceField, Computed, DateField, IntegerField, LinkField, MoneyField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.base.village import Village
from models.record import Record, Values


def _sales(model: Any, what: Any) -> Any:
    sale = ledger("sale").model.alias()
    return fn.COALESCE(sale.select(what(sale)).where(sale.promotion == model.id), 0)


def _sold(model: Any) -> Any:
    return _sales(model, lambda sale: fn.SUM(sale.amount))


def _count(model: Any) -> Any:
    return _sales(model, lambda sale: fn.COUNT(sale.id))


def _later(model: Any) -> Any:
    sale = ledger("sale").model.alias()
    last = fn.COALESCE(model.last, model.date)
    after = (sale.promotion == model.id) & (sale.date > last)
    return fn.COALESCE(sale.select(fn.SUM(sale.amount)).where(after), 0)


class Promotion(Record):
    """One event; sales name the event they came from."""

    name = NameField("活动名称", required=True, shown=True, width=20, synonyms=("促销活动", "活动主题"))
    kind = ChoiceField("活动类型", "promotion_kind", shown=True, synonyms=("类型", "形式"))
    date = DateField("活动日期", required=True, shown=True, synonyms=("日期", "开始日期", "时间"))
    last = DateField("结束日期", help="只开一天的不填")
    place = TextField("地点", shown=True, width=16, synonyms=("活动地点",))
    village = LinkField(Village, "参加村", help="只为一个村办的才填")
    host = NameField("主办单位", width=16)
    participants = IntegerField("参加人数", unit="人", shown=True, synonyms=("参与人数", "观看人数"))
    on_site = MoneyField("现场销售额", shown=True, synonyms=("现场销售", "活动销售额"))
    intent = MoneyField("意向金额", shown=True, synonyms=("意向签约金额", "签约金额"))
    count = Computed("登记销售笔数", kinds.Integer(unit="笔"), _count)
    sold = Computed("登记销售额", kinds.Money(), _sold, shown=True)
    later = Computed("会后成交", kinds.Money(), _later, shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "promotion"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """It ends after it begins."""
        yield from in_order(cls, values, "date", "last")


LEDGER = register(
    Ledger(
        Promotion,
        "促销活动",
        order=40,
        counter="场",
        keys=(("name", "date"),),
        sort=("-date",),
        search=("name", "place", "host"),
        filters=("date", "kind", "village"),
        synonyms=("促销活动", "展销活动", "推介活动"),
        hint="展销会、直播、进机关各记一场；销售里选上是哪场活动，效果自己算出。",
    )
)
