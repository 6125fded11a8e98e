"""The one way to change an aggregate, for all three doors: load, decide, save (docs/architecture.md "Doors")."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from contracts.events.envelope import describe, encode, sequence_of
from contracts.events.event import Event
from services.chassis.privacy.keyring import DataKey
from services.chassis.room.aside import aside
from services.chassis.room.room import Busy, Cause, Locked, Room, TooBig, governing
from services.chassis.rules.calendar import day_of, start_of
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.store.documents import Document, LostRace, Record, Taken
from services.chassis.store.kinds import Kind
from services.chassis.store.sealing import seal_entry
from services.chassis.store.sizes import LARGEST_DOCUMENT, weighed
from services.chassis.telemetry.metrics import LOST_RACES
from services.chassis.telemetry.traces import traceparent

REMEMBERED = timedelta(hours=24)
"""The time for which a command's key is remembered, in real time."""
RACES = 100
FULL = "This {kind} holds too much to take more. Enter less, or remove drafts that you no longer need."

Check = Callable[[Document], bool]
Facts = Callable[[], Awaitable[Any]]
"""Reads the facts of other aggregates that a decision needs."""


async def change(
    room: Room,
    kind: Kind,
    id_: str,
    decide: Callable[..., Decided[Any]],
    cause: Cause,
    *,
    facts: Facts | None = None,
    already_done: Check = lambda _: False,
    said: Any = None,
) -> tuple[Document, bool]:
    """Loads, decides and saves, and repeats that after a lost race.

    Returns the document, and true if this call changed it.

    `already_done` sees the loaded document first. It returns true for an event that was applied or a command that was
    carried out, or it raises. `facts` are read in every attempt, after the document, and go to `decide(state, given,
    facts)`. `said` is what a person wrote, so that a decision on a long text runs aside. Raises the rule's exceptions, Refused
    also for a document that is full, Busy, TooBig, and the store's Unavailable, RefusedByStore and NewerSchema.
    """
    for attempt in range(RACES):
        before = await room.store.load(kind, id_)
        if before.locked:
            raise Locked(kind.name)
        if already_done(before):
            return before, False
        if before.unsent >= room.backlog or (cause.command and len(_recent(room, before)) >= room.remembered):
            raise Busy
        given = Given(
            id=id_,
            cause_id=cause.id,
            now=_not_before(_moment(room, kind), before.last_time),
            framework=room.framework,
            actor=cause.actor,
            holidays=room.holidays,
            attempt=attempt,
            url=room.url,
            editions=room.editions,
        )
        given = governing(room, kind, before.state, given)
        found = [await facts()] if facts else []
        decided = await aside(_decided, decide, before.state, given, found, said)
        try:
            if _changes_nothing(before, decided, cause):
                return await _noted(room, before, given, cause)
            after = await _save(room, before, decided, given, cause)
        except (LostRace, Taken):
            LOST_RACES.add(1, {"kind": kind.name})
            continue
        room.saved(id_)
        return after, True
    raise Busy


def _decided(decide: Callable[..., Decided[Any]], state: Any, given: Given, found: Sequence[Any], said: Any) -> Decided[Any]:
    return decide(state, given, *found)


def _changes_nothing(before: Document, decided: Decided[Any], cause: Cause) -> bool:
    """Returns true if a decision has no effect. Hearing an event is an effect, because its order counts."""
    return before.version > 0 and decided.state == before.state and not decided.events and not cause.heard


async def _noted(room: Room, before: Document, given: Given, cause: Cause) -> tuple[Document, bool]:
    """Keeps the key of a command without an effect, and an alarm of an older edition as the present one has it."""
    stale = before.alarm_edition not in (None, room.framework.edition)
    if not stale and not cause.command:
        return before, False
    after = replace(before, **_alarm(room, before.kind, before.state, given)) if stale else before
    await room.store.note(after, _remembered(room, before, cause, room.real(), before.key))
    return after, stale


def _alarm(room: Room, kind: Kind, state: Any, given: Given) -> Record:
    alarm_at = kind.alarm(state, governing(room, kind, state, given))
    return {"alarm_at": alarm_at, "alarm_edition": room.framework.edition if alarm_at else None}


