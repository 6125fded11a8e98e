"""Reactions that keep the projections of other services' facts (RR4, RR6)."""

from contracts.events.envelope import Received
from contracts.events.learning_dissemination import LearningAcknowledged
from services.chassis.room.projections import project
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.others import (
    actions,
    dissemination,
    feedback,
    involvement,
    obligations,
    products,
)
from services.review_registry.domain.others.acknowledgements import acknowledged
from services.review_registry.kinds import (
    ACKNOWLEDGED,
    ACTION_PROGRESS,
    DISSEMINATION_PROGRESS,
    FEEDBACK_HEARD,
    INVOLVEMENT_PROGRESS,
    OBLIGATION_PROGRESS,
    PRODUCT_PROGRESS,
)


async def keep_acknowledgement(received: Received[LearningAcknowledged], room: Room) -> list[Effect]:
    """Keeps one document per acknowledgement. Only the envelope names it, because the event names no person."""
    id_, event = received.envelope.partitionkey, received.event
    return [Effect(ACKNOWLEDGED, id_, lambda state, given: Decided(acknowledged(given.id, event)), creates=True)]


REACTIONS: Reactions = {
    **project(OBLIGATION_PROGRESS, obligations.CHANGES, obligations.obligation_of, obligations.new_obligation),
    **project(ACTION_PROGRESS, actions.CHANGES, actions.action_of, actions.new_action),
    **project(INVOLVEMENT_PROGRESS, involvement.CHANGES, involvement.involvement_of, involvement.new_involvement),
    **project(FEEDBACK_HEARD, feedback.CHANGES, feedback.feedback_of, feedback.new_feedback),
    **project(DISSEMINATION_PROGRESS, dissemination.CHANGES, dissemination.plan_of, dissemination.new_plan),
    **project(PRODUCT_PROGRESS, products.CHANGES, products.product_of, products.new_product),
    LearningAcknowledged: keep_acknowledgement,
}
