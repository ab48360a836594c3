"""疑点清单 (domain.md §17): what the county, the province or an inspection found, and how it was answered."""

from collections.abc import Iterator, Sequence

from models.checking import in_order, keyed
from models.fields import ChoiceField, CodeField, DateField, IdField, LinkField, PersonField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.households.member import Member
from models.record import Draft, Record, Values

WHAT, ANSWER = "疑点", "核实"
OPEN, MENDED = "01", "02"


class Doubt(Record):
    """One line of a list from above."""

    issued_on = DateField(
        "下发日期", shown=True, future=False, group=WHAT, synonyms=("疑点下发日期", "推送日期", "反馈日期", "批次")
    )
    rule = CodeField(
        "疑点编号", shown=True, group=WHAT, index=True,
        synonyms=("规则编号", "规则代码", "疑点代码", "校验规则编号", "疑点规则编号"),
    )  # fmt: skip
    content = TextField(
        "疑点内容", required=True, shown=True, long=True, width=28, personal=True, group=WHAT,
        synonyms=("疑点描述", "疑点说明", "疑点名称", "规则名称", "存在问题", "疑点问题", "疑点信息"),
    )  # fmt: skip
    household = LinkField(Household, "农户", shown=True, group=WHAT, synonyms=("户主", "户主姓名"))
    person = PersonField("涉及人员", shown=True, group=WHAT, synonyms=("人员姓名", "疑点人员", "姓名"))
    id_no = IdField("疑点证件号码", group=WHAT, synonyms=("证件号码", "身份证号", "身份证号码", "公民身份号码"))
    state = ChoiceField(
        "整改状态", "doubt_state", required=True, initial=OPEN, shown=True, group=ANSWER,
        synonyms=("是否整改", "是否整改到位", "是否已整改"),
    )  # fmt: skip
    result = TextField(
        "核实说明", shown=True, long=True, width=20, personal=True, group=ANSWER,
        synonyms=("整改情况", "核实情况", "整改说明", "情况说明", "核查说明", "整改措施"),
    )  # fmt: skip
    due = DateField("整改期限", shown=True, group=ANSWER, synonyms=("整改时限", "完成时限"))
    done_on = DateField("整改日期", shown=True, future=False, group=ANSWER, synonyms=("整改时间", "完成时间"))
    handler = PersonField("整改责任人", shown=True, group=ANSWER, synonyms=("责任人", "整改人", "核实人"))

    class Meta:
        """Storage."""

        table_name = "doubt"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """What was not mended has its reason; nothing was mended before it was found."""
        if values["state"] in ("03", "04") and not values["result"]:
            yield Problem("没有改的要说明原因", "result", "warn")
        yield from in_order(cls, values, "issued_on", "done_on")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The household of the person with that number where none is named."""
        numbers = {d.values["id_no"] for d in drafts if d.values["household"] is None and d.values["id_no"]}
        people = dict(keyed(Member, Member.id_no, numbers, Member.household))
        for draft in drafts:
            if draft.values["household"] is None and draft.values["id_no"] in people:
                draft.put("household", people[draft.values["id_no"]])


LEDGER = register(
    Ledger(
        Doubt,
        "疑点清单",
        display="content",
        order=91,
        keys=(("issued_on", "rule", "content", "household", "id_no"),),
        sort=("state", "-issued_on", "household.village.seq", "household"),
        search=("household", "person", "rule", "content"),
        filters=("state", "issued_on", "rule", "household.village"),
        synonyms=("疑点清单", "疑点数据", "问题清单", "疑点整改台账"),
        columns=("issued_on", "rule", "content", "household.village", "household", "person", "state", "result", "due",
                 "done_on", "handler"),
        hint="县里发来的疑点清单，从“导入”读进来；在“体检”页点“核对上级清单”，改好了的自动勾掉。",
    )
)  # fmt: skip
