"""Columns of a summary: how many households, persons or records there are of some kind, or what they add up to.

A header such as 其中/脱贫不稳定户/户 is taken to pieces: what is counted (户), and under which conditions
(脱贫不稳定户). Only when every word is understood is it a count; otherwise the column stays open.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models import query
from models.codes import TABLE, own
from models.exchange.fill.scope import GONE, STARTS, Scope, path_to
from models.exchange.headers import plain, without_unit
from models.exchange.match import SYNONYM, vocabulary
from models.exchange.table import Header
from models.kinds import Choice, Scaled, Year
from models.ledger import Ledger, ledger
from models.selection import Filter

HOUSEHOLDS, PERSONS, RECORDS, SUM = "households", "persons", "records", "sum"
UNTRUE = "not true"
ONCE = {("episode", "risks"): "main_risk"}
"""Of several values the one under which a household is counted where each is counted once."""
_UNITS = {
    "户": HOUSEHOLDS,
    "户数": HOUSEHOLDS,
    "人": PERSONS,
    "人数": PERSONS,
    "人口": PERSONS,
    "人口数": PERSONS,
    "次": RECORDS,
    "次数": RECORDS,
    "户次": RECORDS,
    "人次": RECORDS,
    "个": RECORDS,
    "个数": RECORDS,
    "项": RECORDS,
    "笔": RECORDS,
    "笔数": RECORDS,
    "条": RECORDS,
    "件": RECORDS,
    "件数": RECORDS,
    "天": RECORDS,
    "天数": RECORDS,
    "数量": RECORDS,
    "项目数": RECORDS,
    "数": RECORDS,
}
_PEOPLE = ("member", "post", "team_member", "training_person", "yulu")
_NOISE = re.compile(
    r"^(其中[:：]?|总数|合计|总计|累计|共计|小计|全部|目前|现有|情况|数量|数|的|本村|实有|按类别|按类型|按|为|有)|"
    r"(总数|合计|总计|小计|情况|数量|数)$"
)
_NEW = ("本月新增", "当月新增", "本月识别", "本月新识别", "新增", "本期新增", "当期新增")
_PERIOD = ("本期新增", "当期新增", "新增", "本期消除")
_NEW_YEAR = ("本年新增", "今年新增", "当年新增", "年内新增")
_THIS_MONTH, _THIS_YEAR = ("本月", "当月", "本期"), ("本年度", "本年", "今年", "当年")
_SPENT = ("支出", "支付", "拨付", "支付资金", "支出资金", "拨付资金", "完成支出", "支出数", "支付数", "拨款")
_GONE = ("本月消除", "当月消除", "本月退出", "本月消除风险", "本期消除", "当月消除风险", "本月风险消除")
_GONE_YEAR = ("本年消除", "今年消除", "当年消除", "年内消除", "本年消除风险")
_WORDS: dict[str, dict[str, tuple[Filter, ...]]] = {
    "episode": {
        "未消除": (Filter("eliminated", UNTRUE),),
        "未消除风险": (Filter("eliminated", UNTRUE),),
        "风险未消除": (Filter("eliminated", UNTRUE),),
        "监测中": (Filter("eliminated", UNTRUE),),
        "已消除": (Filter("eliminated", "in", (True,)),),
        "已消除风险": (Filter("eliminated", "in", (True,)),),
        "风险已消除": (Filter("eliminated", "in", (True,)),),
        "监测对象": (),
        "监测户": (),
    },
    "member": {
        **dict.fromkeys(("脱贫人口", "脱贫户", "脱贫"), (Filter("household.hh_type", "in", ("01",)),)),
        "劳动力": (Filter("labour", "in", ("01", "02")),),
        "有劳动能力": (Filter("labour", "in", ("01", "02")),),
        "男": (Filter("sex", "in", ("1",)),),
        "女": (Filter("sex", "in", ("2",)),),
        "残疾": (Filter("disability_level", "filled"),),
        "残疾人": (Filter("disability_level", "filled"),),
        "在校": (Filter("school_state", "filled"),),
        "在校生": (Filter("school_state", "filled"),),
        "务工": (Filter("work_place", "filled"),),
        "外出务工": (Filter("work_place", "filled"),),
        "家庭": (),
        "成员": (),
    },
    "visit": {
        "发现问题": (Filter("problems", "filled"),),
        "问题": (Filter("problems", "filled"),),
        "已解决": (Filter("solved", "in", (True,)),),
        "已解决问题": (Filter("solved", "in", (True,)),),
        "解决问题": (Filter("solved", "in", (True,)),),
        "未解决": (Filter("problems", "filled"), Filter("solved", UNTRUE)),
        "走访": (),
        "已走访": (),
        "入户": (),
    },
    "household": {
        "农户": (),
        "总": (),
        **dict.fromkeys(("脱贫人口", "脱贫户", "脱贫"), (Filter("hh_type", "in", ("01",)),)),
    },
    "project": {"项目": ()},
    "post": {"岗位": (), "公益性岗位": (), "公益岗": ()},
    "attendance": {},
    "sale": {},
    "ce_entry": {"收入": ()},
}


@dataclass(frozen=True)
class Count:
    """``measure`` of the records of ``ledger`` under ``filters``; ``path`` of what is added up; ``periods`` words."""

    ledger: str
    measure: str
    filters: tuple[Filter, ...] = ()
    path: str = ""
    periods: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """In the clerk's words."""
        of = ledger(self.ledger)
        unit = {HOUSEHOLDS: "户数", PERSONS: "人数", RECORDS: f"{of.counter}数"}.get(self.measure)
        return f"{of.title}{unit or of.column(self.path).label}"


