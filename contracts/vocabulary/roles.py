"""Roles that access tokens carry, and the two agency codes that the settings never define."""

BUSINESS_UNIT = "business-unit"
DECIDER = "decider"
SCRUTINEER = "scrutineer"
LEAD_REVIEWER = "lead-reviewer"
AGENCY_LEAD = "agency-lead"
CONTRIBUTOR = "contributor"
PRACTITIONER = "practitioner"
FACILITATOR = "facilitator"
INSPECTOR = "inspector"
OPERATOR = "operator"
ROLES = frozenset({
    BUSINESS_UNIT, DECIDER, SCRUTINEER, LEAD_REVIEWER, AGENCY_LEAD, CONTRIBUTOR, PRACTITIONER, FACILITATOR, INSPECTOR, OPERATOR,
})  # fmt: skip
"""Every role. Others that a provider puts into its tokens are ignored."""
STAFF = (BUSINESS_UNIT, DECIDER, SCRUTINEER, LEAD_REVIEWER, AGENCY_LEAD, CONTRIBUTOR, FACILITATOR, INSPECTOR)
PARTNERSHIP_WIDE = (BUSINESS_UNIT, DECIDER, SCRUTINEER, INSPECTOR)
"""Roles that read for the whole partnership."""

CONCERN_TAKERS = (BUSINESS_UNIT, FACILITATOR, SCRUTINEER, DECIDER)
"""Roles that read and take concerns: deciders whichever agency they act for, the others for the partnership."""

PARTNERSHIP = "partnership"
"""The agency code of people who act for the whole partnership."""
PUBLIC = "public"
"""The agency code of people without a token."""
