"""Judging a completed action for the partnership. Nobody judges their own agency (AT3)."""

from contracts.events.action_tracking import ActionJudged
from contracts.vocabulary.actions import ActionStatus, Effectiveness, Judgement
from services.action_tracking.domain.action.clocks import ask_recheck
from services.action_tracking.domain.action.guards import judge_reasons, status_reasons
from services.action_tracking.domain.action.state import Action, Judged, copied_to, with_epoch
from services.action_tracking.domain.people import Text, by
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.values import CommandBody


class JudgeAction(CommandBody):
    """Signs the action off for the partnership or sends it back, with the reason and how far the change went."""

    judgement: Judgement
    why: Text
    effectiveness: Effectiveness


def judge_action(action: Action, command: JudgeAction, given: Given) -> Decided[Action]:
    """Records the judgement. Acceptance starts the re-checks (AT6); otherwise the action goes back to the agency."""
    awaiting = status_reasons(action, ActionStatus.AWAITING_JUDGEMENT)
    refuse_if_any([*judge_reasons(action, given.actor), *awaiting])
    judged = Judged(pieces=len(action.epoch.evidence), at=given.now, by=by(given.actor), **command.model_dump())
    action = with_epoch(action, judgements=(*action.epoch.judgements, judged))
    if command.judgement is Judgement.ACCEPTED:
        months = given.framework.rechecks.months
        action = action.model_copy(update={"status": ActionStatus.ACCEPTED})
        action = with_epoch(action, accepted_on=given.today)
        action = ask_recheck(action, add_months(given.today, months[0]), given) if months else action
    else:
        action = action.model_copy(update={"status": ActionStatus.IN_PROGRESS})
    event = ActionJudged(
        action=action.id,
        agencies=copied_to(action),
        epoch=action.epoch.number,
        outcome=command.judgement,
        effectiveness=command.effectiveness,
    )
    return Decided(action, (event,))
