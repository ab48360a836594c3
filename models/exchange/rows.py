"""What a row of a sheet is: a record, or a total, a note, the title of a group, a header printed again …"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set
from typing import Any

from models.exchange.headers import plain
from models.kinds import cell_text

LEAD = 6
SHORT, SENTENCE = 24, 16
_TOTAL = re.compile(
    r"^[(（【]?(.{0,10}?(小计|累计|汇总)|(.{0,8}(村|社区|组|乡|镇|县|类|项目|资金|年|月|季度|页|院|以上|各项|全部)|[一二三四五六七八九十]+[、.])?"
    r"(合计|总计|共计|总和|平均|平均数|平均值|均值|村均|户均|人均))[)）】]?"
    r"([(（].*[)）])?[:：]?$"
)
_SUM_OF = re.compile(r"^[\u4e00-\u9fff]{1,6}(合计|总计|共计)[:：]?$")
_NOTE = re.compile(
    r"^(填表说明|填报说明|填写说明|说明|备注|附注|注|注意|填表人|填报人|制表人|制表|统计人|审核人|审核|审批人|单位负责人|负责人|分管领导"
    r"|经办人|联系人|联系电话|填报单位|填表单位|填报日期|填报时间|填表日期|填表时间|日期|数据来源|来源|盖章|图例|符号说明"
    r"|村支部书记|村主任|驻村第一书记|第一书记|公示时间|公示期|监督电话|单位[(（]?(盖章|公章)[)）]?)\d*([(（].*[)）])?([:：]|$)"
)
# Something of which every note in the first column has a part.
_NOTE_SIGN = re.compile(r"[:：注填审]|说明|制表|统计|负责|领导|经办|联系|日期|来源|盖章|图例|书记|主任|公示|监督|单位")
_LABEL = re.compile(r"[:：]\s*[^:：]{0,20}$")
_GROUP = re.compile(
    r"^([一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十]+[类部、])"
)
_EXAMPLE = re.compile(r"^[(（【]?(填写|填报|填表)?(示例|样例|范例|举例|例如|例)[)）】]?\d*([:：]|$)")
_COUNT = re.compile(r"[\s\d一二三四五六七八九十百.、…\-—()（）]{0,5}")
_STEMS = dict.fromkeys("甲乙丙丁戊己庚辛壬癸")
_SUM = re.compile(r"^[(（]?\d{1,2}[)）]?(=[\d+\-*×÷/()（）=]+)?$")


def filled_at(row: Sequence[Any], most: int = 0) -> list[int]:
    """Positions of the filled cells, the first ``most`` of them."""
    found: list[int] = []
    for at, cell in enumerate(row):
        if cell != "" and cell is not None and (cell.__class__ is not str or not cell.isspace()):
            found.append(at)
            if len(found) == most:
                break
    return found


def is_total(row: Sequence[Any], filled: Sequence[int], serial: Set[int] = frozenset()) -> bool:
    """Whether one of the first three filled cells says 合计 and hardly any text stands beside it.

    ``serial`` positions of the numbers of rows.
    """
    for at in filled[:3]:
        cell = row[at]
        if cell.__class__ is str and ("计" in cell or "均" in cell or "总和" in cell) and len(cell) < 40:
            # 拨款合计 in place of a number: what it is a sum of does not matter there.
            if not _TOTAL.match(plain(cell)) and not (at in serial and _SUM_OF.match(plain(cell))):
                continue
            words = sum(1 for i in filled if i != at and row[i].__class__ is str and not _numeric(row[i]))
            return words <= 2
    return False


def _numeric(text: str) -> bool:
    return re.fullmatch(r"[\s\d.,%/\\\-—－+]*(元|万元|人|户|斤|亩)?\s*", text) is not None


def is_note(row: Sequence[Any], filled: Sequence[int]) -> bool:
    """Whether a row only says who filled in the table, when, and how to read it."""
    texts = [plain(row[at]) if row[at].__class__ is str else "" for at in filled]
    if not texts[0]:
        return False
    if len(filled) <= 2:
        return bool(_NOTE.match(texts[0]))
    if _NOTE.match(texts[0]) and ":" in texts[0] and all(texts):
        return True
    return all(text and (_NOTE.match(text) or _LABEL.search(text)) for text in texts) and len(filled) < 8


def only_counts(text: str) -> bool:
    """Whether the cell of a serial number says no more than that: the row was numbered and left blank."""
    return _COUNT.fullmatch(text) is not None


def is_alone(row: Sequence[Any], filled: Sequence[int], width: int) -> bool:
    """Whether a row of a table of four columns or more holds one text only: a title of a group, or a note."""
    if len(filled) != 1 or row[filled[0]].__class__ is not str:
        return False
    text = plain(row[filled[0]])
    return width >= 4 or bool(_GROUP.match(text)) or len(text) > SENTENCE


def group_title(row: Sequence[Any], filled: Sequence[int]) -> str:
    """The words of a group's title without its number and count: 一、青山村（12户） → 青山村; "" if it is a note."""
    text = plain(row[filled[0]])
    if len(text) > SHORT or _NOTE.match(text):
        return ""
    text = _GROUP.sub("", text)
    return re.sub(r"[(\[（].*$|[:：].*$|共?\d+(户|人|个|项|笔).*$", "", text).strip("、.．")


