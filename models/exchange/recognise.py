"""Says of a table on its sheet what it is: a layout known before, else what its headers and cells say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.exchange import layouts
from models.exchange.find import WITHIN, find_tables
from models.exchange.foreign import foreign_table
from models.exchange.headers import plain
from models.exchange.match import Mapping, choose, known_headers
from models.exchange.melt import undated
from models.exchange.read import Sheet
from models.exchange.table import Table
from models.ledger import Ledger

_ASIDE = re.compile(
    r"(填表|填报|填写)?(说明|须知|样表|示例|模板)|.*(字典|代码表?|编码表?|码表|选项|下拉|枚举|参数|对照表)"
    r"|目录|封面|数据源|.*(透视|汇总).*"
)


def tables_of(sheet: Sheet) -> list[Table]:
    """The tables of a sheet, whatever they may be."""
    return find_tables(sheet, known_headers())


def without_table(sheet: Sheet) -> str:
    """A sentence about a sheet in which no table was found."""
    words = [cell for row in sheet.head(WITHIN) for cell in row if type(cell) is str]
    return foreign_table(words, known_headers()) or "没有找到认得的表头，没有对应的台账，没有导入"


def understand(table: Table, stem: str, among: Sequence[Ledger] | None = None) -> Mapping:
    """What a table is; ``stem`` the name of its file, ``among`` the ledgers that a clerk says it belongs to."""
    sheet = table.sheet
    names = (sheet.name, table.title, stem)
    mapping = layouts.recall(table, among, names) or choose(table, among, names)
    if among is None and (why := _left_alone(sheet)):
        return Mapping(None, mapping.columns, why)
    if why := undated(table, mapping, names):
        return Mapping(None, mapping.columns, why)
    return mapping


def _left_alone(sheet: Sheet) -> str:
    """Why a sheet is no data of its own, "" when it may be."""
    if sheet.hidden:
        return "是隐藏的工作表，没有导入"
    if _ASIDE.fullmatch(plain(sheet.name)) and not (sheet.alone and "汇总" in sheet.name):
        return "是说明或选项的工作表，没有导入"
    return ""
