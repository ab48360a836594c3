"""雨露计划 (domain.md §8.5): aid for vocational students, per term; not for undergraduates, not while on leave."""

from collections.abc import Iterator, Sequence

from models.checking import repeated
from models.codes import norm
from models.fields import (
    BankField,
    ChoiceField,
    CodeField,
    DateField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    TextField,
    YearField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households import _whose as whose
from models.ledgers.households.household import Household
from models.ledgers.livelihood import _yulu as aid
from models.record import Draft, Record, Values

WHO, SCHOOL, AID = "学生", "就读", "补助"


class Yulu(Record):
    """The aid of one student for one term."""

    student = whose.person("学生姓名", group=WHO, synonyms=("姓名", "受助学生"))
    id_no = whose.number(
        "学生证件号码",
        group=WHO,
        synonyms=("证件号码", "身份证号", "身份证号码", "学生身份证号", "公民身份号码", "身份证"),
    )
    village = of_village(group=WHO)
    group = of_group(group=WHO)
    member = whose.member(group=WHO)
    household = LinkField(Household, "农户", group=WHO, help="按学生自动对上", synonyms=("户主", "户主姓名"))
    school = NameField("就读学校", shown=True, width=18, group=SCHOOL, synonyms=("学校", "学校名称", "就读院校"))
    level = ChoiceField("就读层次", "yulu_level", shown=True, group=SCHOOL, synonyms=("学历层次", "层次", "学段"))
    major = NameField("专业", group=SCHOOL, synonyms=("就读专业",))
    enrol_no = CodeField("学籍号", group=SCHOOL, synonyms=("学号",))
    year = YearField("学年", required=True, shown=True, group=SCHOOL, help="填学年开始的年份", synonyms=("年度",))
    term = ChoiceField("学期", "school_term", required=True, shown=True, group=SCHOOL)
    amount = MoneyField(
        "补助金额", shown=True, group=AID, help="不填就按每学期的标准", synonyms=("金额", "补助标准", "发放金额")
    )
    status = ChoiceField("补助状态", "yulu_status", shown=True, group=AID, synonyms=("状态", "审核状态"))
    paid_on = DateField("发放日期", future=False, shown=True, group=AID, synonyms=("发放时间", "到账日期"))
    account_name = PersonField("开户人", group=AID, synonyms=("账户姓名", "户名"))
    account = BankField("银行卡号", group=AID, synonyms=("银行账号", "一卡通账号", "社保卡号"))
    remark = TextField("备注", long=True, group=AID)

    class Meta:
        """Storage."""

        table_name = "yulu"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The state of an application, and the amount of a term."""
        if values["status"] is None:
            values["status"] = aid.PAID if values["paid_on"] else "01"
        if values["amount"] is None and values["status"] not in aid.CLOSED:
            values["amount"] = norm("yulu.term_yuan", values["year"], values["village"]) * 100

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Paid aid has its day, refused and suspended aid has none."""
        if values["status"] == aid.PAID and not values["paid_on"]:
            yield Problem("已发放，发放日期没有填", "paid_on", "warn")
        if values["status"] in ("01", "02") and values["paid_on"]:
            yield Problem("有发放日期，补助状态却不是“已发放”", "status", "warn")
        if values["status"] in aid.CLOSED and values["paid_on"]:
            yield Problem("暂停或不符合的，不应有发放日期", "paid_on")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """In vocational school, and once a term."""
        aid.at_school(drafts)
        aid.entitled(drafts)
        for draft in repeated(drafts, "id_no", "year", "term"):
            draft.error("这个学生这一学期已经登记过", "term")


LEDGER = register(
    Ledger(
        Yulu,
        "雨露计划",
        display="student",
        order=40,
        counter="人次",
        keys=(("id_no", "year", "term"), ("student", "village", "school", "year", "term")),
        columns=("village", "student", "school", "level", "year", "term", "amount", "status", "paid_on"),
        sort=("-year", "-term", "village.seq", "student"),
        search=("student", "id_no", "school", "village"),
        filters=("village", "year", "term", "level", "status"),
        synonyms=("雨露计划", "雨露", "职业教育补助"),
        hint="每个学生每学期记一条；学年填开始的年份，2025—2026 学年填 2025。",
    )
)
