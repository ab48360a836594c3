"""家庭收入 (domain.md §6): what a household earned in one accounting period, item by item, with the 算账 of each."""

from collections.abc import Iterator, Sequence
from typing import Any

from models.codes import norm
from models.fields import (
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
from models.ledger import Ledger, ledger, register
from models.ledgers.households._income import (
    ANNUAL,
    DERIVED,
    ELIMINATED,
    IDENTIFIED,
    annual_period,
    derive,
    disagreements,
    rolling_period,
)
from models.ledgers.households.household import Household
from models.ledgers.monitoring.episode import Episode
from models.record import Draft, Record, ToldField, Values, load

SHEET, RESULT, SIGN = "采集", "结果", "采集人"
WAGE, BUSINESS, PROPERTY, TRANSFER, COST, APART = (
    "工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "生产经营性支出", "单列",
)  # fmt: skip


def _item(group: str, label: str, *synonyms: str, personal: bool = False) -> tuple[MoneyField, TextField]:
    """An amount and how it was reckoned: 几人×几月×工资. Notes name people and are in no public list."""
    note = TextField(f"{label}说明", group=group, width=20, personal=True)
    return MoneyField(label, group=group, synonyms=synonyms, personal=personal), note


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
    A1, A1_note = _item(WAGE, "务工收入", "外出务工收入", "务工性收入")
    A2, A2_note = _item(WAGE, "行业部门公益岗收入", "护林员等公益岗收入")
    A3, A3_note = _item(WAGE, "乡镇公益岗收入")
    A4, A4_note = _item(WAGE, "村级公益岗收入", "村级公益性岗位收入")
    A5, A5_note = _item(WAGE, "其他工资性收入", "自主采摘等其他")
    business = MoneyField("生产经营性收入", shown=True, group=BUSINESS, synonyms=("经营性收入", "生产经营收入"))
    B1, B1_note = _item(BUSINESS, "种植业收入", "种植收入", "种植业")
    B2, B2_note = _item(BUSINESS, "养殖业收入", "养殖收入", "养殖业")
    B3, B3_note = _item(BUSINESS, "林果业收入", "林果收入", "林果业")
    B4, B4_note = _item(BUSINESS, "其他经营收入", "其他生产经营性收入")
    property = MoneyField("财产性收入", shown=True, group=PROPERTY)
    C1, C1_note = _item(PROPERTY, "资产收益分红", "资产收益扶贫分红收入", "分红收入")
    C1_shared = MoneyField("其中分红明细带入", group=PROPERTY, readonly=True, help="由“分红进收入”页带入，不用填")
    C2, C2_note = _item(PROPERTY, "土地流转收入", "土地流转")
    C3, C3_note = _item(PROPERTY, "金融贷款项目收益")
    C4, C4_note = _item(PROPERTY, "代种代养项目收入", "代种代养项目")
    C5, C5_note = _item(PROPERTY, "其他财产性收入")
    transfer = MoneyField("转移性收入", shown=True, group=TRANSFER)
    D1, D1_note = _item(TRANSFER, "计划生育金")
    D2, D2_note = _item(TRANSFER, "低保金")
    D3, D3_note = _item(TRANSFER, "特困供养金", "五保金")
    D4, D4_note = _item(TRANSFER, "养老保险金", "养老金", "养老金或离退休金")
    D5, D5_note = _item(TRANSFER, "生态补偿金")
    D5_1, D5_1_note = _item(TRANSFER, "退耕还林补偿")
    D5_2, D5_2_note = _item(TRANSFER, "公益林补偿")
    D5_3, D5_3_note = _item(TRANSFER, "草原生态补偿")
    D5_4, D5_4_note = _item(TRANSFER, "生态移民补偿")
    D5_5, D5_5_note = _item(TRANSFER, "其他生态补偿")
    D6, D6_note = _item(TRANSFER, "其他转移性收入")
    D6_1, D6_1_note = _item(TRANSFER, "玉米大豆种植补贴")
    D6_2, D6_2_note = _item(TRANSFER, "地力补贴", "耕地地力保护补贴")
    D6_3, D6_3_note = _item(TRANSFER, "大田保险补助")
    D6_4, D6_4_note = _item(TRANSFER, "高龄补贴", "高龄津贴")
    D6_5, D6_5_note = _item(TRANSFER, "优抚金")
    D6_6, D6_6_note = _item(TRANSFER, "残疾补贴", "残疾人两项补贴", personal=True)
    D6_7, D6_7_note = _item(TRANSFER, "教育扶持", "教育补助")
    D6_8, D6_8_note = _item(TRANSFER, "救灾款")
    D6_9, D6_9_note = _item(TRANSFER, "失能老人补贴", personal=True)
    D6_10, D6_10_note = _item(TRANSFER, "赡养费", "赡养收入")
    D6_11, D6_11_note = _item(TRANSFER, "取暖补贴")
    D6_12, D6_12_note = _item(TRANSFER, "物价补贴")
    D6_13, D6_13_note = _item(TRANSFER, "社会救济")
    D6_14, D6_14_note = _item(TRANSFER, "防贫保险")
    D6_15, D6_15_note = _item(TRANSFER, "经常性捐赠和赔偿")
    D6_16, D6_16_note = _item(TRANSFER, "其他转移性小项")
    cost = MoneyField("生产经营性支出", shown=True, group=COST, synonyms=("经营性支出", "生产经营支出"))
    E1, E1_note = _item(COST, "种植支出", "种植业支出")
    E2, E2_note = _item(COST, "养殖支出", "养殖业支出")
    E3, E3_note = _item(COST, "林果支出", "林果业支出")
    E4, E4_note = _item(COST, "其他经营支出", "其他生产经营性支出")
    cost_aid, cost_aid_note = _item(APART, "专项用于减少生产经营性支出的补贴")
    industry_award, industry_award_note = _item(APART, "产业奖励")
    job_award, job_award_note = _item(APART, "就业奖励")
    F, F_note = _item(APART, "理赔收入")
    G, G_note = _item(APART, "合规自付支出")
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
        kind, year, day = values.get("kind") or ANNUAL, values.get("year"), values.get("date")
        if values.get("period_end") is None:
            if kind == ANNUAL and year and 1900 <= year <= 2100:
                values["period_start"], values["period_end"] = annual_period(year)
            elif kind != ANNUAL and values.get("episode") is None and day and len(day) >= 7:
                values["period_start"], values["period_end"] = rolling_period(day)
        if year is None and values.get("period_end"):
            values["year"] = int(values["period_end"][:4])
        derive(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """What is wrong with the sheet by itself; amounts that look wrong are only asked about (domain.md §6.5)."""
        start, end = values["period_start"], values["period_end"]
        if start and end and start > end:
            yield Problem("统计时段的止早于起", "period_end")
        if values["net"] is not None and not values["persons"]:
            yield Problem("没有填年度家庭人口数，算不出人均", "persons", "warn")
        if all(values[name] is None for name in (*DERIVED, *ITEMS)):
            yield Problem("一项收入也没有填", "net", "warn")
        yield from implausible(values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Totals follow the items that an edit changed; one sheet per household, kind and period."""
        stored = load(ledger("income_sheet"), [d.id for d in drafts if d.id])
        labels = {name: cls._meta.fields[name].label for name in DERIVED}
        _follow_episodes(drafts)
        for draft in drafts:
            before = stored.get(draft.id or 0)
            if before is not None:
                touched = {name for name in before if name in draft.values and draft.values[name] != before[name]}
                moved = derive(draft.values, touched)
                if draft.changed is not None:
                    draft.changed |= moved
            draft.problems.extend(disagreements(draft.values, labels))
        _once(drafts)


ITEMS = tuple(name.removesuffix("_note") for name in IncomeSheet._meta.fields if name.endswith("_note"))
"""Names of the amounts that carry a note, in the order of the form."""


def implausible(values: Values) -> Iterator[Problem]:
    """Amounts outside the usual, within one sheet; every threshold is a setting (domain.md §6.5)."""
    wage, business, cost = values["wage"], values["business"], values["cost"]
    year = values["year"]
    low, high = (norm(f"income.wage_year_{end}_yuan", when=year) for end in ("min", "max"))
    if wage and not low * 100 <= wage <= high * 100:
        yield Problem(f"工资性收入不在 {low}～{high} 元之间，请核对", "wage", "warn")
    if business and not cost:
        yield Problem("有生产经营性收入，却没有生产经营性支出", "cost", "warn")
    for name, key in (("D1", "family_planning"), ("D2", "dibao"), ("D3", "tekun"), ("D4", "pension")):
        least = norm(f"income.{key}_min_yuan", when=year)
        if values[name] and values[name] < least * 100:
            yield Problem(f"{IncomeSheet._meta.fields[name].label}全年不到 {least} 元，请核对", name, "warn")


def _follow_episodes(drafts: Sequence[Draft]) -> None:
    """The episode is the household's own; the twelve months end before it began or ended (domain.md §6.2)."""
    wanted = {d.values["episode"] for d in drafts if d.values["episode"] is not None}
    fields = (Episode.id, Episode.household, Episode.recognised_on, Episode.eliminated_on)
    rows = Episode.select(*fields).where(Episode.id.in_(wanted)).tuples() if wanted else ()
    found = {id: (home, *days) for id, home, *days in rows}
    for draft in drafts:
        values = draft.values
        if values["episode"] not in found:
            continue
        home, recognised, eliminated = found[values["episode"]]
        if home != values["household"]:
            draft.error("这次监测是另一户的", "episode")
        day = (eliminated if values["kind"] == ELIMINATED else recognised) or values["date"]
        if values["kind"] in (IDENTIFIED, ELIMINATED) and values["period_end"] is None and day and len(day) >= 7:
            values["period_start"], values["period_end"] = rolling_period(day)
            if draft.changed is not None:
                draft.changed |= {"period_start", "period_end"}


def _once(drafts: Sequence[Draft]) -> None:
    homes = sorted({d.values["household"] for d in drafts if d.values["household"] is not None})
    mine = {d.id for d in drafts if d.id}
    seen: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    names = ("id", "household", "kind", "year", "period_end", "episode")
    for at in range(0, len(homes), 500):
        rows = IncomeSheet.select(*[getattr(IncomeSheet, name) for name in names]).where(
            IncomeSheet.household.in_(homes[at : at + 500])
        )
        for id, home, kind, year, *which in rows.tuples():
            if id not in mine:
                seen.setdefault((home, kind, year), []).append(tuple(which))
    for draft in drafts:
        values = draft.values
        key = (values["household"], values["kind"], values["year"])
        if None in key:
            continue
        others = seen.setdefault(key, [])
        end, episode = values["period_end"], values["episode"]
        same = any(values["kind"] == ANNUAL or one == (end, episode) for one in others)
        if same or (episode is not None and any(one[1] == episode for one in others)):
            word = IncomeSheet._meta.fields["kind"].kind.to_text(values["kind"])
            draft.error(f"这一户 {values['year']} 年度的“{word}”收入已经有一份了", "household")
        others.append((end, episode))


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
