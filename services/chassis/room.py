"""What the three doors share (architecture.md rule 1): load one aggregate, decide, save. Nothing else changes state."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.envelope import describe, encode, sequence_of
from contracts.events import Event
from contracts.framework import Framework
from services.chassis.calendar import day_of, start_of
from services.chassis.clock import Now, real_now
from services.chassis.decisions import SYSTEM, Actor, Decided, Given
from services.chassis.kinds import Decide, Kind
from services.chassis.metrics import LOST_RACES
from services.chassis.post import Post
from services.chassis.privacy import Keyring
from services.chassis.store import Document, LostRace, Record, Store, Taken
from services.chassis.telemetry import traceparent

REMEMBERED = timedelta(hours=24)
"""How long a command's key is known, in real time."""
RACES = 100


class Busy(Exception):
    """Not now: too many others decide on the same document, or too much of it waits to be sent. Try again."""


class TooBig(Exception):
    """An event larger than the broker takes: a fault of ours, found before anything is saved."""


@dataclass
class Room:
    """A service's parts, as its doors need them."""

    name: str
    store: Store
    framework: Framework
    closed: Container[date]
    now: Now
    keyring: Keyring
    post: Post | None = None
    url: str = ""
    backlog: int = 500
    largest_event: int = 65_536
    saved: Callable[[str], None] = field(default=lambda id_: None)
    """Wakes the relay."""

    @property
    def source(self) -> str:
        return f"/{self.framework.partnership.code}/{self.name}"


@dataclass(frozen=True)
class Cause:
    """Why a document changes: the id of the command, event or alarm, its name, who acts, and what to remember of it."""

    id: str
    name: str
    actor: Actor = SYSTEM
    heard: tuple[str, str] | None = None
    """Source aggregate and sequence of the event that is reacted to."""
    command: tuple[str, Record] | None = None
    """Key and record of a person's command; the revision moves."""


async def state_of(room: Room, kind: Kind, id_: str) -> Any:
    """The state of what is read beside the aggregate decided on, or None. Raises what the store's `load` raises."""
    return (await room.store.load(kind, id_)).state


async def states_of(room: Room, kind: Kind, ids: Iterable[str]) -> dict[str, Any]:
    """The states by id, as far as there are."""
    found = {id_: await state_of(room, kind, id_) for id_ in ids}
    return {id_: state for id_, state in found.items() if state is not None}


def given_to(room: Room, actor: Actor = SYSTEM, id_: str = "") -> Given:
    """What a view, or a rule that decides nothing, is given: the present moment, and whom it is shown to."""
    return Given(id_, id_, room.now(), room.framework, actor, room.closed, url=room.url)


Check = Callable[[Document], bool]


async def change(
    room: Room, kind: Kind, id_: str, decide: Decide, cause: Cause, *, settled: Check = lambda _: False
) -> tuple[Document, bool]:
    """Loads, decides and saves until no other came between. Returns the document, and whether this changed it.

    `settled` looks at what was loaded first: true ends it there (heard before, carried out before), or it raises. Raises what
    the rule raises; Busy; TooBig; the store's Unavailable and NewerSchema.
    """
    for attempt in range(RACES):
        before = await room.store.load(kind, id_)
        if settled(before):
            return before, False
        if before.unsent >= room.backlog:
            raise Busy
        given = Given(
            id_,
            cause.id,
            _not_before(_moment(room, kind), before.last_time),
            room.framework,
            cause.actor,
            room.closed,
            attempt,
            room.url,
        )
        decided = decide(before.state, given)
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
        "filed_from": real_now(),
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
            cause=given.command,
            correlation=correlation,
            edition=room.framework.edition,
            traceparent=traceparent() if before.kind.traced else None,
        )
        wire = encode(envelope, event)
        if len(wire.body) > room.largest_event:
            raise TooBig(event.type())
        encoded.append({"key": wire.key, "headers": wire.headers, "body": wire.body})
    return encoded
