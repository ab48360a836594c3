"""Notices of every part shipped with the program, from the metadata of the installed packages.

``python packaging/notices.py --packages SITE-PACKAGES --python-licence FILE OUT``; the names come from ``uv.lock``.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "packaging" / "licences"
# Wheels of these bring no text of their licence, or only a commercial one.
TEXTS = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "chinesecalendar": ("chinesecalendar.txt",),
}
# What the classifiers of a wheel leave unsaid, and what lies inside a wheel beside its own code.
NOTES = {
    "pyside6-essentials": "Qt 6 和 PySide6 按 LGPL-3.0 使用，没有改动；它们的库是程序文件夹里单独的文件"
    "（_internal/PySide6），可以换成自己编译的同版本的库。源代码：https://download.qt.io",
    "shiboken6": "按 LGPL-3.0 使用，没有改动，可以替换（_internal/shiboken6）。",
    "python-stdnum": "按 LGPL-2.1+ 使用，没有改动。",
    "sqlcipher3": "含 SQLCipher（BSD-3-Clause，Zetetic LLC）、SQLite（公有领域）、OpenSSL（Apache-2.0）。",
    "pypdfium2": "含 PDFium（BSD-3-Clause、Apache-2.0）。",
    "numpy": "含 OpenBLAS（BSD-3-Clause）。",
    "pyinstaller": "打包工具；程序里有它的启动部分。GPL-2.0+，带例外：打出的程序不受其约束。",
}
_LICENCE_FILE = re.compile(r"\.dist-info/(?:licenses/.*|[^/]*(?:licen[cs]e|copying|notice)[^/]*)$", re.I)
# A licence that is bought, and texts for systems the program is not made for.
_OTHERS = re.compile(r"Commercial|android|musl", re.I)
LINE = "=" * 78


def normal(name: str) -> str:
    """A package's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def shipped(system: str = "win32") -> set[str]:
    """Names of the packages the program needs on a system, by following ``uv.lock``; the packer's starter too."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    packages = {one["name"]: one for one in lock["package"]}
    other = "linux" if system == "win32" else "win32"
    found: set[str] = set()
    waiting = [one["name"] for one in packages["bangfu-ledger"]["dependencies"]]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            needs = packages[name].get("dependencies", ())
            waiting += [one["name"] for one in needs if f"sys_platform == '{other}'" not in one.get("marker", "")]
    return found | {"pyinstaller"}


def licence_of(package: Distribution) -> str:
    """The licence in a line."""
    about = package.metadata
    given = about.get("License-Expression") or about.get("License") or ""
    classes = [one.rsplit("::", 1)[-1].strip() for one in about.get_all("Classifier") or () if "License" in one]
    return given if given and "\n" not in given else "、".join(classes) or "见下"


def texts_of(package: Distribution, name: str) -> Iterator[tuple[str, str]]:
    """(file, text) of the licence files in a wheel, and of the standard texts it lacks."""
    for file in package.files or ():
        path = str(file).replace("\\", "/")
        if _LICENCE_FILE.search(path) and not _OTHERS.search(path):
            found = Path(str(file.locate()))
            if found.is_file():
                yield file.name, found.read_text("utf-8", errors="replace")
    for text in TEXTS.get(name, ()):
        yield text, (LICENCES / text).read_text("utf-8")


def write(target: Path, packages: Path, python_licence: Path, system: str = "win32") -> list[str]:
    """Write all notices to ``target``; returns the names, sorted. Raises ValueError when one has no licence text."""
    known = {normal(one.metadata["Name"]): one for one in importlib.metadata.distributions(path=[str(packages)])}
    wanted = sorted(shipped(system))
    missing = [name for name in wanted if name not in known]
    if missing:
        raise ValueError(f"没有装这些软件包，写不出许可说明：{'、'.join(missing)}")
    parts = [
        "帮扶台账用到的开源软件和它们的许可（帮扶台账自己的许可是 MIT，见 LICENSE.txt）",
        "",
        *(f"  {name} {known[name].version}：{licence_of(known[name])}" for name in wanted),
        "  Python：PSF-2.0",
        "  Bangfu Sans SC（由 Noto Sans SC 改成）：OFL-1.1",
    ]
    said: set[str] = set()
    for name in wanted:
        parts += ["", LINE, f"{name} {known[name].version}　{licence_of(known[name])}"]
        parts += [NOTES[name]] if name in NOTES else []
        for file, text in texts_of(known[name], name):
            if text in said:
                parts += ["", f"（{file}：同上文）"]
            else:
                parts += ["", text.strip()]
                said.add(text)
    for title, file in (
        ("Python", python_licence),
        ("Bangfu Sans SC", ROOT / "resources" / "fonts" / "OFL.txt"),
    ):
        parts += ["", LINE, title, "", file.read_text("utf-8", errors="replace").strip()]
    target.write_text("\n".join(parts) + "\n", "utf-8-sig", newline="\r\n" if system == "win32" else "\n")
    return wanted


def main() -> int:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description="write the notices of everything shipped")
    parser.add_argument("out", type=Path)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--python-licence", type=Path, required=True)
    parser.add_argument("--system", default="win32", choices=("win32", "linux"))
    chosen = parser.parse_args()
    write(chosen.out, chosen.packages, chosen.python_licence, chosen.system)
    return 0


if __name__ == "__main__":
    sys.exit(main())
