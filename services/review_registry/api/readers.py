"""People who may call the routes of the review registry."""

from contracts.vocabulary.roles import (
    AGENCY_LEAD,
    BUSINESS_UNIT,
    CONTRIBUTOR,
    DECIDER,
    LEAD_REVIEWER,
    PARTNERSHIP_WIDE,
    SCRUTINEER,
    STAFF,
)
from services.chassis.http.identity import signed_in
from services.chassis.rules.decisions import ANONYMOUS, Actor

REVIEW_READER = signed_in(*PARTNERSHIP_WIDE, LEAD_REVIEWER, AGENCY_LEAD, CONTRIBUTOR)
HISTORY_READER = signed_in(*PARTNERSHIP_WIDE)
DRAFT_READER = signed_in(BUSINESS_UNIT, DECIDER, SCRUTINEER, LEAD_REVIEWER)
STAFF_READER = signed_in(*STAFF)


async def anonymous() -> Actor:
    """Returns a reader without an account."""
    return ANONYMOUS
