"""Install on Windows what run.bat misses: uv by pip into .tools, then the packages of uv.lock into .venv."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"


def find_uv() -> str:
    """Return the path of uv; install it beside the program if the system has none."""
    installed = shutil.which("uv")
    if installed:
        return installed
    own = TOOLS / "Scripts" / "uv.exe"
    if not own.exists():
        print("正在安装 uv（按清单安装 Python 软件包的工具）……", flush=True)
        venv.create(TOOLS, clear=True, with_pip=True)
        pip = [str(TOOLS / "Scripts" / "python.exe"), "-m", "pip", "install", "--quiet", "uv"]
        subprocess.run([*pip, "--disable-pip-version-check"], check=True)
    return str(own)


def sync(uv: str) -> None:
    """Install the locked packages; from pip's mirror if the official address of uv.lock cannot be reached."""
    # 装过测试工具的不拆掉
    groups = [] if (VENV / "installed-dev.lock").exists() else ["--no-dev"]
    command = [uv, "sync", "--frozen", "--python", sys.executable, *groups]
    if subprocess.run(command, cwd=ROOT).returncode == 0:
        return
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True
    )
    mirror = asked.stdout.strip()
    if not mirror:
        raise subprocess.CalledProcessError(1, command)
    print("改从本机 pip 设定的镜像安装……", flush=True)
    wanted = VENV / "requirements.txt"
    if not (VENV / "Scripts" / "python.exe").exists():
        subprocess.run([uv, "venv", "--python", sys.executable, str(VENV)], cwd=ROOT, check=True)
    export = [uv, "export", "--frozen", "--quiet", "--format", "requirements-txt", "-o", str(wanted), *groups]
    subprocess.run(export, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    install = [uv, "pip", "install", "--python", str(VENV), "--require-hashes", "-r", str(wanted)]
    subprocess.run([*install, "--default-index", mirror], cwd=ROOT, check=True)


def main() -> int:
    """Install and leave a copy of uv.lock in .venv, by which run.bat sees that nothing is missing."""
    print("正在安装帮扶台账要用的软件包（第一次约需几分钟，取决于网速）……", flush=True)
    try:
        sync(find_uv())
    except (OSError, subprocess.CalledProcessError):
        print("没有装上软件包。请检查网络，再运行一次。")
        return 2
    lock = ROOT / "uv.lock"
    if (VENV / "installed-dev.lock").exists():
        shutil.copyfile(lock, VENV / "installed-dev.lock")
    shutil.copyfile(lock, VENV / "installed-app.lock")
    print("软件包已装好。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
