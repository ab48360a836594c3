"""体检豁免 (domain.md §17): a finding that is right as it stands, why, on what evidence, and until when."""

from collections.abc import Iterator

from models import clock
from models.fields import CodeField, DateField, LinkField, PersonField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.households.household import Household
from models.record import Record, Values

WHAT, WHY = "疑点", "豁免"


class CheckExemption(Record):
    """One finding let pass: the rule and the uid of the record it was found in."""

    household = LinkField(Household, "农户", shown=True, group=WHAT, cascade=True)
    village = LinkField(Village, "行政村", shown=True, group=WHAT)
    person = PersonField("涉及人员", shown=True, group=WHAT)
    rule = CodeField("规则编号", required=True, shown=True, group=WHAT, index=True)
    title = TextField("疑点内容", shown=True, width=24, group=WHAT, personal=True)
    record_uid = CodeField("记录标识", required=True, group=WHAT, help="由“体检”页填好，不用改")
    reason = TextField(
        "豁免原因", required=True, shown=True, long=True, width=24, personal=True, group=WHY, synonyms=("原因", "理由")
    )
    evidence = TextField(
        "依据", required=True, shown=True, long=True, width=18, personal=True, group=WHY,
        help="证明、文件、核实人；照片和扫描件放在附件里", synonyms=("佐证材料", "证明材料"),
    )  # fmt: skip
    granted_by = PersonField("同意人", shown=True, group=WHY, synonyms=("审批人", "批准人"))
    granted_on = DateField("豁免日期", required=True, shown=True, future=False, group=WHY, initial=clock.today_text)
    until = DateField(
        "有效期至", required=True, shown=True, group=WHY, help="过了这天又会查出来", synonyms=("到期日期",)
    )

    class Meta:
        """Storage."""

        table_name = "check_exemption"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """It does not end before it begins."""
        if values["until"] and values["granted_on"] and values["until"] < values["granted_on"]:
            yield Problem("有效期早于豁免日期", "until")


LEDGER = register(
    Ledger(
        CheckExemption,
        "体检豁免",
        display="title",
        order=93,
        keys=(("rule", "record_uid", "granted_on"),),
        sort=("-granted_on", "household"),
        search=("household", "person", "rule", "title"),
        filters=("granted_on", "until", "rule", "household.village"),
        hint="在“体检”页对着一条疑点按 Ctrl+E 就是豁免：写明原因、依据和有效期。",
    )
)
