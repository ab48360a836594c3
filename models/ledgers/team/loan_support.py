"""银行支持 (seeds-map.md B22): loans that banks gave for the township; never added to grants."""

from models.fields import ChoiceField, DateField, MoneyField, NameField, TextField
from models.ledger import Ledger, register
from models.record import Record


class LoanSupport(Record):
    """One loan."""

    date = DateField("放款日期", shown=True, future=False, synonyms=("日期",))
    bank = NameField("贷款银行", required=True, shown=True, width=16, synonyms=("银行",))
    borrower = NameField("借款主体", required=True, shown=True, width=18, synonyms=("贷款主体",))
    amount = MoneyField("贷款金额", unit="万元", required=True, shown=True, vague="amount_q", synonyms=("金额",))
    amount_q = ChoiceField("金额约数", "qualifier", width=8)
    purpose = TextField("用途", shown=True, width=16)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "loan_support"


LEDGER = register(
    Ledger(
        LoanSupport,
        "银行支持",
        display="borrower",
        order=46,
        counter="笔",
        keys=(("bank", "borrower", "amount", "date", "purpose"),),
        sort=("-date", "bank"),
        search=("bank", "borrower", "purpose"),
        filters=("date", "bank"),
        synonyms=("银行贷款", "银行支持"),
        hint="银行给经营主体的贷款；是要还的钱，不与帮扶资金合计。",
    )
)
