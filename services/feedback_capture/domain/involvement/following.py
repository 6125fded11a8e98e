"""Following the review: its progress sets the clocks of the parties (FC1)."""

from datetime import date

from contracts.events.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewEnded,
    ReviewPublished,
    ReviewReopened,
    ReviewScoped,
    ReviewStageChanged,
)
from contracts.framework.document import ReviewType
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.involvement.due import offers_due, owe, restarted
from services.feedback_capture.domain.involvement.state import Involvement

SCREENING = "screening"
OWED_FROM = {
    "report": InvolvementStep.FINDINGS,
    "actions": InvolvementStep.FINDINGS,
    "closure": InvolvementStep.OUTCOME,
}
"""The step that each stage brings. A review without a report owes the findings when they are acted on. A review that is not
published owes the outcome before it closes."""


def goes_ahead(review_type: ReviewType | None, stage: Code | None) -> bool:
    """Returns true if a review of this type in this stage goes ahead (D1). Without a screening it does from its opening."""
    stages = review_type.stages if review_type else ()
    if SCREENING not in stages:
        return bool(stages) or stage is not None
    return stage in stages and stages.index(stage) > stages.index(SCREENING)


def scoped(involvement: Involvement, event: ReviewScoped, given: Given) -> Decided[Involvement]:
    """Keeps the agencies under review, and starts the offer clock of the practitioners (R17).

    A later, wider scope changes no clock that is running.
    """
    involvement = involvement.model_copy(update={"agencies": event.agencies})
    if involvement.scoped_on:
        return Decided(involvement)
    return Decided(offers_due(involvement.model_copy(update={"scoped_on": given.today}), given))


def moved(involvement: Involvement, event: ReviewStageChanged, given: Given) -> Decided[Involvement]:
    """Records the stage, and starts the clocks of what it brings: the offers after screening, or a step that is owed."""
    review_type = given.framework.review_type(involvement.review_type)
    ahead = given.today if goes_ahead(review_type, event.to_stage) else None
    return Decided(_in_stage(involvement, event.to_stage, involvement.going_ahead_on or ahead, given))


def _in_stage(involvement: Involvement, stage: Code, ahead: date | None, given: Given) -> Involvement:
    involvement = offers_due(involvement.model_copy(update={"stage": stage, "going_ahead_on": ahead}), given)
    step = OWED_FROM.get(stage)
    return owe(involvement, step, given) if step else involvement


def published(involvement: Involvement, event: ReviewPublished, given: Given) -> Decided[Involvement]:
    """Owes the outcome to each party within reach."""
    involvement = involvement.model_copy(update={"published_on": given.today, "publication_withdrawn": None})
    return Decided(owe(involvement, InvolvementStep.OUTCOME, given))


def withdrawn(involvement: Involvement, event: PublicationWithdrawn, given: Given) -> Decided[Involvement]:
    return Decided(involvement.model_copy(update={"publication_withdrawn": event.reason}))


def closed(involvement: Involvement, event: ReviewClosed, given: Given) -> Decided[Involvement]:
    """Stops every clock."""
    return Decided(involvement.model_copy(update={"closed_on": given.today}))


def ended(involvement: Involvement, event: ReviewEnded, given: Given) -> Decided[Involvement]:
    """Stops every clock, because nobody is owed anything more in a review that does not go on."""
    return Decided(involvement.model_copy(update={"ended_on": given.today}))


def reopened(involvement: Involvement, event: ReviewReopened, given: Given) -> Decided[Involvement]:
    """Starts every clock again. A review that is reopened goes ahead, whatever it ended in."""
    parties = tuple(restarted(party, given) for party in involvement.parties) if involvement.over else involvement.parties
    again = involvement.model_copy(update={"closed_on": None, "ended_on": None, "parties": parties})
    return Decided(_in_stage(again, event.stage, involvement.going_ahead_on or given.today, given))
