"""The clock of an obligation stands still while something proposed waits for the partnership (AT1)."""

from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.state import Obligation, waits_for_agency
from services.chassis.rules.calendar import add_working_days, working_days_after
from services.chassis.rules.decisions import Given


def clock_set(obligation: Obligation, given: Given) -> Obligation:
    """Returns the obligation with its clock running or standing still, as its state asks for.

    A clock that runs again gives the agency the working days for which it stood still.
    """
    since = obligation.stands_since
    if obligation.status is ObligationStatus.OPEN and not waits_for_agency(obligation):
        return obligation.model_copy(update={"stands_since": since or given.today})
    if since is None or obligation.status is not ObligationStatus.OPEN:
        return obligation.model_copy(update={"stands_since": None})
    stood = max(working_days_after(since, given.today, given.holidays), 0)
    due = add_working_days(obligation.by, stood, given.holidays)
    return obligation.model_copy(update={"stands_since": None, "by": due})
