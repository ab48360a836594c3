"""Where the program keeps its own things on this computer: configuration, log, and the folder offered for ledgers."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import platformdirs

from resources import ROOT

NAME = "帮扶台账"
RECENT = 8


def program_folder() -> Path:
    """The folder the program lies in."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else ROOT.parent


def portable_folder() -> Path | None:
    """The data folder beside the program when a file named ``portable`` lies there, as on a USB stick."""
    folder = program_folder()
    return folder / "数据" if (folder / "portable").is_file() else None


def _home() -> Path | None:
    # 测试和多份并存时用 BANGFU_HOME 指到别处，不碰这台电脑真正的设置
    given = os.environ.get("BANGFU_HOME")
    return Path(given) if given else portable_folder()


def config_folder() -> Path:
    """Folder of the configuration file; it may not exist yet."""
    return _home() or Path(platformdirs.user_config_dir("bangfu", appauthor=False, roaming=True))


def log_folder() -> Path:
    """Folder of the logs; it may not exist yet."""
    home = _home()
    return home / "日志" if home else Path(platformdirs.user_log_dir("bangfu", appauthor=False))


def ledger_folder() -> Path:
    """Folder offered for new ledger files: Documents/帮扶台账; it may not exist yet."""
    home = _home()
    return home / "台账" if home else Path(platformdirs.user_documents_dir()) / NAME


def _config_file() -> Path:
    return config_folder() / "config.json"


def config() -> dict[str, Any]:
    """What this computer remembers: ``recent`` files, ``font`` points, ``backup_place``; {} when unreadable."""
    try:
        found = json.loads(_config_file().read_text("utf-8"))
    except (OSError, ValueError):  # a lost configuration costs comfort, never data
        return {}
    return found if isinstance(found, dict) else {}


def remember(**values: Any) -> None:
    """Keep values in the configuration; None forgets one. A disk that cannot be written to is no reason to stop."""
    kept = {**config(), **values}
    kept = {key: value for key, value in kept.items() if value is not None}
    target = _config_file()
    staged = target.with_suffix(".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
        staged.replace(target)
    except OSError:
        return


def recent_files() -> list[Path]:
    """Ledger files opened lately, the latest first; some may be gone."""
    return [Path(one) for one in config().get("recent", ()) if isinstance(one, str)]


def remember_file(path: Path) -> None:
    """Put a file at the head of the recent ones."""
    path = path.resolve()
    rest = [one for one in recent_files() if one != path]
    remember(recent=[str(one) for one in [path, *rest][:RECENT]])


def forget_file(path: Path) -> None:
    """Take a file off the recent ones."""
    remember(recent=[str(one) for one in recent_files() if one != path])


def backup_place() -> Path | None:
    """The second place for backups, such as a USB stick; None when not chosen."""
    given = config().get("backup_place")
    return Path(given) if isinstance(given, str) and given else None


def on_network_or_stick(path: Path) -> bool:
    """Whether a file lies on a network share or a removable disk, where a database may be torn apart."""
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        removable, remote = 2, 4
        return ctypes.windll.kernel32.GetDriveTypeW(f"{path.resolve().drive}\\") in (removable, remote)
    return text.startswith(("/media/", "/run/media/", "/mnt/net/"))
