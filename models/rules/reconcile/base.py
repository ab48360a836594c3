"""What a break is, the register of the checks, and how records and amounts are read for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from models import query
from models.codes import code_list
from models.kinds import Money
from models.query import Selection


@dataclass(frozen=True)
class Break:
    """One thing that does not fit: ``kind`` of CHECKS, the record it is told of, and a sentence with the figures."""

    kind: str
    ledger: str
    id: int
    text: str


@dataclass(frozen=True)
class Check:
    """One kind of break: ``title`` in the clerk's words, ``find`` all that there are."""

    title: str
    group: str
    find: Callable[[], Iterable[tuple[str, int, str]]]


CHECKS: dict[str, Check] = {}


def check(kind: str, title: str, group: str) -> Callable[[Any], Any]:
    """Take a function that gives (ledger, id, sentence) in as a check."""

    def take(find: Any) -> Any:
        CHECKS[kind] = Check(title, group, find)
        return find

    return take


def wan(fen: int) -> str:
    """分 in 万元 as people read it."""
    return f"{Money('万元').to_text(fen)} 万元"


def yuan(fen: int) -> str:
    """分 in 元."""
    return f"{Money('元').to_text(fen)} 元"


Row = dict[str, Any]


def rows(name: str, *paths: str) -> Iterator[tuple[int, Row]]:
    """Every record of a ledger with these values in stored form, in the order in which they were entered."""
    for id, values in sorted(query.each(Selection(name), paths, raw=True), key=lambda one: one[0]):
        yield id, dict(zip(paths, values, strict=True))


def label_of(list_name: str, code: str | None) -> str:
    """What a code list calls a code, "" for none."""
    return code_list(list_name).label(code) if code else ""


MONEY, WORKS, ASSETS, SALES, SHARES, GIFTS = "资金", "项目", "资产", "消费帮扶", "收益分配", "捐赠和对接"
