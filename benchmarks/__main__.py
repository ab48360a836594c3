"""``python -m benchmarks [--json] [NAME …]``: one table of ratios; exit code 1 when a goal is missed."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import subprocess
import sys
from dataclasses import fields

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
        results += _alone(name) if len(chosen.names) != 1 else _here(name)
    return show(results, chosen.json)


def _here(name: str) -> list[Result]:
    module = importlib.import_module(f"benchmarks.{name}")
    return list(module.run()) if hasattr(module, "run") else []


def _alone(name: str) -> list[Result]:
    """In a process of its own: memory that one file leaves behind would hide what the next one needs."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks", name, "--json"], stdout=subprocess.PIPE, text=True, check=False
    ).stdout
    start = answer.find("[\n")
    if start < 0:
        print(answer.strip() or f"{name}: no result", file=sys.stderr)
        return []
    known = {one.name for one in fields(Result)}
    return [Result(**{key: value for key, value in one.items() if key in known}) for one in json.loads(answer[start:])]


if __name__ == "__main__":
    sys.exit(main())
