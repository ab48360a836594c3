"""What every place of a form gets: each column and label with its source, or why it stays open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.exchange.fill import words
from models.exchange.fill.blanks import DATE, MONTH, TEXT, YEAR, is_signature
from models.exchange.fill.counts import conditions, parse
from models.exchange.fill.grid import LINES, Grid
from models.exchange.fill.layout import Area, Spot, read_layout
from models.exchange.fill.scope import path_to
from models.exchange.fill.words import COUNT, FIELD, OFFICE, PHOTO, PLACE, SERIAL_NUMBER, Source
from models.exchange.headers import REMARK, plain
from models.exchange.match import vocabulary
from models.exchange.table import Header
from models.kinds import Choice
from models.ledger import Ledger, ledger, ledgers

RECORDS, VILLAGES, CODES, PRINTED = "records", "villages", "codes", "printed"
SIGNED, UNKNOWN = "要签字、盖章或手写，留空", "台账里没有对应的内容，没有填"
UNCLEAR = "看不出要填什么，没有填"
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
_MONTHS = ("统计月份", "所属月份", "月份", "报表期", "所属期", "所属时期", "统计期间", "报告期", "填报月份")
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
_ENOUGH = 0.5


@dataclass
class AreaPlan:
    """A table: rows are ``records`` of ``ledger``, villages, codes of ``by`` or what is printed; column → source."""

    area: Area
    ledger: str = ""
    rows: str = RECORDS
    by: str = ""
    columns: dict[int, Source | None] = field(default_factory=dict)
    why: str = ""

    @property
    def base(self) -> Ledger:
        """The ledger whose records are the rows."""
        return ledger("village") if self.rows == VILLAGES else ledger(self.ledger)


@dataclass
class SpotPlan:
    """A single place: its source, or ``why`` it stays open."""

    spot: Spot
    source: Source | None = None
    why: str = ""


@dataclass
class Plan:
    """A form as it is understood: ``anchor`` the ledger of the one record it is about, "" where it is about none."""

    grids: list[Grid]
    areas: list[AreaPlan]
    spots: list[SpotPlan]
    anchor: str = ""
    title: str = ""
    public: bool = False

    def set_column(self, area: int, column: int, source: Source | None) -> None:
        """Correct what a column gets."""
        self.areas[area].columns[column] = source
        if source is None:
            self.areas[area].why = ""

    def set_spot(self, spot: int, source: Source | None) -> None:
        """Correct what a single place gets."""
        self.spots[spot] = replace(self.spots[spot], source=source, why="" if source else UNKNOWN)


def make_plan(grids: list[Grid], file: str = "", wanted: str = "") -> Plan:
    """Understand a form. ``file`` its name without suffix; ``wanted`` the ledger to fill it from, "" to judge."""
    layouts = [read_layout(grid) for grid in grids]
    spots = [spot for one in layouts for spot in one.spots]
    areas = [area for one in layouts for area in one.areas]
    title = _title(grids)
    names = [title, *dict.fromkeys(grid.name for grid in grids if grid.kind != LINES), file]
    plans = [_simple(spot) for spot in spots]
    asked = [one for one in plans if one.source is None and not one.why]
    anchor = _anchor(asked, names, wanted)
    if anchor is not None:
        contexts: dict[tuple[int, int], str] = {}
        for one in asked:
            _ask(anchor, one, contexts)
    else:
        for one in asked:
            one.why = UNKNOWN
    made = [
        _area(area, [area.title, *names], "" if anchor is not None and len(areas) > 1 else wanted, anchor)
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
        return SpotPlan(spot, Source(words.DAY, label="截止日期")) if spot.heading else SpotPlan(spot, None, SIGNED)
    if bare in _MONTHS or (blank is not None and blank.kind == MONTH and not label):
        return SpotPlan(spot, Source(words.MONTH, label="月份")) if spot.heading else SpotPlan(spot, None, SIGNED)
    if blank is not None and not label:
        if blank.kind == YEAR and spot.heading:
            return SpotPlan(spot, Source(words.YEAR, label="年度"))
        if blank.kind == DATE:
            return SpotPlan(
                spot, Source(words.DAY, label="日期") if spot.heading else None, "" if spot.heading else SIGNED
            )
        if blank.suffix in _PLACES:
            return SpotPlan(spot, Source(PLACE, path=_PLACES[blank.suffix], label=blank.suffix))
        return SpotPlan(spot, None, UNCLEAR)
    if blank is not None and blank.suffix in _PLACES and bare in _ADDRESSES:
        return SpotPlan(spot, Source(PLACE, path=_PLACES[blank.suffix], label=blank.suffix))
    if blank is not None and blank.kind == YEAR and bare.endswith(("年度", "年份")):
        return SpotPlan(spot, Source(words.YEAR, label=spot.label))
    if bare == "日期" and blank is not None and not spot.heading:
        return SpotPlan(spot, None, SIGNED)
    return SpotPlan(spot) if label else SpotPlan(spot, None, UNCLEAR)


def _signers_before(spot: Spot) -> bool:
    """Whether the text before a place asks for a signature: the phone behind it is that person's."""
    from models.exchange.fill.blanks import label_before

    text = spot.cell.text[: spot.blank.start if spot.blank is not None else 0]
    return any(is_signature(label_before(text, at + 1)) for at, sign in enumerate(text) if sign in "：:")


