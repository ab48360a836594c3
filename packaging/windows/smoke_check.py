"""Check what the smoke test left in a folder: lists, PDF and charts; with --pictures, put the windows side by side."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

WIDTH, HEIGHT = 1366, 768
# 示例的户数；T01：16 个项目，2592.00 万元
HOUSEHOLDS = 300
SEED = {"project_count": 16, "project_total": 2592}


def faults_of_papers(folder: Path) -> list[str]:
    """What is wrong with the imported records, the printed list and the charts, in words."""
    faults = []
    listed = json.loads((folder / "list.json").read_text("utf-8"))
    if listed["count"] != HOUSEHOLDS:
        faults.append(f"导入的户数不对：{listed['count']}，应为 {HOUSEHOLDS}")
    faults += _faults_of_import(folder / "import.json", HOUSEHOLDS)
    if (folder / "seed.json").exists():
        faults += _faults_of_import(folder / "seed.json", SEED["project_count"])
        # The first of a name is the whole; those by year and village come after.
        found: dict[str, float] = {}
        for one in json.loads((folder / "figures.json").read_text("utf-8")):
            found.setdefault(one["name"], float(one["value"]))
        if found != SEED:
            faults.append(f"种子工作簿的指标不对：{found}，应为 {SEED}")
    for wanted in sorted(folder.glob("wanted-*.json")):
        given = wanted.with_name(wanted.name.replace("wanted", "found"))
        if json.loads(given.read_text("utf-8")) != json.loads(wanted.read_text("utf-8")):
            faults.append(f"装好的程序和源代码列出的不一样：比一比 {given.name} 和 {wanted.name}")
    pdf = PdfReader(folder / "household.pdf")
    if "户主" not in pdf.pages[0].extract_text() or len(pdf.pages) < 2:
        faults.append("印出的 PDF 里没有字，或只有一页")
    charts = sorted((folder / "charts").glob("*.png"))
    if len(charts) < 10:
        faults.append("图太少")
    faults += [f"图 {one.stem} 是空白的" for one in charts if _blank(Image.open(one))]
    return faults


def _faults_of_import(file: Path, rows: int) -> list[str]:
    """Every row read must be new, none refused; what is to be looked at is only warned of."""
    sheets = json.loads(file.read_text("utf-8"))
    counts = [sheet["rows"] for sheet in sheets if sheet["ledger"]]
    faults = []
    if sum(one["read"] for one in counts) != rows or any(one["new"] != one["read"] for one in counts):
        faults.append(f"{file.name}：应新增 {rows} 行，却是 {counts}")
    wrong = [one["text"] for sheet in sheets for one in sheet["problems"] if one["level"] == "error"]
    return faults + [f"{file.name}：{text}" for text in wrong]


def _blank(picture: Image.Image) -> bool:
    return len(picture.convert("RGB").resize((160, 90)).getcolors(1 << 20) or ()) < 12


def faults_of_windows(folder: Path, pictures: Path) -> list[str]:
    """What is wrong with the pictures of the tabs; each is saved beside the one from Linux."""
    faults = []
    tabs = [file.stem.removeprefix("wine-") for file in sorted(folder.glob("wine-[0-9][0-9].png"))]
    ours = [file.stem.removeprefix("linux-") for file in sorted(folder.glob("linux-[0-9][0-9].png"))]
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