@functools.lru_cache(maxsize=64)
def _vocabulary(of: Ledger, _stamp: tuple[int, int]) -> dict[str, tuple[Filter, ...]]:
    """Words that mean a condition on a ledger: its own ones, and the labels of its code lists."""
    labels: dict[str, tuple[Filter, ...] | None] = {}
    aliases: dict[str, tuple[Filter, ...] | None] = {}
    for path, column in _choices(of):
        for code in column.kind.codes.codes:
            one = (Filter(path, "in", (code.code,)),)
            # A word of two lists says nothing, but a label goes before another list's other names.
            for words, kept in (({plain(code.label)}, labels), (set(map(plain, code.aliases)), aliases)):
                for word in words:
                    if len(word) >= 2:
                        kept[word] = one if kept.get(word, one) == one else None
    found = {**aliases, **labels}
    for word in (of.title, *of.synonyms):
        if len(word) < 8:
            found.setdefault(plain(word), ())
    found.update(_WORDS.get(of.name, {}))
    return {word: one for word, one in found.items() if one is not None}


def _choices(of: Ledger) -> Iterable[tuple[str, Any]]:
    for name, one in of.fields.items():
        if isinstance(one.kind, Choice) and not one.hidden:
            yield name, one
    if path_to(of, "household") and of.name not in ("member", "episode"):
        yield f"{path_to(of, 'household')}.hh_type", ledger("household").fields["hh_type"]


def conditions(of: Ledger, text: str) -> tuple[tuple[Filter, ...], tuple[str, ...]] | None:
    """Filters and period words of a text, None unless every word is understood."""
    words = _vocabulary(of, own.stamp(TABLE))
    filters: list[Filter] = []
    periods: list[str] = []
    rest = plain(text)
    while rest:
        period = next((w for w in sorted((*_NEW, *_NEW_YEAR, *_GONE, *_GONE_YEAR), key=len, reverse=True)
                       if rest.startswith(w)), "")  # fmt: skip
        word = next((w for w in sorted(words, key=len, reverse=True) if rest.startswith(w)), "")
        if period and len(period) >= len(word):
            if (period in (*_GONE, *_GONE_YEAR) and of.name not in GONE) or (
                of.name not in STARTS and "date" not in of.fields
            ):
                return None
            periods.append(period)
            rest = rest[len(period) :]
        elif word:
            filters += words[word]
            rest = rest[len(word) :]
        else:
            shorter = _NOISE.sub("", rest, count=1)
            if shorter == rest:
                return None
            rest = shorter
    return tuple(filters), tuple(periods)


