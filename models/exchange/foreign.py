"""Headers that mark tables of other ledgers: such a table is left alone, even if its other columns look familiar."""

from __future__ import annotations

from collections.abc import Iterable, Set

from models.exchange.headers import spellings

# What the table is called → headers that only such a table has. A header of one of our fields counts no more.
_MARKS: dict[str, tuple[str, ...]] = {
    "积分": ("积分", "积分事项", "本期积分"),
    "矛盾纠纷": ("纠纷类型", "调解人", "调处结果"),
    "人才": ("人才类别",),
}


def foreign_table(headers: Iterable[str], known: Set[str]) -> str:
    """A sentence when a header marks a table of a ledger that this program does not keep, else ""."""
    texts = {one for header in headers for one in spellings(header.rpartition("/")[2])}
    for title, marks in _MARKS.items():
        if any(mark in texts and mark not in known for mark in marks):
            return f"没有对应的台账（像是“{title}”的表），没有导入"
    return ""
