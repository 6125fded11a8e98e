"""Codes of action tracking (docs/events.md "Codes")."""

from enum import StrEnum


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


class Asked(StrEnum):
    """What an obligation or an action waits for. Agencies do the one kind, those who decide the other (AT4)."""

    ANSWER_FINDING = "answer-finding"
    DO_ACTION = "do-action"
    OFFER_RECHECK = "offer-recheck"
    """The agency says what the measure shows now."""
    DECIDE_NO_ACTION = "decide-no-action"
    """The partnership accepts or refuses that no action is taken."""
    AGREE_ACTION = "agree-action"
    JUDGE_ACTION = "judge-action"
    RECORD_RECHECK = "record-recheck"
    """The partnership records whether the change held."""


class ProposalAnswer(StrEnum):
    """The partnership's answer to a proposed action that it does not agree."""

    REFUSED = "refused"
    ASKED = "asked"
    """The agency is asked to change it."""


class Judgement(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MORE_EVIDENCE = "more-evidence"


STATUS_JUDGED = {
    Judgement.ACCEPTED: ActionStatus.ACCEPTED,
    Judgement.REJECTED: ActionStatus.IN_PROGRESS,
    Judgement.MORE_EVIDENCE: ActionStatus.IN_PROGRESS,
}
"""The state of an action after its judgement."""


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
    """The strength of an action: how far it relies on the system rather than on memory (docs/domain.md "Strength")."""

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
