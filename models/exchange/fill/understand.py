"""Understands a form: which ledger it is about, what each label and each column asks for, what stays open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.exchange.fill import sources, words
from models.exchange.fill.areas import find_areas
from models.exchange.fill.blanks import DATE, MONTH, TEXT, YEAR, is_signature
from models.exchange.fill.counts import conditions
from models.exchange.fill.grid import LINES, Grid
from models.exchange.fill.layout import Area, Spot
from models.exchange.fill.places import find_spots
from models.exchange.fill.plan import SIGNED, UNCLEAR, UNKNOWN, Plan, SpotPlan
from models.exchange.fill.scope import path_to
from models.exchange.fill.sources import COUNT, FIELD, OFFICE, PHOTO, PLACE, Source
from models.exchange.fill.understand_tables import called, count_of_place, understand_area
from models.exchange.headers import REMARK, UNITS, money_unit, plain
from models.exchange.match import vocabulary
from models.exchange.table import Header
from models.ledger import Ledger, ledger, ledgers

_OFFICES = ("填报单位", "填表单位", "上报单位", "报送单位", "填报乡镇", "填报单位名称")
_DAYS = (
    "截止时间",
    "截止日期",
    "填报日期",
    "填报时间",
    "填表日期",
    "填表时间",
    "统计时间",
    "统计日期",
    "制表日期",
    "制表时间",
    "报出日期",
    "上报日期",
    "上报时间",
    "数据截止时间",
    "截至",
    "截至时间",
    "截至日期",
)
_MONTHS = (
    "统计月份",
    "所属月份",
    "月份",
    "报表期",
    "所属期",
    "所属时期",
    "统计期间",
    "报告期",
    "填报月份",
    "报表月份",
    "报送月份",
    "月报月份",
)
_PLACES = {
    "县": "county",
    "区": "county",
    "市": "county",
    "乡": "township",
    "镇": "township",
    "乡镇": "township",
    "村": "village",
    "组": "group",
    "屯": "group",
}
_ADDRESSES = ("所在地", "地址", "家庭住址", "住址", "户籍地", "户籍所在地", "家庭地址", "详细地址", "所属区划")
_PHONES = ("联系电话", "电话")
_PEOPLE = ("人数", "人口", "人口数", "人")
_YEAR = re.compile(r"((?:19|20)\d\d)年")


def make_plan(grids: list[Grid], file: str = "", wanted: str = "") -> Plan:
    """Understand a form. ``file`` its name without suffix; ``wanted`` the ledger to fill it from, "" to judge."""
    areas: list[Area] = []
    spots: list[Spot] = []
    for grid in grids:
        found = find_areas(grid)
        areas += found
        spots += find_spots(grid, found)
    title = _title(grids)
    names = [title, *dict.fromkeys(grid.name for grid in grids if grid.kind != LINES), file]
    plans = [_simple(spot) for spot in spots]
    asked = [one for one in plans if one.source is None and not one.why]
    anchor = _anchor(asked, names, wanted)
    contexts: dict[tuple[int, int], str] = {}
    for one in asked:
        if anchor is not None:
            _ask(anchor, one, contexts, title)
            continue
        spot = one.spot
        one.source = count_of_place(spot.label, spot.beside or (spot.blank.suffix if spot.blank is not None else ""))
        one.why = "" if one.source is not None else UNKNOWN
    made = [
        understand_area(area, [area.title, *names], "" if anchor is not None and len(areas) > 1 else wanted, anchor)
        for area in areas
    ]
    kept = [one for one in made if one is not None]
    return Plan(
        grids, kept, plans, anchor.name if anchor is not None else "", title, "公示" in title or "公告" in title
    )


def _title(grids: list[Grid]) -> str:
    """The title: the first line of the body of a document, the first text of a sheet that is no remark on top."""
    for grid in sorted(grids, key=lambda one: one.kind != LINES):
        texts = [cell.text.strip() for cell in grid.in_order() if cell.row <= 4 and len(cell.text.strip()) >= 4]
        for text in texts:
            if not text.startswith(("附件", "附表", "表号")) and "：" not in text[:12]:
                return text
    return ""


# --- single places ------------------------------------------------------------------------------------------------


def _simple(spot: Spot) -> SpotPlan:
    """Places that need no record: the office, the day, the month, the place; signatures are left to people."""
    blank = spot.blank
    label = plain(spot.label)
    bare = label.split("(")[0]
    if label in _PHONES and (blank is None or spot.heading or not _signers_before(spot)):
        return SpotPlan(spot)
    if is_signature(spot.label) and (blank is not None or spot.boxes or len(label) <= 12):
        return SpotPlan(spot, None, SIGNED)
    if blank is not None and is_signature(spot.row_labels[-1] if spot.row_labels else "") and blank.kind != TEXT:
        return SpotPlan(spot, None, SIGNED)
    if spot.photo:
        return SpotPlan(spot, Source(PHOTO, label=spot.label))
    if bare in _OFFICES:
        return SpotPlan(spot, Source(OFFICE, label="填报单位"))
    if bare in _DAYS and (blank is None or blank.kind in (DATE, TEXT)):
        # Below the tables the day is written by whoever signs.
        return SpotPlan(spot, Source(sources.DAY, label="截止日期")) if spot.heading else SpotPlan(spot, None, SIGNED)
    if bare in _MONTHS or (blank is not None and blank.kind == MONTH and not label):
        return SpotPlan(spot, Source(sources.MONTH, label="月份")) if spot.heading else SpotPlan(spot, None, SIGNED)
    if blank is not None and not label:
        if blank.kind == YEAR and spot.heading:
            return SpotPlan(spot, Source(sources.YEAR, label="年度"))
        if blank.kind == DATE:
            return SpotPlan(
                spot, Source(sources.DAY, label="日期") if spot.heading else None, "" if spot.heading else SIGNED
            )
        if blank.suffix in _PLACES:
            return SpotPlan(spot, Source(PLACE, path=_PLACES[blank.suffix], label=blank.suffix))
        return SpotPlan(spot, None, UNCLEAR)
    if blank is not None and blank.suffix in _PLACES and bare in _ADDRESSES:
        return SpotPlan(spot, Source(PLACE, path=_PLACES[blank.suffix], label=blank.suffix))
    if blank is not None and blank.kind == YEAR and bare.endswith(("年度", "年份")):
        return SpotPlan(spot, Source(sources.YEAR, label=spot.label))
    if bare == "日期" and blank is not None and not spot.heading:
        return SpotPlan(spot, None, SIGNED)
    return SpotPlan(spot) if label else SpotPlan(spot, None, UNCLEAR)


def _signers_before(spot: Spot) -> bool:
    """Whether the text before a place asks for a signature: the phone behind it is that person's."""
    from models.exchange.fill.blanks import label_before

    text = spot.cell.text[: spot.blank.start if spot.blank is not None else 0]
    return any(is_signature(label_before(text, at + 1)) for at, sign in enumerate(text) if sign in "：:")


