"""Operators' tasks at the console, in the service's own environment: `python -m services.review_registry.app --help`.

Each task prints rows as they come: `name=value` pairs, or with `--json` one object per line. No row holds text that a
person wrote. The exit code is 0 if all is well. It is 1 if the task found a fault, or did not find the named item. It
is 2 if the store or the broker does not answer.
"""

import argparse
import asyncio
import getpass
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka.errors import KafkaError

from services.chassis.clock.now import real_now
from services.chassis.http.story import step, story
from services.chassis.messaging.parking import Parking
from services.chassis.messaging.publisher import Publisher
from services.chassis.messaging.refused import NotConnected
from services.chassis.messaging.republish import republish
from services.chassis.messaging.trust import FAR_AHEAD
from services.chassis.operators.place import Place
from services.chassis.operators.reading import progress
from services.chassis.operators.restore import restored
from services.chassis.operators.rewrap import rewrapped
from services.chassis.operators.verify import relisted, verified
from services.chassis.privacy.reasons import SafeFault, reason_of
from services.chassis.room.room import Room
from services.chassis.store import alarms, history, outbox
from services.chassis.store import parked as parked_messages
from services.chassis.store.documents import LAST, Record
from services.chassis.store.faults import Unavailable
from services.chassis.store.parked import BEHIND, PROPOSED, TROUBLED

MANY = 1000
"""The rows of one list."""

Asked = argparse.Namespace
Rows = AsyncIterator[Record]


class NotThere(SafeFault):
    """The named item does not exist, or not in a suitable state."""


@dataclass(frozen=True)
class Console:
    """The parts that the tasks work on. `publisher` makes a publisher that has not started."""

    room: Room
    parking: Parking
    publisher: Callable[[], Publisher]
    place: Place


async def parked(console: Console, asked: Asked) -> Rows:
    async for record in parked_messages.in_lanes(console.parking.store, discarded=asked.discarded):
        yield {"id": record.pop("_id"), **record}


async def show(console: Console, asked: Asked) -> Rows:
    described = await console.parking.described(asked.id)
    if described is None:
        raise NotThere(f"no parked message has this id: {asked.id}")
    yield described


async def retry(console: Console, asked: Asked) -> Rows:
    """Retries one parked message, or all that wait for a person. Messages behind it follow by themselves, in order.

    A retry of all leaves those whose sequence is far ahead, because a person decides on each if it is believed.
    """
    listed = [each async for each in parked_messages.in_lanes(console.parking.store) if each["status"] != BEHIND]
    stuck = [each for each in listed if each["status"] == TROUBLED and each["reason"] != FAR_AHEAD]
    tried = [each for each in listed if each["_id"] == asked.id] if asked.id else stuck
    if asked.id and not tried:
        raise NotThere(f"no message that can be retried has this id: {asked.id}")
    for record in tried:
        if not asked.dry_run:
            await console.parking.retry(record["_id"], at_the_console())
        yield {"id": record["_id"], "lane": record["lane"], "was": record["reason"]}


async def discard(console: Console, asked: Asked) -> Rows:
    """Discards a message, or proposes that. A message about a concern or an obligation is confirmed over HTTP alone."""
    status = await console.parking.discard(asked.id, asked.reason, at_the_console())
    if status is None:
        behind = await console.parking.waits_behind(asked.id)
        raise NotThere(f"{'this message waits behind another one' if behind else 'no parked message has this id'}: {asked.id}")
    needs = {"needs": "a confirmation by the business unit or a decider"} if status == PROPOSED else {}
    yield {"id": asked.id, "status": status, "reason": asked.reason, **needs}


def at_the_console() -> str:
    """Returns the login of the person at the console, as the system knows it."""
    return f"{getpass.getuser()}@console"


async def troubled(console: Console, asked: Asked) -> Rows:
    for record in await alarms.troubled(console.room.store):
        for what, trouble in record["trouble"].items():
            yield _document(console, record, {"of": what, **trouble})


async def pending(console: Console, asked: Asked) -> Rows:
    for record in await outbox.pending(console.room.store, LAST, real_now(), MANY):
        trouble = record.get("trouble", {}).get("outbox", {})
        waiting = sum(len(entry["events"]) for entry in record["outbox"])
        yield _document(console, record, {"since": record["pending_since"], "events": waiting, **trouble})


async def due(console: Console, asked: Asked) -> Rows:
    for document in await alarms.due(console.room.store, console.room.now(), LAST, MANY):
        trouble = document.trouble.get("alarm", {})
        yield document.kind.shown_to_operators(document.id, {"due": document.alarm_at, **trouble})


def _document(console: Console, record: Record, since: Record) -> Record:
    """Returns the row of a document, also of a kind that only a newer version of this service knows."""
    kind = console.room.store.kinds.get(record["kind"])
    return kind.shown_to_operators(record["_id"], since) if kind else {"kind": record["kind"], **since}


async def story_rows(console: Console, asked: Asked) -> Rows:
    found = False
    async for entry in history.whole_thread(console.room.store, asked.id):
        for each in story(console.room.name, [entry]):
            found = True
            yield step(each).model_dump(mode="json", exclude={"service"})
    if not found:
        raise NotThere(f"this service has no event with this id in its thread: {asked.id}")


