"""Changes that time alone makes: steps become overdue, and a party that was put off comes back (FC1)."""

from datetime import date, datetime

from contracts.events.event import Event
from contracts.events.feedback_capture import InvolvementOverdue, InvolvementResumed
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import end_of, start_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.involvement.due import offer_due
from services.feedback_capture.domain.involvement.state import Involvement, Party


def alarm(involvement: Involvement, given: Given) -> datetime | None:
    """Returns the next end of a due date or start of a day to look again. A closed review has no alarm."""
    if involvement.closed_on:
        return None
    timezone = given.framework.partnership.timezone
    instants = [end_of(by, timezone) for party in involvement.parties for by in _unreported(party).values()]
    instants += [start_of(party.away.look_again, timezone) for party in involvement.parties if party.away]
    return min(instants, default=None)


def ring(involvement: Involvement, given: Given) -> Decided[Involvement]:
    """Brings back each party whose day to look again has come, and reports each overdue step once."""
    if involvement.closed_on:
        return Decided(involvement)
    events: list[Event] = []
    for party in involvement.parties:
        changed = party
        if party.away and party.away.look_again <= given.today:
            changed = _resumed(party, given)
            by = changed.due[InvolvementStep.OFFER]
            events.append(InvolvementResumed(review=involvement.review, party=party.id, by=by))
        passed = {step: by for step, by in _unreported(changed).items() if given.today > by}
        events += [
            InvolvementOverdue(review=involvement.review, party=party.id, step=step, by=by) for step, by in passed.items()
        ]
        involvement = involvement.with_party(changed.model_copy(update={"overdue": changed.overdue | passed}))
    return Decided(involvement, tuple(events))


def _resumed(party: Party, given: Given) -> Party:
    """Counts the days from today, not from the day that was set, because the party was not asked before."""
    return offer_due(party.model_copy(update={"status": InvolvementStatus.NOT_STARTED, "away": None}), given)


def _unreported(party: Party) -> dict[InvolvementStep, date]:
    """Returns the due steps that were not reported as overdue."""
    return {step: by for step, by in party.due.items() if party.overdue.get(step) != by}
