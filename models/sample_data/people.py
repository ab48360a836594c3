"""Households and their people: plausible ages and relations, invented names, numbers that can be nobody's."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from random import Random
from typing import Any

from models.sample_data import AREA, AS_OF, FEN, bank_card, id_number, mobile
from models.sample_data.villages import VILLAGES

_SURNAMES = "冉向田谭石覃彭杨李王张刘陈罗黄周吴杜龙秦任苏程付蒋吕余邓贺"
_MALE = (
    "明强 建国 志刚 德富 永福 天顺 光荣 国栋 启文 世华 大勇 云飞 立群 承志 家旺 "
    "学军 祖德 正平 远帆 俊杰 浩然 子轩 宇航 一鸣 喆 堃 文博 小龙 锦程 昊天"
)
_FEMALE = (
    "秀英 桂兰 玉珍 翠花 春梅 芳 丽华 红霞 小燕 素琴 凤仙 彩云 晓兰 雪梅 婷婷 "
    "思怡 雨桐 梓涵 欣怡 玥 佳慧 月娥 应菊 明珍 淑芬 菊香 诗涵 若溪 语嫣 静"
)
_UYGHUR = (("阿依古丽·买买提", "2"), ("艾力·吐尔逊", "1"))
_NATIONS = ("01", "01", "01", "01", "01", "15", "15", "15", "06")
_PLACES = ("示例县城", "重庆市渝北区", "浙江省宁波市鄞州区", "广东省东莞市", "福建省泉州市晋江市", "四川省成都市郫都区")
_CAUSES = ("01", "02", "03", "07", "08", "09", "01,08", "03,09")


class People:
    """Makes persons; keeps the counters that make every number unique."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.serials: dict[datetime.date, int] = {}
        self.count = 0

    def born(self, low: int, high: int) -> datetime.date:
        """A birth date of somebody ``low`` to ``high`` years old."""
        age = self.random.randint(low, high)
        day = AS_OF - datetime.timedelta(days=self.random.randint(1, 360))
        return day.replace(year=day.year - age, day=min(day.day, 28))

    def person(self, relation: str, sex: str, age: tuple[int, int], surname: str, nation: str) -> dict[str, Any]:
        """Values of ledger ``member`` without household and village."""
        random = self.random
        birth = self.born(*age)
        step = self.serials[birth] = self.serials.get(birth, 0) + 1
        self.count += 1
        given = random.choice((_MALE if sex == "1" else _FEMALE).split())
        values: dict[str, Any] = {
            "relation": relation, "sex": sex, "name": surname + given, "id_type": "01", "state": "01", "nation": nation,
            "id_no": id_number(birth, 2 * step + (sex == "1")), "birth": birth.isoformat(),
            "person_no": f"{AREA}8{self.count:07d}",
        }  # fmt: skip
        years = AS_OF.year - birth.year - ((AS_OF.month, AS_OF.day) < (birth.month, birth.day))
        self._study(values, years)
        self._health(values, years)
        self._insurance(values, years)
        self._work(values, years)
        if years >= 14:
            values["politics"] = "01" if random.random() < 0.06 and years >= 18 else "13"
            values["phone"] = mobile(self.count)
            values["bank_account"] = bank_card(self.count) if years >= 16 else None
        return values

    def _study(self, values: dict[str, Any], age: int) -> None:
        random = self.random
        school = {12: "04", 13: "05", 14: "06", 15: "07", 16: "08", 17: "09"}
        values["mandarin"] = age >= 3 and (age < 70 or random.random() < 0.5)
        if age < 3:
            values["school_state"] = "01"
        elif age < 18:
            values["school_state"] = "02" if age < 6 else "03" if age < 12 else school[age]
            stage = "幼儿园" if age < 6 else "小学" if age < 12 else "初级中学" if age < 15 else "高级中学"
            values["school_name"] = f"青禾{stage}"
            if age >= 15 and int(values["birth"][-2:]) % 3 == 0:
                values |= {"school_state": {15: "10", 16: "11", 17: "12"}[age], "school_name": "示例县职业教育中心"}
        elif age < 22 and random.random() < 0.45:
            values["school_state"] = {18: "20", 19: "21", 20: "22", 21: "23"}[age]
            values["school_name"] = "示例大学"
        elif age < 35:
            values["education"] = random.choice(("03", "03", "04", "05", "06"))
        else:
            values["education"] = random.choice(
                ("02", "02", "03", "03", "04") if age < 60 else ("01", "02", "02", "03")
            )

    def _health(self, values: dict[str, Any], age: int) -> None:
        draw = self.random.random()
        sick = 0.03 if age < 40 else 0.1 if age < 60 else 0.3
        values["health"] = "02" if draw < sick else "03" if draw < sick * 1.15 else "04" if draw < sick * 1.5 else "01"
        if values["health"] == "04":
            values |= {"disability_type": self.random.choice("134"), "disability_level": self.random.choice("234")}
            values |= {
                "id_type": "09",
                "id_no": f"{values['id_no']}{values['disability_type']}{values['disability_level']}",
            }
        if values.get("school_state") or age < 16:
            values["labour"] = "05"
        elif age >= 70 or values["health"] == "04":
            lost = "05" if age >= 60 else "04"
            values["labour"] = lost if self.random.random() < 0.6 else "03"
        elif age >= 60 or values["health"] in ("02", "03"):
            values["labour"] = "03"
        else:
            values["labour"] = "02" if self.random.random() < 0.25 else "01"

    def _insurance(self, values: dict[str, Any], age: int) -> None:
        random = self.random
        worker = 22 <= age < 60 and random.random() < 0.06
        values["med_worker"], values["med_resident"] = worker, not worker and random.random() < 0.985
        if not worker and not values["med_resident"]:
            values["med_reason"] = "在外地参保，正在核对"
        values["med_serious"] = True
        grown = age >= 16 and not values.get("school_state")
        values["pension_worker"], values["pension_resident"] = grown and worker, grown and not worker
        values["dibao"], values["tekun"] = "03", "03"

    def _work(self, values: dict[str, Any], age: int) -> None:
        random = self.random
        if values["labour"] not in ("01", "02") or age > 58 or random.random() > 0.55:
            if values["labour"] == "03" and age < 68 and random.random() < 0.12:
                values |= {"post_type": random.choice(("01", "02", "03")), "post_months": 12}
            # Whoever stays at home is no skilled worker, and a graduate says why.
            if values["labour"] == "02":
                values["labour"] = "01"
            if values.get("education") in ("05", "06"):
                values["grad_unemployed_reason"] = "01"
            return
        values |= {
            "work_place": random.choice(_PLACES), "work_months": random.randint(3, 12),
            "channel": random.choice(("02", "03", "03", "05", "13")),
            "monthly_wage": random.randint(26, 62) * 100 * FEN,
        }  # fmt: skip

    def family(self) -> list[dict[str, Any]]:
        """Members of one household, the head first."""
        random = self.random
        surname, other = random.sample(_SURNAMES, 2)
        nation = random.choice(_NATIONS)
        sex = "1" if random.random() < 0.86 else "2"
        spouse = "2" if sex == "1" else "1"
        draw = random.random()

        def add(relation: str, who: str, low: int, high: int, name: str = surname) -> dict[str, Any]:
            return self.person(relation, who, (low, high), name, nation)

        def children(count: int, parents: list[dict[str, Any]]) -> list[dict[str, Any]]:
            name = surname if sex == "1" else other
            ages = [AS_OF.year - int(one["birth"][:4]) for one in parents]
            low, high = max(1, max(ages) - 38), min(15, min(ages) - 21)
            made = []
            for _ in range(count):
                boy = random.random() < 0.5
                made.append(add("03" if boy else "04", "1" if boy else "2", low, high, name))
            return made

        if draw < 0.09:
            return [add("01", sex, 60, 86)]
        if draw < 0.19:
            return [add("01", sex, 60, 70), add("02", spouse, 58, 70, other)]
        if draw < 0.27:
            home = [add("01", "1", 56, 63), add("02", "2", 55, 62, other), add("03", "1", 29, 35)]
            home.append(self.person("05", "2", (27, 34), random.choice(_SURNAMES), nation))
            for _ in range(random.randint(1, 2)):
                boy = random.random() < 0.5
                home.append(add("07" if boy else "08", "1" if boy else "2", 0, 7))
            return home
        home = [add("01", sex, 37, 50), add("02", spouse, 37, 48, other)]
        home += children(1 if draw < 0.47 else 2, home)
        if draw > 0.72:
            home.append(add("12", "2", 72, 82, random.choice(_SURNAMES)))
        if draw > 0.88:
            home.append(add("11", "1", 72, 84))
        return home


