"""A private folder for copies that another program shows; it goes when the program ends, or with the next start."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

_PREFIX = "bangfu-open-"
_OLD = 24 * 3600


class _Only:
    folder: Path | None = None


def folder() -> Path:
    """The folder of this run; only this user may look into it."""
    if _Only.folder is None or not _Only.folder.is_dir():
        _sweep()
        _Only.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        atexit.register(clear)
    return _Only.folder


def place() -> Path:
    """A new, empty folder inside it: files keep their names and never meet."""
    return Path(tempfile.mkdtemp(dir=folder()))


def lock(file: Path) -> Path:
    """Make a copy read-only, so that a program that opens it says that changes are not kept here."""
    file.chmod(stat.S_IREAD)
    return file


def clear() -> None:
    """Remove the folder with everything in it; what a program still holds open goes with the next start."""
    if _Only.folder is not None:
        _remove(_Only.folder)
        _Only.folder = None


def _remove(path: Path) -> None:
    for file in path.rglob("*"):
        with contextlib.suppress(OSError):
            file.chmod(stat.S_IRWXU)  # Windows removes no read-only file
    shutil.rmtree(path, ignore_errors=True)


def _sweep() -> None:
    """Folders of runs that broke down; a day old, so that none of another window's is taken."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            mine = not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()
            if mine and time.time() - path.stat().st_mtime > _OLD:
                _remove(path)
