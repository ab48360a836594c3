"""帮扶项目 (domain.md §9.1–9.3): what is built or supported, for whom, when and for how much."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case, fn

from models.codes import code_list
from models.fields import (
    ChoiceField,
    ChoicesField,
    CodeField,
    Computed,
    DateField,
    DecimalField,
    IntegerField,
    MoneyField,
    NameField,
    PercentField,
    PersonField,
    PhoneField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Money, Percent, Problem
from models.ledger import Ledger, Spread, ledger, register
from models.record import Draft, Expanded, InitialsField, Record, Refreshed, Values

BASE, SCALE, MONEY, TIME, BENEFIT, DUTY = "基本信息", "建设内容", "投资", "进度", "受益", "责任"


def _received(model: Any) -> Any:
    """分 of all fund lines that have been handed down."""
    line = ledger("fund_line").model.alias()
    return fn.COALESCE(
        line.select(fn.SUM(line.amount)).where(line.project == model.id, line.received_on.is_null(False)), 0
    )


def _funds(model: Any) -> Any:
    """分 of all fund lines."""
    line = ledger("fund_line").model.alias()
    return fn.COALESCE(line.select(fn.SUM(line.amount)).where(line.project == model.id), 0)


def _investment(model: Any) -> Any:
    """分 of the planned total, else of all fund lines (domain.md §9.2: they should be equal)."""
    line = ledger("fund_line").model.alias()
    return fn.COALESCE(model.budget_total, line.select(fn.SUM(line.amount)).where(line.project == model.id))


def _paid(model: Any) -> Any:
    """分 of all payments."""
    line, payment = ledger("fund_line").model.alias(), ledger("payment").model.alias()
    return fn.COALESCE(
        payment.select(fn.SUM(payment.amount))
        .join(line, on=(payment.fund_line == line.id))
        .where(line.project == model.id),
        0,
    )


def _pay_rate(model: Any) -> Any:
    """Paid ÷ received in 1/100 of a percent; blank when nothing was received (domain.md §9.5)."""
    received = _received(model)
    return Case(None, ((received > 0, _paid(model) * 10000 / received),), None)


class Project(Record):
    """An assistance project; its fund lines, villages and further quantities are details."""

    code = CodeField("项目编号", shown=True, group=BASE, index=True, synonyms=("项目编码", "项目库编号"))
    name = NameField("项目名称", required=True, shown=True, group=BASE, index=True, width=26, synonyms=("项目", "名称"))
    year = YearField("项目年度", shown=True, group=BASE, synonyms=("年度", "年份", "实施年度"))
    cat1 = ChoiceField(
        "项目类型",
        "project_cat",
        level=1,
        shown=True,
        group=BASE,
        width=14,
        synonyms=("类型", "项目类别", "一级项目类型"),
    )
    cat2 = ChoiceField("二级项目类型", "project_cat", level=2, group=BASE, width=16)
    cat3 = ChoiceField("项目子类型", "project_cat", level=3, group=BASE, width=16, synonyms=("三级项目类型",))
    nature = ChoiceField("建设性质", "project_nature", shown=True, group=BASE)
    to_household = YesNoField("是否到户类", group=BASE)
    places = TextField(
        "实施地点",
        shown=True,
        group=BASE,
        width=16,
        help="几个村用顿号隔开，全乡填“全乡”",
        synonyms=("建设地点", "地点", "项目地点"),
    )
    content = TextField(
        "建设内容及规模",
        long=True,
        group=SCALE,
        width=30,
        synonyms=("建设内容", "主要建设内容", "建设任务", "建设规模及内容"),
    )
    quantity = DecimalField("建设规模数量", places=3, total=False, group=SCALE, synonyms=("数量", "规模"))
    quantity_unit = TextField("建设规模单位", group=SCALE, width=6, synonyms=("计量单位",))
    budget_total = MoneyField(
        "计划总投资",
        unit="万元",
        shown=True,
        group=MONEY,
        synonyms=("总投资", "投资", "概算总投资", "项目总投资", "投资额"),
    )
    funds_total = Computed("资金合计", Money("万元"), _funds, group=MONEY)
    investment = Computed("投资合计", Money("万元"), _investment, group=MONEY)
    received = Computed(
        "到位资金", Money("万元"), _received, group=MONEY, shown=True, synonyms=("资金到位", "已到位资金", "到位金额")
    )
    paid = Computed(
        "累计支出",
        Money("万元"),
        _paid,
        group=MONEY,
        shown=True,
        synonyms=("已支出资金", "支出资金", "累计支出资金", "已支出"),
    )
    pay_rate = Computed(
        "支出率", Percent(None), _pay_rate, group=MONEY, shown=True, synonyms=("支出进度", "资金支出率", "支付进度")
    )
    contract_amount = MoneyField("合同金额", unit="万元", group=MONEY)
    settled_amount = MoneyField("结算金额", unit="万元", group=MONEY, synonyms=("审定金额",))
    stage = ChoiceField("项目阶段", "project_stage", shown=True, group=TIME, synonyms=("阶段", "项目进度", "实施状态"))
    progress = PercentField("形象进度", shown=True, group=TIME)
    start_plan = DateField("计划开工时间", group=TIME, synonyms=("计划开工日期",))
    end_plan = DateField("计划完工时间", group=TIME, synonyms=("计划完工日期", "计划竣工时间"))
    start_real = DateField("实际开工时间", group=TIME, synonyms=("开工时间", "开工日期"))
    end_real = DateField("实际完工时间", group=TIME, synonyms=("完工时间", "竣工时间"))
    accepted_on = DateField("验收日期", group=TIME)
    benefit_villages = IntegerField("受益村数", unit="个", group=BENEFIT)
    benefit_hh = IntegerField("受益户数", unit="户", group=BENEFIT)
    benefit_persons = IntegerField("受益人数", unit="人", group=BENEFIT, synonyms=("受益人口",))
    benefit_poor_hh = IntegerField("其中受益脱贫户数", unit="户", group=BENEFIT, synonyms=("其中：脱贫户数",))
    benefit_poor_persons = IntegerField("其中受益脱贫人数", unit="人", group=BENEFIT)
    benefit_mon_hh = IntegerField("其中受益监测户数", unit="户", group=BENEFIT)
    benefit_mon_persons = IntegerField("其中受益监测人数", unit="人", group=BENEFIT)
    linkage = ChoicesField("联农带农方式", "linkage_way", group=BENEFIT)
    targets = TextField("绩效目标", long=True, group=BENEFIT, width=30)
    unit_resp = NameField("项目主管部门", group=DUTY, synonyms=("主管单位", "责任单位", "主管部门"))
    unit_impl = NameField("实施单位", group=DUTY)
    unit_super = NameField("监管单位", group=DUTY)
    person = PersonField("项目负责人", group=DUTY, synonyms=("责任人", "负责人"))
    phone = PhoneField("联系电话", group=DUTY)
    remark = TextField("备注", long=True, group=DUTY, synonyms=("进度说明",))
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "project"

    @classmethod
    def complete(cls, values: Values) -> None:
        """An upper category follows from a lower one."""
        codes = {code.code: code for code in code_list("project_cat").codes}
        for low, high in (("cat3", "cat2"), ("cat2", "cat1")):
            if values.get(low) and values.get(high) is None and values[low] in codes:
                values[high] = codes[values[low]].parent or None

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """其中 ≤ total, dates in order, categories that belong together (domain.md §9.2)."""
        for part, whole in (
            ("benefit_poor_hh", "benefit_hh"),
            ("benefit_mon_hh", "benefit_hh"),
            ("benefit_poor_persons", "benefit_persons"),
            ("benefit_mon_persons", "benefit_persons"),
        ):
            if values[part] is not None and values[whole] is not None and values[part] > values[whole]:
                yield Problem(f"{cls._meta.fields[part].label}超过{cls._meta.fields[whole].label}", part)
        for early, late in (("start_plan", "end_plan"), ("start_real", "end_real"), ("end_real", "accepted_on")):
            if values[early] and values[late] and values[early] > values[late] + "-99"[: 3 * (len(values[late]) < 10)]:
                yield Problem(f"{cls._meta.fields[late].label}早于{cls._meta.fields[early].label}", late)
        codes = {code.code: code for code in code_list("project_cat").codes}
        for low, high in (("cat3", "cat2"), ("cat2", "cat1")):
            if values[low] and values[high] and values[low] in codes and codes[values[low]].parent != values[high]:
                yield Problem(f"{cls._meta.fields[low].label}不属于所选的{cls._meta.fields[high].label}", low)
        if values["targets"] is None and values["stage"] not in (None, "01"):
            yield Problem("没有绩效目标的项目不能入库（可先保存）", "targets", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """项目编号 once; one name once a year."""
        from models.query import find

        of = ledger("project")
        codes = find(of, ("code",), [(d.values["code"],) for d in drafts])
        names = find(of, ("name", "year"), [(d.values["name"], d.values["year"]) for d in drafts])
        seen: dict[Any, Draft] = {}
        for draft in drafts:
            for key, taken, text in (
                ((draft.values["code"],), codes, "项目编号 {} 已经登记过"),
                ((draft.values["name"], draft.values["year"]), names, "{} 在同一年度已经登记过"),
            ):
                if key[0] is None or (len(key) == 2 and key[1] is None):
                    continue
                if any(id != draft.id for id in taken.get(key, ())) or seen.setdefault(key, draft) is not draft:
                    draft.error(text.format(key[0]), "code" if len(key) == 1 else "name")

    @classmethod
    def expand(cls, values: Values) -> Expanded:
        """One place per village that 实施地点 names."""
        from models.ledgers.base.village import Village

        known = {name: id for id, name in Village.select(Village.id, Village.name).tuples()}
        words = [word for word in re.split(r"[、,，;；\s]+", values.get("places") or "") if word]
        if words and all(word in known for word in words):
            yield "project_place", [{"village": known[word]} for word in words]

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """实施地点 from the villages, 阶段 and 形象进度 from their records, when there are any."""
        place = ledger("project_place").model
        names: dict[int, list[str]] = {}
        for at in range(0, len(ids), 500):
            query = place.select(place.project, place.village.rel_model.name).join(place.village.rel_model)
            for id, name in (
                query.where(place.project.in_(ids[at : at + 500])).order_by(place.village.rel_model.seq).tuples()
            ):
                names.setdefault(id, []).append(name)
        edits: dict[int, Values] = {id: {"places": "、".join(found)} for id, found in names.items()}
        for id, values in (*_last_stages(ids), *_last_progress(ids)):
            edits.setdefault(id, {}).update(values)
        yield "project", edits


def _last_stages(ids: Sequence[int]) -> Iterator[tuple[int, Values]]:
    """项目阶段 of projects with records of stages: the last one that was reached."""
    step = ledger("project_step").model
    last: dict[int, str] = {}
    for at in range(0, len(ids), 500):
        rows = step.select(step.project, step.stage).where(
            step.project.in_(ids[at : at + 500]), step.done_on.is_null(False)
        )
        for id, stage in rows.tuples():
            last[id] = max(stage, last.get(id, stage))
    yield from ((id, {"stage": stage}) for id, stage in last.items())


def _last_progress(ids: Sequence[int]) -> Iterator[tuple[int, Values]]:
    """形象进度 of projects with monthly records: the latest month's."""
    month = ledger("project_progress").model
    latest: dict[int, tuple[str, int]] = {}
    for at in range(0, len(ids), 500):
        rows = month.select(month.project, month.month, month.percent).where(month.project.in_(ids[at : at + 500]))
        for id, when, percent in rows.tuples():
            latest[id] = max((when, percent), latest.get(id, (when, percent)))
    yield from ((id, {"progress": percent}) for id, (_, percent) in latest.items())


