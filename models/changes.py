"""Tells who listens which ledgers changed, after the commit and never inside a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_listeners: list[Callable[[frozenset[str]], None]] = []


def subscribe(listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
    """Call ``listener`` with the names of changed ledgers, on the thread that wrote; returns what ends it."""
    _listeners.append(listener)

    def unsubscribe() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return unsubscribe


def announce(ledgers: Iterable[str]) -> None:
    """Tell all listeners."""
    names = frozenset(ledgers)
    if names:
        for listener in list(_listeners):
            listener(names)
