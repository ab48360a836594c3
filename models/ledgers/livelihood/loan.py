"""小额信贷 (domain.md §2, §8.4): cap and term of the regime of its start, production only, due dates, renewals."""

from collections.abc import Iterator, Sequence

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
from models.ledgers.base._usual import of_group, of_village
from models.ledgers.households import _whose as whose
from models.ledgers.households._people import settle
from models.ledgers.households.household import Household
from models.ledgers.livelihood import _loans as loans
from models.record import Draft, Record, Values

WHO, LOAN, DUE, PAID = "借款人", "贷款", "到期", "贴息与归还"


class Loan(Record):
    """One contract."""

    borrower = whose.person(
        "借款人", group=WHO, synonyms=("借款主体", "贷款人", "借款人姓名", "贷款人姓名", "姓名"), names=()
    )
    id_no = whose.number("借款人证件号码", group=WHO)
    village = of_village(group=WHO)
    group = of_group(group=WHO)
    member = whose.member(group=WHO)
    household = LinkField(Household, "农户", group=WHO, help="按借款人自动对上", synonyms=("户主", "户主姓名"))
    called = Computed("贷款名称", Text(), loans.called, group=LOAN)
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
    months = Computed("贷款期限", Integer(unit="月", total=False), loans.term, group=DUE)
    alert = Computed("到期提醒", Text(), loans.alert, group=DUE, shown=True)
    balance = MoneyField("贷款余额", shown=True, group=PAID, synonyms=("余额", "未还金额"))
    overdue = YesNoField("是否逾期", shown=True, group=PAID, initial=False, synonyms=("逾期",))
    subsidy_rate = PercentField("贴息比例", group=PAID)
    subsidy_paid = MoneyField("已贴息金额", group=PAID, synonyms=("贴息金额",))
    repaid_on = DateField("还清日期", future=False, shown=True, group=PAID, synonyms=("结清日期",))
    until = Computed("没还清到", Date(), loans.until, hidden=True)
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
        yield from loans.term_problems(values)
        yield from loans.owed_problems(cls, values)

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """One open contract per household (domain.md §8.4, unverified): told of."""
        settle(drafts, "borrower")
        loans.open_before(drafts)


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
