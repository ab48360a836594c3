"""分红进收入, opened from a plan: only the households that this plan gives something."""

from __future__ import annotations

from models import query
from models.ledger import ledger
from models.query import Selection
from models.record import load
from ui.pages.dividends import DividendsPage


class PlanDividends(DividendsPage):
    """The same page about one plan; a household's shares of the year count together, whichever plan they are from."""

    def load(self, id: int) -> None:
        """Show a plan."""
        self.id, self.ways = id, {}
        self.said.clear()
        self._renew()

    def list_years(self) -> list[int]:
        """The plan's year."""
        found = load(ledger("distribution_plan"), [self.id]) if self.id else {}
        if self.id and self.id not in found:
            self.left.emit()
        return [found[self.id]["year"]] if self.id in found else []

    def households(self, year: int) -> list[int] | None:
        """Those of the plan."""
        chosen = Selection("distribution").where("plan", "in", [self.id]).where("household", "filled")
        return query.distinct(chosen, "household", 100_000)
