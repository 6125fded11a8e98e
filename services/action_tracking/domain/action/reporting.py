"""Reporting progress on an action, by the owning agency (AT3)."""

from pydantic import Field

from contracts.events.action_tracking import ActionProgressed
from contracts.vocabulary.actions import ActionStatus
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.guards import reporter_reasons, status_reasons
from services.action_tracking.domain.action.state import UNDER_WAY, Action
from services.action_tracking.domain.people import Text
from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.values import CommandBody


class ReportProgress(CommandBody):
    """Reports how far the action has come. Without `blocked_by`, nothing blocks it now."""

    percent: int = Field(ge=0, le=100)
    blocked_by: Text | None = None
    note: Text | None = None


def report_progress(action: Action, command: ReportProgress, given: Given) -> Decided[Action]:
    """Records the progress. The first report puts the action in progress."""
    refuse_if_any([*reporter_reasons(action, given.actor), *status_reasons(action, *UNDER_WAY)])
    changes = command.model_dump() | {"status": ActionStatus.IN_PROGRESS, "reported_at": given.now}
    action = action.model_copy(update=changes)
    colour = brag(action, given)
    event = ActionProgressed(action=action.id, epoch=action.epoch.number, status=action.status, brag=colour)
    return Decided(action, (event,))
