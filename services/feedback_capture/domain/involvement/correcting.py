"""Correcting an answer that was recorded wrongly, with a reason that stays (FC1)."""

from typing import Annotated

from pydantic import StringConstraints

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.involvement.answering import AnswerCode, AnswerGiven, answer_faults, with_answer
from services.feedback_capture.domain.involvement.due import due_from, feedback_due, owed_feedback
from services.feedback_capture.domain.involvement.guards import party_of, while_open
from services.feedback_capture.domain.involvement.state import ANSWERED, Correction, Involvement, Party


class CorrectAnswer(AnswerGiven):
    """Replaces an answer that was recorded wrongly, or takes it back if the party gave none. The reason stays."""

    status: AnswerCode | None = None
    """The right answer. Leave it out if the party has not answered."""
    because: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


def correct_answer(involvement: Involvement, command: CorrectAnswer, given: Given) -> Decided[Involvement]:
    """Keeps the wrong answer with the reason. Words that a wrong withdrawal erased stay erased."""
    party, reasons = party_of(involvement, command.party, given.actor)
    reasons += while_open(involvement)
    if party is not None:
        reasons += _faults(party, command, given)
    if reasons or party is None or party.answer is None:
        raise Refused(*reasons)
    correction = Correction(was=party.answer, because=command.because, by=person_of(given.actor), at=given.now)
    before = _unanswered(party, given)
    right = with_answer(before, InvolvementStatus(command.status), command, given) if command.status else before
    right = right.model_copy(update={"corrections": (*party.corrections, correction)})
    event = InvolvementAnswered(review=involvement.review, party=party.id, status=right.status, words=command.words)
    return Decided(involvement.with_party(feedback_due(right, involvement.owes, given)), (event,))


def _unanswered(party: Party, given: Given) -> Party:
    """Returns the party as it was before it answered: it waits for an answer to its offer, or to the last reminder."""
    due = dict(owed_feedback(party))
    if party.offer:
        due[InvolvementStep.ANSWER] = due_from(party.offer.on, InvolvementStep.ANSWER, given)
    if party.offer and party.reminders:
        ends = add_working_days(party.reminders[-1].on, given.framework.involvement.reminder_days, given.holidays)
        due[InvolvementStep.ANSWER] = max(ends, due[InvolvementStep.ANSWER])
    status = InvolvementStatus.REMINDED if party.reminders else InvolvementStatus.INVITED
    return party.model_copy(update={"status": status, "answer": None, "due": due})


def _faults(party: Party, command: CorrectAnswer, given: Given) -> list[Reason]:
    if party.answer is None or party.status not in ANSWERED:
        return [Reason("involvement/nothing-to-correct", "Choose a party whose answer is recorded.", "party")]
    if command.status is None:
        extra = command.model_dump(include={"reason", "words", "on"}, exclude_none=True)
        sentence = "Leave this empty, because you record that the party has not answered."
        return [Reason("involvement/no-answer", sentence, name) for name in extra]
    return answer_faults(_unanswered(party, given), InvolvementStatus(command.status), command, given)
