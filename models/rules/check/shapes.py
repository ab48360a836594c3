"""Conditions on how a text is made: its length, its first characters, whether it is a mobile number."""

from __future__ import annotations

from typing import Any

from peewee import fn

from models.rules.check.conditions import Condition, _OnField
from models.rules.check.frame import Frame


class Long(_OnField):
    """The text has one of these lengths."""

    def __init__(self, path: str, lengths: tuple[int, ...]) -> None:
        super().__init__(path)
        self.lengths = lengths

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """LENGTH IN."""
        size = fn.LENGTH(fn.COALESCE(frame.value(self.path), ""))
        return size.not_in(self.lengths) if no else size.in_(self.lengths)


class Starts(_OnField):
    """The text begins so."""

    def __init__(self, path: str, start: str) -> None:
        super().__init__(path)
        self.start = start

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """SUBSTR."""
        first = fn.SUBSTR(fn.COALESCE(frame.value(self.path), ""), 1, len(self.start))
        return first != self.start if no else first == self.start


class Characters(_OnField):
    """The ``first`` characters of the text are all of these."""

    def __init__(self, path: str, allowed: str, first: int) -> None:
        super().__init__(path)
        self.allowed, self.first = allowed, first

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Nothing is left when each of them is taken away."""
        rest: Any = fn.SUBSTR(fn.COALESCE(frame.value(self.path), ""), 1, self.first)
        for one in self.allowed:
            rest = fn.REPLACE(rest, one, "")
        return rest != "" if no else rest == ""


class Part(_OnField):
    """Characters from one place to another (counted from 1) are one of these."""

    def __init__(self, path: str, start: int, end: int, words: tuple[str, ...]) -> None:
        super().__init__(path)
        self.start, self.size, self.words = start, end - start + 1, words

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """SUBSTR IN."""
        part = fn.SUBSTR(fn.COALESCE(frame.value(self.path), ""), self.start, self.size)
        return part.not_in(self.words) if no else part.in_(self.words)


class Mobile(_OnField):
    """Eleven digits, the first 1, the second from 3 to 9."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """By length and characters."""
        text = fn.COALESCE(frame.value(self.path), "")
        rest: Any = text
        for one in "0123456789":
            rest = fn.REPLACE(rest, one, "")
        good = (fn.LENGTH(text) == 11) & (fn.SUBSTR(text, 1, 1) == "1") & fn.SUBSTR(text, 2, 1).in_(tuple("3456789"))
        good &= rest == ""
        return ~good if no else good


class Born(_OnField):
    """Characters 7–14 of a number are the digits of this date."""

    def __init__(self, path: str, number: str) -> None:
        super().__init__(path)
        self.number, self.paths = number, (path, number)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """SUBSTR against the date without its hyphens."""
        told = fn.SUBSTR(fn.COALESCE(frame.value(self.number), ""), 7, 8)
        day = fn.REPLACE(fn.COALESCE(frame.value(self.path), ""), "-", "")
        return told != day if no else told == day


def long(path: str, *lengths: int) -> Condition:
    """As many characters as a standard asks for."""
    return Long(path, lengths)


def starts(path: str, start: str) -> Condition:
    """Begins so."""
    return Starts(path, start)


def characters(path: str, allowed: str, first: int) -> Condition:
    """Made of these characters only."""
    return Characters(path, allowed, first)


def part(path: str, start: int, end: int, *words: str) -> Condition:
    """Characters ``start`` to ``end`` are one of these."""
    return Part(path, start, end, words)


def born(path: str, number: str) -> Condition:
    """The date is the one that a number tells."""
    return Born(path, number)


def mobile(path: str) -> Condition:
    """A mobile number."""
    return Mobile(path)
