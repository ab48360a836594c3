"""轮次涉及村 (domain.md §4.6): the villages a round goes through; none listed means all."""

from collections.abc import Sequence

from models.fields import LinkField, TextField
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.monitoring.visit_round import VisitRound
from models.record import Draft, Record


class RoundPlace(Record):
    """One village of a round."""

    visit_round = LinkField(VisitRound, "遍访轮次", required=True, shown=True, cascade=True, width=16)
    village = LinkField(Village, "行政村", required=True, shown=True, names=("region.village",))
    remark = TextField("备注", long=True, shown=True)

    class Meta:
        """Storage."""

        table_name = "round_place"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Once per round."""
        from models.query import find

        keys = [(draft.values["visit_round"], draft.values["village"]) for draft in drafts]
        taken = find(LEDGER, ("visit_round", "village"), keys)
        mine = {draft.id for draft in drafts if draft.id is not None}
        seen: set[tuple[object, object]] = set()
        for draft, key in zip(drafts, keys, strict=True):
            if key in seen or any(id not in mine for id in taken.get(key, ())):
                draft.error("这个村已经列过了", "village")
            seen.add(key)


LEDGER = register(
    Ledger(
        RoundPlace,
        "轮次涉及村",
        display="village",
        master="visit_round",
        order=45,
        counter="个",
        keys=(("visit_round", "village"),),
        sort=("visit_round", "village.seq"),
        search=("visit_round", "village"),
        filters=("visit_round", "village"),
        hint="在遍访轮次的表单里登记；一个村也不列，就是全乡镇。",
    )
)
