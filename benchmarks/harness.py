"""What benchmarks share: taking two things in turns, a result with its limit, made data."""

from __future__ import annotations

import gc
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Result:
    """One goal: ``ours`` and ``rival`` in ``unit``; met when ours / rival ≤ ``limit``."""

    name: str
    ours: float
    rival: float
    limit: float
    rival_name: str
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Ours to the rival."""
        return self.ours / self.rival if self.rival else float("inf")

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.limit

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {**asdict(self), "ratio": round(self.ratio, 4), "met": self.met}


def clocked(work: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def in_turns(ours: Callable[[], Any], rival: Callable[[], Any], rounds: int = 7) -> tuple[float, float]:
    """Medians of both, taken A B A B … so that a change of the machine's mood meets both alike."""
    ours()
    rival()
    # The collector would strike either side by chance, and throw both out of the processor's caches.
    gc.collect()
    gc.disable()
    first, second = [], []
    try:
        for _ in range(rounds):
            first.append(clocked(ours))
            second.append(clocked(rival))
    finally:
        gc.enable()
    return statistics.median(first), statistics.median(second)


def show(results: list[Result], as_json: bool) -> int:
    """Print the table; the exit code is 1 when a goal is missed."""
    if as_json:
        print(json.dumps([one.to_dict() for one in results], ensure_ascii=False, indent=1))
    else:
        print(f"{'goal':<46} {'ours':>10} {'rival':>10} {'ratio':>7} {'limit':>6}")
        for one in results:
            figures = f"{one.ours:>10.2f} {one.rival:>10.2f} {one.ratio:>7.2f} {one.limit:>6}"
            print(f"{one.name:<46} {figures}{'' if one.met else '  MISSED'}  {one.unit} / {one.rival_name}")
    return 0 if all(one.met for one in results) else 1


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉梅建国志红"


def id_number(rng: random.Random, serial: int) -> str:
    """A fictitious number with a valid check digit; no county has the area."""
    first = f"500297{rng.randint(1935, 2020)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{serial % 1000:03d}"
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS, strict=True)) % 11]


def person(rng: random.Random) -> str:
    """A fictitious name."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.randint(1, 2)))


def township(path: Path, households: int, members_each: int = 0, password: str = "", villages: int = 12) -> None:
    """A ledger file with so many households (and members), left open."""
    from models import ledger_file
    from models.ledger import ledger
    from models.operation import Operation
    from models.pinyin import initials

    rng = random.Random(7)
    ledger_file.create(path, password)
    with Operation("sample", "benchmark") as operation:
        names = [f"{a}{b}村" for a in "青红白黑金银" for b in "山水岭坪"][:villages]
        places = operation.add(
            ledger("village"), [{"name": n, "seq": at, "initials": initials(n)} for at, n in enumerate(names)]
        )
        rows = []
        for at in range(households):
            name = person(rng)
            rows.append(
                {
                    "hh_no": f"5002970{at:08d}",
                    "village": rng.choice(places),
                    "group": f"{rng.randint(1, 9)}组",
                    "head": name,
                    "head_id_no": id_number(rng, at),
                    "hh_type": rng.choice(("01", "02", "03")),
                    "members_now": rng.randint(1, 7),
                    "phone": f"154{rng.randint(0, 99999999):08d}",
                    "arable_mu": rng.randint(0, 900),
                    "initials": initials(name),
                }
            )
        homes = operation.add(ledger("household"), rows)
        people = []
        for at, home in enumerate(homes):
            for one in range(members_each):
                name = person(rng)
                people.append(
                    {
                        "household": home,
                        "village": rows[at]["village"],
                        "name": name,
                        "id_no": id_number(rng, one),
                        "relation": "01" if one == 0 else "99",
                        "phone": f"154{rng.randint(0, 99999999):08d}",
                        "birth": "1980-01-01",
                        "initials": initials(name),
                        "state": "01",
                    }
                )
        operation.add(ledger("member"), people)
        operation.touched.clear()
