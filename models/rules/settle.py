"""到账对账 (domain.md §10.3): which sales a row of a platform's statement or of the bank's has paid.

A row is matched by its order number, else by the sum of several sales of one buyer and seller within some days. What
can be read in one way only is sure; the rest is left to the clerk. Nothing is matched twice.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models import query
from models.codes import norm
from models.kinds import Money, Problem, clean
from models.ledger import ledger
from models.query import Selection
from models.record import Refused, load
from models.writer import Operation

MOST = 24
"""Sales of one payer near one row that are tried in combinations."""
AT_ONCE = 4
"""Sales of a combination at most, but for all of them together."""
ENOUGH = 2


@dataclass(frozen=True)
class OpenSale:
    """A sale that no row has paid yet; ``amount`` in 分."""

    id: int
    date: str
    buyer: str
    seller: str
    product: str
    amount: int
    order_no: str
    settlement: int | None = None


@dataclass(frozen=True)
class OpenRow:
    """A row that has paid nothing yet; ``gross`` in 分 with the platform's fee."""

    id: int
    date: str
    payer: str
    payee: str
    order_no: str
    gross: int
    text: str


@dataclass(frozen=True)
class Proposal:
    """Sales that a row may have paid, why, and whether there is no other reading."""

    row: int
    sales: tuple[int, ...]
    why: str
    sure: bool


def open_sales(matched: bool = False, since: str = "") -> list[OpenSale]:
    """Sales without a row, or with one, by date; ``since`` an ISO day: none before it."""
    chosen = Selection("sale", order=("date",)).where("settlement", "filled" if matched else "blank")
    if since:
        chosen = chosen.where("date", ">=", since)
    paths = ("date", "buyer", "seller", "product.name", "amount", "platform_order", "settlement", "lines")
    return [
        OpenSale(id, row[0] or "", row[1] or "", row[2] or "", row[3] or (f"{row[7]}样货" if row[7] else ""),
                 row[4] or 0, row[5] or "", row[6])
        for id, row in query.each(chosen, paths, raw=True)
    ]  # fmt: skip


def open_rows(matched: bool = False) -> list[OpenRow]:
    """Rows that paid nothing yet, or those that did, by date."""
    chosen = Selection("settlement", order=("date",)).where("matched", ">=" if matched else "<=", 1 if matched else 0)
    paths = ("date", "payer", "payee", "order_no", "amount", "fee", "flow_no")
    return [
        OpenRow(id, row[0] or "", row[1] or "", row[2] or "", row[3] or "", (row[4] or 0) + (row[5] or 0), row[6] or "")
        for id, row in query.each(chosen, paths, raw=True)
    ]


def first_day(rows: Sequence[OpenRow]) -> str:
    """The day from which on sales may have been paid by these rows; "" without rows."""
    days = sorted(row.date for row in rows if len(row.date) == 10)
    if not days:
        return ""
    before = datetime.timedelta(int(norm("sale.settle_days")))
    return (datetime.date.fromisoformat(days[0]) - before).isoformat()


def propose(rows: Sequence[OpenRow], sales: Sequence[OpenSale]) -> dict[int, Proposal]:
    """{row: what it may have paid}; rows with an order number choose first, no sale is proposed to two rows as sure."""
    tolerance, days = _tolerance(), int(norm("sale.settle_days"))
    found: dict[int, Proposal] = {}
    taken: set[int] = set()
    by_order = {one.order_no: one for one in sales if one.order_no}
    for row in rows:
        sale = by_order.get(row.order_no) if row.order_no else None
        if sale is None or sale.id in taken:
            continue
        same = abs(sale.amount - row.gross) <= tolerance
        why = "订单号一样" if same else f"订单号一样，金额差 {Money('元').to_text(abs(sale.amount - row.gross))} 元"
        found[row.id] = Proposal(row.id, (sale.id,), why, same)
        taken.add(sale.id)
    payers = {_key(row.payer) for row in rows if row.payer}
    keys = {name: _key(name) for name in {sale.buyer for sale in sales}}
    by_buyer: dict[str, list[OpenSale]] = {}
    for sale in sales:
        if keys[sale.buyer] in payers:
            by_buyer.setdefault(keys[sale.buyer], []).append(sale)
    for row in rows:
        if row.id in found or row.order_no in by_order or not row.payer:
            continue
        near = [one for one in by_buyer.get(_key(row.payer), ()) if one.id not in taken and _fits(row, one, days)]
        ways = list(itertools.islice(_ways(row.gross, near, tolerance), ENOUGH))
        if ways:
            count = len(ways[0])
            why = f"{count} 笔合计一样" if count > 1 else "单位和金额一样"
            sure = len(ways) == 1
            found[row.id] = Proposal(row.id, ways[0], why if sure else "有几种凑法", sure)
            if sure:
                taken.update(ways[0])
    return found


