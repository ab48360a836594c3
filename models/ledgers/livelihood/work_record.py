"""务工监测 (domain.md §8.1, §17.2): who works where, since when and for how much; confirmed every month.

Rules about people are told of and do not keep a record from being saved: the national export holds the contradictions
that 体检 has to find, and a record that was refused would be lost.
"""

from collections.abc import Iterator, Sequence

from models.fields import Block, ChoiceField, Computed, DateField, MoneyField, NameField, TextField, YesNoField
from models.kinds import Date, Integer, Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households import _whose as whose
from models.ledgers.livelihood import _work as work
from models.ledgers.livelihood._places import complete_place, whereabouts
from models.record import Draft, Record, ToldField, Values

WHO, WORK, WHERE, TRAFFIC, CHECK = "人员", "务工", "务工地点", "交通补助", "核实"


class WorkRecord(Record):
    """One spell of work of one person."""

    person = whose.person(group=WHO, synonyms=("务工人员", "务工人员姓名", "人员姓名"))
    id_no = whose.number(group=WHO)
    village = of_village(group=WHO)
    group = of_group(group=WHO)
    member = whose.member(group=WHO)
    exported = Block(whose.exported(WHO))
    working = YesNoField("是否在务工", shown=True, group=WORK, initial=True, synonyms=("是否已务工", "是否务工"))
    start = DateField(
        "开始时间", precision="month", shown=True, group=WORK, synonyms=("务工开始时间", "外出时间", "务工时间")
    )
    end = DateField("结束时间", precision="month", shown=True, group=WORK, synonyms=("务工结束时间", "返乡时间"))
    lasting = Computed("务工月数", Integer(unit="月", total=False), work.lasting, group=WORK)
    until = Computed("务工到", Date("month"), work.until, hidden=True)
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
    where = Block(whereabouts(WHERE))
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
        complete_place(values)
        if values["traffic_applied"] and values["traffic_subsidy"] is None:
            values["traffic_subsidy"] = work.traffic_subsidy(values["scope"], values["village"])

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """L13, L14, L16, L23, L24 and the range of the wage."""
        yield from work.spell_problems(cls, values)
        yield from work.place_problems(values)
        yield from work.wage_problems(values["monthly_wage"])

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The person's age, school, labour and 特困 (L10–L12, L17); spells in order (L15)."""
        work.fits_person(drafts)
        work.spells_in_order(drafts)


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
