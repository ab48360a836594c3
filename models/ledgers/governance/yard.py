"""院落 (domain.md §13.1): twenty to thirty neighbouring households that govern themselves, 小院家."""

from models.fields import DateField, IntegerField, NameField, PersonField, PhoneField, TextField
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record


class Yard(Record):
    """One yard."""

    village = of_village(required=True)
    name = NameField("院落名称", required=True, shown=True, width=14, index=True, synonyms=("小院", "院落", "小院名称"))
    head = PersonField("院长", shown=True, synonyms=("院落长", "小院院长"))
    phone = PhoneField("院长电话")
    households = IntegerField("户数", unit="户", shown=True, synonyms=("入院户数",))
    founded = DateField("成立日期", future=False)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "yard"


LEDGER = register(
    Ledger(
        Yard,
        "院落",
        order=10,
        counter="个",
        keys=(("village", "name"),),
        sort=("village.seq", "name"),
        search=("name", "initials", "head", "village"),
        filters=("village",),
        synonyms=("院落", "小院", "小院家"),
        hint="每个小院记一条；哪一户入了哪个院，记在“入院农户”里。",
    )
)
