"""Village teams, their days, leaves and checks, and what is offered and needed in the sample township."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

from models.sample_data import AS_OF, WAN, mobile

GROUPS = (("产业技术组", "种养和加工指导"), ("组织建设组", "支部建设"), ("文旅融合组", "旅游和宣传"))
_UNITS = ("示例市某国有公司", "示例县税务局", "示例县农业农村局", "示例市文化旅游委", "示例大学", "青禾信用社（示例）")
_NAMES = (
    "程远航",
    "季晓岚",
    "卢建川",
    "裴雨晴",
    "姚承志",
    "景秋白",
    "祝长风",
    "甘若水",
    "骆清扬",
    "蒙立春",
    "晏如松",
    "郝见山",
)
FIRST = datetime.date(2026, 4, 1)


def groups() -> list[dict[str, Any]]:
    """Values of ledger ``service_group``."""
    return [{"name": name, "task": task, "leader": _NAMES[2 * at]} for at, (name, task) in enumerate(GROUPS)]


def members(ids: list[int], numbers: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``team_member``: a first secretary and a member in every village."""
    return [
        {
            "name": _NAMES[2 * at + second],
            "role": "03" if second else "01",
            "village": id,
            "sending_unit": _UNITS[at],
            "sex": "1" if (at + second) % 2 else "2",
            "politics": "01",
            "phone": mobile(6500 + 10 * at + second),
            "start": "2025-07-01",
            "service_group": None if second else numbers[at % len(numbers)],
            "group_leader": not second and at < len(numbers),
        }
        for at, id in enumerate(ids)
        for second in (0, 1)
    ]