def _header(label: str) -> Header:
    from models.exchange.headers import money_unit

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
            mine = source.kind == FIELD and source.node == words.BASE and "." not in source.path
            points += 2 if mine or plain(label) in own else 1
        score = (points + _called(of, names) * 0.5, known, -of.order)
        if known and known * 2 >= len(labels) and (best is None or score > best[0]):
            best = score, of
    return best[1] if best else None


def _called(of: Ledger, names: Iterable[str]) -> int:
    """How long the longest of the ledger's names is that stands in one of the texts."""
    titles = [plain(word) for word in (of.title, *of.synonyms)]
    texts = [plain(name) for name in names if name]
    return max((len(word) for word in titles for text in texts if word and word in text), default=0)


def _ask(anchor: Ledger, one: SpotPlan, contexts: dict[tuple[int, int], str]) -> None:
    spot = one.spot
    row = (spot.grid.index, spot.cell.row)
    one.source = count_of_home(anchor, spot.label) or words.find(
        anchor, _header(spot.label), context=contexts.get(row, "")
    )
    if one.source is None and spot.blank is not None and spot.row_labels:
        # 具体问题 within 发现问题: the same thing, in words.
        outer = words.find(anchor, _header(spot.row_labels[-1]))
        core = plain(spot.label)[-2:]
        if outer is not None and outer.kind == FIELD and core in plain(spot.row_labels[-1]):
            one.source = outer
    if link := words.subject(anchor, one.source):
        contexts[row] = link
    if one.source is None:
        one.why = UNKNOWN


def count_of_home(base: Ledger, label: str) -> Source | None:
    """其中劳动力, 残疾人数: how many members of the household are so."""
    text = plain(label)
    if base.name == "member" or path_to(base, "household") is None:
        return None
    if not (text.startswith("其中") or text.endswith(("人数", "口数", "(人)"))) or words.find(
        base, _header(label), nodes=False
    ):
        return None
    words_of = conditions(ledger("member"), text.replace("(人)", "").removesuffix("人数").removesuffix("人口数"))
    return Source(COUNT, path="member", label=label, code="人") if words_of is not None and words_of[0] else None


# --- tables -------------------------------------------------------------------------------------------------------


def _area(area: Area, names: Sequence[str], wanted: str, anchor: Ledger | None) -> AreaPlan | None:
    listed = _listing(area, names, wanted, anchor)
    counted = _summary(area, names, wanted)
    best = max((listed, counted), key=lambda one: one[0])
    if area.fixed and counted[0] >= _ENOUGH:
        # 因病, 因残 … printed in the rows are no names of records.
        best = counted
    share, plan = best
    if plan is None or share < _ENOUGH:
        if share == 0 and len(area.headers) < 3:
            return None
        return AreaPlan(area, columns={one.column: None for one in area.headers}, why="没有认出是哪个台账的表，没有填")
    return plan


def counted_headers(area: Area) -> list[Header]:
    """Columns that say what the table is."""
    return [one for one in area.headers if not one.is_serial and not one.is_remark]


def columns_of(of: Ledger, area: Area) -> dict[int, Source | None]:
    """What each column of a list of a ledger gets."""
    found: dict[int, Source | None] = {}
    for header in area.headers:
        if is_signature(header.levels[-1]) and plain(header.levels[-1]) not in vocabulary(of):
            found[header.column] = None
        else:
            found[header.column] = words.find(of, header) or _count_of_row(of, header)
    return found


def _count_of_row(of: Ledger, header: Header) -> Source | None:
    """A column that counts what hangs on the record of the row: 在岗天数 of a team member."""
    first = ("household", "member", "episode")
    for detail in sorted(ledgers(), key=lambda one: first.index(one.name) if one.name in first else len(first)):
        near = any(other is of for _, other in words.links(detail))
        hangs = detail is not of and (near or (of.name == "village" and bool(path_to(detail, "village"))))
        counted = parse(detail, header) if hangs else None
        # 户数 alone does not say of what.
        if counted is not None and (counted.filters or counted.path or _called(detail, [header.text])):
            return Source(COUNT, path=detail.name, label=header.text)
    return None


