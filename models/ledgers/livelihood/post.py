"""公益性岗位 (domain.md §8.2, §17.2 L18): who holds which post, and how many months were paid."""

from collections.abc import Iterator, Sequence

from models.checking import in_order
from models.fields import ChoiceField, CodeField, Computed, DateField, IntegerField, MoneyField, NameField, TextField
from models.kinds import Choice, Date, Integer, Money, Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import NUMBER, of_group, of_village
from models.ledgers.households import _whose as whose
from models.ledgers.households._ages import born, card_digit, months
from models.ledgers.livelihood import _posts as posts
from models.record import Draft, Record, Values

WHO, POST, PAY, LEAVE = "人员", "岗位", "补贴", "考核与退出"


class Post(Record):
    """One person on one post."""

    person = whose.person(group=WHO, synonyms=("人员姓名", "岗位人员", "上岗人员"))
    id_no = whose.number(group=WHO, synonyms=(*NUMBER, "残疾证号"))
    age = Computed("年龄", Integer(unit="岁", total=False), born, group=WHO, shown=True)
    disability_type = Computed(
        "残疾类别", Choice("disability_type"), lambda model: card_digit(model, 19), names=("member.disability_type",)
    )
    disability_level = Computed(
        "残疾等级", Choice("disability_level"), lambda model: card_digit(model, 20), names=("member.disability_level",)
    )
    name = NameField("岗位名称", required=True, shown=True, group=POST, synonyms=("岗位",))
    kind = ChoiceField("岗位类型", "post_kind", shown=True, group=POST, synonyms=("岗位类别",))
    village = of_village(group=POST)
    group = of_group(group=POST)
    member = whose.member(group=WHO)
    employer = NameField("用人单位", group=POST, width=16, synonyms=("用工单位", "聘用单位"))
    agreement_no = CodeField("协议编号", group=POST, synonyms=("协议号", "合同编号"))
    start = DateField("上岗时间", shown=True, group=POST, synonyms=("上岗日期", "聘用时间", "开始时间"))
    end = DateField("到期时间", shown=True, group=POST, synonyms=("到期日期", "结束时间", "协议到期时间"))
    until = Computed("在岗到", Date(), posts.until, hidden=True)
    fund_source = ChoiceField("资金来源", "post_fund", shown=True, group=PAY)
    monthly_subsidy = MoneyField(
        "月补贴标准", shown=True, group=PAY, synonyms=("岗位补贴", "月补贴", "补贴标准", "月工资")
    )
    paid_to = DateField("已发至月份", precision="month", shown=True, group=PAY, help="改了它，发放月数自动重算")
    paid_months = IntegerField(
        "发放月数", unit="月", shown=True, group=PAY, help="中间缺勤没发的月份，在这里减掉", synonyms=("已发月数",)
    )
    amount = Computed(
        "发放金额", Money(), lambda model: model.monthly_subsidy * model.paid_months, group=PAY, shown=True
    )
    insurance_no = CodeField("保险单号", group=PAY, synonyms=("意外险单号", "保单号"))
    assessment = ChoiceField("考核结果", "post_assessment", group=LEAVE)
    exit_on = DateField("退出日期", future=False, group=LEAVE, synonyms=("退出时间", "离岗时间"))
    exit_reason = TextField("退出原因", group=LEAVE, synonyms=("离岗原因",))
    remark = TextField("备注", long=True, group=LEAVE)

    class Meta:
        """Storage."""

        table_name = "post"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The months paid, when a new record only says until when."""
        if values["paid_months"] is None and values["paid_to"] and values["start"]:
            values["paid_months"] = max(0, months(values["start"], values["paid_to"]))

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; no more months paid than worked; leaving with its reason."""
        yield from in_order(cls, values, "start", "end")
        yield from in_order(cls, values, "start", "exit_on")
        yield from posts.leaving_problems(values)
        yield from posts.paid_problems(values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Age, labour and work elsewhere of the holder; two posts at a time; three or more."""
        posts.recount(drafts)
        posts.fits_person(drafts)
        posts.several(drafts)


LEDGER = register(
    Ledger(
        Post,
        "公益性岗位",
        display="person",
        order=20,
        counter="人",
        keys=(("person", "id_no", "village", "name", "start"),),
        columns=(
            "village",
            "person",
            "age",
            "name",
            "start",
            "end",
            "fund_source",
            "monthly_subsidy",
            "paid_to",
            "paid_months",
            "amount",
        ),
        sort=("village.seq", "person", "start"),
        search=("person", "id_no", "name", "village"),
        filters=("village", "kind", "name", "fund_source", "end"),
        synonyms=("公益性岗位", "公益岗", "残障就业", "残疾人就业", "岗位补贴"),
        hint="每人每个岗位记一条；每月发完补贴，筛选出来用“批量修改”改已发至月份。",
    )
)
