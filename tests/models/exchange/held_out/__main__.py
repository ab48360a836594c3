"""Writes a corpus of workbooks and scores the recognition on it.

python -m tests.models.exchange.held_out OUT [--seeds 0 8] [--half 0|1] [--layout H01] [--detail]
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from tests.models.exchange.books import SHARED

from .corpus import make, names, scorer, told_of


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("out", type=Path)
    ask.add_argument("--seeds", type=int, nargs=2, default=(0, 4))
    ask.add_argument("--half", type=int, default=None)
    ask.add_argument("--layout", action="append")
    ask.add_argument("--plain", action="store_true", help="no noise")
    ask.add_argument("--detail", action="store_true")
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    score = scorer(SHARED / "books" / "score.py")
    total, notes_of = Counter(), []
    for layout in given.layout or names():
        for seed in range(*given.seeds):
            path, truth, records = make(given.out, layout, seed, given.half, not given.plain)
            told = told_of(path)
            for ending, data in (("truth", truth), ("pred", told)):
                path.with_name(f"{path.stem}.{ending}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
            counts, notes = score.score_file(truth, records, told)
            total.update(counts)
            notes_of += [(path.name, note) for note in notes]
    if given.detail:
        for name, note in notes_of:
            print(f"{name}: {note}")
    score.report(total)


if __name__ == "__main__":
    main()
