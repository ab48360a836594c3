"""走访 (domain.md §4.6): who went to which household, when, what was found, what was told and handed out."""

from collections.abc import Iterator, Sequence

from models.checking import in_order, repeated
from models.fields import ChoiceField, DateField, LinkField, MoneyField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring._rounds import ROUND, into_rounds
from models.ledgers.monitoring.visit_round import VisitRound
from models.record import Draft, Record, Values

WHAT, FOUND, TOLD, GIFT = "走访", "发现问题", "政策与签字", "慰问"
CONDOLENCE = "04"


class Visit(Record):
    """One visit to one household. 慰问 goods are spending of the township and never income of the household (§6.3)."""

    household = LinkField(
        Household, "农户", required=True, shown=True, group=WHAT, synonyms=("被走访户户主姓名", "走访对象", "走访户")
    )
    date = DateField(
        "走访日期", required=True, shown=True, future=False, group=WHAT, synonyms=("日期", "时间", "走访时间")
    )
    kind = ChoiceField("走访类型", "visit_kind", shown=True, group=WHAT, synonyms=("走访方式", "走访形式", "类型"))
    round = LinkField(
        VisitRound, "遍访轮次", shown=True, create=True, group=WHAT, width=14, synonyms=("轮次",),
        help="走访类型是“遍访”、当天又只有一轮时，不填也会带出", names=("visit.round",),
    )  # fmt: skip
    visitors = TextField(
        "走访人", shown=True, width=14, group=WHAT, suggest="household.helper.name",
        synonyms=("走访干部", "走访人员", "入户干部", "走访人姓名"),
    )  # fmt: skip
    findings = TextField(
        "走访情况", long=True, shown=True, width=24, group=WHAT, synonyms=("走访内容", "走访记录", "走访了解情况")
    )
    problems = TextField(
        "发现问题",
        long=True,
        shown=True,
        width=18,
        group=FOUND,
        synonyms=("发现的问题", "存在困难", "存在问题", "问题"),
    )
    solved = YesNoField("问题是否解决", shown=True, group=FOUND, synonyms=("是否解决",))
    policy_told = YesNoField("政策宣传", shown=True, group=TOLD, synonyms=("是否宣传政策", "是否政策宣传"))
    declaration_on = DateField(
        "申报政策明白纸签收日期", future=False, group=TOLD, help="“申报政策”明白纸发到每一户农户",
        synonyms=("申报明白纸签收日期",),
    )  # fmt: skip
    assistance_on = DateField(
        "帮扶政策明白纸签收日期", future=False, group=TOLD, help="“帮扶政策”明白纸发到每一户监测户",
        synonyms=("帮扶明白纸签收日期",),
    )  # fmt: skip
    photo = YesNoField("是否留存照片", group=TOLD, synonyms=("留存照片",))
    signed = YesNoField("农户是否签字", group=TOLD, synonyms=("户主是否签字", "是否签字"))
    goods = TextField("慰问品", group=GIFT, width=16, synonyms=("慰问物资", "慰问品名称"))
    goods_value = MoneyField(
        "慰问金额",
        unit="元",
        group=GIFT,
        help="慰问金和慰问品折价：是支出，不算农户收入",
        synonyms=("慰问折价", "慰问价值"),
    )
    remark = TextField("走访备注", long=True, group=TOLD, synonyms=("备注",))

    class Meta:
        """Storage."""

        table_name = "visit"
        # The last visit of each household is asked for every morning.
        indexes = ((("household", "date", "kind"), False),)

    @classmethod
    def complete(cls, values: Values) -> None:
        """A visit of a round is a 遍访, one with goods a 慰问, unless something else is said."""
        if values.get("kind") is None:
            if values.get("round") is not None:
                values["kind"] = ROUND
            elif values.get("goods") or values.get("goods_value"):
                values["kind"] = CONDOLENCE

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """One visit against itself."""
        if values["solved"] is not None and not values["problems"]:
            yield Problem("没有写发现了什么问题，却填了是否解决", "solved", "warn")
        if values["goods_value"] and values["kind"] != CONDOLENCE:
            yield Problem("填了慰问金额，走访类型却不是“慰问”", "goods_value", "warn")
        yield from in_order(cls, values, "date", "declaration_on", level="warn")
        yield from in_order(cls, values, "date", "assistance_on", level="warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The round of the day where only one is possible; a visit twice on a day is told of."""
        for draft in repeated(drafts, "household", "date"):
            draft.warn("这一户这一天已经有一次走访，请核对是不是重复登记", "date")
        into_rounds(drafts)


LEDGER = register(
    Ledger(
        Visit,
        "走访",
        display="date",
        order=40,
        counter="次",
        keys=(("household", "date", "kind", "round", "visitors"),),
        columns=(
            "date", "household.village", "household", "kind", "round", "visitors", "findings", "problems", "solved",
        ),
        sort=("-date", "household.village.seq", "household"),
        search=("household", "household.initials", "visitors", "findings", "problems"),
        filters=("date", "household.village", "kind", "round", "problems", "solved", "household.hh_type"),
        synonyms=("走访", "走访台账", "走访登记", "入户走访", "遍访", "走访工作台账"),
        hint="每到一户记一条；发现的问题可以一键转成整改任务或线索。",
    )
)  # fmt: skip
