"""The dates by which a party is owed each step (FC1)."""

from datetime import date

from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.involvement.state import OUT_OF_REACH, Involvement, Party

FEEDBACK = (InvolvementStep.FINDINGS, InvolvementStep.OUTCOME)


def working_days_on(days: int, given: Given) -> date:
    return add_working_days(given.today, days, given.holidays)


def wait_until(party: Party, given: Given) -> date | None:
    """Returns the day on which the time for an answer ends. None if it has ended, or the party was never asked."""
    if party.last_asked is None:
        return None
    ends = add_working_days(party.last_asked, given.framework.involvement.reminder_days, given.holidays)
    return ends if given.today < ends else None


def offer_due(party: Party, given: Given) -> Party:
    """Starts the clock of the offer today."""
    by = working_days_on(given.framework.involvement.offer_days, given)
    return party.model_copy(update={"due": party.due | {InvolvementStep.OFFER: by}})


def owed_feedback(party: Party) -> dict[InvolvementStep, date]:
    """Returns the clocks of the findings and the outcome, which no answer to an offer stops."""
    return {step: by for step, by in party.due.items() if step in FEEDBACK}


def feedback_due(party: Party, steps: tuple[InvolvementStep, ...], given: Given) -> Party:
    """Starts the clocks of the steps that the party has not heard yet.

    A party that declined is owed them too. A party out of reach is owed none.
    """
    if party.status in OUT_OF_REACH:
        return party.model_copy(update={"due": {step: by for step, by in party.due.items() if step not in FEEDBACK}})
    by = working_days_on(given.framework.involvement.feedback_days, given)
    new = {step: by for step in steps if not {step} & {*party.told, *party.not_told, *party.due}}
    return party.model_copy(update={"due": party.due | new})


def owe(involvement: Involvement, step: InvolvementStep, given: Given) -> Involvement:
    """Records that the review has reached a step that it owes each party within reach."""
    if step in involvement.owes:
        return involvement
    owes = (*involvement.owes, step)
    parties = tuple(feedback_due(party, owes, given) for party in involvement.parties)
    return involvement.model_copy(update={"owes": owes, "parties": parties})
