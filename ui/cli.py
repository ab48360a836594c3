"""Headless commands: the same core without a window. Exit code 0 done, 1 done with problems, 2 refused."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress

from models import ledger_file, log, paths
from models.database import Trouble, explain, is_known
from models.kinds import Fault
from models.operation import Cancelled
from models.record import Refused
from ui import cli_parser
from ui.cli_output import tell_error
from ui.cli_parser import Refusal

DONE, PROBLEMS, REFUSED = 0, 1, 2
_WITH_VALUE = ("--order", "--search", "--where")


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code and raises nothing."""
    for stream in (sys.stdout, sys.stderr):
        # Pipes on Windows default to the code page of the country.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with suppress(OSError):
        log.start()
    try:
        return _run(argv)
    except SystemExit as leaving:  # --help
        return DONE if not leaving.code else REFUSED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        tell_error("已中断，没做完的都没有写入。")
        return REFUSED
    except Exception as error:
        return _refuse(error)
    finally:
        ledger_file.close()
        log.stop()


def _run(argv: Sequence[str]) -> int:
    from ui import cli_commands

    arguments = cli_parser.build().parse_args(_joined(argv))
    if not arguments.command:
        raise Refusal(f"没有写要做什么。有哪些命令见：{cli_parser.PROGRAM} --help")
    command: Callable[[Namespace], int] = cli_commands.COMMANDS[arguments.command]
    return command(arguments)


def _joined(argv: Sequence[str]) -> list[str]:
    # argparse takes the "-date" of "--order -date" for an option of its own.
    found: list[str] = []
    for word in argv:
        if found and found[-1] in _WITH_VALUE:
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def _refuse(error: Exception) -> int:
    if isinstance(error, Refused):
        for problem in error.problems:
            if problem.level == "error":
                tell_error(problem.text)
        return REFUSED
    if isinstance(error, Refusal | Trouble | Fault):
        tell_error(str(error))
    elif isinstance(error, Cancelled):
        tell_error("已取消，没有写入。")
    elif isinstance(error, OSError):
        name = f"“{error.filename}”" if error.filename else "文件"
        tell_error(f"{name}读写不了（{error.strerror or error}）。没有改动台账。")
    elif is_known(error):
        tell_error(str(explain(error)))
    else:
        logging.getLogger(__name__).exception("command failed")
        tell_error(f"程序内部出错，没有写入。请把下面的内容和 {paths.log_folder()} 里的日志交给维护人员。")
        tell_error(log.mask("".join(traceback.format_exception(error))))
    return REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
