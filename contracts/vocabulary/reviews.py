"""Codes of the review registry (docs/events.md "Codes")."""

from enum import StrEnum


class WithdrawalReason(StrEnum):
    """Reasons to take back something that was published. A closed list, because other services and the public see it."""

    IDENTIFIES_SOMEBODY = "identifies-somebody"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    COURT_ORDER = "court-order"
    FACTUAL_ERROR = "factual-error"
    OUT_OF_DATE = "out-of-date"
    SUPERSEDED = "superseded"


class FindingKind(StrEnum):
    GOOD_PRACTICE = "good-practice"
    PROBLEMATIC_PRACTICE = "problematic-practice"
    SYSTEM_STRENGTH = "system-strength"
    SYSTEM_WEAKNESS = "system-weakness"
    MIXED = "mixed"


GOOD_PRACTICE = (FindingKind.GOOD_PRACTICE, FindingKind.SYSTEM_STRENGTH)
"""Kinds of finding that ask to be spread. They count apart from problems."""


class Response(StrEnum):
    """The response that a finding asks for. `spread` asks agencies to take up good practice elsewhere."""

    ACTION = "action"
    SPREAD = "spread"
    NONE = "none"


class Priority(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class AgencyPart(StrEnum):
    """An agency's part in a review."""

    CONTRIBUTING = "contributing"
    PRACTICE_UNDER_REVIEW = "practice-under-review"


class HoldKind(StrEnum):
    """Reasons for a hold on publication."""

    CRIMINAL = "criminal"
    CORONIAL = "coronial"
    FAMILY_COURT = "family-court"


class ReviewEnd(StrEnum):
    """The ways in which a review ends without being closed."""

    SCREENED_OUT = "screened-out"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    DUPLICATE = "duplicate"
