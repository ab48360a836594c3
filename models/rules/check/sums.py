"""Conditions on money that must add up, or that changed from one year to the next."""

from __future__ import annotations

from typing import Any

from peewee import fn

from models.rules.check.conditions import P, _OnField
from models.rules.check.frame import ANNUAL, Frame


class SumDiffers(_OnField):
    """A total is not what its parts make, by more than the tolerance; parts all blank say nothing."""

    def __init__(self, path: str, plus: tuple[str, ...], minus: tuple[str, ...], tolerance: P) -> None:
        super().__init__(path)
        self.plus, self.minus, self.tolerance = plus, minus, tolerance
        self.paths = (path, *plus, *minus)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """ABS of the difference."""
        total = frame.value(self.path)
        parts: Any = 0
        for path in self.plus:
            parts = fn.COALESCE(frame.value(path), 0) + parts
        for path in self.minus:
            parts = parts - fn.COALESCE(frame.value(path), 0)
        known = fn.COALESCE(*[frame.value(path) for path in self.plus]).is_null(False) & total.is_null(False)
        wrong = known & (fn.ABS(fn.COALESCE(total, 0) - parts) > self.tolerance.value(frame))
        return ~wrong if no else wrong


class PerHeadDiffers(_OnField):
    """Money per head times people is not the whole, by more than the tolerance for each."""

    def __init__(self, path: str, whole: str, people: str, tolerance: P) -> None:
        super().__init__(path)
        self.whole, self.people, self.tolerance, self.paths = whole, people, tolerance, (path, whole, people)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Without division."""
        head, whole, people = (frame.value(path) for path in (self.path, self.whole, self.people))
        known = head.is_null(False) & whole.is_null(False) & people.is_null(False) & (people > 0)
        gap = fn.ABS(fn.COALESCE(head * people, 0) - fn.COALESCE(whole, 0))
        wrong = known & (gap > fn.COALESCE(people, 0) * self.tolerance.value(frame))
        return ~wrong if no else wrong


class Changes(_OnField):
    """More than so many percent over (or, negative, under) the year before."""

    dear = True

    def __init__(self, path: str, percent: P, falling: bool) -> None:
        super().__init__(path)
        self.percent, self.falling = percent, falling

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """The sheet of the year before, by the household."""
        before = Frame(frame.ledger.name, frame.run, frame)
        new, old = frame.value(self.path), before.value(self.path)
        # Reckoned with, so that sheets are looked up by their household and not by their year, which thousands share.
        # new < old × (100 + percent) / 100, without division and in money alone.
        limit = old * (100 + self.percent.value(frame))
        beyond = new * 100 < limit if self.falling else new * 100 > limit
        found = fn.EXISTS(before.select(before.base.id).where(
            before.base.household == frame.base.household, before.base.kind == ANNUAL,
            before.base.year + 1 == frame.base.year, old > 0, beyond))  # fmt: skip
        return ~found if no else found


def sum_differs(path: str, plus: tuple[str, ...], minus: tuple[str, ...], tolerance: P) -> SumDiffers:
    """A total that its parts do not make."""
    return SumDiffers(path, plus, minus, tolerance)


def per_head_differs(path: str, whole: str, people: str, tolerance: P) -> PerHeadDiffers:
    """Per head × people ≠ whole."""
    return PerHeadDiffers(path, whole, people, tolerance)


def drops(path: str, percent: P) -> Changes:
    """Fell by more than the percentage (negative)."""
    return Changes(path, percent, True)


def rises(path: str, percent: P) -> Changes:
    """Rose by more than the percentage."""
    return Changes(path, percent, False)
