"""预留份额 (domain.md §10.1): what a buyer has to buy in a year, and how much of it has been bought directly."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case, fn

from models import kinds
from models.codes import norm
from models.fields import Computed, LinkField, MoneyField, PercentField, TextField, YearField
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.sales.buyer import DIRECT, Buyer
from models.record import Draft, Record, Values

PLATFORM = "01"
WHOLE = 10_000
"""100 % as a percentage is stored."""
NOT_DUE = ("03", "04")


def _required(model: Any) -> Any:
    return fn.COALESCE(model.fixed, (model.food_total * model.ratio + WHOLE // 2) / WHOLE)


def _bought(model: Any, *more: Any) -> Any:
    """分 bought directly by that buyer in that year; dates are ISO texts of any precision."""
    sale, buyer = ledger("sale").model.alias(), Buyer.alias()
    name = buyer.select(buyer.name).where(buyer.id == model.buyer)
    first, after = model.year.cast("TEXT"), (model.year + 1).cast("TEXT")
    whole = sale.select(fn.SUM(sale.amount).cast("BIGINT"))
    limits = [sale.kind == DIRECT, sale.date >= first, sale.date < after, *(one(sale) for one in more)]
    return fn.COALESCE(whole.where(sale.buyer == name, *limits), 0)


def _on_platform(model: Any) -> Any:
    return _bought(model, lambda sale: sale.channel == PLATFORM)


def _left(model: Any) -> Any:
    open_part = _required(model) - _bought(model)
    return Case(None, [(open_part < 0, 0)], open_part)


def _rate(model: Any) -> Any:
    required = fn.NULLIF(_required(model), 0)
    return (2 * WHOLE * _bought(model) + required) / (2 * required)


class BuyerQuota(Record):
    """One buyer in one year."""

    buyer = LinkField(Buyer, "采购单位", required=True, cascade=True, create=True, shown=True, width=20)
    year = YearField("年度", required=True, shown=True, synonyms=("年份", "采购年度"))
    food_total = MoneyField(
        "食材采购总额", shown=True, synonyms=("年度食材采购总额", "年度采购总额", "农副产品采购总额")
    )
    ratio = PercentField("预留比例", shown=True, help="不填按标准里当年的比例", synonyms=("预留份额比例",))
    fixed = MoneyField("直接定的金额", help="文件直接定了金额的填这里，不再按比例算", synonyms=("预留金额",))
    required = Computed("应采购", kinds.Money(), _required, shown=True)
    completed = Computed("已直接采购", kinds.Money(), _bought, shown=True)
    on_platform = Computed("其中832平台", kinds.Money(), _on_platform, shown=True)
    left = Computed("还差", kinds.Money(), _left, shown=True)
    rate = Computed("完成率", kinds.Percent(None), _rate, shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "buyer_quota"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The ratio of the year's norm."""
        if values.get("ratio") is None and values.get("food_total") is not None:
            values["ratio"] = round(float(norm("sale.reserve_percent", when=values.get("year"))) * 100)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """It can be told how much has to be bought."""
        if values["food_total"] is None and values["fixed"] is None:
            yield Problem("食材采购总额和直接定的金额都没有填，算不出应采购多少", "food_total", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A year once per buyer; nothing is asked of a unit without a canteen (domain.md §10.1)."""
        buyers = {d.values["buyer"] for d in drafts if d.values["buyer"] is not None}
        mine = {d.id for d in drafts if d.id}
        rows = cls.select(cls.id, cls.buyer, cls.year).where(cls.buyer.in_(buyers)).tuples() if buyers else ()
        seen = {(buyer, year) for id, buyer, year in rows if id not in mine}
        free = Buyer.select(Buyer.id).where(Buyer.id.in_(buyers), Buyer.canteen.in_(NOT_DUE)).tuples() if buyers else ()
        exempt = {row[0] for row in free}
        for draft in drafts:
            key = (draft.values["buyer"], draft.values["year"])
            if None not in key and key in seen:
                draft.error(f"这个单位 {key[1]} 年的预留份额已经登记过", "year")
            seen.add(key)
            if key[0] in exempt:
                draft.warn("这个单位没有食堂或由别的单位填报，不要求预留", "buyer")


LEDGER = register(
    Ledger(
        BuyerQuota,
        "预留份额",
        display="year",
        master="buyer",
        order=32,
        counter="个",
        keys=(("buyer", "year"),),
        columns=("year", "buyer", "food_total", "ratio", "required", "completed", "rate", "left", "on_platform"),
        sort=("-year", "buyer"),
        search=("buyer",),
        filters=("year", "buyer.kind", "buyer.level", "rate"),
        synonyms=("预留份额", "预留采购份额", "预留份额填报"),
        hint="每个采购单位每年一条：食材采购总额和比例定出应采购多少，完成多少按直接采购的销售自动算。",
    )
)  # fmt: skip
