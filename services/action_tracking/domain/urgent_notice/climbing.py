"""Climbing of an urgent notice: by minutes, at any hour of any day, until a person does what it asks (AT5).

The top of the ladder is notified again and again, so a concern that waits is never silent.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from contracts.framework.involvement import UrgentRung
from contracts.vocabulary.types import Code
from services.action_tracking.domain.urgent_notice.state import Outcome, Step, UrgentNotice, UrgentRecipient
from services.chassis.rules.decisions import Decided, Given, derived

PATIENCE, LONGEST = timedelta(minutes=2), timedelta(hours=1)
"""In domain time: the wait for an outcome or a retry. It doubles with each try, up to the longest."""


def alarm(notice: UrgentNotice, given: Given) -> datetime | None:
    """Returns the instant of the next rung or retry. None once the notice has ended."""
    if notice.ended_at or notice.raised_at is None:
        return None
    instants = [_next_try(step) for step in notice.steps if _unfinished(notice, step, given)]
    instants.extend(_next_round(step, given) for step in notice.steps if _reached_top(notice, step, given))
    instants.extend(instant for _, instant in _further(notice, given)[:1])
    return min(instants, default=None)


def ring(notice: UrgentNotice, given: Given) -> Decided[UrgentNotice]:
    """Starts every rung that is now due, and the next round of the top one.

    Retries failed and unknown tries: a duplicate is better than a miss.
    """
    if notice.ended_at or notice.raised_at is None:
        return Decided(notice)
    again = tuple(_tried(notice, step, given) for step in notice.steps)
    begun = tuple(_begun(notice, rung, given) for rung, instant in _further(notice, given) if instant <= given.now)
    return Decided(notice.model_copy(update={"steps": (*again, *begun)}))


def record_recipients(
    notice: UrgentNotice, recipients: Mapping[Code, tuple[UrgentRecipient, ...]], given: Given
) -> Decided[UrgentNotice]:
    """Records the outcome of each step's last try, also if the notice has ended meanwhile. Recorded outcomes stay."""
    steps = tuple(
        step.model_copy(
            update={"told": recipients[step.code], "outcome": _outcome(recipients[step.code]), "outcome_at": given.now}
        )
        if step.code in recipients and step.outcome is Outcome.SENDING
        else step
        for step in notice.steps
    )
    return Decided(notice.model_copy(update={"steps": steps}))


def _outcome(recipients: tuple[UrgentRecipient, ...]) -> Outcome:
    if not recipients:
        return Outcome.NOBODY
    return Outcome.SENT if all(each.outcome is Outcome.SENT for each in recipients) else Outcome.FAILED


def _further(notice: UrgentNotice, given: Given) -> list[tuple[UrgentRung, datetime]]:
    """Returns the rungs not started yet, each with its instant. The rung above one that reached no one is due at once."""
    last, raised = notice.steps[-1] if notice.steps else None, notice.raised_at or given.now
    above = [rung for rung in given.framework.feedback.urgent_ladder if last is None or rung.after_minutes > last.after_minutes]
    found = [(rung, raised + timedelta(minutes=rung.after_minutes)) for rung in above]
    if found and last and last.outcome is Outcome.NOBODY and last.outcome_at:
        found[0] = (found[0][0], min(found[0][1], last.outcome_at))
    return found


def _begun(notice: UrgentNotice, rung: UrgentRung, given: Given) -> Step:
    id_ = derived("message", notice.id, rung.code)
    return Step(code=rung.code, after_minutes=rung.after_minutes, to=rung.to, message_id=id_, at=given.now)


def _tried(notice: UrgentNotice, step: Step, given: Given) -> Step:
    """Returns the step with the next try or round that is due, or as it is."""
    start = {"at": given.now, "outcome": Outcome.SENDING, "outcome_at": None}
    if _unfinished(notice, step, given) and _next_try(step) <= given.now:
        return step.model_copy(update=start | {"tries": step.tries + 1})
    if _reached_top(notice, step, given) and _next_round(step, given) <= given.now:
        id_ = derived("message", notice.id, step.code, str(step.round + 1))
        return step.model_copy(update=start | {"tries": 1, "round": step.round + 1, "message_id": id_, "told": ()})
    return step


def _reached_top(notice: UrgentNotice, step: Step, given: Given) -> bool:
    """Returns true for the highest step that reached anyone, if there is no rung left above it."""
    above = notice.steps[notice.steps.index(step) + 1 :]
    reached_no_one = all(each.outcome is Outcome.NOBODY for each in above)
    return step.outcome is Outcome.SENT and reached_no_one and not _further(notice, given)


def _next_round(step: Step, given: Given) -> datetime:
    return step.at + timedelta(minutes=given.framework.feedback.urgent_repeat_minutes)


def _unfinished(notice: UrgentNotice, step: Step, given: Given) -> bool:
    """Returns true if the step is retried. A step that reached no one is retried only at the top, with no rung above it."""
    at_the_top = step is notice.steps[-1] and not _further(notice, given)
    return step.outcome in (Outcome.SENDING, Outcome.FAILED) or (step.outcome is Outcome.NOBODY and at_the_top)


def _next_try(step: Step) -> datetime:
    doubled: int = 2 ** min(step.tries - 1, 10)
    return step.at + min(LONGEST, PATIENCE * doubled)
