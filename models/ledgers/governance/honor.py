"""荣誉 (seeds-map.md B33, E6): what the township, a village or a person was awarded."""

from models.fields import ChoiceField, CodeField, DateField, NameField, TextField
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record


class Honor(Record):
    """One honour."""

    date = DateField("获得日期", shown=True, future=False, synonyms=("日期", "时间", "授予日期"))
    name = NameField("荣誉名称", required=True, shown=True, width=22, synonyms=("荣誉", "称号"))
    level = ChoiceField("级别", "honor_level", shown=True, synonyms=("荣誉级别",))
    issuer = NameField("授予单位", shown=True, width=16, synonyms=("颁发单位",))
    object = NameField("获奖单位", shown=True, width=16, synonyms=("获奖对象", "获奖单位（个人）"))
    village = of_village(help="村、村里的支部和个人得的荣誉填；乡镇得的不填")
    doc_no = CodeField("文号", shown=True)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "honor"


LEDGER = register(
    Ledger(
        Honor,
        "荣誉",
        order=52,
        counter="项",
        keys=(("date", "name", "level", "issuer", "object", "doc_no"),),
        sort=("-date",),
        search=("name", "initials", "issuer", "object", "village"),
        filters=("date", "level", "village"),
        synonyms=("荣誉", "红旗", "获奖情况"),
        hint="乡镇、村和个人获得的荣誉，每项记一条。",
    )
)
