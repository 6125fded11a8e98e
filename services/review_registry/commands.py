"""Every command of the review registry: where it comes in, what decides it, and who may give it (spec: access.md)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, LEAD_REVIEWER, SCRUTINEER
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Decided
from services.chassis.store.documents import Document
from services.chassis.store.kinds import Kind
from services.review_registry.domain import (
    chasing,
    closing,
    findings,
    gates,
    hearing,
    holds,
    lead,
    overrides,
    progress,
    publication,
    release,
    report,
    review,
    scope,
    screening,
    sharing,
    stages,
    themes,
)
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.stages import while_open

REVIEW = Kind(
    name="review",
    state=review.Review,
    keys=review.keys,
    threads=review.threads,
    alarm=chasing.alarm,
    ring=chasing.ring,
    visible=review.visible,
    indexed=("stage", "agencies", "themes", "released", "published"),
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
WRITES = frozenset({BUSINESS_UNIT, LEAD_REVIEWER})
CHECKS = frozenset({BUSINESS_UNIT, DECIDER, LEAD_REVIEWER})
HOLDS = frozenset({BUSINESS_UNIT, DECIDER})
OVERRIDES = frozenset({SCRUTINEER})


async def seal_statement(room: Room, id_: str, body: release.ReleaseLearning) -> release.SealedRelease:
    """Under a key of its own, so that it can be taken back (access.md)."""
    key = str(uuid4())
    return release.SealedRelease(**dict(body), key=key, sealed=await sealed(room, key, body.statement))


async def gate_facts(room: Room, id_: str, body: Any) -> GateFacts:
    """What others have told of this review and its findings, for the gates that ask for it."""
    reviewed = await state_of(room, REVIEW, id_)
    found = [each.id for each in reviewed.findings] if reviewed else []
    told: dict[str, list[Document]] = {
        "involvement": [await room.store.load(INVOLVEMENT_PROGRESS, hearing.involvement_id(id_))],
        "obligations": await _about(room, OBLIGATION_PROGRESS, found),
        "actions": await _about(room, ACTION_PROGRESS, found),
        "dissemination": [await room.store.load(DISSEMINATION_PROGRESS, sharing.plan_id(id_))],
        "products": await room.store.find(PRODUCT_PROGRESS, {"reviews": id_}),
    }
    standing = [each for each in told["products"] if each.state.stands]
    return GateFacts(
        involvement=told["involvement"][0].state,
        obligations=tuple(each.state for each in told["obligations"]),
        actions=tuple(each.state for each in told["actions"]),
        dissemination=told["dissemination"][0].state,
        products=tuple(each.state for each in told["products"]),
        acknowledged=sum([await room.store.count(ACKNOWLEDGED, {"product": each.id}) for each in standing]),
        as_of={name: max((each.last_time for each in of if each.last_time), default=None) for name, of in told.items()},
    )


async def _about(room: Room, kind: Kind, findings: list[str]) -> list[Document]:
    """Each document that is about one of the findings, once."""
    found = {each.id: each for finding in findings for each in await room.store.find(kind, {"findings": finding})}
    return list(found.values())


def _command(path: str, body: type[Any], decide: Callable[..., Decided[Any]], may: frozenset[str], **more: Any) -> Command:
    """A command to a review that is open."""
    return Command(f"/reviews/{{id}}/{path}", REVIEW, body, while_open(decide), may, **more)


COMMANDS = (
    Command("/reviews", REVIEW, review.OpenReview, review.open_review, RUNS_IT, creates=True),
    _command("screening", screening.ScreenReview, review.screen_review, DECIDES),
    _command("scope", scope.SetScope, review.set_scope, RUNS_IT),
    _command("lead", lead.AppointLead, review.appoint_lead, DECIDES),
    _command("moves", stages.MoveOn, review.move_on, RUNS_IT, facts=gate_facts),
    _command("findings", findings.RecordFinding, review.record_finding, WRITES),
    _command("no-good-practice", report.RecordNoneFound, report.record_none_found, WRITES),
    _command("confirmations", findings.ConfirmFinding, review.confirm_finding, WRITES),
    _command("learning", release.ReleaseLearning, release.release_learning, DECIDES, prepare=seal_statement),
    Command("/reviews/{id}/learning-recalls", REVIEW, release.RecallLearning, release.recall_learning, DECIDES),
    _command("report", report.WriteReport, report.write_report, WRITES),
    _command("response", report.RecordResponse, report.record_response, DECIDES),
    _command("holds", holds.PlaceHold, holds.place_hold, HOLDS),
    _command("hold-lifts", holds.LiftHold, holds.lift_hold, DECIDES),
    _command("checks", publication.CheckPublication, publication.check_publication, CHECKS),
    _command("publication", publication.PublishReview, publication.publish_review, DECIDES, facts=gate_facts),
    Command(
        "/reviews/{id}/publication-withdrawals",
        REVIEW,
        publication.WithdrawPublication,
        publication.withdraw_publication,
        DECIDES,
    ),
    _command("overrides", overrides.OverrideGate, gates.override_gate, OVERRIDES, facts=gate_facts),
    _command("impact", closing.RecordImpact, closing.record_impact, RUNS_IT),
    _command("closure", closing.CloseReview, closing.close_review, DECIDES, facts=gate_facts),
)
"""What is published or released can be taken back from a closed review too; nothing else is done to it."""
