"""Meetings of the sample township and what they decided."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from models.query import Selection, ids
from models.sample_data import AS_OF, YEARS

Add = Callable[[str, Iterable[dict[str, Any]]], list[int]]
_MATTERS = (
    ("茶园管护人员到位", "乡农业服务中心"), ("水毁道路抢通", "乡村建设办公室"), ("低收入户排查复核", "乡乡村振兴办"),
    ("脆李包装和销路", "青禾农业专业合作社"), ("饮水管网检修", "乡水务站"), ("秋季学生返校核对", "青禾学校"),
)  # fmt: skip


_OPEN = (
    ("茶叶加工厂扩建", "01"), ("光伏收益分配方案", "03"), ("机动地流转", "02"), ("村规民约修订", "05"),
    ("人行便道硬化", "01"), ("监测对象年度评议", "04"),
)  # fmt: skip


def write(add: Add, random: Random) -> None:
    """Meetings month by month, two of them missing; matters decided at the joint ones; six steps in the villages."""
    rows = []
    for year in YEARS:
        for month in range(1, 13):
            if (year, month) > (AS_OF.year, AS_OF.month) or (year, month) in ((2025, 2), (2026, 4)):
                continue
            rows.append(
                _meeting(f"{year}-{month:02d}-{6 + random.randrange(15):02d}", "02", "帮扶工作推进会", 18, random)
            )
            if month % 3 == 0:
                rows.append(_meeting(f"{year}-{month:02d}-25", "03", "帮扶单位联系会", 24, random))
                rows.append(_meeting(f"{year}-{month:02d}-27", "01", "第一书记联席会议", 30, random))
    numbers = add("meeting", rows)
    add("decision", _matters([pair for pair in zip(numbers, rows, strict=True) if pair[1]["kind"] == "01"], random))
    add("open_decision", _open(random))


def _open(random: Random) -> Iterable[dict[str, Any]]:
    places = ids(Selection("village", order=("seq",)))
    for at, (village, year) in enumerate((village, year) for village in places for year in YEARS):
        title, kind = _OPEN[at % len(_OPEN)]
        day = datetime.date(year, 1 + at % 5, 6)
        days = []
        for _ in range(6):
            days.append(day.isoformat() if day <= AS_OF else None)
            day += datetime.timedelta(5 + random.randrange(12))
        names = (
            "proposed_on",
            "consulted_on",
            "deliberated_on",
            "resolved_on",
            "decision_public_on",
            "result_public_on",
        )
        yield {"village": village, "title": title, "kind": kind, **dict(zip(names, days, strict=True))}


def _meeting(date: str, kind: str, title: str, people: int, random: Random) -> dict[str, Any]:
    return {
        "date": date, "kind": kind, "title": title, "place": "乡政府会议室",
        "chair": random.choice(("苏景和", "田启文")), "attendee_count": people + random.randrange(8),
        "recorder": "冉立夏",
    }  # fmt: skip


def _matters(joint: list[tuple[int, dict[str, Any]]], random: Random) -> Iterable[dict[str, Any]]:
    for number, held in joint:
        year, month = int(held["date"][:4]), int(held["date"][5:7])
        after = f"{year + month // 12}-{month % 12 + 1:02d}"
        for content, owner in random.sample(_MATTERS, 2):
            done = f"{after}-08" <= AS_OF.isoformat()
            yield {
                "meeting": number, "content": content, "owner": owner, "deadline": f"{after}-20",
                "state": "03" if done else "02", "closed_on": f"{after}-08" if done else None,
                "result": "已完成并报联席会议" if done else None,
            }  # fmt: skip
