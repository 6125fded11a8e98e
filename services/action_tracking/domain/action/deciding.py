"""The people who may judge an action and record its re-checks for the partnership (AT3, AT4, AT6)."""

from collections.abc import Sequence

from contracts.vocabulary.roles import SCRUTINEER
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.action.waiting import waiting_of
from services.action_tracking.domain.people import NOT_A_DECIDER, judge_reasons
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.domain.waiting import chase_of, scrutineer_decides
from services.chassis.rules.decisions import Given, Reason


def decider_reasons(action: Action, given: Given, directory: Sequence[RoleHolder]) -> list[Reason]:
    """Returns why the actor may not take the step that the action waits for.

    A decider takes it who acts for no agency of the action. The scrutineer takes it once the ladder has asked for that, or
    if the directory names no such decider. Nobody records a re-check that they offered.
    """
    actor, offered = given.actor, action.epoch.offered
    reasons = judge_reasons(action.owner.agency, actor)
    if actor.agency in action.supporting:
        message = "You cannot sign this off because your agency helps with it. Ask a decider of another agency."
        reasons.append(Reason("judgement/supporting-agency", message))
    if offered and (offered.by.agency, offered.by.person_ref) == (actor.agency, actor.person_ref):
        message = "You cannot decide on this because you reported it. Ask another person to decide."
        reasons.append(Reason("judgement/two-sides", message))
    if _scrutineer_steps_in(action, given, directory):
        return [each for each in reasons if each.code != NOT_A_DECIDER]
    return reasons


def _scrutineer_steps_in(action: Action, given: Given, directory: Sequence[RoleHolder]) -> bool:
    waiting = waiting_of(action, given)
    if waiting is None or not given.actor.holds(SCRUTINEER):
        return False
    return scrutineer_decides(waiting, chase_of(waiting, action.chased, given), given, directory)
