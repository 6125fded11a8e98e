"""The third door: acts in the world that follow a saved ring."""

from collections.abc import Mapping

from services.chassis.room.tables import AfterRing, Measure
from services.feedback_capture.after_ring.concern import measure_waiting, report_waiting
from services.feedback_capture.after_ring.contribution import erase_contribution
from services.feedback_capture.after_ring.response import erase_response
from services.feedback_capture.after_ring.unread import look_for_unread
from services.feedback_capture.kinds import CONCERN, CONTRIBUTION, RESPONSE, UNREAD

AFTER_RING: Mapping[str, AfterRing] = {
    CONCERN.name: report_waiting,
    CONTRIBUTION.name: erase_contribution,
    RESPONSE.name: erase_response,
    UNREAD.name: look_for_unread,
}
MEASURES: tuple[Measure, ...] = (measure_waiting,)
