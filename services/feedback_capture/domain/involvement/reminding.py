"""Reminding a party of its offer (FC1)."""

from datetime import date

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import wait_until
from services.feedback_capture.domain.involvement.guards import party_of, while_offered, while_open
from services.feedback_capture.domain.involvement.state import Involvement, Party, Reminder

WAITING = (InvolvementStatus.INVITED, InvolvementStatus.REMINDED)


class RemindParty(CommandBody):
    """Records a reminder to a party who has not answered."""

    party: Id
    channel: Code
    on: date | None = None
    """The day of the reminder. Today if it is left out."""


def remind_party(involvement: Involvement, command: RemindParty, given: Given) -> Decided[Involvement]:
    party, reasons = party_of(involvement, command.party, given.actor)
    reasons += while_open(involvement)
    if party is not None:
        reasons += day_reasons(command.on, given, not_before=party.last_asked)
        reasons += _faults(party, day_happened(command.on, given), given)
    if reasons or party is None:
        raise Refused(*reasons)
    day = day_happened(command.on, given)
    time_to_answer = add_working_days(day, given.framework.involvement.reminder_days, given.holidays)
    answer_by = max(time_to_answer, party.due.get(InvolvementStep.ANSWER, day))
    reminder = Reminder(on=day, recorded_at=given.now, by=person_of(given.actor), channel=command.channel)
    changes = {
        "status": InvolvementStatus.REMINDED,
        "reminders": (*party.reminders, reminder),
        "due": party.due | {InvolvementStep.ANSWER: answer_by},
    }
    event = InvolvementAnswered(review=involvement.review, party=party.id, status=InvolvementStatus.REMINDED)
    return Decided(involvement.with_party(party.model_copy(update=changes)), (event,))


def _faults(party: Party, day: date, given: Given) -> list[Reason]:
    reasons = while_offered(party)
    if party.offered and party.status not in WAITING:
        reasons.append(Reason("involvement/answered-already", "Remind only a party who has not answered yet.", "party"))
    if len(party.reminders) >= given.framework.involvement.reminders:
        sentence = "This party has had every reminder. Record the answer, or that there was none."
        reasons.append(Reason("involvement/reminded-enough", sentence, "party"))
    if ends := wait_until(party, day, given):
        sentence = f"Wait until {ends:%-d %B %Y} before you remind this party."
        reasons.append(Reason("involvement/too-soon", sentence, "party"))
    return reasons
