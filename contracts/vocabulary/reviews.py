"""Codes and field types that are the same everywhere, on the wire and in each store (spec: events.md, "Codes")."""

from enum import StrEnum


class WithdrawalReason(StrEnum):
    """Why something that was made known is taken back. A closed list: it is told to others, and to the public."""

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


class Response(StrEnum):
    """What a finding asks for. `spread`: good practice to be taken up elsewhere."""

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
    """Why a publication is held."""

    CRIMINAL = "criminal"
    CORONIAL = "coronial"
    FAMILY_COURT = "family-court"
