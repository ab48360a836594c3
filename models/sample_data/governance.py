"""Yards, points, disputes, activities, honours and reports of the sample township."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

from models.sample_data import AS_OF, YEARS, mobile
from models.sample_data.villages import VILLAGES

# 编号、事项、分值、每期上限
RULES = (
    ("JF01", "庭院干净整洁", 10, 10), ("JF02", "参加环境整治", 5, 20), ("JF03", "参加村民会议", 5, 10),
    ("JF04", "子女考上大学", 5, None), ("JF05", "反映问题被采纳", 5, 15), ("JF06", "乱倒垃圾", -5, None),
)  # fmt: skip
GOODS = (
    ("洗洁精", "瓶", 10, 300),
    ("食用油", "桶", 60, 120),
    ("大米", "袋", 50, 160),
    ("牙膏", "支", 8, 400),
    ("毛巾", "条", 12, 260),
    ("雨伞", "把", 25, 90),
)
_HEADS = ("苏长河", "田明月", "冉春晓", "向秋实", "谭云帆", "石远志", "龙嘉禾", "覃丰年")
_ACTIVITIES = (
    ("01", "惠农政策宣讲"), ("02", "坝坝电影"), ("03", "好婆婆好媳妇评议"), ("04", "村庄清洁日"), ("05", "法律进村"),
    ("06", "看望留守老人"), ("08", "第一书记夜话"),
)  # fmt: skip
_OUTLETS = (
    ("示例日报", "02", "01"),
    ("示例市广播电视台", "03", "03"),
    ("示例县融媒体中心", "04", "04"),
    ("示例网", "01", "02"),
)


def _day(random: Random, year: int) -> str:
    last = min(AS_OF, datetime.date(year, 12, 28))
    return (
        datetime.date(year, 1, 5) + datetime.timedelta(random.randrange((last - datetime.date(year, 1, 5)).days))
    ).isoformat()


def yards(random: Random, villages: list[int], homes: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Values of ledger ``yard``: fifteen over six villages, each with its share of ``homes`` (household, village)."""
    counts = (3, 3, 3, 2, 2, 2)
    return [
        {
            "village": id, "name": f"{village[0][:2]}{number}号院", "head": random.choice(_HEADS),
            "phone": mobile(7000 + 10 * at + number), "founded": f"2023-05-{20 + random.randrange(10)}",
            "households": len(_share([one for one in homes if one[1] == id], number - 1, count)),
        }
        for at, (id, village, count) in enumerate(zip(villages, VILLAGES, counts, strict=True))
        for number in range(1, count + 1)
    ]  # fmt: skip


