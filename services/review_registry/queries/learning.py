"""Released learning, as the public reads it (RR5)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Sha256
from services.chassis.http.refusals import HttpRefusal, not_found
from services.chassis.room.erasure import opened
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import ANONYMOUS
from services.review_registry.domain.review.state import RELEASED, Review, finding_of, latest_release
from services.review_registry.kinds import REVIEW


class LearningShown(BaseModel):
    """A released learning statement."""

    finding: Id
    kind: FindingKind
    themes: tuple[Code, ...]
    statement: str
    sha256: Sha256
    released_on: date


async def learning_shown(room: Room, finding_id: str) -> LearningShown:
    """Returns the statement released of a finding. Raises a 410 if it was recalled, and a 404 if there never was one."""
    reader = Reader(ANONYMOUS, frozenset({RELEASED}))
    reviews: list[Review] = await read_all(room, REVIEW, reader, {"released": finding_id})
    if not reviews:
        raise not_found()
    finding, released = finding_of(reviews[0], finding_id), latest_release(reviews[0], finding_id)
    if finding is None or released is None:
        raise not_found()
    text = None if released.recalled_on else await opened(room, released.key, released.sealed)
    if text is None:
        raise HttpRefusal(410, "This learning has been recalled. Please do not use it any more.")
    return LearningShown(
        finding=finding.id,
        kind=finding.kind,
        themes=finding.themes,
        statement=text,
        sha256=released.sha256,
        released_on=released.on,
    )
