"""What an action waits for: the agency to do or measure it, or the partnership to agree, judge or record (AT3, AT4, AT6)."""

from datetime import datetime

from contracts.vocabulary.actions import Asked
from services.action_tracking.domain.action.head import ActionHead
from services.action_tracking.domain.waiting import Waiting
from services.chassis.rules.calendar import add_working_days, day_of
from services.chassis.rules.decisions import Given


def waiting_of(action: ActionHead, given: Given) -> Waiting | None:
    """Returns what the action waits for, or None once nobody has to do anything."""
    asks, rules = action.asks, given.framework.waiting
    epoch = action.present
    if asks is Asked.DO_ACTION:
        return Waiting(asks, action.owner.agency, _latest(action), epoch.due, action.supporting)
    if asks is Asked.OFFER_RECHECK and epoch.recheck_due:
        return Waiting(asks, action.owner.agency, _latest(action), epoch.recheck_due, action.supporting)
    if asks is Asked.AGREE_ACTION:
        return _decision(action, asks, action.proposed_at, rules.agree_days, given)
    if asks is Asked.JUDGE_ACTION:
        return _decision(action, asks, epoch.completions[-1].at, rules.judge_days, given)
    if asks is Asked.RECORD_RECHECK and epoch.offered:
        return _decision(action, asks, epoch.offered.at, rules.record_days, given)
    return None


def _decision(action: ActionHead, asks: Asked, since: datetime, days: int, given: Given) -> Waiting:
    """Returns a step of those who decide. Their clock starts on the day on which they are asked."""
    began = day_of(since, given.framework.partnership.timezone)
    due = add_working_days(began, days, given.holidays)
    return Waiting(asks, action.owner.agency, since, due, action.supporting)


def _latest(action: ActionHead) -> datetime:
    """Returns the moment at which the agency's present step began: the epoch, or the last judgement or re-check."""
    epoch = action.present
    decided = [*(each.at for each in epoch.judgements), *(each.at for each in epoch.rechecks)]
    return max([epoch.began_at, *decided])
