"""A blank Word document as grids: its tables, and the paragraphs of its body one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from models.exchange.fill.grid import LINES, TABLE, Cell, Grid
from models.exchange.ooxml.package import Package, Unfillable, attribute, unescape

PART = "word/document.xml"
BODY = -1
_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([\w:.-]+)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*?)(/?)>", re.S
)


@dataclass
class Node:
    """An element and where it stands in the text: ``start``–``end`` whole, ``inner``–``close`` what is in it."""

    name: str
    start: int
    inner: int
    close: int = 0
    end: int = 0
    nodes: list[Node] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Node]:
        """Elements below with these names, in order; what is in them is not looked through."""
        for one in self.nodes:
            if one.name in names:
                yield one
            else:
                yield from one.all(*names)

    def first(self, name: str) -> Node | None:
        """The first direct child of a name."""
        return next((one for one in self.nodes if one.name == name), None)


def tree(text: str) -> Node:
    """The elements of an XML text. Raises ValueError where they do not close."""
    root = Node("", 0, 0, len(text), len(text))
    stack = [root]
    for match in _TAG.finditer(text):
        closing, name, _, alone = match.groups()
        if name is None:
            continue
        if closing:
            one = stack.pop()
            if one.name != name:
                raise ValueError(name)
            one.close, one.end = match.start(), match.end()
            continue
        one = Node(name, match.start(), match.end(), match.end(), match.end())
        stack[-1].nodes.append(one)
        if not alone:
            stack.append(one)
    if len(stack) != 1:
        raise ValueError(stack[-1].name)
    return root


@dataclass
class Piece:
    """A stretch of a cell's text: ``node`` the <w:t> that holds it (None for a line break), ``run`` around it.

    ``control``: the content control (w:sdt) that holds a box to tick.
    """

    start: int
    text: str
    node: Node | None
    run: Node | None
    control: Node | None = None


@dataclass
class Place:
    """A cell of a table or a paragraph of the body: its element, its paragraphs, the pieces of its text.

    ``control``: the content control that shows only what is to be typed into it; its words are no text of the cell.
    """

    node: Node
    paragraphs: list[Node]
    pieces: list[Piece]
    width: int = 0
    control: Node | None = None

    @property
    def text(self) -> str:
        """What stands in it; paragraphs one per line."""
        return "".join(piece.text for piece in self.pieces)


@dataclass
class TableRow:
    """A row of a table: its element and its places by first column."""

    node: Node
    places: dict[int, Place]


class Document:
    """A blank document: ``tables`` [[row]], ``lines`` paragraphs of the body."""

    def __init__(self, package: Package) -> None:
        self.package = package
        if PART not in package:
            raise Unfillable(f"“{package.path.name}”不是 Word 文档，没有打开。请另存为 .docx 再试。")
        self.text = package.text(PART)
        try:
            root = tree(self.text)
        except ValueError as error:
            raise Unfillable(f"“{package.path.name}”的内容已损坏，没有打开。请重新要一份。") from error
        body = next(root.all("w:body"), None)
        if body is None:
            raise Unfillable(f"“{package.path.name}”里没有正文，没有打开。")
        self.lines: list[Place] = []
        self.tables: list[list[TableRow]] = []
        self._grids: list[Grid] = []
        self.first_below = 0
        self._walk(body)
        self._read_lines()

    def _walk(self, node: Node) -> None:
        for one in node.nodes:
            if one.name == "w:p":
                self.lines.append(self._place(one, [one]))
            elif one.name == "w:tbl":
                self.first_below = self.first_below or len(self.lines) + 1
                self._read_table(one)
            elif one.name in ("w:sdt", "w:sdtContent", "w:ins"):
                self._walk(one)

    def tag(self, node: Node) -> str:
        """The start tag of an element."""
        return self.text[node.start : node.inner]

    def raw(self, node: Node) -> str:
        """An element as it stands."""
        return self.text[node.start : node.end]

    def value(self, node: Node | None, name: str, attribute_name: str = "w:val") -> str | None:
        """The value of a property such as w:gridSpan, None where it is not set."""
        found = node.first(name) if node is not None else None
        return None if found is None else attribute(self.tag(found), attribute_name) or ""

    def grids(self) -> list[Grid]:
        """Tables, then the body."""
        return [*self._grids, self.body]

    def _place(self, node: Node, paragraphs: list[Node], width: int = 0) -> Place:
        place = Place(node, paragraphs, [], width)
        around = next((one for one in node.all("w:sdt") if paragraphs and one.start < paragraphs[0].start), None)
        if around is not None and self._shows_placeholder(around):
            place.control = around
        for number, paragraph in enumerate(paragraphs):
            if number:
                place.pieces.append(Piece(len(place.text), "\n", None, None))
            for one in paragraph.all("w:r", "w:sdt"):
                self._read_run(place, one)
        return place

    def _read_run(self, place: Place, node: Node, control: Node | None = None) -> None:
        if node.name == "w:sdt":
            if self._shows_placeholder(node):
                place.control = place.control or node
            else:
                ticked = node if "checkbox" in self.raw(node) else None
                for run in node.all("w:r"):
                    self._read_run(place, run, ticked)
            return
        if place.control is not None and place.control.start <= node.start < place.control.end:
            return
        for one in node.nodes:
            if one.name == "w:t":
                text = unescape(self.text[one.inner : one.close])
                place.pieces.append(Piece(len(place.text), text, one, node, control))
            elif one.name in ("w:tab", "w:br", "w:cr"):
                text = "\t" if one.name == "w:tab" else "\n"
                place.pieces.append(Piece(len(place.text), text, None, node))

    def _shows_placeholder(self, control: Node) -> bool:
        properties = control.first("w:sdtPr")
        return properties is not None and properties.first("w:showingPlcHdr") is not None

    def options(self, place: Place) -> tuple[str, ...]:
        """Words of the drop-down list that stands in a place."""
        if place.control is None:
            return ()
        tags = [self.tag(one) for one in place.control.all("w:listItem")]
        words = [attribute(tag, "w:displayText") or attribute(tag, "w:value") or "" for tag in tags]
        return tuple(word for word in words if word)

    def ruled(self, place: Place) -> frozenset[int]:
        """Positions of underlined white space."""
        found: set[int] = set()
        for piece in place.pieces:
            line = self.value(piece.run.first("w:rPr") if piece.run else None, "w:u")
            if line not in (None, "none", "0"):
                found |= {piece.start + i for i, char in enumerate(piece.text) if char.isspace() and char != "\n"}
        return frozenset(found)

    def _read_lines(self) -> None:
        cells = [Cell(at, 1, one.text, ruled=self.ruled(one)) for at, one in enumerate(self.lines, 1)]
        self.body = Grid(BODY, "正文", LINES, cells)
        if self.first_below:
            self.body.below = self.first_below

    def _read_table(self, table: Node) -> None:
        rows: list[TableRow] = []
        cells: list[Cell] = []
        above: dict[int, Cell] = {}
        inner: list[Node] = []
        index = len(self.tables)
        self.tables.append(rows)
        self._grids.append(Grid(index, "", TABLE, ()))
        for number, row in enumerate(table.all("w:tr"), 1):
            before = self.value(row.first("w:trPr"), "w:gridBefore")
            column = 1 + int(before or 0)
            places: dict[int, Place] = {}
            for node in row.all("w:tc"):
                properties = node.first("w:tcPr")
                span = int(self.value(properties, "w:gridSpan") or 1)
                width = self.value(properties, "w:tcW", "w:w") or ""
                found = list(node.all("w:p", "w:tbl"))
                tables = [one for one in found if one.name == "w:tbl"]
                inner += tables
                paragraphs = [one for one in found if one.name == "w:p"]
                place = self._place(node, paragraphs, int(width) if width.isdigit() else 0)
                places[column] = place
                merge = self.value(properties, "w:vMerge")
                if merge is not None and merge != "restart" and column in above:
                    above[column].rows += 1
                else:
                    cell = Cell(number, column, place.text, 1, span, options=self.options(place),
                                ruled=self.ruled(place), full=bool(tables))  # fmt: skip
                    cells.append(cell)
                    if merge == "restart":
                        above[column] = cell
                    else:
                        above.pop(column, None)
                column += span
            rows.append(TableRow(row, places))
        self._grids[index] = Grid(index, f"表{index + 1}", TABLE, cells)
        for one in inner:
            self._read_table(one)
