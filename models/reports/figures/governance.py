"""Figures of self-government and publicity (domain.md §13, §18; T13, T17, T18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from models import query
from models.query import Filter, Selection
from models.reports.figures.base import (
    Measure,
    Part,
    Scope,
    breakdown,
    figure,
    percent,
    quotient,
    rounded,
    total,
    whole,
)

HIGH = Filter("level", "in", ["01", "02"])
YARD, POINTS, DISPUTE = "domain.md §13.1", "domain.md §13.1、§18", "domain.md §13.3、§18"


def yearly(ledger: str, path: str = "", *filters: Filter, village: str = "village") -> Measure:
    """A measure over dated records of a village."""
    return Measure(ledger, path, filters, village, "date", village)


def plain(ledger: str, path: str = "", *filters: Filter, village: str = "") -> Measure:
    """A measure without years."""
    return Measure(ledger, path, filters, village, "", village)


SERVING = Filter("end", "blank")

total("yard_count", "院落数", "个", plain("yard", village="village"), "登记的院落数", YARD)
total(
    "yard_households",
    "入院农户",
    "户",
    plain("yard_household", village="yard.village"),
    "登记在院落里的农户数，一户只算一次",
    YARD,
)


@figure("villages_without_yard", "没有院落的村", "个", "没有登记院落的行政村；一个院落也没有登记时不列", YARD, False)
def villages_without_yard(scope: Scope) -> Iterator[Part]:
    """Villages that no yard is entered for (T17: each has one at least)."""
    villages = Selection("village")
    if scope.village is not None:
        villages = villages.where("name", "=", scope.villages[scope.village])
    own = {one.key[0] for one in query.groups(Selection("yard"), ("village",))}
    if own:
        without = [name for id, name in scope.villages.items() if id not in own and scope.village in (None, id)]
        yield Part(len(without), villages.where("name", "in", without), len(without), village=scope.village)


total(
    "grid_worker_count",
    "网格员",
    "人",
    plain("grid_worker", "", SERVING, village="village"),
    "登记的网格员数，填了结束日期的不算",
    "seeds-map.md E23",
)


@figure("grid_without_worker", "没有网格员的组", "个", "村里列出的组、屯中没有在任网格员的", "seeds-map.md E23", False)
def grid_without_worker(scope: Scope) -> Iterator[Part]:
    """Groups a village lists that no grid worker is entered for; behind it are the villages with groups."""
    entered: dict[str, set[str]] = {}
    for _, (village, group) in query.each(Selection("grid_worker", filters=(SERVING,)), ("village.name", "group")):
        entered.setdefault(village, set()).add(group)
    missing = records = 0
    behind = Selection("village").where("groups", "filled")
    if scope.village is not None:
        behind = behind.where("name", "=", scope.villages[scope.village])
    for _, (name, groups) in query.each(behind, ("name", "groups")):
        own = {one.strip() for one in re.split("[、\n]", groups) if one.strip()}
        records += 1
        missing += len(own - entered.get(name, set()))
    if records:
        yield Part(missing, behind, records, village=scope.village)


HOME = "household.village"
total("point_sum", "积分", "分", yearly("point_entry", "points", village=HOME), "登记的积分之和，扣分为负", POINTS)
total("point_redeemed", "已兑换积分", "分", yearly("redeem", "points", village=HOME), "兑换掉的积分之和", POINTS)
quotient(
    "point_redeem_rate",
    "积分兑换率",
    "%",
    yearly("redeem", "points", village=HOME),
    yearly("point_entry", "points", village=HOME),
    "已兑换积分 ÷ 积分 × 100",
    POINTS,
)


@figure("point_participation", "积分参与率", "%", "有积分登记的农户 ÷ 农户数 × 100", POINTS)
def point_participation(scope: Scope) -> Iterator[Part]:
    """Distinct households with an entry over all households."""
    entries = yearly("point_entry", village=HOME).selection(scope)
    # The households are those of today, whatever the year.
    homes = whole(plain("household", village="village"), replace(scope, year=None))
    taking_part = len(query.groups(entries, ("household",)))
    if homes.records and taking_part:
        value = percent(taking_part, homes.records)
        yield Part(value, entries, query.count(entries), village=scope.village, year=scope.year)


total("dispute_count", "矛盾纠纷受理", "件", yearly("dispute"), "受理的纠纷件数", DISPUTE)
breakdown("dispute_by_kind", "矛盾纠纷", "件", yearly("dispute"), "kind", "按纠纷类型数受理件数", DISPUTE)
quotient(
    "dispute_success",
    "调解成功率",
    "%",
    yearly("dispute", "", Filter("result", "in", ["01"])),
    yearly("dispute"),
    "调处结果为成功的 ÷ 受理 × 100",
    DISPUTE,
)

OPEN = Filter("closed", "blank")
total(
    "station_count",
    "红领工作站",
    "个",
    plain("station", "", OPEN, village="village"),
    "登记的红领工作站数，填了撤销日期的不算",
    "seeds-map.md D8",
)

ON_DUTY = Filter("until", "blank")
breakdown(
    "party_duty_by_kind",
    "党员分工",
    "人次",
    plain("party_duty", "", ON_DUTY, village="village"),
    "duty",
    "按分工数党员，填了结束日期的不算；一人几岗算几次",
    "seeds-map.md A6",
)
breakdown(
    "conduct_by_group",
    "纪律清单检查",
    "项",
    yearly("conduct_check", village=""),
    "group",
    "按清单数检查过的条款，各人各次都算",
    "seeds-map.md B29",
)
total(
    "conduct_broken",
    "纪律清单没有做到",
    "项",
    yearly("conduct_check", "", Filter("kept", "in", [False]), village=""),
    "检查时没有做到的条款",
    "seeds-map.md B29",
)

ON_ROLL = (Filter("published_from", "filled"), Filter("removed_on", "blank"))
breakdown(
    "roll_now",
    "红黑榜在榜",
    "个",
    plain("honor_roll", "", *ON_ROLL, village="village"),
    "side",
    "已公布、还没有撤下的，按红榜、黑榜数",
    "domain.md §13.2",
)

STARS = Measure("branch_star", "", (), "village", "year", "village", "year")
total("branch_count", "参评支部", "个", STARS, "当年有星级评定的支部数", "domain.md §13.4")


@figure("branch_stars", "支部星级平均", "星", "星级之和 ÷ 支部数", "domain.md §13.4")
def branch_stars(scope: Scope) -> Iterator[Part]:
    """The mean of the stars."""
    rated = STARS.selection(scope).where("stars", "filled")
    count = query.count(rated)
    if count:
        value = rounded(Fraction(query.totals(rated, ("stars",))["stars"], count))
        yield Part(value, rated, count, village=scope.village, year=scope.year)


@figure("branch_by_stars", "支部数", "个", "按星级数支部", "domain.md §13.4")
def branch_by_stars(scope: Scope) -> Iterator[Part]:
    """Branches per number of stars, the most stars first."""
    chosen = STARS.selection(scope)
    found = {one.key[0]: one.count for one in query.groups(chosen, ("stars",)) if one.key[0] is not None}
    for stars in sorted(found, reverse=True):
        part = chosen.where("stars", "=", stars)
        yield Part(found[stars], part, found[stars], str(stars), f"{stars}星", scope.village, scope.year)


total("activity_count", "活动场次", "场", yearly("activity"), "登记的活动数", "domain.md §13.8")
breakdown("activity_by_kind", "活动场次", "场", yearly("activity"), "kind", "按活动类型数场次", "domain.md §13.8")
DATED = Measure("honor", "", (), "village", "date", "village", "")
total("honor_count", "荣誉", "项", DATED, "登记的荣誉数", "seeds-map.md B33")
breakdown("honor_by_level", "荣誉", "项", DATED, "level", "按级别数荣誉", "seeds-map.md B33")
breakdown(
    "talent_by_kind", "人才", "人", plain("talent", village="village"), "kind", "按人才类别数人", "seeds-map.md D10"
)
PAPERS = Measure("document", "", (), "", "date", "", "")
breakdown("document_by_kind", "文件资料", "份", PAPERS, "kind", "按文件类别数", "seeds-map.md D3")
PUBLIC = "domain.md §13.7"
BULLETINS = Measure("bulletin", "", (), "", "date", "", "")
total("bulletin_count", "简报", "期", BULLETINS, "登记的简报数", PUBLIC)
total("media_count", "媒体报道", "篇", yearly("media"), "登记的报道数", PUBLIC)
breakdown("media_by_level", "媒体报道", "篇", yearly("media"), "level", "按媒体级别数报道", PUBLIC)
total("media_high", "省部级及以上报道", "篇", yearly("media", "", HIGH), "中央和省部级媒体的报道数", PUBLIC)
quotient(
    "media_high_share",
    "省部级及以上报道占比",
    "%",
    yearly("media", "", HIGH),
    yearly("media"),
    "中央和省部级媒体的报道 ÷ 全部报道 × 100",
    PUBLIC,
)
