"""People who do not give up: they send the same request with the same key until they get an answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import cycle
from typing import Any
from uuid import uuid4

import httpx

from local.deployment import Deployment
from local.partnership import POLICE
from local.parts.loopback import PLAIN
from local.scenarios.playing import aplay
from local.scenarios.review_registry import scope, to_a_lead
from local.waiting import eventually_async

REGISTRY = "review-registry"
PATIENCE = 40.0
SCOPE = scope(POLICE)
EVENTS_BEFORE_SCOPE = 2
"""Events of a review by `a_review` before its scope: its opening and its move to scoping."""


class People:
    """People at one or several replicas, in turns, with a token for each role. The first is their usual one.

    `answered` counts acknowledged requests. `repeated` holds the last time at which each repeated command was sent.
    """

    def __init__(self, clients: Sequence[httpx.AsyncClient], tokens: Mapping[str, str]) -> None:
        self.answered = 0
        self.asked_again = 0
        self.repeated: dict[str, datetime] = {}
        self._next, self._tokens = cycle(clients), tokens

    async def ask(self, path: str, body: dict[str, Any], key: str | None = None, role: str = "") -> dict[str, Any]:
        """Returns the representation in the final answer. A refusal other than `try again` fails the test."""
        key, sent = key or str(uuid4()), list[datetime]()
        headers = self._signed_in(role) | {"Idempotency-Key": key}

        async def answer() -> httpx.Response | None:
            sent.append(datetime.now(UTC))
            response = await next(self._next).post(path, json=body, headers=headers)
            if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                self.asked_again += 1
                return None
            return response

        response = await eventually_async(answer, within=PATIENCE, every=0.2, what=f"{path} is answered")
        assert response.status_code in (200, 201), response.text
        self.answered += 1
        if len(sent) > 1:
            self.repeated[response.headers.get("Command-Id", "")] = sent[-1]
        shown: dict[str, Any] = response.json()
        return shown

    async def there(self, path: str) -> Any:
        """Returns what the path shows, once it can be read."""

        async def found() -> httpx.Response | None:
            response = await next(self._next).get(path, headers=self._signed_in())
            return response if response.status_code == httpx.codes.OK else None

        return (await eventually_async(found, within=PATIENCE, every=0.1, what=f"{path} is there")).json()

    def _signed_in(self, role: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[role or next(iter(self._tokens))]}"}

    async def a_review(self, scopes: int) -> str:
        """Opens a review, screens it, moves it on, and sets its scope a number of times. Returns its id."""
        review = (await aplay(self.step, to_a_lead(), until="in scoping"))["review"]
        for _ in range(scopes):
            await self.scope(review)
        return review

    async def step(self, role: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sends a step of a scenario, as someone with its role."""
        return await self.ask(path, body, role=role)

    async def scope(self, review: str) -> None:
        """Sends a command that emits one event."""
        await self.ask(f"/reviews/{review}/scope", SCOPE)

    async def reviews(self, count: int, scopes: int) -> list[str]:
        """Creates a number of reviews side by side."""
        return await asyncio.gather(*(self.a_review(scopes) for _ in range(count)))

    async def have_been_answered(self, count: int, burst: asyncio.Task[Any]) -> None:
        """Returns in the middle of the burst. Raises the reason if the burst ends early."""

        async def answered() -> bool:
            return self.answered >= count or burst.done()

        await eventually_async(answered, within=PATIENCE, every=0.005, what=f"{count} commands are acknowledged")
        if burst.done():
            raise AssertionError("the burst was over before it could be interrupted") from burst.exception()


@asynccontextmanager
async def people(
    deployment: Deployment,
    *replicas: int,
    service: str = REGISTRY,
    roles: Sequence[str] = ("business-unit", "decider"),
    agency: str = "partnership",
) -> AsyncIterator[People]:
    """Yields people with these roles, one each.

    Without `replicas` they call the first one.
    """
    tokens = {role: deployment.token(role, agency=agency) for role in roles}
    clients = [
        httpx.AsyncClient(base_url=deployment.url(service, replica), timeout=10, verify=PLAIN) for replica in replicas or (1,)
    ]
    try:
        yield People(clients, tokens)
    finally:
        for client in clients:
            await client.aclose()


async def has_its_place(deployment: Deployment, service: str = REGISTRY, replica: int = 1) -> None:
    """Returns once the service reads from its topics."""
    async with httpx.AsyncClient(base_url=deployment.url(service, replica), verify=PLAIN) as client:

        async def ready() -> bool:
            return (await client.get("/health/ready")).status_code == httpx.codes.OK

        await eventually_async(ready, within=40, every=0.1, what=f"{service} has its place in the group")


async def readiness(deployment: Deployment, service: str = REGISTRY) -> tuple[int, dict[str, str]]:
    """Returns the status and the parts of the readiness answer."""
    async with httpx.AsyncClient(base_url=deployment.url(service), timeout=20, verify=PLAIN) as client:
        answer = await client.get("/health/ready")
        return answer.status_code, answer.json()


async def serves(deployment: Deployment, service: str = REGISTRY, replica: int = 1) -> None:
    """Returns once the service takes requests. Its place in the consumer group may come seconds later."""
    async with httpx.AsyncClient(base_url=deployment.url(service, replica), verify=PLAIN) as client:

        async def live() -> bool:
            return (await client.get("/health/live")).status_code == httpx.codes.OK

        await eventually_async(live, within=30, every=0.05, what=f"{service} serves")
