"""到账对账 (domain.md §10.3): which sales the rows of a platform's statement or of the bank's have paid.

A row is matched by its order number, else by the sum of several sales of one buyer and seller within some days, else
with other rows that make up one sale. What can be read in one way only is sure; the rest is left to the clerk. A sale
may be paid by several rows and a row pay several sales, wholly or in part: what is left of both stays open to the fen.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models import query
from models.codes import norm
from models.kinds import Money, Problem, clean
from models.ledger import ledger
from models.query import Selection
from models.record import Draft, Refused, check_drafts
from models.writer import Operation

MOST = 24
"""Sales of one payer near one row that are tried in combinations."""
AT_ONCE = 4
"""Sales of a combination at most, but for all of them together."""
ENOUGH = 2


@dataclass(frozen=True)
class OpenSale:
    """A sale that is not wholly paid yet, or what a row paid of it: ``amount`` of ``whole``, in 分."""

    id: int
    date: str
    buyer: str
    seller: str
    product: str
    amount: int
    order_no: str
    whole: int


@dataclass(frozen=True)
class OpenRow:
    """A row of which something is left, or one that paid something: ``amount`` of ``whole``, in 分 with the fee."""

    id: int
    date: str
    payer: str
    payee: str
    order_no: str
    amount: int
    whole: int
    text: str


@dataclass(frozen=True)
class Proposal:
    """Sales that rows may have paid, why, and whether there is no other reading."""

    rows: tuple[int, ...]
    sales: tuple[int, ...]
    why: str
    sure: bool


Group = tuple[Sequence[int], Sequence[int]]
"""(rows, sales) that belong together."""
_SALE = ("date", "buyer", "seller", "product.name", "amount", "platform_order", "unpaid", "lines")
_ROW = ("date", "payer", "payee", "order_no", "gross", "flow_no", "open", "matched")


def open_sales(since: str = "") -> list[OpenSale]:
    """Sales of which something is not paid, by date; ``since`` an ISO day: none before it."""
    chosen = Selection("sale", order=("date",)).where("unpaid", ">=", tolerance() + 1)
    if since:
        chosen = chosen.where("date", ">=", since)
    return [_sale(id, row, row[6]) for id, row in query.each(chosen, _SALE, raw=True)]


def paid_sales(row: int) -> list[OpenSale]:
    """The sales that a row paid, with what it paid of each."""
    parts = query.each(Selection("sale_payment").where("settlement", "in", [row]), ("sale", "amount"), raw=True)
    paid: dict[int, int] = {sale: amount for _, (sale, amount) in parts}
    found = query.rows("sale", _SALE, list(paid), raw=True)
    return sorted((_sale(id, found[id], paid[id]) for id in paid if id in found), key=lambda one: (one.date, one.id))


def _sale(id: int, row: Sequence[Any], amount: int) -> OpenSale:
    product = row[3] or (f"{row[7]}样货" if row[7] else "")
    return OpenSale(id, row[0] or "", row[1] or "", row[2] or "", product, amount, row[5] or "", row[4] or 0)


def open_rows(matched: bool = False) -> list[OpenRow]:
    """Rows of which something is left, or those that paid something, by date."""
    chosen = Selection("settlement", order=("date",))
    chosen = chosen.where("matched", ">=", 1) if matched else chosen.where("open", ">=", tolerance() + 1)
    return [
        OpenRow(id, row[0] or "", row[1] or "", row[2] or "", row[3] or "", row[7] if matched else row[6], row[4],
                row[5] or "")
        for id, row in query.each(chosen, _ROW, raw=True)
    ]  # fmt: skip


def first_day(rows: Sequence[OpenRow]) -> str:
    """The day from which on sales may have been paid by these rows; "" without rows."""
    days = sorted(row.date for row in rows if len(row.date) == 10)
    if not days:
        return ""
    before = datetime.timedelta(int(norm("sale.settle_days")))
    return (datetime.date.fromisoformat(days[0]) - before).isoformat()


def propose(rows: Sequence[OpenRow], sales: Sequence[OpenSale]) -> dict[int, Proposal]:
    """{row: what it may have paid}; rows with an order number choose first, no sale is proposed to two rows as sure.

    Rows that pay one sale together have one proposal.
    """
    found = _by_order(rows, sales)
    taken = {id for one in found.values() for id in one.sales}
    orders = {one.order_no for one in sales if one.order_no}
    most, days = tolerance(), int(norm("sale.settle_days"))
    by_buyer = _by_buyer(rows, sales)
    rest = [row for row in rows if row.id not in found and row.order_no not in orders and row.payer]
    for row in rest:
        near = [one for one in by_buyer.get(_key(row.payer), ()) if one.id not in taken and _fits(row, one, days)]
        ways = list(itertools.islice(_ways(row.amount, near, most), ENOUGH))
        if ways:
            count = len(ways[0])
            why = f"{count} 笔合计一样" if count > 1 else "单位和金额一样"
            sure = len(ways) == 1
            found[row.id] = Proposal((row.id,), ways[0], why if sure else "有几种凑法", sure)
            if sure:
                taken.update(ways[0])
    return found | _in_parts([row for row in rest if row.id not in found], by_buyer, taken)


def _by_order(rows: Sequence[OpenRow], sales: Sequence[OpenSale]) -> dict[int, Proposal]:
    """Proposals from order numbers; one order may be paid in several rows."""
    by_order = {one.order_no: one for one in sales if one.order_no}
    together: dict[str, list[OpenRow]] = {}
    for row in rows:
        if row.order_no in by_order:
            together.setdefault(row.order_no, []).append(row)
    found: dict[int, Proposal] = {}
    for number, some in together.items():
        sale = by_order[number]
        gap = abs(sale.amount - sum(row.amount for row in some))
        times = f"，{len(some)} 次到账" if len(some) > 1 else ""
        sure = gap <= tolerance()
        why = f"订单号一样{times}" if sure else f"订单号一样{times}，金额差 {Money('元').to_text(gap)} 元"
        one = Proposal(tuple(row.id for row in some), (sale.id,), why, sure)
        found |= {row.id: one for row in some}
    return found


def _by_buyer(rows: Sequence[OpenRow], sales: Sequence[OpenSale]) -> dict[str, list[OpenSale]]:
    """Sales by buyer, of those buyers that some row names as its payer."""
    payers = {_key(row.payer) for row in rows if row.payer}
    keys = {name: _key(name) for name in {sale.buyer for sale in sales}}
    found: dict[str, list[OpenSale]] = {}
    for sale in sales:
        if keys[sale.buyer] in payers:
            found.setdefault(keys[sale.buyer], []).append(sale)
    return found


def _in_parts(rows: Sequence[OpenRow], by_buyer: dict[str, list[OpenSale]], taken: set[int]) -> dict[int, Proposal]:
    """Several rows of one payer that make up one sale."""
    most, days = tolerance(), int(norm("sale.settle_days"))
    found: dict[int, Proposal] = {}
    payers: dict[str, list[OpenRow]] = {}
    for row in rows:
        payers.setdefault(_key(row.payer), []).append(row)
    for payer, mine in payers.items():
        for sale in by_buyer.get(payer, ()):
            free = [row for row in mine if row.id not in found and _fits(row, sale, days)]
            if sale.id in taken or len(free) < 2:
                continue
            ways = list(itertools.islice(_ways(sale.amount, free, most), ENOUGH))
            if ways and len(ways[0]) > 1:
                sure = len(ways) == 1
                why = f"{len(ways[0])} 次到账合计一样" if sure else "有几种凑法"
                one = Proposal(ways[0], (sale.id,), why, sure)
                found |= dict.fromkeys(ways[0], one)
    return found


def _key(name: str) -> str:
    return clean(name).replace(" ", "")


def _fits(row: OpenRow, sale: OpenSale, days: int) -> bool:
    """Same payer is known; the seller may not be another one, and the days must be near."""
    if _days(row.date, sale.date) > days:
        return False
    return not (row.payee and sale.seller and _key(row.payee) != _key(sale.seller))


def _ways(amount: int, sales: Sequence[OpenSale | OpenRow], tolerance: int) -> Iterator[tuple[int, ...]]:
    """Ways to make the amount of these sales or rows: all of them, then the fewest first."""
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


def tolerance() -> int:
    """Up to how many 分 two sums count as equal."""
    return int(norm("sale.price_tolerance_fen"))


def _days(one: str, other: str) -> int:
    try:
        return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days)
    except ValueError:
        return 9999


def match(groups: Iterable[Group], in_part: bool = False) -> int:
    """Confirm that these rows paid these sales as one operation; returns its number.

    Rows are used up in the order of their days, sales paid in the order of theirs. ``in_part``: the sums may differ,
    what is left stays open. Raises Refused when a row or a sale is gone or settled, or the sums differ; nothing is
    written then.
    """
    wanted = [(list(rows), list(sales)) for rows, sales in groups if rows and sales]
    lefts = {"settlement": _left("settlement", "open", [id for rows, _ in wanted for id in rows]),
             "sale": _left("sale", "unpaid", [id for _, sales in wanted for id in sales])}  # fmt: skip
    problems: list[Problem] = []
    parts: list[dict[str, int]] = []
    for rows, sales in wanted:
        if why := _unfit(rows, sales, lefts, in_part):
            problems.append(Problem(why))
            continue
        found = _shared_out(rows, sales, lefts)
        parts += [{"settlement": row, "sale": sale, "amount": amount} for row, sale, amount in found]
        if not found:
            problems.append(Problem("同一笔到账或销售配了两次"))
    if problems:
        raise Refused(problems)
    if not wanted:
        return 0
    of = ledger("sale_payment")
    known = _known(parts)
    drafts = []
    for part in parts:
        id, before = known.get((part["sale"], part["settlement"]), (None, 0))
        drafts.append(Draft(of, {**part, "amount": part["amount"] + before}, None, id))
    check_drafts(drafts)
    if any(draft.failed for draft in drafts):
        raise Refused([problem for draft in drafts for problem in draft.problems])
    count = len({row for rows, _ in wanted for row in rows})
    sold = len({sale for _, sales in wanted for sale in sales})
    with Operation("form", f"到账对账：{count} 笔到账对上 {sold} 笔销售") as operation:
        operation.add(of, [draft.values for draft in drafts if draft.id is None])
        operation.edit(of, {draft.id: draft.values for draft in drafts if draft.id is not None})
    return operation.number


def _left(name: str, path: str, ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """{id: (分 that are left, date)} of sales or rows."""
    return {id: (row[0], row[1] or "") for id, row in query.rows(name, (path, "date"), ids, raw=True).items()}


def _unfit(
    rows: Sequence[int], sales: Sequence[int], lefts: dict[str, dict[int, tuple[int, str]]], in_part: bool
) -> str:
    """Why these cannot be matched, "" when they can."""
    most = tolerance()
    for name, ids, word in (("settlement", rows, "到账"), ("sale", sales, "销售")):
        gone = sum(1 for id in ids if id not in lefts[name])
        if gone:
            return f"有 {gone} 笔{word}已被删除，没有配对"
        used = sum(1 for id in ids if lefts[name][id][0] <= most)
        if used:
            return f"有 {used} 笔{word}已经全部对上，请先拆开"
    came = sum(lefts["settlement"][id][0] for id in rows)
    sold = sum(lefts["sale"][id][0] for id in sales)
    if not in_part and abs(came - sold) > most:
        text = Money("元").to_text
        return f"销售合计 {text(sold)} 元，到账 {text(came)} 元，不相等，没有配对"
    return ""


def _shared_out(
    rows: Sequence[int], sales: Sequence[int], lefts: dict[str, dict[int, tuple[int, str]]]
) -> list[tuple[int, int, int]]:
    """(row, sale, 分) for money that pays what is oldest first; what is used is taken out of ``lefts``."""
    money, goods = lefts["settlement"], lefts["sale"]
    found: list[tuple[int, int, int]] = []
    waiting = sorted(sales, key=lambda id: (goods[id][1], id))
    for row in sorted(rows, key=lambda id: (money[id][1], id)):
        left, day = money[row]
        while left > 0 and waiting:
            owed, when = goods[waiting[0]]
            part = min(left, owed)
            if part > 0:
                found.append((row, waiting[0], part))
            left -= part
            goods[waiting[0]] = (owed - part, when)
            if owed == part:
                waiting.pop(0)
        money[row] = (left, day)
    return found


def _known(parts: Sequence[dict[str, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """{(sale, row): (id, 分)} that are matched already with each other, in part."""
    sales = sorted({part["sale"] for part in parts})
    chosen = Selection("sale_payment").where("sale", "in", sales)
    return {(row[0], row[1]): (id, row[2])
            for id, row in query.each(chosen, ("sale", "settlement", "amount"), raw=True)}  # fmt: skip


def take_apart(rows: Sequence[int]) -> int:
    """Undo the matches of these rows as one operation; returns its number, 0 when there were none."""
    parts = list(query.ids(Selection("sale_payment").where("settlement", "in", list(rows))))
    if not parts:
        return 0
    with Operation("form", f"到账对账：拆开 {len(rows)} 笔到账") as operation:
        operation.delete(ledger("sale_payment"), parts)
    return operation.number
