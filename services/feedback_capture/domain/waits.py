"""The steps that words wait for: concerns to take, words to read and code, replies to write and clear (FC2 to FC5)."""

from datetime import date, timedelta

from contracts.vocabulary.types import Id
from services.chassis.rules.calendar import add_working_days, day_of
from services.chassis.rules.decisions import Given
from services.chassis.rules.person import is_one_of
from services.chassis.rules.waits import Wait, began_on, decision_due
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.asked import ROLES, Asked
from services.feedback_capture.domain.concern.chasing import link_to
from services.feedback_capture.domain.concern.state import Standing
from services.feedback_capture.domain.contribution.reading import read_by
from services.feedback_capture.domain.contribution.state import Unheard
from services.feedback_capture.domain.reply.state import Drafted
from services.feedback_capture.domain.waiting.state import Waiting


def of_concern(concern: Standing, given: Given) -> Wait | None:
    """Returns the present step of a concern: somebody takes it, or records its outcome. Minutes count (FC3)."""
    rules, since = given.framework.feedback, concern.waits_since
    if since is None:
        return None
    taken, most = concern.takings, timedelta(minutes=rules.concern_minutes)
    due = since + (timedelta(hours=rules.concern_outcome_hours) if taken else most)
    asks = Asked.CONCLUDE_CONCERN if taken else Asked.TAKE_CONCERN
    by = day_of(due, given.framework.partnership.timezone)
    return Wait(asks, ROLES[asks], concern.id, since, by, link_to(concern, given))


def of_contribution(contribution: Unheard, given: Given) -> Wait | None:
    """Returns the reading of words that a practitioner wrote (FC2)."""
    if contribution.read_on or contribution.withdrawn_at:
        return None
    return Wait(
        Asked.READ_CONTRIBUTION,
        ROLES[Asked.READ_CONTRIBUTION],
        contribution.id,
        began_on(contribution.recorded_on, given),
        read_by(contribution, given),
        f"{given.url}/contributions/{contribution.id}",
        contribution.review,
    )


def of_answers(survey: Id, oldest: date, given: Given) -> Wait:
    """Returns the reading of the words that came to a survey. `oldest` is the first day of those that nobody has read (FC3)."""
    by = add_working_days(oldest, given.framework.feedback.read_within_days, given.holidays)
    return Wait(Asked.READ_ANSWERS, ROLES[Asked.READ_ANSWERS], survey, began_on(oldest, given), by, f"{given.url}/responses")


def of_feedback(waiting: Waiting, given: Given) -> Wait | None:
    """Returns the coding of what a group said, or the reply to it (FC4, FC5)."""
    if waiting.since is None:
        return None
    rules = given.framework.feedback
    asks, days = (Asked.REPLY_TO_FEEDBACK, rules.reply_days) if waiting.theme else (Asked.CODE_FEEDBACK, rules.coding_days)
    by, link = waiting.since + timedelta(days=days), f"{given.url}/late-feedback/{waiting.id}"
    return Wait(asks, ROLES[asks], waiting.id, began_on(waiting.since, given), by, link)


def of_reply(reply: Drafted, given: Given) -> Wait | None:
    """Returns the clearing of a draft. A person who wrote a version may not clear it (FC5)."""
    if reply.draft is None or (is_one_of(given.actor, reply.writers) and not is_business_unit(given.actor)):
        return None
    drafted = reply.draft.drafted_on
    began, by = began_on(drafted, given), decision_due(drafted, given)
    return Wait(Asked.CLEAR_REPLY, ROLES[Asked.CLEAR_REPLY], reply.id, began, by, f"{given.url}/drafts")
