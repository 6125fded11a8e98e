"""Steps of tests: learning released, products published, and reviews with a plan."""

from asyncio import gather
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx

from contracts.events.event import Event
from contracts.events.review_registry import LearningReleased, ReviewOpened, ReviewStageChanged
from contracts.vocabulary.reviews import FindingKind
from local.partnership import FRAMEWORK
from services.chassis.room.change import change
from services.chassis.room.room import Cause
from services.chassis.rules.decisions import Decided
from services.chassis.store.kinds import Kind
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.domain.plan.state import plan_id
from services.learning_dissemination.domain.point.state import point_id
from tests.component.harness import Component
from tests.service.calling import done


def keep(learning: Component, kind: Kind, *states: Any) -> None:
    """Stores these states as they are, without the commands that lead to them."""

    async def kept(state: Any) -> None:
        cause = Cause(id=str(uuid4()), name="keep")
        await change(learning.room, kind, state.id, lambda _, given: Decided(state), cause)

    async def all_kept() -> None:
        await gather(*map(kept, states))

    learning.run(all_kept())


def acknowledgement(product: str, segment: Mapping[str, str], at: datetime) -> Acknowledgement:
    """Returns the acknowledgement of one more person of the segment."""
    fields = {"id": str(uuid4()), "product": product, "person_ref": f"p-{uuid4()}", "at": at, **segment}
    return Acknowledgement.model_validate(fields)


def listed(response: httpx.Response) -> list[dict[str, Any]]:
    """Returns the items of a page."""
    assert response.status_code == httpx.codes.OK, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def receive_all(learning: Component, aggregate: str, *events: Event, first: int = 1) -> None:
    """Delivers events of one aggregate, numbered from `first`."""
    for number, event in enumerate(events, start=first):
        learning.receive(event, aggregate, number)


def release(review: str, finding: str, *themes: str) -> LearningReleased:
    return LearningReleased(
        review=review,
        source=finding,
        kind=FindingKind.GOOD_PRACTICE,
        themes=themes or ("neglect",),
        link=f"https://registry.example/learning/{finding}",
        sha256="a" * 64,
    )


def released(learning: Component, *themes: str) -> tuple[str, str]:
    """Receives a finding's released learning. Returns the ids of the finding and of its learning point."""
    _, finding = reviewed(learning, *themes)
    return finding, point_id(finding)


def reviewed(learning: Component, *themes: str) -> tuple[str, str]:
    """Receives a review, and the released learning of a finding. Returns the ids of both."""
    review, finding = str(uuid4()), str(uuid4())
    opened = ReviewOpened(review=review, review_type="near-miss-review", restricted=False, statutory=False)
    moved = ReviewStageChanged(review=review, from_stage="screening", to_stage="scoping")
    receive_all(learning, review, opened, moved, release(review, finding, *themes))
    return review, finding


def plan_of(learning: Component, review: str) -> dict[str, Any]:
    return done(learning("business-unit").get(f"/plans/{plan_id(review)}"))


def point_of(learning: Component, *source: str) -> dict[str, Any]:
    return done(learning("business-unit").get(f"/points/{point_id(*source)}"))


def drafted(learning: Component, *points: str, kind: str = "factsheet", **changed: Any) -> str:
    """Drafts a product with text in each part. Returns its id."""
    template = FRAMEWORK.learning.product_kind(kind)
    assert template
    parts = {part.code: f"Text for the part: {part.label}." for part in template.parts}
    command: dict[str, Any] = {"kind": kind, "title": "Read the reports together", "points": list(points), "parts": parts}
    return str(done(learning("business-unit").post("/products", command | changed), 201)["id"])


def published(learning: Component, *points: str, **changed: Any) -> str:
    """Publishes a product that somebody else has approved. Returns its id."""
    product = drafted(learning, *points, **changed)
    done(learning("decider").post(f"/products/{product}/approval"))
    done(learning("business-unit").post(f"/products/{product}/publication"))
    return product
