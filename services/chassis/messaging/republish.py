"""Publishes after the commit, in order, by one path (architecture.md rule 4)."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from aiokafka import AIOKafkaProducer

from services.chassis.messaging.relay import TURN, publish
from services.chassis.store import history
from services.chassis.store.documents import Record, Store


async def republish(
    store: Store, producer: AIOKafkaProducer | None, topic: str, *, aggregate: str | None = None, after: str | None = None
) -> AsyncIterator[tuple[str, int]]:
    """Sends every event of the history again, each aggregate's in order; receivers skip what they heard. Of one `aggregate`, of
    all, or of all whose id comes `after` that one. Gives, for each part that is done, its last aggregate and how many events
    it had; without a producer nothing is sent.
    """
    part: list[list[Record]] = []
    async for life in history.histories(store, aggregate, after):
        part.append(life)
        if len(part) == TURN:
            yield await _resend_batch(producer, topic, part)
            part = []
    if part:
        yield await _resend_batch(producer, topic, part)


async def _resend_batch(producer: AIOKafkaProducer | None, topic: str, lives: Sequence[Sequence[Record]]) -> tuple[str, int]:
    events = [[event for entry in life for event in entry["events"]] for life in lives]
    if producer is not None:
        await asyncio.gather(*(_resend(producer, topic, each) for each in events))
    return lives[-1][0]["aggregate"], sum(len(each) for each in events)


async def _resend(producer: AIOKafkaProducer, topic: str, events: Sequence[Record]) -> None:
    for event in events:
        await publish(producer, topic, event)
