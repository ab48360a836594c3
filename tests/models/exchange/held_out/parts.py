"""The columns of a layout: which fields, under which headings, in which order; drawn from a seed."""

import dataclasses
import functools
import re
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
TEN_THOUSANDS = frozenset({"project", "fund_line", "ce_entry", "industry", "enterprise", "match", "loan_support"})
STRANGE = (
    "~录入状态",
    "~核查人",
    "~是否已上传系统",
    "~排序",
    "~包片领导",
    "~公示情况",
    "~村委会意见",
    "~系统录入时间",
    "~复核结果",
    "~资料是否齐全",
    "~照片编号",
    "~满意度",
    "~上报批次",
)


@functools.cache
def headings():
    """{field: wordings}."""
    lines = (HERE / "headings.txt").read_text("utf-8").splitlines()
    return {name: tuple(words) for name, *words in (line.split("|") for line in lines)}


@functools.cache
def layouts():
    """{id: (ledger, title, columns as written)}."""
    lines = (HERE / "layouts.txt").read_text("utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line.strip() and not line.startswith("#")]
    return {one[0]: (one[1], one[2], one[3]) for one in rows}


@dataclass(frozen=True)
class Part:
    """A column: its ``field`` ("" for none), its header's ``levels``, its ``key`` and ``role``."""

    field: str = ""
    levels: tuple = ()
    key: dict = dataclasses.field(default_factory=dict, hash=False)
    role: str = ""


def parts_of(text, rng, half):
    """The columns of a layout; ``half`` 0 or 1 takes every other wording, None all."""
    found, parent = [], ""
    for token in re.findall(r"[^\s{}]+\{|\}|[^\s{}]+", text):
        if token == "}":
            parent = ""
        elif token.endswith("{"):
            parent = token[:-1]
        elif token == "DAYS":
            found += [Part("attendance.state", ("日期", str(day)), {"day": day}) for day in range(1, 31)]
        else:
            part = _part(token, rng, half)
            if part is not None:
                found.append(replace(part, levels=(parent, *part.levels)) if parent else part)
    return _unlike(found, rng, half)


def _part(token, rng, half):
    if token == "#":
        return Part("", (rng.choice(("序号", "序号", "编号", "序")),), {}, "serial")
    if token[0] in "~^":
        name = token.lstrip("~^")
        role = "signature" if token[0] == "^" else "remark" if token.startswith("~~") else "foreign"
        return Part("", (name,), {}, role)
    optional = token.endswith("?")
    name, *rest = token.rstrip("?").split("=")
    if optional and rng.random() < 0.35:
        return None
    name, _, by = name.partition("@")
    key = {by: rest.pop(0) if by in ("source", "class") else int(rest.pop(0))} if by else {}
    return Part(name, (rest[0] if rest else word(name, rng, half),), key)


def word(name, rng, half):
    words = headings()[name]
    if half is not None:
        words = words[half::2] or words
    return rng.choice(words)


def _unlike(parts, rng, half):
    """No two columns of a table under the same header."""
    for _ in range(20):
        seen, again = {}, None
        for at, part in enumerate(parts):
            if part.levels in seen:
                again = at if parts[at].field else seen[part.levels]
            seen[part.levels] = at
        if again is None:
            return parts
        parts[again] = replace(parts[again], levels=(word(parts[again].field, rng, None),))
    return [part for at, part in enumerate(parts) if part.levels not in {one.levels for one in parts[:at]}]


def arranged(parts, rng, wild):
    """Some columns left out, changed in place, and columns of nobody put between."""
    single = [at for at, one in enumerate(parts) if len(one.levels) == 1 and one.field and not one.key]
    for _ in range(2 if wild else 0):
        a = rng.choice(single[1:] or single)
        b = min(len(parts) - 1, a + 1)
        if b in single and a in single:
            parts[a], parts[b] = parts[b], parts[a]
    for _ in range(min(rng.randrange(0, 3), len(parts) // 4) if wild else 0):
        name = rng.choice(STRANGE)
        if name[1:] not in {one.levels[-1] for one in parts}:
            spots = [at for at in range(1, len(parts) + 1) if at == len(parts) or len(parts[at].levels) == 1]
            parts.insert(rng.choice(spots), Part("", (name[1:],), {}, "foreign"))
    return parts


def noisy(text, rng):
    """A header as it is typed: broken, spaced, starred, in other brackets."""
    way = rng.randrange(14)
    if way == 0 and len(text) > 4:
        return f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"
    if way == 1 and len(text) <= 3:
        return "　".join(text)
    if way == 2:
        return f"*{text}"
    if way == 3:
        return text.replace("（", "(").replace("）", ")")
    if way == 4 and len(text) > 2:
        return f"{text[0]} {text[1:]} "
    if way == 5 and "（" in text:
        return text.replace("（", "\n（")
    if way == 6 and "（" not in text:
        return f"{text}（必填）"
    return text


def unit_of(part, line):
    """(unit of a column of money, where it is said)."""
    for at, level in enumerate(reversed(part.levels)):
        if found := re.search(r"[(（](万元|元)(/.)?[)）]", level):
            return found[1], "parent" if at else "header"
    if line:
        return line, "unit_line"
    entity = part.field.partition(".")[0]
    usual = "万元" if entity in TEN_THOUSANDS else "元"
    return usual, "data"
