"""Preconditions that several decisions about an action share."""

from datetime import date

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import PersonRef
from services.action_tracking.domain import people
from services.action_tracking.domain.action.head import ActionHead
from services.action_tracking.domain.action.state import Action
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Actor, Given, Reason

LONGEST_MONTHS = 120
"""The furthest due date, in months from today."""

STATUS_WORDS = {
    ActionStatus.PROPOSED: "proposed",
    ActionStatus.AGREED: "agreed",
    ActionStatus.IN_PROGRESS: "in progress",
    ActionStatus.AWAITING_JUDGEMENT: "awaiting sign-off",
    ActionStatus.ACCEPTED: "accepted",
    ActionStatus.REJECTED: "not accepted",
    ActionStatus.SUSTAINED: "sustained",
    ActionStatus.NOT_SUSTAINED: "not sustained",
    ActionStatus.ENDED: "ended",
}
"""Statuses in people's words."""


def status_reasons(action: Action, *allowed: ActionStatus) -> list[Reason]:
    """Returns a reason if the action is in none of the allowed statuses."""
    if action.status in allowed:
        return []
    needed = " or ".join(STATUS_WORDS[status] for status in allowed)
    message = f"You cannot do this because the action is {STATUS_WORDS[action.status]}. It must be {needed}."
    return [Reason("action/not-open-to-this", message)]


def due_reasons(due: date, given: Given, path: str) -> list[Reason]:
    """Returns a reason if the due date is not ahead, or too far ahead."""
    if due <= given.today:
        return [Reason("action/due-not-ahead", "Enter a due date after today.", path)]
    if due > add_months(given.today, LONGEST_MONTHS):
        message = f"Enter a due date within the next {LONGEST_MONTHS // 12} years."
        return [Reason("action/due-too-far", message, path)]
    return []


def reporter_reasons(action: ActionHead, actor: Actor) -> list[Reason]:
    """Returns why the actor may not report on the action.

    The owning agency alone reports (AT3). Its lead reports on every action, and a contributor on those that name them.
    """
    owner = action.owner
    if not actor.acts_for(owner.agency):
        message = "You cannot report on this action because another agency owns it. Ask that agency to report."
        return [Reason("action/not-your-agency", message)]
    if owner.agency == PARTNERSHIP or people.is_lead_of(owner.agency, actor):
        return []
    if actor.person_ref in (owner.person_ref, *action.helpers):
        return []
    message = "You cannot report on this action because it does not name you. Ask your agency's lead to add you to it."
    return [Reason("action/not-yours", message)]


def entering_reasons(action: Action, actor: Actor, reported_by: PersonRef | None) -> list[Reason]:
    """Returns why the actor may not enter what was reported on the action.

    The owning agency enters its own. The business unit enters what a person of the agency reported, and names the person.
    """
    if not people.acts_for_partnership(actor) or action.owner.agency == PARTNERSHIP:
        return reporter_reasons(action, actor)
    if reported_by:
        return []
    message = "Enter the person of the owning agency who reported this."
    return [Reason("action/reported-by-whom", message, "reported_by")]
