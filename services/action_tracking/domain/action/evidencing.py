"""Adding evidence to an action, by the owning agency (AT3)."""

from contracts.vocabulary.actions import ActionStatus, EvidenceKind
from contracts.vocabulary.types import Link, Sha256
from services.action_tracking.domain.action.guards import status_reasons
from services.action_tracking.domain.action.state import UNDER_WAY, Action, Evidence, with_epoch
from services.action_tracking.domain.people import Text, by, owner_reasons
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody

MOST_EVIDENCE = 100
"""The most pieces of evidence per epoch, so that no document grows without bound."""

TAKES_EVIDENCE = (*UNDER_WAY, ActionStatus.AWAITING_JUDGEMENT, ActionStatus.ACCEPTED)


class OfferEvidence(CommandBody):
    """Adds evidence: a link or the hash of a file, and what it shows."""

    kind: EvidenceKind
    link: Link | None = None
    sha256: Sha256 | None = None
    shows: Text


def offer_evidence(action: Action, command: OfferEvidence, given: Given) -> Decided[Action]:
    """Adds evidence to the present epoch. Emits nothing: the completion that rests on it does."""
    reasons = [*owner_reasons(action.owner.agency, given.actor), *status_reasons(action, *TAKES_EVIDENCE)]
    if command.link is None and command.sha256 is None:
        reasons.append(Reason("evidence/nothing-to-look-at", "Enter a link, or the hash of a file.", "link"))
    if len(action.epoch.evidence) >= MOST_EVIDENCE:
        message = (
            f"You cannot add more evidence because this action already has {MOST_EVIDENCE} pieces. Complete it with these."
        )
        reasons.append(Reason("evidence/too-much", message))
    refuse_if_any(reasons)
    piece = Evidence(id=given.derive("evidence"), at=given.now, by=by(given.actor), **command.model_dump())
    return Decided(with_epoch(action, evidence=(*action.epoch.evidence, piece)))
