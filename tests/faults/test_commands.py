"""People's door on a kind as small as can be: a command whose id comes from business keys (docs/architecture.md "HTTP")."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from local.deployment import Deployment
from local.openapi import settings
from local.partnership import POLICE
from local.parts.tokens import AUDIENCE, ISSUER, LIFETIME, Issuer
from local.tiny import BELL, Bell, room_on
from services.chassis.http.commands import mount
from services.chassis.http.identity import Identity
from services.chassis.http.rates import Rates
from services.chassis.http.refusals import install
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused, derived
from tests.service.calling import done, refused


class RingAt(BaseModel):
    """One bell a place."""

    place: str
    times: int = 1


def ring_at(state: Bell | None, command: RingAt, given: Given) -> Decided[Bell]:
    """The first makes it, the next find it; four are too many."""
    before = state or Bell()
    if before.count >= 3:
        raise Refused(Reason("bell/rung-enough", "It was rung often enough."))
    return Decided(before.model_copy(update={"count": before.count + command.times}))


async def bell_at(room: Room, command: RingAt, actor: Actor) -> str:
    return derived("bell", command.place)


RING = Command("/bells", BELL, RingAt, ring_at, frozenset({"practitioner"}), creates=True, identity=bell_at)


KNOWN = {"issuer": ISSUER, "audience": AUDIENCE, "longest_token_seconds": LIFETIME}
"""Settings of sign-in that take the tokens of the local issuer."""


@asynccontextmanager
async def calling(stored: Deployment, folder: Path) -> AsyncIterator[Any]:
    """`ring(person, body, key)` over HTTP."""
    issuer = Issuer(folder)
    async with room_on(stored) as room:
        app, router = FastAPI(), APIRouter()
        mount(router, room, (RING,), {BELL.name: (Bell, lambda state, given: state)})
        app.include_router(router)
        set_up = settings("action-tracking", folder).model_copy(update=KNOWN)
        app.state.identity, app.state.rates = Identity(set_up), Rates(set_up)
        app.state.identity.agencies = lambda: frozenset({POLICE})
        install(app)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bells.example") as client:

            async def ring(person: str, body: dict[str, Any], key: str = "") -> httpx.Response:
                token = issuer.token("practitioner", agency=POLICE, person_ref=person)
                headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
                return await client.post("/bells", json=body, headers=headers)

            yield ring


async def test_whoever_names_the_same_thing_finds_it(stored: Deployment, tmp_path: Path) -> None:
    """Two people with keys of their own make one document; its rule sees the state; another place is another."""
    async with calling(stored, tmp_path) as ring:
        here, there = str(uuid4()), str(uuid4())
        first, second = await ring("p-1", {"place": here}), await ring("p-2", {"place": here})
        assert [done(each, 201)["count"] for each in (first, second)] == [1, 2]
        assert first.headers["location"] == second.headers["location"] == f"/bells/{derived('bell', here)}"
        assert (await ring("p-1", {"place": there})).headers["location"] != first.headers["location"]
        assert done(await ring("p-2", {"place": here}), 201)["count"] == 3
        assert refused(await ring("p-1", {"place": here}), 409) == [("bell/rung-enough", "")]


async def test_a_repeat_is_harmless_there_too(stored: Deployment, tmp_path: Path) -> None:
    async with calling(stored, tmp_path) as ring:
        place, key = str(uuid4()), str(uuid4())
        at_once = await asyncio.gather(*(ring("p-1", {"place": place}, key) for _ in range(5)))
        assert {done(each, 201)["count"] for each in at_once} == {1}
        refused(await ring("p-1", {"place": place, "times": 2}, key), 422)
        assert done(await ring("p-2", {"place": place}, key), 201)["count"] == 2
