"""Attached photos as the pictures that a document can hold: upright, not larger than a page needs."""

from __future__ import annotations

import io

from models import contents
from models.attachment import Item
from models.contents import LostContent
from models.exchange.fill.grid import Picture

LONGEST = 1_200
"""Pixels of the longer side: 12 cm at 250 dots per inch."""


def picture_of(item: Item) -> Picture | None:
    """The picture of an attachment, None where it is none or its bytes are missing."""
    if not item.is_picture:
        return None
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(contents.read(item.sha256))) as opened:
            image = ImageOps.exif_transpose(opened)
            image.thumbnail((LONGEST, LONGEST))
            image = image.convert("RGB")
    except (LostContent, UnidentifiedImageError, OSError):
        return None
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=85)
    return Picture(packed.getvalue(), "jpeg", image.width, image.height)
