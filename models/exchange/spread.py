"""Columns that are really detail records: 中央资金, 省级资金 … become one fund line each under the row's project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.exchange.cells import Note
from models.exchange.match import Column, Target
from models.exchange.receipt import UPDATE
from models.ledger import Ledger, ledger
from models.query import find
from models.record import Draft, blank, check_drafts, load
from models.writer import Operation


class SpreadWriter:
    """Adds and updates the detail records of a sheet's spread columns."""

    def __init__(self, of: Ledger, columns: Sequence[Column], operation: Operation) -> None:
        self.of, self.operation = of, operation
        self.targets: list[Target] = [one.target for one in columns if one.target is not None and one.target.spread]

    def write(self, written: Sequence[tuple[Any, int]], parsed: dict[str, Sequence[Any]], rows: Sequence[Any]) -> None:
        """``written``: (row, id of its record); ``parsed``: columns of the chunk, in step with ``rows``."""
        if not self.targets or not written:
            return
        place = {id(row): at for at, row in enumerate(rows)}
        for target in self.targets:
            amounts = [(row, owner, parsed[target.key][place[id(row)]]) for row, owner in written]
            self._write_column(target, [(row, owner, value) for row, owner, value in amounts if value is not None])

    def _write_column(self, target: Target, amounts: list[tuple[Any, int, Any]]) -> None:
        spread = target.spread
        assert spread is not None
        detail = ledger(spread.ledger)
        key = (detail.master, spread.by)
        known = find(detail, key, [(owner, target.code) for _, owner, _ in amounts])
        stored = load(detail, [id for ids in known.values() for id in ids])
        drafts: list[Draft] = []
        base = blank(detail)
        for row, owner, value in amounts:
            value = int(value)
            ids = known.get((owner, target.code), [])
            if sum(stored[id][spread.value] or 0 for id in ids) == value:
                continue
            if not ids:
                new = {**base, detail.master: owner, spread.by: target.code, spread.value: value}
                drafts.append(Draft(detail, new, ref=row))
            elif len(ids) == 1:
                values = {name: stored[ids[0]][name] for name in detail.fields}
                drafts.append(Draft(detail, {**values, spread.value: value}, {spread.value}, ids[0], ref=row))
            else:
                row.say([Note("warn", "", target.label, f"已登记 {len(ids)} 笔，合计与表格不同，没有改")])
        check_drafts(drafts)
        self._keep(detail, target, drafts, stored)

    def _keep(self, detail: Ledger, target: Target, drafts: list[Draft], stored: dict[int, dict[str, Any]]) -> None:
        for draft in drafts:
            for problem in draft.problems:
                # The row itself is written; of its amount the clerk is told.
                draft.ref.say([Note("warn", "", target.label, problem.text)])
        good = [draft for draft in drafts if not draft.failed]
        self.operation.add(detail, [draft.values for draft in good if draft.id is None])
        self.operation.edit(detail, {draft.id: draft.values for draft in good if draft.id is not None}, stored)
        for draft in good:
            field = detail.fields[target.spread.value] if target.spread else None
            if draft.ref.verdict != "new" and field is not None:
                before = stored[draft.id][field.name] if draft.id is not None else None
                texts = [field.kind.to_text(v) if v is not None else "" for v in (before, draft.values[field.name])]
                draft.ref.verdict = UPDATE
                draft.ref.change((target.label, texts[0], texts[1]))
