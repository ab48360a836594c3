"""一户一策 reached from the list of plans: the same page, which asks for the household."""

from __future__ import annotations

from models.ledger import ledger
from models.record import load
from ui.pages.plan import PlanPage


class PlanOfPlan(PlanPage):
    """The household of a plan."""

    def load(self, id: int) -> None:
        """Show the household of a plan."""
        super().load(load(ledger("assist_plan"), [id])[id]["household"])
