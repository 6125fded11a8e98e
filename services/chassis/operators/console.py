"""What an operator does at the console, in the service's own environment: `python -m services.review_registry.app --help`.

Each task gives rows, printed as they come: `name=value` pairs, or with `--json` an object a line. No row holds a text that
somebody wrote. The exit code is 0 when all is well, 1 when a fault was found or what was named is not there, 2 when the store
or the broker cannot be had.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from services.chassis.clock.now import real_now
from services.chassis.http.story import story
from services.chassis.messaging.parking import Parking
from services.chassis.messaging.republish import republish
from services.chassis.operators.restore import Place, StillReading, restored
from services.chassis.operators.verify import relisted, verified
from services.chassis.privacy.reasons import reason_of
from services.chassis.room.room import Room
from services.chassis.store import alarms, history, outbox
from services.chassis.store import parked as parked_messages
from services.chassis.store.documents import LAST, Record, Unavailable
from services.chassis.store.parked import DISCARDED, RETRY, TROUBLED

MANY = 1000
"""Rows of one list."""

SHOWN = {"time", "type", "aggregate", "sequence", "cause", "command", "agency", "id"}
"""Of an event of a story."""

Asked = argparse.Namespace
Rows = AsyncIterator[Record]


class NotThere(Exception):
    """What was named is not there, or not in a state for this."""


@dataclass(frozen=True)
class Console:
    """What the tasks work on. `producer` makes one that is not started."""

    room: Room
    parking: Parking
    producer: Callable[[], AIOKafkaProducer]
    place: Place


async def parked(console: Console, asked: Asked) -> Rows:
    async for record in parked_messages.in_lanes(console.parking.store, discarded=asked.discarded):
        yield {"id": record.pop("_id"), **record}


async def show(console: Console, asked: Asked) -> Rows:
    letter = await console.parking.letter(asked.id)
    if letter is None:
        raise NotThere(f"nothing with this id is parked: {asked.id}")
    yield letter.described()


async def retry(console: Console, asked: Asked) -> Rows:
    """What waits behind it follows by itself, in order."""
    stuck = [each async for each in parked_messages.in_lanes(console.parking.store) if each["status"] == TROUBLED]
    tried = [each for each in stuck if asked.id in (None, each["_id"])]
    if asked.id and not tried:
        raise NotThere(f"nothing with this id waits for a person: {asked.id}")
    for record in tried:
        if not asked.dry_run:
            await console.parking.mark(record["_id"], RETRY, "asked-for")
        yield {"id": record["_id"], "lane": record["lane"], "was": record["reason"]}


async def discard(console: Console, asked: Asked) -> Rows:
    if not await console.parking.mark(asked.id, DISCARDED, asked.reason):
        raise NotThere(f"nothing with this id is parked: {asked.id}")
    yield {"id": asked.id, "status": DISCARDED, "reason": asked.reason}


async def troubled(console: Console, asked: Asked) -> Rows:
    for record in await alarms.troubled(console.room.store):
        for what, trouble in record["trouble"].items():
            yield {"id": record["_id"], "kind": record["kind"], "of": what, **trouble}


async def pending(console: Console, asked: Asked) -> Rows:
    for record in await outbox.pending(console.room.store, LAST, real_now(), MANY):
        trouble = record.get("trouble", {}).get("outbox", {})
        waiting = sum(len(entry["events"]) for entry in record["outbox"])
        yield {"id": record["_id"], "kind": record["kind"], "since": record["pending_since"], "events": waiting, **trouble}


async def due(console: Console, asked: Asked) -> Rows:
    for document in await alarms.due(console.room.store, console.room.now(), LAST, MANY):
        trouble = document.trouble.get("alarm", {})
        yield {"id": document.id, "kind": document.kind.name, "due": document.alarm_at, **trouble}


async def told(console: Console, asked: Asked) -> Rows:
    events = story(console.room.name, await history.past(console.room.store, {"threads": asked.id}))
    if not events:
        raise NotThere(f"no event here is about this id: {asked.id}")
    for each in events:
        yield each.model_dump(mode="json", include=SHOWN)


async def told_again(console: Console, asked: Asked) -> Rows:
    """A row for each part that is done, so that whoever is interrupted can go on after it."""
    producer, store = None if asked.dry_run else console.producer(), console.room.store
    if producer:
        await producer.start()
    try:
        async for last, events in republish(store, producer, console.place.topic, aggregate=asked.aggregate, after=asked.after):
            yield {"done": last, "events": events}
    finally:
        if producer:
            await producer.stop()


async def reading(console: Console, asked: Asked) -> Rows:
    consumer = AIOKafkaConsumer(bootstrap_servers=console.place.broker, group_id=console.place.group, enable_auto_commit=False)
    await consumer.start()
    try:
        await consumer.topics()
        for topic in console.place.listens:
            partitions = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
            ends = await consumer.end_offsets(partitions) if partitions else {}
            consumer.assign(partitions)  # by hand, so that it asks what the group committed and joins none
            read = [await consumer.committed(each) or 0 for each in partitions]
            behind = sum(max(0, ends[each] - done) for each, done in zip(partitions, read, strict=True))
            yield {"topic": topic, "partitions": len(partitions), "records": sum(ends.values()), "behind": behind}
    finally:
        await consumer.stop()


async def restore(console: Console, asked: Asked) -> Rows:
    async for row in restored(console.room.store, console.place, asked.since, dry_run=asked.dry_run):
        yield row


async def verify(console: Console, asked: Asked) -> Rows:
    async for row in verified(console.room.store, after=asked.after):
        yield row


async def relist(console: Console, asked: Asked) -> Rows:
    async for row in relisted(console.room.store, asked.after, dry_run=asked.dry_run):
        yield row


def moment(said: str) -> datetime:
    """Raises argparse.ArgumentTypeError unless it is a time with its offset from UTC."""
    with suppress(ValueError):
        if (time := datetime.fromisoformat(said)).tzinfo:
            return time
    raise argparse.ArgumentTypeError(f"{said!r} is not a time with its offset from UTC, such as 2026-11-24T09:30+00:00")


@dataclass(frozen=True)
class Task:
    does: str
    rows: Callable[[Console, Asked], Rows]
    arguments: Mapping[str, Mapping[str, Any]]


ID = {"help": "its id"}
DRY_RUN = {"action": "store_true", "help": "only say what would be done"}
AFTER = {"metavar": "ID", "help": "begin after this one: where an earlier run was interrupted"}

TASKS = {
    "parked": Task("list parked messages, lane by lane, each in order", parked,
                   {"--discarded": {"action": "store_true", "help": "also those that were set aside"}}),
    "show": Task("what is known of a parked message, without its values", show, {"id": ID}),
    "retry": Task("try a parked message again, or all that wait for a person; what is behind follows", retry,
                  {"id": {"nargs": "?", **ID}, "--dry-run": DRY_RUN}),
    "discard": Task("set a parked message aside for good", discard,
                    {"id": ID, "--reason": {"required": True, "help": "a code such as sent-by-mistake", "type": str}}),
    "troubled": Task("list documents whose alarm or outbox keeps failing", troubled, {}),
    "pending": Task("list documents with events that were not sent yet", pending, {}),
    "reading": Task("list the topics that it reads, and how many records of each it has yet to take in", reading, {}),
    "due": Task("list documents whose alarm is due", due, {}),
    "story": Task("tell the thread of a review, a finding or an obligation, as far as this service knows it", told, {"id": ID}),
    "republish": Task("send events of the history again, each aggregate's in order; receivers skip what they heard", told_again,
                      {"--aggregate": {"metavar": "ID", "help": "of this one alone"}, "--after": AFTER, "--dry-run": DRY_RUN}),
    "restore": Task("after the store was set back, before the service starts: list what was lost, and go on safely", restore,
                    {"--since": {"required": True, "type": moment, "metavar": "TIME",
                               "help": "a little before the backup began, such as 2026-11-24T09:30+00:00"},
                     "--dry-run": DRY_RUN}),
    "verify": Task("compare each document with its history: state, gaps, counts", verify, {"--after": AFTER}),
    "relist": Task("list each document by the keys that its state gives, where an upgrade changed them", relist,
                   {"--after": AFTER, "--dry-run": DRY_RUN}),
}  # fmt: skip


def read_arguments(name: str, arguments: list[str]) -> Asked:
    """What is asked; `task` is None where the service is to serve."""
    parser = argparse.ArgumentParser(
        prog=f"python -m services.{name.replace('-', '_')}.app", description=f"Serves {name}, or does what an operator asks."
    )
    tasks = parser.add_subparsers(dest="task", metavar="TASK")
    for task, row in TASKS.items():
        its = tasks.add_parser(task, help=row.does, description=row.does)
        its.add_argument("--json", action="store_true", help="an object a line")
        for argument, how in row.arguments.items():
            its.add_argument(argument, **how)
    return parser.parse_args(arguments)


def operate(console: Console, asked: Asked) -> int:
    """Does it; what it gives is the exit code."""
    try:
        return asyncio.run(_printed(console, asked))
    except (NotThere, StillReading) as what:
        print(what, file=sys.stderr)
        return 1
    except (Unavailable, KafkaError, OSError) as fault:
        print(f"Not now: the store or the broker cannot be had ({reason_of(fault)})", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; what is printed is done.", file=sys.stderr)
        return 130


async def _printed(console: Console, asked: Asked) -> int:
    await console.room.store.open()
    try:
        count = faults = 0
        async for row in TASKS[asked.task].rows(console, asked):
            count, faults = count + 1, faults + ("fault" in row)
            print(_line(row, as_json=asked.json), flush=True)
    finally:
        console.room.store.close()
    if not count:
        print("Nothing.", file=sys.stderr)
    return 1 if faults else 0


def _line(row: Record, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(row, default=str)
    return " ".join(f"{name}={_plain(value)}" for name, value in row.items())


def _plain(value: Any) -> str:
    """Quoted where it has a space in it."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return json.dumps(text) if " " in text else text
