"""Arithmetic that a sale and each of its lines share (domain.md §10.3, §10.4): price × quantity, weight of a unit."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models import kinds
from models.codes import code_list, norm
from models.fields import DecimalField, LinkField, MoneyField, TextField
from models.kinds import Problem
from models.ledgers.sales.product import Product, unit_label
from models.record import Values

PRICE_SCALE, QTY_SCALE = 10_000, 1_000


def goods(group: str = "", *, of_line: bool = False) -> dict[str, Any]:
    """What is sold, how much of it and for how much, of a whole order or of one of its lines; a Block."""
    whole = ("销售金额", "采购金额", "销售额", "合计金额", "总金额")
    return {
        "product": LinkField(
            Product, "产品名称", required=of_line, shown=True, create=True, group=group,
            names=() if of_line else ("sale.product",), synonyms=("产品", "品名", "商品名称"),
        ),
        "spec": TextField("规格", shown=of_line, group=group),
        "qty": DecimalField(
            "数量", places=3, total=False, shown=True, group=group, synonyms=() if of_line else ("销售数量", "采购数量")
        ),
        "unit": TextField("单位", shown=True, width=6, group=group, synonyms=("计量单位",)),
        "price": DecimalField("单价", places=4, unit="元", total=False, shown=True, group=group),
        "amount": MoneyField("金额", required=True, shown=True, group=group, synonyms=("小计",) if of_line else whole),
        "jin_each": DecimalField(
            "每件斤数", places=3, unit="斤", total=False, group=group,
            help="论件、箱、只卖的，一件多少斤；不填按产品折算",
        ),
    }  # fmt: skip


def weight(model: Any) -> Any:
    """Weight in 1/1000 公斤: qty × the unit's factor (domain.md §10.4); blank for pieces without a weight.

    Of pieces, what one weighs is told by the record (每件斤数), else by the product.
    """
    cases = [
        (model.unit == code.label, model.qty * int(code.extra["kg"] * 1000) / 1000)
        for code in code_list("unit").codes
        if code.extra.get("kg")
    ]
    piece = Product.alias()
    usual = piece.select(piece.kg_per_unit).where(piece.id == model.product)
    # 斤 are half 公斤; both stand in thousandths.
    told = (model.jin_each.is_null(False), model.qty * model.jin_each / 2000)
    return Case(None, [*cases, told], model.qty * usual / 1000)


def complete_deal(values: Values) -> None:
    """The third of quantity, price and amount follows from two; the unit as the list writes it."""
    if values.get("unit"):
        values["unit"] = unit_label(values["unit"])
    qty, price, amount = values.get("qty"), values.get("price"), values.get("amount")
    if amount is None and qty is not None and price is not None:
        values["amount"] = product_of(qty, price)
    elif price is None and amount is not None and qty:
        values["price"] = rounded(amount * QTY_SCALE * PRICE_SCALE, 100 * qty)
    elif qty is None and amount is not None and price:
        values["qty"] = rounded(amount * QTY_SCALE * PRICE_SCALE, 100 * price)


def deal_problems(values: Values) -> Iterator[Problem]:
    """qty × price = amount ± tolerance; a price derived from the amount is exact only to its last place."""
    qty, price, amount = values["qty"], values["price"], values["amount"]
    if qty is not None and price is not None and amount is not None:
        expected = product_of(qty, price)
        # Only a price with more than two decimals was worked out from the amount; a plain 8.00 has to fit (T15).
        derived = price % 100 and rounded(amount * QTY_SCALE * PRICE_SCALE, 100 * qty or 1) == price
        if abs(expected - amount) > int(norm("sale.price_tolerance_fen")) and not derived:
            text = kinds.Money().to_text
            yield Problem(f"数量×单价={text(expected)}，金额却是 {text(amount)}", "amount", "warn")
    if amount == 0:
        yield Problem("金额是 0，请核对", "amount", "warn")


def product_of(qty: int, price: int) -> int:
    """分 for stored quantity (1/1000) and price (1/10000 元), rounded half up."""
    return rounded(qty * price * 100, QTY_SCALE * PRICE_SCALE)


def rounded(number: int, by: int) -> int:
    """``number`` ÷ ``by``, half up."""
    return (2 * number + by) // (2 * by)
