"""An order against its lines, its households and other orders (domain.md §10.3)."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import fn

from models import kinds
from models.checking import keyed
from models.codes import norm
from models.kinds import Problem
from models.ledger import ledger
from models.ledgers.sales._deal import weight
from models.record import Draft, Values


def lines(model: Any) -> Any:
    """SQL for how many lines the order has."""
    line = ledger("sale_line").model.alias()
    return fn.COALESCE(line.select(fn.COUNT(line.id)).where(line.sale == model.id), 0)


def in_lines(model: Any) -> Any:
    """SQL for 分 of its lines."""
    line = ledger("sale_line").model.alias()
    return fn.COALESCE(line.select(fn.SUM(line.amount)).where(line.sale == model.id), 0)


def kg(model: Any) -> Any:
    """SQL for the weight in 1/1000 公斤: of the lines where there are any."""
    line = ledger("sale_line").model.alias()
    return fn.COALESCE(line.select(fn.SUM(weight(line))).where(line.sale == model.id), weight(model))


def month(model: Any) -> Any:
    """SQL for 2024-03 of the date."""
    return fn.SUBSTR(model.date, 1, 7)


def paid(model: Any) -> Any:
    """SQL for 分 that rows of statements paid of it."""
    part = ledger("sale_payment").model.alias()
    return fn.COALESCE(part.select(fn.SUM(part.amount)).where(part.sale == model.id), 0)


def unpaid(model: Any) -> Any:
    """SQL for 分 that nothing has paid yet."""
    return fn.COALESCE(model.amount, 0) - paid(model)


def sums_problems(values: Values, lines: Sequence[Values], homes: Sequence[Values]) -> Iterator[Problem]:
    """Σ lines = amount ± tolerance; what households get is within it."""
    text, amount = kinds.Money().to_text, values["amount"] or 0
    whole = sum(line["amount"] or 0 for line in lines)
    if lines and abs(whole - amount) > int(norm("sale.price_tolerance_fen")):
        yield Problem(f"明细合计 {text(whole)} 元，金额却是 {text(amount)} 元", "sale_line")
    if lines and (values["product"] is not None or values["qty"] is not None):
        yield Problem("已经分了明细，上面的产品和数量请空着，统计只看明细", "product", "warn")
    got = sum(home["amount"] or 0 for home in homes)
    if got > amount:
        yield Problem(f"农户所得合计 {text(got)} 元，超过金额 {text(amount)} 元", "sale_household")


def near_deals(drafts: Sequence[Draft]) -> None:
    """The same seller and amount within days is shown for review."""
    near, limit = _same_deal(drafts), norm("sale.near_duplicate_days")
    last: dict[Any, str | None] = {}
    for draft in drafts:
        deal, day = (draft.values["seller"], draft.values["amount"]), draft.values["date"]
        # The one before in the same table stands for all of that seller and amount before it.
        beside = deal[0] and deal[1] is not None and deal in last and _days(last[deal], day) <= limit
        last[deal] = day
        if beside or any(id != draft.id and _days(date, day) <= limit for id, date in near.get(deal, ())):
            draft.warn("同一供货主体几天内有一笔同样金额的销售，请核对是否重复登记", "amount")


def _same_deal(drafts: Sequence[Draft]) -> dict[tuple[Any, Any], list[tuple[int, str]]]:
    """Stored sales by (seller, amount) of the drafts: (id, date)."""
    found: dict[tuple[Any, Any], list[tuple[int, str]]] = {}
    amounts = {d.values["amount"] for d in drafts if d.values["seller"]} - {None}
    if amounts:
        sale = drafts[0].ledger.model
        known = sale.seller.is_null(False)
        for amount, id, seller, date in keyed(sale, sale.amount, amounts, sale.id, sale.seller, sale.date, where=known):
            found.setdefault((seller, amount), []).append((id, date))
    return found


def know_buyers(drafts: Sequence[Draft]) -> None:
    """采购单位性质 of units that are registered, where it was left out."""
    open_ones = [draft for draft in drafts if draft.values["buyer"] and not draft.values["buyer_kind"]]
    if not open_ones:
        return
    buyer = ledger("buyer").model
    known = dict(buyer.select(buyer.name, buyer.kind).where(buyer.kind.is_null(False)).tuples())
    for draft in open_ones:
        if kind := known.get(draft.values["buyer"]):
            draft.put("buyer_kind", kind)


def _days(one: str | None, other: str | None) -> int:
    try:
        return abs((datetime.date.fromisoformat(one or "") - datetime.date.fromisoformat(other or "")).days)
    except ValueError:
        return 9999
