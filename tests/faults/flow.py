"""Facts that flow through all four services: commands to each of them, and what all of them know of it in the end."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from secrets import token_hex
from typing import Any
from uuid import uuid4

from local.databases import database, everything_is_sent
from local.deployment import Deployment
from local.partnership import FRAMEWORK
from local.parts.names import SERVICES
from local.people import PATIENCE, REGISTRY, People, people
from local.scenarios.action_tracking import TRACKING
from local.scenarios.playing import aplay
from local.scenarios.review_registry import to_a_finding
from local.waiting import eventually_async
from services.action_tracking.domain.obligation.state import obligation_id
from services.feedback_capture.domain.concern.state import concern_id
from services.feedback_capture.domain.involvement.state import involvement_id
from services.feedback_capture.domain.response.receipt import response_id
from services.learning_dissemination.domain.plan.state import plan_id
from services.learning_dissemination.domain.point.state import point_id
from tests.faults.facts import every_event_is_told, history_is_whole
from tests.faults.known import AGENCIES, FEEDBACK, LEARNING, known, stored

TO_A_FINDING = to_a_finding(AGENCIES)
PARTIES = 3
STATEMENT = "Reports about one child are read together."
SURVEY: dict[str, Any] = {
    "title": "How was it?",
    "source_group": "young-person",
    "service": "school",
    "closes": "2099-03-31",
    "questions": [{"code": "what", "words": "What should be different?", "kind": "text"}],
}
REPLY = {
    "theme": "voice-of-child", "services": "all", "source_groups": "all",
    "said": "You were not asked.", "done": "You are asked.", "because": "It is your life.",
}  # fmt: skip
(KIND,) = (each for each in FRAMEWORK.learning.product_kinds if each.code == "factsheet")
PARTS = {part.code: f"What is to be said here: {part.label}." for part in KIND.parts}
FORMATS = (["factsheet"], ["factsheet", "discussion-guide"])
LANES = 2
HEADS = count(10)
"""Head-counts that differ, because a declaration that changes nothing moves no revision."""

Key = tuple[str, str]
"""A service, and a document of it."""


@dataclass(frozen=True)
class Everybody:
    """Callers of all four services. `done` counts what was acknowledged, by the document that it changed."""

    of: Mapping[str, People]
    done: Counter[Key]

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.of.values())

    async def do(self, service: str, path: str, body: Any, role: str = "") -> dict[str, Any]:
        sent = body if isinstance(body, dict) else body.model_dump(mode="json")
        shown = await self.of[service].ask(path, sent, role=role)
        self.done[service, shown["id"]] += 1
        return shown

    async def at_the_registry(self, role: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sends a step of a scenario."""
        return await self.do(REGISTRY, path, body, role)

    async def more(self, count: int) -> None:
        """Returns once so many more commands were acknowledged."""
        enough = self.answered + count

        async def there() -> bool:
            return self.answered >= enough

        await eventually_async(there, within=PATIENCE, every=0.005, what=f"{count} more commands are acknowledged")

    async def thread(self) -> None:
        """A review, with all that follows from it."""
        review = (await aplay(self.at_the_registry, TO_A_FINDING, until="opened"))["review"]
        await asyncio.gather(self.acted_on(review), self.involved(review), self.shared(review), self.said())

    async def acted_on(self, review: str) -> None:
        """A finding is confirmed, and each agency answers what it asks of it with an action."""
        found = (await aplay(self.at_the_registry, TO_A_FINDING[1:], review=review))["finding"]
        await self.learnt(review, found)
        for agency in AGENCIES:
            asked, owner = obligation_id(found, agency), f"owner-{uuid4()}"
            await self.do(TRACKING, "/role-holders", holder("action-owner", agency, owner))
            await self.of[TRACKING].there(f"/obligations/{asked}")
            proposed = (await self.do(TRACKING, "/actions", action(asked, agency, owner)))["id"]
            await self.do(TRACKING, f"/actions/{proposed}/agreement", {}, "decider")

    async def involved(self, review: str) -> None:
        """More parties are added to the plan that the review's opening made."""
        at = f"/involvements/{involvement_id(review)}"
        await self.of[FEEDBACK].there(at)
        await asyncio.gather(*(self.do(FEEDBACK, f"{at}/parties", {"group": "wider-family"}) for _ in range(PARTIES)))

    async def shared(self, review: str) -> None:
        """The plan to share its learning grows, and everybody declares the same audience."""
        at = f"/plans/{plan_id(review)}"
        await self.of[LEARNING].there(at)
        segments = [{"agency": agency, "professional_group": "social-worker"} for agency in AGENCIES]
        for formats in FORMATS:
            await self.do(LEARNING, f"{at}/contents", {"formats": formats, "segments": segments})
        await self.do(LEARNING, "/audiences", {**segments[0], "head_count": next(HEADS), "as_at": "2026-01-01"})

    async def learnt(self, review: str, finding: str) -> None:
        """What the finding teaches is released, and made into something that is published."""
        await self.do(REGISTRY, f"/reviews/{review}/learning-drafts", {"finding": finding, "statement": STATEMENT})
        release = {"finding": finding, "sha256": sha256(STATEMENT.encode()).hexdigest()}
        await self.do(REGISTRY, f"/reviews/{review}/learning", release, "decider")
        point = point_id(finding)
        await self.of[LEARNING].there(f"/points/{point}")
        draft = {"kind": KIND.code, "title": "Read the reports together", "points": [point], "parts": PARTS}
        product = (await self.do(LEARNING, "/products", draft))["id"]
        await self.do(LEARNING, f"/products/{product}/approval", {}, "decider")
        await self.do(LEARNING, f"/products/{product}/publication", {})

    async def said(self) -> None:
        """Somebody who may be at risk now answers a survey, and a person takes it. Young people are told what came of it."""
        survey, key = (await self.do(FEEDBACK, "/surveys", SURVEY))["id"], token_hex(24)
        form = await self.of[FEEDBACK].there(f"/surveys/{survey}/form")
        answer = {"survey": survey, "form_token": form["form_token"], "answers": {"what": "Ask me."}, "not_safe_now": True}
        await self.of[FEEDBACK].ask("/responses", answer, key)
        response = response_id(survey, form["form_token"].partition(".")[0])
        self.done[FEEDBACK, response] += 1
        concern = concern_id(response)
        await self.of[FEEDBACK].there(f"/concerns/{concern}")
        await self.do(FEEDBACK, f"/concerns/{concern}/taken", {})
        reply = (await self.do(FEEDBACK, "/replies", REPLY))["id"]
        await self.do(FEEDBACK, f"/replies/{reply}/clearance", {}, "decider")


