"""Check what the smoke test left in a folder: lists, PDF and charts; with --pictures, put the windows side by side."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

WIDTH, HEIGHT = 1366, 768


def faults_of_papers(folder: Path) -> list[str]:
    """What is wrong with the imported records, the printed list and the charts, in words."""
    faults = []
    imported = json.loads((folder / "list.json").read_text("utf-8"))
    if imported["count"] < 100:
        faults.append("导入的户数不对")
    pdf = PdfReader(folder / "household.pdf")
    if "户主" not in pdf.pages[0].extract_text() or len(pdf.pages) < 2:
        faults.append("印出的 PDF 里没有字，或只有一页")
    charts = (folder / "charts.txt").read_text("utf-8").split()
    if len(charts) < 10:
        faults.append("图太少")
    for name in charts:
        if _blank(Image.open(folder / f"chart-{name}.png")):
            faults.append(f"图 {name} 是空白的")
    return faults


def _blank(picture: Image.Image) -> bool:
    return len(picture.convert("RGB").resize((160, 90)).getcolors(1 << 20) or ()) < 12


def faults_of_windows(folder: Path, pictures: Path) -> list[str]:
    """What is wrong with the pictures of the tabs; each is saved beside the one from Linux."""
    faults = []
    tabs = [file.stem.removeprefix("wine-") for file in sorted(folder.glob("wine-[0-9].png"))]
    ours = [file.stem.removeprefix("linux-") for file in sorted(folder.glob("linux-[0-9].png"))]
    if not tabs or tabs != ours:
        faults.append(f"标签页数不一样：Wine {tabs}，Linux {ours}")
    for tab in sorted(set(tabs) & set(ours)):
        wine, linux = (Image.open(folder / f"{name}-{tab}.png").convert("RGB") for name in ("wine", "linux"))
        if _blank(wine):
            faults.append(f"第 {tab} 页在 Wine 里是空白的")
        both = Image.new("RGB", (WIDTH, HEIGHT * 2))
        both.paste(wine, (0, 0))
        both.paste(linux, (0, HEIGHT))
        both.save(pictures / f"both-{tab}.png")
    for file in [*folder.glob("wine*.png"), *folder.glob("linux*.png")]:
        Image.open(file).save(pictures / file.name)
    return faults


def main() -> int:
    """Tell the faults; 1 when there are some."""
    parser = argparse.ArgumentParser(description="check what the smoke test left")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args()
    if chosen.pictures:
        chosen.pictures.mkdir(parents=True, exist_ok=True)
        faults = faults_of_windows(chosen.folder, chosen.pictures)
    else:
        faults = faults_of_papers(chosen.folder)
    for fault in faults:
        print(f"不对：{fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
