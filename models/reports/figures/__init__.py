"""The numbers a leader asks for (domain.md §18), one small definition each; a new file here is found by itself.

    compute(["project_total"])                   all years, each year, each village
    compute(village="下庄村", year=2023)          everything about one village in one year

To add figures for a new ledger: one file beside these with ``total(…)``, ``quotient(…)``, ``breakdown(…)`` or a
function under ``@figure(…)``. ``docs/figures.md`` holds what ``describe()`` says.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence

from models import clock
from models.reports.figures.base import REGISTER, Definition, Figure, Part, Scope, figure
from models.reports.wording import village_id, villages

__all__ = ["Definition", "Figure", "Part", "Scope", "compute", "definitions", "describe", "figure"]


# At once and in the order of the files, whichever of them is asked for first: the order is that of the answers.
for _info in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_info.name}")


def definitions() -> dict[str, Definition]:
    """All definitions by name, in the order of their files."""
    return dict(REGISTER)


def compute(
    names: Sequence[str] | None = None,
    village: str | int | None = None,
    year: int | None = None,
    asof: str | None = None,
) -> list[Figure]:
    """The figures of these names (all when None), for one village and year or for all with their breakdowns.

    ``names`` are names of definitions ("sale_by_kind") or of one part ("sale_by_kind.01"); ``asof`` an ISO date that
    replaces today where money paid is compared with the calendar. Asked for one year, figures of the present state
    (households and people) are left out. Raises KeyError with a sentence for unknown names.
    """
    known = definitions()
    heads = {name.partition(".")[0] for name in names} if names else set(known)
    if unknown := sorted(heads - set(known)):
        raise KeyError(f"没有名为“{'、'.join(unknown)}”的指标；可用的有：{'、'.join(known)}")
    scope = Scope(
        None if village is None else village_id(village), year, asof or clock.today_text(), villages()
    )  # fmt: skip
    found = [
        _figure(one, part, scope)
        for name, one in known.items()
        if name in heads and (one.yearly or year is None)
        for part in one.make(scope)
    ]  # fmt: skip
    if not names:
        return found
    return [one for one in found if one.name in names or one.name.partition(".")[0] in names]


def _figure(one: Definition, part: Part, scope: Scope) -> Figure:
    return Figure(
        name=f"{one.name}.{part.key}" if part.key else one.name,
        title=f"{one.title}：{part.label}" if part.label else one.title,
        value=part.value,
        unit=part.unit or one.unit,
        qualifier=part.qualifier,
        records=part.records,
        where=part.selection.to_json(),
        village=None if part.village is None else scope.villages.get(part.village),
        year=part.year,
        note=part.note,
    )


def describe() -> str:
    """All definitions as the Markdown table of docs/figures.md."""
    rows = [
        f"| `{one.name}` | {one.title} | {one.unit} | {one.formula} | {one.source} |" for one in definitions().values()
    ]
    return "\n".join(["| 名称 | 指标 | 单位 | 算法 | 依据 |", "| --- | --- | --- | --- | --- |", *rows])
