"""应访户名单 (domain.md §4.6): the households of a round where they are listed one by one."""

from collections.abc import Sequence

from models.fields import LinkField, TextField
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring.visit_round import VisitRound
from models.record import Draft, Record


class RoundHousehold(Record):
    """One household that is to be visited in a round."""

    visit_round = LinkField(VisitRound, "遍访轮次", required=True, shown=True, cascade=True, width=16)
    household = LinkField(Household, "农户", required=True, shown=True, cascade=True)
    remark = TextField("备注", long=True, shown=True)

    class Meta:
        """Storage."""

        table_name = "round_household"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Once per round."""
        from models.query import find

        keys = [(draft.values["visit_round"], draft.values["household"]) for draft in drafts]
        taken = find(LEDGER, ("visit_round", "household"), keys)
        mine = {draft.id for draft in drafts if draft.id is not None}
        seen: set[tuple[object, object]] = set()
        for draft, key in zip(drafts, keys, strict=True):
            if key in seen or any(id not in mine for id in taken.get(key, ())):
                draft.error("这一户已经列过了", "household")
            seen.add(key)


LEDGER = register(
    Ledger(
        RoundHousehold,
        "应访户名单",
        display="household",
        master="visit_round",
        order=46,
        counter="户",
        keys=(("visit_round", "household"),),
        columns=("visit_round", "household.village", "household"),
        sort=("visit_round", "household"),
        search=("visit_round", "household"),
        filters=("visit_round", "household.village"),
        synonyms=("应访户名单",),
        hint="只有逐户列名的轮次才用；列了名单，应访户就只按名单算。",
    )
)
