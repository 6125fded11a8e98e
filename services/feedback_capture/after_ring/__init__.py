"""The third door: acts in the world that follow a saved ring."""

from collections.abc import Mapping

from services.chassis.room.tables import AfterRing, Measure
from services.feedback_capture.after_ring.concern import measure_waiting, report_waiting
from services.feedback_capture.after_ring.contribution import erase_contribution
from services.feedback_capture.after_ring.reply import erase_reply
from services.feedback_capture.after_ring.response import follow_response
from services.feedback_capture.after_ring.survey import count_answers
from services.feedback_capture.after_ring.unread import look_for_unread
from services.feedback_capture.after_ring.waiting import look_again
from services.feedback_capture.kinds import CONCERN, CONTRIBUTION, REPLY, RESPONSE, SURVEY, UNREAD, WAITING

AFTER_RING: Mapping[str, AfterRing] = {
    CONCERN.name: report_waiting,
    CONTRIBUTION.name: erase_contribution,
    UNREAD.name: look_for_unread,
    RESPONSE.name: follow_response,
    REPLY.name: erase_reply,
    WAITING.name: look_again,
    SURVEY.name: count_answers,
}
MEASURES: tuple[Measure, ...] = (measure_waiting,)
