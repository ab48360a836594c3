"""Guesses for what words did not settle: a column whose cells can only be one of the fields that are still free.

Never sure. A guess needs cells of the field's kind and a header that speaks of it at least in part, or a list of codes
to which all cells belong.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.exchange.content import Content
from models.exchange.headers import canonical
from models.exchange.nearness import near
from models.exchange.table import Header
from models.exchange.targets import Target, targets, words_of
from models.kinds import Choice, Choices, Code, Text, YesNo
from models.ledger import Ledger

_FITS, _ACCEPTED = 0.8, 0.9
HARD, SOFT, ALMOST = 0.34, 0.5, 0.75
# Signs of words that many headers share say little: 时间, 金额, 类型, 单位 …
_COMMON = frozenset("时额类级单位人名事题号数始止法总度元万的及或年月日")


@dataclass(frozen=True)
class Guess:
    """A field that column ``at`` may be; ``strength`` from 0 to 1."""

    at: int
    target: Target
    strength: float


def guesses(
    of: Ledger,
    headers: Sequence[Header],
    contents: Sequence[Content],
    free: Callable[[Target], bool],
    open_at: set[int],
) -> Iterator[Guess]:
    """Guesses for the columns ``open_at`` among the ledger's own fields that are ``free``."""
    wanted = [one for one in targets(of) if not one.distance and one.writable and not one.spread and free(one)]
    for at in sorted(open_at):
        content = contents[at]
        if content.count < 2:
            continue
        text = near(canonical(headers[at].levels[-1]))
        codes = [one for one in wanted if _is_list(one) and content.fits(one.field.kind, one.name) == 1.0]
        if len(codes) == 1 and len(content.cells) > 1 and content.yes_no < _ACCEPTED and not content.numbers:
            yield Guess(at, codes[0], 0.9)
        for target in wanted:
            fits = content.fits(target.field.kind, target.name)
            if fits is None or fits < (_FITS if not isinstance(target.field.kind, Text) else 0.6):
                continue
            shared = speaks(text, of, target)
            least = (SOFT if _ends_alike(text, of, target) else ALMOST) if _is_soft(target) else HARD
            if shared >= least:
                yield Guess(at, target, 0.8 * shared)


def _is_list(target: Target) -> bool:
    kind = target.field.kind
    return isinstance(kind, Choice) and not isinstance(kind, Choices | YesNo)


def _is_soft(target: Target) -> bool:
    return isinstance(target.field.kind, Text | Code)


def _ends_alike(text: str, of: Ledger, target: Target) -> bool:
    """Whether the last word, which says what a thing is, is the field's: 培训照片 are no 培训老师."""
    return any(word.endswith(text[-1:]) for word in _near_words(of, target))


def speaks(text: str, of: Ledger, target: Target) -> float:
    """How far a header (made near) speaks of a field: the share of telling signs that they have in common."""
    return max((_shared(text, word) for word in _near_words(of, target)), default=0.0)


@functools.cache
def _near_words(of: Ledger, target: Target) -> tuple[str, ...]:
    return tuple(dict.fromkeys(near(canonical(word)) for _, word in words_of(of, target)))


@functools.lru_cache(maxsize=100_000)
def _shared(text: str, word: str) -> float:
    a, b = set(text), set(word)
    whole = sum(map(_weight, a)) + sum(map(_weight, b))
    return 2 * sum(map(_weight, a & b)) / whole if whole else 0.0


def _weight(sign: str) -> float:
    return 0.3 if sign in _COMMON else 1.0
