"""A code list: codes in official order, their labels, and the code for what a clerk or a foreign table wrote."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

NORMS = "norm_key"
_LISTS = Path(__file__).parent / "lists"
_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_DASH = re.compile(r"[‐‑‒–—―−~～]")
_QUOTE = re.compile(r"[\"'“”‘’「」『』]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BRACKET_SHAPES = str.maketrans("【】〔〕{}", "[][][]")


class Code(NamedTuple):
    """One value of a code list."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    note: str = ""
    extra: dict[str, Any] = {}
    loose: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.code, self.label))


class CodeList:
    """A named list of codes; flat, or a tree in which a code names its parent."""

    def __init__(
        self, name: str, title: str, source: str, codes: tuple[Code, ...], editable: bool = False, note: str = ""
    ) -> None:
        self.name, self.title, self.source, self.editable, self.note = name, title, source, editable, note
        self.codes = codes
        self._by_code = {one.code: one for one in codes}
        self._index: list[dict[str, list[str]]] = []

    def __repr__(self) -> str:
        return f"CodeList({self.name!r}, {len(self.codes)} codes)"

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Code | None:
        """The entry of a code."""
        return self._by_code.get(code)

    def label(self, code: str) -> str:
        """The label; an unknown code is shown as it is, so that nothing recorded becomes invisible."""
        one = self._by_code.get(code)
        return one.label if one else code

    def children(self, parent_code: str) -> tuple[Code, ...]:
        """The codes directly under a parent; "" gives the top level."""
        return tuple(one for one in self.codes if one.parent == parent_code)

    def level(self, code: str) -> int:
        """1 for a code without parent, 2 below it, and so on."""
        parent = self._by_code[code].parent
        return 1 if not parent else 1 + self.level(parent)

    def at_level(self, level: int) -> tuple[Code, ...]:
        """All codes of one level of a tree."""
        return tuple(one for one in self.codes if self.level(one.code) == level)

    def find(self, text: str, parent: str | None = None, level: int | None = None) -> str | None:
        """The code meant by a label, alias or code; None if unknown or ambiguous.

        In a tree a word may stand on several levels: the highest is meant, unless ``parent`` or ``level`` says which.
        """
        return self._search(text, parent, level)[0]

    def is_certain(self, text: str, parent: str | None = None, level: int | None = None) -> bool:
        """Whether the text is a plain spelling of a code; not so for words of ``loose``, which an importer confirms."""
        return self._search(text, parent, level)[1]

    def _search(self, text: str, parent: str | None, level: int | None) -> tuple[str | None, bool]:
        if not self._index:
            self._index = _index(self.codes)
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
                if found:
                    return self._highest(found), rank < len(self._index) - 1
        return None, False

    def _highest(self, codes: list[str]) -> str | None:
        top = min(self.level(code) for code in codes)
        at_top = [code for code in codes if self.level(code) == top]
        return at_top[0] if len(at_top) == 1 else None


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


def _norm_list() -> CodeList:
    """The norms as a list to choose from: what an office may set for itself."""
    from models.codes.norms import norms

    codes = tuple(Code(one.key, one.title, extra={"unit": one.unit}) for one in norms().values())
    return CodeList(NORMS, "可设置的标准", "domain.md §0.2", codes)


@cache
def names() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(sorted(path.stem for path in _LISTS.glob("*.json")))


@cache
def code_list(name: str) -> CodeList:
    """The list of that name, read from its file when first asked for."""
    if name == NORMS:
        return _norm_list()
    if name not in names():
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
