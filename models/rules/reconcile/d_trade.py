"""Checks of sales, gifts and matches (domain.md §10.3, §13.5, §13.6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from models import clock, query
from models.codes import norm
from models.days import days_of
from models.kinds import Scaled
from models.query import Selection
from models.rules.reconcile.base import (
    GIFTS,
    SALES,
    check,
    rows,
    wan,
    yuan,
)


@check("sale_twice", "同一笔销售可能算了两次", SALES)
def sale_twice() -> Iterator[tuple[str, int, str]]:
    """One order, or one seller's delivery of one amount within days, stands once (domain.md §10.3)."""
    limit = int(norm("sale.near_duplicate_days"))
    orders: dict[str, int] = {}
    deals: dict[Any, list[str]] = {}
    paths = ("date", "seller", "product", "amount", "platform_order", "qty")
    for id, values in query.each(Selection("sale", order=("date",)), paths, raw=True):
        row = dict(zip(paths, values, strict=True))
        number = row["platform_order"]
        if number and number in orders:
            yield "sale", id, f"{row['date']} 平台订单 {number} 登记了两次"
            continue
        if number:
            orders[number] = id
        key = (row["seller"], row["product"], row["amount"], row["qty"])
        near = [day for day in deals.get(key, ()) if row["seller"] and _apart(day, row["date"]) <= limit]
        if near and not number:
            yield "sale", id, f"{row['date']} {row['seller']} {yuan(row['amount'])}，{near[-1]} 有一笔一样的"
        deals.setdefault(key, []).append(row["date"])


def _apart(one: str, other: str) -> int:
    days = days_of(one, other)
    return abs(days - 1) if days else 9999


@check("sale_amount", "数量×单价与金额不相等", SALES)
def sale_amount() -> Iterator[tuple[str, int, str]]:
    """qty × price = amount ± tolerance; a price worked out from the amount is exact only to its last place."""
    tolerance = int(norm("sale.price_tolerance_fen"))
    for id, row in rows("sale", "date", "buyer", "qty", "price", "amount"):
        qty, price, amount = row["qty"], row["price"], row["amount"]
        if None in (qty, price, amount):
            continue
        expected = (2 * qty * price * 100 + 10_000_000) // 20_000_000
        rounding = qty // 200_000 + 1 if price % 100 else 0
        if abs(expected - amount) > max(tolerance, rounding):
            yield "sale", id, f"{row['date']} {row['buyer'] or ''}：数量×单价 {yuan(expected)}，金额 {yuan(amount)}"


@check("gain_over_amount", "村集体增收超过销售金额", SALES)
def gain_over_amount() -> Iterator[tuple[str, int, str]]:
    """The collective gains a part of the sale."""
    for id, row in rows("sale", "date", "seller", "amount", "collective_gain"):
        if (row["collective_gain"] or 0) > (row["amount"] or 0):
            who = f"{row['date']} {row['seller'] or ''}"
            text = f"{who}：增收 {yuan(row['collective_gain'])}，金额 {yuan(row['amount'] or 0)}"
            yield "sale", id, text


@check("lines_amount", "销售明细合计与金额不相等", SALES)
def lines_amount() -> Iterator[tuple[str, int, str]]:
    """Σ lines = amount ± tolerance (domain.md §10.3)."""
    tolerance = int(norm("sale.price_tolerance_fen"))
    for id, row in rows("sale", "date", "buyer", "amount", "lines", "in_lines"):
        if row["lines"] and abs(row["in_lines"] - (row["amount"] or 0)) > tolerance:
            who = f"{row['date']} {row['buyer'] or ''}"
            yield "sale", id, f"{who}：{row['lines']} 行合计 {yuan(row['in_lines'])}，金额 {yuan(row['amount'] or 0)}"


@check("households_over_amount", "农户所得超过销售金额", SALES)
def households_over_amount() -> Iterator[tuple[str, int, str]]:
    """What the households behind a sale got is within its amount."""
    found = query.groups(Selection("sale_household"), ("sale",), ("amount",))
    got = {one.key[0]: one.sums[0] for one in found}
    for id, row in rows("sale", "date", "seller", "amount"):
        if got.get(id, 0) > (row["amount"] or 0):
            yield (
                "sale",
                id,
                f"{row['date']} {row['seller'] or ''}：农户得 {yuan(got[id])}，金额 {yuan(row['amount'] or 0)}",
            )


