"""到账记录 (domain.md §10.3): rows of a platform's statement or of the bank's, each paying sales or parts of them."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from models import kinds
from models.fields import ChoiceField, CodeField, Computed, DateField, LinkField, MoneyField, NameField, TextField
from models.ledger import Ledger, ledger, register
from models.ledgers.base.village import Village
from models.record import Draft, Record, Values


def _matched(model: Any) -> Any:
    part = ledger("sale_payment").model.alias()
    return fn.COALESCE(part.select(fn.SUM(part.amount)).where(part.settlement == model.id), 0)


def _gross(model: Any) -> Any:
    return model.amount + fn.COALESCE(model.fee, 0)


def _open(model: Any) -> Any:
    return _gross(model) - _matched(model)


class Settlement(Record):
    """One row; what it paid of which sale is told by sale_payment."""

    flow_no = CodeField("流水号", shown=True, index=True, synonyms=("交易流水号", "凭证号", "序列号", "交易号"))
    source = ChoiceField("到账来源", "settlement_source", shown=True, synonyms=("来源",))
    date = DateField("到账日期", required=True, shown=True, synonyms=("交易日期", "结算日期", "入账日期", "日期"))
    order_no = CodeField("订单号", shown=True, index=True, synonyms=("平台订单号", "订单编号"))
    payer = NameField(
        "付款单位", shown=True, width=18, synonyms=("付款方", "对方户名", "对方单位", "采购单位", "付款人")
    )
    payee = NameField("收款单位", shown=True, width=22, synonyms=("收款方", "供应商", "本方户名", "收款人"))
    amount = MoneyField(
        "到账金额", required=True, shown=True, synonyms=("金额", "交易金额", "贷方金额", "收入金额", "结算金额")
    )
    fee = MoneyField("手续费", help="平台扣下的服务费；到账金额加手续费等于销售金额", synonyms=("服务费", "平台服务费"))
    village = LinkField(Village, "收款村", help="货款归哪个村")
    summary = TextField("摘要", width=16, synonyms=("用途", "附言"))
    gross = Computed("含手续费", kinds.Money(), _gross)
    matched = Computed("已对上销售", kinds.Money(), _matched, shown=True)
    open = Computed("还没对上", kinds.Money("元", None), _open, shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "settlement"

    @classmethod
    def complete(cls, values: Values) -> None:
        """A statement without serial numbers is known by its order, else by day, payer and amount."""
        if not values.get("flow_no") and values.get("date") and values.get("amount") is not None:
            payer = values.get("payer") or ""
            values["flow_no"] = values.get("order_no") or f"{values['date']} {payer} {values['amount'] / 100:.2f}"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A row of a statement once."""
        numbers = sorted({d.values["flow_no"] for d in drafts if d.values["flow_no"]})
        mine = {d.id for d in drafts if d.id}
        seen = set()
        for at in range(0, len(numbers), 500):
            rows = cls.select(cls.id, cls.flow_no, cls.date, cls.amount)
            found = rows.where(cls.flow_no.in_(numbers[at : at + 500])).tuples()
            seen |= {tuple(key) for id, *key in found if id not in mine}
        for draft in drafts:
            key = tuple(draft.values[name] for name in ("flow_no", "date", "amount"))
            if key[0] and key in seen:
                draft.error(f"流水号 {key[0]} 同一天同样金额已经登记过", "flow_no")
            seen.add(key)


LEDGER = register(
    Ledger(
        Settlement,
        "到账记录",
        display="flow_no",
        order=50,
        counter="笔",
        keys=(("flow_no", "date", "amount"), ("date", "order_no", "payer", "amount")),
        sort=("-date", "flow_no"),
        search=("flow_no", "order_no", "payer", "payee", "summary"),
        filters=("date", "source", "payer", "open"),
        synonyms=("到账记录", "平台对账单", "银行流水", "交易明细", "结算单"),
        hint="把平台对账单、银行流水导进来，再到“到账对账”页和销售配对。",
    )
)
