"""What people read of the registry (RR8, RR4), straight from the store."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary import Code, Id, Reference
from services.chassis.decisions import Actor, Given
from services.chassis.http import Views
from services.chassis.room import Room
from services.review_registry.commands import ACTION_PROGRESS, OBLIGATION_PROGRESS, REVIEW
from services.review_registry.domain.chasing import review_clocks
from services.review_registry.domain.clocks import ReviewClock
from services.review_registry.domain.findings import Finding
from services.review_registry.domain.progress import ActionProgress, ObligationProgress
from services.review_registry.domain.review import Review
from services.review_registry.domain.stages import Move, moves


class ReviewShown(Review):
    """A review with its clocks as they stand, and the moves that are open."""

    clocks: tuple[ReviewClock, ...]
    moves: tuple[Move, ...]


class ReviewListed(BaseModel):
    """A line of the register."""

    id: Id
    reference: Reference
    review_type: Code
    title: str
    stage: Code
    overdue: tuple[Code, ...]
    """Clocks that passed unmet."""


class FindingShown(Finding):
    """A finding, and what became of it."""

    obligations: tuple[ObligationProgress, ...]
    actions: tuple[ActionProgress, ...]


class HistoryLine(BaseModel):
    """Who did what, when."""

    version: int
    at: datetime
    command: str
    roles: list[str]
    agency: str
    person_ref: str
    events: list[str]


def review_shown(review: Review, given: Given) -> ReviewShown:
    review_type = given.framework.review_type(review.review_type)
    open_moves = moves(review, review_type) if review_type else ()
    return ReviewShown(**dict(review), clocks=tuple(review_clocks(review, given)), moves=tuple(open_moves))


VIEWS: Views = {REVIEW.name: (ReviewShown, review_shown)}


async def register(
    room: Room, actor: Actor, keys: dict[str, Any], after: str | None, limit: int
) -> tuple[list[ReviewListed], str | None, int]:
    """A page of the reviews that the actor may see; the id that it ended with, and how many were looked at."""
    documents = await room.store.find(REVIEW, keys, after=after, limit=limit)
    shown = [
        ReviewListed(overdue=document.state.missed, **{name: getattr(document.state, name) for name in LISTED})
        for document in documents
        if REVIEW.visible(document.state, actor)
    ]
    return shown, documents[-1].id if documents else None, len(documents)


LISTED = ("id", "reference", "review_type", "title", "stage")


async def findings_with_progress(room: Room, review: Review) -> list[FindingShown]:
    """The review's findings, each with the obligations and actions that followed."""
    return [
        FindingShown(
            **dict(finding),
            obligations=tuple(each.state for each in await room.store.find(OBLIGATION_PROGRESS, {"findings": finding.id})),
            actions=tuple(each.state for each in await room.store.find(ACTION_PROGRESS, {"findings": finding.id})),
        )
        for finding in review.findings
    ]


async def history(room: Room, id_: str) -> list[HistoryLine]:
    """Everything that changed a document, oldest first."""
    return [
        HistoryLine(
            version=entry["version"],
            at=entry["at"],
            command=entry["command"],
            events=[event["headers"]["ce_type"] for event in entry["events"]],
            **entry["by"],
        )
        for entry in await room.store.past({"aggregate": id_})
    ]
