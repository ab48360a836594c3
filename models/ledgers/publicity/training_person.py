"""培训名单 (domain.md §8.3): who took part in a course."""

from collections.abc import Sequence

from models.fields import (
    CodeField,
    IdField,
    IntegerField,
    LinkField,
    NameField,
    PersonField,
    PhoneField,
    YesNoField,
)
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households._people import settle
from models.ledgers.households.member import Member
from models.ledgers.publicity.training import Training
from models.record import Draft, Record


class TrainingPerson(Record):
    """One person in one course."""

    training = LinkField(Training, "培训", required=True, cascade=True, width=20)
    person = PersonField(
        "姓名",
        shown=True,
        names=("member.name",),
        help="有证件号码，或者有行政村，就会自动对上家庭成员",
        synonyms=("学员姓名", "参训人员"),
    )
    id_no = IdField(
        "本人证件号码", shown=True, names=("member.id_no",), synonyms=("证件号码", "身份证号", "身份证号码", "身份证")
    )
    village = of_village()
    group = of_group(shown=True)
    member = LinkField(Member, "家庭成员", shown=True, help="也可以先选人，姓名、证件号码和村自动填上")
    phone = PhoneField("联系电话", shown=True, synonyms=("电话", "手机号码"))
    unit = NameField("工作单位", shown=True, synonyms=("单位", "所在单位"))
    times = IntegerField("参加次数", unit="次", low=1, shown=True, initial=1)
    certified = YesNoField("是否取证", shown=True, synonyms=("是否取得证书",))
    certificate_no = CodeField("证书编号", synonyms=("证书号",))

    class Meta:
        """Storage."""

        table_name = "training_person"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Who it is; nobody twice in a course of this roster."""
        settle(drafts)
        seen: set[tuple[object, ...]] = set()
        for draft in drafts:
            key = (draft.values["training"], draft.values["id_no"])
            if draft.values["id_no"] and key in seen:
                draft.error("这个人在名单里已经有了，参加几次请改“参加次数”", "person")
            seen.add(key)


LEDGER = register(
    Ledger(
        TrainingPerson,
        "培训名单",
        display="person",
        master="training",
        order=31,
        counter="人",
        keys=(("training", "id_no"), ("training", "person", "id_no", "village", "unit")),
        columns=("training", "person", "id_no", "village", "group", "phone", "unit", "times", "certified"),
        sort=("training", "person"),
        search=("person", "id_no", "training"),
        filters=("village", "certified"),
        synonyms=("培训名单", "学员名册", "参训人员名单"),
        hint="在培训的表单里登记参加的人。",
    )
)
