"""What a notice is about: an action or an obligation, its agencies, and what it waits for now."""

from services.action_tracking.domain.action.head import ActionHead
from services.action_tracking.domain.action.waiting import waiting_of
from services.action_tracking.domain.notices.table import About
from services.chassis.rules.decisions import Given


def about_action(action: ActionHead, given: Given) -> About:
    return About(action.owner.agency, action.owner, action.supporting, waiting_of(action, given))
