"""Commands on the involvement in a review (FC1)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, FACILITATOR
from services.chassis.room.tables import Command
from services.feedback_capture.domain.involvement.answering import RecordAnswer, record_answer
from services.feedback_capture.domain.involvement.correcting import CorrectAnswer, correct_answer
from services.feedback_capture.domain.involvement.excusing import (
    ApproveException,
    ProposeException,
    approve_exception,
    propose_exception,
)
from services.feedback_capture.domain.involvement.feeding_back import FeedBack, feed_back
from services.feedback_capture.domain.involvement.naming import (
    NameFacilitator,
    RemoveFacilitator,
    name_facilitator,
    remove_facilitator,
)
from services.feedback_capture.domain.involvement.offering import OfferPart, offer_part
from services.feedback_capture.domain.involvement.planning import AddParty, add_party
from services.feedback_capture.domain.involvement.postponing import DeferOffer, DoNotInvite, defer_offer, do_not_invite
from services.feedback_capture.domain.involvement.reminding import RemindParty, remind_party
from services.feedback_capture.domain.involvement.resuming import RecordHappened, record_happened
from services.feedback_capture.domain.involvement.taking_back import TakeBackParty, take_back_party
from services.feedback_capture.facts import contributions_given
from services.feedback_capture.kinds import INVOLVEMENT

PLANNERS = frozenset({BUSINESS_UNIT})
LISTENERS = frozenset({BUSINESS_UNIT, FACILITATOR})
APPROVERS = frozenset({DECIDER})


COMMANDS: tuple[Command, ...] = (
    Command("/involvements/{id}/parties", INVOLVEMENT, AddParty, add_party, PLANNERS),
    Command("/involvements/{id}/parties/removals", INVOLVEMENT, TakeBackParty, take_back_party, PLANNERS),
    Command("/involvements/{id}/facilitators", INVOLVEMENT, NameFacilitator, name_facilitator, PLANNERS),
    Command("/involvements/{id}/facilitators/removals", INVOLVEMENT, RemoveFacilitator, remove_facilitator, PLANNERS),
    Command("/involvements/{id}/offers", INVOLVEMENT, OfferPart, offer_part, LISTENERS, facts=contributions_given),
    Command("/involvements/{id}/reminders", INVOLVEMENT, RemindParty, remind_party, LISTENERS),
    Command("/involvements/{id}/answers", INVOLVEMENT, RecordAnswer, record_answer, LISTENERS),
    Command("/involvements/{id}/answers/corrections", INVOLVEMENT, CorrectAnswer, correct_answer, LISTENERS),
    Command("/involvements/{id}/deferrals", INVOLVEMENT, DeferOffer, defer_offer, APPROVERS),
    Command("/involvements/{id}/happenings", INVOLVEMENT, RecordHappened, record_happened, LISTENERS),
    Command("/involvements/{id}/exceptions", INVOLVEMENT, DoNotInvite, do_not_invite, APPROVERS),
    Command("/involvements/{id}/proposals", INVOLVEMENT, ProposeException, propose_exception, LISTENERS),
    Command("/involvements/{id}/approvals", INVOLVEMENT, ApproveException, approve_exception, APPROVERS),
    Command("/involvements/{id}/feedback", INVOLVEMENT, FeedBack, feed_back, LISTENERS),
)
