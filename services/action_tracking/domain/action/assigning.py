"""Naming the people of the owning agency who do an action: its owner, and helpers who report on it (AT2, AT3)."""

from pydantic import Field

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.action.guards import status_reasons
from services.action_tracking.domain.action.head import UNDER_WAY
from services.action_tracking.domain.action.proposal import MOST_HELPERS, once, role_reasons
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.people import acts_for
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody

CAN_CHANGE_HANDS = (ActionStatus.PROPOSED, *UNDER_WAY, ActionStatus.AWAITING_JUDGEMENT, ActionStatus.ACCEPTED)


class AssignAction(CommandBody):
    """Names the role and person responsible in the owning agency, and the people who help. Names left out are taken off."""

    role: Code | None = None
    person_ref: PersonRef | None = None
    helpers: tuple[PersonRef, ...] = Field(default=(), max_length=MOST_HELPERS)


def assign_action(action: Action, command: AssignAction, given: Given) -> Decided[Action]:
    """Gives the action to other people of the same agency. Emits nothing: no event names a person."""
    reasons = [*role_reasons(command.role, given), *status_reasons(action, *CAN_CHANGE_HANDS)]
    if not acts_for(action.owner.agency, given.actor):
        message = "You cannot assign an action of another agency. Ask its lead or the business unit."
        reasons.append(Reason("action/not-your-agency", message))
    refuse_if_any(reasons)
    owner = action.owner.model_copy(update={"role": command.role, "person_ref": command.person_ref})
    return Decided(action.model_copy(update={"owner": owner, "helpers": once(command.helpers)}))
