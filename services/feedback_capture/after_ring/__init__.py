"""The third door: acts in the world that follow a saved ring."""

from collections.abc import Mapping

from services.chassis.room.tables import AfterRing
from services.feedback_capture.after_ring.contribution import erase_contribution
from services.feedback_capture.after_ring.response import erase_response
from services.feedback_capture.after_ring.survey import count_answers
from services.feedback_capture.kinds import CONTRIBUTION, RESPONSE, SURVEY

AFTER_RING: Mapping[str, AfterRing] = {
    CONTRIBUTION.name: erase_contribution,
    RESPONSE.name: erase_response,
    SURVEY.name: count_answers,
}
