"""How the checker of filled forms reads a cell: numbers in their unit, dates, yes and no, several words."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

YES, NO = ("是", "√", "1", "有"), ("否", "×", "0", "无")
SCALES = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000, "分": 1}


def sq(raw):
    """Text without any white space."""
    return "" if raw is None else re.sub(r"\s", "", unicodedata.normalize("NFC", str(raw)))


def text(raw):
    """Text without white space, None when blank; whole floats without .0."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return sq(raw) or None


def p_date(raw):
    """ISO text of a date as precise as it is written."""
    if isinstance(raw, datetime.datetime | datetime.date):
        return raw.isoformat()[:10]
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?", sq(raw))
    return "-".join([match[1], *(f"{int(part):02d}" for part in match.groups()[1:] if part)]) if match else None


def parse(raw, spec, frac=True):
    """The canonical value of a cell of a type."""
    kind = spec.get("type")
    if raw is None or sq(raw) == "":
        return None
    if kind in ("money", "price", "dec", "int", "pct", "year"):
        plain = sq(raw).replace(",", "").rstrip("%元人户")
        try:
            number = Decimal(repr(raw) if isinstance(raw, float) else plain)
        except InvalidOperation:
            return None
        if kind == "money":
            return int((number * SCALES[spec.get("unit") or "元"]).to_integral_value())
        return int(number) if kind in ("int", "year") and number == int(number) else number
    if kind == "bool":
        # A word that says neither is no answer.
        return {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}.get(sq(raw))
    if kind in ("date", "ym"):
        return p_date(raw)
    return text(raw)


def same(got, want, kind):
    """Whether a parsed value is what is expected."""
    if got is None:
        return False
    if kind in ("dec", "pct", "price"):
        return abs(Decimal(str(got)) - Decimal(str(want))) < Decimal("0.00005")
    return got == want or text(got) == text(want)
