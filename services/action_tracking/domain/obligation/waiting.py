"""What an obligation waits for: the agency's response, or the partnership's answer to a reason for none (AT1, AT4)."""

from contracts.vocabulary.actions import Asked
from services.action_tracking.domain.obligation.head import ObligationHead
from services.action_tracking.domain.waiting import Waiting
from services.chassis.rules.calendar import add_working_days, day_of
from services.chassis.rules.decisions import Given


def waiting_of(obligation: ObligationHead, given: Given) -> Waiting | None:
    """Returns what the obligation waits for, or None once it is answered.

    The agency's clock stands still while the partnership has to answer. A proposed action waits itself.
    """
    asks, proposed = obligation.asks, obligation.no_action_proposed
    if asks is Asked.ANSWER_FINDING:
        return Waiting(asks, obligation.agency, obligation.opened_at, obligation.by)
    if asks is None or proposed is None:
        return None
    began = day_of(proposed.at, given.framework.partnership.timezone)
    due = add_working_days(began, given.framework.waiting.agree_days, given.holidays)
    return Waiting(asks, obligation.agency, proposed.at, due)
