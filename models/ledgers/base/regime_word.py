"""政策口径 (domain.md §2): the words of each period of policy; a record keeps the words of its own date."""

from collections.abc import Iterator, Sequence

from models.fields import ChoiceField, DateField, IntegerField, MoneyField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import Draft, Record, Values

WORDS, CREDIT = "名称", "信贷"


class RegimeWord(Record):
    """The office's words for one period; blank ones stay as shipped."""

    regime = ChoiceField("时期", "regime", required=True, shown=True, width=16)
    valid_from = DateField("从哪天起", shown=True, help="空着就按自带的日期")
    people = TextField("对象名称", shown=True, width=16, group=WORDS, help="如：监测对象、防止返贫致贫对象")
    people_short = TextField("对象简称", shown=True, group=WORDS)
    people_risk = TextField("有风险的对象", group=WORDS)
    money = TextField("资金简称", shown=True, group=WORDS, help="如：衔接资金、常态化帮扶资金")
    money_full = TextField("资金全称", width=24, group=WORDS)
    money_central = TextField("中央资金名称", width=18, group=WORDS)
    credit = TextField("信贷名称", shown=True, width=16, group=WORDS)
    credit_cap = MoneyField("信贷额度上限", unit="元", group=CREDIT)
    credit_months = IntegerField("信贷最长月数", unit="月", total=False, group=CREDIT)
    basis = TextField("依据", width=24, group=CREDIT)

    class Meta:
        """Storage."""

        table_name = "regime_word"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """It says something; a cap or a term that no credit ever had is a slip of the hand (万元 for 元)."""
        if not any(value for name, value in values.items() if name not in ("regime", "basis")):
            yield Problem("没有填任何名称或日期", "people")
        cap, months = values["credit_cap"], values["credit_months"]
        if cap is not None and not 1_000_000 <= cap <= 100_000_000:
            yield Problem("信贷额度上限应在 1 万元至 100 万元之间", "credit_cap")
        if months is not None and not 12 <= months <= 120:
            yield Problem("信贷最长月数应在 12 至 120 个月之间", "credit_months")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Of several entries for one period the last counts."""
        stored = {code: id for id, code in cls.select(cls.id, cls.regime).tuples()}
        for draft in drafts:
            code = draft.values["regime"]
            if stored.setdefault(code, draft.id or -id(draft)) not in (draft.id, -id(draft)):
                draft.warn("这个时期已经有一条了，以后写的为准", "regime")


LEDGER = register(
    Ledger(
        RegimeWord,
        "政策口径",
        display="regime",
        order=64,
        keys=(("regime", "valid_from"),),
        sort=("regime",),
        search=("people", "money", "credit"),
        filters=("regime",),
        synonyms=("政策口径",),
        hint="本地的叫法与程序自带的不同时在这里改；旧记录在屏幕和纸上仍用它那时的名称。",
    )
)
