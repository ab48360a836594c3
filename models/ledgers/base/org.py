"""单位 (domain.md §1, §11): units that help, send cadres, buy or donate."""

from models.fields import ChoiceField, NameField, PersonField, PhoneField, TextField, YesNoField
from models.ledger import Ledger, register
from models.record import InitialsField, Record


class Org(Record):
    """A unit: 派出单位, 帮扶单位, a member of a 帮扶集团."""

    name = NameField(
        "单位名称",
        required=True,
        shown=True,
        width=22,
        index=True,
        synonyms=("单位", "帮扶单位", "派出单位", "成员单位"),
    )
    level = ChoiceField("隶属关系", "org_level", shown=True, synonyms=("单位层级", "级别"))
    group = NameField(
        "帮扶集团", shown=True, width=16, help="属于哪个帮扶集团；不属于就空着", synonyms=("所属帮扶集团",)
    )
    lead = YesNoField("是否牵头单位", shown=True, synonyms=("牵头单位",))
    contact = PersonField("联系人", shown=True)
    phone = PhoneField("联系电话", shown=True, synonyms=("电话",))
    address = TextField("地址", width=20)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "org"


LEDGER = register(
    Ledger(
        Org,
        "单位",
        order=40,
        counter="个",
        keys=(("name",),),
        sort=("level", "name"),
        search=("name", "initials", "group", "contact"),
        filters=("level", "group", "lead"),
        synonyms=("单位", "帮扶单位", "帮扶集团成员单位"),
        hint="帮扶单位、派出单位、采购和捐赠单位在这里登记一次，别处都能选到。",
    )
)
