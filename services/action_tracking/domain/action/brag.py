"""The BRAG colour of an action: blue, red, amber or green. Computed, never stored (AT4)."""

from datetime import datetime

from contracts.vocabulary.actions import ActionStatus, Brag, Judgement
from services.action_tracking.domain.action.head import UNDER_WAY, ActionHead
from services.action_tracking.domain.action.waiting import waiting_of
from services.action_tracking.domain.ladder import day_of as day_of_rung
from services.action_tracking.domain.waiting import Waiting, ladder_of
from services.chassis.rules.calendar import day_of, working_days_after
from services.chassis.rules.decisions import Given


def brag(action: ActionHead, given: Given) -> Brag:
    """Returns the colour today.

    Blue if the change has lasted. Red if the agency is late, its evidence was rejected, or those who decide are late by
    their whole ladder. Amber if they are late by less, or the action is blocked, without news, or due soon and less than
    half done. Otherwise green.
    """
    if action.status is ActionStatus.SUSTAINED:
        return Brag.BLUE
    waiting = waiting_of(action, given)
    late = waiting is not None and given.today > waiting.due
    if _rejected(action) or (waiting and late and (not waiting.decides or _past_ladder(waiting, given))):
        return Brag.RED
    return Brag.AMBER if late or _at_risk(action, given) else Brag.GREEN


def _past_ladder(waiting: Waiting, given: Given) -> bool:
    ladder = ladder_of(waiting.asks, given.framework)
    return not ladder or given.today >= day_of_rung(ladder[-1].after, waiting.due, given.holidays)


def _rejected(action: ActionHead) -> bool:
    judgements = action.present.judgements
    return action.status in UNDER_WAY and bool(judgements) and judgements[-1].judgement is Judgement.REJECTED


def _at_risk(action: ActionHead, given: Given) -> bool:
    if action.status not in UNDER_WAY:
        return False
    rules = given.framework.brag
    soon = working_days_after(action.present.due, given.today, given.holidays) >= -rules.soon_days
    news = day_of(_last_news(action), given.framework.partnership.timezone)
    quiet = working_days_after(news, given.today, given.holidays) >= rules.quiet_days
    return action.blocked_by is not None or quiet or (soon and action.percent < rules.half_percent)


def _last_news(action: ActionHead) -> datetime:
    """Returns the moment of the last word on the action: its beginning, a report, evidence or a judgement."""
    epoch = action.present
    said = [epoch.began_at, *(each.at for each in epoch.evidence), *(each.at for each in epoch.judgements)]
    return max([*said, action.reported.at if action.reported else epoch.began_at])
