"""A corpus of workbooks drawn from seeds: files, their truth, and how well the recognition does on them."""

import json
import types
from pathlib import Path

from models.exchange.predict import predict

from .cells import VILLAGES, rng_of
from .make import Maker, Page, layouts
from .write import BOOKS, PRODUCERS

WEIGHTS = ("xlsxwriter",) * 4 + (
    "openpyxl",
    "wps",
    "wps",
    "date1904",
    "csv_gbk",
    "csv_bom",
    "csv_tab",
    "html_xls",
    "docx",
)


def scorer(path):
    """The scorer that lies beside the shared workbooks, without the command at its end."""
    source, _, command = Path(path).read_text("utf-8").rpartition("main()")
    assert not command.strip()
    module = types.ModuleType("score")
    exec(compile(source, "score.py", "exec"), vars(module))
    return module


def decoy(kind, index):
    """A sheet of a workbook that is not to be imported."""
    if kind == "notes":
        page = Page("填表说明")
        for at, text in enumerate(
            ("填表说明", "1.户主姓名：按户口簿填写。", "2.身份证号：18位。", "3.联系电话：填手机号。"), 1
        ):
            page.cells[at, 1] = text
    elif kind == "codes":
        page = Page("下拉选项")
        for at, row in enumerate(
            (("与户主关系", "健康状况"), ("配偶", "健康"), ("之子", "残疾"), ("之女", "长期慢性病")), 1
        ):
            for column, cell in enumerate(row, 1):
                page.cells[at, column] = cell
    else:
        page = Page(f"Sheet{index + 1}")
    page.truth = {"index": index, "name": page.name, "state": "visible", "role": "decoy", "tables": []}
    return page


def book(layout, seed, half=None, wild=True):
    """(stem, producer, pages) of one workbook."""
    rng = rng_of("book", layout, seed)
    producer = rng.choice(WEIGHTS) if wild else "xlsxwriter"
    maker = Maker(layout, seed, half, wild)
    if producer == "docx" and len(maker.parts) > 14:
        producer = "xlsxwriter"
    if producer in ("csv_gbk", "csv_bom", "csv_tab"):
        maker.style = "unmerged"
    name = rng.choice(("Sheet1", maker.title.replace("青禾乡", "")[:12], "台账"))
    pages = [maker.page(name, 0)]
    if producer in BOOKS and wild:
        villages = [at for at, one in enumerate(maker.parts) if one.field == "region.village"]
        if rng.random() < 0.12 and not maker.groups and villages:
            pages = [maker.page(village, at) for at, village in enumerate(VILLAGES[:3])]
        elif rng.random() < 0.3:
            pages.append(decoy(rng.choice(("notes", "codes", "empty")), 1))
    stem = f"{layout}_{seed}_{maker.title[:12]}"
    return stem, producer, pages


def truth_of(stem, producer, pages, layout, seed):
    suffix = PRODUCERS[producer][0]
    return {
        "file": stem + suffix,
        "layout": layout,
        "producer": producer,
        "difficulty": "mid",
        "seed": seed,
        "sheets": [page.truth for page in pages],
    }


def make(folder, layout, seed, half=None, wild=True):
    """Write a workbook into ``folder``: (path, truth, records)."""
    stem, producer, pages = book(layout, seed, half, wild)
    suffix, write = PRODUCERS[producer]
    path = Path(folder) / f"{stem}{suffix}"
    write(path, pages)
    return path, truth_of(stem, producer, pages, layout, seed), [one for page in pages for one in page.records]


def told_of(path):
    """The recognition's answer, through text as another program reads it."""
    return json.loads(json.dumps(predict(path), ensure_ascii=False))


def names():
    return tuple(layouts())
