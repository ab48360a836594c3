"""Start-up only: a window without arguments, one headless command with them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def _speak_utf8() -> None:
    # Windows 的控制台和管道默认用 GBK，输出的中文会乱或出错；没有控制台的程序没有 stdout
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def main(arguments: list[str]) -> int:
    """Open the window (no argument, or one ledger file to open) or run the command; returns the exit code."""
    _speak_utf8()
    file = Path(arguments[0]) if len(arguments) == 1 else None
    if not arguments or (file is not None and file.suffix.lower() in (".db", ".bak") and file.is_file()):
        from ui import packed

        # 启动时装载的都要留着，不必一遍遍地找垃圾；到 ui.startup.hurry 说的时候，这两样都恢复原样
        gc.disable()
        packed.keep_open()
        from ui.startup import run

        return run(file)
    from ui.cli import main as run_command

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