def is_example(row: Sequence[Any], filled: Sequence[int]) -> bool:
    """Whether the row shows how to fill in the table."""
    return any(row[at].__class__ is str and len(row[at]) < 12 and _EXAMPLE.match(plain(row[at])) for at in filled[:2])


def numbers_columns(row: Sequence[Any]) -> bool:
    """Whether the row numbers the columns: 1, 2, 3 … or 甲, 乙, 1, 2 … or 栏次."""
    texts = [plain(cell_text(row[at])) for at in filled_at(row)]
    if texts and texts[0] in ("栏次", "列次", "栏号", "列号"):
        return True
    if len(texts) < 3:
        return False
    rest = [text for text in texts if text not in _STEMS]
    if not all(map(_SUM.match, rest)):
        return False
    numbers = [int(re.sub(r"\D", "", text.partition("=")[0])) for text in rest]
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return (not numbers or numbers[0] in (0, 1, 2)) and all(step == 1 for step in steps)


def repeats(row: Sequence[Any], words: dict[int, Set[str]], *, whole: bool = False) -> bool:
    """Whether the header is printed again, as on every page; ``words`` {position: its header's levels}.

    ``whole``: every cell repeats it; another word in one place heads another table.
    """
    filled = [at for at in words if at < len(row) and row[at].__class__ is str and not row[at].isspace() and row[at]]
    same = sum(1 for at in filled if "".join(row[at].split()) in words[at])
    return same * 2 > len(words) and (not whole or same == len(filled))


def are_records(rows: Sequence[Sequence[Any]], width: int, serial: Set[int], said: Set[str]) -> bool:
    """Whether all rows are records at first sight, a column at a time; False: each has to be looked at.

    Their first three cells are filled, there is no sign of a total or a note in them, and none repeats a header.
    """
    if width < 3 or len(serial) > 2 or min(map(len, rows)) < width:
        return False
    columns = list(zip(*[row[:LEAD] for row in rows], strict=False))
    for at, column in enumerate(columns[:3]):
        texts = [cell for cell in column if cell.__class__ is str]
        joined = "".join(texts)
        if not all(column) or (joined.split() != [joined] and not all(map(str.strip, texts))):
            return False
        if "计" in joined or "均" in joined or "总和" in joined or (at < 2 and "例" in joined):
            return False
        if at == 0 and _NOTE_SIGN.search("".join(joined.split())):
            return False
    return all(map(said.isdisjoint, columns))
