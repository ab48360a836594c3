"""Arithmetic of an income sheet (domain.md §6.1–6.2): which items make which total, per head, accounting periods."""

import calendar
import datetime
from collections.abc import Iterator

from models.codes import norm
from models.kinds import Problem
from models.record import Values

ANNUAL, IDENTIFIED, ELIMINATED, ESTIMATED = "01", "02", "03", "04"


def _parts(head: str, count: int) -> tuple[str, ...]:
    return tuple(f"{head}_{number}" for number in range(1, count + 1))


SUMS: dict[str, tuple[str, ...]] = {
    "D5": _parts("D5", 5),
    "D6": _parts("D6", 16),
    "wage": ("A1", "A2", "A3", "A4", "A5"),
    "business": ("B1", "B2", "B3", "B4"),
    "property": ("C1", "C2", "C3", "C4", "C5"),
    "transfer": ("D1", "D2", "D3", "D4", "D5", "D6"),
    "cost": ("E1", "E2", "E3", "E4"),
    "total": ("wage", "business", "property", "transfer"),
}
"""Totals with their parts; what is made of totals stands below them."""
_MORE: dict[str, tuple[str, ...]] = {
    "net": ("total", "cost"),
    "net_pc": ("net", "persons"),
    "ref": ("net", "F", "G"),
    "ref_pc": ("ref", "persons"),
}
DERIVED = (*SUMS, *_MORE)


def half_up(fen: int, persons: int) -> int:
    """分 per head, rounded half up, for show; comparisons use the whole amount and the persons."""
    whole = (2 * abs(fen) + persons) // (2 * persons)
    return -whole if fen < 0 else whole


def worked_out(name: str, values: Values) -> int | None:
    """A total from its parts; None when none of them is known."""
    if name in SUMS:
        known = [values[part] for part in SUMS[name] if values[part] is not None]
        return sum(known) if known else None
    if name == "net":
        return None if values["total"] is None else values["total"] - (values["cost"] or 0)
    if name == "ref":
        return None if values["net"] is None else values["net"] + (values["F"] or 0) - (values["G"] or 0)
    whole = values[{"net_pc": "net", "ref_pc": "ref"}[name]]
    return half_up(whole, values["persons"]) if whole is not None and values["persons"] else None


def derive(values: Values, touched: set[str] | None = None) -> set[str]:
    """Work the totals out; returns those that changed.

    A total that was given stays as it is: a table may hold nothing but totals. ``touched``: fields that an edit
    changed; totals of theirs follow, unless they were typed in themselves.
    """
    changed: set[str] = set()
    for name in DERIVED:
        parts = {*SUMS.get(name, ()), *_MORE.get(name, ())}
        follows = touched is not None and name not in touched and (touched | changed) & parts
        if values[name] is not None and not follows:
            continue
        new = worked_out(name, values)
        if new != values[name]:
            values[name] = new
            changed.add(name)
    return changed


def disagreements(values: Values, label: dict[str, str]) -> Iterator[Problem]:
    """Given totals that do not follow from their parts; per head within the tolerance of the setting."""
    tolerance = round(float(norm("income.pc_tolerance_yuan", when=values["year"])) * 100)
    for name in DERIVED:
        given, new = values[name], worked_out(name, values)
        if given is None or new is None:
            continue
        if abs(given - new) > (tolerance if name.endswith("_pc") else 0):
            yield Problem(
                f"{label[name]} {given / 100:,.2f} 与按各项算出的 {new / 100:,.2f} 不一致，请核对", name, "warn"
            )


def annual_period(year: int) -> tuple[str, str]:
    """First and last day of an income year: 10-01 of the year before to 09-30, as the office sets it."""
    month, day = (int(part) for part in str(norm("income.year_start", when=year)).split("-"))
    start = datetime.date(year if (month, day) == (1, 1) else year - 1, month, day)
    end = datetime.date(start.year + 1, month, day) - datetime.timedelta(1)
    return start.isoformat(), end.isoformat()


def rolling_period(day: str) -> tuple[str, str]:
    """Twelve whole months ending with the month before ``day`` (2021-06-10 → 2020-06-01, 2021-05-31)."""
    year, month = int(day[:4]), int(day[5:7] or 1)
    last_year, last = (year - 1, 12) if month == 1 else (year, month - 1)
    end = datetime.date(last_year, last, calendar.monthrange(last_year, last)[1])
    return datetime.date(year - 1, month, 1).isoformat(), end.isoformat()
