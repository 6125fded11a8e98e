"""Agreeing a proposed action: a decider does, on neither side of it, or the agency alone if the settings allow it (AT2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.reviews import Priority
from services.action_tracking.domain.action.clocks import begin_epoch
from services.action_tracking.domain.action.deciding import decider_reasons
from services.action_tracking.domain.action.guards import due_reasons, status_reasons
from services.action_tracking.domain.action.proposal import agreed_event
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.obligation.state import Obligation, open_to_actions
from services.action_tracking.domain.people import by
from services.action_tracking.domain.role_holder.state import Holding
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody


class AgreeAction(CommandBody):
    """Agrees a proposed action for the partnership, with another due date or priority if given.

    `on` is the day of the agreement, if that was before today.
    """

    due: date | None = None
    priority: Priority | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ToAgree:
    """The facts of an agreement: the obligations that the action answers, and those who hold a role that decides."""

    obligations: Sequence[Obligation]
    directory: Sequence[Holding]


def agree_action(action: Action, command: AgreeAction, given: Given, facts: ToAgree) -> Decided[Action]:
    """Agrees the action. From now on its due date counts."""
    proposed_on = day_of(action.proposed_at, given.framework.partnership.timezone)
    reasons = [*decider_reasons(action, given, facts.directory), *status_reasons(action, ActionStatus.PROPOSED)]
    if action.returned:
        message = "You asked the agency to change this action. Wait until it proposes the action again."
        reasons.append(Reason("action/returned", message))
    if facts.obligations and not any(open_to_actions(each) for each in facts.obligations):
        message = "The responses that this action answers were closed without an action. Reopen one, or refuse the action."
        reasons.append(Reason("obligation/not-open", message))
    due = command.due or action.epoch.due
    reasons.extend(due_reasons(due, given, "due"))
    reasons.extend(day_reasons(command.on, given, not_before=proposed_on))
    refuse_if_any(reasons)
    changes = {"priority": command.priority or action.priority, "epochs": (begin_epoch(1, due, given),)}
    return agreed(action.model_copy(update=changes), day_happened(command.on, given), given)


def agreed(action: Action, on: date, given: Given) -> Decided[Action]:
    """Returns the agreed action, and the event that answers its obligations."""
    changes = {
        "status": ActionStatus.AGREED,
        "agreed_on": on,
        "agreed_at": given.now,
        "agreed_by": by(given.actor),
    }
    action = action.model_copy(update=changes)
    return Decided(action, (agreed_event(action),))
