"""党员分工 (seeds-map.md A6): which party member of a branch built on an industry does what."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import ChoiceField, DateField, NameField, PersonField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values


class PartyDuty(Record):
    """One party member with one duty."""

    person = PersonField("党员", required=True, shown=True, synonyms=("党员姓名",))
    village = of_village()
    branch = NameField("党支部", shown=True, width=18, synonyms=("支部", "支部名称", "所在支部"))
    industry = NameField("产业或合作社", shown=True, width=16, synonyms=("产业", "合作社"))
    duty = ChoiceField("分工", "party_duty_kind", required=True, shown=True, synonyms=("职责分工", "岗位分工"))
    task = TextField("负责什么", shown=True, long=True, width=24, synonyms=("工作内容", "具体职责"))
    since = DateField("开始日期", shown=True, synonyms=("定岗日期",))
    until = DateField("结束日期", shown=True, help="还在做的不填")
    remark = TextField("备注", long=True)
    initials = InitialsField("person")

    class Meta:
        """Storage."""

        table_name = "party_duty"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A duty ends no earlier than it began."""
        yield from in_order(cls, values, "since", "until")


LEDGER = register(
    Ledger(
        PartyDuty,
        "党员分工",
        display="person",
        order=42,
        counter="人次",
        keys=(("person", "duty", "village", "since"),),
        sort=("village.seq", "duty", "person"),
        search=("person", "initials", "branch", "industry", "task"),
        filters=("village", "duty"),
        synonyms=("党员分工", "党员设岗定责", "支部分工"),
        hint="支部建在产业上：哪位党员管采购、管理、销售，一人一岗一条。",
    )
)
