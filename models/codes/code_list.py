"""A code list: codes in official order, their labels, and the code for what a clerk or a foreign table wrote."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from models.codes import own

TABLE = "local_code"
"""Where an office keeps its additions and changes (models/ledgers/base/local_code.py)."""
NORMS, LISTS = "norm_key", "code_list"
_LISTS = Path(__file__).parent / "lists"
_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_DASH = re.compile(r"[‐‑‒–—―−~～]")
_QUOTE = re.compile(r"[\"'“”‘’「」『』]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BRACKET_SHAPES = str.maketrans("【】〔〕{}", "[][][]")


class Code(NamedTuple):
    """One value of a code list.

    ``local`` added by the office · ``retired`` no longer offered, still shown · ``was`` the label it came with.
    """

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    note: str = ""
    extra: dict[str, Any] = {}
    loose: tuple[str, ...] = ()
    local: bool = False
    retired: bool = False
    was: str = ""

    def __hash__(self) -> int:
        return hash((self.code, self.label))


class CodeList:
    """A named list of codes; flat, or a tree in which a code names its parent.

    ``shipped`` what it came with; ``codes`` what holds in the open file: with the office's own names, order and
    additions where the list is ``editable``. The object stays the same when they change.
    """

    def __init__(
        self, name: str, title: str, source: str, codes: tuple[Code, ...], editable: bool = False, note: str = ""
    ) -> None:
        self.name, self.title, self.source, self.editable, self.note = name, title, source, editable, note
        self.shipped = codes
        self._stamp: tuple[int, int] | None = None
        self._take(codes)

    def _take(self, codes: tuple[Code, ...]) -> None:
        self._codes = codes
        self._by_code = {one.code: one for one in codes}
        self._index: list[dict[str, list[str]]] = []
        self._memo: dict[Any, Any] = {}

    def _renew(self) -> None:
        """Bring the codes up to date with the office's own ones."""
        if not self.editable:
            return
        stamp = own.stamp(TABLE)
        if stamp != self._stamp:
            if own.is_readable():
                self._stamp = stamp
            mine = [row[1:] for row in own.rows(TABLE, _COLUMNS) if row[0] == self.name]
            codes = _merged(self.shipped, mine) if mine else self.shipped
            if codes != self._codes:
                self._take(codes)

    @property
    def codes(self) -> tuple[Code, ...]:
        """All codes, in the order to be shown."""
        self._renew()
        return self._codes

    @property
    def memo(self) -> dict[Any, Any]:
        """A place to remember what follows from the codes; empty again after they have changed."""
        self._renew()
        return self._memo

    def places(self) -> dict[str, int]:
        """{code: position}: where codes stand, with room between them."""
        self._renew()
        mine = {row[1]: row[5] for row in own.rows(TABLE, _COLUMNS) if row[0] == self.name and row[5] is not None}
        found = {one.code: at * STEP for at, one in enumerate(self.shipped, 1)} | mine
        for one in self._codes:
            if one.code not in found:
                found[one.code] = last_place(self._by_code, found, one.parent)
        return found

    def __repr__(self) -> str:
        return f"CodeList({self.name!r}, {len(self._codes)} codes)"

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        self._renew()
        return code in self._by_code

    def get(self, code: str) -> Code | None:
        """The entry of a code."""
        self._renew()
        return self._by_code.get(code)

    def label(self, code: str) -> str:
        """The label; an unknown code is shown as it is, so that nothing recorded becomes invisible."""
        self._renew()
        one = self._by_code.get(code)
        return one.label if one else code

    def children(self, parent_code: str) -> tuple[Code, ...]:
        """The codes directly under a parent; "" gives the top level."""
        return tuple(one for one in self.codes if one.parent == parent_code)

    def level(self, code: str) -> int:
        """1 for a code without parent, 2 below it, and so on. Raises KeyError for a code that is not there."""
        self._renew()
        parent = self._by_code[code].parent
        return 1 if not parent else 1 + self.level(parent)

    def at_level(self, level: int) -> tuple[Code, ...]:
        """All codes of one level of a tree."""
        return tuple(one for one in self.codes if self.level(one.code) == level)

    def offered(self, level: int | None = None) -> tuple[Code, ...]:
        """The codes that may still be chosen, of one level of a tree or all: without what was retired."""
        return tuple(one for one in (self.codes if level is None else self.at_level(level)) if not one.retired)

    def find(self, text: str, parent: str | None = None, level: int | None = None) -> str | None:
        """The code meant by a label, alias or code; None if unknown or ambiguous.

        In a tree a word may stand on several levels: the highest is meant, unless ``parent`` or ``level`` says which.
        """
        return self._search(text, parent, level)[0]

    def is_certain(self, text: str, parent: str | None = None, level: int | None = None) -> bool:
        """Whether the text is a plain spelling of a code; not so for words of ``loose`` and codes that were retired.

        An importer asks about those.
        """
        code, certain = self._search(text, parent, level)
        return certain and code is not None and not self._by_code[code].retired

    def _search(self, text: str, parent: str | None, level: int | None) -> tuple[str | None, bool]:
        self._renew()
        if not self._index:
            self._index = _index(self._codes)
        key = _plain(text)
        bare = _bare(key)
        for wanted in (key, bare) if bare != key else (key,):
            if not wanted:
                continue
            for rank, index in enumerate(self._index):
                found = [
                    code
                    for code in index.get(wanted, ())
                    if (parent is None or self._by_code[code].parent == parent)
                    and (level is None or self.level(code) == level)
                ]
                found = [code for code in found if not self._by_code[code].retired] or found
                if found:
                    return self._highest(found), rank < len(self._index) - 1
        return None, False

    def _highest(self, codes: list[str]) -> str | None:
        top = min(self.level(code) for code in codes)
        at_top = [code for code in codes if self.level(code) == top]
        return at_top[0] if len(at_top) == 1 else None


