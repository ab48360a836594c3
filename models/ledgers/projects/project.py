"""帮扶项目 (domain.md §9.1–9.3): what is built or supported, for whom, when and for how much."""

from collections.abc import Iterator, Sequence

from models.checking import complete_parents, in_order, of_parent, repeated, within
from models.fields import Block, ChoiceField, ChoicesField, CodeField, NameField, TextField, YearField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.projects import _course as course
from models.ledgers.projects import _money as money
from models.record import Draft, Expanded, InitialsField, Record, Refreshed, Values

BASE, SCALE, MONEY, TIME, BENEFIT, DUTY = "基本信息", "建设内容", "投资", "进度", "受益", "责任"


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
    scale = Block(course.scale(SCALE))
    sums = Block(money.sums(MONEY))
    timing = Block(course.timing(TIME))
    benefits = Block(course.benefits(BENEFIT))
    linkage = ChoicesField("联农带农方式", "linkage_way", group=BENEFIT)
    targets = TextField("绩效目标", long=True, group=BENEFIT, width=30)
    duties = Block(course.duties(DUTY))
    remark = TextField("备注", long=True, group=DUTY, synonyms=("进度说明",))
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "project"

    @classmethod
    def complete(cls, values: Values) -> None:
        """An upper category follows from a lower one."""
        complete_parents(values, "project_cat", "cat3", "cat2", "cat1")

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """其中 ≤ total, dates in order, categories that belong together (domain.md §9.2)."""
        yield from within(cls, values, "benefit_hh", "benefit_poor_hh", "benefit_mon_hh")
        yield from within(cls, values, "benefit_persons", "benefit_poor_persons")
        yield from in_order(cls, values, "start_plan", "end_plan")
        yield from in_order(cls, values, "start_real", "end_real", "accepted_on")
        yield from of_parent(cls, values, "project_cat", "cat3", "cat2", "cat1")
        if values["targets"] is None and values["stage"] not in (None, "01"):
            yield Problem("没有绩效目标的项目不能入库（可先保存）", "targets", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """项目编号 once; one name once a year."""
        for draft in repeated(drafts, "code"):
            draft.error(f"项目编号 {draft.values['code']} 已经登记过", "code")
        for draft in repeated(drafts, "name", "year"):
            draft.error(f"{draft.values['name']} 在同一年度已经登记过", "name")

    @classmethod
    def expand(cls, values: Values) -> Expanded:
        """One place per village that 实施地点 names."""
        yield from course.places_named(values.get("places"))

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """实施地点 from the villages, 阶段, blank dates and 形象进度 from their records, when there are any."""
        yield "project", course.last_known(ids)


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
        spread=(money.FUNDS,),
        hint="一个项目一条：资金来源和每一笔拨付都登记在项目下面，到位、支出、支出率自动算出。",
    )
)
