"""Python's own ``import``, in place of the one that PySide puts there."""

from __future__ import annotations

import builtins


def restore() -> None:
    """Let PySide no longer look into each module that is imported.

    It reads the source of each for whether it asks for other spellings of Qt's names (``from __feature__ import …``);
    none of ours does. To be called between two imports, not from within one: PySide's would come back with its end.
    """
    own = getattr(builtins, "__orig_import__", None)
    if own is not None:
        builtins.__import__ = own
