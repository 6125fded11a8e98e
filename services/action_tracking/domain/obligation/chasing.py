"""Chasing an obligation: unanswered past its date, it climbs the ladder (AT1, AT4)."""

from datetime import datetime

from contracts.events.action_tracking import ObligationOverdue
from services.action_tracking.domain.ladder import climb, late, next_rung_at
from services.action_tracking.domain.obligation.state import Obligation, ObligationStatus, copied_to
from services.chassis.rules.decisions import Decided, Given


def alarm(obligation: Obligation, given: Given) -> datetime | None:
    """Returns the instant of the next rung. None once it is answered."""
    if obligation.status is not ObligationStatus.OPEN:
        return None
    rungs, timezone = late(given.framework.ladder), given.framework.partnership.timezone
    return next_rung_at(rungs, obligation.by, obligation.rung, given.holidays, timezone)


def ring(obligation: Obligation, given: Given) -> Decided[Obligation]:
    """Climbs to the rung reached by today. Emits one event for the whole climb, also after an outage."""
    if obligation.status is not ObligationStatus.OPEN:
        return Decided(obligation)
    reached = climb(late(given.framework.ladder), obligation.by, obligation.rung, given.today, given.holidays)
    if reached is None or reached == obligation.rung:
        return Decided(obligation)
    event = ObligationOverdue(
        obligation=obligation.id,
        finding=obligation.finding,
        agency=obligation.agency,
        agencies=copied_to(obligation),
        by=obligation.by,
        from_rung=obligation.rung.code if obligation.rung else None,
        to_rung=reached.code,
    )
    return Decided(obligation.model_copy(update={"rung": reached}), (event,))
