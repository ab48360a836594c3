"""网格员 (seeds-map.md E23): no 组、屯 without one."""

from models.fields import DateField, NameField, PersonField, PhoneField, TextField
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record


class GridWorker(Record):
    """One person for one group."""

    village = of_village(required=True)
    group = TextField(
        "网格（组、屯）", required=True, shown=True, suggest="village.groups", synonyms=("网格", "村民小组", "屯", "组")
    )
    name = PersonField("网格员", required=True, shown=True, synonyms=("姓名", "网格员姓名"))
    phone = PhoneField("联系电话", shown=True, synonyms=("电话",))
    post = NameField("职务", shown=True)
    start = DateField("开始日期", shown=True)
    end = DateField("结束日期", shown=True)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "grid_worker"


LEDGER = register(
    Ledger(
        GridWorker,
        "网格员",
        order=15,
        counter="人",
        keys=(("village", "group", "name"),),
        sort=("village.seq", "group"),
        search=("name", "initials", "group", "village"),
        filters=("village",),
        synonyms=("网格员", "网格员台账"),
        hint="每个组、屯至少登记一名网格员。",
    )
)
