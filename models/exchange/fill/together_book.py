"""Several filled copies of a workbook's sheets in one workbook, each under the name of its record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.exchange.fill.book import Book
from models.exchange.fill.book_write import write
from models.exchange.fill.grid import Edits
from models.exchange.ooxml.package import Package, Unfillable, attribute, escape, unescape, with_attribute
from models.exchange.ooxml.sheet import WORKBOOK, P, RawSheet

LONGEST_NAME = 31
_SHEETS = re.compile(rf"(<({P})sheets>)(.*?)(</{P}sheets>)", re.S)
_SHEET = re.compile(rf"<{P}sheet\s[^>]*/>")
_NAMES = re.compile(rf"(<{P}definedNames>)(.*?)(</{P}definedNames>)", re.S)
_NAME = re.compile(rf"(<{P}definedName\s[^>]*>)(.*?)(</{P}definedName>)", re.S)
_FORMULA = re.compile(rf"(<({P}(?:f|formula|formula1|formula2))(?:\s[^>]*)?>)(.*?)(</\2>)", re.S)
_SELECTED = re.compile(r'\stabSelected="[^"]*"')
_TARGET = re.compile(r"<Relationship\s[^>]*>")
_ALONE = ("pivotTable", "slicer", "queryTable", "tableSingleCells")
"""Parts that draw on others and cannot be had twice."""
_LIST = re.compile(rf"<{P}table\s[^>]*>")
_LISTED = re.compile(rf"(<({P}(?:calculatedColumnFormula|totalsRowFormula))(?:\s[^>]*)?>)(.*?)(</\2>)", re.S)
_COPIED = ("drawing", "vmlDrawing", "comments", "chart", "chartStyle", "chartColorStyle")


def write_together(book: Book, names: Sequence[str], many: Sequence[dict[int, Edits]]) -> Package:
    """The book's visible sheets once for each of ``names``, filled with its edits. Raises Unfillable."""
    package = book.package
    tags = _SHEET.findall(package.text(WORKBOOK))
    shown = [at for at, tag in enumerate(tags) if attribute(tag, "state") in (None, "visible")]
    forms = [sheet for sheet in book.sheets if sheet.name in {attribute(tags[at], "name") for at in shown}]
    for sheet in forms:
        if any(kind in _ALONE for kind, _ in package.related(sheet.part).values()):
            raise Unfillable("这张表里有透视表、切片器或外部数据，几份不能放在一个文件里。请选每户一个文件。")
    titles = _titles([sheet.name for sheet in forms], names)
    _Copier(book, forms, titles).copy()
    copied = Book(package)
    order = {sheet.name: at for at, sheet in enumerate(copied.sheets)}
    edits: dict[int, Edits] = {}
    for group, one in zip(titles, many, strict=True):
        edits |= {order[group[sheet.name]]: one[sheet.index] for sheet in forms}
    return write(copied, edits)


def _titles(sheets: list[str], names: Sequence[str]) -> list[dict[str, str]]:
    """{name of the blank's sheet: name of the copy} for each record; all different."""
    taken: set[str] = set()
    found = []
    for name in names:
        group = {}
        for sheet in sheets:
            wanted = name if len(sheets) == 1 else f"{name[: LONGEST_NAME - 1 - min(len(sheet), 12)]}-{sheet[:12]}"
            title, number = wanted[:LONGEST_NAME], 1
            while title.lower() in taken:
                number += 1
                title = f"{wanted[: LONGEST_NAME - 4]}-{number}"
            taken.add(title.lower())
            group[sheet] = title
        found.append(group)
    return found


