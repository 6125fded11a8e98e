"""Exceptions that one person records and another approves: no part, no group, nothing told (FC1)."""

from collections.abc import Mapping
from enum import StrEnum

from contracts.events.event import Event
from contracts.events.feedback_capture import InvolvementAnswered, InvolvementNotTold
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, NotTold
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.person import is_one_of, person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.guards import impartial, party_of, while_open
from services.feedback_capture.domain.involvement.state import (
    Answer,
    Excuse,
    Involvement,
    NotToldFor,
    Party,
    Proposal,
    is_colleague,
)


class Unable(StrEnum):
    """Reasons that a party can never take part. Anything that passes by itself is a deferral."""

    DECEASED = "deceased"
    UNTRACEABLE = "untraceable"
    LEFT_AGENCY = "left-agency"
    UNSAFE_TO_CONTACT = "unsafe-to-contact"


REASONS: Mapping[Excuse, type[StrEnum]] = {
    Excuse.UNABLE: Unable,
    Excuse.FINDINGS_NOT_TOLD: NotTold,
    Excuse.OUTCOME_NOT_TOLD: NotTold,
}
"""The reasons that each exception takes. `nobody-in-this-group` takes none."""
STEPS: Mapping[Excuse, InvolvementStep] = {
    Excuse.FINDINGS_NOT_TOLD: InvolvementStep.FINDINGS,
    Excuse.OUTCOME_NOT_TOLD: InvolvementStep.OUTCOME,
}


class ProposeException(CommandBody):
    """Records the reason for an exception, as the person who checked it. It has no effect until a decider approves it."""

    party: Id
    exception: Excuse
    reason: Code | None = None


class ApproveException(CommandBody):
    """Approves an exception that someone else recorded."""

    party: Id
    exception: Excuse


def propose_exception(involvement: Involvement, command: ProposeException, given: Given) -> Decided[Involvement]:
    party, reasons = party_of(involvement, command.party, given.actor)
    reasons += while_open(involvement) + _reason_faults(command)
    if party is not None:
        reasons += _contradictions(party, command.exception)
    if reasons or party is None:
        raise Refused(*reasons)
    proposal = Proposal(
        excuse=command.exception,
        reason=command.reason,
        on=given.today,
        by=person_of(given.actor),
    )
    changes = {"proposals": (*_others(party, command.exception), proposal)}
    return Decided(involvement.with_party(party.model_copy(update=changes)))


def approve_exception(involvement: Involvement, command: ApproveException, given: Given) -> Decided[Involvement]:
    party = involvement.party(command.party)
    proposal = next((each for each in party.proposals if each.excuse is command.exception), None) if party else None
    reasons = while_open(involvement) + impartial(involvement, given.actor)
    if party is None or proposal is None:
        sentence = "Choose a party of this review with this exception recorded. Someone else must record it first."
        raise Refused(*reasons, Reason("involvement/nothing-to-approve", sentence, "party"))
    if is_colleague(party, given.actor):
        sentence = "You act for this practitioner's agency, so someone else must approve this."
        reasons.append(Reason("involvement/own-agency", sentence, "party"))
    if is_one_of(given.actor, (proposal.by,)):
        sentence = "You recorded this exception, so someone else must approve it."
        reasons.append(Reason("involvement/own-exception", sentence, "party"))
    reasons += _contradictions(party, command.exception)
    if reasons:
        raise Refused(*reasons)
    changed, event = _approved(party, proposal, involvement.review, given)
    return Decided(involvement.with_party(changed), (event,))


def _approved(party: Party, proposal: Proposal, review: Id, given: Given) -> tuple[Party, Event]:
    party = party.model_copy(update={"proposals": _others(party, proposal.excuse)})
    if step := STEPS.get(proposal.excuse):
        reason = NotTold(proposal.reason or "")
        excused = NotToldFor(on=given.today, reason=reason, approved_by=person_of(given.actor))
        due = {each: by for each, by in party.due.items() if each is not step}
        changed = party.model_copy(update={"not_told": party.not_told | {step: excused}, "due": due})
        return changed, InvolvementNotTold(review=review, party=party.id, step=step, reason=reason)
    status = InvolvementStatus(proposal.excuse.value)
    answer = Answer(on=given.today, recorded_at=given.now, status=status, reason=proposal.reason)
    changed = party.model_copy(update={"status": status, "answer": answer, "away": None, "due": {}})
    return changed, InvolvementAnswered(review=review, party=party.id, status=status, approved=True)


def _others(party: Party, excuse: Excuse) -> tuple[Proposal, ...]:
    return tuple(each for each in party.proposals if each.excuse is not excuse)


def _reason_faults(command: ProposeException) -> list[Reason]:
    among = REASONS.get(command.exception)
    if among is None:
        if command.reason is None:
            return []
        return [Reason("involvement/reason-not-asked", "Leave the reason empty for this exception.", "reason")]
    listed = ", ".join(among)
    if command.reason is None:
        return [Reason("involvement/reason-missing", f"Give the reason. Choose one of: {listed}.", "reason")]
    if command.reason not in set(among):
        return [Reason("involvement/unknown-reason", f"This is not a listed reason. Choose one of: {listed}.", "reason")]
    return []


def _contradictions(party: Party, excuse: Excuse) -> list[Reason]:
    """Refuses an exception that the party's record contradicts."""
    if excuse is Excuse.NOBODY_IN_THIS_GROUP and party.offer is not None:
        sentence = "Someone was offered this part, so the group is not empty. Record their answer instead."
        return [Reason("involvement/somebody-was-offered", sentence, "party")]
    step = STEPS.get(excuse)
    if step is not None and step in party.told:
        sentence = f"It is already recorded that this party heard the {step}, so you need no exception."
        return [Reason("involvement/told-already", sentence, "exception")]
    return []
