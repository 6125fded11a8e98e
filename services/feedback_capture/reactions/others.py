"""Projections of the actions and products that replies name (FC5)."""

from services.chassis.room.projections import project
from services.chassis.room.tables import Reactions
from services.feedback_capture.domain.others.actions import ACTION_CHANGES, KnownAction
from services.feedback_capture.domain.others.products import PRODUCT_CHANGES, KnownProduct
from services.feedback_capture.kinds import KNOWN_ACTION, KNOWN_PRODUCT

REACTIONS: Reactions = {
    **project(KNOWN_ACTION, ACTION_CHANGES, lambda event: event.action, lambda id_, event: KnownAction(id=id_)),
    **project(KNOWN_PRODUCT, PRODUCT_CHANGES, lambda event: event.product, lambda id_, event: KnownProduct(id=id_)),
}