@check("settlement_differs", "对上的货款超过到账或销售金额", SALES)
def settlement_differs() -> Iterator[tuple[str, int, str]]:
    """No row pays more than came (with the platform's fee), no sale is paid more than once over."""
    tolerance = int(norm("sale.price_tolerance_fen"))
    for id, row in rows("settlement", "date", "payer", "flow_no", "matched", "open"):
        if row["open"] < -tolerance and row["matched"]:
            who = f"{row['date']} {row['payer'] or row['flow_no']}"
            yield "settlement", id, f"{who}：对上销售 {yuan(row['matched'])}，到账少 {yuan(-row['open'])}"
    for id, row in rows("sale", "date", "buyer", "paid", "unpaid"):
        if row["unpaid"] < -tolerance and row["paid"]:
            text = f"{row['date']} {row['buyer'] or ''}：到账 {yuan(row['paid'])}，比金额多 {yuan(-row['unpaid'])}"
            yield "sale", id, text


@check("settlement_alone", "货款到账很久没有对上销售", SALES)
def settlement_alone() -> Iterator[tuple[str, int, str]]:
    """Money came and no sale is known for it, or for a part of it."""
    limit = clock.today() - datetime.timedelta(int(norm("sale.unsettled_days")))
    tolerance = int(norm("sale.price_tolerance_fen"))
    for id, row in rows("settlement", "date", "payer", "flow_no", "gross", "matched", "open"):
        if row["open"] > tolerance and (row["date"] or "") < limit.isoformat():
            who = f"{row['date']} {row['payer'] or row['flow_no']} {yuan(row['gross'])}"
            rest = f"还有 {yuan(row['open'])} " if row["matched"] else ""
            yield "settlement", id, f"{who}，{rest}没有销售"


@check("sale_before_promotion", "销售早于促销活动", SALES)
def sale_before_promotion() -> Iterator[tuple[str, int, str]]:
    """What an event brought was sold on its day or later."""
    for id, row in rows("sale", "date", "buyer", "promotion.name", "promotion.date"):
        day = row["promotion.date"]
        if day and (row["date"] or "") < day:
            yield "sale", id, f"{row['date']} {row['buyer'] or ''}：“{row['promotion.name']}”{day} 才举办"


@check("issued_over_received", "发出去的比收到的多", GIFTS)
def issued_over_received() -> Iterator[tuple[str, int, str]]:
    """Σ issued ≤ received (domain.md §13.5)."""
    text = Scaled(3, "", None, None, False).to_text
    for id, row in rows("donation", "donor", "item", "qty", "left"):
        if row["qty"] is not None and row["left"] < 0:
            yield (
                "donation",
                id,
                f"{row['donor']} {row['item'] or ''}：收到 {text(row['qty'])}，多发 {text(-row['left'])}",
            )


@check("gift_without_basis", "物资折价没有依据", GIFTS)
def gift_without_basis() -> Iterator[tuple[str, int, str]]:
    """The value of goods rests on something."""
    for id, row in rows("donation", "donor", "kind", "item", "value_yuan", "valuation_basis"):
        if row["kind"] not in ("01", "05", "06") and row["value_yuan"] and not row["valuation_basis"]:
            yield "donation", id, f"{row['donor']} {row['item'] or ''}：折合 {yuan(row['value_yuan'])}，没有计价依据"


@check("match_over_supply", "对接超过供给", GIFTS)
def match_over_supply() -> Iterator[tuple[str, int, str]]:
    """Matches never exceed the offer (domain.md §13.6)."""
    for id, row in rows("supply", "unit", "content", "value", "left"):
        if row["value"] is not None and row["left"] < 0:
            text = f"{row['unit']} {row['content']}：可提供 {wan(row['value'])}，多对接 {wan(-row['left'])}"
            yield "supply", id, text
