"""Plans the delivery of a published product (LD4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.screened import SCREENED_WORK
from services.chassis.rules.texts import ONE_LINE
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.audience.state import Declared
from services.learning_dissemination.domain.delivery.state import Brought, Delivery
from services.learning_dissemination.domain.product.shared import SharedProduct, not_published
from services.learning_dissemination.domain.segment import Pair, Segment, repeated, unknown_in


class PlanDelivery(CommandBody):
    """Plans the delivery of a product to segments of the workforce."""

    product: Id
    segments: tuple[Segment, ...] = Field(min_length=1, max_length=100)
    channel: Code
    on: date
    place: Annotated[str, StringConstraints(min_length=1, max_length=300), SCREENED_WORK, ONE_LINE]
    """An address, or a link to join."""
    facilitator: PersonRef


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """The product, if the library has it, and the known head-counts."""

    shared: SharedProduct | None
    declared: Mapping[Pair, Declared]


def plan_delivery(state: None, command: PlanDelivery, given: Given, facts: DeliveryFacts) -> Decided[Delivery]:
    """Plans the delivery. Segments without a head-count may take part, and their head-count shows as unknown."""
    reasons = [*unknown_in(command.segments, given.framework), *repeated(command.segments, "segments")]
    if facts.shared is None:
        reasons.append(not_published())
    if command.channel not in {each.code for each in given.framework.learning.channels}:
        reasons.append(Reason("delivery/unknown-channel", "Choose a channel that this partnership uses.", "channel"))
    if facts.shared is None or reasons:
        raise Refused(*reasons)
    segments = tuple(Brought(**dict(each), declared=facts.declared.get(each.pair)) for each in command.segments)
    planned = {name: getattr(command, name) for name in ("channel", "on", "place", "facilitator")}
    return Decided(Delivery(id=given.id, shared=facts.shared, segments=segments, **planned))
