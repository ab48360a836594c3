"""What stands above a table instead of in it: the year, the month, the county, township and village of all its rows."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from models.exchange.headers import plain
from models.exchange.table import Table
from models.kinds import Year
from models.ledger import Ledger

if TYPE_CHECKING:
    from models.exchange.match import Column

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_WHOLE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年度)")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[年.\-](\d{1,2})(?:月|$|\))")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})(?!\d)")
_FILLED = re.compile(r"(填报|填表|制表|编制|统计|上报|报送|导出|报表|制作)(日期|时间)|^日期")
_COUNTY = re.compile(r"^(?:.{2,8}?(?:省|市|自治区))?(.{1,6}?(?:自治县|县|区|旗))(?=.{1,8}(?:乡|镇|街道|办事处|\d|.))")
_TOWNSHIP = re.compile(r"(?:^|县|区|旗|市|[:：])([^县区市:：,，（(]{1,6}?(?:乡|镇|街道))")
_VILLAGE = re.compile(
    r"(?:^|乡|镇|街道|[:：]|\()"
    r"(?!(?:各|全|本|每|驻|.{0,2}个|各?行政|各?自然|.{0,2}示范|.{0,2}重点|脱贫|贫困|出列|.{0,4}帮扶)村)"
    r"([^县区市乡镇:：,，（(\d]{1,6}?(?:村|社区))(?!级|民|集体|务|委|组|干|庄|里)"
)


def missing_year(of: Ledger, columns: Sequence[Column]) -> str:
    """The required year for which a table of this ledger has no column, "" where there is none or no such table.

    At least a third of the columns must be the ledger's own: a list of households with one column of income is none.
    """
    filled = {one.target.path for one in columns if one.target is not None}
    missing = [n for n, f in of.fields.items() if f.required and isinstance(f.kind, Year) and n not in filled]
    own = sum(1 for one in columns if one.target is not None and one.target.path in {**of.fields, **of.computed})
    counted = sum(1 for one in columns if not one.header.is_serial and not one.header.is_remark)
    return missing[0] if len(missing) == 1 and own * 3 >= counted else ""


def constants_of(of: Ledger, columns: Sequence[Column], names: Iterable[str]) -> dict[str, int]:
    """{required year without a column: the year that the title names, else the sheet, else the file}."""
    name = missing_year(of, columns)
    year = year_of(names) if name else 0
    return {name: year} if year else {}


def year_of(names: Iterable[str]) -> int:
    """The year that the first of the texts names which names one only, 0 without one."""
    for text in map(plain, names):
        for pattern in (_YEAR, _WHOLE):
            years = {int(year) for year in pattern.findall(text)}
            if len(years) == 1:
                return years.pop()
    return 0


def month_of(names: Iterable[str]) -> str:
    """The month that a title names, as 2024-05, else ""."""
    for text in names:
        if match := _MONTH.search(plain(text)):
            return f"{match[1]}-{int(match[2]):02d}"
    return ""


def day_of(texts: Sequence[str]) -> str:
    """The day in a line such as 填表日期：2024年5月28日, as 2024-05-28, also where it stands beside it; else ""."""
    for text, beside in zip(texts, [*texts[1:], ""], strict=True):
        line = plain(text)
        if not _FILLED.search(line):
            continue
        for match in filter(None, (_DAY.search(line), _DAY.search(plain(beside)))):
            with contextlib.suppress(ValueError):  # 2024年2月30日
                return datetime.date(*map(int, match.groups())).isoformat()
    return ""


def is_filling_day(text: str) -> bool:
    """Whether a line says when a table was filled in, which may be the month after the one that it tells of."""
    return bool(_FILLED.search(plain(text)))


def places_of(table: Table, names: Iterable[str]) -> dict[str, str]:
    """The county, township and village named above a table or by its sheet, by their names in fields.json."""
    found: dict[str, str] = {}
    for text in map(plain, (table.title, *table.above, *names)):
        for name, pattern in (
            ("region.county", _COUNTY), ("region.township", _TOWNSHIP), ("region.village", _VILLAGE),
        ):  # fmt: skip
            if name not in found and (match := pattern.search(text)):
                found[name] = match[1]
    return found
