"""入院农户 (domain.md §13.1): which household belongs to which yard; to one only."""

from collections.abc import Sequence

from models.fields import DateField, LinkField, TextField
from models.ledger import Ledger, ledger, register
from models.ledgers.governance.yard import Yard
from models.ledgers.households.household import Household
from models.record import Draft, Record


class YardHousehold(Record):
    """One household in its yard."""

    yard = LinkField(Yard, "院落", required=True, shown=True, cascade=True, width=14)
    household = LinkField(Household, "农户", required=True, shown=True, create=True)
    joined = DateField("入院日期", shown=True, future=False)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "yard_household"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A household is in one yard only (T17)."""
        from models.query import find

        taken = find(ledger("yard_household"), ("household",), [(d.values["household"],) for d in drafts])
        seen: dict[int, Draft] = {}
        for draft in drafts:
            home = draft.values["household"]
            if home is None:
                continue
            if any(id != draft.id for id in taken.get((home,), ())) or seen.setdefault(home, draft) is not draft:
                draft.error("这一户已经在一个院落里了，一户只能入一个院", "household")


LEDGER = register(
    Ledger(
        YardHousehold,
        "入院农户",
        display="household",
        master="yard",
        order=12,
        counter="户",
        keys=(("household",),),
        columns=("yard.village", "yard", "household", "joined"),
        sort=("yard", "household"),
        search=("yard", "household"),
        filters=("yard.village", "yard"),
        synonyms=("入院农户", "小院农户", "积分汇总", "积分公示", "积分汇总公示"),
        hint="在院落的表单里登记入院的农户，这里看全部。",
    )
)
