"""What people read of the registry (RR8, RR4), straight from the store."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Link, PersonRef, Reference, Sha256
from services.chassis.http.paging import listed
from services.chassis.http.refusals import HttpRefusal, not_found
from services.chassis.http.views import Views
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Given
from services.chassis.store.kinds import Kind
from services.review_registry.commands import ACKNOWLEDGED, ACTION_PROGRESS, OBLIGATION_PROGRESS, PRODUCT_PROGRESS, REVIEW
from services.review_registry.domain.chasing import review_clocks
from services.review_registry.domain.clocks import ReviewClock
from services.review_registry.domain.findings import Finding
from services.review_registry.domain.progress import ActionProgress, ObligationProgress
from services.review_registry.domain.release import Released, latest, link_to
from services.review_registry.domain.review import Review
from services.review_registry.domain.sharing import ProductProgress
from services.review_registry.domain.stages import next_stage


class ReviewShown(Review):
    """A review with its clocks as they stand, and the stage that comes next."""

    released: tuple[Released, ...] = Field(default=(), exclude=True)
    """Shown, opened, beside each finding."""
    clocks: tuple[ReviewClock, ...]
    next_stage: Code | None
    """Where it moves to when its gate is met (`gates/stage`)."""


class ReviewListed(BaseModel):
    """A line of the register."""

    id: Id
    reference: Reference
    review_type: Code
    title: str
    stage: Code
    overdue: tuple[Code, ...]
    """Clocks that passed unmet."""


class ReleasedShown(BaseModel):
    """What was released of a finding; without its statement once that was taken back."""

    link: Link
    statement: str | None
    on: date
    by: PersonRef
    recalled_on: date | None
    recalled_reason: Code | None


class FindingShown(Finding):
    """A finding, and what became of it."""

    obligations: tuple[ObligationProgress, ...]
    actions: tuple[ActionProgress, ...]
    learning: ReleasedShown | None
    products: tuple[ProductProgress, ...]
    """What was made of it for people to learn from, and how often each was delivered."""
    acknowledged: int
    """How often one of the products was acknowledged."""


class LearningShown(BaseModel):
    """A cleared statement, as anybody reads it."""

    finding: Id
    kind: FindingKind
    themes: tuple[Code, ...]
    statement: str
    sha256: Sha256
    released_on: date


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
    to = next_stage(review, review_type) if review_type else None
    return ReviewShown(**dict(review), clocks=tuple(review_clocks(review, given)), next_stage=to)


VIEWS: Views = {REVIEW.name: (ReviewShown, review_shown)}


async def register(
    room: Room, actor: Actor, keys: dict[str, Any], after: str | None, limit: int
) -> tuple[list[ReviewListed], str | None, int]:
    """A page of the reviews that the actor may see; the id that it ended with, and how many were looked at."""
    states, last, found = await listed(room, REVIEW, actor, keys, after, limit)
    shown = [ReviewListed(overdue=state.missed, **{name: getattr(state, name) for name in LISTED}) for state in states]
    return shown, last, found


LISTED = ("id", "reference", "review_type", "title", "stage")


async def findings_with_progress(room: Room, review: Review) -> list[FindingShown]:
    """The review's findings, each with what became of it: answers, actions, and what others learn from it."""
    return [await _finding_shown(room, review, finding) for finding in review.findings]


async def _finding_shown(room: Room, review: Review, finding: Finding) -> FindingShown:
    products = await about(room, PRODUCT_PROGRESS, finding.id)
    released = latest(review, finding.id)
    return FindingShown(
        **dict(finding),
        obligations=await about(room, OBLIGATION_PROGRESS, finding.id),
        actions=await about(room, ACTION_PROGRESS, finding.id),
        learning=await _released_shown(room, released) if released else None,
        products=products,
        acknowledged=sum([await room.store.count(ACKNOWLEDGED, {"product": each.id}) for each in products]),
    )


async def about(room: Room, kind: Kind, finding: str) -> tuple[Any, ...]:
    """What is known of that kind about a finding."""
    return tuple(each.state for each in await room.store.find(kind, {"findings": finding}))


async def _released_shown(room: Room, released: Released) -> ReleasedShown:
    return ReleasedShown(
        link=link_to(released.finding, room.url),
        statement=None if released.recalled_on else await opened(room, released.key, released.sealed),
        **{name: getattr(released, name) for name in ("on", "by", "recalled_on", "recalled_reason")},
    )


async def learning(room: Room, finding_id: str) -> LearningShown:
    """The statement released of a finding. Raises a 410 once it was taken back, and a 404 where there never was one."""
    found = await room.store.find(REVIEW, {"released": finding_id})
    if not found:
        raise not_found()
    review: Review = found[0].state
    released = latest(review, finding_id)
    finding = next(each for each in review.findings if each.id == finding_id)
    text = await opened(room, released.key, released.sealed) if released and not released.recalled_on else None
    if released is None or text is None:
        raise HttpRefusal(410, "This was taken back, and is not to be used any longer")
    return LearningShown(
        finding=finding.id,
        kind=finding.kind,
        themes=finding.themes,
        statement=text,
        sha256=released.sha256,
        released_on=released.on,
    )


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
