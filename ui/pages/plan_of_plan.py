"""一户一策 reached from the list of plans: the same page, which asks for the household."""

from __future__ import annotations

from models.ledger import ledger
from models.record import load
from ui.pages import Page
from ui.pages.plan import PlanPage


class PlanOfPlan(PlanPage):
    """The household of a plan."""

    def load(self, id: int) -> None:
        """Show the household of a plan."""
        super().load(load(ledger("assist_plan"), [id])[id]["household"])


PAGE = Page(
    "plan_of_plan", "风险与措施", PlanOfPlan, about="assist_plan", order=30, tip="风险与措施对不对得上，逐条落实"
)
