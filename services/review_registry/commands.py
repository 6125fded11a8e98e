"""Every command of the review registry: where it comes in, what decides it, and who may give it (spec: access.md)."""

from services.chassis.identity import BUSINESS_UNIT, DECIDER, LEAD_REVIEWER
from services.chassis.kinds import Command, Kind
from services.review_registry.domain import chasing, findings, lead, progress, review, scope, screening, stages

REVIEW = Kind(
    name="review",
    state=review.Review,
    keys=review.keys,
    threads=review.threads,
    alarm=chasing.alarm,
    ring=chasing.ring,
    visible=review.visible,
    indexed=("stage", "agencies"),
    unique=("reference",),
)
OBLIGATION_PROGRESS = Kind(
    name="obligation-progress",
    state=progress.ObligationProgress,
    keys=lambda state: {"findings": [state.finding]},
    threads=lambda state: (state.finding, state.id),
    indexed=("findings",),
)
ACTION_PROGRESS = Kind(
    name="action-progress",
    state=progress.ActionProgress,
    keys=lambda state: {"findings": list(state.findings)},
    threads=lambda state: (*state.findings, state.id),
    indexed=("findings",),
)
KINDS = (REVIEW, OBLIGATION_PROGRESS, ACTION_PROGRESS)

RUNS_IT = frozenset({BUSINESS_UNIT})
DECIDES = frozenset({DECIDER})
WRITES_FINDINGS = frozenset({BUSINESS_UNIT, LEAD_REVIEWER})

COMMANDS = (
    Command("/reviews", REVIEW, review.OpenReview, review.open_review, RUNS_IT, creates=True),
    Command("/reviews/{id}/screening", REVIEW, screening.ScreenReview, review.screen_review, DECIDES),
    Command("/reviews/{id}/scope", REVIEW, scope.SetScope, review.set_scope, RUNS_IT),
    Command("/reviews/{id}/lead", REVIEW, lead.AppointLead, review.appoint_lead, DECIDES),
    Command("/reviews/{id}/moves", REVIEW, stages.MoveOn, review.move_on, RUNS_IT),
    Command("/reviews/{id}/findings", REVIEW, findings.RecordFinding, review.record_finding, WRITES_FINDINGS),
    Command("/reviews/{id}/confirmations", REVIEW, findings.ConfirmFinding, review.confirm_finding, WRITES_FINDINGS),
)
