"""Measure starts by the picture on the screen; runs inside the Wine folder, by ``packaging_size.py``.

``packaging_start.py FRAMEBUFFER OUT JSON``: the JSON is ``{name: {"folder": …, "command": […], "kill": [exe, …]}}``.
The programs take turns, so that a busy moment of the machine hits both. A start lasts from the command until the screen
is for the first time as it stays (all but 1 % of its pixels): window, texts and chart painted. Cold: the program's
files are dropped from memory before; warm: they are in memory from the start before.
"""

import json
import operator
import os
import subprocess
import sys
import time
from pathlib import Path

COLD, WARM = 3, 5
# 画面这么久不再有大的变化，就是好了
QUIET, LONGEST = 8.0, 150.0
SAME, BIG = 0.01, 0.005
EVERY = 8


class Screen:
    """The framebuffer file of Xvfb, an XWD picture that changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            head = [int.from_bytes(file.read(4), "big") for _ in range(25)]
        self.begin, self.line, self.height = head[0] + head[19] * 12, head[12], head[5]

    def look(self) -> memoryview:
        """Every eighth line as pixels."""
        with self.path.open("rb") as file:
            data = file.read()
        rows = (self.begin + row * self.line for row in range(0, self.height, EVERY))
        return memoryview(b"".join(data[at : at + self.line] for at in rows)).cast("I")


def differs(one: memoryview, other: memoryview) -> float:
    """The part of the pixels that are not the same."""
    return sum(map(operator.ne, one, other)) / len(one)


def drop(folder: Path) -> None:
    """Drop the files of a folder from memory."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def run(*words: str) -> None:
    """A Wine command whose end is waited for."""
    subprocess.run(["wine", *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start(screen: Screen, command: list[str], kill: list[str]) -> float:
    """Seconds of one start; the program is ended after it. Raises TimeoutError."""
    empty = screen.look()
    began = time.monotonic()
    subprocess.Popen(["wine", *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen = [(0.0, empty)]
    quiet_since, shown = 0.0, False
    while True:
        picture, at = screen.look(), time.monotonic() - began
        if picture != seen[-1][1]:
            if differs(picture, seen[-1][1]) > BIG:
                quiet_since = at
            seen.append((at, picture))
            shown = shown or differs(picture, empty) > 0.2
        if shown and at - quiet_since > QUIET:
            break
        if at > LONGEST:
            raise TimeoutError(f"nothing to see: {command}")
        time.sleep(0.02)
    last = seen[-1][1]
    usable = next(at for at, picture in seen if differs(picture, last) < SAME)
    for name in kill:
        run("taskkill", "/f", "/im", name)
    gone = time.monotonic() + 20
    while differs(screen.look(), empty) > BIG and time.monotonic() < gone:
        time.sleep(0.1)
    return usable


def main() -> None:
    """Write the seconds of every start to the file."""
    screen, out = Screen(Path(sys.argv[1])), Path(sys.argv[2])
    programs = json.loads(sys.argv[3])
    subprocess.Popen(["openbox", "--sm-disable"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run("wineboot")
    time.sleep(3)
    found: dict[str, dict[str, list[float]]] = {name: {"first": [], "cold": [], "warm": []} for name in programs}
    for kind in ["first", *["cold"] * COLD, *["warm"] * WARM]:
        for name, one in programs.items():
            if kind == "cold":
                drop(Path(one["folder"]))
            found[name][kind].append(start(screen, one["command"], one["kill"]))
    out.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
