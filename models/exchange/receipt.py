"""What an import did or would do: counts that add up, problems by row, and each row's verdict for the preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.exchange.cells import Note
from models.exchange.links import Question
from models.exchange.match import Mapping
from models.exchange.national.missing import Missing
from models.exchange.read import Row, column_letters
from models.kinds import cell_text

NEW, UPDATE, UNCHANGED, ERROR, SKIPPED = "new", "update", "unchanged", "error", "skipped"
VERDICTS = {NEW: "新增", UPDATE: "更新", UNCHANGED: "不变", ERROR: "有误", SKIPPED: "跳过"}
SAME = 1000
FEW = 5


@dataclass(slots=True)
class RowVerdict:
    """A row of the preview: sheet ``row``, ``verdict``, ``notes``, ``changes`` (label, old, new), its record's ``id``.

    ``cells`` as they were read, ``places`` the positions in them of the table's columns. ``asked``: which record is
    meant, where several are alike.
    """

    row: int
    verdict: str
    notes: list[Note]
    changes: list[tuple[str, str, str]]
    id: int | None
    cells: Row
    places: Sequence[int]
    asked: Question | None = None

    def text(self, at: int) -> str:
        """A column's cell as it stands; ``at`` from 0 in the order of the table's columns."""
        return cell_text(self.cells[self.places[at]])

    @property
    def texts(self) -> list[str]:
        """The cells of all columns as they stand, worked out only for rows that somebody looks at."""
        return [cell_text(self.cells[place]) for place in self.places]


@dataclass
class SheetReceipt:
    """One sheet: where its table stands, how its columns were understood, what became of its rows.

    ``missing``: people whom an earlier export of the national system named and this one does not.
    """

    file: str
    sheet: str
    index: int
    mapping: Mapping
    header_rows: tuple[int, int] | None = None
    data_rows: tuple[int, int] | None = None
    why: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[int, Note]] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)
    rows: list[RowVerdict] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    _same: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, row: int, notes: list[Note]) -> None:
        """Keep a row's problems; of one warning that thousands of rows share, the first thousand and how many."""
        for one in notes:
            if one.level == "error":
                self.problems.append((row, one))
                continue
            key = (one.column, one.text)
            self._same[key] += 1
            if self._same[key] <= SAME:
                self.problems.append((row, one))

    def close(self) -> None:
        """Add the summary lines of warnings that were cut off."""
        for (column, text), count in self._same.items():
            if count > SAME:
                self.problems.append((0, Note("warn", column, "", f"{text}（共 {count} 行，其余不再逐行列出）")))
        self._same.clear()

    def text(self) -> str:
        """共读 300 行：新增 298、更新 0、不变 0、有误 2。"""
        return _sentence(self.counts)

    def to_json(self) -> dict[str, Any]:
        """As ``import --json`` gives it."""
        counts = {name: self.counts[name] for name in (NEW, UPDATE, UNCHANGED, ERROR)}
        return {
            "file": self.file,
            "sheet": self.sheet,
            "ledger": self.mapping.ledger.name if self.mapping.ledger else None,
            "header_rows": list(self.header_rows) if self.header_rows else None,
            "data_rows": list(self.data_rows) if self.data_rows else None,
            "columns": [_column(one, self.mapping.columns) for one in self.mapping.columns if not one.header.virtual],
            "rows": {"read": sum(counts.values()), **counts},
            **({"missing": [_missing(one) for one in self.missing]} if self.missing else {}),
            "problems": [
                {"row": row or None, "column": note.column or None, "level": note.level, "text": told(row, note)}
                for row, note in self.problems
            ]
            or ([{"row": None, "column": None, "level": "warn", "text": self.why}] if self.why else []),
        }


def _missing(one: Missing) -> dict[str, Any]:
    return {"village": one.place, "household_no": one.household_no, "name": one.name, "whole": one.whole}


def _sentence(counts: Counter[str]) -> str:
    parts = "、".join(f"{VERDICTS[name]} {counts[name]}" for name in (NEW, UPDATE, UNCHANGED, ERROR))
    skipped = f"、跳过 {counts[SKIPPED]}" if counts[SKIPPED] else ""
    return f"共读 {sum(counts.values())} 行：{parts}{skipped}。"


def _column(one: Any, among: Sequence[Any]) -> dict[str, Any]:
    target = one.target if one.target is not None and (one.target.kept or one.target.across) else None
    told = {
        "column": column_letters(one.header.column),
        "header": one.header.text,
        "field": target.name if target else None,
        "scale": one.scale if target else None,
        "sure": one.sure,
    }
    if target is not None and one.key:
        told["key"] = one.key
    elif target is not None and target.spread is not None:
        told["key"] = {target.spread.by: target.code}
    elif target is not None and target.shared:
        same = [other for other in among if other.target is not None and other.target.key == target.key]
        if len(same) > 1:
            told["key"] = {"n": same.index(one) + 1}
    return told


def told(row: int, note: Note) -> str:
    """第 37 行 证件号码：…"""
    where = " ".join(part for part in (f"第 {row} 行" if row else "", note.label) if part)
    return f"{where}：{note.text}" if where else note.text


@dataclass
class Receipt:
    """What an import of one or more files did; ``operations`` their numbers, for the undo. ``dry``: only tried."""

    sheets: list[SheetReceipt] = field(default_factory=list)
    operations: list[int] = field(default_factory=list)
    backup: Path | None = None
    dry: bool = False

    @property
    def counts(self) -> Counter[str]:
        """Rows by verdict over all sheets."""
        total: Counter[str] = Counter()
        for sheet in self.sheets:
            total += sheet.counts
        return total

    @property
    def problems(self) -> list[str]:
        """Every problem as a sentence, errors first."""
        found = [(note.level != ERROR, told(row, note)) for sheet in self.sheets for row, note in sheet.problems]
        return [text for _, text in sorted(found, key=lambda one: one[0])]

    def grouped(self) -> list[tuple[str, str]]:
        """(level, sentence) with the rows that share a problem named together, errors first."""
        rows: dict[tuple[str, str, str, str], list[int]] = {}
        for sheet in self.sheets:
            for row, note in sheet.problems:
                rows.setdefault((note.level, sheet.sheet or sheet.file, note.label, note.text), []).append(row)
        several = len({key[1] for key in rows}) > 1
        found = []
        for (level, sheet_name, label, text), numbers in rows.items():
            named = "、".join(str(row) for row in numbers[:FEW] if row)
            where = f"第 {named} 行" + (f"等 {len(numbers)} 行" if len(numbers) > FEW else "") if named else ""
            place = f"{sheet_name} " if several else ""
            found.append((level, f"{place}{told(0, Note(level, '', f'{where} {label}'.strip(), text))}"))
        return sorted(found, key=lambda one: one[0] != ERROR)

    @property
    def missing(self) -> list[Missing]:
        """Those of all sheets."""
        return [one for sheet in self.sheets for one in sheet.missing]

    @property
    def failed(self) -> int:
        """Rows that were not written."""
        return self.counts[ERROR]

    def text(self) -> str:
        """共读 300 行：新增 298、更新 0、不变 0、有误 2。"""
        counts = self.counts
        return _sentence(counts)

    def to_json(self) -> list[dict[str, Any]]:
        """One object per file and sheet."""
        return [sheet.to_json() for sheet in self.sheets]
