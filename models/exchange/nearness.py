"""How near the words of two headers are: characters alike, after words of about the same meaning are made equal.

What is only near is offered and never sure.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

from models import codes

_FILE = Path(codes.__file__).parent / "header_words.json"
CUTOFF = 45.0
# What was made equal first is a little less alike than what is.
_NEAR = 0.96


@functools.cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    groups: list[list[str]] = json.loads(_FILE.read_text("utf-8"))["near"]
    sign = {word: group[0] for group in groups for word in group[1:]}
    return re.compile("|".join(sorted(sign, key=len, reverse=True))), sign


@functools.lru_cache(maxsize=20_000)
def near(text: str) -> str:
    """A canonical header with words of about the same meaning made equal: 采购时间 and 购买日期 are one."""
    pattern, sign = _words()
    return pattern.sub(lambda match: sign[match[0]], text)


def nearness(text: str, word: str) -> float:
    """From 0 to 100, of two canonical headers."""
    return max(_alikeness(text, word), _NEAR * _alikeness(near(text), near(word)))


@functools.lru_cache(maxsize=100_000)
def _alikeness(text: str, word: str) -> float:
    from rapidfuzz import fuzz

    ratio = float(fuzz.ratio(text, word))
    short, long = sorted((text, word), key=len)
    if len(short) >= 2 and short in long:
        # The last word says what a thing is: 户主电话 is a 电话, but 乡镇意见 is no 乡镇.
        ratio = max(ratio, (70.0 if long.endswith(short) else 56.0) + 30.0 * len(short) / len(long))
    elif len(short) >= 4 and long.startswith(short[:2]) and long.endswith(short[-2:]) and _within(short, long):
        ratio = max(ratio, 74.0 + 30.0 * len(short) / len(long))
    return ratio


def _within(short: str, long: str) -> bool:
    """Whether all signs of a word stand in a longer one in their order: 上期结余 in 上期积分结余."""
    rest = iter(long)
    return all(sign in rest for sign in short)


def best_words(text: str, words: list[str], nears: list[str]) -> list[tuple[float, int]]:
    """[(nearness, position)] of the words that come closest to a canonical header; ``nears`` in step with them."""
    from rapidfuzz import fuzz, process

    found = {at for _, _, at in process.extract(text, words, scorer=fuzz.ratio, limit=12, score_cutoff=CUTOFF)}
    found |= {at for _, _, at in process.extract(near(text), nears, scorer=fuzz.ratio, limit=12, score_cutoff=CUTOFF)}
    return [(nearness(text, words[at]), at) for at in sorted(found)]
