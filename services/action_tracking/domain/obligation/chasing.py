"""Chasing an obligation: unanswered past its date, it climbs the ladder of those who have the next step (AT1, AT4)."""

from datetime import datetime

from contracts.events.action_tracking import ObligationOverdue
from services.action_tracking.domain.obligation.state import Obligation, copied_to
from services.action_tracking.domain.obligation.waiting import waiting_of
from services.action_tracking.domain.waiting import chase_of, chased, next_chase_at, rungs_passed
from services.chassis.rules.decisions import Decided, Given


def alarm(obligation: Obligation, given: Given) -> datetime | None:
    """Returns the instant of the next rung, or of a further round at the top. None once it is answered."""
    waiting = waiting_of(obligation, given)
    return next_chase_at(waiting, chase_of(waiting, obligation.chased, given), given) if waiting else None


def ring(obligation: Obligation, given: Given) -> Decided[Obligation]:
    """Climbs to the rung reached by today. Emits one event for the whole climb, also after an outage, and none for a round."""
    waiting = waiting_of(obligation, given)
    if waiting is None:
        return Decided(obligation)
    before = chase_of(waiting, obligation.chased, given)
    after = chased(waiting, before, given)
    if after == before:
        return Decided(obligation)
    obligation = obligation.model_copy(update={"chased": after})
    if after.rung is None or after.rung == before.rung:
        return Decided(obligation)
    event = ObligationOverdue(
        obligation=obligation.id,
        finding=obligation.finding,
        agency=obligation.agency,
        agencies=copied_to(obligation),
        asks=waiting.asks,
        by=waiting.due,
        from_rung=before.rung.code if before.rung else None,
        to_rung=after.rung.code,
        passed=rungs_passed(waiting, before, after, given.framework),
    )
    return Decided(obligation, (event,))
