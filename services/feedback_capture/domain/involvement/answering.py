"""Recording the answer of a party to its offer (FC1)."""

from datetime import date
from typing import Literal

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, WithdrawnWords
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import feedback_due, owed_feedback, wait_until
from services.feedback_capture.domain.involvement.guards import party_of, while_offered
from services.feedback_capture.domain.involvement.state import TAKES_PART, Answer, Involvement, Party

CHOICES = ", ".join(WithdrawnWords)
AnswerCode = Literal["accepted", "declined", "no-response", "contributed", "withdrew"]


class AnswerGiven(CommandBody):
    """An answer of a party, besides its status."""

    party: Id
    reason: Code | None = None
    words: WithdrawnWords | None = None
    on: date | None = None
    """The day of the answer, or the day on which the wait for one ended. Today if it is left out."""


class RecordAnswer(AnswerGiven):
    """Records a party's answer, or that the party did not answer.

    A party that withdraws chooses what becomes of the words already given.
    """

    status: AnswerCode


def record_answer(involvement: Involvement, command: RecordAnswer, given: Given) -> Decided[Involvement]:
    status = InvolvementStatus(command.status)
    party, reasons = party_of(involvement, command.party, given.actor)
    if party is not None:
        reasons += answer_faults(party, status, command, given)
    if reasons or party is None:
        raise Refused(*reasons)
    answered = with_answer(party, status, command, given)
    event = InvolvementAnswered(review=involvement.review, party=party.id, status=status, words=command.words)
    return Decided(involvement.with_party(feedback_due(answered, involvement.owes, given)), (event,))


def with_answer(party: Party, status: InvolvementStatus, command: AnswerGiven, given: Given) -> Party:
    """Returns the party with its answer, which ends the clock of the answer."""
    answer = Answer(
        on=day_happened(command.on, given),
        recorded_at=given.now,
        status=status,
        reason=command.reason,
        words=command.words,
    )
    return party.model_copy(update={"status": status, "answer": answer, "away": None, "due": owed_feedback(party)})


def answer_faults(party: Party, status: InvolvementStatus, command: AnswerGiven, given: Given) -> list[Reason]:
    """Returns every reason to refuse an answer of a party."""
    asked = (party.offer, party.answer)
    reasons = day_reasons(command.on, given, not_before=max((each.on for each in asked if each), default=None))
    reasons += while_offered(party)
    if status is InvolvementStatus.NO_RESPONSE and party.offered:
        reasons += _too_soon(party, day_happened(command.on, given), given)
    if status is InvolvementStatus.WITHDREW:
        reasons += _withdrawal(party, command.words)
    elif command.words is not None:
        sentence = "Leave this empty. Only a party who withdraws chooses what becomes of their words."
        reasons.append(Reason("involvement/words-not-asked", sentence, "words"))
    return reasons


def _too_soon(party: Party, day: date, given: Given) -> list[Reason]:
    """Refuses `no-response` before the reminders of the settings, and the days after the last one."""
    rules, so_far = given.framework.involvement, len(party.reminders)
    reasons = []
    if so_far < rules.reminders:
        sentence = f"Remind this party first: {rules.reminders} reminders are needed, and {so_far} were recorded."
        reasons.append(Reason("involvement/not-reminded", sentence, "status"))
    if ends := wait_until(party, day, given):
        sentence = f"Wait for an answer until {ends:%-d %B %Y}."
        reasons.append(Reason("involvement/too-soon", sentence, "status"))
    return reasons


def _withdrawal(party: Party, words: WithdrawnWords | None) -> list[Reason]:
    reasons = []
    if party.offered and party.status not in TAKES_PART:
        sentence = "You can record a withdrawal only for a party who agreed to take part."
        reasons.append(Reason("involvement/takes-no-part", sentence, "status"))
    if words is None:
        sentence = f"Ask what should become of the words already given. Choose one of: {CHOICES}."
        reasons.append(Reason("involvement/words-missing", sentence, "words"))
    return reasons
