"""Adding evidence to an action and taking it back, by the owning agency (AT3)."""

from contracts.vocabulary.actions import ActionStatus, EvidenceKind
from contracts.vocabulary.types import Id, Sha256
from services.action_tracking.domain.action.guards import reporter_reasons, status_reasons
from services.action_tracking.domain.action.head import UNDER_WAY
from services.action_tracking.domain.action.state import Action, Evidence, TakenBack, with_epoch
from services.action_tracking.domain.people import Text, by
from services.chassis.rules.addresses import WebAddress
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody

MOST_EVIDENCE = 100
"""The most pieces of evidence per epoch, so that no document grows without bound."""

TAKES_EVIDENCE = (*UNDER_WAY, ActionStatus.AWAITING_JUDGEMENT, ActionStatus.ACCEPTED)


class OfferEvidence(CommandBody):
    """Adds evidence: a link or the hash of a file, and what it shows."""

    kind: EvidenceKind
    link: WebAddress | None = None
    sha256: Sha256 | None = None
    shows: Text


class TakeBackEvidence(CommandBody):
    """Takes back a piece of evidence that was added by mistake, and says why. The piece and the reason stay on the record."""

    evidence: Id
    reason: Text


def offer_evidence(action: Action, command: OfferEvidence, given: Given) -> Decided[Action]:
    """Adds evidence to the present epoch. Emits nothing: the completion that rests on it does."""
    reasons = [*reporter_reasons(action, given.actor), *status_reasons(action, *TAKES_EVIDENCE)]
    if command.link is None and command.sha256 is None:
        reasons.append(Reason("evidence/nothing-to-look-at", "Enter a link, or the hash of a file.", "link"))
    reasons.extend(_repeat_reasons(action, command))
    if len(action.epoch.evidence) >= MOST_EVIDENCE:
        message = (
            f"You cannot add more evidence because this action already has {MOST_EVIDENCE} pieces. Complete it with these."
        )
        reasons.append(Reason("evidence/too-much", message))
    refuse_if_any(reasons)
    piece = Evidence(id=given.derive("evidence"), at=given.now, by=by(given.actor), **command.model_dump())
    return Decided(with_epoch(action, evidence=(*action.epoch.evidence, piece)))


def _repeat_reasons(action: Action, command: OfferEvidence) -> list[Reason]:
    """Returns a reason if the same link or the same file is among the evidence of this epoch already."""
    reasons: list[Reason] = []
    standing = action.epoch.standing
    if command.link is not None and any(piece.link == command.link for piece in standing):
        message = "You added this link before. Add a link to something else, or take the first one back."
        reasons.append(Reason("evidence/same-again", message, "link"))
    if command.sha256 is not None and any(piece.sha256 == command.sha256 for piece in standing):
        message = "You added this file before. Add another file, or take the first one back."
        reasons.append(Reason("evidence/same-again", message, "sha256"))
    return reasons


def take_back_evidence(action: Action, command: TakeBackEvidence, given: Given) -> Decided[Action]:
    """Takes a piece of the present epoch back. Evidence on which the partnership has judged stays."""
    epoch = action.epoch
    reasons = [*reporter_reasons(action, given.actor), *status_reasons(action, *TAKES_EVIDENCE)]
    judged_on = epoch.evidence[: epoch.judgements[-1].pieces] if epoch.judgements else ()
    if not any(piece.id == command.evidence for piece in epoch.standing):
        message = "We cannot find this evidence. Choose a piece of the present evidence of this action."
        reasons.append(Reason("evidence/unknown", message, "evidence"))
    elif any(piece.id == command.evidence for piece in judged_on):
        message = "You cannot take this evidence back because the partnership judged the action on it. Add what is right."
        reasons.append(Reason("evidence/judged-on", message, "evidence"))
    elif action.status is ActionStatus.AWAITING_JUDGEMENT and all(
        piece.id == command.evidence or piece in judged_on for piece in epoch.standing
    ):
        message = "The action awaits sign-off on this evidence alone. Add the right evidence first, then take this back."
        reasons.append(Reason("evidence/only-one", message, "evidence"))
    refuse_if_any(reasons)
    gone = TakenBack(evidence=command.evidence, reason=command.reason, at=given.now, by=by(given.actor))
    return Decided(with_epoch(action, taken_back=(*epoch.taken_back, gone)))
