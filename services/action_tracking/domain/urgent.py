"""The urgent notice (AT5): that somebody may be at risk climbs by minutes, at any hour of any day, until somebody takes it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.events.feedback_capture import ImmediateConcernRaised, ImmediateConcernTaken
from contracts.framework.involvement import UrgentRung
from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link, PersonRef
from services.action_tracking.domain.notices import Notice, in_role
from services.action_tracking.domain.role_holder import RoleHolder
from services.chassis.rules.decisions import Actor, Decided, Given, derived

PATIENCE, LONGEST = timedelta(minutes=2), timedelta(hours=1)
"""In domain time: how long a try waits for its outcome, or a failed one for the next; it doubles, up to the longest."""


class Outcome(StrEnum):
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    NOBODY = "nobody"
    """Nobody held the roles of the step, or none of them can be reached."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Told(Part):
    """One person of a step, and how telling them went. `instead_of` names the roles below in which nobody could be reached."""

    person_ref: PersonRef
    role: Code
    agency: Code
    message_id: Id
    instead_of: tuple[Code, ...] = ()
    outcome: Outcome = Outcome.SENDING
    provider_id: str | None = None


class Step(Part):
    """A rung that was reached. The ids of its messages follow from its own, which is fixed before the first try."""

    code: Code
    after_minutes: int
    to: tuple[Code, ...]
    message_id: Id
    at: AwareDatetime
    """Of the last try."""
    tries: int = 1
    outcome: Outcome = Outcome.SENDING
    outcome_at: AwareDatetime | None = None
    told: tuple[Told, ...] = ()


class UrgentNotice(Part):
    """One immediate concern, and who was told of it when. What was said stays behind the link."""

    id: Id
    concern: Id
    urgency: Urgency | None = None
    link: Link | None = None
    raised_at: AwareDatetime | None = None
    steps: tuple[Step, ...] = ()
    taken_at: AwareDatetime | None = None
    taken_after_minutes: int | None = None


def notice_id(concern: Id) -> Id:
    return derived("urgent-notice", concern)


def raise_notice(state: UrgentNotice | None, fact: ImmediateConcernRaised, at: datetime, given: Given) -> Decided[UrgentNotice]:
    """Due at once. One that is there already, or was taken before it was heard of, stays as it is."""
    if state:
        return Decided(state)
    raised = UrgentNotice(id=given.id, concern=fact.concern, urgency=fact.urgency, link=fact.link, raised_at=at)
    return Decided(raised)


