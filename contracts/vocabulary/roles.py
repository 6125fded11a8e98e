"""Roles that access tokens carry, the agencies that each may act for, and the agency codes that the settings never define."""

from collections.abc import Mapping
from types import MappingProxyType

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
INDEPENDENT = "independent"
"""The agency code of people who act for no one in the partnership: lead reviewers, inspectors and operators."""
PUBLIC = "public"
"""The agency code of people without a token. No token may carry it."""
RESERVED = (PARTNERSHIP, INDEPENDENT, PUBLIC)
"""Codes that no agency of the settings may have."""
AN_AGENCY = "an agency"
"""Any agency of the settings. It is no code."""

ACT_FOR: Mapping[str, frozenset[str]] = MappingProxyType({
    BUSINESS_UNIT: frozenset({PARTNERSHIP}),
    SCRUTINEER: frozenset({PARTNERSHIP}),
    FACILITATOR: frozenset({PARTNERSHIP}),
    INSPECTOR: frozenset({INDEPENDENT}),
    OPERATOR: frozenset({INDEPENDENT}),
    LEAD_REVIEWER: frozenset({INDEPENDENT, PARTNERSHIP, AN_AGENCY}),
    DECIDER: frozenset({PARTNERSHIP, AN_AGENCY}),
    AGENCY_LEAD: frozenset({AN_AGENCY}),
    CONTRIBUTOR: frozenset({AN_AGENCY}),
    PRACTITIONER: frozenset({AN_AGENCY}),
})  # fmt: skip
"""The agencies that the holder of each role may act for (docs/access.md "Roles")."""

TWO_SIDES = ((BUSINESS_UNIT, SCRUTINEER), (BUSINESS_UNIT, DECIDER))
"""Roles that no one may hold together."""
