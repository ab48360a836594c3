"""矛盾纠纷 (domain.md §13.3): taken in, mediated, visited again."""

from collections.abc import Iterator, Sequence

from models.fields import (
    ChoiceField,
    CodeField,
    DateField,
    MoneyField,
    PersonField,
    TextField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.base._usual import of_village
from models.record import Draft, Record, Values


class Dispute(Record):
    """One dispute."""

    no = CodeField("纠纷编号", shown=True, index=True, synonyms=("案件编号",))
    date = DateField("受理日期", required=True, shown=True, future=False, synonyms=("日期", "时间", "受理时间"))
    village = of_village(required=True)
    source = TextField("来源", width=10, help="排查、当事人申请、上级交办……")
    kind = ChoiceField("纠纷类型", "dispute_kind", shown=True, synonyms=("类型", "矛盾类型"))
    parties = TextField("当事人", shown=True, personal=True, width=16)
    content = TextField("纠纷简要情况", long=True, personal=True, synonyms=("纠纷内容", "简要情况"))
    amount = MoneyField("涉及金额")
    mediator = PersonField("调解人", shown=True, synonyms=("调解员",))
    level = ChoiceField("调解层级", "dispute_level", shown=True)
    result = ChoiceField("调处结果", "dispute_result", shown=True, synonyms=("结果", "调解结果"))
    agreement = ChoiceField("协议形式", "agreement_form")
    performed = YesNoField("是否履行")
    closed_on = DateField("办结日期", shown=True, future=False)
    revisit_date = DateField("回访日期", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "dispute"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; what is closed has a result."""
        for name, label in (("closed_on", "办结日期"), ("revisit_date", "回访日期")):
            if values[name] and values["date"] and values[name] < values["date"]:
                yield Problem(f"{label}早于受理日期", name)
        if values["closed_on"] and values["result"] in (None, "04"):
            yield Problem("已经办结，调处结果却没有填或还是“调解中”", "result")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """编号 once."""
        from models.query import find

        taken = find(ledger("dispute"), ("no",), [(d.values["no"],) for d in drafts])
        seen: dict[str, Draft] = {}
        for draft in drafts:
            number = draft.values["no"]
            if number and (
                any(id != draft.id for id in taken.get((number,), ())) or seen.setdefault(number, draft) is not draft
            ):
                draft.error(f"纠纷编号 {number} 已经登记过", "no")


LEDGER = register(
    Ledger(
        Dispute,
        "矛盾纠纷",
        display="date",
        order=30,
        counter="件",
        keys=(("no",), ("date", "village", "kind", "mediator", "parties", "result")),
        sort=("-date",),
        search=("no", "parties", "mediator", "village"),
        filters=("date", "village", "kind", "result", "level"),
        synonyms=("矛盾纠纷", "纠纷调解", "矛盾纠纷调处台账"),
        hint="受理一件记一条，调处结果和回访随后补上。",
    )
)
