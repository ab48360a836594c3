"""销售 (domain.md §10.3): each consumption-assistance sale, counted once."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case, fn

from models import kinds
from models.codes import code_list, norm
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
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.sales.product import Product, unit_label
from models.record import Draft, Record, Values

WHAT, WHO, MONEY, EFFECT = "基本信息", "买卖双方", "数量金额", "带动与凭证"
PRICE_SCALE, QTY_SCALE = 10_000, 1_000


def _kg(model: Any) -> Any:
    """Weight in 1/1000 公斤: qty × the unit's factor (domain.md §10.4); blank for pieces without a weight."""
    cases = [
        (model.unit == code.label, model.qty * int(code.extra["kg"] * 1000) / 1000)
        for code in code_list("unit").codes
        if code.extra.get("kg")
    ]
    piece = Product.alias()
    weight = piece.select(piece.kg_per_unit).where(piece.id == model.product)
    return Case(None, cases, model.qty * weight / 1000)


def _month(model: Any) -> Any:
    """2024-03 of the date."""
    return fn.SUBSTR(model.date, 1, 7)


class Sale(Record):
    """One sale or delivery; 直接采购 and 帮助销售 are never mixed (domain.md §10.1)."""

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
    buyer = NameField("采购单位", shown=True, group=WHO, width=18, synonyms=("买方", "购买单位", "采购方", "客户"))
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
    weight = Computed("折合重量", kinds.Scaled(3, "公斤"), _kg, group=MONEY)
    households_led = IntegerField("带动脱贫户数", unit="户", group=EFFECT, synonyms=("带动脱贫户", "带动户数"))
    collective_gain = MoneyField("村集体增收", group=EFFECT, synonyms=("集体增收",))
    platform_order = CodeField("平台订单号", group=EFFECT, index=True, synonyms=("订单号", "订单编号"))
    invoice = CodeField("发票号", group=EFFECT, synonyms=("发票号码",))
    operator = PersonField("经办人", group=EFFECT)
    remark = TextField("备注", long=True, group=EFFECT)

    class Meta:
        """Storage."""

        table_name = "sale"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The third of quantity, price and amount follows from two; the unit as the list writes it."""
        if values.get("unit"):
            values["unit"] = unit_label(values["unit"])
        qty, price, amount = values.get("qty"), values.get("price"), values.get("amount")
        if amount is None and qty is not None and price is not None:
            values["amount"] = product_of(qty, price)
        elif price is None and amount is not None and qty:
            values["price"] = _rounded(amount * QTY_SCALE * PRICE_SCALE, 100 * qty)
        elif qty is None and amount is not None and price:
            values["qty"] = _rounded(amount * QTY_SCALE * PRICE_SCALE, 100 * price)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """qty × price = amount ± tolerance; a price derived from the amount is exact only to its last place."""
        qty, price, amount = values["qty"], values["price"], values["amount"]
        if qty is not None and price is not None and amount is not None:
            expected = product_of(qty, price)
            # Only a price with more than two decimals was worked out from the amount; a plain 8.00 has to fit (T15).
            derived = price % 100 and _rounded(amount * QTY_SCALE * PRICE_SCALE, 100 * qty or 1) == price
            if abs(expected - amount) > int(norm("sale.price_tolerance_fen")) and not derived:
                text = kinds.Money().to_text
                yield Problem(f"数量×单价={text(expected)}，金额却是 {text(amount)}", "amount", "warn")
        if amount == 0:
            yield Problem("金额是 0，请核对", "amount", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """平台订单号 once; the same seller and amount within days is shown for review (domain.md §10.3)."""
        from models.ledger import ledger
        from models.query import find

        taken = find(ledger("sale"), ("platform_order",), [(d.values["platform_order"],) for d in drafts])
        near = _same_deal(drafts)
        seen: dict[Any, Draft] = {}
        for draft in drafts:
            number = draft.values["platform_order"]
            if number and (
                any(id != draft.id for id in taken.get((number,), ())) or seen.setdefault(number, draft) is not draft
            ):
                draft.error(f"平台订单号 {number} 已经登记过，同一单不能算两次", "platform_order")
            rivals = near.get((draft.values["seller"], draft.values["amount"]), ())
            limit = norm("sale.near_duplicate_days")
            if any(id != draft.id and _days(date, draft.values["date"]) <= limit for id, date in rivals):
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


def product_of(qty: int, price: int) -> int:
    """分 for stored quantity (1/1000) and price (1/10000 元), rounded half up."""
    return _rounded(qty * price * 100, QTY_SCALE * PRICE_SCALE)


def _rounded(number: int, by: int) -> int:
    return (2 * number + by) // (2 * by)


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
            ("platform_order",),
            ("date", "buyer", "product", "qty", "amount", "village", "seller", "kind", "channel"),
        ),
        sort=("-date",),
        search=("buyer", "seller", "product", "village", "platform_order", "invoice", "operator"),
        filters=("date", "kind", "channel", "product", "village", "buyer_kind"),
        synonyms=("消费帮扶", "销售", "消费帮扶台账"),
        hint="每卖一笔记一条；数量、单价、金额填两个，第三个自动算出。",
    )
)
