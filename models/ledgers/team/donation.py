"""捐赠 (domain.md §13.5): what was given, cash apart from kind, and what is still in stock."""

from collections.abc import Iterator
from typing import Any

from peewee import fn

from models import kinds
from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    DecimalField,
    LinkField,
    MoneyField,
    NameField,
    TextField,
)
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.base.village import Village
from models.record import InitialsField, Record, Values

CASH = ("01", "05")
WHAT, WORTH, FOR = "捐赠", "数量和价值", "用途和票据"


def _left(model: Any) -> Any:
    out = ledger("issue").model.alias()
    return model.qty - fn.COALESCE(out.select(fn.SUM(out.qty)).where(out.donation == model.id), 0)


def _unit_value(model: Any) -> Any:
    """分 per unit; quantities are kept in 1/1000."""
    return model.value_yuan * 1000 / model.qty


class Donation(Record):
    """One gift."""

    date = DateField("捐赠日期", required=True, shown=True, future=False, group=WHAT, synonyms=("日期", "时间"))
    donor = NameField(
        "捐赠单位（个人）", required=True, shown=True, width=18, group=WHAT,
        synonyms=("捐赠单位", "捐赠人", "捐赠方", "捐赠单位(个人)"),
    )  # fmt: skip
    kind = ChoiceField("捐赠类别", "donation_kind", required=True, shown=True, group=WHAT, synonyms=("类别",))
    item = NameField("物品名称", shown=True, width=14, group=WHAT, synonyms=("物资名称", "捐赠物品", "品名"))
    village = LinkField(
        Village, "受赠村", shown=True, create=True, group=WHAT, names=("region.village",), synonyms=("行政村",)
    )
    receiver = NameField(
        "接收单位",
        shown=True,
        width=14,
        group=WHAT,
        synonyms=("受赠单位", "受赠对象", "接受单位", "接收对象", "受捐单位"),
    )
    qty = DecimalField("数量", places=3, total=False, shown=True, group=WORTH)
    unit = TextField("单位", width=6, shown=True, group=WORTH)
    value_yuan = MoneyField(
        "折合金额", shown=True, vague="value_q", group=WORTH, synonyms=("金额", "价值", "捐赠金额", "折合金额（元）")
    )
    value_q = ChoiceField("金额约数", "qualifier", width=8, group=WORTH)
    unit_value = Computed("单价", kinds.Money("元"), _unit_value, group=WORTH)
    valuation_basis = ChoiceField("计价依据", "valuation_basis", shown=True, group=WORTH)
    left = Computed("库存", kinds.Scaled(3, "", None, None, False), _left, group=WORTH, shown=True)
    purpose = TextField("用途", width=16, group=FOR)
    receipt_no = CodeField("票据号", shown=True, group=FOR)
    remark = TextField("备注", long=True, group=FOR)
    initials = InitialsField("donor")

    class Meta:
        """Storage."""

        table_name = "donation"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Goods say what their value rests on (domain.md §13.5)."""
        if values["kind"] not in CASH and values["value_yuan"] and not values["valuation_basis"]:
            yield Problem("物资折价要写明计价依据（发票、评估或捐赠人声明）", "valuation_basis", "warn")


LEDGER = register(
    Ledger(
        Donation,
        "捐赠",
        display="donor",
        order=50,
        counter="笔",
        keys=(("receipt_no",), ("date", "donor", "kind", "item", "qty", "value_yuan")),
        sort=("-date",),
        search=("donor", "initials", "item", "receiver", "receipt_no"),
        filters=("date", "kind", "donor", "village"),
        synonyms=("捐赠", "助学捐款", "赞助", "捐赠款物"),
        hint="每收到一笔捐赠记一条；物资发出去登记在“款物发放”，库存自动算。",
    )
)
