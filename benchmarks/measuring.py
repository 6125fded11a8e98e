"""Measurement: ours and its yardstick in turns (A B B A ...), each in a process of its own, as medians and ranges."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parents[1]
REPETITIONS = 5
STEADY = 0.2
"""The share of its median beyond which a yardstick's spread makes the measurement worthless."""

Verdict = Literal["met", "missed", "no result"]


@dataclass(frozen=True)
class Sample:
    """Seconds of real time, and seconds of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Target:
    """The bound of a ratio.

    Times and sizes are `at most`, speeds `at least`, and slopes `within 0.1 of`. Things that should be equal are
    `either way at most`.
    """

    word: Literal["at most", "at least", "within 0.1 of", "either way at most"]
    limit: float

    def holds(self, ratio: float) -> bool:
        near = round(ratio, 2)
        return {
            "at most": near <= self.limit,
            "at least": near >= self.limit,
            "within 0.1 of": round(abs(near - self.limit), 2) <= 0.1,
            "either way at most": round(max(ratio, 1 / ratio), 2) <= self.limit,
        }[self.word]


@dataclass(frozen=True)
class Figure:
    """A row of the table. `ours` and `theirs` are medians in `unit`. `cpu` is the ratio of processor times."""

    what: str
    yardstick: str
    target: Target
    ratio: float
    low: float
    high: float
    unit: str
    ours: float
    theirs: float
    spread: float
    cpu: float | None = None

    @property
    def verdict(self) -> Verdict:
        if self.spread > STEADY:
            return "no result"
        return "met" if self.target.holds(self.ratio) else "missed"

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"verdict": self.verdict}


def compared(
    what: str,
    yardstick: str,
    target: Target,
    ours: Callable[[], Sample],
    theirs: Callable[[], Sample],
    *,
    times: int = REPETITIONS,
) -> Figure:
    """Measures ours and theirs, each first in turn. The ratio is of times, or of speeds if the target says `at least`."""
    pairs: list[tuple[Sample, Sample]] = []
    for turn in range(times):
        if turn % 2:
            second = theirs()
            pairs.append((ours(), second))
        else:
            pairs.append((ours(), theirs()))
    of_speed = target.word == "at least"
    ratios = [theirs.wall / ours.wall if of_speed else ours.wall / theirs.wall for ours, theirs in pairs]
    seconds = [sample.wall for _, sample in pairs]
    worked = [(ours.cpu, theirs.cpu) for ours, theirs in pairs if theirs.cpu]
    return Figure(
        what,
        yardstick,
        target,
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        "s",
        statistics.median(sample.wall for sample, _ in pairs),
        statistics.median(seconds),
        (max(seconds) - min(seconds)) / statistics.median(seconds),
        statistics.median(ours / theirs for ours, theirs in worked) if worked else None,
    )


Part = Callable[..., Awaitable[Sample]]


def alone(part: Part, **given: Any) -> Sample:
    """Runs the part in a process of its own, with these arguments."""
    command = [sys.executable, "-m", "benchmarks.process", part.__module__, part.__name__, json.dumps(given)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{part.__module__}.{part.__name__} failed:\n{done.stderr[-3000:]}")
    return Sample(**json.loads(done.stdout))


def now() -> Sample:
    return Sample(time.perf_counter(), time.process_time())


def since(began: Sample) -> Sample:
    at = now()
    return Sample(at.wall - began.wall, at.cpu - began.cpu)
