"""Slopes and their verdicts: the logarithm of a cost over the logarithm of the number of things that grew."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import log
from typing import Any, Literal

TOO_SHORT = 0.02
"""Seconds of processor time that are noise. Anything shorter counts as this long."""


@dataclass(frozen=True)
class Cost:
    """The cost of one answer: what the service asked of its store and got, and the seconds of processor time of both."""

    commands: int
    documents: int
    size: int
    """Bytes of the store's answers."""
    cpu: float
    store_cpu: float
    examined: int | None = None
    """Documents that the store looked at, as it explains its plans. None if it was not asked."""


@dataclass(frozen=True)
class Bound:
    """The steepest slopes that a row may have: of the store's commands, and of documents, bytes and processor time."""

    says: str
    commands: float
    rest: float


FLAT = Bound("0", 0.1, 0.1)
"""The answer does not grow, and neither does its cost."""
LISTED = Bound("0 in commands, 1 in the rest", 0.1, 1.1)
"""The answer lists what grows, and asks for all of it at once."""
LINEAR = Bound("1", 1.1, 1.1)
"""The work is to do something with each."""


@dataclass(frozen=True)
class Slope:
    """A row of the table: the costs at each number of the things that grew."""

    what: str
    grows: str
    bound: Bound
    sizes: Sequence[int]
    costs: Sequence[Cost]

    def of(self, name: str) -> float:
        """Returns the slope of one cost between the smallest and the largest number. Nothing counts as one."""
        least = TOO_SHORT if name.endswith("cpu") else 1
        first, last = (max(least, getattr(each, name)) for each in (self.costs[0], self.costs[-1]))
        return log(last / first) / log(self.sizes[-1] / self.sizes[0])

    @property
    def over(self) -> dict[str, float]:
        """Returns how far each cost is over its bound, below zero if it is within. The store's own time has none."""
        bounds = dict.fromkeys(("documents", "size", "cpu"), self.bound.rest) | {"commands": self.bound.commands}
        return {name: self.of(name) - bound for name, bound in bounds.items()}

    @property
    def worst(self) -> str:
        """Returns the cost that is the furthest over its bound, or the nearest to it. Of equals, the steepest."""
        over = self.over
        return max(over, key=lambda name: (round(over[name], 2), self.of(name)))

    @property
    def verdict(self) -> Literal["met", "missed"]:
        return "met" if round(self.over[self.worst], 2) <= 0 else "missed"

    def as_json(self) -> dict[str, Any]:
        slopes = {name: self.of(name) for name in SLOPED}
        return asdict(self) | {"slopes": slopes, "worst": self.worst, "verdict": self.verdict}


SLOPED = ("commands", "documents", "size", "cpu", "store_cpu")
SHOWN = {"commands": "commands", "documents": "documents", "size": "bytes", "cpu": "CPU"}
HEADINGS = (
    "what",
    "for",
    "commands",
    "documents",
    "kB",
    "CPU ms",
    "slope",
    "target",
    "",
    "store's CPU ms",
    "its slope",
    "examined",
)


def cells(slope: Slope) -> tuple[str, ...]:
    """Returns the texts of a row, the numbers of each size beside each other."""

    def each(name: str, scale: float = 1) -> str:
        return " / ".join(f"{getattr(cost, name) * scale:.0f}" for cost in slope.costs)

    return (
        slope.what,
        f"{' / '.join(map(str, slope.sizes))} {slope.grows}",
        each("commands"),
        each("documents"),
        each("size", 0.001),
        each("cpu", 1000),
        f"{slope.of(slope.worst):.2f} {SHOWN[slope.worst]}",
        slope.bound.says,
        slope.verdict,
        each("store_cpu", 1000),
        f"{slope.of('store_cpu'):.1f}",
        " / ".join("" if cost.examined is None else str(cost.examined) for cost in slope.costs).strip(" /"),
    )
