"""帮扶责任人 (domain.md §4.5): the person who answers for a household."""

from models.fields import ChoiceField, NameField, PersonField, PhoneField, TextField, YesNoField
from models.ledger import Ledger, register
from models.record import InitialsField, Record


class Helper(Record):
    """One helper; which households, since when and until when stands in ``help_pair``."""

    name = PersonField(
        "帮扶责任人",
        required=True,
        shown=True,
        index=True,
        synonyms=("帮扶人", "帮扶干部", "结对帮扶责任人", "帮扶责任人姓名", "帮扶联系人"),
    )
    sex = ChoiceField("帮扶责任人性别", "sex", width=6)
    politics = ChoiceField("帮扶责任人政治面貌", "politics")
    org = NameField(
        "帮扶单位",
        shown=True,
        width=18,
        synonyms=("帮扶责任单位", "结对帮扶单位", "帮扶责任人单位", "帮扶人单位", "帮扶（选派）单位名称"),
    )
    org_level = ChoiceField("单位隶属关系", "org_level", shown=True)
    post = TextField(
        "帮扶责任人职务", shown=True, synonyms=("职务", "帮扶人职务", "单位及职务", "帮扶责任人单位及职务")
    )
    phone = PhoneField(
        "帮扶责任人电话",
        shown=True,
        synonyms=("帮扶人电话", "帮扶干部电话", "帮扶责任人联系电话", "帮扶人联系电话", "帮扶责任人联系方式"),
    )
    is_team_member = YesNoField("是否驻村队员", shown=True)
    education = ChoiceField("帮扶责任人学历", "education")
    skill = TextField("技术特长", width=16)
    remark = TextField("备注", long=True)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "helper"


LEDGER = register(
    Ledger(
        Helper,
        "帮扶责任人",
        order=60,
        counter="人",
        keys=(("name", "org"), ("name", "phone"), ("name",)),
        sort=("org", "name"),
        search=("name", "initials", "org", "phone"),
        filters=("org", "org_level", "is_team_member"),
        synonyms=("帮扶责任人", "帮扶干部", "帮扶干部名册"),
        hint="一人一条；帮扶哪几户、从何时到何时，在“结对帮扶”或农户的表单里登记。",
    )
)
