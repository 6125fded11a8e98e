"""Deliveries of learning products, as learning dissemination brings them to people (RR4, RR6)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.learning_dissemination import LearningDelivered
from contracts.vocabulary.types import Id
from services.chassis.rules.values import Value


class Delivered(Value):
    """One delivery of a product. A document of its own, so that no product's document grows with its deliveries."""

    id: Id
    product: Id


def delivered_of(event: LearningDelivered) -> Id:
    """Returns the id of the delivery that an event is about."""
    return event.delivery


def new_delivered(id_: Id, event: LearningDelivered) -> Delivered:
    """Returns the delivery in an event."""
    return Delivered(id=id_, product=event.product)


CHANGES: Mapping[type[Event], Callable[[Delivered, Any], Delivered]] = {
    LearningDelivered: lambda delivered, event: new_delivered(delivered.id, event),
}
"""The delivery after each event."""


def keys(delivered: Delivered) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"product": delivered.product}


def threads(delivered: Delivered) -> tuple[str, ...]:
    """Returns the product's thread."""
    return (delivered.product,)
