"""Roles that access tokens carry, and the two agency codes that are no agency of the settings."""

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
STAFF = (BUSINESS_UNIT, DECIDER, SCRUTINEER, LEAD_REVIEWER, AGENCY_LEAD, CONTRIBUTOR, FACILITATOR, INSPECTOR)
PARTNERSHIP_WIDE = (BUSINESS_UNIT, DECIDER, SCRUTINEER, INSPECTOR)
"""Roles that read what the whole partnership reads."""

PARTNERSHIP = "partnership"
"""The agency code of people who act for the partnership as a whole."""
PUBLIC = "public"
"""The agency code of people who have not signed in."""
