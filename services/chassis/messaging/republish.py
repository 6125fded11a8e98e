"""Sends events of the history again. Receivers skip the events that they have already applied."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from services.chassis.messaging.relay import TURN, Producer, publish
from services.chassis.store import history
from services.chassis.store.documents import Record, Store


async def republish(
    store: Store, producer: Producer | None, topic: str, *, aggregate: str | None = None, after: str | None = None
) -> AsyncIterator[tuple[str, int]]:
    """Sends the history of one `aggregate`, of all, or of those whose id follows `after`.

    Keeps the order within each aggregate. Yields, for each part done, its last aggregate and its number of events.
    Without a producer it sends nothing.
    """
    part: list[list[Record]] = []
    async for life in history.histories(store, aggregate, after):
        part.append(life)
        if len(part) == TURN:
            yield await _resend_batch(producer, topic, part)
            part = []
    if part:
        yield await _resend_batch(producer, topic, part)


async def _resend_batch(producer: Producer | None, topic: str, histories: Sequence[Sequence[Record]]) -> tuple[str, int]:
    events = [[event for entry in each for event in entry["events"]] for each in histories]
    if producer is not None:
        await asyncio.gather(*(_resend(producer, topic, each) for each in events))
    return histories[-1][0]["aggregate"], sum(len(each) for each in events)


async def _resend(producer: Producer, topic: str, events: Sequence[Record]) -> None:
    for event in events:
        await publish(producer, topic, event)