def _header(label: str) -> Header:
    return Header(1, (label,), money_unit(label))


def _anchor(asked: Sequence[SpotPlan], names: Sequence[str], wanted: str) -> Ledger | None:
    """The ledger that answers most of the labels; its own fields count double, a title that names it breaks ties."""
    # 备注 alone says nothing about what the form is about.
    labels = list(dict.fromkeys(one.spot.label for one in asked if plain(one.spot.label) not in REMARK))
    if wanted and labels:
        return ledger(wanted)
    best: tuple[tuple[float, ...], Ledger] | None = None
    for of in ledgers():
        own = {text for text, offers in vocabulary(of).items() if any(not o[0] and o[1] >= 2 for o in offers)}
        points, known = 0.0, 0
        for label in labels:
            source = words.find(of, _header(label))
            if source is None:
                continue
            known += 1
            mine = source.kind == FIELD and source.node == sources.BASE and "." not in source.path
            points += 2 if mine or plain(label) in own else 1
        score = (points + called(of, names) * 0.5, known, -of.order)
        if known and known * 2 >= len(labels) and (best is None or score > best[0]):
            best = score, of
    if best is not None and best[1].name == "income_sheet":
        # A card with a part on income is about the household, whose year each part names.
        home = ledger("household")
        if all(words.find(home, _header(label)) for label in labels if words.find(best[1], _header(label))):
            return home
    return best[1] if best else None


def _ask(anchor: Ledger, one: SpotPlan, contexts: dict[tuple[int, int], str], title: str) -> None:
    spot = one.spot
    row = (spot.grid.index, spot.cell.row)
    unit = spot.tail or spot.beside or (spot.blank.suffix if spot.blank is not None else "")
    label = f"{spot.label}人数" if unit == "人" and not spot.label.endswith(_PEOPLE) else spot.label
    source = (
        count_of_home(anchor, label)
        or words.find(anchor, _header(spot.label), context=contexts.get(row, ""))
        or words.whether(anchor, _header(spot.label))
        or (count_of_place(spot.label, unit) if anchor.name == "village" else None)
    )
    if source is None and spot.blank is not None and spot.row_labels:
        # 具体问题 within 发现问题: the same thing, in words.
        outer = words.find(anchor, _header(spot.row_labels[-1]))
        core = plain(spot.label)[-2:]
        if outer is not None and outer.kind == FIELD and core in plain(spot.row_labels[-1]):
            source = outer
    counts = unit in UNITS and unit not in _PLACES
    if source is not None and counts and source.kind == FIELD and not sources.kind_of(anchor, source).numeric:
        source = None  # 劳动力 ____ 人 asks for a number, not for what somebody is able to do
    if source is not None and source.node == sources.INCOME and not source.code:
        year = _YEAR.search(spot.section) or _YEAR.search(title)
        source = replace(source, code=year[1] if year else "")
    one.source = source
    if link := words.subject(anchor, source):
        contexts[row] = link
    if source is None:
        one.why = UNKNOWN


def count_of_home(base: Ledger, label: str) -> Source | None:
    """其中劳动力, 残疾人数: how many members of the household are so."""
    text = plain(label)
    if base.name == "member" or path_to(base, "household") is None:
        return None
    if not text.startswith("其中") and not text.endswith(("人数", "口数", "(人)")):
        return None
    own = words.find(base, _header(label), nodes=False)
    if own is not None and "." not in own.path:
        return None
    words_of = conditions(ledger("member"), text.replace("(人)", "").removesuffix("人数").removesuffix("人口数"))
    return Source(COUNT, path="member", label=label, code="人") if words_of is not None and words_of[0] else None
