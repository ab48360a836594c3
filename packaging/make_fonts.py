"""Make the two fonts in resources/fonts out of Noto Sans SC.

Usage:
    npm pack @expo-google-fonts/noto-sans-sc && tar xzf expo-google-fonts-noto-sans-sc-*.tgz
    .venv/bin/python packaging/make_fonts.py package

Noto Sans SC as it comes looks right on paper, but a PDF made with it gives back wrong text: 户 is found as the
radical ⼾ (one glyph stands for both), and identity numbers ending in X lose their digits (a contextual feature puts
other glyphs in their place). So our fonts

* have no radical code points (U+2E80–2FDF) and no private ones, and one glyph for each code point that is left;
* have no layout features, no hinting, and nothing for vertical lines;
* have a family name of their own, or an installed Noto Sans SC would be taken instead (the OFL allows changed
  versions; its reserved name 'Source' is not used);
* have tick boxes (☐ ☑ ☒ …), which the original lacks, put together from its own shapes.

The same input gives the same bytes: no dates are written.
"""

import copy
import sys
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "resources" / "fonts"
FAMILY = "Bangfu Sans SC"
VERSION = "Version 1.000"

# 部首区；私用区；谚文（本程序用不着）
DROPPED = [(0x2E80, 0x2FDF), (0xE000, 0xF8FF), (0x1100, 0x11FF), (0x3130, 0x318F), (0xFFA0, 0xFFDC)]
# 两个方框里的记号：(码位, 底, 记号)
BOXES = [(0x2610, "□", ""), (0x2611, "□", "✓"), (0x2612, "□", "×")]
# 原字体没有、可以借用另一个字形的码位
BORROWED = {0x2219: "·", 0x2714: "✓", 0x2717: "×", 0x2718: "×"}


def wanted(font: TTFont, bold: bool) -> set[int]:
    """Code points to keep: all for the text face; GB 2312 and the 8,105 standard characters for the bold one."""
    have = {code for code in font.getBestCmap() if not any(low <= code <= high for low, high in DROPPED)}
    if not bold:
        return have
    # 粗体只用于标题、表头、合计，常用字加《通用规范汉字表》里的人名、地名用字就够
    standard = set((HERE / "name_characters.txt").read_text("utf-8"))
    # U+4E00 以下（扩展 A 除外）和 U+FE00–FFFF 是标点、符号、全角，全要
    return {
        code
        for code in have
        if code < 0x3400 or 0xFE00 <= code <= 0xFFFF or chr(code) in standard or is_gb2312(chr(code))
    }


def is_gb2312(char: str) -> bool:
    """Tell whether a character is in GB 2312."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def add_glyph(font: TTFont, code: int, like: str, glyph: object) -> None:
    """Add a glyph for a code point, as wide as the glyph named ``like``."""
    name = f"u{code:05X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    font["hmtx"][name] = font["hmtx"][like]
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12) and (code < 0x10000 or table.format == 12):
            table.cmap[code] = name


def separate_shared_glyphs(font: TTFont) -> None:
    """Give every code point a glyph of its own, so that the way back from glyph to character is never a guess."""
    seen: set[str] = set()
    for code, name in sorted(font.getBestCmap().items()):
        if name in seen:
            add_glyph(font, code, name, copy.deepcopy(font["glyf"][name]))
        seen.add(name)


def add_boxes(font: TTFont) -> None:
    """Add the tick boxes and the borrowed shapes."""
    names = font.getBestCmap()
    glyphs = font.getGlyphSet()

    def outline(char: str, pen: object) -> None:
        # 展开组合字形，子集化和旧的 PDF 程序都不必再管组合
        record = DecomposingRecordingPen(glyphs)
        glyphs[names[ord(char)]].draw(record)
        record.replay(pen)

    for code, base, mark in BOXES:
        pen = TTGlyphPen(None)
        outline(base, pen)
        if mark:
            # 记号缩到方框里：字身 1000，绕中心 (500, 380) 缩到六成
            scale = 0.6
            outline(mark, TransformPen(pen, (scale, 0, 0, scale, 500 * (1 - scale), 380 * (1 - scale))))
        add_glyph(font, code, names[ord(base)], pen.glyph())
    for code, char in BORROWED.items():
        if code not in names:
            pen = TTGlyphPen(None)
            outline(char, pen)
            add_glyph(font, code, names[ord(char)], pen.glyph())


def rename(font: TTFont, style: str) -> None:
    """Write our own names; the copyright and licence stay."""
    table = font["name"]
    kept = {number: table.getDebugName(number) for number in (0, 13, 14)}
    table.names = []
    names = {
        **kept,
        1: FAMILY,
        2: style,
        3: f"{VERSION};BangfuSansSC-{style}",
        4: FAMILY if style == "Regular" else f"{FAMILY} {style}",
        5: VERSION,
        6: f"BangfuSansSC-{style}",
        10: "Made from Noto Sans SC for text layers that can be searched and copied.",
    }
    for number, text in sorted(names.items()):
        table.setName(text, number, 3, 1, 0x409)


def make(source: Path, style: str) -> Path:
    """Make one face and return its path."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "prep", "cvt ", "fpgm"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted(font, style == "Bold"))
    subsetter.subset(font)
    separate_shared_glyphs(font)
    add_boxes(font)
    rename(font, style)
    target = TARGET / f"BangfuSansSC-{style}.ttf"
    font.save(target)
    return target


def main() -> int:
    """Make both faces out of the unpacked npm package given as the argument."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    source = Path(sys.argv[1])
    TARGET.mkdir(parents=True, exist_ok=True)
    for style, path in (
        ("Regular", "400Regular/NotoSansSC_400Regular.ttf"),
        ("Bold", "700Bold/NotoSansSC_700Bold.ttf"),
    ):
        made = make(source / path, style)
        print(made.name, f"{made.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
