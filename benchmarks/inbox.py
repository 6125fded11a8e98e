"""Events in, with one guarded effect each: the service's inbox and a hand-written one, then the inbox alone on longer
topics."""

import asyncio
import logging
import statistics
from collections.abc import Callable
from functools import partial
from itertools import count as counting
from math import log
from typing import Any

from faststream.kafka import KafkaBroker

from benchmarks.measuring import Figure, Sample, Target, alone, compared, now, since
from benchmarks.stage import bells, database, fill_topic, put
from benchmarks.yardsticks import inbox as by_hand
from contracts.events.action_tracking import ActionAgreed, RecheckRecorded
from contracts.events.envelope import Received
from local.deployment import Deployment
from local.scenarios.action_tracking import lives, new_actions
from local.tiny import BELL, count_up, room_at
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import Parking
from services.chassis.messaging.trust import Trust
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect
from services.chassis.rules.decisions import derived

ACTIONS, EVENTS_EACH = 80, 10
SIZES = (200, 800, 3200)
MILLION = 1_000_000


async def ours(store: str, broker: str, topic: str, group: str, count: int) -> Sample:
    """Measures the time from the first event read to the last effect saved."""
    began: list[Sample] = []
    left, done = counting(count - 1, -1), asyncio.Event()

    async def reaction(received: Received[Any], room: Room) -> list[Effect]:
        if not began:
            began.append(now())
        return [Effect(BELL, derived("bell", received.event.action), count_up, creates=True)]

    def saved(id_: str) -> None:
        if not next(left):
            done.set()

    async with room_at(store, saved=saved) as room:
        parking = Parking(room.store, room.keyring)
        trust = Trust(owner=lambda _: "action-tracking")
        inbox = Inbox(room, {ActionAgreed: reaction, RecheckRecorded: reaction}, parking, trust, patience=60, largest=65_536)
        kafka = KafkaBroker(broker, logger=logging.getLogger("inbox"))
        inbox.subscribe(kafka, [topic], {"group_id": group})
        await kafka.start()
        await done.wait()
        sample = since(began[0])
        await kafka.stop()
        return sample


def figures() -> list[Figure]:
    with Deployment(services=()) as deployment:
        store, broker = deployment.store_uri("action-tracking"), deployment.broker_address
        bells(store, 1, 0)
        groups = counting(1)

        def topic_of(size: int) -> str:
            return f"{deployment.topic_prefix}of-{size}"

        def measured(part: Callable[..., Any], topic: str, actions: int) -> Sample:
            """Measures a part that reads the topic from its beginning, with a new group and an empty store."""
            put(store, [])
            events = actions * EVENTS_EACH
            group = f"{deployment.topic_prefix}g{next(groups)}"
            sample = alone(part, store=store, broker=broker, topic=topic, group=group, count=events)
            with database(store) as there:
                effects = sum(each["state"]["count"] for each in there.aggregates.find())
            if effects != events:
                raise RuntimeError(f"{effects} effects of {events} events")
            return sample

        for size in {ACTIONS * EVENTS_EACH, *SIZES}:
            actions = new_actions(size // EVENTS_EACH)
            asyncio.run(fill_topic(broker, topic_of(size), lives(actions, EVENTS_EACH - 1)))
        topic = topic_of(ACTIONS * EVENTS_EACH)
        inbox = compared(
            f"inbox: {ACTIONS * EVENTS_EACH} events of {ACTIONS} keys, one guarded effect each",
            "getmany loop, lanes, guarded write, commit a batch",
            Target("at least", 0.8),
            partial(measured, ours, topic, ACTIONS),
            partial(measured, by_hand.theirs, topic, ACTIONS),
        )
        times = {size: [measured(ours, topic_of(size), size // EVENTS_EACH).wall for _ in range(3)] for size in SIZES}
        return [inbox, rebuilt(times)]


def rebuilt(times: dict[int, list[float]]) -> Figure:
    """Returns the slope of time against events, both as logarithms.

    `ours` is the time for a million at the largest size's pace.
    """
    medians = {size: statistics.median(seconds) for size, seconds in times.items()}
    smallest, largest = min(SIZES), max(SIZES)
    slopes = [log(many / few) / log(largest / smallest) for few, many in zip(times[smallest], times[largest], strict=True)]
    return Figure(
        f"a view rebuilt from {', '.join(map(str, SIZES))} events; ours: a million",
        f"{smallest} events",
        Target("within 0.1 of", 1),
        log(medians[largest] / medians[smallest]) / log(largest / smallest),
        min(slopes),
        max(slopes),
        "s",
        medians[largest] / largest * MILLION,
        medians[smallest],
        (max(times[smallest]) - min(times[smallest])) / medians[smallest],
    )
