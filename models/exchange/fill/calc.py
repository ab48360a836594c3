"""Works out simple formulas of a form (合计, IF, rounding), so that what is shown before a recalculation is right.

What it does not know it leaves alone: the value is then dropped, and the spreadsheet works it out on opening.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from models.exchange.ooxml.shift import split_range, split_ref

Value = Decimal | str | bool | None
Look = Callable[[str, int, int], Value]
"""(sheet name or "" for the formula's own, row, column) → value; raises Unknown."""

MOST_CELLS = 200_000
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)(?![\w:$])
    |(?P<string>"(?:[^"]|"")*")
    |(?P<range>(?:'(?:[^']|'')+'!|[^\W\d][\w.]*!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)(?![\w(!])
    |(?P<call>[A-Za-z][\w.]*)\(
    |(?P<word>TRUE|FALSE)
    |(?P<op><>|<=|>=|[-+*/^&=<>(),%]))""",
    re.X | re.I,
)


class Unknown(Exception):
    """A formula that is not worked out here."""


def evaluate(formula: str, look: Look) -> Value:
    """The value of a formula without "=". Raises Unknown."""
    tokens = list(_tokens(formula))
    parser = _Parser(tokens, look)
    value = parser.compare()
    if parser.at != len(tokens):
        raise Unknown(formula)
    return _single(value)


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at = 0
    formula = formula.strip()
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None or match.end() == at:
            raise Unknown(formula)
        kind = match.lastgroup or ""
        yield kind, match[kind]
        at = match.end()


class _Range:
    """Cells of a range, read when they are needed."""

    def __init__(self, text: str, look: Look) -> None:
        sheet, found, cells = text.rpartition("!")
        self.sheet = sheet.strip("'").replace("''", "'") if found else ""
        self.top, self.left, self.bottom, self.right = split_range(cells.replace("$", ""))
        if (self.bottom - self.top + 1) * (self.right - self.left + 1) > MOST_CELLS:
            raise Unknown(text)
        self.look = look

    def __iter__(self) -> Iterator[Value]:
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield self.look(self.sheet, row, column)


def _single(value: Any) -> Value:
    if isinstance(value, _Range):
        if value.top != value.bottom or value.left != value.right:
            raise Unknown("range")
        value = next(iter(value))
    return value  # type: ignore[no-any-return]


def _number(value: Any) -> Decimal:
    value = _single(value)
    if value is None:
        return Decimal(0)
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    raise Unknown("text where a number is wanted")


def _text(value: Any) -> str:
    value = _single(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return plain_number(value) if isinstance(value, Decimal) else value


def plain_number(value: Decimal) -> str:
    """Digits without an exponent and without needless zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], look: Look) -> None:
        self.tokens, self.at, self.look = tokens, 0, look

    def _op(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "op" and self.tokens[self.at][1] in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def compare(self) -> Any:
        left = self.joined()
        while sign := self._op("=", "<>", "<", ">", "<=", ">="):
            left = _compared(_single(left), sign, _single(self.joined()))
        return left

    def joined(self) -> Any:
        left = self.sum()
        while self._op("&"):
            left = _text(left) + _text(self.sum())
        return left

    def sum(self) -> Any:
        left = self.product()
        while sign := self._op("+", "-"):
            right = self.product()
            left = _number(left) + (_number(right) if sign == "+" else -_number(right))
        return left

    def product(self) -> Any:
        left = self.signed()
        while sign := self._op("*", "/"):
            right = _number(self.signed())
            if sign == "/" and not right:
                raise Unknown("division by zero")
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def signed(self) -> Any:
        if sign := self._op("-", "+"):
            value = _number(self.signed())
            return -value if sign == "-" else value
        value = self.atom()
        while self._op("%"):
            value = _number(value) / 100
        return value

    def atom(self) -> Any:
        if self.at >= len(self.tokens):
            raise Unknown("end")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "string":
            return text[1:-1].replace('""', '"')
        if kind == "word":
            return text.upper() == "TRUE"
        if kind == "range":
            return _Range(text, self.look)
        if kind == "call":
            return self._call(text.upper())
        if text == "(":
            value = self.compare()
            if not self._op(")"):
                raise Unknown("bracket")
            return value
        raise Unknown(text)

    def _call(self, name: str) -> Any:
        arguments: list[Any] = []
        if not self._op(")"):
            arguments.append(self._argument())
            while self._op(","):
                arguments.append(self._argument())
            if not self._op(")"):
                raise Unknown("bracket")
        if name not in _FUNCTIONS:
            raise Unknown(name)
        try:
            return _FUNCTIONS[name](*arguments)
        except TypeError:
            raise Unknown(name) from None

    def _argument(self) -> Any:
        if self.at < len(self.tokens) and self.tokens[self.at] in (("op", ","), ("op", ")")):
            return None
        return self.compare()


def _compared(left: Value, sign: str, right: Value) -> bool:
    if left is None:
        left = "" if isinstance(right, str) else Decimal(0)
    if right is None:
        right = "" if isinstance(left, str) else Decimal(0)
    if isinstance(left, str) != isinstance(right, str):
        # Text is greater than any number, as spreadsheets order them.
        order = 1 if isinstance(left, str) else -1
    elif isinstance(left, str) and isinstance(right, str):
        a, b = left.casefold(), right.casefold()
        order = (a > b) - (a < b)
    else:
        x, y = _number(left), _number(right)
        order = (x > y) - (x < y)
    return {"=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[sign]


def _numbers(arguments: tuple[Any, ...]) -> list[Decimal]:
    found: list[Decimal] = []
    for one in arguments:
        if isinstance(one, _Range):
            found += [value for value in one if isinstance(value, Decimal)]
        else:
            found.append(_number(one))
    return found


def _values(arguments: tuple[Any, ...]) -> list[Value]:
    return [value for one in arguments for value in (one if isinstance(one, _Range) else [one])]


def _average(*arguments: Any) -> Decimal:
    numbers = _numbers(arguments)
    if not numbers:
        raise Unknown("AVERAGE of nothing")
    return sum(numbers, Decimal(0)) / len(numbers)


def _round(value: Any, places: Any = None) -> Decimal:
    return _number(value).quantize(Decimal(1).scaleb(-int(_number(places))), ROUND_HALF_UP)


def _if(test: Any, yes: Any = True, no: Any = False) -> Any:
    test = _single(test)
    truth = test if isinstance(test, bool) else bool(_number(test))
    return _single(yes if truth else no)


def _countif(cells: Any, wanted: Any) -> Decimal:
    if not isinstance(cells, _Range):
        raise Unknown("COUNTIF")
    wanted = _single(wanted)
    sign, rest = "=", wanted
    if isinstance(wanted, str):
        if any(joker in wanted for joker in "*?~"):
            raise Unknown("COUNTIF")
        match = re.match(r"(<>|<=|>=|<|>|=)?(.*)", wanted, re.S)
        assert match is not None
        sign, text = match[1] or "=", match[2]
        rest = Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text
    kept = [one for one in cells if one is not None and isinstance(one, str) == isinstance(rest, str)]
    return Decimal(sum(1 for one in kept if _compared(one, sign, rest)))


def _counted(one: Value) -> bool:
    return one is not None


def _subtotal(code: Any, *arguments: Any) -> Any:
    chosen = {9: "SUM", 109: "SUM", 3: "COUNTA", 103: "COUNTA", 2: "COUNT", 102: "COUNT", 1: "AVERAGE", 101: "AVERAGE"}
    name = chosen.get(int(_number(code)))
    if name is None:
        raise Unknown("SUBTOTAL")
    return _FUNCTIONS[name](*arguments)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *arguments: sum(_numbers(arguments), Decimal(0)),
    "COUNT": lambda *arguments: Decimal(len(_numbers(arguments))),
    "COUNTA": lambda *arguments: Decimal(sum(map(_counted, _values(arguments)))),
    "AVERAGE": _average,
    "MAX": lambda *arguments: max(_numbers(arguments), default=Decimal(0)),
    "MIN": lambda *arguments: min(_numbers(arguments), default=Decimal(0)),
    "ROUND": _round,
    "COUNTIF": _countif,
    "IF": _if,
    "SUBTOTAL": _subtotal,
    "AND": lambda *arguments: all(bool(_number(one)) for one in arguments),
    "OR": lambda *arguments: any(bool(_number(one)) for one in arguments),
    "N": lambda value: _number(value) if isinstance(_single(value), Decimal | bool) else Decimal(0),
}

__all__ = ["Look", "Unknown", "Value", "evaluate", "plain_number", "split_ref"]
