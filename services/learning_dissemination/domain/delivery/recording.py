"""Records the attendance of a delivery (LD4)."""

from pydantic import Field

from contracts.events.learning_dissemination import LearningDelivered
from contracts.events.learning_dissemination import Segment as SegmentDelivered
from contracts.vocabulary.types import Count
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.delivery.state import Delivery, DeliveryStatus, attended_shown
from services.learning_dissemination.domain.segment import Segment, repeated


class Attended(Segment):
    """The number of people in a segment who came, or who received the product."""

    count: Count


class RecordDelivered(CommandBody):
    """Records how many people of each segment came."""

    attended: tuple[Attended, ...] = Field(min_length=1, max_length=100)


def record_delivered(delivery: Delivery, command: RecordDelivered, given: Given) -> Decided[Delivery]:
    """Records the attendance once, from the day of the delivery on, for exactly the planned segments.

    Attendance may exceed the head-count, which can be out of date. The event holds published numbers.
    """
    reasons = repeated(command.attended, "attended")
    if delivery.status is not DeliveryStatus.PLANNED:
        sentence = "You cannot record attendance again: it is already recorded for this delivery."
        reasons.append(Reason("delivery/recorded-already", sentence))
    if given.today < delivery.on:
        sentence = "You cannot record attendance before the day of the delivery."
        reasons.append(Reason("delivery/before-its-day", sentence))
    counts = {each.pair: each.count for each in command.attended}
    planned = {each.pair for each in delivery.segments}
    for number, each in enumerate(command.attended):
        if each.pair not in planned:
            sentence = "Remove this group: the delivery was not planned for it."
            reasons.append(Reason("delivery/not-for-them", sentence, f"attended/{number}"))
    if planned - counts.keys():
        sentence = "Enter the attendance of every group. Enter 0 if nobody came."
        reasons.append(Reason("delivery/segment-missing", sentence, "attended"))
    refuse_if_any(reasons)
    segments = tuple(each.model_copy(update={"attended": counts[each.pair]}) for each in delivery.segments)
    after = delivery.model_copy(update={"segments": segments, "status": DeliveryStatus.DELIVERED})
    return Decided(after, (_delivered(after, given),))


def _delivered(delivery: Delivery, given: Given) -> LearningDelivered:
    threshold = given.framework.feedback.threshold
    segments = tuple(
        SegmentDelivered(
            agency=each.agency,
            professional_group=each.professional_group,
            attended=attended_shown(each, threshold),
        )
        for each in delivery.segments
    )
    shared = delivery.shared
    return LearningDelivered(delivery=delivery.id, product=shared.product, channel=delivery.channel, segments=segments)
