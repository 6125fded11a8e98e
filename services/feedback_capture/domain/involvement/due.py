"""The dates by which a party is owed each step (FC1)."""

from datetime import date

from contracts.framework.document import Framework
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.involvement.state import OUT_OF_REACH, Involvement, Party

FEEDBACK = (InvolvementStep.FINDINGS, InvolvementStep.OUTCOME)


def days_of(step: InvolvementStep, given: Given) -> int:
    """Returns the working days that the settings allow for a step."""
    rules = given.framework.involvement
    return {InvolvementStep.OFFER: rules.offer_days, InvolvementStep.ANSWER: rules.answer_days}.get(step, rules.feedback_days)


def due_from(day: date, step: InvolvementStep, given: Given) -> date:
    """Returns the date of a step whose clock starts on this day."""
    return add_working_days(day, days_of(step, given), given.holidays)


def wait_until(party: Party, day: date, given: Given) -> date | None:
    """Returns the day on which the time for an answer ends. None if it has ended by `day`, or the party was never asked."""
    if party.last_asked is None:
        return None
    ends = add_working_days(party.last_asked, given.framework.involvement.reminder_days, given.holidays)
    return ends if day < ends else None


def offer_due(party: Party, day: date, given: Given) -> Party:
    """Starts the clock of the offer on this day."""
    return party.model_copy(update={"due": party.due | {InvolvementStep.OFFER: due_from(day, InvolvementStep.OFFER, given)}})


def may_be_offered(involvement: Involvement, group: Code, framework: Framework) -> bool:
    """Returns true once offers to this group are due: the review goes ahead and, for practitioners, is scoped (R17)."""
    known = framework.involvement.group(group)
    from_scoping = known is not None and known.from_scoping
    return involvement.going_ahead_on is not None and (involvement.scoped_on is not None or not from_scoping)


def offers_due(involvement: Involvement, given: Given) -> Involvement:
    """Starts today the clock of each party whose offer has become due. A clock that is running stays as it is."""
    for party in involvement.parties:
        untouched = party.offer is None and party.away is None and party.answer is None
        if untouched and InvolvementStep.OFFER not in party.due and may_be_offered(involvement, party.group, given.framework):
            involvement = involvement.with_party(offer_due(party, given.today, given))
    return involvement


def restarted(party: Party, given: Given) -> Party:
    """Gives each running step its full time again from today, because its clock stood still."""
    due = {step: max(by, due_from(given.today, step, given)) for step, by in party.due.items()}
    return party.model_copy(update={"due": due})


def owed_feedback(party: Party) -> dict[InvolvementStep, date]:
    """Returns the clocks of the findings and the outcome, which no answer to an offer stops."""
    return {step: by for step, by in party.due.items() if step in FEEDBACK}


def feedback_due(party: Party, steps: tuple[InvolvementStep, ...], given: Given) -> Party:
    """Starts the clocks of the steps that the party has not heard yet.

    A party that declined is owed them too. A party out of reach is owed none.
    """
    if party.status in OUT_OF_REACH:
        return party.model_copy(update={"due": {step: by for step, by in party.due.items() if step not in FEEDBACK}})
    known = {*party.told, *party.not_told, *party.due}
    new = {step: due_from(given.today, step, given) for step in steps if step not in known}
    return party.model_copy(update={"due": party.due | new})


def owe(involvement: Involvement, step: InvolvementStep, given: Given) -> Involvement:
    """Records that the review has reached a step that it owes each party within reach."""
    if step in involvement.owes:
        return involvement
    owes = (*involvement.owes, step)
    parties = tuple(feedback_due(party, owes, given) for party in involvement.parties)
    return involvement.model_copy(update={"owes": owes, "parties": parties})
