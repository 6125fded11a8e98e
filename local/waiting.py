"""Waiting for a fact: nothing in the tests sleeps for a guess.

A check answers "not yet" by returning nothing true (None, False, an empty list) or by raising. The wait returns the
first true value. When time is up, an AssertionError shows the last value seen. A mistake in the check is raised at
once.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_MISTAKES = (NameError, AttributeError, TypeError, ImportError)


def eventually(check: Callable[[], T | None], *, within: float = 10, what: str, every: float = 0.02) -> T:
    """Polls until `check` returns something true, and returns that."""
    until = time.monotonic() + within
    while True:
        seen: T | Exception | None
        try:
            if seen := check():
                return seen
        except _MISTAKES:
            raise
        except Exception as trouble:  # noqa: BLE001 - whatever it is, it is not there yet
            seen = trouble
        if time.monotonic() >= until:
            raise _given_up(what, within, seen)
        time.sleep(every)


async def eventually_async(
    check: Callable[[], Awaitable[T | None]], *, within: float = 10, what: str, every: float = 0.02
) -> T:
    """Polls until the result of `check` is true, and returns that."""
    until = time.monotonic() + within
    while True:
        seen: T | Exception | None
        try:
            if seen := await check():
                return seen
        except _MISTAKES:
            raise
        except Exception as trouble:  # noqa: BLE001 - whatever it is, it is not there yet
            seen = trouble
        if time.monotonic() >= until:
            raise _given_up(what, within, seen)
        await asyncio.sleep(every)


def _given_up(what: str, within: float, seen: object) -> AssertionError:
    failure = AssertionError(f"not within {within:g} s: {what}; last seen: {seen!r}")
    failure.__cause__ = seen if isinstance(seen, Exception) else None
    return failure
