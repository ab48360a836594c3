"""A filled form as PDF, by an office program that is installed: only such a program knows how it comes out on paper."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from models.database import Trouble

SECONDS = 120
NONE = (
    "这台电脑上没有 LibreOffice，程序自己不能把县里的表排成 PDF（排版要和原表一模一样）。"
    "请点“用 WPS 或 Office 打开”，在那里打印，或者用“输出为 PDF”。"
)


class NoOffice(Trouble):
    """No program that could lay out the form; the text says what to do instead."""


def office() -> Path | None:
    """The program that turns forms into PDF, None where none is installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    folders = [os.environ.get(one, "") for one in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")]
    places = [Path(folder) / "LibreOffice" / "program" / "soffice.exe" for folder in folders if folder]
    return next((one for one in places if one.is_file()), None)


def to_pdf(form: Path) -> bytes:
    """The pages of a filled form. Raises NoOffice, Trouble with a sentence."""
    program = office()
    if program is None:
        raise NoOffice(NONE)
    with tempfile.TemporaryDirectory(prefix="form") as folder:
        # A profile of its own: an office window that is open already would take the order and answer nothing.
        command = [str(program), f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless",
                   "--convert-to", "pdf", "--outdir", folder, str(form)]  # fmt: skip
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no black window on Windows
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, creationflags=hidden)
            return (Path(folder) / f"{form.stem}.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise Trouble(
                f"“{form.name}”没有排成 PDF（{program.stem} 没有做完）。表已经存好，请用 WPS 或 Office 打开它打印。"
            ) from error


def save_pdf(form: Path, out: Path) -> None:
    """Write the pages of a filled form to a PDF file. Raises Trouble."""
    pages = to_pdf(form)
    try:
        out.write_bytes(pages)
    except OSError as error:
        raise Trouble(f"不能写入“{out.name}”（{error.strerror or '磁盘出错'}）。请换一个位置再试。") from error
