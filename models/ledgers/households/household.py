"""农户 (domain.md §4.1): the household, unit of all monitoring and assistance."""

from collections.abc import Iterator, Sequence

from models.checking import repeated
from models.fields import Block, ChoiceField, CodeField, Computed, IdField, LinkField, PersonField, TextField
from models.kinds import Problem, Year
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households import _household as own
from models.ledgers.monitoring.helper import Helper
from models.record import Draft, Expanded, InitialsField, Record, Refreshed, ToldField, Values

BASE, LIVING, LAND, HELP, FORM = "基本信息", "生活条件", "土地", "带动", "填表"


class Household(Record):
    """A farm household; 户主 and 人口 are kept from its members as soon as it has any."""

    watched = ("village", "helper")

    hh_no = CodeField(
        "户编号", shown=True, group=BASE, index=True, help="全国系统里的编号", synonyms=("户号", "家庭编号", "户籍编号")
    )
    local_no = CodeField("本地编号", group=BASE, help="本乡镇自己的流水号")
    village = of_village(required=True, group=BASE)
    group = of_group(shown=True, group=BASE)
    head = PersonField(
        "户主姓名", shown=True, group=BASE, index=True, synonyms=("户主",), help="有家庭成员后由“户主”那一位带出"
    )
    head_id_no = IdField(
        "户主证件号码",
        shown=True,
        group=BASE,
        index=True,
        synonyms=(
            *("户主身份证号", "户主身份证号码", "户主身份证", "户主证件号"),
            *("身份证号", "身份证号码", "公民身份号码", "证件号码"),
        ),
    )
    hh_type = ChoiceField(
        "户类型", "hh_type", shown=True, group=BASE, width=14, synonyms=("农户类型", "农户属性", "户属性")
    )
    background = Block(own.background(BASE))
    living = Block(own.living(LIVING))
    land = Block(own.land(LAND))
    helped = Block(own.helped(HELP))
    helper = LinkField(Helper, "帮扶责任人", group=HELP, create=True, help="由“结对帮扶”里在帮扶的那一条带出")
    remark = TextField("备注", long=True, group=FORM)
    filled = Block(own.filled(FORM))
    told = ToldField()
    income_year = Computed("最近收入年度", Year(), own.income_year, hidden=True)
    initials = InitialsField("head")

    class Meta:
        """Storage."""

        table_name = "household"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Ranges and pairs of one household (domain.md §4.1, §17.3)."""
        yield from own.land_problems(cls, values)
        yield from own.living_problems(values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """户编号 once in the ledger."""
        for draft in repeated(drafts, "hh_no"):
            draft.error(f"户编号 {draft.values['hh_no']} 已经登记过", "hh_no")

    @classmethod
    def check_details(cls, values: Values, details: dict[str, list[Values]]) -> Iterator[Problem]:
        """Exactly one 户主 among the active members (domain.md §4.3)."""
        yield from own.head_problems(details["member"])

    @classmethod
    def expand(cls, values: Values) -> Expanded:
        """A new household that comes with its helper is paired with them from now on."""
        if values.get("helper") is not None:
            yield "help_pair", [{"helper": values["helper"]}]

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """户主, 证件号码 and 人口 from the members, the helper from the pairs; the members' village from here."""
        yield from own.brought_in_line(ids)


LEDGER = register(
    Ledger(
        Household,
        "农户",
        display="head",
        order=10,
        counter="户",
        keys=(("hh_no",), ("head_id_no",), ("head", "village", "group"), ("head", "village")),
        sort=("village.seq", "hh_no"),
        search=(
            *("head", "initials", "hh_no", "head_id_no", "phone", "village"),
            *("member.name", "member.initials", "member.id_no", "member.phone"),
        ),
        filters=("village", "hh_type", "unsafe_house", "safe_water"),
        synonyms=("农户", "户信息", "农户信息", "脱贫户", "应访户", "带动农户"),
        hint="一户一条，家庭成员就在户的表单里登记。",
    )
)
