"""Projections of the actions and products that replies name (FC5)."""

from services.chassis.room.projections import project
from services.chassis.room.tables import Reactions
from services.feedback_capture.domain.others import actions, products
from services.feedback_capture.kinds import KNOWN_ACTION, KNOWN_PRODUCT

REACTIONS: Reactions = {
    **project(KNOWN_ACTION, actions.CHANGES, actions.action_of, actions.new_action),
    **project(KNOWN_PRODUCT, products.CHANGES, products.product_of, products.new_product),
}