def holder(role: str, agency: str, person: str) -> dict[str, Any]:
    """Somebody who can be told."""
    address = f"{person}@example.org"
    return {"role": role, "agency": agency, "person_ref": person, "from_day": "2020-01-01", "address": address}


def action(obligation: str, agency: str, owner: str) -> dict[str, Any]:
    return {
        "obligations": [obligation],
        "statement": "One chronology, in view of every agency.",
        "difference": "Earlier bruises are seen together.",
        "strength": "stronger",
        "owner": {"agency": agency, "person_ref": owner},
        "due": (datetime.now(UTC) + timedelta(days=90)).date().isoformat(),
    }


@asynccontextmanager
async def everybody(deployment: Deployment, done: Counter[Key], *replicas: int) -> AsyncIterator[Everybody]:
    async with AsyncExitStack() as stack:
        of = {each: await stack.enter_async_context(people(deployment, *replicas, service=each)) for each in SERVICES}
        yield Everybody(of, done)


@asynccontextmanager
async def flowing(deployment: Deployment, done: Counter[Key], *replicas: int) -> AsyncIterator[Everybody]:
    """Thread upon thread in a few lanes for as long as this lasts, each brought to its end."""
    enough = asyncio.Event()

    async def lane(all_: Everybody) -> None:
        while not enough.is_set():
            await all_.thread()

    async with everybody(deployment, done, *replicas) as all_, asyncio.TaskGroup() as lanes:
        for _ in range(LANES):
            lanes.create_task(lane(all_))
        yield all_
        enough.set()


def at_rest(deployment: Deployment, service: str) -> list[str]:
    """What is parked or in trouble there."""
    trouble = {"$or": [{f"trouble.{of}.attempts": {"$gt": 0}} for of in ("outbox", "alarm")]}
    with database(deployment, service) as found:
        return [each["_id"] for each in (*found.parked.find({}), *found.aggregates.find(trouble, {"_id": 1}))]


async def all_four_are_whole(deployment: Deployment, done: Mapping[Key, int]) -> None:
    """Everybody knows what the owners say; every acknowledged command is there once, and no other; each service told every
    event it counted, in order; every version is on record; nothing is parked or in trouble."""

    async def agreed() -> bool:
        unknown = [name for name, (says, knows) in known(deployment).items() if says != knows]
        assert not unknown, unknown
        stuck = {each: found for each in SERVICES if (found := at_rest(deployment, each))}
        assert not stuck, stuck
        return True

    await eventually_async(agreed, within=40, every=0.2, what="everybody knows of everything")
    documents = {(service, each["_id"]): each for service in SERVICES for each in stored(deployment, service)}
    assert {key: each["revision"] for key, each in documents.items() if each["revision"]} == dict(done)
    for service in SERVICES:
        await everything_is_sent(deployment, service)
        await every_event_is_told(deployment, service)
        history_is_whole(deployment, [id_ for where, id_ in documents if where == service], service)
