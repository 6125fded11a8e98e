"""The projection of actions."""

from contracts.events.action_tracking import ActionJudged, ActionReopened, ActionSustained, RecheckRecorded
from contracts.vocabulary.actions import ActionStatus, Effectiveness, Judgement, RecheckResult
from tests.builders.given import MONDAY, some_id
from tests.builders.learning_dissemination import agreed, an_action


def test_action_shows_whether_it_was_sustained() -> None:
    """Shows what did not help as plainly as what did (LD6)."""
    action = some_id("action", "one")
    judged = ActionJudged(
        action=action,
        agencies=("police",),
        epoch=1,
        outcome=Judgement.ACCEPTED,
        effectiveness=Effectiveness.PRACTICE_CHANGED,
    )
    failed = RecheckRecorded(action=action, epoch=1, recheck=1, result=RecheckResult.NOT_SUSTAINED)
    again = ActionReopened(action=action, agencies=("police",), epoch=2, due=MONDAY.date())
    accepted = an_action(agreed("one"), judged)
    assert (accepted.status, accepted.effectiveness) == (ActionStatus.ACCEPTED, Effectiveness.PRACTICE_CHANGED)
    assert (accepted.held, accepted.reopened) == (None, 0)
    reopened = an_action(agreed("one"), judged, failed, again)
    assert (reopened.status, reopened.held, reopened.reopened) == (
        ActionStatus.IN_PROGRESS,
        RecheckResult.NOT_SUSTAINED,
        1,
    )
    assert an_action(agreed("one"), judged, ActionSustained(action=action, epoch=1)).status is ActionStatus.SUSTAINED
