"""Steps of tests: learning released, products published, and reviews with a plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx

from contracts.events.event import Event
from contracts.events.review_registry import LearningReleased, ReviewOpened, ReviewStageChanged
from contracts.vocabulary.reviews import FindingKind
from local.partnership import FRAMEWORK
from services.chassis.store.documents import Store
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import query_fields
from services.chassis.store.sealing import seal_entry
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.domain.plan.state import plan_id
from services.learning_dissemination.domain.point.state import point_id
from tests.component.harness import Component
from tests.service.calling import done


def keep(learning: Component, *made: tuple[Kind, Any]) -> None:
    """Stores documents with these states, without the commands and events that lead to them. Replaces those of the same id."""
    learning.run(_kept(learning.room.store, made))


async def _kept(store: Store, made: Sequence[tuple[Kind, Any]]) -> None:
    records = []
    for kind, state in made:
        record = {"_id": state.id, "kind": kind.name, "schema": kind.schema, "version": 1, "revision": 1, "sequence": 0}
        record |= {"state": state.model_dump(mode="json"), **query_fields(kind, state)}
        await seal_entry(store.data_keys, kind, state.id, record, noted=False)
        records.append(record)
    await store.aggregates.delete_many({"_id": {"$in": [each["_id"] for each in records]}})
    await store.aggregates.insert_many(records)


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
