"""Learning statements: as the public reads what was released, and as those who release it read the drafts (RR5)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Sha256
from services.chassis.http.refusals import HttpRefusal, not_found
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import ANONYMOUS
from services.chassis.rules.person import Person
from services.chassis.rules.sealed import ERASED
from services.review_registry.domain.review.state import (
    RELEASED,
    Released,
    Review,
    ReviewHead,
    holds_in_force,
    latest_release,
)
from services.review_registry.kinds import REVIEW


class ReviewReleased(ReviewHead):
    """The part of a review with what was released of it."""

    released: tuple[Released, ...]


class LearningShown(BaseModel):
    """A released learning statement."""

    finding: Id
    kind: FindingKind
    themes: tuple[Code, ...]
    statement: str
    sha256: Sha256
    released_on: date


async def learning_shown(room: Room, finding_id: str) -> LearningShown:
    """Returns the statement released of a finding. Raises a 410 if it was recalled or a hold is in force, and a 404
    if there never was one.
    """
    reader = Reader(ANONYMOUS, frozenset({RELEASED}))
    reviews: list[ReviewReleased] = await read_all(room, REVIEW, reader, {"released": finding_id}, part=ReviewReleased)
    if not reviews:
        raise not_found()
    (review,) = reviews
    finding = next((each for each in review.findings if each.id == finding_id), None)
    released = latest_release(review.released, finding_id)
    if finding is None or released is None:
        raise not_found()
    if holds_in_force(review):
        raise HttpRefusal(410, "This learning is held back for now. Please do not use it.")
    if released.recalled_on or released.statement == ERASED:
        raise HttpRefusal(410, "This learning has been recalled. Please do not use it any more.")
    return LearningShown(
        finding=finding.id,
        kind=finding.kind,
        themes=finding.themes,
        statement=released.statement,
        sha256=released.sha256,
        released_on=released.on,
    )


class DraftShown(BaseModel):
    """A drafted learning statement that waits to be released."""

    finding: Id
    statement: str
    sha256: Sha256
    drafted_on: date
    writers: tuple[Person, ...]


def drafts_shown(review: Review) -> list[DraftShown]:
    """Returns the drafts of a review with their words."""
    return [
        DraftShown(
            finding=each.finding,
            statement=each.statement,
            sha256=each.sha256,
            drafted_on=each.on,
            writers=each.writers,
        )
        for each in review.drafts
    ]
