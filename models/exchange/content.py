"""What kind of thing a column holds, judged by its cells alone."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Sequence
from typing import Any

from models.exchange.spans import span_of
from models.id_number import IdNumber
from models.kinds import (
    BankCard,
    Choice,
    Code,
    Date,
    Fault,
    Integer,
    Kind,
    Name,
    PersonName,
    Phone,
    Scaled,
    Year,
    YesNo,
    cell_text,
    narrow,
)

BLANK = frozenset({"", "/", "\\", "-", "—", "——", "－", "―", "--", "…", "无", "暂无", "没有"})
MOST = 80
_ID = re.compile(r"\d{17}[\dX]|\d{15,16}|\d{20}|\d{22}|\d{18}B\d|[\d.]+E\+1\d", re.I)
_PHONE = re.compile(r"(\+?86)?1\d{9,10}|0\d{2,3}-?\d{7,8}|[2-9]\d{6,7}|1\d{2}-\d{4}-\d{4}")
_DATE = re.compile(
    r"(19|20)\d\d[-/.年]\d{1,2}([-/.月]\d{0,2}日?)?(.*\d{1,2}:\d\d.*)?|(19|20)\d\d(0\d|1[0-2])([0-3]\d)?|\d{1,2}[月./-]\d{1,2}[日号]?"
    r"|(19|20)\d\d年?|(19|20)\d\d-\d{3}日"
)
_NUMBER = re.compile(
    r"(约|大约|近|将近|不足|超过?|逾|共计?)*[-¥￥]?\d[\d,]*(\.\d+)?(余|多|以上|左右)?"
    r"(万|亿|千)?(余|多)?(元|人|户|斤|公斤|亩|个|月|岁|次|天|头|只|%|％|平方米|公里|米|吨|期|项|分)?(左右|以上|整)?"
)
_PERSON = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{1,4}|[\u3400-\u9fff·•]{4,14}")
_PLACE = re.compile(r".{1,10}(村|社区|居委会|居|屯|街道)")
_GROUP = re.compile(r"第?[一二三四五六七八九十\d]{1,3}(组|社|队|屯)?|.{1,6}(组|社|屯|队|院|院子|寨|湾|坪)")
_ORG = re.compile(
    r".{2,}(局|委|办|中心|公司|合作社|学校|小学|中学|银行|医院|政府|协会|集团|农场|超市|支部|馆|社|处|站|所|院|会|厂|企业|店|部)"
)
_NOT_PERSON = re.compile(
    r"(村|组|局|县|乡|镇|公司|项目|是|否|健康|学校|合作社|小学|补助|收入)$|^(因|无|不|已|未|其他)|^[男女]$"
)
_MARKS = frozenset("√✓✔☑×✗✕╳○△☆●")


class Content:
    """The filled cells of a column's sample. Shares are from 0 to 1 of the different ones."""

    def __init__(self, cells: Sequence[Any]) -> None:
        filled = [cell for cell in cells if not (cell.__class__ is str and cell.strip() in BLANK) and cell is not None]
        self.rows, self.count = len(cells), len(filled)
        self._fits: dict[tuple[str, Any], float] = {}
        self._chosen: dict[tuple[type[Choice], str, int | None, int | None], float] = {}
        self.cells = list(dict.fromkeys(filled))[:MOST]
        self.texts = [narrow(cell_text(cell)) if not isinstance(cell, datetime.date) else cell for cell in self.cells]
        self.marks = [
            cell.strip() for cell in cells if cell.__class__ is str and cell.strip() in ("无", "暂无", "没有")
        ]

    def _share(self, test: Callable[[Any], Any]) -> float:
        return sum(1 for text in self.texts if test(text)) / len(self.texts) if self.texts else 0.0

    def _matching(self, pattern: re.Pattern[str]) -> float:
        return self._share(lambda text: type(text) is str and pattern.fullmatch(text))

    @functools.cached_property
    def ids(self) -> float:
        """Identity numbers, damaged ones too."""
        return self._matching(_ID)

    @functools.cached_property
    def phones(self) -> float:
        """Telephone numbers."""
        return self._share(
            lambda text: type(text) is str and all(map(_PHONE.fullmatch, filter(None, re.split("[、,/;，；]", text))))
        )

    @functools.cached_property
    def banks(self) -> float:
        """Long numbers that are no identity numbers."""
        return self._share(
            lambda text: (
                type(text) is str
                and re.fullmatch(r"\d{16,19}", text)
                and not re.fullmatch(r"\d{6}(19|20)\d{9}[\dX]", text)
            )
        )

    @functools.cached_property
    def dates(self) -> float:
        """Days, months; a year alone is none."""
        return self._share(
            lambda text: (
                type(text) is not str
                or (_DATE.fullmatch(text) and not re.fullmatch(r"(19|20)\d\d", text))
                or (len(text) > 8 and span_of(text))
            )
        )

    @functools.cached_property
    def years(self) -> float:
        """Calendar years."""
        return self._matching(re.compile(r"(19[5-9]|20)\d\d?年?度?|(19|20)\d\d"))

    @functools.cached_property
    def numbers(self) -> float:
        """Amounts and counts; long digits are none."""
        return self._share(
            lambda text: (
                type(text) is str and _NUMBER.fullmatch(text) and len(re.sub(r"\D", "", text.split(".")[0])) < 11
            )
        )

    @functools.cached_property
    def whole(self) -> float:
        """Whole numbers among the numbers."""
        return self._share(lambda text: type(text) is str and re.fullmatch(r"-?[\d,]{1,10}\D{0,2}", text))

    @functools.cached_property
    def yes_no(self) -> float:
        """是, 否, √ and the like."""
        return self._accepted(YesNo())

    @functools.cached_property
    def persons(self) -> float:
        """Names of persons."""
        return self._share(lambda text: type(text) is str and _PERSON.fullmatch(text) and not _NOT_PERSON.search(text))

    @functools.cached_property
    def places(self) -> float:
        """Names of villages."""
        return self._matching(_PLACE)

    @functools.cached_property
    def groups(self) -> float:
        """Village groups."""
        return self._matching(_GROUP)

    @functools.cached_property
    def orgs(self) -> float:
        """Names of offices, firms and the like."""
        return self._matching(_ORG)

    @functools.cached_property
    def signs(self) -> float:
        """Marks such as √ and ○."""
        return self._share(lambda text: text in _MARKS)

    def chosen(self, kind: Choice) -> float:
        """Words of a list; dozens of fields, in every ledger, choose from the same one."""
        key = (type(kind), kind.list_name, kind.level, getattr(kind, "most", None))
        if key not in self._chosen:
            self._chosen[key] = self._accepted(kind)
        return self._chosen[key]

    def _accepted(self, kind: Kind) -> float:
        def good(cell: Any) -> bool:
            try:
                return kind.parse("是" if cell is True else "否" if cell is False else cell) is not None
            except Fault as fault:
                return (
                    isinstance(kind, Choice)
                    and not isinstance(fault.value, type(Fault))
                    and fault.value.__class__ is str
                )
            except (ValueError, OverflowError):
                return False

        return sum(map(good, self.cells)) / len(self.cells) if self.cells else 0.0

    def fits(self, kind: Kind, name: str = "") -> float | None:
        """How many of the cells could be values of a kind (``name`` in fields.json); None when there are none."""
        if not self.cells:
            return None
        key = (name if name in ("region.village", "region.group") else "", _same(kind))
        if key not in self._fits:
            self._fits[key] = self._fit(kind, name)
        return self._fits[key]

    def _fit(self, kind: Kind, name: str) -> float:
        if name == "region.village":
            return max(self.places, 0.6 * self.persons if not self.ids else 0.0)
        if name == "region.group":
            if self.places > 0.8 and self.groups < 0.5:
                return 0.2
            return max(self.groups, 0.7 if not (self.ids or self.dates or self.phones) else 0.0)
        return _fit(self, kind)