def take_notice(state: UrgentNotice | None, fact: ImmediateConcernTaken, at: datetime, given: Given) -> Decided[UrgentNotice]:
    """Somebody took it: it climbs no further, and how long that took is kept."""
    state = state or UrgentNotice(id=given.id, concern=fact.concern)
    if state.taken_at:
        return Decided(state)
    minutes = max(0, int((at - state.raised_at).total_seconds() // 60)) if state.raised_at else None
    return Decided(state.model_copy(update={"taken_at": at, "taken_after_minutes": minutes}))


def ring(state: UrgentNotice, given: Given) -> Decided[UrgentNotice]:
    """Begins to tell every rung that time has reached and nobody told yet; and again where a try failed or came to nothing
    known, for here a message too many is better than one too few."""
    if state.taken_at or state.raised_at is None:
        return Decided(state)
    again = tuple(_again(step, given.now) if _due_again(state, step, given) else step for step in state.steps)
    begun = tuple(_begun(state, rung, given) for rung, instant in _further(state, given) if instant <= given.now)
    return Decided(state.model_copy(update={"steps": (*again, *begun)}))


def alarm(state: UrgentNotice, given: Given) -> datetime | None:
    """The next rung's instant, or the next try's. None once somebody took it."""
    if state.taken_at or state.raised_at is None:
        return None
    instants = [_next_try(step) for step in state.steps if _unfinished(state, step, given)]
    instants.extend(instant for _, instant in _further(state, given)[:1])
    return min(instants, default=None)


def _further(state: UrgentNotice, given: Given) -> list[tuple[UrgentRung, datetime]]:
    """The rungs that nobody was told of yet, and the instant of each: its minutes after the concern was raised. Above a rung
    where nobody could be reached, at once."""
    last, raised = state.steps[-1] if state.steps else None, state.raised_at or given.now
    above = [rung for rung in given.framework.feedback.urgent_ladder if last is None or rung.after_minutes > last.after_minutes]
    found = [(rung, raised + timedelta(minutes=rung.after_minutes)) for rung in above]
    if found and last and last.outcome is Outcome.NOBODY and last.outcome_at:
        found[0] = (found[0][0], min(found[0][1], last.outcome_at))
    return found


def _begun(state: UrgentNotice, rung: UrgentRung, given: Given) -> Step:
    id_ = derived("message", state.id, rung.code)
    return Step(code=rung.code, after_minutes=rung.after_minutes, to=rung.to, message_id=id_, at=given.now)


def _again(step: Step, now: datetime) -> Step:
    return step.model_copy(update={"at": now, "tries": step.tries + 1, "outcome": Outcome.SENDING, "outcome_at": None})


def _due_again(state: UrgentNotice, step: Step, given: Given) -> bool:
    return _unfinished(state, step, given) and _next_try(step) <= given.now


def _unfinished(state: UrgentNotice, step: Step, given: Given) -> bool:
    """Whether it is tried again; where nobody can be reached, only if there is nobody above to turn to either."""
    at_the_top = step is state.steps[-1] and not _further(state, given)
    return step.outcome in (Outcome.SENDING, Outcome.FAILED) or (step.outcome is Outcome.NOBODY and at_the_top)


def _next_try(step: Step) -> datetime:
    doubled: int = 2 ** min(step.tries - 1, 10)
    return step.at + min(LONGEST, PATIENCE * doubled)


def letters(state: UrgentNotice, directory: Sequence[RoleHolder], day: date) -> dict[Code, tuple[Told, ...]]:
    """Whom each step tells whose try the last ring began: whoever holds its roles that day and can be reached."""
    found: dict[Code, tuple[Told, ...]] = {}
    latest = max((step.at for step in state.steps), default=None)
    unreached: tuple[Code, ...] = ()
    for step in state.steps:
        if step.outcome is Outcome.SENDING and step.at == latest:
            found[step.code] = _people(step, directory, day, unreached)
        nobody = not found[step.code] if step.code in found else step.outcome is Outcome.NOBODY
        unreached = (*unreached, *step.to) if nobody else ()
    return found


def _people(step: Step, directory: Sequence[RoleHolder], day: date, unreached: tuple[Code, ...]) -> tuple[Told, ...]:
    """Each once, however many roles they hold; whoever was told in an earlier try is told."""
    people = {each.person_ref: each for each in step.told if each.outcome is Outcome.SENT}
    for role in step.to:
        for each in in_role(Notice(role, "look-at-concern", PARTNERSHIP), role, directory, day):
            id_ = derived(step.message_id, each.person_ref)
            told = Told(person_ref=each.person_ref, role=role, agency=each.agency, message_id=id_, instead_of=unreached)
            people.setdefault(each.person_ref, told)
    return tuple(people.values())


def record_told(state: UrgentNotice, told: Mapping[Code, tuple[Told, ...]], given: Given) -> Decided[UrgentNotice]:
    """What became of the last try of each step, also where somebody took it meanwhile. What is known already stays."""
    steps = tuple(
        step.model_copy(update={"told": told[step.code], "outcome": _outcome(told[step.code]), "outcome_at": given.now})
        if step.code in told and step.outcome is Outcome.SENDING
        else step
        for step in state.steps
    )
    return Decided(state.model_copy(update={"steps": steps}))


def _outcome(told: tuple[Told, ...]) -> Outcome:
    if not told:
        return Outcome.NOBODY
    return Outcome.SENT if all(each.outcome is Outcome.SENT for each in told) else Outcome.FAILED


def keys(state: UrgentNotice) -> Mapping[str, object]:
    """Flat query keys."""
    return {"concern": state.concern, "status": "taken" if state.taken_at else "open"}


def threads(state: UrgentNotice) -> tuple[str, ...]:
    return (state.concern, state.id)


def visible(state: UrgentNotice, actor: Actor) -> bool:
    """Those who take concerns (access.md), and operators, who see whether anybody was told."""
    return actor.holds("decider", "facilitator", "operator") or (actor.agency == PARTNERSHIP and actor.holds("business-unit"))