def pledges(members: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``pledge``: everybody signed, the first secretaries promised in public."""
    signed = [{"member": one, "kind": "01", "year": 2025, "signed_on": "2025-07-05"} for one in members]
    promised = [
        {
            "member": one,
            "kind": "02",
            "year": 2025,
            "signed_on": "2025-07-05",
            "text": "每月驻村不少于二十天，每季度走访一遍监测户，一年办成三件实事。",
            "published_on": "2025-07-10",
            "kept": True,
        }
        for one in members[::2]
    ]
    return signed + promised


def recalled(places: list[int]) -> dict[str, Any]:
    """Values of ledger ``team_member``: one who was there before and was taken back."""
    return {
        "name": "尚知远", "role": "03", "village": places[1], "sending_unit": _UNITS[1], "sex": "1",
        "start": "2024-07-01", "end": "2025-06-20",
    }  # fmt: skip


def recall(member: int, successor: int) -> dict[str, Any]:
    """Values of ledger ``recall``."""
    return {
        "member": member, "date": "2025-06-20", "ground": "01", "reason": "两次抽查不在村",
        "decided_by": "示例县委组织部", "successor": successor, "handed_over": "2025-07-01",
    }  # fmt: skip


def exchanges(places: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``exchange_visit``: sites that the service groups went to see."""
    seen = (
        ("2026-03-18", "产业技术组现场观摩", "01", "高山蔬菜基地", 3, 24, None),
        ("2026-03-18", "产业技术组现场观摩", "01", "食用菌大棚", 4, 24, None),
        ("2026-05-12", "第一书记观摩赛绩", "02", "乡村旅游示范点", 2, 31, 922),
        ("2026-06-09", "外出学习农文旅融合", "04", "邻县示范镇", None, 12, None),
    )
    return [
        {
            "date": date, "title": title, "kind": kind, "site": site, "village": None if at is None else places[at],
            "organiser": "青禾乡人民政府", "persons": persons, "score": score,
        }
        for date, title, kind, site, at, persons, score in seen
    ]  # fmt: skip


LEADERS = ("柏望山", "邵清源", "秦以宁", "薛明远", "柏望山", "邵清源")
"""Who is in charge of each village, in the order of the villages."""


def duties(places: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``contact_duty``: leaders in charge of the villages."""
    return [
        {"name": name, "post": "党委委员", "unit": "青禾乡", "kind": "01", "village": place, "start": "2025-01-01",
         "least": 12}
        for name, place in zip(LEADERS, places, strict=True)
    ]  # fmt: skip


def days(random: Random, members: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``attendance`` since April: about 21 days a month in the village."""
    rows = []
    for member in members:
        day = FIRST
        while day <= AS_OF:
            rest = day.weekday() >= 5 and random.random() < 0.75
            state = "05" if rest else random.choices(("01", "02", "03"), (88, 8, 4))[0]
            rows.append({"member": member, "date": day.isoformat(), "half": "00", "state": state, "method": "01"})
            day += datetime.timedelta(1)
    return rows


def leaves(members: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``leave``: before the attendance that is kept here."""
    return [
        {
            "member": member,
            "kind": f"{1 + at % 3:02d}",
            "first": f"2026-03-{3 + at:02d}",
            "last": f"2026-03-{4 + at:02d}",
            "reason": "家中有事",
            "approver": "青禾乡党委",
            "approver_level": "01",
            "back_on": f"2026-03-{5 + at:02d}",
        }
        for at, member in enumerate(members[:6])
    ]


def worklogs(random: Random, members: list[int], ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``worklog``."""
    texts = (
        ("01", "走访脱贫户，核对收入和务工情况"),
        ("02", "到基地查看长势，联系收购商"),
        ("03", "协调产业路放线"),
        ("04", "院坝会讲解医保缴费"),
        ("06", "调解两户地界纠纷"),
        ("07", "联系单位食堂采购蔬菜"),
    )
    rows = []
    for at, member in enumerate(members):
        for week in range(13):
            day = FIRST + datetime.timedelta(7 * week + at % 5)
            kind, text = random.choice(texts)
            rows.append(
                {"member": member, "date": day.isoformat(), "village": ids[at // 2], "category": kind, "text": text}
            )
    return rows


def checks(members: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``spotcheck``: everybody once in May, in post."""
    return [
        {
            "date": f"2026-05-{6 + at:02d}",
            "member": member,
            "checker": "季督查",
            "way": f"{1 + at % 3:02d}",
            "found": "01",
        }
        for at, member in enumerate(members)
    ]


def assessments(members: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``assessment``: two sides for last year."""
    return [
        {
            "member": member,
            "year": AS_OF.year - 1,
            "side": side,
            "score": (96 - at) * 10 - (at * 7 % 5) * 10 * (side == "02"),
            "grade": "01" if at < 3 else "02",
            "date": f"{AS_OF.year}-01-15",
        }
        for at, member in enumerate(members)
        for side in ("01", "02")
    ]


def goals() -> list[dict[str, Any]]:
    """Values of ledger ``goal``: four and six goals of the service groups."""
    names = {"四共": ("组织共建", "产业共兴", "人才共育", "环境共治"),
             "六共": ("党建共抓", "资源共享", "难题共解", "阵地共用", "活动共办", "成果共评")}  # fmt: skip
    return [
        {"series": series, "item": item, "year": 2026, "owner": "柏望山", "deadline": "2026-12-31",
         "progress": (at + 3) * 1_000, "status": "02"}
        for series, items in names.items()
        for at, item in enumerate(items)
    ]  # fmt: skip


def problems(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``problem``."""
    rows = (
        ("产业路灾毁修复", "03", "2026-04-20"),
        ("茶园灌溉用水", "03", "2026-05-08"),
        ("冷库用电增容", "02", None),
        ("旅游标识牌", "01", None),
        ("快递进村", "03", "2026-03-30"),
    )
    return [
        {
            "text": text,
            "village": ids[at],
            "raised_on": f"2026-03-{5 + at:02d}",
            "owner": _UNITS[at],
            "deadline": "2026-09-30",
            "state": state,
            "closed_on": closed,
        }
        for at, (text, state, closed) in enumerate(rows)
    ]


def visits_in() -> list[dict[str, Any]]:
    """Values of ledger ``visit_in``."""
    return [
        {
            "date": f"2026-{1 + at:02d}-{12 + at:02d}",
            "unit": unit,
            "leader_level": f"{2 + at % 3:02d}",
            "persons": 4 + at,
            "purpose": ("调研产业", "走访慰问", "检查项目")[at % 3],
        }
        for at, unit in enumerate(_UNITS)
    ]


def supplies(numbers: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``supply``."""
    rows = (
        ("01", "帮扶资金", 120),
        ("03", "种植技术人员驻点", None),
        ("05", "电商培训名额", None),
        ("06", "食堂采购", 60),
        ("07", "冷藏车", 25),
        ("04", "规划设计人员", None),
    )
    return [
        {
            "unit": _UNITS[at],
            "kind": kind,
            "content": content,
            "value": worth and worth * WAN,
            "date": f"2026-02-{10 + at:02d}",
            "valid_to": "2026-12-31",
            "group": numbers[at % len(numbers)],
        }
        for at, (kind, content, worth) in enumerate(rows)
    ]


def demands(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``demand``."""
    rows = (
        ("01", "产业路硬化", 80),
        ("03", "茶园病虫害防治", None),
        ("05", "直播带货培训", None),
        ("06", "蔬菜销路", 40),
        ("07", "冷藏运输车", 25),
        ("04", "村庄规划", None),
    )
    return [
        {
            "village": ids[at],
            "kind": kind,
            "content": content,
            "value": worth and worth * WAN,
            "urgency": f"{1 + at % 3:02d}",
            "date": f"2026-02-{1 + at:02d}",
        }
        for at, (kind, content, worth) in enumerate(rows)
    ]
