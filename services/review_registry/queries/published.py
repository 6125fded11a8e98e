"""Published reviews, as the public reads them (RR5, R9)."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.types import Code, Id, Link, Reference
from services.chassis.http.listings import Listing
from services.chassis.http.reading import seen_part
from services.chassis.http.refusals import not_found
from services.chassis.room.reading import Reader, belonging
from services.chassis.room.room import Room
from services.chassis.rules.decisions import ANONYMOUS, Actor, Given
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.review.gates.holds import held
from services.review_registry.domain.review.gates.override import not_overridden
from services.review_registry.domain.review.public_text import improvements
from services.review_registry.domain.review.publishing import link_to_review
from services.review_registry.domain.review.state import PUBLISHED, Gate, Outcome, Publication, ReviewPublic
from services.review_registry.kinds import ACTION_PROGRESS, REVIEW


class ActionPublished(BaseModel):
    """An action that followed, without the person who carries it out."""

    reference: Reference | None
    agency: Code | None
    status: ActionStatus
    due: date | None
    overdue: bool


class ReviewListedPublicly(BaseModel):
    """A line of the public list. A withdrawn review remains as a tombstone."""

    id: Id
    reference: Reference
    review_type: Code
    published_on: date
    until: date
    withdrawn_on: date | None
    reason: Code | None
    link: Link


class ReviewPublished(BaseModel):
    """A published review (R9): the report, or the improvements instead; the response; and the actions that followed."""

    id: Id
    reference: Reference
    review_type: Code
    published_on: date
    until: date
    withdrawn_on: date | None
    reason: Code | None
    held_back: bool
    """Whether a hold keeps its text from the public for now."""
    link: Link
    outcome: Outcome
    summary: str | None
    report: str | None
    improvements: list[str]
    response: str
    actions: list[ActionPublished]


class ReviewLine(BaseModel):
    """The part of a published review that its line in the public list shows."""

    id: Id
    reference: Reference
    review_type: Code
    publication: Publication


PUBLISHED_REVIEWS = Listing(
    REVIEW,
    orders={"newest": ("published_on", -1)},
    order="newest",
    always={"published": "yes"},
    part=ReviewLine,
)


async def public_reader(actor: Actor) -> Reader:
    """Returns a reader of published reviews, who needs no account."""
    return Reader(actor, frozenset({PUBLISHED}))


def review_listed_publicly(review: ReviewLine, given: Given) -> ReviewListedPublicly:
    """Returns the line of a published review in the public list."""
    return ReviewListedPublicly(**_line(review, review.publication, given.url))


async def review_published(room: Room, id_or_reference: str) -> ReviewPublished:
    """Returns a published review with the actions that followed. One that is withdrawn or held shows its tombstone alone.

    Raises a 404 if there is none.
    """
    review: ReviewPublic = await seen_part(room, REVIEW, id_or_reference, ANONYMOUS, ReviewPublic, {PUBLISHED})
    if review.publication is None or review.report is None:
        raise not_found()
    publication = review.publication
    held_back = bool(not_overridden(review, Gate.PUBLICATION, held(review)))
    shown, full = publication.stands and not held_back, publication.outcome is Outcome.FULL
    actions = await belonging(room, ACTION_PROGRESS, {"findings": {each.id for each in review.findings}}) if shown else []
    return ReviewPublished(
        **_line(review, publication, room.url),
        held_back=held_back,
        outcome=publication.outcome,
        summary=review.report.summary if shown and full else None,
        report=review.report.body if shown and full else None,
        improvements=improvements(review) if shown else [],
        response=review.response if shown else "",
        actions=[_action_published(each) for each in actions],
    )


def _action_published(action: ActionProgress) -> ActionPublished:
    return ActionPublished(
        reference=action.reference,
        agency=action.agency,
        status=action.status,
        due=action.due,
        overdue=action.overdue,
    )


def _line(review: ReviewLine | ReviewPublic, publication: Publication, url: str) -> dict[str, Any]:
    return {
        "id": review.id,
        "reference": review.reference,
        "review_type": review.review_type,
        "published_on": publication.on,
        "until": publication.until,
        "withdrawn_on": publication.withdrawn_on,
        "reason": publication.reason,
        "link": link_to_review(review.id, url),
    }
