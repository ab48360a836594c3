"""一户一策 reached from an episode: the same page, which asks for the household."""

from __future__ import annotations

from models.ledger import ledger
from models.record import load
from ui.pages.plan import PlanPage


class PlanOfEpisode(PlanPage):
    """The plan of an episode's household."""

    def load(self, id: int) -> None:
        """Show the household of an episode."""
        super().load(load(ledger("episode"), [id])[id]["household"])
