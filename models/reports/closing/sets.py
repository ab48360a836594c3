"""Which records, in which revision, are behind a figure: as a short text, its digest, and back."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping

from models import query
from models.database import run
from models.query import Selection

Members = dict[int, int]
"""{record id: revision}."""


class Reader:
    """Reads the records behind many selections; revisions of a ledger and equal selections are read once."""

    def __init__(self) -> None:
        self._revisions: dict[str, Members] = {}
        self._known: dict[str, tuple[str, bytes]] = {}

    def members(self, chosen: str) -> Members:
        """The records of a selection (JSON) with their revisions."""
        selection = Selection.from_json(chosen)
        if selection.ledger not in self._revisions:
            self._revisions[selection.ledger] = dict(run(f'SELECT "id", "revision" FROM "{selection.ledger}"'))
        revisions = self._revisions[selection.ledger]
        return {id: revisions[id] for id in query.ids(selection)}

    def packed(self, chosen: str) -> tuple[str, bytes]:
        """(digest, packed members) of a selection."""
        if chosen not in self._known:
            self._known[chosen] = packed(self.members(chosen))
        return self._known[chosen]


def packed(members: Mapping[int, int]) -> tuple[str, bytes]:
    """(digest, bytes): ids as steps from the one before, with the revision where it is not the first."""
    parts, last = [], 0
    for id in sorted(members):
        step, revision = id - last, members[id]
        parts.append(str(step) if revision == 1 else f"{step}:{revision}")
        last = id
    text = ",".join(parts).encode()
    return hashlib.sha256(text).hexdigest(), zlib.compress(text, 9)


def unpacked(data: bytes) -> Members:
    """The members of packed bytes."""
    found: Members = {}
    last = 0
    for part in zlib.decompress(data).decode().split(","):
        if part:
            step, _, revision = part.partition(":")
            last += int(step)
            found[last] = int(revision or 1)
    return found
