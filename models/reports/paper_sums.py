"""Page totals (本页小计) of the columns whose 合计 really is the sum of what is printed above it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation


def number(text: str) -> Decimal | None:
    """The value of a printed number, or None."""
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


class PageSums:
    """Knows which columns may be summed per page, and with how many decimals."""

    def __init__(self, rows: Sequence[Sequence[str]], total: Sequence[str], first: int):
        self._places: dict[int, int] = {}
        self._commas: dict[int, bool] = {}
        for index in range(first, len(total)):
            wanted = number(total[index])
            if wanted is None:
                continue
            found = [number(row[index]) for row in rows if index < len(row) and row[index]]
            values = [value for value in found if value is not None]
            if len(values) < len(found):
                continue
            places = max(0, -int(wanted.as_tuple().exponent))
            # printed values are rounded: a few units of the last place may differ
            if abs(sum(values, Decimal(0)) - wanted) <= Decimal(10) ** -places * Decimal(len(values)) / 2:
                self._places[index] = places
                self._commas[index] = "," in total[index]

    def __bool__(self) -> bool:
        return bool(self._places)

    def row(self, rows: Sequence[Sequence[str]], width: int) -> list[str]:
        """The 本页小计 row for the rows of one page."""
        cells = [""] * width
        cells[0] = "小计"
        for index, places in self._places.items():
            value = sum((number(row[index]) or Decimal(0) for row in rows if index < len(row)), Decimal(0))
            cells[index] = f"{value:,.{places}f}" if self._commas[index] else f"{value:.{places}f}"
        return cells
