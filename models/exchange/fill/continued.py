"""Lists that a form goes on with under the same header: 续表, or the header printed again for the next page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.exchange.fill.plan import RECORDS, AreaPlan
from models.exchange.headers import plain

_GOES_ON = re.compile(r"^[(（]?(续|接上|接前|第[一二三四五六七八九十\d]+页)|续[表)）]?$")


def parts_of(areas: Sequence[AreaPlan], one: AreaPlan) -> list[AreaPlan]:
    """The tables that hold one list with ``one``, from the top of the form; only ``one`` where it stands alone."""
    at = next(i for i, other in enumerate(areas) if other is one)
    first = at
    while first and _goes_on(areas[first - 1], areas[first]):
        first -= 1
    last = at
    while last + 1 < len(areas) and _goes_on(areas[last], areas[last + 1]):
        last += 1
    return list(areas[first : last + 1])


def _goes_on(above: AreaPlan, below: AreaPlan) -> bool:
    if above.area.grid is not below.area.grid or above.ledger != below.ledger or above.area.endless:
        return False
    if any(one.rows != RECORDS or one.area.fixed or one.why for one in (above, below)):
        return False
    heads = [[(one.column, plain(one.text)) for one in plan.area.headers] for plan in (above, below)]
    title = plain(below.area.title)
    return heads[0] == heads[1] and (not title or title == plain(above.area.title) or bool(_GOES_ON.search(title)))


def sums_all(text: str) -> bool:
    """Whether a row of sums at the end of such a list is about all of it, not about its last page."""
    return re.match(r"[(（]?(本页|小计)", plain(text)) is None