def _listing(area: Area, names: Sequence[str], wanted: str, anchor: Ledger | None) -> tuple[float, AreaPlan | None]:
    best: tuple[tuple[float, ...], AreaPlan] | None = None
    headers = counted_headers(area)
    if not headers:
        return 0.0, None
    for of in [ledger(wanted)] if wanted else ledgers():
        if anchor is not None and not _hangs_on(of, anchor):
            continue
        columns = {one.column: words.find(of, one) for one in headers}
        known = [one for one in columns.values() if one is not None]
        own = sum(1 for one in known if one.kind == FIELD and one.node == words.BASE and _own(of, one.path))
        share = len(known) / len(headers)
        plainly = any(one.kind != FIELD or (one.node == words.BASE and "." not in one.path) for one in known)
        if not own or not share or not plainly:
            continue
        score = (
            round(share + min(_called(of, names[:1]), 4) * 0.06 + min(_called(of, names), 6) * 0.04, 3),
            own,
            -of.order,
        )
        if best is None or score > best[0]:
            best = score, AreaPlan(area, of.name, RECORDS, "", columns)
            best_share = share
    if best is None:
        return 0.0, None
    plan = best[1]
    plan.columns = columns_of(plan.base, area)
    if wanted:
        best_share = max(best_share, _ENOUGH)
    found = sum(1 for one in headers if plan.columns.get(one.column) is not None)
    return max(best_share, found / len(headers) if best_share >= 0.25 else 0), plan


def _own(of: Ledger, path: str) -> bool:
    head, _, rest = path.partition(".")
    return not rest or (head in of.fields and rest == ledger_display(of, head))


def ledger_display(of: Ledger, link: str) -> str:
    """The field by which a linked record is called."""
    return next((other.display for name, other in words.links(of) if name == link), "")


def _hangs_on(of: Ledger, anchor: Ledger) -> bool:
    """Whether records of a ledger belong to the record that the form is about."""
    if of is anchor:
        return False
    if path_to(of, anchor.name):
        return True
    return path_to(anchor, "household") is not None and bool(path_to(of, "household"))


def _summary(area: Area, names: Sequence[str], wanted: str) -> tuple[float, AreaPlan | None]:
    headers = counted_headers(area)
    if len(headers) < 2:
        return 0.0, None
    first = headers[0]
    villages = any(
        t.path == "name" and not d for d, r, t in vocabulary(ledger("village")).get(plain(first.levels[-1]), ())
    )
    best: tuple[tuple[float, ...], AreaPlan] | None = None
    for of in [ledger(wanted)] if wanted else ledgers():
        parsed = {one.column: parse(of, one, area.unit, loose=True) for one in headers[1:]}
        known = sum(1 for one in parsed.values() if one is not None)
        if not known:
            continue
        rows, by = _rows(of, area, first, villages)
        if not rows:
            continue
        score = (known / (len(headers) - 1), float(_called(of, names)), float(-of.order))
        if best is None or (score[0] + 0.1 * min(score[1], 5), *score) > (
            best[0][0] + 0.1 * min(best[0][1], 5),
            *best[0],
        ):
            columns: dict[int, Source | None] = {}
            for one in area.headers:
                counted = parsed.get(one.column)
                columns[one.column] = Source(COUNT, path=of.name, label=one.text) if counted is not None else None
                if one.is_serial:
                    columns[one.column] = Source(SERIAL_NUMBER, label="序号")
            key = Source(FIELD, path="name", name="region.village", label="行政村") if rows == VILLAGES else Source(
                "key", path=by, label=first.text)  # fmt: skip
            columns[first.column] = key
            best = score, AreaPlan(area, of.name, rows, by, columns)
    if best is None or (best[0][0] < 1 and best[0][1] == 0 and not wanted):
        return 0.0, None
    return best[0][0], best[1]


def _rows(of: Ledger, area: Area, first: Header, villages: bool) -> tuple[str, str]:
    """What the rows of a summary are: ("", "") where nobody can say."""
    if villages and path_to(of, "village"):
        return VILLAGES, path_to(of, "village") or ""
    if area.fixed:
        if all(conditions(of, text) is not None for text in area.fixed.values()):
            return PRINTED, ""
        return ("", "")
    for distance, rank, target in vocabulary(of).get(plain(first.levels[-1]), ()):
        if not distance and rank >= 2 and isinstance(target.field.kind, Choice):
            return CODES, target.path
    return "", ""


__all__ = [
    "CODES",
    "PRINTED",
    "RECORDS",
    "REMARK",
    "SIGNED",
    "UNKNOWN",
    "VILLAGES",
    "AreaPlan",
    "Plan",
    "SpotPlan",
    "make_plan",
]
