"""Reactions that flag products, and take them out of the library (LD1, LD2)."""

from dataclasses import replace
from typing import Any

from contracts.events.envelope import Received
from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.events.review_registry import PublicationHeld, PublicationHoldLifted
from services.chassis.room.room import Room, ids_of
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.plan.state import plan_id
from services.learning_dissemination.domain.product.flagging import flag
from services.learning_dissemination.domain.product.state import Product
from services.learning_dissemination.domain.product.withholding import hold, lift
from services.learning_dissemination.facts import out_of_date
from services.learning_dissemination.kinds import PLAN, PRODUCT
from services.learning_dissemination.reactions.plan import follow_review

RULES: dict[type[Any], Any] = {PublicationHeld: hold, PublicationHoldLifted: lift}


async def flag_products(received: Received[LearningPointWithdrawn], room: Room) -> list[Effect]:
    """Flags each product that used the withdrawn point."""
    event = received.event
    using = await ids_of(room, PRODUCT, {"points": event.point})

    def decide(product: Product, given: Given) -> Decided[Product]:
        return flag(product, event, replace(given, now=received.envelope.time))

    return [Effect(PRODUCT, each, decide) for each in using]


async def hold_products(received: Received[PublicationHeld | PublicationHoldLifted], room: Room) -> list[Effect]:
    """Changes the review's plan first, so that no product is published meanwhile, and then its products."""
    event = received.event
    plan = await follow_review(received, room)
    if await out_of_date(room, PLAN, plan_id(event.review), received):
        return plan
    using = await ids_of(room, PRODUCT, {"reviews": event.review})
    rule = RULES[type(event)]
    return [*plan, *[Effect(PRODUCT, each, lambda product, given: rule(product, event, given)) for each in using]]


REACTIONS: Reactions = {
    LearningPointWithdrawn: flag_products,
    PublicationHeld: hold_products,
    PublicationHoldLifted: hold_products,
}
