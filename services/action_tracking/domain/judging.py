"""The partnership judges what an agency completed (AT3). Nobody judges their own agency."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from contracts.events.action_tracking import ActionJudged
from contracts.vocabulary.actions import ActionStatus, Effectiveness, Judgement
from services.action_tracking.domain.action import Action, Judged, copied_to, faults_of_status, with_epoch
from services.action_tracking.domain.ladder import climb
from services.action_tracking.domain.people import Text, by, faults_of_judge
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, refuse_if_any


class JudgeAction(BaseModel):
    """The judgement, why, and how far the change went."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    judgement: Judgement
    why: Text
    effectiveness: Effectiveness


def judge_action(state: Action, command: JudgeAction, given: Given) -> Decided[Action]:
    """Accepted: the re-checks begin (AT6). Otherwise it is the agency's again, with the record of what was judged."""
    refuse_if_any(
        [*faults_of_judge(state.owner.agency, given.actor), *faults_of_status(state, ActionStatus.AWAITING_JUDGEMENT)]
    )
    judged = Judged(pieces=len(state.epoch.evidence), at=given.now, by=by(given.actor), **command.model_dump())
    state = with_epoch(state, judgements=(*state.epoch.judgements, judged))
    if command.judgement is Judgement.ACCEPTED:
        months = given.framework.rechecks.months
        state = state.model_copy(update={"status": ActionStatus.ACCEPTED})
        state = with_epoch(state, accepted_on=given.today)
        state = ask_recheck(state, add_months(given.today, months[0]), given) if months else state
    else:
        state = state.model_copy(update={"status": ActionStatus.IN_PROGRESS})
    event = ActionJudged(
        action=state.id,
        agencies=copied_to(state),
        epoch=state.epoch.number,
        outcome=command.judgement,
        effectiveness=command.effectiveness,
    )
    return Decided(state, (event,))


def ask_recheck(state: Action, due: date, given: Given) -> Action:
    """The next re-check is asked for by `due`; reminders that would lie behind it already are not sent."""
    rung = climb(given.framework.ladder, due, None, given.today, given.holidays)
    return with_epoch(state, recheck_due=due, recheck_rung=rung)
