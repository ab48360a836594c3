"""Photos as single-page PDFs with a caption, to be placed like charts: small enough for paper, turned upright."""

from __future__ import annotations

import io

from models.reports.paper_fonts import Faces
from models.reports.paper_text import wrap

LONGEST = 1000
QUALITY = 80
WIDTH, HEIGHT, CAPTION = 300.0, 220.0, 30.0
SIZE = 9.0


def picture_page(data: bytes, caption: str) -> bytes | None:
    """One picture over its caption; None when it cannot be read as a picture."""
    from PIL import Image, ImageOps
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST, LONGEST))
            flat = Image.new("RGB", upright.size, "white")
            alpha = upright.convert("RGBA")
            flat.paste(alpha, mask=alpha.getchannel("A"))
    except Exception:  # whatever is wrong with a picture, the file is still listed by name
        return None
    small = io.BytesIO()
    flat.save(small, "JPEG", quality=QUALITY)
    small.seek(0)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT + CAPTION), pageCompression=1)
    scale = min(WIDTH / flat.width, HEIGHT / flat.height)
    width, height = flat.width * scale, flat.height * scale
    canvas.drawImage(ImageReader(small), (WIDTH - width) / 2, CAPTION + (HEIGHT - height) / 2, width, height)
    _caption(canvas, caption)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def blank_page() -> bytes:
    """An empty place of the same size."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT + CAPTION))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _caption(canvas: object, caption: str) -> None:
    face = Faces(canvas._doc).regular  # type: ignore[attr-defined]
    lines = wrap(caption, WIDTH / SIZE, face.width)[:2]
    code = ["BT"]
    y = CAPTION - SIZE - 3
    for line in lines:
        x = (WIDTH - face.width(line) * SIZE) / 2
        code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for name, escaped in face.runs(line):
            code.append(f"{name} {SIZE:g} Tf ({escaped}) Tj")
        y -= SIZE * 1.3
    canvas._code.append(" ".join([*code, "ET"]))  # type: ignore[attr-defined]
