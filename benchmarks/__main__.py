"""``python -m benchmarks [--json] [NAME …]``: one table of ratios; exit code 1 when a goal is missed."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

import benchmarks
from benchmarks.harness import Result, show


def main() -> int:
    """Run the named files, or all of them."""
    parser = argparse.ArgumentParser(description="speed and memory goals as ratios")
    parser.add_argument("names", nargs="*", help="files of this folder; none: all")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = [one.name for one in pkgutil.iter_modules(benchmarks.__path__)]
    results: list[Result] = []
    for name in chosen.names or found:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "run"):
            results += module.run()
    return show(results, chosen.json)


if __name__ == "__main__":
    sys.exit(main())
