"""Figures around sales: what buyers had to buy, what events brought, what households got, what was paid (§10)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from models import query
from models.query import Filter
from models.reports.figures.base import MONEY, Measure, Part, Scope, breakdown, figure, quotient, rounded, total, whole

RESERVE, EVENTS, DEALS = "domain.md §10.1", "domain.md §10.2", "domain.md §10.3"
POOR = ("01", "03")


def quotas(path: str = "", *filters: Filter) -> Measure:
    """A measure over quotas; buyers are of no village."""
    return Measure("buyer_quota", path, filters, "", "year", "", "year")


def events(path: str = "", *filters: Filter) -> Measure:
    """A measure over promotions."""
    return Measure("promotion", path, filters, "village", "date", "", "date")


def led(path: str = "", *filters: Filter) -> Measure:
    """A measure over households behind sales."""
    return Measure("sale_household", path, filters, "household.village", "sale.date", "household.village", "sale.date")


def paid(path: str = "", *filters: Filter) -> Measure:
    """A measure over rows of statements."""
    return Measure("settlement", path, filters, "village", "date", "", "date")


total(
    "quota_required",
    "预留份额应采购",
    "万元",
    quotas("required"),
    "食材采购总额 × 预留比例，或直接定的金额",
    RESERVE,
    MONEY,
)
total(
    "quota_completed",
    "预留份额已采购",
    "万元",
    quotas("completed"),
    "这些单位当年直接采购之和，不含帮助销售",
    RESERVE,
    MONEY,
)
total("quota_on_platform", "预留份额平台采购", "万元", quotas("on_platform"), "其中在832平台采购的", RESERVE, MONEY)
quotient("quota_rate", "预留份额完成率", "%", quotas("completed"), quotas("required"), "已采购 ÷ 应采购 × 100", RESERVE)
total(
    "quota_behind", "没有完成预留份额的单位", "个", quotas("", Filter("left", ">=", 1)), "已采购不到应采购的单位数",
    RESERVE,
)  # fmt: skip
total("promotion_count", "促销活动", "场", events(), "登记的促销活动场数", EVENTS)
breakdown("promotion_by_kind", "促销活动", "场", events(), "kind", "按活动类型数场数", EVENTS)
total("promotion_on_site", "现场销售额", "万元", events("on_site"), "各场现场销售额之和", EVENTS, MONEY)
total("promotion_intent", "意向金额", "万元", events("intent"), "各场意向金额之和，不算销售", EVENTS, MONEY)
total("promotion_sold", "活动带来的销售", "万元", events("sold"), "登记时选了活动的销售之和，已在总额里", EVENTS, MONEY)
quotient(
    "promotion_kept", "意向兑现率", "%", events("later", Filter("intent", "filled")), events("intent"),
    "有意向的场次，结束后成交的销售 ÷ 意向金额 × 100",
    EVENTS,
)  # fmt: skip
total("sale_household_times", "带动农户", "户次", led(), "销售里登记的农户，一户一笔算一次", DEALS)
total("sale_household_amount", "农户所得", "万元", led("amount"), "农户从销售得到的金额之和", DEALS, MONEY)
total(
    "sale_household_poor_amount", "脱贫户所得", "万元",
    led("amount", Filter("household.hh_type", "in", list(POOR))), "其中脱贫户得到的", DEALS, MONEY,
)  # fmt: skip


@figure("sale_household_count", "带动农户数", "户", "销售里登记过的农户，一户只算一次", DEALS)
def sale_household_count(scope: Scope) -> Iterator[Part]:
    """Different households behind sales."""
    cell = whole(led(), scope)
    homes = query.groups(cell.selection, ("household",))
    if homes:
        yield Part(len(homes), cell.selection, cell.records, village=scope.village, year=scope.year)


@figure("sale_household_mean", "户均所得", "元", "农户所得 ÷ 带动农户数", DEALS)
def sale_household_mean(scope: Scope) -> Iterator[Part]:
    """What a household got on average."""
    cell = whole(led("amount"), scope)
    homes = query.groups(cell.selection, ("household",))
    if homes:
        value = rounded(Fraction(cell.total, 100 * len(homes)))
        yield Part(value, cell.selection, cell.records, village=scope.village, year=scope.year)


total("settlement_total", "到账货款", "万元", paid("amount"), "到账记录之和", DEALS, MONEY)
total(
    "settlement_open", "没有对上销售的到账", "笔", paid("", Filter("matched", "<=", 0)),
    "一分也没有对上销售的到账笔数",
    DEALS,
)  # fmt: skip
total(
    "sale_unsettled", "没有对上到账的销售", "万元",
    Measure("sale", "unpaid", (Filter("unpaid", ">=", 1),), "village", "date", "village", "month"),
    "还没有到账的销售金额，分几次到账的只算没到的部分", DEALS, MONEY,
)  # fmt: skip
total(
    "settlement_rest", "到账里没有对上销售的余额", "万元", paid("open", Filter("open", ">=", 1)),
    "到账加手续费减去对上的销售", DEALS, MONEY,
)  # fmt: skip
