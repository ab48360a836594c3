"""How the packed program reads its own modules while it starts: from one open file instead of one opening for each."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path
from typing import Any

_kept: dict[str, mmap.mmap] = {}


class _Part:
    """A place in the file, for one reader; several threads read at the same time."""

    def __init__(self, whole: mmap.mmap) -> None:
        self._whole, self._at = whole, 0

    def __enter__(self) -> _Part:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def seek(self, at: int, _whence: int = 0) -> None:
        """Go to a place."""
        self._at = at

    def read(self, size: int) -> bytes:
        """The bytes from there on."""
        self._at += size
        return self._whole[self._at - size : self._at]


def _open(path: str, mode: str) -> Any:
    if path not in _kept:
        with Path(path).open(mode) as file:
            _kept[path] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return _Part(_kept[path])


def keep_open() -> None:
    """Keep the archive of modules open until ``let_go``.

    PyInstaller opens it anew for each of the thousand modules of a start, and security software looks each time.
    """
    archive = sys.modules.get("pyimod01_archive")
    if archive is not None:
        setattr(archive, "open", _open)  # noqa: B010  (the name that its code finds before Python's own)


def let_go() -> None:
    """Open it for each module again, so that a newer program can take the place of this one."""
    archive = sys.modules.get("pyimod01_archive")
    if archive is not None and vars(archive).pop("open", None) is not None:
        _kept.clear()
