"""From the folder PyInstaller made to what a clerk gets: launcher, notices, green zip, setup.exe, SHA-256 list.

Used by ``build`` (Debian) and ``build.ps1`` (Windows). Signs when BANGFU_SIGN_P12 names a certificate.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

import notices  # noqa: E402

NAME = "帮扶台账"
ICON = ROOT / "resources" / "icons" / "app.ico"
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
# 装完以后还要留给台账和备份的空间
SPARE_MB = 100
# 压缩包里的时间写死，同样的内容造出同样的压缩包
LONG_AGO = (2020, 1, 1, 0, 0, 0)


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"── {text}", file=sys.stderr, flush=True)


def make_launcher(target: Path, zig_packages: Path, work: Path) -> None:
    """Compile the launcher; it needs nothing but the two libraries every Windows has."""
    environment = {**os.environ, "PYTHONPATH": str(zig_packages), "ZIG_GLOBAL_CACHE_DIR": str(work / "zig-cache")}
    zig = [sys.executable, "-m", "ziglang"]
    for name in ("launcher.c", "launcher.rc", "bangfu.manifest"):
        shutil.copyfile(HERE / name, work / name)
    shutil.copyfile(ICON, work / "app.ico")
    numbers = ",".join([*VERSION.split("."), "0"])
    resource = ["rc", "/:auto-includes", "gnu", "/d", f"BANGFU_NUMBERS={numbers}", "/d", f'BANGFU_VERSION="{VERSION}"']
    subprocess.run([*zig, *resource, "--", "launcher.rc", "launcher.res"], cwd=work, env=environment, check=True)
    headers = zig_packages / "ziglang" / "lib" / "libc" / "include" / "any-windows-any"
    # 编译器在 Windows 上认不得中文文件名，先造成英文名再改名
    compile_ = [
        *("cc", "-target", "x86_64-windows-gnu", "-Os", "-s", "-Wall", "-Wextra", "-Werror", "-nostdlib"),
        *("-fno-stack-protector", "-isystem", str(headers), "-Wl,--subsystem,windows", "-Wl,-e,entry"),
        *("-o", "launcher.exe", "launcher.c", "launcher.res", "-lkernel32", "-luser32"),
    ]
    subprocess.run([*zig, *compile_], cwd=work, env=environment, check=True)
    shutil.move(work / "launcher.exe", target)


def sign_command() -> list[str] | None:
    """The command that signs the file named after it in place; None without a certificate."""
    return [sys.executable, str(HERE / "sign.py")] if os.environ.get("BANGFU_SIGN_P12") else None


def sign(*files: Path) -> None:
    """Sign files in place, if there is a certificate."""
    command = sign_command()
    for file in files if command else ():
        subprocess.run([*(command or ()), str(file)], check=True)


def make_zip(program: Path, target: Path) -> None:
    """The green version: the same folder with a file ``portable``, so that data lie beside the program."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(path for path in program.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{NAME}/{file.relative_to(program).as_posix()}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
        note = "有这个文件，数据就放在程序旁边的“数据”文件夹里。删掉它，数据就放到“文档”里。\r\n"
        archive.writestr(zipfile.ZipInfo(f"{NAME}/portable", LONG_AGO), note.encode("utf-8-sig"))


def size_mb(folder: Path) -> int:
    """Size of a folder in MB, rounded up."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // (1 << 20) + 1


def make_setup(program: Path, target: Path) -> None:
    """Run NSIS."""
    defined = {
        "VERSION": VERSION,
        "PROGRAM": str(program),
        "OUTFILE": str(target),
        "NEEDED_MB": str(size_mb(program) + SPARE_MB),
        "ICON": str(ICON),
    }
    command = sign_command()
    if command:
        defined["SIGN"] = " ".join(f'"{word}"' for word in command)
    makensis = shutil.which("makensis") or r"C:\Program Files (x86)\NSIS\makensis.exe"
    switch = "/" if sys.platform == "win32" else "-"
    words = [f"{switch}D{name}={value}" for name, value in defined.items()]
    run = [makensis, f"{switch}V2", f"{switch}INPUTCHARSET", "UTF8", *words, str(HERE / "setup.nsi")]
    subprocess.run(run, check=True)


def write_sums(folder: Path, files: list[Path]) -> None:
    """SHA256SUMS, as ``sha256sum --check`` reads it."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in files]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def pack(made: Path, out: Path, packages: Path, python_licence: Path, zig_packages: Path) -> None:
    """Make everything in ``out``, which is emptied first."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    program = out / NAME
    shutil.copytree(made, program)
    say("造启动小程序")
    work = out / "work"
    work.mkdir()
    make_launcher(program / f"{NAME}.exe", zig_packages, work)
    shutil.rmtree(work)
    say("写许可说明和使用说明")
    notices.write(program / "THIRD-PARTY-NOTICES.txt", packages, python_licence)
    for source, name in ((ROOT / "LICENSE", "LICENSE.txt"), (ROOT / "docs" / "install.md", "使用说明.txt")):
        text = source.read_text("utf-8")
        # 记事本靠开头的标记认出 UTF-8
        (program / name).write_text(text, "utf-8-sig", newline="\r\n")
    sign(*program.glob("*.exe"))
    archive, setup = out / f"{NAME}-{VERSION}-x64-绿色版.zip", out / f"{NAME}-{VERSION}-x64-setup.exe"
    say("压成绿色版")
    make_zip(program, archive)
    say("造安装程序（约 1 分钟）")
    make_setup(program, setup)
    sign(setup)
    write_sums(out, [setup, archive])


def main() -> int:
    """Pack what the command line names."""
    parser = argparse.ArgumentParser(description="make setup.exe and the green zip")
    for name in ("program", "out", "packages", "python-licence", "zig"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    chosen = parser.parse_args()
    pack(chosen.program, chosen.out, chosen.packages, chosen.python_licence, chosen.zig)
    return 0


if __name__ == "__main__":
    sys.exit(main())
