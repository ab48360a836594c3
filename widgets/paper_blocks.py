"""Blocks of paper that are laid out again and again while the settings change, though their rows come only once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.reports.paper import PaperCard, PaperCharts, PaperResult, PaperSettings, PaperTable, render

Block = PaperTable | PaperCard | PaperCharts


class Blocks:
    """Called with settings, gives the pages; rows that can be read only once are read at the first call."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks: Sequence[Block] = blocks
        self._read = False

    def __call__(self, settings: PaperSettings) -> PaperResult:
        """Lay the blocks out."""
        if not self._read:
            self._blocks = [_kept(block) for block in self._blocks]
            self._read = True
        return render(self._blocks, settings)


def _kept(block: Block) -> Block:
    if isinstance(block, PaperTable):
        return replace(block, rows=list(block.rows))
    if isinstance(block, PaperCard):
        return replace(block, tables=tuple(replace(table, rows=list(table.rows)) for table in block.tables))
    return block
