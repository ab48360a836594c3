"""The charts of the ledgers as plain data, each bar with the records behind it; a new file here is found by itself.

    build("sale_by_month", selection)     the chart of exactly these records
    names("sale")                         the charts of a ledger's page

To add charts for a new ledger: one file beside these with functions under ``@chart(…)``.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

from models.ledger import ledger
from models.query import Selection
from models.reports import wording
from models.reports.chart_data import ChartData
from models.reports.charts.base import REGISTER, Definition

__all__ = ["build", "definitions", "for_home", "ledger_of", "names", "title"]


# At once and in the order of the files, whichever of them is asked for first: the order is that of the answers.
for _info in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_info.name}")


def definitions() -> dict[str, Definition]:
    """All definitions by name, in the order of their files."""
    return dict(REGISTER)


def names(ledger_name: str | None = None) -> list[str]:
    """Names of the charts of one ledger, or of all."""
    return [name for name, one in definitions().items() if ledger_name in (None, one.ledger)]


def title(name: str) -> str:
    """The title of a chart. Raises KeyError with a sentence."""
    return _definition(name).title


def ledger_of(name: str) -> str:
    """The ledger whose selections a chart shows. Raises KeyError with a sentence."""
    return _definition(name).ledger


def build(name: str, selection: Selection | None = None) -> ChartData:
    """The chart over exactly the records of ``selection`` (the whole ledger when None).

    ``where`` leads from (series, label) to the Selection of the records behind that bar. Raises KeyError with a
    sentence for an unknown name, ValueError for a selection of another ledger.
    """
    one = _definition(name)
    base = selection or Selection(one.ledger)
    if base.ledger != one.ledger:
        raise ValueError(f"chart {name!r} shows {one.ledger}, not {base.ledger}")
    made = one.make(base)
    said = [part for part in (made.subtitle, wording.filter_words(base)) if part]
    empty = "筛选结果里没有记录" if base.filters or base.search else f"还没有登记{ledger(one.ledger).title}"
    return replace(
        made,
        name=name,
        title=made.title or one.title,
        subtitle="；".join(said),
        source=wording.source_line(),
        empty_text=made.empty_text or ("" if made.numbers() else empty),
    )


def for_home() -> list[ChartData]:
    """The charts a leader asks for first, in order."""
    chosen = sorted((one for one in definitions().values() if one.home), key=lambda one: one.home)
    return [build(one.name) for one in chosen]


def _definition(name: str) -> Definition:
    known = definitions()
    if name not in known:
        raise KeyError(f"没有名为“{name}”的图；可用的有：{'、'.join(known)}")
    return known[name]
