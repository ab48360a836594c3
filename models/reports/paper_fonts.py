"""The two bundled faces on paper: measures and encodes text by character, and never prints an unknown one silently."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont

from resources import FONT_BOLD, FONT_REGULAR

REPLACEMENT = "〓"  # the printer's sign for a missing type
# reportlab writes page contents as UTF-8: only bytes below 128 come through unescaped
_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), 40, 41, 92, *range(127, 256))}


_to_unicode = ttfonts.makeToUnicodeCMap


def _to_unicode_utf16(name: str, subset: list[int]) -> str:
    # reportlab writes characters beyond U+FFFF (rare names) as five digits; the table wants UTF-16.
    text = str(_to_unicode(name, subset))
    for code in subset:
        if code > 0xFFFF:
            text = text.replace(f"<{code:04X}>", f"<{chr(code).encode('utf-16-be').hex().upper()}>")
    return text


ttfonts.makeToUnicodeCMap = _to_unicode_utf16


@lru_cache(maxsize=2)
def _font(name: str, path: str) -> TTFont:
    """Parsing a big font takes a tenth of a second: once per program run."""
    font = TTFont(name, path)
    pdfmetrics.registerFont(font)
    return font


class Face:
    """One face within one document. Widths are in em (1.0 = the font size)."""

    def __init__(self, font: TTFont, document: Any, fallback: Face | None, missing: dict[str, None]):
        self._font = font
        self._document = document
        self._fallback = fallback
        self._missing = missing
        self._known = font.face.charToGlyph
        self._widths = _CharWidths(self)
        self._codes: dict[str, tuple[str, str]] = {}

    def width(self, text: str) -> float:
        """Width of one line of text in em."""
        widths = self._widths
        return sum([widths[char] for char in text])

    def runs(self, text: str) -> list[tuple[str, str]]:
        """The text as (font resource name, escaped PDF string) runs: one font holds only 256 characters."""
        codes = self._codes
        out: list[tuple[str, str]] = []
        name = ""
        parts: list[str] = []
        for char in text:
            code = codes.get(char) or self._code(char)
            if code[0] != name:
                if parts:
                    out.append((name, "".join(parts)))
                name, parts = code[0], []
            parts.append(code[1])
        if parts:
            out.append((name, "".join(parts)))
        return out

    def resolve(self, char: str) -> tuple[Face, str]:
        """The face that has the character, and the character to print."""
        if ord(char) in self._known:
            return self, char
        if self._fallback is not None:
            return self._fallback.resolve(char)
        self._missing[char] = None
        return self, REPLACEMENT if ord(REPLACEMENT) in self._known else "?"

    def char_width(self, char: str) -> float:
        """Width of a character of this very face in em."""
        face = self._font.face
        return face.charWidths.get(ord(char), face.defaultWidth) / 1000

    def _code(self, char: str) -> tuple[str, str]:
        face, shown = self.resolve(char)
        (subset, data), *_ = face._font.splitString(shown, self._document)
        escaped = data.decode("latin-1").translate(_ESCAPES)
        code = face._font.getSubsetInternalName(subset, self._document), escaped
        self._codes[char] = code
        return code


class _CharWidths(dict):
    def __init__(self, face: Face):
        self._face = face

    def __missing__(self, char: str) -> float:
        face, shown = self._face.resolve(char)
        self[char] = value = face.char_width(shown)
        return value


class Faces:
    """Regular and bold of one document; `missing` collects the characters that neither has."""

    def __init__(self, document: Any):
        self.missing: dict[str, None] = {}
        self.regular = Face(_font("BangfuPaper", str(FONT_REGULAR)), document, None, self.missing)
        self.bold = Face(_font("BangfuPaper-Bold", str(FONT_BOLD)), document, self.regular, self.missing)
