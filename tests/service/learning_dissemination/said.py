"""What other services say to learning dissemination, and what it then knows, step by step."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from contracts.events.event import Event
from contracts.events.review_registry import LearningReleased, ReviewOpened, ReviewStageChanged
from contracts.vocabulary.reviews import FindingKind
from local.embedded import Embedded
from local.waiting import eventually
from local.wire import send, wire
from services.chassis.rules.decisions import derived
from tests.service.calling import People, done

REGISTRY = "review-registry"


async def say(deployment: Embedded, service: str, aggregate: str, events: Sequence[Event], first: int) -> None:
    """Puts events of one aggregate on the service's topic, as that service would; they are numbered from `first`."""
    await send(deployment, service, [wire(event, aggregate, number) for number, event in enumerate(events, start=first)])


def plan_of(learning: People, review: str) -> dict[str, Any]:
    """The review's plan, once it is there."""
    path = f"/plans/{derived('plan', review)}"
    return eventually(lambda: done(learning("business-unit").get(path)), what="the review has a plan")


def point_of(learning: People, *source: str) -> dict[str, Any]:
    """The learning point of that source, once it is there."""
    path = f"/points/{derived('point', *source)}"
    return eventually(lambda: done(learning("business-unit").get(path)), what="it is a learning point")


def clearing(review: str, finding: str, theme: str) -> LearningReleased:
    return LearningReleased(
        review=review,
        source=finding,
        kind=FindingKind.GOOD_PRACTICE,
        themes=(theme,),
        link=f"https://registry.example/learning/{finding}",
        sha256="a" * 64,
    )


async def reviewed(deployment: Embedded, learning: People, theme: str) -> tuple[str, str]:
    """A review on the registry's topic, and a finding of it whose statement was cleared: the ids of both."""
    review, finding = str(uuid4()), str(uuid4())
    facts = [
        ReviewOpened(review=review, review_type="near-miss-review", restricted=False, statutory=False),
        ReviewStageChanged(review=review, from_stage="screening", to_stage="scoping"),
        clearing(review, finding, theme),
    ]
    await say(deployment, REGISTRY, review, facts, 1)
    point_of(learning, finding)
    return review, finding
