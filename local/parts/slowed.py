"""A service whose relay, inbox, sweep and projections each wait after their effect, which exposes hasty tests.

`python -m local.parts.slowed services.review_registry.app [task ...]`

Only `make slowed` sets the variable for the wait. The service itself does not know of it.
"""

import asyncio
import importlib
import os
import sys
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from local.parts.service import SLOWED
from services.chassis.clock.sweep import Sweep
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.relay import Relay

STEPS: tuple[tuple[type, str], ...] = ((Relay, "_send_one"), (Inbox, "_effect"), (Sweep, "_ring"))
"""The steps that wait: a sent document, a changed projection or document, a rung alarm."""

Step = Callable[..., Awaitable[Any]]


def slow_down() -> None:
    """Makes each step of this process wait after its effect."""
    seconds = float(os.environ[SLOWED])
    for owner, name in STEPS:
        setattr(owner, name, _late(getattr(owner, name), seconds))


def _late(step: Step, seconds: float) -> Step:
    @wraps(step)
    async def waits_afterwards(*args: Any, **kwargs: Any) -> Any:
        found = await step(*args, **kwargs)
        await asyncio.sleep(seconds)
        return found

    return waits_afterwards


if __name__ == "__main__":
    slow_down()
    sys.argv = sys.argv[1:]
    app = importlib.import_module(sys.argv[0])
    app.run(app.NAME, app.build)
