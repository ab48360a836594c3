"""Which round of 遍访 a visit belongs to (domain.md §4.6)."""

from collections.abc import Sequence

from models.ledgers.monitoring.visit_round import VisitRound
from models.record import Draft

ROUND = "01"
"""遍访, of the list "visit_kind"."""


def into_rounds(drafts: Sequence[Draft]) -> None:
    """The round of the day where only one is possible; a visit outside its round's days is told of."""
    if not any(d.values["round"] is not None or d.values["kind"] == ROUND for d in drafts):
        return
    rounds = {
        id: (start or "", (end or "9999") + "~")
        for id, start, end in VisitRound.select(VisitRound.id, VisitRound.start, VisitRound.end).tuples()
    }
    for draft in drafts:
        values = draft.values
        day, chosen = values["date"], values["round"]
        if not day:
            continue
        if chosen is None and values["kind"] == ROUND:
            fitting = [id for id, (start, end) in rounds.items() if start and start <= day <= end]
            if len(fitting) == 1:
                draft.put("round", fitting[0])
            else:
                draft.warn("是遍访，请选是哪一轮", "round")
        elif chosen in rounds and not rounds[chosen][0] <= day <= rounds[chosen][1]:
            draft.warn("走访日期不在这一轮的起止日期之内，请核对", "date")
