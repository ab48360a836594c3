"""The log: a rotating file without ID numbers, phones or bank cards, and a file for hard crashes."""

from __future__ import annotations

import faulthandler
import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from models import paths

SIZE, KEPT = 1 << 20, 5
CRASHES = "crash.txt"
_LONG = re.compile(r"\d{15,}[Xx]?\d*")
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")
_SPACED_ID = re.compile(r"(?<!\d)\d{6}[ -]\d{8}[ -]\d{3}[\dXx]")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


class _Open:
    """The crash file faulthandler writes to; it must stay open. ``ours``: it was not switched on before."""

    crashes: TextIO | None = None
    ours = False


def mask(text: str) -> str:
    """Text with ID numbers (15–22 digits), bank cards (also in groups of four) and mobile numbers taken out."""
    for pattern, word in ((_LONG, "〔号码〕"), (_CARD, "〔卡号〕"), (_SPACED_ID, "〔号码〕"), (_MOBILE, "〔手机号〕")):
        text = pattern.sub(word, text)
    return text


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, so that arguments and tracebacks are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        return mask(super().format(record))


def start(folder: Path | None = None) -> Path:
    """Log to a rotating file in ``folder``; returns the folder. A folder that cannot be written to means no log."""
    folder = folder or paths.log_folder()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    # 调试级别的 peewee 日志会把查询的值写出来
    logging.getLogger("peewee").setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "bangfu.log", maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
        _Open.crashes = (folder / CRASHES).open("a", encoding="utf-8")
    except OSError:
        return folder
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    # 测试时已有人在看着（写到屏幕），不能抢，结束时也不能替人关掉
    if not faulthandler.is_enabled():
        faulthandler.enable(_Open.crashes)
        _Open.ours = True
    return folder


def stop() -> None:
    """Close the log files."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()
    if _Open.crashes is not None:
        if _Open.ours:
            faulthandler.disable()
            _Open.ours = False
        _Open.crashes.close()
        _Open.crashes = None


def last_crash(folder: Path | None = None) -> str:
    """What faulthandler wrote when the program last broke down, then forgotten; "" when it did not."""
    path = (folder or paths.log_folder()) / CRASHES
    try:
        text = path.read_text("utf-8", errors="replace")
        if text:
            path.write_text("", "utf-8")
    except OSError:
        return ""
    return mask(text)
