"""How a clue was handed on through the four levels (domain.md §1)."""

from collections.abc import Iterator, Sequence

from models.days import earlier
from models.kinds import Problem
from models.record import Values


def problems(date: str | None, rows: Sequence[Values]) -> Iterator[Problem]:
    """Once per level, at times that do not decrease, and not before the clue of ``date``."""
    levels = [row["level"] for row in rows if row["level"]]
    if len(levels) != len(set(levels)):
        yield Problem("四级传递里有一级写了两次", "clue_pass", "warn")
    before, called = date or "", "线索日期"
    for at, row in enumerate(rows, 1):
        moment = row["at"]
        if not moment:
            continue
        if earlier(moment, before):
            yield Problem(f"第 {at} 次传递的时间 {moment} 早于{called} {before}", "clue_pass")
        before, called = moment, "上一次传递"
