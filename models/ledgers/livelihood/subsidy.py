"""补助发放 (domain.md §6.3, §8; seeds-map.md E16): money paid to households or people, or a village's sum of it."""

from collections.abc import Iterator, Sequence

from models.checking import follow
from models.codes import code_list
from models.fields import (
    BankField,
    ChoiceField,
    DateField,
    IdField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households._people import settle
from models.ledgers.households.household import Household
from models.ledgers.households.member import Member
from models.record import Draft, Record, Values

WHAT, WHO = "补助", "发给谁"


class Subsidy(Record):
    """One payment, or the sum of many to ``persons`` people."""

    kind = ChoiceField("补助类别", "subsidy_kind", required=True, shown=True, group=WHAT, synonyms=("类别",))
    name = NameField("补助项目", shown=True, width=18, group=WHAT, synonyms=("补助名称", "项目名称", "补贴项目"))
    year = YearField("年度", shown=True, group=WHAT, help="不填就按发放日期", synonyms=("年份",))
    paid_on = DateField("发放日期", future=False, shown=True, group=WHAT, synonyms=("发放时间", "到账日期", "日期"))
    amount = MoneyField(
        "补助金额", required=True, shown=True, group=WHAT, vague="amount_q", synonyms=("发放金额", "金额", "补贴金额")
    )
    amount_q = ChoiceField("金额约数", "qualifier", group=WHAT)
    persons = IntegerField("受益人次", unit="人次", shown=True, group=WHAT, synonyms=("人次", "受益人数", "发放人次"))
    batch = TextField("批次", group=WHAT, synonyms=("发放批次",))
    one_off = YesNoField("是否一次性救助", group=WHAT, help="一次性救助不计入家庭收入")
    is_income = YesNoField("是否计入家庭收入", group=WHAT, help="不填就按补助类别")
    person = PersonField("领取人", shown=True, group=WHO, synonyms=("姓名", "领款人", "受益人", "补助对象"))
    id_no = IdField("领取人证件号码", group=WHO, synonyms=("证件号码", "身份证号", "身份证号码", "公民身份号码"))
    household = LinkField(Household, "农户", group=WHO, help="按领取人自动对上", synonyms=("户主", "户主姓名"))
    village = of_village(group=WHO)
    group = of_group("组别", group=WHO)
    member = LinkField(Member, "家庭成员", group=WHO, help="也可以先选人，姓名、证件号码和村自动填上")
    account = BankField("银行卡号", group=WHO, synonyms=("银行账号", "一卡通账号", "社保卡号"))
    remark = TextField("备注", long=True, group=WHO)

    class Meta:
        """Storage."""

        table_name = "subsidy"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The year of the payment; whether it counts as income, by its kind."""
        if values["year"] is None and values["paid_on"]:
            values["year"] = int(values["paid_on"][:4])
        if values["is_income"] is None and values["kind"]:
            one = code_list("subsidy_kind").get(values["kind"])
            values["is_income"] = bool(one and one.extra.get("income")) and not values["one_off"]

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """One-off relief is no income (domain.md §6.3); a payment belongs to its year."""
        if values["one_off"] and values["is_income"]:
            yield Problem("一次性救助不计入家庭收入", "is_income")
        if values["year"] and values["paid_on"] and int(values["paid_on"][:4]) != values["year"]:
            yield Problem("发放日期不在这一年度，请核对", "paid_on", "warn")
        if values["persons"] is not None and values["persons"] > 1 and (values["person"] or values["member"]):
            yield Problem("写了领取人，受益人次应是 1", "persons", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Who it was paid to, where it was paid to somebody; a household brings its village."""
        settle([d for d in drafts if any(d.values[name] is not None for name in ("person", "id_no", "member"))])
        follow(drafts, "household", Household, village=Household.village)


LEDGER = register(
    Ledger(
        Subsidy,
        "补助发放",
        display="kind",
        order=50,
        counter="笔",
        keys=(("kind", "name", "year", "paid_on", "amount", "person", "id_no", "household", "village", "batch"),),
        columns=("kind", "name", "year", "paid_on", "village", "household", "person", "amount", "persons", "is_income"),
        sort=("-year", "-paid_on", "kind", "village.seq"),
        search=("name", "person", "id_no", "household", "village"),
        filters=("village", "year", "kind", "paid_on", "is_income"),
        synonyms=("补助", "各类补助", "补助发放", "补贴发放", "奖补"),
        hint="发到人、发到户的每笔记一条；只知道一个村或全乡的总数，就记总数和人次。",
    )
)
