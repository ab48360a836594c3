"""务工监测 (domain.md §8.1, §17.2): who works where, since when and for how much; confirmed every month.

Rules about people are told of and do not keep a record from being saved: the national export holds the contradictions
that 体检 has to find, and a record that was refused would be lost.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case

from models import clock
from models.codes import norm
from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    LinkField,
    MoneyField,
    NameField,
    PhoneField,
    TextField,
    YesNoField,
)
from models.kinds import Date, Integer, Problem
from models.ledger import Ledger, register
from models.ledgers.households import _whose as whose
from models.ledgers.households._people import age_on, month_number, months, settle
from models.ledgers.households.household import Household
from models.ledgers.livelihood._places import IN_COUNTY, province_of, scope_of, to_county
from models.record import Draft, Record, ToldField, Values

WHO, WORK, WHERE, TRAFFIC, CHECK = "人员", "务工", "务工地点", "交通补助", "核实"
NEEDED = ("place", "employer", "industry", "monthly_wage", "channel", "point_to_point")
LOCAL_CHANNELS = ("01", "02")
LOST, WEAK = ("04", "05"), "03"
_TRAFFIC = {"01": "county", "02": "province", "03": "outside", "04": "abroad"}


def _lasting(model: Any) -> Any:
    end = Case(None, ((model.end.is_null(), clock.today_text()),), model.end)
    return month_number(end) - month_number(model.start) + 1


def _until(model: Any) -> Any:
    """The last month of the spell; far away while it lasts, its first one when it was never told."""
    told = ((model.end.is_null(False), model.end), (model.working == False, model.start))  # noqa: E712
    return Case(None, told, "9999-12")


class WorkRecord(Record):
    """One spell of work of one person."""

    person = whose.person(group=WHO, synonyms=("务工人员", "务工人员姓名", "人员姓名"))
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
    working = YesNoField("是否在务工", shown=True, group=WORK, initial=True, synonyms=("是否已务工", "是否务工"))
    start = DateField(
        "开始时间", precision="month", shown=True, group=WORK, synonyms=("务工开始时间", "外出时间", "务工时间")
    )
    end = DateField("结束时间", precision="month", shown=True, group=WORK, synonyms=("务工结束时间", "返乡时间"))
    lasting = Computed("务工月数", Integer(unit="月", total=False), _lasting, group=WORK)
    until = Computed("务工到", Date("month"), _until, hidden=True)
    employer = NameField(
        "务工企业名称", shown=True, width=16, group=WORK, synonyms=("务工单位", "务工企业", "用工单位")
    )
    industry = ChoiceField("所属行业", "industry", group=WORK, width=14, synonyms=("行业", "从事行业"))
    channel = ChoiceField("就业渠道", "employment_channel", shown=True, group=WORK, synonyms=("就业方式", "务工渠道"))
    monthly_wage = MoneyField(
        "务工月收入", total=False, shown=True, group=WORK, synonyms=("月工资", "月收入", "月均工资")
    )
    point_to_point = YesNoField("是否点对点输送", group=WORK, initial=False, synonyms=("点对点输送",))
    contract = YesNoField("是否签订劳动合同", group=WORK, synonyms=("劳动合同",))
    trained = YesNoField("是否参加技能培训", group=WORK)
    place = TextField(
        "务工所在地", shown=True, width=16, group=WHERE, help="写到县（市、区）", synonyms=("务工地点", "务工地")
    )
    province = ChoiceField("务工所在省", "province", group=WHERE, synonyms=("务工省份", "所在省"))
    city = TextField("务工所在市", group=WHERE)
    county = TextField("务工所在县", group=WHERE)
    scope = ChoiceField(
        "务工区域", "work_scope", shown=True, group=WHERE, help="不填就按务工所在地和本县推出", synonyms=("务工范围",)
    )
    traffic_applied = YesNoField("是否申报交通补助", group=TRAFFIC)
    traffic_subsidy = MoneyField(
        "年度交通费补助", group=TRAFFIC, help="申报了又不填，按务工区域的标准", synonyms=("交通补助", "交通费补助")
    )
    traffic_paid_on = DateField("交通补助发放日期", future=False, group=TRAFFIC)
    confirmed = DateField(
        "最近核实月份",
        precision="month",
        future=False,
        shown=True,
        group=CHECK,
        help="每月核实后可筛选出来批量改",
        synonyms=("核实月份", "更新时间"),
    )
    remark = TextField("备注", long=True, group=CHECK)
    told = ToldField()

    class Meta:
        """Storage."""

        table_name = "work_record"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The place from its parts, its province, the scope, and the traffic subsidy of that scope."""
        if values["place"] is None and (values["province"] or values["city"] or values["county"]):
            label = cls._meta.fields["province"].kind.to_text(values["province"]) if values["province"] else None
            values["place"] = "".join(dict.fromkeys(one for one in (label, values["city"], values["county"]) if one))
        if values["province"] is None:
            values["province"] = province_of(values["place"])
        if values["scope"] is None:
            values["scope"] = scope_of(values["place"], values["province"], values["county"])
        if values["traffic_applied"] and values["traffic_subsidy"] is None and values["scope"] in _TRAFFIC:
            values["traffic_subsidy"] = (
                norm(f"work.traffic_{_TRAFFIC[values['scope']]}_yuan", None, values["village"]) * 100
            )

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """L13, L14, L16, L23, L24 and the range of the wage."""
        today = clock.today_text()
        start, end = values["start"], values["end"]
        if start is None:
            yield Problem("开始时间没有填", "start", "warn")
        elif end and end < start[: len(end)]:
            yield Problem("结束时间早于开始时间", "end", "warn")
        if values["working"]:
            for name in NEEDED:
                if values[name] is None:
                    yield Problem(f"在务工，{cls._meta.fields[name].label}没有填", name, "warn")
            if end and end < today[: len(end)]:
                yield Problem("结束时间已过，是否在务工还是“是”", "working", "warn")
            if start and start > today:
                yield Problem("开始时间还没有到，是否在务工却是“是”", "start", "warn")
            if start and start[:4] <= "2020" and not end:
                yield Problem("2020年以来一直没有返乡，请核对", "start", "warn")
        elif values["working"] is False and (end is None or end > today):
            yield Problem("没有在务工，要填已过的结束时间", "end", "warn")
        yield from _wage(values["monthly_wage"])
        if values["place"] and values["scope"] is None:
            yield Problem("看不出是县内、省内还是省外，请选务工区域", "scope", "warn")
        elif values["place"] and not to_county(values["place"]):
            yield Problem("务工所在地要写到县（市、区）", "place", "warn")
        if values["scope"] not in (None, IN_COUNTY) and values["channel"] in LOCAL_CHANNELS:
            yield Problem("在县外务工，就业渠道却是公益性岗位或帮扶车间", "channel", "warn")
        if values["traffic_applied"] and start:
            least = norm("work.traffic_months", None, values["village"])
            if months(start, min(end or today, today)) < least:
                yield Problem(f"务工不满 {least} 个月，不能申报交通补助", "traffic_applied", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The person's age, school, labour and 特困 (L10–L12, L17); spells in order (L15)."""
        for draft, who in zip(drafts, settle(drafts), strict=True):
            values = draft.values
            age, least = age_on(who.birth, values["start"]), norm("work.min_age")
            if values["start"] and age is not None and age < least:
                draft.warn(f"开始务工时 {age} 岁，不满 {least} 岁", "start")
            if not values["working"]:
                continue
            if who.school_state:
                draft.warn("是在校生，不能登记务工", "working")
            if who.labour in LOST:
                draft.warn("是无劳动力或丧失劳动力，却登记了务工", "working")
            elif who.labour == WEAK:
                draft.warn("是弱劳动力或半劳动力，请核对务工", "working")
            if who.tekun in ("01", "02") and values["scope"] not in (None, IN_COUNTY):
                draft.warn("是特困供养人员，却在县外务工", "scope")
        _in_order(drafts)


def _wage(wage: int | None) -> Iterator[Problem]:
    if wage is None:
        return
    low, high, little = (norm(f"income.wage_month_{name}_yuan") for name in ("min", "max", "low"))
    if not low * 100 <= wage <= high * 100:
        yield Problem(f"务工月收入应在 {low} 至 {high} 元之间", "monthly_wage", "warn")
    elif wage < little * 100:
        yield Problem(f"务工月收入低于 {little} 元，请核对", "monthly_wage", "warn")


def _in_order(drafts: Sequence[Draft]) -> None:
    """A later spell begins when the one before has ended; the same month is one after the other."""
    spells: dict[str, list[tuple[str, str | None, Draft | None]]] = {}
    for draft in drafts:
        if draft.values["id_no"] and draft.values["start"]:
            spells.setdefault(draft.values["id_no"], []).append((draft.values["start"], draft.values["end"], draft))
    numbers, mine = list(spells), {draft.id for draft in drafts if draft.id}
    for at in range(0, len(numbers), 500):
        query = WorkRecord.select(WorkRecord.id, WorkRecord.id_no, WorkRecord.start, WorkRecord.end)
        for id, number, start, end in query.where(WorkRecord.id_no.in_(numbers[at : at + 500])).tuples():
            if id not in mine and start:
                spells[number].append((start, end, None))
    for own in spells.values():
        own.sort(key=lambda one: one[0])
        for (_, end, before), (start, _, after) in itertools.pairwise(own):
            told = after or before
            if told is not None and (end is None or start < end[: len(start)]):
                text = "上一段务工还没有结束" if end is None else f"与上一段务工（到 {end}）重叠"
                told.warn(text, "start")


LEDGER = register(
    Ledger(
        WorkRecord,
        "务工监测",
        display="person",
        order=10,
        counter="条",
        keys=(("person", "id_no", "village", "start", "place", "employer"),),
        columns=(
            "village",
            "person",
            "working",
            "start",
            "end",
            "scope",
            "place",
            "employer",
            "channel",
            "monthly_wage",
            "confirmed",
        ),
        sort=("village.seq", "person", "start"),
        search=("person", "id_no", "employer", "place", "village"),
        filters=("village", "working", "scope", "channel", "confirmed"),
        synonyms=("务工", "务工监测", "务工就业", "务工台账", "外出务工", "已外出务工", "务工月监测"),
        hint="每人每段务工记一条；每月核实后，筛选出来用“批量修改”改最近核实月份。",
    )
)
