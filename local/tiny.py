"""A service as small as possible, in the caller's own process: one kind of aggregate on the deployment's real store."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from contracts.events.action_tracking import ActionCompleted
from local.deployment import Deployment
from local.keyrings import keyring
from local.partnership import FRAMEWORK
from services.chassis.clock.now import real_now
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Now, Room
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store.documents import Document, Store
from services.chassis.store.kinds import Kind

THREAD = "00000000-0000-4000-8000-000000000000"
PAST = datetime(2020, 1, 1, tzinfo=UTC)


class Bell(BaseModel):
    """A bell that counts its rings. A `cracked` one always raises."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = 0
    due: datetime | None = None
    cracked: bool = False


def due(state: Bell, given: Given) -> datetime | None:
    return state.due


def ring(state: Bell, given: Given) -> Decided[Bell]:
    if state.cracked:
        raise RuntimeError("a planted fault")
    return Decided(state.model_copy(update={"count": state.count + 1, "due": None}))


BELL = Kind(name="bell", state=Bell, keys=lambda state: {}, threads=lambda state: (THREAD,), alarm=due, ring=ring)


def count_up(state: Bell | None, given: Given) -> Decided[Bell]:
    """Counts up and emits an event."""
    before = state or Bell()
    event = ActionCompleted(action=given.id, epoch=before.count + 1)
    return Decided(before.model_copy(update={"count": before.count + 1}), (event,))


def hang(bell: Bell) -> Callable[[Any, Given], Decided[Bell]]:
    """Returns a rule that creates this bell."""
    return lambda state, given: Decided(bell)


@asynccontextmanager
async def room_at(store_uri: str, kind: Kind = BELL, *, now: Now = real_now, **parts: Any) -> AsyncIterator[Room]:
    """Yields a room of its own. Several rooms may share a store, as replicas do. No relay sends what they save."""
    store = Store(store_uri, [kind], keyring(), timeout_seconds=5)
    await store.open()
    try:
        yield Room("action-tracking", store, FRAMEWORK, frozenset(), now, real_now, keyring(), **parts)
    finally:
        store.close()


def room_on(
    deployment: Deployment, kind: Kind = BELL, *, now: Now = real_now, **parts: Any
) -> AbstractAsyncContextManager[Room]:
    return room_at(deployment.store_uri("action-tracking"), kind, now=now, **parts)


async def make(room: Room, bell: Bell) -> str:
    """Creates a bell and returns its id."""
    id_ = str(uuid4())
    await change(room, room.store.kinds["bell"], id_, hang(bell), Cause(id=str(uuid4()), name="hang"))
    return id_


async def up(room: Room, id_: str) -> Document:
    document, _ = await change(room, room.store.kinds["bell"], id_, count_up, Cause(id=str(uuid4()), name="count-up"))
    return document


async def read(room: Room, id_: str) -> Document:
    return await room.store.load(room.store.kinds["bell"], id_)
