"""Pictures: small ones to show, smaller ones to keep. Turned as the camera held them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from models import attachment, contents
from models.database import Trouble

LONGEST = 2000
"""Pixels of the longer side of a photo that was made smaller: a page of A4 at 170 dots an inch."""
WORTH = 600 * 1024
"""Bytes below which making smaller is not worth asking."""
QUALITY = 85


def _reader(source: Path | bytes) -> tuple[QImageReader, QBuffer | None]:
    if isinstance(source, Path):
        reader, buffer = QImageReader(str(source)), None
    else:
        buffer = QBuffer()
        buffer.setData(QByteArray(source))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader, buffer


def is_big(source: Path | bytes, name: str) -> bool:
    """Whether it is a photo that would be a good deal smaller without losing what paper can show."""
    if attachment.extension(name) not in attachment.PICTURES:
        return False
    if isinstance(source, Path) and not source.is_file():
        return False
    if (source.stat().st_size if isinstance(source, Path) else len(source)) < WORTH:
        return False
    reader, _buffer = _reader(source)
    pixels = reader.size()
    return pixels.isValid() and max(pixels.width(), pixels.height()) > LONGEST


def shrunk(source: Path | bytes) -> bytes | None:
    """The photo with a longer side of 2000 pixels as JPEG; None when it cannot be read or would not get smaller."""
    before = source.stat().st_size if isinstance(source, Path) else len(source)
    image = _scaled(source, LONGEST)
    if image.isNull():
        return None
    data = jpeg(image)
    return data if len(data) < before else None


def jpeg(image: QImage, quality: int = QUALITY) -> bytes:
    """A picture as JPEG, what is see-through as white."""
    if image.hasAlphaChannel():
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(QColor("white"))
        painter = QPainter(ground)
        painter.drawImage(0, 0, image)
        painter.end()
        image = ground
    return _written(image, "JPG", quality)


def screenshot(image: QImage) -> tuple[bytes, str]:
    """A picture from the clipboard as (bytes, extension): sharp as PNG, unless that is very large."""
    data = _written(image, "PNG", -1)
    return (data, "png") if len(data) <= attachment.MEGABYTE else (jpeg(image, 90), "jpg")


def _written(image: QImage, form: str, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form, quality)  # type: ignore[call-overload]
    return bytes(data.data())


def _scaled(source: Path | bytes, most: int) -> QImage:
    reader, _buffer = _reader(source)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > most:
        # JPEG is decoded at the smaller size at once, which takes a fraction of the time.
        reader.setScaledSize(size.scaled(QSize(most, most), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def thumbnail(sha256: str, side: int) -> QImage:
    """The picture of an attachment, at most ``side`` pixels wide and high; a null image when it cannot be shown."""
    try:
        return _small(sha256, side)
    except Trouble:  # lost, or the file was closed meanwhile
        return QImage()


@lru_cache(maxsize=400)
def _small(sha256: str, side: int) -> QImage:
    return _scaled(contents.read(sha256), side)


def image(data: bytes, most: int) -> QImage:
    """A picture from its bytes, its longer side at most ``most`` pixels."""
    return _scaled(data, most)
