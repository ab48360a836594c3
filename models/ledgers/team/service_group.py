"""服务组 (domain.md §13.6): first secretaries who serve together; each is in exactly one group (T11)."""

from models.fields import DateField, NameField, PersonField, TextField
from models.ledger import Ledger, register
from models.record import InitialsField, Record


class ServiceGroup(Record):
    """One group."""

    name = NameField("服务组", required=True, shown=True, width=16, index=True, synonyms=("组别", "服务组名称"))
    leader = PersonField("组长", shown=True)
    task = TextField("服务内容", shown=True, width=24)
    founded = DateField("成立日期", shown=True, future=False)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "service_group"


LEDGER = register(
    Ledger(
        ServiceGroup,
        "服务组",
        order=30,
        counter="个",
        keys=(("name",),),
        sort=("name",),
        search=("name", "initials", "leader"),
        synonyms=("服务组", "组团服务"),
        hint="组团服务的每个组记一条；谁在哪个组，登记在驻村队员里，一人只在一个组。",
    )
)
