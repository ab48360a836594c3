"""The book of pages being laid out: paper sizes, drawing on a page in points, page numbers, watermark, the PDF."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from models.reports.paper import PaperCancelled, PaperSettings, Progress
from models.reports.paper_fonts import Face, Faces
from models.reports.paper_text import balanced

rl_config.useA85 = 0  # plain compressed streams: ASCII encoding would take half of the whole time

MM = 72 / 25.4
SIZES_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
THIN, THICK = 0.4, 0.9
LINE_GRAY = 0.25
HEAD_FILL = 0.94

TITLE_SIZE, TITLE_MIN = 18.0, 14.0  # 小2号, 4号
SUBTITLE_SIZE = 11.0
INFO_SIZE = 9.5
SMALL_SIZE = 8.0


class Sheet:
    """One page. Origin at the lower left, all lengths in points."""

    def __init__(self, width: float, height: float):
        self.width = width
        self.height = height
        self.fills: list[str] = []
        self.strokes: list[str] = []
        self.texts: list[str] = []
        self._font = ("", 0.0)

    def text(self, x: float, y: float, text: str, face: Face, size: float) -> None:
        """Text with its baseline starting at x, y."""
        texts = self.texts
        texts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for name, escaped in face.runs(text):
            if (name, size) != self._font:
                self._font = (name, size)
                texts.append(f"{name} {size:.4g} Tf")
            texts.append(f"({escaped}) Tj")

    def aligned(self, x: float, width: float, y: float, text: str, face: Face, size: float, align: str) -> None:
        """Text set left, center or right within x … x + width."""
        if align != "left":
            spare = width - face.width(text) * size
            x += spare if align == "right" else spare / 2
        self.text(x, y, text, face, size)

    def gray(self, level: float) -> None:
        """Colour of the texts that follow: 0 black … 1 white."""
        self.texts.append(f"{level:g} g")

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = THIN, gray: float = LINE_GRAY) -> None:
        """A straight line."""
        self.strokes.append(f"{width:g} w {gray:g} G {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def box(
        self, x: float, y: float, width: float, height: float, line: float = THIN, fill: float | None = None
    ) -> None:
        """A rectangle from its lower left corner."""
        if fill is not None:
            self.fills.append(f"{fill:g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
        if line:
            self.strokes.append(f"{line:g} w {LINE_GRAY:g} G {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def content(self) -> str:
        """The page's drawing as PDF operators."""
        return "\n".join(["q", *self.fills, "0 g", *self.strokes, "BT", *self.texts, "ET", "Q"])