def _moment(room: Room, kind: Kind) -> datetime:
    return _day(room.now(), room) if kind.dated else room.now()


def _day(moment: datetime, room: Room) -> datetime:
    """Returns the beginning of the day, in the partnership's time zone."""
    timezone = room.framework.partnership.timezone
    return start_of(day_of(moment, timezone), timezone)


def _not_before(now: datetime, last: datetime | None) -> datetime:
    """Returns a time that never runs backwards for an aggregate, though the clock may."""
    return max(now, last) if last else now


async def _save(room: Room, before: Document, decided: Decided[Any], given: Given, cause: Cause) -> Document:
    kind, state = before.kind, decided.state
    threads = kind.threads(state)
    entry = {
        "version": before.version + 1,
        "at": given.now,
        "filed_from": room.real(),
        "by": {"roles": sorted(cause.actor.roles), "agency": cause.actor.agency, "person_ref": cause.actor.person_ref},
        "cause": cause.id,
        "command": cause.name,
        "threads": sorted({*threads, *(thread for event in decided.events for thread in event.named())}),
        "events": _encoded(room, before, decided.events, given, threads[0]),
        "state": state.model_dump(mode="json"),
    }
    key = await seal_entry(room.store.data_keys, kind, before.id, entry, noted=cause.command is not None)
    entry["size"] = _size(room, before, entry)
    after = replace(
        before,
        state=state,
        version=before.version + 1,
        schema=kind.schema,
        revision=before.revision + (1 if cause.command else 0),
        sequence=before.sequence + len(decided.events),
        last_time=given.now,
        **_alarm(room, kind, state, given),
    )
    await room.store.save(before, after, entry, _remembered(room, before, cause, entry["filed_from"], key))
    return after


def _size(room: Room, before: Document, entry: Record) -> Record:
    """Returns the size of an outbox entry.

    Raises Refused if the document holds too much for good, and Busy if only until its unsent entries are sent.
    """
    size = weighed(entry)
    whole = 2 * size["state"] + size["rest"]
    if size["state"] > room.largest_state or whole > LARGEST_DOCUMENT:
        raise Refused(Reason("document/full", FULL.format(kind=before.kind.name.replace("-", " "))))
    if whole + before.unsent_bytes > LARGEST_DOCUMENT:
        raise Busy
    return size


def _recent(room: Room, before: Document) -> list[str]:
    """Returns the commands of the last day."""
    return [key for key, record in before.commands.items() if record["at"] >= room.real() - REMEMBERED]


def _remembered(room: Room, before: Document, cause: Cause, real: datetime, key: DataKey | None) -> Record:
    """Returns the document's notes on its cause.

    A command is noted by a keyed hash of its body. If the document has a key of its own, the hash goes with it. Commands
    older than a day are forgotten, except the one that created the document, so that its key never creates another.
    """
    if cause.heard:
        return {f"heard.{cause.heard[0]}": cause.heard[1]}
    if not cause.command:
        return {}
    old = [key for key, record in before.commands.items() if record["status"] != 201 and record["at"] < real - REMEMBERED]
    command = cause.command
    kept = {
        "at": _day(real, room) if before.kind.dated else real,
        "status": command.status,
        "digest": key.fingerprint(command.body) if key else room.keyring.fingerprint(command.body),
    }
    return {f"commands.{command.key}": kept} | {f"commands.{gone}": None for gone in old}


def _encoded(room: Room, before: Document, events: tuple[Event, ...], given: Given, correlation: str) -> list[Record]:
    """Returns the events in the form in which they are sent, fixed once."""
    encoded: list[Record] = []
    for number, event in enumerate(events, start=before.sequence + 1):
        envelope = describe(
            event,
            source=room.source,
            aggregate=before.id,
            sequence=sequence_of(room.store.incarnation, number),
            time=given.now,
            cause=given.cause_id,
            correlation=correlation,
            edition=given.framework.edition,
            traceparent=traceparent() if before.kind.traced else None,
        )
        wire = encode(envelope, event)
        if len(wire.body) > room.largest_event:
            raise TooBig(event.type())
        encoded.append({"key": wire.key, "headers": wire.headers, "body": wire.body})
    return encoded
