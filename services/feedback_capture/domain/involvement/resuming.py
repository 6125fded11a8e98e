"""Bringing back a party that was put off, once the event that it waits for has happened (FC1)."""

from datetime import date

from contracts.events.feedback_capture import InvolvementResumed
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import feedback_due, offer_due
from services.feedback_capture.domain.involvement.guards import party_of, while_open
from services.feedback_capture.domain.involvement.state import Involvement, Party


class RecordHappened(CommandBody):
    """Records that the event has happened that a deferred party waits for. The party must be offered a part again."""

    party: Id
    on: date | None = None
    """The day on which it happened. Today if it is left out."""


def record_happened(involvement: Involvement, command: RecordHappened, given: Given) -> Decided[Involvement]:
    party, reasons = party_of(involvement, command.party, given.actor)
    reasons += while_open(involvement)
    if party is not None and party.status is not InvolvementStatus.DEFERRED:
        reasons.append(Reason("involvement/not-deferred", "Choose a party whose offer is deferred.", "party"))
    if party is not None and party.away is not None:
        reasons += day_reasons(command.on, given, not_before=party.away.on)
    if reasons or party is None:
        raise Refused(*reasons)
    changed, event = resumed(involvement, party, day_happened(command.on, given), given)
    return Decided(involvement.with_party(changed), (event,))


def resumed(involvement: Involvement, party: Party, day: date, given: Given) -> tuple[Party, InvolvementResumed]:
    """Counts from the day on which the wait ended. An approval not to tell has run out too."""
    back = party.model_copy(update={"status": InvolvementStatus.NOT_STARTED, "away": None, "not_told": {}})
    back = feedback_due(offer_due(back, day, given), involvement.owes, given)
    by = back.due[InvolvementStep.OFFER]
    return back, InvolvementResumed(review=involvement.review, party=party.id, by=by)
