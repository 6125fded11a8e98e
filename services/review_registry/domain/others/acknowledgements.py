"""Acknowledgements, as learning dissemination publishes their number for each product and segment (RR4)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.learning_dissemination import LearningAcknowledged
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class Acknowledged(Value):
    """The number of people of a segment who acknowledged a product by the end of a closed month."""

    id: Id
    product: Id
    agency: Code
    professional_group: Code
    period: Code
    count: Count


def acknowledged_of(event: LearningAcknowledged) -> Id:
    """Returns the id of the number in an event."""
    return derived("acknowledged", event.product, event.agency, event.professional_group)


def new_acknowledged(id_: Id, event: LearningAcknowledged) -> Acknowledged:
    """Returns the number in an event."""
    return Acknowledged(id=id_, **dict(event))


CHANGES: Mapping[type[Event], Callable[[Acknowledged, Any], Acknowledged]] = {
    LearningAcknowledged: lambda acknowledged, event: new_acknowledged(acknowledged.id, event),
}
"""The number after each event."""


def keys(acknowledged: Acknowledged) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"product": acknowledged.product, "count": acknowledged.count}


def threads(acknowledged: Acknowledged) -> tuple[str, ...]:
    """Returns the product's thread."""
    return (acknowledged.product,)
