"""Changing the lists to choose from (选项表): add, rename, retire, move, remove, back to the official list.

    code = add("sale_channel", "社区团购点")     one operation, in the history, undone with Ctrl+Z
    uses("sale_channel")["08"]                  {(ledger, field): number of records}
    why_kept(code_list("sale_channel"), code)   "有 12 条销售在用"

Everything is written through the ledger 选项改动, so it is checked, kept in the history and carried
along like any record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from models.codes import Code, CodeList, code_list, names
from models.codes.code_list import STEP
from models.database import run
from models.kinds import Choice, Problem
from models.ledger import Ledger, ledger, ledgers
from models.record import Draft, Refused, check_drafts, load
from models.writer import Operation

NAME = "local_code"
SEPARATORS = "、，,；;|/+ "
"""Signs between several codes in one cell (models.kinds.Choices)."""
Uses = dict[str, dict[tuple[str, str], int]]
"""{code: {(ledger, field): number of records}}."""


def editable_names() -> frozenset[str]:
    """The names of the lists that may be changed."""
    return frozenset(name for name in names() if code_list(name).editable)


def depth(codes: CodeList) -> int:
    """How many levels a list has."""
    known = {one.code: one.parent for one in codes.shipped}

    def level(code: str) -> int:
        return 1 + level(known[code]) if known.get(code) in known else 1

    return max(map(level, known), default=1)


def fields_of(name: str) -> list[tuple[Ledger, Any]]:
    """The fields whose values are of this list."""
    return [
        (of, one)
        for of in ledgers()
        for one in of.fields.values()
        if isinstance(one.kind, Choice) and one.kind.list_name == name
    ]


def is_multiple(name: str) -> bool:
    """Whether some field holds several codes of this list."""
    return any(one.kind.many for _, one in fields_of(name))


def uses(name: str) -> Uses:
    """How many records hold each code of a list."""
    found: Uses = {}
    for of, one in fields_of(name):
        column = one.column_name
        rows = run(f'SELECT "{column}", COUNT(*) FROM "{of.name}" WHERE "{column}" IS NOT NULL GROUP BY "{column}"')
        for value, count in rows:
            for code in str(value).split(",") if one.kind.many else (str(value),):
                counts = found.setdefault(code, {})
                counts[of.name, one.name] = counts.get((of.name, one.name), 0) + count
    return found


def used_text(counts: dict[tuple[str, str], int]) -> str:
    """有 12 条销售、3 条采购单位: by ledger."""
    by_ledger: dict[str, int] = {}
    for (name, _), count in counts.items():
        by_ledger[name] = by_ledger.get(name, 0) + count
    return "、".join(f"{count} {ledger(name).counter}{ledger(name).title}" for name, count in by_ledger.items())


def why_kept(codes: CodeList, code: str) -> str:
    """Why a local code cannot be deleted, "" when it can; an official one only loses what was changed."""
    if any(one.code == code for one in codes.shipped):
        return ""
    if below := codes.children(code):
        return f"下面还有“{below[0].label}”等 {len(below)} 项"
    counts = uses(codes.name).get(code)
    return f"有 {used_text(counts)}在用" if counts else ""


def add(name: str, label: str, parent: str = "", after: str = "") -> str:
    """A new code, behind ``after`` or the last; returns it. Raises Refused."""
    codes = code_list(name)
    if (known := codes.get(codes.find(label, parent=parent) or "")) is not None:
        other = "" if known.label == label else f"：{known.label}"
        kept = "，现在停用着，可以恢复使用" if known.retired else ""
        raise Refused([Problem(f"“{label}”已经有了{other}{kept}", "label")])
    values: dict[str, Any] = {"label": label, "parent": parent or None}
    beside = codes.children(parent)
    at = next((at for at, one in enumerate(beside, 1) if one.code == after), 0)
    edits = _placed(codes, beside, "", at) if at else {"": {}}
    return _write(codes, {**edits, "": {**edits[""], **values}}, f"新增“{label}”")[0]


def rename(name: str, code: str, label: str) -> None:
    """Another name; the old one is still understood when tables come in. Raises Refused."""
    codes = code_list(name)
    old = _code(codes, code)
    values: dict[str, Any] = {"label": label}
    if old.local and old.label != label:
        values["aliases"] = "、".join(dict.fromkeys((*old.aliases, old.label)))
    _write(codes, {code: values}, f"“{old.label}”改名“{label}”")


def call_also(name: str, code: str, aliases: str) -> None:
    """Other spellings that an import takes for it, with 、 between. Raises Refused."""
    codes = code_list(name)
    known = next((one.aliases for one in codes.shipped if one.code == code), ())
    mine = "、".join(word for part in re.split("[、，,；;]", aliases) if (word := part.strip()) and word not in known)
    _write(codes, {code: {"aliases": mine or None}}, f"“{_code(codes, code).label}”也叫“{mine}”")


def retire(name: str, code: str, on: bool = True) -> None:
    """No longer offer a code, or offer it again. Raises Refused."""
    codes = code_list(name)
    _write(codes, {code: {"retired": on or None}}, f"{'停用' if on else '恢复使用'}“{_code(codes, code).label}”")


def move(name: str, code: str, by: int) -> bool:
    """One place up (−1) or down (1) among those under the same upper code; False at the end."""
    codes = code_list(name)
    one = _code(codes, code)
    beside = [other for other in codes.children(one.parent) if other.code != code]
    at = [other.code for other in codes.children(one.parent)].index(code) + by
    if not 0 <= at <= len(beside):
        return False
    _write(codes, _placed(codes, beside, code, at), f"“{one.label}”移{'上' if by < 0 else '下'}")
    return True


def remove(name: str, code: str) -> None:
    """Delete an addition that nothing uses. Raises Refused saying what does."""
    codes = code_list(name)
    one = _code(codes, code)
    if not one.local:
        raise Refused([Problem(f"“{one.label}”是自带的选项，不能删除，可以停用")])
    with Operation("form", f"选项表“{codes.title}”：删除“{one.label}”") as operation:
        operation.delete(ledger(NAME), [_own(name)[code]])


def restore(name: str, code: str = "") -> list[str]:
    """Back to the official list, or one code of it, as one operation; returns what was done, one sentence each.

    Additions that nothing uses are deleted; those in use are retired, as records hold them.
    """
    codes, own = code_list(name), _own(name)
    official = {one.code for one in codes.shipped}
    wanted = {one: id for one, id in own.items() if not code or one == code}
    kept = {one for one in wanted if one not in official and why_kept(codes, one)}
    # What a code in use stands under stays with it.
    for one in list(kept):
        while (one := _code(codes, one).parent) in wanted and one not in official:
            kept.add(one)
    gone = [one for one in wanted if one not in kept]
    said = [
        f"{count} 项{text}" for text, count in (
            ("恢复成自带的样子", sum(one in official for one in gone)),
            ("本地增加的没有记录在用，已删除", sum(one not in official for one in gone)),
            ("本地增加的有记录在用，已停用", len(kept)),
        ) if count
    ]  # fmt: skip
    if not wanted:
        return []
    of = ledger(NAME)
    with Operation("form", f"选项表“{codes.title}”：恢复成自带的") as operation:
        operation.edit(of, {wanted[one]: {"retired": True} for one in kept})
        # From below: what still has something under it cannot go.
        for one in sorted(gone, key=lambda one: -codes.level(one) if one in codes else 0):
            operation.delete(of, [wanted[one]])
    return said


def is_changed(codes: CodeList) -> bool:
    """Whether an office changed anything in a list."""
    return codes.editable and codes.codes != codes.shipped


def _code(codes: CodeList, code: str) -> Code:
    one = codes.get(code)
    if one is None:
        raise Refused([Problem(f"“{codes.title}”里已经没有这一项了")])
    return one


def _own(name: str) -> dict[str, int]:
    """{code: id of its record}."""
    return {code: id for id, code in run(f'SELECT "id", "code" FROM "{NAME}" WHERE "list_name" = ?', (name,))}


def _placed(codes: CodeList, beside: Sequence[Code], code: str, at: int) -> dict[str, dict[str, Any]]:
    """{code: its position} for a code at place ``at`` among others; all of them get new ones where no room is left."""
    places = codes.places()
    low = places[beside[at - 1].code] if at else places[beside[at].code] - STEP
    high = places[beside[at].code] if at < len(beside) else low + STEP
    if high - low > 1:
        return {code: {"position": (low + high) // 2}}
    order = [*(one.code for one in beside[:at]), code, *(one.code for one in beside[at:])]
    return {one: {"position": number * STEP} for number, one in enumerate(order, 1)}


def _write(codes: CodeList, edits: Mapping[str, dict[str, Any]], what: str) -> list[str]:
    """Write codes ("" a new one) with their values as one operation; returns the new codes. Raises Refused."""
    of, own, before = ledger(NAME), _own(codes.name), {one.code for one in codes}
    drafts = []
    for code, values in edits.items():
        one = codes.get(code)
        base: dict[str, Any] = dict.fromkeys(of.fields)
        if code in own:
            base |= {n: v for n, v in load(of, [own[code]])[own[code]].items() if n in of.fields}
        elif one is not None:
            base |= {"code": code, "label": one.label, "parent": one.parent or None}
        drafts.append(Draft(of, {**base, "list_name": codes.name, **values}, None, own.get(code)))
    check_drafts(drafts)
    if problems := [problem for draft in drafts for problem in draft.problems if problem.level == "error"]:
        raise Refused(problems)
    with Operation("form", f"选项表“{codes.title}”：{what}") as operation:
        operation.add(of, [draft.values for draft in drafts if draft.id is None])
        operation.edit(of, {draft.id: draft.values for draft in drafts if draft.id is not None})
    return [draft.values["code"] for draft in drafts if draft.values["code"] not in before]