class _Copier:
    """Makes the sheets of all groups but the first, and names all of them."""

    def __init__(self, book: Book, forms: list[RawSheet], titles: list[dict[str, str]]) -> None:
        self.package, self.forms, self.titles = book.package, forms, titles
        self.others = [sheet for sheet in book.sheets if sheet not in forms]
        self.number = 0
        self.lists = [text for name in book.package.names() if name.startswith("xl/tables/")
                      for text in _LIST.findall(book.package.text(name))]  # fmt: skip

    def copy(self) -> None:
        workbook = self.package.text(WORKBOOK)
        tags = {attribute(tag, "name"): tag for tag in _SHEET.findall(workbook)}
        ids = max((int(attribute(tag, "sheetId") or 0) for tag in tags.values()), default=0)
        made: list[str] = []
        for at, group in enumerate(self.titles):
            for sheet in self.forms:
                tag = with_attribute(tags[sheet.name], "name", group[sheet.name])
                text = _renamed_formulas(sheet.text, group)
                if at:
                    ids += 1
                    part = self._copied_sheet(sheet, _SELECTED.sub("", text), group)
                    relation = self._relate(part)
                    tag = with_attribute(with_attribute(tag, "sheetId", str(ids)), _link(tag), relation)
                else:
                    self.package.put(sheet.part, text)
                made.append(tag)
        made += [tags[sheet.name] for sheet in self.others]
        workbook = _SHEETS.sub(lambda m: m[1] + "".join(made) + m[4], self.package.text(WORKBOOK), count=1)
        self.package.put(WORKBOOK, _NAMES.sub(lambda m: m[1] + self._names(m[2], list(tags)) + m[3], workbook))

    def _names(self, text: str, before: list[str | None]) -> str:
        """Print areas and repeated rows for every copy; names of the whole book for the first."""
        made: list[str] = []
        width = len(self.forms)
        places = {sheet.name: at for at, sheet in enumerate(self.forms)}
        for match in _NAME.finditer(text):
            local = attribute(match[1], "localSheetId")
            own = before[int(local)] if local is not None and int(local) < len(before) else None
            if own is None or own not in places:
                tag = match[1]
                if own is not None:
                    at = len(self.titles) * width + [sheet.name for sheet in self.others].index(own)
                    tag = with_attribute(tag, "localSheetId", str(at))
                made.append(tag + _renamed(match[2], self.titles[0]) + match[3])
                continue
            for at, group in enumerate(self.titles):
                tag = with_attribute(match[1], "localSheetId", str(at * width + places[own]))
                made.append(tag + _renamed(match[2], group) + match[3])
        return "".join(made)

    def _copied_sheet(self, sheet: RawSheet, text: str, group: dict[str, str]) -> str:
        part = self._free(sheet.part)
        self.package.put(part, text)
        self._type(sheet.part, part)
        lists: dict[str, str] = {}
        self._copy_relations(sheet.part, part, group, lists)
        if lists:
            self.package.put(part, _FORMULA.sub(lambda m: m[1] + _of_lists(m[3], lists) + m[4], text))
        return part

    def _copied_list(self, text: str, group: dict[str, str], lists: dict[str, str]) -> str:
        """A list object for a copy: its number and its name stand once in a workbook; ``lists`` {name: of the copy}."""
        tag = _LIST.findall(text)[0]
        ids = [int(attribute(one, "id") or 0) for one in self.lists]
        taken = {(attribute(one, "displayName") or "").casefold() for one in self.lists}
        name = attribute(tag, "displayName") or "List"
        number = 2
        while f"{name}_{number}".casefold() in taken:
            number += 1
        lists[name] = f"{name}_{number}"
        new = with_attribute(tag, "id", str(max(ids) + 1))
        for which in ("name", "displayName"):
            new = with_attribute(new, which, lists[name])
        self.lists.append(new)
        text = _LISTED.sub(lambda m: m[1] + _of_lists(m[3], lists) + m[4], text.replace(tag, new, 1))
        return _renamed_formulas(text, group)

    def _copy_relations(self, old: str, new: str, group: dict[str, str], lists: dict[str, str]) -> None:
        """The relations of a part for its copy: drawings and remarks are copied too, pictures are shared."""
        rels = _rels_of(old)
        if rels not in self.package:
            return
        text = self.package.text(rels)
        related = self.package.related(old)

        def changed(match: re.Match[str]) -> str:
            id = attribute(match[0], "Id") or ""
            if id not in related:
                return match[0]
            kind, target = related[id]
            if kind in _COPIED or kind == "table":
                copy, text = self._free(target), self.package.text(target)
                made = self._copied_list(text, group, lists) if kind == "table" else _renamed_formulas(text, group)
                self.package.put(copy, made)
                self._type(target, copy)
                self._copy_relations(target, copy, group, lists)
                target = copy
            return with_attribute(match[0], "Target", f"/{target}")

        self.package.put(_rels_of(new), _TARGET.sub(changed, text))

    def _free(self, part: str) -> str:
        stem, _, suffix = part.rpartition(".")
        while True:
            self.number += 1
            name = f"{stem}_{self.number}.{suffix}"
            if name not in self.package:
                return name

    def _type(self, old: str, new: str) -> None:
        """The copy is of the same type."""
        types = self.package.text("[Content_Types].xml")
        match = re.search(rf'<Override\s[^>]*PartName="/{re.escape(old)}"[^>]*/>', types)
        if match is not None:
            entry = with_attribute(match[0], "PartName", f"/{new}")
            self.package.put("[Content_Types].xml", types.replace("</Types>", entry + "</Types>"))

    def _relate(self, part: str) -> str:
        rels = _rels_of(WORKBOOK)
        id = f"rIdCopy{self.number}"
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        entry = f'<Relationship Id="{id}" Type="{kind}" Target="/{part}"/>'
        self.package.put(rels, self.package.text(rels).replace("</Relationships>", entry + "</Relationships>"))
        return id


def _rels_of(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _link(tag: str) -> str:
    """The attribute that names a sheet's relation: r:id under most names."""
    match = re.search(r"\s(\w+:id)=", tag)
    return match[1] if match else "r:id"


def _renamed_formulas(text: str, names: dict[str, str]) -> str:
    return _FORMULA.sub(lambda m: m[1] + _renamed(m[3], names) + m[4], text)


def _of_lists(formula: str, names: dict[str, str]) -> str:
    """A formula with other names of list objects: 公岗表[月补贴]."""
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    plain = unescape(formula)
    new = re.sub(rf"(?<![\w.])({words})(?=\[)", lambda m: names[m[1]], plain)
    return formula if new == plain else escape(new).replace("&quot;", '"')


def _renamed(formula: str, names: dict[str, str]) -> str:
    """A formula, as it stands in the file, with other names of sheets."""
    plain = unescape(formula)
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    quoted = "|".join(re.escape(name.replace("'", "''")) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"'({quoted})'!|(?<![\w'.\]])({words})!")
    new = pattern.sub(lambda m: "'" + names[(m[1] or m[2]).replace("''", "'")].replace("'", "''") + "'!", plain)
    return formula if new == plain else escape(new).replace("&quot;", '"')
