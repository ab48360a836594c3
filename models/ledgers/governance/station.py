"""红领工作站 (seeds-map.md D8): where it stands, who leads it and what it does for people."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import DateField, NameField, PersonField, PhoneField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values


class Station(Record):
    """One station."""

    name = NameField("工作站", required=True, shown=True, width=18, synonyms=("工作站名称", "站名", "红领工作站"))
    village = of_village(required=True)
    place = TextField("地点", shown=True, width=16, synonyms=("地址", "所在地"))
    opened = DateField("成立日期", shown=True, future=False, synonyms=("成立时间", "挂牌日期"))
    closed = DateField("撤销日期", help="还在开着的不填")
    leader = PersonField("站长", shown=True, synonyms=("负责人", "站长姓名"))
    phone = PhoneField("联系电话", synonyms=("电话",))
    services = TextField("服务内容", shown=True, long=True, width=24, synonyms=("服务事项", "主要服务"))
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "station"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A station closes no earlier than it opened."""
        yield from in_order(cls, values, "opened", "closed")


LEDGER = register(
    Ledger(
        Station,
        "红领工作站",
        order=54,
        counter="个",
        keys=(("village", "name"),),
        sort=("village.seq", "name"),
        search=("name", "initials", "village", "leader", "services"),
        filters=("village", "opened"),
        synonyms=("红领工作站", "工作站台账"),
        hint="每个工作站登记一次：在哪里、谁负责、为群众办哪些事。",
    )
)
