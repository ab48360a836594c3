"""Size and start of the Windows program against a bare PySide6 + Matplotlib program packed and started the same way.

``python benchmarks/packaging_size.py [--json]`` (root, after ``packaging/windows/build``). The bare program is one
window with one chart, packed by the same PyInstaller from the same packages, twice: as the packer does it of itself,
and thinned by our own ``build.spec`` (same excludes, same parts of Qt and Matplotlib left out). Its installer is made
by the same NSIS script. The size goal is against the first: that is what a bare program packed the same way weighs.
The second tells what our own parts weigh (fonts for 31,000 characters, PDFium, SQLCipher, spreadsheets, our code); it
has no goal. The thinned one is started under the same Wine, in a copy of the Wine folder, the harder rival of the two;
how a start is measured: ``packaging_start.py``. Goals: size ≤ 1.25, start ≤ 1.6.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

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


def shell(script: str, *words: str) -> None:
    """Run a script with the packing tools at hand; its output goes to stderr."""
    begin = f'set -euo pipefail; ROOT={ROOT}; . "$ROOT/packaging/setup.sh"; . "$ROOT/packaging/windows/tools.sh"; '
    subprocess.run(["bash", "-c", begin + script, "packaging_size", *words], check=True, stdout=sys.stderr)


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def bare_spec() -> str:
    """``build.spec`` for the bare program: its own script, and none of our data and modules."""
    text = (ROOT / "build.spec").read_text("utf-8")
    changes = (
        (r"^datas = \[.*?^\]", "datas = []"),
        (r"^hidden = \[.*?^\]", "hidden = []"),
        (r"^ROOT = .*?$", 'ROOT = Path(r"Z:\\src")'),
        (r'str\(ROOT / "main\.py"\)', 'r"Z:\\out\\bare.py"'),
        (r"pathex=\[.*?\]", "pathex=[]"),
    )
    for pattern, new in changes:
        # 反斜杠在替换的文字里另有意思，要写两次
        text, times = re.subn(pattern, new.replace("\\", r"\\"), text, count=1, flags=re.S | re.M)
        if not times:
            raise SystemExit(f"build.spec has changed, the bare program cannot be made from it: {pattern}")
    return text


def make_bare(name: str, spec: str) -> None:
    """Pack the bare program by a spec into the folder ``name``, if it is not packed by this very recipe already."""
    made, folder = PLACE / f"{name}.made", PLACE / name
    recipe = f"{spec}\n{BARE}\n{(ROOT / 'uv.lock').read_text('utf-8')}"
    if made.exists() and made.read_text("utf-8") == recipe:
        return
    (PLACE / "bare.py").write_text(BARE)
    (PLACE / f"{name}.spec").write_text(spec, "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    shell(
        "OUT=$1; wine_run 900 'Z:\\cache\\windows-python\\python.exe' -m PyInstaller --noconfirm --log-level WARN "
        '--workpath "Z:\\\\out\\\\work-$2" --distpath "Z:\\\\out\\\\$2" "Z:\\\\out\\\\$2.spec"',
        str(PLACE),
        name,
    )
    # 安装程序用同一份 NSIS 脚本造，只换里面的文件夹
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pack; from pathlib import Path; "
        "pack.make_setup(Path(sys.argv[2]), Path(sys.argv[3]))"
    )
    packing = str(ROOT / "packaging" / "windows")
    words = [packing, str(folder / "bangfu"), str(PLACE / f"{name}-setup.exe")]
    subprocess.run([sys.executable, "-c", script, *words], check=True, stdout=sys.stderr)
    made.write_text(recipe, "utf-8")


USUAL = """
analysis = Analysis([r"Z:\\out\\bare.py"])
program = EXE(PYZ(analysis.pure), analysis.scripts, [], exclude_binaries=True, name="bangfu", upx=False)
COLLECT(program, analysis.binaries, analysis.datas, upx=False, name="bangfu")
"""


def measure_starts() -> dict[str, dict[str, list[float]]]:
    """Seconds of each start, by program and kind."""
    shutil.copyfile(ROOT / "benchmarks" / "packaging_start.py", PLACE / "start.py")
    programs = {
        "bare": {"folder": "/out/bare", "command": ["Z:\\out\\bare\\bangfu\\bangfu.exe"], "kill": ["bangfu.exe"]},
        "ours": {
            "folder": "/out/ours",
            "command": ["Z:\\out\\ours\\帮扶台账.exe", "Z:\\out\\window.db"],
            "kill": ["bangfu.exe"],
        },
    }
    for name in ("starts.json", "window.db"):
        for old in PLACE.glob(f"{name}*"):
            old.unlink()
    shell(
        # 台账、设置、最近的文件都留在这个抄出来的 C 盘里，别的测试看不到
        'OUT=$1; ensure_prefix; rm -rf "$1/prefix"; cp -r --reflink=auto "$PREFIX" "$1/prefix"; PREFIX=$1/prefix; '
        "wine_run 120 'Z:\\out\\ours\\bangfu.exe' new --db 'Z:\\out\\window.db' --sample; mkdir -p \"$1/screen\"; "
        'inside 1500 xvfb-run -a -s "-screen 0 1366x768x24 -nolisten tcp -fbdir /out/screen" bash -c \'trap "wineserver'
        ' --kill" EXIT; python3 /out/start.py /out/screen/Xvfb_screen0 /out/starts.json "$1"\' start "$2" 2>&1',
        str(PLACE),
        json.dumps(programs),
    )
    found: dict[str, dict[str, list[float]]] = json.loads((PLACE / "starts.json").read_text())
    return found


def measure() -> list[tuple[str, float, float, float]]:
    """(what, ours, bare, goal as a ratio)."""
    ours = ROOT / "dist" / "帮扶台账"
    setup = next(iter(sorted((ROOT / "dist").glob("*-x64-setup.exe"))), None)
    if not ours.is_dir() or setup is None:
        raise SystemExit("dist/ 里没有程序。请先运行 packaging/windows/build。")
    PLACE.mkdir(parents=True, exist_ok=True)
    make_bare("bare", bare_spec())
    make_bare("usual", USUAL)
    shutil.rmtree(PLACE / "ours", ignore_errors=True)
    shutil.copytree(ours, PLACE / "ours")
    starts = measure_starts()
    print(json.dumps(starts), file=sys.stderr)

    def row(what: str, kind: str, goal: float) -> tuple[str, float, float, float]:
        return what, statistics.median(starts["ours"][kind]), statistics.median(starts["bare"][kind]), goal

    def sizes(what: str, name: str, goal: float) -> list[tuple[str, float, float, float]]:
        packed = (PLACE / f"{name}-setup.exe").stat().st_size
        return [
            (f"installer, MB, bare one {what}", setup.stat().st_size / 1e6, packed / 1e6, goal),
            (f"installed, MB, bare one {what}", size(ours) / 1e6, size(PLACE / name) / 1e6, goal),
        ]

    return [
        *sizes("as usual", "usual", SIZE_GOAL),
        *sizes("thinned as ours", "bare", 0),
        row("start to usable, cold, s", "cold", START_GOAL),
        row("start to usable, warm, s", "warm", START_GOAL),
        # 第一次：Matplotlib 找遍字体，Windows 的安全软件看遍文件；没有目标，只是说出来
        row("very first start, s", "first", 0),
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
            print(f"{what:40} ours {ours:8.2f}  bare {bare:8.2f}  ratio {ours / bare:5.2f}  {told}")
    return 0 if all(not goal or ours / bare <= goal for _, ours, bare, goal in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