def memberships(homes: list[tuple[int, int]], places: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Values of ledger ``yard_household``: ``homes`` (household, village), ``places`` (yard, village)."""
    rows = []
    for yard, village in places:
        own = [one for one, place in places if place == village]
        inside = _share([one for one in homes if one[1] == village], own.index(yard), len(own))
        rows += [{"yard": yard, "household": home, "joined": "2023-06-01"} for home, _ in inside]
    return rows


def _share(homes: list[tuple[int, int]], at: int, parts: int) -> list[tuple[int, int]]:
    return homes[at::parts]


def entries(random: Random, homes: list[int], rules: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``point_entry``: monthly batches of the current year, published for a week."""
    rows = []
    for month in range(1, AS_OF.month):
        for home in random.sample(homes, len(homes) // 4):
            at = random.choices(range(len(RULES)), (6, 4, 4, 1, 2, 1))[0]
            rows.append(
                {
                    "household": home, "date": f"{AS_OF.year}-{month:02d}-{1 + random.randrange(20):02d}",
                    "rule": rules[at], "points": RULES[at][2], "judge": random.choice(_HEADS),
                    "batch": f"{AS_OF.year}年{month}月", "public_from": f"{AS_OF.year}-{month:02d}-22",
                    "public_to": f"{AS_OF.year}-{month:02d}-28",
                }
            )  # fmt: skip
    return rows


def redemptions(random: Random, points: list[dict[str, Any]], goods: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``redeem``: some of those who have the points."""
    earned: dict[int, int] = {}
    for one in points:
        earned[one["household"]] = earned.get(one["household"], 0) + one["points"]
    able = sorted(home for home, total in earned.items() if total >= 10)
    return [
        {"household": home, "date": AS_OF.isoformat(), "goods": goods[0], "qty": 1, "points": 10, "signed": True}
        for home in random.sample(able, min(40, len(able)))
    ]


def disputes(random: Random, villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``dispute``."""
    rows = []
    for at in range(48):
        day = _day(random, random.choice(YEARS))
        result = random.choices(("01", "02", "03", "04"), (80, 6, 6, 8))[0]
        closed = (datetime.date.fromisoformat(day) + datetime.timedelta(random.randrange(1, 12))).isoformat()
        rows.append(
            {
                "no": f"TJ{at + 1:04d}", "date": day, "village": random.choice(villages),
                "kind": f"{1 + random.randrange(8):02d}", "mediator": random.choice(_HEADS),
                "level": random.choice(("02", "02", "03")), "result": result,
                "closed_on": closed if result != "04" and closed <= AS_OF.isoformat() else None,
            }
        )  # fmt: skip
    return rows


def stars(villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``branch_star``: last year's."""
    return [
        {
            "branch": f"{village[0]}党支部",
            "village": id,
            "year": AS_OF.year - 1,
            "score": (96 - 4 * at) * 10,
            "stars": best,
        }
        for at, (id, village, best) in enumerate(zip(villages, VILLAGES, (5, 4, 3, 3, 3, 3), strict=True))
    ]


def activities(random: Random, villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``activity``."""
    rows = []
    for _ in range(90):
        kind, title = random.choice(_ACTIVITIES)
        persons = 12 + random.randrange(60)
        rows.append(
            {
                "date": _day(random, random.choice(YEARS)), "village": random.choice(villages), "kind": kind,
                "title": title, "persons": persons, "person_times": persons,
            }
        )  # fmt: skip
    return rows


def reports(random: Random) -> list[dict[str, Any]]:
    """Values of ledger ``media``."""
    rows = []
    for at in range(60):
        outlet, level, form = random.choices(_OUTLETS, (2, 3, 6, 1))[0]
        rows.append(
            {
                "date": _day(random, random.choice(YEARS)), "title": f"青禾乡帮扶见闻之{at + 1}", "outlet": outlet,
                "level": level, "form": form,
            }
        )  # fmt: skip
    return rows


def bulletins() -> list[dict[str, Any]]:
    """Values of ledger ``bulletin``: two a month."""
    return [
        {"no": f"{year}-{2 * month - 2 + half:02d}", "date": f"{year}-{month:02d}-{14 * half:02d}",
         "title": f"{year}年第{2 * month - 2 + half}期帮扶工作简报", "kind": "01", "reported_to": "示例县农业农村局"}
        for year in YEARS for month in range(1, 13) for half in (1, 2)
        if datetime.date(year, month, 14 * half) <= AS_OF
    ]  # fmt: skip


HONORS = (
    ("2024-11-20", "乡村旅游示范镇", "03", "示例市文化旅游委", "青禾乡"),
    ("2025-03-15", "最美农村路", "02", "省交通厅", "石桥村"),
    ("2025-07-01", "先进基层党组织", "04", "示例县委", "青禾村党支部"),
    ("2025-12-10", "卫生村", "03", "示例市卫健委", "柳溪村"),
    ("2026-04-28", "五一劳动奖状", "04", "示例县总工会", "青禾农业专业合作社"),
)


def honors(villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``honor``: with the village where a village or its branch was awarded."""
    named = {village[0]: id for id, village in zip(villages, VILLAGES, strict=True)}
    parts = ("date", "name", "level", "issuer", "object")
    return [
        dict(zip(parts, one, strict=True)) | {"village": named.get(one[4].removesuffix("党支部"))} for one in HONORS
    ]


def stations(villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``station``: in the first three villages."""
    services = ("代办社保、医保手续", "农产品代购代销", "政策咨询、纠纷调解")
    return [
        {"village": id, "name": f"{VILLAGES[at][0]}红领工作站", "place": f"{VILLAGES[at][0]}便民服务中心",
         "opened": f"2024-0{3 + at}-15", "leader": _HEADS[at], "phone": mobile(9000 + at), "services": done}
        for at, (id, done) in enumerate(zip(villages, services, strict=False))
    ]  # fmt: skip


def duties(villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``party_duty``: three members of one branch, one function each."""
    name, _ = VILLAGES[0][:2]
    return [
        {"person": person, "village": villages[0], "branch": f"{name}党支部", "industry": f"{name}茶叶专业合作社",
         "duty": duty, "task": task, "since": "2024-03-01"}
        for person, duty, task in zip(_HEADS, ("01", "02", "03"), ("鲜叶收购", "车间管理", "售茶"), strict=False)
    ]  # fmt: skip


CONDUCT = (
    ("01", "带头学政策"), ("01", "带头走访农户"), ("01", "带头办实事"), ("01", "带头守纪律"), ("01", "带头抓产业"),
    ("02", "不准脱岗离岗"), ("02", "不准收受礼品"), ("02", "不准虚报数据"), ("02", "不准优亲厚友"), ("02", "不准拖延"),
    ("03", "坚持住村工作"), ("03", "坚持例会"), ("03", "坚持写纪实"), ("03", "坚持公示公开"), ("03", "坚持请销假"),
    ("03", "坚持群众路线"),
)  # fmt: skip
"""The sample's own words for the sixteen items of its list: (group, item)."""


def conduct(person: str) -> list[dict[str, Any]]:
    """Values of ledger ``conduct_check``: the list gone through once, one item not kept and mended."""
    rows: list[dict[str, Any]] = [
        {"date": "2026-06-10", "person": person, "group": group, "item": item, "kept": True, "checker": "覃知夏"}
        for group, item in CONDUCT
    ]
    rows[12] |= {"kept": False, "found": "有三天没有写纪实", "mended_on": "2026-06-15"}
    return rows


TALENTS = tuple(
    zip(
        ("苏嘉禾", "田远志", "冉丰年", "向明月", "谭立夏", "石春晓", "龙云帆"),
        ("01", "01", "01", "02", "03", "04", "06"),
        strict=True,
    )
)


def rolls(villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``honor_roll``: good deeds only."""
    deeds = ("义务修路", "照顾孤寡老人", "带头移风易俗", "拾金不昧", "带动邻里种茶", "热心公益")
    return [
        {"village": id, "period": "2026年第一季度", "side": "01", "subject": _HEADS[at], "reason": deed,
         "decided_by": f"{VILLAGES[at][0]}村民委员会", "published_from": "2026-04-05", "published_to": "2026-07-05"}
        for at, (id, deed) in enumerate(zip(villages, deeds, strict=True))
    ]  # fmt: skip


ORGS = (
    ("示例市某国有公司", "03", True), ("示例县税务局", "04", False), ("示例县农业农村局", "04", False),
    ("示例市文化旅游委", "03", False), ("示例大学", "02", False), ("青禾信用社（示例）", "05", False),
)  # fmt: skip


def grid_workers(random: Random, villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``grid_worker``: one for every group."""
    return [
        {"village": id, "group": group, "name": random.choice(_HEADS), "phone": mobile(8000 + 20 * at + number),
         "start": "2024-01-01"}
        for at, (id, village) in enumerate(zip(villages, VILLAGES, strict=True))
        for number, group in enumerate(village[1])
    ]  # fmt: skip


def pairings(orgs: list[int], places: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``pairing``: a unit for every village."""
    return [
        {"org": org, "village": place, "lead": not at, "start": "2021-06-01", "pledged": (at + 2) * 10_000_000}
        for at, (org, place) in enumerate(zip(orgs, places, strict=True))
    ]


def documents() -> list[dict[str, Any]]:
    """Values of ledger ``document``."""
    found = (
        ("2025-03-12", "青禾发〔2025〕8号", "青禾乡驻村帮扶工作实施方案", "01"),
        ("2025-03-20", "青禾发〔2025〕9号", "关于成立驻村帮扶工作领导小组的通知", "02"),
        ("2026-01-15", "青禾发〔2026〕2号", "青禾乡积分制管理办法", "03"),
        ("2026-04-08", "青禾委〔2026〕11号", "关于报送上季度帮扶工作情况的报告", "05"),
    )
    return [
        {"date": date, "doc_no": number, "title": title, "kind": kind, "issuer": "青禾乡人民政府"}
        for date, number, title, kind in found
    ]
