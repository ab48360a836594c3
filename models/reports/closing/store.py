"""Closing a month: what is kept, found again and proven."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models import changes, clock, closed, settings
from models.database import Trouble, database
from models.history import OperationRow
from models.operation import Cancelled
from models.reports import figures, returns, wording
from models.reports.closing import frozen, sets
from models.reports.closing.tables import ClosingRow, FigureRow, ReportRow, SetRow
from models.reports.figures import Figure
from models.reports.returns import period as periods
from models.reports.returns.base import Made, Report, ReturnTable, Scope
from models.reports.returns.period import Period

PARTS = 500
Progress = Callable[[int, int, str], bool]


@dataclass(frozen=True)
class Closing:
    """A closed month; ``operation`` the last one it knew, ``digest`` the proof of everything in it."""

    id: int
    number: str
    month: str
    asof: str
    at: str
    who: str
    note: str
    operation: int
    figures: int
    digest: str

    @property
    def short(self) -> str:
        """The first characters of the digest, as they stand on paper."""
        return self.digest[:12]

    @property
    def title(self) -> str:
        """2026年6月（JZ202606-1）."""
        return f"{self.month[:4]}年{int(self.month[5:])}月（{self.number}）"

    @property
    def mark(self) -> str:
        """What a report made from it says under its table."""
        return f"本表按月末结账 {self.number} 打印，结账时间 {self.at[:16]}，校验码 {self.short}。"


@dataclass(frozen=True)
class Kept:
    """A figure of a closing or of now, with the digest of the records behind it."""

    figure: Figure
    behind: str

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it apart from the other figures of one closing."""
        return self.figure.name, self.figure.village or "", self.figure.year or 0


def month_of(text: str) -> Period:
    """The month written as text; "" means the one that has ended last. Raises Trouble."""
    today = clock.today()
    try:
        found = periods.parse(periods.MONTH, text, today)
    except periods.WrongPeriod as error:
        raise Trouble(str(error)) from None
    if found.first > today.isoformat():
        raise Trouble(f"{found.text}还没有到，不能结账。")
    return found


def make(month: str = "", note: str = "", progress: Progress | None = None, parts: Sequence[str] = ()) -> Closing:
    """Freeze all figures and reports of a month, in one transaction. Raises Trouble, Cancelled.

    A month may be closed again after corrections: it gets a number of its own and the earlier one stays. ``parts`` (see
    models.closed) are not to be changed any more up to the end of the month.
    """
    period = month_of(month)
    asof = min(period.last, clock.today_text())
    every = returns.reports()
    steps = len(every) + 2

    def tell(at: int, text: str) -> None:
        if progress is not None and not progress(at, steps, text):
            raise Cancelled

    with database.atomic():
        tell(0, "正在算指标")
        reader = sets.Reader()
        kept = gather(asof, reader, lambda text: tell(1, text))
        made = []
        for at, one in enumerate(every):
            tell(at + 1, f"正在做{one.title}")
            key = periods.holding(one.period, period, clock.today()).key
            if tables := returns.build(one.name, key).tables:
                made.append((one, key, *frozen.freeze(tables)))
        tell(steps - 1, "正在写入")
        before = ClosingRow.select(ClosingRow.digest).order_by(ClosingRow.id.desc()).tuples().first()
        last = OperationRow.select(OperationRow.id).order_by(OperationRow.id.desc()).tuples().first()
        count = ClosingRow.select().where(ClosingRow.month == period.key).count()
        facts = {
            "number": f"JZ{period.key.replace('-', '')}-{count + 1}", "month": period.key, "asof": asof,
            "at": clock.now().isoformat(" ", "seconds"), "who": str(settings.operator.get() or ""),
            "note": note.strip(), "operation": last[0] if last else 0, "figures": len(kept),
            "before": before[0] if before else "",
        }  # fmt: skip
        sums = ((one.name, key, sum_) for one, key, sum_, _ in made)
        digest = _digest(facts, map(_figure_facts, kept), sums)
        row = ClosingRow.create(**facts, digest=digest)
        _write(row.id, kept, reader, made)
        if parts:
            closed.close(parts, period.key, row.number)
    if parts:
        changes.announce({closed.TABLE})
    return _closing(row)


def gather(asof: str, reader: sets.Reader, tell: Callable[[str], None] = lambda _: None) -> list[Kept]:
    """All figures as of a day, each with the digest of the records behind it."""
    found = figures.compute(asof=asof)
    kept = []
    for at, one in enumerate(found):
        if at % 100 == 0:
            tell(f"正在记下指标背后的记录（{at} / {len(found)}）")
        kept.append(Kept(one, reader.packed(one.where)[0]))
    return kept


def _write(id: int, kept: Sequence[Kept], reader: sets.Reader, made: Iterable[tuple[Report, str, str, bytes]]) -> None:
    wanted = dict(reader.packed(one.figure.where) for one in kept)
    known = {row[0] for row in SetRow.select(SetRow.digest).tuples()}
    new = [(digest, data) for digest, data in wanted.items() if digest not in known]
    for at in range(0, len(new), PARTS):
        SetRow.insert_many(new[at : at + PARTS], (SetRow.digest, SetRow.members)).execute()
    rows = [{"closing": id, "seq": at, **_figure_facts(one)} for at, one in enumerate(kept)]
    for at in range(0, len(rows), PARTS):
        FigureRow.insert_many(rows[at : at + PARTS]).execute()
    for at, (one, key, digest, data) in enumerate(made):
        ReportRow.create(closing=id, seq=at, name=one.name, number=one.number, title=one.title, period=key,
                         digest=digest, data=data)  # fmt: skip


