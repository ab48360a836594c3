"""小额信贷 (domain.md §2, §8.4): cap and term of the regime of its start, production only, due dates, renewals."""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case

from models import clock
from models.codes import code_list, norm, regime_for, regimes, words
from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    LinkField,
    MoneyField,
    NameField,
    PercentField,
    TextField,
    YesNoField,
)
from models.kinds import Date, Integer, Problem, Text
from models.ledger import Ledger, register
from models.ledgers.households import _whose as whose
from models.ledgers.households._people import month_number, months, settle
from models.ledgers.households.household import Household
from models.record import Draft, Record, Values

WHO, LOAN, DUE, PAID = "借款人", "贷款", "到期", "贴息与归还"


def _called(model: Any) -> Any:
    """The name of the credit in the words of its start (贷款名称 changed in 2026)."""
    known = regimes()
    past = [
        (model.start < str(after.valid_from), words(str(before.valid_to))["credit"])
        for before, after in itertools.pairwise(known)
    ]
    return Case(None, [(model.start.is_null(), None), *past], words(str(known[-1].valid_from))["credit"])


def _due(model: Any) -> Any:
    return Case(None, ((model.extended_to.is_null(), model.due),), model.extended_to)


def _alert(model: Any) -> Any:
    """已过期, or the narrowest of the days before it is due (domain.md §8.4), of what is not repaid."""
    today, due = clock.today(), _due(model)
    steps = [
        (due <= (today + datetime.timedelta(days)).isoformat(), f"{days}天内到期")
        for days in sorted(norm("loan.alert_days"))
    ]
    closed = model.repaid_on.is_null(False) | due.is_null()
    return Case(None, [(closed, None), (due < today.isoformat(), "已过期"), *steps], None)


def _until(model: Any) -> Any:
    """The day it was repaid, far away while it is not."""
    return Case(None, ((model.repaid_on.is_null(False), model.repaid_on),), "9999-12")


