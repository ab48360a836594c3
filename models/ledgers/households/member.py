"""家庭成员 (domain.md §4.2–4.4): the people of a household."""

from collections.abc import Sequence

from models.fields import (
    BankField,
    Block,
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    IdField,
    IntegerField,
    LinkField,
    PersonField,
    PhoneField,
    TextField,
    YesNoField,
)
from models.kinds import Integer, Problem, YesNo
from models.ledger import Ledger, register
from models.ledgers.base._usual import NUMBER
from models.ledgers.base.village import Village
from models.ledgers.households import _member as own
from models.ledgers.households.household import Household
from models.record import Draft, InitialsField, Record, ToldField, Values

WHO, STUDY, HEALTH, INSURANCE, WORK, OTHER = "基本信息", "就学", "健康与劳动", "保障", "务工", "其他"


class Member(Record):
    """A person; without a household (归户待定) only in tables that name no household."""

    watched = ("household", "village", "name", "relation", "id_no", "state")

    household = LinkField(Household, "所属农户", cascade=True, backref="members", group=WHO)
    village = LinkField(Village, "行政村", create=True, group=WHO, names=("region.village",), help="跟所属农户走")
    person_no = CodeField("人口编号", group=WHO, index=True, synonyms=("人编号",))
    name = PersonField(
        "姓名", required=True, shown=True, group=WHO, index=True, synonyms=("成员姓名", "家庭成员姓名", "人员姓名")
    )
    relation = ChoiceField("与户主关系", "relation", shown=True, group=WHO, synonyms=("关系", "家庭关系"))
    id_type = ChoiceField("证件类型", "id_type", group=WHO, initial="01")
    id_no = IdField("证件号码", shown=True, group=WHO, index=True, synonyms=(*NUMBER, "残疾证号"))
    sex = ChoiceField("性别", "sex", shown=True, group=WHO, width=6)
    birth = DateField(
        "出生日期", shown=True, group=WHO, future=False, synonyms=("出生年月", "出生年月日", "生日"), personal=True
    )
    age = Computed("年龄", Integer(unit="岁", total=False), own.age, group=WHO, shown=True)
    nation = ChoiceField("民族", "nation", shown=True, group=WHO)
    politics = ChoiceField("政治面貌", "politics", group=WHO)
    phone = PhoneField(
        "家庭成员联系电话",
        shown=True,
        group=WHO,
        index=True,
        synonyms=("手机号", "手机号码", "联系电话", "电话", "本人电话"),
    )
    state = ChoiceField("状态", "member_state", shown=True, group=WHO, initial="01", synonyms=("人员状态", "在册状态"))
    state_reason = ChoiceField("增减原因", "state_reason", group=WHO)
    state_on = DateField("增减日期", group=WHO)
    seq = IntegerField("户内顺序", total=False, group=WHO)
    schooling = Block(own.schooling(STUDY))
    body = Block(own.health(HEALTH))
    med_resident = YesNoField(
        "是否参加城乡居民基本医疗保险", group=INSURANCE, synonyms=("是否参加城乡居民医保", "是否参加医保")
    )
    med_worker = YesNoField("是否参加城镇职工基本医疗保险", group=INSURANCE, synonyms=("是否参加职工医保",))
    insured = Computed("是否参保", YesNo(), own.insured, group=INSURANCE)
    insurance = Block(own.insurance(INSURANCE))
    work = Block(own.work(WORK))
    soldier = YesNoField("是否现役军人", group=OTHER)
    resettled = YesNoField("是否易地扶贫搬迁人口", group=OTHER)
    bank_account = BankField("本人银行卡号", group=OTHER, synonyms=("银行卡号", "本人银行卡号（一卡通）", "一卡通账号"))
    remark = TextField("成员备注", long=True, group=OTHER, synonyms=("备注",))
    told = ToldField()
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "member"

    @classmethod
    def complete(cls, values: Values) -> None:
        """Birth date, sex and disability follow from the number (domain.md §16.1, §16.3)."""
        own.complete_by_number(values)

    @classmethod
    def check(cls, values: Values) -> list[Problem]:
        """One person against themselves (domain.md §4.2, §17.1–17.2)."""
        return own.number_problems(values) + own.odd_pairs(values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """证件号码 once among active people; one 户主, one 配偶 of the other sex per household (domain.md §4.3)."""
        own.one_number(drafts)
        own.one_head(drafts)


LEDGER = register(
    Ledger(
        Member,
        "家庭成员",
        master="household",
        order=20,
        counter="人",
        keys=(("id_no",), ("name", "birth", "village"), ("household", "name")),
        columns=(
            *("village", "household", "name", "relation", "sex", "id_no", "birth", "age", "nation"),
            *("health", "labour", "phone", "state"),
        ),
        sort=("village.seq", "household.hh_no", "household", "seq"),
        search=("name", "initials", "id_no", "phone", "village"),
        filters=("village", "relation", "sex", "age", "health", "labour", "state"),
        synonyms=("成员", "家庭成员", "人员信息", "花名册", "脱贫人口", "参保名单"),
        hint="在农户的表单里登记家庭成员，这里是全乡镇的花名册。",
    )
)
