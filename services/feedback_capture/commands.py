"""Every command of feedback capture: where it comes in, what decides it, and who may give it (spec: access.md)."""

from services.chassis.identity import BUSINESS_UNIT, DECIDER, FACILITATOR
from services.chassis.kinds import Command, Kind
from services.feedback_capture.domain import chasing, involvement, offering, planning

INVOLVEMENT = Kind(
    name="involvement",
    state=involvement.Involvement,
    keys=involvement.keys,
    threads=involvement.threads,
    alarm=chasing.alarm,
    ring=chasing.ring,
    visible=involvement.visible,
    indexed=("review",),
)
KINDS: tuple[Kind, ...] = (INVOLVEMENT,)

RUNS_IT = frozenset({BUSINESS_UNIT})
HEARS = frozenset({BUSINESS_UNIT, FACILITATOR})
DECIDES = frozenset({DECIDER})

COMMANDS: tuple[Command, ...] = (
    Command("/involvements/{id}/parties", INVOLVEMENT, planning.AddParty, planning.add_party, RUNS_IT),
    Command("/involvements/{id}/facilitators", INVOLVEMENT, planning.NameFacilitator, planning.name_facilitator, RUNS_IT),
    Command("/involvements/{id}/offers", INVOLVEMENT, offering.OfferPart, offering.offer_part, HEARS),
    Command("/involvements/{id}/answers", INVOLVEMENT, offering.RecordAnswer, offering.record_answer, HEARS),
    Command("/involvements/{id}/deferrals", INVOLVEMENT, offering.DeferOffer, offering.defer_offer, DECIDES),
    Command("/involvements/{id}/exceptions", INVOLVEMENT, offering.DoNotInvite, offering.do_not_invite, DECIDES),
    Command("/involvements/{id}/feedback", INVOLVEMENT, offering.FeedBack, offering.feed_back, HEARS),
)
