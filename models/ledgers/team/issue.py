"""款物发放 (domain.md §13.5): goods and money handed out; one-off relief is no household income (§6.3)."""

from collections.abc import Sequence
from typing import Any

from peewee import fn

from models.fields import DateField, DecimalField, IntegerField, LinkField, MoneyField, NameField, TextField, YesNoField
from models.kinds import Scaled
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.ledgers.households.household import Household
from models.ledgers.team.donation import Donation
from models.record import Draft, Record


class Issue(Record):
    """One hand-out: out of a donation, or bought for a visit of condolence (慰问)."""

    date = DateField("发放日期", required=True, shown=True, future=False, synonyms=("日期", "慰问日期"))
    donation = LinkField(Donation, "出自捐赠", shown=True, width=16, help="用本单位经费慰问的不选")
    receiver = NameField("发放对象", shown=True, width=16, synonyms=("受助对象", "慰问对象"))
    village = of_village()
    # After the village: a foreign table's 行政村 is the village of the hand-out.
    household = LinkField(Household, "农户", shown=True)
    item = NameField("物品名称", shown=True, width=14, synonyms=("品名", "慰问品"))
    qty = DecimalField("数量", places=3, total=False, shown=True)
    unit = TextField("单位", width=6, shown=True)
    value = MoneyField("折合金额", shown=True, synonyms=("金额", "慰问金额", "折合金额（元）"))
    persons = IntegerField("发放人数", unit="人", shown=True, synonyms=("人数", "慰问人数"))
    signed = YesNoField("是否签收", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "issue"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Σ issued ≤ received, over stored records and these drafts together."""
        for draft in drafts:
            if not (draft.values["receiver"] or draft.values["household"] or draft.values["village"]):
                draft.error("发给谁没有填：写发放对象，或选农户、行政村", "receiver")
        ids = {d.values["donation"] for d in drafts if d.values["donation"] is not None}
        mine = [d.id for d in drafts if d.id]
        had: dict[Any, int] = dict(Donation.select(Donation.id, Donation.qty).where(Donation.id.in_(ids)).tuples())
        given = cls.select(cls.donation, fn.SUM(cls.qty)).where(cls.donation.in_(ids), cls.id.not_in(mine))
        used: dict[Any, int] = dict(given.group_by(cls.donation).tuples())
        text = Scaled(3, "", None, None, False).to_text
        for draft in drafts:
            key, qty = draft.values["donation"], draft.values["qty"] or 0
            if had.get(key) is None:
                continue
            left = had[key] - (used.get(key) or 0)
            if qty > left:
                draft.error(f"这批捐赠只剩 {text(max(left, 0))}，不能发 {text(qty)}", "qty")
            else:
                used[key] = (used.get(key) or 0) + qty


LEDGER = register(
    Ledger(
        Issue,
        "款物发放",
        display="receiver",
        order=52,
        counter="笔",
        keys=(("date", "receiver", "household", "item", "qty", "value"),),
        sort=("-date",),
        search=("receiver", "household", "village", "item"),
        filters=("date", "village", "item", "signed"),
        synonyms=("慰问", "款物发放", "慰问发放", "发放"),
        hint="慰问和发放每次记一条，可打印签收表；慰问品不算农户收入。",
    )
)
