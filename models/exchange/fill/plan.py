"""A form as it is understood: what each of its columns and single places gets, or why it stays open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from models.exchange.fill.grid import Grid
from models.exchange.fill.layout import Area, Spot
from models.exchange.fill.sources import Source
from models.ledger import Ledger, ledger

RECORDS, VILLAGES, CODES, PRINTED = "records", "villages", "codes", "printed"
SIGNED, UNKNOWN = "要签字、盖章或手写，留空", "台账里没有对应的内容，没有填"
UNCLEAR = "看不出要填什么，没有填"


@dataclass
class AreaPlan:
    """A table: rows are ``records`` of ``ledger``, villages, codes of ``by`` or what is printed; column → source."""

    area: Area
    ledger: str = ""
    rows: str = RECORDS
    by: str = ""
    columns: dict[int, Source | None] = field(default_factory=dict)
    why: str = ""

    @property
    def base(self) -> Ledger:
        """The ledger whose records are the rows."""
        return ledger("village") if self.rows == VILLAGES else ledger(self.ledger)


@dataclass
class SpotPlan:
    """A single place: its source, or ``why`` it stays open."""

    spot: Spot
    source: Source | None = None
    why: str = ""


@dataclass
class Plan:
    """A form as it is understood: ``anchor`` the ledger of the one record it is about, "" where it is about none."""

    grids: list[Grid]
    areas: list[AreaPlan]
    spots: list[SpotPlan]
    anchor: str = ""
    title: str = ""
    public: bool = False

    def set_column(self, area: int, column: int, source: Source | None) -> None:
        """Correct what a column gets."""
        self.areas[area].columns[column] = source
        if source is None:
            self.areas[area].why = ""

    def set_spot(self, spot: int, source: Source | None) -> None:
        """Correct what a single place gets."""
        self.spots[spot] = replace(self.spots[spot], source=source, why="" if source else UNKNOWN)
