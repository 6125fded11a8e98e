"""Reactions that keep the projections of other services' facts (RR4, RR6)."""

from services.chassis.room.projections import project
from services.chassis.room.tables import Reactions
from services.review_registry.domain.others import (
    acknowledgements,
    actions,
    deliveries,
    dissemination,
    feedback,
    involvement,
    obligations,
    products,
)
from services.review_registry.kinds import (
    ACKNOWLEDGED,
    ACTION_PROGRESS,
    DELIVERED,
    DISSEMINATION_PROGRESS,
    FEEDBACK_HEARD,
    INVOLVEMENT_PROGRESS,
    OBLIGATION_PROGRESS,
    PRODUCT_PROGRESS,
)

REACTIONS: Reactions = {
    **project(OBLIGATION_PROGRESS, obligations.CHANGES, obligations.obligation_of, obligations.new_obligation),
    **project(ACTION_PROGRESS, actions.CHANGES, actions.action_of, actions.new_action),
    **project(INVOLVEMENT_PROGRESS, involvement.CHANGES, involvement.involvement_of, involvement.new_involvement),
    **project(FEEDBACK_HEARD, feedback.CHANGES, feedback.feedback_of, feedback.new_feedback),
    **project(DISSEMINATION_PROGRESS, dissemination.CHANGES, dissemination.plan_of, dissemination.new_plan),
    **project(PRODUCT_PROGRESS, products.CHANGES, products.product_of, products.new_product),
    **project(DELIVERED, deliveries.CHANGES, deliveries.delivered_of, deliveries.new_delivered),
    **project(ACKNOWLEDGED, acknowledgements.CHANGES, acknowledgements.acknowledged_of, acknowledgements.new_acknowledged),
}
