"""务工意愿 (domain.md §8.1): who plans to go to work, where to, and what service they need first."""

from collections.abc import Iterator, Sequence

from models.fields import (
    ChoiceField,
    ChoicesField,
    CodeField,
    DateField,
    LinkField,
    MoneyField,
    PhoneField,
    TextField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households import _whose as whose
from models.ledgers.households._people import settle
from models.ledgers.households.household import Household
from models.ledgers.livelihood._places import province_of, scope_of
from models.ledgers.livelihood.work_record import LOST, WEAK
from models.record import Draft, Record, ToldField, Values

WHO, PLAN = "人员", "意愿"


class WorkPlan(Record):
    """What one person plans."""

    person = whose.person(group=WHO)
    id_no = whose.number(group=WHO)
    village = whose.village(group=WHO)
    group = whose.group(group=WHO)
    member = whose.member(group=WHO)
    household = LinkField(Household, "农户", group=WHO, help="按本人自动对上")
    person_no = CodeField("人口编号", group=WHO, synonyms=("人编号",))
    hh_type = ChoiceField("户类型", "hh_type", group=WHO, help="导出表里这一行写的")
    monitor_category = ChoiceField("监测对象类别", "monitor_category", width=14, group=WHO, help="导出表里这一行写的")
    labour = ChoiceField("劳动技能", "labour", width=14, group=WHO, help="导出表里这一行写的")
    phone = PhoneField("联系电话", group=WHO, synonyms=("电话", "手机号码", "本人电话"))
    planned = YesNoField("是否计划务工", required=True, shown=True, group=PLAN, initial=True)
    planned_out = YesNoField("是否计划外出务工", shown=True, group=PLAN)
    month = DateField("计划务工时间", precision="month", shown=True, group=PLAN)
    place = TextField("计划务工所在地", shown=True, width=16, group=PLAN, help="写到县（市、区）")
    province = ChoiceField("计划务工所在省", "province", group=PLAN)
    city = TextField("计划务工所在市", group=PLAN)
    county = TextField("计划务工所在县", group=PLAN)
    scope = ChoiceField("计划务工区域", "work_scope", shown=True, group=PLAN, help="不填就按所在地和本县推出")
    need = ChoicesField("就业服务需求", "service_need", shown=True, group=PLAN, synonyms=("服务需求", "需要的就业服务"))
    wage = MoneyField("期望月收入", total=False, shown=True, group=PLAN)
    remark = TextField("备注", long=True, group=PLAN)
    told = ToldField()

    class Meta:
        """Storage."""

        table_name = "work_plan"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The place from its parts, its province and the scope."""
        if values["place"] is None and (values["province"] or values["city"] or values["county"]):
            label = cls._meta.fields["province"].kind.to_text(values["province"]) if values["province"] else None
            values["place"] = "".join(dict.fromkeys(one for one in (label, values["city"], values["county"]) if one))
        if values["province"] is None:
            values["province"] = province_of(values["place"])
        if values["scope"] is None:
            values["scope"] = scope_of(values["place"], values["province"], values["county"])

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A plan says what is needed and where to (domain.md §17.2 L21, L23)."""
        if values["planned"] and values["need"] is None:
            yield Problem("计划务工，就业服务需求没有填", "need", "warn")
        if values["planned_out"] and values["place"] is None:
            yield Problem("计划外出务工，所在地没有填", "place", "warn")
        if values["planned"] is False and values["planned_out"]:
            yield Problem("没有计划务工，却填了计划外出务工", "planned_out")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """At school, or without labour (domain.md §17.2 L10, L12): told of."""
        for draft, who in zip(drafts, settle(drafts), strict=True):
            if not draft.values["planned"]:
                continue
            if who.school_state:
                draft.warn("是在校生，却计划务工", "planned")
            if who.labour in (*LOST, WEAK):
                draft.warn("不是普通或技能劳动力，却计划务工", "planned")


LEDGER = register(
    Ledger(
        WorkPlan,
        "务工意愿",
        display="person",
        order=12,
        counter="人",
        keys=(("person", "id_no", "village", "month", "place"),),
        columns=("village", "person", "planned", "planned_out", "month", "place", "scope", "need", "wage"),
        sort=("village.seq", "person"),
        search=("person", "id_no", "place", "village"),
        filters=("village", "planned", "scope", "need"),
        synonyms=("务工意愿", "计划外出务工", "就业意愿", "计划务工"),
        hint="有务工打算的人每人记一条，写明要什么就业服务。",
    )
)
