"""What the owning agency says of its action: progress, evidence, completion (AT3)."""

from pydantic import BaseModel, ConfigDict, Field

from contracts.events.action_tracking import ActionCompleted, ActionProgressed
from contracts.vocabulary.actions import ActionStatus, EvidenceKind
from contracts.vocabulary.types import Link, Sha256
from services.action_tracking.domain.action import (
    UNDER_WAY,
    Action,
    Completion,
    Evidence,
    faults_of_status,
    with_epoch,
)
from services.action_tracking.domain.brag import brag
from services.action_tracking.domain.people import Text, by, faults_of_owner
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any

MOST_EVIDENCE = 100
"""Pieces an epoch: nothing in a document grows without bound."""

TAKES_EVIDENCE = (*UNDER_WAY, ActionStatus.AWAITING_JUDGEMENT, ActionStatus.ACCEPTED)


class ReportProgress(BaseModel):
    """Where it stands. Without `blocked_by` nothing blocks it any more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    percent: int = Field(ge=0, le=100)
    blocked_by: Text | None = None
    note: Text | None = None


class OfferEvidence(BaseModel):
    """A link or the hash of a file, and what it shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: EvidenceKind
    link: Link | None = None
    sha256: Sha256 | None = None
    shows: Text


class CompleteAction(BaseModel):
    """The agency signs off that it is done, and asks for judgement."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def report_progress(state: Action, command: ReportProgress, given: Given) -> Decided[Action]:
    """The first report puts it in progress."""
    refuse_if_any([*faults_of_owner(state.owner.agency, given.actor), *faults_of_status(state, *UNDER_WAY)])
    changes = command.model_dump() | {"status": ActionStatus.IN_PROGRESS}
    state = state.model_copy(update=changes)
    colour = brag(state, given.today, given.holidays)
    event = ActionProgressed(action=state.id, epoch=state.epoch.number, status=state.status, brag=colour)
    return Decided(state, (event,))


def offer_evidence(state: Action, command: OfferEvidence, given: Given) -> Decided[Action]:
    """Evidence is added to the present epoch and stays there. No event: what counts is the completion that rests on it."""
    reasons = [*faults_of_owner(state.owner.agency, given.actor), *faults_of_status(state, *TAKES_EVIDENCE)]
    if command.link is None and command.sha256 is None:
        reasons.append(Reason("evidence/nothing-to-look-at", "Evidence needs a link, or a file's hash.", "link"))
    if len(state.epoch.evidence) >= MOST_EVIDENCE:
        reasons.append(
            Reason("evidence/too-much", f"An action has at most {MOST_EVIDENCE} pieces of evidence before it is re-opened.")
        )
    refuse_if_any(reasons)
    piece = Evidence(id=given.derive("evidence"), at=given.now, by=by(given.actor), **command.model_dump())
    return Decided(with_epoch(state, evidence=(*state.epoch.evidence, piece)))


def complete_action(state: Action, command: CompleteAction, given: Given) -> Decided[Action]:
    """Refused without evidence in this epoch; after a judgement that did not accept it, without evidence newer than that."""
    reasons = [*faults_of_owner(state.owner.agency, given.actor), *faults_of_status(state, *UNDER_WAY)]
    reasons.extend(_faults_of_evidence(state))
    refuse_if_any(reasons)
    done = Completion(at=given.now, by=by(given.actor))
    state = with_epoch(state, completions=(*state.epoch.completions, done))
    state = state.model_copy(update={"status": ActionStatus.AWAITING_JUDGEMENT, "percent": 100, "blocked_by": None})
    return Decided(state, (ActionCompleted(action=state.id, epoch=state.epoch.number),))


def _faults_of_evidence(state: Action) -> list[Reason]:
    epoch = state.epoch
    if not epoch.evidence:
        return [Reason("evidence/none", "Completion needs evidence of what changed.")]
    if epoch.judgements and len(epoch.evidence) <= epoch.judgements[-1].pieces:
        return [
            Reason("evidence/nothing-new", "It was judged on the evidence there is: offer more before completing it again.")
        ]
    return []
