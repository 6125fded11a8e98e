"""Acknowledgements of learning dissemination: who has read and discussed a product, by professional group (RR4, RR6)."""

from typing import Any

from contracts.events.learning_dissemination import LearningAcknowledged
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.values import Value


class Acknowledged(Value):
    """One person's acknowledgement of a product, without the person."""

    id: Id
    product: Id
    agency: Code
    professional_group: Code


def acknowledged(id_: Id, event: LearningAcknowledged) -> Acknowledged:
    """Returns the acknowledgement in an event."""
    return Acknowledged(id=id_, **dict(event))


def keys(acknowledgement: Acknowledged) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"product": acknowledgement.product}


def threads(acknowledgement: Acknowledged) -> tuple[str, ...]:
    """Returns the product's thread."""
    return (acknowledgement.product,)
