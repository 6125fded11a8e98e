"""People who may call the routes of action tracking."""

from contracts.vocabulary.roles import (
    AGENCY_LEAD,
    BUSINESS_UNIT,
    CONCERN_TAKERS,
    CONTRIBUTOR,
    OPERATOR,
    PARTNERSHIP_WIDE,
)
from services.chassis.http.identity import signed_in

ANY_READER = signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD, CONTRIBUTOR)
PROPOSER = signed_in(BUSINESS_UNIT, AGENCY_LEAD)
DIRECTORY_READER = signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD)
LEDGER_READER = signed_in(BUSINESS_UNIT, OPERATOR)
URGENT_READER = signed_in(*CONCERN_TAKERS, OPERATOR)
