"""The three readers of a review (docs/access.md "What a review shows"). The models of each view list what that reader sees."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus, Brag
from contracts.vocabulary.roles import PARTNERSHIP_WIDE
from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.chassis.rules.access import labels_of
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.review.state import Gate, OverrideStatus, ReviewHead, lead_label


class ReadsAs(StrEnum):
    """The part in which someone reads a review."""

    PARTNERSHIP = "partnership"
    LEAD = "lead"
    AGENCY = "agency"
    """An agency in its scope."""


class ActionShared(BaseModel):
    """Another agency's action, as the agencies that share the plan see it."""

    reference: Reference | None
    agency: Code | None
    due: date | None
    status: ActionStatus
    brag: Brag | None


class OverrideLed(BaseModel):
    """An override as the lead reviewer sees it, without the authority behind it."""

    id: Id
    gate: Gate
    code: str
    path: str
    reason: str
    asked_on: date
    asked_by: PersonRef
    asked_for: Code
    status: OverrideStatus
    answered_on: date | None
    answered_by: PersonRef | None
    answered_because: str


def reads_as(review: ReviewHead, actor: Actor) -> ReadsAs:
    """Returns the part in which a reader of the review reads it. Each review asks again, because a lead leads some only."""
    if actor.holds(*PARTNERSHIP_WIDE):
        return ReadsAs.PARTNERSHIP
    return ReadsAs.LEAD if lead_label(review) in labels_of(actor) else ReadsAs.AGENCY


def actions_seen(
    review: ReviewHead, actions: Iterable[ActionProgress], actor: Actor
) -> tuple[ActionProgress | ActionShared, ...]:
    """Returns the actions as the reader sees them. Judgement, re-checks and rung are for the partnership and the owner."""
    reader = reads_as(review, actor)
    return tuple(
        each if _whole(reader, each.agency, actor) else ActionShared.model_validate(each, from_attributes=True)
        for each in actions
    )


def obligations_seen(
    review: ReviewHead, obligations: Iterable[ObligationProgress], actor: Actor
) -> tuple[ObligationProgress, ...]:
    """Returns the obligations that the reader sees: the partnership every one, an agency its own."""
    reader = reads_as(review, actor)
    return tuple(each for each in obligations if _whole(reader, each.agency, actor))


def _whole(reader: ReadsAs, agency: Code | None, actor: Actor) -> bool:
    """Returns whether the reader sees all of what this agency owes."""
    return reader is ReadsAs.PARTNERSHIP or (reader is ReadsAs.AGENCY and agency is not None and actor.acts_for(agency))
