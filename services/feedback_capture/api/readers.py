"""People who may call the routes of feedback capture."""

from contracts.vocabulary.roles import (
    AGENCY_LEAD,
    BUSINESS_UNIT,
    CONCERN_TAKERS,
    DECIDER,
    FACILITATOR,
    PARTNERSHIP_WIDE,
    PRACTITIONER,
    STAFF,
)
from services.chassis.http.identity import signed_in
from services.chassis.rules.decisions import ANONYMOUS, Actor

SIGNED_IN = signed_in(*STAFF, PRACTITIONER)
TAKES_PART = signed_in(PRACTITIONER)
INVOLVEMENT_READER = signed_in(*PARTNERSHIP_WIDE, FACILITATOR)
RESPONSE_READER = signed_in(BUSINESS_UNIT, FACILITATOR)
CONCERN_READER = signed_in(*CONCERN_TAKERS)
SURVEY_READER = signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD, FACILITATOR)
COUNT_READER = signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD)
WAITED_FOR = signed_in(*CONCERN_TAKERS)
DRAFT_READER = signed_in(BUSINESS_UNIT, DECIDER)


async def anonymous() -> Actor:
    """Returns a reader without an account."""
    return ANONYMOUS
