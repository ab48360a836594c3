"""分红进收入 (domain.md §6.3, §12.3): shares of households become item C1 of that year's annual income, each once.

What was carried over is kept beside C1 (其中分红明细带入), so that a second run changes nothing, a changed distribution
moves C1 by the difference alone, and what a clerk added to C1 by hand stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models import query
from models.kinds import Money
from models.ledger import ledger
from models.ledgers.households._income import ANNUAL, SUMS
from models.query import Selection
from models.record import Draft, Refused, Values, check_drafts, load
from models.writer import Operation

NAME = "income_sheet"
SAME, READY, LOOK, NO_SHEET = "same", "ready", "look", "no_sheet"
NOTE = "分红明细"


@dataclass(frozen=True)
class Flow:
    """One household of one year. Amounts in 分: ``shared`` Σ of its shares, ``old`` C1 now, ``new`` as it would
    be, ``carried`` what of it came from shares before.

    ``state`` SAME nothing to do · READY · LOOK the clerk decides (``why``) · NO_SHEET there is no annual sheet yet.
    """

    household: int
    head: str
    village: str
    year: int
    sheet: int | None
    shared: int
    unpaid: int
    old: int | None
    carried: int | None
    new: int | None
    state: str
    why: str = ""


CARRY, REPLACE, ADD, LEAVE = "carry", "replace", "add", "leave"


def ways(flow: Flow) -> tuple[str, ...]:
    """What may be done with a flow, the usual first; nothing where there is nothing to do."""
    if flow.state == READY:
        return CARRY, LEAVE
    if flow.state != LOOK:
        return ()
    # What was typed may be other dividends: of a cooperative, of a firm.
    return (LEAVE, REPLACE, ADD) if flow.carried is None and flow.old is not None else (LEAVE, REPLACE)


def added(flow: Flow) -> Flow:
    """The same with the shares on top of what was typed by hand."""
    return replace(flow, new=(flow.old or 0) + flow.shared)


def years() -> list[int]:
    """Years with shares of households, the latest first."""
    found = query.distinct(Selection("distribution").where("household", "filled"), "year")
    return sorted((year for year in found if year), reverse=True)


def flows(year: int, households: Sequence[int] | None = None) -> list[Flow]:
    """What carrying the shares of a year over would do, household by household in the order of villages.

    ``households``: only these. Households whose shares are gone but still stand in C1 are there too.
    """
    shared, unpaid = _shares(year, households)
    sheets = _sheets(year, households)
    wanted = [id for id in dict.fromkeys([*shared, *sheets]) if id in shared or sheets[id]["C1_shared"]]
    names = query.rows("household", ("head", "village.name", "village.seq"), wanted)
    wanted.sort(key=lambda id: (names[id][2] or 0, names[id][1] or "", names[id][0] or "", id))
    found = []
    for id in wanted:
        head, village, _ = names[id]
        whole, open_ones = shared.get(id, 0), unpaid.get(id, 0)
        sheet = sheets.get(id)
        if sheet is None:
            why = f"还没有 {year} 年度收入表，先采集再带入"
            flow = Flow(id, head or "", village or "", year, None, whole, open_ones, None, None, None, NO_SHEET, why)
        else:
            new, state, why = _judge(sheet, whole)
            flow = Flow(id, head or "", village or "", year, sheet["id"], whole, open_ones, sheet["C1"],
                        sheet["C1_shared"], new, state, why)  # fmt: skip
        found.append(flow)
    return found


def _shares(year: int, households: Sequence[int] | None) -> tuple[dict[int, int], dict[int, int]]:
    chosen = Selection("distribution").where("year", "=", year).where("household", "filled")
    if households is not None:
        chosen = chosen.where("household", "in", list(households))
    whole = {one.key[0]: one.sums[0] for one in query.groups(chosen, ("household",), ("amount",))}
    left = query.groups(chosen.where("paid_on", "blank"), ("household",), ("amount",))
    return whole, {one.key[0]: one.sums[0] for one in left}


def _sheets(year: int, households: Sequence[int] | None) -> dict[int, Values]:
    chosen = Selection(NAME).where("year", "=", year).where("kind", "in", [ANNUAL])
    if households is not None:
        chosen = chosen.where("household", "in", list(households))
    paths = ("household", "property", *SUMS["property"], "C1_shared")
    return {row[0]: {"id": id, **dict(zip(paths, row, strict=True))} for id, row in query.each(chosen, paths, raw=True)}


def _judge(sheet: Values, shared: int) -> tuple[int, str, str]:
    """(C1 as it would be, state, why the clerk should look)."""
    old, carried = sheet["C1"], sheet["C1_shared"]
    if carried is not None:
        by_hand = (old or 0) - carried
        if by_hand < 0:
            return shared, LOOK, "带入以后又手工改少了，带入会改回分红明细的数"
        return by_hand + shared, SAME if carried == shared else READY, ""
    if old is None and sheet["property"] is not None and all(sheet[part] is None for part in SUMS["property"]):
        return shared, LOOK, "只填了财产性收入合计，没有分项，带入后合计只剩分红"
    if old is not None and old != shared:
        text = Money("元").to_text
        return shared, LOOK, f"手工填了 {text(old)} 元，和分红明细不一样；换成明细，还是加上去"
    return shared, READY, ""


def carry_over(chosen: Iterable[Flow]) -> int:
    """Write these flows as one operation; returns its number, 0 when there was nothing to change. Raises Refused."""
    todo = [one for one in chosen if one.sheet is not None and one.state in (READY, LOOK)]
    of = ledger(NAME)
    stored = load(of, [one.sheet for one in todo if one.sheet is not None])
    drafts = []
    for one in todo:
        assert one.sheet is not None
        before = stored.get(one.sheet)
        if before is None or (before["C1"], before["C1_shared"]) != (one.old, one.carried):
            continue  # changed since it was shown: the next look tells how it stands now
        edits = {"C1": one.new or None, "C1_shared": one.shared or None, "C1_note": _note(before["C1_note"], one)}
        drafts.append(Draft(of, {**{name: before[name] for name in of.fields}, **edits}, set(edits), one.sheet))
    check_drafts(drafts)
    wrong = [problem for draft in drafts for problem in draft.problems if problem.level == "error"]
    if wrong:
        raise Refused(wrong)
    edits_of = {draft.id: draft.values for draft in drafts if draft.id}
    if not edits_of:
        return 0
    with Operation("form", f"分红带入 {todo[0].year} 年度收入 {len(edits_of)} 户") as operation:
        # Whole records: totals that followed are among what differs from the stored ones.
        operation.edit(of, edits_of)
    return operation.number


def _note(before: str | None, one: Flow) -> str | None:
    """The reckoning of C1: our part replaces the one of the last time, the clerk's own words stay."""
    rest = [part for part in (before or "").split("；") if part and not part.startswith(NOTE)]
    if one.shared:
        rest.append(f"{NOTE}{Money('元').to_text(one.shared)}元")
    return "；".join(rest) or None


def stale() -> list[tuple[int, str, int, int, int]]:
    """Sheets whose carried part is no longer the sum of the shares: (sheet, head, year, carried, shared now)."""
    kept = Selection(NAME).where("C1_shared", "filled")
    found = []
    sums = query.groups(Selection("distribution").where("household", "filled"), ("household", "year"), ("amount",))
    now = {one.key: one.sums[0] for one in sums}
    for id, (home, head, year, carried) in query.each(
        kept, ("household", "household.head", "year", "C1_shared"), raw=True
    ):
        if carried != now.get((home, year), 0):
            found.append((id, head or "", year, carried, now.get((home, year), 0)))
    return found
