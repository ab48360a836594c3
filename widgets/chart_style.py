"""The looks of charts: bundled font, text widths, colours that survive colour-blind eyes and a grey printer."""

from __future__ import annotations

from functools import cache

from models.reports.paper_text import balanced
from resources import FONT_BOLD, FONT_FAMILY, FONT_REGULAR
from widgets.chart_library import LoadFlags, font_manager, matplotlib

# dark, light, middle: the first three differ in grey by lightness alone, from the fourth on hatches help
COLOURS = ("#2A5788", "#F4C566", "#D2714C", "#8CC7B5", "#B9C2CC", "#7D5BA6", "#557A46", "#E7A6B4")
GRAYS = ("#4A4A4A", "#D0D0D0", "#8E8E8E", "#F2F2F2", "#FFFFFF", "#E0E0E0", "#FFFFFF", "#C8C8C8")
HATCHES = ("", "", "", "////", "....", "\\\\\\\\", "xxxx", "----")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", ":", "-.", (0, (5, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)), (0, (3, 1, 1, 1, 1, 1)))

INK = "#1F2329"
SOFT = "#5F6670"
FAINT = "#E4E7EB"
BASE = "#9AA1AB"
BAND = "#F3F5F8"

font_manager.fontManager.addfont(str(FONT_REGULAR))
font_manager.fontManager.addfont(str(FONT_BOLD))
matplotlib.rcParams.update(
    {
        "font.family": FONT_FAMILY,
        "axes.unicode_minus": False,
        "pdf.fonttype": 3,  # found by search as well as 42, and made in a third of the time
        "hatch.linewidth": 0.6,
        # letters as wide as measured: rounding each to whole pixels would make long lines longer
        "text.hinting": "none",
    }
)


def colour(index: int, gray: bool = False) -> str:
    """Colour of a series."""
    palette = GRAYS if gray else COLOURS
    return palette[index % len(palette)]


def hatch(index: int, count: int, gray: bool = False) -> str:
    """Hatch of a series: only where colours alone do not tell the series apart."""
    if count <= 3 or (gray and index < 3):
        return ""
    return HATCHES[index % len(HATCHES)]


def ink_on(background: str) -> str:
    """Black or white, whichever reads better on a colour."""
    red, green, blue = (int(background[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.58 else "#FFFFFF"


@cache
def _known(char: str, bold: bool) -> bool:
    return bool(font_manager.get_font(str(FONT_BOLD if bold else FONT_REGULAR)).get_char_index(ord(char)))


@cache
def _advance(char: str, bold: bool) -> float:
    if not _known(char, bold):
        return _advance(char, False) if bold else 1.0
    font = font_manager.get_font(str(FONT_BOLD if bold else FONT_REGULAR))
    font.set_size(100, 72)
    return font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


def printable(text: str) -> str:
    """The text with the printer's sign 〓 for characters that the font lacks."""
    return "".join([char if _known(char, False) else "〓" for char in text if char >= " "])


def has_bold(text: str) -> bool:
    """Whether the bold face, which has fewer characters, has all of these."""
    return all(_known(char, True) for char in text)


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in points at a size in points."""
    return sum([_advance(char, bold) for char in text]) * size


def wrapped(text: str, size: float, limit: float) -> list[str]:
    """A label in lines of about equal length, none wider than `limit` points unless a single number is."""
    return balanced(text, limit / size, lambda part: width(part, 1.0))
