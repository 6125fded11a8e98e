"""The steps that concerns, words and replies wait for (FC2 to FC5)."""

from datetime import timedelta

from contracts.vocabulary.feedback import SourceGroup
from services.chassis.rules.calendar import add_working_days, start_of
from services.feedback_capture.domain import waits
from services.feedback_capture.domain.concern.concluding import ConcludeConcern, conclude_concern
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.domain.contribution.reading import MarkContributionRead, mark_contribution_read
from services.feedback_capture.domain.waiting.state import waiting_for
from tests.builders import feedback_surveys
from tests.builders.feedback_capture import CHAIR, FACILITATOR, PRACTITIONER, UNIT, at, contributed
from tests.builders.feedback_replies import drafted, published
from tests.builders.given import CLOSED, MONDAY, actor, some_id

BEGAN = start_of(MONDAY.date(), "Europe/London")


def test_concern_waits_to_be_taken_and_then_for_its_outcome() -> None:
    concern, given = feedback_surveys.raised(), feedback_surveys.at()
    first = waits.of_concern(concern, given)
    assert first
    assert (first.asks, first.since) == ("take-concern", concern.raised_at)
    taken = take_concern(concern, TakeConcern(), given).state
    second = waits.of_concern(taken, given)
    assert second
    assert (second.asks, second.since) == ("conclude-concern", taken.takings[0].at)
    done = ConcludeConcern.model_validate({"outcome": "no-referral", "reason": "sealed"})
    assert waits.of_concern(conclude_concern(taken, done, given).state, given) is None


def test_own_words_of_a_practitioner_wait_for_a_reader() -> None:
    said = contributed(who=PRACTITIONER)
    wait = waits.of_contribution(said, at(who=UNIT))
    assert wait
    assert (wait.asks, wait.since, wait.review) == ("read-contribution", BEGAN, said.review)
    read = mark_contribution_read(said, MarkContributionRead(), at(who=FACILITATOR)).state
    assert waits.of_contribution(read, at(who=UNIT)) is None
    assert waits.of_contribution(contributed(), at(who=UNIT)) is None, "what a facilitator took down is read"


def test_answers_wait_from_the_oldest_that_nobody_has_read() -> None:
    survey, days = some_id("survey"), at().framework.feedback.read_within_days
    wait = waits.of_answers(survey, MONDAY.date(), at(who=UNIT))
    assert (wait.about, wait.since, wait.by) == (survey, BEGAN, add_working_days(MONDAY.date(), days, CLOSED))


def test_late_feedback_waits_to_be_coded_or_answered() -> None:
    rules = at().framework.feedback
    for theme, asks, days in ((None, "code-feedback", rules.coding_days), ("neglect", "reply-to-feedback", rules.reply_days)):
        waiting = waiting_for(theme, "school", SourceGroup.CHILD)
        assert waits.of_feedback(waiting, at()) is None
        wait = waits.of_feedback(waiting.model_copy(update={"since": MONDAY.date()}), at())
        assert wait
        assert (wait.asks, wait.by) == (asks, MONDAY.date() + timedelta(days=days))


def test_draft_waits_for_somebody_who_wrote_none_of_it() -> None:
    wait = waits.of_reply(drafted(), at(who=CHAIR))
    assert wait
    assert (wait.asks, wait.since, wait.by) == ("clear-reply", BEGAN, add_working_days(MONDAY.date(), 10, CLOSED))
    assert waits.of_reply(drafted(), at(who=UNIT)), "the business unit sees to it"
    assert waits.of_reply(drafted(), at(who=actor("decider", person_ref=UNIT.person_ref))) is None
    assert waits.of_reply(published(), at(who=CHAIR)) is None