_COLUMNS = '"list_name", "code", "label", "parent", "aliases", "position", "retired"'
STEP = 1000
"""Between the positions of two codes that follow on each other, so that one can be moved without moving the rest."""


def _merged(shipped: tuple[Code, ...], rows: list[tuple[Any, ...]]) -> tuple[Code, ...]:
    """The codes with an office's rows (code, label, parent, aliases, position, retired) laid over them."""
    codes = {one.code: one for one in shipped}
    places = {one.code: at * STEP for at, one in enumerate(shipped, 1)}
    for code, label, parent, aliases, position, retired in rows:
        more = tuple(word for word in re.split(r"[、,，;；]", aliases or "") if word.strip())
        one = codes.get(code)
        if one is None or one.local:
            if label:
                codes[code] = Code(code, label, more, parent or "", local=True, retired=bool(retired))
                places[code] = last_place(codes, places, parent or "") if position is None else position
            continue
        renamed = bool(label) and label != one.label
        codes[code] = one._replace(
            label=label or one.label, aliases=(*one.aliases, *((one.label,) if renamed else ()), *more),
            retired=bool(retired), was=one.label if renamed else "",
        )  # fmt: skip
        if position is not None:
            places[code] = position
    for code, one in codes.items():
        if one.local and one.parent and one.parent not in codes:
            codes[code] = one._replace(parent="")
    return tuple(_in_tree(sorted(codes.values(), key=lambda one: places[one.code])))


def _in_tree(codes: list[Code]) -> Iterator[Code]:
    """Codes in their order, each followed by those under it."""
    under: dict[str, list[Code]] = {}
    for one in codes:
        under.setdefault(one.parent, []).append(one)

    def down(parent: str) -> Iterator[Code]:
        for one in under.pop(parent, ()):
            yield one
            yield from down(one.code)

    return down("")


def last_place(codes: dict[str, Code], places: dict[str, int], parent: str) -> int:
    """Where one more code goes: behind the others under its parent, but before 其他."""
    beside = sorted((places[one.code], one) for one in codes.values() if one.parent == parent and one.code in places)
    if not beside:
        return places.get(parent, 0) + 1
    place, last = beside[-1]
    return place - STEP // 2 if last.label.startswith("其他") else place + STEP // 2


def _plain(text: str) -> str:
    """The text without width, spaces, case and the many shapes of dashes, quotes and brackets."""
    text = unicodedata.normalize("NFKC", str(text)).translate(_BRACKET_SHAPES)
    return _QUOTE.sub("", _DASH.sub("-", _SPACE.sub("", text))).casefold()


def _bare(key: str) -> str:
    return _BRACKETS.sub("", key)


def _index(codes: tuple[Code, ...]) -> list[dict[str, list[str]]]:
    """Dictionaries to ask in turn: codes, labels, aliases, labels without brackets, short numbers, loose words."""
    ranks: list[dict[str, list[str]]] = [{} for _ in range(6)]

    def put(rank: int, key: str, code: str) -> None:
        known = ranks[rank].setdefault(key, [])
        if key and code not in known:
            known.append(code)

    for one in codes:
        put(0, _plain(one.code), one.code)
        put(1, _plain(one.label), one.code)
        for alias in one.aliases:
            put(2, _plain(alias), one.code)
        put(3, _bare(_plain(one.label)), one.code)
        if one.code.isdigit():
            put(4, one.code.lstrip("0"), one.code)
        for word in one.loose:
            put(5, _plain(word), one.code)
    return ranks


def _list_of_lists() -> CodeList:
    """The lists that an office may change, as a list to choose from."""
    found = [code_list(name) for name in names()]
    codes = tuple(Code(one.name, one.title) for one in found if one.editable)
    return CodeList(LISTS, "选项表", "domain.md §0.2", codes)


def _norm_list() -> CodeList:
    """The norms as a list to choose from: what an office may set for itself."""
    from models.codes.norms import norms

    codes = tuple(Code(one.key, one.title, extra={"unit": one.unit}) for one in norms().values())
    return CodeList(NORMS, "可设置的标准", "domain.md §0.2", codes)


@cache
def names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(sorted(path.stem for path in _LISTS.glob("*.json")))


def is_known(name: str) -> bool:
    """Whether there is a list of that name."""
    return name in (NORMS, LISTS) or name in names()


@cache
def code_list(name: str) -> CodeList:
    """The list of that name, read from its file when first asked for."""
    if name in (NORMS, LISTS):
        return _norm_list() if name == NORMS else _list_of_lists()
    if not is_known(name):
        raise KeyError(f"no code list named {name!r}")
    data = json.loads((_LISTS / f"{name}.json").read_text(encoding="utf-8"))
    codes = tuple(
        Code(
            one["code"],
            one["label"],
            tuple(one.get("aliases", ())),
            one.get("parent", ""),
            one.get("note", ""),
            one.get("extra", {}),
            tuple(one.get("loose", ())),
        )
        for one in data["codes"]
    )
    return CodeList(name, data["title"], data["source"], codes, data["editable"], data.get("note", ""))
