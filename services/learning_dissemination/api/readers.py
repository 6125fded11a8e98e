"""People who may call the routes of learning dissemination."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, DECIDER, PARTNERSHIP_WIDE, PRACTITIONER, STAFF
from services.chassis.http.identity import signed_in
from services.chassis.rules.decisions import ANONYMOUS, Actor

STAFF_READER = signed_in(*STAFF)
PARTNERSHIP_READER = signed_in(*PARTNERSHIP_WIDE)
WAITED_FOR = signed_in(BUSINESS_UNIT, DECIDER)
WRITER = signed_in(BUSINESS_UNIT)
REACH_READER = signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD)
SIGNED_IN = signed_in(*STAFF, PRACTITIONER)


async def anonymous() -> Actor:
    return ANONYMOUS
