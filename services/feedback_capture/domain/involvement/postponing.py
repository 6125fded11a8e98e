"""Putting an offer off with a decider's approval, until a day to look again (FC1)."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import StringConstraints

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import feedback_due, owed_feedback
from services.feedback_capture.domain.involvement.guards import impartial, unless_takes_part, while_open
from services.feedback_capture.domain.involvement.state import Away, Involvement, is_colleague

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class DeferOffer(CommandBody):
    """Defers the offer until an event has happened. The decider who sends this approves it."""

    party: Id
    until: Code
    look_again: date
    reason: Text


class DoNotInvite(CommandBody):
    """Leaves a party uninvited for now. The decider who sends this approves it."""

    party: Id
    reason: Text
    look_again: date


def defer_offer(involvement: Involvement, command: DeferOffer, given: Given) -> Decided[Involvement]:
    reasons = []
    events = [each.code for each in given.framework.involvement.deferrals]
    if command.until not in events:
        reasons.append(Reason("involvement/unknown-deferral", f"Choose what to wait for: {', '.join(events)}.", "until"))
    return _put_off(involvement, command, InvolvementStatus.DEFERRED, reasons, given, until=command.until)


def do_not_invite(involvement: Involvement, command: DoNotInvite, given: Given) -> Decided[Involvement]:
    return _put_off(involvement, command, InvolvementStatus.NOT_INVITED, [], given)


def _put_off(
    involvement: Involvement,
    command: DeferOffer | DoNotInvite,
    status: InvolvementStatus,
    faults: list[Reason],
    given: Given,
    until: Code | None = None,
) -> Decided[Involvement]:
    party = involvement.party(command.party)
    reasons = while_open(involvement) + impartial(involvement, given.actor) + faults
    if party is None:
        reasons.append(Reason("involvement/unknown-party", "Choose a party of this review.", "party"))
    else:
        reasons += unless_takes_part(party)
        if is_colleague(party, given.actor):
            sentence = "You act for this practitioner's agency, so someone else must approve this."
            reasons.append(Reason("involvement/own-agency", sentence, "party"))
    weeks = given.framework.involvement.look_again_weeks
    if command.look_again > given.today + timedelta(weeks=weeks):
        sentence = f"Enter a date at most {weeks} weeks ahead. You can put the offer off again then."
        reasons.append(Reason("involvement/look-again-too-far", sentence, "look_again"))
    if command.look_again <= given.today:
        reasons.append(
            Reason("involvement/look-again-not-ahead", "Enter a future date to look at this offer again.", "look_again")
        )
    if reasons or party is None:
        raise Refused(*reasons)
    away = Away(
        on=given.today,
        approved_by=person_of(given.actor),
        reason=command.reason,
        look_again=command.look_again,
        until=until,
    )
    put_off = party.model_copy(update={"status": status, "away": away, "due": owed_feedback(party)})
    event = InvolvementAnswered(review=involvement.review, party=party.id, status=status, approved=True)
    return Decided(involvement.with_party(feedback_due(put_off, involvement.owes, given)), (event,))
