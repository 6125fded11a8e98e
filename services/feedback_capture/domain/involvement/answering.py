"""Recording the answer of a party to its offer (FC1)."""

from enum import StrEnum
from typing import Literal

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import feedback_due
from services.feedback_capture.domain.involvement.guards import party_of, while_offered
from services.feedback_capture.domain.involvement.state import TAKES_PART, Answer, Involvement, Party


class Unable(StrEnum):
    """Reasons that a party cannot take part."""

    DECEASED = "deceased"
    UNTRACEABLE = "untraceable"
    TOO_UNWELL = "too-unwell"
    IN_CUSTODY_RESTRICTED = "in-custody-restricted"
    LEFT_AGENCY = "left-agency"
    UNDER_INVESTIGATION = "under-investigation"
    WITNESS_RESTRICTION = "witness-restriction"
    UNSAFE_TO_CONTACT = "unsafe-to-contact"


REASONS = ", ".join(Unable)


class RecordAnswer(CommandBody):
    """Records a party's answer, or that the party did not answer."""

    party: Id
    status: Literal["accepted", "declined", "unable", "no-response", "contributed", "withdrew"]
    reason: Code | None = None


def record_answer(involvement: Involvement, command: RecordAnswer, given: Given) -> Decided[Involvement]:
    status = InvolvementStatus(command.status)
    party, reasons = party_of(involvement, command.party)
    if party is not None:
        reasons += _faults(party, status, command.reason)
    if reasons or party is None:
        raise Refused(*reasons)
    answer = Answer(on=given.today, status=status, reason=command.reason)
    due = {step: by for step, by in party.due.items() if step not in (InvolvementStep.OFFER, InvolvementStep.ANSWER)}
    answered = party.model_copy(update={"status": status, "answer": answer, "away": None, "due": due})
    event = InvolvementAnswered(review=involvement.review, party=party.id, status=status, approved=False)
    return Decided(involvement.with_party(feedback_due(answered, involvement.owes, given)), (event,))


def _faults(party: Party, status: InvolvementStatus, reason: Code | None) -> list[Reason]:
    reasons = []
    if status is InvolvementStatus.UNABLE:
        if reason is None:
            reasons.append(
                Reason(
                    "involvement/reason-missing", f"Say why this party cannot take part. Choose one of: {REASONS}.", "reason"
                )
            )
        elif reason not in set(Unable):
            reasons.append(
                Reason("involvement/unknown-reason", f"This is not a listed reason. Choose one of: {REASONS}.", "reason")
            )
    else:
        reasons += while_offered(party)
    if status is InvolvementStatus.WITHDREW and party.offered and party.status not in TAKES_PART:
        reasons.append(
            Reason(
                "involvement/takes-no-part", "You can record a withdrawal only for a party who agreed to take part.", "status"
            )
        )
    return reasons
