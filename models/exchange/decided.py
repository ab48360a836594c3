"""A table of meetings that says what was decided: 议定事项 with 责任人 and 完成时限 become records under their meeting.

The cell itself stays the meeting's summary. It becomes records where it plainly holds them: numbered one by one, or
with a person, a limit or a state beside it (domain.md §13.6). A later table adds what is new and what has moved since.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from models.exchange.cells import CellReader, Note
from models.exchange.links import text_of
from models.exchange.match import Column, Mapping
from models.exchange.receipt import NEW, UPDATE
from models.kinds import MISSING, Date, Fault, cell_text
from models.ledger import Ledger, ledger
from models.query import find
from models.record import Draft, Values, blank, check_drafts, load
from models.writer import Operation

CONTENT, OWNER, DEADLINE, STATE = "decisions", "owner", "deadline", "state"
_NOTHING = frozenset({"", "/", "-", "—", "——", "无", "暂无", "没有", "略"})
_SIGNS = "一二三四五六七八九十"
_NUMBER = re.compile(
    r"(?:(?:^|(?<=[\s。；;:：，,]))(?:[(（]?(\d{1,2})[)）.．、](?!\d)|[(（]?([一二三四五六七八九十])[)）、.．]"
    r"|([一二三四五六七八九十])是)|([①-⑩]))\s*"
)
_ENDS = " \t\r\n；;。，,"
_STATES = {
    **dict.fromkeys(("已落实", "落实", "已完成", "完成", "已办结", "办结", "已办理", "已到位"), "03"),
    **dict.fromkeys(("落实中", "办理中", "正在办理", "正在落实", "推进中", "正在推进", "进行中", "正在进行"), "02"),
    **dict.fromkeys(("未落实", "未完成", "未办结", "未启动", "尚未落实", "尚未完成", "待落实"), "01"),
    **dict.fromkeys(("终止", "已终止", "不再执行"), "04"),
}


def matters(text: str) -> list[str]:
    """The matters of a cell that are numbered from 1 on; else the whole text as one."""
    text = text.strip()
    found = list(_NUMBER.finditer(text))
    first = next((at for at, one in enumerate(found) if _count(one) == 1), -1)
    if first >= 0:
        kept, count = [], 1
        for one in found[first:]:
            if _count(one) == count:
                kept.append(one)
                count += 1
        before = text[: kept[0].start()].strip()
        if len(kept) > 1 and (not before or before[-1] in ":："):
            ends = [one.start() for one in kept[1:]] + [len(text)]
            parts = [text[one.end() : end].strip(_ENDS) for one, end in zip(kept, ends, strict=True)]
            return [part for part in parts if part]
    whole = text.strip(_ENDS)
    return [whole] if whole else []


def _count(match: re.Match[str]) -> int:
    digits, sign, said, ring = match.groups()
    if digits:
        return int(digits)
    return ord(ring) - ord("①") + 1 if ring else _SIGNS.index(sign or said) + 1


class Decisions:
    """Keeps the matters of the meetings of one sheet; ``created`` counts them."""

    def __init__(self, of: Ledger, mapping: Mapping, operation: Operation) -> None:
        self.operation, self.created = operation, 0
        paths = (CONTENT, OWNER, DEADLINE, STATE) if of.name == "meeting" else ()
        self.columns: dict[str, Column] = {
            one.target.path: one for one in mapping.columns if one.target is not None and one.target.path in paths
        }
        self.days = CellReader(self.columns[DEADLINE]) if DEADLINE in self.columns else None

    def write(self, written: Sequence[tuple[Any, int]], cells: Sequence[Any], rows: Sequence[Any]) -> None:
        """``written``: (row, id of its meeting); ``cells`` in step with ``rows``."""
        if CONTENT not in self.columns or not written:
            return
        place = {id(row): at for at, row in enumerate(rows)}
        of = ledger("decision")
        hits = find(of, ("meeting",), [(meeting,) for _, meeting in written])
        stored = load(of, [id for ids in hits.values() for id in ids])
        drafts: list[Draft] = []
        for row, meeting in written:
            known = {stored[id]["content"]: stored[id] for id in hits.get((meeting,), ())}
            for values in self._said(row, cells[place[id(row)]]):
                before = known.get(values["content"])
                if before is None:
                    drafts.append(Draft(of, {**blank(of), **values, "meeting": meeting}, ref=row))
                elif moved := {name for name, value in values.items() if before[name] != value}:
                    whole = {name: before[name] for name in of.fields}
                    drafts.append(Draft(of, {**whole, **values}, moved, before["id"], ref=row))
        self._check(drafts)
        self._keep(of, [draft for draft in drafts if not draft.failed], stored)

    # --- reading ------------------------------------------------------------------------------------------------

    def _said(self, row: Any, cells: Sequence[Any]) -> list[Values]:
        """What the row says of each matter; [] where it only sums the meeting up."""
        text = self._text(CONTENT, cells)
        beside = {name: self._text(name, cells) for name in (OWNER, DEADLINE, STATE)}
        parts = matters(text) if text else []
        if len(parts) < 2 and not any(beside.values()):
            return []
        if not parts:
            if beside[OWNER] or beside[DEADLINE]:
                self._tell(row, CONTENT, "没有填，责任人和完成时限没有登记")
            return []
        found: list[Values] = [{"content": part} for part in parts]
        for name, said in beside.items():
            own = self._apart(row, name, said, len(parts))
            for values, one in zip(found, own, strict=True):
                values |= self._value(row, name, one)
        return found

    def _text(self, name: str, cells: Sequence[Any]) -> str:
        column = self.columns.get(name)
        if column is None:
            return ""
        cell = cells[column.header.column - 1]
        if name == DEADLINE and not isinstance(cell, str):
            return self._day_text(cell)
        text = cell_text(cell).strip()
        return "" if text in _NOTHING else text

    @staticmethod
    def _day_text(cell: Any) -> str:
        try:
            return str(Date(future=True).parse(cell) or "")
        except Fault:
            return cell_text(cell).strip()

    def _apart(self, row: Any, name: str, said: str, count: int) -> list[str]:
        """A cell's text for each of ``count`` matters: its own numbered part or line, else the same for all."""
        if not said or count == 1:
            return [said] * count
        parts = matters(said)
        if len(parts) != count:
            parts = [line.strip(_ENDS) for line in re.split(r"[\n；;]", said) if line.strip(_ENDS)]
        if len(parts) == count:
            return parts
        self._tell(row, name, f"{count} 项议定事项都按“{said}”登记，请核对")
        return [said] * count

    def _value(self, row: Any, name: str, text: str) -> Values:
        if not text:
            return {}
        if name == OWNER:
            return {"owner": text}
        if name == STATE:
            state = _STATES.get(text.strip(_ENDS))
            return {"state": state} if state is not None else {"result": text}
        assert self.days is not None
        values, notes = self.days.read([text])
        for note in notes.get(0, ()):
            self._tell(row, name, f"{note.text}；完成时限没有登记" if values[0] is None else note.text)
        return {"deadline": values[0]} if values[0] not in (None, MISSING) else {}

    def _tell(self, row: Any, name: str, text: str) -> None:
        from models.exchange.read import column_letters

        column = self.columns[name]
        assert column.target is not None
        row.say([Note("warn", column_letters(column.header.column), column.target.field.label, text)])

    # --- writing ------------------------------------------------------------------------------------------------

    def _check(self, drafts: list[Draft]) -> None:
        """A day that cannot be is left out and told; the matter itself is kept."""
        check_drafts(drafts)
        again = [draft for draft in drafts if draft.failed]
        for draft in again:
            for problem in draft.problems:
                if problem.level == "error" and problem.field == DEADLINE:
                    draft.values[DEADLINE] = None
                    self._tell(draft.ref, DEADLINE, f"{problem.text}，完成时限没有登记")
            draft.problems.clear()
        check_drafts(again)
        for draft in drafts:
            short = draft.values["content"][:16]
            for problem in draft.problems:
                draft.ref.say([Note("warn", "", "议定事项", f"“{short}”：{problem.text}")])

    def _keep(self, of: Ledger, drafts: list[Draft], stored: dict[int, Values]) -> None:
        new = [draft for draft in drafts if draft.id is None]
        self.operation.add(of, [draft.values for draft in new])
        self.created += len(new)
        self.operation.edit(of, {draft.id: draft.values for draft in drafts if draft.id is not None}, stored)
        for draft in drafts:
            row, short = draft.ref, draft.values["content"][:16]
            if row.verdict == NEW:
                continue
            row.verdict = UPDATE
            if draft.id is None:
                row.change((of.title, "", draft.values["content"]))
                continue
            before = stored[draft.id]
            row.change(*[
                (f"“{short}”{of.fields[name].label}", text_of(of.fields[name], before[name]),
                 text_of(of.fields[name], draft.values[name]))
                for name in sorted(draft.changed or ())
                if before[name] != draft.values[name]
            ])  # fmt: skip
