"""The order of a form's rows: by village, group and number; what happened by its day; what belongs to one record as it
was written down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from models import query
from models.exchange.fill.scope import path_to
from models.ledger import Ledger

_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


def number_in(text: str) -> int:
    """The number of a group: 3 of 三组, 12 of 第十二组, 12 of 12组; large where there is none."""
    if match := re.search(r"\d+", text):
        return int(match[0])
    match = re.search(r"[〇零一二两三四五六七八九十]+", text)
    if match is None:
        return 9_999
    tens, found, ones = match[0].rpartition("十")
    if not found:
        return _DIGITS.get(ones[-1:], 9_999)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def in_order(of: Ledger, ids: Sequence[int], of_one: bool) -> list[int]:
    """Ids in the order in which a form lists them; ``of_one``: they all belong to one record."""
    found = list(ids)
    if of_one:
        return _sorted(found, of, ["seq"] if "seq" in of.fields else [])
    village, home = path_to(of, "village"), path_to(of, "household")
    if "date" in of.fields:
        return _sorted(found, of, ["date"])
    paths = [f"{village}.seq"] if village else []
    if home is not None:
        before = f"{home}." if home else ""
        paths += [f"{before}group", f"{before}local_no", f"{before}hh_no"]
    elif "group" in of.fields and of.name != "measure":
        paths.append("group")
    if not paths or (village is None and home is None):
        return found
    return _sorted(found, of, [*paths, *(["seq"] if "seq" in of.fields and of.name == "member" else [])])


def _sorted(ids: list[int], of: Ledger, paths: list[str]) -> list[int]:
    rows: dict[int, tuple[Any, ...]] = query.rows(of.name, paths, ids, raw=True) if paths and ids else {}

    def key(id: int) -> tuple[Any, ...]:
        parts: list[Any] = []
        for path, value in zip(paths, rows.get(id, ()), strict=False):
            if path.rpartition(".")[2] == "group":
                parts.append((number_in(str(value or "")), str(value or "")))
            else:
                parts.append((value is None, value if value is not None else ""))
        return (*parts, id)

    return sorted(ids, key=key)