class Book:
    """All pages of one PDF, and what there is to say about them."""

    def __init__(self, settings: PaperSettings, progress: Progress | None = None):
        self.settings = settings
        self._progress = progress
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pageCompression=1)
        self._canvas.setCreator("帮扶台账")
        self.faces = Faces(self._canvas._doc)
        self.sheets: list[Sheet] = []
        self.title = ""
        self.clipped: dict[str, None] = {}
        self.warnings: dict[str, None] = {}
        self.overlays: list[tuple[int, bytes, tuple[float, float, float, float]]] = []

    def tell(self, done: int, total: int, text: str) -> None:
        """Report progress; raises PaperCancelled when the answer is False."""
        if self._progress is not None and self._progress(done, total, text) is False:
            raise PaperCancelled

    def page_size(self, landscape: bool) -> tuple[float, float]:
        """Width and height of the paper in points."""
        short, long = SIZES_MM[self.settings.size]
        return (long * MM, short * MM) if landscape else (short * MM, long * MM)

    def frame(self, landscape: bool) -> tuple[float, float, float, float]:
        """The printable area inside the margins: left, bottom, right, top in points."""
        width, height = self.page_size(landscape)
        top, right, bottom, left = (margin * MM for margin in self.settings.margins_mm)
        return left, max(bottom, 9 * MM), width - right, height - top

    def new_sheet(self, landscape: bool) -> Sheet:
        """Begin a page."""
        sheet = Sheet(*self.page_size(landscape))
        self.sheets.append(sheet)
        return sheet

    def head(self, sheet: Sheet, landscape: bool, title: str, subtitle: str, info: Sequence[str]) -> float:
        """Draw the title block (info: left, centre, right of the line under the title) and return the y below it."""
        self.title = self.title or title
        left, _, right, y = self.frame(landscape)
        width = right - left
        bold, regular = self.faces.bold, self.faces.regular
        natural = bold.width(title)
        size = min(TITLE_SIZE, max(TITLE_MIN, width / natural)) if natural else TITLE_SIZE
        for line in balanced(title, width / size, bold.width):
            y -= size * 1.2
            sheet.aligned(left, width, y, line, bold, size, "center")
        y -= size * 0.3
        if subtitle:
            for line in balanced(subtitle, width / SUBTITLE_SIZE, regular.width):
                y -= SUBTITLE_SIZE * 1.35
                sheet.aligned(left, width, y, line, regular, SUBTITLE_SIZE, "center")
        if any(info):
            y -= INFO_SIZE * 2
            self._info_line(sheet, left, width, y, info)
            y -= INFO_SIZE * 0.55
        else:
            y -= 4
        return y

    def _info_line(self, sheet: Sheet, left: float, width: float, y: float, info: Sequence[str]) -> None:
        regular = self.faces.regular
        needed = sum(map(regular.width, info)) + 2.0 * (sum(map(bool, info)) - 1)
        size = max(6.5, min(INFO_SIZE, width / needed)) if needed > 0 else INFO_SIZE
        first, middle, last = [*info, "", "", ""][:3]
        if first:
            sheet.text(left, y, first, regular, size)
        if last:
            sheet.aligned(left, width, y, last, regular, size, "right")
        if middle:
            # centred on the page, unless a long neighbour needs the room
            own = regular.width(middle) * size
            x = left + (width - own) / 2
            x = max(x, left + (regular.width(first) + 1) * size if first else left)
            x = min(x, left + width - own - (regular.width(last) + 1) * size if last else left + width - own)
            sheet.text(x, y, middle, regular, size)

    def signature_height(self, labels: Sequence[str]) -> float:
        """Room the signature line needs, in points."""
        return 24.0 if labels else 0.0

    def signatures(self, sheet: Sheet, landscape: bool, y: float, labels: Sequence[str]) -> None:
        """The signature line under y, each label with room to write."""
        if not labels:
            return
        left, _, right, _ = self.frame(landscape)
        regular = self.faces.regular
        texts = [label + ("：      年   月   日" if label.endswith(("日期", "时间")) else "：") for label in labels]
        widths = [regular.width(text) for text in texts]
        room = (right - left) / INFO_SIZE - sum(widths)
        size = INFO_SIZE if room > 2 * len(texts) else max(6.5, (right - left) / (sum(widths) + 2 * len(texts)))
        blanks = [0.0 if label.endswith(("日期", "时间")) else 1.0 for label in labels]
        spare = ((right - left) / size - sum(widths)) / max(1.0, sum(blanks))
        x = left
        for text, own, blank in zip(texts, widths, blanks, strict=True):
            sheet.text(x, y - 18, text, regular, size)
            x += (own + spare * blank) * size

    def finish(self) -> bytes:
        """Number the pages, add header text and watermark, and return the PDF."""
        if not self.sheets:
            self.new_sheet(bool(self.settings.landscape))
        canvas, count = self._canvas, len(self.sheets)
        canvas.setTitle(self.title)
        for number, sheet in enumerate(self.sheets, 1):
            self._margins(sheet, number, count)
            canvas.setPageSize((sheet.width, sheet.height))
            if self.settings.watermark:
                canvas._code.append(self._watermark(sheet))
            canvas._code.append(sheet.content())
            canvas.showPage()
            if number % 50 == 0:
                self.tell(number, count, "正在生成页面")
        for char in self.faces.missing:
            self.warnings[f"字库中没有“{char}”（U+{ord(char):04X}），已印成“〓”"] = None
        canvas.save()
        return self._buffer.getvalue()

    def _margins(self, sheet: Sheet, number: int, count: int) -> None:
        top, _, bottom, left = (margin * MM for margin in self.settings.margins_mm)
        regular = self.faces.regular
        sheet.gray(0.35)
        y = max(5 * MM, bottom / 2 - SMALL_SIZE / 2)
        # blanks this wide are still blanks to programs that read the text back
        parts = ["第 ", f"{number} ", "页 ", "共 ", f"{count} ", "页"]
        x = (sheet.width - (sum(map(regular.width, parts)) + 0.22 * (len(parts) - 1)) * 9) / 2
        for part in parts:
            sheet.text(x, y, part, regular, 9.0)
            x += (regular.width(part) + 0.22) * 9
        if self.settings.header_text:
            y = sheet.height - max(5 * MM, top * 0.6)
            sheet.text(left, y, self.settings.header_text, regular, SMALL_SIZE)

    def _watermark(self, sheet: Sheet) -> str:
        """Pale and under everything: cells have no fill, so it shows on the whole page without transparency."""
        face, text = self.faces.bold, self.settings.watermark
        angle = math.atan2(sheet.height, sheet.width)
        length = math.hypot(sheet.width, sheet.height)
        size = min(length * 0.5 / max(face.width(text), 1.0), sheet.height * 0.2, sheet.width * 0.2)
        cos, sin = math.cos(angle), math.sin(angle)
        along, across = face.width(text) * size / 2, size * 0.36
        x = sheet.width / 2 - along * cos + across * sin
        y = sheet.height / 2 - along * sin - across * cos
        parts = [f"q 0.91 g BT {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"]
        parts += [f"{name} {size:.1f} Tf ({escaped}) Tj" for name, escaped in face.runs(text)]
        return " ".join([*parts, "ET Q"])
