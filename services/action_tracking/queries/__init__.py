"""Queries: the views and lists of action tracking."""

from services.action_tracking.kinds import ACTION, OBLIGATION, ROLE_HOLDER
from services.action_tracking.queries.actions import ActionShown, action_shown
from services.action_tracking.queries.obligations import ObligationShown, obligation_shown
from services.action_tracking.queries.role_holders import RoleHolderShown, role_holder_shown
from services.chassis.http.views import Views

VIEWS: Views = {
    ACTION.name: (ActionShown, action_shown),
    OBLIGATION.name: (ObligationShown, obligation_shown),
    ROLE_HOLDER.name: (RoleHolderShown, role_holder_shown),
}
"""The answers to commands, by kind."""