LEDGER = register(
    Ledger(
        Project,
        "项目",
        order=10,
        counter="个",
        keys=(("code",), ("name", "year"), ("name",)),
        sort=("-year", "code", "name"),
        search=("name", "initials", "code", "places", "unit_impl", "person"),
        filters=("year", "project_place.village", "cat1", "stage", "nature"),
        synonyms=("项目", "项目计划表", "项目库", "资金"),
        spread=(
            Spread(
                "project.funds",
                "fund_line",
                "source",
                "amount",
                {
                    "中央资金": "F1",
                    "中央": "F1",
                    "省级资金": "F2",
                    "省级": "F2",
                    "市级资金": "F3",
                    "市级": "F3",
                    "县级资金": "F4",
                    "县级": "F4",
                    "统筹整合资金": "F5",
                    "东西部协作资金": "F6",
                    "定点帮扶资金": "F7",
                    "债券资金": "F8",
                    "行业部门资金": "F9",
                    "彩票公益金": "F10",
                    "社会帮扶资金": "F11",
                    "捐赠资金": "F11",
                    "银行贷款": "F12",
                    "自筹资金": "F13",
                    "自筹": "F13",
                    "其他资金": "FX",
                },
            ),
        ),
        hint="一个项目一条：资金来源和每一笔拨付都登记在项目下面，到位、支出、支出率自动算出。",
    )
)
