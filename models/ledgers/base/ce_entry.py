"""村集体经济收入 (domain.md §12.1): what a village collective earns and spends, class by class."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models.codes import code_list
from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    LinkField,
    MoneyField,
    NameField,
    TextField,
    YearField,
)
from models.kinds import Money, Problem
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.record import Record, Values

COSTS = tuple(code.code for code in code_list("ce_class").codes if code.extra.get("side") == "cost")


def _revenue(model: Any) -> Any:
    return Case(None, ((getattr(model, "class").in_(COSTS), None),), model.amount)


def _cost(model: Any) -> Any:
    return Case(None, ((getattr(model, "class").in_(COSTS), model.amount),), None)


class CeEntry(Record):
    """One revenue or cost of a village collective."""

    village = LinkField(Village, "行政村", required=True, shown=True, create=True, names=("region.village",))
    year = YearField("年度", shown=True, required=True, synonyms=("年份", "收入年度", "统计年度"))
    date = DateField("日期", shown=True, synonyms=("入账日期", "收入日期", "时间"))
    # The field's identifier is the word Python keeps for itself.
    locals()["class"] = ChoiceField("收入类别", "ce_class", shown=True, width=12, synonyms=("类别", "收支类别", "科目"))
    item = TextField("收入项目", shown=True, width=16, synonyms=("项目", "收支项目", "摘要"))
    counterparty = NameField("付款单位", shown=True, width=22, synonyms=("对方单位", "付款方", "来源单位"))
    amount = MoneyField(
        "村集体经济收入",
        unit="万元",
        vague="amount_q",
        synonyms=("金额", "收入金额", "集体经济收入", "村集体收入", "总收入", "合计"),
    )
    amount_q = ChoiceField("收入约数", "qualifier", help="报上来的数是“20余万”这样的约数时填", width=8)
    operating = MoneyField("其中经营性收入", unit="万元", shown=True, synonyms=("经营性收入", "其中：经营性收入"))
    # In the list income and spending stand apart: their sum would mean nothing.
    revenue = Computed("计入收入", Money("万元"), _revenue, shown=True)
    cost = Computed("计入支出", Money("万元"), _cost, shown=True)
    voucher = CodeField("凭证号", synonyms=("凭证编号", "记账凭证"))
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "ce_entry"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The year follows from the date; what is operating follows from the class (R1–R3, domain.md §12.1)."""
        if values.get("year") is None and values.get("date"):
            values["year"] = int(values["date"][:4])
        if values.get("operating") is None and values.get("class") and values.get("amount") is not None:
            code = next((c for c in code_list("ce_class").codes if c.code == values["class"]), None)
            if code is not None and code.extra.get("side") == "income":
                values["operating"] = values["amount"] if code.extra.get("operating") else 0

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """An amount is given; 其中 ≤ total; the date lies in the year."""
        amount, operating = values["amount"], values["operating"]
        if amount is None and operating is None:
            yield Problem("金额没有填", "amount")
        if amount is not None and operating is not None and operating > amount:
            yield Problem("其中经营性收入超过收入总额", "operating")
        if values["date"] and values["year"] and int(values["date"][:4]) != values["year"]:
            yield Problem(f"日期不在 {values['year']} 年", "date", "warn")


LEDGER = register(
    Ledger(
        CeEntry,
        "村集体经济",
        display="item",
        order=20,
        counter="笔",
        keys=(("village", "year", "date", "class", "item", "amount", "operating", "voucher"),),
        columns=("village", "year", "date", "class", "item", "counterparty", "revenue", "operating", "cost"),
        sort=("-year", "village.seq", "date"),
        search=("village", "item", "counterparty", "voucher"),
        filters=("village", "year", "class"),
        synonyms=("集体经济", "村集体经济收入", "村级集体经济收入", "经营性收入", "村级报告", "实际"),
        across=(("class", "amount"), ("village", "amount")),
        hint="按村、按类别登记每一笔集体收入；经营性收入与补助分开，村均、分档自动算出。",
    )
)
