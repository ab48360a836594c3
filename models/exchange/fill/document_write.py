"""Writes what a blank document gets: texts in the font that stands beside them, rows copied below, pictures."""

from __future__ import annotations

import re

from models.exchange.fill.document import BODY, PART, Document, Node, Piece, Place, TableRow
from models.exchange.fill.grid import Edits, Picture, Shown, Splice
from models.exchange.ooxml.package import Package, attribute, escape, with_attribute

Change = tuple[int, int, str]
"""Text from–to, and what stands there instead."""

_BOLD = re.compile(r"<w:(?:b|bCs)(?:\s[^>]*)?/>")
_LINE = re.compile(r"<w:u\s[^>]*/>")
_NO_LINE = re.compile(r'<w:u\s[^>]*w:val="(?:none|0)"[^>]*/>')
_IDS = re.compile(r"\s(?:w14:paraId|w14:textId|w:rsid\w*)=\"[^\"]*\"")
_MARKS = re.compile(r"<w:(?:bookmarkStart|bookmarkEnd)\s[^>]*/>")
_EMU_PER_DXA, _EMU_PER_PIXEL = 635, 9525
_LARGEST = 4_500_000
"""12.5 cm: no picture is wider or higher."""


def write(document: Document, edits: dict[int, Edits]) -> Package:
    """Put the edits into the document's package, table by table (BODY for its paragraphs); returns it."""
    document.package.put(PART, Writer(document).text(edits))
    return document.package


def without_ids(text: str) -> str:
    """A stretch of a document that stands in it a second time: what must be named once is left out."""
    return _MARKS.sub("", _IDS.sub("", text))


