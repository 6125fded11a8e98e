"""Commands on the involvement in a review (FC1)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, FACILITATOR
from services.chassis.room.tables import Command
from services.feedback_capture.domain.involvement.answering import RecordAnswer, record_answer
from services.feedback_capture.domain.involvement.feeding_back import FeedBack, feed_back
from services.feedback_capture.domain.involvement.naming import NameFacilitator, name_facilitator
from services.feedback_capture.domain.involvement.offering import OfferPart, offer_part
from services.feedback_capture.domain.involvement.planning import AddParty, add_party
from services.feedback_capture.domain.involvement.postponing import DeferOffer, DoNotInvite, defer_offer, do_not_invite
from services.feedback_capture.kinds import INVOLVEMENT

PLANNERS = frozenset({BUSINESS_UNIT})
LISTENERS = frozenset({BUSINESS_UNIT, FACILITATOR})
APPROVERS = frozenset({DECIDER})

COMMANDS: tuple[Command, ...] = (
    Command("/involvements/{id}/parties", INVOLVEMENT, AddParty, add_party, PLANNERS),
    Command("/involvements/{id}/facilitators", INVOLVEMENT, NameFacilitator, name_facilitator, PLANNERS),
    Command("/involvements/{id}/offers", INVOLVEMENT, OfferPart, offer_part, LISTENERS),
    Command("/involvements/{id}/answers", INVOLVEMENT, RecordAnswer, record_answer, LISTENERS),
    Command("/involvements/{id}/deferrals", INVOLVEMENT, DeferOffer, defer_offer, APPROVERS),
    Command("/involvements/{id}/exceptions", INVOLVEMENT, DoNotInvite, do_not_invite, APPROVERS),
    Command("/involvements/{id}/feedback", INVOLVEMENT, FeedBack, feed_back, LISTENERS),
)
