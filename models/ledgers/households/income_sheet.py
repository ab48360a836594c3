"""家庭收入 (domain.md §6): what a household earned in one accounting period, item by item, with the 算账 of each."""

from collections.abc import Iterator, Sequence

from models.fields import (
    Block,
    ChoiceField,
    DateField,
    IntegerField,
    LinkField,
    MoneyField,
    PersonField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households import _income_items as items
from models.ledgers.households import _income_rules as income
from models.ledgers.households._income import ANNUAL, derive
from models.ledgers.households.household import Household
from models.ledgers.monitoring.episode import Episode
from models.record import Draft, Record, ToldField, Values

SHEET, RESULT, SIGN = "采集", "结果", "采集人"
WAGE, BUSINESS, PROPERTY, TRANSFER, COST, APART = (
    "工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "生产经营性支出", "单列",
)  # fmt: skip


class IncomeSheet(Record):
    """One household in one period; totals follow from the items, where items are known."""

    household = LinkField(Household, "农户", required=True, shown=True, create=True, group=SHEET)
    year = YearField(
        "年度", required=True, shown=True, group=SHEET, index=True, synonyms=("收入年度", "年份", "统计年度")
    )
    kind = ChoiceField(
        "收入采集类型", "income_kind", required=True, shown=True, group=SHEET, initial=ANNUAL, synonyms=("采集类型",)
    )
    period_start = DateField("统计时段起", group=SHEET, help="不填按类型定：年度按收入年度，其余为前 12 个整月")
    period_end = DateField("统计时段止", group=SHEET)
    episode = LinkField(Episode, "监测记录", group=SHEET, help="识别时、风险消除时的收入属于哪一次监测；统计时段跟它走")
    persons = IntegerField(
        "年度家庭人口数", low=1, unit="人", stock=True, shown=True, group=SHEET, help="算人均用的人口，不是今天的人口",
        synonyms=("家庭人口数", "家庭人口", "人口", "人口数", "年度人口", "人数"),
    )  # fmt: skip
    wage = MoneyField("工资性收入", shown=True, group=WAGE, synonyms=("工资性",))
    wages = Block(items.of(WAGE, "A1", "A5"))
    business = MoneyField("生产经营性收入", shown=True, group=BUSINESS, synonyms=("经营性收入", "生产经营收入"))
    businesses = Block(items.of(BUSINESS, "B1", "B4"))
    property = MoneyField("财产性收入", shown=True, group=PROPERTY)
    dividends = Block(items.of(PROPERTY, "C1", "C1"))
    C1_shared = MoneyField("其中分红明细带入", group=PROPERTY, readonly=True, help="由“分红进收入”页带入，不用填")
    properties = Block(items.of(PROPERTY, "C2", "C5"))
    transfer = MoneyField("转移性收入", shown=True, group=TRANSFER)
    transfers = Block(items.of(TRANSFER, "D1", "D6_16"))
    cost = MoneyField("生产经营性支出", shown=True, group=COST, synonyms=("经营性支出", "生产经营支出"))
    costs = Block(items.of(COST, "E1", "E4"))
    apart = Block(items.of(APART, "cost_aid", "G"))
    total = MoneyField("年收入", shown=True, group=RESULT, synonyms=("总收入", "家庭总收入", "家庭收入合计", "合计"))
    net = MoneyField("家庭纯收入", low=None, shown=True, group=RESULT, synonyms=("纯收入", "家庭年纯收入", "年纯收入"))
    net_pc = MoneyField(
        "家庭人均纯收入", low=None, total=False, shown=True, group=RESULT, synonyms=("人均纯收入", "年人均纯收入")
    )
    ref = MoneyField("纳入监测的收入参考", low=None, group=RESULT, help="家庭纯收入＋理赔收入－合规自付支出")
    ref_pc = MoneyField("纳入监测的人均收入参考", low=None, total=False, group=RESULT)
    collector = PersonField("信息采集人", group=SIGN, synonyms=("采集人", "填表人"))
    date = DateField("采集日期", future=False, group=SIGN, synonyms=("采集时间", "填表日期"))
    signed = YesNoField("农户是否签字", group=SIGN, synonyms=("户主是否签字",))
    remark = TextField("备注", long=True, group=SIGN)
    told = ToldField()

    class Meta:
        """Storage."""

        table_name = "income_sheet"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The period from the year or from the day of collection, and the totals (domain.md §6.1, §6.2)."""
        income.complete_period(values)
        derive(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """What is wrong with the sheet by itself; amounts that look wrong are only asked about (domain.md §6.5)."""
        yield from (*income.gaps(values), *income.implausible(cls, values))

    @classmethod
    def agree(cls, values: Values) -> Iterator[Problem]:
        """Totals that do not agree with their items are told of."""
        return income.unequal(cls, values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Totals follow the items that an edit changed; one sheet per household, kind and period."""
        income.follow_episodes(drafts)
        income.follow_edits(drafts)
        income.once(drafts)


LEDGER = register(
    Ledger(
        IncomeSheet,
        "家庭收入",
        display="year",
        order=40,
        counter="份",
        keys=(("household", "kind", "year", "period_end"), ("household", "kind", "year")),
        columns=("household.village", "household", "year", "kind", "persons", "wage", "business", "property",
                 "transfer", "total", "cost", "net", "net_pc"),
        sort=("-year", "household.village.seq", "household.hh_no", "household"),
        search=("household", "household.hh_no", "collector"),
        filters=("household.village", "year", "kind", "net_pc", "household.hh_type"),
        synonyms=("家庭收入", "收入情况", "收入台账", "农户收入", "脱贫户收入", "收入", "算账"),
        hint="每户每年一份；在农户列表里选中一户，点“收入”，像在表格里一样填。",
    )
)  # fmt: skip