def _same(kind: Kind) -> Any:
    """What kinds have in common whose values look the same."""
    return (kind.list_name, kind.level) if type(kind) is Choice else kind


def _fit(content: Content, kind: Kind) -> float:
    if isinstance(kind, IdNumber):
        return content.ids
    if isinstance(kind, Phone):
        return content.phones
    if isinstance(kind, BankCard):
        return max(content.banks, 0.5 * content.ids)
    if isinstance(kind, Date):
        return max(content.dates, 0.6 * content.years)
    if isinstance(kind, Year):
        return max(content.years, 0.6 * content.dates)
    if isinstance(kind, Integer):
        return min(content.numbers, content.whole)
    if isinstance(kind, Scaled):
        return content.numbers * (0.6 if content.years == 1 and len(content.cells) > 3 else 1)
    if isinstance(kind, YesNo):
        return content.yes_no
    if isinstance(kind, Choice):
        return content.chosen(kind)
    if isinstance(kind, PersonName):
        return content.persons
    if isinstance(kind, Code):
        return content._share(lambda text: type(text) is str and re.search(r"\d", text)) * (1 - 0.5 * content.phones)
    hard = max(content.ids, content.phones, content.dates, content.banks, content.signs)
    words = content._share(lambda text: type(text) is str and re.search(r"[^\d\s.,%/\-]", text))
    if isinstance(kind, Name):
        return min(1 - hard, max(words, 0.2)) * (0.3 if content.yes_no > 0.8 else 1)
    return min(1 - hard, 0.6 + 0.4 * words) * (0.5 if content.yes_no > 0.8 and content.count > 2 else 1)


def long_texts(content: Content) -> bool:
    """Whether the column holds sentences."""
    lengths = [len(text) for text in content.texts if type(text) is str]
    return bool(lengths) and sum(lengths) / len(lengths) > 10
