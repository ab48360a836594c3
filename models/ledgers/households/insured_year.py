"""参保缴费 (domain.md §7.2): who was insured in which year, what was paid, and why not."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models.codes import code_list
from models.fields import ChoiceField, Computed, DateField, LinkField, MoneyField, TextField, YearField
from models.kinds import Problem, YesNo
from models.ledger import Ledger, register
from models.ledgers.households.member import Member
from models.record import Record, Values


def exempt_reasons() -> list[str]:
    """Codes of the reasons that take a person out of 应参保 (死亡、参军、异地参保、新生儿待参)."""
    return [one.code for one in code_list("uninsured_reason").codes if one.extra.get("exempt")]


def _counts(model: Any) -> Any:
    """Whether the person counts in 应参保: insured, or not exempt."""
    left_out = (model.state == "03") & model.reason.in_(exempt_reasons())
    return Case(None, ((left_out, False),), True)


class InsuredYear(Record):
    """One person in one year."""

    member = LinkField(Member, "参保人", required=True, shown=True, synonyms=("姓名", "参保人姓名"))
    year = YearField("缴费年度", required=True, shown=True, synonyms=("年度", "参保缴费年度"))
    state = ChoiceField("参保状态", "insured_state", required=True, shown=True, synonyms=("是否参保缴费", "缴费状态"))
    tier = TextField("缴费档次", synonyms=("档次",))
    amount = MoneyField("个人缴费", shown=True, synonyms=("缴费金额", "个人缴费金额"))
    aid = MoneyField("参保资助", shown=True, synonyms=("资助金额", "缴费补贴"))
    paid_on = DateField("缴费日期", shown=True, future=False, synonyms=("缴费时间",))
    reason = ChoiceField("未参保原因", "uninsured_reason", shown=True, synonyms=("原因",))
    counted = Computed("是否应参保", YesNo(), _counts)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "insured_year"

    @classmethod
    def complete(cls, values: Values) -> None:
        """Who paid is insured."""
        if values.get("state") is None and (values.get("amount") or values.get("paid_on")):
            values["state"] = "01"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A reason only for those who are not insured, and always for them."""
        if values["state"] == "03" and not values["reason"]:
            yield Problem("未参保的请填原因", "reason", "warn")
        if values["state"] in ("01", "02") and values["reason"]:
            yield Problem("已经参保，不填未参保原因", "reason")
        if values["state"] == "03" and values["amount"]:
            yield Problem("未参保，却填了缴费金额", "amount", "warn")


LEDGER = register(
    Ledger(
        InsuredYear,
        "参保缴费",
        display="year",
        order=54,
        counter="人次",
        keys=(("member", "year"),),
        columns=("year", "member.village", "member", "state", "tier", "amount", "aid", "paid_on", "reason"),
        sort=("-year", "member.village.seq", "member"),
        search=("member", "member.id_no"),
        filters=("year", "member.village", "state", "reason", "counted"),
        synonyms=("参保缴费", "医保缴费"),
        hint="每人每年一条；死亡、参军、异地参保、新生儿待参的不计入应参保。",
    )
)
