"""What people read of gates and of what is published (RR5, RR6, R9): everything that is missing, and how old the facts are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.types import Code, Id, Link, Reference
from services.chassis.http.refusals import ProblemItem, not_found
from services.chassis.room.room import Room, given_to, state_of
from services.chassis.rules.decisions import Actor
from services.review_registry.commands import REVIEW, gate_facts
from services.review_registry.domain.gates import GATES
from services.review_registry.domain.overrides import Gate, Override
from services.review_registry.domain.publication import Outcome, improvements
from services.review_registry.domain.review import Review


class GateShown(BaseModel):
    """A gate: whether it is met, all that it still needs, and when each of the others was last heard of."""

    gate: Gate
    met: bool
    needs: list[ProblemItem]
    overridden: list[Override]
    """What is met only because the scrutineer decided so."""
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


async def gate_shown(room: Room, review: Review, gate: Gate, actor: Actor) -> GateShown:
    """The gate as it stands now."""
    facts = await gate_facts(room, review.id, None)
    given = given_to(room, actor, review.id)
    needs = GATES[gate](review, facts, given)
    faults = [ProblemItem(code=each.code, path=each.path, message=each.message) for each in needs]
    overridden = [each for each in review.overrides if each.gate is gate]
    return GateShown(gate=gate, met=not needs, needs=faults, overridden=overridden, as_of=facts.as_of)


async def public_list(room: Room, after: str | None, limit: int) -> tuple[list[ReviewListedPublicly], str | None, int]:
    """A page of what was published, the newest first, tombstones among it; the id that it ended with, and how many there were.
    A partnership publishes a few reviews a year, so that all of them are put in order."""
    found = [document.state for document in await room.store.find(REVIEW, {"published": "yes"})]
    lines = [ReviewListedPublicly(**_line(each, room.url)) for each in found]
    lines.sort(key=lambda each: (each.published_on, each.id), reverse=True)
    begin = next((place for place, each in enumerate(lines, start=1) if each.id == after), 0)
    shown = lines[begin : begin + limit]
    return shown, shown[-1].id if shown else None, len(shown)


async def published(room: Room, id_: str) -> ReviewPublished:
    """A published review with the actions that followed, as they stand; of a withdrawn one no word. Raises a 404."""
    review: Review | None = await state_of(room, REVIEW, id_)
    if review is None or review.publication is None or review.report is None:
        raise not_found()
    stands, full = review.publication.stands, review.publication.outcome is Outcome.FULL
    facts = await gate_facts(room, review.id, None)
    fields = ActionPublished.model_fields
    return ReviewPublished(
        **_line(review, room.url),
        outcome=review.publication.outcome,
        summary=review.report.summary if stands and full else None,
        report=review.report.body if stands and full else None,
        improvements=improvements(review) if stands else [],
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
