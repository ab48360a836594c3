"""The reports that a township hands in (domain.md §14, R01–R28), one file each; a new file here is found by itself.

    build("project_progress", "2026-06")            the report of a month
    build("project_library", "2026", village="下庄村", public=True)

To add a report: a file beside these with a function under ``@report(…)`` that makes a table from a Scope, mostly by
``listing(…)`` or ``village_summary(…)`` of shapes.py; docs/adding-a-report.md tells how. Print, Excel, window and
command line need nothing more.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from models import clock, settings
from models.reports import letter_docx, wording
from models.reports.lists import PUBLIC_NOTE, SAMPLE_MARK
from models.reports.paper import (
    PaperCard,
    PaperColumn,
    PaperLetter,
    PaperResult,
    PaperSettings,
    PaperTable,
    Progress,
    render,
)
from models.reports.returns import period as periods
from models.reports.returns.base import (
    REGISTER,
    ROUNDED,
    SUBTOTAL,
    Made,
    Part,
    Report,
    ReturnLetter,
    ReturnTable,
    Row,
    Scope,
)

__all__ = [
    "Made", "Report", "ReturnTable", "Scope", "build", "find", "paper", "paper_settings", "remember_paper", "reports",
    "word",
]  # fmt: skip

for _info in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_info.name}")


def reports() -> list[Report]:
    """All reports in the order of their numbers."""
    return sorted(REGISTER.values(), key=lambda one: (one.number, one.name))


def find(named: str) -> Report:
    """A report by name, number or title; of several with one number the one defined first, which is the main one.

    Raises KeyError with a sentence.
    """
    for one in REGISTER.values():
        if named.strip() in (one.name, one.title) or named.strip().upper() == one.number:
            return one
    raise KeyError(f"没有叫“{named}”的报表；可用的有：{'、'.join(f'{one.number} {one.title}' for one in reports())}")


def build(named: str, period: str = "", village: str | int | None = None, public: bool = False, kind: str = "") -> Made:
    """A report for a period ("" the usual one) and a village or all; ``public``: the version for the board; ``kind``:
    another kind of period than its own, where a page lets the clerk choose.

    Raises KeyError or period.WrongPeriod with a sentence.
    """
    one = find(named)
    when = periods.parse(kind or one.period, period, clock.today())
    scope = Scope(when, None if village is None else wording.village_id(village), wording.villages(), public)
    found = one.make(scope)
    parts = (found,) if isinstance(found, ReturnTable | PaperCard | ReturnLetter) else tuple(found)
    return Made(one, scope, tuple(_finished(one, scope, part) for part in parts))


def _finished(one: Report, scope: Scope, part: Part) -> Part:
    """Title, period, unit line and notes that every report has (domain.md §15.2)."""
    until = wording.until(min(scope.period.last, clock.today_text()))
    when = "" if scope.period.kind == periods.DAY else scope.period.text
    said = [text for text in (when, scope.villages.get(scope.village or 0, "")) if text]
    subtitle = f"（{'；'.join(said)}）" if said else ""
    title = f"{wording.township()}{(part.title or one.title).removeprefix(wording.township())}"
    if isinstance(part, PaperCard):
        return replace(part, title=title, reporter=part.reporter or str(settings.reporter.get()),
                       date_text=part.date_text or until)  # fmt: skip
    if isinstance(part, ReturnLetter):
        return replace(part, title=title, signer=part.signer or str(settings.reporter.get()),
                       date_text=part.date_text or wording.long_date(clock.today_text()))  # fmt: skip
    table = part.public() if scope.public else part
    notes = table.notes
    if table.rounding_shows():
        notes = (*notes, ROUNDED)
    if scope.public:
        notes = (*notes, PUBLIC_NOTE)
    return replace(
        table,
        title=title,
        subtitle=table.subtitle or subtitle,
        reporter=table.reporter or str(settings.reporter.get()),
        date_text=table.date_text or until,
        notes=notes,
    )


# --- paper --------------------------------------------------------------------------------------------------------


def paper_settings(made: Made) -> PaperSettings:
    """How this report was printed last; at first 合计 stands where the shape of the table wants it."""
    kept = settings.get(_key(made.report))
    first = next(iter(made.tables), None)
    values: dict[str, Any] = {} if first is None else {
        "total_first": first.total_first, "min_row_mm": first.row_mm, "footer": first.footer
    }  # fmt: skip
    found = PaperSettings.from_dict({**values, **(kept if isinstance(kept, Mapping) else {})})
    return replace(found, watermark=SAMPLE_MARK) if settings.sample.get() and not found.watermark else found


def remember_paper(one: Report, paper: PaperSettings) -> None:
    """Keep how this report is printed for the next time."""
    kept = replace(paper, watermark="") if settings.sample.get() and paper.watermark == SAMPLE_MARK else paper
    settings.put(_key(one), kept.to_dict())


def _key(one: Report) -> str:
    return f"paper.report.{one.name}"


def paper(made: Made, how: PaperSettings | None = None, progress: Progress | None = None) -> PaperResult:
    """The PDF of a report."""
    blocks = [_block(part) for part in made.parts]
    return render(blocks, how or paper_settings(made), progress)


def _block(part: Part) -> PaperTable | PaperCard | PaperLetter:
    if isinstance(part, PaperCard):
        return part
    return part.paper() if isinstance(part, ReturnLetter) else paper_table(part)


def word(made: Made, path: Path) -> None:
    """The letters of a report as a Word file to go on writing in. Raises OSError where it cannot be written."""
    letter_docx.write([one.paper() for one in made.letters], path)


def paper_table(table: ReturnTable) -> PaperTable:
    """A table as the paper room takes it."""
    return PaperTable(
        title=table.title,
        columns=tuple(PaperColumn(head.title, head.width, head.align, head.group) for head in table.heads),
        rows=tuple(_texts(row) for row in table.rows),
        total=None if table.total is None else _texts(table.total),
        subtitle=table.subtitle,
        unit_text=table.unit_text,
        reporter=table.reporter,
        date_text=table.date_text,
        serial=table.serial,
        notes=table.notes,
        keep=table.keep,
        strong=frozenset(at for at, row in enumerate(table.rows) if row.kind == SUBTOTAL),
    )


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]
