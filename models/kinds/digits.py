"""Check digits of a whole column at once: sums over the characters of many numbers of the same length."""

from __future__ import annotations

from collections.abc import Sequence


def table(weights: Sequence[int], characters: str = "0123456789") -> bytes:
    """What each of ``characters`` counts for, as a table for ``sums``."""
    return bytes.maketrans(characters.encode(), bytes(weights))


def sums(numbers: str, tables: Sequence[bytes]) -> bytes:
    """One byte per number: the sum of what its characters count for.

    ``numbers`` stand one behind the other, each as long as there are ``tables``; no sum may exceed 255. The n-th
    characters of all numbers, seen as the bytes of one long integer, are added without a loop over the numbers.
    """
    raw, length = numbers.encode(), len(tables)
    total = sum(int.from_bytes(raw[at::length].translate(one), "big") for at, one in enumerate(tables))
    return total.to_bytes(len(raw) // length, "big")
