"""Invented people and tables for the printing tests; no name or number belongs to anybody."""

import random
import subprocess

from models.reports.paper import PaperColumn, PaperTable

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英建国文辉玲素云海燕志华春梅"
VILLAGES = ("清溪村", "石板村", "陶化村", "大河坝村", "金竹林村", "龙塘口村")
COLUMNS = tuple(
    PaperColumn(*column)
    for column in [
        ("村", 10),
        ("组", 6, "center"),
        ("姓名", 8),
        ("证件号码", 18, "center"),
        ("性别", 4, "center"),
        ("年龄", 4, "right"),
        ("与户主关系", 8),
        ("户类型", 8),
        ("联系电话", 11, "center"),
        ("年收入（元）", 10, "right"),
        ("核实日期", 10, "center"),
        ("备注", 20),
    ]
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def people(count: int, seed: int = 1) -> list[list[str]]:
    rng = random.Random(seed)
    rows = []
    for number in range(count):
        body = f"999999{rng.randint(1940, 2020)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{number % 1000:03d}"
        check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
        rows.append(
            [
                VILLAGES[number * len(VILLAGES) // count],
                f"{rng.randint(1, 8)}组",
                rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(["", *GIVEN]),
                body + check,
                rng.choice("男女"),
                str(rng.randint(1, 88)),
                rng.choice(["户主", "配偶", "之子", "之女", "孙子"]),
                rng.choice(["脱贫户", "监测户", "一般农户"]),
                f"138{rng.randint(0, 99999999):08d}",
                f"{rng.randint(0, 40000):,}.00",
                f"2025-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                rng.choice(["", "", "在外务工，春节返乡", "患慢性病，已办理门诊特殊病种备案并享受家庭医生签约服务"]),
            ]
        )
    return rows


def table(rows: list[list[str]], **more) -> PaperTable:
    values = {
        "title": "青禾乡家庭成员台账",
        "columns": COLUMNS,
        "rows": rows,
        "subtitle": "（2025年第三季度）",
        "unit_text": "单位：人、元",
        "reporter": "青禾乡人民政府",
        "date_text": "截至2025年11月21日",
    }
    return PaperTable(**{**values, **more})


def texts(pdf: bytes, *options: str) -> list[str]:
    """The text of each page, as pdftotext reads it."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    assert not done.stderr, done.stderr.decode()
    return done.stdout.decode().split("\f")[:-1]


def picture(pdf: bytes, page: int = 1, dpi: int = 50):
    """One page as an array of grey values, as pdftoppm draws it."""
    import io

    import numpy as np
    from PIL import Image

    command = ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-gray", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(done.stdout)))
