"""The people who may take the partnership's next step on an action: agree, judge, or record a re-check (AT3, AT4, AT6)."""

from collections.abc import Sequence

from services.action_tracking.domain.action.head import ActionHead
from services.action_tracking.domain.action.waiting import waiting_of
from services.action_tracking.domain.people import By, judge_reasons, two_sides_reasons
from services.action_tracking.domain.role_holder.state import Holding
from services.action_tracking.domain.waiting import unless_scrutineer
from services.chassis.rules.decisions import Given, Reason


def decider_reasons(action: ActionHead, given: Given, directory: Sequence[Holding]) -> list[Reason]:
    """Returns why the actor may not take the step that the action waits for.

    A decider takes it who acts for no agency of the action, and has no part in it. The scrutineer takes it once the ladder
    has asked for that, or if the directory names no such decider.
    """
    epoch = action.present
    reasons = judge_reasons(action.owner.agency, given.actor, action.supporting)
    reasons = unless_scrutineer(reasons, waiting_of(action, given), action.chased, given, directory)
    gave, completed = (each.by for each in epoch.evidence), (each.by for each in epoch.completions)
    offered = epoch.offered.by if epoch.offered else None
    return reasons or two_sides_reasons(given.actor, action.proposed_by, offered, *gave, *completed, *_delivers(action))


def _delivers(action: ActionHead) -> list[By]:
    """Returns the people of the owning agency whom the action names to do it."""
    named = (action.owner.person_ref, *action.helpers)
    return [By(roles=(), agency=action.owner.agency, person_ref=each) for each in named if each]
