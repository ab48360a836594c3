"""Helpers, pairs, rounds, visits and tasks of the sample township; gaps are planted on purpose and named here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

from models.sample_data import AS_OF, FEN, mobile
from models.sample_data.team import LEADERS

Home = tuple[int, dict[str, Any], list[dict[str, Any]]]
Add = Callable[[str, Iterable[dict[str, Any]]], list[int]]

# 单位、隶属、人数
_UNITS = (
    ("示例县农业农村局", "04", 6), ("示例县税务局", "04", 4), ("示例市文化旅游委", "03", 3), ("示例大学", "02", 2),
    ("青禾乡人民政府", "05", 8), ("示例市某国有公司", "03", 3),
)  # fmt: skip
_POSTS = ("科员", "副科长", "科长", "干部", "工程师", "讲师")
_SURNAMES, _GIVEN = "苏田冉向谭石龙覃牟秦", ("景行", "知夏", "望舒", "思远", "沐阳", "清和", "若谷", "怀瑾", "云舟")

# 轮次、开始、结束、应访类别、村的序号（空为全乡）、没有走到的户数占比（按村的序号）
ROUNDS: tuple[tuple[str, str, str, str | None, tuple[int, ...], dict[int, float]], ...] = (
    ("2026年第一次遍访", "2026-01-05", "2026-03-31", "01,02,03", (), {}),
    ("2026年第二次遍访", "2026-04-01", "2026-06-30", "01,02,03", (), {3: 0.25, 5: 0.12}),
    ("2026年汛前住房排查", "2026-04-20", "2026-05-20", None, (0, 1, 2, 3, 4, 5), {2: 0.5}),
)
"""The second round has not reached a quarter of 云岭村, the check before the floods not half of 柳溪村's list."""

FORGOTTEN = 9
"""Every ninth poor household has had no visit since 2026-02-01: the clerk is to be reminded of them."""

_FINDINGS = (
    "家中情况稳定，务工收入正常", "查看住房及饮水，均安全", "宣传防返贫监测政策，发放明白纸", "学生在校就读",
    "已享受资助，无其他困难", "已督促缴纳城乡居民医保", "了解春耕备耕情况，无困难", "老人身体尚可，按时服药",
)  # fmt: skip
_PROBLEMS = (
    ("饮水管道冬季冻裂", "已更换管道，恢复供水"), ("老人高血压未签约家庭医生", "已签约家庭医生"),
    ("屋顶局部漏雨", "已检修屋顶"), ("外出务工人员未就业", "已推荐到县内企业上岗"),
    ("产业缺技术指导", "农技员已上门指导"),
    ("医保未缴费", "已补缴"),
)  # fmt: skip
_GOODS = (("大米、食用油", 160), ("棉被一床", 220), ("牛奶、面条", 120))


def helpers(random: Random) -> list[dict[str, Any]]:
    """Values of ledger ``helper``."""
    rows: list[dict[str, Any]] = []
    names = [a + b for b in _GIVEN for a in _SURNAMES]
    random.shuffle(names)
    for unit, level, count in _UNITS:
        for _ in range(count):
            rows.append(
                {
                    "name": names.pop(), "sex": random.choice("12"), "org": unit, "org_level": level,
                    "post": random.choice(_POSTS), "phone": mobile(9500 + len(rows)),
                    "is_team_member": random.random() < 0.3,
                }
            )  # fmt: skip
    return rows


def is_poor(home: dict[str, Any]) -> bool:
    """脱贫户, with or without policies."""
    return home["hh_type"] in ("01", "03")


def is_weak(family: Sequence[dict[str, Any]]) -> bool:
    """A household of the 重点户: someone on 低保, 特困, disabled or gravely ill."""
    return any(
        one.get("dibao") == "01" or one.get("tekun") == "01" or {"03", "04"} & set((one.get("health") or "").split(","))
        for one in family
        if one.get("state") != "03"
    )


def pairs(random: Random, homes: Sequence[Home], people: Sequence[int]) -> list[dict[str, Any]]:
    """Values of ledger ``help_pair``: each poor household has a helper, some a former one before, without a gap."""
    rows = []
    for at, (id, _, _) in enumerate(homes):
        helper = people[at % len(people)]
        start = "2021-06-01"
        if random.random() < 0.3:
            change = datetime.date(2024, 1, 1) + datetime.timedelta(random.randrange(700))
            former = people[(at + 7) % len(people)]
            rows.append({
                "household": id, "helper": former, "start": start, "end": change.isoformat(), "remark": "工作调动",
            })  # fmt: skip
            start = (change + datetime.timedelta(1)).isoformat()
        rows.append({"household": id, "helper": helper, "start": start})
    return rows


def _visit(random: Random, home: Home, day: datetime.date, kind: str, who: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "household": home[0], "date": day.isoformat(), "kind": kind, "visitors": who,
        "findings": random.choice(_FINDINGS), "policy_told": random.random() < 0.8, "photo": random.random() < 0.7,
        "signed": random.random() < 0.9,
    }  # fmt: skip
    if random.random() < 0.06:
        row["problems"], _ = random.choice(_PROBLEMS)
        row["solved"] = random.random() < 0.7
    if kind == "04":
        row["goods"], value = random.choice(_GOODS)
        row["goods_value"] = value * FEN
    return row


