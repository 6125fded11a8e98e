"""Changes that time alone makes: steps become overdue, and a party that was put off comes back (FC1)."""

from datetime import date, datetime

from contracts.events.event import Event
from contracts.events.feedback_capture import InvolvementOverdue
from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.calendar import end_of, start_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.involvement.resuming import resumed
from services.feedback_capture.domain.involvement.state import Involvement, Party


def alarm(involvement: Involvement, given: Given) -> datetime | None:
    """Returns the next end of a due date or start of a day to look again. A review that is over has no alarm."""
    if involvement.over:
        return None
    timezone = given.framework.partnership.timezone
    instants = [end_of(by, timezone) for party in involvement.parties for by in _unreported(party).values()]
    instants += [start_of(party.away.look_again, timezone) for party in involvement.parties if party.away]
    return min(instants, default=None)


def ring(involvement: Involvement, given: Given) -> Decided[Involvement]:
    """Brings back each party whose day to look again has come, and reports each overdue step once."""
    if involvement.over:
        return Decided(involvement)
    events: list[Event] = []
    for party in involvement.parties:
        changed = party
        if party.away and party.away.look_again <= given.today:
            changed, back = resumed(involvement, party, given.today, given)
            events.append(back)
        passed = {step: by for step, by in _unreported(changed).items() if given.today > by}
        events += [
            InvolvementOverdue(review=involvement.review, party=party.id, step=step, by=by) for step, by in passed.items()
        ]
        involvement = involvement.with_party(changed.model_copy(update={"overdue": changed.overdue | passed}))
    return Decided(involvement, tuple(events))


def _unreported(party: Party) -> dict[InvolvementStep, date]:
    """Returns the due steps that were not reported as overdue."""
    return {step: by for step, by in party.due.items() if party.overdue.get(step) != by}