class Loan(Record):
    """One contract."""

    borrower = whose.person(
        "借款人", group=WHO, synonyms=("借款主体", "贷款人", "借款人姓名", "贷款人姓名", "姓名"), names=()
    )
    id_no = whose.number("借款人证件号码", group=WHO)
    village = whose.village(group=WHO)
    group = whose.group(group=WHO)
    member = whose.member(group=WHO)
    household = LinkField(Household, "农户", group=WHO, help="按借款人自动对上", synonyms=("户主", "户主姓名"))
    called = Computed("贷款名称", Text(), _called, group=LOAN)
    bank = NameField("放款银行", shown=True, width=16, group=LOAN, synonyms=("贷款银行", "承贷银行", "银行"))
    contract_no = CodeField("合同号", group=LOAN, index=True, synonyms=("合同编号", "借款合同号"))
    amount = MoneyField(
        "贷款金额", required=True, shown=True, group=LOAN, synonyms=("借款金额", "放款金额", "贷款额度")
    )
    rate = PercentField("年利率", group=LOAN, synonyms=("利率",))
    purpose = TextField("贷款用途", shown=True, group=LOAN, help="只能用于发展生产", synonyms=("用途", "发展产业"))
    start = DateField("放款日期", required=True, shown=True, group=DUE, synonyms=("贷款日期", "借款日期", "放款时间"))
    due = DateField("到期日期", shown=True, group=DUE, synonyms=("贷款到期日", "到期时间", "还款日期"))
    renewal = ChoiceField("续贷展期", "loan_renewal", group=DUE, synonyms=("是否续贷", "是否展期"))
    extended_to = DateField("展期到", group=DUE, synonyms=("展期到期日",))
    months = Computed(
        "贷款期限", Integer(unit="月", total=False), lambda m: month_number(m.due) - month_number(m.start), group=DUE
    )
    alert = Computed("到期提醒", Text(), _alert, group=DUE, shown=True)
    balance = MoneyField("贷款余额", shown=True, group=PAID, synonyms=("余额", "未还金额"))
    overdue = YesNoField("是否逾期", shown=True, group=PAID, initial=False, synonyms=("逾期",))
    subsidy_rate = PercentField("贴息比例", group=PAID)
    subsidy_paid = MoneyField("已贴息金额", group=PAID, synonyms=("贴息金额",))
    repaid_on = DateField("还清日期", future=False, shown=True, group=PAID, synonyms=("结清日期",))
    until = Computed("没还清到", Date(), _until, hidden=True)
    remark = TextField("备注", long=True, group=PAID)

    class Meta:
        """Storage."""

        table_name = "loan"

    @classmethod
    def complete(cls, values: Values) -> None:
        """What is owed: nothing when repaid, all of it when nothing else is known."""
        if values["balance"] is None and values["amount"] is not None:
            values["balance"] = 0 if values["repaid_on"] else values["amount"]

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Cap and term of the regime, purpose, order of dates, what is owed (domain.md §8.4)."""
        start, due, amount = values["start"], values["due"], values["amount"]
        if due is None:
            yield Problem("到期日期没有填，到期前提醒不了", "due", "warn")
        elif start and due <= start:
            yield Problem("到期日期应晚于放款日期", "due")
        if start:
            facts, called = regime_for(start).facts, words(start)["credit"]
            cap, longest = facts.get("credit_cap_yuan"), facts.get("credit_max_months")
            if cap and amount is not None and amount > cap * 100:
                yield Problem(f"{called}每户不超过 {cap // 10000} 万元", "amount")
            if longest and due and months(start, due) - 1 > longest:
                yield Problem(f"{called}期限不超过 {longest} 个月", "due")
        if word := _misuse(values["purpose"]):
            yield Problem(f"小额信贷只能用于发展生产，不能用于“{word}”", "purpose")
        if values["balance"] is not None and amount is not None and values["balance"] > amount:
            yield Problem("贷款余额大于贷款金额", "balance")
        if values["repaid_on"] and values["balance"]:
            yield Problem("已还清，贷款余额应为 0", "balance")
        if values["repaid_on"] and start and values["repaid_on"] < start:
            yield Problem("还清日期早于放款日期", "repaid_on")
        if (values["renewal"] == "03") != bool(values["extended_to"]):
            yield Problem("展期要填展期到哪天，也只有展期才填", "extended_to")
        last = values["extended_to"] or due
        if last and last < clock.today_text() and values["balance"] and not values["overdue"]:
            yield Problem("已过到期日期还有余额，请核对是否逾期", "overdue", "warn")
        if values["overdue"] and last and last >= clock.today_text():
            yield Problem("还没有到期，请核对是否逾期", "overdue", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """One open contract per household (domain.md §8.4, unverified): told of."""
        settle(drafts, "borrower")
        mine = {draft.id for draft in drafts if draft.id}
        wanted = [d for d in drafts if d.values["household"] is not None and d.values["balance"]]
        homes = list({d.values["household"] for d in wanted})
        taken: set[int] = set()
        for at in range(0, len(homes), 500):
            query = Loan.select(Loan.id, Loan.household).where(
                Loan.household.in_(homes[at : at + 500]), Loan.balance > 0, Loan.repaid_on.is_null()
            )
            taken |= {home for id, home in query.tuples() if id not in mine}
        for draft in wanted:
            if draft.values["household"] in taken:
                draft.warn("这一户还有没还清的小额信贷", "household")
            taken.add(draft.values["household"])


def _misuse(purpose: str | None) -> str:
    for one in code_list("loan_misuse") if purpose else ():
        for word in (one.label, *one.aliases):
            if word in str(purpose):
                return word
    return ""


LEDGER = register(
    Ledger(
        Loan,
        "小额信贷",
        display="borrower",
        order=30,
        counter="笔",
        keys=(("contract_no",), ("borrower", "id_no", "bank", "start", "amount")),
        columns=(
            "village",
            "borrower",
            "bank",
            "amount",
            "purpose",
            "start",
            "due",
            "balance",
            "alert",
            "overdue",
            "repaid_on",
        ),
        sort=("due", "village.seq"),
        search=("borrower", "id_no", "contract_no", "bank", "village"),
        filters=("village", "due", "alert", "overdue", "bank"),
        synonyms=("小额信贷", "小额贷款", "脱贫人口小额信贷", "帮扶小额信贷", "扶贫小额信贷"),
        hint="每份合同记一条；到期前 90、60、30 天在到期提醒一列看得到。",
    )
)
