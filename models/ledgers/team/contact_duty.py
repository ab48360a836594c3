"""包村联系 (seeds-map.md D4, D6): leaders in charge of a village, who go there and guide it."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import ChoiceField, DateField, IntegerField, NameField, PersonField, PhoneField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values


class ContactDuty(Record):
    """One leader and one village."""

    name = PersonField("联系领导", required=True, shown=True, synonyms=("姓名", "包村领导", "领导", "包村干部"))
    post = NameField("职务", shown=True, width=16)
    unit = NameField("单位", shown=True, width=16)
    kind = ChoiceField("联系类别", "contact_kind", required=True, shown=True, initial="01", synonyms=("类别",))
    village = of_village(required=True, synonyms=("村", "联系村", "包村"))
    start = DateField("开始日期", shown=True)
    end = DateField("结束日期", shown=True)
    least = IntegerField("每年应到村次数", unit="次", total=False, synonyms=("应到村次数",))
    phone = PhoneField("联系电话", synonyms=("电话",))
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "contact_duty"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order."""
        yield from in_order(cls, values, "start", "end")


LEDGER = register(
    Ledger(
        ContactDuty,
        "包村联系",
        order=9,
        counter="人",
        keys=(("name", "village", "kind"), ("name", "village")),
        sort=("village.seq", "name"),
        search=("name", "initials", "unit", "village"),
        filters=("village", "kind", "unit"),
        synonyms=("包村联系", "包村领导", "领导联系村", "定点联系"),
        hint="领导包村、联系重点村，每人每村记一条。",
    )
)
