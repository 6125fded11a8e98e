"""What people read of gates and of what is published (RR5, RR6, R9): everything that is missing, and how old the facts are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary import ActionStatus, Code, Id, Link, Reference
from services.chassis.decisions import Actor, Given, Reason
from services.chassis.refusals import Fault, unknown
from services.chassis.room import Room
from services.review_registry.commands import REVIEW, gate_facts
from services.review_registry.domain import closing, publication, stages
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.overrides import Gate
from services.review_registry.domain.publication import Outcome
from services.review_registry.domain.review import Review


class GateShown(BaseModel):
    """A gate: whether it is met, all that it still needs, and when each of the others was last heard of."""

    gate: Gate
    met: bool
    needs: list[Fault]
    as_of: Mapping[str, datetime | None]


class ActionPublished(BaseModel):
    """An action that followed, as it stands; not who does it."""

    reference: Reference | None
    agency: Code | None
    status: ActionStatus
    due: date | None
    overdue: bool


class ReviewListedPublicly(BaseModel):
    """A line of the public list. Withdrawn: a tombstone."""

    id: Id
    reference: Reference
    review_type: Code
    published_on: date
    until: date
    withdrawn_on: date | None
    reason: Code | None
    link: Link


class ReviewPublished(ReviewListedPublicly):
    """What anybody reads of a review (R9): the report, or the improvements instead; the response; and what followed."""

    outcome: Outcome
    summary: str | None
    report: str | None
    improvements: list[str]
    response: str
    actions: list[ActionPublished]


GATES = {Gate.PUBLICATION: publication.gate, Gate.CLOSING: closing.gate}


async def gate_shown(room: Room, review: Review, gate: Gate, actor: Actor) -> GateShown:
    """The gate as it stands now."""
    facts = await gate_facts(room, review.id, None)
    given = Given(review.id, review.id, room.now(), room.framework, actor, room.closed, url=room.url)
    needs = _needs(review, gate, facts, given)
    faults = [Fault(code=each.code, path=each.path, message=each.message) for each in needs]
    return GateShown(gate=gate, met=not needs, needs=faults, as_of=facts.as_of)


def _needs(review: Review, gate: Gate, facts: GateFacts, given: Given) -> list[Reason]:
    if gate is Gate.STAGE:
        return stages.gate(review, stages.type_of(review, given.framework), facts)
    return GATES[gate](review, facts, given)


async def public_list(room: Room, after: str | None, limit: int) -> tuple[list[ReviewListedPublicly], str | None, int]:
    """A page of what was published, tombstones among it; the id that it ended with, and how many were looked at."""
    documents = await room.store.find(REVIEW, {"published": "yes"}, after=after, limit=limit)
    shown = [ReviewListedPublicly(**_line(document.state, room.url)) for document in documents]
    return shown, documents[-1].id if documents else None, len(documents)


async def published(room: Room, id_: str) -> ReviewPublished:
    """A published review with the actions that followed, as they stand; of a withdrawn one no word. Raises a 404."""
    review: Review | None = (await room.store.load(REVIEW, id_)).state
    if review is None or review.publication is None or review.report is None:
        raise unknown()
    stands, full = review.publication.withdrawn_on is None, review.publication.outcome is Outcome.FULL
    facts = await gate_facts(room, review.id, None)
    fields = ActionPublished.model_fields
    return ReviewPublished(
        **_line(review, room.url),
        outcome=review.publication.outcome,
        summary=review.report.summary if stands and full else None,
        report=review.report.body if stands and full else None,
        improvements=[each.learning_statement for each in review.findings if each.confirmed_on] if stands else [],
        response=review.response if stands else "",
        actions=[ActionPublished(**{name: getattr(each, name) for name in fields}) for each in facts.actions] if stands else [],
    )


def _line(review: Review, url: str) -> dict[str, Any]:
    assert review.publication is not None  # noqa: S101 - asked for by its key
    return {
        "id": review.id,
        "reference": review.reference,
        "review_type": review.review_type,
        "published_on": review.publication.on,
        "until": review.publication.until,
        "withdrawn_on": review.publication.withdrawn_on,
        "reason": review.publication.reason,
        "link": f"{url}/public/reviews/{review.id}",
    }
