"""销售 (domain.md §10.3): each consumption-assistance sale, counted once."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import fn

from models import kinds
from models.codes import norm
from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    DecimalField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    TextField,
)
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.base.village import Village
from models.ledgers.sales._deal import complete_deal, deal_problems, weight
from models.ledgers.sales.product import Product
from models.ledgers.sales.promotion import Promotion
from models.numbering import give_numbers
from models.record import Draft, Record, Values

WHAT, WHO, MONEY, EFFECT = "基本信息", "买卖双方", "数量金额", "带动与凭证"


def _lines(model: Any) -> Any:
    line = ledger("sale_line").model.alias()
    return fn.COALESCE(line.select(fn.COUNT(line.id)).where(line.sale == model.id), 0)


def _in_lines(model: Any) -> Any:
    line = ledger("sale_line").model.alias()
    return fn.COALESCE(line.select(fn.SUM(line.amount)).where(line.sale == model.id), 0)


def _kg(model: Any) -> Any:
    """Weight in 1/1000 公斤: of the lines where there are any."""
    line = ledger("sale_line").model.alias()
    return fn.COALESCE(line.select(fn.SUM(weight(line))).where(line.sale == model.id), weight(model))


def _paid(model: Any) -> Any:
    """分 that rows of statements paid of it."""
    part = ledger("sale_payment").model.alias()
    return fn.COALESCE(part.select(fn.SUM(part.amount)).where(part.sale == model.id), 0)


def _unpaid(model: Any) -> Any:
    return fn.COALESCE(model.amount, 0) - _paid(model)


def _month(model: Any) -> Any:
    """2024-03 of the date."""
    return fn.SUBSTR(model.date, 1, 7)


class Sale(Record):
    """One sale or delivery; 直接采购 and 帮助销售 are never mixed (domain.md §10.1)."""

    no = CodeField("销售编号", group=WHAT, index=True, help="不填就按日期排")
    date = DateField(
        "销售日期",
        required=True,
        shown=True,
        group=WHAT,
        future=False,
        index=True,
        synonyms=("日期", "时间", "采购日期"),
    )
    month = Computed("月份", kinds.Date("month"), _month, group=WHAT)
    kind = ChoiceField("帮扶方式", "sale_kind", shown=True, group=WHAT, synonyms=("类型", "方式", "购销方式"))
    channel = ChoiceField("渠道", "sale_channel", shown=True, group=WHAT, width=14, synonyms=("销售渠道", "采购渠道"))
    village = LinkField(
        Village,
        "来源村",
        shown=True,
        create=True,
        group=WHAT,
        names=("region.village",),
        synonyms=("行政村", "村", "产地"),
    )
    buyer = NameField(
        "采购单位", shown=True, index=True, group=WHO, width=18, synonyms=("买方", "购买单位", "采购方", "客户")
    )
    buyer_kind = ChoiceField("采购单位性质", "buyer_kind", shown=True, group=WHO, synonyms=("单位性质", "买方性质"))
    helper_unit = NameField("帮扶单位", group=WHO, width=16)
    seller = NameField("供货主体", shown=True, group=WHO, width=16, synonyms=("供货单位", "供应商", "销售主体", "卖方"))
    seller_kind = ChoiceField("供货主体性质", "seller_kind", group=WHO)
    product = LinkField(
        Product,
        "产品名称",
        shown=True,
        create=True,
        group=MONEY,
        names=("sale.product",),
        synonyms=("产品", "品名", "商品名称"),
    )
    spec = TextField("规格", group=MONEY)
    qty = DecimalField("数量", places=3, total=False, shown=True, group=MONEY, synonyms=("销售数量", "采购数量"))
    unit = TextField("单位", shown=True, width=6, group=MONEY, synonyms=("计量单位",))
    price = DecimalField("单价", places=4, unit="元", total=False, shown=True, group=MONEY)
    amount = MoneyField(
        "金额",
        required=True,
        shown=True,
        group=MONEY,
        synonyms=("销售金额", "采购金额", "销售额", "合计金额", "总金额"),
    )
    jin_each = DecimalField(
        "每件斤数", places=3, unit="斤", total=False, group=MONEY, help="论件、箱、只卖的，一件多少斤；不填按产品折算"
    )
    lines = Computed("明细行数", kinds.Integer(unit="行", total=False), _lines, group=MONEY)
    in_lines = Computed("明细合计", kinds.Money(), _in_lines, group=MONEY)
    weight = Computed("折合重量", kinds.Scaled(3, "公斤"), _kg, group=MONEY)
    households_led = IntegerField("带动脱贫户数", unit="户", group=EFFECT, synonyms=("带动脱贫户", "带动户数"))
    collective_gain = MoneyField("村集体增收", group=EFFECT, synonyms=("集体增收",))
    platform_order = CodeField("平台订单号", group=EFFECT, index=True, synonyms=("订单号", "订单编号"))
    invoice = CodeField("发票号", group=EFFECT, synonyms=("发票号码",))
    promotion = LinkField(Promotion, "促销活动", group=EFFECT, width=16, help="在哪次展销、直播上卖的")
    paid = Computed("货款已到", kinds.Money(), _paid, group=EFFECT)
    unpaid = Computed("货款未到", kinds.Money(), _unpaid, group=EFFECT)
    operator = PersonField("经办人", group=EFFECT)
    remark = TextField("备注", long=True, group=EFFECT)

    class Meta:
        """Storage."""

        table_name = "sale"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The third of quantity, price and amount follows from two; the unit as the list writes it."""
        complete_deal(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """qty × price = amount."""
        yield from deal_problems(values)

    @classmethod
    def check_details(cls, values: Values, details: dict[str, list[Values]]) -> Iterator[Problem]:
        """Σ lines = amount ± tolerance; what households get is within it (domain.md §10.3)."""
        text, amount = kinds.Money().to_text, values["amount"] or 0
        lines, homes = details["sale_line"], details["sale_household"]
        whole = sum(line["amount"] or 0 for line in lines)
        if lines and abs(whole - amount) > int(norm("sale.price_tolerance_fen")):
            yield Problem(f"明细合计 {text(whole)} 元，金额却是 {text(amount)} 元", "sale_line")
        if lines and (values["product"] is not None or values["qty"] is not None):
            yield Problem("已经分了明细，上面的产品和数量请空着，统计只看明细", "product", "warn")
        got = sum(home["amount"] or 0 for home in homes)
        if got > amount:
            yield Problem(f"农户所得合计 {text(got)} 元，超过金额 {text(amount)} 元", "sale_household")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """平台订单号 once; the same seller and amount within days is shown for review (domain.md §10.3)."""
        from models.query import find

        give_numbers(cls, drafts, "DH")
        _know_buyers(drafts)
        taken = find(ledger("sale"), ("platform_order",), [(d.values["platform_order"],) for d in drafts])
        near = _same_deal(drafts)
        seen: dict[Any, Draft] = {}
        last: dict[Any, str | None] = {}
        for draft in drafts:
            number = draft.values["platform_order"]
            if number and (
                any(id != draft.id for id in taken.get((number,), ())) or seen.setdefault(number, draft) is not draft
            ):
                draft.error(f"平台订单号 {number} 已经登记过，同一单不能算两次", "platform_order")
            deal, day = (draft.values["seller"], draft.values["amount"]), draft.values["date"]
            rivals = near.get(deal, ())
            limit = norm("sale.near_duplicate_days")
            # The one before in the same table stands for all of that seller and amount before it.
            beside = deal[0] and deal[1] is not None and deal in last and _days(last[deal], day) <= limit
            last[deal] = day
            if beside or any(id != draft.id and _days(date, draft.values["date"]) <= limit for id, date in rivals):
                draft.warn("同一供货主体几天内有一笔同样金额的销售，请核对是否重复登记", "amount")


def _same_deal(drafts: Sequence[Draft]) -> dict[tuple[Any, Any], list[tuple[int, str]]]:
    """Stored sales by (seller, amount) of the drafts: (id, date)."""
    amounts = sorted({d.values["amount"] for d in drafts if d.values["seller"] and d.values["amount"] is not None})
    found: dict[tuple[Any, Any], list[tuple[int, str]]] = {}
    for at in range(0, len(amounts), 500):
        query = Sale.select(Sale.id, Sale.seller, Sale.amount, Sale.date)
        for id, seller, amount, date in query.where(
            Sale.amount.in_(amounts[at : at + 500]), Sale.seller.is_null(False)
        ).tuples():
            found.setdefault((seller, amount), []).append((id, date))
    return found


def _know_buyers(drafts: Sequence[Draft]) -> None:
    """采购单位性质 of units that are registered, where it was left out."""
    open_ones = [draft for draft in drafts if draft.values["buyer"] and not draft.values["buyer_kind"]]
    if not open_ones:
        return
    buyer = ledger("buyer").model
    known = dict(buyer.select(buyer.name, buyer.kind).where(buyer.kind.is_null(False)).tuples())
    for draft in open_ones:
        if kind := known.get(draft.values["buyer"]):
            draft.values["buyer_kind"] = kind
            if draft.changed is not None:
                draft.changed.add("buyer_kind")


def _days(one: str | None, other: str | None) -> int:
    try:
        return abs((datetime.date.fromisoformat(one or "") - datetime.date.fromisoformat(other or "")).days)
    except ValueError:
        return 9999


LEDGER = register(
    Ledger(
        Sale,
        "销售",
        display="buyer",
        order=10,
        counter="笔",
        keys=(
            ("no",),
            ("platform_order",),
            ("date", "buyer", "product", "qty", "amount", "village", "seller", "kind", "channel"),
        ),
        sort=("-date",),
        search=("buyer", "seller", "product", "village", "platform_order", "invoice", "operator"),
        filters=("date", "kind", "channel", "product", "village", "buyer_kind", "promotion"),
        synonyms=("消费帮扶", "销售", "消费帮扶台账"),
        hint="每卖一笔记一条；数量、单价、金额填两个，第三个自动算出。一单几样货的，在明细里一样一行。",
    )
)
