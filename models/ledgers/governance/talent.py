"""人才 (seeds-map.md D10, E7): reserve cadres, recruits, graduates who came back."""

from models.fields import ChoiceField, DateField, PersonField, PhoneField, TextField
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record


class Talent(Record):
    """One person."""

    name = PersonField("姓名", required=True, shown=True)
    kind = ChoiceField("人才类别", "talent_kind", required=True, shown=True, synonyms=("类别", "人才类型"))
    village = of_village()
    since = DateField("纳入日期", shown=True, future=False, synonyms=("日期", "培养日期"))
    source = TextField("来源", shown=True)
    post = TextField("现任职务", shown=True, synonyms=("职务", "岗位"))
    phone = PhoneField("联系电话")
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "talent"


LEDGER = register(
    Ledger(
        Talent,
        "人才",
        order=54,
        counter="人",
        keys=(("name", "kind", "village", "since", "phone", "post"),),
        sort=("kind", "name"),
        search=("name", "initials", "village", "post"),
        filters=("kind", "village"),
        synonyms=("人才", "后备干部", "人才台账"),
        hint="后备干部、招聘人员、返乡大学生等，每人记一条。",
    )
)
