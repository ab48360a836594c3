"""Cells of the kinds in which clerks' tables go wrong, planted into a page."""

from models.exchange.read import column_letters
from models.exchange.vocabulary import type_of

from .parts import unit_of


def _bad_checksum(number):
    return number[:-1] + ("1" if number[-1] != "1" else "2"), None


def _full_width(number):
    return "".join(chr(ord(sign) + 0xFEE0) for sign in number), number


def _as_float(number):
    return (float(number[:15] + "000") if number[:15].isdigit() else number), None


def _shorter(text):
    return text[:-1], None


def _dotted(day):
    return f"{day[:4]}.{int(day[5:7])}.{int(day[8:])}", day


def _vague(unit):
    return "8余万", {"v": 8_000_000, "q": "ge"}


def _other_unit(unit):
    return ("3000元", 300_000) if unit == "万元" else ("1.25万元", 1_250_000)


# Type of a column → (kind, (cell, what is stored) of a value, what is expected).
WAYS = {
    "id": (
        ("id_bad_checksum", _bad_checksum, "error"),
        ("id_fullwidth", _full_width, "fix"),
        ("id_short", _shorter, "error"),
        ("id_float_damaged", _as_float, "error"),
    ),
    "phone": (("phone_short", _shorter, "warn"),),
    "date": (
        ("date_bad", lambda _: ("2024年2月30日", None), "error"),
        ("date_bad", lambda _: ("2024-413日", None), "error"),
        ("date_dotted", _dotted, "fix"),
    ),
    "ym": (("date_bad", lambda _: ("2024年13月", None), "error"),),
    "money": (
        ("amount_vague", _vague, "warn"),
        ("amount_unit_conflict", _other_unit, "fix"),
        ("amount_dash", lambda _: ("—", None), "ok"),
    ),
    "int": (("number_as_text", lambda number: (f"{number} ", number), "fix"),),
}


def damaged(page, parts, records, unit_line, rng):
    """Spoil up to three cells of a page and what its records say; the defects, as the truth tells them."""
    found = []
    spots = [(at, one) for at, one in enumerate(parts, 1) if type_of(one.field) in WAYS and not one.key]
    rng.shuffle(spots)
    for column, part in spots[:3]:
        record, letter = rng.choice(records), column_letters(column)
        value = record["v"].get(letter)
        if value is None:
            continue
        kind, make, expect = rng.choice(WAYS[type_of(part.field)])
        raw, stored = make(unit_of(part, unit_line)[0] if type_of(part.field) == "money" else value)
        page.cells[record["r"], column] = raw
        if stored is None:
            record["v"].pop(letter)
        else:
            record["v"][letter] = stored
        found.append({"row": record["r"], "col": letter, "kind": kind, "raw": raw, "expect": expect, "value": stored})
    return found
