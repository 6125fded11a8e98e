"""Learning released, and made into something published, step by step."""

from typing import Any
from uuid import uuid4

import httpx
import pymongo

from contracts.events.review_registry import LearningReleased
from contracts.vocabulary.reviews import FindingKind
from local.deployment import Deployment
from local.partnership import FRAMEWORK
from local.waiting import eventually
from local.wire import send, wire
from tests.service.calling import People, done

LEARNING = "learning-dissemination"


def listed(response: httpx.Response) -> list[dict[str, Any]]:
    """The items of a page."""
    assert response.status_code == httpx.codes.OK, response.text
    found: list[dict[str, Any]] = response.json()
    return found


async def released(deployment: Deployment, learning: People, **changed: Any) -> tuple[str, str]:
    """A finding whose learning the registry released, and the learning point that it became."""
    finding, review = str(uuid4()), str(uuid4())
    usual: dict[str, Any] = {
        "review": review,
        "source": finding,
        "kind": FindingKind.PROBLEMATIC_PRACTICE,
        "themes": ("neglect",),
        "link": f"https://registry.example/learning/{finding}",
        "sha256": "0" * 64,
    }
    event = LearningReleased(**usual | changed)
    await send(deployment, "review-registry", [wire(event, event.review, 1)])
    unit = learning("business-unit")
    (point,) = eventually(lambda: listed(unit.get("/points", review=event.review)), what="the learning point")
    return event.source, str(point["id"])


def drafted(learning: People, *points: str, kind: str = "factsheet", **changed: Any) -> str:
    """The id of a product whose parts are all written."""
    template = FRAMEWORK.learning.product_kind(kind)
    assert template
    parts = {part.code: f"What is to be said here: {part.label}." for part in template.parts}
    command: dict[str, Any] = {"kind": kind, "title": "Read the reports together", "points": list(points), "parts": parts}
    return str(done(learning("business-unit").post("/products", command | changed), 201)["id"])


def published(learning: People, *points: str, **changed: Any) -> str:
    """The id of a product that somebody else approved, and that is in the library."""
    product = drafted(learning, *points, **changed)
    done(learning("decider").post(f"/products/{product}/approval"))
    done(learning("business-unit").post(f"/products/{product}/publication"))
    return product


def stored(deployment: Deployment) -> dict[str, list[dict[str, Any]]]:
    """Every document of learning dissemination's database as it lies there, by collection."""
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(LEARNING)) as client:
        database = client.get_default_database()
        return {name: list(database[name].find()) for name in database.list_collection_names()}
