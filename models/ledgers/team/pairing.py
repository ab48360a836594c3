"""单位结对 (domain.md §11; seeds-map.md A2, B1, E1): which unit helps which village, from when until when."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import DateField, LinkField, MoneyField, PersonField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.ledgers.base.org import Org
from models.record import Record, Values


class Pairing(Record):
    """One unit and one village."""

    org = LinkField(
        Org, "帮扶单位", required=True, shown=True, create=True, width=20, synonyms=("单位", "结对单位", "成员单位")
    )
    village = of_village(required=True, synonyms=("村", "帮扶村", "结对村"))
    lead = YesNoField("是否牵头", shown=True, synonyms=("牵头",))
    start = DateField("结对日期", shown=True, synonyms=("开始日期", "帮扶开始时间"))
    end = DateField("结束日期", shown=True, synonyms=("帮扶结束时间",))
    leader = PersonField("分管领导", shown=True)
    contact = PersonField("联络员", shown=True)
    pledged = MoneyField("计划投入", unit="万元", shown=True, synonyms=("计划帮扶资金",))
    goal = TextField("帮扶任务", long=True, synonyms=("帮扶内容",))
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "pairing"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order."""
        yield from in_order(cls, values, "start", "end")


LEDGER = register(
    Ledger(
        Pairing,
        "单位结对",
        display="org",
        order=8,
        counter="对",
        keys=(("org", "village", "start"), ("org", "village")),
        sort=("village.seq", "org"),
        search=("org", "village", "leader", "contact"),
        filters=("village", "org", "org.group", "lead", "start"),
        synonyms=("单位结对", "定点帮扶", "对口帮扶", "帮扶单位结对"),
        hint="哪个单位帮扶哪个村，每一对记一条；单位属于哪个帮扶集团，记在“单位”里。",
    )
)