def _figure_facts(one: Kept) -> dict[str, Any]:
    figure = one.figure
    return {
        "name": figure.name, "title": figure.title, "village": figure.village, "year": figure.year,
        "value": json.dumps(figure.value), "unit": figure.unit, "qualifier": figure.qualifier,
        "records": figure.records, "note": figure.note, "chosen": figure.where, "behind": one.behind,
    }  # fmt: skip


def _digest(facts: dict[str, Any], kept: Iterable[dict[str, Any]], made: Iterable[tuple[str, str, str]]) -> str:
    total = hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode())
    for one in kept:
        total.update(json.dumps(one, ensure_ascii=False, sort_keys=True).encode())
    for report in made:
        total.update(json.dumps(report, ensure_ascii=False).encode())
    return total.hexdigest()


# --- finding and proving ----------------------------------------------------------------------------------------------


def _closing(row: ClosingRow) -> Closing:
    return Closing(row.id, row.number, row.month, row.asof, row.at, row.who, row.note, row.operation, row.figures,
                   row.digest)  # fmt: skip


def closings() -> list[Closing]:
    """All closings, newest first."""
    return [_closing(row) for row in ClosingRow.select().order_by(ClosingRow.id.desc())]


def find(named: str) -> Closing:
    """A closing by number, or the latest of a month. Raises KeyError with a sentence."""
    every = closings()
    wanted = named.strip().upper()
    for one in every:
        if wanted in (one.number, one.month):
            return one
    known = "、".join(one.number for one in every[:12])
    raise KeyError(f"没有“{named}”这次结账；{f'有：{known}' if known else '还没有结过账'}")


def kept_figures(closing: Closing) -> list[Kept]:
    """The figures of a closing, in their order."""
    rows = FigureRow.select().where(FigureRow.closing == closing.id).order_by(FigureRow.seq)
    return [
        Kept(
            Figure(row.name, row.title, json.loads(row.value), row.unit, row.qualifier, row.records, row.chosen,
                   row.village, row.year, row.note),
            row.behind,
        )
        for row in rows
    ]  # fmt: skip


def members_of(digest: str) -> sets.Members:
    """The records of a kept set."""
    row = SetRow.select(SetRow.members).where(SetRow.digest == digest).tuples().first()
    return {} if row is None else sets.unpacked(bytes(row[0]))


def verify(closing: Closing) -> list[str]:
    """What in a closing is not as it was written, in sentences; empty when all of it is."""
    wrong = []
    row = ClosingRow.get_by_id(closing.id)
    names = ("number", "month", "asof", "at", "who", "note", "operation", "figures", "before")
    facts = {name: getattr(row, name) for name in names}
    kept = kept_figures(closing)
    stored = list(
        ReportRow.select(ReportRow.name, ReportRow.period, ReportRow.digest, ReportRow.data, ReportRow.title)
        .where(ReportRow.closing == closing.id).order_by(ReportRow.seq).tuples()
    )  # fmt: skip
    if _digest(facts, map(_figure_facts, kept), (one[:3] for one in stored)) != row.digest:
        wrong.append(f"{closing.number} 的指标或说明和结账时不一样，不能作为依据。")
    wrong += [f"{closing.number} 里的“{title}”和结账时不一样。" for *_, sum_, data, title in stored
              if frozen.digest(bytes(data)) != sum_]  # fmt: skip
    sums = {row[0] for row in SetRow.select(SetRow.digest).tuples()}
    if any(one.behind not in sums for one in kept):
        wrong.append(f"{closing.number} 有指标缺了背后的记录。")
    before = ClosingRow.select(ClosingRow.digest).where(ClosingRow.id < closing.id).order_by(ClosingRow.id.desc())
    found = before.tuples().first()
    if (found[0] if found else "") != row.before:
        wrong.append(f"{closing.number} 之前的一次结账被改过或删掉了。")
    return wrong


# --- reports as they were ---------------------------------------------------------------------------------------------


def reports(closing: Closing) -> dict[str, str]:
    """{report name: its period} of the reports that a closing holds."""
    rows = ReportRow.select(ReportRow.name, ReportRow.period).where(ReportRow.closing == closing.id)
    return dict(rows.order_by(ReportRow.seq).tuples())


def of_period(name: str, period: str) -> list[Closing]:
    """The closings that hold a report for that very period, newest first."""
    rows = ReportRow.select(ReportRow.closing).where(ReportRow.name == name, ReportRow.period == period).tuples()
    wanted = {row[0] for row in rows}
    return [one for one in closings() if one.id in wanted]


def report(closing: Closing, name: str, public: bool = False) -> Made:
    """A report as it was closed, its number under each table. Raises KeyError with a sentence."""
    one = returns.find(name)
    row = ReportRow.select(ReportRow.period, ReportRow.data).where(
        ReportRow.closing == closing.id, ReportRow.name == one.name
    ).tuples().first()  # fmt: skip
    if row is None:
        raise KeyError(f"{closing.title}里没有“{one.title}”")
    tables: tuple[ReturnTable, ...] = frozen.thaw(bytes(row[1]), closing.mark)
    scope = Scope(periods.parse(one.period, row[0], clock.today()), None, wording.villages(), public)
    return Made(one, scope, tuple(table.public() for table in tables) if public else tables)
