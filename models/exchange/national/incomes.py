"""The income columns of 监测对象信息: one sheet of the year for each household."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models import clock
from models.exchange.national.entries import Entry
from models.exchange.read import Row
from models.ledger import ledger
from models.ledgers.households._income import ANNUAL
from models.query import find
from models.record import load

if TYPE_CHECKING:
    from models.exchange.national.sheet import Sheet

_BESIDE = {"year", "persons"}


def keep_incomes(sheet: Sheet, heads: Sequence[int], rows: list[Row], homes: dict[int, Entry]) -> None:
    """Write those that say anything beside the year and the people."""
    columns = sheet.parts.get("income_sheet")
    if columns is None:
        return
    of, book = ledger("income_sheet"), sheet.book
    named = [one for one in columns.names if one not in _BESIDE]
    entries = sheet.read("income_sheet", heads, rows)
    kept = [
        (at, one) for at, one in zip(heads, entries, strict=True)
        if any(one.values[name] is not None for name in named)
    ]  # fmt: skip
    for at, one in kept:
        one.put("household", homes[at].id)
        if one.values["year"] is None:
            one.put("year", clock.today().year)
            sheet.say(at, f"年度没有填，收入按 {one.values['year']} 年登记", label=of.fields["year"].label)
    if not book.empty("income_sheet"):
        keys = [(one.values["household"], ANNUAL, one.values["year"]) for _, one in kept]
        hits = find(of, ("household", "kind", "year"), keys)
        stored = load(of, {ids[0] for ids in hits.values()})
        for key, (_, one) in zip(keys, kept, strict=True):
            if key in hits:
                one.found(stored[hits[key][0]])
    book.keep(of, [one for _, one in kept], columns)
    for at, one in kept:
        sheet.wrote(at, one, of)
