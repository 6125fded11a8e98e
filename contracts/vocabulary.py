"""Codes and field types that are the same everywhere, on the wire and in each store (spec: events.md, "Codes")."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Id = Annotated[str, StringConstraints(pattern=UUID)]
"""A UUID in lower case: opaque, says nothing about anybody."""

Code = Annotated[str, StringConstraints(pattern=CODE, max_length=64)]
"""A code in kebab-case, from an enumeration here or from the settings."""

Reference = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-\d{4}-[A-HJ-NP-Z2-9]{4}$")]
"""What people call a review or an action: partnership, year, four random characters without look-alikes."""

PersonRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A pseudonymous reference to a person in a role; never a name."""

Link = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?$", max_length=512)]
"""Where the rest can be read, by whoever may; no query, no fragment."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Ordinal = Annotated[int, Field(ge=1)]
"""First, second, ..."""

Epoch = Annotated[int, Field(ge=1)]

PARTNERSHIP = "partnership"
"""The agency code of whoever acts for the partnership as a whole."""
PUBLIC = "public"
"""That of whoever has not signed in."""


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


class ObligationAnswer(StrEnum):
    ACTIONS_AGREED = "actions-agreed"
    NO_ACTION_ACCEPTED = "no-action-accepted"
    LAPSED = "lapsed"


class ActionStatus(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in-progress"
    AWAITING_JUDGEMENT = "awaiting-judgement"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUSTAINED = "sustained"
    NOT_SUSTAINED = "not-sustained"
    ENDED = "ended"


class Judgement(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MORE_EVIDENCE = "more-evidence"


STATUS_JUDGED = {
    Judgement.ACCEPTED: ActionStatus.ACCEPTED,
    Judgement.REJECTED: ActionStatus.REJECTED,
    Judgement.MORE_EVIDENCE: ActionStatus.IN_PROGRESS,
}
"""What an action is after it was judged."""


class Effectiveness(StrEnum):
    OUTCOME_IMPROVED = "outcome-improved"
    PRACTICE_CHANGED = "practice-changed"
    ACTIVITY_ONLY = "activity-only"
    NONE = "none"
    TOO_EARLY = "too-early"


class RecheckResult(StrEnum):
    SUSTAINED = "sustained"
    PARTLY = "partly"
    NOT_SUSTAINED = "not-sustained"
    CANNOT_TELL = "cannot-tell"


class Strength(StrEnum):
    """How much an action relies on the system rather than on memory (domain.md 7b)."""

    STRONGER = "stronger"
    INTERMEDIATE = "intermediate"
    WEAKER = "weaker"


class Brag(StrEnum):
    BLUE = "blue"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class EvidenceKind(StrEnum):
    AUDIT_RESULT = "audit-result"
    DATASET_MEASURE = "dataset-measure"
    POLICY_VERSION = "policy-version"
    MINUTES = "minutes"
    TRAINING_RECORD = "training-record"
    OBSERVATION_OF_PRACTICE = "observation-of-practice"
    PRACTITIONER_SURVEY = "practitioner-survey"
    CHILD_FEEDBACK = "child-feedback"
    FAMILY_FEEDBACK = "family-feedback"
    SUPERVISION_SAMPLE = "supervision-sample"
    INSPECTION_FINDING = "inspection-finding"
    SYSTEM_SCREENSHOT_REDACTED = "system-screenshot-redacted"
    COMMISSIONING_DOCUMENT = "commissioning-document"


class AgencyPart(StrEnum):
    """An agency's part in a review."""

    CONTRIBUTING = "contributing"
    PRACTICE_UNDER_REVIEW = "practice-under-review"


class InvolvementStatus(StrEnum):
    """Where one party stands with the offer of a part in a review (domain.md 5a)."""

    NOT_STARTED = "not-started"
    INVITED = "invited"
    REMINDED = "reminded"
    NO_RESPONSE = "no-response"
    ACCEPTED = "accepted"
    CONTRIBUTED = "contributed"
    DECLINED = "declined"
    UNABLE = "unable"
    DEFERRED = "deferred"
    NOT_INVITED = "not-invited"
    WITHDREW = "withdrew"


class InvolvementStep(StrEnum):
    """What a party is owed, in this order: the offer, an answer taken from them, the findings before publication, what came of
    it."""

    OFFER = "offer"
    ANSWER = "answer"
    FINDINGS = "findings"
    OUTCOME = "outcome"


class SourceGroup(StrEnum):
    """Whose views they are (domain.md 10)."""

    CHILD = "child"
    YOUNG_PERSON = "young-person"
    SIBLING = "sibling"
    PARENT_CARER = "parent-carer"
    WIDER_FAMILY = "wider-family"
    PRACTITIONER = "practitioner"
    AGENCY_SURVEY = "agency-survey"
    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    LEARNING_EVALUATION = "learning-evaluation"
    COMMUNITY_GROUP = "community-group"


class Urgency(StrEnum):
    """How soon a person must look at a concern."""

    NOW = "now"


class HoldKind(StrEnum):
    """Why a publication is held."""

    CRIMINAL = "criminal"
    CORONIAL = "coronial"
    FAMILY_COURT = "family-court"


class LearningMode(StrEnum):
    """How adults learn (Kolb); a plan covers all four (domain.md 9)."""

    EXPERIENCE = "experience"
    REFLECT = "reflect"
    CONCEPTUALISE = "conceptualise"
    EXPERIMENT = "experiment"