def printed(of: Ledger, texts: Iterable[str], once: bool) -> dict[str, tuple[Filter, ...]]:
    """What texts printed in the first column mean, without those that nobody can say; 其他 in the list of the others.

    ``once``: the rows are added up, so that what has several values counts under the first.
    """
    found = {text: conditions(of, text) for text in texts}
    known = {text: one[0] for text, one in found.items() if one is not None and not one[1]}
    paths = [one[0].path for one in known.values() if len(one) == 1 and one[0].op == "in"]
    main = max(set(paths), key=paths.count, default="")
    if main and isinstance(kind := of.column(main).kind, Choice):
        for text in found:
            code = kind.codes.find(text) if text not in known else None
            if code is not None:
                known[text] = (Filter(main, "in", (code,)),)
    single = ONCE.get((of.name, main), "") if once else ""
    if single:
        known = {
            text: tuple(replace(f, path=single) if f.path == main else f for f in one) for text, one in known.items()
        }
    return known


def parse(of: Ledger, header: Header, unit: str = "", loose: bool = False) -> Count | None:
    """What a header counts in a ledger, None when it is not understood.

    ``unit`` of the form's unit line; ``loose``: conditions alone add up the ledger's amount, or count its records.
    """
    levels = [without_unit(plain(level)) for level in header.levels]
    bracket = re.search(r"[(（]([^()（）]+)[)）]$", header.levels[-1])
    measure = _UNITS.get(bracket[1], "") if bracket else ""
    if levels and levels[-1] in _UNITS:
        measure = _UNITS[levels.pop()]
    elif not measure and levels:
        measure, levels[-1] = _measured(of, levels[-1])
    filters: list[Filter] = []
    periods: list[str] = []
    path = ""
    for at, level in enumerate(levels):
        if year := _year_of(of, level):
            filters.append(year)
            continue
        # 脱贫人口 and the like are words of their own only where a list has them.
        found = conditions(of, level)
        if found is None:
            word, rest = _of_period(of, level)
            amount = _amount(of, rest)
            if not amount and at + 1 < len(levels) and level.endswith("情况"):
                continue  # 支出情况 over 本月支出 only heads its columns
            if not amount or path or measure not in ("", SUM):
                return None
            path, measure = amount, SUM
            periods += [word] if word else []
            continue
        filters += found[0]
        periods += found[1]
    if not measure and filters and (match := re.search(r"(户|人口|人)$", levels[-1] if levels else "")):
        measure = HOUSEHOLDS if match[1] == "户" else PERSONS
    if not measure:
        if not (loose and (filters or periods)) and not (
            loose and unit and any("合计" in level or "总" in level for level in levels)
        ):
            return None
        path = _main_amount(of)
        measure = SUM if path else RECORDS
    if measure == HOUSEHOLDS and path_to(of, "household") is None:
        return None
    if measure == PERSONS and of.name not in _PEOPLE and path_to(of, "household") is None:
        return None
    # What a collective spends stands in the same ledger as what it earns.
    path = "revenue" if path == "amount" and "revenue" in of.computed else path
    return Count(of.name, measure, tuple(filters), path, tuple(periods))


def _measured(of: Ledger, text: str) -> tuple[str, str]:
    """What a text counts by its last word, and the text before it: 监测户数 by 户数, 农户数 by 数."""
    found = [
        (_UNITS[word], text[: -len(word)])
        for word in sorted(_UNITS, key=len, reverse=True)
        if (len(word) > 1 or word == "数") and text.endswith(word) and len(text) > len(word)
    ]
    return next((one for one in found if conditions(of, one[1]) is not None), found[0] if found else ("", text))


def _year_of(of: Ledger, text: str) -> Filter | None:
    """2023年 over or in place of a heading: the records of that year, of a ledger of years."""
    match = re.fullmatch(r"((?:19|20)\d\d)年度?", text)
    keys = {part for key in of.keys for part in key}
    name = next((name for name, one in of.fields.items() if isinstance(one.kind, Year) and name in keys), "")
    return Filter(name, "in", (int(match[1]),)) if match and name else None


