"""An obligation: a finding that waits for its answer by one agency, or by the partnership (AT1)."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.events.action_tracking import ActionAgreed, ObligationAnswered, ObligationOpened, ObligationOverdue
from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.actions import ObligationAnswer
from contracts.vocabulary.reviews import Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id
from services.action_tracking.domain.ladder import Reached, climb, late, next_rung_at
from services.action_tracking.domain.people import By, Text, by, faults_of_judge, sees
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, derived, refuse_if_any


class ObligationStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class NoAction(BaseModel):
    """Why nothing is done, and who accepted that for the partnership."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Text
    at: AwareDatetime
    by: By


class Obligation(BaseModel):
    """One finding, one agency. `answered_by` are the actions agreed for it, also those that came after its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    review: Id
    finding: Id
    agency: Code
    response: Response
    priority: Priority
    themes: tuple[Code, ...]
    by: date
    opened_at: AwareDatetime
    status: ObligationStatus = ObligationStatus.OPEN
    answer: ObligationAnswer | None = None
    answered_at: AwareDatetime | None = None
    answered_by: tuple[Id, ...] = ()
    no_action: NoAction | None = None
    rung: Reached | None = None


class AcceptNoAction(BaseModel):
    """The partnership accepts that the finding is answered by doing nothing, because of `reason`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Text


def asked(fact: FindingRecorded) -> tuple[Code, ...]:
    """Whom a finding asks for an answer: its agencies, else the partnership; nobody where it asks for nothing."""
    if fact.response is Response.NONE:
        return ()
    return fact.agencies or (PARTNERSHIP,)


def obligation_id(finding: Id, agency: Code) -> Id:
    """The same finding asks the same agency once, however often it is heard."""
    return derived("obligation", finding, agency)


def open_obligation(state: Obligation | None, fact: FindingRecorded, agency: Code, given: Given) -> Decided[Obligation]:
    """A confirmed finding opens an obligation on each agency that it asks; one that is there already stays as it is (AT1)."""
    if state:
        return Decided(state)
    opened = Obligation(
        id=given.id,
        review=fact.review,
        finding=fact.finding,
        agency=agency,
        response=fact.response,
        priority=fact.priority,
        themes=fact.themes,
        by=fact.respond_by or add_working_days(given.today, given.framework.response_days[fact.priority], given.holidays),
        opened_at=given.now,
    )
    event = ObligationOpened(
        obligation=opened.id,
        review=opened.review,
        finding=opened.finding,
        agency=agency,
        agencies=copied_to(opened),
        response=opened.response,
        by=opened.by,
    )
    return Decided(opened, (event,))


def answer_with_action(state: Obligation, fact: ActionAgreed, given: Given) -> Decided[Obligation]:
    """An agreed action answers it; a further one is noted, and answers nothing again (AT1)."""
    if fact.action in state.answered_by:
        return Decided(state)
    noted = state.model_copy(update={"answered_by": (*state.answered_by, fact.action)})
    if noted.status is not ObligationStatus.OPEN:
        return Decided(noted)
    return _answered(noted, ObligationAnswer.ACTIONS_AGREED, given)


def accept_no_action(state: Obligation, command: AcceptNoAction, given: Given) -> Decided[Obligation]:
    """ "No action, because ..." accepted by the partnership, never by the agency that owes the answer (AT1, AT3)."""
    reasons = faults_of_judge(state.agency, given.actor)
    if state.status is not ObligationStatus.OPEN:
        reasons.append(Reason("obligation/not-open", "It has its answer already."))
    refuse_if_any(reasons)
    why = NoAction(reason=command.reason, at=given.now, by=by(given.actor))
    return _answered(state.model_copy(update={"no_action": why}), ObligationAnswer.NO_ACTION_ACCEPTED, given)


def _answered(state: Obligation, answer: ObligationAnswer, given: Given) -> Decided[Obligation]:
    state = state.model_copy(update={"status": ObligationStatus.ANSWERED, "answer": answer, "answered_at": given.now})
    event = ObligationAnswered(obligation=state.id, finding=state.finding, agency=state.agency, answer=answer)
    return Decided(state, (event,))


def ring(state: Obligation, given: Given) -> Decided[Obligation]:
    """Unanswered past its date, it climbs the ladder: one event from rung to rung, however long nobody looked (AT1, AT4)."""
    if state.status is not ObligationStatus.OPEN:
        return Decided(state)
    reached = climb(late(given.framework.ladder), state.by, state.rung, given.today, given.holidays)
    if reached is None or reached == state.rung:
        return Decided(state)
    event = ObligationOverdue(
        obligation=state.id,
        finding=state.finding,
        agency=state.agency,
        agencies=copied_to(state),
        by=state.by,
        from_rung=state.rung.code if state.rung else None,
        to_rung=reached.code,
    )
    return Decided(state.model_copy(update={"rung": reached}), (event,))


def alarm(state: Obligation, given: Given) -> datetime | None:
    """When the next rung is reached; none once it is answered."""
    if state.status is not ObligationStatus.OPEN:
        return None
    rungs, timezone = late(given.framework.ladder), given.framework.partnership.timezone
    return next_rung_at(rungs, state.by, state.rung, given.holidays, timezone)


def copied_to(state: Obligation) -> tuple[Code, ...]:
    """The partnership is no agency with a topic of its own."""
    return () if state.agency == PARTNERSHIP else (state.agency,)


def keys(state: Obligation) -> Mapping[str, object]:
    """Flat query keys."""
    return {
        "agency": state.agency,
        "review": state.review,
        "finding": state.finding,
        "themes": list(state.themes),
        "status": state.status.value,
        "priority": state.priority.value,
        "by": state.by.isoformat(),
        "rung": state.rung.code if state.rung else None,
    }


def threads(state: Obligation) -> tuple[str, ...]:
    """The finding first: it began the thread."""
    return (state.finding, state.id, state.review)


def visible(state: Obligation, actor: Actor) -> bool:
    """An agency sees its own (access.md)."""
    return sees((state.agency,), actor)