class Writer:
    """Puts edits into the text of a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.changes: list[Change] = []
        self.pictures = 0

    def text(self, edits: dict[int, Edits]) -> str:
        """The document's text with edits; pictures become parts of its package."""
        self.changes = []
        for index, one in edits.items():
            if index == BODY:
                for at, place in enumerate(self.document.lines, 1):
                    self.changes += self.place(place, one, (at, 1), "")
            else:
                self.table(self.document.tables[index], one)
        text = self.document.text
        for start, end, new in sorted(self.changes, key=lambda change: (-change[0], -change[1])):
            text = text[:start] + new + text[end:]
        return text

    def table(self, rows: list[TableRow], edits: Edits) -> None:
        """The changes of one table."""
        for at, row in enumerate(rows, 1):
            self.changes += self._row(row, edits, edits.moved(at))
        for after, (count, _, _) in edits.inserts.items():
            # The last row of the area: a cell that is merged downwards goes on in the copies.
            model = rows[after - 1]
            made = [self._copy(model, edits, edits.moved(after) + step) for step in range(1, count + 1)]
            self.changes.append((model.node.end, model.node.end, "".join(made)))

    def _row(self, row: TableRow, edits: Edits, number: int) -> list[Change]:
        found: list[Change] = []
        for column, place in row.places.items():
            found += self.place(place, edits, (number, column), self._font(row, column))
        return found

    def _copy(self, model: TableRow, edits: Edits, number: int) -> str:
        text, start = self.document.raw(model.node), model.node.start
        for low, high, new in sorted(self._row(model, edits, number), reverse=True):
            text = text[: low - start] + new + text[high - start :]
        return without_ids(text)

    def _font(self, row: TableRow, column: int) -> str:
        """Run properties of the text nearest to the left in the row, else of any, without bold; "" without text."""
        near = sorted(row.places, key=lambda one: (one > column, abs(column - one)))
        for one in near:
            if (font := self._said_in(row.places[one])) is not None:
                return font
        # Rows to be filled hold no text of their own: then as the first text in a table.
        fonts = (self._said_in(place) for rows in self.document.tables for row in rows for place in row.places.values())
        return next((font for font in fonts if font is not None), "")

    def _said_in(self, place: Place) -> str | None:
        """Run properties of the first text of a place without bold, None where there is no text."""
        for piece in place.pieces:
            if piece.run is not None and piece.text.strip() and piece.control is None:
                properties = piece.run.first("w:rPr")
                return _BOLD.sub("", self.document.raw(properties)) if properties is not None else ""
        return None

    def place(self, place: Place, edits: Edits, at: tuple[int, int], font: str) -> list[Change]:
        """The changes of one cell or paragraph."""
        if at in edits.splices:
            return self._splice(place, edits.splices[at])
        if at in edits.values:
            return self._put(place, edits.values[at], font)
        if at in edits.pictures:
            return self._picture(place, edits.pictures[at])
        return []

    def _put(self, place: Place, value: Shown, font: str) -> list[Change]:
        text = f"{value:f}" if not isinstance(value, str | int) else str(value)
        if place.control is not None:
            return self._fill_control(place.control, text, font)
        return self._add(place, _runs(text, self._own(place) or font))

    def _fill_control(self, control: Node, text: str, font: str) -> list[Change]:
        """What is to be typed gives way to the text; the control stays."""
        hint = next(control.all("w:showingPlcHdr"))
        runs = [one for one in control.all("w:r") if one.first("w:t") is not None]
        if not runs:
            return []
        changes = [(hint.start, hint.end, ""), (runs[0].start, runs[0].end, _runs(text, font))]
        return [*changes, *((one.start, one.end, "") for one in runs[1:])]

    def _own(self, place: Place) -> str:
        """Run properties that a blank cell already has, of an empty run or of its paragraph mark."""
        for paragraph in place.paragraphs[:1]:
            for run in paragraph.all("w:r"):
                if (properties := run.first("w:rPr")) is not None:
                    return self.document.raw(properties)
            mark = paragraph.first("w:pPr")
            properties = mark.first("w:rPr") if mark is not None else None
            if properties is not None:
                return self.document.raw(properties)
        return ""

    def _add(self, place: Place, runs: str) -> list[Change]:
        if not place.paragraphs:
            return []
        first = place.paragraphs[0]
        tag = self.document.tag(first)
        if tag.endswith("/>"):
            return [(first.start, first.end, f"{tag[:-2].rstrip()}>{runs}</w:p>")]
        return [(first.close, first.close, runs)]

    def _splice(self, place: Place, splices: list[Splice]) -> list[Change]:
        # What goes into one run is written as one change.
        texts: dict[int, list[tuple[int, int, str, bool]]] = {}
        for one in splices:
            placed = False
            for piece in self._touched(place.pieces, one):
                low, high = max(one.start - piece.start, 0), min(one.end - piece.start, len(piece.text))
                assert piece.node is not None
                parts = texts.setdefault(piece.node.start, [])
                parts.append((low, high, "" if placed else one.text, one.ruled and not placed))
                placed = True
        found: list[Change] = []
        for piece in place.pieces:
            if piece.node is not None and piece.node.start in texts:
                found += self._rewrite(piece, texts[piece.node.start])
        return found

    @staticmethod
    def _touched(pieces: list[Piece], one: Splice) -> list[Piece]:
        held = [piece for piece in pieces if piece.node is not None]
        if one.start == one.end:
            return [p for p in held if p.start <= one.start <= p.start + len(p.text)][:1]
        return [p for p in held if p.start < one.end and one.start < p.start + len(p.text)]

    def _rewrite(self, piece: Piece, parts: list[tuple[int, int, str, bool]]) -> list[Change]:
        assert piece.node is not None and piece.run is not None
        if piece.control is not None:
            return self._tick_control(piece, piece.control)
        properties = piece.run.first("w:rPr")
        font = self.document.raw(properties) if properties is not None else ""
        others = [one for one in piece.run.nodes if one.name != "w:rPr"]
        stretches: list[tuple[str, bool]] = []
        at = 0
        for low, high, new, ruled in sorted(parts):
            stretches += [(piece.text[at:low], False), (new, ruled)]
            at = high
        stretches.append((piece.text[at:], False))
        if len(others) == 1 and any(ruled for _, ruled in stretches):
            runs = "".join(_runs(text, _ruled(font) if ruled else font) for text, ruled in stretches if text)
            return [(piece.run.start, piece.run.end, runs or f"<w:r>{font}</w:r>")]
        return [(piece.node.start, piece.node.end, _text("".join(text for text, _ in stretches)))]

    def _tick_control(self, piece: Piece, control: Node) -> list[Change]:
        """A box that is a content control: its own sign for ticked, and its own record of it."""
        assert piece.node is not None
        state = next(control.all("w14:checked"), None)
        sign = next(control.all("w14:checkedState"), None)
        code = (attribute(self.document.tag(sign), "w14:val") if sign is not None else None) or "2611"
        changes = [(piece.node.start, piece.node.end, _text(chr(int(code, 16))))]
        if state is not None:
            tag = with_attribute(self.document.tag(state), "w14:val", "1")
            changes.append((state.start, state.inner, tag))
        return changes

    # --- pictures ---------------------------------------------------------------------------------------------------

    def _picture(self, place: Place, picture: Picture) -> list[Change]:
        package = self.document.package
        relation, name = _add_media(package, picture)
        self.pictures += 1
        width, height = picture.width * _EMU_PER_PIXEL, picture.height * _EMU_PER_PIXEL
        room = min(place.width * _EMU_PER_DXA * 9 // 10 if place.width else _LARGEST, _LARGEST)
        scale = min(1.0, room / width, _LARGEST / height)
        size = f'cx="{int(width * scale)}" cy="{int(height * scale)}"'
        number = 9000 + self.pictures
        drawing = (
            '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
            f' distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{number}" name="{name}"/>'
            '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
            'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
            f'r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        # 照片 stands where the picture goes.
        words = [(p.node.start, p.node.end, "") for p in place.pieces if p.node is not None and p.text]
        return [*words, *self._add(place, drawing)]


def _ruled(font: str) -> str:
    """Run properties with a line under the text."""
    if not font:
        return '<w:rPr><w:u w:val="single"/></w:rPr>'
    if _NO_LINE.search(font):
        return _NO_LINE.sub('<w:u w:val="single"/>', font)
    if _LINE.search(font):
        return font
    # The order of properties is fixed: the line stands before effect, shading and what follows.
    after = re.search(r"<w:(?:effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish)\b", font)
    at = after.start() if after else font.rindex("</w:rPr>") if "</w:rPr>" in font else -1
    return font if at < 0 else f'{font[:at]}<w:u w:val="single"/>{font[at:]}'


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text).replace("&quot;", chr(34))}</w:t>'


def _runs(text: str, font: str) -> str:
    return f"<w:r>{font}{'<w:br/>'.join(_text(line) for line in text.split(chr(10)))}</w:r>"


def _add_media(package: Package, picture: Picture) -> tuple[str, str]:
    """A picture as a part of the document: (relation id, name)."""
    number = 1
    while any(f"word/media/form{number}.{suffix}" in package for suffix in ("png", "jpeg")):
        number += 1
    name = f"form{number}.{picture.suffix}"
    package.put(f"word/media/{name}", picture.data)
    rels = "word/_rels/document.xml.rels"
    text = package.text(rels)
    relation = f"rIdForm{number}"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    new = f'<Relationship Id="{relation}" Type="{kind}" Target="media/{name}"/>'
    package.put(rels, text.replace("</Relationships>", new + "</Relationships>"))
    types = package.text("[Content_Types].xml")
    if f'Extension="{picture.suffix}"' not in types:
        first = types.index(">", types.index("<Types")) + 1
        entry = f'<Default Extension="{picture.suffix}" ContentType="image/{picture.suffix}"/>'
        package.put("[Content_Types].xml", types[:first] + entry + types[first:])
    return relation, name


__all__ = ["Change", "Node", "write"]
