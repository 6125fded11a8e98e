"""Following the review: its progress sets the clocks of the parties (FC1)."""

from contracts.events.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewPublished,
    ReviewScoped,
    ReviewStageChanged,
)
from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.involvement.due import offer_due, owe
from services.feedback_capture.domain.involvement.state import Involvement

OWED_FROM = {
    "report": InvolvementStep.FINDINGS,
    "actions": InvolvementStep.FINDINGS,
    "closure": InvolvementStep.OUTCOME,
}
"""The step that each stage brings. A review without a report owes the findings when they are acted on. A review that is not
published owes the outcome before it closes."""


def scoped(involvement: Involvement, event: ReviewScoped, given: Given) -> Decided[Involvement]:
    """Keeps the agencies under review, and starts the offer clock of the practitioners (R17).

    A later, wider scope changes no clock that is running.
    """
    involvement = involvement.model_copy(update={"agencies": event.agencies})
    if involvement.scoped_on:
        return Decided(involvement)
    involvement = involvement.model_copy(update={"scoped_on": given.today})
    waiting = [party for party in involvement.parties if party.offer is None and party.away is None and party.answer is None]
    for party in waiting:
        if InvolvementStep.OFFER not in party.due:
            involvement = involvement.with_party(offer_due(party, given))
    return Decided(involvement)


def moved(involvement: Involvement, event: ReviewStageChanged, given: Given) -> Decided[Involvement]:
    """Records the stage, and starts the clocks of the step that it brings."""
    step = OWED_FROM.get(event.to_stage)
    involvement = involvement.model_copy(update={"stage": event.to_stage})
    return Decided(owe(involvement, step, given) if step else involvement)


def published(involvement: Involvement, event: ReviewPublished, given: Given) -> Decided[Involvement]:
    """Owes the outcome to each party within reach."""
    involvement = involvement.model_copy(update={"published_on": given.today, "publication_withdrawn": None})
    return Decided(owe(involvement, InvolvementStep.OUTCOME, given))


def withdrawn(involvement: Involvement, event: PublicationWithdrawn, given: Given) -> Decided[Involvement]:
    return Decided(involvement.model_copy(update={"publication_withdrawn": event.reason}))


def closed(involvement: Involvement, event: ReviewClosed, given: Given) -> Decided[Involvement]:
    """Stops every clock."""
    return Decided(involvement.model_copy(update={"closed_on": given.today}))
