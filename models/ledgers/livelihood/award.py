"""奖助学生 (seeds-map.md E11): pupils who were awarded, students newly admitted to a university."""

from collections.abc import Sequence

from models.fields import (
    ChoiceField,
    DateField,
    IdField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    TextField,
    YearField,
)
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households._people import settle
from models.ledgers.households.member import Member
from models.record import Draft, Record


class Award(Record):
    """One student, one award."""

    student = PersonField(
        "学生姓名",
        shown=True,
        index=True,
        help="有证件号码，或者有行政村，就会自动对上家庭成员",
        synonyms=("姓名", "受奖学生", "受助学生"),
    )
    id_no = IdField("学生证件号码", index=True, synonyms=("证件号码", "身份证号", "身份证号码", "公民身份号码"))
    village = of_village()
    group = of_group()
    member = LinkField(Member, "家庭成员", help="也可以先选人，姓名、证件号码和村自动填上")
    kind = ChoiceField("奖励类别", "award_kind", required=True, shown=True, synonyms=("奖助类别",))
    year = YearField("年度", required=True, shown=True, synonyms=("年份",))
    school = NameField("学校", shown=True, width=18, synonyms=("就读学校", "录取院校", "录取学校"))
    amount = MoneyField("奖助金额", shown=True, vague="amount_q", synonyms=("奖励金额", "资助金额"))
    amount_q = ChoiceField("金额约数", "qualifier")
    sponsor = NameField("出资单位", shown=True, width=16, synonyms=("资助单位", "捐资单位"))
    paid_on = DateField("发放日期", future=False, synonyms=("发放时间",))
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "award"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Who the student is."""
        settle(drafts, "student")


LEDGER = register(
    Ledger(
        Award,
        "奖助学生",
        display="student",
        order=45,
        counter="人",
        keys=(("student", "id_no", "village", "kind", "year", "school"),),
        columns=("village", "student", "kind", "year", "school", "amount", "sponsor"),
        sort=("-year", "kind", "village.seq", "student"),
        search=("student", "id_no", "school", "sponsor", "village"),
        filters=("village", "year", "kind", "sponsor"),
        synonyms=("奖助学生", "奖学", "助学", "大学生"),
        hint="每人每次奖助记一条；新考上的大学生也在这里登记。",
    )
)
