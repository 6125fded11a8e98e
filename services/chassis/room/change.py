"""What the three doors share (architecture.md rule 1): load one aggregate, decide, save. Nothing else changes state."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from contracts.events.envelope import describe, encode, sequence_of
from contracts.events.event import Event
from services.chassis.room.room import Busy, Cause, Room, TooBig
from services.chassis.rules.calendar import day_of, start_of
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store.documents import Document, LostRace, Record, Taken
from services.chassis.store.kinds import Kind
from services.chassis.telemetry.metrics import LOST_RACES
from services.chassis.telemetry.traces import traceparent

REMEMBERED = timedelta(hours=24)
"""How long a command's key is known, in real time."""
RACES = 100


Check = Callable[[Document], bool]
Facts = Callable[[], Awaitable[Any]]
"""Reads what a decision needs of other aggregates."""


async def change(
    room: Room,
    kind: Kind,
    id_: str,
    decide: Callable[..., Decided[Any]],
    cause: Cause,
    *,
    facts: Facts | None = None,
    already_done: Check = lambda _: False,
) -> tuple[Document, bool]:
    """Loads, decides and saves, again after each lost race. Returns the document, and whether this call changed it.

    `already_done` sees the loaded document first: it returns true for an event that was heard or a command that was carried
    out, or it raises. `facts` are read in every try, after the document, and go to `decide(state, given, facts)`. Raises what
    the rule raises; Busy; TooBig; the store's Unavailable and NewerSchema.
    """
    for attempt in range(RACES):
        before = await room.store.load(kind, id_)
        if already_done(before):
            return before, False
        if before.unsent >= room.backlog:
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
        )
        found = [await facts()] if facts else []
        decided = decide(before.state, given, *found)
        if _nothing_to_save(room, before, decided, cause):
            return before, False
        try:
            after = await _save(room, before, decided, given, cause)
        except (LostRace, Taken):
            LOST_RACES.add(1, {"kind": kind.name})
            continue
        room.saved(id_)
        return after, True
    raise Busy


def _nothing_to_save(room: Room, before: Document, decided: Decided[Any], cause: Cause) -> bool:
    """An event is remembered though it had no effect, a command too; an alarm of an older edition is worked out again."""
    stale = before.alarm_edition not in (None, room.framework.edition)
    return decided.state == before.state and not decided.events and not cause.heard and not cause.command and not stale


def _moment(room: Room, kind: Kind) -> datetime:
    return _day(room.now(), room) if kind.dated else room.now()


def _day(moment: datetime, room: Room) -> datetime:
    """Its beginning, where the partnership is."""
    timezone = room.framework.partnership.timezone
    return start_of(day_of(moment, timezone), timezone)


def _not_before(now: datetime, last: datetime | None) -> datetime:
    """An aggregate's time never runs backwards, though the clock may."""
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
    alarm_at = kind.alarm(state, given)
    after = replace(
        before,
        state=state,
        version=before.version + 1,
        schema=kind.schema,
        revision=before.revision + (1 if cause.command else 0),
        sequence=before.sequence + len(decided.events),
        last_time=given.now,
        alarm_at=alarm_at,
        alarm_edition=room.framework.edition if alarm_at else None,
    )
    await room.store.save(before, after, entry, _remembered(room, before, cause, entry["filed_from"]))
    return after


def _remembered(room: Room, before: Document, cause: Cause, real: datetime) -> Record:
    """What the document remembers of its cause; commands older than a day are forgotten, but for the one that made the
    document, so that its key never makes another."""
    if cause.heard:
        return {f"heard.{cause.heard[0]}": cause.heard[1]}
    if not cause.command:
        return {}
    old = [key for key, record in before.commands.items() if record["status"] != 201 and record["at"] < real - REMEMBERED]
    key, record = cause.command
    kept = record | {"at": _day(record["at"], room)} if before.kind.dated else record
    return {f"commands.{key}": kept} | {f"commands.{gone}": None for gone in old}


def _encoded(room: Room, before: Document, events: tuple[Event, ...], given: Given, correlation: str) -> list[Record]:
    """The events as they go on the wire, once and for all."""
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
            edition=room.framework.edition,
            traceparent=traceparent() if before.kind.traced else None,
        )
        wire = encode(envelope, event)
        if len(wire.body) > room.largest_event:
            raise TooBig(event.type())
        encoded.append({"key": wire.key, "headers": wire.headers, "body": wire.body})
    return encoded
