"""Every command of the review registry: where it comes in, what decides it, and who may give it (spec: access.md)."""

from uuid import uuid4

from services.chassis.erasure import sealed
from services.chassis.identity import BUSINESS_UNIT, DECIDER, LEAD_REVIEWER
from services.chassis.kinds import Command, Kind
from services.chassis.room import Room
from services.chassis.store import Document
from services.review_registry.domain import (
    chasing,
    findings,
    hearing,
    lead,
    progress,
    release,
    review,
    scope,
    screening,
    sharing,
    stages,
    themes,
)
from services.review_registry.domain.gate_facts import GateFacts

REVIEW = Kind(
    name="review",
    state=review.Review,
    keys=review.keys,
    threads=review.threads,
    alarm=chasing.alarm,
    ring=chasing.ring,
    visible=review.visible,
    indexed=("stage", "agencies", "themes", "released"),
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
INVOLVEMENT_PROGRESS = Kind(
    name="involvement-progress",
    state=hearing.InvolvementProgress,
    keys=lambda state: {},
    threads=lambda state: (state.review, state.id),
)
DISSEMINATION_PROGRESS = Kind(
    name="dissemination-progress",
    state=sharing.DisseminationProgress,
    keys=lambda state: {},
    threads=lambda state: (state.review, state.id),
)
PRODUCT_PROGRESS = Kind(
    name="product-progress",
    state=sharing.ProductProgress,
    keys=lambda state: {"findings": list(state.findings), "reviews": list(state.reviews)},
    threads=lambda state: (state.id, *state.findings),
    indexed=("findings", "reviews"),
)
ACKNOWLEDGED = Kind(
    name="acknowledged",
    state=sharing.Acknowledged,
    keys=lambda state: {"product": state.product},
    threads=lambda state: (state.product,),
    indexed=("product",),
)
THEME = Kind(
    name="theme",
    state=themes.Theme,
    keys=lambda state: {"theme": state.code},
    threads=lambda state: (state.id,),
)
FEEDBACK_HEARD = Kind(
    name="feedback-heard",
    state=hearing.FeedbackHeard,
    keys=lambda state: {"theme": state.theme},
    threads=lambda state: (state.summary,),
    indexed=("theme",),
)
KINDS = (
    REVIEW,
    OBLIGATION_PROGRESS,
    ACTION_PROGRESS,
    INVOLVEMENT_PROGRESS,
    DISSEMINATION_PROGRESS,
    PRODUCT_PROGRESS,
    ACKNOWLEDGED,
    THEME,
    FEEDBACK_HEARD,
)

RUNS_IT = frozenset({BUSINESS_UNIT})
DECIDES = frozenset({DECIDER})
WRITES_FINDINGS = frozenset({BUSINESS_UNIT, LEAD_REVIEWER})


async def seal_statement(room: Room, id_: str, body: release.ReleaseLearning) -> release.SealedRelease:
    """Under a key of its own, so that it can be taken back (access.md)."""
    key = str(uuid4())
    return release.SealedRelease(**dict(body), key=key, sealed=await sealed(room, key, body.statement))


COMMANDS = (
    Command("/reviews", REVIEW, review.OpenReview, review.open_review, RUNS_IT, creates=True),
    Command("/reviews/{id}/screening", REVIEW, screening.ScreenReview, review.screen_review, DECIDES),
    Command("/reviews/{id}/scope", REVIEW, scope.SetScope, review.set_scope, RUNS_IT),
    Command("/reviews/{id}/lead", REVIEW, lead.AppointLead, review.appoint_lead, DECIDES),
    Command("/reviews/{id}/moves", REVIEW, stages.MoveOn, review.move_on, RUNS_IT),
    Command("/reviews/{id}/findings", REVIEW, findings.RecordFinding, review.record_finding, WRITES_FINDINGS),
    Command("/reviews/{id}/confirmations", REVIEW, findings.ConfirmFinding, review.confirm_finding, WRITES_FINDINGS),
    Command("/reviews/{id}/learning", REVIEW, release.ReleaseLearning, release.release_learning, DECIDES, seal=seal_statement),
    Command("/reviews/{id}/learning-recalls", REVIEW, release.RecallLearning, release.recall_learning, DECIDES),
)


async def gate_facts(room: Room, id_: str, body: object) -> GateFacts:
    """What others have told of this review and its findings, for the gates that ask for it."""
    reviewed = (await room.store.load(REVIEW, id_)).state
    found = [each.id for each in reviewed.findings] if reviewed else []
    told: dict[str, list[Document]] = {
        "involvement": [await room.store.load(INVOLVEMENT_PROGRESS, hearing.involvement_id(id_))],
        "obligations": await _about(room, OBLIGATION_PROGRESS, found),
        "actions": await _about(room, ACTION_PROGRESS, found),
        "dissemination": [await room.store.load(DISSEMINATION_PROGRESS, sharing.plan_id(id_))],
        "products": await room.store.find(PRODUCT_PROGRESS, {"reviews": id_}),
    }
    return GateFacts(
        involvement=told["involvement"][0].state,
        obligations=tuple(each.state for each in told["obligations"]),
        actions=tuple(each.state for each in told["actions"]),
        dissemination=told["dissemination"][0].state,
        products=tuple(each.state for each in told["products"]),
        acknowledged=sum([await room.store.count(ACKNOWLEDGED, {"product": each.id}) for each in told["products"]]),
        as_of={name: max((each.last_time for each in of if each.last_time), default=None) for name, of in told.items()},
    )


async def _about(room: Room, kind: Kind, findings: list[str]) -> list[Document]:
    """Each document that is about one of the findings, once."""
    found = {each.id: each for finding in findings for each in await room.store.find(kind, {"findings": finding})}
    return list(found.values())
