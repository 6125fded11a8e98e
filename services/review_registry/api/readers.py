"""People who may call the routes of the review registry."""

from contracts.vocabulary.roles import AGENCY_LEAD, CONTRIBUTOR, LEAD_REVIEWER, PARTNERSHIP_WIDE, STAFF
from services.chassis.http.identity import signed_in
from services.chassis.rules.decisions import ANONYMOUS, Actor

REVIEW_READER = signed_in(*PARTNERSHIP_WIDE, LEAD_REVIEWER, AGENCY_LEAD, CONTRIBUTOR)
HISTORY_READER = signed_in(*PARTNERSHIP_WIDE)
STAFF_READER = signed_in(*STAFF)


async def anonymous() -> Actor:
    """Returns a reader without an account."""
    return ANONYMOUS