def _key(name: str) -> str:
    return clean(name).replace(" ", "")


def _fits(row: OpenRow, sale: OpenSale, days: int) -> bool:
    """Same payer is known; the seller may not be another one, and the days must be near."""
    if _days(row.date, sale.date) > days:
        return False
    return not (row.payee and sale.seller and _key(row.payee) != _key(sale.seller))


def _ways(amount: int, sales: Sequence[OpenSale], tolerance: int) -> Iterator[tuple[int, ...]]:
    """Ways to make the amount of these sales: all of them, then the fewest first."""
    told: set[tuple[int, ...]] = set()
    some = [one for one in sales if one.amount <= amount + tolerance][-MOST:]
    if len(sales) > AT_ONCE and abs(sum(one.amount for one in sales) - amount) <= tolerance:
        told.add(tuple(one.id for one in sales))
        yield tuple(one.id for one in sales)
    where: dict[int, list[int]] = {}
    for at, one in enumerate(some):
        where.setdefault(one.amount, []).append(at)
    for before in range(min(AT_ONCE, len(some))):
        # The last of a combination follows from the others: it is looked up, not tried.
        for part in itertools.combinations(range(len(some)), before):
            rest = amount - sum(some[at].amount for at in part)
            for wanted in range(rest - tolerance, rest + tolerance + 1):
                for at in where.get(wanted, ()):
                    ids = tuple(some[one].id for one in (*part, at))
                    if (not part or at > part[-1]) and ids not in told:
                        told.add(ids)
                        yield ids


def _tolerance() -> int:
    return int(norm("sale.price_tolerance_fen"))


def _days(one: str, other: str) -> int:
    try:
        return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days)
    except ValueError:
        return 9999


def match(pairs: Iterable[tuple[int, Sequence[int]]]) -> int:
    """Confirm (row, sales) as one operation; returns its number.

    Raises Refused when a row or a sale is gone or matched already, or the sums differ; nothing is written then.
    """
    wanted = [(row, list(sales)) for row, sales in pairs if sales]
    chosen = [id for _, sales in wanted for id in sales]
    stored = load(ledger("sale"), chosen)
    rows = query.rows("settlement", ("amount", "fee", "matched", "flow_no"), [row for row, _ in wanted], raw=True)
    problems: list[Problem] = []
    if len(set(chosen)) != len(chosen):
        problems.append(Problem("同一笔销售配给了两笔到账"))
    for row, sales in wanted:
        if row not in rows:
            problems.append(Problem("这笔到账已被删除，没有配对"))
            continue
        amount, fee, matched, number = rows[row]
        if matched:
            problems.append(Problem(f"到账 {number} 已经对上过，请先拆开"))
        gone = [id for id in sales if id not in stored]
        used = [id for id in sales if id in stored and stored[id]["settlement"] is not None]
        if gone or used:
            problems.append(Problem(f"有 {len(gone) + len(used)} 笔销售已被删除或已经对上，没有配对"))
            continue
        whole, gross = sum(stored[id]["amount"] or 0 for id in sales), amount + (fee or 0)
        if abs(whole - gross) > _tolerance():
            text = Money("元").to_text
            problems.append(Problem(f"销售合计 {text(whole)} 元，到账 {text(gross)} 元，不相等，没有配对"))
    if problems:
        raise Refused(problems)
    if not wanted:
        return 0
    with Operation("form", f"到账对账：{len(wanted)} 笔到账对上 {len(chosen)} 笔销售") as operation:
        operation.edit(ledger("sale"), {id: {"settlement": row} for row, sales in wanted for id in sales}, stored)
    return operation.number


def take_apart(rows: Sequence[int]) -> int:
    """Undo the matches of these rows as one operation; returns its number, 0 when there were none."""
    sales = list(query.ids(Selection("sale").where("settlement", "in", list(rows))))
    if not sales:
        return 0
    with Operation("form", f"到账对账：拆开 {len(rows)} 笔到账") as operation:
        operation.edit(ledger("sale"), {id: {"settlement": None} for id in sales})
    return operation.number