async def republished(console: Console, asked: Asked) -> Rows:
    """Yields a row for each part done, so that an interrupted run can continue behind it."""
    producer, store = None if asked.dry_run else console.publisher(), console.room.store
    if producer:
        await producer.start()
    try:
        async for last, events in republish(store, producer, console.place.topic, aggregate=asked.aggregate, after=asked.after):
            yield {"done": last, "events": events}
    finally:
        if producer:
            await producer.stop()


async def reading(console: Console, asked: Asked) -> Rows:
    async for row in progress(console.place):
        yield row


async def restore(console: Console, asked: Asked) -> Rows:
    async for row in restored(console.room.store, console.place, asked.since, dry_run=asked.dry_run):
        yield row


async def verify(console: Console, asked: Asked) -> Rows:
    async for row in verified(console.room.store, after=asked.after):
        yield row


async def relist(console: Console, asked: Asked) -> Rows:
    async for row in relisted(console.room.store, asked.after, dry_run=asked.dry_run):
        yield row


async def rewrap(console: Console, asked: Asked) -> Rows:
    async for row in rewrapped(console.room.store, console.room.keyring, dry_run=asked.dry_run):
        yield row


def moment(said: str) -> datetime:
    """Returns a time. Raises argparse.ArgumentTypeError if it lacks its offset from UTC."""
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
DRY_RUN = {"action": "store_true", "help": "show what the task would do, and do nothing"}
AFTER = {"metavar": "ID", "help": "begin behind this id, where an earlier run was interrupted"}

TASKS = {
    "parked": Task("list parked messages, lane by lane, each in order", parked,
                   {"--discarded": {"action": "store_true", "help": "include discarded messages"}}),
    "show": Task("show a parked message, without its values", show, {"id": ID}),
    "retry": Task("retry one parked message, or all that wait for a person; those behind follow", retry,
                  {"id": {"nargs": "?", **ID}, "--dry-run": DRY_RUN}),
    "discard": Task("discard a parked message for good, or propose it to a second person", discard,
                    {"id": ID, "--reason": {"required": True, "help": "a code such as sent-by-mistake", "type": str}}),
    "troubled": Task("list documents whose alarm or outbox keeps failing", troubled, {}),
    "pending": Task("list documents with unsent events", pending, {}),
    "reading": Task("list the topics that the service reads, and how many records of each it has not read yet", reading, {}),
    "due": Task("list documents whose alarm is due", due, {}),
    "story": Task("show the events of a review, a finding or an obligation in this service", story_rows, {"id": ID}),
    "republish": Task("send events of the history again, in order per aggregate; receivers skip known ones",
                      republished,
                      {"--aggregate": {"metavar": "ID", "help": "this aggregate only"}, "--after": AFTER,
                       "--dry-run": DRY_RUN}),
    "restore": Task("after a restore, before the service starts: list the lost events and continue safely", restore,
                    {"--since": {"required": True, "type": moment, "metavar": "TIME",
                               "help": "a time shortly before the backup began, such as 2026-11-24T09:30+00:00"},
                     "--dry-run": DRY_RUN}),
    "verify": Task("compare each document with its history: state, gaps, counts", verify, {"--after": AFTER}),
    "relist": Task("rewrite the query keys of documents if an upgrade changed them", relist,
                   {"--after": AFTER, "--dry-run": DRY_RUN}),
    "rewrap": Task("after a rotation, wrap everything again under the active key, and show which keys may be retired", rewrap,
                   {"--dry-run": DRY_RUN}),
}  # fmt: skip


def read_arguments(name: str, arguments: list[str]) -> Asked:
    """The task and its arguments. `task` is None if the process is to serve."""
    parser = argparse.ArgumentParser(
        prog=f"python -m services.{name.replace('-', '_')}.app",
        description=f"Serves {name}, or carries out a task.",
    )
    tasks = parser.add_subparsers(dest="task", metavar="TASK")
    for task, row in TASKS.items():
        its = tasks.add_parser(task, help=row.does, description=row.does)
        its.add_argument("--json", action="store_true", help="print one object per line")
        for argument, how in row.arguments.items():
            its.add_argument(argument, **how)
    return parser.parse_args(arguments)


def operate(console: Console, asked: Asked) -> int:
    """Carries out a task and returns the exit code."""
    try:
        return asyncio.run(_printed(console, asked))
    except (Unavailable, KafkaError, OSError) as fault:
        lasting = isinstance(fault, NotConnected) and not fault.retriable
        said = "refuses. Remove the reason" if lasting else "does not answer. Try again later"
        print(f"The store or the broker {said} ({reason_of(fault)})", file=sys.stderr)
        return 2
    except SafeFault as what:
        print(what, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The printed rows are done.", file=sys.stderr)
        return 130


async def _printed(console: Console, asked: Asked) -> int:
    try:
        await console.room.store.open()
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
    """Quotes a value that has a space in it."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return json.dumps(text) if " " in text else text