def names_year(count: Count) -> bool:
    """Whether its header says of which year: the form's own day does not count."""
    of = ledger(count.ledger)
    return any(isinstance(of.fields[one.path].kind, Year) for one in count.filters if one.path in of.fields)


def any_of(count: Count, scope: Scope) -> bool:
    """Whether there is a record at all that counts; without one a zero would say that there was nothing."""
    return bool(_chosen(count, scope, ())[0])


def _of_period(of: Ledger, text: str) -> tuple[str, str]:
    """本月支出 → the word that chooses the month's records, 支出; ("", the text) where records have no day."""
    if "date" in of.fields and of.name not in GONE:
        for said, word in ((_THIS_MONTH, _NEW[0]), (_THIS_YEAR, _NEW_YEAR[0])):
            for one in said:
                if text.startswith(one) and len(text) > len(one):
                    return word, text[len(one) :]
    return "", text


def _amount(of: Ledger, text: str) -> str:
    """The own numeric field that a text names."""
    if text in _SPENT and of.name == "payment":
        return "amount"
    for form in (text, re.sub(r"^(其中|累计|本年|本月)", "", text)):
        for distance, rank, target in vocabulary(of).get(form, ()):
            kind = getattr(target.field, "kind", None)
            if not distance and rank >= SYNONYM and target.spread is None and kind is not None and kind.can_total:
                return str(target.path)
    return ""


def _main_amount(of: Ledger) -> str:
    """The field of a ledger that its records are about: amount."""
    one = of.fields.get("amount")
    return "amount" if one is not None and isinstance(one.kind, Scaled) else ""


def _chosen(count: Count, scope: Scope, extra: Sequence[Filter]) -> tuple[list[int], list[str]]:
    """Ids of what may be counted, and paths of what must not be true (not filled counts as no)."""
    of = ledger(count.ledger)
    chosen = scope.selection(of, dated=not count.periods and not names_year(count))
    untrue = [one.path for one in (*count.filters, *extra) if one.op == UNTRUE]
    for one in (*count.filters, *extra):
        if one.op != UNTRUE:
            chosen = chosen.where(one.path, one.op, list(one.value) if isinstance(one.value, tuple) else one.value)
    for word in count.periods:
        path = GONE.get(of.name, "") if word in (*_GONE, *_GONE_YEAR) else STARTS.get(of.name, "date")
        year = word in (*_NEW_YEAR, *_GONE_YEAR)
        bounds = (
            [f"{scope.year}-01-01", scope.day]
            if year
            else list(scope.period if word in _PERIOD else (scope.month, scope.last))
        )
        chosen = chosen.where(path, "between", bounds)
    return scope.ids_of(of, chosen), untrue


def values(count: Count, scope: Scope, by: str, keys: Sequence[Any], extra: Sequence[Filter] = ()) -> dict[Any, int]:
    """{key: how many} for the records whose value at ``by`` ("" for all: key None) is one of ``keys``."""
    of = ledger(count.ledger)
    ids, untrue = _chosen(count, scope, extra)
    home = path_to(of, "household")
    members = f"{home}.members_now" if home else "members_now" if of.name == "household" else ""
    gone = [GONE[of.name]] if untrue and of.name in GONE else []
    people = count.measure == PERSONS and of.name not in _PEOPLE
    paths = list(dict.fromkeys(path for path in (by, *untrue, *gone, home, count.path, members) if path))
    found: dict[Any, dict[Any, int]] = {}
    rows = query.rows(of.name, paths, ids, raw=True) if ids and paths else {}
    for id in ids:
        row = dict(zip(paths, rows.get(id, ()), strict=False))
        # What is over since a later day was not over on the day of the form.
        over = any(row.get(path) for path in untrue)
        if over and not (gone and (row.get(gone[0]) or "") > scope.day):
            continue
        mine = found.setdefault(row.get(by) if by else None, {})
        key = row.get(home) if home else id
        if count.measure == HOUSEHOLDS:
            mine[key] = 1
        elif people:
            mine[key] = row.get(members) or 0
        else:
            mine[id] = (row.get(count.path) or 0) if count.measure == SUM else 1
    return {key: sum(found.get(key, {}).values()) for key in keys}
