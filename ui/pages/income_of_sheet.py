"""收入, opened from the list of income sheets: the sheet that was chosen, among those of its household."""

from __future__ import annotations

from models.ledger import ledger
from models.record import load
from ui.pages.income import NAME, IncomePage


class SheetPage(IncomePage):
    """The same page, led to by the id of a sheet."""

    def load(self, id: int) -> None:
        """Show this sheet."""
        found = load(ledger(NAME), [id])
        if (self.household and not self.can_close()) or id not in found:
            return
        self.household, self.id, self.stored, self._stale = found[id]["household"], id, {}, False
        self._read(newest=False)
        self.grid.first()
