"""A product is brought to people: by which channel, on which day, to which segments, and how many came (LD4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from contracts.events.learning_dissemination import LearningDelivered
from contracts.events.learning_dissemination import Segment as Told
from contracts.vocabulary.types import Code, Count, Id, PersonRef
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused, refuse_if_any
from services.learning_dissemination.domain.audience import Declared
from services.learning_dissemination.domain.part import Part
from services.learning_dissemination.domain.reach import kept_safe
from services.learning_dissemination.domain.segment import Pair, Segment, sees, unknown_in
from services.learning_dissemination.domain.shared import Shared, not_shared, threads_of

Place = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""Where it is, or the link to it."""


class DeliveryStatus(StrEnum):
    PLANNED = "planned"
    DELIVERED = "delivered"
    MEASURING = "measuring"
    MEASURED = "measured"


class Brought(Segment):
    """A segment that a product is brought to, and how far it got. What nobody has said is null: unknown, which is not none."""

    declared: Declared | None = None
    """The head-count, as it was known on planning, then on the day of the measure."""
    attended: Count | None = None
    reached: Count | None = None
    """How many had acknowledged on the day of the measure."""
    fell_short: bool | None = None
    """Whether that was too few of those there are."""


class Delivery(BaseModel):
    """One product, one channel, one day. Time measures its reach."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    shared: Shared
    segments: tuple[Brought, ...]
    channel: Code
    on: date
    place: Place
    facilitator: PersonRef
    status: DeliveryStatus = DeliveryStatus.PLANNED
    measuring_since: AwareDatetime | None = None
    measured_on: date | None = None


class PlanDelivery(Part):
    """A product is to be brought to people."""

    product: Id
    segments: tuple[Segment, ...] = Field(min_length=1, max_length=100)
    channel: Code
    on: date
    place: Place
    facilitator: PersonRef


class Attended(Segment):
    """How many of a segment came, or had it sent."""

    count: Count


class RecordDelivered(Part):
    """It has been: how many of each segment came."""

    attended: tuple[Attended, ...] = Field(min_length=1, max_length=100)


@dataclass(frozen=True)
class Known:
    """What planning a delivery must know: the product, if it may be used, and the head-counts of those who have any."""

    shared: Shared | None
    declared: Mapping[Pair, Declared]


def plan_delivery(state: None, command: PlanDelivery, given: Given, known: Known) -> Decided[Delivery]:
    """Of a product that may be used. A segment without a head-count is planned for as well: what is unknown is shown so."""
    reasons = [*unknown_in(command.segments, given.framework), *_twice(command.segments, "segments")]
    if known.shared is None:
        reasons.append(not_shared())
    if command.channel not in {each.code for each in given.framework.learning.channels}:
        reasons.append(Reason("delivery/unknown-channel", "The settings have no such channel.", "channel"))
    if known.shared is None or reasons:
        raise Refused(*reasons)
    segments = tuple(Brought(**dict(each), declared=known.declared.get(each.pair)) for each in command.segments)
    said = {name: getattr(command, name) for name in ("channel", "on", "place", "facilitator")}
    return Decided(Delivery(id=given.id, shared=known.shared, segments=segments, **said))


def record_delivered(state: Delivery, command: RecordDelivered, given: Given) -> Decided[Delivery]:
    """Once, and not before its day; of every segment that it was for, and of no other. More may come than were declared, for a
    head-count may be out of date. How few came is not made known where they could be told apart."""
    reasons = _twice(command.attended, "attended")
    if state.status is not DeliveryStatus.PLANNED:
        reasons.append(Reason("delivery/recorded-already", "What came of this delivery is recorded already."))
    if given.today < state.on:
        reasons.append(Reason("delivery/before-its-day", "Its day has not come yet."))
    counts = {each.pair: each.count for each in command.attended}
    planned = {each.pair for each in state.segments}
    for number, each in enumerate(command.attended):
        if each.pair not in planned:
            reasons.append(Reason("delivery/not-for-them", "The delivery was not for this segment.", f"attended/{number}"))
    if planned - counts.keys():
        reasons.append(Reason("delivery/segment-missing", "Say of every segment how many came, none included.", "attended"))
    refuse_if_any(reasons)
    segments = tuple(each.model_copy(update={"attended": counts[each.pair]}) for each in state.segments)
    after = state.model_copy(update={"segments": segments, "status": DeliveryStatus.DELIVERED})
    return Decided(after, (_delivered(after, given),))


def _delivered(state: Delivery, given: Given) -> LearningDelivered:
    threshold = given.framework.feedback.threshold
    told = (
        Told(
            agency=each.agency,
            professional_group=each.professional_group,
            attended=kept_safe(each.attended, threshold),
        )
        for each in state.segments
    )
    return LearningDelivered(delivery=state.id, product=state.shared.product, channel=state.channel, segments=tuple(told))


def _twice(segments: Sequence[Segment], path: str) -> list[Reason]:
    pairs = [each.pair for each in segments]
    return [
        Reason("segment/twice", "This segment is there already.", f"{path}/{number}")
        for number, pair in enumerate(pairs)
        if pair in pairs[:number]
    ]


def keys(state: Delivery) -> Mapping[str, object]:
    """Flat query keys."""
    return {
        "product": state.shared.product,
        "themes": list(state.shared.themes),
        "agencies": sorted({each.agency for each in state.segments}),
        "status": state.status.value,
        "on": state.on.isoformat(),
    }


def threads(state: Delivery) -> tuple[str, ...]:
    """The findings that the product draws on first."""
    return threads_of(state.shared, state.id)


def visible(state: Delivery, actor: Actor) -> bool:
    """An agency sees deliveries to its own people."""
    return any(sees(each.agency, actor) for each in state.segments)
