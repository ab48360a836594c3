"""Size and start of the Windows program against a bare PySide6 + Matplotlib program packed and started the same way.

``python benchmarks/packaging_size.py [--json]`` (root, after ``packaging/windows/build``). The bare program is one
window with one chart, packed by the same PyInstaller with its usual settings from the same packages, and started under
the same Wine. Usable means: the window is on the screen and its chart is drawn. Goals: size ≤ 1.25, start ≤ 1.6.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bangfu-packaging"
PLACE = CACHE / "packaging-size"
SIZE_GOAL, START_GOAL = 1.25, 1.6
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure

app = QApplication(sys.argv)
figure = Figure()
figure.add_subplot().bar(["a", "b", "c"], [3, 1, 2])
window = QMainWindow()
window.setWindowTitle("bare")
window.setCentralWidget(FigureCanvasQTAgg(figure))
window.resize(1200, 700)
window.show()
sys.exit(app.exec())
"""
# 秒数：从启动到画面上有了图的第一种颜色。冷：文件刚从内存里清掉；热：接着再开
START = r"""
set -euo pipefail
openbox --sm-disable >/dev/null 2>&1 &
wine wineboot >/dev/null 2>&1 || true
wine 'Z:\out\ours\bangfu.exe' new --db 'Z:\out\window.db' --sample >/dev/null 2>&1 </dev/null || true
shown() { # 画面上有没有图的颜色
    import -window root miff:- | convert miff:- +dither -unique-colors txt:- | grep -i "$1" >/dev/null
}
start() { # 名字 颜色 程序 参数…
    local name=$1 colour=$2 began
    shift 2
    began=$(date +%s.%N)
    wine "$@" >/dev/null 2>&1 </dev/null &
    for _ in $(seq 300); do
        if shown "$colour"; then
            awk "BEGIN { print $(date +%s.%N) - $began }" >>"/out/$name.seconds"
            break
        fi
    done
    wine taskkill /f /im "$(basename "${1//\\//}")" >/dev/null 2>&1 </dev/null || true
    sleep 2
}
for kind in cold warm warm warm; do
    for name in bare ours; do
        [ $kind = warm ] || { sync; echo 3 >/proc/sys/vm/drop_caches || true; }
        case $name in
            bare) start "bare-$kind" '#1F77B4' 'Z:\out\bare\bare.exe' ;;
            ours) start "ours-$kind" '#2A5788' 'Z:\out\ours\bangfu.exe' 'Z:\out\window.db' ;;
        esac
    done
done
wineserver --kill || true
"""


def shell(script: str, *words: str) -> None:
    """Run a script with the packing tools at hand; its output goes to stderr."""
    begin = f'set -euo pipefail; ROOT={ROOT}; . "$ROOT/packaging/setup.sh"; . "$ROOT/packaging/windows/tools.sh"; '
    subprocess.run(["bash", "-c", begin + script, "packaging_size", *words], check=True, stdout=sys.stderr)


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def size_needed(folder: Path) -> int:
    """Bytes of the files in a folder that our own packing would keep: ``needed`` of build.spec."""
    source = (ROOT / "build.spec").read_text("utf-8")
    wanted = ("UNUSED", "NEEDED", "TRANSLATIONS", "needed")
    tree = ast.parse(source)
    tree.body = [
        one
        for one in tree.body
        if (isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") in wanted)
        or (isinstance(one, ast.FunctionDef) and one.name in wanted)
    ]
    rules: dict[str, Any] = {}
    exec(compile(tree, "build.spec", "exec"), rules)
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files if rules["needed"](path.relative_to(folder).as_posix()))


def size_packed(folder: Path) -> int:
    """Bytes of a folder packed as tightly as the installer packs it."""
    packed = subprocess.run(
        ["sh", "-c", 'tar c -C "$1" . | xz -6 -T2 | wc -c', "pack", str(folder)], check=True, capture_output=True
    )
    return int(packed.stdout)


def seconds(name: str) -> float:
    """The middle of the measured starts."""
    values = sorted(float(line) for line in (PLACE / f"{name}.seconds").read_text().split())
    return values[len(values) // 2]


def measure() -> list[tuple[str, float, float, float]]:
    """(what, ours, bare, goal as a ratio)."""
    ours = ROOT / "dist" / "帮扶台账"
    if not ours.is_dir():
        raise SystemExit("dist/ 里没有程序。请先运行 packaging/windows/build。")
    PLACE.mkdir(parents=True, exist_ok=True)
    for old in PLACE.glob("*.seconds"):
        old.unlink()
    (PLACE / "bare.py").write_text(BARE)
    (PLACE / "start.sh").write_text(START)
    if not (PLACE / "bare").is_dir():
        shell(
            'OUT=$1; wine_run 900 "Z:\\\\cache\\\\windows-python\\\\python.exe" -m PyInstaller --noconfirm --windowed '
            "--log-level WARN --workpath 'Z:\\out\\work' --distpath 'Z:\\out' --specpath 'Z:\\out' 'Z:\\out\\bare.py'",
            str(PLACE),
        )
    shell('rm -rf "$1/ours" "$1/window.db"*; cp -r --reflink=auto "$2" "$1/ours"', str(PLACE), str(ours))
    shell(
        'OUT=$1; inside 600 xvfb-run -a -s "-screen 0 1366x768x24 -nolisten tcp" bash /out/start.sh 2>&1 || true',
        str(PLACE),
    )
    return [
        ("installer size, MB", size_packed(ours) / 1e6, size_packed(PLACE / "bare") / 1e6, SIZE_GOAL),
        ("installed size, MB", size(ours) / 1e6, size(PLACE / "bare") / 1e6, SIZE_GOAL),
        # How much is ours: the bare program without the Qt plugins and fonts that build.spec leaves out.
        ("the same, bare one thinned", size(ours) / 1e6, size_needed(PLACE / "bare") / 1e6, 0),
        ("start to usable, cold, s", seconds("ours-cold"), seconds("bare-cold"), START_GOAL),
        ("start to usable, warm, s", seconds("ours-warm"), seconds("bare-warm"), START_GOAL),
    ]


def main() -> int:
    """Print the ratios; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description="size and start of the packed program as ratios")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows = measure()
    if chosen.json:
        print(json.dumps([{"what": w, "ours": o, "bare": b, "ratio": o / b, "goal": g} for w, o, b, g in rows]))
    else:
        for what, ours, bare, goal in rows:
            told = f"goal ≤ {goal}" if goal else "for comparison"
            print(f"{what:28} ours {ours:8.2f}  bare {bare:8.2f}  ratio {ours / bare:5.2f}  {told}")
    return 0 if all(not goal or ours / bare <= goal for _, ours, bare, goal in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
