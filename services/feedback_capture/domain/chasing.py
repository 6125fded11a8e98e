"""What time alone does to an involvement (FC1): a step becomes overdue, and who was put off comes back by themselves."""

from datetime import date, datetime

from contracts.events.event import Event
from contracts.events.feedback_capture import InvolvementOverdue, InvolvementResumed
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import end_of, start_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.involvement import Involvement, Party
from services.feedback_capture.domain.planning import offer_due


def alarm(state: Involvement, given: Given) -> datetime | None:
    """The end of the next day by which a party is owed something, or the day on which somebody looks again; none once the
    review is closed."""
    if state.closed_on:
        return None
    timezone = given.framework.partnership.timezone
    instants = [end_of(by, timezone) for party in state.parties for by in _waited_for(party).values()]
    instants += [start_of(party.away.look_again, timezone) for party in state.parties if party.away]
    return min(instants, default=None)


def ring(state: Involvement, given: Given) -> Decided[Involvement]:
    """Who was put off until today or before is to be offered a part again; what has passed its day is told, once."""
    if state.closed_on:
        return Decided(state)
    events: list[Event] = []
    for party in state.parties:
        changed = party
        if party.away and party.away.look_again <= given.today:
            changed = _back(party, given)
            by = changed.due[InvolvementStep.OFFER]
            events.append(InvolvementResumed(review=state.review, party=party.id, by=by))
        passed = {step: by for step, by in _waited_for(changed).items() if given.today > by}
        events += [InvolvementOverdue(review=state.review, party=party.id, step=step, by=by) for step, by in passed.items()]
        state = state.with_party(changed.model_copy(update={"overdue": changed.overdue | passed}))
    return Decided(state, tuple(events))


def _back(party: Party, given: Given) -> Party:
    """The days count from now, not from the day that was set: nobody was asked before."""
    return offer_due(party.model_copy(update={"status": InvolvementStatus.NOT_STARTED, "away": None}), given)


def _waited_for(party: Party) -> dict[InvolvementStep, date]:
    """What is owed and was not told as overdue."""
    return {step: by for step, by in party.due.items() if party.overdue.get(step) != by}
