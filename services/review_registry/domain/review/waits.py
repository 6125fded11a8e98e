"""The steps of reviews that wait for people: decide, appoint, confirm, review a hold, meet a clock (RR1, RR5, RR6, AT8)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum

from contracts.framework.document import Moment, entered
from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, LEAD_REVIEWER, SCRUTINEER
from services.chassis.rules.calendar import day_of, end_of
from services.chassis.rules.decisions import Given
from services.chassis.rules.waits import Wait, began_on, decision_due
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.review.clocks import ClockState, review_clocks
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.needs import confirmed
from services.review_registry.domain.review.gates.stage import publication_decided
from services.review_registry.domain.review.guards import not_before
from services.review_registry.domain.review.sides import acts_under_review
from services.review_registry.domain.review.state import OverrideStatus, ReviewCourse, ReviewHead, days_of, holds_in_force


class ReviewStep(StrEnum):
    """A step that waits for a person."""

    SCREEN = "screen"
    """Decide whether to hold a review (D1)."""
    APPOINT_LEAD = "appoint-lead"
    """Appoint a lead reviewer, or settle that the present one is no longer independent (D4)."""
    DECLARE = "declare"
    """The lead declares again, because the scope changed (RR3)."""
    ANSWER_OVERRIDE = "answer-override"
    """Approve or refuse an override that a decider asked for (RR6)."""
    CONFIRM_FINDING = "confirm-finding"
    RELEASE_LEARNING = "release-learning"
    RESPOND = "respond"
    """Record the partnership's response to the report (D5)."""
    DECIDE_PUBLICATION = "decide-publication"
    """Decide on publication: for the first time, after a deferral or an embargo, or after a withdrawal (D6)."""
    REVIEW_HOLD = "review-hold"
    MEET_CLOCK = "meet-clock"
    """A clock has passed its due date and still runs."""
    REOPEN = "reopen"
    """Decide whether to reopen a closed review: an action was reopened, or the publication withdrawn (D7)."""
    DECIDE_DISPOSAL = "decide-disposal"
    """Dispose of things whose period has passed, or keep them."""


CONFLICTED = (ReviewStep.APPOINT_LEAD, ReviewStep.DECIDE_PUBLICATION)
"""Decisions in which a decider of an agency under review takes no part (D4, D6)."""


def waits_of(review: ReviewCourse, given: Given) -> list[Wait]:
    """Returns each step that waits in the review, by the rules below."""
    return [wait for rule in RULES for wait in rule(review, given)]


def takes_part(review: ReviewCourse, wait: Wait, given: Given) -> bool:
    """Returns whether the person may take the step. Deciders of an agency under review decide neither D4 nor D6."""
    actor = given.actor
    return wait.asks not in CONFLICTED or actor.holds(BUSINESS_UNIT) or not acts_under_review(review, actor, given.framework)


def of_reopened_action(review: ReviewHead, action: ActionProgress, since: datetime, given: Given) -> Wait | None:
    """Returns the decision on a closed review of which an action was reopened, because its change did not last."""
    if review.closed_on is None:
        return None
    by = decision_due(day_of(since, given.framework.partnership.timezone), given)
    return Wait(ReviewStep.REOPEN, (DECIDER,), action.id, since, by, _link(review, given), review.id)


def _screen(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    days = days_of(review)
    if review.is_open and review.stage == "screening" and Moment.SCREENED not in days:
        yield _on(review, ReviewStep.SCREEN, (DECIDER,), days[Moment.REFERRED], given)


def _lead(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    began = days_of(review).get(entered("lead-appointment"))
    if review.is_open and began and (review.lead is None or review.lead.lost):
        yield _on(review, ReviewStep.APPOINT_LEAD, (DECIDER,), began, given)


def _declaration(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    lead = review.lead if review.is_open else None
    if lead and review.scope and lead.declaration.scope_version < review.scope.case_version:
        yield _on(review, ReviewStep.DECLARE, (LEAD_REVIEWER, BUSINESS_UNIT), lead.declaration.on, given)


def _overrides(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    for override in review.overrides if review.is_open else ():
        if override.status is OverrideStatus.PENDING:
            yield _on(review, ReviewStep.ANSWER_OVERRIDE, (SCRUTINEER,), override.asked_on, given, override.id)


def _findings(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    began = days_of(review).get(entered("findings"))
    if review.is_open and began and confirmed(review):
        yield _on(review, ReviewStep.CONFIRM_FINDING, (LEAD_REVIEWER, BUSINESS_UNIT), began, given)


def _learning(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    if review.is_open and not holds_in_force(review):
        for draft in review.drafts:
            yield _on(review, ReviewStep.RELEASE_LEARNING, (DECIDER,), draft.on, given, draft.finding)


def _response(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    began = days_of(review).get(entered("partnership-response"))
    if review.is_open and began and not review.response:
        yield _on(review, ReviewStep.RESPOND, (DECIDER,), began, given)


def _publication(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    """Yields the decision on publication. It waits for the end of an embargo."""
    if not publication_decided(review, GateFacts(), given):
        return
    if not review.is_open:
        withdrawn = review.publication.withdrawn_on if review.publication else None
        if review.closed_on and withdrawn:
            yield _on(review, ReviewStep.REOPEN, (DECIDER,), withdrawn, given)
        return
    embargo = review.embargo_until
    if not_before(review, "publication", given.framework) or (embargo and embargo > given.today):
        return
    made = [each.on for each in review.decisions if each.decision == "publish"]
    withdrawn = review.publication.withdrawn_on if review.publication else None
    began = days_of(review).get(entered("publication"))
    since = max(each for each in (began, embargo, withdrawn, *made, days_of(review)[Moment.REFERRED]) if each)
    yield _on(review, ReviewStep.DECIDE_PUBLICATION, (DECIDER,), since, given)


def _holds(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    for hold in holds_in_force(review):
        if hold.review_on <= given.today:
            since = began_on(hold.review_on, given)
            roles = (DECIDER, BUSINESS_UNIT)
            yield Wait(ReviewStep.REVIEW_HOLD, roles, hold.id, since, hold.review_on, _link(review, given), review.id)


def _clocks(review: ReviewCourse, given: Given) -> Iterator[Wait]:
    for clock in review_clocks(review, given):
        if clock.state is ClockState.OVERDUE:
            since = end_of(clock.due, given.framework.partnership.timezone)
            yield Wait(ReviewStep.MEET_CLOCK, (BUSINESS_UNIT,), review.id, since, clock.due, _link(review, given), review.id)


RULES: tuple[Callable[[ReviewCourse, Given], Iterable[Wait]], ...] = (
    _screen, _lead, _declaration, _overrides, _findings, _learning, _response, _publication, _holds, _clocks,
)  # fmt: skip
"""The rules that find the steps of a review."""


def _on(review: ReviewCourse, asks: ReviewStep, roles: tuple[str, ...], since: date, given: Given, about: str = "") -> Wait:
    """Returns a step that waits since a day. A decision is due after the working days of the settings."""
    by = decision_due(since, given)
    return Wait(asks, roles, about or review.id, began_on(since, given), by, _link(review, given), review.id)


def _link(review: ReviewHead, given: Given) -> str:
    return f"{given.url}/reviews/{review.id}"
