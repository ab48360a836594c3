"""监测线索 (domain.md §3.4 step 0): a sign that a household may fall back, and what became of it."""

from collections.abc import Iterator, Sequence

from models.checking import follow, in_order
from models.fields import ChoiceField, CodeField, DateField, LinkField, PersonField, PhoneField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.households.household import Household
from models.ledgers.monitoring import _passes as passes
from models.numbering import give_numbers
from models.record import Draft, Record, Values

WHAT, ACCEPT, RESULT = "线索", "受理", "办理结果"
NOT_TAKEN = "02"


class Clue(Record):
    """One clue."""

    no = CodeField("线索编号", group=WHAT, index=True, synonyms=("编号",), help="不填就按日期排")
    date = DateField(
        "线索日期",
        required=True,
        shown=True,
        future=False,
        group=WHAT,
        synonyms=("发现日期", "登记日期", "上报日期", "发现时间", "日期"),
    )
    village = LinkField(
        Village, "行政村", shown=True, create=True, group=WHAT, names=("region.village",), help="选了农户就跟农户走"
    )
    household = LinkField(Household, "农户", shown=True, group=WHAT, help="还没有登记的农户先空着，写在“涉及人员”里")
    person = PersonField("涉及人员", shown=True, group=WHAT, synonyms=("农户姓名", "线索对象", "反映对象"))
    source = ChoiceField(
        "线索来源", "clue_source", required=True, shown=True, width=14, group=WHAT, synonyms=("来源", "发现方式")
    )
    content = TextField(
        "线索内容",
        required=True,
        shown=True,
        long=True,
        width=24,
        personal=True,
        group=WHAT,
        synonyms=("问题描述", "反映问题", "发现问题", "具体情况"),
    )
    reporter = PersonField("提供人", group=WHAT, synonyms=("上报人", "发现人", "反映人"))
    reporter_phone = PhoneField("提供人电话", group=WHAT)
    accepted_on = DateField("受理日期", shown=True, future=False, group=ACCEPT, synonyms=("受理时间",))
    accepted_by = PersonField("受理人", group=ACCEPT)
    assigned_to = PersonField("交办核实人", group=ACCEPT, synonyms=("核实人", "责任人"))
    due = DateField("核实期限", group=ACCEPT)
    result = ChoiceField(
        "线索办理结果", "clue_result", shown=True, width=14, group=RESULT, synonyms=("办理结果", "处理结果", "结果")
    )
    result_on = DateField("办结日期", shown=True, future=False, group=RESULT, synonyms=("办结时间", "处理日期"))
    reason = TextField("不纳入原因", long=True, personal=True, group=RESULT, synonyms=("理由", "原因"))
    told_on = DateField("告知农户日期", future=False, group=RESULT, synonyms=("告知日期",))
    remark = TextField("备注", long=True, group=RESULT)

    class Meta:
        """Storage."""

        table_name = "clue"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; a clue that leads nowhere has a reason and the household was told (domain.md §3.4)."""
        yield from in_order(cls, values, "date", "accepted_on")
        first = values["accepted_on"] or values["date"]
        if values["result_on"] and first and values["result_on"] < first:
            yield Problem("办结日期早于受理或发现的日期", "result_on")
        yield from in_order(cls, values, "date", "told_on")
        if values["result"] == NOT_TAKEN:
            if not values["reason"]:
                yield Problem("结果是不纳入，要写明原因", "reason")
            if not values["told_on"]:
                yield Problem("结果是不纳入，还没有告知农户的日期", "told_on", "warn")
        if values["result"] and not values["result_on"]:
            yield Problem("填了办理结果，还没有办结日期", "result_on", "warn")
        if values["household"] is None and not values["person"]:
            yield Problem("没有选农户，也没有写涉及人员", "person", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A number for each: XS20250301-02 is the second of that day; village and person from the household."""
        follow(drafts, "household", Household, village=Household.village, person=Household.head)
        give_numbers(cls, drafts, "XS")

    @classmethod
    def check_details(cls, values: Values, details: dict[str, list[Values]]) -> Iterator[Problem]:
        """Passed on level by level, after the clue."""
        yield from passes.problems(values["date"], details.get("clue_pass", []))


LEDGER = register(
    Ledger(
        Clue,
        "监测线索",
        display="person",
        order=10,
        keys=(("no",), ("household", "date", "content"), ("village", "person", "date")),
        columns=(
            *("date", "village", "household", "person", "source", "content"),
            *("accepted_on", "result", "result_on"),
        ),
        sort=("-date",),
        search=("no", "household", "person", "content", "reporter", "village"),
        filters=("date", "village", "source", "result"),
        synonyms=("线索", "线索台账", "监测线索", "排查线索", "防返贫排查记录"),
        hint="谁发现了哪一户可能返贫，先记在这里；四级传递的时间、办理结果也记在这一条里。",
    )
)
