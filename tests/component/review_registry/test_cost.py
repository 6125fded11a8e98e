"""Cost of what people read in the registry: it follows the answer, and not all that is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from contracts.events.learning_dissemination import LearningDelivered
from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.partnership import COUNCIL, POLICE, PREFIX
from services.chassis.room.change import change
from services.chassis.room.room import Cause
from services.chassis.rules.decisions import Decided, derived
from services.chassis.rules.person import Person
from services.chassis.rules.references import reference
from services.chassis.store.kinds import Kind
from services.review_registry.domain.others.acknowledgements import Acknowledged
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.deliveries import Delivered
from services.review_registry.domain.others.dissemination import DisseminationProgress, plan_id
from services.review_registry.domain.others.feedback import FeedbackHeard
from services.review_registry.domain.others.involvement import InvolvementProgress, involvement_id
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.others.products import ProductProgress
from services.review_registry.domain.review.state import Drafted, Finding, Released, Review
from services.review_registry.domain.theme import FoundUnder, Theme, theme_id
from services.review_registry.kinds import (
    ACKNOWLEDGED,
    ACTION_PROGRESS,
    DELIVERED,
    DISSEMINATION_PROGRESS,
    FEEDBACK_HEARD,
    INVOLVEMENT_PROGRESS,
    OBLIGATION_PROGRESS,
    PRODUCT_PROGRESS,
    REVIEW,
    THEME,
)
from tests.builders.review_registry_closing import published
from tests.component.harness import Component
from tests.service.calling import agency_of
from tests.support.asked import Asked, asked
from tests.support.seeded import seed

SMALL, LARGE = 3, 12
CODE = "neglect"
TODAY = date(2026, 3, 2)
MANY = derived("the review with many findings")
FIRST = derived("finding", MANY, "0")
PRODUCT = derived("the product")
USUAL = published()
LONG = "History is to be in view wherever a decision is made. " * 30
"""Words of 1,620 characters, of which a line of a list shows none."""


def finding(of: str, number: int) -> Finding:
    changed = {"id": derived("finding", of, str(number)), "themes": (CODE,)}
    return USUAL.findings[0].model_copy(update=changed | dict.fromkeys(("what_happened", "working_together"), LONG))


def review(id_: str, findings: int, **changed: Any) -> Review:
    """Returns a published review with so many findings."""
    found = {
        "id": id_,
        "reference": reference(PREFIX, 2026, id_),
        "findings": tuple(finding(id_, number) for number in range(findings)),
    }
    return USUAL.model_copy(update=found | changed)


def many(count: int) -> Review:
    """Returns the review whose findings are many, each with learning that is released and another that is drafted."""
    ids = [derived("finding", MANY, str(number)) for number in range(count)]
    writers = (Person(agency="partnership", person_ref="p-writer"),)
    drafts = tuple(
        Drafted(finding=each, key=derived("key", each), statement="Read it all.", on=TODAY, writers=writers) for each in ids
    )
    released = tuple(Released(**dict(each), by="p-decider") for each in drafts)
    return review(MANY, count, released=released, drafts=drafts)


def about(found: str) -> list[tuple[Kind, Any]]:
    """Returns an obligation and an action that follow from a finding."""
    obligation, action = derived("obligation", found), derived("action", found)
    reopened: dict[str, Any] = {"status": ActionStatus.IN_PROGRESS, "epoch": 2, "agency": COUNCIL}
    return [
        (OBLIGATION_PROGRESS, ObligationProgress(id=obligation, finding=found, agency=COUNCIL)),
        (ACTION_PROGRESS, ActionProgress(id=action, findings=(found,), obligations=(obligation,), **reopened)),
    ]


def of_product(number: int) -> list[tuple[Kind, Any]]:
    """Returns a delivery of the product, and what one segment has acknowledged."""
    segment: dict[str, Any] = {"agency": COUNCIL, "professional_group": f"group-{number}", "period": "2026-02", "count": 10}
    return [
        (DELIVERED, Delivered(id=derived("delivery", str(number)), product=PRODUCT)),
        (ACKNOWLEDGED, Acknowledged(id=derived("acknowledged", str(number)), product=PRODUCT, **segment)),
    ]


def world(count: int) -> list[tuple[Kind, Any]]:
    """Returns a review with so many findings, as many others with one each, and what is known of them.

    Half of the others are closed.
    """
    one = many(count)
    others = [
        review(derived("other", str(number)), 1, closed_on=TODAY if number % 2 else None, title=f"Another review {number}")
        for number in range(count)
    ]
    found = [(each.id, of.id) for of in (one, *others) for each in of.findings]
    under = tuple(FoundUnder(finding=id_, review=of, on=TODAY) for id_, of in found)
    ids = tuple(each.id for each in one.findings)
    heard: dict[str, Any] = {
        "summary": derived("summary"),
        "period": "2026-q1",
        "theme": CODE,
        "source_group": "child",
        "service": "school",
    }
    link = "https://learning.example/library/1"
    return [
        *((REVIEW, each) for each in (one, *others)),
        (THEME, Theme(id=theme_id(CODE), code=CODE, findings=under)),
        (INVOLVEMENT_PROGRESS, InvolvementProgress(id=involvement_id(MANY), review=MANY)),
        (DISSEMINATION_PROGRESS, DisseminationProgress(id=plan_id(MANY), review=MANY, lacks=())),
        (PRODUCT_PROGRESS, ProductProgress(id=PRODUCT, reviews=(MANY,), findings=ids, link=link)),
        (FEEDBACK_HEARD, FeedbackHeard(id=derived("heard"), count=12, **heard)),
        *(each for id_, _ in found for each in about(id_)),
        *(each for number in range(count) for each in of_product(number)),
    ]


async def put(registry: Component, count: int) -> None:
    """Stores a world of this size, and gives the review with many findings as many entries in its history."""
    await seed(registry.room, *world(count))
    for number in range(count):
        renamed = Decided(many(count).model_copy(update={"title": f"The title in version {number}"}))
        cause = Cause(id=derived("rename", str(number)), name="Rename")
        await change(registry.room, REVIEW, MANY, lambda before, given, renamed=renamed: renamed, cause)
    await registry.relay.flush()


@dataclass(frozen=True)
class Row:
    """A route, and its limits: commands to the store, and documents and bytes for each thing more."""

    path: str
    role: str
    commands: int
    documents: int
    bytes: int
    params: Mapping[str, Any] | None = None
    body: Mapping[str, Any] | None = None
    """The body of a command, which its gate refuses."""


ROWS = {
    "/reviews": Row("/reviews", "business-unit", 4, 2, 600),
    "/reviews of an agency": Row("/reviews", "agency-lead", 4, 2, 600, {"agency": POLICE}),
    "/reviews/{id}": Row(f"/reviews/{MANY}", "business-unit", 4, 1, 6_000),
    "/reviews/{id}/findings": Row(f"/reviews/{MANY}/findings", "business-unit", 9, 3, 7_000),
    "/reviews/{id}/gates/{gate}": Row(f"/reviews/{MANY}/gates/closing", "business-unit", 10, 3, 7_000),
    "/reviews/{id}/learning-drafts": Row(f"/reviews/{MANY}/learning-drafts", "decider", 4, 1, 6_000),
    "/reviews/{id}/history": Row(f"/reviews/{MANY}/history", "business-unit", 3, 0, 100, {"limit": 2}),
    "/reviews/{id}/moves": Row(f"/reviews/{MANY}/moves", "business-unit", 10, 3, 7_000, body={"to": "closure"}),
    "/waiting": Row("/waiting", "decider", 8, 5, 8_000),
    "/themes": Row("/themes", "business-unit", 2, 1, 500),
    "/themes/{code}": Row(f"/themes/{CODE}", "business-unit", 8, 6, 4_000),
    "/learning/{finding}": Row(f"/learning/{FIRST}", "", 3, 1, 1_000),
    "/public/reviews": Row("/public/reviews", "", 1, 1, 500),
    "/public/reviews/{id}": Row(f"/public/reviews/{MANY}", "", 4, 2, 1_500),
}


def measured(registry: Component) -> dict[str, Asked]:
    """Returns the cost of each route, by a process that has kept no key."""
    found: dict[str, Asked] = {}
    for name, row in ROWS.items():
        caller = registry(row.role, agency=agency_of(row.role, POLICE)) if row.role else registry.anybody()
        registry.service.store.data_keys.kept.clear()
        with asked() as cost:
            answer = caller.post(row.path, row.body) if row.body else caller.get(row.path, **row.params or {})
        assert answer.status_code == (409 if row.body else 200), (name, answer.text)
        found[name] = cost
    return found


@pytest.fixture(scope="module")
def costs(registry: Component) -> tuple[dict[str, Asked], dict[str, Asked]]:
    """Returns the costs of each route with a few things, and with four times as many."""
    found = []
    for count in (SMALL, LARGE):
        registry.empty()
        registry.run(put(registry, count))
        found.append(measured(registry))
    small, large = found
    return small, large


@pytest.mark.parametrize("name", ROWS)
def test_cost_follows_the_answer(name: str, costs: tuple[dict[str, Asked], dict[str, Asked]]) -> None:
    row, (small, large) = ROWS[name], (each[name] for each in costs)
    assert large.commands == small.commands
    assert large.queries <= row.commands
    more = LARGE - SMALL
    assert large.documents - small.documents <= more * row.documents
    assert large.bytes - small.bytes <= more * row.bytes


def test_every_route_of_the_registry_is_measured(registry: Component) -> None:
    """The chassis has its own tests of its routes."""
    here = {"reviews", "themes", "waiting", "public"}
    paths = registry.app.openapi()["paths"]
    routes = {path for path, methods in paths.items() if here & {*methods.get("get", {}).get("tags", ())}}
    assert {name.partition(" ")[0] for name, row in ROWS.items() if not row.body} == routes - {"/framework"}


def test_document_does_not_grow_with_the_aggregates_that_it_hears_of(registry: Component) -> None:
    """Reviews find the same theme, and deliveries bring the same product."""
    codes: dict[str, Any] = {"themes": ("voice-of-child",), "factors": (), "agencies": (COUNCIL,)}
    kind = FindingKind.SYSTEM_WEAKNESS
    event = FindingRecorded.model_construct(kind=kind, response=Response.ACTION, priority=Priority.HIGH, **codes)
    for number in range(LARGE):
        found_by, delivery = derived("hears", str(number)), derived("heard of", str(number))
        named = {"review": found_by, "finding": derived("finding", found_by)}
        registry.receive(event.model_copy(update=named), found_by, 1)
        registry.receive(LearningDelivered(delivery=delivery, product=PRODUCT, channel="forum", segments=()), delivery, 1)
    assert registry.troubled() == []
    (theme,) = [each for each in registry.stored() if each["_id"] == theme_id("voice-of-child")]
    assert len(theme["state"]["findings"]) == LARGE
    assert max(len(each.get("heard", {})) for each in registry.stored()) == 1
