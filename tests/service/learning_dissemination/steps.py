"""Steps of tests on running services: learning released, and products published."""

from typing import Any
from uuid import uuid4

import httpx

from contracts.events.review_registry import LearningReleased, ReviewOpened
from contracts.vocabulary.reviews import FindingKind
from local.deployment import Deployment
from local.partnership import FRAMEWORK
from local.waiting import eventually
from local.wire import send, wire
from services.learning_dissemination.domain.point.state import point_id
from tests.service.calling import People, done


def listed(response: httpx.Response) -> list[dict[str, Any]]:
    """Returns the items of a page."""
    assert response.status_code == httpx.codes.OK, response.text
    found: list[dict[str, Any]] = response.json()
    return found


async def released(deployment: Deployment, learning: People, **changed: Any) -> tuple[str, str]:
    """Sends a review and a finding's released learning. Returns the ids of the finding and of its learning point."""
    finding, review = str(uuid4()), str(uuid4())
    usual: dict[str, Any] = {
        "review": review,
        "source": finding,
        "kind": FindingKind.PROBLEMATIC_PRACTICE,
        "themes": ("neglect",),
        "link": f"{deployment.url('review-registry')}/learning/{finding}",
        "sha256": "0" * 64,
    }
    event = LearningReleased(**usual | changed)
    opened = ReviewOpened(review=event.review, review_type="near-miss-review", restricted=False, statutory=False)
    await send(deployment, "review-registry", [wire(opened, event.review, 1), wire(event, event.review, 2)])
    unit = learning("business-unit")
    (point,) = eventually(lambda: listed(unit.get("/points", review=event.review)), what="the learning point")
    return event.source, str(point["id"])


def point_of(learning: People, *source: str) -> dict[str, Any]:
    """Waits for the learning point of a source, and returns it."""
    path = f"/points/{point_id(*source)}"
    return eventually(lambda: done(learning("business-unit").get(path)), what="the learning point")


def drafted(learning: People, *points: str, kind: str = "factsheet", **changed: Any) -> str:
    """Drafts a product with text in each part. Returns its id."""
    template = FRAMEWORK.learning.product_kind(kind)
    assert template
    parts = {part.code: f"Text for the part: {part.label}." for part in template.parts}
    command: dict[str, Any] = {"kind": kind, "title": "Read the reports together", "points": list(points), "parts": parts}
    return str(done(learning("business-unit").post("/products", command | changed), 201)["id"])


def published(learning: People, *points: str, **changed: Any) -> str:
    """Publishes a product that somebody else has approved. Returns its id."""
    product = drafted(learning, *points, **changed)
    done(learning("decider").post(f"/products/{product}/approval"))
    done(learning("business-unit").post(f"/products/{product}/publication"))
    return product
