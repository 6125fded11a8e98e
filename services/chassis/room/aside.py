"""Pure work on long texts runs aside, in a thread, so that the loop goes on serving (docs/decisions/0037).

Python runs one thread at a time, but it changes between them every few milliseconds. So a long text slows the others and
never stops them.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from pydantic import BaseModel

T = TypeVar("T")

LONG = 2_000
"""Characters in all from which work runs aside. The detectors take 7 ms for them, and a change of threads 0.1 ms."""
THREADS = 4
_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="aside")


async def aside(work: Callable[..., T], *read: Any) -> T:
    """Returns the result of pure work. The work runs in a thread if what it reads holds long texts."""
    if not is_long(read):
        return work(*read)
    return await asyncio.get_running_loop().run_in_executor(_threads, copy_context().run, work, *read)


def is_long(value: Any) -> bool:
    """Decides whether the texts in a value have more than `LONG` characters in all. Looks no further once they have."""
    left, waiting = LONG, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str | bytes):
            left -= len(each)
            if left < 0:
                return True
        elif isinstance(each, Mapping):
            waiting.extend(each.values())
        elif isinstance(each, list | tuple | set | frozenset):
            waiting.extend(each)
        elif isinstance(each, BaseModel):
            waiting.extend(each.__dict__.values())
    return False
