"""The set of reports that goes to the leader every month: chosen once, bound as one run of pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from models import clock, settings
from models.operation import Cancelled
from models.reports import closing, returns
from models.reports.returns import period as periods
from models.reports.returns.base import Made, Report
from models.reports.returns.period import Period

KEY = "reports.set"
Progress = Callable[[int, int, str], bool]


@dataclass(frozen=True)
class Wanted:
    """What the set is of: the ``period`` shown, the ``village`` or all, for the board or not, and by which closing."""

    period: Period
    village: int | None = None
    public: bool = False
    closing: str = ""


@dataclass(frozen=True)
class PrintedSet:
    """``pdf`` of all reports one after the other, each with its own page numbers."""

    pdf: bytes
    pages: int


def names() -> frozenset[str]:
    """The reports of the set, by name."""
    return frozenset(settings.get(KEY) or ())


def chosen() -> list[Report]:
    """The reports of the set, in the order of their numbers."""
    wanted = names()
    return [one for one in returns.reports() if one.name in wanted]


def keep(wanted: Iterable[str]) -> None:
    """Remember the set with the ledger file."""
    settings.put(KEY, sorted(wanted) or None)


def period_of(one: Report, shown: Period) -> Period:
    """The period of a report beside the one shown: the quarter or year that holds the month, else the usual one."""
    if one.period == shown.kind:
        return shown
    if shown.kind == periods.MONTH:
        return periods.holding(one.period, shown, clock.today())
    return periods.usual(one.period, clock.today())


def make(reports: Sequence[Report], wanted: Wanted, progress: Progress | None = None) -> PrintedSet:
    """Build and lay out each report as it is printed alone, and bind them. Raises Cancelled."""
    from pypdf import PdfReader, PdfWriter

    book = PdfWriter()
    for done, one in enumerate(reports):
        if progress is not None and not progress(done, len(reports), one.title):
            raise Cancelled
        for page in PdfReader(io.BytesIO(returns.paper(_made(one, wanted)).pdf)).pages:
            book.add_page(page)
    out = io.BytesIO()
    book.write(out)
    return PrintedSet(out.getvalue(), len(book.pages))


def _made(one: Report, wanted: Wanted) -> Made:
    when = period_of(one, wanted.period)
    if wanted.closing:
        held = next((each for each in closing.of_period(one.name, when.key) if each.number == wanted.closing), None)
        if held is not None:
            return closing.report(held, one.name, wanted.public)
    return returns.build(one.name, when.key, wanted.village, wanted.public)
