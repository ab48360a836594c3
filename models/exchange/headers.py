"""What a header cell says: its plain text, the unit in its brackets, and the words that make a row a header."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from typing import Any

_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
UNITS = frozenset(
    {
        "元",
        "万元",
        "亿元",
        "角",
        "分",
        "人",
        "户",
        "月",
        "个月",
        "年",
        "岁",
        "个",
        "亩",
        "公顷",
        "平方米",
        "平方公里",
        "㎡",
        "m2",
        "m²",
        "公里",
        "千米",
        "km",
        "米",
        "斤",
        "公斤",
        "千克",
        "kg",
        "吨",
        "只",
        "头",
        "件",
        "箱",
        "%",
        "‰",
        "百分比",
        "天",
        "日",
        "次",
        "处",
        "座",
        "盏",
        "项",
        "笔",
        "条",
        "家",
        "所",
        "名",
        "村",
        "元/人",
        "元/年",
        "元/月",
        "元/斤",
        "万元/年",
        "户/人",
    }
)
_MONEY = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
_UNIT_LINE = re.compile(
    r"(?:金额)?单位[:：]?[(（]?((?:元|万元|亿元|[^\s:：、,，/]{1,4})(?:[、,，/](?:[^\s:：、,，/]{1,4}))*)[)）]?"
)
SERIAL = frozenset({"序号", "编号", "序", "行号", "顺序号", "项次", "no", "no.", "№"})
REMARK = frozenset(
    {
        *(
            "签字",
            "签名",
            "签章",
            "盖章",
            "领取人签字",
            "签领人",
            "户主签字",
            "农户签字",
            "本人签字",
            "领款人签字",
            "签字按手印",
        ),
        *("备注", "说明", "备 注", "备注说明", "签收", "签收人", "签到"),
    }
)
_DAY = re.compile(r"(?:(?:19|20)\d\d年?度?|\d{1,2}(?:月\d{1,2})?[日号]?|\d{1,2}月)")


def is_day(cell: Any) -> bool:
    """Whether a header cell only names a day, a month or a year: 1, 5月2日, 3月, 2023年."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return float(cell).is_integer() and (1 <= cell <= 31 or 1990 <= cell <= 2100)
    if isinstance(cell, datetime.date):
        return True
    return type(cell) is str and _DAY.fullmatch(plain(cell)) is not None


@functools.lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Half-width, lower case, without white space, stars and colons at the end."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return text.strip("*＊:：'\"“”")


def without_unit(text: str) -> str:
    """A plain header without brackets that only name a unit or a remark such as 必填."""

    def keep(match: re.Match[str]) -> str:
        inner = match[1]
        return "" if inner in UNITS or plain(inner) in UNITS or inner in ("必填", "选填", "*") else match[0]

    return _BRACKET.sub(keep, text)


def bare(text: str) -> str:
    """A plain header without any brackets."""
    return _BRACKET.sub("", text)


# 姓名Name, 性别xb: the same said again; a 户ID, an area in km² and an App are not the village's, and so on.
_AGAIN = re.compile(
    r"(.*[\u4e00-\u9fff])[/|,、-]?"
    r"(?!(?:id|no|code|num|number|url|qq|vip|km|kg|cm|mm|app|wps|gps|pdf|gdp)\.?$)[a-z][a-z.'/]+"
)


@functools.lru_cache(maxsize=20_000)
def spellings(text: str) -> tuple[str, ...]:
    """Plain forms of a header to look up, the most exact first."""
    first = plain(text)
    again = _AGAIN.fullmatch(first)
    forms = (first, without_unit(first), bare(first), again[1] if again else "")
    return tuple(dict.fromkeys(one for one in forms if one))


def money_unit(text: str) -> str:
    """元, 万元 or 亿元 if the header's brackets (or its end, as in 金额/万元) name one, else ""."""
    for inner in _BRACKET.findall(plain(text)):
        found = re.search(r"(亿元|万元|元)", inner)
        if found:
            return found[1]
    found = re.search(r"[/,，:：](亿元|万元|元)$", plain(text))
    return found[1] if found else ""


def unit_line(cells: list[Any]) -> str:
    """元, 万元 or 亿元 from a line such as 单位：万元、户、人 or a title that ends with （万元）, else ""."""
    for cell in cells:
        if type(cell) is not str:
            continue
        text = plain(cell)
        for match in _UNIT_LINE.finditer(text):
            if found := re.search(r"(亿元|万元|(?<![亿万])元)", match[1]):
                return found[1]
        if found := re.search(r"^\(?(亿元|万元|元)\)?$|\((?:金额)?(?:单位[:：]?)?(亿元|万元|元)\)$", text):
            return found[1] or found[2]
    return ""


# Words that say the same in a header, the longer ones first.
_SAME = [
    (re.compile(pattern), word)
    for pattern, word in (
        (
            r"居民身份证号码?|公民身份号码|公民身份证号码?|身份证件号码?|身份证号码?|身份证|证件号码?|身份号码",
            "证件号码",
        ),
        (r"联系电话号码|联系电话|联系方式|手机号码?|电话号码|手机|移动电话", "电话"),
        (r"银行卡号码?|银行账号|银行帐号|卡号|账号|帐号|一卡通账号|一卡通号码?|一卡通", "银行卡号"),
        (r"日期|年月日|年月", "时间"),
        (r"家庭人口数|家庭人数|家庭成员数|人口数量?|家庭人口", "人口"),
        (r"行政村|所在村|村名称?|村别|村委会|村居|村（社区）|村\(社区\)|所属村", "村"),
        (r"村民小组|所在组|组别|自然村组|自然村|屯组", "组"),
        (r"医疗保险|医保", "医保"),
        (r"养老保险|养老", "养老"),
        (r"责任单位|主管单位|主管部门|责任部门", "责任单位"),
        (r"走访|入户|探访", "走访"),
        (r"户主姓名|户主名字|户主名", "户主"),
        (r"是否|有无|有没有", ""),
        (r"其中[:：]?", ""),
        (r"的|基本|享受|情况$|\([^()]*\)", ""),
    )
]


@functools.lru_cache(maxsize=20_000)
def canonical(text: str) -> str:
    """A plain header with words of the same meaning made equal, to compare what is worded differently."""
    text = plain(text)
    for pattern, word in _SAME:
        text = pattern.sub(word, text)
    return text


def fen_of(unit: str) -> int:
    """分 in one 元, 万元 or 亿元."""
    return _MONEY[unit]
