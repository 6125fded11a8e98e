"""The reason why the store stays on Motor (docs/decisions/0002): PyMongo's asynchronous client can lock itself up."""

import asyncio
import sys

import pytest
from pymongo.lock import _async_cond_wait, _async_create_condition, _async_create_lock

from local.waiting import eventually_async

LOCKS_UP = pytest.mark.xfail(
    sys.version_info < (3, 12), raises=AssertionError, reason="asyncio.wait_for leaves its inner task behind below Python 3.12"
)


@LOCKS_UP
async def test_cancelled_selection_of_a_server_gives_the_lock_back() -> None:
    """Every operation selects a server under this lock. One that is cancelled just after its time-out must not keep it.

    The inbox cancels the other lanes of a batch that it gives back, so this happens whenever the store goes away.
    """
    lock = _async_create_lock()
    condition = _async_create_condition(lock)

    async def select_server() -> None:
        async with lock:
            await _async_cond_wait(condition, 0.001)

    async def time_is_over() -> bool:
        return bool(lock._waiters)

    selecting = asyncio.create_task(select_server())
    await asyncio.sleep(0)
    await lock.acquire()
    await eventually_async(time_is_over, what="the selection wants the lock back", every=0)
    selecting.cancel()
    lock.release()
    await asyncio.gather(selecting, return_exceptions=True)
    for _ in range(10):
        await asyncio.sleep(0)
    assert not lock.locked(), "no task is left that could release it"
