"""Recording the attendance of a delivery (LD4)."""

from datetime import timedelta

import pytest

from contracts.events.learning_dissemination import LearningDelivered
from contracts.events.learning_dissemination import Segment as SegmentDelivered
from services.chassis.rules.decisions import Refused
from services.learning_dissemination.domain.delivery.recording import RecordDelivered, record_delivered
from services.learning_dissemination.domain.delivery.state import DeliveryStatus
from tests.builders.given import at
from tests.builders.learning_dissemination import DAY, POLICE, SHARED, UNIT, a_delivery, attended, codes, delivered


def test_attendance_event_leaves_out_small_numbers() -> None:
    decided = record_delivered(a_delivery(), attended(police=3, council=12), at(who=UNIT))
    assert decided.events == (
        LearningDelivered(
            delivery=a_delivery().id,
            product=SHARED.product,
            channel="forum",
            segments=(
                SegmentDelivered(agency="police", professional_group="police-response"),
                SegmentDelivered(agency="council", professional_group="social-worker", attended=10),
            ),
        ),
    )
    assert [each.attended for each in decided.state.segments] == [3, 12]
    assert decided.state.status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize(("count", "shown"), [(0, None), (1, None), (4, None), (5, 5), (9, 5), (404, 400)])
def test_attendance_event_moves_in_steps(count: int, shown: int | None) -> None:
    (event,) = record_delivered(a_delivery(POLICE), attended(police=count), at(who=UNIT)).events
    assert isinstance(event, LearningDelivered)
    assert event.segments[0].attended == shown


def test_attendance_is_refused_when_already_recorded() -> None:
    with pytest.raises(Refused) as caught:
        record_delivered(delivered(), attended(police=3, council=12), at(who=UNIT))
    assert codes(caught.value) == ["delivery/recorded-already"]


def test_recording_refusal_gives_every_reason() -> None:
    twice = RecordDelivered(attended=(*attended(police=3).attended, *attended(police=4, hospital=1).attended))
    with pytest.raises(Refused) as caught:
        record_delivered(a_delivery(), twice, at(DAY - timedelta(days=1), UNIT))
    assert sorted((reason.code, reason.path) for reason in caught.value.reasons) == [
        ("delivery/before-its-day", ""),
        ("delivery/not-for-them", "attended/2"),
        ("delivery/segment-missing", "attended"),
        ("segment/twice", "attended/1"),
    ]