def household(random: Random, at: int, village: int, place: Sequence[Any], head: dict[str, Any]) -> dict[str, Any]:
    """Values of ledger ``household``."""
    draw = random.random()
    kind = "01" if draw < 0.36 else "03" if draw < 0.41 else "02"
    unsafe = random.random() < 0.03
    forest = random.randint(0, 40) * 25
    values: dict[str, Any] = {
        "hh_no": f"{AREA}1{at:09d}", "local_no": f"{at:04d}", "village": village, "group": random.choice(place[1]),
        "head": head["name"], "head_id_no": head["id_no"], "hh_type": kind,
        "phone": head.get("phone") or mobile(7000 + at),
        "address": f"{place[0]}{random.randint(1, 99)}号", "bank_name": "青禾信用社（示例）",
        "bank_account": head.get("bank_account"), "house_area": random.randint(60, 180) * 100,
        "unsafe_house": unsafe, "unsafe_grade": "C" if unsafe else None, "safe_water": random.random() < 0.985,
        "life_power": True, "prod_power": random.random() < 0.9, "tv": random.random() < 0.97,
        "toilet": (toilet := random.random() < 0.9),
        "toilet_usable": toilet and random.random() < 0.97, "fuel": "04" if random.random() < 0.7 else "01",
        "road_type": random.choice(("02", "03", "03", "03", "04")), "road_km": random.randint(0, 18) * 10,
        "arable_mu": random.randint(4, 48) * 25, "forest_mu": forest,
        "conversion_mu": random.randint(0, forest // 25) * 20,
        "orchard_mu": random.randint(0, 12) * 25, "grass_mu": 0, "water_mu": 0,
        "coop": random.random() < 0.4, "leading_firm": random.random() < 0.25,
        "rich_leader": random.random() < 0.2, "resettled": False, "martyr_family": random.random() < 0.01,
    }  # fmt: skip
    values["road_hardened"] = values["road_type"] in ("03", "04")
    if kind != "02":
        values |= {
            "leave_year": random.randint(2015, 2020), "poverty_causes": random.choice(_CAUSES),
            "resettled": random.random() < 0.12, "industry_help_type": random.choice(("01", "02", "01,02", "03")),
            "linkage": random.choice(("01", "03", "05", "01,05")),
            "classification_2026": "01" if random.random() < 0.3 else "02",
        }  # fmt: skip
        values |= {"classified_on": "2026-03-20", "classification_basis": "村民代表会议评议（示例）"}
    return values


def _helpless(home: dict[str, Any], family: list[dict[str, Any]]) -> bool:
    """A household that left poverty and has nobody able to work."""
    return home["hh_type"] != "02" and all(one["labour"] in ("04", "05") for one in family)


def population(random: Random, villages: list[int]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """All households with their members; some have lost a daughter by marriage, some live on 低保 or 特困供养."""
    people = People(random)
    homes: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    for id, place in zip(villages, VILLAGES, strict=True):
        for _ in range(place[2]):
            family = people.family()
            home = household(random, len(homes) + 1, id, place, family[0])
            for at, one in enumerate(family, 1):
                one |= {"village": id, "seq": at, "resettled": home["resettled"]}
            if len(family) == 1 and random.random() < 0.4:
                family[0]["tekun"] = "01"
            elif (home["hh_type"] == "01" and random.random() < 0.22) or _helpless(home, family):
                for one in family:
                    one["dibao"] = "01"
            homes.append((home, family))
    grown = [one for one in homes if len(one[1]) > 2 and max(p["birth"] for p in one[1][:2]) < "1982"]
    for home, family in random.sample(grown, 12):
        gone = people.person("04", "2", (19, 22), family[0]["name"][0], family[0]["nation"])
        gone |= {
            "village": home["village"],
            "seq": len(family) + 1,
            "state": "03",
            "state_reason": "22",
            "state_on": "2025-10-12",
        }
        family.append(gone)
    for (_, family), (name, sex) in zip((one for one in homes if len(one[1]) == 1), _UYGHUR, strict=False):
        if family[0]["sex"] == sex:
            family[0] |= {"name": name, "nation": "05"}
    for home, family in homes:
        home["head"] = family[0]["name"]
    return homes
