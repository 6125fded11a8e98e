"""The rule of a rate: how many calls may come in a time, and how many of them at once (GCRA, a leaky bucket without a timer).

Pure. Moments are nanoseconds of a clock that never runs backwards. No window of time holds more calls than the burst and
what the rate allows in it.
"""

import re
from dataclasses import dataclass

SECOND = 1_000_000_000
"""Nanoseconds."""
UNITS = {"second": 1, "minute": 60, "hour": 3600}
WRITTEN = r"^([1-9][0-9]{0,8})/(second|minute|hour)( burst ([1-9][0-9]{0,8}))?$"
"""The form of a rate in a setting: `240/hour burst 120`. Without a burst, all calls of the time may come at once."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls per so many seconds, and the most of them that may come at once."""

    many: int
    seconds: int
    burst: int

    @property
    def apart(self) -> int:
        """Returns the nanoseconds that each call uses up, rounded up."""
        return -(-self.seconds * SECOND // self.many)


def read_rate(text: str) -> Rate:
    """Reads a rate as a setting holds it. Raises ValueError for any other text."""
    found = re.fullmatch(WRITTEN, text)
    if found is None:
        raise ValueError("a rate reads like 240/hour burst 120")
    many, unit, _, burst = found.groups()
    return Rate(int(many), UNITS[unit], int(burst or many))


def spend(used_up_to: int, now: int, rate: Rate) -> tuple[int, int]:
    """Counts one call of a caller whose calls so far use up the time to `used_up_to`.

    Returns the same for the next call, and the nanoseconds to wait: 0 if the call may come now. A call that must wait uses
    up nothing.
    """
    begin = max(used_up_to, now)
    wait = begin - now - (rate.burst - 1) * rate.apart
    return (used_up_to, wait) if wait > 0 else (begin + rate.apart, 0)