def _days(random: Random, start: str, end: str) -> datetime.date:
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    return first + datetime.timedelta(random.randrange((last - first).days + 1))


def of_rounds(
    random: Random, homes: Sequence[Home], places: Sequence[int], rounds: Sequence[int], names: dict[int, str],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:  # fmt: skip
    """Visits of the rounds, and the listed households of the round that has a list."""
    visits: list[dict[str, Any]] = []
    listed: list[dict[str, Any]] = []
    for number, (_, start, end, classes, _, missed) in zip(rounds, ROUNDS, strict=True):
        for at, village in enumerate(places):
            own = [one for one in homes if one[1]["village"] == village]
            scope = [one for one in own if is_poor(one[1]) or is_weak(one[2])]
            if classes is None:
                scope = scope[:8]
                listed += [{"visit_round": number, "household": home[0]} for home in scope]
            for home in scope[: round(len(scope) * (1 - missed.get(at, 0)))]:
                for _ in range(2 if random.random() < 0.04 else 1):
                    kind = "01" if classes else "03"
                    row = _visit(random, home, _days(random, start, end), kind, names[home[0]]) | {"round": number}
                    if classes and number == rounds[0]:
                        row["declaration_on"] = row["date"]
                    visits.append(row)
    return visits, listed


def ordinary(random: Random, homes: Sequence[Home], names: dict[int, str]) -> list[dict[str, Any]]:
    """Visits beside the rounds over the last year; the forgotten households have none of late."""
    rows = []
    for at, home in enumerate(homes):
        often = is_poor(home[1]) or is_weak(home[2])
        for _ in range(random.randint(2, 4) if often else random.randint(0, 2)):
            rows.append(_visit(random, home, _days(random, "2025-07-01", AS_OF.isoformat()), "02", names[home[0]]))
        if is_weak(home[2]) and at % 4 == 0:
            rows.append(_visit(random, home, _days(random, "2026-01-20", "2026-02-12"), "04", names[home[0]]))
    return rows


def tasks(visits: Sequence[tuple[int, dict[str, Any]]], villages: dict[int, int]) -> list[dict[str, Any]]:
    """Values of ledger ``task``: what visits found; the solved ones are closed, two of the rest are overdue."""
    rows = []
    remedy = dict(_PROBLEMS)
    found = [(id, one) for id, one in visits if one.get("problems")]
    late = [id for id, one in found if not one["solved"]][:2]
    for id, one in found:
        day = datetime.date.fromisoformat(one["date"])
        row = {
            "village": villages[one["household"]], "household": one["household"], "visit": id,
            "content": one["problems"], "found_on": one["date"], "owner": one["visitors"].partition("、")[0],
            "deadline": (day + datetime.timedelta(30)).isoformat(), "state": "02",
        }  # fmt: skip
        if one["solved"]:
            closed = min(day + datetime.timedelta(12), AS_OF).isoformat()
            row |= {"state": "03", "result": remedy[one["problems"]], "closed_on": closed}
        elif id not in late:
            row["deadline"] = (AS_OF + datetime.timedelta(20)).isoformat()
        rows.append(row)
    return rows


def _with_leaders(rows: Sequence[dict[str, Any]], places: Sequence[int], villages: dict[int, int]) -> None:
    """The leader in charge of the village goes along on 慰问, and now and then otherwise."""
    in_charge = dict(zip(places, LEADERS, strict=True))
    for at, row in enumerate(rows):
        if row["kind"] == "04" or at % 23 == 0:
            row["visitors"] = f"{row['visitors']}、{in_charge[villages[row['household']]]}"


def fill(random: Random, add: Add, places: Sequence[int], homes: Sequence[Home]) -> None:
    """Write all of it through ``add(ledger, rows)``."""
    team = helpers(random)
    people = add("helper", team)
    looked_after = [one for one in homes if is_poor(one[1]) or is_weak(one[2])]
    paired = pairs(random, looked_after, people)
    add("help_pair", paired)
    called = {id: one["name"] for id, one in zip(people, team, strict=True)}
    names = {home[0]: called[people[home[0] % len(people)]] for home in homes}
    names |= {row["household"]: called[row["helper"]] for row in paired if not row.get("end")}
    fields = ("name", "start", "end", "classes")
    rounds = add("visit_round", [dict(zip(fields, one[:4], strict=True)) for one in ROUNDS])
    add(
        "round_place",
        [
            {"visit_round": id, "village": places[at]}
            for id, one in zip(rounds, ROUNDS, strict=True)
            for at in one[4]
        ],
    )  # fmt: skip
    rows, listed = of_rounds(random, homes, places, rounds, names)
    add("round_household", listed)
    rows += ordinary(random, homes, names)
    forgotten = {one[0] for one in looked_after[::FORGOTTEN] if one[1]["hh_type"] == "01"}
    rows = [row for row in rows if row["household"] not in forgotten or row["date"] < "2026-02-01"]
    # One visit a day to one household.
    rows = list({(row["date"], row["household"]): row for row in reversed(rows)}.values())
    rows.sort(key=lambda row: (row["date"], row["household"]))
    _with_leaders(rows, places, {id: home["village"] for id, home, _ in homes})
    ids = add("visit", rows)
    villages = {id: home["village"] for id, home, _ in homes}
    add("task", tasks(list(zip(ids, rows, strict=True)), villages))
