"""Apache Kafka as a ground: the settings that services need there, and questions to a broker from outside an event loop."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from local.grounds.ground import EMBEDDED, STACK

T = TypeVar("T")

IDEMPOTENT = STACK != EMBEDDED and os.environ.get("IDEMPOTENT") == "true"
"""True if every service runs with an idempotent producer, which the embedded broker does not have."""
SETTINGS: dict[str, object] = {"replication": 1, "idempotent_producer": IDEMPOTENT}
"""The services' settings on a broker of one node."""


@asynccontextmanager
async def administering(address: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """Yields an administrator's client. Raises aiokafka's KafkaError if no broker answers."""
    admin = AIOKafkaAdminClient(bootstrap_servers=address, request_timeout_ms=5000)
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


def broker_answers(address: str) -> bool:
    """Returns true if the broker lists its topics."""

    async def listed() -> bool:
        async with administering(address) as admin:
            await admin.list_topics()
        return True

    try:
        return _apart(listed())
    except (KafkaError, OSError, TimeoutError):
        return False


def delete_topics(address: str, prefix: str) -> None:
    """Deletes the topics that begin with this prefix."""

    async def deleted() -> None:
        async with administering(address) as admin:
            if ours := [each for each in await admin.list_topics() if each.startswith(prefix)]:
                await admin.delete_topics(ours)

    _apart(deleted())


def _apart(work: Coroutine[Any, Any, T]) -> T:
    """Runs the work in a thread of its own, because the caller's thread may have an event loop."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, work).result()
